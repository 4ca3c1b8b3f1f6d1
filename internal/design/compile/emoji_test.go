package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Emoji do not have their text's colour: a picture on which letters need help
// stays as it is under emoji alone.
func TestHelpForLettersOnly(t *testing.T) {
	const src = `giro: 1
name: dusk
scenes:
  - name: only
    bars: 8
    layers:
      - photo: image
      - {scrim: ink, alpha: auto}
      - {text: "{title}", role: [display, title], box: room, color: paper}
      - {label: auto}
`
	for title, want := range map[string]bool{"🎉 🎊": false, "Festa 🎉": true} {
		tpl, diags := template.Parse("dusk.yaml", []byte(src))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		fx := fixture{}
		fx.Event.Title, fx.Event.Start, fx.Event.Images = title, "2025-06-14 18:30", []string{"dusk.jpg"}
		in := fx.input(t)
		in.Template = tpl
		in.Fonts.SetEmoji(assets.EmojiName, assets.Emoji())
		in.Photos = map[string]compile.Photo{"dusk.jpg": {Source: "dusk.jpg", W: 3000, H: 4000, FocusX: 0.5, FocusY: 0.5}}
		in.Sample = painted(func(x, _ int) srgb.Color { // neither ink nor paper reads on all of it
			v := uint8(60 + 100*(x%2))
			return srgb.Color{R: v, G: v, B: v}
		})
		plan, diags := compile.Plan(in)
		if plan == nil {
			t.Fatal(title, diags)
		}
		helped := false
		for _, l := range plan.Scenes[0].Layers {
			switch p := l.Paint.(type) {
			case *timeline.Gradient:
				helped = helped || slices.Max(p.AlphaAt) > 0
			case *timeline.Fill:
				helped = helped || strings.HasSuffix(l.Name, "/behind")
			}
		}
		if helped != want {
			t.Errorf("%q: the picture is darkened or a panel stands behind: %v, want %v", title, helped, want)
		}
	}
}
