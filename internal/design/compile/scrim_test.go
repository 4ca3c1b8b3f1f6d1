package compile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// painted returns a Sample that shows a picture of the given pixels.
func painted(at func(x, y int) srgb.Color) func(compile.Photo, geom.Rect, int, int) ([]srgb.Color, error) {
	return func(_ compile.Photo, _ geom.Rect, w, h int) ([]srgb.Color, error) {
		px := make([]srgb.Color, w*h)
		for i := range px {
			px[i] = at(i%w, i/w)
		}
		return px, nil
	}
}

func grey(v uint8) func(x, y int) srgb.Color {
	return func(int, int) srgb.Color { return srgb.Color{R: v, G: v, B: v} }
}

// chequered is too busy for any text: light and dark everywhere.
func chequered(x, y int) srgb.Color {
	if (x/4+y/4)%2 == 0 {
		return srgb.Color{R: 255, G: 255, B: 255}
	}
	return srgb.Color{R: 10, G: 10, B: 10}
}

// TestWordsOverPicture gives the pick of an agenda pictures on which its texts
// read less and less: they stand on the picture as it is, change to ink, get a
// scrim that is no stronger than they need, and at last a panel. The picture keeps
// its colours.
func TestWordsOverPicture(t *testing.T) {
	fonts := openFonts(t)
	tests := []struct {
		name       string
		sample     func(compile.Photo, geom.Rect, int, int) ([]srgb.Color, error)
		lo, hi     float64
		ink, panel bool
	}{
		{name: "night", sample: painted(grey(10))},
		{name: "dusk", sample: painted(grey(130)), lo: 0.3, hi: 0.62},
		{name: "snow", sample: painted(grey(255)), ink: true},
		{name: "crowd", sample: painted(chequered), panel: true},
		{name: "unreadable", sample: func(compile.Photo, geom.Rect, int, int) ([]srgb.Color, error) { return nil, errors.New("no picture") }, panel: true},
		{name: "not measured", panel: true},
	}
	for _, tt := range tests {
		in := sampleInput(t, "agenda", "it", fonts)
		in.Sample = tt.sample
		plan, diags := compile.Plan(in)
		if plan == nil {
			t.Fatal(diags)
		}
		if warned := strings.Contains(fmt.Sprint(diags), "too busy"); warned != (tt.name == "crowd") {
			t.Errorf("%s: warned is %v", tt.name, warned)
		}
		found, panel := false, false
		for i := range plan.Scenes {
			s := &plan.Scenes[i]
			if !strings.HasPrefix(s.Name, "pick") {
				continue
			}
			for k := range s.Layers {
				switch p := s.Layers[k].Paint.(type) {
				case *timeline.Gradient:
					found = true
					most := 0.0
					for _, a := range p.AlphaAt {
						most = max(most, a)
					}
					if most < tt.lo || most > tt.hi {
						t.Errorf("%s: the scrim has %.2f, want %.2f to %.2f", tt.name, most, tt.lo, tt.hi)
					}
				case *timeline.Photo:
					if p.Duotone != nil {
						t.Errorf("%s: the picture is in two colours", tt.name)
					}
				case *timeline.Fill:
					if !strings.HasSuffix(s.Layers[k].Name, "/behind") {
						continue
					}
					panel = true
					for _, col := range texts(s) {
						if got := srgb.Contrast(col, p.Color); got < 4.5 {
							t.Errorf("%s: a text has a contrast of %.2f on its panel", tt.name, got)
						}
					}
				}
			}
			for _, col := range texts(s) {
				if ink := col == in.Kit.Palette["ink"]; ink != tt.ink {
					t.Errorf("%s: a text is %s", tt.name, col)
				}
			}
		}
		if !found {
			t.Errorf("%s: there is no scrim", tt.name)
		}
		if panel != tt.panel {
			t.Errorf("%s: a panel behind the texts is %v", tt.name, panel)
		}
	}
}

// texts returns the colours of a scene's texts but the sender's name.
func texts(s *timeline.Scene) []srgb.Color {
	var out []srgb.Color
	for k := range s.Layers {
		if p, ok := s.Layers[k].Paint.(*timeline.Text); ok && s.Layers[k].Clip != nil {
			out = append(out, p.Color)
		}
	}
	return out
}

// TestBarePhotoIsMeasured gives the text of a design that brings no scrim a panel where
// a picture is dark and light, and none where one colour reads.
func TestBarePhotoIsMeasured(t *testing.T) {
	const src = `giro: 1
name: bare
scenes:
  - name: only
    bars: 4
    layers:
      - {photo: image, motion: kenburns}
      - {text: "{title}", role: display, color: paper, box: room}
  - name: other
    bars: 4
    field: ink
    layers:
      - {text: "{title}", role: display, box: room}
`
	tpl, diags := template.Parse("bare.yaml", []byte(src))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	// The light part lies a little outside of the text, in what the camera brings nearer.
	edge := func(x, y int) srgb.Color {
		if y > 150 {
			return srgb.Color{R: 240, G: 240, B: 240}
		}
		return srgb.Color{}
	}
	for name, tt := range map[string]struct {
		at   func(x, y int) srgb.Color
		bare bool
	}{"dark": {grey(20), true}, "light": {grey(200), true}, "both": {chequered, false}, "light where the camera goes": {edge, false}} {
		in := sampleInput(t, "spotlight", "it", openFonts(t))
		in.Template, in.Sample = tpl, painted(tt.at)
		plan, list := compile.Plan(in)
		if plan == nil {
			t.Fatalf("%s: %v", name, list)
		}
		behind := false
		for _, l := range plan.Scenes[0].Layers {
			behind = behind || strings.HasSuffix(l.Name, "/behind")
		}
		if behind == tt.bare {
			t.Errorf("%s: a panel behind the text is %v", name, behind)
		}
	}
}
