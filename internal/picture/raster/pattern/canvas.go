package pattern

import (
	"image"
	"image/color"
	"math"

	"github.com/fogleman/gg"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

// canvas draws flat shapes for one pattern.
//
// Every coordinate is rounded to 1/64 px before it reaches the rasteriser,
// which works in that unit with integers from there on. So a last bit that
// differs between processors (fused multiply-add) does not reach the picture.
type canvas struct {
	*random
	im     *image.RGBA
	dc     *gg.Context
	w, h   float64
	unit   float64 // 1 on a canvas of the 1080 px class, more on larger ones
	colors []srgb.Color
}

func newCanvas(seed uint64, size geom.Size, bleed int, colors []srgb.Color) *canvas {
	im := image.NewRGBA(image.Rect(0, 0, size.W, size.H))
	c := &canvas{
		random: &random{state: seed},
		im:     im,
		dc:     gg.NewContextForRGBA(im),
		w:      float64(size.W - 2*bleed), h: float64(size.H - 2*bleed),
		unit:   1,
		colors: colors,
	}
	c.dc.Translate(float64(bleed), float64(bleed))
	// The house style is drawn for 1080 x 1920; up to 2400 px leaves room for
	// the margins that a drifting view needs.
	if longest := max(c.w, c.h); longest > 2400 {
		c.unit = longest / 1920
	}
	return c
}

// margin returns by how many px the picture is larger than the canvas that shows it,
// half of it on either side: a view that drifts needs it. A picture whose shorter
// side is just above 1080 px is assumed to have such a margin.
func (c *canvas) margin() float64 {
	if m := min(c.w, c.h) - 1080*c.unit; m > 0 && m <= 240*c.unit {
		return m
	}
	return 0
}

// frame returns the point at the given shares of the canvas's width and height.
func (c *canvas) frame(x, y float64) geom.Point {
	m := c.margin()
	return geom.Point{X: m/2 + (c.w-m)*x, Y: m/2 + (c.h-m)*y}
}

// has reports whether the caller gave a colour for role i.
func (c *canvas) has(i int) bool { return i < len(c.colors) }

// ink chooses the colour of role i for what is drawn next.
func (c *canvas) ink(i int) {
	s := c.colors[i]
	c.dc.SetColor(color.RGBA{s.R, s.G, s.B, 255})
}

// flood paints everything in the colour of the first role.
func (c *canvas) flood() {
	c.ink(0)
	c.dc.Clear()
}

func snap(v float64) float64 { return math.Round(v*64) / 64 }

func (c *canvas) trace(pts []geom.Point, closed bool) {
	for i, p := range pts {
		if i == 0 {
			c.dc.MoveTo(snap(p.X), snap(p.Y))
		} else {
			c.dc.LineTo(snap(p.X), snap(p.Y))
		}
	}
	if closed {
		c.dc.ClosePath()
	}
}

// fill paints polygons together, with the non-zero rule.
func (c *canvas) fill(polygons ...[]geom.Point) {
	for _, p := range polygons {
		if len(p) > 2 {
			c.trace(p, true)
		}
	}
	c.dc.Fill()
}

// rect fills a rectangle.
func (c *canvas) rect(x0, y0, x1, y1 float64) {
	c.fill([]geom.Point{{X: x0, Y: y0}, {X: x1, Y: y0}, {X: x1, Y: y1}, {X: x0, Y: y1}})
}

// disc fills a circle.
func (c *canvas) disc(center geom.Point, r float64) {
	c.fill(arc(center, r, 0, 2*math.Pi))
}

// stroke draws a line with round ends and joins.
func (c *canvas) stroke(pts []geom.Point, closed bool, width float64) {
	if len(pts) < 2 {
		return
	}
	c.dc.SetLineWidth(snap(width))
	c.dc.SetLineCapRound()
	c.dc.SetLineJoinRound()
	c.trace(pts, closed)
	c.dc.Stroke()
}

// arc returns points on a circle from angle a0 to a1 (radians, clockwise on
// screen), both included, dense enough that no chord leaves the circle by more
// than 1/64 px.
func arc(center geom.Point, r, a0, a1 float64) []geom.Point {
	n := max(2, int(math.Ceil(math.Abs(a1-a0)*math.Sqrt(8*max(r, 1)))))
	pts := make([]geom.Point, 0, n+1)
	for i := range n + 1 {
		a := a0 + (a1-a0)*float64(i)/float64(n)
		pts = append(pts, polar(center, r, a))
	}
	return pts
}

func polar(center geom.Point, r, a float64) geom.Point {
	return geom.Point{X: center.X + r*math.Cos(a), Y: center.Y + r*math.Sin(a)}
}
