package compile_test

import (
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Emoji do not have their text's colour: a scrim is as strong as the letters on
// the picture need, and is not there for emoji alone.
func TestScrimForLettersOnly(t *testing.T) {
	const src = `giro: 1
name: snow
scenes:
  - name: only
    bars: 8
    layers:
      - photo: image
      - {scrim: ink, alpha: auto}
      - {text: "{title}", role: [display, title], box: room, color: paper}
      - {label: auto}
`
	for title, want := range map[string]float64{"🎉 🎊": 0, "Festa 🎉": 0.6} {
		tpl, diags := template.Parse("snow.yaml", []byte(src))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		fx := fixture{}
		fx.Event.Title, fx.Event.Start, fx.Event.Images = title, "2025-06-14 18:30", []string{"snow.jpg"}
		in := fx.input(t)
		in.Template = tpl
		in.Fonts.SetEmoji(assets.EmojiName, assets.Emoji())
		in.Photos = map[string]compile.Photo{"snow.jpg": {Source: "snow.jpg", W: 3000, H: 4000, FocusX: 0.5, FocusY: 0.5}}
		in.Look = func(_ compile.Photo, _ geom.Rect, w, h int) ([]srgb.Color, error) {
			px := make([]srgb.Color, w*h)
			for i := range px {
				px[i] = srgb.Color{R: 250, G: 250, B: 255}
			}
			return px, nil
		}
		plan, diags := compile.Plan(in)
		if plan == nil {
			t.Fatal(title, diags)
		}
		scrims := 0
		for _, l := range plan.Scenes[0].Layers {
			g, ok := l.Paint.(*timeline.Gradient)
			if !ok {
				continue
			}
			scrims++
			most := 0.0
			for _, a := range g.AlphaAt {
				most = max(most, a)
			}
			if most < want || want == 0 && most > 0 {
				t.Errorf("%q: the scrim has %.2f, want %.2f", title, most, want)
			}
		}
		if scrims == 0 && want > 0 {
			t.Errorf("%q: there is no scrim", title)
		}
	}
}
