package drop

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/desk/inbox"
)

// The causes for which a drop waits, or is not used, besides those of the inbox.
const (
	Picture inbox.Cause = "picture" // it names a picture that is not there yet
	Owner   inbox.Cause = "owner"   // a picture that no table or text names yet
	Strange inbox.Cause = "kind"    // a file that Giro has no use for
)

// Groups puts together what was dropped together: a table or calendar with the
// pictures that it names, a photo with the small text of its name, and a folder
// that holds a table or text with all that lies in it.
type Groups struct {
	Inboxes []string               // subfolders of the inbox that are inboxes themselves
	Urgent  func(name string) bool // whether a drop of that name goes before all others; nil: none does
}

// Group groups a scan of the inbox, and of the folders that are inboxes themselves.
func (g Groups) Group(v *inbox.View) {
	r := &grouping{View: v, inboxes: g.Inboxes, urgent: g.Urgent}
	if r.urgent == nil {
		r.urgent = func(string) bool { return false }
	}
	// What is urgent takes its place before the queue is full.
	bases := append([]string{""}, g.Inboxes...)
	slices.SortStableFunc(bases, func(a, b string) int { return flag(!r.urgent(a+"/x")) - flag(!r.urgent(b+"/x")) })
	for _, f := range bases {
		r.inbox(f)
	}
	r.bulk()
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// grouping groups one scan.
type grouping struct {
	*inbox.View
	inboxes []string
	urgent  func(name string) bool
	junk    []inbox.Claim // single entries that are only to be refused
	reading bool          // what may be made is still being looked into
}

// isInbox reports whether a folder is an inbox itself, or leads to one.
func (g *grouping) isInbox(dir string) bool {
	return slices.ContainsFunc(g.inboxes, func(f string) bool { return f == dir || strings.HasPrefix(f, dir+"/") })
}

// inbox groups what lies in one inbox.
func (g *grouping) inbox(base string) {
	prefix := ""
	if base != "" {
		prefix = base + "/"
	}
	var loose []inbox.Entry               // files of the inbox itself and of folders without a table
	folders := map[string][]inbox.Entry{} // what lies in each folder
	var dirs []inbox.Entry
	for _, e := range g.Entries {
		rest, ok := strings.CutPrefix(e.Path, prefix)
		if !ok || e.Path == base {
			continue
		}
		top, _, below := strings.Cut(rest, "/")
		dir := prefix + top
		switch {
		case g.isInbox(dir):
		case below:
			folders[dir] = append(folders[dir], e)
		case e.Kind == inbox.Folder:
			dirs = append(dirs, e)
		default:
			loose = append(loose, e)
		}
	}
	for _, d := range dirs {
		inside := folders[d.Path]
		if isDrop(inside) {
			g.folder(d, inside)
			continue
		}
		for _, e := range inside {
			if e.Kind != inbox.Folder {
				loose = append(loose, e)
			}
		}
	}
	g.loose(prefix, loose)
}

// isDrop reports whether a folder is a drop as a whole: it holds a table, or a
// small text, or something that is to be refused.
func isDrop(inside []inbox.Entry) bool {
	return slices.ContainsFunc(inside, func(e inbox.Entry) bool {
		return refusal(e) != "" || e.Kind == inbox.Plain && leads(e.Path)
	})
}

// folder decides on a folder that was dropped with all that belongs to it.
func (g *grouping) folder(d inbox.Entry, inside []inbox.Entry) {
	c := inbox.Claim{Name: d.Path, Urgent: g.urgent(d.Path)}
	// A folder whose files all came finished was moved in as a whole, unless
	// its own list of files has just changed.
	for _, e := range append([]inbox.Entry{d}, inside...) {
		if why := g.Moving(e); why != "" {
			g.Wait(d.Path, why, e.Path, e.Path)
			return
		}
		if refusal(e) != "" && len(c.Refuse) < listed {
			refuse(&c, e)
		}
	}
	c.Files = []inbox.Take{{Entry: d, To: path.Base(d.Path)}}
	if len(c.Refuse) > 0 {
		g.Ready(c)
		return
	}
	if !g.Room() {
		g.Wait(d.Path, inbox.InLine, "", d.Path)
		return
	}
	var missing string
	index := indexed(inside)
	for _, e := range inside {
		if e.Kind != inbox.Plain || !leads(e.Path) {
			continue
		}
		names, known := g.Needs(e)
		if !known {
			g.Wait(d.Path, inbox.Reading, "", d.Path)
			return
		}
		for _, name := range names {
			if index.find(path.Dir(e.Path), name) == nil && index.find(d.Path, name) == nil {
				missing = name
			}
		}
	}
	if missing != "" && g.WaitFor(d.Path, Picture, missing) {
		return
	}
	g.Ready(c)
}

// leader is a table, calendar or text with the files that belong to it.
type leader struct {
	inbox.Entry
	why     inbox.Cause // why it is not ready, "" when it is
	parts   []inbox.Entry
	kept    []inbox.Take
	missing string
}

// loose decides on the files of an inbox, and of folders that hold pictures alone.
func (g *grouping) loose(prefix string, files []inbox.Entry) {
	var leaders []leader
	var rest []inbox.Entry
	base := path.Clean(strings.TrimSuffix(prefix, "/"))
	if prefix == "" {
		base = "."
	}
	for _, e := range files {
		switch {
		case refusal(e) != "":
			if why := g.Moving(e); why != "" {
				g.Wait(e.Path, why, "", e.Path)
				continue
			}
			c := alone(e)
			refuse(&c, e)
			g.junk = append(g.junk, c)
		case leads(e.Path):
			leaders = append(leaders, leader{Entry: e, why: g.Moving(e)})
		default:
			rest = append(rest, e)
		}
	}
	slices.SortStableFunc(leaders, func(a, b leader) int {
		return cmp.Or(flag(!g.urgent(a.Path))-flag(!g.urgent(b.Path)), cmp.Compare(g.First(a.Path), g.First(b.Path)))
	})
	index := indexed(rest)
	stems := byStem(rest)
	owned := map[string]int{} // by how many leaders a file is named
	unread := false           // what names a file may still be among those that were not read
	for i := range leaders {
		l := &leaders[i]
		if l.why == "" && !g.Room() {
			l.why = inbox.InLine
		}
		if l.why != "" {
			unread = true
			continue
		}
		if !g.gather(l, base, index, stems, owned) {
			l.why, unread, g.reading = inbox.Reading, true, true
		}
	}
	for _, l := range leaders {
		g.leader(base, l, owned)
	}
	for _, e := range rest {
		if _, ok := owned[e.Path]; !ok {
			g.orphan(e, unread)
		}
	}
}

// gather finds the files that belong to a leader among those that lie loose. It
// reports false when it is not known yet which they are.
func (g *grouping) gather(l *leader, base string, index, stems index, owned map[string]int) bool {
	names, known := g.wants(l.Entry, stems)
	if !known {
		return false
	}
	for _, name := range names {
		part := index.find(base, name)
		if part == nil {
			if kept, ok := g.Kept(l.Path, name); ok {
				l.kept = append(l.kept, kept)
			} else {
				l.missing = name
			}
			continue
		}
		if slices.ContainsFunc(l.parts, func(p inbox.Entry) bool { return p.Path == part.Path }) {
			continue
		}
		l.parts = append(l.parts, *part)
		owned[part.Path]++
	}
	return true
}

// wants returns the names of what belongs to a file: the pictures that a table
// names, and the photo of the same name beside a small text. It reports false
// when that is not known yet.
func (g *grouping) wants(e inbox.Entry, stems index) (names []string, known bool) {
	names, known = g.Needs(e)
	if !known || RoleOf(e.Path) != Text || len(names) > 0 || inbox.IsReason(path.Base(e.Path)) {
		return names, known
	}
	if photo := stems[inbox.SameName(inbox.Stem(e.Path))]; photo != nil {
		return []string{path.Base(photo.Path)}, true
	}
	return []string{inbox.Stem(path.Base(e.Path)) + ".jpg"}, true
}

// index finds entries by the form of their paths in which spellings are equal.
type index map[string]*inbox.Entry

// indexed returns the plain files of a list by their paths, the first of each.
func indexed(list []inbox.Entry) index {
	out := make(index, len(list))
	for i, e := range list {
		if key := inbox.SameName(e.Path); e.Kind == inbox.Plain && out[key] == nil {
			out[key] = &list[i]
		}
	}
	return out
}

// byStem returns the photos and clips of a list by their paths without endings.
func byStem(list []inbox.Entry) index {
	out := index{}
	for i, e := range list {
		if key := inbox.SameName(inbox.Stem(e.Path)); RoleOf(e.Path) == Media && out[key] == nil {
			out[key] = &list[i]
		}
	}
	return out
}

// find returns the file that is called name in dir; nil for none.
func (x index) find(dir, name string) *inbox.Entry {
	return x[inbox.SameName(path.Join(dir, strings.ReplaceAll(name, `\`, "/")))]
}

// leader decides on a table or text with what belongs to it.
func (g *grouping) leader(base string, l leader, owned map[string]int) {
	if l.why != "" {
		g.Wait(l.Path, l.why, "", l.Path)
		return
	}
	for _, p := range l.parts {
		if why := g.Moving(p); why != "" {
			g.Wait(l.Path, why, p.Path, p.Path)
			return
		}
	}
	if l.missing != "" && g.WaitFor(l.Path, Picture, l.missing) {
		return
	}
	c := alone(l.Entry)
	c.Urgent = g.urgent(l.Path)
	c.Files = append(c.Files, l.kept...)
	for _, p := range l.parts {
		to := p.Path
		if base != "." {
			to = strings.TrimPrefix(p.Path, base+"/")
		}
		c.Files = append(c.Files, inbox.Take{Entry: p, To: to, Copy: owned[p.Path] > 1})
		owned[p.Path]-- // the last one to be claimed takes the file away
	}
	g.Ready(c)
}

// orphan decides on a file that nothing names, as far as the tables and texts
// beside it have been read.
func (g *grouping) orphan(e inbox.Entry, unread bool) {
	if why := g.Moving(e); why != "" {
		g.Wait(e.Path, why, "", e.Path)
		return
	}
	if unread && RoleOf(e.Path) != Other {
		g.Wait(e.Path, Owner, "", e.Path)
		return
	}
	c, why := alone(e), Strange
	if RoleOf(e.Path) != Other {
		if g.WaitFor(e.Path, Owner, "") {
			return
		}
		why = Owner
	}
	c.Refuse = append(c.Refuse, inbox.Refusal{Why: why, Name: path.Base(e.Path)})
	g.junk = append(g.junk, c)
}

// How many single entries that are only to be refused become one drop, and how
// many of them are listed by their names.
const (
	bulkFrom = 50
	bulkMost = 1000
	listed   = 20
)

// bulk refuses what is only to be refused. Where there is much of it, many become
// one drop with one reason, so that what can be made does not wait for them.
func (g *grouping) bulk() {
	if len(g.junk) < bulkFrom {
		for _, c := range g.junk {
			g.Ready(c)
		}
		return
	}
	if g.reading {
		for _, c := range g.junk {
			g.Wait(c.Name, inbox.InLine, "", c.Name)
		}
		return
	}
	for part := range slices.Chunk(g.junk, bulkMost) {
		all := inbox.Claim{Name: part[0].Name}
		rest := map[inbox.Cause]int{}
		for _, c := range part {
			take := c.Files[0]
			take.To = take.Path
			all.Files = append(all.Files, take)
			if len(all.Refuse) < listed {
				all.Refuse = append(all.Refuse, c.Refuse...)
			} else {
				rest[c.Refuse[0].Why]++
			}
		}
		for _, why := range slices.Sorted(maps.Keys(rest)) {
			all.Refuse = append(all.Refuse, inbox.Refusal{Why: why, More: rest[why]})
		}
		g.Ready(all)
	}
}

// alone returns the claim of an entry by itself.
func alone(e inbox.Entry) inbox.Claim {
	return inbox.Claim{Name: e.Path, Files: []inbox.Take{{Entry: e, To: path.Base(e.Path)}}}
}

// refusal returns why an entry cannot be used, by its kind alone; "" when it can.
func refusal(e inbox.Entry) inbox.Cause {
	switch e.Kind {
	case inbox.Link:
		return inbox.Linked
	case inbox.Special:
		return inbox.Device
	case inbox.Twin:
		return inbox.Shared
	case inbox.Folder:
		if e.Deep {
			return inbox.TooDeep
		}
	case inbox.Plain:
	}
	return ""
}

// refuse says why an entry is not used.
func refuse(c *inbox.Claim, e inbox.Entry) {
	c.Refuse = append(c.Refuse, inbox.Refusal{Why: refusal(e), Name: path.Base(e.Path)})
}
