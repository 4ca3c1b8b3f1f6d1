package template_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

var block = regexp.MustCompile("(?s)```(yaml|csv) ([^\n]*)\n(.*?)```")

// examples returns the examples of the reference as whole templates.
func examples(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, m := range block.FindAllStringSubmatch(readPage(t), -1) {
		kind, body := m[2], m[3]
		src := ""
		switch kind {
		case "template":
			src = body
		case "scene":
			src = "giro: 1\nname: x\nscenes:\n  - " + indent(body, "    ")[4:] + "  - {name: end, bars: 2}\n"
		case "layer":
			src = "giro: 1\nname: x\nscenes:\n  - name: hook\n    bars: 2\n    layers:\n" + indent(body, "      ") + "  - {name: end, bars: 2}\n"
		default:
			continue // files of the tutorial
		}
		out = append(out, src)
	}
	return out
}

// TestReference compiles every example of the reference for an event that has
// everything, holds it against the schema, and checks that the reference names
// every key of the language and that an example uses it.
func TestReference(t *testing.T) {
	page, schema := readPage(t), compileSchema(t)
	all := examples(t)
	if len(all) < 20 {
		t.Errorf("only %d examples", len(all))
	}
	for _, src := range all {
		tpl, diags := template.Parse("README.md", []byte(src))
		if len(diags) > 0 {
			t.Errorf("an example is faulty: %v\n%s", diags, src)
			continue
		}
		if err := schema.Validate(asJSON(t, []byte(src))); err != nil {
			t.Errorf("the schema refuses an example: %v\n%s", err, src)
		}
		in := input(t, tpl)
		if plan, diags := compile.Plan(in); plan == nil || len(plan.Scenes) == 0 || len(diags) > 0 {
			t.Errorf("an example does not compile: %v\n%s", diags, src)
		}
	}
	parts := []string{"template", "scene", "input", "cut", "enter", "layer"}
	for _, k := range template.Kinds {
		parts = append(parts, string(k))
	}
	for _, part := range parts {
		for _, key := range template.Reference(part) {
			if !regexp.MustCompile(`\b` + key.Name + `\b`).MatchString(page) {
				t.Errorf("the reference does not name the key %q of %s", key.Name, part)
			}
			if used := regexp.MustCompile(`(?m)(^|[\s{,-])` + key.Name + `:`); !slices.ContainsFunc(all, used.MatchString) {
				t.Errorf("no example of the reference uses the key %q of %s", key.Name, part)
			}
			for _, choice := range key.Choices {
				if !strings.Contains(page, choice) {
					t.Errorf("the reference does not name %q, a choice of %q", choice, key.Name)
				}
			}
			if key.Doc == "" {
				t.Errorf("the key %q of %s has no description", key.Name, part)
			}
		}
	}
}

// input is an event that has everything, in the kit that a template names.
func input(t *testing.T, tpl *template.Template) compile.Input {
	t.Helper()
	fonts, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	name := tpl.Kit
	if name == "" {
		name = "quartieri"
	}
	kit, err := brand.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	ev := &event.Event{
		ID: "x", Title: "Notte bianca", Subtitle: "Fino all’alba", Description: "Musica e letture. Tutto gratuito.", Venue: "Piazza Vecchia",
		Address: "via Larga 12", Neighbourhood: "Isola", Category: "Musica", Price: "5 €", Access: "Senza gradini", Images: []string{"a.jpg", "b.jpg"},
		When:  event.When{Start: time.Date(2025, 6, 14, 18, 30, 0, 0, rome), End: time.Date(2025, 6, 14, 23, 0, 0, 0, rome)},
		Facts: []event.Fact{{Value: "12", Label: "piazze"}, {Value: "68%", Label: "a piedi"}, {Value: "40", Label: "concerti"}},
		Items: []event.Item{
			{Title: "Torre", Text: "114 gradini.", Image: "a.jpg"},
			{Title: "Forno", Text: "Pane caldo.", Image: "b.jpg"},
			{Title: "Ponte", Text: "Si passa in bici."},
		},
		Extra: map[string]string{},
	}
	photo := compile.Photo{W: 3000, H: 2000, FocusX: 0.5, FocusY: 0.5}
	return compile.Input{
		Template: tpl, Event: ev, Kit: kit, Channel: "Città d’esempio", Handle: "@esempio", Language: "it", Fonts: fonts,
		Photos: map[string]compile.Photo{"a.jpg": photo, "b.jpg": photo}, Logo: &compile.Logo{Source: "logo.svg", Kind: "svg", W: 64, H: 64},
		Canvas: grid.Canvas{
			Name: "universal", Size: geom.Size{W: 1080, H: 1920}, Rate: timebase.FPS(30), Safe: geom.R(60, 250, 900, 1440), MinSeconds: 3, MaxSeconds: 90,
		},
		Today: time.Date(2025, 6, 10, 12, 0, 0, 0, rome),
	}
}

// TestTutorial makes the files of the tutorial as it says and holds the result
// against the example that is kept.
func TestTutorial(t *testing.T) {
	files := map[string]string{}
	for _, m := range block.FindAllStringSubmatch(readPage(t), -1) {
		verb, name, _ := strings.Cut(m[2], " ")
		switch verb {
		case "file":
			files[name] = m[3]
		case "append":
			files[name] += m[3]
		case "change": // one more line, the last, after others that are there
			from := strings.Join(slices.Collect(strings.Lines(m[3]))[:strings.Count(m[3], "\n")-1], "")
			if strings.Count(files[name], from) != 1 {
				t.Errorf("%s does not have these lines once: %q", name, from)
			}
			files[name] = strings.Replace(files[name], from, m[3], 1)
		}
	}
	got := files["templates/serata.yaml"]
	if _, diags := template.Parse("serata.yaml", []byte(got)); len(diags) > 0 {
		t.Error(diags)
	}
	want, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "examples", "serata.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("templates/examples/serata.yaml is not what the tutorial makes:\n%s", got)
	}
}

func readPage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "templates", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func indent(s, by string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(by + line)
	}
	return b.String()
}
