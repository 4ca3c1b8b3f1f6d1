// Package polyline turns curves into straight lines and strokes into outlines.
package polyline

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// Flatness is the largest distance in px between a curve and the lines that
// stand for it. A hundredth of a pixel changes coverage by at most 2.5 of 255.
const Flatness = 0.01

// maxPieces bounds the lines of one curve; it is reached by curves whose
// control points are some ten thousand pixels apart.
const maxPieces = 1000

// Span is one sub-path: Points[From:To] of a Polyline.
type Span struct {
	From, To int
	Closed   bool
}

// Polyline holds sub-paths made of straight lines, in px. The zero Polyline is
// empty and ready; Reset keeps its memory.
type Polyline struct {
	Points []geom.Point
	Spans  []Span
	Broken bool // a coordinate was not a finite number
}

// Reset empties p.
func (p *Polyline) Reset() {
	p.Points, p.Spans, p.Broken = p.Points[:0], p.Spans[:0], false
}

// Move starts a sub-path at q.
func (p *Polyline) Move(q geom.Point) {
	n := len(p.Points)
	p.Spans = append(p.Spans, Span{From: n, To: n})
	p.Line(q)
}

// Line goes on to q. A path that starts without a Move starts at its first point.
func (p *Polyline) Line(q geom.Point) {
	if d := q.X - q.X + q.Y - q.Y; d != 0 { // NaN if q is NaN or infinite
		p.Broken = true
		return
	}
	if len(p.Spans) == 0 {
		p.Spans = append(p.Spans, Span{})
	}
	p.Points = append(p.Points, q)
	p.Spans[len(p.Spans)-1].To = len(p.Points)
}

// pen returns the last point, or q if there is none yet.
func (p *Polyline) pen(q geom.Point) geom.Point {
	if len(p.Points) == 0 {
		return q
	}
	return p.Points[len(p.Points)-1]
}

// Quad goes on to c along a quadratic Bézier curve with control point b. n
// pieces of it are off by at most |a-2b+c| / 4n².
func (p *Polyline) Quad(b, c geom.Point) {
	a := p.pen(b)
	n := pieces(deviation(a, b, c) / 4)
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		p.Line(geom.Point{
			X: u*u*a.X + 2*u*t*b.X + t*t*c.X,
			Y: u*u*a.Y + 2*u*t*b.Y + t*t*c.Y,
		})
	}
	p.Line(c)
}

// Cube goes on to d along a cubic Bézier curve with control points b and c. n
// pieces of it are off by at most 3/4 max(|a-2b+c|, |b-2c+d|) / n².
func (p *Polyline) Cube(b, c, d geom.Point) {
	a := p.pen(b)
	n := pieces(0.75 * max(deviation(a, b, c), deviation(b, c, d)))
	for i := 1; i < n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		k0, k1, k2, k3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.Line(geom.Point{
			X: k0*a.X + k1*b.X + k2*c.X + k3*d.X,
			Y: k0*a.Y + k1*b.Y + k2*c.Y + k3*d.Y,
		})
	}
	p.Line(d)
}

// Close ends the sub-path with a line to where it started.
func (p *Polyline) Close() {
	if len(p.Spans) > 0 {
		p.Spans[len(p.Spans)-1].Closed = true
	}
}

// Bounds returns the box around all points; ok is false when there are none.
func (p *Polyline) Bounds() (box geom.Rect, ok bool) {
	for i, q := range p.Points {
		if i == 0 {
			box = geom.Rect{X0: q.X, Y0: q.Y, X1: q.X, Y1: q.Y}
			continue
		}
		box.X0, box.X1 = min(box.X0, q.X), max(box.X1, q.X)
		box.Y0, box.Y1 = min(box.Y0, q.Y), max(box.Y1, q.Y)
	}
	return box, len(p.Points) > 0
}

// Length returns the length of all sub-paths, closing lines included.
func (p *Polyline) Length() float64 {
	var sum float64
	for _, s := range p.Spans {
		pts := p.Points[s.From:s.To]
		for i := 1; i < len(pts); i++ {
			sum += distance(pts[i-1], pts[i])
		}
		if s.Closed && len(pts) > 0 {
			sum += distance(pts[len(pts)-1], pts[0])
		}
	}
	return sum
}

// Area returns the signed area of the sub-paths from number first on, each
// closed; it is positive when they run clockwise on screen.
func (p *Polyline) Area(first int) float64 {
	var sum float64
	for _, s := range p.Spans[first:] {
		pts := p.Points[s.From:s.To]
		for i, a := range pts {
			c := pts[(i+1)%len(pts)]
			o := pts[0] // an origin on the path keeps the precision of paths far away
			sum += (a.X-o.X)*(c.Y-o.Y) - (a.Y-o.Y)*(c.X-o.X)
		}
	}
	return sum / 2
}

// Reverse turns the direction of the sub-paths from number first on.
func (p *Polyline) Reverse(first int) {
	for _, s := range p.Spans[first:] {
		pts := p.Points[s.From:s.To]
		for i, j := 0, len(pts)-1; i < j; i, j = i+1, j-1 {
			pts[i], pts[j] = pts[j], pts[i]
		}
	}
}

func distance(p, q geom.Point) float64 { return math.Hypot(q.X-p.X, q.Y-p.Y) }

func deviation(a, b, c geom.Point) float64 {
	return math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y)
}

// pieces returns the number of lines for a curve that is off by err/n² when cut into n.
func pieces(err float64) int {
	n := math.Ceil(math.Sqrt(err / Flatness))
	if !(n < maxPieces) { // also when it is not a number
		return maxPieces
	}
	return max(1, int(n))
}
