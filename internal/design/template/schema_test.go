package template_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/templates"
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

func TestSchemaAcceptsShippedTemplates(t *testing.T) {
	s := compileSchema(t)
	names, err := fs.Glob(templates.FS, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := templates.FS.ReadFile(name)
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
scenes:
  - name: a
    bars: 2
    enter: {kind: wipe, from: left}
    layers:
      - panel: primary
        box: {cols: 1-5, rows: 4-6}
        layers:
          - text: "{title}"
            role: title
          - row:
              - icon: bus
              - text: x
            cols: [120, fill]
        for: {wide: {box: room}}
`
	broken := map[string][2]string{
		"unknown kind":       {"- panel: primary", "- panle: primary"},
		"unknown key":        {"bars: 2", "bars: 2\n    colour: red"},
		"unknown role":       {"role: title", "role: tilte"},
		"unknown transition": {"kind: wipe", "kind: spin"},
		"unknown edge":       {"from: left", "from: lfet"},
		"no name":            {"name: x\n", ""},
		"no version":         {"giro: 1\n", ""},
		"two lengths":        {"bars: 2", "bars: 2\n    beats: 3"},
		"no length":          {"    bars: 2\n", ""},
		"wrong number":       {"bars: 2", "bars: 500"},
		"not a number":       {"bars: 2", "bars: many"},
		"unknown area":       {"box: {cols: 1-5, rows: 4-6}", "box: attic"},
		"unknown canvas":     {"{wide:", "{wade:"},
		"no scenes":          {whole[strings.Index(whole, "scenes:"):], "scenes: []\n"},
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
