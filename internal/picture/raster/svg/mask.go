package svg

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

// target returns the element that a property refers to, and nil if there is none
// of that name, in which case browsers draw as if the property were not there.
func (r *renderer) target(v, name string) (*node, error) {
	if !strings.HasPrefix(v, "url(") {
		return nil, fmt.Errorf("%w: %s %q", ErrUnsupported, name, clip(v))
	}
	id, rest, ok := reference(v)
	if !ok || rest != "" {
		return nil, fmt.Errorf("%w: %s %q refers to another file", ErrUnsupported, name, clip(v))
	}
	n := r.doc.byID[id]
	if n == nil || n.name != name {
		return nil, nil
	}
	return n, nil
}

// ancestral returns the style of an element where it stands in the file, which is
// what gradients, patterns, masks and markers inherit from.
func (r *renderer) ancestral(n *node) (style, error) {
	above := rootStyle()
	if n.parent != nil {
		var err error
		if above, err = r.ancestral(n.parent); err != nil {
			return above, err
		}
	}
	return above.of(r.doc, n)
}

// inUnits returns ctm with the units of what masks or clips an element: those of
// the element, or shares of its box.
func (r *renderer) inUnits(units string, n *node, ctm matrix) matrix {
	if units != "objectBoundingBox" {
		return ctm
	}
	b, _ := r.bbox(n, identity, 0)
	return ctm.mul(matrix{b.w, 0, 0, b.h, b.x, b.y})
}

// clip makes im transparent outside the shapes of a clip path.
func (r *renderer) clip(im *image.RGBA, of *node, v string, ctm matrix) error {
	n, err := r.target(v, "clipPath")
	if n == nil || err != nil {
		return err
	}
	s, err := r.ancestral(n)
	if err != nil {
		return err
	}
	m, err := r.local(n, &s, ctm)
	if err != nil {
		return err
	}
	m = r.inUnits(n.attr["clipPathUnits"], of, m)
	inside, err := r.onto(func() error { return r.silhouettes(n, m, s) })
	if err != nil {
		return err
	}
	keep(im, func(i int) uint32 { return uint32(inside.Pix[i+3]) })
	if !noRef(s.clip) {
		if r.depth >= maxDepth {
			return errTooComplex
		}
		r.depth++
		defer func() { r.depth-- }()
		return r.clip(im, of, s.clip, ctm)
	}
	return nil
}

// silhouettes draws the shapes of a clip path in black, without their strokes.
func (r *renderer) silhouettes(n *node, ctm matrix, s style) error {
	for _, child := range n.children {
		if r.drawn++; r.drawn > maxElements || r.depth >= maxDepth {
			return errTooComplex
		}
		st, err := s.of(r.doc, child)
		if err != nil {
			return err
		}
		if st.gone || !child.shown() {
			continue
		}
		m, err := r.local(child, &st, ctm)
		if err != nil {
			return err
		}
		shape := child
		if child.name == "use" {
			if shape = r.doc.byID[hrefID(child)]; shape == nil {
				continue
			}
			m = m.mul(matrix{1, 0, 0, 1, child.length("x", r.box.w), child.length("y", r.box.h)})
			outer := st.clip
			if st, err = st.of(r.doc, shape); err != nil {
				return err
			}
			if m, err = r.local(shape, &st, m); err != nil {
				return err
			}
			if !noRef(outer) && !noRef(st.clip) {
				return fmt.Errorf("%w: clip paths within clip paths within clip paths", ErrUnsupported)
			} else if noRef(st.clip) {
				st.clip = outer
			}
		}
		if slices.Contains(refused, shape.name) {
			return fmt.Errorf("%w: <%s> in a clip path", ErrUnsupported, shape.name)
		}
		if st.hidden || st.gone {
			continue
		}
		segs, err := shape.outline(r.box)
		if err != nil {
			return err
		}
		if err := r.silhouette(shape, segs, m, st); err != nil {
			return err
		}
	}
	return nil
}

// silhouette draws one shape of a clip path, which may be clipped itself.
func (r *renderer) silhouette(n *node, segs []segment, ctm matrix, st style) error {
	draw := func() error { return r.within(nil, segs, ctm, st.clipEvenOdd) }
	if noRef(st.clip) {
		return draw()
	}
	r.depth++
	defer func() { r.depth-- }()
	im, err := r.onto(draw)
	if err != nil {
		return err
	}
	if err := r.clip(im, n, st.clip, ctm); err != nil {
		return err
	}
	lay(r.dst, im, 1, "")
	return nil
}

// within makes im transparent outside of a path; with im nil it draws the path in
// black instead.
func (r *renderer) within(im *image.RGBA, segs []segment, ctm matrix, evenOdd bool) error {
	draw := func() error {
		var path polyline.Polyline
		flatten(&path, segs, ctm)
		if path.Broken {
			return errTooComplex
		}
		return r.fill(&path, evenOdd, &inkPainter{dst: r.dst, solid: premultiply(black)})
	}
	if im == nil {
		return draw()
	}
	inside, err := r.onto(draw)
	if err != nil {
		return err
	}
	keep(im, func(i int) uint32 { return uint32(inside.Pix[i+3]) })
	return nil
}

// paintRect fills a path with a colour.
func (r *renderer) paintRect(segs []segment, ctm matrix, c rgb) error {
	var path polyline.Polyline
	flatten(&path, segs, ctm)
	return r.fill(&path, false, &inkPainter{dst: r.dst, solid: premultiply(c)})
}

// mask scales the alpha of im by the luminance of a mask (or, by its type, its alpha).
func (r *renderer) mask(im *image.RGBA, of *node, v string, ctm matrix) error {
	n, err := r.target(v, "mask")
	if n == nil || err != nil {
		return err
	}
	if r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	s, err := r.ancestral(n)
	if err != nil {
		return err
	}
	if s.linearPaint {
		return fmt.Errorf("%w: a mask in linearRGB", ErrUnsupported)
	}
	content := r.inUnits(n.attr["maskContentUnits"], of, ctm)
	light, err := r.onto(func() error { return r.children(n, content, s) })
	if err != nil {
		return err
	}
	region := r.region(n, of, n.attr["maskUnits"])
	if err := r.within(light, region, ctm, false); err != nil {
		return err
	}
	if !noRef(s.mask) {
		if err := r.mask(light, of, s.mask, ctm); err != nil {
			return err
		}
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

// region returns the rectangle outside of which a mask or filter is nothing: a
// tenth beyond the element's box unless the file says otherwise.
func (r *renderer) region(n, of *node, units string) []segment {
	side := func(name, fallback string, whole float64) float64 {
		v, ok := n.attr[name]
		if !ok {
			v = fallback
		}
		f, _ := measure(v, whole)
		return f
	}
	if units == "userSpaceOnUse" {
		b := r.box
		return rectangle(side("x", "-10%", b.w), side("y", "-10%", b.h), side("width", "120%", b.w), side("height", "120%", b.h))
	}
	b, ok := r.bbox(of, identity, 0)
	if !ok {
		return nil
	}
	return rectangle(b.x+side("x", "-10%", 1)*b.w, b.y+side("y", "-10%", 1)*b.h,
		side("width", "120%", 1)*b.w, side("height", "120%", 1)*b.h)
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
