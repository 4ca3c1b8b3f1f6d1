package record

import (
	"regexp"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// section is what a heading between the rows says about those below it.
type section struct {
	when  string // a day: "Sabato 14 giugno"
	month string // a month, perhaps with its year: "LUGLIO 2027"
	venue string
	at    diag.Pos
}

// place starts a heading that is the name of a place.
var place = regexp.MustCompile(`(?i)^(teatro|piazza|piazzale|piazzetta|museo|palazzo|biblioteca|parco|giardini?|villa|castello|chiesa|duomo|basilica|auditorium|sala|centro|cortile|chiostro|rocca|arena|stadio|palestra|lungomare|theat(er|re)|museum|library|park|hall|square|bibliothek|rathaus|stadthalle|platz|kirche|schloss|musée|bibliothèque|parc|place|église|château|teatro|plaza|parque|iglesia|castillo|biblioteca)\b[^.!?;:]*$`)

// minSectioned is how many known columns a table has in which a row of one filled
// cell is a heading.
const minSectioned = 3

// heading reads a row that holds one cell as the heading of the rows below it, where
// tables have such: their day, their month or their place, or nothing that is read.
// It is false for a row of an event.
func (s *Sheet) heading(r Row) bool {
	if r.At != nil || len(s.columns) < 2 {
		return false
	}
	index, filled := -1, 0
	for i, cell := range r.Cells {
		switch {
		case strings.TrimSpace(cell) == "":
			continue
		case index < 0:
			index = i
		case cell != r.Cells[index]:
			return false
		}
		filled++
	}
	if filled == 0 {
		return false
	}
	text := source.OneLine(r.Cells[index])
	next := section{at: s.At(r, index)}
	st, err := dates.ReadOrdered(text, dates.Date, dates.DayFirst)
	switch {
	case filled > 1 && filled < len(s.columns):
		return false
	case err == nil && st.Month && len(st.Times) == 0:
		next.month = text
	case err == nil && len(st.Days) == 1 && len(st.Also) == 0 && len(st.Every) == 0 && len(st.Times) == 0 && st.Open == "":
		if c := s.at(index); c != nil && (c.field == FieldWhen || c.field == FieldStart) && filled == 1 {
			return false // the day of a row whose title is missing
		}
		next.when = text
	case len(s.columns) < minSectioned:
		return false
	case place.MatchString(text) && !s.Has(FieldVenue) && s.fuller:
		next.venue = text
	case s.isTotal(r):
		return true
	default:
		if index > 0 || !s.fuller || (!s.Has(FieldWhen) && !s.Has(FieldStart)) {
			return false
		}
		s.file.Faults.Warnf(next.at, "", diag.T("fill in the other cells if it is an event"), "the row holds one cell (%q); it is taken for a heading and left out", source.Shorten(text))
		return true
	}
	s.section = next
	s.file.Faults.Notef(next.at, "", diag.T("give each row a column for it if it is not so"), "the heading %q counts for the rows below it", source.Shorten(text))
	return true
}

// at returns the column at an index; nil where there is none.
func (s *Sheet) at(index int) *column {
	for i := range s.columns {
		if s.columns[i].index == index {
			return &s.columns[i]
		}
	}
	return nil
}

var bareDay = regexp.MustCompile(`^\D{0,15}\d{1,2}$`)

// fromSection completes the cells of a row that speak of time by the heading above.
func (s *Sheet) fromSection(c *timeCells) {
	day := FieldWhen
	if c.text[FieldWhen] == "" && c.text[FieldStart] != "" {
		day = FieldStart
	}
	switch text := c.text[day]; {
	case text == "" && s.section.when != "":
		c.text[day], c.at[day] = s.section.when, s.section.at
	case s.section.month != "" && bareDay.MatchString(text):
		c.text[day] = text + " " + s.section.month
	}
}
