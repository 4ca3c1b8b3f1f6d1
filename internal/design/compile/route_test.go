package compile_test

import (
	"math"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/timeline"
)

// TestRouteGoesOn holds the route of each scene against that of the next while
// one wipes over the other: their lines, dots and figures are the same then, so
// that only the colour changes at the wipe's edge.
func TestRouteGoesOn(t *testing.T) {
	fonts := openFonts(t)
	for _, lang := range []string{"it", "ar"} {
		plan, diags := compile.Plan(sampleInput(t, "tour", lang, fonts))
		if plan == nil {
			t.Fatal(diags)
		}
		pairs := 0
		for i := 0; i+1 < len(plan.Scenes); i++ {
			before, after := plan.Scenes[i], plan.Scenes[i+1]
			for _, part := range []string{"line", "dot1", "dot3", "no2", "no5"} {
				a, b := routeShape(&before, part), routeShape(&after, part)
				if a == nil || b == nil {
					continue
				}
				pairs++
				for f := after.Span.From; f <= before.Span.To; f++ {
					pa, wa := a.FormAt(a.Form.At(float64(f), 0), nil)
					pb, wb := b.FormAt(b.Form.At(float64(f), 0), nil)
					if math.Abs(wa-wb) > 1e-6 || !same(pa, pb) {
						t.Fatalf("%s: %s of %s and %s part at frame %d", lang, part, before.Name, after.Name, f)
					}
				}
			}
		}
		if pairs < 15 {
			t.Errorf("%s: only %d parts of the route were compared", lang, pairs)
		}
		// Its first form is drawn: nothing else shows the line at the loop's end.
		if line := routeShape(&plan.Scenes[0], "line"); !line.Trim.Moves() {
			t.Errorf("%s: the map does not draw itself", lang)
		}
	}
}

func routeShape(s *timeline.Scene, part string) *timeline.Shape {
	for k := range s.Layers {
		if sh, ok := s.Layers[k].Paint.(*timeline.Shape); ok && strings.HasSuffix(s.Layers[k].Name, "/"+part) {
			return sh
		}
	}
	return nil
}

func same(a, b timeline.Path) bool {
	if !a.Like(b) {
		return false
	}
	for i := range a {
		for j := range a[i].P {
			if math.Hypot(a[i].P[j].X-b[i].P[j].X, a[i].P[j].Y-b[i].P[j].Y) > 1e-6 {
				return false
			}
		}
	}
	return true
}

// TestPlanGoesOn holds the street plan of each scene of a neighbourhood against
// that of the next: both look at the same place of one plan while one scene
// wipes over the other, and a block further on when the next one rests.
func TestPlanGoesOn(t *testing.T) {
	plan, diags := compile.Plan(sampleInput(t, "quartiere", "it", openFonts(t)))
	if plan == nil {
		t.Fatal(diags)
	}
	find := func(s *timeline.Scene) *timeline.Pattern {
		for k := range s.Layers {
			if p, ok := s.Layers[k].Paint.(*timeline.Pattern); ok && p.Bleed > 0 {
				return p
			}
		}
		return nil
	}
	pairs := 0
	for i := 0; i+1 < len(plan.Scenes); i++ {
		a, b := find(&plan.Scenes[i]), find(&plan.Scenes[i+1])
		if a == nil || b == nil {
			continue
		}
		pairs++
		for f := plan.Scenes[i+1].Span.From; f <= plan.Scenes[i].Span.To; f++ {
			if d := a.View.CX.At(float64(f), 0) - b.View.CX.At(float64(f), 0); a.Size != b.Size || math.Abs(d)*float64(a.Size.W) > 0.01 {
				t.Fatalf("the plans of %s and %s are %.1f px apart at frame %d", plan.Scenes[i].Name, plan.Scenes[i+1].Name, d*float64(a.Size.W), f)
			}
		}
		if moved := (b.View.CX.At(float64(plan.Scenes[i].Span.To), 0) - a.View.CX.At(float64(plan.Scenes[i+1].Span.From), 0)) * float64(a.Size.W); moved < 60 {
			t.Errorf("the plan moves by %.0f px from %s to %s", moved, plan.Scenes[i].Name, plan.Scenes[i+1].Name)
		}
	}
	if pairs < 3 {
		t.Errorf("only %d pairs of scenes show the plan", pairs)
	}
}
