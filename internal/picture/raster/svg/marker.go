package svg

import (
	"fmt"
	"math"
	"strings"
)

// vertex is a point where a marker may stand, with the directions in which the
// path comes and goes on; a direction of length 0 is none.
type vertex struct{ at, in, out point }

// unit returns p at length 1, or nothing.
func (p point) unit() point {
	l := math.Hypot(p.x, p.y)
	if l < 1e-12 {
		return point{}
	}
	return p.mul(1 / l)
}

// heading returns the direction of the first of some points that is not at from.
func heading(from point, to ...point) point {
	for _, p := range to {
		if d := p.sub(from).unit(); d != (point{}) {
			return d
		}
	}
	return point{}
}

// vertices returns the vertices of a path in their order.
func vertices(segs []segment) []vertex {
	var out []vertex
	var pen point
	start := 0 // of the sub-path
	for i, s := range segs {
		to := s.p[2]
		var leave, arrive point
		switch s.op {
		case 'M':
			start = len(out)
			out = append(out, vertex{at: to})
			pen = to
			continue
		case 'L':
			leave = heading(pen, to)
			arrive = leave
		case 'C':
			leave = heading(pen, s.p[0], s.p[1], to)
			arrive = heading(to, s.p[1], s.p[0], pen).mul(-1)
		case 'Z':
			to = out[start].at
			leave = heading(pen, to)
			if arrive = leave; arrive == (point{}) && len(out) > 0 {
				arrive = out[len(out)-1].in
			}
		}
		if len(out) == 0 {
			return nil
		}
		if first := i == 0 || !segs[i-1].inner; first && leave != (point{}) {
			out[len(out)-1].out = leave
		}
		pen = to
		if s.inner {
			continue
		}
		v := vertex{at: to, in: arrive}
		if s.op == 'Z' {
			out[start].in = arrive
			v.out = out[start].out
		}
		out = append(out, v)
	}
	return out
}

// markers draws the arrow heads and dots on a path.
func (r *renderer) markers(n *node, segs []segment, ctm matrix, st style) error {
	if noRef(st.markers[0]) && noRef(st.markers[1]) && noRef(st.markers[2]) {
		return nil
	}
	switch n.name {
	case "path", "line", "polyline", "polygon":
	default:
		return nil
	}
	if r.depth >= maxDepth {
		return errTooComplex
	}
	r.depth++
	defer func() { r.depth-- }()
	list := vertices(segs)
	for i, v := range list {
		place := []int{1}
		switch {
		case len(list) == 1:
			place = []int{0, 2}
		case i == 0:
			place = []int{0}
		case i == len(list)-1:
			place = []int{2}
		}
		for _, p := range place {
			if noRef(st.markers[p]) {
				continue
			}
			m, err := r.target(st.markers[p], "marker")
			if err != nil {
				return err
			}
			if m != nil {
				if err := r.marker(m, v, p == 0, ctm, st); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// marker draws one marker.
func (r *renderer) marker(n *node, v vertex, first bool, ctm matrix, st style) error {
	if r.drawn++; r.drawn > maxElements {
		return errTooComplex
	}
	own, err := r.ancestral(n)
	if err != nil {
		return err
	}
	angle := 0.0
	switch orient := strings.TrimSpace(n.attr["orient"]); orient {
	case "auto", "auto-start-reverse":
		d := v.in.add(v.out)
		if d.unit() == (point{}) {
			d = v.in
		}
		angle = math.Atan2(d.y, d.x)
		if first && orient == "auto-start-reverse" {
			angle += math.Pi
		}
	case "":
	default:
		f, err := arguments(orient)
		if err != nil || len(f) != 1 {
			return fmt.Errorf("%w: a marker's orient %q", ErrUnsupported, clip(orient))
		}
		angle = f[0] * math.Pi / 180
	}
	sin, cos := math.Sincos(angle)
	m := ctm.mul(matrix{cos, sin, -sin, cos, v.at.x, v.at.y})
	if n.attr["markerUnits"] != "userSpaceOnUse" {
		m = m.mul(matrix{a: st.width, d: st.width})
	}
	side := func(name string) float64 {
		if _, ok := n.attr[name]; !ok {
			return 3
		}
		return n.length(name, r.box.w)
	}
	w, h := side("markerWidth"), side("markerHeight")
	if w <= 0 || h <= 0 {
		return nil
	}
	box, ok, err := n.viewBox()
	if err != nil {
		return err
	}
	fit := identity
	if ok {
		fit, _ = n.fit(box, w, h)
	} else {
		box = viewBox{w: w, h: h}
	}
	ref := fit.apply(point{n.length("refX", box.w), n.length("refY", box.h)})
	m = m.mul(matrix{1, 0, 0, 1, -ref.x, -ref.y})
	outer := r.box
	r.box = box
	defer func() { r.box = outer }()
	draw := func() error { return r.children(n, m.mul(fit), own) }
	if own.overflow {
		return draw()
	}
	return r.framed(rectangle(0, 0, w, h), m, draw)
}
