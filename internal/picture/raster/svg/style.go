package svg

import (
	"strings"

	"golang.org/x/image/colornames"

	"github.com/giro-video/giro/internal/base/diag"
)

// rgb is a colour that is not premultiplied; all four from 0 to 1.
type rgb struct{ r, g, b, a float64 }

// paint is what fills an area: nothing, a colour, or the gradient with an id.
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

	opacity    float64
	gone       bool // display: none
	clip, mask string
	stop       paint
	stopAlpha  float64
	luminance  bool // of a mask
}

var black = rgb{a: 1}

func rootStyle() style {
	return style{
		fill: paint{color: black}, stroke: paint{none: true},
		fillOpacity: 1, strokeOpacity: 1, width: 1, miter: 4,
		cap: "butt", join: "miter", color: black,
	}
}

// of returns the style of an element whose parent has style s: attributes,
// then the rules of style sheets in their order, then the style attribute.
func (s style) of(d *document, n *node) (style, error) {
	s.opacity, s.gone, s.clip, s.mask = 1, false, "", ""
	s.stop, s.stopAlpha, s.luminance = paint{color: black}, 1, true
	var err error
	set := func(name, value string) {
		if e := s.set(name, strings.TrimSpace(value)); e != nil && err == nil {
			err = e
		}
	}
	if v := n.attr["color"]; v != "" {
		set("color", v) // first, since the others may refer to it
	}
	for _, name := range properties {
		if v, ok := n.attr[name]; ok {
			set(name, v)
		}
	}
	for _, r := range d.rules {
		if r.matches(n) {
			for _, p := range r.set {
				set(p.name, p.value)
			}
		}
	}
	for _, p := range declarations(n.attr["style"]) {
		set(p.name, p.value)
	}
	return s, err
}

// properties are the names that may stand as attributes too.
var properties = []string{
	"fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width",
	"stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
	"stroke-linejoin", "clip-rule", "clip-path", "mask", "mask-type", "opacity",
	"display", "visibility", "stop-color", "stop-opacity",
}

// set takes one property. Unknown ones and values that a browser would ignore are ignored.
func (s *style) set(name, v string) (err error) {
	v, _, _ = strings.Cut(v, "!important")
	v = strings.TrimSpace(v)
	if v == "" || v == "inherit" {
		return nil
	}
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
		s.join = v
	case "stroke-dasharray":
		s.dash = dashes(v)
	case "stroke-dashoffset":
		s.dashOffset, _ = measure(v, 0)
	case "visibility":
		s.hidden = v == "hidden" || v == "collapse"
	case "display":
		s.gone = v == "none"
	case "clip-path":
		s.clip = v
	case "mask":
		s.mask = v
	case "mask-type":
		s.luminance = v != "alpha"
	}
	return err
}

// dashes reads a dash array; nil is a solid line.
func dashes(v string) []float64 {
	n, err := numbers(strings.ReplaceAll(v, "px", ""))
	if err != nil {
		return nil
	}
	var sum float64
	for _, d := range n {
		if d < 0 {
			return nil
		}
		sum += d
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
	case lower == "currentcolor":
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

// parseColor reads #RGB[A], #RRGGBB[AA], rgb(), rgba() and the names of CSS.
func parseColor(v string) (rgb, bool) {
	v = strings.ToLower(strings.TrimSpace(v))
	if c, ok := colornames.Map[v]; ok {
		return rgb{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255, 1}, true
	}
	if strings.HasPrefix(v, "#") {
		return parseHex(v[1:])
	}
	name, args, ok := strings.Cut(v, "(")
	if !ok || (name != "rgb" && name != "rgba") || !strings.HasSuffix(args, ")") {
		return rgb{}, false
	}
	args = strings.NewReplacer(",", " ", "/", " ").Replace(strings.TrimSuffix(args, ")"))
	part := strings.Fields(args)
	if len(part) != 3 && len(part) != 4 {
		return rgb{}, false
	}
	var c [4]float64
	c[3] = 1
	for i, p := range part {
		f, ok := measure(p, 1)
		if !ok {
			return rgb{}, false
		}
		if i < 3 && !strings.HasSuffix(p, "%") {
			f /= 255
		}
		c[i] = min(1, max(0, f))
	}
	return rgb{c[0], c[1], c[2], c[3]}, true
}

func parseHex(h string) (rgb, bool) {
	if len(h) == 3 || len(h) == 4 {
		var long []byte
		for i := range len(h) {
			long = append(long, h[i], h[i])
		}
		h = string(long)
	}
	if len(h) == 6 {
		h += "ff"
	}
	if len(h) != 8 {
		return rgb{}, false
	}
	var c [4]float64
	for i := range len(h) {
		digit := strings.IndexByte("0123456789abcdef", h[i])
		if digit < 0 {
			return rgb{}, false
		}
		c[i/2] = c[i/2]*16 + float64(digit)
	}
	return rgb{c[0] / 255, c[1] / 255, c[2] / 255, c[3] / 255}, true
}
