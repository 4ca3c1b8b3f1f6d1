package brand

import (
	"maps"
	"strings"

	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/base/srgb"
)

// Roles are the colours that every kit's palette has.
var Roles = []string{"ink", "paper", "primary", "accent", "on_primary", "line"}

// The least contrast of text against its background, as ratios of WCAG 2.1 success
// criterion 1.4.3: for all text, and for large text only.
const (
	TextContrast  = 4.5
	LargeContrast = 3.0
)

// quietShade is the change in OKLCH lightness from a field to the lines of its
// pattern.
const quietShade = -0.06

// With returns the palette with the named accent as primary, and the roles that
// are derived from it (on_primary, line) computed again. The empty name means the
// kit's own choice, Kit.Accent. ok is false when the kit has no such accent; the
// palette is then the kit's own.
func (k *Kit) With(accent string) (palette map[string]srgb.Color, ok bool) {
	if accent == "" {
		accent = k.Accent
	}
	if accent == "" {
		return k.Palette, true
	}
	field, ok := k.Accents[accent]
	if !ok {
		return k.Palette, false
	}
	if field == k.Palette["primary"] {
		return k.Palette, true
	}
	palette = maps.Clone(k.Palette)
	if palette["accent"] == palette["primary"] {
		palette["accent"] = field
	}
	palette["primary"] = field
	delete(palette, "on_primary")
	delete(palette, "line")
	complete(palette)
	return palette, true
}

// AccentFor returns the name of the accent that belongs to a place, such as
// "NoLo" or "Porta Romana", whatever its capitals and whether it is written
// with spaces or hyphens. ok is false when the kit has none.
func (k *Kit) AccentFor(place string) (name string, ok bool) {
	place = placeName(place)
	for name := range k.Accents {
		if placeName(name) == place && place != "" {
			return name, true
		}
	}
	return "", false
}

// placeName brings the name of a place to the form in which accents are found.
func placeName(s string) string {
	return fold.Name(strings.NewReplacer("-", " ", "_", " ").Replace(s))
}

// complete adds the roles that are derived from ink, paper and primary: on_primary
// is whichever of ink and paper has more contrast on primary, accent is primary, and
// line is a slightly darker primary (quietShade).
func complete(p map[string]srgb.Color) {
	if _, ok := p["primary"]; !ok {
		p["primary"] = p["paper"]
	}
	if _, ok := p["on_primary"]; !ok {
		p["on_primary"] = readable(p["primary"], p["ink"], p["paper"])
	}
	if _, ok := p["accent"]; !ok {
		p["accent"] = p["primary"]
	}
	if _, ok := p["line"]; !ok {
		p["line"] = p["primary"].Shade(quietShade)
	}
}

// readable returns the one of two text colours that has more contrast on field.
func readable(field, a, b srgb.Color) srgb.Color {
	if srgb.Contrast(field, b) > srgb.Contrast(field, a) {
		return b
	}
	return a
}
