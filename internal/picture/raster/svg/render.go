package svg

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	"github.com/golang/freetype/raster"
	"golang.org/x/image/math/fixed"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

// renderer draws a document, element by element, in pixels.
type renderer struct {
	doc     *document
	box     viewBox // what percentages refer to
	view    matrix  // from the units of the outermost drawing to pixels
	dst     *image.RGBA
	scan    *raster.Rasterizer
	stroker polyline.Outliner
	drawn   int // elements so far
	depth   int
	layers  int
	work    float64 // px so far
}

func newRenderer(doc *document, w, h int) *renderer {
	return &renderer{
		doc:  doc,
		dst:  image.NewRGBA(image.Rect(0, 0, w, h)),
		scan: raster.NewRasterizer(w, h),
	}
}

// spend counts work against its bound.
func (r *renderer) spend(px float64) error {
	if r.work += px; !(r.work <= maxWork) {
		return errTooComplex
	}
	return nil
}

func (r *renderer) children(n *node, ctm matrix, s style) error {
	for _, child := range n.children {
		if err := r.element(child, ctm, s); err != nil {
			return err
		}
	}
	return nil
}

// refused are the elements whose content cannot be drawn.
var refused = []string{"text", "flowRoot", "foreignObject", "video", "audio", "iframe", "canvas"}

// drawnNames are the elements that are drawn where they stand; definitions,
// descriptions and what nobody knows are not.
var drawnNames = []string{"g", "a", "svg", "switch", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"}

// element draws one element whose parent has style s.
func (r *renderer) element(n *node, ctm matrix, s style) error {
	refuse := slices.Contains(refused, n.name)
	if !refuse && !slices.Contains(drawnNames, n.name) {
		return nil
	}
	if r.drawn++; r.drawn > maxElements || r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	if !n.shown() {
		return nil
	}
	st, err := s.of(r.doc, n)
	if err != nil {
		return err
	}
	if st.gone || st.opacity == 0 {
		return nil
	}
	if refuse {
		if st.hidden || (n.name == "text" || n.name == "flowRoot") && strings.TrimSpace(n.text) == "" {
			return nil
		}
		return diag.Reasonf("%v: <%s>", ErrUnsupported, n.name)
	}
	if ctm, err = r.local(n, &st, ctm); err != nil {
		return err
	}
	if st.plain() {
		return r.content(n, ctm, st)
	}
	return r.layer(n, ctm, st)
}

// shown reports whether an element's conditions hold (SVG 1.1, 5.8): it wants no
// extension, and is in a language that everybody gets.
func (n *node) shown() bool {
	if _, ok := n.attr["requiredExtensions"]; ok {
		return false
	}
	lang, ok := n.attr["systemLanguage"]
	if !ok {
		return true
	}
	for l := range strings.SplitSeq(lang, ",") {
		if l = strings.ToLower(strings.TrimSpace(l)); l == "en" || strings.HasPrefix(l, "en-") {
			return true
		}
	}
	return false
}

// local returns ctm with an element's own transform.
func (r *renderer) local(n *node, st *style, ctm matrix) (matrix, error) {
	if st.transform == "" || st.transform == "none" {
		return ctm, nil
	}
	t, err := transform(st.transform)
	if err != nil {
		return ctm, err
	}
	if st.origin != "" {
		f := strings.Fields(strings.NewReplacer("left", "0%", "top", "0%", "center", "50%", "right", "100%", "bottom", "100%").Replace(st.origin))
		if len(f) == 1 {
			f = append(f, "50%")
		}
		ref := r.box
		if st.box {
			ref, _ = r.bbox(n, identity, 0)
		} else if !strings.Contains(st.origin, "%") && !strings.Contains(st.origin, "e") {
			ref = viewBox{}
		}
		x, ok1 := measure(f[0], ref.w)
		y, ok2 := measure(f[1], ref.h)
		if !ok1 || !ok2 {
			return ctm, fmt.Errorf("%w: transform-origin %q", ErrUnsupported, clip(st.origin))
		}
		if st.box || strings.Contains(st.origin, "%") {
			x, y = x+ref.x, y+ref.y
		}
		t = matrix{1, 0, 0, 1, x, y}.mul(t).mul(matrix{1, 0, 0, 1, -x, -y})
	}
	return ctm.mul(t), nil
}

// noRef reports whether a clip-path or mask property refers to nothing.
func noRef(v string) bool { return v == "" || v == "none" }

// content draws what an element consists of.
func (r *renderer) content(n *node, ctm matrix, st style) error {
	switch n.name {
	case "g", "a":
		return r.children(n, ctm, st)
	case "svg":
		w, h := n.attr["width"], n.attr["height"]
		return r.inner(n, ctm, st, w, h)
	case "switch":
		for _, child := range n.children {
			if child.name != "foreignObject" && child.name != "" && child.shown() {
				return r.element(child, ctm, st)
			}
		}
		return nil
	case "use":
		return r.use(n, ctm, st)
	}
	if st.hidden {
		return nil
	}
	if n.name == "image" {
		return r.image(n, ctm, st)
	}
	segs, err := n.outline(r.box)
	if err != nil {
		return err
	}
	return r.shape(n, segs, ctm, st)
}

// inner draws an <svg> inside another, whose sizes may come from a <use>.
func (r *renderer) inner(n *node, ctm matrix, st style, width, height string) error {
	side := func(v string, whole float64) float64 {
		if v == "" || v == "auto" {
			v = "100%"
		}
		f, _ := measure(v, whole)
		return f
	}
	w, h := side(width, r.box.w), side(height, r.box.h)
	ctm = ctm.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)})
	return r.window(n, ctm, st, w, h)
}

// window draws the children of an <svg> or <symbol> into a window of w x h.
func (r *renderer) window(n *node, ctm matrix, st style, w, h float64) error {
	if w <= 0 || h <= 0 {
		return nil
	}
	box, ok, err := n.viewBox()
	if err != nil {
		return err
	}
	m := ctm
	if ok {
		fit, _ := n.fit(box, w, h)
		m = ctm.mul(fit)
	} else {
		box = viewBox{w: w, h: h}
	}
	outer := r.box
	r.box = box
	defer func() { r.box = outer }()
	draw := func() error { return r.children(n, m, st) }
	if st.overflow {
		return draw()
	}
	return r.framed(rectangle(0, 0, w, h), ctm, draw)
}

// framed draws with all that lies outside of a path taken away.
func (r *renderer) framed(frame []segment, ctm matrix, draw func() error) error {
	im, err := r.onto(draw)
	if err != nil {
		return err
	}
	if err := r.within(im, frame, ctm, false); err != nil {
		return err
	}
	lay(r.dst, im, 1, "")
	return nil
}

func rectangle(x, y, w, h float64) []segment {
	var b builder
	b.rect(x, y, w, h, 0, 0)
	return b.segs
}

// use draws the element that a <use> refers to.
func (r *renderer) use(n *node, ctm matrix, st style) error {
	href := strings.TrimSpace(n.attr["href"])
	if href != "" && !strings.HasPrefix(href, "#") {
		return diag.Reasonf("%v: <use> refers to another file, %q", ErrUnsupported, clip(href))
	}
	to := r.doc.byID[hrefID(n)]
	if to == nil {
		return nil
	}
	ctm = ctm.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)})
	if to.name != "symbol" && to.name != "svg" {
		return r.element(to, ctm, st)
	}
	if r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	inner, err := st.of(r.doc, to)
	if err != nil || inner.gone {
		return err
	}
	if !inner.plain() {
		return fmt.Errorf("%w: effects on a <%s> that is used", ErrUnsupported, to.name)
	}
	if ctm, err = r.local(to, &inner, ctm); err != nil {
		return err
	}
	width, height := cmp.Or(n.attr["width"], to.attr["width"]), cmp.Or(n.attr["height"], to.attr["height"])
	if to.name == "svg" {
		return r.inner(to, ctm, inner, width, height)
	}
	at := matrix{1, 0, 0, 1, to.length("x", r.box.w), to.length("y", r.box.h)}
	side := func(v string, whole float64) float64 {
		f, _ := measure(cmp.Or(v, "100%"), whole)
		return f
	}
	if _, ok, _ := to.viewBox(); !ok && width == "" && height == "" {
		return r.children(to, ctm.mul(at), inner) // nothing that it could leave
	}
	return r.window(to, ctm.mul(at), inner, side(width, r.box.w), side(height, r.box.h))
}

// hrefID returns the id that an element refers to, or "".
func hrefID(n *node) string {
	id, ok := strings.CutPrefix(strings.TrimSpace(n.attr["href"]), "#")
	if !ok {
		return ""
	}
	return id
}

// shape fills and strokes the path of n and sets its markers.
func (r *renderer) shape(n *node, segs []segment, ctm matrix, st style) error {
	var path polyline.Polyline
	flatten(&path, segs, ctm)
	if path.Broken {
		return errTooComplex
	}
	order := append(strings.Fields(st.order), "fill", "stroke", "markers")
	done := map[string]bool{}
	for _, part := range order {
		if done[part] {
			continue
		}
		done[part] = true
		var err error
		switch part {
		case "fill":
			if !st.fill.none || st.fill.ref != "" {
				err = r.paint(&path, st.evenOdd, st.fill, st.fillOpacity, segs, ctm)
			}
		case "stroke":
			err = r.stroke(n, segs, ctm, st)
		case "markers":
			err = r.markers(n, segs, ctm, st)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// flatten converts a path to a polyline in pixels.
func flatten(to *polyline.Polyline, segs []segment, ctm matrix) {
	at := func(p point) geom.Point {
		q := ctm.apply(p)
		if !(math.Abs(q.x) <= 1e6 && math.Abs(q.y) <= 1e6) {
			to.Broken = true
		}
		return geom.Point{X: q.x, Y: q.y}
	}
	var start geom.Point
	reopen := false
	for _, s := range segs {
		if to.Broken = to.Broken || len(to.Points) > maxPoints; to.Broken {
			return
		}
		if reopen && s.op != 'M' && s.op != 'Z' {
			to.Move(start)
		}
		reopen = s.op == 'Z'
		switch s.op {
		case 'M':
			start = at(s.p[2])
			to.Move(start)
		case 'L':
			to.Line(at(s.p[2]))
		case 'C':
			to.Cube(at(s.p[0]), at(s.p[1]), at(s.p[2]))
		case 'Z':
			to.Close()
		}
	}
}

// paint fills a polyline in pixels; segs and ctm are the path that it comes
// from, for gradients in the units of its box.
func (r *renderer) paint(p *polyline.Polyline, evenOdd bool, with paint, opacity float64, segs []segment, ctm matrix) error {
	ink := &inkPainter{dst: r.dst}
	if with.ref != "" {
		sh, err := r.shader(with.ref, ctm, bounds(segs, ctm), opacity)
		if err != nil {
			return err
		}
		if ink.shader = sh; sh != nil {
			return r.fill(p, evenOdd, ink)
		}
	}
	if with.none {
		return nil
	}
	c := with.color
	c.a *= opacity
	ink.solid = premultiply(c)
	return r.fill(p, evenOdd, ink)
}

// shader returns the gradient or pattern with an id, nil if there is none.
func (r *renderer) shader(id string, ctm matrix, bounds viewBox, opacity float64) (shader, error) {
	n := r.doc.byID[id]
	if n == nil {
		return nil, nil
	}
	switch n.name {
	case "linearGradient", "radialGradient":
		return r.gradient(n, ctm, bounds, opacity)
	case "pattern":
		return r.pattern(n, ctm, bounds, opacity)
	}
	return nil, fmt.Errorf("%w: <%s> as a paint", ErrUnsupported, n.name)
}

// bounds returns the box around a path in its own units. The path is made as large
// as it will be drawn, for curves to be as exact.
func bounds(segs []segment, ctm matrix) viewBox {
	k := ctm.scale()
	if !(k > 1e-6 && k < 1e6) {
		k = 1
	}
	var p polyline.Polyline
	flatten(&p, segs, matrix{a: k, d: k})
	b, _ := p.Bounds()
	return viewBox{b.X0 / k, b.Y0 / k, b.W() / k, b.H() / k}
}

// fill rasterises a polyline, each sub-path closed.
func (r *renderer) fill(p *polyline.Polyline, evenOdd bool, ink raster.Painter) error {
	box, ok := p.Bounds()
	if !ok || p.Broken {
		return nil
	}
	w, h := float64(r.dst.Rect.Dx()), float64(r.dst.Rect.Dy())
	seen := box.Intersect(geom.R(-1, -1, w+1, h+1))
	// The rasteriser keeps the cells of a row in a list and looks for the place of
	// each from its begin: that is what a tangle of long lines costs.
	length := p.Length()
	search := length * min(length/max(1, seen.H()), w)
	if err := r.spend(20*length + max(0, seen.W())*max(0, seen.H()) + search); err != nil {
		return err
	}
	if seen.Empty() {
		return nil
	}
	r.scan.Clear()
	r.scan.UseNonZeroWinding = !evenOdd
	for _, s := range p.Spans {
		pts := p.Points[s.From:s.To]
		if len(pts) < 3 {
			continue
		}
		first := fix(pts[0])
		r.scan.Start(first)
		for _, q := range pts[1:] {
			r.scan.Add1(fix(q))
		}
		r.scan.Add1(first)
	}
	r.scan.Rasterize(ink)
	return nil
}

func fix(p geom.Point) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(math.Round(p.X * 64)), Y: fixed.Int26_6(math.Round(p.Y * 64))}
}
