package drop

import (
	"cmp"
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
	Inboxes []string // subfolders of the inbox that are inboxes themselves
}

// Group groups a scan of the inbox, and of the folders that are inboxes themselves.
func (g Groups) Group(v *inbox.View) {
	r := &grouping{View: v, inboxes: g.Inboxes}
	r.inbox("")
	for _, f := range g.Inboxes {
		r.inbox(f)
	}
}

// grouping groups one scan.
type grouping struct {
	*inbox.View
	inboxes []string
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
		return e.Kind == inbox.Link || e.Kind == inbox.Special || e.Kind == inbox.Plain && leads(e.Path)
	})
}

// folder decides on a folder that was dropped with all that belongs to it.
func (g *grouping) folder(d inbox.Entry, inside []inbox.Entry) {
	c := inbox.Claim{Name: d.Path}
	// A folder whose files all came finished was moved in as a whole, unless
	// its own list of files has just changed.
	for _, e := range append([]inbox.Entry{d}, inside...) {
		if why := g.Moving(e); why != "" {
			g.Wait(d.Path, why, e.Path, e.Path)
			return
		}
		if e.Kind == inbox.Link || e.Kind == inbox.Special {
			refuse(&c, e)
		}
	}
	if !g.Room() {
		g.Wait(d.Path, inbox.InLine, "", d.Path)
		return
	}
	var missing string
	for _, e := range inside {
		if e.Kind == inbox.Plain && leads(e.Path) {
			for _, name := range g.Needs(e) {
				if inbox.Find(inside, path.Dir(e.Path), name) == nil && inbox.Find(inside, d.Path, name) == nil {
					missing = name
				}
			}
		}
	}
	if missing != "" && len(c.Refuse) == 0 && g.WaitFor(d.Path, Picture, missing) {
		return
	}
	c.Files = []inbox.Take{{Entry: d, To: path.Base(d.Path)}}
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
		case e.Kind != inbox.Plain:
			c := alone(e)
			refuse(&c, e)
			g.Ready(c)
		case leads(e.Path):
			leaders = append(leaders, leader{Entry: e, why: g.Moving(e)})
		default:
			rest = append(rest, e)
		}
	}
	slices.SortStableFunc(leaders, func(a, b leader) int { return cmp.Compare(g.First(a.Path), g.First(b.Path)) })
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
		g.gather(l, base, rest, owned)
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

// gather finds the files that belong to a leader among those that lie loose.
func (g *grouping) gather(l *leader, base string, rest []inbox.Entry, owned map[string]int) {
	for _, name := range g.wants(l.Entry, rest) {
		part := inbox.Find(rest, base, name)
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
}

// wants returns the names of what belongs to a file: the pictures that a table
// names, and the photo of the same name beside a small text.
func (g *grouping) wants(e inbox.Entry, beside []inbox.Entry) []string {
	names := g.Needs(e)
	if RoleOf(e.Path) != Text || len(names) > 0 {
		return names
	}
	for _, b := range beside {
		if RoleOf(b.Path) == Media && path.Dir(b.Path) == path.Dir(e.Path) && sameStem(b.Path, e.Path) {
			return []string{path.Base(b.Path)}
		}
	}
	return []string{inbox.Stem(path.Base(e.Path)) + ".jpg"}
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
	g.Ready(c)
}

// alone returns the claim of an entry by itself.
func alone(e inbox.Entry) inbox.Claim {
	return inbox.Claim{Name: e.Path, Files: []inbox.Take{{Entry: e, To: path.Base(e.Path)}}}
}

// refuse says why an entry that is no plain file is not used.
func refuse(c *inbox.Claim, e inbox.Entry) {
	why := inbox.Linked
	if e.Kind == inbox.Special {
		why = inbox.Device
	}
	c.Refuse = append(c.Refuse, inbox.Refusal{Why: why, Name: path.Base(e.Path)})
}
