package compile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Lines as records ask for them: short, and made of a Creative Commons licence.
var credits = [][]string{
	{"Foto: Anna Rossi"},
	{"“Piazza, di sera”, Anna Rossi, https://example.org/foto/1234, CC-BY-4.0, ritagliata", "Musica: Banda cittadina"},
}

// TestCreditsInTheLastScene asks every template for credits, in every format
// and cut in which its sample can be shown.
func TestCreditsInTheLastScene(t *testing.T) {
	fonts := openFonts(t)
	for _, name := range sampleNames(t) {
		in := sampleInput(t, name, "it", fonts)
		for _, formatName := range format.Names() {
			f, err := format.ByName(formatName)
			if err != nil {
				t.Fatal(err)
			}
			in.Canvas = grid.Canvas{Name: f.Name, Size: f.Canvas, Rate: timebase.FPS(f.FPS), Safe: f.Safe, MinSeconds: f.MinSeconds, MaxSeconds: f.MaxSeconds}
			for _, cut := range append([]string{""}, cutNames(in)...) {
				in.Cut, in.Credits = cut, nil
				without, _ := compile.Plan(in)
				if without == nil {
					continue // too long for the format even so
				}
				if shows(without, "Foto:") {
					t.Fatalf("%s shows a credit that nobody asks for", name)
				}
				for _, in.Credits = range credits {
					plan, diags := compile.Plan(in)
					// A low canvas has no room for long credits, and a lying alert for none.
					full := f.Canvas.H < 1920 && (len(in.Credits) > 1 || name == "alert")
					if plan == nil && full && len(diags) == 1 && strings.Contains(diags[0].Text.String(), "do not fit the last scene") {
						continue // refused, in the words of credits
					}
					if plan == nil {
						t.Errorf("%s %s %q with %d credits: %v", name, f.Name, cut, len(in.Credits), diags)
						continue
					}
					checkPlan(t, 0, plan)
					last := plan.Cues[len(plan.Cues)-1].Scene
					i := slices.IndexFunc(plan.Cues, func(c timeline.Cue) bool { return strings.Contains(c.Text, in.Credits[0]) })
					if i < 0 || plan.Cues[i].Scene != last || plan.Cues[i].Field != "credits" {
						t.Errorf("%s %s %q: the credits are not in the last scene %q: %v", name, f.Name, cut, last, plan.Cues)
					}
				}
			}
		}
	}
}

func cutNames(in compile.Input) []string {
	var out []string
	for name := range in.Template.Cuts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func shows(p *timeline.Plan, text string) bool {
	return slices.ContainsFunc(p.Cues, func(c timeline.Cue) bool { return strings.Contains(c.Text, text) })
}
