package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

const nameColumns = "name the columns in the first row, for example: titolo; data; ora; luogo; indirizzo; prezzo; immagine"

// readSheet finds the header among rows and reads an event of every row below it.
func readSheet(f *file, name string, epoch float64, rows []row) []*event.Event {
	s := &sheet{file: f, name: name, epoch: epoch}
	header, known := f.findHeader(rows)
	if header < 0 {
		f.faults.Errorf(f.at(1), "", diag.T(nameColumns), "no row with column names was found")
		return nil
	}
	s.readColumns(rows[header])
	if s.find(fieldTitle) == nil {
		f.faults.Errorf(s.cell(rows[header], 0), "title", diag.T(`name the column that holds the title "titolo" or "title"`),
			"none of the %d known columns is the title", known)
		return nil
	}
	var out []*event.Event
	for _, r := range rows[header+1:] {
		if len(filled(r.cells)) == 0 {
			continue
		}
		if len(out) == MaxRows {
			f.faults.Errorf(s.cell(r, 0), "", diag.T("split the table"), "the table has more than %d rows; the rest is left out", MaxRows)
			break
		}
		if e := s.event(r, len(rows[header].cells)); e != nil {
			out = append(out, e)
		}
	}
	if len(out) == 0 && !f.faults.HasErrors() {
		f.faults.Errorf(s.cell(rows[header], 0), "", diag.T("write an event in the row below"), "the table has column names and no events")
	}
	return out
}

// find returns the first column of a field, in whatever language.
func (s *sheet) find(want field) *column {
	for i := range s.columns {
		if c := &s.columns[i]; c.field == want {
			return c
		}
	}
	return nil
}

// cell returns the position of a cell.
func (s *sheet) cell(r row, index int) diag.Pos {
	if r.at != nil {
		return r.at[index]
	}
	p := diag.Pos{File: s.file.name, Line: r.line, Sheet: s.name, Cell: cellName(index, r.number)}
	if index < len(r.lines) {
		p.Line = r.lines[index]
	}
	return p
}

// rowAt returns the position of a row.
func (s *sheet) rowAt(r row) diag.Pos {
	if r.at != nil {
		return r.whole
	}
	return s.cell(r, 0)
}

// value returns a cell's text, "" if the row is shorter or the cell says
// nothing in its own way (-, n.d., None).
func (s *sheet) value(r row, index int) string {
	if index >= len(r.cells) || absent(r.cells[index]) {
		return ""
	}
	return r.cells[index]
}

// event reads a row; nil for a row that repeats the header.
func (s *sheet) event(r row, width int) *event.Event {
	e := &event.Event{Row: r.number, Status: event.Scheduled, Pos: map[string]diag.Pos{"": s.rowAt(r)}}
	if r.at == nil && (s.repeatsHeader(r) || s.isTotal(r)) {
		return nil
	}
	for i := width; i < len(r.cells); i++ {
		if strings.TrimSpace(r.cells[i]) != "" {
			s.faults.Errorf(s.cell(r, i), "", diag.T("put a text that holds the separator in quotes"), "the row has more cells than there are columns")
			break
		}
	}
	for _, c := range s.columns {
		text := s.value(r, c.index)
		if text == "" {
			continue
		}
		if c.field == fieldPrice && c.index < len(r.stored) {
			text = s.localAmount(text, r.stored[c.index])
		}
		at := s.cell(r, c.index)
		if n := utf8.RuneCountInString(text); n > MaxCell {
			s.faults.Errorf(at, string(c.field), diag.T("shorten it"), "the cell has %d characters, more than %d", n, MaxCell)
			continue
		}
		if c.language != "" {
			s.translation(e, c, text, at)
			continue
		}
		s.field(e, c, text, at)
	}
	s.when(e, r)
	if e.Title == "" {
		s.titleFromLanguage(e)
	}
	if e.Title == "" {
		at := e.At("")
		if c := s.find(fieldTitle); c != nil && r.at == nil {
			at = s.cell(r, c.index)
		}
		e.Pos["title"] = at
		s.faults.Errorf(at, "title", diag.T("write one, or empty the row"), "the row has no title")
	}
	return e
}

// shownAmount is a number as the library shows it, with a point for decimals.
var shownAmount = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// localAmount writes what a workbook shows for a number with the signs of the
// channel's language, as a spreadsheet program there does: 1.250,00 €.
func (s *sheet) localAmount(shown, stored string) string {
	if _, err := strconv.ParseFloat(stored, 64); err != nil || sameLanguage(s.opt.Language, "en") {
		return shown
	}
	return shownAmount.ReplaceAllStringFunc(shown, strings.NewReplacer(",", ".", ".", ",").Replace)
}

// repeatsHeader reports whether a row holds the column names again, as tables
// do that were glued together.
func (s *sheet) repeatsHeader(r row) bool {
	same := 0
	for _, c := range s.columns {
		if text := s.value(r, c.index); text != "" {
			if oneLine(text) != c.header {
				return false
			}
			same++
		}
	}
	return same > 1
}

// isTotal reports whether a row only counts the rows above it, and says so.
func (s *sheet) isTotal(r row) bool {
	words := filled(r.cells)
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	first, _, _ := strings.Cut(plain(words[0]), " ")
	switch first {
	case "totale", "totali", "total", "totaux", "summe", "gesamt", "insgesamt":
	default:
		return false
	}
	if len(words) == 1 && !strings.ContainsAny(words[0], "0123456789") {
		return false
	}
	s.faults.Notef(s.cell(r, 0), "", diag.Text{}, "the row is a total (%q); it is left out", shorten(oneLine(words[0])))
	return true
}

// titleFromLanguage takes the title of the first language column if the
// default language has none.
func (s *sheet) titleFromLanguage(e *event.Event) {
	for _, c := range s.columns {
		if t := e.Languages[c.language]; c.field == fieldTitle && t.Title != "" {
			e.Title = t.Title
			e.Pos["title"] = e.Pos["title:"+c.language]
			return
		}
	}
}

// field sets one field of the event from its cell. A field that two columns
// give keeps the first.
func (s *sheet) field(e *event.Event, c column, text string, at diag.Pos) {
	name := string(c.field)
	if c.field == fieldExtra {
		name = c.extra
	}
	if _, given := e.Pos[name]; given && c.field != fieldImage {
		return
	}
	e.Pos[name] = at
	if c.field == fieldExtra {
		e.Pos[extraPrefix+name] = at // as templates call it
	}
	switch c.field {
	case fieldID:
		if e.ID = givenID(text); e.ID == "" {
			s.faults.Errorf(at, name, diag.T("use letters, digits and hyphens"), "the id %q holds no Latin letter and no digit", shorten(text))
		}
	case fieldUID:
		e.UID = oneLine(text)
	case fieldTitle:
		e.Title = oneLine(text)
	case fieldSubtitle:
		e.Subtitle = oneLine(text)
	case fieldText:
		e.Description = prose(text)
	case fieldVenue:
		e.Venue = oneLine(text)
	case fieldAddress:
		e.Address = oneLine(text)
	case fieldArea:
		e.Neighbourhood = oneLine(text)
	case fieldCategory:
		e.Category = oneLine(text)
	case fieldAccess:
		e.Access = oneLine(text)
	case fieldPrice:
		e.Price = oneLine(text)
		e.Free = e.Free || isFree(e.Price)
		if bareNumber(e.Price) && !isFree(e.Price) {
			s.faults.Warnf(at, name, diag.T("write it as it should be read, as in %s €", e.Price), "the price %q has no currency", e.Price)
		}
	case fieldFree:
		switch yes, ok := yesNo(text); {
		case ok:
			e.Free = e.Free || yes
		case isFree(oneLine(text)):
			e.Free = true
			e.Price = oneLine(text)
		default:
			s.faults.Errorf(at, name, diag.T("write sì or no"), "%q says neither yes nor no", shorten(text))
		}
	case fieldImage:
		e.Images = append(e.Images, s.images(text, at)...)
	case fieldURL:
		e.URL = checkURL(s.file, at, oneLine(text))
	case fieldFacts:
		e.Facts = s.facts(text, at)
	case fieldItems:
		e.Items = items(text)
	case fieldStatus:
		e.Status = s.status(text, at)
	case fieldExtra:
		if e.Extra == nil {
			e.Extra = map[string]string{}
		}
		e.Extra[c.extra] = prose(text)
	case fieldWhen, fieldStart, fieldEnd, fieldTime, fieldEndTime: // read together
	}
}

// translation sets a text in one language.
func (s *sheet) translation(e *event.Event, c column, text string, at diag.Pos) {
	t := e.Languages[c.language]
	name := string(c.field)
	switch c.field {
	case fieldTitle:
		t.Title = oneLine(text)
	case fieldSubtitle:
		t.Subtitle = oneLine(text)
	case fieldText:
		t.Description = prose(text)
	case fieldVenue:
		t.Venue = oneLine(text)
	case fieldCategory:
		t.Category = oneLine(text)
	case fieldPrice:
		t.Price = oneLine(text)
	case fieldAccess:
		t.Access = oneLine(text)
	case fieldFacts:
		t.Facts = s.facts(text, at)
	case fieldItems:
		t.Items = items(text)
	case fieldExtra:
		if t.Extra == nil {
			t.Extra = map[string]string{}
		}
		t.Extra[c.extra] = prose(text)
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
func (s *sheet) unclearFault(at diag.Pos, name, text string, err error) {
	hint := diag.T("write it as in 14/06/2025, and a time as in 18.30")
	reason := err.Error()
	if u, ok := err.(*unclear); ok && !u.hint.IsZero() { //nolint:errorlint // readStatement returns it bare
		hint = u.hint
	}
	s.faults.Errorf(at, name, hint, "%q cannot be read: %s", shorten(oneLine(text)), fmt.Sprint(reason))
}
