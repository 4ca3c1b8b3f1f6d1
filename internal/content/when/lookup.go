package when

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/fold"
)

// LookupMonth returns the month that a word names, full or short, in any of
// the languages that have tables: "maggio", "mag", "Mai", "avr.".
func LookupMonth(name string) (time.Month, bool) {
	m, ok := names().months[word(name)]
	return m, ok
}

// LookupWeekday returns the weekday that a word names, full or short, in any
// of the languages that have tables: "sabato", "sab", "Sa.", "samedi".
func LookupWeekday(name string) (time.Weekday, bool) {
	d, ok := names().weekdays[word(name)]
	return d, ok
}

// word brings a word to the form in which the names are kept: folded, without
// the full stop of a short form.
func word(s string) string { return fold.Letters(strings.TrimSuffix(s, ".")) }

type nameTables struct {
	months   map[string]time.Month
	weekdays map[string]time.Weekday
}

// Short names that people write and CLDR does not have.
var (
	moreMonths = map[string]time.Month{
		"sett": time.September, "genn": time.January, "febbr": time.February, "magg": time.May,
		"lugl": time.July, "sep": time.September, "sept": time.September, "maerz": time.March,
		"marz": time.March, "mrz": time.March, "jan": time.January, "jun": time.June, "jul": time.July, "janner": time.January,
		"feber": time.February, "fev": time.February, "avr": time.April, "aout": time.August, "dez": time.December,
	}
	moreWeekdays = map[string]time.Weekday{
		"sabbato": time.Saturday, "sonnabend": time.Saturday, "tues": time.Tuesday, "weds": time.Wednesday,
		"thur": time.Thursday, "thurs": time.Thursday, "segunda": time.Monday, "terca": time.Tuesday, "quarta": time.Wednesday,
		"quinta": time.Thursday, "sexta": time.Friday,
	}
)

// names holds the folded names of all tables, months and weekdays apart: "mar" is
// Tuesday in Italian and French, and March as a month. No short name stands for two
// weekdays in two languages.
var names = sync.OnceValue(func() nameTables {
	t := nameTables{months: map[string]time.Month{}, weekdays: map[string]time.Weekday{}}
	for _, l := range locales {
		for i := range 12 {
			t.months[word(l.months[i])] = time.Month(i + 1)
			t.months[word(l.shortMonths[i])] = time.Month(i + 1)
		}
		for i := range 7 {
			day := time.Weekday((i + 1) % 7)
			t.weekdays[word(l.weekdays[i])] = day
			t.weekdays[word(l.shortWeekdays[i])] = day
		}
	}
	maps.Copy(t.months, moreMonths)
	maps.Copy(t.weekdays, moreWeekdays)
	return t
})
