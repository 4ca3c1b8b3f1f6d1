package polyline

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// Join is the shape of a stroke's corners.
type Join uint8

// The joins. MiterJoin falls back to BevelJoin beyond Pen.MiterLimit.
const (
	RoundJoin Join = iota
	BevelJoin
	MiterJoin
)

// Cap is the shape of a stroke's ends.
type Cap uint8

// The caps.
const (
	RoundCap Cap = iota
	ButtCap
	SquareCap
)

// Pen is what a stroke is drawn with.
type Pen struct {
	Radius     float64 // half of the line's width, px
	Join       Join
	Cap        Cap
	MiterLimit float64 // of a miter's length to the line's width, as in SVG
}

// minStep is the length in px below which two points of a path count as one.
const minStep = 1e-6

// Outliner turns strokes into outlines and keeps its memory between them. The
// zero Outliner is ready.
type Outliner struct {
	pen  Pen
	dst  *Polyline
	part []geom.Point
}

// Stroke appends to dst the outline of the first part of src, for the non-zero
// winding rule: trim, from 0 to 1, is the share of src's whole length, its
// sub-paths in their order. An open sub-path gives one contour: along its left
// side, round the end, back along the right side, round the start. A closed
// one gives two.
func (o *Outliner) Stroke(dst, src *Polyline, pen Pen, trim float64) {
	trim = min(1, max(0, trim))
	if math.IsNaN(trim) || math.IsNaN(pen.Radius) || math.IsInf(pen.Radius, 0) || src.Broken {
		dst.Broken = true
		return
	}
	o.pen, o.dst = pen, dst
	left := src.Length() * trim
	for _, s := range src.Spans {
		if left <= 0 && trim < 1 {
			return
		}
		var whole bool
		left, whole = o.copyPart(src.Points[s.From:s.To], s.Closed, left, trim == 1)
		if len(o.part) < 2 {
			continue
		}
		if s.Closed && whole && len(o.part) > 2 {
			o.ring()
		} else {
			o.ribbon()
		}
	}
}

// copyPart copies the first left px of a sub-path into o.part, without repeated
// points, and returns the rest of left. whole says that the whole sub-path was
// copied; all copies it whatever left is, so that rounding of sums does not open a
// closed path.
func (o *Outliner) copyPart(pts []geom.Point, closed bool, left float64, all bool) (rest float64, whole bool) {
	o.part = o.part[:0]
	n := len(pts)
	if n == 0 {
		return left, true
	}
	o.part = append(o.part, pts[0])
	steps := n - 1
	if closed {
		steps++
	}
	for i := range steps {
		p, q := pts[i], pts[(i+1)%n]
		d := distance(p, q)
		if d > left && !all {
			o.extend(geom.Point{X: p.X + (q.X-p.X)*left/d, Y: p.Y + (q.Y-p.Y)*left/d})
			return 0, false
		}
		left -= d
		o.extend(q)
	}
	if k := len(o.part); closed && k > 1 && distance(o.part[0], o.part[k-1]) <= minStep {
		o.part = o.part[:k-1]
	}
	return left, true
}

// extend adds q to the part unless it repeats the last point.
func (o *Outliner) extend(q geom.Point) {
	if distance(o.part[len(o.part)-1], q) > minStep {
		o.part = append(o.part, q)
	}
}

// begin starts a contour, whose first point is the next that is added.
func (o *Outliner) begin() {
	n := len(o.dst.Points)
	o.dst.Spans = append(o.dst.Spans, Span{From: n, To: n, Closed: true})
}

// ribbon outlines the part as an open line.
func (o *Outliner) ribbon() {
	n := len(o.part)
	o.begin()
	for pass := range 2 { // there, and back
		at := func(i int) geom.Point {
			if pass == 0 {
				return o.part[i]
			}
			return o.part[n-1-i]
		}
		for i := 1; i < n-1; i++ {
			o.join(at(i-1), at(i), at(i+1))
		}
		o.end(at(n-1), direction(at(n-2), at(n-1)))
	}
}

// ring outlines the part as a closed line: its left side, then its right side backwards.
func (o *Outliner) ring() {
	n := len(o.part)
	for pass := range 2 {
		at := func(i int) geom.Point {
			if pass == 0 {
				return o.part[i%n]
			}
			return o.part[n-1-i%n]
		}
		o.begin()
		for i := range n {
			o.join(at(i), at(i+1), at(i+2))
		}
	}
}

// end goes round the end of a line at p, from its left side to its right side.
func (o *Outliner) end(p, d geom.Point) {
	back := geom.Point{X: -d.X, Y: -d.Y}
	o.dst.Line(o.side(p, d))
	switch o.pen.Cap {
	case RoundCap:
		o.bow(p, d, math.Pi)
	case SquareCap:
		out := geom.Point{X: p.X + d.X*o.pen.Radius, Y: p.Y + d.Y*o.pen.Radius}
		o.dst.Line(o.side(out, d))
		o.dst.Line(o.side(out, back))
	case ButtCap:
	}
	o.dst.Line(o.side(p, back))
}

// join adds the left side's corner at p on the way from a to b. On the inside
// of a bend the two sides meet, or, where a line is too short for that, the
// outline runs through p, which keeps all of its windings of one sign.
func (o *Outliner) join(a, p, b geom.Point) {
	r := o.pen.Radius
	d, e := direction(a, p), direction(p, b)
	cos, sin := d.X*e.X+d.Y*e.Y, d.X*e.Y-d.Y*e.X
	bend := math.Atan2(sin, cos) // positive when turning away from the left side
	if bend > 0 {
		o.corner(p, d, e, bend)
		return
	}
	reach := r * math.Tan(-bend/2) // how far the sides overlap along either line
	if 2*reach <= min(distance(a, p), distance(p, b)) {
		o.dst.Line(o.meet(p, d, e))
		return
	}
	o.dst.Line(o.side(p, d))
	o.dst.Line(p)
	o.dst.Line(o.side(p, e))
}

// corner adds the outside of a bend.
func (o *Outliner) corner(p, d, e geom.Point, bend float64) {
	// A miter is 1/sin of half the angle between the lines as long as the line is
	// wide; bend is the angle's supplement.
	if o.pen.Join == MiterJoin && 1 <= o.pen.MiterLimit*math.Cos(bend/2) {
		o.dst.Line(o.meet(p, d, e))
		return
	}
	o.dst.Line(o.side(p, d))
	if o.pen.Join == RoundJoin {
		o.bow(p, d, bend)
	}
	o.dst.Line(o.side(p, e))
}

// meet returns the point where the left sides of two lines through p cross.
func (o *Outliner) meet(p, d, e geom.Point) geom.Point {
	k := o.pen.Radius / (1 + d.X*e.X + d.Y*e.Y)
	return geom.Point{X: p.X + k*(d.Y+e.Y), Y: p.Y - k*(d.X+e.X)}
}

func direction(p, q geom.Point) geom.Point {
	l := distance(p, q)
	return geom.Point{X: (q.X - p.X) / l, Y: (q.Y - p.Y) / l}
}

// side returns the point on the left side of the line at p in direction d.
func (o *Outliner) side(p, d geom.Point) geom.Point {
	return geom.Point{X: p.X + d.Y*o.pen.Radius, Y: p.Y - d.X*o.pen.Radius}
}

// bow adds the points of an arc around p that starts on the left of direction d
// and turns by the angle bend, without its ends.
func (o *Outliner) bow(p, d geom.Point, bend float64) {
	if o.pen.Radius <= 0 {
		return
	}
	widest := 2 * math.Acos(max(0, 1-Flatness/o.pen.Radius)) // the angle of a chord that is off by Flatness
	n := int(math.Ceil(bend / max(widest, 1e-3)))
	for i := 1; i < n; i++ {
		sin, cos := math.Sincos(bend * float64(i) / float64(n))
		o.dst.Line(o.side(p, geom.Point{X: d.X*cos - d.Y*sin, Y: d.X*sin + d.Y*cos}))
	}
}
