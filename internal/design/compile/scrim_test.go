package compile_test

import (
	"errors"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/timeline"
)

// TestScrimIsMeasured gives the pick of an agenda pictures of one colour: the
// scrim is as strong as the text on it needs, and no stronger.
func TestScrimIsMeasured(t *testing.T) {
	fonts := openFonts(t)
	tests := []struct {
		name     string
		pixel    srgb.Color
		lo, hi   float64
		fail     bool
		unlooked bool
	}{
		{name: "night", pixel: srgb.Color{R: 8, G: 8, B: 20}, lo: 0, hi: 0},
		{name: "dusk", pixel: srgb.Color{R: 130, G: 130, B: 130}, lo: 0.3, hi: 0.7},
		{name: "snow", pixel: srgb.Color{R: 255, G: 255, B: 255}, lo: 0.6, hi: 0.9},
		{name: "unreadable", fail: true, lo: 0.9, hi: 0.9},
		{name: "not measured", unlooked: true, lo: 0.9, hi: 0.9},
	}
	for _, tt := range tests {
		in := sampleInput(t, "agenda", "it", fonts)
		if !tt.unlooked {
			in.Look = func(_ compile.Photo, _ geom.Rect, w, h int) ([]srgb.Color, error) {
				if tt.fail {
					return nil, errors.New("no picture")
				}
				px := make([]srgb.Color, w*h)
				for i := range px {
					px[i] = tt.pixel
				}
				return px, nil
			}
		}
		plan, diags := compile.Plan(in)
		if plan == nil {
			t.Fatal(diags)
		}
		found := false
		for i := range plan.Scenes {
			for k := range plan.Scenes[i].Layers {
				g, ok := plan.Scenes[i].Layers[k].Paint.(*timeline.Gradient)
				if !ok {
					continue
				}
				found = true
				most := 0.0
				for _, a := range g.AlphaAt {
					most = max(most, a)
				}
				if most < tt.lo || most > tt.hi {
					t.Errorf("%s: the scrim has %.2f, want %.2f to %.2f", tt.name, most, tt.lo, tt.hi)
				}
			}
		}
		if !found {
			t.Errorf("%s: there is no scrim", tt.name)
		}
	}
}
