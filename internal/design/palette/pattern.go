package palette

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/design/template"
)

// Pattern is what a layout knows of a generated backdrop.
type Pattern struct {
	Name   string
	Calm   bool   // one colour, its first, from the upper edge on
	Pans   bool   // goes on beyond its frame
	Ground bool   // most of it has its first colour
	Lines  bool   // the rest are thin lines
	Wheel  *Wheel // how it turns, nil when it cannot

	colors map[string][]string // by tone: bold, field, other
}

// Wheel is a pattern as a disc that turns.
type Wheel struct {
	Gores    int
	At, Wide template.Place // on tall and on wide canvases
}

// patterns are those of assets/patterns.yaml by name; "any" is what the others
// leave out.
var patterns = sync.OnceValue(func() map[string]Pattern {
	out, diags := readPatterns(assets.Patterns)
	if diags.HasErrors() {
		panic(diags.Err()) // the file is part of the program, and tests read it
	}
	return out
})

func readPatterns(data []byte) (map[string]Pattern, diag.List) {
	var diags diag.List
	out := map[string]Pattern{}
	for _, e := range setting.Parse("patterns.yaml", data, &diags).Entries() {
		m := e.Map("calm", "pans", "ground", "lines", "wheel", "colors")
		p := Pattern{Name: e.Key, Calm: m["calm"].Bool(), Pans: m["pans"].Bool(), Ground: m["ground"].Bool(), Lines: m["lines"].Bool(), colors: map[string][]string{}}
		if m["wheel"].Given() {
			w := m["wheel"].Map("gores", "at", "wide")
			p.Wheel = &Wheel{Gores: w["gores"].Int(), At: place(w["at"]), Wide: place(w["wide"])}
		}
		for tone, colors := range m["colors"].Map("bold", "field", "other") {
			p.colors[tone] = colors.Texts()
		}
		out[e.Key] = p
	}
	for _, p := range out {
		for tone, colors := range out["any"].colors {
			if len(p.colors[tone]) == 0 {
				p.colors[tone] = colors
			}
		}
	}
	return out, diags
}

func place(v setting.Value) template.Place {
	xs := v.List()
	if len(xs) != 3 {
		v.Errorf(diag.T("write [column, row, radius]"), "a place has 3 numbers")
		return template.Place{}
	}
	return template.Place{X: xs[0].Number(), Y: xs[1].Number(), R: xs[2].Number()}
}

// PatternByName returns what is known of a pattern; of one that is not known,
// what most of them have in common.
func PatternByName(name string) Pattern {
	p, ok := patterns()[name]
	if !ok {
		p = patterns()["any"]
		p.Name = name
	}
	return p
}

// PatternNames returns the names of the patterns that are known, sorted.
func PatternNames() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(patterns())), func(name string) bool { return name == "any" })
}

// Pattern returns the colours of a backdrop in the pattern's own order: those
// of roles, or when there are none those that the pattern has for a tone.
func (p Palette) Pattern(name, tone string, roles []string) []srgb.Color {
	if len(roles) > 0 {
		return p.shades(roles)
	}
	ground := p.Color("primary")
	switch tone {
	case "field":
		ground = p.Color("field")
	case "dark":
		ground = p.Color("ink")
	case "next":
		ground = p.Color("next")
	}
	t := toned{p, ground, p.shade(ground, quietShade), p.shade(ground, strongShade)}
	if tone == "dark" {
		t.quiet, t.strong = p.shade(ground, -quietShade), p.shade(ground, -strongShade)
	}
	colors := PatternByName(name).colors
	list, ok := colors[tone]
	if !ok {
		list = colors["other"]
	}
	out := make([]srgb.Color, 0, len(list))
	for _, expr := range list {
		if expr == "accents" {
			out = append(out, p.accents()...)
			continue
		}
		out = append(out, t.color(expr))
	}
	return out
}

// shades returns the colours of roles; "quiet:x" and "strong:x" are shades.
func (p Palette) shades(roles []string) []srgb.Color {
	out := make([]srgb.Color, len(roles))
	for i, role := range roles {
		shade := 0.0
		if r, ok := strings.CutPrefix(role, "quiet:"); ok {
			role, shade = r, quietShade
		}
		if r, ok := strings.CutPrefix(role, "strong:"); ok {
			role, shade = r, strongShade
		}
		out[i] = p.Color(role)
		if shade != 0 {
			out[i] = out[i].Shade(shade)
		}
	}
	return out
}

// accents are the stones of a mosaic: every accent, and more colours where
// those are few. Ink is none of them: panels and letters have it.
func (p Palette) accents() []srgb.Color {
	const few = 3
	var out []srgb.Color
	for _, name := range slices.Sorted(maps.Keys(p.Kit.Accents)) {
		out = append(out, p.Kit.Accents[name])
	}
	if len(out) < few {
		const apart = 0.14 // in lightness
		out = append(out, p.Color("accent"), p.Color("line"), p.Color("primary").Shade(-apart))
	}
	return out
}

// toned reads the colours of patterns.yaml on the ground of a tone.
type toned struct {
	Palette
	ground, quiet, strong srgb.Color
}

func (t toned) color(expr string) srgb.Color {
	if first, rest, ok := strings.Cut(expr, "/"); ok {
		if t.has(first) {
			return t.Color(first)
		}
		return t.color(rest)
	}
	switch expr {
	case "ground":
		return t.ground
	case "quiet":
		return t.quiet
	case "strong":
		return t.strong
	case "soft line":
		return t.crossed(t.ground, t.Color("line"))
	}
	if on, ok := strings.CutPrefix(expr, "line on "); ok {
		return t.Line(t.color(on))
	}
	if of, ok := strings.CutPrefix(expr, "light "); ok {
		const lighter = 0.2
		return t.color(of).Shade(lighter)
	}
	return t.Color(expr)
}
