package campaign

import (
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/locale"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// Runner makes a campaign. Tool and Store are needed by Run alone.
type Runner struct {
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
	Words     *locale.Printer // of the review page and its lists; nil for English

	wait    func(context.Context, time.Duration) error // nil: by the clock
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
	State   State
	Why     diag.Text // what changed, or why it is refused
	Faults  diag.List // of a refused post, or what PreviewRights says of one to be made
	Output  string    // path of the video
	Skipped bool      // out of this run: not chosen, see [Plan.Choose]

	prints  fingerprint
	seconds float64 // that rendering it will take, roughly
	bytes   int64
}

// Plan is what a run would do.
type Plan struct {
	Entries []*Entry
	Left    []string  // posts of an earlier run that are no longer in the campaign
	Notes   diag.List // what belongs to no single post
	Seconds float64   // estimated time for what is to be rendered
	Bytes   int64     // estimated size of it
}

// Count returns how many of the chosen posts are in a state.
func (p *Plan) Count(s State) int {
	n := 0
	for _, e := range p.Entries {
		if e.State == s && !e.Skipped {
			n++
		}
	}
	return n
}

// Choose leaves posts out whose name fits none of the glob patterns, or that are
// not approved as they are now. No patterns, or a nil map, leave none out. It
// returns the posts that have changed since they were approved.
func (p *Plan) Choose(only []string, approved map[string]Approval) (outdated []string) {
	p.Seconds, p.Bytes = 0, 0
	for _, e := range p.Entries {
		e.Skipped = len(only) > 0 && !anyGlob(only, e.ID)
		if !e.Skipped && approved != nil {
			a, ok := approved[e.ID]
			e.Skipped = !ok
			if ok && a.Content != "" && a.Content != e.Content() {
				e.Skipped = true
				outdated = append(outdated, e.ID)
			}
		}
		if !e.Skipped && e.todo() {
			p.Seconds += e.seconds
			p.Bytes += e.bytes
		}
	}
	return outdated
}

// Chosen returns how many posts are not left out.
func (p *Plan) Chosen() int {
	n := 0
	for _, e := range p.Entries {
		if !e.Skipped {
			n++
		}
	}
	return n
}

func (e *Entry) todo() bool { return e.State == New || e.State == Changed }

// The guesses for a loop of 20 s that has not been rendered before, on two cores:
// how long the frames take, by quality, how long all else, and the size.
var guesses = map[segment.Quality]struct {
	frames, rest float64 // seconds
	bytes        int64
}{
	segment.Draft:    {8, 1, 4 << 20},
	segment.Standard: {14, 1.5, 8 << 20},
	segment.Master:   {30, 2, 14 << 20},
}

// Plan expands the campaign and finds out what has changed since the last run.
// It renders nothing and writes nothing. When the list of notes holds an error,
// the campaign itself cannot be used.
func (d *Runner) Plan(ctx context.Context) (*Plan, error) {
	now := d.Now()
	items, faults, err := d.Campaign.Expand(ctx, d.Channel, d.Assembler, now.In(d.Channel.Zone))
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
	bases := d.bases(now)
	in := map[string]bool{}
	for _, it := range items {
		in[it.ID] = true
		p.Entries = append(p.Entries, d.judge(bases, it))
	}
	for id, r := range d.state.Posts {
		if !in[id] && len(r.Files) > 0 {
			p.Left = append(p.Left, id)
		}
	}
	slices.Sort(p.Left)
	p.estimate(d.state, d.Jobs, d.Quality)
	return p, nil
}

// judge finds the state of one post.
func (d *Runner) judge(bases *post.Bases, it *Item) *Entry {
	e := &Entry{Item: it, Output: filepath.Join(d.Campaign.Out, it.ID+".mp4")}
	refuse := func(list diag.List) *Entry {
		e.State, e.Faults, e.Why = Refused, list, list[0].Text
		return e
	}
	if it.Refused.HasErrors() {
		return refuse(it.Refused)
	}
	basis, missing := bases.Of(d.Request(e))
	e.prints = basis.Sums()
	if missing.HasErrors() {
		return refuse(missing)
	}
	old := d.state.get(it.ID)
	if old == nil {
		e.State = New
		return e
	}
	if why := e.prints.differs(old.Inputs); !why.IsZero() {
		e.State, e.Why = Changed, why
		if len(old.Files) == 0 {
			e.State = New
		}
		return e
	}
	if !old.Refused.IsZero() {
		var list diag.List
		list.Errorf(it.Event.At(""), "", diag.T("change it, then run again"), "%s", diag.Text(old.Refused))
		return refuse(list)
	}
	if name, ok := old.intact(d.Campaign.Out); !ok {
		e.State, e.Why = Changed, diag.T("a file is missing")
		if name != "" {
			e.Why = diag.T("the file %s was removed or changed", name)
		}
		return e
	}
	e.State = Unchanged
	return e
}

// PreviewRights looks up what the rights check will say of the posts that are to be
// made, and says it in their faults. Their state stays: which pictures a post
// shows is known when it is laid out.
func (d *Runner) PreviewRights(p *Plan) error {
	for _, e := range p.Entries {
		if e.Skipped || e.State != New && e.State != Changed {
			continue
		}
		list, err := d.Assembler.PreviewRights(d.Request(e))
		if err != nil {
			return err
		}
		e.Faults = append(e.Faults, list...)
	}
	return nil
}

// estimate guesses how long each post will take and how large it becomes: by the
// times of earlier runs, where there are any. Of posts with the same frames only
// the first one that is rendered draws them.
func (p *Plan) estimate(s *state, jobs int, q segment.Quality) {
	type mean struct{ seconds, bytes, n float64 }
	of := func(m mean, seconds, bytes float64) (float64, float64) {
		if m.n == 0 {
			return seconds, bytes
		}
		return m.seconds / m.n, m.bytes / m.n
	}
	entries := order(p.Entries)
	draws := make([]bool, len(entries))
	known := map[bool]mean{}
	seen := map[frameKey]bool{}
	for i, e := range entries {
		l := e.frameKey()
		draws[i] = !seen[l]
		seen[l] = true
		if r := s.Posts[e.ID]; r != nil && r.Facts != nil && r.Facts.Elapsed > 0 {
			m := known[draws[i]]
			known[draws[i]] = mean{m.seconds + r.Facts.Elapsed, m.bytes + float64(r.Facts.Bytes), m.n + 1}
		}
	}
	guess := guesses[q]
	sideBySide := float64(atOnce(jobs)) // an earlier post shared the machine with others
	for i, e := range entries {
		seconds := guess.rest * sideBySide
		if draws[i] {
			seconds += guess.frames * sideBySide
		}
		seconds, bytes := of(known[draws[i]], seconds, float64(guess.bytes))
		e.seconds, e.bytes = seconds/sideBySide, int64(bytes)
	}
	p.Choose(nil, nil)
}

// frameKey is what decides a post's frames, as far as it is known before they are laid out.
type frameKey struct {
	unit     int
	language string
	cut      string
	canvas   geom.Size
	fps      int
	safe     geom.Rect
}

func (it *Item) frameKey() frameKey {
	l := frameKey{unit: it.unit, language: it.Language, cut: it.Cut}
	if f, err := format.ByName(it.Format); err == nil {
		l.canvas, l.fps, l.safe = f.Canvas, f.FPS, f.Safe
	}
	return l
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
