package compile_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/timeline"
)

// TestFocusIsNotCovered holds that the focus of a picture, wherever it lies, stands
// beside the panel of the hook, when the picture is large enough to be moved.
func TestFocusIsNotCovered(t *testing.T) {
	fonts := openFonts(t)
	for _, focus := range []geom.Point{{X: 0.3, Y: 0.5}, {X: 0.5, Y: 0.6}, {X: 0.7, Y: 0.45}, {X: 0.2, Y: 0.2}, {X: 0.5, Y: 0.5}} {
		in := sampleInput(t, "spotlight", "it", fonts)
		for name := range in.Photos {
			in.Photos[name] = compile.Photo{Source: name, W: 3000, H: 4000, FocusX: focus.X, FocusY: focus.Y}
		}
		plan, diags := compile.Plan(in)
		if plan == nil {
			t.Fatal(diags)
		}
		hook := &plan.Scenes[0]
		var at geom.Point
		var zoom float64
		for _, l := range hook.Layers {
			p, ok := l.Paint.(*timeline.Photo)
			if !ok {
				continue
			}
			if zoom = 1; p.View.Zoom != nil {
				zoom = p.View.Zoom.At(0, 1)
			}
			k := min(3000/l.Box.W(), 4000/l.Box.H()) / zoom // photo px a canvas px
			cx, cy := p.View.CX.At(0, 0.5)*3000, p.View.CY.At(0, 0.5)*4000
			cx = min(max(cx, k*l.Box.W()/2), 3000-k*l.Box.W()/2)
			cy = min(max(cy, k*l.Box.H()/2), 4000-k*l.Box.H()/2)
			at = geom.Point{X: l.Box.Center().X + (focus.X*3000-cx)/k, Y: l.Box.Center().Y + (focus.Y*4000-cy)/k}
		}
		if zoom == 0 {
			t.Fatal("the hook shows no photo")
		}
		if unnamed := focus == (geom.Point{X: 0.5, Y: 0.5}); unnamed {
			if zoom > 1.01 {
				t.Errorf("a picture without a focus is shown %.2f times as large", zoom)
			}
			continue
		}
		for _, l := range hook.Layers {
			if _, ok := l.Paint.(*timeline.Fill); !ok || !strings.HasSuffix(l.Name, "/poster") {
				continue
			}
			if b := l.Box; at.X > b.X0 && at.X < b.X1 && at.Y > b.Y0 && at.Y < b.Y1 {
				t.Errorf("the focus %v stands at %.0f, %.0f, under the panel %v", focus, at.X, at.Y, b)
			}
		}
	}
}
