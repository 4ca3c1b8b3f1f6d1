// Package inbox takes what is dropped into a folder, has it worked on once, and
// files it with what came of it.
//
// It is a state machine and knows nothing of what drops mean: that is the
// Maker's, and what people read is the Teller's. The inbox is scanned again and
// again: a Scan is all that decides, so that notification (which only says "scan
// now") and polling come to the same. What has come to rest becomes a drop
// (Sorter), a drop is claimed by moving it to working/, made, and filed under
// done/ or failed/ (registry, share). Each step is written to the Journal before
// it is taken and can be taken again: after a crash the journal is replayed and
// unfinished steps are repeated.
//
// Beside the inbox stand the folders working, done, failed and .giro-watch (the
// lock and the health file); all are on one file system, so that a drop moves
// whole. Whoever may drop may write there too, so nothing that lies there is
// believed (share, tree). The journal, and the copies from which drops are read,
// lie in a private folder of the user's (StateOf).
package inbox

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"syscall"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Moment is a reading of the clocks: Wall may jump, Mono only runs forward.
type Moment struct {
	Wall time.Time
	Mono time.Duration
}

// Drop is what was dropped together, as the Maker gets it.
type Drop struct {
	Name  string   // path in the inbox of the file or folder that stands for all, with /
	Dir   string   // folder in which its files lie
	Files []string // the plain files below Dir, with /, in the order of their names
}

// Product is one file that a drop asks for. Its maker may write others beside it.
type Product struct {
	Key string // unique in its drop
	Ext string // ending of the file, with the dot
}

// Content is what a drop asks for.
type Content struct {
	Needs    []string  // files that it names and that must be beside it
	Products []Product // what can be made
	Faults   diag.List // what cannot, and why
}

// Maker knows what drops mean and makes what they ask for. An error that holds
// diagnostics is a fault of the input, every other one is of the machine.
type Maker interface {
	// Group decides what of a scan belongs together: each entry of the view is
	// given to Ready with others, to Wait, or left alone.
	Group(v *View)
	// Usable reports whether a drop still holds a file that says what to make.
	Usable(d Drop) bool
	// Identify returns a digest of all that decides what is made of a drop. Of two
	// drops with the same digest the second is a repeat.
	Identify(ctx context.Context, d Drop) (string, error)
	// Read says what a drop asks for. It is asked of single files in the inbox too,
	// to know which files belong to them.
	Read(ctx context.Context, d Drop) (Content, error)
	// Make makes one product of a drop at the path out.
	Make(ctx context.Context, d Drop, key, out string) error
}

// Options say how a folder is watched.
type Options struct {
	Inbox    string
	Out      string // folder of the products; "" is out beside the inbox
	State    string // folder that holds the private folders of all inboxes of this user
	Channel  string // folder of the settings, which the inbox must be apart from; "" for none
	Zone     *time.Location
	Settle   time.Duration // how long a file must stand still
	Wait     time.Duration // how long what belongs to a drop is waited for
	Patience time.Duration // how long a file may be written to before that is reported
	Every    time.Duration // between two scans of the inbox, when nothing is on the way
	Poll     bool          // do not ask the system for notifications
	Once     bool          // end when nothing is left to do
	Jobs     int           // drops that are worked on side by side
	Journal  int64         // size in bytes above which the journal is written anew
	Queue    int           // drops that are taken up at once; what is beyond lies in the inbox unread
	Maker    Maker
	Teller   Teller
	OnDone   func(ctx context.Context, p Made) error // after each product; nil for nothing
	Ended    func(End)                               // after each drop; nil for nothing
	Log      *slog.Logger
	Host     string               // name of this computer, for the lock
	Clock    func() Moment        // nil is the system's
	Held     func(err error) bool // whether a fault of the machine passes by itself, beside those known here

	leaseWait func(context.Context, time.Duration) error // of the lock; nil: by the clock
}

// Made is a product that has been made.
type Made struct {
	Drop string // name of the drop
	Path string // of the file
}

// End is the end of a drop.
type End struct {
	Drop   string   `json:"drop"`
	State  State    `json:"state"`
	Posts  []string `json:"posts"`  // names of its products in the out folder
	Reason string   `json:"reason"` // path of the reason file, "" when there is none
}

// Summary is what one run has done.
type Summary struct {
	Done, Failed, Repeat int
	Left                 int // drops that wait, or are in work still
}

// Defaults of Options.
const (
	DefaultSettle   = 3 * time.Second
	DefaultWait     = 10 * time.Minute
	DefaultPatience = time.Hour
	DefaultEvery    = time.Minute     // with notifications: only a safety net
	DefaultPoll     = 5 * time.Second // without
	DefaultJournal  = 4 << 20
	DefaultQueue    = 1000
)

func (o Options) withDefaults() Options {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Settle <= 0 {
		o.Settle = DefaultSettle
	}
	if o.Wait <= 0 {
		o.Wait = DefaultWait
	}
	if o.Patience <= 0 {
		o.Patience = DefaultPatience
	}
	if o.Every <= 0 {
		o.Every = DefaultEvery
		if o.Poll {
			o.Every = DefaultPoll
		}
	}
	if o.Journal <= 0 {
		o.Journal = DefaultJournal
	}
	if o.Queue <= 0 {
		o.Queue = DefaultQueue
	}
	o.Jobs = max(1, o.Jobs)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		start := time.Now()
		o.Clock = func() Moment {
			now := time.Now()
			return Moment{Wall: now, Mono: now.Sub(start)}
		}
	}
	if o.Held == nil {
		o.Held = func(error) bool { return false }
	}
	return o
}

// passes reports whether a fault of the machine may pass by itself: no drop is
// failed for it.
func (o Options) passes(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ESTALE, os.ErrPermission} {
		if errors.Is(err, e) {
			return true
		}
	}
	_, noState := errors.AsType[*StateError](err)
	return noState || errors.Is(err, errShare) || errors.Is(err, errOut) || o.Held(err)
}
