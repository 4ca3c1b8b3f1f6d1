package record

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// figures finds a date of figures whose day and month may stand in either order.
// Behind full stops the day is always first.
var figures = regexp.MustCompile(`(?:^|[^\d/.\-])(\d{1,2})[/\-](\d{1,2})[/\-](?:\d{4}|\d{2})(?:$|[^\d/\-])`)

// yearless finds such a date without its year.
var yearless = regexp.MustCompile(`(?:^|[^\d/.\-])(\d{1,2})/(\d{1,2})(?:$|[,;)]|\s+(?:ore?|h|alle|dalle|at|um|à|\d{1,2}[.:])\b)`)

var halfOfDay = regexp.MustCompile(`(?i)\d\s?[ap]\.?m\b`)

// evidence is what the dates of a column say about their order.
type evidence struct {
	dayFirst, monthFirst, either *proof
}

// proof is a date that fits one order only, or, in either, both.
type proof struct {
	at   diag.Pos
	row  int
	text string
}

// Learn looks through the rows of a table, before they are read, for the order of
// day and month in each column: one date that fits one order only decides. Columns
// without such a date follow those that have one, and then the program that wrote
// the table, or the channel's language.
func (s *Sheet) Learn(rows []Row) {
	found := make([]evidence, len(s.columns))
	clock12 := false
	for _, r := range rows {
		if s.fuller = s.fuller || len(r.Filled()) > 1; s.fuller {
			break
		}
	}
	for i, c := range s.columns {
		for _, r := range rows {
			switch c.field {
			case FieldWhen, FieldStart, FieldEnd:
				if c.index < len(r.Cells) && strings.ContainsAny(r.Cells[c.index], "/-") {
					found[i].add(s.timeText(r, c), s.At(r, c.index), r.Number)
				}
				fallthrough
			case FieldTime, FieldEndTime:
				clock12 = clock12 || (c.index < len(r.Cells) && halfOfDay.MatchString(r.Cells[c.index]))
			default:
			}
		}
	}
	day, month := false, false
	for _, e := range found {
		day, month = day || (e.dayFirst != nil && e.monthFirst == nil), month || (e.monthFirst != nil && e.dayFirst == nil)
	}
	told := false
	for i := range s.columns {
		c, e := &s.columns[i], found[i]
		switch {
		case e.dayFirst != nil && e.monthFirst != nil:
			c.order = dates.NoOrder
			second := e.monthFirst
			if e.dayFirst.row > second.row {
				second = e.dayFirst
			}
			s.file.Faults.Errorf(second.at, string(c.field), diag.T("write all dates of the column in one order, or the months as words"),
				"in the column %q the dates have the day first in cell %s (%s) and the month first in cell %s (%s)",
				c.header, e.dayFirst.at.Cell, e.dayFirst.text, e.monthFirst.at.Cell, e.monthFirst.text)
		case e.monthFirst != nil, e.dayFirst == nil && month && !day:
			c.order = dates.MonthFirst
			if e.monthFirst != nil && !told {
				told = true
				s.file.Faults.Notef(e.monthFirst.at, string(c.field), diag.T("write the months as words if it is not so"), "the dates of the column %q have the month first, as %s shows", c.header, e.monthFirst.text)
			}
		case e.dayFirst != nil || e.either == nil || (day && !month):
		case s.program == googleCalendar:
			c.order = dates.MonthFirst
			if !told {
				s.file.Faults.Notef(e.either.at, string(c.field), diag.T("write the months as words if it is not so"), "the table is in the form of Google Calendar, whose dates have the month first (%s)", e.either.text)
			}
			told = true
		default:
			if s.file.Language == "en-US" {
				c.order = dates.MonthFirst
			}
			s.unproven(c, e.either, clock12 && c.order == dates.DayFirst, &told)
		}
	}
}

// unproven says which order was taken where no date shows it. Times of twelve hours
// beside days that come first are a doubt.
func (s *Sheet) unproven(c *column, p *proof, doubt bool, told *bool) {
	if *told {
		return
	}
	*told = true
	switch {
	case doubt:
		s.file.Faults.Warnf(p.at, string(c.field), diag.T("write the months as words, or say in the table which is which by a date such as 30/06"),
			"the times are written with AM and PM, as where dates have the month first, but no date shows it: %s is read with the day first", p.text)
	case c.order == dates.MonthFirst:
		s.file.Faults.Notef(p.at, string(c.field), diag.T("write the months as words if it is not so"), "no date shows whether day or month comes first: %s is read with the month first", p.text)
	default:
		s.file.Faults.Notef(p.at, string(c.field), diag.T("write the months as words if it is not so"), "no date shows whether day or month comes first: %s is read with the day first", p.text)
	}
}

// add takes the dates of a cell into account.
func (e *evidence) add(text string, at diag.Pos, row int) {
	if !strings.ContainsAny(text, "/-") {
		return
	}
	m := figures.FindStringSubmatch(text)
	if m == nil {
		if m = yearless.FindStringSubmatch(text); m == nil {
			return
		}
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	p := &proof{at, row, source.Shorten(source.OneLine(text))}
	switch {
	case a > 12 && a <= 31 && b <= 12 && e.dayFirst == nil:
		e.dayFirst = p
	case b > 12 && b <= 31 && a <= 12 && e.monthFirst == nil:
		e.monthFirst = p
	case a <= 12 && b <= 12 && a != b && e.either == nil:
		e.either = p
	}
}
