package inbox

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// Sorter finds, from one scan after the other, which files have come to rest and
// which drops are ready. It touches no file: what belongs together is decided by
// Group, and what must be known of contents is asked of Peek. The same scans at
// the same moments give the same claims, whatever woke the watcher.
type Sorter struct {
	Settle   time.Duration
	Wait     time.Duration
	Patience time.Duration // after which what still changes is Endless
	Queue    int           // drops that are taken up at once, 0 for all: what is beyond is not looked into
	Group    func(*View)
	// Peek returns the names of the files that a file needs beside it, or false when
	// they are not known yet; called for each state of a file until they are. Faults
	// of the file are not its concern: it then names none.
	Peek func(e Entry) (needs []string, known bool)
	// Kept returns a file that stayed in failed when a drop of that name was filed
	// there, for the corrected one that is dropped alone; false for none.
	Kept func(name, part string) (Take, bool)

	files map[string]*standing
	waits map[string]wait
}

// standing is how long a file has stood still.
type standing struct {
	entry  Entry
	since  time.Duration // Mono
	first  time.Duration // Mono of the first scan that found it, in this shape or another
	needs  []string      // what Peek said
	peeked bool
}

// wait is the time for which something waits for what belongs to it.
type wait struct {
	since time.Duration // Mono, may be before this process began
	seen  bool          // in the scan at hand
}

// Claim is a drop that is ready.
type Claim struct {
	Name   string // of the drop: the path of what stands for it
	Files  []Take
	Refuse []Refusal // why it cannot be used, known without reading it
	Urgent bool      // it goes before all others
}

// Refusal says that something in a drop is not used.
type Refusal struct {
	Why  Cause  `json:"why"`            // Linked, Device, Closed, Endless, or one of the Maker's
	Name string `json:"name"`           // of the file
	More int    `json:"more,omitempty"` // files of which the same is true, and that are not named
}

// Take is a file that a claim takes.
type Take struct {
	Entry
	To   string // path in the drop's folder
	Copy bool   // another drop names it too
	Kept bool   // Path is in failed, not in the inbox
}

// Waiting is something in the inbox that is not ready, and why.
type Waiting struct {
	Name  string
	Why   Cause
	What  string // what it waits for, where that has a name
	Since time.Duration
	Until time.Duration // Mono at which it waits no longer, 0 where that is not known
}

// Cause says why something waits, or is not used. A Maker adds its own.
type Cause string

// The causes that do not depend on what a drop means.
const (
	Settling Cause = "settling" // it may still change
	Writing  Cause = "writing"  // a program has it open for writing
	Office   Cause = "office"   // an office program has it open
	Closed   Cause = "closed"   // Giro has no right to read it
	Endless  Cause = "endless"  // it has been written to for longer than anybody would wait
	Linked   Cause = "link"     // a symbolic link
	Device   Cause = "special"  // a pipe, socket or device
	InLine   Cause = "line"     // it waits for work
	Reading  Cause = "reading"  // it is being looked into, to know what belongs to it
	Shared   Cause = "twin"     // a second name of a file that may lie elsewhere
	TooDeep  Cause = "deep"     // it holds folders that lie too deep to be looked into
	Deadly   Cause = "deadly"   // the program was killed twice while it worked on it
	OwnText  Cause = "reason"   // a text that giro wrote
)

// Sort takes a scan and returns what is ready, what is urgent first, then what came
// first, what is only to be refused last, and what waits, in the order of names. began holds the names whose waiting begins with this scan.
func (s *Sorter) Sort(now time.Duration, scan Scan) (ready []Claim, waiting []Waiting, began []string) {
	if s.files == nil {
		s.files, s.waits = map[string]*standing{}, map[string]wait{}
	}
	s.track(now, scan)
	v := &View{Scan: scan, sorter: s, now: now}
	s.Group(v)
	for name, w := range s.waits {
		if !w.seen {
			delete(s.waits, name)
			continue
		}
		w.seen = false
		s.waits[name] = w
	}
	slices.SortFunc(v.ready, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(s.first(a.Name, now), s.first(b.Name, now)), strings.Compare(a.Name, b.Name))
	})
	slices.SortFunc(v.waiting, func(a, b Waiting) int { return strings.Compare(a.Name, b.Name) })
	return v.ready, v.waiting, v.began
}

// rank orders claims before their age does.
func rank(c Claim) int {
	switch {
	case len(c.Refuse) > 0:
		return 2
	case c.Urgent:
		return 0
	}
	return 1
}

// Waited says that something has waited since a time already, from before a restart.
func (s *Sorter) Waited(name string, since time.Duration) {
	if s.files == nil {
		s.files, s.waits = map[string]*standing{}, map[string]wait{}
	}
	s.waits[name] = wait{since: since, seen: true}
}

// first returns since when a file is known.
func (s *Sorter) first(name string, otherwise time.Duration) time.Duration {
	if st := s.files[name]; st != nil {
		return st.first
	}
	return otherwise
}

// track notes since when each file stands as it does.
func (s *Sorter) track(now time.Duration, scan Scan) {
	next := make(map[string]*standing, len(scan.Entries))
	for _, e := range scan.Entries {
		st := s.files[e.Path]
		switch {
		case st == nil:
			st = &standing{entry: e, since: now, first: now}
		case !st.entry.same(e):
			st = &standing{entry: e, since: now, first: st.first}
		case e.Writer == Busy:
			st.since = now
		}
		st.entry = e
		next[e.Path] = st
	}
	s.files = next
}

// View is a scan as Group gets it, with what is known from the scans before.
// Names that it takes are paths of entries, or of folders of them.
type View struct {
	Scan
	sorter *Sorter
	now    time.Duration

	ready   []Claim
	waiting []Waiting
	began   []string
	taken   int // drops that have been looked into
}

// Moving returns why an entry has not come to rest, "" when it has.
func (v *View) Moving(e Entry) Cause {
	st := v.sorter.files[e.Path]
	switch {
	case e.Kind == Link || e.Kind == Special:
		return ""
	case e.Writer == Busy:
		return Writing
	case e.Kind == Plain && v.locked(e.Path):
		return Office
	case e.Kind == Plain && e.moved():
		return ""
	case v.now-st.since < v.sorter.Settle:
		return Settling
	}
	return ""
}

// First returns the moment at which an entry was found first.
func (v *View) First(name string) time.Duration { return v.sorter.first(name, v.now) }

// Room reports whether one more drop can be taken up, and counts it. Each that is
// costs the reading of its files and the memory of what they name.
func (v *View) Room() bool {
	if v.sorter.Queue > 0 && v.taken >= v.sorter.Queue {
		return false
	}
	v.taken++
	return true
}

// Needs returns the names of the files that a file needs beside it, or false when
// they are not known yet.
func (v *View) Needs(e Entry) (names []string, known bool) {
	st := v.sorter.files[e.Path]
	if !st.peeked {
		st.needs, st.peeked = v.sorter.Peek(e)
	}
	return st.needs, st.peeked
}

// Kept returns a file that stayed in failed with an earlier drop of that name.
func (v *View) Kept(name, part string) (Take, bool) {
	if v.sorter.Kept == nil {
		return Take{}, false
	}
	return v.sorter.Kept(name, part)
}

// Ready notes a drop that is to be claimed.
func (v *View) Ready(c Claim) { v.ready = append(v.ready, c) }

// Wait notes that something is not ready; what names what it waits for, and may
// be "". It waits since the first scan that found the entry since.
func (v *View) Wait(name string, why Cause, what, since string) {
	first := v.First(since)
	if what == name {
		what = ""
	}
	if (why == Settling || why == Writing) && v.sorter.Patience > 0 && v.now-first >= v.sorter.Patience {
		why = Endless
	}
	v.waiting = append(v.waiting, Waiting{Name: name, Why: why, What: what, Since: first})
	// While a part of it still changes, its waiting for another goes on.
	if w, ok := v.sorter.waits[name]; ok {
		w.seen = true
		v.sorter.waits[name] = w
	}
}

// WaitFor notes that something waits for what belongs to it. It reports false
// once the time for that is over.
func (v *View) WaitFor(name string, why Cause, what string) bool {
	w, ok := v.sorter.waits[name]
	if !ok {
		w.since = v.now
		v.began = append(v.began, name)
	}
	w.seen = true
	v.sorter.waits[name] = w
	if v.now-w.since >= v.sorter.Wait {
		return false
	}
	v.waiting = append(v.waiting, Waiting{Name: name, Why: why, What: what, Since: w.since, Until: w.since + v.sorter.Wait})
	return true
}

// Find returns the plain file that is called name in dir, whichever way its
// accents and letters are written; nil for none.
func Find(files []Entry, dir, name string) *Entry {
	want := SameName(path.Join(dir, strings.ReplaceAll(name, `\`, "/")))
	for i, f := range files {
		if f.Kind == Plain && SameName(f.Path) == want {
			return &files[i]
		}
	}
	return nil
}
