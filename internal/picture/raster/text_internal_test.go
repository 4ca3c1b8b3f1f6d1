package raster

import (
	"image"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Fonts wind their outlines in either direction. Where two glyphs overlap, no
// hole appears.
func TestGlyphDirections(t *testing.T) {
	square := func(x0, x1 float64) []typeset.OutlineSegment {
		var out []typeset.OutlineSegment
		for i, p := range []geom.Point{{X: x0, Y: 0}, {X: x1, Y: 0}, {X: x1, Y: 30}, {X: x0, Y: 30}} {
			op := typeset.OutlineLine
			if i == 0 {
				op = typeset.OutlineMove
			}
			out = append(out, typeset.OutlineSegment{Op: op, P: [3]geom.Point{p}})
		}
		return out
	}
	var b Brush
	var m Mask
	b.glyph(square(0, 40), 1, geom.Point{X: 0, Y: 40})
	b.glyph(square(60, 20), 1, geom.Point{X: 0, Y: 40}) // the other way round
	b.fill(&m, &b.path, everywhere)
	if want := image.Rect(0, 10, 60, 40); m.Rect != want {
		t.Fatalf("mask %v, want %v", m.Rect, want)
	}
	for i, a := range m.A {
		if a != 255 {
			t.Fatalf("pixel (%d, %d) has coverage %d", i%60, 10+i/60, a)
		}
	}
}
