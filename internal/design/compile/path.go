package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
)

func pt(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }

// rectPath appends a rectangle.
func rectPath(p timeline.Path, r geom.Rect) timeline.Path {
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

// circlePath appends a circle, clockwise from its rightmost point.
func circlePath(p timeline.Path, x, y, r float64) timeline.Path {
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

// smooth returns an open curve through points (Catmull-Rom as cubic Béziers).
func smooth(pts []geom.Point) timeline.Path {
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

// lengths returns the length of a curve from its start to each of its points.
func lengths(p timeline.Path) []float64 {
	var out []float64
	at, sum := geom.Point{}, 0.0
	for _, s := range p {
		switch s.Op {
		case timeline.MoveTo:
			at = s.P[0]
			out = append(out, sum)
		case timeline.CubeTo:
			const steps = 24
			last := at
			for i := 1; i <= steps; i++ {
				q := cubic(at, s.P, float64(i)/steps)
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
