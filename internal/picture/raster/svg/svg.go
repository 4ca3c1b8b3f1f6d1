// Package svg draws logos and icons: static SVG made of paths, basic shapes,
// groups, uses, nested drawings, embedded pictures, gradients, patterns, markers,
// clips, masks, blend modes and the filters that editors write, styled by
// attributes or by CSS.
//
// A document is untrusted data. It is bounded in size, depth and work, and cannot
// refer to anything outside of itself. A feature that is not drawn is an error that
// names it; animations are taken at their start.
//
// Strokes and curves are those of package polyline, and the rasteriser is that
// of github.com/golang/freetype, which fills by either rule. The usual library,
// oksvg, is not used: it follows a <use> that contains itself until the stack
// is gone, rounds paths to 1/64 of a unit before it scales them, does not scale
// strokes, fills by the non-zero rule alone and draws clip paths as ink.
package svg

import (
	"errors"
	"image"
	"image/color"

	"github.com/giro-video/giro/internal/base/diag"
)

const (
	maxBytes    = 4 << 20
	maxElements = 50_000      // in the file, and again as drawn, uses included
	maxDepth    = 64          // of elements, and of uses within uses
	maxLayers   = 24          // of groups within groups that need a picture of their own
	maxRules    = 2_000       // of style sheets
	maxSteps    = 20_000_000  // of matching their selectors
	maxPoints   = 2_000_000   // of one flattened path
	maxWork     = 400_000_000 // pixels touched, and 20 for each pixel of a line
)

// ErrUnsupported says that a document needs a feature that is not drawn.
var ErrUnsupported = errors.New("not supported")

// errTooComplex says that a document goes beyond one of the bounds above.
var errTooComplex = errors.New("the drawing is too complex")

// Draw draws a document into a transparent picture of w x h pixels: its view
// box fills the width or the height and stands in the middle.
func Draw(data []byte, w, h int) (im *image.NRGBA, err error) {
	defer func() {
		// No panic is known, but one in the rasteriser must not end a whole batch.
		if r := recover(); r != nil {
			im, err = nil, diag.Reasonf("the drawing is damaged: %v", r)
		}
	}()
	if len(data) > maxBytes {
		return nil, diag.Reasonf("the file has %d bytes, more than %d", len(data), maxBytes)
	}
	doc, err := parse(data)
	if err != nil {
		return nil, err
	}
	wide, high, box, err := doc.root.window()
	if err != nil {
		return nil, err
	}
	r := newRenderer(doc, w, h)
	k := min(float64(w)/wide, float64(h)/high)
	view := matrix{k, 0, 0, k, (float64(w) - k*wide) / 2, (float64(h) - k*high) / 2}
	fit, _ := doc.root.fit(box, wide, high)
	r.box, r.view = box, view.mul(fit)
	if err := r.root(wide, high, view); err != nil {
		return nil, err
	}
	return unpremultiply(r.dst), nil
}

// root draws the outermost element, which is one like others but for its size.
func (r *renderer) root(w, h float64, view matrix) error {
	n := r.doc.root
	st, err := rootStyle().of(r.doc, n)
	if err != nil || st.gone || st.opacity == 0 {
		return err
	}
	if !st.background.none && st.background.ref == "" {
		if err := r.paintRect(rectangle(0, 0, w, h), view, st.background.color); err != nil {
			return err
		}
	}
	ctm, err := r.local(n, &st, r.view)
	if err != nil {
		return err
	}
	draw := func() error { return r.children(n, ctm, st) }
	if st.plain() {
		return draw()
	}
	return r.effects(n, ctm, st, draw)
}

// unpremultiply converts premultiplied pixels to straight alpha.
func unpremultiply(src *image.RGBA) *image.NRGBA {
	dst := image.NewNRGBA(src.Rect)
	for i := 0; i < len(src.Pix); i += 4 {
		p := src.Pix[i : i+4 : i+4]
		switch p[3] {
		case 0:
		case 255:
			copy(dst.Pix[i:i+4], p)
		default:
			c, _ := color.NRGBAModel.Convert(color.RGBA{p[0], p[1], p[2], p[3]}).(color.NRGBA)
			dst.Pix[i], dst.Pix[i+1], dst.Pix[i+2], dst.Pix[i+3] = c.R, c.G, c.B, c.A
		}
	}
	return dst
}
