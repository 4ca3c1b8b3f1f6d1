package svg

import (
	"cmp"
	"math"

	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

// bbox returns the box around the shapes of an element, without their strokes, in
// the element's own units mapped by m; ok is false when there are none.
func (r *renderer) bbox(n *node, m matrix, depth int) (box viewBox, ok bool) {
	if r.work += 50; depth > maxDepth || r.work > maxWork {
		return box, false
	}
	add := func(b viewBox, has bool) {
		switch {
		case !has:
		case !ok:
			box, ok = b, true
		default:
			x, y := min(box.x, b.x), min(box.y, b.y)
			box = viewBox{x, y, max(box.x+box.w, b.x+b.w) - x, max(box.y+box.h, b.y+b.h) - y}
		}
	}
	child := func(c *node, m matrix) {
		st, err := rootStyle().of(r.doc, c)
		if err != nil || st.gone {
			return
		}
		if t, err := r.local(c, &st, m); err == nil {
			add(r.bbox(c, t, depth+1))
		}
	}
	switch n.name {
	case "g", "a", "symbol", "switch":
		for _, c := range n.children {
			child(c, m)
		}
	case "svg":
		w, h := n.length("width", r.box.w), n.length("height", r.box.h)
		if own, has, err := n.viewBox(); err == nil && has && n.parent != nil {
			w, h = cmp.Or(w, r.box.w), cmp.Or(h, r.box.h)
			fit, _ := n.fit(own, w, h)
			m = m.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)}).mul(fit)
		}
		for _, c := range n.children {
			child(c, m)
		}
	case "use":
		if to := r.doc.byID[hrefID(n)]; to != nil {
			child(to, m.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)}))
		}
	case "image":
		b := rectangle(n.length("x", r.box.w), n.length("y", r.box.h), n.length("width", r.box.w), n.length("height", r.box.h))
		return pathBox(b, m)
	default:
		segs, err := n.outline(r.box)
		if err != nil {
			return box, false
		}
		return pathBox(segs, m)
	}
	return box, ok
}

// pathBox returns the box around a path mapped by m.
func pathBox(segs []segment, m matrix) (viewBox, bool) {
	if len(segs) == 0 {
		return viewBox{}, false
	}
	// Curves become lines that are exact to a hundredth of a unit: make the units small.
	var rough polyline.Polyline
	flatten(&rough, segs, m)
	b, ok := rough.Bounds()
	if !ok || rough.Broken {
		return viewBox{}, false
	}
	k := 1.0
	if side := max(b.W(), b.H()); side > 0 {
		k = min(1e5, 1e5/max(side, math.Abs(b.X0)+math.Abs(b.Y0)))
	}
	var fine polyline.Polyline
	flatten(&fine, segs, matrix{a: k, d: k}.mul(m))
	if b, ok = fine.Bounds(); !ok || fine.Broken {
		return viewBox{}, false
	}
	return viewBox{b.X0 / k, b.Y0 / k, b.W() / k, b.H() / k}, true
}
