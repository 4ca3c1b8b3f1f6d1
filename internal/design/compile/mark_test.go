package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/timeline"
)

// TestMarkInTheLabel looks at the sender's mark in the hooks of two designs: on a
// photo and on a field.
func TestMarkInTheLabel(t *testing.T) {
	fonts := openFonts(t)
	white, navy, gold := srgb.Color{R: 255, G: 255, B: 255}, srgb.Color{G: 30, B: 90}, srgb.Color{R: 255, G: 200}
	tests := []struct {
		name    string
		logo    compile.Logo
		tinted  bool
		tab     *srgb.Color // that it must have, nil for any or none
		w, h    float64
		visible bool // its colours can be told from what it stands on
	}{
		{name: "of one colour", logo: compile.Logo{W: 1, H: 1, Tint: true, Colors: []compile.MarkColor{{Color: navy, Part: 1}}}, tinted: true, w: 64, h: 64},
		{name: "of two colours", logo: compile.Logo{W: 1, H: 1, Colors: []compile.MarkColor{{Color: navy, Part: 0.7}, {Color: gold, Part: 0.3}}}, w: 64, h: 64, visible: true},
		{name: "white and gold", logo: compile.Logo{W: 1, H: 1, Colors: []compile.MarkColor{{Color: white, Part: 0.6}, {Color: gold, Part: 0.4}}}, w: 64, h: 64, visible: true},
		{name: "with its ground", logo: compile.Logo{W: 1, H: 1, Ground: &gold, Colors: []compile.MarkColor{{Color: gold, Part: 0.8}, {Color: navy, Part: 0.2}}}, tab: &gold, w: 64, h: 64},
		{name: "tall arms", logo: compile.Logo{W: 3, H: 4, Tint: true}, tinted: true, w: 63, h: 84},
		{name: "a wide wordmark", logo: compile.Logo{W: 10, H: 1, Tint: true}, tinted: true, w: 300, h: 30},
	}
	for _, design := range []string{"spotlight", "notice", "welcome"} {
		for _, tt := range tests {
			in := sampleInput(t, design, "it", fonts)
			tt.logo.Source, tt.logo.Kind = "mark.svg", "svg"
			in.Logo = &tt.logo
			plan, diags := compile.Plan(in)
			if plan == nil {
				t.Fatal(diags)
			}
			for i := range plan.Scenes {
				s := &plan.Scenes[i]
				for k, l := range s.Layers {
					mark, ok := l.Paint.(*timeline.Bitmap)
					if !ok || !strings.HasSuffix(l.Name, "/mark") {
						continue
					}
					where := design + ", " + l.Name + ", " + tt.name
					if (mark.Tint != nil) != tt.tinted {
						t.Errorf("%s: tinted is %v", where, mark.Tint)
					}
					if w, h := l.Box.W(), l.Box.H(); w < tt.w-1 || w > tt.w+1 || h < tt.h-1 || h > tt.h+1 {
						t.Errorf("%s: it has %.0f x %.0f px, want %.0f x %.0f", where, w, h, tt.w, tt.h)
					}
					ground, on := groundBelow(s.Layers[:k], l.Box)
					if tt.tab != nil && (!on || ground != *tt.tab) {
						t.Errorf("%s: it stands on %v, want its own ground %v", where, ground, *tt.tab)
					}
					seen := 0.0
					for _, c := range tt.logo.Colors {
						if srgb.Contrast(c.Color, ground) >= 1.4 {
							seen += c.Part
						}
					}
					if tt.visible && on && seen < 0.7 {
						t.Errorf("%s: %.0f %% of it can be told from %v", where, 100*seen, ground)
					}
				}
			}
		}
	}
}

// groundBelow returns the topmost area of one colour below a box.
func groundBelow(layers []timeline.Layer, box geom.Rect) (srgb.Color, bool) {
	for _, l := range slices.Backward(layers) {
		if !l.Box.Contains(box, 1) {
			continue
		}
		switch p := l.Paint.(type) {
		case *timeline.Fill:
			return p.Color, true
		case *timeline.Pattern:
			return p.Colors[0], true
		case *timeline.Photo:
			return srgb.Color{}, false
		}
	}
	return srgb.Color{}, false
}

// TestLongNameIsSetSmaller holds that a sender's long name makes no post fail.
func TestLongNameIsSetSmaller(t *testing.T) {
	in := sampleInput(t, "notice", "it", openFonts(t))
	kit := *in.Kit
	kit.Label = []string{"Unione dei Comuni della Valle del Savio", "Azienda pubblica di servizi alla persona"}
	in.Kit, in.Logo = &kit, &compile.Logo{Source: "mark.svg", Kind: "svg", W: 4, H: 1, Tint: true}
	plan, diags := compile.Plan(in)
	if plan == nil {
		t.Fatal(diags)
	}
	found := false
	for _, s := range plan.Scenes {
		for _, l := range s.Layers {
			if p, ok := l.Paint.(*timeline.Text); ok && strings.Contains(p.Line.Text, "Unione dei") {
				found = true
				if l.Box.X1 > in.Canvas.Safe.X1 || p.Line.SizePx >= 36 || p.Line.SizePx < 24 {
					t.Errorf("%s: it ends at %.0f with %.0f px", l.Name, l.Box.X1, p.Line.SizePx)
				}
			}
		}
	}
	if !found {
		t.Error("the name is missing")
	}
}
