// Package palette answers which colour something has: what a role of a brand
// kit is, which colour of a text reads on a ground, which colours a pattern
// takes, and how dark a picture must be made for texts to read on it.
package palette

import (
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
)

// MinContrast is the ratio that every text must reach (WCAG 2.1, 1.4.3), and
// LargeContrast what is enough for a large one.
const (
	MinContrast   = brand.TextContrast
	LargeContrast = brand.LargeContrast
)

// What WCAG calls large, 18 pt or 14 pt bold, on a phone 390 px wide: in px of the
// 1080-wide design.
const (
	largePx     = 67
	largeBoldPx = 52
	boldWeight  = 700
)

// Least is the contrast that a text of a size, in px of the 1080-wide design, must
// have.
func Least(sizePx float64, weight int) float64 {
	if sizePx >= largePx || sizePx >= largeBoldPx && weight >= boldWeight {
		return LargeContrast
	}
	return MinContrast
}

// CalmContrast is the contrast between a pattern's colours up to which a text
// may stand on it (art direction, tokens: pattern_vs_field).
const CalmContrast = 1.6

// OKLCH lightness shifts of tone-on-tone patterns (the art direction's quiet
// and strong shade).
const (
	quietShade  = -0.06
	strongShade = -0.12
)

// roles are the colour roles that every kit has.
var roles = []string{"ink", "paper", "primary", "on_primary", "accent", "line", "panel", "field", "next", "cycle", "faint", "auto"}

// Palette is a kit's colours as one scene sees them.
type Palette struct {
	Kit   *brand.Kit
	Next  string // the neighbourhood that comes next, for the role "next"
	Entry int    // the number of an entry in its list, for the role "cycle"

	// Unknown is called with a role that the kit does not have, and with the
	// names that it has.
	Unknown func(role string, known []string)
}

// Color returns the colour of a role; of several roles with "/" between them
// that of the first that the kit has. The roles "panel" and "field" are the
// kit's primary colour unless it says otherwise. An unknown role is black.
func (p Palette) Color(role string) srgb.Color {
	if first, rest, ok := strings.Cut(role, "/"); ok {
		if p.has(first) {
			return p.Color(first)
		}
		return p.Color(rest)
	}
	if col, ok := p.Kit.Palette[role]; ok {
		return col
	}
	if col, ok := p.Kit.Accents[role]; ok {
		return col
	}
	switch role {
	case "panel", "field":
		return p.Color("primary")
	case "faint":
		// The line of a pattern that texts may cross.
		if line, paper := p.Color("line"), p.Color("paper"); srgb.Contrast(line, paper) <= CalmContrast && srgb.Contrast(line, paper) > 1.05 {
			return line
		}
		return p.Color("paper").Shade(quietShade)
	case "next":
		return p.next()
	case "cycle":
		return p.cycle()
	}
	if col, err := srgb.Parse(role); err == nil {
		return col
	}
	if p.Unknown != nil {
		names := make([]string, 0, len(p.Kit.Palette))
		for n := range p.Kit.Palette {
			names = append(names, n)
		}
		p.Unknown(role, names)
	}
	return srgb.Color{}
}

// Or returns the colour of a role, or def when a template leaves the choice to
// the house: no role, or "auto".
func (p Palette) Or(role string, def srgb.Color) srgb.Color {
	if role == "" || role == "auto" {
		return def
	}
	return p.Color(role)
}

// has reports whether the kit knows a role.
func (p Palette) has(role string) bool {
	_, inPalette := p.Kit.Palette[role]
	_, inAccents := p.Kit.Accents[role]
	return inPalette || inAccents || slices.Contains(roles, role)
}

// Deep and Pale are the darker and the lighter of ink and paper: a kit's ink may be
// light.
func (p Palette) Deep() srgb.Color {
	ink, paper := p.Color("ink"), p.Color("paper")
	if paper.Luminance() < ink.Luminance() {
		return paper
	}
	return ink
}

// Pale is the counterpart of Deep.
func (p Palette) Pale() srgb.Color {
	if ink := p.Color("ink"); p.Deep() != ink {
		return ink
	}
	return p.Color("paper")
}

// On returns the colour of a text on a ground: ink where it reads well enough, else
// paper, else the nearest shade of the better of both that does.
func (p Palette) On(ground srgb.Color) srgb.Color {
	ink, paper := p.Color("ink"), p.Color("paper")
	if on, ok := p.Kit.Palette["on_primary"]; ok && ground == p.Color("primary") && srgb.Contrast(on, ground) >= MinContrast {
		return on
	}
	ci, cp := srgb.Contrast(ink, ground), srgb.Contrast(paper, ground)
	switch {
	case ci >= MinContrast:
		return ink
	case cp >= MinContrast:
		return paper
	case ci >= cp:
		return ink.Reading(ground, MinContrast)
	}
	return paper.Reading(ground, MinContrast)
}

// Text is the colour of a text on a ground: of the roles "a/b" the first that
// reads there, and on the colours that cross it. ok is false for a single role
// that does not read on the ground.
func (p Palette) Text(role string, ground srgb.Color, crossing ...srgb.Color) (col srgb.Color, ok bool) {
	if role == "" || role == "auto" {
		return p.On(ground), true
	}
	names := strings.Split(role, "/")
	for _, name := range names {
		if len(names) > 1 && !p.has(name) {
			continue
		}
		col = p.Color(name)
		reads := srgb.Contrast(col, ground) >= MinContrast
		if len(names) == 1 {
			return col, reads
		}
		if reads && !slices.ContainsFunc(crossing, func(other srgb.Color) bool { return srgb.Contrast(col, other) < MinContrast }) {
			return col, true
		}
	}
	return p.On(ground), true
}

// Shape is the colour of a chart or a badge on a ground: of the roles "a/b" the
// first that can be told from it.
func (p Palette) Shape(role string, ground srgb.Color) srgb.Color {
	const enough = 2.4
	if role == "" || role == "auto" {
		return p.On(ground)
	}
	for name := range strings.SplitSeq(role, "/") {
		if p.has(name) && srgb.Contrast(p.Color(name), ground) >= enough {
			return p.Color(name)
		}
	}
	return p.On(ground)
}

// crossed is the colour of lines on a ground that texts may cross: nearer to
// the ground than col, where the text that reads on the ground would not read
// on col. What differs more than a calm pattern is a picture and stays.
func (p Palette) crossed(ground, col srgb.Color) srgb.Color {
	const weaker, least = 0.85, 0.1
	text := p.On(ground)
	if srgb.Contrast(text, ground) < MinContrast || srgb.Contrast(col, ground) > CalmContrast {
		return col
	}
	for share := 1.0; share > least; share *= weaker {
		if near := srgb.Mix(ground, col, share); srgb.Contrast(text, near) >= MinContrast {
			return near
		}
	}
	return ground
}

// shade is a shade of a ground for patterns that texts may cross.
func (p Palette) shade(ground srgb.Color, by float64) srgb.Color {
	return p.crossed(ground, ground.Shade(by))
}

// Line is the colour of lines on a ground that texts may cross: the kit's line,
// or a shade of the ground where that is too strong.
func (p Palette) Line(ground srgb.Color) srgb.Color {
	if line := p.Color("line"); srgb.Contrast(line, ground) <= CalmContrast {
		return p.crossed(ground, line)
	}
	if p.Dark(ground) {
		return p.shade(ground, -2*quietShade)
	}
	return p.shade(ground, quietShade)
}

// Dark reports whether a ground is so dark that paper stands out from it.
func (p Palette) Dark(ground srgb.Color) bool { return srgb.Contrast(ground, p.Color("paper")) > 7 }

// next is the colour of the neighbourhood that comes next: the one that the
// event names, else the accent after the event's own.
func (p Palette) next() srgb.Color {
	if name, ok := p.Kit.AccentFor(p.Next); ok {
		return p.Kit.Accents[name]
	}
	names := slices.Sorted(maps.Keys(p.Kit.Accents))
	for i, n := range names {
		if p.Kit.Accents[n] == p.Kit.Palette["primary"] {
			return p.Kit.Accents[names[(i+1)%len(names)]]
		}
	}
	return p.Color("accent")
}

// cycle gives each entry of a list an accent of its own.
func (p Palette) cycle() srgb.Color {
	names := slices.Sorted(maps.Keys(p.Kit.Accents))
	if len(names) == 0 {
		fields := p.fields()
		return fields[p.Entry%len(fields)]
	}
	return p.Kit.Accents[names[p.Entry%len(names)]]
}

// fields are the colours of a kit without accents that texts can stand on.
func (p Palette) fields() []srgb.Color {
	kit := p.Kit.Palette
	out := []srgb.Color{kit["primary"]}
	for _, name := range slices.Sorted(maps.Keys(kit)) {
		switch name {
		case "ink", "paper", "primary", "on_primary", "line", "duotone_dark", "duotone_light":
			continue
		}
		if col := kit[name]; srgb.Contrast(p.On(col), col) >= MinContrast {
			out = append(out, col)
		}
	}
	return out
}
