package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawUmbrella draws one big parasol from above, its crown in the lower right
// of the frame. Colours: field, gore, and the gores in between.
func drawUmbrella(c *canvas) {
	c.flood()
	r := min(630*c.unit, 0.8*(c.h-c.margin()))
	at := c.frame(c.between(0.70, 0.78), c.between(0.88, 0.96))
	if c.h < 1000*c.unit {
		at = c.frame(c.between(0.62, 0.78), c.between(0.8, 1.0))
	}
	c.parasol(parasol{at: at, r: r, gores: 16, turn: c.between(0, math.Pi/8), gore: 1, other: 2})
}

// parasol is an umbrella seen from above, its gores in two colours in turn.
type parasol struct {
	at          geom.Point
	r           float64
	gores       int // even
	turn        float64
	gore, other int // roles
}

// parasol draws p: the rim hangs in a little between the ribs.
func (c *canvas) parasol(p parasol) {
	step := 2 * math.Pi / float64(p.gores)
	rim := func(from, to float64) []geom.Point {
		const pieces = 24
		pts := make([]geom.Point, 0, pieces+2)
		for i := range pieces + 1 {
			t := float64(i) / pieces
			// A chord sags by 1-cos(step/2); the cloth by twice as much.
			sag := 1 - 2*(1-math.Cos(step/2))*4*t*(1-t)
			pts = append(pts, polar(p.at, p.r*sag, from+(to-from)*t))
		}
		return pts
	}
	var outline []geom.Point
	for i := range p.gores {
		a := p.turn + step*float64(i)
		outline = append(outline, rim(a, a+step)...)
	}
	// The whole in one colour first, the gores of the other on top: no seam
	// between neighbours shows what lies beneath.
	c.ink(p.other)
	c.fill(outline)
	c.ink(p.gore)
	for i := 0; i < p.gores; i += 2 {
		a := p.turn + step*float64(i)
		c.fill(append(rim(a, a+step), p.at))
	}
	c.ink(p.other)
	c.disc(p.at, p.r*0.085)
	c.ink(p.gore)
	c.disc(p.at, p.r*0.032)
}
