package sheet_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/desk/sheet"
)

// TestLookerSeesFaults breaks each rule that the looker holds in a plan that
// keeps them all, and waits for its complaint.
func TestLookerSeesFaults(t *testing.T) {
	dir := t.TempDir()
	studio, err := sheet.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, faults, err := studio.Assemble(sheet.Sample{Template: "spotlight", Kit: kits["spotlight"], NoPhoto: true})
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	move := func(lines []line, dx, dy float64) {
		for _, l := range lines {
			l.text.Origin = geom.Point{X: l.text.Origin.X + dx, Y: l.text.Origin.Y + dy}
			l.layer.Box = l.layer.Box.Add(dx, dy)
			l.layer.Clip = nil
		}
	}
	for _, tt := range []struct {
		name  string
		spoil func(k *looker, n int, c *timeline.Cue, lines []line)
		want  string // part of a complaint; "" for none
	}{
		{"nothing", func(*looker, int, *timeline.Cue, []line) {}, ""},
		{"a text that is never legible", func(_ *looker, _ int, c *timeline.Cue, _ []line) { c.Span.To = c.Span.From }, "is never legible"},
		{"a text that no layer sets", func(_ *looker, _ int, c *timeline.Cue, _ []line) { c.Text += " e altro" }, "no layer shows all of it"},
		{"a text that is too small", func(_ *looker, _ int, _ *timeline.Cue, lines []line) {
			for _, l := range lines {
				set := *l.text.Line
				set.Runs = slices.Clone(set.Runs)
				for i := range set.Runs {
					set.Runs[i].SizePx = 35
				}
				l.text.Line = &set
			}
		}, "is set in 35 px"},
		{"a text outside the safe box", func(k *looker, _ int, _ *timeline.Cue, lines []line) {
			move(lines, k.plan.Safe.X0-lines[0].layer.Box.X0-30, 0)
		}, "leaves the safe box"},
		{"a text over the frame's edge", func(_ *looker, _ int, _ *timeline.Cue, lines []line) {
			move(lines, -lines[0].layer.Box.X0-20, 0)
		}, "is cut by the edge"},
		{"a text behind something", func(k *looker, n int, _ *timeline.Cue, lines []line) {
			at := lines[0].layer.Box.Center()
			ground := k.mean(composed(k.t, k.bare, k.plan, n), int(at.X), int(at.Y))
			for i := range k.plan.Scenes {
				s := &k.plan.Scenes[i]
				if slices.ContainsFunc(s.Layers, func(l timeline.Layer) bool { return l.Name == lines[0].layer.Name }) {
					over := timeline.Layer{Name: "cover", Span: s.Span, Box: lines[0].layer.Box.Inset(20), Paint: &timeline.Fill{Color: ground}}
					s.Layers = append(s.Layers, over)
				}
			}
		}, "pixels show"},
		{"a text that is translucent", func(_ *looker, _ int, _ *timeline.Cue, lines []line) {
			lines[0].layer.Alpha = timeline.Const(0.5)
		}, "pixels show"},
		{"a text in the colour of its ground", func(k *looker, n int, _ *timeline.Cue, lines []line) {
			ground := composed(k.t, k.bare, k.plan, n)
			at := lines[0].layer.Box.Center()
			lines[0].text.Color = k.mean(ground, int(at.X), int(at.Y))
		}, "has a contrast of"},
		{"a text on another", func(k *looker, n int, c *timeline.Cue, lines []line) {
			for i := range k.plan.Cues {
				other := &k.plan.Cues[i]
				if _, on := other.Span.At(n, k.plan.Grid.Frames); !on || other == c {
					continue
				}
				onto := lines[0].layer.Box
				moved := k.lines(other, n, map[string]bool{})
				move(moved, onto.X0-moved[0].layer.Box.X0, onto.Y0-moved[0].layer.Box.Y0)
				return
			}
			k.t.Error("no second text to move")
		}, "stands on"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var complaints []string
			k := &looker{t: t, at: "spoilt", plan: ownTexts(p.Plan), dir: dir}
			k.report = func(format string, args ...any) { complaints = append(complaints, fmt.Sprintf(format, args...)) }
			k.open()
			c := &k.plan.Cues[slices.IndexFunc(k.plan.Cues, func(c timeline.Cue) bool { return c.Field == "title" })]
			n := (c.Span.To - 1 + k.plan.Grid.Frames) % k.plan.Grid.Frames
			tt.spoil(k, n, c, k.lines(c, n, map[string]bool{}))
			k.open()
			k.moments(rand.New(rand.NewPCG(1, 1)))
			k.frame(n)
			if tt.want == "" && len(complaints) > 0 {
				t.Errorf("complaints %q, want none", complaints)
			}
			if tt.want != "" && !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("complaints %q, want %q", complaints, tt.want)
			}
		})
	}
}

// ownTexts copies a plan with its texts, so that they can be changed.
func ownTexts(p *timeline.Plan) *timeline.Plan {
	out := without(p, func(*timeline.Layer) bool { return false })
	out.Cues = slices.Clone(p.Cues)
	for i := range out.Scenes {
		for k := range out.Scenes[i].Layers {
			if text, ok := out.Scenes[i].Layers[k].Paint.(*timeline.Text); ok {
				own := *text
				out.Scenes[i].Layers[k].Paint = &own
			}
		}
	}
	return out
}
