package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawShutter draws the slats of a roller shutter, one band of them punched.
// Colours: slat, groove, and for the bar at the lower edge its own and that of
// its handles; without the third there is no bar.
func drawShutter(c *canvas) {
	c.flood()
	bottom := c.h
	if c.has(2) {
		bottom -= 96 * c.unit
	}
	pitch := math.Round(c.between(54, 66) * c.unit)
	rows := int(math.Ceil(bottom / pitch))
	punched := rows - 4 - c.intn(3)
	c.ink(1)
	for k := 1; k <= rows; k++ {
		y := bottom - float64(k)*pitch
		c.rect(0, y, c.w, y+math.Round(6*c.unit))
		if k == rows-punched || k == rows-punched+1 {
			c.punch(y+3*c.unit+pitch/2, k%2)
		}
	}
	if !c.has(2) {
		return
	}
	c.ink(2)
	c.rect(0, bottom, c.w, c.h)
	if c.has(3) {
		c.ink(3)
		m := c.margin() / 2
		for _, x := range []float64{0.26, 0.74} {
			mid := m + (c.w-2*m)*x
			c.stroke([]geom.Point{{X: mid - 70*c.unit, Y: bottom + 48*c.unit}, {X: mid + 70*c.unit, Y: bottom + 48*c.unit}}, false, 28*c.unit)
		}
	}
}

// punch draws a row of slots; every other row is set off by half a step.
func (c *canvas) punch(y float64, off int) {
	const step = 60.0
	x := c.frame(0, 0).X + step*c.unit/4 + float64(off)*step*c.unit/2
	for x -= math.Ceil(x/step/c.unit) * step * c.unit; x < c.w; x += step * c.unit {
		c.stroke([]geom.Point{{X: x, Y: y}, {X: x + 22*c.unit, Y: y}}, false, 10*c.unit)
	}
}
