// Package locale puts what users read into their language.
//
// Texts arise in English as forms with arguments (package diag). The catalogue
// of a language, one YAML file beside this one, gives each form in that
// language; a Printer looks the form up and puts the arguments in. A form that
// a catalogue lacks appears in English. A new file is a new language.
package locale

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"github.com/giro-video/giro/internal/base/diag"
)

//go:embed *.yaml
var files embed.FS

// Entry is a form in another language: one form for all numbers, or one for
// each plural category (Unicode CLDR) of the numeric argument By, which counts
// from 1.
type Entry struct {
	Form   string
	By     int
	Plural map[string]string // "one", "few", "many", "other", or "=0"
}

// UnmarshalYAML reads a form, or the plural forms by category.
func (e *Entry) UnmarshalYAML(unmarshal func(any) error) error {
	if unmarshal(&e.Form) == nil {
		return nil
	}
	var cases map[string]string
	if err := unmarshal(&cases); err != nil {
		return err
	}
	e.By, e.Plural = 1, map[string]string{}
	for category, form := range cases {
		if category == "by" {
			if _, err := fmt.Sscan(form, &e.By); err != nil {
				return fmt.Errorf("by: %s is no number of an argument", form)
			}
			continue
		}
		e.Plural[category] = form
	}
	return nil
}

// Forms returns the forms for all numbers.
func (e Entry) Forms() []string {
	if e.Plural == nil {
		return []string{e.Form}
	}
	var out []string
	for _, category := range categories {
		if form, ok := e.Plural[category]; ok {
			out = append(out, form)
		}
	}
	return out
}

// categories in the order in which they are tried; "other" fits every number.
var categories = []string{"=0", "=1", "zero", "one", "two", "few", "many", "other"}

// message returns the entry as the catalogue takes it.
func (e Entry) message() catalog.Message {
	if e.Plural == nil {
		return catalog.String(e.Form)
	}
	var cases []any
	for _, category := range categories {
		if form, ok := e.Plural[category]; ok {
			cases = append(cases, category, form)
		}
	}
	return plural.Selectf(e.By, "%d", cases...)
}

// Read reads a catalogue: a mapping of English forms to entries.
func Read(data []byte) (map[string]Entry, error) {
	entries := map[string]Entry{}
	if err := yaml.Unmarshal(data, &entries); err != nil {
		return nil, fmt.Errorf("read a catalogue: %w", err)
	}
	return entries, nil
}

// File returns the catalogue of a language as it is written.
func File(lang string) ([]byte, error) {
	data, err := files.ReadFile(lang + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("the catalogue of %q: %w", lang, err)
	}
	return data, nil
}

// Languages are the languages that Giro speaks (BCP 47), English first.
func Languages() []string {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the files are part of the program
	}
	out := []string{English}
	for _, f := range names {
		if lang := strings.TrimSuffix(f.Name(), path.Ext(f.Name())); lang != English {
			out = append(out, lang)
		}
	}
	return out
}

// English is the language in which texts arise.
const English = "en"

// Choose returns the first of the wishes that Giro speaks, English if none. A
// wish is a tag such as "it-CH" or a locale such as "it_IT.UTF-8"; "" is none.
func Choose(wishes ...string) string {
	for _, w := range wishes {
		if lang, ok := speaks(w); ok {
			return lang
		}
	}
	return English
}

func speaks(wish string) (lang string, ok bool) {
	wish, _, _ = strings.Cut(wish, ".")
	wish, _, _ = strings.Cut(wish, "@")
	switch wish {
	case "":
		return "", false
	case "C", "POSIX":
		return English, true
	}
	tag, err := language.Parse(strings.ReplaceAll(wish, "_", "-"))
	if err != nil {
		return "", false
	}
	for ; tag != language.Und; tag = tag.Parent() {
		if slices.Contains(Languages(), tag.String()) {
			return tag.String(), true
		}
	}
	return "", false
}

// Printer writes texts in one language. The nil Printer writes English.
type Printer struct {
	lang    string
	entries map[string]Entry
	message *message.Printer
	point   string // between the whole and the decimals of a number
}

var printers sync.Map // of func() *Printer, by language

// For returns the printer of a language, of English where Giro does not speak it.
func For(lang string) *Printer {
	lang = Choose(lang)
	load, _ := printers.LoadOrStore(lang, sync.OnceValue(func() *Printer { return load(lang) }))
	printer, _ := load.(func() *Printer) // nothing else is stored
	return printer()
}

func load(lang string) *Printer {
	data, err := File(lang)
	if err != nil {
		panic(err) // the files are part of the program
	}
	entries, err := Read(data)
	if err != nil {
		panic(err)
	}
	p, err := New(lang, entries)
	if err != nil {
		panic(err)
	}
	return p
}

// New returns a printer with a catalogue of its own.
func New(lang string, entries map[string]Entry) (*Printer, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("the language %q: %w", lang, err)
	}
	b := catalog.NewBuilder()
	for form, e := range entries {
		if err := b.Set(tag, form, e.message()); err != nil {
			return nil, fmt.Errorf("the form %q: %w", form, err)
		}
	}
	p := &Printer{lang: lang, entries: entries, message: message.NewPrinter(tag, message.Catalog(b))}
	p.point = strings.Trim(p.message.Sprintf("%.1f", 1.5), "15")
	return p, nil
}

// Language is the printer's language.
func (p *Printer) Language() string {
	if p == nil {
		return English
	}
	return p.lang
}

// Knows reports whether the catalogue has a form.
func (p *Printer) Knows(form string) bool {
	_, ok := p.entries[form]
	return ok
}

// Text returns a text in the printer's language.
func (p *Printer) Text(t diag.Text) string {
	if t.Form == "" && len(t.Args) == 0 {
		return ""
	}
	args := make([]any, len(t.Args))
	for i, a := range t.Args {
		args[i] = p.arg(a)
	}
	if p == nil || !p.Knows(t.Form) {
		return fmt.Sprintf(t.Form, args...)
	}
	return p.message.Sprintf(t.Form, args...)
}

// Sprintf returns a form with its arguments in the printer's language.
func (p *Printer) Sprintf(form string, args ...any) string { return p.Text(diag.T(form, args...)) }

// Word returns a word that is chosen while the program runs; see diag.Word.
func (p *Printer) Word(s string) string { return p.Text(diag.Word(s)) }

// arg returns what stands for an argument in the printer's language.
func (p *Printer) arg(a any) any {
	switch a := a.(type) {
	case diag.Text:
		return p.Text(a)
	case diag.Texts:
		parts := make([]string, len(a))
		for i, t := range a {
			parts[i] = p.Text(t)
		}
		return strings.Join(parts, ", ")
	case diag.Pos:
		return p.At(a)
	case interface{ Fact() diag.Text }:
		return p.Text(a.Fact())
	case error:
		return p.Text(diag.Because(a))
	case int, int64, uint64, float64:
		if p != nil {
			return figure{a, p}
		}
	}
	return a
}

// List returns messages in the printer's language.
func (p *Printer) List(list diag.List) diag.List {
	out := slices.Clone(list)
	for i := range out {
		out[i].Text, out[i].Hint = diag.Verbatim(p.Text(out[i].Text)), diag.Verbatim(p.Text(out[i].Hint))
	}
	return out
}

// Severity returns the word for how bad a message is.
func (p *Printer) Severity(s diag.Severity) string { return p.Word(s.String()) }

// At returns a place: "file.xlsx, foglio Estate, cella C7".
func (p *Printer) At(at diag.Pos) string {
	out := diag.Pos{File: at.File, Line: at.Line, Column: at.Column}.String()
	for _, part := range []struct{ form, value string }{{"sheet %s", at.Sheet}, {"cell %s", at.Cell}} {
		if part.value != "" {
			out = strings.TrimPrefix(out+", "+p.Text(diag.Text{Form: part.form, Args: []any{part.value}}), ", ")
		}
	}
	return out
}

// figure is a number in a language: with its decimal point, and without marks
// between thousands, since years and lines are numbers too.
type figure struct {
	value any
	in    *Printer
}

// Format implements fmt.Formatter.
func (f figure) Format(state fmt.State, verb rune) {
	s := fmt.Sprintf(fmt.FormatString(state, verb), f.value)
	if _, float := f.value.(float64); float {
		s = strings.Replace(s, ".", cmp.Or(f.in.point, "."), 1)
	}
	_, _ = fmt.Fprint(state, s) // a formatter has no way to report it
}

// PluralForm implements plural.Interface.
func (f figure) PluralForm(t language.Tag, _ int) (plural.Form, int) {
	const modulus = 10_000_000 // of plural.Interface
	n := -1
	switch v := f.value.(type) {
	case int:
		n = v
	case int64:
		n = int(v)
	case uint64:
		n = int(v % modulus)
	case float64:
		if v != float64(int(v)) {
			return plural.Other, -1
		}
		n = int(v)
	}
	n = max(n, -n) % modulus
	return plural.Cardinal.MatchPlural(t, n, 0, 0, 0, 0), n
}
