// Package compile turns a template and an event into a timeline: it decides
// which scenes there are and how long they last, sets their texts, lays them
// out in the safe area and says how everything moves.
//
// It is a function of its input: it reads no file, no clock and no environment.
package compile

import (
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Input is all that a plan depends on.
type Input struct {
	Template *template.Template
	Cut      string // name of a shorter version, "" for the whole
	Event    *event.Event
	Kit      *brand.Kit
	Channel  string // name, for texts
	Handle   string
	Language string
	Canvas   grid.Canvas
	Fonts    *typeset.Library
	Photos   map[string]Photo // by the name that the event uses
	Credits  []string         // lines that must be seen in the video; none as a rule
	Notices  []string         // sentences that must be read in the video, where the scenes do not say them already
	Logo     *Logo            // nil for none
	BPM      float64          // of the music; 0 takes the template's
	Today    time.Time        // decides whether a year is shown, and what a countdown counts

	// Events are all events of a file, for a template that takes them; Event is
	// then what they have in common.
	Events []*event.Event
	// Sample returns a part of a photo as w x h colours, row by row, so that the
	// contrast of texts on it can be measured; nil takes the worst for granted.
	Sample func(ph Photo, crop geom.Rect, w, h int) ([]srgb.Color, error)
}

// Photo describes a picture that an event may show. FocusX and FocusY are the
// point that a crop keeps, in fractions of width and height.
type Photo struct {
	Source         string
	Digest         digest.Sum
	W, H           int // px after EXIF orientation
	FocusX, FocusY float64
}

// Logo describes the sender's mark.
type Logo struct {
	Source string
	Kind   string // "png" or "svg"
	Digest digest.Sum
	W, H   float64 // only the ratio matters
	Tint   bool    // may be painted in one colour
}

// Plan compiles. The plan is nil when a diagnostic is an error.
func Plan(in Input) (*timeline.Plan, diag.List) {
	plan, d := planWithout(&in, nil)
	if len(in.Credits)+len(in.Notices) == 0 {
		return plan, d.diags
	}
	if plan != nil && len(d.dropped) > 0 && !creditsShown(plan) {
		// The format has no time for the scene that had them: the one before it gets them.
		if again, other := planWithout(&in, d.dropped); again != nil {
			for _, m := range other.diags {
				if !slices.Contains(d.diags, m) {
					d.diags.Add(m)
				}
			}
			return again, d.diags
		}
	}
	if plan == nil {
		bare := in
		bare.Credits, bare.Notices = nil, nil
		if without, _ := planWithout(&bare, nil); without != nil {
			return nil, creditFault(&in)
		}
	}
	return plan, d.diags
}

// maxFewer bounds how many rows fewer than the template says a page may have
// when its rows do not fit.
const maxFewer = 4

// planWithout compiles without some scenes, each named as in a plan. It returns
// the draft that became the plan, else the first that failed.
func planWithout(in *Input, scenes []string) (*timeline.Plan, *draft) {
	var first *draft
	for fewer := range maxFewer {
		d := &draft{in: in, kit: in.Kit, values: map[string]*field.Values{}, fewer: fewer, without: scenes}
		plan := d.plan()
		if !d.diags.HasErrors() {
			return plan, d
		}
		if first == nil {
			first = d
		}
		if !d.crowded {
			break
		}
	}
	return nil, first
}

// draft is one try at a plan: what is asked for, and what is found out on the way.
type draft struct {
	in      *Input
	fewer   int      // rows that a page has less than the template says
	without []string // scenes that are left out

	kit     *brand.Kit               // with the accent of an alert's level, once the fields are known
	values  map[string]*field.Values // by language
	diags   diag.List
	crowded bool     // the rows of a page did not fit
	dropped []string // scenes that the format had no time for
}

func (d *draft) plan() *timeline.Plan {
	t := d.in.Template
	if _, ok := t.Cuts[d.in.Cut]; !ok && d.in.Cut != "" {
		names := make([]string, 0, len(t.Cuts))
		for n := range t.Cuts {
			names = append(names, n)
		}
		d.diags.Errorf(t.Pos, "cut", diag.DidYouMean(d.in.Cut, names), "template %q has no cut %q", t.Name, d.in.Cut)
		return nil
	}
	st := &stage{scenes: d.chooseScenes()}
	if d.diags.HasErrors() {
		return nil
	}
	d.layout(st)
	if d.diags.HasErrors() {
		return nil
	}
	verify(st)
	if d.diags.HasErrors() {
		return nil
	}
	sched := &schedule{draft: d, scenes: st.scenes, pace: 1}
	if err := sched.lay(); err != nil {
		sched.report(err)
		return nil
	}
	st.scenes = sched.scenes
	plan := &timeline.Plan{
		Template: t.Name,
		Language: d.in.Language,
		Format:   d.in.Canvas.Name,
		Size:     d.in.Canvas.Size,
		Grid:     sched.grid,
		Safe:     d.in.Canvas.Safe,
	}
	animate(plan, st, sched)
	return plan
}

// layout lays out all scenes, and what stands behind and over them.
func (d *draft) layout(st *stage) {
	st.walk = survey(st.scenes)
	seen := map[string]bool{}
	st.under = d.standing("under", d.in.Template.Under)
	d.layoutScene(st, st.under, seen)
	for _, s := range st.scenes {
		before := len(d.diags)
		d.layoutScene(st, s, seen)
		if len(s.Page) > 2 && d.diags[before:].HasErrors() {
			d.crowded = true
		}
	}
	st.over = d.standing("overlay", d.in.Template.Overlay)
	d.layoutScene(st, st.over, seen)
}

// standing makes a scene of what stands behind or over every scene, nil for nothing.
func (d *draft) standing(name string, nodes []template.Node) *scene {
	if len(nodes) == 0 {
		return nil
	}
	nodes = template.ForCanvas(nodes, d.in.Canvas.Names()...)
	return &scene{scope: d.scope("", nil, nil), spec: &template.Scene{Name: name, Nodes: nodes}, origin: name, standing: true}
}
