package dates

import (
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Statement is what a text says about time: one day or the first and last of
// several, one time or a beginning and an end.
type Statement struct {
	Days     []Day   // at most two; years may be 0 in both
	Weekdays [2]int  // time.Weekday of each day, -1 if not named
	Times    []Clock // at most two
	AllDay   bool    // said in words
	Open     string  // "first" or "last" if the words say that a single day is only that
}

// Nothing is a statement that says nothing.
func Nothing() Statement { return Statement{Weekdays: [2]int{-1, -1}} }

// allDayWords say that an event lasts the whole day.
var allDayWords = []string{"tutto il giorno", "tutta la giornata", "intera giornata", "all day", "all-day", "ganztägig", "ganztagig", "toute la journée", "toute la journee", "todo el día", "todo el dia"}

// undecidedWords say that a date is not known yet.
var undecidedWords = []string{"tba", "tbd", "tbc", "da definire", "da definirsi", "da stabilire", "da confermare", "offen", "à confirmer", "a confirmar", "por definir"}

// Undecided reports whether a text says that the date or time is not known yet.
func Undecided(text string) bool { return slices.Contains(undecidedWords, strings.ToLower(text)) }

// Read reads a date or time as people write it. The error is an *Unclear.
func Read(text string, kind Kind) (Statement, error) {
	st := Nothing()
	if len(text) > maxText {
		return st, &Unclear{diag.T("the text is too long for a date"), diag.T("write it as in 14/06/2025, and a time as in 18.30")}
	}
	lower := strings.ToLower(text)
	for _, w := range allDayWords {
		if strings.Contains(lower, w) {
			st.AllDay = true
			lower = strings.Replace(lower, w, " ", 1)
		}
	}
	s := &scanner{tokens: lex(lower), kind: kind}
	if err := s.scan(); err != nil {
		return st, err
	}
	if err := st.assemble(s.atoms); err != nil {
		return st, err
	}
	switch {
	case len(st.Days) == 1 && s.until:
		st.Open = "last"
	case len(st.Days) == 1 && s.from:
		st.Open = "first"
	}
	return st, st.Complete()
}

// assemble puts the parts together.
func (st *Statement) assemble(atoms []atom) error {
	weekday, to := -1, false
	var timed [2]int // how many times stand behind each day
	for _, a := range atoms {
		switch a.kind {
		case atomWeekday:
			if weekday >= 0 {
				return &Unclear{diag.T("two weekdays stand side by side"), diag.T("write the dates, as in 14-15/06/2025")}
			}
			weekday = a.weekday
		case atomList:
			return &Unclear{diag.T("several separate days stand in one cell"), diag.T("give each date a row of its own")}
		case atomRange:
			to = true
		case atomDate:
			switch {
			case len(st.Days) == 2, len(st.Days) == 1 && !to:
				return &Unclear{diag.T("more dates stand here than a first and a last day"), diag.T("give each date a row of its own")}
			}
			st.Weekdays[len(st.Days)] = weekday
			st.Days = append(st.Days, a.date)
			weekday, to = -1, false
		case atomTime:
			if len(st.Times) == 2 {
				return &Unclear{diag.T("more times stand here than a beginning and an end"), diag.T("give each time a row of its own")}
			}
			day := max(0, len(st.Days)-1)
			if len(st.Times) == 1 && !to && timed[day] > 0 {
				return &Unclear{diag.T("two times stand side by side"), diag.T("write a beginning and an end as in 18.30-20, or give each time a row of its own")}
			}
			timed[day]++
			st.Times = append(st.Times, a.clock)
			to = false
		}
	}
	switch {
	case to && len(st.Days)+len(st.Times) > 0:
		return &Unclear{diag.T("the end is missing"), diag.T("write both ends, or only the beginning")}
	case weekday >= 0 && len(st.Days) > 0 && st.Weekdays[len(st.Days)-1] < 0:
		st.Weekdays[len(st.Days)-1] = weekday // 14/06, sabato
	case weekday >= 0:
		return &Unclear{diag.T("a weekday alone is no date"), diag.T("add the day and the month")}
	}
	return nil
}

// Complete gives each day what the other says: the month and year of the last
// count for the first, "3-5 maggio 2025".
func (st *Statement) Complete() error {
	n := len(st.Days)
	if n == 0 {
		return nil
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
// all weekdays. guessed says that a year was added.
func (st *Statement) Settle(now time.Time) (guessed bool, err error) {
	if len(st.Days) == 0 {
		return false, nil
	}
	if st.Days[0].Year == 0 {
		if now.IsZero() {
			return false, &Unclear{diag.T("the date has no year"), diag.T("write the year")}
		}
		year, err := st.nextYear(now)
		if err != nil {
			return false, err
		}
		guessed = true
		first := st.Days[0]
		for i := range st.Days {
			st.Days[i].Year = year
			if i > 0 && (st.Days[i].Month < first.Month || (st.Days[i].Month == first.Month && st.Days[i].Day < first.Day)) {
				st.Days[i].Year++
			}
			if err := st.Days[i].check(); err != nil {
				return guessed, err
			}
		}
	}
	for i, d := range st.Days {
		if w := st.Weekdays[i]; w >= 0 && d.weekday(d.Year) != w {
			return guessed, &Unclear{
				diag.T("%02d/%02d/%d is a %s, not a %s", d.Day, d.Month, d.Year, weekdayWord(d.weekday(d.Year)), weekdayWord(w)),
				diag.T("correct the date or the weekday"),
			}
		}
	}
	return guessed, nil
}

// weekdayWord is a day of the week, 0 being Sunday, as messages call it.
func weekdayWord(day int) diag.Text { return diag.Word(time.Weekday(day).String()) }

func (c Day) weekday(year int) int {
	return int(time.Date(year, time.Month(c.Month), c.Day, 0, 0, 0, 0, time.UTC).Weekday())
}

// halfYear is how far back a date without a year may lie, in days.
const halfYear = 183

// nextYear returns the year of the first of days that have no year.
func (st *Statement) nextYear(now time.Time) (int, error) {
	first, last := st.Days[0], st.Days[len(st.Days)-1]
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
