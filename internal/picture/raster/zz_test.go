package raster

import (
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"image"
	"image/png"
	"os"
	"testing"
)

func save(m *Mask, f string) {
	im := &image.Alpha{Pix: m.A, Stride: m.Rect.Dx(), Rect: m.Rect}
	g := image.NewGray(m.Rect)
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			g.Pix[g.PixOffset(x, y)] = 255 - im.AlphaAt(x, y).A
		}
	}
	w, _ := os.Create(f)
	png.Encode(w, g)
	w.Close()
}
func TestZ(t *testing.T) {
	P := func(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }
	s := &timeline.Shape{StrokePx: 40, Pivot: P(200, 200), Path: timeline.Path{
		{Op: timeline.MoveTo, P: [3]geom.Point{P(40, 300)}},
		{Op: timeline.LineTo, P: [3]geom.Point{P(150, 60)}},
		{Op: timeline.LineTo, P: [3]geom.Point{P(180, 300)}},
		{Op: timeline.CubeTo, P: [3]geom.Point{P(300, 500), P(400, -200), P(460, 200)}},
		{Op: timeline.QuadTo, P: [3]geom.Point{P(480, 330), P(440, 190)}},
	}}
	save(Shape(s, 1, 0, 0, 0, image.Rect(0, 0, 500, 400)), "/tmp/s1.png")
	save(Shape(s, 0.6, 20, 0, 0, image.Rect(0, 0, 500, 400)), "/tmp/s2.png")
}
