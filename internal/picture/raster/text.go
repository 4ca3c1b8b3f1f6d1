package raster

import (
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Text returns the coverage of a line of text moved by (dx, dy), which need not
// be whole pixels. Outlines are drawn as the font has them, without hinting, so
// that text moves and scales smoothly. Where contours or glyphs overlap, coverage is
// not added. Emoji are drawn by the function Emoji.
func Text(t *timeline.Text, dx, dy float64) *Mask {
	var b Brush
	m := new(Mask)
	if t.Line != nil {
		for _, run := range t.Line.Runs {
			if run.Face == nil || run.Face.UnitsPerEm() <= 0 {
				continue
			}
			em := run.SizePx / run.Face.UnitsPerEm()
			for _, g := range run.Glyphs {
				origin := geom.Point{X: t.Origin.X + g.X + dx, Y: t.Origin.Y + g.Y + dy}
				b.glyph(run.Face.Outline(g.ID), em, origin)
			}
		}
	}
	b.fill(m, &b.path, everywhere)
	m.A = slices.Clip(slices.Clone(m.A))
	return m
}

// glyph adds the contours of one glyph to the path. TrueType and PostScript
// fonts wind their contours in opposite ways; all are brought to one, so that
// glyphs of different fonts do not cancel where they overlap.
func (b *Brush) glyph(outline []typeset.OutlineSegment, em float64, origin geom.Point) {
	at := func(p geom.Point) geom.Point {
		return geom.Point{X: origin.X + p.X*em, Y: origin.Y - p.Y*em}
	}
	first := len(b.path.Spans)
	for _, s := range outline {
		switch s.Op {
		case typeset.OutlineMove:
			b.path.Move(at(s.P[0]))
		case typeset.OutlineLine:
			b.path.Line(at(s.P[0]))
		case typeset.OutlineQuad:
			b.path.Quad(at(s.P[0]), at(s.P[1]))
		case typeset.OutlineCube:
			b.path.Cube(at(s.P[0]), at(s.P[1]), at(s.P[2]))
		}
	}
	if b.path.Area(first) < 0 {
		b.path.Reverse(first)
	}
}
