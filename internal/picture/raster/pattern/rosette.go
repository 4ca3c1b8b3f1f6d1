package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawRosette draws a guilloche as on banknotes: braided rings around the corner
// where the layout's room (texts), rail (right column) and floor (bottom) meet, wider
// and wider until they fill the picture. Colours: field, line, and a strong line for
// the core and the rims (or else the line's).
func drawRosette(c *canvas) {
	c.flood()
	g := guilloche{canvas: c, center: c.frame(5.0/6, 3.0/4)}
	far := 0.0
	for _, corner := range box(0, 0, c.w, c.h).pts {
		far = max(far, length(sub(corner, g.center)))
	}
	g.core()
	band := c.between(84, 104) * c.unit
	rims := []float64{}
	for r := 124 * c.unit; r < far; {
		g.braid(r, r+band)
		r += band
		rims = append(rims, r)
		band *= c.between(1.1, 1.34)
	}
	g.pen(true)
	for _, r := range rims {
		g.curve(r, thinLine, func(float64) float64 { return r })
	}
}

// guilloche draws closed curves around one centre.
type guilloche struct {
	*canvas
	center geom.Point
}

// thin and bold are the widths of the lines in px; thinner ones shimmer once encoded.
const (
	thinLine = 2.8
	boldLine = 4.2
)

// pen selects the colour of lines or that of strong lines.
func (g *guilloche) pen(strong bool) {
	g.ink(1)
	if strong && g.has(2) {
		g.ink(2)
	}
}

// curve draws the closed curve with radius at(angle).
func (g *guilloche) curve(outer, width float64, at func(a float64) float64) {
	n := int(2 * math.Pi * outer / (4 * g.unit))
	pts := make([]geom.Point, n)
	for i := range pts {
		a := 2 * math.Pi * float64(i) / float64(n)
		pts[i] = polar(g.center, at(a), a)
	}
	g.stroke(pts, true, width*g.unit)
}

// core draws the middle: a ring of loops around an open eye.
func (g *guilloche) core() {
	g.pen(true)
	loops := 13 + g.intn(4)
	for k := range 2 {
		phase := math.Pi * float64(k)
		g.curve(110*g.unit, thinLine, func(a float64) float64 {
			return g.unit * (74 + 36*math.Sin(float64(loops)*a+phase))
		})
	}
	g.curve(24*g.unit, boldLine, func(float64) float64 { return 22 * g.unit })
	g.curve(120*g.unit, boldLine, func(float64) float64 { return 117 * g.unit })
}

// braid fills the ring between two radii with waves of the same shape, each
// turned a little further than the last, so that they cross in rows of petals.
// Waves and strands are as many as keep the petals' size from ring to ring.
func (g *guilloche) braid(inner, outer float64) {
	mid, amp := (inner+outer)/2, (outer-inner)/2-7*g.unit
	waves := math.Round(g.between(1.9, 3.1) * mid / amp)
	strands := min(9, max(2, int(2*math.Pi*mid/(waves*g.between(30, 40)*g.unit))))
	bulge := g.between(-0.24, 0.24) // of a second harmonic: round or pointed waves
	wave := func(t float64) float64 { return math.Sin(t) + bulge*math.Cos(2*t) }
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range 720 {
		v := wave(float64(i) * math.Pi / 360)
		lo, hi = min(lo, v), max(hi, v)
	}
	g.pen(false)
	for k := range strands {
		phase := 2 * math.Pi * float64(k) / float64(strands)
		g.curve(outer, thinLine, func(a float64) float64 {
			return mid + amp*(2*(wave(waves*a+phase)-lo)/(hi-lo)-1)
		})
	}
}
