package pattern

// drawStripes draws vertical stripes as on beach canvas, with edges on the layout's
// grid of 60 px. The seed chooses the sequence of widths.
// Colours: ground, stripe, and a second stripe (or else the first again).
func drawStripes(c *canvas) {
	// Widths in px of ground and stripe in turn; each weave repeats after 120 or 240.
	weaves := [][]float64{
		{60, 60},
		{60, 60},
		{80, 40},
		{60, 120, 24, 36},
		{100, 100, 20, 20},
	}
	weave := weaves[c.intn(len(weaves))]
	c.flood()
	x, second := c.frame(0, 0).X-240*c.unit, false
	for i := 0; x < c.w; i++ {
		width := weave[i%len(weave)] * c.unit
		if i%2 == 1 {
			c.ink(1)
			if second && c.has(2) {
				c.ink(2)
			}
			second = !second
			c.rect(x, 0, x+width, c.h)
		}
		x += width
	}
}
