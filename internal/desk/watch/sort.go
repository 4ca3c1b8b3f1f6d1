package watch

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"
)

// Sorter decides, from one scan after the other, what belongs together and what
// is ready. It touches no file: what it must know of contents it asks Peek. The
// same scans at the same moments give the same claims, whatever woke the
// watcher.
type Sorter struct {
	Settle   time.Duration
	Wait     time.Duration
	Patience time.Duration // after which what still changes is Endless
	Queue    int           // drops that are taken up at once, 0 for all: what is beyond is not looked into
	Folders  []string      // subfolders that are inboxes
	// Peek returns the pictures that a table, or the small text, names; called
	// once for each state of a file. Faults of the file are not its concern: it
	// then names none.
	Peek func(name string) []string
	// Kept returns a picture that stayed in failed when a table of that name was
	// filed there, for the corrected table that is dropped alone; nil for none.
	Kept func(name, media string) (Take, bool)

	files map[string]*standing
	waits map[string]wait
}

// standing is how long a file has stood still.
type standing struct {
	seen   Seen
	since  time.Duration // Mono
	first  time.Duration // Mono of the first look at it in this shape or another
	media  []string      // what Peek said
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
}

// Refusal says that something in a drop is not used.
type Refusal struct {
	Why  Cause  `json:"why"`  // Linked, Device, Strange, Owner, Closed or Endless
	Name string `json:"name"` // of the file
}

// Take is a file that a claim takes.
type Take struct {
	Seen
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
}

// Cause says why something waits.
type Cause string

// The causes.
const (
	Settling Cause = "settling" // it may still change
	Writing  Cause = "writing"  // a program has it open for writing
	Office   Cause = "office"   // an office program has it open
	Picture  Cause = "picture"  // it names a picture that is not there yet
	Owner    Cause = "owner"    // a picture that no table or text names yet
	Closed   Cause = "closed"   // Giro has no right to read it
	Endless  Cause = "endless"  // it has been written to for longer than anybody would wait
	Linked   Cause = "link"     // a symbolic link
	Device   Cause = "special"  // a pipe, socket or device
	Strange  Cause = "kind"     // a file that Giro has no use for
	InLine   Cause = "line"     // it waits for work
)

// Sort takes a scan and returns what is ready, what came first first, and what
// waits, in the order of names. began holds the names whose waiting begins with this scan.
func (s *Sorter) Sort(now time.Duration, scan Scan) (ready []Claim, waiting []Waiting, began []string) {
	if s.files == nil {
		s.files, s.waits = map[string]*standing{}, map[string]wait{}
	}
	s.track(now, scan)
	t := &table{Sorter: s, now: now, scan: scan}
	t.lay()
	for name, w := range s.waits {
		if !w.seen {
			delete(s.waits, name)
			continue
		}
		w.seen = false
		s.waits[name] = w
	}
	slices.SortFunc(t.ready, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(s.first(a.Name, now), s.first(b.Name, now)), strings.Compare(a.Name, b.Name))
	})
	slices.SortFunc(t.waiting, func(a, b Waiting) int { return strings.Compare(a.Name, b.Name) })
	return t.ready, t.waiting, t.began
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
			st = &standing{seen: e, since: now, first: now}
		case !st.seen.same(e):
			st = &standing{seen: e, since: now, first: st.first}
		case e.Writer == Busy:
			st.since = now
		}
		st.seen = e
		next[e.Path] = st
	}
	s.files = next
}

// still reports why a file is not ready, or "" when it is.
func (t *table) still(e Seen) Cause {
	st := t.files[e.Path]
	switch {
	case e.Kind == Link || e.Kind == Special:
		return ""
	case e.Writer == Busy:
		return Writing
	case e.Kind == File && t.scan.locked(e.Path):
		return Office
	case e.Kind == File && e.moved():
		return ""
	case t.now-st.since < t.Settle:
		return Settling
	}
	return ""
}

// table lays one scan out.
type table struct {
	*Sorter
	now  time.Duration
	scan Scan

	ready   []Claim
	waiting []Waiting
	began   []string
	taken   int // drops that have been looked into
}

// room reports whether one more drop can be taken up. Each that is costs the
// reading of its files and the memory of what they name.
func (t *table) room() bool {
	if t.Queue > 0 && t.taken >= t.Queue {
		return false
	}
	t.taken++
	return true
}

// lay goes through the inbox and the folders that are inboxes themselves.
func (t *table) lay() {
	t.inbox("")
	for _, f := range t.Folders {
		t.inbox(f)
	}
}

// isInbox reports whether a folder is an inbox itself, or leads to one.
func (t *table) isInbox(dir string) bool {
	return slices.ContainsFunc(t.Folders, func(f string) bool { return f == dir || strings.HasPrefix(f, dir+"/") })
}

// inbox sorts what lies in one inbox.
func (t *table) inbox(base string) {
	prefix := ""
	if base != "" {
		prefix = base + "/"
	}
	var loose []Seen               // files of the inbox itself and of folders without a table
	folders := map[string][]Seen{} // what lies in each folder
	var dirs []Seen
	for _, e := range t.scan.Entries {
		rest, ok := strings.CutPrefix(e.Path, prefix)
		if !ok || e.Path == base {
			continue
		}
		top, _, below := strings.Cut(rest, "/")
		dir := prefix + top
		switch {
		case t.isInbox(dir):
		case below:
			folders[dir] = append(folders[dir], e)
		case e.Kind == Folder:
			dirs = append(dirs, e)
		default:
			loose = append(loose, e)
		}
	}
	for _, d := range dirs {
		inside := folders[d.Path]
		if isDrop(inside) {
			t.folder(d, inside)
			continue
		}
		for _, e := range inside {
			if e.Kind != Folder {
				loose = append(loose, e)
			}
		}
	}
	t.loose(prefix, loose)
}

// isDrop reports whether a folder is a drop as a whole: it holds a table, or a
// small text, or something that is to be refused.
func isDrop(inside []Seen) bool {
	return slices.ContainsFunc(inside, func(e Seen) bool {
		return e.Kind == Link || e.Kind == Special || e.Kind == File && (RoleOf(e.Path) == Data || RoleOf(e.Path) == Text)
	})
}

// folder sorts a folder that was dropped with all that belongs to it.
func (t *table) folder(d Seen, inside []Seen) {
	c := Claim{Name: d.Path}
	all := append([]Seen{d}, inside...)
	// A folder whose files all came finished was moved in as a whole, unless
	// its own list of files has just changed.
	for _, e := range all {
		if why := t.still(e); why != "" {
			t.wait(d.Path, why, e.Path, t.files[e.Path].first)
			return
		}
		if e.Kind == Link || e.Kind == Special {
			c.refuse(e)
		}
	}
	if !t.room() {
		t.wait(d.Path, InLine, "", t.files[d.Path].first)
		return
	}
	var missing string
	for _, e := range inside {
		if role := RoleOf(e.Path); e.Kind == File && (role == Data || role == Text) {
			for _, name := range t.peek(e) {
				if find(inside, path.Dir(e.Path), name) == nil && find(inside, d.Path, name) == nil {
					missing = name
				}
			}
		}
	}
	if missing != "" && len(c.Refuse) == 0 && t.patience(d.Path, Picture, missing) {
		return
	}
	c.Files = []Take{{Seen: d, To: path.Base(d.Path)}}
	t.ready = append(t.ready, c)
}

// owner is a file that others may belong to, with those that do.
type owner struct {
	Seen
	why     Cause
	parts   []Seen
	kept    []Take
	missing string
}

// loose sorts the files of an inbox, and of folders that hold pictures alone.
func (t *table) loose(prefix string, files []Seen) {
	var owners []owner
	var rest []Seen
	base := path.Clean(strings.TrimSuffix(prefix, "/"))
	if prefix == "" {
		base = "."
	}
	for _, e := range files {
		switch {
		case e.Kind != File:
			c := Claim{Name: e.Path, Files: []Take{{Seen: e, To: path.Base(e.Path)}}}
			c.refuse(e)
			t.ready = append(t.ready, c)
		case RoleOf(e.Path) == Data || RoleOf(e.Path) == Text:
			owners = append(owners, owner{Seen: e, why: t.still(e)})
		default:
			rest = append(rest, e)
		}
	}
	slices.SortStableFunc(owners, func(a, b owner) int { return cmp.Compare(t.first(a.Path, t.now), t.first(b.Path, t.now)) })
	owned := map[string]int{} // by how many owners a file is named
	unread := false           // what names a file may still be among those that were not read
	for i := range owners {
		o := &owners[i]
		if o.why == "" && !t.room() {
			o.why = InLine
		}
		if o.why != "" {
			unread = true
			continue
		}
		for _, name := range t.wants(o.Seen, rest) {
			part := find(rest, base, name)
			if part == nil {
				if kept, ok := t.kept(o.Path, name); ok {
					o.kept = append(o.kept, kept)
				} else {
					o.missing = name
				}
				continue
			}
			if slices.ContainsFunc(o.parts, func(p Seen) bool { return p.Path == part.Path }) {
				continue
			}
			o.parts = append(o.parts, *part)
			owned[part.Path]++
		}
	}
	for _, o := range owners {
		t.owner(base, o, owned)
	}
	for _, e := range rest {
		if _, ok := owned[e.Path]; !ok {
			t.orphan(e, unread)
		}
	}
}

// wants returns the names of what belongs to a file: the pictures that a table
// names, and the photo of the same name beside a small text.
func (t *table) wants(e Seen, beside []Seen) []string {
	names := t.peek(e)
	if RoleOf(e.Path) != Text || len(names) > 0 {
		return names
	}
	for _, b := range beside {
		if RoleOf(b.Path) == Media && path.Dir(b.Path) == path.Dir(e.Path) && sameName(stem(b.Path)) == sameName(stem(e.Path)) {
			return []string{path.Base(b.Path)}
		}
	}
	return []string{stem(path.Base(e.Path)) + ".jpg"}
}

// owner decides on a table or text with what belongs to it.
func (t *table) owner(base string, o owner, owned map[string]int) {
	if o.why != "" {
		t.wait(o.Path, o.why, "", t.files[o.Path].first)
		return
	}
	for _, p := range o.parts {
		if why := t.still(p); why != "" {
			t.wait(o.Path, why, p.Path, t.files[p.Path].first)
			return
		}
	}
	if o.missing != "" && t.patience(o.Path, Picture, o.missing) {
		return
	}
	c := Claim{Name: o.Path, Files: append([]Take{{Seen: o.Seen, To: path.Base(o.Path)}}, o.kept...)}
	for _, p := range o.parts {
		to := p.Path
		if base != "." {
			to = strings.TrimPrefix(p.Path, base+"/")
		}
		c.Files = append(c.Files, Take{Seen: p, To: to, Copy: owned[p.Path] > 1})
		owned[p.Path]-- // the last one to be claimed takes the file away
	}
	t.ready = append(t.ready, c)
}

// orphan decides on a file that nothing names, as far as the tables and texts
// beside it have been read.
func (t *table) orphan(e Seen, unread bool) {
	if why := t.still(e); why != "" {
		t.wait(e.Path, why, "", t.files[e.Path].first)
		return
	}
	if unread && RoleOf(e.Path) != Other {
		t.wait(e.Path, Owner, "", t.files[e.Path].first)
		return
	}
	c := Claim{Name: e.Path, Files: []Take{{Seen: e, To: path.Base(e.Path)}}}
	if RoleOf(e.Path) == Other {
		c.Refuse = append(c.Refuse, Refusal{Strange, path.Base(e.Path)})
	} else {
		if t.patience(e.Path, Owner, "") {
			return
		}
		c.Refuse = append(c.Refuse, Refusal{Owner, path.Base(e.Path)})
	}
	t.ready = append(t.ready, c)
}

// refuse says why an entry that is no plain file is not used.
func (c *Claim) refuse(e Seen) {
	why := Linked
	if e.Kind == Special {
		why = Device
	}
	c.Refuse = append(c.Refuse, Refusal{why, path.Base(e.Path)})
}

// wait notes that something is not ready.
func (t *table) wait(name string, why Cause, what string, since time.Duration) {
	if what == name {
		what = ""
	}
	if (why == Settling || why == Writing) && t.Patience > 0 && t.now-since >= t.Patience {
		why = Endless
	}
	t.waiting = append(t.waiting, Waiting{Name: name, Why: why, What: what, Since: since})
	// While a part of it still changes, its waiting for another goes on.
	if w, ok := t.waits[name]; ok {
		w.seen = true
		t.waits[name] = w
	}
}

// patience reports whether something is to wait on.
func (t *table) patience(name string, why Cause, what string) bool {
	w, ok := t.waits[name]
	if !ok {
		w.since = t.now
		t.began = append(t.began, name)
	}
	w.seen = true
	t.waits[name] = w
	if t.now-w.since >= t.Wait {
		return false
	}
	t.waiting = append(t.waiting, Waiting{Name: name, Why: why, What: what, Since: w.since})
	return true
}

func (t *table) kept(name, media string) (Take, bool) {
	if t.Kept == nil {
		return Take{}, false
	}
	return t.Kept(name, media)
}

func (t *table) peek(e Seen) []string {
	st := t.files[e.Path]
	if !st.peeked {
		st.media, st.peeked = t.Peek(e.Path), true
	}
	return st.media
}

// find returns the file that a table in dir names, whichever way its accents
// and letters are written.
func find(files []Seen, dir, name string) *Seen {
	want := sameName(path.Join(dir, strings.ReplaceAll(name, `\`, "/")))
	for i, f := range files {
		if f.Kind == File && sameName(f.Path) == want {
			return &files[i]
		}
	}
	return nil
}
