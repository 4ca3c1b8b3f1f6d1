package template_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/design/template"
)

var block = regexp.MustCompile("(?s)```(yaml|csv) ([^\n]*)\n(.*?)```")

// TestReference parses every example of the reference, and checks that it
// names every key of the language.
func TestReference(t *testing.T) {
	page := readPage(t)
	examples := 0
	for _, m := range block.FindAllStringSubmatch(page, -1) {
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
		examples++
		if _, diags := template.Parse("README.md", []byte(src)); len(diags) > 0 {
			t.Errorf("an example is faulty: %v\n%s", diags, src)
		}
	}
	if examples < 15 {
		t.Errorf("only %d examples", examples)
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
			if key.Doc == "" {
				t.Errorf("the key %q of %s has no description", key.Name, part)
			}
		}
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
			files[name] += "\n" + m[3]
		case "replace":
			from, to, _ := strings.Cut(m[3], "---\n")
			if strings.Count(files[name], from) == 0 {
				t.Errorf("%s has nothing to replace: %q", name, from)
			}
			files[name] = strings.Replace(files[name], from, to, 1)
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
