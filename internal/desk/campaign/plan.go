package campaign

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// Desk makes a campaign. Tool and Store are needed by Run alone.
type Desk struct {
	Campaign  *Campaign
	Channel   *channel.Channel
	Assembler *post.Assembler
	Tool      *ffmpeg.Tool
	Store     *store.Store
	FFmpeg    string // its version, "" when it is not known: then it changes no post
	Version   string // of Giro
	Quality   segment.Quality
	Preset    string // of x264, in place of the quality's
	Jobs      int    // encoders at once; at least 1
	Now       func() time.Time

	state   *state
	formats []string // of all posts, sorted
}

// State says what has to be done about a post.
type State string

// The states of a post.
const (
	New       State = "new"
	Changed   State = "changed"
	Unchanged State = "unchanged"
	Refused   State = "refused"
)

// Entry is a post of a plan.
type Entry struct {
	*Item
	State  State
	Why    string    // what changed, or why it is refused
	Faults diag.List // of a refused post
	Output string    // path of the video

	prints fingerprint
}

// Plan is what a run would do.
type Plan struct {
	Entries []*Entry
	Left    []string  // posts of an earlier run that are no longer in the campaign
	Notes   diag.List // what belongs to no single post
	Seconds float64   // estimated time for what is to be rendered
	Bytes   int64     // estimated size of it
}

// Count returns how many posts are in a state.
func (p *Plan) Count(s State) int {
	n := 0
	for _, e := range p.Entries {
		if e.State == s {
			n++
		}
	}
	return n
}

// Guesses for a post that has not been rendered before, on a machine with two
// cores: a loop of 20 s in the standard quality.
const (
	guessSeconds = 12.0
	guessBytes   = 7 << 20
)

// Plan expands the campaign and finds out what has changed since the last run.
// It renders nothing and writes nothing. When the list of notes holds an error,
// the campaign itself cannot be used.
func (d *Desk) Plan() (*Plan, error) {
	now := d.Now()
	items, faults, err := d.Campaign.Expand(d.Channel, d.Assembler, now.In(d.Channel.Zone))
	if err != nil {
		return nil, err
	}
	p := &Plan{Notes: faults}
	if faults.HasErrors() {
		return p, nil
	}
	if d.state, err = openState(d.Campaign.Out); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, it := range items {
		known[it.Format] = true
	}
	d.formats = slices.Sorted(maps.Keys(known))
	sh := d.newShared(now)
	in := map[string]bool{}
	for _, it := range items {
		in[it.ID] = true
		p.Entries = append(p.Entries, d.judge(sh, it))
	}
	for id, r := range d.state.Posts {
		if !in[id] && len(r.Files) > 0 {
			p.Left = append(p.Left, id)
		}
	}
	slices.Sort(p.Left)
	p.estimate(d.state)
	return p, nil
}

// judge finds the state of one post.
func (d *Desk) judge(sh *shared, it *Item) *Entry {
	e := &Entry{Item: it, Output: filepath.Join(d.Campaign.Out, it.ID+".mp4")}
	refuse := func(list diag.List) *Entry {
		e.State, e.Faults, e.Why = Refused, list, list[0].Text
		return e
	}
	if it.Refused.HasErrors() {
		return refuse(it.Refused)
	}
	if d.template(sh, it.Template).sum == "" {
		var list diag.List
		_, err := d.Assembler.Template(d.Channel, it.Template, &list)
		if err != nil {
			list.Errorf(diag.Pos{}, "template", "", "the template %q cannot be read: %v", it.Template, err)
		}
		return refuse(list)
	}
	prints, missing := d.fingerprint(sh, it)
	e.prints = prints
	if missing.HasErrors() {
		return refuse(missing)
	}
	old := d.state.get(it.ID)
	if old == nil {
		e.State = New
		return e
	}
	if why := prints.differs(old.Inputs); why != "" {
		e.State, e.Why = Changed, why
		if len(old.Files) == 0 {
			e.State = New
		}
		return e
	}
	if old.Refused != "" {
		var list diag.List
		list.Errorf(it.Event.At(""), "", "change it, then run again", "%s", old.Refused)
		return refuse(list)
	}
	if name, ok := old.intact(d.Campaign.Out); !ok {
		e.State, e.Why = Changed, "a file is missing"
		if name != "" {
			e.Why = fmt.Sprintf("the file %s was removed or changed", name)
		}
		return e
	}
	e.State = Unchanged
	return e
}

// estimate adds up what the posts to render took the last time.
func (p *Plan) estimate(s *state) {
	var seconds, bytes, n float64
	for _, r := range s.Posts {
		if r.Facts != nil && r.Facts.Elapsed > 0 {
			seconds += r.Facts.Elapsed
			bytes += float64(r.Facts.Bytes)
			n++
		}
	}
	each, size := guessSeconds, float64(guessBytes)
	if n > 0 {
		each, size = seconds/n, bytes/n
	}
	for _, e := range p.Entries {
		if e.State == New || e.State == Changed {
			p.Seconds += each
			p.Bytes += int64(size)
		}
	}
}

// order returns the entries to render in the order that shares most: posts whose
// frames are the same come apart, so that the later one finds them finished, and
// those of one event together, so that its pictures are prepared once.
func order(entries []*Entry) []*Entry {
	out := slices.Clone(entries)
	slices.SortStableFunc(out, func(a, b *Entry) int {
		return cmp.Or(strings.Compare(a.Format, b.Format), cmp.Compare(a.unit, b.unit), strings.Compare(a.Language, b.Language))
	})
	return out
}
