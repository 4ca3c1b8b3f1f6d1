package svg

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// gradient is a linear or radial gradient, ready for one shape.
type gradient struct {
	toUnit matrix // from pixels to the gradient's own plane
	radial bool
	from   point // linear: where t is 0; radial: the focus
	to     point // linear: where t is 1; radial: the centre
	r      float64
	spread string
	stops  []stop
	alpha  float64
}

type stop struct {
	at float64
	c  rgb
}

// inheritance returns an element and those that it refers to one after the other,
// and a function that looks an attribute up in them.
func (r *renderer) inheritance(n *node) (chain []*node, attr func(string) string) {
	chain = []*node{n}
	for len(chain) < 8 {
		next := r.doc.byID[hrefID(chain[len(chain)-1])]
		if next == nil || slices.Contains(chain, next) {
			break
		}
		chain = append(chain, next)
	}
	return chain, func(name string) string {
		for _, n := range chain {
			if v, ok := n.attr[name]; ok {
				return v
			}
		}
		return ""
	}
}

// gradient prepares the gradient n for a shape whose path has the box bounds
// before ctm maps it to pixels; nil says that there is nothing to paint with.
func (r *renderer) gradient(n *node, ctm matrix, bounds viewBox, alpha float64) (shader, error) {
	var g gradient
	chain, attr := r.inheritance(n)
	for _, n := range chain {
		var err error
		if g.stops, err = r.stops(n); err != nil {
			return nil, err
		}
		if len(g.stops) > 0 {
			break
		}
	}
	if len(g.stops) == 0 {
		return nil, nil
	}
	if attr("color-interpolation") == "linearRGB" {
		return nil, fmt.Errorf("%w: gradients in linearRGB", ErrUnsupported)
	}
	if fr, ok := measure(attr("fr"), 1); ok && fr != 0 {
		return nil, fmt.Errorf("%w: fr of a radial gradient", ErrUnsupported)
	}
	unit := ctm
	box := r.box
	if attr("gradientUnits") != "userSpaceOnUse" {
		if bounds.w <= 0 || bounds.h <= 0 {
			return nil, nil
		}
		unit = ctm.mul(matrix{bounds.w, 0, 0, bounds.h, bounds.x, bounds.y})
		box = viewBox{w: 1, h: 1}
	}
	t, err := transform(attr("gradientTransform"))
	if err != nil {
		return nil, err
	}
	unit = unit.mul(t)
	var ok bool
	if g.toUnit, ok = unit.inverse(); !ok {
		return nil, nil
	}
	coord := func(name string, whole, fallback float64) float64 {
		if v, ok := measure(attr(name), whole); ok {
			return v
		}
		return fallback
	}
	g.alpha, g.spread = alpha, attr("spreadMethod")
	if n.name == "linearGradient" {
		g.from = point{coord("x1", box.w, 0), coord("y1", box.h, 0)}
		g.to = point{coord("x2", box.w, box.w), coord("y2", box.h, 0)}
		return &g, nil
	}
	g.radial = true
	g.to = point{coord("cx", box.w, box.w/2), coord("cy", box.h, box.h/2)}
	g.from = point{coord("fx", box.w, g.to.x), coord("fy", box.h, g.to.y)}
	g.r = coord("r", math.Hypot(box.w, box.h)/math.Sqrt2, math.Hypot(box.w, box.h)/math.Sqrt2/2)
	// A focus outside of the circle moves onto its rim (SVG 1.1, 13.2.3).
	if d := g.from.distance(g.to); d > 0.999*g.r {
		g.from = g.to.add(g.from.sub(g.to).mul(0.999 * g.r / d))
	}
	return &g, nil
}

// stops returns a gradient's own stops, in rising order.
func (r *renderer) stops(n *node) ([]stop, error) {
	if len(n.children) == 0 {
		return nil, nil
	}
	above, err := r.ancestral(n)
	if err != nil {
		return nil, err
	}
	var out []stop
	least := 0.0
	for _, child := range n.children {
		if child.name != "stop" {
			continue
		}
		s, err := above.of(r.doc, child)
		if err != nil {
			return nil, err
		}
		if s.stop.ref != "" {
			continue
		}
		c := s.stop.color
		c.a *= s.stopAlpha
		if s.stop.none {
			c.a = 0
		}
		least = max(least, fraction(child.attr["offset"], 0))
		out = append(out, stop{least, c})
	}
	return out, nil
}

// at implements shader: it returns the colour of the pixel (x, y).
func (g *gradient) at(x, y int) rgb {
	c := g.color(g.position(g.toUnit.apply(point{float64(x) + 0.5, float64(y) + 0.5})))
	c.a *= g.alpha
	return c
}

// position returns how far along the gradient p lies.
func (g *gradient) position(p point) float64 {
	d := p.sub(g.from)
	if !g.radial {
		axis := g.to.sub(g.from)
		l := axis.x*axis.x + axis.y*axis.y
		if l == 0 {
			return 1
		}
		return (d.x*axis.x + d.y*axis.y) / l
	}
	// From the focus through p to the rim at from + d/t: |from + d/t - to| = r.
	f := g.from.sub(g.to)
	a := g.r*g.r - f.x*f.x - f.y*f.y
	if a <= 0 {
		return 1
	}
	b := d.x*f.x + d.y*f.y
	return (b + math.Sqrt(max(0, b*b+a*(d.x*d.x+d.y*d.y)))) / a
}

// color interpolates between the stops at t, in sRGB code values as browsers do.
func (g *gradient) color(t float64) rgb {
	switch {
	case math.IsNaN(t):
		t = 1
	case g.spread == "repeat":
		t -= math.Floor(t)
	case g.spread == "reflect":
		t = math.Abs(t - 2*math.Round(t/2))
	}
	last := len(g.stops) - 1
	i, _ := slices.BinarySearchFunc(g.stops, t, func(s stop, t float64) int { return cmp.Compare(s.at, t) })
	switch {
	case i == 0:
		return g.stops[0].c
	case i > last:
		return g.stops[last].c
	}
	lo, hi := g.stops[i-1], g.stops[i]
	k := (t - lo.at) / (hi.at - lo.at)
	mix := func(a, b float64) float64 { return a + (b-a)*k }
	return rgb{mix(lo.c.r, hi.c.r), mix(lo.c.g, hi.c.g), mix(lo.c.b, hi.c.b), mix(lo.c.a, hi.c.a)}
}
