package compose

import (
	"image"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
)

func toRect(r image.Rectangle) geom.Rect {
	return geom.R(float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y))
}

// paintPicture resamples the picture through the item's view.
func (p *Painter) paintPicture(dst *yuv.Frame, it *item, r image.Rectangle) {
	b := it.bounds(dst.W, dst.H)
	if p.aimed != it {
		// The resampler is set once a frame, for everything that may be visible.
		p.aimed = it
		x, y := camera(it.place, it.view, it.layer.picture)
		p.camera.Aim(it.layer.picture.frame, x, y, b.Min.X, b.Max.X)
	}
	round := it.round(b)
	if !round && it.alpha == yuv.One && r.In(inner(it.clip, dst.W, dst.H)) {
		p.camera.Draw(dst, r)
		return
	}
	p.sink = pictureSink{painter: p, dst: dst, item: it, round: round}
	for plane := range 3 {
		p.sink.edges.set(plane, it.clip.X0, it.clip.X1, dst.W)
		p.camera.Rows(plane, r, &p.sink)
	}
	p.sink = pictureSink{}
}

// pictureSink blends the rows from the resampler with the frame.
type pictureSink struct {
	painter *Painter
	dst     *yuv.Frame
	item    *item
	edges   edges
	round   bool
}

// Row implements yuv.RowSink.
func (s *pictureSink) Row(plane, y, x int, px []byte) {
	to, it := s.dst.Plane(plane), s.item
	if s.round {
		cover := s.painter.planeCover(it, plane, y, x, x+len(px))
		yuv.MaskRow(to.Row(y, x, x+len(px)), px, cover, it.alpha)
		return
	}
	a := float64(it.alpha) / float64(yuv.One) * rowCover(plane, it.clip.Y0, it.clip.Y1, y)
	s.edges.each(x, x+len(px), func(x0, x1 int, share float64) {
		yuv.Lerp(to.Row(y, x0, x1), px[x0-x:x1-x], yuv.WeightOf(a*share))
	})
}
