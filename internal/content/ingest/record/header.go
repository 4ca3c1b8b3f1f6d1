// Package record reads events from records: the rows of a table, or the objects
// of a structured text. What a value means is said by the name of its column,
// in any of the languages of headers.yaml, or by the channel.
package record

import (
	_ "embed" // headers.yaml
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

//go:embed headers.yaml
var headersYAML []byte

// Field is what a column holds.
type Field string

// The fields that columns can hold. Texts may come once per language.
const (
	FieldID       Field = "id"
	FieldUID      Field = "uid"
	FieldTitle    Field = "title"
	FieldSubtitle Field = "subtitle"
	FieldText     Field = "description"
	FieldWhen     Field = "when"  // day or days, and perhaps times
	FieldStart    Field = "start" // first day, and perhaps its time
	FieldEnd      Field = "end"
	FieldTime     Field = "time" // time of day, or two
	FieldEndTime  Field = "end_time"
	FieldVenue    Field = "venue"
	FieldAddress  Field = "address"
	FieldArea     Field = "neighbourhood"
	FieldCategory Field = "category"
	FieldPrice    Field = "price"
	FieldFree     Field = "free"
	FieldImage    Field = "image"
	FieldURL      Field = "url"
	FieldAccess   Field = "access"
	FieldFacts    Field = "facts"
	FieldItems    Field = "items"
	FieldStatus   Field = "status"
	FieldAllDay   Field = "all_day"
	FieldPrivate  Field = "private" // not to be announced
	FieldExtra    Field = ""        // any other column
)

// extraPrefix starts the fields that go to Event.Extra under a name of their own.
const extraPrefix = "extra."

// headers is headers.yaml, once: field by the letters of the name.
var headers = sync.OnceValue(func() map[string]Field {
	var lists map[Field][]string
	if err := yaml.Unmarshal(headersYAML, &lists); err != nil {
		panic(fmt.Sprintf("record: headers.yaml: %v", err)) // embedded, read by every test
	}
	out := map[string]Field{}
	for f, names := range lists {
		if !strings.HasPrefix(string(f), extraPrefix) {
			out[letters(string(f))] = f
		}
		for _, name := range names {
			out[letters(name)] = f
		}
	}
	return out
})

// letters brings a header to its letters: folded, one space between words, no
// notes in brackets and no signs.
func letters(s string) string {
	if i := strings.IndexAny(s, "([{"); i > 0 {
		s = s[:i]
	}
	words := strings.FieldsFunc(fold.Letters(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// languageSuffix finds a language behind a header: titolo_en, title:de,
// "Titolo (EN)", "title pt-BR".
var languageSuffix = regexp.MustCompile(`^(.*?\S)[\s_:.\-/(\[]+([A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)[)\]]?\s*$`)

// languageWords are languages as people call them in headers.
var languageWords = map[string]string{
	"italiano": "it", "inglese": "en", "tedesco": "de", "francese": "fr", "spagnolo": "es", "portoghese": "pt", "olandese": "nl", "cinese": "zh", "arabo": "ar",
	"italian": "it", "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt", "dutch": "nl", "chinese": "zh", "arabic": "ar",
	"italienisch": "it", "englisch": "en", "deutsch": "de", "franzosisch": "fr", "spanisch": "es",
	"italien": "it", "anglais": "en", "allemand": "de", "francais": "fr", "espagnol": "es",
	"ingles": "en", "aleman": "de", "frances": "fr", "espanol": "es",
}

// cutLanguage splits a header from the language behind it; the tag is "" when
// there is none.
func cutLanguage(header string) (stem, tag string) {
	m := languageSuffix.FindStringSubmatch(header)
	if m == nil {
		return header, ""
	}
	t, err := language.Parse(strings.ReplaceAll(m[2], "_", "-"))
	if err != nil || !IsLanguage(t.String()) {
		return header, ""
	}
	return m[1], t.String()
}

// textLanguages are the languages that a header may end in; other endings
// of two letters ("fino al", "durata in") are part of the name.
var textLanguages = []string{"it", "en", "de", "fr", "es", "pt", "nl", "zh", "ar", "ru", "uk", "ja", "ro", "sq", "pl", "sl", "hr", "cs", "hu", "el", "tr"}

// trailingNumber ends headers such as "Immagine 2".
var trailingNumber = regexp.MustCompile(`\s*\d+$`)

// lookup returns the field that a header names and its language.
func lookup(header string) (f Field, lang string, ok bool) {
	known := headers()
	stem, tag := cutLanguage(header)
	if f, ok := known[letters(stem)]; ok {
		return f, tag, true
	}
	if f, ok := known[letters(header)]; ok {
		return f, "", true
	}
	p := letters(header)
	if i := strings.LastIndexByte(p, ' '); i > 0 {
		if tag, ok := languageWords[p[i+1:]]; ok {
			if f, ok := known[strings.TrimSuffix(p[:i], " in")]; ok {
				return f, tag, true
			}
		}
	}
	if short := trailingNumber.ReplaceAllString(p, ""); short != p && known[short] == FieldImage && short != "" {
		return FieldImage, "", true
	}
	return FieldExtra, "", false
}

// Names knows what the names of columns mean: as the channel says, or else in
// the languages of headers.yaml.
type Names struct {
	assigned map[string]string // by the name as written, in lower case
}

// Assigned reports whether the channel says what a column holds.
func (n *Names) Assigned(header string) bool {
	_, ok := n.assigned[strings.ToLower(source.OneLine(header))]
	return ok
}

// NamesOf returns the names of the columns of a file.
func NamesOf(f *source.File) *Names {
	n := &Names{assigned: make(map[string]string, len(f.Columns))}
	for name, spec := range f.Columns {
		n.assigned[strings.ToLower(source.OneLine(name))] = spec
	}
	return n
}

// Lookup returns the field that a header names and the language that it gives;
// ok is false for a column that is not known.
func (n *Names) Lookup(header string) (f Field, lang string, ok bool) {
	if len(n.assigned) > 0 {
		if spec, given := n.assigned[strings.ToLower(source.OneLine(header))]; given {
			name, tag, _ := strings.Cut(spec, ":")
			return Field(name), tag, true
		}
	}
	return lookup(header)
}

// IsLanguage reports whether a tag is of one of the languages that the names of
// columns may end in.
func IsLanguage(tag string) bool {
	return slices.Contains(textLanguages, source.BaseLanguage(tag))
}
