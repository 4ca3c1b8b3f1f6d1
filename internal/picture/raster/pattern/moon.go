package pattern

import "math"

// drawMoon draws a rising moon and the rings of its light, which open with the
// distance. Colours: night, ring, and moon; without the third the disc is
// left out, for a design that moves a disc of its own.
func drawMoon(c *canvas) {
	c.flood()
	at := c.frame(c.between(0.62, 0.74), 1)
	r := 475 * c.unit
	if c.h < 1000*c.unit {
		r = 0.7 * c.h
	}
	far := math.Hypot(c.w, c.h) + r
	c.ink(1)
	gap := c.between(30, 40) * c.unit
	grow := c.between(1.05, 1.08)
	for ring := r + gap; ring < far; ring += gap {
		c.stroke(arc(at, ring, 0, 2*math.Pi), true, 4*c.unit)
		gap *= grow
	}
	if c.has(2) {
		c.ink(2)
		c.disc(at, r)
	}
}
