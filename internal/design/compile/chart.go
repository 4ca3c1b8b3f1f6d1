package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// chart draws a figure as a shape; nil when there is nothing to draw.
func (sc scope) chart(n *template.Chart, name string, box geom.Rect, ground srgb.Color) *drawing {
	value, _, ok := template.Expand(n.Value, sc.Value(nil))
	if !ok {
		return nil
	}
	kind, ok := figure.ChartByName(n.Mode)
	if !ok {
		return nil
	}
	paper := sc.pal.Color("paper")
	full := sc.pal.Shape(n.Color, ground)
	rest := srgb.Mix(ground, full, 0.22)
	switch {
	case sc.pal.Dark(ground):
		rest = srgb.Mix(ground, paper, 0.2)
	case kind.Shaded:
		rest = ground.Shade(-0.1)
	}
	if n.Rest != "" {
		rest = sc.pal.Color(n.Rest)
	}
	parts := kind.Draw(value, figure.Style{
		Box: box, Unit: sc.grid.Unit(), RTL: sc.grid.RTL, Wide: sc.grid.Wide(), Full: full, Rest: rest, Ground: ground, Paper: paper,
	})
	if len(parts) == 0 {
		return nil
	}
	return &drawing{placed: placed{node: &n.Common, name: name, box: box}, parts: parts, clipped: !kind.Open, small: kind.Small, reaches: kind.Reaches, chart: n}
}

// icon draws the icon that a text names on a square tile; nil when there is none.
func (sc scope) icon(n *template.Icon, at placed, item entry, ground srgb.Color) *drawing {
	name, _, ok := template.Expand(n.Value, sc.Value(item))
	if !ok {
		return nil
	}
	const apart = 1.3 // the contrast at which a tile can be told from its ground
	tile := sc.pal.Or(n.Color, sc.pal.Color("primary"))
	if srgb.Contrast(tile, ground) < apart {
		tile = sc.pal.On(ground)
	}
	parts := figure.Icon(name, at.box, tile, sc.pal.On(tile))
	if parts == nil {
		sc.diags.Errorf(n.Pos, "icon", diag.DidYouMean(name, figure.IconNames()), "there is no icon %q", name)
		return nil
	}
	return &drawing{placed: at, parts: parts, small: true}
}

// badge draws a disc with a short text in it.
func (sc scope) badge(n *template.Badge, at placed, item entry, ground srgb.Color) []element {
	size := n.SizePx * sc.grid.Unit()
	col := sc.pal.Shape(n.Color, ground)
	out := []element{&drawing{placed: at, parts: figure.Badge(at.box, size, col), small: true, badge: true}}
	value, _, _ := template.Expand(n.Value, sc.Value(item))
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
