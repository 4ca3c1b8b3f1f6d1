package template_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/giro-video/giro/internal/design/template"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := template.Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("template.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("template.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON reads YAML as the JSON values that the schema speaks of.
func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	text, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestSchemaAcceptsShippedTemplates holds the schema against the templates that
// come with Giro and the examples beside them; TestReference holds it against
// the examples of the reference. The presets have no templates of their own.
func TestSchemaAcceptsShippedTemplates(t *testing.T) {
	s := compileSchema(t)
	root := os.DirFS(filepath.Join("..", "..", "..", "templates"))
	var names []string
	for _, pattern := range []string{"*.yaml", "examples/*.yaml", "presets/*/templates/*.yaml"} {
		found, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 11 {
		t.Errorf("only %d templates: %v", len(names), names)
	}
	for _, name := range names {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(asJSON(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefusesWhatTheParserRefuses holds both against the same broken
// templates, and against one that is whole.
func TestSchemaRefusesWhatTheParserRefuses(t *testing.T) {
	const whole = `giro: 1
name: x
takes: event
tempo: {bpm: 110}
loop: {bars: 2}
inputs:
  claim: {from: [subtitle], required: true}
phrases:
  it: {come: Vieni}
cuts:
  short: {drop: [b]}
under:
  - disc: primary
    name: sun
    at: [4, 8, 2]
scenes:
  - name: a
    bars: 2
    enter: {kind: wipe, from: left}
    layers:
      - photo: image
        motion: kenburns
        duotone: true
      - scrim: ink
        alpha: auto
      - panel: primary
        align: bottom
        box: {cols: 1-5, rows: 4-6}
        layers:
          - text: "{title}"
            role: title
            max_size: 120
            max_lines: 3
            in: rise
          - row:
              - icon: bus
              - text: x
            cols: [120, fill]
        for: {wide: {box: room}}
      - chart: whole
        value: "68%"
        box: full
      - label: auto
  - name: b
    beats: 8
`
	broken := map[string][2]string{
		"unknown kind":                 {"- panel: primary", "- panle: primary"},
		"two kinds":                    {"- panel: primary", "- panel: primary\n        fill: ink"},
		"no kind":                      {"- label: auto", "- name: nothing"},
		"unknown key of the file":      {"takes: event", "takse: event"},
		"unknown key of a scene":       {"bars: 2\n    enter", "bars: 2\n    colour: red\n    enter"},
		"unknown key of a text":        {"max_lines: 3", "max_line: 3"},
		"unknown key of an input":      {"required: true", "requierd: true"},
		"unknown key of a cut":         {"{drop: [b]}", "{dorp: [b]}"},
		"unknown key of a transition":  {"from: left}", "from: left, speed: 3}"},
		"key of another kind":          {"max_size: 120", "motion: drift"},
		"unknown role":                 {"role: title", "role: tilte"},
		"unknown transition":           {"kind: wipe", "kind: spin"},
		"unknown edge":                 {"from: left", "from: lfet"},
		"unknown alignment":            {"align: bottom", "align: botom"},
		"unknown motion":               {"motion: kenburns", "motion: drift"},
		"unknown way in":               {"in: rise", "in: bounce"},
		"unknown chart":                {"chart: whole", "chart: pie"},
		"unknown label":                {"label: auto", "label: big"},
		"unknown area":                 {"box: {cols: 1-5, rows: 4-6}", "box: attic"},
		"unknown side of a box":        {"box: {cols: 1-5, rows: 4-6}", "box: {columns: 1-5, rows: 4-6}"},
		"unknown canvas":               {"{wide:", "{wade:"},
		"unknown source":               {"takes: event", "takes: everything"},
		"no name":                      {"name: x\n", ""},
		"no version":                   {"giro: 1\n", ""},
		"another version":              {"giro: 1\n", "giro: 2\n"},
		"no name of a scene":           {"- name: b\n    beats: 8", "- beats: 8"},
		"no scenes":                    {whole[strings.Index(whole, "scenes:"):], "scenes: []\n"},
		"scenes that are no list":      {whole[strings.Index(whole, "scenes:"):], "scenes: a\n"},
		"two lengths":                  {"beats: 8", "beats: 8\n    bars: 3"},
		"no length":                    {"    beats: 8\n", ""},
		"too long":                     {"beats: 8", "beats: 5000"},
		"not a number":                 {"bars: 2\n    enter", "bars: many\n    enter"},
		"part of a line":               {"max_lines: 3", "max_lines: 2.5"},
		"too small":                    {"max_size: 120", "max_size: 20"},
		"too large":                    {"max_size: 120", "max_size: 5000"},
		"too fast":                     {"bpm: 110", "bpm: 900"},
		"a switch that is a word":      {"duotone: true", "duotone: maybe"},
		"an opacity of a word":         {"alpha: auto", "alpha: dark"},
		"an opacity above one":         {"alpha: auto", "alpha: [0, 3]"},
		"a column of a word":           {"cols: [120, fill]", "cols: [120, wide]"},
		"a place with one number":      {"at: [4, 8, 2]", "at: [4]"},
		"a list where a mapping is":    {"it: {come: Vieni}", "it: [Vieni]"},
		"a loop of no bars":            {"loop: {bars: 2}", "loop: {bars: 0}"},
		"layers that are a word":       {"layers:\n          - text: \"{title}\"", "layers: none\n        gap:\n          - text: \"{title}\""},
		"an input with another letter": {"  claim: {from", "  Claim!: {from"},
	}
	s := compileSchema(t)
	if err := s.Validate(asJSON(t, []byte(whole))); err != nil {
		t.Errorf("the whole template: %v", err)
	}
	if _, diags := template.Parse("x.yaml", []byte(whole)); len(diags) > 0 {
		t.Errorf("the whole template: %v", diags)
	}
	for name, change := range broken {
		src := strings.Replace(whole, change[0], change[1], 1)
		if src == whole {
			t.Fatalf("%s: nothing changed", name)
		}
		if _, diags := template.Parse("x.yaml", []byte(src)); !diags.HasErrors() {
			t.Errorf("%s: the parser takes it", name)
		}
		if s.Validate(asJSON(t, []byte(src))) == nil {
			t.Errorf("%s: the schema takes it", name)
		}
	}
}
