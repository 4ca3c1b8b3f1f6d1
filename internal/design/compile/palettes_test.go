package compile_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/timeline"
)

// anyColor is a colour of any hue, between two lightnesses.
func anyColor(r *rand.Rand, lo, hi float64) srgb.Color {
	c := srgb.Color{R: uint8(r.IntN(256)), G: uint8(r.IntN(256)), B: uint8(r.IntN(256))}
	want := lo + (hi-lo)*r.Float64()
	for range 200 {
		switch l := math.Cbrt(c.Luminance()); {
		case l > want+0.02:
			c = c.Shade(-0.01)
		case l < want-0.02:
			c = c.Shade(0.01)
		default:
			return c
		}
	}
	return c
}

// anyPalette is the palette of an office: mostly dark ink on light paper, sometimes the
// other way round, with a primary and an accent that may be anything, each other or white.
func anyPalette(r *rand.Rand) string {
	ink, paper := anyColor(r, 0, 0.5), anyColor(r, 0.8, 1)
	if r.IntN(4) == 0 {
		ink, paper = paper, ink
	}
	primary, accent := anyColor(r, 0, 1), anyColor(r, 0, 1)
	switch r.IntN(6) {
	case 0:
		primary = paper
	case 1:
		primary = ink
	case 2:
		accent = primary.Shade(0.03)
	}
	return fmt.Sprintf(`{palette: {ink: "%v", paper: "%v", primary: "%v", accent: "%v"}}`, ink, paper, primary, accent)
}

// TestRandomPalettes compiles every design in palettes of any kind. A palette is
// refused where the kit is read, in words that name a shade that holds, or it is taken
// by every design: its texts read, and its panels can be told from their grounds.
func TestRandomPalettes(t *testing.T) {
	fonts := openFonts(t)
	n := 25
	if *every {
		n = 1000
	}
	var inputs []compile.Input
	for _, name := range sampleNames(t) {
		in := sampleInput(t, name, "it", fonts)
		in.Sample = painted(chequered)
		inputs = append(inputs, in)
	}
	taken := 0
	for i := range n {
		r := rand.New(rand.NewPCG(13, uint64(i)))
		text := anyPalette(r)
		var faults diag.List
		kit := brand.Read(setting.Parse("kit.yaml", []byte(text), &faults))
		if faults.HasErrors() {
			for _, m := range faults {
				if m.Severity == diag.Error && !strings.Contains(m.Hint.String(), "#") {
					t.Errorf("%s: the refusal names no shade: %v", text, m)
				}
			}
			continue
		}
		taken++
		for _, in := range inputs {
			if own, err := brand.ByName(in.Template.Kit); err != nil || own.Locked {
				continue
			}
			in.Kit = kit
			plan, diags := compile.Plan(in)
			if plan == nil {
				t.Errorf("palette %d, %s: %s: %v", i, in.Template.Name, text, diags)
				continue
			}
			checkColors(t, fmt.Sprintf("palette %d, %s: %s", i, in.Template.Name, text), plan)
		}
	}
	if taken < n/2 {
		t.Errorf("%d of %d palettes are taken", taken, n)
	}
}

// checkColors holds the colours of a plan's texts and panels against what lies under them.
func checkColors(t *testing.T, name string, plan *timeline.Plan) {
	t.Helper()
	for i := range plan.Scenes {
		s := &plan.Scenes[i]
		for k := range s.Layers {
			l := &s.Layers[k]
			if p, ok := l.Paint.(*timeline.Photo); ok && p.Duotone != nil {
				t.Errorf("%s: %s is in two colours", name, l.Name)
			}
			text, ok := l.Paint.(*timeline.Text)
			if !ok || l.Clip == nil {
				continue
			}
			at := l.Box.Center()
			for _, under := range slices.Backward(s.Layers[:k]) {
				b := under.Box
				if at.X < b.X0 || at.X >= b.X1 || at.Y < b.Y0 || at.Y >= b.Y1 {
					continue
				}
				if fill, ok := under.Paint.(*timeline.Fill); ok && b.H() > 12 {
					if c := srgb.Contrast(text.Color, fill.Color); c < 4.5 && l.Clip.Circle == nil {
						t.Errorf("%s: %s has a contrast of %.2f on %s", name, l.Name, c, under.Name)
					}
				}
				if _, ok := under.Paint.(*timeline.Text); !ok {
					break
				}
			}
		}
		checkPanels(t, name, s)
	}
}

// checkPanels holds every panel of a scene against the pattern or the field around it.
func checkPanels(t *testing.T, name string, s *timeline.Scene) {
	t.Helper()
	for k := range s.Layers {
		fill, ok := s.Layers[k].Paint.(*timeline.Fill)
		// A panel is what texts belong to; a plain area may melt into its ground.
		carries := slices.ContainsFunc(s.Layers, func(l timeline.Layer) bool { return strings.HasPrefix(l.Name, s.Layers[k].Name+"/") })
		if !ok || !carries || k == 0 || !s.Layers[k-1].Box.Contains(s.Layers[k].Box, 1) {
			continue
		}
		switch below := s.Layers[k-1].Paint.(type) {
		case *timeline.Fill:
			if s.Layers[k-1].Box.Contains(s.Layers[k].Box, 0) && srgb.Contrast(fill.Color, below.Color) < 1.25 {
				t.Errorf("%s: %s dissolves into %s", name, s.Layers[k].Name, s.Layers[k-1].Name)
			}
		case *timeline.Pattern:
			if below.Name == "rosette" || below.Name == "contours" || below.Name == "moon" {
				if srgb.Contrast(fill.Color, below.Colors[0]) < 1.25 {
					t.Errorf("%s: %s dissolves into %s", name, s.Layers[k].Name, below.Name)
				}
			}
		}
	}
}
