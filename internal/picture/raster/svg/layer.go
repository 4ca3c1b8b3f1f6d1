package svg

import (
	"image"
	"math"

	"github.com/golang/freetype/raster"

	"github.com/giro-video/giro/internal/base/diag"
)

// premultiplied is a colour in 16 bits a channel, times its alpha.
type premultiplied struct{ r, g, b, a uint32 }

func premultiply(c rgb) premultiplied {
	a := min(1, max(0, c.a))
	k := func(v float64) uint32 { return uint32(math.Round(min(1, max(0, v)) * a * 0xffff)) }
	return premultiplied{k(c.r), k(c.g), k(c.b), uint32(math.Round(a * 0xffff))}
}

// inkPainter lays a colour, or the colours of a shader, over dst.
type inkPainter struct {
	dst    *image.RGBA
	solid  premultiplied
	shader shader
}

// Paint implements raster.Painter.
func (p *inkPainter) Paint(spans []raster.Span, _ bool) {
	b := p.dst.Rect
	for _, s := range spans {
		if s.Y < b.Min.Y || s.Y >= b.Max.Y {
			continue
		}
		x0, x1 := max(s.X0, b.Min.X), min(s.X1, b.Max.X)
		for x := x0; x < x1; x++ {
			c := p.solid
			if p.shader != nil {
				c = premultiply(p.shader.at(x, s.Y))
			}
			over(p.dst.Pix[p.dst.PixOffset(x, s.Y):], c, s.Alpha)
		}
	}
}

// over lays c, taken by coverage out of 0xffff, over the pixel at pix.
func over(pix []uint8, c premultiplied, coverage uint32) {
	const m = 0xffff
	keep := m - c.a*coverage/m
	mix := func(d uint8, s uint32) uint8 {
		v := (uint32(d)*0x101*keep + s*coverage + m/2) / m // rounding may take it one beyond m
		return uint8((v + 0x80) / 0x101)                   //nolint:gosec // at most 255
	}
	pix[0], pix[1], pix[2], pix[3] = mix(pix[0], c.r), mix(pix[1], c.g), mix(pix[2], c.b), mix(pix[3], c.a)
}

// layer draws an element into a picture of its own and lays that over the rest
// with the element's effects.
func (r *renderer) layer(n *node, ctm matrix, st style) error {
	return r.effects(n, ctm, st, func() error { return r.content(n, ctm, st) })
}

// effects draws into a picture of its own and lays that over the rest with an
// element's filter, clip, mask, opacity and blend mode, in this order.
func (r *renderer) effects(n *node, ctm matrix, st style, draw func() error) error {
	below := r.dst
	im, err := r.onto(draw)
	if err != nil {
		return err
	}
	if !noRef(st.filter) {
		if im, err = r.filter(im, n, ctm, st); err != nil {
			return err
		}
	}
	if !noRef(st.clip) {
		if err := r.clip(im, n, st.clip, ctm); err != nil {
			return err
		}
	}
	if !noRef(st.mask) {
		if err := r.mask(im, n, st.mask, ctm); err != nil {
			return err
		}
	}
	if !blends(st.blend) {
		return diag.Reasonf("%v: mix-blend-mode %s", ErrUnsupported, clip(st.blend))
	}
	lay(below, im, st.opacity, st.blend)
	return nil
}

// lay lays a picture over another of the same size.
func lay(below, im *image.RGBA, opacity float64, mode string) {
	coverage := uint32(math.Round(opacity * 0xffff))
	mixed := mode != "" && mode != "normal"
	for i := 0; i < len(im.Pix); i += 4 {
		p := im.Pix[i : i+4 : i+4]
		switch {
		case p[3] == 0:
		case mixed:
			blendPixel(below.Pix[i:i+4:i+4], p, opacity, mode)
		default:
			over(below.Pix[i:], premultiplied{
				uint32(p[0]) * 0x101, uint32(p[1]) * 0x101, uint32(p[2]) * 0x101, uint32(p[3]) * 0x101,
			}, coverage)
		}
	}
}

// onto runs draw with an empty picture in the place of r.dst and returns that picture.
func (r *renderer) onto(draw func() error) (*image.RGBA, error) {
	if r.layers >= maxLayers {
		return nil, errTooComplex
	}
	if err := r.spend(4 * float64(r.dst.Rect.Dx()) * float64(r.dst.Rect.Dy())); err != nil {
		return nil, err
	}
	below := r.dst
	r.dst = image.NewRGBA(below.Rect)
	r.layers++
	defer func() {
		r.dst = below
		r.layers--
	}()
	err := draw()
	return r.dst, err
}
