package record

import (
	"errors"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// timeCells are the cells of a row that speak of time.
type timeCells struct {
	text map[Field]string
	at   map[Field]diag.Pos
}

// timeFields are the columns that speak of time.
var timeFields = []Field{FieldWhen, FieldStart, FieldEnd, FieldTime, FieldEndTime}

// when reads the day and the time of a row from all columns that speak of them.
func (s *Sheet) when(e *event.Event, r Row) {
	cells := timeCells{map[Field]string{}, map[Field]diag.Pos{}}
	for _, c := range s.columns {
		if !slices.Contains(timeFields, c.field) {
			continue
		}
		if text := s.timeText(r, c); text != "" && cells.text[c.field] == "" {
			cells.text[c.field] = text
			cells.at[c.field] = s.At(r, c.index)
		}
	}
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
	st, err = dates.Read(text, kind)
	if err == nil && f == FieldWhen && st.Open != "" {
		err = &dates.Unclear{Text: diag.T("only the %s day is given", diag.Word(st.Open)), Hint: diag.T("write the first and the last day, as in dal 3 al 5 maggio 2025")}
	}
	if err != nil {
		s.unclearFault(c.at[f], string(f), text, err)
		return dates.Statement{}, false, source.ErrReported
	}
	return st, true, nil
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
			main.Times = clockCell.Times
		case len(clockCell.Times) > 0 && main.Times[0] != clockCell.Times[0]:
			s.file.Faults.Errorf(c.at[FieldTime], "time", diag.T("write the time once"), "the time differs from the one beside the date")
			return none, source.ErrReported
		}
	}
	if hasEndClock && len(endClock.Times) > 0 {
		if len(main.Times) == 0 {
			s.file.Faults.Errorf(c.at[FieldEndTime], "end_time", diag.T("add the time at which it starts"), "the row has an end time and no start time")
			return none, source.ErrReported
		}
		main.Times = append(main.Times[:1:1], endClock.Times[0])
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

// addEnd adds what the end's own column says.
func (s *Sheet) addEnd(main *dates.Statement, end dates.Statement, c timeCells) error {
	if len(end.Days) > 1 || len(main.Days) > 1 {
		s.file.Faults.Errorf(c.at[FieldEnd], "end", diag.T("write one day in each of the two columns"), "the end's column, or the start's, holds two days")
		return source.ErrReported
	}
	if len(end.Days) == 1 {
		if len(main.Days) == 0 {
			s.file.Faults.Errorf(c.at[FieldEnd], "end", diag.T("add the day on which it starts"), "the row has an end and no start")
			return source.ErrReported
		}
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
