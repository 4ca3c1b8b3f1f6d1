package compile

import (
	"math"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// chartKind is how a figure is read from its text and drawn.
type chartKind struct {
	draw    func(text string, s figure.Style) []figure.Part
	open    bool // may show outside its box
	small   bool // stands among texts and comes and goes with them
	reaches bool // its first part reaches out above: texts must not stand on it
}

// charts are the kinds by the names that templates use.
var charts = map[string]chartKind{
	"share": {draw: func(text string, s figure.Style) []figure.Part {
		part, whole, ok := field.Share(text)
		if !ok {
			return nil
		}
		return figure.Share(part/whole, s)
	}},
	"year":  {draw: ofNumber(figure.Year), reaches: true},
	"whole": {draw: ofNumber(figure.Whole)},
	"level": {draw: ofNumber(func(v float64, s figure.Style) []figure.Part { return figure.Level(int(v), s) }), open: true, small: true},
	"days": {draw: ofNumber(func(v float64, s figure.Style) []figure.Part {
		if v < 2 {
			return nil
		}
		return figure.Days(int(v), s)
	}), open: true, small: true},
	"calendar": {draw: func(text string, s figure.Style) []figure.Part {
		v, ok := threeNumbers(text)
		if !ok {
			return nil
		}
		return figure.Calendar(v[0], v[1], v[2], s)
	}},
}

// ofNumber draws the first number of a text, and nothing without one.
func ofNumber(draw func(float64, figure.Style) []figure.Part) func(string, figure.Style) []figure.Part {
	return func(text string, s figure.Style) []figure.Part {
		v, ok := field.Number(text)
		if !ok {
			return nil
		}
		return draw(v, s)
	}
}

// threeNumbers reads the days of a month, the day that it is and the last one.
func threeNumbers(text string) (v [3]int, ok bool) {
	parts := strings.Fields(text)
	if len(parts) != len(v) {
		return v, false
	}
	for i, s := range parts {
		n, err := strconv.Atoi(s)
		if err != nil {
			return v, false
		}
		v[i] = n
	}
	return v, true
}

// placeChart places a chart in a box of the picture.
func (c *compiler) placeChart(s *scene, n *template.Node, name string, box geom.Rect) {
	p, ok := c.chart(n, name, box, c.groundOf(s, box))
	if ok {
		s.placed = append(s.placed, p)
	}
}

// chart draws a figure as a shape. ok is false when there is nothing to draw.
func (c *compiler) chart(n *template.Node, name string, box geom.Rect, ground srgb.Color) (placed, bool) {
	text, _, ok := template.Expand(n.Value, c.value(nil))
	if !ok {
		return placed{}, false
	}
	paper := c.pal.Color("paper")
	full := c.pal.Shape(n.Color, ground)
	rest := srgb.Mix(ground, full, 0.22)
	switch {
	case c.pal.Dark(ground):
		rest = srgb.Mix(ground, paper, 0.2)
	case n.Mode == "share":
		rest = ground.Shade(-0.1)
	}
	if n.Rest != "" {
		rest = c.pal.Color(n.Rest)
	}
	kind := charts[n.Mode]
	p := placed{node: n, name: name, box: box, clipTo: box}
	if kind.open {
		p.clipTo = geom.Rect{}
	}
	if kind.draw != nil {
		p.drawing = kind.draw(text, figure.Style{
			Box: box, Unit: c.g.Unit(), RTL: c.g.RTL, Wide: c.g.Wide(), Full: full, Rest: rest, Ground: ground, Paper: paper,
		})
	}
	return p, len(p.drawing) > 0
}

// chartGap is the room between a text and what of a chart reaches up to it, px.
const chartGap = 40

// clearCharts draws a chart lower where a text above it would stand on what
// reaches out of its box.
func (c *compiler) clearCharts(s *scene) {
	for i := range s.placed {
		p := &s.placed[i]
		if p.node.Kind != template.Chart || !charts[p.node.Mode].reaches || len(p.drawing) == 0 {
			continue
		}
		top, lowest := figure.Bounds(p.drawing[0].Path, 0).Y0, p.box.Y0
		for k := range s.placed {
			t := &s.placed[k]
			if t.para != nil && !t.above && !t.bare && t.base < p.box.Center().Y {
				lowest = max(lowest, t.base+t.para.LeadingPx*float64(len(t.para.Lines)-1)+t.para.Depth)
			}
		}
		if over := lowest + chartGap*c.g.Unit() - top; over > 0 {
			box := p.box
			box.Y0 += over
			if lower, ok := c.chart(p.node, p.name, box, c.groundOf(s, box)); ok {
				*p = lower
			}
		}
	}
}

// icon draws the icon that a text names on a square tile.
func (c *compiler) icon(n *template.Node, name string, box geom.Rect, ground srgb.Color, it entry) (placed, bool) {
	text, _, ok := template.Expand(n.Value, c.value(it))
	if !ok {
		return placed{}, false
	}
	const apart = 1.3 // the contrast at which a tile can be told from its ground
	tile := c.pal.Or(n.Color, c.pal.Color("primary"))
	if srgb.Contrast(tile, ground) < apart {
		tile = c.pal.On(ground)
	}
	drawing := figure.Icon(text, box, tile, c.pal.On(tile))
	if drawing == nil {
		c.diags.Errorf(n.Pos, "icon", diag.DidYouMean(text, figure.IconNames()), "there is no icon %q", text)
		return placed{}, false
	}
	return placed{node: n, name: name, box: box, drawing: drawing}, true
}

// numberOn sets a short text in the middle of a disc.
func (c *compiler) numberOn(n *template.Node, name, text string, at geom.Point, r float64, disc srgb.Color, share float64) []placed {
	font := c.in.Kit.Fonts.Display
	size := math.Round(r * 0.92)
	line, err := c.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: size, Language: c.lang})
	if err != nil || text == "" {
		return nil // a figure is in every font
	}
	para := typeset.Paragraph{Lines: []*typeset.Line{line}, SizePx: size, LeadingPx: size, CapHeight: line.CapHeight}
	x := at.X - (line.LeftBearing+line.RightInk)/2
	top, bottom := line.InkTop, line.InkBottom
	base := at.Y - (top+bottom)/2
	return []placed{{
		node: n, name: name, para: &para, base: base, color: c.pal.On(disc), after: share, bare: true,
		box: geom.R(x, base-line.CapHeight, x+line.Width, base),
	}}
}

// wheel is a backdrop as one large disc that turns, on its field: what the
// pattern shows at rest.
func (c *compiler) wheel(n *template.Node, box geom.Rect) []figure.Part {
	pattern := palette.PatternByName(c.pattern(n))
	if pattern.Wheel == nil {
		return nil
	}
	col := c.pal.Pattern(pattern.Name, orElse(n.Tone, "bold"), nil)
	place := pattern.Wheel.At
	if c.g.Wide() {
		place = pattern.Wheel.Wide
	}
	at, r := c.g.Place(place)
	if !c.g.Wide() && box.H() < 1.5*box.W() {
		r *= 0.8
	}
	return figure.Wheel(box, at, r, pattern.Wheel.Gores, n.Turn, [3]srgb.Color(col))
}
