package ingest

import (
	"fmt"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// statement is what a text says about time: one day or the first and last of
// several, one time or a beginning and an end.
type statement struct {
	days     []civil // at most two; years may be 0 in both
	weekdays [2]int  // time.Weekday of each day, -1 if not named
	times    []clock // at most two
	allDay   bool    // said in words
	open     string  // "first" or "last" if the words say that a single day is only that
}

// allDayWords say that an event lasts the whole day.
var allDayWords = []string{"tutto il giorno", "tutta la giornata", "intera giornata", "all day", "all-day", "ganztägig", "ganztagig", "toute la journée", "toute la journee", "todo el día", "todo el dia"}

// undecided says that a date is not known yet.
var undecided = []string{"tba", "tbd", "tbc", "da definire", "da definirsi", "da stabilire", "da confermare", "offen", "à confirmer", "a confirmar", "por definir"}

// readStatement reads a date or time as people write it. The error is an *unclear.
func readStatement(text string, kind dateKind) (statement, error) {
	st := statement{weekdays: [2]int{-1, -1}}
	if len(text) > maxDateText {
		return st, &unclear{"the text is too long for a date", diag.T("write it as in 14/06/2025, and a time as in 18.30")}
	}
	lower := strings.ToLower(text)
	for _, w := range allDayWords {
		if strings.Contains(lower, w) {
			st.allDay = true
			lower = strings.Replace(lower, w, " ", 1)
		}
	}
	s := &scanner{tokens: lexDate(lower), kind: kind}
	if err := s.scan(); err != nil {
		return st, err
	}
	if err := st.assemble(s.atoms); err != nil {
		return st, err
	}
	switch {
	case len(st.days) == 1 && s.until:
		st.open = "last"
	case len(st.days) == 1 && s.from:
		st.open = "first"
	}
	return st, st.complete()
}

// assemble puts the parts together.
func (st *statement) assemble(atoms []atom) error {
	weekday, to := -1, false
	var timed [2]int // how many times stand behind each day
	for _, a := range atoms {
		switch a.kind {
		case atomWeekday:
			if weekday >= 0 {
				return &unclear{"two weekdays stand side by side", diag.T("write the dates, as in 14-15/06/2025")}
			}
			weekday = a.weekday
		case atomList:
			return &unclear{"several separate days stand in one cell", diag.T("give each date a row of its own")}
		case atomRange:
			to = true
		case atomDate:
			switch {
			case len(st.days) == 2, len(st.days) == 1 && !to:
				return &unclear{"more dates stand here than a first and a last day", diag.T("give each date a row of its own")}
			}
			st.weekdays[len(st.days)] = weekday
			st.days = append(st.days, a.date)
			weekday, to = -1, false
		case atomTime:
			if len(st.times) == 2 {
				return &unclear{"more times stand here than a beginning and an end", diag.T("give each time a row of its own")}
			}
			day := max(0, len(st.days)-1)
			if len(st.times) == 1 && !to && timed[day] > 0 {
				return &unclear{"two times stand side by side", diag.T("write a beginning and an end as in 18.30-20, or give each time a row of its own")}
			}
			timed[day]++
			st.times = append(st.times, a.clock)
			to = false
		}
	}
	switch {
	case to && len(st.days)+len(st.times) > 0:
		return &unclear{"the end is missing", diag.T("write both ends, or only the beginning")}
	case weekday >= 0 && len(st.days) > 0 && st.weekdays[len(st.days)-1] < 0:
		st.weekdays[len(st.days)-1] = weekday // 14/06, sabato
	case weekday >= 0:
		return &unclear{"a weekday alone is no date", diag.T("add the day and the month")}
	}
	return nil
}

// complete gives each day what the other says: the month and year of the last
// count for the first, "3-5 maggio 2025".
func (st *statement) complete() error {
	n := len(st.days)
	if n == 0 {
		return nil
	}
	last := &st.days[n-1]
	if last.m == 0 {
		if n == 2 && st.days[0].m > 0 {
			last.m = st.days[0].m // 3 maggio - 5
		} else {
			return &unclear{fmt.Sprintf("the day %d has no month", last.d), diag.T("write the day and the month, as in 14/06/2025")}
		}
	}
	first := &st.days[0]
	if first.m == 0 {
		first.m = last.m
		if first.d > last.d {
			return &unclear{"the last day lies before the first", diag.T("exchange or correct the two")}
		}
	}
	if first.y == 0 && last.y > 0 {
		first.y = last.y
		if before(*last, *first) {
			first.y-- // 28 dicembre - 6 gennaio 2026
		}
	}
	if last.y == 0 && first.y > 0 {
		last.y = first.y
		if before(*last, *first) {
			last.y++
		}
	}
	for _, d := range st.days {
		if err := d.check(); err != nil {
			return err
		}
	}
	if first.y > 0 && before(*last, *first) {
		return &unclear{"the last day lies before the first", diag.T("exchange or correct the two")}
	}
	return nil
}

// check reports days that do not exist. Without a year, 29 February passes.
func (c civil) check() error {
	year := c.y
	if year == 0 {
		year = 2024
	}
	if c.m < 1 || c.m > 12 {
		return &unclear{text: fmt.Sprintf("there is no month %d", c.m)}
	}
	if t := time.Date(year, time.Month(c.m), c.d, 0, 0, 0, 0, time.UTC); c.d < 1 || t.Day() != c.d {
		return &unclear{text: fmt.Sprintf("there is no day %d in that month", c.d)}
	}
	if year < 1900 || year > 2200 {
		return &unclear{text: fmt.Sprintf("the year %d is not plausible", c.y)}
	}
	return nil
}

func before(a, b civil) bool {
	return a.y < b.y || (a.y == b.y && (a.m < b.m || (a.m == b.m && a.d < b.d)))
}

// settle gives days without a year the year in which they come next, today
// included; with a weekday that is wrong then, the year in which they were
// last, if that is at most half a year ago and the weekday is right. It checks
// all weekdays. guessed says that a year was added.
func (st *statement) settle(now time.Time) (guessed bool, err error) {
	if len(st.days) == 0 {
		return false, nil
	}
	if st.days[0].y == 0 {
		if now.IsZero() {
			return false, &unclear{"the date has no year", diag.T("write the year")}
		}
		year, err := st.nextYear(now)
		if err != nil {
			return false, err
		}
		guessed = true
		first := st.days[0]
		for i := range st.days {
			st.days[i].y = year
			if i > 0 && (st.days[i].m < first.m || (st.days[i].m == first.m && st.days[i].d < first.d)) {
				st.days[i].y++
			}
			if err := st.days[i].check(); err != nil {
				return guessed, err
			}
		}
	}
	for i, d := range st.days {
		if w := st.weekdays[i]; w >= 0 && d.weekday(d.y) != w {
			return guessed, &unclear{
				fmt.Sprintf("%02d/%02d/%d is a %s, not a %s", d.d, d.m, d.y, time.Weekday(d.weekday(d.y)), time.Weekday(w)),
				diag.T("correct the date or the weekday"),
			}
		}
	}
	return guessed, nil
}

func (c civil) weekday(year int) int {
	return int(time.Date(year, time.Month(c.m), c.d, 0, 0, 0, 0, time.UTC).Weekday())
}

// halfYear is how far back a date without a year may lie, in days.
const halfYear = 183

// nextYear returns the year of the first of days that have no year.
func (st *statement) nextYear(now time.Time) (int, error) {
	first, last := st.days[0], st.days[len(st.days)-1]
	today := civil{now.Year(), int(now.Month()), now.Day()}
	// The first year, from last year on, in which the last day is not over; it
	// may lie in the year after the first day.
	next := now.Year() - 1
	for ; ; next++ {
		end := civil{next, last.m, last.d}
		if before(civil{0, last.m, last.d}, civil{0, first.m, first.d}) {
			end.y++
		}
		if !before(end, today) {
			break
		}
	}
	w := st.weekdays[0]
	if w < 0 || first.weekday(next) == w {
		return next, nil
	}
	past := time.Date(next-1, time.Month(first.m), first.d, 0, 0, 0, 0, now.Location())
	if first.weekday(next-1) == w && now.Sub(past) < halfYear*24*time.Hour {
		return next - 1, nil
	}
	return 0, &unclear{
		fmt.Sprintf("%02d/%02d is not a %s in %d", first.d, first.m, time.Weekday(w), next),
		diag.T("correct the date or the weekday, or write the year"),
	}
}
