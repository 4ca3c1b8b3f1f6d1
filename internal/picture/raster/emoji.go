package raster

import (
	"image"
	"image/draw"
	"math"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/math/f64"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Emoji returns the emoji of a line of text moved by (dx, dy), which need not be
// whole pixels: their pictures, premultiplied, at their place on the canvas; nil
// when the line has none. They keep their own colours.
//
// The pictures of a font are about 130 px high. They are resampled with the cubic
// filter of Catmull and Rom, widened when they are made smaller so that every
// pixel counts.
func Emoji(t *timeline.Text, dx, dy float64) (*image.RGBA, error) {
	if t.Line == nil {
		return nil, nil //nolint:nilnil // no emoji is an answer here
	}
	var all []placedPicture
	var rect image.Rectangle
	for _, run := range t.Line.Runs {
		if run.Face == nil || !run.Face.Pictures() {
			continue
		}
		for _, g := range run.Glyphs {
			img, box, ok, err := run.Face.Picture(g.ID)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			x, y := t.Origin.X+g.X+dx, t.Origin.Y+g.Y+dy
			p := placedPicture{framed(img), geom.Rect{
				X0: x + box.X0*run.SizePx, Y0: y - box.Y1*run.SizePx,
				X1: x + box.X1*run.SizePx, Y1: y - box.Y0*run.SizePx,
			}}
			all = append(all, p)
			rect = rect.Union(p.reach())
		}
	}
	if rect.Empty() {
		return nil, nil //nolint:nilnil // no emoji is an answer here
	}
	out := image.NewRGBA(rect)
	for _, p := range all {
		p.draw(out)
	}
	return out, nil
}

// frame is the width in px of the transparent border around a picture, so that
// its edge is filtered like any other.
const frame = 2

// framed returns the picture with its border; its own pixels start at (0, 0).
func framed(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(-frame, -frame, b.Dx()+frame, b.Dy()+frame))
	draw.Draw(out, image.Rect(0, 0, b.Dx(), b.Dy()), img, b.Min, draw.Src)
	return out
}

// placedPicture is a framed picture whose own pixels fill a box on the canvas.
type placedPicture struct {
	*image.RGBA
	box geom.Rect
}

// scale returns the pixels of the canvas for one of the picture.
func (p placedPicture) scale() (x, y float64) {
	return p.box.W() / float64(p.Rect.Dx()-2*frame), p.box.H() / float64(p.Rect.Dy()-2*frame)
}

// reach returns the pixels that the picture may touch.
func (p placedPicture) reach() image.Rectangle {
	kx, ky := p.scale()
	return image.Rect(
		int(math.Floor(p.box.X0-frame*kx)), int(math.Floor(p.box.Y0-frame*ky)),
		int(math.Ceil(p.box.X1+frame*kx)), int(math.Ceil(p.box.Y1+frame*ky)),
	)
}

func (p placedPicture) draw(dst *image.RGBA) {
	kx, ky := p.scale()
	xdraw.CatmullRom.Transform(dst, f64.Aff3{kx, 0, p.box.X0, 0, ky, p.box.Y0}, p.RGBA, p.Rect, xdraw.Over, nil)
}
