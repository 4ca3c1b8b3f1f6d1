// Package compile turns a template and an event into a timeline: it decides
// which scenes there are and how long they last, sets their texts, lays them
// out in the safe area and says how everything moves.
//
// It is a function of its input: it reads no file, no clock and no environment.
package compile

import (
	"errors"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
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
	Canvas   Canvas
	Fonts    *typeset.Library
	Photos   map[string]Photo // by the name that the event uses
	Logo     *Logo            // nil for none
	BPM      float64          // of the music; 0 takes the template's
	Beats    int              // beats a bar of the music; 0 takes the template's
	Today    time.Time        // decides whether a year is shown
}

// Canvas is the part of a delivery format that the layout depends on.
type Canvas struct {
	Name       string
	Size       geom.Size
	Rate       timebase.Rate
	Safe       geom.Rect // texts stay inside
	MinSeconds float64
	MaxSeconds float64
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
	c := &compiler{in: in}
	plan := c.plan()
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	return plan, c.diags
}

type compiler struct {
	in     Input
	diags  diag.List
	fields map[string]string
	grid   timebase.Grid
	scenes []*scene
	over   *scene // the template's overlay, nil for none
}

// scene is a template's scene on its way into the timeline.
type scene struct {
	spec   *template.Scene
	placed []placed
	chars  int // new characters that the scene asks people to read
	bars   int

	start, end int // rest as laid on bars: [start, end)
	enter      window
	leave      window // when the next scene covers this one
}

// window is a half-open range of frames on the unrolled axis.
type window struct{ from, to int }

func (c *compiler) plan() *timeline.Plan {
	if _, ok := c.in.Template.Cuts[c.in.Cut]; !ok && c.in.Cut != "" {
		names := make([]string, 0, len(c.in.Template.Cuts))
		for n := range c.in.Template.Cuts {
			names = append(names, n)
		}
		c.diags.Errorf(c.in.Template.Pos, "cut", diag.DidYouMean(c.in.Cut, names), "template %q has no cut %q", c.in.Template.Name, c.in.Cut)
		return nil
	}
	c.resolveFields()
	c.chooseScenes()
	if c.diags.HasErrors() {
		return nil
	}
	seen := map[string]bool{}
	for _, s := range c.scenes {
		c.layoutScene(s, seen)
	}
	if len(c.in.Template.Overlay) > 0 {
		c.over = &scene{spec: &template.Scene{Name: "overlay", Nodes: c.in.Template.Overlay}}
		c.layoutScene(c.over, seen)
	}
	if c.diags.HasErrors() {
		return nil
	}
	if err := c.schedule(); err != nil {
		hint := "choose a format that allows longer videos, or a shorter cut of the template"
		if !errors.Is(err, timebase.ErrNoFit) {
			hint = ""
		}
		c.diags.Errorf(c.in.Template.Pos, "loop", hint, "template %q: %v", c.in.Template.Name, err)
		return nil
	}
	plan := &timeline.Plan{
		Template: c.in.Template.Name,
		Language: c.in.Language,
		Format:   c.in.Canvas.Name,
		Size:     c.in.Canvas.Size,
		Grid:     c.grid,
		Ground:   c.color("ink"),
		Safe:     c.in.Canvas.Safe,
	}
	for i, s := range c.scenes {
		plan.Scenes = append(plan.Scenes, c.animate(i, s))
		plan.Cues = append(plan.Cues, c.cues(s)...)
	}
	if c.over != nil {
		plan.Scenes = append(plan.Scenes, c.overlay())
	}
	return plan
}

// unit returns how many canvas px one px of the 1080-wide design is.
func (c *compiler) unit() float64 {
	return float64(min(c.in.Canvas.Size.W, c.in.Canvas.Size.H*9/8)) / 1080
}
