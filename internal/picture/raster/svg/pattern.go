package svg

import (
	"fmt"
	"image"
	"math"

	"github.com/golang/freetype/raster"
)

// shader gives each pixel a colour of its own.
type shader interface {
	at(x, y int) rgb
}

// maxTile bounds the sides of a pattern's tile, px.
const maxTile = 4096

// tile is a pattern, ready for one shape: its picture is repeated in both directions.
type tile struct {
	toTile matrix // from pixels of the drawing to those of the tile
	im     *image.RGBA
	alpha  float64
}

// at implements shader, between the four pixels of the tile around the point.
func (t *tile) at(x, y int) rgb {
	p := t.toTile.apply(point{float64(x) + 0.5, float64(y) + 0.5})
	fx, fy := math.Floor(p.x-0.5), math.Floor(p.y-0.5)
	kx, ky := p.x-0.5-fx, p.y-0.5-fy
	w, h := t.im.Rect.Dx(), t.im.Rect.Dy()
	wrap := func(v float64, n int) int { return int(v - float64(n)*math.Floor(v/float64(n))) }
	var c [4]float64
	for i, share := range [4]float64{(1 - kx) * (1 - ky), kx * (1 - ky), (1 - kx) * ky, kx * ky} {
		px := t.im.Pix[t.im.PixOffset(min(w-1, wrap(fx+float64(i%2), w)), min(h-1, wrap(fy+float64(i/2), h))):]
		for j := range c {
			c[j] += share * float64(px[j]) / 255
		}
	}
	if c[3] <= 0 {
		return rgb{}
	}
	return rgb{c[0] / c[3], c[1] / c[3], c[2] / c[3], c[3] * t.alpha}
}

// pattern prepares the pattern n for a shape whose path has the box bounds before
// ctm maps it to pixels; nil says that there is nothing to paint with.
func (r *renderer) pattern(n *node, ctm matrix, bounds viewBox, alpha float64) (shader, error) {
	if r.depth >= maxDepth {
		return nil, errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	chain, attr := r.inheritance(n)
	var from *node // whose children are drawn
	for _, c := range chain {
		if len(c.children) > 0 {
			from = c
			break
		}
	}
	if from == nil {
		return nil, nil
	}
	st, err := r.ancestral(from)
	if err != nil {
		return nil, err
	}
	whole := r.box
	inBox := attr("patternUnits") != "userSpaceOnUse"
	if inBox {
		whole = viewBox{w: 1, h: 1}
	}
	side := func(name string, of float64) float64 {
		v, _ := measure(attr(name), of)
		return v
	}
	cell := viewBox{side("x", whole.w), side("y", whole.h), side("width", whole.w), side("height", whole.h)}
	if inBox {
		cell = viewBox{bounds.x + cell.x*bounds.w, bounds.y + cell.y*bounds.h, cell.w * bounds.w, cell.h * bounds.h}
	}
	if !cell.good() {
		return nil, nil
	}
	t, err := transform(attr("patternTransform"))
	if err != nil {
		return nil, err
	}
	plane := ctm.mul(t)
	size := func(k, side float64) int { return int(min(maxTile, max(1, math.Ceil(k*side-1e-6)))) }
	w, h := size(math.Hypot(plane.a, plane.b), cell.w), size(math.Hypot(plane.c, plane.d), cell.h)
	kx, ky := float64(w)/cell.w, float64(h)/cell.h
	toTile, ok := plane.mul(matrix{1 / kx, 0, 0, 1 / ky, cell.x, cell.y}).inverse()
	if !ok {
		return nil, nil
	}
	m := matrix{a: kx, d: ky} // the content's origin is the cell's corner
	box := r.box
	frame := node{attr: map[string]string{"viewBox": attr("viewBox"), "preserveAspectRatio": attr("preserveAspectRatio")}}
	if own, ok, err := frame.viewBox(); err != nil {
		return nil, err
	} else if ok {
		fit, _ := frame.fit(own, cell.w, cell.h)
		m = m.mul(fit)
		box = own
	} else if attr("patternContentUnits") == "objectBoundingBox" {
		m = m.mul(matrix{a: bounds.w, d: bounds.h})
		box = viewBox{w: 1, h: 1}
	}
	if st.overflow {
		return nil, fmt.Errorf("%w: a pattern whose overflow is visible", ErrUnsupported)
	}
	im, err := r.aside(w, h, box, func() error { return r.children(from, m, st) })
	if err != nil {
		return nil, err
	}
	return &tile{toTile: toTile, im: im, alpha: alpha}, nil
}

// aside draws into a new picture of w x h pixels.
func (r *renderer) aside(w, h int, box viewBox, draw func() error) (*image.RGBA, error) {
	if err := r.spend(4 * float64(w) * float64(h)); err != nil {
		return nil, err
	}
	dst, scan, outer := r.dst, r.scan, r.box
	defer func() { r.dst, r.scan, r.box = dst, scan, outer }()
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	r.dst, r.scan, r.box = im, raster.NewRasterizer(w, h), box
	return im, draw()
}
