package when

import (
	"time"

	"github.com/giro-video/giro/internal/content/event"
)

// nightEnds is the hour up to which an event that began the evening before counts as
// that evening's: a concert from 21 to 2 has one date.
const nightEnds = 6

// Range returns two days and those between in running words: "dal 3 al 5
// maggio", "dall’8 maggio al 30 settembre". The same day twice gives Day.
func (l *Locale) Range(from, to, now time.Time) string {
	return l.between(from, to, now, l.sameMonth, l.across)
}

// ShortRange returns two days and those between, short: "3–5 maggio",
// "3 maggio – 30 settembre". The same day twice gives Day.
func (l *Locale) ShortRange(from, to, now time.Time) string {
	return l.between(from, to, now, l.shortSame, l.shortRange)
}

// between fills the pattern for one month (same) or for two (across). Two different
// years are both written; a single year is written once, if it is not that of now.
func (l *Locale) between(from, to, now time.Time, same, across string) string {
	if to.Before(from) {
		from, to = to, from
	}
	switch {
	case sameDay(from, to):
		return l.Day(from, now)
	case from.Year() != to.Year():
		return l.finish(fill(across, "1", l.addYear(l.date(from), from), "2", l.addYear(l.date(to), to)))
	case from.Month() != to.Month():
		return l.finish(l.withYear(fill(across, "1", l.date(from), "2", l.date(to)), to, now))
	}
	s := fill(same, "1", l.ordinalDay(from), "2", l.ordinalDay(to), "N1", l.Number(from), "N2", l.Number(to),
		"M", l.Month(from), "m", l.date(from))
	return l.finish(l.withYear(s, to, now))
}

// Span returns the first and the last day of an event, of all its dates. They are
// the same for an evening that ends after midnight and for an event without an end.
func Span(w event.When) (first, last time.Time) {
	if n := len(w.More); n > 0 {
		first, _ = Span(w.Single(event.Slot{Start: w.Start, End: w.End}))
		_, last = Span(w.Single(w.More[n-1]))
		return first, last
	}
	first, last = w.Start, w.Start
	if !w.End.After(w.Start) {
		return first, last
	}
	last = w.End
	if !w.AllDay {
		last = last.Add(-time.Nanosecond) // the end is exclusive
		eve := last.AddDate(0, 0, -1)
		if last.Hour() < nightEnds && sameDay(first, eve) {
			last = first
		}
	}
	return first, last
}

// Dates returns an event's day or days, short: "sabato 14 giugno", "3–5 maggio",
// "14, 15 e 21 giugno".
func (l *Locale) Dates(w event.When, now time.Time) string {
	if !w.Known() {
		return ""
	}
	if len(w.More) > 0 {
		return l.list(w, now)
	}
	first, last := Span(w)
	return l.ShortRange(first, last, now)
}

// Hours returns an event's time of day: "ore 18.30"; "" for all-day events. Of
// several times on a day all are told, with their ends: "ore 10.00–13.00 e
// 15.00–19.00".
func (l *Locale) Hours(w event.When) string {
	if !w.Known() || w.AllDay {
		return ""
	}
	if len(w.More) > 0 {
		return fill(l.at, "T", l.Times(w))
	}
	return l.At(w.Start)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
