package when

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/content/event"
)

// The bounds of how several dates are told: so many are listed one by one, and so
// many at equal distances of a week are called by their weekday.
const (
	maxListed = 6
	minWeekly = 4
)

// list returns several days: "14, 15 e 21 giugno", "ogni giovedì, 3 giugno – 29
// luglio", or their number with the first and the last.
func (l *Locale) list(w event.When, now time.Time) string {
	days, plain := distinctDays(w)
	switch first, last := days[0], days[len(days)-1]; {
	case len(days) == 1:
		return l.Day(first, now)
	case plain && adjacent(days, 1) && len(days) > 2:
		return l.ShortRange(first, last, now)
	case plain && len(days) >= minWeekly && adjacent(days, 7):
		return l.finish(fill(l.every, "W", l.Weekday(first)) + l.comma + l.ShortRange(first, last, now))
	case !plain || len(days) > maxListed:
		return strconv.Itoa(len(days)) + " " + l.dates + l.comma + l.ShortRange(first, last, now)
	}
	var groups []string // of one month each
	for i := 0; i < len(days); {
		j := i + 1
		for j < len(days) && days[j].Month() == days[i].Month() && days[j].Year() == days[i].Year() {
			j++
		}
		var names []string
		for _, d := range days[i:j] {
			names = append(names, l.ordinalDay(d))
		}
		group := fill(l.dayMonth, "D", l.joined(names), "M", l.Month(days[i]), "m", strconv.Itoa(int(days[i].Month())))
		if j == len(days) || days[j].Year() != days[i].Year() {
			group = l.withYear(group, days[i], now)
		}
		groups = append(groups, group)
		i = j
	}
	return l.finish(l.joined(groups))
}

// joined joins names as the language lists them: "14, 15 e 21".
func (l *Locale) joined(names []string) string {
	n := len(names)
	if n == 1 {
		return names[0]
	}
	return fill(l.and, "1", strings.Join(names[:n-1], l.comma), "2", names[n-1])
}

// Times returns an event's times of day: of one date its beginning; of several,
// where each day has the same, those of one day, else all beginnings in the order
// of the dates.
func (l *Locale) Times(w event.When) string {
	if len(w.More) == 0 {
		return l.Time(w.Start)
	}
	byDay := map[string][]string{}
	var order, starts []string
	for _, s := range w.Slots() {
		day := s.Start.Format(time.DateOnly)
		if byDay[day] == nil {
			order = append(order, day)
		}
		text := l.Time(s.Start)
		starts = append(starts, text)
		if _, last := Span(w.Single(s)); !s.End.IsZero() && sameDay(last, s.Start) {
			text += "–" + l.Time(s.End)
		}
		byDay[day] = append(byDay[day], text)
	}
	same := byDay[order[0]]
	for _, day := range order {
		if !slices.Equal(byDay[day], same) {
			return l.joined(starts)
		}
	}
	if len(same) == 1 {
		return l.Time(w.Start)
	}
	return l.joined(same)
}

// distinctDays returns the days on which the dates of an event begin; plain is
// false when one of them lasts more than a day.
func distinctDays(w event.When) (days []time.Time, plain bool) {
	plain = true
	for _, s := range w.Slots() {
		first, last := Span(w.Single(s))
		plain = plain && sameDay(first, last)
		if n := len(days); n == 0 || !sameDay(days[n-1], first) {
			days = append(days, first)
		}
	}
	return days, plain
}

// adjacent reports whether each day comes so many days behind the one before it.
func adjacent(days []time.Time, distance int) bool {
	for i := 1; i < len(days); i++ {
		if !sameDay(days[i-1].AddDate(0, 0, distance), days[i]) {
			return false
		}
	}
	return true
}
