package compile

import (
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
)

// minContrast is the ratio that every text must reach (WCAG 2.1, 1.4.3).
const minContrast = 4.5

// color returns the colour of a role. The roles "panel" and "field" are the
// kit's primary colour unless it says otherwise.
func (c *compiler) color(role string) srgb.Color {
	kit := c.in.Kit
	// "aqua/paper" is the first of them that the kit has.
	if first, rest, ok := strings.Cut(role, "/"); ok {
		_, inPalette := kit.Palette[first]
		if _, inAccents := kit.Accents[first]; inPalette || inAccents || slices.Contains(template.ColorRoles(), first) {
			return c.color(first)
		}
		return c.color(rest)
	}
	if col, ok := kit.Palette[role]; ok {
		return col
	}
	if col, ok := kit.Accents[role]; ok {
		return col
	}
	switch role {
	case "panel", "field":
		return c.color("primary")
	case "faint":
		// The line of a pattern that texts may cross.
		if line, paper := c.color("line"), c.color("paper"); srgb.Contrast(line, paper) <= patternMost && srgb.Contrast(line, paper) > 1.05 {
			return line
		}
		return c.color("paper").Shade(quietShade)
	case "next":
		return c.nextAccent()
	case "cycle":
		return c.cycleAccent()
	}
	if col, err := srgb.Parse(role); err == nil {
		return col
	}
	names := make([]string, 0, len(kit.Palette))
	for n := range kit.Palette {
		names = append(names, n)
	}
	c.diags.Errorf(c.in.Template.Pos, "color", diag.DidYouMean(role, names), "the brand kit %q has no colour role %q", kit.Name, role)
	return srgb.Color{}
}

// on returns the text colour for a ground: ink where it reads well enough,
// else whichever of ink and paper contrasts more.
func (c *compiler) on(ground srgb.Color) srgb.Color {
	ink, paper := c.color("ink"), c.color("paper")
	if p, ok := c.in.Kit.Palette["on_primary"]; ok && ground == c.color("primary") && srgb.Contrast(p, ground) >= minContrast {
		return p
	}
	ci, cp := srgb.Contrast(ink, ground), srgb.Contrast(paper, ground)
	if ci >= minContrast || ci >= cp {
		return ink
	}
	return paper
}

// OKLCH lightness shifts of tone-on-tone patterns (the art direction's quiet
// and strong shade).
const (
	quietShade  = -0.06
	strongShade = -0.12
)

// shade is a shade of a ground for patterns that texts may cross.
func (c *compiler) shade(ground srgb.Color, by float64) srgb.Color {
	return c.crossed(ground, ground.Shade(by))
}

// crossed is the colour of a pattern that texts on a ground may cross: nearer to
// the ground than asked for, where the text that reads on the ground would not
// read on it.
func (c *compiler) crossed(ground, col srgb.Color) srgb.Color {
	const weaker, least = 0.85, 0.1
	text := c.on(ground)
	if srgb.Contrast(text, ground) < minContrast || srgb.Contrast(col, ground) > patternMost {
		return col
	}
	for share := 1.0; share > least; share *= weaker {
		if near := srgb.Mix(ground, col, share); srgb.Contrast(text, near) >= minContrast {
			return near
		}
	}
	return ground
}

// patternColors returns the colours of a backdrop in the order that the
// pattern documents. Bold is the pattern as a picture on the primary colour;
// field is the picture of a hook without a photo: the street plan in ink, other
// patterns tone on tone on the kit's field; quiet is tone on tone on the primary
// colour.
func (c *compiler) patternColors(pattern, tone string) []srgb.Color {
	ink, paper, primary := c.color("ink"), c.color("paper"), c.color("primary")
	ground := primary
	switch tone {
	case "field":
		ground = c.color("field")
	case "dark":
		ground = ink
	case "next":
		ground = c.color("next")
	}
	quiet, strong := c.shade(ground, quietShade), c.shade(ground, strongShade)
	if tone == "dark" {
		quiet, strong = c.shade(ground, -quietShade), c.shade(ground, -strongShade)
	}
	if tone == "bold" {
		switch pattern {
		case "plan":
			return []srgb.Color{paper, primary, paper, ink}
		case "contours":
			return []srgb.Color{primary, quiet, strong}
		case "palladiana":
			out := []srgb.Color{paper}
			for _, name := range slices.Sorted(maps.Keys(c.in.Kit.Accents)) {
				out = append(out, c.in.Kit.Accents[name])
			}
			if len(out) < 4 {
				out = append(out, c.color("accent"), c.color("line"), ink)
			}
			return append(out, primary)
		case "beach":
			return []srgb.Color{ink, c.tint("aqua", ink.Shade(0.2)), paper, c.tint("sand", paper), c.color("accent"), primary}
		case "stripes":
			return []srgb.Color{paper, c.color("accent")}
		case "moon":
			return []srgb.Color{ink, c.ring(), primary}
		case "rosette":
			if line := c.color("line"); srgb.Contrast(line, primary) > patternMost {
				return []srgb.Color{primary, line} // a picture: what stands on it has a ground of its own
			}
			return []srgb.Color{primary, c.lineOn(primary)}
		case "umbrella":
			return []srgb.Color{primary, c.color("accent"), paper}
		case "shutter":
			return []srgb.Color{primary, quiet, strong, ink}
		case "arcs", "tiles":
			return []srgb.Color{primary, paper, ink}
		}
		return []srgb.Color{primary, paper, ink}
	}
	switch pattern {
	case "plan":
		if tone == "field" {
			return []srgb.Color{primary, ink, primary, paper}
		}
		return []srgb.Color{ground, quiet, ground, quiet}
	case "beach":
		if tone == "field" {
			return c.patternColors(pattern, "bold")
		}
		return []srgb.Color{ground, quiet, ground, quiet, strong}
	case "palladiana":
		return []srgb.Color{ground, quiet, quiet, strong, quiet}
	case "umbrella":
		return []srgb.Color{ground, strong, quiet}
	case "moon":
		if tone == "field" {
			return c.patternColors(pattern, "bold")
		}
		return []srgb.Color{ground, c.lineOn(ground)}
	case "rosette":
		return []srgb.Color{ground, c.crossed(ground, c.tint("line", quiet))}
	}
	return []srgb.Color{ground, quiet, strong}
}

// ring is the colour of the moon's rings: the kit's line, unless it is too
// strong for texts to cross.
func (c *compiler) ring() srgb.Color { return c.lineOn(c.color("ink")) }

// lineOn is the colour of lines on a ground that texts may cross.
func (c *compiler) lineOn(ground srgb.Color) srgb.Color {
	if line := c.color("line"); srgb.Contrast(line, ground) <= patternMost {
		return c.crossed(ground, line)
	}
	if srgb.Contrast(ground, c.color("paper")) > 7 {
		return c.shade(ground, -2*quietShade)
	}
	return c.shade(ground, quietShade)
}

// textColor is the colour of a text on a ground: of the roles "a/b" the first
// that reads on it.
func (c *compiler) textColor(n *template.Node, ground srgb.Color) srgb.Color {
	if n.Color == "" || n.Color == "auto" {
		return c.on(ground)
	}
	var col srgb.Color
	roles := strings.Split(n.Color, "/")
	for _, role := range roles {
		if len(roles) > 1 && !c.hasRole(role) {
			continue
		}
		col = c.color(role)
		reads := srgb.Contrast(col, ground) >= minContrast
		if n.Flip != "" { // the rings of the disc cross it, too
			reads = reads && srgb.Contrast(col, c.ring()) >= minContrast
		}
		if reads || len(roles) == 1 && srgb.Contrast(col, ground) >= minContrast {
			return col
		}
	}
	if len(roles) > 1 {
		return c.on(ground)
	}
	c.diags.Errorf(n.Pos, "color", diag.T("use color: auto or another role"), "%s text on %s has a contrast of %.1f, below %.1f", col, ground, srgb.Contrast(col, ground), minContrast)
	return col
}

// shapeColor is the colour of a chart or a badge on a ground: of the roles
// "a/b" the first that can be told from it.
func (c *compiler) shapeColor(roles string, ground srgb.Color) srgb.Color {
	const enough = 2.4
	for role := range strings.SplitSeq(roles, "/") {
		if c.hasRole(role) && srgb.Contrast(c.color(role), ground) >= enough {
			return c.color(role)
		}
	}
	return c.on(ground)
}

// hasRole reports whether the kit knows a colour role.
func (c *compiler) hasRole(role string) bool {
	_, inPalette := c.in.Kit.Palette[role]
	_, inAccents := c.in.Kit.Accents[role]
	return inPalette || inAccents || slices.Contains(template.ColorRoles(), role)
}

// nextAccent is the colour of the neighbourhood that comes next: the one that
// the event names, else the accent after the event's own.
func (c *compiler) nextAccent() srgb.Color {
	if name, ok := c.in.Kit.AccentFor(c.values.Texts["next"]); ok {
		return c.in.Kit.Accents[name]
	}
	names := slices.Sorted(maps.Keys(c.in.Kit.Accents))
	for i, n := range names {
		if c.in.Kit.Accents[n] == c.in.Kit.Palette["primary"] {
			return c.in.Kit.Accents[names[(i+1)%len(names)]]
		}
	}
	return c.color("accent")
}

// cycleAccent gives each entry of a list an accent of its own.
func (c *compiler) cycleAccent() srgb.Color {
	names := slices.Sorted(maps.Keys(c.in.Kit.Accents))
	n, _ := field.Number(c.item[field.ItemNumber])
	if len(names) == 0 {
		fields := c.fieldColors()
		return fields[int(n)%len(fields)]
	}
	return c.in.Kit.Accents[names[int(n)%len(names)]]
}

// fieldColors are the colours of a kit without accents that texts can stand on.
func (c *compiler) fieldColors() []srgb.Color {
	kit := c.in.Kit.Palette
	out := []srgb.Color{kit["primary"]}
	for _, name := range slices.Sorted(maps.Keys(kit)) {
		switch name {
		case "ink", "paper", "primary", "on_primary", "line", "duotone_dark", "duotone_light":
			continue
		}
		if col := kit[name]; srgb.Contrast(c.on(col), col) >= minContrast {
			out = append(out, col)
		}
	}
	return out
}

// duotone returns the colours that a photo is mapped between so that text in
// paper reads on it: the kit's own, or its ink and whichever of its primary and
// accent colour has to be darkened least to carry paper.
func (c *compiler) duotone() *[2]srgb.Color {
	kit := c.in.Kit.Palette
	if dark, ok := kit["duotone_dark"]; ok {
		return &[2]srgb.Color{dark, kit["duotone_light"]}
	}
	paper := c.color("paper")
	darkened := func(col srgb.Color) (srgb.Color, int) {
		steps := 0
		for ; steps < 100 && srgb.Contrast(col, paper) < duotoneContrast; steps++ {
			col = col.Shade(-0.01)
		}
		return col, steps
	}
	light, steps := darkened(c.color("primary"))
	if other, n := darkened(c.color("accent")); n < steps {
		light = other
	}
	return &[2]srgb.Color{c.color("ink").Shade(-0.04), light}
}

// tint returns a colour that only some kits have.
func (c *compiler) tint(name string, def srgb.Color) srgb.Color {
	if col, ok := c.in.Kit.Palette[name]; ok {
		return col
	}
	return def
}

// seed makes an event's patterns its own, the same in every language and format.
func (c *compiler) seed() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.in.Event.ID)) // a hash never fails
	return h.Sum64()
}
