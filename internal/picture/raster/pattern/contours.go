package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawContours draws the contour lines of an invented hill country, every
// fifth one stronger. Colours: field, line, and strong line (or else the line's).
func drawContours(c *canvas) {
	land := newTerrain(c)
	c.flood()
	for _, l := range land.lines() {
		c.ink(1)
		width := 3.6
		if l.level%5 == 0 {
			width = 6.5
			if c.has(2) {
				c.ink(2)
			}
		}
		c.stroke(l.points, l.closed, width*c.unit)
	}
}

// hill is a smooth, elongated bump: height / (1 + q)^2, q the squared distance
// in its own axes. No exponential, so every machine agrees on its digits.
type hill struct {
	at           geom.Point
	along        geom.Point // unit vector of the long axis
	long, across float64    // px
	height       float64
}

// terrain is a sum of hills on a gentle slope, sampled on a grid.
type terrain struct {
	c     *canvas
	hills []hill
	slope geom.Point
	step  float64 // of the grid, px
	cols  int
	rows  int
	z     []float64
	rise  float64 // between two lines
}

func newTerrain(c *canvas) *terrain {
	t := &terrain{c: c, step: 10 * c.unit}
	t.slope = scale(rotate(geom.Point{X: 1}, c.between(0, 2*math.Pi)), 0.00035/c.unit)
	// Hills sit in cells of a loose grid, so that no part of the picture is bare.
	const pitch = 560.0
	grain := c.between(0, math.Pi)
	nx, ny := int(c.w/(pitch*c.unit))+2, int(c.h/(pitch*c.unit))+2
	dx, dy := c.w/float64(nx-1), c.h/float64(ny-1)
	for i := range nx {
		for j := range ny {
			h := hill{
				at: geom.Point{
					X: (float64(i) + c.between(-0.42, 0.42)) * dx,
					Y: (float64(j) + c.between(-0.42, 0.42)) * dy,
				},
				along: rotate(geom.Point{X: 1}, grain+c.between(-0.6, 0.6)),
				long:  c.between(260, 560) * c.unit,
			}
			h.across = h.long * c.between(0.5, 0.85)
			// Broad hills are high and narrow ones low, so that all slopes are
			// about as steep and their lines about as dense.
			h.height = c.between(0.8, 1.1) * h.across / (300 * c.unit)
			if c.chance(0.25) {
				h.height = -0.8 * h.height // a hollow
			}
			t.hills = append(t.hills, h)
		}
	}
	t.sample()
	return t
}

func (t *terrain) height(p geom.Point) float64 {
	z := dot(p, t.slope)
	for _, h := range t.hills {
		d := sub(p, h.at)
		u, v := dot(d, h.along)/h.long, cross(h.along, d)/h.across
		q := 1 + u*u + v*v
		z += h.height / (q * q)
	}
	return z
}

// margin is how far the grid reaches beyond the picture, in steps, so that
// lines leave it without an end in sight.
const gridMargin = 2

func (t *terrain) point(i, j int) geom.Point {
	return geom.Point{X: float64(i-gridMargin) * t.step, Y: float64(j-gridMargin) * t.step}
}

// sample fills the grid and chooses the rise so that lines on the steepest
// slopes keep clear of each other.
func (t *terrain) sample() {
	t.cols = int(t.c.w/t.step) + 2 + 2*gridMargin
	t.rows = int(t.c.h/t.step) + 2 + 2*gridMargin
	t.z = make([]float64, t.cols*t.rows)
	steepest := 0.0
	for j := range t.rows {
		for i := range t.cols {
			z := t.height(t.point(i, j))
			t.z[j*t.cols+i] = z
			if i > 0 && j > 0 {
				gx, gy := z-t.z[j*t.cols+i-1], z-t.z[(j-1)*t.cols+i]
				steepest = max(steepest, math.Sqrt(gx*gx+gy*gy)/t.step)
			}
		}
	}
	const closest = 14.0 // px between two lines
	t.rise = steepest * closest * t.c.unit
}
