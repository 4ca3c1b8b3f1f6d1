package svg

import (
	"image"
	"math"
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

// element draws one element whose parent has style s.
func (r *renderer) element(n *node, ctm matrix, s style) error {
	switch n.name {
	case "g", "a", "svg", "switch", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
	case "text", "image", "foreignObject": // refused below, if it is visible
	default: // defs, symbols, metadata, filters: not drawn by themselves
		return nil
	}
	if r.drawn++; r.drawn > maxElements || r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	st, err := s.of(r.doc, n)
	if err != nil {
		return err
	}
	if st.gone || st.opacity == 0 {
		return nil
	}
	switch n.name {
	case "text", "image", "foreignObject":
		if st.hidden {
			return nil
		}
		return diag.Reasonf("%v: <%s>", ErrUnsupported, n.name)
	}
	if v := n.attr["transform"]; v != "" {
		t, err := transform(v)
		if err != nil {
			return err
		}
		ctm = ctm.mul(t)
	}
	if st.opacity == 1 && noRef(st.clip) && noRef(st.mask) {
		return r.content(n, ctm, st)
	}
	return r.layer(n, ctm, st)
}

// noRef reports whether a clip-path or mask property refers to nothing.
func noRef(v string) bool { return v == "" || v == "none" }

// content draws what an element consists of.
func (r *renderer) content(n *node, ctm matrix, st style) error {
	switch n.name {
	case "g", "a":
		return r.children(n, ctm, st)
	case "svg":
		at := matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)}
		return r.children(n, ctm.mul(at), st)
	case "switch": // the first child that is not for other programs
		for _, child := range n.children {
			if child.name != "foreignObject" {
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
	segs, err := n.outline(r.box)
	if err != nil {
		return err
	}
	return r.shape(segs, ctm, st)
}

// use draws the element that a <use> refers to.
func (r *renderer) use(n *node, ctm matrix, st style) error {
	href := n.attr["href"]
	if href != "" && !strings.HasPrefix(href, "#") {
		return diag.Reasonf("%v: <use> refers to another file, %q", ErrUnsupported, clip(href))
	}
	to := r.doc.byID[hrefID(n)]
	if to == nil {
		return nil
	}
	ctm = ctm.mul(matrix{1, 0, 0, 1, n.length("x", r.box.w), n.length("y", r.box.h)})
	if to.name != "symbol" {
		return r.element(to, ctm, st)
	}
	box, err := numbers(to.attr["viewBox"])
	w, h := n.length("width", r.box.w), n.length("height", r.box.h)
	if err == nil && len(box) == 4 && box[2] > 0 && box[3] > 0 && w > 0 && h > 0 {
		k := min(w/box[2], h/box[3])
		ctm = ctm.mul(matrix{k, 0, 0, k, (w-k*box[2])/2 - k*box[0], (h-k*box[3])/2 - k*box[1]})
	}
	return r.children(to, ctm, st)
}

// hrefID returns the id that an element refers to, or "".
func hrefID(n *node) string {
	id, ok := strings.CutPrefix(strings.TrimSpace(n.attr["href"]), "#")
	if !ok {
		return ""
	}
	return id
}

// shape fills and strokes a path.
func (r *renderer) shape(segs []segment, ctm matrix, st style) error {
	var path polyline.Polyline
	flatten(&path, segs, ctm)
	if path.Broken {
		return errTooComplex
	}
	if !st.fill.none || st.fill.ref != "" {
		if err := r.paint(&path, st.evenOdd, st.fill, st.fillOpacity, segs, ctm); err != nil {
			return err
		}
	}
	if (st.stroke.none && st.stroke.ref == "") || st.width <= 0 {
		return nil
	}
	k := ctm.scale()
	line := &path
	if len(st.dash) > 0 {
		scaled := make([]float64, len(st.dash))
		for i, d := range st.dash {
			scaled[i] = d * k
		}
		line = new(polyline.Polyline)
		polyline.Dash(line, &path, scaled, st.dashOffset*k)
	}
	pen := polyline.Pen{Radius: st.width * k / 2, MiterLimit: max(1, st.miter)}
	switch st.join {
	case "bevel":
		pen.Join = polyline.BevelJoin
	case "round":
		pen.Join = polyline.RoundJoin
	default:
		pen.Join = polyline.MiterJoin
	}
	switch st.cap {
	case "round":
		pen.Cap = polyline.RoundCap
	case "square":
		pen.Cap = polyline.SquareCap
	default:
		pen.Cap = polyline.ButtCap
	}
	// A round join has about 11 points times the root of the radius.
	if pen.Join == polyline.RoundJoin || pen.Cap == polyline.RoundCap {
		if err := r.spend(20 * float64(len(line.Points)) * (1 + 11*math.Sqrt(pen.Radius))); err != nil {
			return err
		}
	}
	var outline polyline.Polyline
	r.stroker.Stroke(&outline, line, pen, 1)
	return r.paint(&outline, false, st.stroke, st.strokeOpacity, segs, ctm)
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
		if g, ok := r.gradient(with.ref, ctm, bounds(segs), opacity); ok {
			ink.gradient = &g
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

// bounds returns the box around a path in its own units.
func bounds(segs []segment) viewBox {
	var p polyline.Polyline
	flatten(&p, segs, identity)
	b, _ := p.Bounds()
	return viewBox{b.X0, b.Y0, b.W(), b.H()}
}

// fill rasterises a polyline, each sub-path closed.
func (r *renderer) fill(p *polyline.Polyline, evenOdd bool, ink raster.Painter) error {
	box, ok := p.Bounds()
	if !ok || p.Broken {
		return nil
	}
	w, h := float64(r.dst.Rect.Dx()), float64(r.dst.Rect.Dy())
	seen := box.Intersect(geom.R(-1, -1, w+1, h+1))
	if err := r.spend(20*p.Length() + max(0, seen.W())*max(0, seen.H())); err != nil {
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
