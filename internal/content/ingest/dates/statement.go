package dates

import (
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Statement is what a text says about time: one day, the first and last of
// several, or separate days; times of day; a series.
type Statement struct {
	Days     []Day      // at most two; years may be 0 in both
	Weekdays [2]int     // time.Weekday of each day, -1 if not named
	Times    []Clock    // at most two
	Slots    [][]Clock  // further times of each day, each at most two
	Also     []Occasion // further single days
	Every    []int      // the weekdays of a series from the first to the last day; Settle makes Also of it
	Month    bool       // a month is named and no day; Days are its first and last
	AllDay   bool       // said in words
	Open     string     // "first" or "last" if the words say that a single day is only that
	EndOnly  bool       // the time is the one at which it ends
	Vague    string     // words for a time that is no hour: mattina
	Doors    string     // words for when the doors open
	Endless  bool       // a series whose last day is not given, bounded by Settle

	afternoon bool
}

// Occasion is a further day of a statement. Without times of its own it has those
// of the statement.
type Occasion struct {
	Day     Day
	Weekday int // time.Weekday, -1 if not named
	Slots   [][]Clock
}

// Nothing is a statement that says nothing.
func Nothing() Statement { return Statement{Weekdays: [2]int{-1, -1}} }

// Read reads a date or time as people write it, day before month. The error is an
// *Unclear.
func Read(text string, kind Kind) (Statement, error) { return ReadOrdered(text, kind, DayFirst) }

// ReadOrdered reads a date or time whose day and month stand in an order. The error
// is an *Unclear.
func ReadOrdered(text string, kind Kind, order Order) (Statement, error) {
	st := Nothing()
	if len(text) > maxText {
		return st, &Unclear{diag.T("the text is too long for a date"), diag.T("write it as in 14/06/2025, and a time as in 18.30")}
	}
	s := &scanner{tokens: lex(st.takeOut(strings.ToLower(text))), kind: kind, order: order}
	if err := s.scan(); err != nil {
		return st, err
	}
	if err := st.assemble(s); err != nil {
		return st, err
	}
	switch {
	case st.Doors != "" && len(st.Times) == 0:
		return st, &Unclear{diag.T("only the opening of the doors is given"), diag.T("write the time at which it starts")}
	case st.afternoon && len(st.Times) > 0:
		st.afterNoon()
	}
	switch {
	case len(st.Days) == 1 && len(st.Also) == 0 && s.until:
		st.Open = "last"
	case len(st.Days) == 1 && len(st.Also) == 0 && s.from:
		st.Open = "first"
	case len(st.Days) == 0 && len(st.Times) == 1 && s.until:
		st.EndOnly = true
	}
	if s.every {
		if err := st.series(s.daily); err != nil {
			return st, err
		}
	}
	return st, st.Complete()
}

// afterNoon reads hours as those after noon, where the words say so: le 9 di sera.
func (st *Statement) afterNoon() {
	for _, slot := range append([][]Clock{st.Times}, st.Slots...) {
		for i := range slot {
			if h := slot[i].Hour; h >= 1 && h < 12 {
				slot[i].Hour += 12
			}
		}
	}
	st.Vague = ""
}

// series checks that a series has a beginning.
func (st *Statement) series(daily bool) error {
	switch {
	case len(st.Also) > 0, len(st.Days) == 0, len(st.Days) == 1 && st.Open == "":
		return &Unclear{diag.T("a series has no first day here"), diag.T("write its first and last day, as in ogni giovedì dal 3 giugno al 29 luglio 2027, or give each date a row of its own")}
	case daily && len(st.Every) == 0 && len(st.Days) == 2 && !st.Month:
		return nil // all days from the first to the last
	case daily && len(st.Every) == 0:
		st.Every = []int{0, 1, 2, 3, 4, 5, 6}
	case len(st.Every) == 0:
		return &Unclear{diag.T("what repeats is not a weekday"), diag.T("give each date a row of its own")}
	}
	if st.Open == "last" {
		return nil // from today on, see Settle
	}
	st.Endless = st.Open == "first"
	st.Open = ""
	return nil
}

// part is a day, or the first and last of a range, with the times that stand beside it.
type part struct {
	days     []Day
	weekdays [2]int
	slots    [][]Clock
}

// assembly is a Statement that is put together.
type assembly struct {
	parts    []part
	lead     [][]Clock // times before the first day
	months   []Day
	weekdays []int // that no day belongs to yet
	to, list bool  // "to", "and" stands before the next part
	until    bool
	endOnly  bool
	every    bool
}

// assemble puts the parts together.
func (st *Statement) assemble(s *scanner) error {
	b := assembly{every: s.every}
	for _, a := range s.atoms {
		var err error
		switch a.kind {
		case atomWeekday:
			err = b.weekday(a.weekday)
		case atomList:
			b.list, b.to = true, false
		case atomRange:
			b.to, b.until = true, a.until
		case atomMonth:
			b.months = append(b.months, a.date)
			b.to, b.list = false, false
		case atomDate:
			err = b.day(a.date)
		case atomTime:
			err = b.time(a.clock)
		}
		if err != nil {
			return err
		}
	}
	if b.to && len(b.parts)+len(b.lead)+len(b.months) > 0 {
		return &Unclear{diag.T("the end is missing"), diag.T("write both ends, or only the beginning")}
	}
	st.EndOnly = b.endOnly
	if b.every {
		st.Every, b.weekdays = b.weekdays, nil
	}
	if err := b.lastWeekday(); err != nil {
		return err
	}
	if err := b.monthDays(); err != nil {
		return err
	}
	st.Month = len(b.months) > 0
	return st.take(&b)
}

// weekday keeps the name of a weekday for the day behind it.
func (b *assembly) weekday(d int) error {
	if len(b.weekdays) > 0 && !b.list && !b.to && !b.every {
		return &Unclear{diag.T("two weekdays stand side by side"), diag.T("write the dates, as in 14-15/06/2025")}
	}
	b.weekdays = append(b.weekdays, d)
	return nil
}

// next takes the weekday that belongs to the next day.
func (b *assembly) next() int {
	if b.every || len(b.weekdays) == 0 {
		return -1
	}
	d := b.weekdays[0]
	b.weekdays = b.weekdays[1:]
	return d
}

func (b *assembly) day(d Day) error {
	n := len(b.parts)
	switch {
	case n > 0 && b.to && len(b.parts[n-1].days) == 1:
		p := &b.parts[n-1]
		p.days = append(p.days, d)
		p.weekdays[1] = b.next()
	case n > 0 && (b.to || !b.list):
		return &Unclear{diag.T("more dates stand here than a first and a last day"), diag.T("give each date a row of its own")}
	default:
		b.parts = append(b.parts, part{days: []Day{d}, weekdays: [2]int{b.next(), -1}})
	}
	b.to, b.list = false, false
	return nil
}

func (b *assembly) time(c Clock) error {
	dst, days := &b.lead, 0
	if n := len(b.parts); n > 0 {
		dst, days = &b.parts[n-1].slots, len(b.parts[n-1].days)
	}
	n := len(*dst)
	switch {
	case n == 0:
		b.endOnly = b.endOnly || (b.to && b.until)
		*dst = append(*dst, []Clock{c})
	case len((*dst)[n-1]) == 1 && (b.to || (days == 2 && n == 1 && !b.list)):
		(*dst)[n-1] = append((*dst)[n-1], c)
	case b.list:
		*dst = append(*dst, []Clock{c})
	case len((*dst)[n-1]) == 2:
		return &Unclear{diag.T("more times stand here than a beginning and an end"), diag.T("give each time a row of its own")}
	default:
		return &Unclear{diag.T("two times stand side by side"), diag.T("write a beginning and an end as in 18.30-20, or give each time a row of its own")}
	}
	b.to, b.list = false, false
	return nil
}

// lastWeekday gives the last day a weekday that stands behind it: 14/06, sabato.
func (b *assembly) lastWeekday() error {
	n := len(b.parts)
	if len(b.weekdays) == 0 {
		return nil
	}
	if n > 0 && len(b.weekdays) == 1 {
		if p := &b.parts[n-1]; p.weekdays[len(p.days)-1] < 0 {
			p.weekdays[len(p.days)-1] = b.weekdays[0]
			return nil
		}
	}
	return &Unclear{diag.T("a weekday alone is no date"), diag.T("add the day and the month")}
}

// monthDays makes the first and the last day of months that are named alone.
func (b *assembly) monthDays() error {
	n := len(b.months)
	if n == 0 {
		return nil
	}
	if len(b.parts) > 0 {
		return &Unclear{diag.T("a month stands here without its day"), diag.T("write the day and the month, as in 14/06/2025")}
	}
	first, last := b.months[0], b.months[n-1]
	if first.Year == 0 {
		first.Year = last.Year
	}
	if last.Year == 0 {
		last.Year = first.Year
	}
	if n > 1 && last.Month < first.Month && last.Year == first.Year {
		return &Unclear{diag.T("the last day lies before the first"), diag.T("exchange or correct the two")}
	}
	first.Day, last.Day = 1, lastOfMonth(last.Year, last.Month)
	b.parts = []part{{days: []Day{first, last}, weekdays: [2]int{-1, -1}, slots: b.lead}}
	b.lead = nil
	return nil
}

// lastOfMonth returns the last day of a month; without a year February has 28.
func lastOfMonth(year, month int) int {
	if year == 0 {
		year = 2025
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// take makes the statement of the parts.
func (st *Statement) take(b *assembly) error {
	if len(b.parts) == 0 {
		st.times(b.lead)
		return nil
	}
	general, err := b.times()
	if err != nil {
		return err
	}
	first := b.parts[0]
	st.Days, st.Weekdays = first.days, first.weekdays
	if general != nil {
		st.times(general)
	} else {
		st.times(first.slots)
	}
	for _, p := range b.parts[1:] {
		if len(p.days) > 1 || len(first.days) > 1 {
			return &Unclear{diag.T("separate days and a range stand in one cell"), diag.T("give each of them a row of its own")}
		}
		o := Occasion{Day: p.days[0], Weekday: p.weekdays[0]}
		if general == nil {
			o.Slots = p.slots
		}
		st.Also = append(st.Also, o)
	}
	return nil
}

func (st *Statement) times(slots [][]Clock) {
	if len(slots) > 0 {
		st.Times, st.Slots = slots[0], slots[1:]
	}
}

// times returns the times that hold for all days; nil when each has its own.
func (b *assembly) times() (general [][]Clock, err error) {
	with := 0
	for _, p := range b.parts {
		if len(p.slots) > 0 {
			with++
		}
	}
	last := b.parts[len(b.parts)-1].slots
	switch {
	case len(b.lead) > 0 && with == 0:
		return b.lead, nil
	case len(b.lead) == 0 && (with == 0 || with == len(b.parts)):
		return nil, nil
	case len(b.lead) == 0 && with == 1 && len(last) > 0:
		return last, nil // 14 e 15 giugno ore 21
	}
	return nil, &Unclear{diag.T("some of the days have a time and others have none"), diag.T("give each date a row of its own")}
}
