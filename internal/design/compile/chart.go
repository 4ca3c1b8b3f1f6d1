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
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// chartKind is how a figure is read from its text and drawn.
type chartKind struct {
	draw    func(text string, s figure.Style) []figure.Part
	open    bool // may show outside its box
	small   bool // stands among texts and comes and goes with them
	shaded  bool // what is not counted is a shade of the ground
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
	}, shaded: true},
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

// chart draws a figure as a shape; nil when there is nothing to draw.
func (sc scope) chart(n *template.Chart, name string, box geom.Rect, ground srgb.Color) *drawing {
	value, _, ok := template.Expand(n.Value, sc.value(nil))
	if !ok {
		return nil
	}
	kind := charts[n.Mode]
	paper := sc.pal.Color("paper")
	full := sc.pal.Shape(n.Color, ground)
	rest := srgb.Mix(ground, full, 0.22)
	switch {
	case sc.pal.Dark(ground):
		rest = srgb.Mix(ground, paper, 0.2)
	case kind.shaded:
		rest = ground.Shade(-0.1)
	}
	if n.Rest != "" {
		rest = sc.pal.Color(n.Rest)
	}
	if kind.draw == nil {
		return nil
	}
	parts := kind.draw(value, figure.Style{
		Box: box, Unit: sc.grid.Unit(), RTL: sc.grid.RTL, Wide: sc.grid.Wide(), Full: full, Rest: rest, Ground: ground, Paper: paper,
	})
	if len(parts) == 0 {
		return nil
	}
	return &drawing{placed: placed{node: &n.Common, name: name, box: box}, parts: parts, clipped: !kind.open, small: kind.small, chart: n}
}

// chartGap is the room between a text and what of a chart reaches up to it, px.
const chartGap = 40

// clearCharts draws a chart lower where a text above it would stand on what
// reaches out of its box.
func (l layout) clearCharts() {
	for i, e := range l.elements {
		d, ok := e.(*drawing)
		if !ok || d.chart == nil || !charts[d.chart.Mode].reaches {
			continue
		}
		top, lowest := figure.Bounds(d.parts[0].Path, 0).Y0, d.box.Y0
		for _, other := range l.elements {
			if t, ok := other.(*text); ok && t.base < d.box.Center().Y {
				lowest = max(lowest, t.lowest())
			}
		}
		if over := lowest + chartGap*l.grid.Unit() - top; over > 0 {
			box := d.box
			box.Y0 += over
			if lower := l.chart(d.chart, d.name, box, l.groundOf(box)); lower != nil {
				l.elements[i] = lower
			}
		}
	}
}

// icon draws the icon that a text names on a square tile; nil when there is none.
func (sc scope) icon(n *template.Icon, p *part, box geom.Rect, ground srgb.Color) *drawing {
	name, _, ok := template.Expand(n.Value, sc.value(p.item))
	if !ok {
		return nil
	}
	const apart = 1.3 // the contrast at which a tile can be told from its ground
	tile := sc.pal.Or(n.Color, sc.pal.Color("primary"))
	if srgb.Contrast(tile, ground) < apart {
		tile = sc.pal.On(ground)
	}
	parts := figure.Icon(name, box, tile, sc.pal.On(tile))
	if parts == nil {
		sc.diags.Errorf(n.Pos, "icon", diag.DidYouMean(name, figure.IconNames()), "there is no icon %q", name)
		return nil
	}
	return &drawing{placed: placed{node: &n.Common, name: p.name, box: box, beats: p.beats}, parts: parts, small: true}
}

// badge draws a disc with a short text in it.
func (sc scope) badge(n *template.Badge, p *part, box geom.Rect, ground srgb.Color) []element {
	at := placed{node: &n.Common, name: p.name, box: box, beats: p.beats}
	size := n.SizePx * sc.grid.Unit()
	col := sc.pal.Shape(n.Color, ground)
	out := []element{&drawing{placed: at, parts: figure.Badge(box, size, col), small: true, badge: true}}
	value, _, _ := template.Expand(n.Value, sc.value(p.item))
	if no := sc.number(at, value, size/2, col); no != nil {
		out = append(out, no)
	}
	return out
}

// numberShare is the size of a number in the radius of its disc.
const numberShare = 0.92

// number sets a short text in the middle of the disc of a badge; nil for none.
func (sc scope) number(at placed, value string, r float64, disc srgb.Color) *number {
	font := sc.kit.Fonts.Display
	size := math.Round(r * numberShare)
	line, err := sc.in.Fonts.Set(value, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: size, Language: sc.lang})
	if err != nil || value == "" {
		return nil // a figure is in every font
	}
	mid := at.box.Center()
	x := mid.X - (line.LeftBearing+line.RightInk)/2
	base := mid.Y - (line.InkTop+line.InkBottom)/2
	at.name += "/no"
	at.box = geom.R(x, base-line.CapHeight, x+line.Width, base)
	return &number{placed: at, line: line, base: base, color: sc.pal.On(disc)}
}
