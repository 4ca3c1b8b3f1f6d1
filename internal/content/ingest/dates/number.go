package dates

import (
	"fmt"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/when"
)

// number reads what starts with a number: a date, a time, a day, a year.
func (s *scanner) number() error {
	a, p, b := s.peek(0), s.peek(1), s.peek(2)
	sep := p.text == "/" || p.text == "." || p.text == "-"
	switch {
	case s.kind == TimeOfDay:
		return s.time()
	case a.isNum(4, 4) && sep && b.isNum(1, 2) && s.peek(3).text == p.text && s.peek(4).isNum(1, 2):
		return s.date(Day{a.num, b.num, s.peek(4).num}, 5)
	case a.isNum(1, 2) && sep && !p.gap && !b.gap && s.monthAt(2):
		return s.shortMonth()
	case a.isNum(1, 2) && sep && b.isNum(1, 2) && s.peek(3).text == p.text && s.peek(4).isNum(4, 4):
		return s.ordered(s.peek(4).num, 5)
	case a.isNum(1, 2) && sep && b.isNum(1, 2) && s.peek(3).text == p.text && s.peek(4).isNum(2, 2) && s.peek(4).gap == b.gap:
		return s.ordered(2000+s.peek(4).num, 5)
	case a.isNum(1, 2) && p.text == ":" && b.isNum(2, 2):
		return s.time()
	case a.isNum(1, 2) && s.unit(1):
		return s.time()
	case a.isNum(1, 2) && p.text == "/" && b.isNum(1, 2):
		if _, month := when.LookupMonth(s.peek(3).text); month {
			return &Unclear{diag.T("%d/%d can mean two days or a range", a.num, b.num), diag.T("write %d-%d for all days from the first to the last, or give each day a row", a.num, b.num)}
		}
		return s.ordered(0, 3)
	case a.isNum(1, 2) && p.text == "." && b.isNum(2, 2) && !b.gap && s.dottedTime():
		return s.time()
	case a.isNum(1, 2) && p.text == "." && b.isNum(1, 2) && !s.monthAt(3):
		return s.dottedDate()
	case a.isNum(1, 2):
		return s.day()
	case a.isNum(4, 4) && s.giveYear(a.num):
		s.i++
		return nil
	case a.isNum(5, 5) && len(s.tokens) == 1:
		return &Unclear{diag.T("%d is a spreadsheet's number for a date", a.num), diag.T("give the column a date format before saving as CSV")}
	}
	return &Unclear{Text: diag.T("%q is not understood", a.text)}
}

// shortMonth reads a day and a month as spreadsheets show them: 20-giu, 20-giu-27,
// 20/giu/2027.
func (s *scanner) shortMonth() error {
	sep := s.peek(1).text
	m, _ := when.LookupMonth(s.peek(2).text)
	date, n := Day{Month: int(m), Day: s.peek(0).num}, 3
	if y := s.peek(4); s.peek(3).text == sep && !y.gap {
		switch {
		case y.isNum(4, 4):
			date.Year, n = y.num, 5
		case y.isNum(2, 2):
			date.Year, n = 2000+y.num, 5
		}
	} else {
		n += s.year(3, &date)
	}
	return s.date(date, n)
}

// ordered adds a date of n tokens whose first and third are day and month, in the
// order that is known. Behind full stops the day is always first.
func (s *scanner) ordered(year, n int) error {
	a, b := s.peek(0).num, s.peek(2).num
	if s.peek(1).text != "." {
		switch {
		case s.order == MonthFirst:
			a, b = b, a
			if b > 12 && a <= 12 {
				return &Unclear{diag.T("there is no month %d", b), diag.T("the other dates of the column have the month first; write this one so too")}
			}
		case s.order == NoOrder && b > 12 && a <= 12:
			a, b = b, a
		case s.order == NoOrder && a <= 12 && b <= 12 && a != b:
			return &Unclear{diag.T("day and month can stand in either order"), diag.T("write the month as a word, or all dates of the column in one order")}
		}
	}
	return s.date(Day{year, b, a}, n)
}

// date adds a whole date of n tokens.
func (s *scanner) date(c Day, n int) error {
	if c.Month > 12 && c.Day <= 12 && c.Day > 0 {
		swapped := fmt.Sprintf("%02d/%02d", c.Month, c.Day)
		if c.Year > 0 {
			swapped += fmt.Sprintf("/%d", c.Year)
		}
		return &Unclear{diag.T("there is no month %d", c.Month), diag.T("dates are read with the day first: write %s", swapped)}
	}
	if s.peek(n).text == "." {
		n++ // 14.06. and 14.06.2025.
	}
	s.add(atom{kind: atomDate, date: c}, n)
	return nil
}

// monthAt reports whether the name of a month stands n tokens on.
func (s *scanner) monthAt(n int) bool {
	_, ok := when.LookupMonth(s.peek(n).text)
	return ok
}

// unit reports whether a word that makes a time stands n tokens on: 21 h, 21 Uhr, 9 pm.
func (s *scanner) unit(n int) bool {
	switch s.peek(n).text {
	case "h", "uhr", "uur", "am", "pm", "hs", "hrs":
		return true
	}
	return false
}

// dottedTime decides whether "21.00" is a time where it could be a day and a
// month: it is one behind another time, behind a complete day, or when there
// is no such month.
func (s *scanner) dottedTime() bool {
	hour, minute := s.peek(0).num, s.peek(2).num
	if hour > 24 || minute > 59 || s.peek(3).text == "." && s.peek(4).num >= 0 {
		return false
	}
	if s.unit(3) || s.lastKind(0) == atomTime || (s.lastKind(0) == atomRange && s.lastKind(1) == atomTime) {
		return true
	}
	if minute == 0 || minute > 12 {
		return true
	}
	if s.lastKind(0) == atomRange || s.lastKind(0) == atomList {
		return false
	}
	return s.has(atomDate)
}

// dottedDate reads "14.06" as a day and a month. Behind a date with its year
// and a dash it could be a time as well.
func (s *scanner) dottedDate() error {
	if s.lastKind(0) == atomRange && s.lastKind(1) == atomDate && s.atoms[len(s.atoms)-2].date.Year > 0 && s.peek(2).isNum(2, 2) && s.peek(0).num <= 24 && s.peek(3).text != "." {
		return &Unclear{diag.T("%s.%s can be a day or a time", s.peek(0).text, s.peek(2).text), diag.T("write the year behind the second day, or ore before the time")}
	}
	return s.date(Day{0, s.peek(2).num, s.peek(0).num}, 3)
}

// day reads a bare day and, behind it, the month and the year if they are there.
func (s *scanner) day() error {
	a := s.peek(0)
	n := 1
	n += s.ordinal(n)
	if s.peek(n).text == "." {
		n++
	}
	if t := s.peek(n).text; t == "de" || t == "di" || t == "of" {
		if s.monthAt(n + 1) {
			n++
		}
	}
	if m, ok := when.LookupMonth(s.peek(n).text); ok {
		date := Day{Month: int(m), Day: a.num}
		n++
		if s.peek(n).text == "." {
			n++
		}
		n += s.year(n, &date)
		if t := s.peek(n); date.Year == 0 && t.isNum(2, 2) && s.peek(n+1).text != ":" && s.peek(n+1).text != "." && !s.unit(n+1) {
			return &Unclear{diag.T("%s behind the month can be a year or an hour", t.text), diag.T("write 20%s, or ore %s", t.text, t.text)}
		}
		s.add(atom{kind: atomDate, date: date}, n)
		return nil
	}
	// Behind a time and "to" or "and", a bare number is an hour: ore 18-20.
	if (s.lastKind(0) == atomRange || s.lastKind(0) == atomList) && s.lastKind(1) == atomTime && a.num <= 24 {
		return s.time()
	}
	if s.has(atomDate) && s.lastKind(0) != atomRange && s.lastKind(0) != atomList && s.lastKind(0) != atomWeekday {
		return &Unclear{diag.T("%s behind the date is not understood", a.text), diag.T("write a time as in ore %s", a.text)}
	}
	s.add(atom{kind: atomDate, date: Day{Day: a.num}}, n)
	return nil
}

// giveYear completes the last date with a year that stands apart from it.
func (s *scanner) giveYear(y int) bool {
	for i := len(s.atoms) - 1; i >= 0; i-- {
		if a := &s.atoms[i]; a.kind == atomDate {
			if a.date.Month == 0 && i > 1 && s.atoms[i-1].kind == atomList && s.atoms[i-2].kind == atomDate {
				a.date.Month = s.atoms[i-2].date.Month // June 14 and 15, 2027
			}
			if a.date.Year == 0 && a.date.Month > 0 && y >= 1900 && y <= 2200 {
				a.date.Year = y
				return true
			}
			return false
		}
	}
	return false
}

// time reads an hour with or without minutes: 21, 21.00, 21:00, 21h, 18 h 30,
// 9 pm, 21 Uhr.
func (s *scanner) time() error {
	a := s.peek(0)
	c := Clock{Hour: a.num}
	n := 1
	sign := s.peek(n).text
	switch minutes := s.peek(n + 1); {
	case (sign == ":" || sign == "." || sign == "," || sign == "h" || sign == "'") && minutes.isNum(2, 2) && !minutes.gap:
		c.Minute = minutes.num
		n += 2
		if seconds := s.peek(n + 1); sign == ":" && s.peek(n).text == ":" && seconds.isNum(2, 2) {
			n += 2
		}
	case (sign == ":" || sign == "." || sign == ",") && minutes.isNum(1, 1) && !minutes.gap && !s.peek(n).gap && s.peek(n+2).text != "." && a.isNum(1, 2):
		return &Unclear{diag.T("%s%s%s may be a time whose last digit is lost", a.text, sign, minutes.text), diag.T("is it %s:%s0? write it so", a.text, minutes.text)}
	case (sign == "h" || sign == "uhr") && minutes.isNum(2, 2) && !s.monthAt(n+2) && s.peek(n+2).text != "/" && s.peek(n+2).text != ".":
		c.Minute = minutes.num
		n += 2
	}
	switch unit := s.peek(n).text; unit {
	case "h", "uhr", "uur", "hs", "hrs":
		n++
	case "am", "pm", "a", "p":
		if unit == "a" || unit == "p" {
			// "9 p.m." comes as p . m .
			if s.peek(n+1).text != "." || s.peek(n+2).text != "m" {
				break
			}
			n += 2
			if s.peek(n+1).text == "." {
				n++
			}
		}
		if c.Hour < 1 || c.Hour > 12 {
			return &Unclear{Text: diag.T("%d %s is not a time", c.Hour, unit)}
		}
		c.Hour %= 12
		if unit[0] == 'p' {
			c.Hour += 12
		}
		n++
	}
	if !a.isNum(1, 2) || c.Hour > 24 || c.Minute > 59 || (c.Hour == 24 && c.Minute > 0) {
		hint := diag.T("write it as in 18.30")
		if a.isNum(3, 4) {
			hint = diag.T("write it as in %s.%s", a.text[:len(a.text)-2], a.text[len(a.text)-2:])
		}
		return &Unclear{diag.T("%s is not a time", a.text), hint}
	}
	s.add(atom{kind: atomTime, clock: c}, n)
	return nil
}
