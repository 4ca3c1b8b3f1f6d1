package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// The conversions to float64 keep processors that can from fusing a product
// with the sum around it (Go specification, "Floating-point operators"): the
// shapes that are chosen must be the same on all of them.

func add(a, b geom.Point) geom.Point { return geom.Point{X: a.X + b.X, Y: a.Y + b.Y} }

func sub(a, b geom.Point) geom.Point { return geom.Point{X: a.X - b.X, Y: a.Y - b.Y} }

func scale(a geom.Point, k float64) geom.Point {
	return geom.Point{X: float64(a.X * k), Y: float64(a.Y * k)}
}

func lerp(a, b geom.Point, t float64) geom.Point { return add(a, scale(sub(b, a), t)) }

func dot(a, b geom.Point) float64 { return float64(a.X*b.X) + float64(a.Y*b.Y) }

func cross(a, b geom.Point) float64 { return float64(a.X*b.Y) - float64(a.Y*b.X) }

func length(a geom.Point) float64 { return math.Sqrt(dot(a, a)) }

func normal(a geom.Point) geom.Point { return geom.Point{X: -a.Y, Y: a.X} }

func rotate(a geom.Point, rad float64) geom.Point {
	s, c := math.Sincos(rad)
	return geom.Point{X: float64(a.X*c) - float64(a.Y*s), Y: float64(a.X*s) + float64(a.Y*c)}
}

func unitVector(a geom.Point) geom.Point {
	l := length(a)
	if l == 0 {
		return geom.Point{X: 1}
	}
	return scale(a, 1/l)
}

// cell is a convex polygon; going round, its inside lies on the side of
// normal(edge). Edge i runs from pts[i] to the next point and keeps margin[i]
// px free on its inner side: half of the street or joint that runs along it.
type cell struct {
	pts    []geom.Point
	margin []float64
}

func box(x0, y0, x1, y1 float64) cell {
	return cell{
		pts:    []geom.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}},
		margin: make([]float64, 4),
	}
}

func (p cell) edge(i int) (a, b geom.Point) { return p.pts[i], p.pts[(i+1)%len(p.pts)] }

func (p cell) area() float64 {
	var sum float64
	for i := range p.pts {
		a, b := p.edge(i)
		sum += cross(a, b)
	}
	return sum / 2
}

// centroid returns the centre of gravity.
func (p cell) centroid() geom.Point {
	var c geom.Point
	var sum float64
	for i := range p.pts {
		a, b := p.edge(i)
		k := cross(a, b)
		c, sum = add(c, scale(add(a, b), k)), sum+k
	}
	if sum == 0 {
		return p.pts[0]
	}
	return scale(c, 1/(3*sum))
}

// near is the distance in px at which a point counts as lying on a line.
const near = 1e-6

// cut returns the part of p on the side of the line through q to which the unit
// vector n points (Sutherland and Hodgman). The new edge gets the given margin.
func (p cell) cut(q, n geom.Point, margin float64) cell {
	var out cell
	put := func(v geom.Point, m float64) {
		out.pts, out.margin = append(out.pts, v), append(out.margin, m)
	}
	for i := range p.pts {
		a, b := p.edge(i)
		da, db := dot(sub(a, q), n), dot(sub(b, q), n)
		if math.Abs(da) < near {
			da = 0
		}
		if math.Abs(db) < near {
			db = 0
		}
		if da >= 0 {
			put(a, p.margin[i])
		}
		if (da >= 0) == (db >= 0) {
			continue
		}
		hit := fine(lerp(a, b, da/(da-db)))
		if da >= 0 { // leaving: the cut starts here
			put(hit, margin)
		} else {
			put(hit, p.margin[i])
		}
	}
	return out.tidy()
}

// fine rounds p to 1/65536 px. New corners lie on this grid, so that differences in
// the last bits of sines and roots between processors do not change which shapes are
// chosen.
func fine(p geom.Point) geom.Point {
	const grid = 1 << 16
	return geom.Point{X: math.Round(p.X*grid) / grid, Y: math.Round(p.Y*grid) / grid}
}

// tidy removes points that coincide with the next one.
func (p cell) tidy() cell {
	var out cell
	for i := range p.pts {
		a, b := p.edge(i)
		if length(sub(a, b)) > 1e-4 {
			out.pts, out.margin = append(out.pts, a), append(out.margin, p.margin[i])
		}
	}
	if len(out.pts) < 3 {
		return cell{}
	}
	return out
}

// inset returns p with every edge moved inwards by its margin and extra.
func (p cell) inset(extra float64) cell {
	out := p
	for i := range p.pts {
		a, b := p.edge(i)
		n := normal(unitVector(sub(b, a)))
		out = out.cut(add(a, scale(n, p.margin[i]+extra)), n, 0)
		if len(out.pts) == 0 {
			return cell{}
		}
	}
	return out
}

// angle returns the interior angle at point i, in radians.
func (p cell) angle(i int) float64 {
	n := len(p.pts)
	a := sub(p.pts[(i+n-1)%n], p.pts[i])
	b := sub(p.pts[(i+1)%n], p.pts[i])
	return math.Atan2(math.Abs(cross(a, b)), dot(a, b))
}

// frame is the smallest rectangle around a cell that has a side along one of
// its edges.
type frame struct {
	along       geom.Point // unit vector of the long side
	long, short float64
	center      geom.Point
	fill        float64 // share of the rectangle that the cell covers
}

func (p cell) frame() frame {
	best := frame{}
	area := p.area()
	for i := range p.pts {
		a, b := p.edge(i)
		u := unitVector(sub(b, a))
		v := normal(u)
		lo, hi := geom.Point{X: math.Inf(1), Y: math.Inf(1)}, geom.Point{X: math.Inf(-1), Y: math.Inf(-1)}
		for _, q := range p.pts {
			x, y := dot(q, u), dot(q, v)
			lo = geom.Point{X: min(lo.X, x), Y: min(lo.Y, y)}
			hi = geom.Point{X: max(hi.X, x), Y: max(hi.Y, y)}
		}
		w, h := hi.X-lo.X, hi.Y-lo.Y
		if f := area / max(w*h, 1e-9); f > best.fill+1e-6 { // the first of equals
			mid := add(scale(u, (lo.X+hi.X)/2), scale(v, (lo.Y+hi.Y)/2))
			best = frame{along: u, long: w, short: h, center: mid, fill: f}
			if h > w+1e-6 {
				best.along, best.long, best.short = v, h, w
			}
		}
	}
	return best
}

// blunt cuts off every corner sharper than limit (radians) so that an edge of
// the given width stands across it.
func (p cell) blunt(limit, width float64) cell {
	for range len(p.pts) {
		sharp, at := limit, -1
		for i := range p.pts {
			if a := p.angle(i); a < sharp {
				sharp, at = a, i
			}
		}
		if at < 0 {
			return p
		}
		n := len(p.pts)
		v := p.pts[at]
		a := unitVector(sub(p.pts[(at+n-1)%n], v))
		b := unitVector(sub(p.pts[(at+1)%n], v))
		bisector := unitVector(add(a, b))
		depth := width / 2 / math.Tan(sharp/2)
		next := p.cut(add(v, scale(bisector, depth)), bisector, 0)
		if len(next.pts) == 0 {
			return next
		}
		p = next
	}
	return p
}

// contains reports whether q lies inside p.
func (p cell) contains(q geom.Point) bool {
	for i := range p.pts {
		a, b := p.edge(i)
		if cross(sub(b, a), sub(q, a)) < 0 {
			return false
		}
	}
	return len(p.pts) > 0
}
