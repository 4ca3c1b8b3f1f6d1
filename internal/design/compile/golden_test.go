package compile_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/templates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixture is the event and the options of one golden file.
type fixture struct {
	Template string `yaml:"template"`
	Cut      string `yaml:"cut"`
	Kit      string `yaml:"kit"`
	Accent   string `yaml:"accent"`
	Language string `yaml:"language"`
	Photo    string `yaml:"photo"` // "3000x2000" gives every image that size; "" leaves them out
	Strict   bool   `yaml:"strict"`
	BPM      float64
	Max      float64 `yaml:"max_seconds"`
	Event    struct {
		Title, Subtitle, Description, Venue, Address, Category, Price, Access, Start, End string
		AllDay                                                                            bool `yaml:"all_day"`
		Free                                                                              bool
		Images                                                                            []string
		Facts                                                                             [][2]string
		Extra                                                                             map[string]string
	}
}

func (fx *fixture) input(t testing.TB) compile.Input {
	t.Helper()
	orElse := func(s, def string) string {
		if s == "" {
			return def
		}
		return s
	}
	name := orElse(fx.Template, "spotlight") + ".yaml"
	data, err := templates.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	tpl, diags := template.Parse(name, data)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	kit, err := brand.ByName(orElse(fx.Kit, "quartieri"))
	if err != nil {
		t.Fatal(err)
	}
	inAccent := *kit
	inAccent.Palette, _ = kit.With(orElse(fx.Accent, kit.Accent))
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	safe := geom.R(60, 250, 900, 1440)
	if fx.Strict {
		safe = geom.R(65, 270, 900, 1248)
	}
	if fx.Max == 0 {
		fx.Max = 60
	}
	e := fx.Event
	in := compile.Input{
		Template: tpl, Cut: fx.Cut, Kit: &inAccent, Channel: "Città d’esempio", Language: orElse(fx.Language, "it"), BPM: fx.BPM,
		Canvas: grid.Canvas{
			Name: "universal", Size: geom.Size{W: 1080, H: 1920}, Rate: timebase.FPS(30),
			Safe: safe, MinSeconds: 15, MaxSeconds: fx.Max,
		},
		Fonts: fonts, Photos: map[string]compile.Photo{},
		Today: time.Date(2025, 5, 20, 12, 0, 0, 0, rome),
		Event: &event.Event{
			ID: "event", Title: e.Title, Subtitle: e.Subtitle, Description: e.Description, Venue: e.Venue, Address: e.Address,
			Category: e.Category, Price: e.Price, Access: e.Access, Free: e.Free, Images: e.Images, Extra: e.Extra,
		},
	}
	for _, f := range e.Facts {
		in.Event.Facts = append(in.Event.Facts, event.Fact{Value: f[0], Label: f[1]})
	}
	in.Event.When = event.When{Start: moment(t, e.Start, rome), End: moment(t, e.End, rome), AllDay: e.AllDay}
	if fx.Photo != "" {
		p := compile.Photo{FocusX: 0.5, FocusY: 0.5}
		if _, err := fmt.Sscanf(fx.Photo, "%dx%d", &p.W, &p.H); err != nil {
			t.Fatal(err)
		}
		for _, img := range e.Images {
			p.Source = img
			in.Photos[img] = p
		}
	}
	return in
}

func moment(t testing.TB, s string, zone *time.Location) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestGolden compiles the events of testdata/*.txtar and compares the dump of
// the plan and the messages. Run with -update after a change that is meant.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var fx fixture
			if err := yaml.UnmarshalWithOptions(ar.Files[0].Data, &fx, yaml.Strict()); err != nil {
				t.Fatal(err)
			}
			plan, diags := compile.Plan(fx.input(t))
			var got strings.Builder
			for _, m := range diags {
				fmt.Fprintf(&got, "%s: %s (%s)\n", m.Field, m, m.Hint)
			}
			if plan != nil {
				if err := plan.Dump(&got); err != nil {
					t.Fatal(err)
				}
			}
			if *update {
				ar.Files = []txtar.File{ar.Files[0], {Name: "plan.txt", Data: []byte(got.String())}}
				if err := os.WriteFile(file, txtar.Format(ar), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) < 2 || string(ar.Files[1].Data) != got.String() {
				t.Errorf("the plan differs from %s (run with -update if it is meant); got:\n%s", file, got.String())
			}
		})
	}
}
