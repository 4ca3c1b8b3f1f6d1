package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// element is something that stands in a scene: a *text, a *photo or another of
// the types below.
type element interface{ at() *placed }

// placed is what elements of every kind have.
type placed struct {
	node  *template.Common
	name  string // in the plan
	box   geom.Rect
	beats float64 // enters so many beats after its scene
}

func (p *placed) at() *placed { return p }

// text is a paragraph with its first baseline at base.
type text struct {
	placed
	spec   *template.Text
	para   *typeset.Paragraph
	base   float64
	color  srgb.Color
	field  string // input whose text it shows, "" for none
	text   string
	strike bool
	disc   *disc // that crosses the text, nil for none
}

// number is a line that belongs to a badge and appears with it.
type number struct {
	placed
	line  *typeset.Line
	base  float64
	color srgb.Color
}

// label is the sender's mark and name.
type label struct {
	placed
	para   *typeset.Paragraph
	base   float64
	color  srgb.Color
	tab    bool       // stands on a tab
	ground srgb.Color // of the tab
}

// photo is a picture of the event.
type photo struct {
	placed
	spec    *template.Photo
	picture Photo
	duotone *[2]srgb.Color
}

// backdrop is a generated pattern.
type backdrop struct {
	placed
	spec  *template.Backdrop
	wheel []figure.Part // the pattern as a disc that turns, nil for none
	shift float64       // of the lightness of its ground and what is near to that
}

// panel is an area of one colour that texts stand on.
type panel struct {
	placed
	color srgb.Color
}

// fill is an area of one colour.
type fill struct {
	placed
	spec  *template.Fill
	color srgb.Color
}

// scrim darkens what lies below it.
type scrim struct {
	placed
	color  srgb.Color
	alphas []float64 // from top to bottom; none until they are measured
}

// disc is a circle that travels from scene to scene.
type disc struct {
	placed
	spec  *template.Disc
	color srgb.Color
}

// rule is a line among texts.
type rule struct {
	placed
	color srgb.Color
}

// progress is a bar that runs through the loop.
type progress struct {
	placed
	color srgb.Color
}

// logo is the sender's mark, alone.
type logo struct {
	placed
	color srgb.Color
}

// drawing is a chart, an icon or a badge.
type drawing struct {
	placed
	parts   []figure.Part
	clipped bool            // shows in its box only
	small   bool            // stands among texts and comes and goes with them
	badge   bool            // marks an entry of a list
	reaches bool            // its first part reaches out above its box
	chart   *template.Chart // nil for an icon or a badge
}

// route is the walk as the scene shows it.
type route struct {
	placed
	way      *figure.Way
	lengthPx float64 // it sets the clock
	color    srgb.Color
}

// pattern returns what is known of the pattern: the node's, else the kit's first.
func (b *backdrop) pattern(kit *brand.Kit) palette.Pattern { return patternOf(b.spec, kit) }

func patternOf(n *template.Backdrop, kit *brand.Kit) palette.Pattern {
	if n.Pattern == "" && len(kit.Backdrop) > 0 {
		return palette.PatternByName(kit.Backdrop[0])
	}
	return palette.PatternByName(n.Pattern)
}

// colors are the pattern's, its ground first.
func (b *backdrop) colors(pal palette.Palette) []srgb.Color {
	const lineContrast = 1.45 // no text crosses them: it stands on the panel
	pattern := b.pattern(pal.Kit)
	out := pal.Pattern(pattern.Name, b.spec.Tone, b.spec.Colors)
	if b.shift == 0 {
		return out
	}
	ground := out[0]
	for i, col := range out {
		if srgb.Contrast(col, ground) > palette.CalmContrast {
			continue
		}
		if out[i] = col.Shade(b.shift); i > 0 && pattern.Lines && col != ground {
			out[i] = out[i].Reading(out[0], lineContrast)
		}
	}
	return out
}

// setApart gives the pattern's ground the nearest darker shade that a panel's colour
// can be told from, or on a very dark one a lighter shade.
func (b *backdrop) setApart(pal palette.Palette, panel srgb.Color) {
	const step = 0.01
	ground := b.colors(pal)[0]
	sign := -1.0
	if srgb.Contrast(ground, srgb.Color{}) < edgeContrast*1.3 {
		sign = 1
	}
	for i := 1; i <= 40 && srgb.Contrast(ground.Shade(b.shift), panel) < edgeContrast; i++ {
		b.shift = sign * step * float64(i)
	}
}

// ground is the colour that texts on the pattern stand on; calm is false where
// they cannot.
func (b *backdrop) ground(pal palette.Palette) (ground srgb.Color, calm bool) {
	pattern := b.pattern(pal.Kit)
	colors := b.colors(pal)
	busy := slices.ContainsFunc(colors, func(col srgb.Color) bool { return srgb.Contrast(colors[0], col) > palette.CalmContrast })
	return colors[0], pattern.Calm || !busy
}

// originX is where a line of a text begins: at the near margin, or at the far one.
func (t *text) originX(line *typeset.Line, rtl bool) float64 {
	switch {
	case t.spec.End != rtl && !line.RTL:
		return t.box.X1 - line.Width
	case t.spec.End && line.RTL:
		return t.box.X0
	}
	x := line.OriginX(t.box.X0, t.box.X1)
	// A letter that reaches out of its cell, such as j, stays at the margin.
	const least = 1
	switch {
	case !line.RTL && x+line.LeftBearing < t.box.X0-least:
		return t.box.X0 - line.LeftBearing
	case line.RTL && x+line.RightInk > t.box.X1+least:
		return t.box.X1 - line.RightInk
	}
	return x
}

// fieldName names the text in messages.
func (t *text) fieldName() string { return orElse(t.field, string(t.spec.Kind())) }

// baseline is that of line k.
func (t *text) baseline(k int) float64 { return t.base + float64(k)*t.para.LeadingPx }

// lowest is where the ink of the last line ends.
func (t *text) lowest() float64 {
	return t.base + t.para.LeadingPx*float64(len(t.para.Lines)-1) + t.para.Depth
}

func orElse(s, def string) string {
	if s == "" {
		return def
	}
	return s
}
