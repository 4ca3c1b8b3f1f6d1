package dates

import (
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
	first := st.Days[0]
	last := st.Days[len(st.Days)-1]
	day := func(d Day) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, zone)
	}
	if len(st.Times) == 0 || st.AllDay {
		return event.When{Start: day(first), End: day(last), AllDay: true}, false, nil
	}
	moment := func(d Day, c Clock) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, c.Hour, c.Minute, 0, 0, zone)
	}
	start := st.Times[0]
	w.Start = moment(first, start)
	if start.Hour == 24 {
		return event.When{}, false, &Unclear{diag.T("an event cannot start at 24.00"), diag.T("write 0.00 and the day that begins then")}
	}
	if w.Start.Hour() != start.Hour || w.Start.Minute() != start.Minute {
		return event.When{}, false, &Unclear{diag.T("the clocks go forward that night, and %02d.%02d does not exist", start.Hour, start.Minute), diag.T("correct the time")}
	}
	if earlier := w.Start.Add(-time.Hour); earlier.Hour() == w.Start.Hour() {
		w.Start = earlier // which of the two time.Date returns is not defined
	}
	twice = w.Start.Add(time.Hour).Hour() == w.Start.Hour()
	switch {
	case len(st.Times) == 2:
		w.End = moment(last, st.Times[1])
		if !w.End.After(w.Start) && len(st.Days) == 1 {
			w.End = moment(Day{last.Year, last.Month, last.Day + 1}, st.Times[1]) // ends after midnight
		}
		if !w.End.After(w.Start) {
			return event.When{}, twice, &Unclear{diag.T("the event ends before it starts"), diag.T("exchange or correct the two")}
		}
	case len(st.Days) == 2:
		w.End = day(Day{last.Year, last.Month, last.Day + 1}) // the whole last day
	}
	return w, twice, nil
}
