package template_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/templates"
)

func TestShippedTemplatesParse(t *testing.T) {
	names, err := fs.Glob(templates.FS, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			data, err := templates.FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tpl, diags := template.Parse(name, data)
			for _, m := range diags {
				t.Errorf("%s (%s)", m, m.Hint)
			}
			if tpl != nil && tpl.Name+".yaml" != name {
				t.Errorf("template %q stands in %s", tpl.Name, name)
			}
		})
	}
}

func TestParseReportsEveryFault(t *testing.T) {
	const src = `giro: 1
name: broken
scenes:
  - name: hook
    bars: 2
    enter: {kind: wipe, from: botom}
    layers:
      - panle: primary
      - panel: primary
        layers:
          - text: "{titel}"
            role: hedline
          - text: "open {brace"
  - name: end
    layers:
      - photo: image
        hold: hok
`
	_, diags := template.Parse("broken.yaml", []byte(src))
	want := []struct {
		line int
		text string
		hint string
	}{
		{6, "botom", "bottom"},
		{8, "panle", "panel"},
		{11, "titel", "title"},
		{12, "hedline", "headline"},
		{13, "not closed", "{field}"},
		{14, "0 lengths", "bars"},
		{17, "hok", "hook"},
	}
	for _, w := range want {
		found := false
		for _, m := range diags {
			if m.Line == w.line && strings.Contains(m.Text.String(), w.text) && strings.Contains(m.Hint.String(), w.hint) {
				found = true
			}
		}
		if !found {
			t.Errorf("no fault on line %d with %q and hint %q in:\n%v", w.line, w.text, w.hint, diags)
		}
	}
	if len(diags) != len(want) {
		t.Errorf("%d faults, want %d: %v", len(diags), len(want), diags)
	}
}

func TestExpand(t *testing.T) {
	fields := map[string]string{"kind": "Tour", "day": "sabato 14 giugno", "empty": "  "}
	get := func(f string) string { return fields[f] }
	tests := []struct {
		text, want string
		ok         bool
	}{
		{"{kind}, {day}", "Tour, sabato 14 giugno", true},
		{"[{kind}, ]{day}", "Tour, sabato 14 giugno", true},
		{"[{missing}, ]{day}", "sabato 14 giugno", true},
		{"{day}[, {empty}]", "sabato 14 giugno", true},
		{"{missing}", "", false},
		{"{kind} {missing}", "", false},
		{"[{missing}]", "", false},
		{`\[{kind}\]`, "[Tour]", true},
		{"plain", "plain", true},
	}
	for _, tt := range tests {
		got, _, ok := template.Expand(tt.text, get)
		if got != tt.want || ok != tt.ok {
			t.Errorf("Expand(%q) = %q, %v, want %q, %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("giro: 1\nname: x\nscenes: [{name: a, bars: 2}]\n"))
	data, err := templates.FS.ReadFile("spotlight.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		tpl, diags := template.Parse("fuzz.yaml", data)
		if tpl == nil && !diags.HasErrors() {
			t.Error("no template and no fault")
		}
	})
}
