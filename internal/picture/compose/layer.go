package compose

import (
	"errors"
	"fmt"
	"image"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
)

// kind is how a layer is painted.
type kind uint8

const (
	kindFill     kind = iota // one colour through the box
	kindMask                 // one colour through a sprite: text (its emoji keep theirs), resting shapes, tinted bitmaps
	kindShape                // one colour through a shape that changes from frame to frame
	kindPicture              // photos and patterns
	kindBitmap               // a sprite of its own colours
	kindGradient             // one colour of changing opacity
)

// boxed reports whether the paint ends at the layer's box.
func (k kind) boxed() bool { return k == kindFill || k == kindPicture || k == kindGradient }

// layer is a layer of the plan with what is derived from it.
type layer struct {
	*timeline.Layer
	index   int // 0 is the ground
	kind    kind
	color   yuv.Color
	sum     digest.Sum // of all that decides its pixels except the item's values
	ink     geom.Rect  // at rest, the paint lies inside
	picture *picture
	view    timeline.View
	src     geom.Size // size of the picture that the view is a part of
	shape   *timeline.Shape
	grad    *timeline.Gradient
	sprites *spriteSet
}

// setUp derives l from its timeline layer.
func (c *Composer) setUp(l *layer, s *timeline.Scene, pictures pictureSet) error {
	err := errors.Join(
		c.checkSpan(l.Span), checkClip(l.Clip), finiteRect("box", l.Box),
		finite("alpha", l.Alpha), finite("offset", l.DX, l.DY),
	)
	if err != nil {
		return err
	}
	l.ink = l.Box
	switch p := l.Paint.(type) {
	case *timeline.Fill:
		l.kind, l.color = kindFill, yuv.FromSRGB(p.Color)
	case *timeline.Gradient:
		l.kind, l.color, l.grad = kindGradient, yuv.FromSRGB(p.Color), p
		if len(p.AlphaAt) == 0 {
			return errors.New("its gradient has no stops")
		}
	case *timeline.Text:
		if p.Line == nil {
			return errors.New("its text is not set")
		}
		l.kind, l.color, l.ink = kindMask, yuv.FromSRGB(p.Color), textInk(p)
		l.sprites = &spriteSet{build: func(dx, dy float64) (*sprite, error) { return textSprite(p, dx, dy) }}
	case *timeline.Shape:
		if err := errors.Join(finite("trim", p.Trim), finite("turn", p.Turn), finite("form", p.Form), checkForms(p)); err != nil {
			return err
		}
		l.kind, l.color, l.shape, l.ink = kindShape, yuv.FromSRGB(p.Color), p, shapeInk(p)
		if !p.Trim.Moves() && !p.Turn.Moves() && !p.Form.Moves() {
			l.kind = kindMask
			l.sprites = c.shapeSprites(l, s, p)
		}
	case *timeline.Photo:
		if err := c.setUpView(l, p.View, geom.Size{W: p.SrcW, H: p.SrcH}); err != nil {
			return err
		}
		l.picture = c.photo(l, p, pictures)
	case *timeline.Pattern:
		if err := c.setUpView(l, p.View, p.Size); err != nil {
			return err
		}
		l.picture = c.pattern(p, pictures)
	case *timeline.Bitmap:
		if l.Box.Empty() {
			return errors.New("its bitmap has an empty box")
		}
		c.setUpBitmap(l, p)
	default:
		return fmt.Errorf("a paint of type %T is not one that can be drawn", p)
	}
	l.sum = l.digest()
	return nil
}

// checkForms returns an error unless all forms of a shape have the same commands.
func checkForms(p *timeline.Shape) error {
	for i, f := range p.Forms {
		if !f.Path.Like(p.Path) {
			return fmt.Errorf("its form %d has other commands than its path", i+1)
		}
		if (f.StrokePx > 0) != (p.StrokePx > 0) {
			return fmt.Errorf("its form %d is stroked and its path is filled, or the other way round", i+1)
		}
	}
	return nil
}

func (c *Composer) setUpView(l *layer, v timeline.View, src geom.Size) error {
	l.kind, l.view, l.src = kindPicture, v, src
	if l.Box.Empty() || src.W <= 0 || src.H <= 0 || src.W > 1<<16 || src.H > 1<<16 {
		return fmt.Errorf("its picture of %dx%d px does not fit a box of %vx%v", src.W, src.H, l.Box.W(), l.Box.H())
	}
	return finite("view", v.Zoom, v.CX, v.CY)
}

// digest covers the paint and what it is prepared to.
func (l *layer) digest() digest.Sum {
	w := digest.New("compose layer")
	w.Int(int(l.kind))
	l.Paint.AppendDigest(w)
	if l.picture != nil {
		appendRect(w, l.picture.crop)
		w.Int(l.picture.w)
		w.Int(l.picture.h)
	}
	return w.Done()
}

func appendRect(w *digest.Writer, r geom.Rect) {
	w.Float(r.X0)
	w.Float(r.Y0)
	w.Float(r.X1)
	w.Float(r.Y1)
}

// textInk returns a rectangle that holds the ink of the line, without reading
// outlines: one em around the advances, two above for stacked accents.
func textInk(t *timeline.Text) geom.Rect {
	em := t.Line.SizePx
	for _, r := range t.Line.Runs {
		em = max(em, r.SizePx)
	}
	return geom.R(t.Origin.X-em, t.Origin.Y-2*em, t.Origin.X+t.Line.Width+em, t.Origin.Y+1.5*em)
}

// shapeInk returns a rectangle that holds the shape at any rotation.
func shapeInk(s *timeline.Shape) geom.Rect {
	r, ok := pathInk(s.Path)
	if !ok {
		return geom.Rect{}
	}
	stroke := s.StrokePx
	for _, f := range s.Forms {
		if q, ok := pathInk(f.Path); ok {
			r = geom.R(min(r.X0, q.X0), min(r.Y0, q.Y0), max(r.X1, q.X1), max(r.Y1, q.Y1))
		}
		stroke = max(stroke, f.StrokePx)
	}
	if lo, hi := s.Turn.Range(0); lo != 0 || hi != 0 {
		// The disc around the pivot that holds the corners.
		dx := max(s.Pivot.X-r.X0, r.X1-s.Pivot.X)
		dy := max(s.Pivot.Y-r.Y0, r.Y1-s.Pivot.Y)
		d := dx + dy // not less than the radius
		r = geom.R(s.Pivot.X-d, s.Pivot.Y-d, s.Pivot.X+d, s.Pivot.Y+d)
	}
	return r.Inset(-stroke/2 - 1)
}

// pathInk returns a rectangle around a path's points; ok is false when it has none.
func pathInk(path timeline.Path) (r geom.Rect, ok bool) {
	first := true
	for _, seg := range path {
		points := seg.P[:1]
		switch seg.Op {
		case timeline.QuadTo:
			points = seg.P[:2]
		case timeline.CubeTo:
			points = seg.P[:3]
		case timeline.Close:
			points = nil
		case timeline.MoveTo, timeline.LineTo:
		}
		for _, p := range points {
			if first {
				r, first = geom.Rect{X0: p.X, Y0: p.Y, X1: p.X, Y1: p.Y}, false
			}
			r = geom.R(min(r.X0, p.X), min(r.Y0, p.Y), max(r.X1, p.X), max(r.Y1, p.Y))
		}
	}
	return r, !first
}

// canvas returns the canvas with a margin of two pixels, so that the pixel left
// of a chroma sample is known.
func (c *Composer) canvas() image.Rectangle { return image.Rect(-2, -2, c.w+2, c.h+2) }
