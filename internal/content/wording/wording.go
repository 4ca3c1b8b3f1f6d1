// Package wording tells messages about content in the channel's language.
//
// Messages are written in English where they arise. A catalogue pairs the form
// of each with that of another language; a message is told by finding the form
// that it has. So no stage needs to know the language, and what has no pair
// stays in English.
package wording

import (
	"cmp"
	_ "embed" // it.txt
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/giro-video/giro/internal/base/diag"
)

//go:embed it.txt
var italian string

// pair is a form in English and in another language.
type pair struct {
	form  *regexp.Regexp
	quote []bool // by verb, whether it is %q
	start string // what stands before the first verb
	told  string
	fixed int // letters that are not verbs; the form with most of them wins
}

// catalogue is the pairs of a language: those without verbs by text, the
// others by the length of what is fixed in them, longest first.
type catalogue struct {
	whole map[string]string
	forms []pair
}

var catalogues = map[string]func() catalogue{
	"it": sync.OnceValue(func() catalogue { return parse(italian) }),
}

// verb is a verb of package fmt as messages use them.
var verb = regexp.MustCompile(`%(?:0?\d*d|\.?\d*[fg]|[qsvw])`)

// parse reads a catalogue.
func parse(text string) catalogue {
	c := catalogue{whole: map[string]string{}}
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	for i := 0; i+1 < len(lines); i += 2 {
		english, told := lines[i], lines[i+1]
		verbs := verb.FindAllStringIndex(english, -1)
		if len(verbs) == 0 {
			c.whole[english] = told
			continue
		}
		p := pair{told: told, start: english[:verbs[0][0]]}
		expr, done := `(?s)^`, 0
		for _, at := range verbs {
			expr += regexp.QuoteMeta(english[done:at[0]])
			p.fixed += at[0] - done
			kind := english[at[1]-1]
			switch kind {
			case 'q':
				expr += `("(?:[^"\\]|\\.)*")`
			case 'd':
				expr += `(-?\d+)`
			case 'f', 'g':
				expr += `(-?\d+(?:\.\d+)?)`
			default:
				expr += `(.*?)`
			}
			p.quote = append(p.quote, kind == 'q')
			done = at[1]
		}
		p.fixed += len(english) - done
		p.form = regexp.MustCompile(expr + regexp.QuoteMeta(english[done:]) + `$`)
		c.forms = append(c.forms, p)
	}
	slices.SortStableFunc(c.forms, func(a, b pair) int { return cmp.Compare(b.fixed, a.fixed) })
	return c
}

// maxInside bounds how deep a message may stand inside another.
const maxInside = 3

// tell returns a text in the language of the catalogue.
func (c *catalogue) tell(text string, inside int) (string, bool) {
	if told, ok := c.whole[text]; ok {
		return told, true
	}
	if inside > maxInside || len(text) > 4096 {
		return text, false
	}
	for _, p := range c.forms {
		if !strings.HasPrefix(text, p.start) {
			continue
		}
		m := p.form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		told := p.told
		for i, quoted := range p.quote {
			part := m[i+1]
			if !quoted {
				part = c.part(part, inside+1)
			}
			// A value cannot bring a place for another value with it.
			told = strings.ReplaceAll(told, "{"+strconv.Itoa(i+1)+"}", strings.ReplaceAll(part, "{", "\x00"))
		}
		return strings.ReplaceAll(told, "\x00", "{"), true
	}
	return text, false
}

// part tells what stands inside a message: a message, a word, or a list of words.
func (c *catalogue) part(text string, inside int) string {
	if told, ok := c.whole[text]; ok {
		return told
	}
	if strings.Contains(text, ", ") {
		words := strings.Split(text, ", ")
		known := 0
		for i, w := range words {
			if told, ok := c.whole[w]; ok {
				words[i] = told
				known++
			}
		}
		if known == len(words) {
			return strings.Join(words, ", ")
		}
	}
	if !strings.Contains(text, " ") {
		return text
	}
	told, _ := c.tell(text, inside)
	return told
}

// Languages are the languages that messages can be told in, English first.
func Languages() []string { return []string{"en", "it"} }

// In returns the messages in a language (a BCP 47 tag); English, and whatever
// has no wording in that language, stays as it is.
func In(lang string, list diag.List) diag.List {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	load, ok := catalogues[base]
	if !ok || len(list) == 0 {
		return list
	}
	c := load()
	out := slices.Clone(list)
	for i := range out {
		text, _ := c.tell(out[i].Text.String(), 0)
		hint, _ := c.tell(out[i].Hint.String(), 0)
		out[i].Text, out[i].Hint = diag.Verbatim(text), diag.Verbatim(hint)
	}
	return out
}

// Words are the words around a message, in one language.
type Words struct {
	Note, Warning, Error string
	Hint                 string
	sheet, cell          string
}

var words = map[string]Words{
	"en": {"note", "warning", "error", "hint", "sheet", "cell"},
	"it": {"nota", "avviso", "errore", "suggerimento", "foglio", "cella"},
}

// Around returns the words around messages in a language, in English where it
// has none.
func Around(lang string) Words {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if w, ok := words[base]; ok {
		return w
	}
	return words["en"]
}

// Severity returns the word for how bad a message is.
func (w Words) Severity(s diag.Severity) string {
	switch s {
	case diag.Note:
		return w.Note
	case diag.Warning:
		return w.Warning
	case diag.Error:
		return w.Error
	}
	return s.String()
}

// At returns a place: "file.xlsx, foglio Estate, cella C7".
func (w Words) At(p diag.Pos) string {
	at := diag.Pos{File: p.File, Line: p.Line, Column: p.Column}.String()
	if p.Sheet != "" {
		at += ", " + w.sheet + " " + p.Sheet
	}
	if p.Cell != "" {
		at += ", " + w.cell + " " + p.Cell
	}
	return strings.TrimPrefix(at, ", ")
}

// Text returns one text in a language; ok is false when it has no wording there.
func Text(lang, text string) (told string, ok bool) {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	load, found := catalogues[base]
	if !found {
		return text, base == "en"
	}
	c := load()
	return c.tell(text, 0)
}
