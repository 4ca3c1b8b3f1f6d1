package svg

import (
	"image"
	"math"
	"strings"

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

// inkPainter lays a colour or a gradient over dst.
type inkPainter struct {
	dst      *image.RGBA
	solid    premultiplied
	gradient *gradient
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
			if p.gradient != nil {
				c = premultiply(p.gradient.at(x, s.Y))
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
// with the element's opacity, clip and mask.
func (r *renderer) layer(n *node, ctm matrix, st style) error {
	below := r.dst
	im, err := r.onto(func() error { return r.content(n, ctm, st) })
	if err != nil {
		return err
	}
	if !noRef(st.clip) {
		if err := r.clip(im, st.clip, ctm); err != nil {
			return err
		}
	}
	if !noRef(st.mask) {
		if err := r.mask(im, st.mask, ctm); err != nil {
			return err
		}
	}
	coverage := uint32(math.Round(st.opacity * 0xffff))
	for i := 0; i < len(im.Pix); i += 4 {
		if p := im.Pix[i : i+4 : i+4]; p[3] != 0 {
			over(below.Pix[i:], premultiplied{
				uint32(p[0]) * 0x101, uint32(p[1]) * 0x101, uint32(p[2]) * 0x101, uint32(p[3]) * 0x101,
			}, coverage)
		}
	}
	return nil
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

// target returns the element that a clip-path or mask property refers to, and
// nil if there is none, in which case browsers draw the element whole.
func (r *renderer) target(v, name string) (*node, error) {
	if !strings.HasPrefix(v, "url(") {
		return nil, diag.Reasonf("%v: %s %q", ErrUnsupported, name, clip(v))
	}
	id, _, ok := reference(v)
	if !ok {
		return nil, diag.Reasonf("%v: %s %q refers to another file", ErrUnsupported, name, clip(v))
	}
	n := r.doc.byID[id]
	if n == nil || n.name != name {
		return nil, nil
	}
	for _, key := range []string{"clipPathUnits", "maskContentUnits"} {
		if n.attr[key] == "objectBoundingBox" {
			return nil, diag.Reasonf("%v: %s in units of the object's box", ErrUnsupported, name)
		}
	}
	return n, nil
}

// clip makes im transparent outside the shapes of a clip path.
func (r *renderer) clip(im *image.RGBA, v string, ctm matrix) error {
	n, err := r.target(v, "clipPath")
	if n == nil || err != nil {
		return err
	}
	if t, err := transform(n.attr["transform"]); err == nil {
		ctm = ctm.mul(t)
	}
	s, err := rootStyle().of(r.doc, n)
	if err != nil {
		return err
	}
	nested := s.clip
	inside, err := r.onto(func() error { return r.silhouettes(n, ctm, s) })
	if err != nil {
		return err
	}
	keep(im, func(i int) uint32 { return uint32(inside.Pix[i+3]) })
	if !noRef(nested) && r.depth < maxDepth {
		r.depth++
		defer func() { r.depth-- }()
		return r.clip(im, nested, ctm)
	}
	return nil
}

// silhouettes draws the shapes of a clip path in black, without their strokes.
func (r *renderer) silhouettes(n *node, ctm matrix, s style) error {
	for _, child := range n.children {
		st, err := s.of(r.doc, child)
		if err != nil {
			return err
		}
		if r.drawn++; r.drawn > maxElements {
			return errTooComplex
		}
		m := ctm
		if v := child.attr["transform"]; v != "" {
			t, err := transform(v)
			if err != nil {
				return err
			}
			m = m.mul(t)
		}
		shape := child
		if child.name == "use" {
			if shape = r.doc.byID[hrefID(child)]; shape == nil {
				continue
			}
			m = m.mul(matrix{1, 0, 0, 1, child.length("x", r.box.w), child.length("y", r.box.h)})
			if v := shape.attr["transform"]; v != "" {
				t, err := transform(v)
				if err != nil {
					return err
				}
				m = m.mul(t)
			}
			if st, err = st.of(r.doc, shape); err != nil {
				return err
			}
		}
		if st.gone || st.hidden {
			continue
		}
		segs, err := shape.outline(r.box)
		if err != nil {
			return err
		}
		st.fill, st.fillOpacity, st.stroke, st.evenOdd = paint{color: black}, 1, paint{none: true}, st.clipEvenOdd
		if err := r.shape(segs, m, st); err != nil {
			return err
		}
	}
	return nil
}

// mask scales the alpha of im by the luminance of a mask (or, by its type, its alpha).
func (r *renderer) mask(im *image.RGBA, v string, ctm matrix) error {
	n, err := r.target(v, "mask")
	if n == nil || err != nil {
		return err
	}
	if r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	s, err := rootStyle().of(r.doc, n)
	if err != nil {
		return err
	}
	light, err := r.onto(func() error { return r.children(n, ctm, s) })
	if err != nil {
		return err
	}
	keep(im, func(i int) uint32 {
		p := light.Pix[i : i+4]
		if !s.luminance {
			return uint32(p[3])
		}
		// The weights of linearRGB luminance (SVG 1.1, 14.4), applied to sRGB code
		// values as browsers do; the values are premultiplied already.
		return (2125*uint32(p[0]) + 7154*uint32(p[1]) + 721*uint32(p[2]) + 5000) / 10000
	})
	return nil
}

// keep scales the pixels of im by share(i)/255, i being the offset of a pixel.
func keep(im *image.RGBA, share func(i int) uint32) {
	for i := 0; i < len(im.Pix); i += 4 {
		k := share(i)
		for j := range 4 {
			im.Pix[i+j] = uint8((uint32(im.Pix[i+j])*k + 127) / 255) //nolint:gosec // at most 255
		}
	}
}
