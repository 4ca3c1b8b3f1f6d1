// Package watch turns a folder that colleagues drop files into, into posts or
// plain reasons.
//
// The inbox is looked at again and again: a Scan is all that decides, so that
// notification (which only says "look now") and polling come to the same. What
// has stood still becomes a drop (Sorter), a drop is claimed by moving it to
// working/, made into posts, and filed under done/ or failed/ (Desk). Each step
// is written to the Journal before it is taken and can be taken again: after a
// crash the journal is replayed and unfinished steps are repeated.
//
// Beside the inbox stand the folders working, done, failed and .giro-watch (the
// journal, the lock and the health file); all are on one file system, so that a
// drop moves whole.
package watch

import (
	"context"
	"log/slog"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Moment is a reading of the clocks: Wall may jump, Mono only runs forward.
type Moment struct {
	Wall time.Time
	Mono time.Duration
}

// Drop is what was dropped together, as the maker of posts gets it.
type Drop struct {
	Name string   // path in the inbox of the file or folder that stands for all, with /
	Dir  string   // folder in which its files lie
	Data []string // names in Dir of tables and calendars
	Text string   // name in Dir of the small text of a photo, "" for none
	Also []string // names in Dir of pictures and clips
}

// Post is one video that a drop asks for.
type Post struct {
	Key string // "<slug>.<lang>.<format>", unique in its drop
}

// Content is what a drop asks for.
type Content struct {
	Media  []string  // the pictures and clips that it names and that must be beside it
	Posts  []Post    // what can be made
	Faults diag.List // what cannot, and why
}

// Maker makes posts of drops. An error that holds diagnostics is a fault of the
// input, every other one is of the machine.
type Maker interface {
	// Read says what a drop asks for. It is asked of files in the inbox too, to
	// know which pictures belong to them.
	Read(ctx context.Context, d Drop) (Content, error)
	// Make makes one post of a drop: out is the path of the video.
	Make(ctx context.Context, d Drop, key, out string) error
	// Basis identifies what decides the posts that a drop asks for: the same drop
	// with the same basis is made once.
	Basis(ctx context.Context, d Drop) (string, error)
}

// Options say how a folder is watched.
type Options struct {
	Inbox    string
	Out      string   // folder of the posts; "" is out beside the inbox
	Folders  []string // subfolders of the inbox that are inboxes themselves
	Language string   // of reasons and the status page
	Zone     *time.Location
	Settle   time.Duration // how long a file must stand still
	Wait     time.Duration // how long a missing picture is waited for
	Patience time.Duration // how long a file may be written to before that is reported
	Every    time.Duration // between two looks at the inbox, when nothing is on the way
	Poll     bool          // do not ask the system for notifications
	Once     bool          // end when nothing is left to do
	Jobs     int           // drops that are worked on side by side
	Journal  int64         // size in bytes above which the journal is written anew
	Queue    int           // drops that are taken up at once; what is beyond lies in the inbox unread
	Maker    Maker
	OnDone   func(ctx context.Context, p Made) error // after each post; nil for nothing
	Ended    func(End)                               // after each drop; nil for nothing
	Log      *slog.Logger
	Host     string               // name of this computer, for the lock
	Clock    func() Moment        // nil is the system's
	Held     func(err error) bool // whether a fault of the machine passes by itself, beside those known here
}

// Made is a post that has been made.
type Made struct {
	Drop  string // name of the drop
	Video string // path of the MP4
}

// End is the end of a drop.
type End struct {
	Drop   string   `json:"drop"`
	State  State    `json:"state"`
	Posts  []string `json:"posts"`  // names of the videos in the out folder
	Reason string   `json:"reason"` // path of the reason file, "" when there is none
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
