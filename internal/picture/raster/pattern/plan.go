package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawPlan draws a street plan after Giambattista Nolli's map of Rome (1748):
// solid blocks, open courts. Two avenues meet in a roundabout; the land between
// them is divided again and again, always along the line that leaves the most
// rectangular pieces. Colours: street, block, court (or else the street's),
// and a landmark block in the floor of the frame (or else none).
func drawPlan(c *canvas) {
	t := newTown(c)
	landmark := -1
	if c.has(3) {
		landmark = t.pick(c, t.floor(c), 26_000)
	}
	square := t.pick(c, t.square(c), 34_000)
	court := 0
	if c.has(2) {
		court = 2
	}
	c.flood()
	for i, b := range t.blocks {
		switch i {
		case square:
			c.ink(1)
			t.church(c, b)
			continue
		case landmark:
			c.ink(3)
		default:
			c.ink(1)
		}
		c.fill(t.bent(b.pts))
		if i != landmark && !t.touchesRoundabout(b) {
			c.ink(court)
			t.courts(c, b)
		}
	}
	c.ink(0)
	c.disc(t.center, t.radius)
	c.ink(1)
	c.disc(t.center, t.radius*0.36)
}

// town is the plan's geometry, in px.
type town struct {
	center geom.Point // of the roundabout
	radius float64    // of the roundabout's roadway
	bend   geom.Point // curvature of the streets, 1/px
	blocks []cell     // what is built, streets taken off
}

const (
	avenueWidth  = 40.0
	boulevard    = 30.0
	widestStreet = 22.0
)

func newTown(c *canvas) *town {
	u := c.unit
	t := &town{radius: c.between(84, 100) * u}
	// The roundabout lies where the layout's rail (right column) and floor (bottom) meet,
	// outside of the area for texts; on a wide or low picture right of the middle.
	t.center = geom.Point{X: c.w * c.between(0.66, 0.86), Y: c.h * c.between(0.5, 0.6)}
	if c.h > 1300*u {
		t.center = geom.Point{X: c.w - c.between(130, 300)*u, Y: c.h - c.between(290, 350)*u}
	}
	t.bend = scale(rotate(geom.Point{X: 1}, c.between(0, 2*math.Pi)), c.between(0.9e-4, 1.5e-4)/u)
	const bleed = 420.0
	site := box(-bleed*u, -bleed*u, c.w+bleed*u, c.h+bleed*u)
	lean := c.between(0.36, 0.60) * c.sign()
	first := geom.Point{X: math.Cos(lean), Y: -math.Sin(lean)}
	second := rotate(first, math.Pi/2+c.between(-0.16, 0.16))
	for _, half := range halve(site, t.center, first, avenueWidth*u) {
		for _, quarter := range halve(half, t.center, second, boulevard*u) {
			t.divide(c, quarter, 0)
		}
	}
	return t
}

// halve splits p along a line; both parts keep half of the street free.
func halve(p cell, q, along geom.Point, street float64) [2]cell {
	n := normal(along)
	return [2]cell{p.cut(q, n, street/2), p.cut(q, scale(n, -1), street/2)}
}

// divide splits land until the pieces have the size of a block, then builds.
func (t *town) divide(c *canvas, p cell, depth int) {
	if len(p.pts) < 3 {
		return
	}
	u2 := c.unit * c.unit
	area := p.area()
	f := p.frame()
	small := area < c.between(20_000, 58_000)*u2 && f.long < 2.2*f.short && f.long < 330*c.unit
	if small || area < 19_000*u2 || depth > 14 {
		t.build(c, p)
		return
	}
	street := c.between(11, 14)
	switch {
	case area > 500_000*u2:
		street = c.between(20, widestStreet)
	case area > 150_000*u2:
		street = c.between(14, 18)
	}
	for _, half := range t.split(c, p, street*c.unit, depth) {
		t.divide(c, half, depth+1)
	}
}

// split tries many lines and keeps the one with the best pieces.
func (t *town) split(c *canvas, p cell, street float64, depth int) [2]cell {
	bend := []float64{0.16, 0.10, 0.05}[min(depth, 2)]
	var best [2]cell
	bestScore := math.Inf(-1)
	try := func(q, along geom.Point) {
		parts := halve(p, q, unitVector(along), street)
		if len(parts[0].pts) == 0 || len(parts[1].pts) == 0 {
			return
		}
		a, b := parts[0].area(), parts[1].area()
		score := min(shapeliness(parts[0]), shapeliness(parts[1])) +
			0.5*min(a, b)/(a+b) + c.between(0, 0.06)
		if score > bestScore {
			best, bestScore = parts, score
		}
	}
	for i := range p.pts {
		a, b := p.edge(i)
		if length(sub(b, a)) < 60*c.unit {
			continue
		}
		for range 5 {
			try(lerp(a, b, c.between(0.3, 0.7)), rotate(normal(sub(b, a)), c.between(-bend, bend)))
		}
		// Lines from this edge to another one divide both in like proportion,
		// so that four-sided land gives four-sided pieces.
		for j := i + 2; j < len(p.pts) && j-i < len(p.pts)-1; j++ {
			e, f := p.edge(j)
			for range 5 {
				s := c.between(0.3, 0.7)
				q, r := lerp(a, b, s), lerp(e, f, 1-s)
				try(q, rotate(sub(r, q), c.between(-bend, bend)/2))
			}
		}
	}
	return best
}

// shapeliness is high for land that is near a rectangle, not too long, and
// without sharp corners.
func shapeliness(p cell) float64 {
	f := p.frame()
	score := f.fill
	if f.long > 1.8*f.short {
		score -= 0.25 * (f.long/f.short - 1.8)
	}
	for i := range p.pts {
		if a := p.angle(i); a < 1.22 { // 70 degrees
			score -= 0.8 * (1.22 - a)
		}
	}
	return score
}

// build adds the block that stands on p, if there is room for one.
func (t *town) build(c *canvas, p cell) {
	b := p.inset(0)
	if len(b.pts) == 0 {
		return
	}
	b = b.blunt(0.84, 26*c.unit)
	if len(b.pts) == 0 || b.area() < 2600*c.unit*c.unit || b.frame().short < 34*c.unit {
		return
	}
	t.blocks = append(t.blocks, b)
}

// courts draws the open inside of a block, if it has one.
func (t *town) courts(c *canvas, b cell) {
	f := b.frame()
	if f.short < 108*c.unit || !c.chance(0.6) {
		return
	}
	wing := min(c.between(30, 42)*c.unit, f.short*0.32)
	open := b.inset(wing)
	if len(open.pts) == 0 {
		return
	}
	of := open.frame()
	if of.long > 1.9*of.short && of.short > 30*c.unit {
		for _, half := range halve(open, of.center, normal(of.along), wing) {
			if h := half.inset(0); len(h.pts) > 0 && h.frame().short > 20*c.unit {
				c.fill(t.bent(h.pts))
			}
		}
		return
	}
	if of.short < 24*c.unit {
		return
	}
	c.fill(t.bent(open.pts))
	if c.chance(0.25) { // a gate to the street
		side := scale(normal(of.along), c.sign())
		half := scale(of.along, 8*c.unit)
		gate := b.cut(of.center, side, 0).
			cut(sub(of.center, half), of.along, 0).
			cut(add(of.center, half), scale(of.along, -1), 0)
		if len(gate.pts) > 0 {
			c.fill(t.bent(gate.pts))
		}
	}
}

func (t *town) touchesRoundabout(b cell) bool {
	for i := range b.pts {
		a, e := b.edge(i)
		d := sub(e, a)
		s := min(1, max(0, dot(sub(t.center, a), d)/dot(d, d)))
		if length(sub(t.center, lerp(a, e, s))) < t.radius+1 {
			return true
		}
	}
	return false
}

// floor is where the landmark belongs: lower left, in the floor of the frame,
// across from the roundabout.
func (t *town) floor(c *canvas) geom.Rect {
	if c.h > 1300*c.unit {
		return geom.R(20*c.unit, c.h-490*c.unit, c.w*0.56, c.h-60*c.unit)
	}
	return geom.R(20*c.unit, 20*c.unit, c.w*0.56, c.h*0.8)
}

// square is where the open square belongs: above the middle, on the right.
func (t *town) square(c *canvas) geom.Rect {
	x, y := c.w*c.between(0.5, 0.82), c.h*c.between(0.12, 0.26)
	return geom.R(x-200*c.unit, y-160*c.unit, x+200*c.unit, y+160*c.unit)
}

// pick returns the regular block of at least about the given area that lies
// best inside of a rectangle, near its middle, or -1.
func (t *town) pick(c *canvas, inside geom.Rect, area float64) int {
	best, bestScore := -1, math.Inf(-1)
	for i, b := range t.blocks {
		f := b.frame()
		if f.fill < 0.86 || f.long > 1.9*f.short || t.touchesRoundabout(b) {
			continue
		}
		out := 0.0
		for _, p := range t.bent(b.pts) {
			out = max(out, inside.X0-p.X, p.X-inside.X1, inside.Y0-p.Y, p.Y-inside.Y1)
		}
		at := t.bent(b.pts[:1])[0]
		score := f.fill + 0.8*min(1, b.area()/(area*c.unit*c.unit)) -
			length(sub(at, inside.Center()))/(500*c.unit) - out/(40*c.unit)
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

// church stands in the middle of an open square: nave, transept and apse.
func (t *town) church(c *canvas, square cell) {
	f := square.frame()
	u := scale(f.along, c.sign())
	v := normal(u)
	mid := square.centroid()
	long, wide := f.long*0.62, f.short*0.34
	at := func(x, y float64) geom.Point { return add(mid, add(scale(u, x), scale(v, y))) }
	slab := func(x0, x1, y float64) []geom.Point {
		return t.bent([]geom.Point{at(x0, -y), at(x1, -y), at(x1, y), at(x0, y)})
	}
	head := math.Atan2(u.Y, u.X)
	choir := long/2 - wide*0.42
	apse := arc(at(choir, 0), wide*0.42, head-math.Pi/2, head+math.Pi/2)
	transept := slab(choir-wide*0.85, choir-wide*0.05, wide*0.86)
	c.fill(slab(-long/2, choir, wide/2), transept, t.bent(apse))
}

// bent maps a straight-edged polygon to the town's gently curved streets with
// the conformal map z + bend/2 z^2 about the roundabout: right angles stay right.
func (t *town) bent(pts []geom.Point) []geom.Point {
	const step = 24.0
	var out []geom.Point
	for i, a := range pts {
		b := pts[(i+1)%len(pts)]
		n := max(1, int(length(sub(b, a))/step))
		for k := range n {
			z := sub(lerp(a, b, float64(k)/float64(n)), t.center)
			square := geom.Point{X: z.X*z.X - z.Y*z.Y, Y: 2 * z.X * z.Y}
			turned := geom.Point{
				X: square.X*t.bend.X - square.Y*t.bend.Y,
				Y: square.X*t.bend.Y + square.Y*t.bend.X,
			}
			out = append(out, add(t.center, add(z, scale(turned, 0.5))))
		}
	}
	return out
}
