package ingest

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// timeCells are the cells of a row that speak of time.
type timeCells struct {
	text map[field]string
	at   map[field]diag.Pos
}

// timeFields are the columns that speak of time.
var timeFields = []field{fieldWhen, fieldStart, fieldEnd, fieldTime, fieldEndTime}

// when reads the day and the time of a row from all columns that speak of them.
func (s *sheet) when(e *event.Event, r row) {
	cells := timeCells{map[field]string{}, map[field]diag.Pos{}}
	for _, c := range s.columns {
		if !slices.Contains(timeFields, c.field) {
			continue
		}
		if text := s.timeText(r, c); text != "" && cells.text[c.field] == "" {
			cells.text[c.field] = text
			cells.at[c.field] = s.cell(r, c.index)
		}
	}
	if len(cells.text) == 0 {
		return
	}
	for name, f := range map[string][]field{"start": {fieldWhen, fieldStart, fieldTime}, "end": {fieldEnd, fieldEndTime, fieldWhen}} {
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
func (s *sheet) statement(c timeCells, f field) (st statement, ok bool, err error) {
	text := c.text[f]
	if text == "" {
		return statement{}, false, nil
	}
	if slices.Contains(undecided, strings.ToLower(text)) {
		s.faults.Warnf(c.at[f], string(f), diag.T("fill it in before the event is announced"), "%q: the date or time is not decided yet", text)
		return statement{}, false, nil
	}
	if f != fieldTime && f != fieldEndTime {
		st, ok, err := stamped(text, s.opt.Zone)
		if err != nil {
			s.unclearFault(c.at[f], string(f), text, err)
			return statement{}, false, errSkip
		}
		if ok {
			return st, true, nil
		}
	}
	kind := wantDate
	if f == fieldTime || f == fieldEndTime {
		kind = wantTime
	}
	st, err = readStatement(text, kind)
	if err == nil && f == fieldWhen && st.open != "" {
		err = &unclear{"only the " + st.open + " day is given", diag.T("write the first and the last day, as in dal 3 al 5 maggio 2025")}
	}
	if err != nil {
		s.unclearFault(c.at[f], string(f), text, err)
		return statement{}, false, errSkip
	}
	return st, true, nil
}

// machineTime is a time as machines write it, with its distance from UTC:
// 2025-06-14T18:30:00+02:00, 2025-06-14 18:30:00.123+02, 20250614T163000Z.
var machineTime = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})([T ])(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)? ?(?:(Z|UTC|GMT)|([+\-−])(\d{2})(?::?(\d{2}))?)$`)

// stamped reads a time that carries its own zone as a day and a time in zone.
// The error is an *unclear: behind a space, "18:30:00-08" may be a time eight
// hours west, or one that ends at 8.
func stamped(text string, zone *time.Location) (st statement, ok bool, err error) {
	m := machineTime.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return statement{}, false, nil
	}
	zulu, sign, hours, minutes := m[8] != "", m[9], m[10], m[11]
	minus := sign != "" && sign != "+"
	if minus && m[4] == " " && (m[7] == "" || hours > "14") {
		return statement{}, false, nil // 18:30-20, from a time to a time
	}
	if minus && m[4] == " " {
		return statement{}, false, &unclear{"what stands behind the time may be its end, or its distance from UTC", diag.T("write the time in the zone of the city, as in 14/06/2025 18.30")}
	}
	offset := "Z"
	if !zulu {
		if minus {
			sign = "-"
		}
		offset = sign + hours + ":" + (minutes + "00")[:2]
	}
	t, err := time.Parse(time.RFC3339, m[1]+"-"+m[2]+"-"+m[3]+"T"+m[5]+":"+m[6]+":"+(m[7] + "00")[:2]+offset)
	if err != nil || !plausible(t) {
		return statement{}, false, nil //nolint:nilerr // no time; what it is instead is found out elsewhere
	}
	t = t.In(zone)
	return statement{
		days:     []civil{{t.Year(), int(t.Month()), t.Day()}},
		weekdays: [2]int{-1, -1},
		times:    []clock{{t.Hour(), t.Minute()}},
	}, true, nil
}

// readWhen joins the cells to a beginning and an end. The error says only that
// a message was given.
func (s *sheet) readWhen(c timeCells) (event.When, error) {
	var none event.When
	bad := false
	get := func(f field) (statement, bool) {
		st, ok, err := s.statement(c, f)
		bad = bad || err != nil || (c.text[f] != "" && !ok)
		return st, ok
	}
	main, mainAt := statement{weekdays: [2]int{-1, -1}}, fieldWhen
	st, ok := get(fieldWhen)
	if ok {
		main = st
	}
	start, hasStart := get(fieldStart)
	end, hasEnd := get(fieldEnd)
	clockCell, hasClock := get(fieldTime)
	endClock, hasEndClock := get(fieldEndTime)
	if bad {
		return none, errSkip
	}
	if hasStart && len(main.days) == 0 {
		start.times = append(start.times, main.times...)
		main, mainAt = start, fieldStart
	}
	if hasEnd {
		if err := s.addEnd(&main, end, c); err != nil {
			return none, err
		}
	}
	if hasClock {
		if len(clockCell.days) > 0 {
			s.faults.Errorf(c.at[fieldTime], "time", diag.T("write the date in the date's column"), "the time column holds a date")
			return none, errSkip
		}
		main.allDay = main.allDay || clockCell.allDay
		switch {
		case len(main.times) == 0:
			main.times = clockCell.times
		case len(clockCell.times) > 0 && main.times[0] != clockCell.times[0]:
			s.faults.Errorf(c.at[fieldTime], "time", diag.T("write the time once"), "the time differs from the one beside the date")
			return none, errSkip
		}
	}
	if hasEndClock && len(endClock.times) > 0 {
		if len(main.times) == 0 {
			s.faults.Errorf(c.at[fieldEndTime], "end_time", diag.T("add the time at which it starts"), "the row has an end time and no start time")
			return none, errSkip
		}
		main.times = append(main.times[:1:1], endClock.times[0])
	}
	if len(main.days) == 0 {
		at := c.at[mainAt]
		for _, f := range []field{fieldTime, fieldEnd, fieldEndTime} {
			if at.File == "" {
				at = c.at[f]
			}
		}
		s.faults.Errorf(at, "start", diag.T("add the day, as in 14/06/2025"), "the row has a time or an end, and no day")
		return none, errSkip
	}
	guessed, err := main.settle(s.opt.Now)
	if err != nil {
		s.unclearFault(c.at[mainAt], string(mainAt), c.text[mainAt], err)
		return none, errSkip
	}
	if guessed {
		s.faults.Notef(c.at[mainAt], string(mainAt), diag.T("write the year"), "the date has no year; it is read as %d", main.days[0].y)
	}
	return s.resolve(main, c.at[mainAt], string(mainAt))
}

// addEnd adds what the end's own column says.
func (s *sheet) addEnd(main *statement, end statement, c timeCells) error {
	if len(end.days) > 1 || len(main.days) > 1 {
		s.faults.Errorf(c.at[fieldEnd], "end", diag.T("write one day in each of the two columns"), "the end's column, or the start's, holds two days")
		return errSkip
	}
	if len(end.days) == 1 {
		if len(main.days) == 0 {
			s.faults.Errorf(c.at[fieldEnd], "end", diag.T("add the day on which it starts"), "the row has an end and no start")
			return errSkip
		}
		main.weekdays[1] = end.weekdays[0]
		main.days = append(main.days, end.days[0])
		if err := main.complete(); err != nil {
			s.unclearFault(c.at[fieldEnd], "end", c.text[fieldEnd], err)
			return errSkip
		}
	}
	if len(end.times) > 0 {
		if len(main.times) == 0 && c.text[fieldTime] == "" {
			s.faults.Errorf(c.at[fieldEnd], "end", diag.T("add the time at which it starts"), "the row has an end time and no start time")
			return errSkip
		}
		if len(main.times) > 0 {
			main.times = append(main.times[:1:1], end.times[0])
		}
	}
	return nil
}

// resolve makes instants of a complete statement.
func (s *sheet) resolve(st statement, at diag.Pos, name string) (event.When, error) {
	first := st.days[0]
	last := st.days[len(st.days)-1]
	day := func(c civil) time.Time {
		return time.Date(c.y, time.Month(c.m), c.d, 0, 0, 0, 0, s.opt.Zone)
	}
	if len(st.times) == 0 || st.allDay {
		return event.When{Start: day(first), End: day(last), AllDay: true}, nil
	}
	moment := func(c civil, t clock) time.Time {
		return time.Date(c.y, time.Month(c.m), c.d, t.h, t.m, 0, 0, s.opt.Zone)
	}
	w := event.When{Start: moment(first, st.times[0])}
	if st.times[0].h == 24 {
		s.faults.Errorf(at, name, diag.T("write 0.00 and the day that begins then"), "an event cannot start at 24.00")
		return event.When{}, errSkip
	}
	if w.Start.Hour() != st.times[0].h || w.Start.Minute() != st.times[0].m {
		s.faults.Errorf(at, name, diag.T("correct the time"), "the clocks go forward that night, and %02d.%02d does not exist", st.times[0].h, st.times[0].m)
		return event.When{}, errSkip
	}
	if earlier := w.Start.Add(-time.Hour); earlier.Hour() == w.Start.Hour() {
		w.Start = earlier // which of the two time.Date returns is not defined
	}
	if later := w.Start.Add(time.Hour); later.Hour() == w.Start.Hour() {
		s.faults.Notef(at, name, diag.T("say whether the earlier or the later is meant, if it matters"), "the clocks go back that night, and %02d.%02d comes twice; the earlier is read", st.times[0].h, st.times[0].m)
	}
	switch {
	case len(st.times) == 2:
		w.End = moment(last, st.times[1])
		if !w.End.After(w.Start) && len(st.days) == 1 {
			w.End = moment(civil{last.y, last.m, last.d + 1}, st.times[1]) // ends after midnight
		}
		if !w.End.After(w.Start) {
			s.faults.Errorf(at, name, diag.T("exchange or correct the two"), "the event ends before it starts")
			return event.When{}, errSkip
		}
	case len(st.days) == 2:
		w.End = day(civil{last.y, last.m, last.d + 1}) // the whole last day
	}
	return w, nil
}
