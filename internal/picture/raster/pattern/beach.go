package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawBeach draws a beach from above: the sea on top, empty enough for texts, the
// surf, and rows of parasols with their sunbeds on the sand.
// Colours: sea, shallows, foam (also the sunbeds and every other gore), sand,
// parasol, and a second parasol (or else the first again).
func drawBeach(c *canvas) {
	shore := c.frame(0, c.between(0.60, 0.63)).Y
	if c.h < 1000*c.unit {
		shore = c.frame(0, 0.16).Y
	}
	lean := c.between(-0.10, -0.04)
	if c.chance(0.4) {
		lean = -lean
	}
	surf := newSurf(c, shore, lean)
	c.flood()
	c.ink(1)
	c.fill(surf.below(0))
	c.ink(2)
	c.fill(surf.below(46 * c.unit))
	c.ink(3)
	c.fill(surf.below(64 * c.unit))
	c.lido(surf, lean)
}

// surf is a line of gentle waves across the picture.
type surf struct {
	c     *canvas
	shore float64 // y at the middle
	slope float64
	phase [4]float64
}

func newSurf(c *canvas, shore, lean float64) *surf {
	s := &surf{c: c, shore: shore, slope: math.Tan(lean)}
	for i := range s.phase {
		s.phase[i] = c.between(0, 2*math.Pi)
	}
	return s
}

// y returns the y coordinate of the line that runs depth px up the beach; each depth
// has waves of its own.
func (s *surf) y(x, depth float64) float64 {
	u := s.c.unit
	y := s.shore + depth + (x-s.c.w/2)*s.slope
	y += 16 * u * math.Sin(x/(175*u)+s.phase[0])
	y += 7 * u * math.Sin(x/(67*u)+s.phase[1])
	swash := min(1, depth/(46*u))
	y += swash * 9 * u * math.Sin(x/(118*u)+s.phase[2])
	return y + swash*4*u*math.Sin(x/(49*u)+s.phase[3])
}

// below returns the area from the line at depth to the bottom of the picture.
func (s *surf) below(depth float64) []geom.Point {
	var pts []geom.Point
	for x := -8.0; x <= s.c.w+8; x += 4 {
		pts = append(pts, geom.Point{X: x, Y: s.y(x, depth)})
	}
	return append(pts, geom.Point{X: s.c.w + 8, Y: s.c.h + 8}, geom.Point{X: -8, Y: s.c.h + 8})
}

// lido sets out the parasols in rows that follow the shore.
func (c *canvas) lido(s *surf, lean float64) {
	pitch, row := 176*c.unit, 178*c.unit
	along := rotate(geom.Point{X: 1}, lean)
	down := normal(along)
	first := geom.Point{X: c.w/2 + c.between(0, pitch), Y: s.shore + 236*c.unit}
	columns, rows := int(c.w/pitch)+3, int((c.h-s.shore)/row)+3
	shift := c.intn(2)
	for j := range rows {
		role := 4
		if c.has(5) && (j+shift)%2 == 1 {
			role = 5
		}
		free := c.intn(columns) - columns/2 // a place without its parasol
		for i := -columns; i <= columns; i++ {
			at := add(first, add(scale(along, float64(i)*pitch), scale(down, float64(j)*row)))
			at.X += float64(j%2) * pitch / 2
			c.ink(2)
			for _, side := range []float64{-1, 1} {
				c.sunbed(add(at, add(scale(along, side*30*c.unit), scale(down, 44*c.unit))), along, down)
			}
			if i == free && j%2 == 1 {
				continue
			}
			c.parasol(parasol{
				at: at, r: 62 * c.unit, gores: 12, turn: c.between(0, math.Pi),
				gore: role, other: 2,
			})
		}
	}
}

// sunbed fills a bed of 40 x 108 px around its middle.
func (c *canvas) sunbed(mid, along, down geom.Point) {
	const r = 10.0
	w, h := 20*c.unit-r, 54*c.unit-r
	heading := math.Atan2(along.Y, along.X)
	var pts []geom.Point
	for i, k := range []geom.Point{{X: w, Y: h}, {X: -w, Y: h}, {X: -w, Y: -h}, {X: w, Y: -h}} {
		corner := add(mid, add(scale(along, k.X), scale(down, k.Y)))
		a := heading + float64(i)*math.Pi/2
		pts = append(pts, arc(corner, r, a, a+math.Pi/2)...)
	}
	c.fill(pts)
}
