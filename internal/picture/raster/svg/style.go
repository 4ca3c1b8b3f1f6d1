package svg

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// paint is what fills an area: nothing, a colour, or the gradient or pattern
// with an id.
type paint struct {
	none  bool
	color rgb
	ref   string
}

// style holds the properties that matter; all but the last group are inherited.
type style struct {
	fill, stroke               paint
	fillOpacity, strokeOpacity float64
	evenOdd, clipEvenOdd       bool
	width, miter, dashOffset   float64
	dash                       []float64
	cap, join                  string
	color                      rgb
	hidden                     bool
	markers                    [3]string // at the start, the middles and the end
	order                      string    // paint-order
	linear                     bool      // filters work on linear light
	vars                       map[string]string

	opacity          float64
	gone             bool // display: none
	clip, mask       string
	filter, blend    string
	isolated         bool
	transform        string
	origin           string
	stop             paint
	stopAlpha        float64
	luminance        bool // of a mask
	overflow         bool // shows what leaves its window
	fixedPen         bool // the pen does not grow with transforms
	flood            rgb
	background       paint
	linearPaint, box bool // color-interpolation: linearRGB, transform-box: fill-box
}

func rootStyle() style {
	s := style{
		fill: paint{color: black}, stroke: paint{none: true},
		fillOpacity: 1, strokeOpacity: 1, width: 1, miter: 4,
		cap: "butt", join: "miter", color: black, linear: true,
	}
	s.reset()
	return s
}

// reset gives the properties that are not inherited their first values.
func (s *style) reset() {
	s.opacity, s.gone, s.clip, s.mask, s.filter, s.blend, s.isolated = 1, false, "", "", "", "", false
	s.transform, s.origin, s.overflow, s.fixedPen = "", "", false, false
	s.stop, s.stopAlpha, s.luminance = paint{color: black}, 1, true
	s.flood, s.background, s.linearPaint, s.box = black, paint{none: true}, false, false
}

// plain reports whether the element can be drawn straight onto what lies below.
func (s *style) plain() bool {
	return s.opacity == 1 && noRef(s.clip) && noRef(s.mask) && noRef(s.filter) &&
		(s.blend == "" || s.blend == "normal") && !s.isolated
}

// of returns the style of an element whose parent has style s.
func (s style) of(d *document, n *node) (style, error) {
	parent := s
	s.reset()
	decl := d.declarations(n)
	if d.steps > maxSteps {
		return s, errTooComplex
	}
	own := false
	for _, p := range decl {
		if strings.HasPrefix(p.name, "--") {
			if !own {
				s.vars, own = maps.Clone(s.vars), true
				if s.vars == nil {
					s.vars = map[string]string{}
				}
			}
			s.vars[p.name] = p.value
		}
	}
	for pass := range 2 { // the colour first, since others may refer to it
		for _, p := range decl {
			if (p.name == "color") != (pass == 0) || strings.HasPrefix(p.name, "--") {
				continue
			}
			v, ok, err := s.expand(p.value)
			if err != nil {
				return s, err
			}
			if !ok {
				continue
			}
			if err := s.take(p.name, v, &parent); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// expand puts the values of variables in the place of var(); ok is false if one
// has none, which makes the whole declaration void.
func (s *style) expand(v string) (out string, ok bool, err error) {
	for range 20 {
		i := strings.Index(v, "var(")
		if i < 0 {
			return v, true, nil
		}
		depth, end := 0, -1
		for j := i + len("var"); j < len(v) && end < 0; j++ {
			switch v[j] {
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					end = j
				}
			}
		}
		if end < 0 {
			return "", false, nil
		}
		name, fallback, has := strings.Cut(v[i+len("var("):end], ",")
		value, known := s.vars[strings.TrimSpace(name)]
		if !known {
			if !has {
				return "", false, nil
			}
			value = strings.TrimSpace(fallback)
		}
		if v = v[:i] + value + v[end+1:]; len(v) > 10_000 {
			return "", false, errTooComplex
		}
	}
	return "", false, errTooComplex
}

// properties are the names that may stand as attributes too.
var properties = []string{
	"fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width",
	"stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
	"stroke-linejoin", "clip-rule", "clip-path", "mask", "mask-type", "opacity",
	"display", "visibility", "stop-color", "stop-opacity", "color",
	"marker", "marker-start", "marker-mid", "marker-end", "paint-order", "filter",
	"mix-blend-mode", "isolation", "overflow", "vector-effect", "transform", "transform-origin",
	"flood-color", "flood-opacity", "color-interpolation", "color-interpolation-filters",
}

// inherited are the properties whose keyword "inherit" means something to us.
var inherited = map[string]func(to, from *style){
	"fill":         func(to, from *style) { to.fill = from.fill },
	"stroke":       func(to, from *style) { to.stroke = from.stroke },
	"color":        func(to, from *style) { to.color = from.color },
	"fill-opacity": func(to, from *style) { to.fillOpacity = from.fillOpacity },
	"stroke-width": func(to, from *style) { to.width = from.width },
	"opacity":      func(to, from *style) { to.opacity = from.opacity },
	"stop-color":   func(to, from *style) { to.stop = from.stop },
	"visibility":   func(to, from *style) { to.hidden = from.hidden },
}

// take sets one property, by a keyword of CSS or a value.
func (s *style) take(name, v string, parent *style) error {
	v = strings.TrimSpace(v)
	var from *style
	switch strings.ToLower(v) {
	case "":
		return nil
	case "inherit":
		from = parent
	case "initial":
		first := rootStyle()
		from = &first
	case "unset", "revert":
		if from = parent; name == "opacity" || name == "stop-color" {
			first := rootStyle()
			from = &first
		}
	}
	if from != nil {
		if set := inherited[name]; set != nil {
			set(s, from)
		}
		return nil
	}
	if strings.Contains(v, "calc(") && slices.Contains(properties, name) {
		return fmt.Errorf("%w: calc() in %s", ErrUnsupported, name)
	}
	return s.set(name, v)
}

// set takes one property. Unknown ones and values that a browser would ignore are ignored.
func (s *style) set(name, v string) (err error) {
	number := func(to *float64) {
		if n, ok := measure(v, 0); ok && n >= 0 {
			*to = n
		}
	}
	switch name {
	case "color":
		if p, err := s.paint(v); err == nil && !p.none {
			s.color = p.color
		}
	case "fill":
		s.fill, err = s.paint(v)
	case "stroke":
		s.stroke, err = s.paint(v)
	case "stop-color":
		s.stop, err = s.paint(v)
	case "fill-opacity":
		s.fillOpacity = fraction(v, 1)
	case "stroke-opacity":
		s.strokeOpacity = fraction(v, 1)
	case "stop-opacity":
		s.stopAlpha = fraction(v, 1)
	case "opacity":
		s.opacity = fraction(v, 1)
	case "fill-rule":
		s.evenOdd = v == "evenodd"
	case "clip-rule":
		s.clipEvenOdd = v == "evenodd"
	case "stroke-width":
		number(&s.width)
	case "stroke-miterlimit":
		number(&s.miter)
	case "stroke-linecap":
		s.cap = v
	case "stroke-linejoin":
		if s.join = v; v == "arcs" || v == "miter-clip" {
			err = fmt.Errorf("%w: stroke-linejoin %s", ErrUnsupported, v)
		}
	case "stroke-dasharray":
		if s.dash = dashes(v); strings.Contains(v, "%") {
			err = fmt.Errorf("%w: stroke-dasharray in percent", ErrUnsupported)
		}
	case "stroke-dashoffset":
		s.dashOffset, _ = measure(v, 0)
	case "visibility":
		s.hidden = v == "hidden" || v == "collapse"
	case "display":
		s.gone = v == "none"
	default:
		return s.setEffect(name, v)
	}
	return err
}

// setEffect takes the properties of how an element as a whole is laid over others,
// and the rarer ones.
func (s *style) setEffect(name, v string) (err error) {
	switch name {
	case "clip-path":
		s.clip = v
	case "mask":
		s.mask = v
	case "mask-type":
		s.luminance = v != "alpha"
	case "filter":
		s.filter = v
	case "mix-blend-mode":
		s.blend = strings.ToLower(v)
	case "isolation":
		s.isolated = v == "isolate"
	case "transform":
		s.transform = v
	case "transform-origin":
		s.origin = v
	case "transform-box":
		s.box = v == "fill-box" || v == "content-box" || v == "stroke-box"
	case "overflow":
		s.overflow = v == "visible" || v == "auto"
	case "vector-effect":
		if s.fixedPen = v == "non-scaling-stroke"; !s.fixedPen && v != "none" {
			err = fmt.Errorf("%w: vector-effect %s", ErrUnsupported, clip(v))
		}
	case "paint-order":
		s.order = v
	case "marker":
		s.markers = [3]string{v, v, v}
	case "marker-start":
		s.markers[0] = v
	case "marker-mid":
		s.markers[1] = v
	case "marker-end":
		s.markers[2] = v
	case "flood-color":
		var p paint
		if p, err = s.paint(v); err == nil {
			s.flood = rgb{p.color.r, p.color.g, p.color.b, s.flood.a * p.color.a}
		}
	case "flood-opacity":
		s.flood.a *= fraction(v, 1)
	case "color-interpolation-filters":
		s.linear = !strings.EqualFold(v, "sRGB")
	case "color-interpolation":
		s.linearPaint = strings.EqualFold(v, "linearRGB")
	case "background", "background-color":
		if p, err := s.paint(v); err == nil {
			s.background = p
		}
	}
	return err
}

// dashes reads a dash array; nil is a solid line.
func dashes(v string) []float64 {
	var n []float64
	var sum float64
	for _, f := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }) {
		d, ok := measure(f, 0)
		if !ok || d < 0 {
			return nil
		}
		sum += d
		n = append(n, d)
	}
	if sum == 0 {
		return nil
	}
	if len(n)%2 == 1 {
		n = append(n, n...)
	}
	return n
}

// paint reads the value of fill and stroke.
func (s *style) paint(v string) (paint, error) {
	switch lower := strings.ToLower(v); {
	case lower == "none" || lower == "transparent":
		return paint{none: true}, nil
	case strings.HasPrefix(lower, "currentcolor"):
		return paint{color: s.color}, nil
	case strings.HasPrefix(lower, "url("):
		id, rest, ok := reference(v)
		if !ok {
			return paint{}, diag.Reasonf("%v: the paint %q refers to another file", ErrUnsupported, clip(v))
		}
		p := paint{none: true, ref: id} // none is the fallback for a missing gradient
		if rest != "" {
			if f, err := s.paint(rest); err == nil && f.ref == "" {
				p.none, p.color = f.none, f.color
			}
		}
		return p, nil
	}
	c, ok := parseColor(v)
	if !ok {
		return paint{}, diag.Reasonf("%v: the colour %q", ErrUnsupported, clip(v))
	}
	return paint{color: c, none: c.a == 0}, nil
}

// reference reads url(#id) and what follows it; ok is false for other addresses.
func reference(v string) (id, rest string, ok bool) {
	inner, after, closed := strings.Cut(v[len("url("):], ")")
	inner = strings.Trim(strings.TrimSpace(inner), `"'`)
	return strings.TrimPrefix(inner, "#"), strings.TrimSpace(after), closed && strings.HasPrefix(inner, "#")
}
