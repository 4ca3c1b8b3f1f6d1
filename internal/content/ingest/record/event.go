package record

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// Event reads a record; nil for a row that repeats the header, is a heading or a
// total, or is not for the public. [Sheet.Finish] tells about the last.
func (s *Sheet) Event(r Row) *event.Event {
	e := &event.Event{Row: r.Number, Status: event.Scheduled, Pos: map[string]diag.Pos{"": s.rowAt(r)}}
	if r.At == nil && (s.repeatsHeader(r) || s.isTotal(r)) || s.heading(r) || s.withhold(r) {
		return nil
	}
	for i := s.width; i < len(r.Cells); i++ {
		if strings.TrimSpace(r.Cells[i]) != "" {
			s.file.Faults.Errorf(s.At(r, i), "", diag.T("put a text that holds the separator in quotes"), "the row has more cells than there are columns")
			break
		}
	}
	for _, c := range s.columns {
		text := s.value(r, c.index)
		if text == "" {
			continue
		}
		if c.field == FieldPrice && c.index < len(r.Stored) {
			text = s.localAmount(text, r.Stored[c.index])
		}
		at := s.At(r, c.index)
		if n := utf8.RuneCountInString(text); n > source.MaxCell {
			s.file.Faults.Errorf(at, string(c.field), diag.T("shorten it"), "the cell has %d characters, more than %d", n, source.MaxCell)
			continue
		}
		if c.language != "" {
			s.translation(e, c, text, at)
			continue
		}
		s.field(e, c, text, at)
	}
	s.when(e, r)
	if e.Venue == "" && s.section.venue != "" {
		e.Venue, e.Pos["venue"] = s.section.venue, s.section.at
	}
	s.struck(e, r)
	if e.Title == "" {
		s.titleFromLanguage(e)
	}
	if e.Title == "" {
		at := e.At("")
		if c := s.find(FieldTitle); c != nil && r.At == nil {
			at = s.At(r, c.index)
		}
		e.Pos["title"] = at
		s.file.Faults.Errorf(at, "title", diag.T("write one, or empty the row"), "the row has no title")
	}
	return e
}

// struck reads a title that is struck through as one of an event that is off.
func (s *Sheet) struck(e *event.Event, r Row) {
	c := s.find(FieldTitle)
	if c == nil || !slices.Contains(r.Struck, c.index) || e.Status != event.Scheduled {
		return
	}
	e.Status = event.Cancelled
	s.file.Faults.Warnf(s.At(r, c.index), string(FieldStatus), diag.T("give the state in a column of its own, or take the stroke away"), "the title is struck through; the event is read as called off")
}

// shownAmount is a number as the library shows it, with a point for decimals.
var shownAmount = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// localAmount writes what a workbook shows for a number with the signs of the
// channel's language, as a spreadsheet program there does: 1.250,00 €.
func (s *Sheet) localAmount(shown, stored string) string {
	if _, err := strconv.ParseFloat(stored, 64); err != nil || source.SameLanguage(s.file.Language, "en") {
		return shown
	}
	return shownAmount.ReplaceAllStringFunc(shown, strings.NewReplacer(",", ".", ".", ",").Replace)
}

// repeatsHeader reports whether a row holds the column names again, as tables
// do that were glued together.
func (s *Sheet) repeatsHeader(r Row) bool {
	same := 0
	for _, c := range s.columns {
		if text := s.value(r, c.index); text != "" {
			if source.OneLine(text) != c.header {
				return false
			}
			same++
		}
	}
	return same > 1
}

// isTotal reports whether a row only counts the rows above it, and says so.
func (s *Sheet) isTotal(r Row) bool {
	words := r.Filled()
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	first, _, _ := strings.Cut(letters(words[0]), " ")
	switch first {
	case "totale", "totali", "total", "totaux", "summe", "gesamt", "insgesamt":
	default:
		return false
	}
	if len(words) == 1 && !strings.ContainsAny(words[0], "0123456789") {
		return false
	}
	s.file.Faults.Notef(s.At(r, 0), "", diag.Text{}, "the row is a total (%q); it is left out", source.Shorten(source.OneLine(words[0])))
	return true
}

// titleFromLanguage takes the title of the first language column if the
// default language has none.
func (s *Sheet) titleFromLanguage(e *event.Event) {
	for _, c := range s.columns {
		if t := e.Languages[c.language]; c.field == FieldTitle && t.Title != "" {
			e.Title = t.Title
			e.Pos["title"] = e.Pos["title:"+c.language]
			return
		}
	}
}

// field sets one field of the event from its cell. A field that two columns
// give keeps the first.
func (s *Sheet) field(e *event.Event, c column, text string, at diag.Pos) {
	name := string(c.field)
	if c.field == FieldExtra {
		name = c.extra
	}
	if _, given := e.Pos[name]; given && c.field != FieldImage {
		return
	}
	e.Pos[name] = at
	if c.field == FieldExtra {
		e.Pos[extraPrefix+name] = at // as templates call it
	}
	switch c.field {
	case FieldID:
		if e.ID = GivenID(text); e.ID == "" {
			s.file.Faults.Errorf(at, name, diag.T("use letters, digits and hyphens"), "the id %q holds no Latin letter and no digit", source.Shorten(text))
		}
	case FieldUID:
		e.UID = source.OneLine(text)
	case FieldTitle:
		e.Title = source.OneLine(text)
	case FieldSubtitle:
		e.Subtitle = source.OneLine(text)
	case FieldText:
		e.Description = source.Prose(text)
	case FieldVenue:
		e.Venue = source.OneLine(text)
	case FieldAddress:
		e.Address = source.OneLine(text)
	case FieldArea:
		e.Neighbourhood = source.OneLine(text)
	case FieldCategory:
		e.Category = source.OneLine(text)
	case FieldAccess:
		e.Access = source.OneLine(text)
	case FieldPrice:
		e.Price = source.OneLine(text)
		e.Free = e.Free || IsFree(e.Price)
		if IsBareNumber(e.Price) && !IsFree(e.Price) {
			s.file.Faults.Warnf(at, name, diag.T("write it as it should be read, as in %s €", e.Price), "the price %q has no currency", e.Price)
		}
	case FieldFree:
		switch yes, ok := yesNo(text); {
		case ok:
			e.Free = e.Free || yes
		case IsFree(source.OneLine(text)):
			e.Free = true
			e.Price = source.OneLine(text)
		default:
			s.file.Faults.Errorf(at, name, diag.T("write sì or no"), "%q says neither yes nor no", source.Shorten(text))
		}
	case FieldImage:
		e.Images = append(e.Images, s.images(text, at)...)
	case FieldURL:
		e.URL = s.file.WebAddress(at, source.OneLine(text))
	case FieldFacts:
		e.Facts = s.facts(text, at)
	case FieldItems:
		e.Items = items(text)
	case FieldStatus:
		e.Status = s.status(text, at)
	case FieldExtra:
		if e.Extra == nil {
			e.Extra = map[string]string{}
		}
		e.Extra[c.extra] = source.Prose(text)
	case FieldWhen, FieldStart, FieldEnd, FieldTime, FieldEndTime, FieldAllDay: // read together
	case FieldPrivate: // read before
	}
}

// translation sets a text in one language.
func (s *Sheet) translation(e *event.Event, c column, text string, at diag.Pos) {
	t := e.Languages[c.language]
	name := string(c.field)
	switch c.field {
	case FieldTitle:
		t.Title = source.OneLine(text)
	case FieldSubtitle:
		t.Subtitle = source.OneLine(text)
	case FieldText:
		t.Description = source.Prose(text)
	case FieldVenue:
		t.Venue = source.OneLine(text)
	case FieldCategory:
		t.Category = source.OneLine(text)
	case FieldPrice:
		t.Price = source.OneLine(text)
	case FieldAccess:
		t.Access = source.OneLine(text)
	case FieldFacts:
		t.Facts = s.facts(text, at)
	case FieldItems:
		t.Items = items(text)
	case FieldExtra:
		if t.Extra == nil {
			t.Extra = map[string]string{}
		}
		t.Extra[c.extra] = source.Prose(text)
		name = c.extra
	default: // readColumns refuses a language on any other field
		return
	}
	if e.Languages == nil {
		e.Languages = map[string]event.Text{}
	}
	e.Languages[c.language] = t
	e.Pos[name+":"+c.language] = at
}

// unclearFault reports a text that is no clear date.
func (s *Sheet) unclearFault(at diag.Pos, name, text string, err error) {
	hint := diag.T("write it as in 14/06/2025, and a time as in 18.30")
	if u, ok := errors.AsType[*dates.Unclear](err); ok && !u.Hint.IsZero() {
		hint = u.Hint
	}
	s.file.Faults.Errorf(at, name, hint, "%q cannot be read: %s", source.Shorten(source.OneLine(text)), err)
}
