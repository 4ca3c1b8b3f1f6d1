package raster_test

import (
	"bytes"
	"image"
	"math"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/picture/raster"
)

func setText(t *testing.T, text, family string, weight int, sizePx float64) *timeline.Text {
	t.Helper()
	lib, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	line, err := lib.Set(text, typeset.Style{Family: family, Weight: weight, SizePx: sizePx, Language: "it"})
	if err != nil {
		t.Fatal(err)
	}
	return &timeline.Text{Line: line, Origin: pt(12.5, 60.25)}
}

// outlines returns the contours of a text as the font's curves say, sampled slowly.
func outlines(x *timeline.Text) contours {
	var out contours
	for _, run := range x.Line.Runs {
		k := run.SizePx / run.Face.UnitsPerEm()
		for _, g := range run.Glyphs {
			at := func(p geom.Point) geom.Point {
				return pt(x.Origin.X+g.X+p.X*k, x.Origin.Y+g.Y-p.Y*k)
			}
			var path timeline.Path
			for _, s := range run.Face.Outline(g.ID) {
				op := map[typeset.OutlineOp]timeline.Op{
					typeset.OutlineMove: timeline.MoveTo, typeset.OutlineLine: timeline.LineTo,
					typeset.OutlineQuad: timeline.QuadTo, typeset.OutlineCube: timeline.CubeTo,
				}[s.Op]
				path = append(path, timeline.Segment{Op: op, P: [3]geom.Point{at(s.P[0]), at(s.P[1]), at(s.P[2])}})
			}
			out = append(out, curve(path)...)
		}
	}
	return out
}

func TestTextMatchesSampling(t *testing.T) {
	tests := []struct {
		name, text, family string
		weight             int
		stray              int
	}{
		{"straight and round", "RSo", "Schibsted Grotesk", 900, 2},
		{"diagonals", "VA", "Young Serif", 400, 0},
		{"joined letters", "سلا", "IBM Plex Sans Arabic", 700, 8},
		{"ideograph", "国", "Noto Sans SC", 700, 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := setText(t, tt.text, tt.family, tt.weight, 44)
			got := raster.Text(x, 0, 0)
			c := outlines(x)
			want := c.sampled(got.Rect.Inset(-1))
			compare(t, got, want, 16, tt.stray)
			if total(got) < 200 {
				t.Errorf("only %.0f px² of ink", total(got))
			}
		})
	}
}

func TestTextMoves(t *testing.T) {
	x := setText(t, "Baggio", "Schibsted Grotesk", 900, 150)
	still := raster.Text(x, 0, 0)
	moved := raster.Text(x, 40, -7)
	if moved.Rect != still.Rect.Add(image.Pt(40, -7)) || !bytes.Equal(moved.A, still.A) {
		t.Error("a move by whole pixels changes the mask")
	}
	before := raster.Text(x, 0.31, 0.62)
	if bytes.Equal(before.A, still.A) {
		t.Error("a move by a part of a pixel changes nothing")
	}
	if d := math.Abs(total(before) - total(still)); d > 0.001*total(still) {
		t.Errorf("a move by a part of a pixel changes the ink by %.1f of %.0f px²", d, total(still))
	}
	left, right := x.Origin.X+x.Line.LeftBearing, x.Origin.X+x.Line.RightInk
	if math.Abs(float64(still.Rect.Min.X)-left) > 1.5 || math.Abs(float64(still.Rect.Max.X)-right) > 1.5 {
		t.Errorf("mask from %d to %d, ink from %.1f to %.1f", still.Rect.Min.X, still.Rect.Max.X, left, right)
	}
}

func TestTextWithoutInk(t *testing.T) {
	tests := map[string]*timeline.Text{
		"no line":      {},
		"a space":      setText(t, " ", "Jost", 800, 40),
		"unknown face": {Line: &typeset.Line{Runs: []typeset.Run{{Face: &typeset.Face{}, Glyphs: []typeset.Glyph{{ID: 3}}}}}},
		"no face":      {Line: &typeset.Line{Runs: []typeset.Run{{Glyphs: []typeset.Glyph{{ID: 3}}}}}},
	}
	for name, x := range tests {
		if m := raster.Text(x, 0.5, 0.5); m == nil || !m.Rect.Empty() || len(m.A) != 0 {
			t.Errorf("%s: mask %+v, want an empty one", name, m)
		}
	}
}

func BenchmarkText(b *testing.B) {
	lib, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		b.Fatal(err)
	}
	line, err := lib.Set("Venti posti.", typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 150, Language: "it"})
	if err != nil {
		b.Fatal(err)
	}
	x := &timeline.Text{Line: line, Origin: pt(60, 400)}
	b.SetBytes(int64(len(raster.Text(x, 0, 0).A)))
	for b.Loop() {
		raster.Text(x, 0.25, 0.5)
	}
}
