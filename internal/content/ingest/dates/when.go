package dates

import (
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// Plausible bounds years, so that times can be written and compared.
func Plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

// When makes instants of a statement that has been settled, in zone. twice says
// that the clocks go back in the night of the start and its time comes twice;
// the earlier is taken. A statement without a day gives no instant. The error is
// an *Unclear.
func (st Statement) When(zone *time.Location) (w event.When, twice bool, err error) {
	if len(st.Days) == 0 {
		return w, false, nil
	}
	w.AllDay = len(st.Times) == 0 || st.AllDay
	if w.AllDay {
		st.Times, st.Slots = nil, nil
		for i := range st.Also {
			st.Also[i].Slots = nil
		}
	}
	var all []event.Slot
	add := func(days []Day, clocks []Clock) {
		s, again, fault := slotOf(days, clocks, zone)
		twice = twice || again
		if err == nil {
			err = fault
		}
		all = append(all, s)
	}
	general := append([][]Clock{st.Times}, st.Slots...)
	if len(st.Days) == 2 && len(st.Slots) > 0 {
		st = st.eachDay() // 3-5 maggio, dalle 10 alle 13 e dalle 15 alle 19
	}
	for _, clocks := range general {
		add(st.Days, clocks)
	}
	for _, o := range st.Also {
		own := o.Slots
		if len(own) == 0 {
			own = general
		}
		for _, clocks := range own {
			add([]Day{o.Day}, clocks)
		}
	}
	if err != nil {
		return event.When{}, twice, err
	}
	slices.SortStableFunc(all, func(a, b event.Slot) int { return a.Start.Compare(b.Start) })
	all = slices.CompactFunc(all, func(a, b event.Slot) bool { return a.Start.Equal(b.Start) && a.End.Equal(b.End) })
	w.Start, w.End, w.More = all[0].Start, all[0].End, all[1:]
	if len(w.More) == 0 {
		w.More = nil
	}
	return w, twice, nil
}

// eachDay makes separate days of a first and a last one.
func (st Statement) eachDay() Statement {
	first, last := st.Days[0], st.Days[1]
	st.Days, st.Also = st.Days[:1:1], nil
	for d := first; before(d, last) && len(st.Also) < MaxOccurrences; {
		t := time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC)
		d = Day{t.Year(), int(t.Month()), t.Day()}
		st.Also = append(st.Also, Occasion{Day: d, Weekday: -1})
	}
	return st
}

// slotOf makes instants of one day, or the first and last of several, and of a
// time, or a beginning and an end; without a time, of the days.
func slotOf(days []Day, clocks []Clock, zone *time.Location) (s event.Slot, twice bool, err error) {
	first, last := days[0], days[len(days)-1]
	day := func(d Day) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, zone)
	}
	if len(clocks) == 0 {
		return event.Slot{Start: day(first), End: day(last)}, false, nil
	}
	moment := func(d Day, c Clock) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, c.Hour, c.Minute, 0, 0, zone)
	}
	start := clocks[0]
	s.Start = moment(first, start)
	if start.Hour == 24 {
		return event.Slot{}, false, &Unclear{diag.T("an event cannot start at 24.00"), diag.T("write 0.00 and the day that begins then")}
	}
	if s.Start.Hour() != start.Hour || s.Start.Minute() != start.Minute {
		return event.Slot{}, false, &Unclear{diag.T("the clocks go forward that night, and %02d.%02d does not exist", start.Hour, start.Minute), diag.T("correct the time")}
	}
	if earlier := s.Start.Add(-time.Hour); earlier.Hour() == s.Start.Hour() {
		s.Start = earlier // which of the two time.Date returns is not defined
	}
	twice = s.Start.Add(time.Hour).Hour() == s.Start.Hour()
	switch {
	case len(clocks) == 2:
		s.End = moment(last, clocks[1])
		if !s.End.After(s.Start) && len(days) == 1 {
			s.End = moment(Day{last.Year, last.Month, last.Day + 1}, clocks[1]) // ends after midnight
		}
		if !s.End.After(s.Start) {
			return event.Slot{}, twice, &Unclear{diag.T("the event ends before it starts"), diag.T("exchange or correct the two")}
		}
	case len(days) == 2:
		s.End = day(Day{last.Year, last.Month, last.Day + 1}) // the whole last day
	}
	return s, twice, nil
}
