package palette_test

import (
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/palette"
)

func kits(t *testing.T) map[string]palette.Palette {
	t.Helper()
	out := map[string]palette.Palette{}
	for _, name := range brand.Names() {
		kit, err := brand.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = palette.Palette{Kit: kit}
	}
	return out
}

// TestColor finds roles, accents, plain colours and alternatives, and tells of
// what a kit does not have.
func TestColor(t *testing.T) {
	ink, red := srgb.Color{R: 1, G: 2, B: 3}, srgb.Color{R: 200}
	unknown := ""
	p := palette.Palette{
		Kit: &brand.Kit{
			Palette: map[string]srgb.Color{"ink": ink, "paper": {R: 255, G: 255, B: 255}, "primary": red},
			Accents: map[string]srgb.Color{"north": {G: 90}, "south": {B: 90}},
		},
		Entry:   3,
		Unknown: func(role string, _ []string) { unknown = role },
	}
	for role, want := range map[string]srgb.Color{
		"ink": ink, "panel": red, "north": {G: 90}, "#0A0B0C": {R: 10, G: 11, B: 12}, "aqua/ink": ink, "south/ink": {B: 90}, "cycle": {B: 90},
	} {
		if got := p.Color(role); got != want || unknown != "" {
			t.Errorf("%s is %v, want %v; unknown: %q", role, got, want, unknown)
		}
	}
	if p.Color("mauve"); unknown != "mauve" {
		t.Errorf("an unknown role is told as %q", unknown)
	}
}

// TestTextsRead holds that what On and Text choose reads on every ground that a
// kit's patterns have.
func TestTextsRead(t *testing.T) {
	for name, p := range kits(t) {
		for _, pattern := range palette.PatternNames() {
			for _, tone := range []string{"field", "quiet", "dark"} {
				colors := p.Pattern(pattern, tone, nil)
				text := p.On(colors[0])
				best := max(srgb.Contrast(p.Color("ink"), colors[0]), srgb.Contrast(p.Color("paper"), colors[0]))
				if got := srgb.Contrast(text, colors[0]); got < min(best, palette.MinContrast) {
					t.Errorf("%s: text on the ground of %s, tone %s, has %.2f where %.2f can be had", name, pattern, tone, got, best)
				}
				calm := true
				for _, c := range colors {
					calm = calm && srgb.Contrast(colors[0], c) <= palette.CalmContrast
				}
				for _, c := range colors {
					if calm && srgb.Contrast(text, colors[0]) >= palette.MinContrast && srgb.Contrast(text, c) < palette.MinContrast {
						t.Errorf("%s: text on %s, tone %s, does not read on %v", name, pattern, tone, c)
					}
				}
			}
		}
		if _, ok := p.Text("paper", p.Color("paper")); ok {
			t.Errorf("%s: paper reads on paper", name)
		}
		if col, ok := p.Text("paper/ink", p.Color("paper")); !ok || col != p.Color("ink") {
			t.Errorf("%s: of paper/ink %v reads on paper", name, col)
		}
	}
}

// TestSampleContrast measures the worst hundredth of a picture, under a scrim too.
func TestSampleContrast(t *testing.T) {
	black, white := srgb.Color{}, srgb.Color{R: 255, G: 255, B: 255}
	s := palette.Sample{Box: geom.R(0, 0, 100, 100), W: 10, H: 10, Colors: make([]srgb.Color, 100)}
	s.Colors[3], s.Colors[4] = white, white // two of a hundred
	all := geom.R(0, 0, 100, 100)
	if got := s.Contrast(palette.Scrim{}, 1, white, all); got != 1 {
		t.Errorf("white on white has %.2f", got)
	}
	if got := s.Contrast(palette.Scrim{}, 1, white, geom.R(0, 50, 100, 100)); math.Abs(got-21) > 0.01 {
		t.Errorf("white on black has %.2f", got)
	}
	dark := palette.Scrim{Color: black, Box: all, Alphas: []float64{1, 1}}
	if got := s.Contrast(dark, 1, white, all); math.Abs(got-21) > 0.01 {
		t.Errorf("white under a black scrim has %.2f", got)
	}
	if got := s.Contrast(dark, 1, white, geom.R(200, 200, 300, 300)); !math.IsInf(got, 1) {
		t.Errorf("beside the picture it has %.2f", got)
	}
}

// TestDuotone holds that paper reads on the lighter end of every kit's duotone.
func TestDuotone(t *testing.T) {
	for name, p := range kits(t) {
		paper := p.Color("paper")
		for _, col := range p.Duotone() {
			if srgb.Contrast(paper, col) < palette.MinContrast {
				t.Errorf("%s: paper on %v has %.2f", name, col, srgb.Contrast(paper, col))
			}
		}
	}
}

// TestLeast is WCAG's large text on a phone: 67 px, or 52 px bold.
func TestLeast(t *testing.T) {
	for _, tt := range []struct {
		sizePx float64
		weight int
		want   float64
	}{{36, 700, 4.5}, {51, 900, 4.5}, {52, 700, 3}, {52, 600, 4.5}, {66, 400, 4.5}, {67, 400, 3}} {
		if got := palette.Least(tt.sizePx, tt.weight); got != tt.want {
			t.Errorf("%.0f px of weight %d need %.1f, want %.1f", tt.sizePx, tt.weight, got, tt.want)
		}
	}
}
