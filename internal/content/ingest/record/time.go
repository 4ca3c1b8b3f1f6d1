package record

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// timeCells are the cells of a row that speak of time.
type timeCells struct {
	text   map[Field]string
	at     map[Field]diag.Pos
	order  map[Field]dates.Order
	allDay bool // a column of its own says so
}

// timeFields are the columns that speak of time.
var timeFields = []Field{FieldWhen, FieldStart, FieldEnd, FieldTime, FieldEndTime}

// spreadsheetError is what a spreadsheet shows where a formula fails.
var spreadsheetError = regexp.MustCompile(`^#(REF|VALUE|N/A|N/D|NAME|DIV/0|NUM|NULL|RIF|VALORE|NOME|NV|WERT|BEZUG|VALEUR|NOM|VALOR)[!?]?$`)

// when reads the day and the time of a row from all columns that speak of them.
func (s *Sheet) when(e *event.Event, r Row) {
	cells := timeCells{text: map[Field]string{}, at: map[Field]diag.Pos{}, order: map[Field]dates.Order{}}
	for _, c := range s.columns {
		if c.field == FieldAllDay {
			yes, _ := yesNo(s.value(r, c.index))
			cells.allDay = cells.allDay || yes
		}
		if !slices.Contains(timeFields, c.field) {
			continue
		}
		if c.index < len(r.Cells) && spreadsheetError.MatchString(strings.TrimSpace(r.Cells[c.index])) {
			s.file.Faults.Warnf(s.At(r, c.index), string(c.field), diag.T("mend the formula, or write the date"), "the cell holds the error %s of the spreadsheet instead of a date or time", strings.TrimSpace(r.Cells[c.index]))
			continue
		}
		if text := s.timeText(r, c); text != "" && cells.text[c.field] == "" {
			cells.text[c.field] = text
			cells.at[c.field] = s.At(r, c.index)
			cells.order[c.field] = c.order
		}
	}
	s.fromSection(&cells)
	s.fillDown(&cells, r)
	if len(cells.text) == 0 {
		return
	}
	for name, f := range map[string][]Field{"start": {FieldWhen, FieldStart, FieldTime}, "end": {FieldEnd, FieldEndTime, FieldWhen}} {
		for _, f := range f {
			if at, ok := cells.at[f]; ok {
				e.Pos[name] = at
				break
			}
		}
	}
	w, err := s.readWhen(cells)
	if err == nil {
		e.When = w
	}
}

// fillDown gives a row whose cell of the day is empty the day of the row above,
// where the channel wants it so; else such rows are named once.
func (s *Sheet) fillDown(c *timeCells, r Row) {
	if r.At != nil || (!s.Has(FieldWhen) && !s.Has(FieldStart)) {
		return
	}
	if c.text[FieldWhen] != "" || c.text[FieldStart] != "" || c.text[FieldEnd] != "" {
		s.lastDay = *c
		return
	}
	if len(s.lastDay.text) == 0 || len(r.Filled()) < 2 {
		return
	}
	if !s.file.FillDown {
		if len(s.undated) == 0 {
			s.undatedAt = s.rowAt(r)
		}
		if len(s.undated) < maxCalled {
			s.undated = append(s.undated, strconv.Itoa(r.Number))
		}
		return
	}
	for _, f := range []Field{FieldWhen, FieldStart, FieldEnd} {
		if text := s.lastDay.text[f]; text != "" {
			c.text[f], c.at[f], c.order[f] = text, s.lastDay.at[f], s.lastDay.order[f]
		}
	}
}

// statement reads one cell; ok is false when it is empty, undecided or faulty.
// The last two have been reported.
func (s *Sheet) statement(c timeCells, f Field) (st dates.Statement, ok bool, err error) {
	text := c.text[f]
	if text == "" {
		return dates.Statement{}, false, nil
	}
	if dates.Undecided(text) {
		s.file.Faults.Warnf(c.at[f], string(f), diag.T("fill it in before the event is announced"), "%q: the date or time is not decided yet", text)
		return dates.Statement{}, false, nil
	}
	if f != FieldTime && f != FieldEndTime {
		st, ok, err := dates.Stamp(text, s.file.Zone)
		if err != nil {
			s.unclearFault(c.at[f], string(f), text, err)
			return dates.Statement{}, false, source.ErrReported
		}
		if ok {
			return st, true, nil
		}
	}
	kind := dates.Date
	if f == FieldTime || f == FieldEndTime {
		kind = dates.TimeOfDay
	}
	st, err = dates.ReadOrdered(text, kind, c.order[f])
	switch {
	case err != nil:
	case (f == FieldWhen || f == FieldStart) && st.Open == "last" && len(st.Every) == 0:
		err = &dates.Unclear{Text: diag.T("only the last day is given"), Hint: diag.T("write the first and the last day, as in dal 3 al 5 maggio 2025")}
	case f == FieldEnd && st.Open == "first":
		err = &dates.Unclear{Text: diag.T("only the first day is given"), Hint: diag.T("write the first and the last day, as in dal 3 al 5 maggio 2025")}
	}
	if err != nil {
		s.unclearFault(c.at[f], string(f), text, err)
		return dates.Statement{}, false, source.ErrReported
	}
	return st, s.remarks(&st, c.at[f], f, text), nil
}

// remarks tells what a statement says beside days and times, and what of it is not
// read; it is false when nothing is left.
func (s *Sheet) remarks(st *dates.Statement, at diag.Pos, f Field, text string) bool {
	quoted := source.Shorten(source.OneLine(text))
	if st.Month && len(st.Every) == 0 {
		s.file.Faults.Warnf(at, string(f), diag.T("write the day, as in 14/06/2025"), "%q names a month and no day; the event is read without a date", quoted)
		return false
	}
	if f == FieldWhen && st.Open == "first" {
		s.file.Faults.Warnf(at, string(f), diag.T("write the first and the last day, as in dal 3 al 5 maggio 2025"), "%q gives the first day only; the event is shown on that day alone", quoted)
	}
	if st.EndOnly && f != FieldEnd && f != FieldEndTime {
		s.file.Faults.Warnf(at, string(f), diag.T("write the time at which it starts, too"), "%q gives the time of the end only; it is left out", quoted)
		st.Times, st.Slots = nil, nil
	}
	if st.Doors != "" {
		s.file.Faults.Notef(at, string(f), diag.T("write it in the description"), "when the doors open is left out: %q", st.Doors)
	}
	if st.Vague != "" {
		s.file.Faults.Warnf(at, string(f), diag.T("write the hour, as in 18.30"), "%q is no time of day; it is left out", st.Vague)
	}
	if st.Endless {
		s.file.Faults.Notef(at, string(f), diag.T("write its last day"), "the series %q has no last day; a year of it is read", quoted)
	}
	return len(st.Days)+len(st.Times) > 0 || st.AllDay || f == FieldTime
}

// readWhen joins the cells to a beginning and an end. The error says only that
// a message was given.
func (s *Sheet) readWhen(c timeCells) (event.When, error) {
	var none event.When
	bad := false
	get := func(f Field) (dates.Statement, bool) {
		st, ok, err := s.statement(c, f)
		bad = bad || err != nil || (c.text[f] != "" && !ok)
		return st, ok
	}
	main, mainAt := dates.Nothing(), FieldWhen
	st, ok := get(FieldWhen)
	if ok {
		main = st
	}
	start, hasStart := get(FieldStart)
	end, hasEnd := get(FieldEnd)
	clockCell, hasClock := get(FieldTime)
	endClock, hasEndClock := get(FieldEndTime)
	if bad {
		return none, source.ErrReported
	}
	if hasStart && len(main.Days) == 0 {
		start.Times = append(start.Times, main.Times...)
		main, mainAt = start, FieldStart
	}
	if hasEnd {
		if err := s.addEnd(&main, end, c); err != nil {
			return none, err
		}
	}
	if hasClock {
		if len(clockCell.Days) > 0 {
			s.file.Faults.Errorf(c.at[FieldTime], "time", diag.T("write the date in the date's column"), "the time column holds a date")
			return none, source.ErrReported
		}
		main.AllDay = main.AllDay || clockCell.AllDay
		switch {
		case len(main.Times) == 0:
			main.Times, main.Slots = clockCell.Times, clockCell.Slots
		case len(clockCell.Times) > 0 && main.Times[0] != clockCell.Times[0]:
			s.file.Faults.Errorf(c.at[FieldTime], "time", diag.T("write the time once"), "the time differs from the one beside the date")
			return none, source.ErrReported
		}
	}
	switch {
	case hasEndClock && len(endClock.Times) > 0 && len(main.Slots) > 0:
		s.file.Faults.Errorf(c.at[FieldEndTime], "end_time", diag.T("write all times in one cell"), "the row has several times and an end time beside them")
		return none, source.ErrReported
	case hasEndClock && len(endClock.Times) > 0 && len(main.Times) == 0:
		s.file.Faults.Errorf(c.at[FieldEndTime], "end_time", diag.T("add the time at which it starts"), "the row has an end time and no start time")
		return none, source.ErrReported
	case hasEndClock && len(endClock.Times) > 0:
		main.Times = append(main.Times[:1:1], endClock.Times[0])
	case len(end.Times) > 0 && len(main.Times) == 1 && c.text[FieldEnd] != "":
		main.Times = append(main.Times[:1:1], end.Times[0]) // the start's time has a column of its own
	}
	if len(main.Days) == 0 {
		at := c.at[mainAt]
		for _, f := range []Field{FieldTime, FieldEnd, FieldEndTime} {
			if at.File == "" {
				at = c.at[f]
			}
		}
		s.file.Faults.Errorf(at, "start", diag.T("add the day, as in 14/06/2025"), "the row has a time or an end, and no day")
		return none, source.ErrReported
	}
	s.wholeDays(&main, c)
	guessed, err := main.Settle(s.file.Now)
	if err != nil {
		s.unclearFault(c.at[mainAt], string(mainAt), c.text[mainAt], err)
		return none, source.ErrReported
	}
	if guessed {
		s.file.Faults.Notef(c.at[mainAt], string(mainAt), diag.T("write the year"), "the date has no year; it is read as %d", main.Days[0].Year)
	}
	return s.resolve(main, c.at[mainAt], string(mainAt))
}

// The times that programs give to events that last whole days.
var (
	midnight     = dates.Clock{}
	lastMidnight = dates.Clock{Hour: 24}
	lastMinute   = dates.Clock{Hour: 23, Minute: 59}
)

// wholeDays takes the times away from an event that lasts whole days, as a column
// says or as times from midnight to the last minute of a day do. An end at midnight
// is the end of the day before.
func (s *Sheet) wholeDays(st *dates.Statement, c timeCells) {
	marked := c.allDay || st.AllDay
	if len(st.Times) == 2 && st.Times[0] == midnight && (st.Times[1] == lastMinute || st.Times[1] == lastMidnight) && !marked {
		marked = true
		at := c.at[FieldEndTime]
		for _, f := range []Field{FieldEnd, FieldTime, FieldWhen} {
			if at.File == "" {
				at = c.at[f]
			}
		}
		s.file.Faults.Notef(at, string(FieldAllDay), diag.T("write other times if it is not so"), "an event from midnight to midnight is read as one of the whole day")
	}
	if !marked {
		return
	}
	if len(st.Times) == 2 && st.Times[1] == midnight && len(st.Days) == 2 && st.Days[1] != st.Days[0] {
		d := st.Days[1]
		year := d.Year
		if year == 0 {
			year = 2025
		}
		t := time.Date(year, time.Month(d.Month), d.Day-1, 0, 0, 0, 0, time.UTC)
		st.Days[1].Month, st.Days[1].Day = int(t.Month()), t.Day()
		if d.Year > 0 {
			st.Days[1].Year = t.Year()
		}
		st.Weekdays[1] = -1
	}
	st.AllDay, st.Times, st.Slots = true, nil, nil
}

// addEnd adds what the end's own column says.
func (s *Sheet) addEnd(main *dates.Statement, end dates.Statement, c timeCells) error {
	if len(end.Days) > 1 || len(main.Days) > 1 || len(end.Also) > 0 || (len(main.Also) > 0 && len(end.Days) > 0) {
		s.file.Faults.Errorf(c.at[FieldEnd], "end", diag.T("write one day in each of the two columns"), "the end's column, or the start's, holds two days")
		return source.ErrReported
	}
	if len(end.Days) == 1 {
		if len(main.Days) == 0 {
			s.file.Faults.Errorf(c.at[FieldEnd], "end", diag.T("add the day on which it starts"), "the row has an end and no start")
			return source.ErrReported
		}
		main.Endless = false
		main.Weekdays[1] = end.Weekdays[0]
		main.Days = append(main.Days, end.Days[0])
		if err := main.Complete(); err != nil {
			s.unclearFault(c.at[FieldEnd], "end", c.text[FieldEnd], err)
			return source.ErrReported
		}
	}
	if len(end.Times) > 0 {
		if len(main.Times) == 0 && c.text[FieldTime] == "" {
			s.file.Faults.Errorf(c.at[FieldEnd], "end", diag.T("add the time at which it starts"), "the row has an end time and no start time")
			return source.ErrReported
		}
		if len(main.Times) > 0 {
			main.Times = append(main.Times[:1:1], end.Times[0])
		}
	}
	return nil
}

// resolve makes instants of a complete statement.
func (s *Sheet) resolve(st dates.Statement, at diag.Pos, name string) (event.When, error) {
	w, twice, err := st.When(s.file.Zone)
	if twice {
		s.file.Faults.Notef(at, name, diag.T("say whether the earlier or the later is meant, if it matters"), "the clocks go back that night, and %02d.%02d comes twice; the earlier is read", st.Times[0].Hour, st.Times[0].Minute)
	}
	if u, ok := errors.AsType[*dates.Unclear](err); ok {
		s.file.Faults.Add(diag.Message{Pos: at, Field: name, Severity: diag.Error, Text: u.Text, Hint: u.Hint})
		return event.When{}, source.ErrReported
	}
	return w, err
}
