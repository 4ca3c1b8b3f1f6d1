package field

import (
	"fmt"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

// moment is an event's time on its way into words.
type moment struct {
	words       *when.Locale
	when        event.When
	first, last time.Time // its first and last day
	today       time.Time
}

// when returns the time of the event, or of all events of a file; nil when it is
// not known, or when the language has no words for it.
func (s *maker) when(faults *diag.List) *moment {
	w := s.event.When
	if len(s.Events) > 0 && !w.Known() {
		w = spanOf(s.Events)
	}
	if !w.Known() {
		return nil
	}
	words, ok := when.For(s.lang)
	if !ok {
		faults.Errorf(diag.Pos{}, "language", diag.DidYouMean(s.lang, when.Tags()), "dates cannot be written in the language %q", s.lang)
		return nil
	}
	first, last := when.Span(w)
	return &moment{words: words, when: w, first: first, last: last, today: s.Today}
}

func (t *moment) month() string { return t.words.Month(t.first) }
func (t *moment) dates() string { return t.words.Dates(t.when, t.today) }

// span writes the first and the last day; of several dates, all of them.
func (t *moment) span(write func(from, to, now time.Time) string) string {
	if len(t.when.More) > 0 {
		return t.dates()
	}
	return write(t.first, t.last, t.today)
}

// times writes the time of day, or several, unless it lasts whole days.
func (t *moment) times() string {
	if t.when.AllDay {
		return ""
	}
	return t.words.Times(t.when)
}

func (t *moment) hours() string {
	return t.words.Hours(t.when)
}

// at writes day and time of a beginning or an end, unless it lasts whole days.
func (t *moment) at(clock time.Time) string {
	if t.when.AllDay || clock.IsZero() {
		return ""
	}
	return t.words.ShortDay(clock) + ", " + t.words.At(clock)
}

// startDay is the first day as it stands before the last one: without its month
// where that is the same.
func (t *moment) startDay() string {
	if t.first.Month() != t.last.Month() {
		return t.words.Date(t.first, t.today)
	}
	return t.words.Number(t.first)
}

// days counts the days on which it takes place.
func (t *moment) days() int {
	if len(t.when.More) == 0 {
		return daysBetween(t.first, t.last) + 1
	}
	days := map[string]bool{}
	for _, slot := range t.when.Slots() {
		first, last := when.Span(t.when.Single(slot))
		for d := first; !d.After(last) || sameDate(d, last); d = d.AddDate(0, 0, 1) {
			days[d.Format(time.DateOnly)] = true
		}
	}
	return len(days)
}

// left counts the days until it begins; below 0 when it has begun.
func (t *moment) left() int { return daysBetween(t.today.In(t.first.Location()), t.first) }

// calendar writes three numbers: the days of the first day's month, the day
// that it is now in that month (0 before it, the month's length after it) and
// the first day.
func (t *moment) calendar() string {
	n := time.Date(t.first.Year(), t.first.Month()+1, 0, 12, 0, 0, 0, time.UTC).Day()
	now := 0
	switch {
	case t.today.Year() == t.first.Year() && t.today.Month() == t.first.Month():
		now = t.today.Day()
	case t.today.After(t.first):
		now = n
	}
	return fmt.Sprint(n, now, t.first.Day())
}

// joined puts a comma between two texts, if there is a second.
func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + ", " + b
}

func sameDate(a, b time.Time) bool { return a.Year() == b.Year() && a.YearDay() == b.YearDay() }

// daysBetween counts midnights.
func daysBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(day(b).Sub(day(a)).Hours() / 24)
}

// spanOf is from the first to the last day of events.
func spanOf(events []*event.Event) event.When {
	var out event.When
	for _, e := range events {
		if !e.When.Known() {
			continue
		}
		first, last := when.Span(e.When)
		if out.Start.IsZero() || first.Before(out.Start) {
			out.Start = first
		}
		if last.After(out.End) {
			out.End = last
		}
		out.AllDay = true
	}
	return out
}
