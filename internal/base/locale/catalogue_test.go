package locale_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/locale"
)

// TestEveryMessageIsTranslated walks the sources and holds that every form has
// its translation in every language, and that nothing is kept that no code says.
func TestEveryMessageIsTranslated(t *testing.T) {
	s := readSources(t)
	all, odd := s.sayings()
	for _, o := range odd {
		t.Errorf("%s: the form given to %s is no constant: write it as one, with its values as arguments", o.at, o.form)
	}
	if len(all) < 1200 {
		t.Errorf("only %d forms were found", len(all))
	}
	for _, lang := range locale.Languages()[1:] {
		p := locale.For(lang)
		for _, f := range all {
			if !p.Knows(f.form) {
				t.Errorf("%s: %s.yaml lacks %q", f.at, lang, f.form)
			}
		}
	}
}

// systems are words of the system and of Go's library that appear in messages.
var systems = []string{
	"permission denied", "no such file or directory", "is a directory", "not a directory", "no space left on device",
	"read-only file system", "file name too long", "input/output error", "unexpected EOF", "EOF",
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "sheet %s", "cell %s",
}

// TestNothingIsLeftOver holds that a catalogue lists nothing that the program
// does not say.
func TestNothingIsLeftOver(t *testing.T) {
	s := readSources(t)
	all, _ := s.sayings()
	said := s.literals()
	for _, f := range all {
		said[f.form] = true
	}
	for _, w := range systems {
		said[w] = true
	}
	for _, lang := range locale.Languages() {
		data, err := locale.File(lang)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := locale.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for form := range entries {
			if !said[form] {
				t.Errorf("%s.yaml has %q, which no code says", lang, form)
			}
		}
	}
}

// TestNoArgumentIsLost holds that a translation has the arguments of its form,
// each of the same kind.
func TestNoArgumentIsLost(t *testing.T) {
	for _, lang := range locale.Languages() {
		data, err := locale.File(lang)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := locale.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		for form, e := range entries {
			want, err := arguments(form)
			if err != nil {
				t.Errorf("%s: %q: %v", lang, form, err)
				continue
			}
			for _, translated := range e.Forms() {
				got, err := arguments(translated)
				if err != nil {
					t.Errorf("%s: %q: %v", lang, translated, err)
					continue
				}
				if e.Plural != nil && !slices.Equal(got, want) && slices.Equal(got, without(want, e.By)) {
					continue // "one post"
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %q has the arguments %q, its translation %q has %q", lang, form, want, translated, got)
				}
			}
			if _, ok := e.Plural["other"]; e.Plural != nil && !ok {
				t.Errorf("%s: %q has no case other", lang, form)
			}
		}
	}
}

// verb is a verb of package fmt: flags, width and precision, index, kind.
var verb = regexp.MustCompile(`%([-+# 0]*[0-9]*(?:\.[0-9]+)?)(?:\[([0-9]+)\])?([a-zA-Z%])`)

// arguments returns the verbs of a form in the order of the arguments that they
// stand for.
func arguments(form string) ([]string, error) {
	type use struct {
		n    int
		verb string
	}
	var uses []use
	next := 1
	for _, m := range verb.FindAllStringSubmatch(form, -1) {
		if m[3] == "%" {
			continue
		}
		if m[2] != "" {
			n, err := strconv.Atoi(m[2])
			if err != nil {
				return nil, err
			}
			next = n
		}
		uses = append(uses, use{next, m[1] + strings.Replace(m[3], "v", "s", 1)})
		next++
	}
	slices.SortStableFunc(uses, func(a, b use) int { return a.n - b.n })
	var out []string
	for _, u := range uses {
		out = append(out, strconv.Itoa(u.n)+u.verb)
	}
	return slices.Compact(out), nil
}

func without(args []string, n int) []string {
	return slices.DeleteFunc(slices.Clone(args), func(a string) bool {
		return strings.TrimLeft(a, "0123456789") != "" && strings.HasPrefix(a, strconv.Itoa(n))
	})
}
