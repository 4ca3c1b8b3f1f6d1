package record

import (
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// column is one column of a table.
type column struct {
	index    int
	header   string // as written
	field    Field
	extra    string // key in Event.Extra when field is FieldExtra
	language string // BCP 47 tag, "" for the default
	order    dates.Order
}

// readColumns understands a header Row.
func (s *Sheet) readColumns(r Row) {
	seen := map[string]int{}
	exact := map[Field]bool{}
	for _, cell := range r.Cells {
		if f, _, ok := s.names.Lookup(source.OneLine(cell)); ok && !s.ofForm(cell) {
			exact[f] = true
		}
	}
	var asked []string // the columns whose meaning is taken from a longer name
	for i, cell := range r.Cells {
		name := source.OneLine(cell)
		if name == "" || s.ofForm(name) {
			continue
		}
		f, lang, ok := s.names.Lookup(name)
		if !ok && r.At == nil {
			if field, asks := question(name); asks && !exact[field] {
				f, ok, exact[field] = field, true, true
				asked = append(asked, name+" → "+string(field))
			}
		}
		if f == event.Ignore {
			continue
		}
		c := column{index: i, header: name, field: f}
		if extra, isExtra := strings.CutPrefix(string(f), extraPrefix); isExtra {
			c.field, c.extra = FieldExtra, extra
		}
		if lang != "" && !source.SameLanguage(lang, s.file.Language) {
			c.language = lang
		}
		at := s.At(r, i)
		switch {
		case !ok:
			c.extra, c.language = extraKey(name, s.file.Language)
			if near := misspelt(letters(name)); near != "" {
				s.file.Faults.Warnf(at, c.extra, diag.T("did you mean %q?", near), "the column %q is not known; it is kept for templates of your own", name)
			}
		case c.language != "" && c.field != FieldExtra && !event.Translatable(string(c.field)):
			s.file.Faults.Warnf(at, string(f), diag.T("keep one column for it"), "the column %q cannot have a language; it is left out", name)
			continue
		case f != FieldImage && f != FieldPrivate:
			key := string(f) + ":" + c.language
			if first, twice := seen[key]; twice && r.At == nil {
				s.file.Faults.Notef(at, string(f), diag.T("rename one of them if they mean different things"),
					"columns %s and %s both hold the %s; where both are filled the first counts", columnName(first), columnName(i), f)
			} else {
				seen[key] = i
			}
		}
		s.columns = append(s.columns, c)
	}
	if len(asked) > 0 {
		s.file.Faults.Notef(s.At(r, 0), "", diag.T("assign the columns in channel.yaml if it is not so"), "columns are understood by a word in their names: %s", strings.Join(asked, "; "))
	}
}

// ofForm reports whether a column is one that Microsoft Forms puts in front of the
// questions of a form.
func (s *Sheet) ofForm(name string) bool {
	return s.program == microsoftForms && slices.Contains(formFields, letters(name)) && !s.names.Assigned(name)
}

// extraKey is the name under which templates find a column of their own.
func extraKey(header, defaultLanguage string) (key, lang string) {
	stem, lang := cutLanguage(header)
	if source.SameLanguage(lang, defaultLanguage) {
		lang = ""
	}
	return strings.ReplaceAll(letters(stem), " ", "_"), lang
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
