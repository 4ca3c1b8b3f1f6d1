package compile_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/templates"
)

// sampleInput is the input for a shipped template with its sample events, in
// the kit that it was designed with.
func sampleInput(t testing.TB, name, lang string, fonts *typeset.Library) compile.Input {
	t.Helper()
	data, err := templates.FS.ReadFile(name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	tpl, diags := template.Parse(name+".yaml", data)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	today := time.Date(2025, 6, 10, 12, 0, 0, 0, rome)
	rows, err := templates.Samples.ReadFile("samples/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	events, faults, err := ingest.Read(t.Context(), name+".csv", rows, ingest.Options{Zone: rome, Language: "it", Now: today})
	if err != nil || faults.HasErrors() || len(events) == 0 {
		t.Fatal(err, faults)
	}
	kit, err := brand.ByName(tpl.Kit)
	if err != nil {
		t.Fatal(err)
	}
	inAccent := *kit
	accent, ok := kit.AccentFor(events[0].Neighbourhood)
	if !ok {
		accent = kit.Accent
	}
	inAccent.Palette, _ = kit.With(accent)
	in := compile.Input{
		Template: tpl, Event: events[0].In(lang), Kit: &inAccent, Channel: "Città d’esempio", Handle: "@cittadesempio", Language: lang,
		Canvas: grid.Canvas{
			Name: "universal", Size: geom.Size{W: 1080, H: 1920}, Rate: timebase.FPS(30),
			Safe: geom.R(60, 250, 900, 1440), MinSeconds: 3, MaxSeconds: 90,
		},
		Fonts: fonts, Photos: map[string]compile.Photo{}, Today: today,
	}
	for _, e := range events {
		for _, image := range e.Images {
			in.Photos[image] = compile.Photo{Source: image, W: 3000, H: 2000, FocusX: 0.5, FocusY: 0.5}
		}
	}
	if tpl.Events && len(events) > 1 {
		in.Events, in.Event = events, &event.Event{ID: name}
	}
	return in
}

func sampleNames(t testing.TB) []string {
	t.Helper()
	entries, err := templates.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok {
			out = append(out, name)
		}
	}
	return out
}

func openFonts(t testing.TB) *typeset.Library {
	t.Helper()
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// TestSamplePlans holds the plan of every template against testdata/samples.
func TestSamplePlans(t *testing.T) {
	fonts := openFonts(t)
	for _, name := range sampleNames(t) {
		t.Run(name, func(t *testing.T) {
			plan, diags := compile.Plan(sampleInput(t, name, "it", fonts))
			if plan == nil {
				t.Fatal(diags)
			}
			checkPlan(t, 0, plan)
			var got strings.Builder
			if err := plan.Dump(&got); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "samples", name+".txtar")
			if *update {
				ar := &txtar.Archive{Comment: []byte("The plan of the template for its sample events.\n"), Files: []txtar.File{{Name: "plan.txt", Data: []byte(got.String())}}}
				if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(ar.Files) != 1 || string(ar.Files[0].Data) != got.String() {
				t.Errorf("the plan differs from %s; run with -update if it is meant", file)
			}
		})
	}
}

// TestEveryLanguage compiles the samples in every language that has dates: the
// templates' own words are there and fit.
func TestEveryLanguage(t *testing.T) {
	fonts := openFonts(t)
	for _, name := range sampleNames(t) {
		for _, lang := range []string{"it", "en", "de", "fr", "es", "nl", "pt", "zh", "ar"} {
			in := sampleInput(t, name, lang, fonts)
			plan, diags := compile.Plan(in)
			if plan == nil {
				t.Errorf("%s in %s: %v", name, lang, diags)
				continue
			}
			checkPlan(t, 0, plan)
			for _, phrases := range []string{"it", lang} {
				for key := range in.Template.Phrases["it"] {
					if in.Template.Phrases[phrases][key] == "" {
						t.Errorf("%s has no phrase %q in %s", name, key, phrases)
					}
				}
			}
		}
	}
}

// TestLoops checks of every sample plan that no span is longer than the loop
// and that frame 0 shows the hook at rest.
func TestLoops(t *testing.T) {
	fonts := openFonts(t)
	for _, name := range sampleNames(t) {
		plan, diags := compile.Plan(sampleInput(t, name, "it", fonts))
		if plan == nil {
			t.Fatalf("%s: %v", name, diags)
		}
		first := true
		for i := range plan.Scenes {
			s := &plan.Scenes[i]
			if n := s.Span.To - s.Span.From; n > plan.Grid.Frames {
				t.Errorf("%s: the scene %s lasts %d of %d frames", name, s.Name, n, plan.Grid.Frames)
			}
			for k := range s.Layers {
				l := &s.Layers[k]
				if n := l.Span.To - l.Span.From; n > plan.Grid.Frames || n <= 0 {
					t.Errorf("%s: %s lasts %d of %d frames", name, l.Name, n, plan.Grid.Frames)
				}
				if !first || s.Z != 0 && s.Z != 2 {
					continue
				}
				// Whatever the hook shows has come to rest at frame 0.
				for _, tr := range []timeline.Track{l.DX, l.DY} {
					if tr.At(0, 0) != 0 {
						t.Errorf("%s: %s is off by %g at frame 0", name, l.Name, tr.At(0, 0))
					}
				}
				if a := l.Alpha.At(0, 1); a != 1 {
					t.Errorf("%s: %s has alpha %g at frame 0", name, l.Name, a)
				}
			}
			if s.Z == 0 || s.Z == 2 {
				first = false
			}
		}
	}
}

// TestAlertRefuses leaves out, one after the other, what an alert may not be
// without.
func TestAlertRefuses(t *testing.T) {
	fonts := openFonts(t)
	if plan, diags := compile.Plan(sampleInput(t, "alert", "it", fonts)); plan == nil {
		t.Fatal(diags)
	}
	for name, change := range map[string]func(*event.Event){
		"level":    func(e *event.Event) { delete(e.Extra, "livello") },
		"wrong":    func(e *event.Event) { e.Extra["livello"] = "viola" },
		"validity": func(e *event.Event) { e.When.End = time.Time{} },
		"start":    func(e *event.Event) { e.When = event.When{} },
		"source":   func(e *event.Event) { delete(e.Extra, "bollettino") },
		"issued":   func(e *event.Event) { delete(e.Extra, "emesso") },
	} {
		in := sampleInput(t, "alert", "it", fonts)
		change(in.Event)
		plan, diags := compile.Plan(in)
		if plan != nil || !diags.HasErrors() {
			t.Errorf("an alert without its %s is made", name)
		}
	}
}

var every = flag.Bool("every", false, "compile every sample in every kit, on every canvas, in every language, and in 1000 random palettes")

// canvases are those of every format, in its ordinary safe box and in the one
// that advertisements keep to where that is another.
func canvases(t testing.TB) []grid.Canvas {
	t.Helper()
	var out []grid.Canvas
	for _, name := range format.Names() {
		f, err := format.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		c := grid.Canvas{Name: f.Name, Size: f.Canvas, Rate: timebase.FPS(f.FPS), Safe: f.Safe, MinSeconds: f.MinSeconds, MaxSeconds: f.MaxSeconds}
		out = append(out, c)
		if f.Strict != f.Safe {
			c.Safe = f.Strict
			out = append(out, c)
		}
	}
	return out
}

// TestKitsAndCanvases compiles the samples in every kit, for some formats and
// safe boxes and in some languages each; with -every for and in all of them.
func TestKitsAndCanvases(t *testing.T) {
	fonts := openFonts(t)
	langs := []string{"it", "ar", "de", "zh", "en", "fr", "es", "nl", "pt"}
	n := 0
	for _, name := range sampleNames(t) {
		for _, kitName := range []string{"quartieri", "borgo", "riviera", "istituzionale", "notte"} {
			for _, canvas := range canvases(t) {
				for _, lang := range langs {
					if n++; !*every && n%97 != 0 { // 97 is prime to the number of each
						continue
					}
					in := sampleInput(t, name, lang, fonts)
					if !in.Kit.Locked {
						kit, err := brand.ByName(kitName)
						if err != nil {
							t.Fatal(err)
						}
						in.Kit = kit
					}
					in.Canvas = canvas
					plan, diags := compile.Plan(in)
					if plan == nil {
						t.Errorf("%s in %s for %s %v in %s: %v", name, kitName, canvas.Name, canvas.Safe, lang, diags)
						continue
					}
					checkPlan(t, n, plan)
				}
			}
		}
	}
}
