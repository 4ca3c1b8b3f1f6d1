// Package when puts dates, times and ranges into words, in the languages that
// cities publish in: Italian, English, German, French, Spanish, Dutch,
// Portuguese, Chinese and Arabic.
//
// The names of months and weekdays and the order of their parts are those of
// the Unicode CLDR, version 47; where usage on posters differs (18.30 in
// Italian, 1er in French) the table says so. The year is written only when it
// is not that of now. Nothing here reads the clock: now is passed in, in the
// zone of the events.
package when

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Locale writes dates in one language.
type Locale struct {
	Tag           string // BCP 47
	RTL           bool   // the language runs from right to left
	months        [12]string
	shortMonths   [12]string
	weekdays      [7]string // from Monday
	shortWeekdays [7]string

	// Patterns. {D} is the day as the language writes it (1º, 14.), {M} the
	// month, {m} the short month, {W} the weekday, {w} the short weekday, {Y}
	// the year, {1} and {2} the two ends of a range, {T} a time.
	dayMonth   string // 14 giugno
	day        string // sabato 14 giugno: {W} and {1}, a dayMonth
	shortDay   string // sab 14
	year       string // appends the year to a date: {1} {Y}
	at         string // ore 18.30
	dayAt      string // sabato 14 giugno, ore 18.30: {1} and {2}
	sameMonth  string // dal 3 al 5 maggio: {1} and {2} are days, {M} the month
	across     string // dal 3 maggio al 30 settembre: {1} and {2} are dates
	shortSame  string // 3–5 maggio
	shortRange string // 3 maggio – 30 settembre
	and        string // 14 e 15: {1} and {2}
	comma      string // between the parts of a list
	every      string // ogni giovedì
	dates      string // date, behind their number

	ordinal func(d int) string    // the day of the month inside a date; nil is plain digits
	clock   func(h, m int) string // nil is 18:30
	polish  func(string) string   // final correction, such as elisions; nil is none
}

// For returns the locale of a BCP 47 tag: the tag's own, or that of its
// language ("de-AT" gives German). ok is false for a language without tables;
// the locale is then English.
func For(tag string) (l *Locale, ok bool) {
	for t := strings.ToLower(tag); t != ""; {
		for _, l := range locales {
			if strings.ToLower(l.Tag) == t {
				return l, true
			}
		}
		i := strings.LastIndexByte(t, '-')
		if i < 0 {
			break
		}
		t = t[:i]
	}
	l, _ = For("en")
	return l, false
}

// Tags returns the languages that have tables.
func Tags() []string {
	out := make([]string, len(locales))
	for i, l := range locales {
		out[i] = l.Tag
	}
	return out
}

// Weekday returns the weekday's name: "sabato".
func (l *Locale) Weekday(t time.Time) string { return l.weekdays[monday(t.Weekday())] }

// ShortWeekday returns the weekday's short name: "sab".
func (l *Locale) ShortWeekday(t time.Time) string { return l.shortWeekdays[monday(t.Weekday())] }

// Month returns the month's name: "giugno".
func (l *Locale) Month(t time.Time) string { return l.months[t.Month()-1] }

// Number returns the day of the month as a figure that stands alone: "14".
func (l *Locale) Number(t time.Time) string { return strconv.Itoa(t.Day()) }

// Date returns the day and month: "14 giugno", "1º maggio", and the year if it
// is not that of now.
func (l *Locale) Date(t, now time.Time) string {
	return l.finish(l.withYear(l.date(t), t, now))
}

// Day returns the weekday, day and month: "sabato 14 giugno", and the year if
// it is not that of now.
func (l *Locale) Day(t, now time.Time) string { return l.finish(l.withYear(l.named(t), t, now)) }

// ShortDay returns the short weekday and the day: "sab 14".
func (l *Locale) ShortDay(t time.Time) string {
	return l.finish(fill(l.shortDay, "w", l.ShortWeekday(t), "D", l.ordinalDay(t), "N", l.Number(t)))
}

// Time returns the time of day: "18.30", in German "18:30".
func (l *Locale) Time(t time.Time) string {
	if l.clock != nil {
		return l.clock(t.Hour(), t.Minute())
	}
	return t.Format("15:04")
}

// At returns the time of day with the word for it: "ore 18.30", "18:30 Uhr".
func (l *Locale) At(t time.Time) string { return fill(l.at, "T", l.Time(t)) }

// DayAt returns day and time: "sabato 14 giugno, ore 18.30".
func (l *Locale) DayAt(t, now time.Time) string {
	return fill(l.dayAt, "1", l.Day(t, now), "2", l.At(t))
}

// date is day and month, without a year.
func (l *Locale) date(t time.Time) string {
	return fill(l.dayMonth, "D", l.ordinalDay(t), "M", l.Month(t), "m", strconv.Itoa(int(t.Month())))
}

// named is weekday, day and month, without a year.
func (l *Locale) named(t time.Time) string {
	return fill(l.day, "W", l.Weekday(t), "1", l.date(t))
}

// withYear adds t's year to a date unless it is that of now.
func (l *Locale) withYear(date string, t, now time.Time) string {
	if t.Year() == now.Year() {
		return date
	}
	return l.addYear(date, t)
}

func (l *Locale) addYear(date string, t time.Time) string {
	return fill(l.year, "1", date, "Y", strconv.Itoa(t.Year()))
}

func (l *Locale) ordinalDay(t time.Time) string {
	if l.ordinal != nil {
		return l.ordinal(t.Day())
	}
	return strconv.Itoa(t.Day())
}

func (l *Locale) finish(s string) string {
	if l.polish != nil {
		return l.polish(s)
	}
	return s
}

// fill replaces {key} by its value; pairs are key, value, key, value.
func fill(pattern string, pairs ...string) string {
	args := make([]string, 0, len(pairs))
	for p := range slices.Chunk(pairs, 2) {
		args = append(args, "{"+p[0]+"}", p[1])
	}
	return strings.NewReplacer(args...).Replace(pattern)
}

// monday returns the index of a weekday in a week that starts on Monday.
func monday(d time.Weekday) int { return (int(d) + 6) % 7 }
