// Package compile turns a template and an event into a timeline: it decides
// which scenes there are and how long they last, sets their texts, lays them
// out in the safe area and says how everything moves.
//
// It is a function of its input: it reads no file, no clock and no environment.
package compile

import (
	"errors"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/field"
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
	Credits  []string         // lines that must be seen in the video; none as a rule
	Notices  []string         // sentences that must be read in the video, where the scenes do not say them already
	Logo     *Logo            // nil for none
	BPM      float64          // of the music; 0 takes the template's
	Beats    int              // beats a bar of the music; 0 takes the template's
	Today    time.Time        // decides whether a year is shown, and what a countdown counts

	// Events are all events of a file, for a template that takes them; Event is
	// then what they have in common.
	Events []*event.Event
	// Look returns a part of a photo as w x h colours, row by row, so that the
	// contrast of texts on it can be measured; nil takes the worst for granted.
	Look func(ph Photo, crop geom.Rect, w, h int) ([]srgb.Color, error)
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
	plan, c := compileWithout(in, nil)
	if len(in.Credits)+len(in.Notices) == 0 {
		return plan, c.diags
	}
	if plan != nil && len(c.dropped) > 0 && !creditsShown(plan) {
		// The format has no time for the scene that had them: the one before it gets them.
		if again, other := compileWithout(in, c.dropped); again != nil {
			for _, m := range other.diags {
				if !slices.ContainsFunc(c.diags, m.Equal) {
					c.diags.Add(m)
				}
			}
			return again, c.diags
		}
	}
	if plan == nil {
		bare := in
		bare.Credits, bare.Notices = nil, nil
		if without, _ := compileWithout(bare, nil); without != nil {
			return nil, c.creditFault()
		}
	}
	return plan, c.diags
}

// compileWithout compiles without some scenes, each named as in a plan. The
// compiler that it returns holds the diagnostics.
func compileWithout(in Input, scenes []string) (*timeline.Plan, *compiler) {
	var first *compiler
	for fewer := range maxFewer {
		c := &compiler{in: in, fewer: fewer, without: scenes}
		plan := c.plan()
		if !c.diags.HasErrors() {
			return plan, c
		}
		if first == nil {
			first = c
		}
		if !c.crowded {
			break
		}
	}
	return nil, first
}

// maxFewer bounds how many rows fewer than the template says a page may have
// when its rows do not fit.
const maxFewer = 4

type compiler struct {
	in      Input
	diags   diag.List
	fewer   int      // rows that a page has less than the template says
	crowded bool     // the rows of a page did not fit
	without []string // scenes that are left out
	dropped []string // scenes that the format had no time for
	grid    timebase.Grid
	scenes  []*scene
	over    *scene // the template's overlay, nil for none
	under   *scene // what stands behind every scene, nil for none
	walk    *walk  // the way of the template's map, nil for none

	// What texts are taken from: that of the scene at work.
	ev     *event.Event
	lang   string
	rtl    bool
	values *field.Values
	item   entry
	page   []entry
	known  map[string]*field.Values // by language

	pace float64 // what the beats between rows are multiplied by

	firstOnly bool    // texts keep to their first alternative: there are smaller roles to try
	needed    float64 // seconds that the scenes need, when a format refuses them
	brisk     bool    // a slow template reads at the plain pace
}

// use makes a scene the one at work.
func (c *compiler) use(s *scene) {
	lang := s.lang
	if lang == "" {
		lang = c.in.Language
	}
	c.lang, c.item, c.page = lang, s.item, s.page
	c.ev = c.in.Event
	if lang != c.in.Language {
		c.ev = c.in.Event.In(lang)
	}
	words, _ := when.For(lang)
	c.rtl = words.RTL
	f, ok := c.known[lang]
	if !ok {
		f = c.resolveFields(lang)
		c.known[lang] = f
	}
	c.values = f
}

// scene is a template's scene on its way into the timeline.
type scene struct {
	spec   *template.Scene
	origin string // name of the template's scene
	item   entry
	page   []entry
	lang   string
	placed []placed
	chars  int // new characters that the scene asks people to read
	// What enters last, so many beats after the scene, has its own time to be read.
	lastBeats float64
	lastChars int
	bars      int

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
	c.known = map[string]*field.Values{}
	c.use(&scene{})
	c.chooseScenes()
	if c.diags.HasErrors() {
		return nil
	}
	c.survey()
	seen := map[string]bool{}
	c.under = c.standing("under", c.in.Template.Under, seen)
	for _, s := range c.scenes {
		before := len(c.diags)
		c.layoutScene(s, seen)
		if len(s.page) > 2 && c.diags[before:].HasErrors() {
			c.crowded = true
		}
	}
	c.over = c.standing("overlay", c.in.Template.Overlay, seen)
	if c.diags.HasErrors() {
		return nil
	}
	c.verify()
	if c.diags.HasErrors() {
		return nil
	}
	if err := c.schedule(); err != nil {
		hint := diag.T("choose a format that allows longer videos, or a shorter cut of the template")
		if !errors.Is(err, timebase.ErrNoFit) {
			hint = diag.Text{}
		}
		if c.in.Canvas.MaxSeconds > 0 && c.needed > c.in.Canvas.MaxSeconds {
			c.diags.Errorf(c.in.Event.At(""), "loop", diag.T("shorten the texts, or choose a format that allows longer videos"),
				"the texts need %.0f s to be read and %s allows %.0f s", c.needed, c.in.Canvas.Name, c.in.Canvas.MaxSeconds)
			return nil
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
	if c.under != nil {
		plan.Scenes = append(plan.Scenes, c.still(c.under, -1))
	}
	for i, s := range c.scenes {
		c.use(s)
		plan.Scenes = append(plan.Scenes, c.animate(i, s))
		plan.Cues = append(plan.Cues, c.cues(s)...)
	}
	if c.over != nil {
		c.use(c.over)
		plan.Scenes = append(plan.Scenes, c.still(c.over, 1))
	}
	return plan
}

// standing lays out what stands behind or over every scene.
func (c *compiler) standing(name string, nodes []template.Node, seen map[string]bool) *scene {
	if len(nodes) == 0 {
		return nil
	}
	s := &scene{spec: &template.Scene{Name: name, Nodes: c.dressed(nodes)}, origin: name}
	c.layoutScene(s, seen)
	return s
}
