package dates

import (
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Complete gives each day what the other says: the month and year of the last
// count for the first, "3-5 maggio 2025".
func (st *Statement) Complete() error {
	n := len(st.Days)
	if n == 0 {
		return nil
	}
	if len(st.Also) > 0 {
		return st.completeList()
	}
	last := &st.Days[n-1]
	if last.Month == 0 {
		if n == 2 && st.Days[0].Month > 0 {
			last.Month = st.Days[0].Month // 3 maggio - 5
		} else {
			return &Unclear{diag.T("the day %d has no month", last.Day), diag.T("write the day and the month, as in 14/06/2025")}
		}
	}
	first := &st.Days[0]
	if first.Month == 0 {
		first.Month = last.Month
		if first.Day > last.Day {
			return &Unclear{diag.T("the last day lies before the first"), diag.T("exchange or correct the two")}
		}
	}
	if first.Year == 0 && last.Year > 0 {
		first.Year = last.Year
		if before(*last, *first) {
			first.Year-- // 28 dicembre - 6 gennaio 2026
		}
	}
	if last.Year == 0 && first.Year > 0 {
		last.Year = first.Year
		if before(*last, *first) {
			last.Year++
		}
	}
	for _, d := range st.Days {
		if err := d.check(); err != nil {
			return err
		}
	}
	if first.Year > 0 && before(*last, *first) {
		return &Unclear{diag.T("the last day lies before the first"), diag.T("exchange or correct the two")}
	}
	return nil
}

// list returns the separate days, to be changed in place.
func (st *Statement) list() []*Day {
	out := []*Day{&st.Days[0]}
	for i := range st.Also {
		out = append(out, &st.Also[i].Day)
	}
	return out
}

// completeList gives separate days the month and the year of the one behind them,
// or else before them. They must follow each other.
func (st *Statement) completeList() error {
	days := st.list()
	for i := range days {
		if i > 0 && days[i].Month == 0 && days[i-1].Month > 0 {
			days[i].Month = days[i-1].Month // June 14 and 15
		}
	}
	unordered := &Unclear{diag.T("the days do not follow each other"), diag.T("write them in order, each with its month")}
	for i := len(days) - 2; i >= 0; i-- {
		d, next := days[i], days[i+1]
		if d.Month == 0 {
			d.Month = next.Month
			if d.Day > next.Day {
				return unordered
			}
		}
		if d.Year == 0 && next.Year > 0 && d.Month > 0 {
			d.Year = next.Year
			if before(*next, *d) {
				d.Year--
			}
		}
	}
	for i, d := range days {
		if d.Month == 0 {
			return &Unclear{diag.T("the day %d has no month", d.Day), diag.T("write the day and the month, as in 14/06/2025")}
		}
		if i > 0 && d.Year == 0 && days[i-1].Year > 0 {
			d.Year = days[i-1].Year
			if before(*d, *days[i-1]) {
				d.Year++
			}
		}
		if err := d.check(); err != nil {
			return err
		}
		if i > 0 && d.Year > 0 && before(*d, *days[i-1]) || (i > 0 && d.Year == 0 && d.Month == days[i-1].Month && d.Day < days[i-1].Day) {
			return unordered
		}
	}
	return nil
}

// check reports days that do not exist. Without a year, 29 February passes.
func (c Day) check() error {
	year := c.Year
	if year == 0 {
		year = 2024
	}
	if c.Month < 1 || c.Month > 12 {
		return &Unclear{Text: diag.T("there is no month %d", c.Month)}
	}
	if t := time.Date(year, time.Month(c.Month), c.Day, 0, 0, 0, 0, time.UTC); c.Day < 1 || t.Day() != c.Day {
		return &Unclear{Text: diag.T("there is no day %d in that month", c.Day)}
	}
	if year < 1900 || year > 2200 {
		return &Unclear{Text: diag.T("the year %d is not plausible", c.Year)}
	}
	return nil
}

func before(a, b Day) bool {
	return a.Year < b.Year || (a.Year == b.Year && (a.Month < b.Month || (a.Month == b.Month && a.Day < b.Day)))
}

// Settle gives days without a year the year in which they come next, today
// included; with a weekday that is wrong then, the year in which they were
// last, if that is at most half a year ago and the weekday is right. It checks
// all weekdays, and lists the days of a series. guessed says that a year was added.
func (st *Statement) Settle(now time.Time) (guessed bool, err error) {
	if len(st.Days) == 0 {
		return false, nil
	}
	if st.Days[0].Year == 0 {
		if guessed, err = st.addYears(now); err != nil {
			return guessed, err
		}
	}
	if last := &st.Days[len(st.Days)-1]; st.Month {
		last.Day = lastOfMonth(last.Year, last.Month)
	}
	for i, d := range st.Days {
		if err := d.fits(st.Weekdays[i]); err != nil {
			return guessed, err
		}
	}
	for _, o := range st.Also {
		if err := o.Day.fits(o.Weekday); err != nil {
			return guessed, err
		}
	}
	if len(st.Every) > 0 {
		err = st.repeat(now)
	}
	return guessed, err
}

// addYears gives the days the year in which they come next.
func (st *Statement) addYears(now time.Time) (guessed bool, err error) {
	if now.IsZero() {
		return false, &Unclear{diag.T("the date has no year"), diag.T("write the year")}
	}
	year, err := st.nextYear(now)
	if err != nil {
		return false, err
	}
	days := st.list()
	if len(st.Days) == 2 {
		days = append(days, &st.Days[1])
	}
	for i, d := range days {
		d.Year = year
		if i > 0 {
			d.Year = days[i-1].Year
			if before(*d, *days[i-1]) {
				d.Year++
			}
		}
		if err := d.check(); err != nil {
			return true, err
		}
	}
	return true, nil
}

// fits checks the weekday of a day; -1 is none.
func (c Day) fits(weekday int) error {
	if w := c.weekday(c.Year); weekday >= 0 && w != weekday {
		return &Unclear{
			diag.T("%02d/%02d/%d is a %s, not a %s", c.Day, c.Month, c.Year, weekdayWord(w), weekdayWord(weekday)),
			diag.T("correct the date or the weekday"),
		}
	}
	return nil
}

// repeat lists the days of a series, as the rules of calendars are followed: from
// today on, for a year, unless all of them are over.
func (st *Statement) repeat(now time.Time) error {
	day := func(d Day) time.Time { return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC) }
	first, last := day(st.Days[0]), day(st.Days[len(st.Days)-1])
	today := first
	if !now.IsZero() {
		today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	}
	switch {
	case st.Open == "last" && now.IsZero():
		return &Unclear{diag.T("a series has no first day here"), diag.T("write its first and last day, as in ogni giovedì dal 3 giugno al 29 luglio 2027, or give each date a row of its own")}
	case st.Open == "last":
		first, st.Open = today, ""
	case st.Endless:
		_, last = Window(first, today, time.UTC)
	}
	days := st.occurrences(first, last)
	if coming := slices.IndexFunc(days, func(t time.Time) bool { return !t.Before(today) }); coming > 0 {
		days = days[coming:]
	}
	if len(days) == 0 {
		return &Unclear{diag.T("the series holds no day"), diag.T("correct its first and last day")}
	}
	days = days[:min(len(days), MaxOccurrences)]
	st.Also = nil
	for i, t := range days {
		d := Day{t.Year(), int(t.Month()), t.Day()}
		if i == 0 {
			st.Days, st.Weekdays = []Day{d}, [2]int{-1, -1}
			continue
		}
		st.Also = append(st.Also, Occasion{Day: d, Weekday: -1})
	}
	st.Month = false
	return nil
}

// occurrences returns the days from first to last that are among the weekdays.
func (st *Statement) occurrences(first, last time.Time) []time.Time {
	var out []time.Time
	for t, steps := first, 0; !t.After(last) && steps < MaxSteps; t, steps = t.AddDate(0, 0, 1), steps+1 {
		if slices.Contains(st.Every, int(t.Weekday())) {
			out = append(out, t)
		}
	}
	return out
}

func (c Day) weekday(year int) int {
	return int(time.Date(year, time.Month(c.Month), c.Day, 0, 0, 0, 0, time.UTC).Weekday())
}

// halfYear is how far back a date without a year may lie, in days.
const halfYear = 183

// nextYear returns the year of the first of days that have no year.
func (st *Statement) nextYear(now time.Time) (int, error) {
	first, last := st.Days[0], st.Days[len(st.Days)-1]
	if n := len(st.Also); n > 0 {
		last = st.Also[n-1].Day
	}
	today := Day{now.Year(), int(now.Month()), now.Day()}
	// The first year, from last year on, in which the last day is not over; it
	// may lie in the year after the first day.
	next := now.Year() - 1
	for ; ; next++ {
		end := Day{next, last.Month, last.Day}
		if before(Day{0, last.Month, last.Day}, Day{0, first.Month, first.Day}) {
			end.Year++
		}
		if !before(end, today) {
			break
		}
	}
	w := st.Weekdays[0]
	if w < 0 || first.weekday(next) == w {
		return next, nil
	}
	past := time.Date(next-1, time.Month(first.Month), first.Day, 0, 0, 0, 0, now.Location())
	if first.weekday(next-1) == w && now.Sub(past) < halfYear*24*time.Hour {
		return next - 1, nil
	}
	return 0, &Unclear{
		diag.T("%02d/%02d is not a %s in %d", first.Day, first.Month, weekdayWord(w), next),
		diag.T("correct the date or the weekday, or write the year"),
	}
}

// weekdayWord is a day of the week, 0 being Sunday, as messages call it.
func weekdayWord(day int) diag.Text { return diag.Word(time.Weekday(day).String()) }
