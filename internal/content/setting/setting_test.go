package setting_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
)

func show(l diag.List) string {
	var b strings.Builder
	for _, m := range l {
		fmt.Fprintln(&b, m)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	var faults diag.List
	v := setting.Parse("f", []byte(`# a comment
name: Valdimonte
"numero": 0123
flag: true
list: [a, b]
one: a
nested: &anchor
  deep: {x: 1.5}
again: *anchor
text: |
  due
  righe
tagged: !!str 5
`), &faults)
	m := v.Map("name", "numero", "flag", "list", "one", "nested", "again", "text", "tagged")
	for _, c := range []struct{ what, got, want string }{
		{"name", m["name"].Text(), "Valdimonte"},
		{"number as written", m["numero"].Text(), "0123"},
		{"flag", fmt.Sprint(m["flag"].Bool()), "true"},
		{"list", fmt.Sprint(m["list"].Texts()), "[a b]"},
		{"one for a list", fmt.Sprint(m["one"].Texts()), "[a]"},
		{"nested", fmt.Sprint(m["nested"].Map("deep")["deep"].Map("x")["x"].Number()), "1.5"},
		{"alias", fmt.Sprint(m["again"].Map("deep")["deep"].Map("x")["x"].Number()), "1.5"},
		{"block", m["text"].Text(), "due\nrighe"},
		{"tag", m["tagged"].Text(), "5"},
		{"missing", m["missing"].Text(), ""},
		{"position", m["list"].List()[1].Pos().String(), "f:5:11"},
		{"field", m["nested"].Map("deep")["deep"].Map("x")["x"].Field(), "nested.deep.x"},
		{"position of a mapping", m["nested"].Pos().String(), "f:8:3"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
	if len(faults) > 0 {
		t.Error(show(faults))
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		text string
		read func(v setting.Value)
		want string
		hint string
	}{
		{"nmae: x", func(v setting.Value) { v.Map("name", "zone") }, `f:1:1: error: unknown key "nmae"`, `did you mean "name"?`},
		{"a: 1\nb: 2\na: 3", func(v setting.Value) { v.Map("a", "b") }, `f:3:1: error: "a" stands twice, first on line 1`, "keep one"},
		{"name:", func(v setting.Value) { v.Map("name")["name"].Text() }, `f:1:1: error: "name" has no value`, "quotes"},
		{"c: #112233", func(v setting.Value) { v.Map("c")["c"].Text() }, `f:1:1: error: "c" has no value`, "quotes"},
		{"n: [1]", func(v setting.Value) { v.Map("n")["n"].Text() }, `f:1:4: error: "n" must be a single text, not a list`, ""},
		{"n: x", func(v setting.Value) { v.Map("n")["n"].List() }, `f:1:4: error: "n" must be a list, not a single text`, "dash"},
		{"n: x", func(v setting.Value) { v.Map("n")["n"].Map() }, `f:1:4: error: "n" must hold keys with values, not a single text`, ""},
		{"n: 1,5", func(v setting.Value) { v.Map("n")["n"].Number() }, `f:1:4: error: "n" must be a number, not "1,5"`, "1.5"},
		{"n: .inf", func(v setting.Value) { v.Map("n")["n"].Number() }, `f:1:4: error: "n" must be a number, not ".inf"`, ""},
		{"n: 1.5", func(v setting.Value) { v.Map("n")["n"].Int() }, `f:1:4: error: "n" must be a whole number, not 1.5`, ""},
		{"n: si", func(v setting.Value) { v.Map("n")["n"].Bool() }, `f:1:4: error: "n" must be true or false`, ""},
		{"n: tiktk", func(v setting.Value) { v.Map("n")["n"].OneOf("tiktok", "reels") }, `f:1:4: error: "n" "tiktk" is not known`, `did you mean "tiktok"?`},
		{"handle: @x", nil, "f:1:9: error: '@' is a reserved character", "quotes"},
		{"a:\n\tb: 1", nil, "f:2:1: error: a tab stands where YAML wants spaces", "spaces"},
		{"a: b: c", nil, "f:1:4: error: mapping value is not allowed in this context", "quotes"},
		{"a: [1", nil, "f:1:4: error: sequence end token ']' not found", "indentation"},
		{"a: 1\n---\nb: 2", nil, "f:3:2: error: the file holds more than one document", "---"},
		{"a: *nowhere", func(v setting.Value) { v.Map("a") }, `f:1:4: error: "*nowhere" refers to nothing: no value is marked &nowhere`, ""},
		{"a: &a [*a]", func(v setting.Value) { v.Map("a")["a"].List()[0].List()[0].Text() }, `f:1:7: error: "a[0][0]" must be a single text, not a list`, ""},
		{"<<: {a: 1}", func(v setting.Value) { v.Map("a") }, `f:1:1: error: merging with << is not supported here`, ""},
		{strings.Repeat("[", 70), nil, "f:1: error: values are nested more than 64 levels deep", ""},
		{strings.Repeat("- ", 70) + "x", nil, "f:1: error: values are nested more than 64 levels deep", ""},
		{strings.Repeat("x", setting.MaxBytes+1), nil, "f: error: the file has 1048577 bytes, more than the 1048576 that a settings file may have", ""},
	} {
		t.Run(c.want, func(t *testing.T) {
			var faults diag.List
			v := setting.Parse("f", []byte(c.text), &faults)
			if c.read != nil {
				c.read(v)
			}
			if len(faults) != 1 || faults[0].String() != c.want {
				t.Fatalf("got\n%swant\n%s", show(faults), c.want)
			}
			if !strings.Contains(faults[0].Hint.String(), c.hint) {
				t.Errorf("hint %q lacks %q", faults[0].Hint, c.hint)
			}
		})
	}
}

// walk reads everything that a value holds, in every way.
func walk(v setting.Value, depth int) {
	if depth > 8 {
		return
	}
	v.Text()
	v.Number()
	v.Bool()
	v.Texts()
	_ = v.Pos()
	for _, i := range v.List() {
		walk(i, depth+1)
	}
	for _, e := range v.Entries() {
		walk(e.Value, depth+1)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1", "a: [1, {b: *x}]\nc: &x y", "- - a\n- b: |\n   c", "a: !!str 5\n? b\n: c", "\ufeffa: 'x'", "a: &a\n  b: *a"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		var faults diag.List
		v := setting.Parse("f", data, &faults)
		walk(v, 0)
		v.Map("a", "b")
	})
}

// A group of very many keys is refused before the parser, whose time grows with
// their square, sees it; many items of few keys are read.
func TestManyKeys(t *testing.T) {
	var faults diag.List
	setting.Parse("f.yaml", []byte(strings.Repeat("a:\n", 5000)), &faults)
	if !strings.Contains(show(faults), "a group has more than 4096 keys") {
		t.Error(faults)
	}
	faults = nil
	v := setting.Parse("f.yaml", []byte(strings.Repeat("- a: 1\n  b: 2\n", 20_000)), &faults)
	if n := len(v.List()); n != 20_000 || len(faults) > 0 {
		t.Error(n, faults)
	}
}
