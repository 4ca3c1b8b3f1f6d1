package ingest

import (
	_ "embed" // headers.yaml
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

//go:embed headers.yaml
var headersYAML []byte

// field is what a column holds.
type field string

// The fields that columns can hold. Texts may come once per language.
const (
	fieldID       field = "id"
	fieldUID      field = "uid"
	fieldTitle    field = "title"
	fieldSubtitle field = "subtitle"
	fieldText     field = "description"
	fieldWhen     field = "when"  // day or days, and perhaps times
	fieldStart    field = "start" // first day, and perhaps its time
	fieldEnd      field = "end"
	fieldTime     field = "time" // time of day, or two
	fieldEndTime  field = "end_time"
	fieldVenue    field = "venue"
	fieldAddress  field = "address"
	fieldArea     field = "neighbourhood"
	fieldCategory field = "category"
	fieldPrice    field = "price"
	fieldFree     field = "free"
	fieldImage    field = "image"
	fieldURL      field = "url"
	fieldAccess   field = "access"
	fieldFacts    field = "facts"
	fieldItems    field = "items"
	fieldStatus   field = "status"
	fieldExtra    field = "" // any other column
)

// extraPrefix starts the fields that go to Event.Extra under a name of their own.
const extraPrefix = "extra."

// translatable are the fields that a column may give in one language.
var translatable = []field{fieldTitle, fieldSubtitle, fieldText, fieldVenue, fieldCategory, fieldPrice, fieldAccess, fieldFacts, fieldItems, fieldExtra}

// column is one column of a table.
type column struct {
	index    int
	header   string // as written
	field    field
	extra    string // key in Event.Extra when field is fieldExtra
	language string // BCP 47 tag, "" for the default
}

// headers is headers.yaml, once: field by plain header name.
var headers = sync.OnceValue(func() map[string]field {
	var lists map[field][]string
	if err := yaml.Unmarshal(headersYAML, &lists); err != nil {
		panic(fmt.Sprintf("ingest: headers.yaml: %v", err)) // embedded, read by every test
	}
	out := map[string]field{}
	for f, names := range lists {
		if !strings.HasPrefix(string(f), extraPrefix) {
			out[plain(string(f))] = f
		}
		for _, name := range names {
			out[plain(name)] = f
		}
	}
	return out
})

// plain brings a header to its letters: lower case, no accents, one space
// between words, no notes in brackets and no signs.
func plain(s string) string {
	if i := strings.IndexAny(s, "([{"); i > 0 {
		s = s[:i]
	}
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			gap = true
		}
	}
	return b.String()
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
	if err != nil || !slices.Contains(headerLanguages, baseOf(t.String())) {
		return header, ""
	}
	return m[1], t.String()
}

// headerLanguages are the languages that a header may end in; other endings
// of two letters ("fino al", "durata in") are part of the name.
var headerLanguages = []string{"it", "en", "de", "fr", "es", "pt", "nl", "zh", "ar", "ru", "uk", "ja", "ro", "sq", "pl", "sl", "hr", "cs", "hu", "el", "tr"}

// trailingNumber ends headers such as "Immagine 2".
var trailingNumber = regexp.MustCompile(`\s*\d+$`)

// lookup returns the field of a header and its language.
func lookup(header string) (f field, lang string, ok bool) {
	known := headers()
	stem, tag := cutLanguage(header)
	if f, ok := known[plain(stem)]; ok {
		return f, tag, true
	}
	if f, ok := known[plain(header)]; ok {
		return f, "", true
	}
	p := plain(header)
	if i := strings.LastIndexByte(p, ' '); i > 0 {
		if tag, ok := languageWords[p[i+1:]]; ok {
			if f, ok := known[strings.TrimSuffix(p[:i], " in")]; ok {
				return f, tag, true
			}
		}
	}
	if short := trailingNumber.ReplaceAllString(p, ""); short != p && known[short] == fieldImage && short != "" {
		return fieldImage, "", true
	}
	return fieldExtra, "", false
}

// lookup returns the field of a header, as the channel assigns it or as its
// name says.
func (f *file) lookup(header string) (what field, lang string, ok bool) {
	if len(f.opt.Columns) > 0 {
		if f.assigned == nil {
			f.assigned = make(map[string]string, len(f.opt.Columns))
			for name, spec := range f.opt.Columns {
				f.assigned[strings.ToLower(oneLine(name))] = spec
			}
		}
		if spec, given := f.assigned[strings.ToLower(oneLine(header))]; given {
			name, tag, _ := strings.Cut(spec, ":")
			return field(name), tag, true
		}
	}
	return lookup(header)
}

// findHeader returns the index of the row that holds most known column names,
// and how many it holds. A header has at least two, or a title alone. The
// index is -1 when there is none.
func (f *file) findHeader(rows []row) (index, known int) {
	index = -1
	for i, r := range rows[:min(len(rows), maxPreamble+1)] {
		n, title := 0, false
		for _, cell := range r.cells {
			if len(cell) > 100 {
				continue // a sentence, not a name
			}
			if what, _, ok := f.lookup(cell); ok {
				n++
				title = title || what == fieldTitle
			}
		}
		if (n >= 2 || (title && n == len(filled(r.cells)))) && n > known {
			index, known = i, n
		}
	}
	return index, known
}

func filled(cells []string) []string {
	var out []string
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			out = append(out, c)
		}
	}
	return out
}

// readColumns understands a header row.
func (s *sheet) readColumns(r row) {
	seen := map[string]int{}
	for i, cell := range r.cells {
		name := oneLine(cell)
		if name == "" {
			continue
		}
		f, lang, ok := s.lookup(name)
		if f == event.Ignore {
			continue
		}
		c := column{index: i, header: name, field: f}
		if extra, isExtra := strings.CutPrefix(string(f), extraPrefix); isExtra {
			c.field, c.extra = fieldExtra, extra
		}
		if lang != "" && !sameLanguage(lang, s.opt.Language) {
			c.language = lang
		}
		at := s.cell(r, i)
		switch {
		case !ok:
			c.extra, c.language = extraKey(name, s.opt.Language)
			if near := misspelt(plain(name)); near != "" {
				s.faults.Warnf(at, c.extra, diag.T("did you mean %q?", near), "the column %q is not known; it is kept for templates of your own", name)
			}
		case c.language != "" && !slices.Contains(translatable, c.field):
			s.faults.Warnf(at, string(f), diag.T("keep one column for it"), "the column %q cannot have a language; it is left out", name)
			continue
		case f != fieldImage:
			key := string(f) + ":" + c.language
			if first, twice := seen[key]; twice && r.at == nil {
				s.faults.Notef(at, string(f), diag.T("rename one of them if they mean different things"),
					"columns %s and %s both hold the %s; where both are filled the first counts", columnName(first), columnName(i), f)
			} else {
				seen[key] = i
			}
		}
		s.columns = append(s.columns, c)
	}
}

// extraKey is the name under which templates find a column of their own.
func extraKey(header, defaultLanguage string) (key, lang string) {
	stem, lang := cutLanguage(header)
	if sameLanguage(lang, defaultLanguage) {
		lang = ""
	}
	return strings.ReplaceAll(plain(stem), " ", "_"), lang
}

// sameLanguage reports whether two tags have one base language.
func sameLanguage(a, b string) bool { return baseOf(a) == baseOf(b) }

func baseOf(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}

// misspelt returns the known header that is one slip away from a name: one
// letter too many, too few, wrong, or two exchanged. Short names are left
// alone, because too much is one slip away from them.
func misspelt(name string) string {
	if len(name) < 5 {
		return ""
	}
	best := ""
	for known := range headers() {
		if oneSlip([]rune(name), []rune(known)) && (best == "" || known < best) {
			best = known
		}
	}
	return best
}

func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	rest, other := a[i:], b[i:]
	switch len(b) - len(a) {
	case 1:
		return slices.Equal(rest, other[1:])
	case 0:
		if len(rest) > 1 && rest[0] == other[1] && rest[1] == other[0] && slices.Equal(rest[2:], other[2:]) {
			return true
		}
		return len(rest) > 0 && slices.Equal(rest[1:], other[1:])
	}
	return false
}

// columnName returns the letters of a column that counts from 0.
func columnName(i int) string { return strings.TrimSuffix(cellName(i, 0), "0") }

func itoa(n int) string { return strconv.Itoa(n) }
