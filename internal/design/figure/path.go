// Package figure draws what a layout shows besides texts and pictures: charts,
// icons, discs, and the walk that leads through a map. Every figure is a function
// from its values, its box, its colours and the canvas's unit to drawn parts.
package figure

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Part is a piece of a figure that appears as one.
type Part struct {
	Path     timeline.Path
	Color    srgb.Color
	StrokePx float64 // of a line; 0 fills the path
	// At is when the part appears: at this share of the scene's clock, or with
	// OnBeat so many beats after the scene has entered. 0 is there from the start.
	At     float64
	OnBeat bool
	Turn   float64 // degrees by which it turns around Pivot while it stands
	Pivot  geom.Point
}

func pt(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }

// Rect appends a rectangle.
func Rect(p timeline.Path, r geom.Rect) timeline.Path {
	return polygon(p, pt(r.X0, r.Y0), pt(r.X1, r.Y0), pt(r.X1, r.Y1), pt(r.X0, r.Y1))
}

// polygon appends a closed polygon.
func polygon(p timeline.Path, pts ...geom.Point) timeline.Path {
	for i, q := range pts {
		op := timeline.LineTo
		if i == 0 {
			op = timeline.MoveTo
		}
		p = append(p, timeline.Segment{Op: op, P: [3]geom.Point{q}})
	}
	return append(p, timeline.Segment{Op: timeline.Close})
}

// kappa makes four cubic curves a circle.
const kappa = 0.5522847498307936

// Circle appends a circle, clockwise from its rightmost point.
func Circle(p timeline.Path, x, y, r float64) timeline.Path {
	k := kappa * r
	cube := func(a, b, c geom.Point) timeline.Segment {
		return timeline.Segment{Op: timeline.CubeTo, P: [3]geom.Point{a, b, c}}
	}
	return append(p,
		timeline.Segment{Op: timeline.MoveTo, P: [3]geom.Point{pt(x+r, y)}},
		cube(pt(x+r, y+k), pt(x+k, y+r), pt(x, y+r)),
		cube(pt(x-k, y+r), pt(x-r, y+k), pt(x-r, y)),
		cube(pt(x-r, y-k), pt(x-k, y-r), pt(x, y-r)),
		cube(pt(x+k, y-r), pt(x+r, y-k), pt(x+r, y)),
		timeline.Segment{Op: timeline.Close},
	)
}

// roundRect appends a rectangle with round corners.
func roundRect(p timeline.Path, r geom.Rect, rad float64) timeline.Path {
	k := rad * (1 - kappa)
	line := func(x, y float64) timeline.Segment {
		return timeline.Segment{Op: timeline.LineTo, P: [3]geom.Point{pt(x, y)}}
	}
	cube := func(ax, ay, bx, by, x, y float64) timeline.Segment {
		return timeline.Segment{Op: timeline.CubeTo, P: [3]geom.Point{pt(ax, ay), pt(bx, by), pt(x, y)}}
	}
	return append(p,
		timeline.Segment{Op: timeline.MoveTo, P: [3]geom.Point{pt(r.X0+rad, r.Y0)}},
		line(r.X1-rad, r.Y0), cube(r.X1-k, r.Y0, r.X1, r.Y0+k, r.X1, r.Y0+rad),
		line(r.X1, r.Y1-rad), cube(r.X1, r.Y1-k, r.X1-k, r.Y1, r.X1-rad, r.Y1),
		line(r.X0+rad, r.Y1), cube(r.X0+k, r.Y1, r.X0, r.Y1-k, r.X0, r.Y1-rad),
		line(r.X0, r.Y0+rad), cube(r.X0, r.Y0+k, r.X0+k, r.Y0, r.X0+rad, r.Y0),
		timeline.Segment{Op: timeline.Close},
	)
}

// Smooth returns an open curve through points (Catmull-Rom as cubic Béziers).
func Smooth(pts []geom.Point) timeline.Path {
	var p timeline.Path
	for i, q := range pts {
		if i == 0 {
			p = append(p, timeline.Segment{Op: timeline.MoveTo, P: [3]geom.Point{q}})
			continue
		}
		before, after := pts[max(0, i-2)], pts[min(len(pts)-1, i+1)]
		a, b := pts[i-1], q
		p = append(p, timeline.Segment{Op: timeline.CubeTo, P: [3]geom.Point{
			pt(a.X+(b.X-before.X)/6, a.Y+(b.Y-before.Y)/6), pt(b.X-(after.X-a.X)/6, b.Y-(after.Y-a.Y)/6), b,
		}})
	}
	return p
}

// curveSteps is into how many chords a cubic curve is divided to be measured.
const curveSteps = 24

// Lengths returns the length of a curve from its start to each of its points.
func Lengths(p timeline.Path) []float64 {
	var out []float64
	at, sum := geom.Point{}, 0.0
	for _, s := range p {
		switch s.Op {
		case timeline.MoveTo:
			at = s.P[0]
			out = append(out, sum)
		case timeline.CubeTo:
			last := at
			for i := 1; i <= curveSteps; i++ {
				q := cubic(at, s.P, float64(i)/curveSteps)
				sum += math.Hypot(q.X-last.X, q.Y-last.Y)
				last = q
			}
			at = s.P[2]
			out = append(out, sum)
		case timeline.LineTo:
			sum += math.Hypot(s.P[0].X-at.X, s.P[0].Y-at.Y)
			at = s.P[0]
			out = append(out, sum)
		case timeline.QuadTo, timeline.Close:
		}
	}
	return out
}

func cubic(a geom.Point, p [3]geom.Point, t float64) geom.Point {
	u := 1 - t
	f := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
	return pt(f(a.X, p[0].X, p[1].X, p[2].X), f(a.Y, p[0].Y, p[1].Y, p[2].Y))
}

// Bounds returns a rectangle around a path that is painted with a stroke.
func Bounds(p timeline.Path, strokePx float64) geom.Rect {
	r := geom.R(math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1))
	for _, s := range p {
		n := map[timeline.Op]int{timeline.MoveTo: 1, timeline.LineTo: 1, timeline.QuadTo: 2, timeline.CubeTo: 3}[s.Op]
		for _, q := range s.P[:n] {
			r = geom.R(min(r.X0, q.X), min(r.Y0, q.Y), max(r.X1, q.X), max(r.Y1, q.Y))
		}
	}
	return r.Inset(-strokePx / 2)
}

// Scaled returns a path k times as large, with its origin at a point.
func Scaled(path timeline.Path, to geom.Point, k float64) timeline.Path {
	out := slices.Clone(path)
	for i := range out {
		for j, q := range out[i].P {
			out[i].P[j] = pt(to.X+k*q.X, to.Y+k*q.Y)
		}
	}
	return out
}

// Outline returns the outlines of a line of text around the origin, scaled so
// that px pixels of the text are 1.
func Outline(line *typeset.Line, px float64) timeline.Path {
	mid := pt((line.LeftBearing+line.RightInk)/2, (line.InkTop+line.InkBottom)/2)
	var out timeline.Path
	for _, run := range line.Runs {
		em := run.SizePx / run.Face.UnitsPerEm()
		for _, g := range run.Glyphs {
			out = glyph(out, run.Face.Outline(g.ID), func(q geom.Point) geom.Point {
				return pt((g.X+q.X*em-mid.X)/px, (g.Y-q.Y*em-mid.Y)/px)
			})
		}
	}
	return out
}

// glyph appends a glyph's contours.
func glyph(p timeline.Path, outline []typeset.OutlineSegment, at func(geom.Point) geom.Point) timeline.Path {
	for i, s := range outline {
		seg := timeline.Segment{P: [3]geom.Point{at(s.P[0])}}
		switch s.Op {
		case typeset.OutlineMove:
			if i > 0 {
				p = append(p, timeline.Segment{Op: timeline.Close})
			}
			seg.Op = timeline.MoveTo
		case typeset.OutlineLine:
			seg.Op = timeline.LineTo
		case typeset.OutlineQuad:
			seg.Op, seg.P[1] = timeline.QuadTo, at(s.P[1])
		case typeset.OutlineCube:
			seg.Op, seg.P[1], seg.P[2] = timeline.CubeTo, at(s.P[1]), at(s.P[2])
		}
		p = append(p, seg)
	}
	return append(p, timeline.Segment{Op: timeline.Close})
}
