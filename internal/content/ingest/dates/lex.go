// Package dates reads days and times as people write them, in the languages
// that have names of months, and as machines do; it names the zones that
// calendars use and bounds the series of dates that are followed. What a text
// means is never guessed: what can be read in two ways is an Unclear.
//
// testdata/corpus.txt lists texts with their readings.
package dates

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/when"
)

// A date as people write it is read in three steps: lex cuts it into
// words, numbers and signs; the scanner joins these into days, times and ranges;
// assemble makes one statement of them. A step that does not understand
// everything in front of it returns an Unclear: nothing is skipped.

// Unclear is a text that cannot be read, or can be read in more than one way.
type Unclear struct{ Text, Hint diag.Text }

// Error returns what is unclear, without the hint.
func (u *Unclear) Error() string { return u.Text.String() }

// Fact returns what is unclear, without the hint.
func (u *Unclear) Fact() diag.Text { return u.Text }

// token is a number, a word or a sign.
type token struct {
	text string // folded: lower case, no accents
	num  int    // value, -1 if it is no number
	gap  bool   // white space stands before it
}

func (t token) isNum(minDigits, maxDigits int) bool {
	return t.num >= 0 && len(t.text) >= minDigits && len(t.text) <= maxDigits
}

// maxText is the longest text that is taken for a date.
const maxText = 120

// signs brings signs to one form before a text is folded; foldedSigns does so
// with words after it.
var (
	signs       = strings.NewReplacer("–", "-", "—", "-", "‐", "-", "‑", "-", "−", "-", "’", "'", "ʼ", "'", "º", "", "°", "", "ª", "", "日", " ", "月", "/", "年", "/")
	foldedSigns = strings.NewReplacer("tot en met", "tot", "t/m", "tot")
)

// lex cuts a text into tokens.
func lex(s string) []token {
	s = foldedSigns.Replace(fold.Letters(strings.TrimSuffix(signs.Replace(s), ".")))
	var out []token
	gap := false
	runes := []rune(s)
	for i := 0; i < len(runes); {
		r := runes[i]
		j := i + 1
		switch {
		case unicode.IsSpace(r):
			gap = true
			i++
			continue
		case r >= '0' && r <= '9':
			for j < len(runes) && runes[j] >= '0' && runes[j] <= '9' {
				j++
			}
		case unicode.IsLetter(r):
			for j < len(runes) && unicode.IsLetter(runes[j]) {
				j++
			}
		}
		t := token{text: string(runes[i:j]), num: -1, gap: gap}
		if r >= '0' && r <= '9' && j-i <= 9 {
			t.num, _ = strconv.Atoi(t.text) // at most nine digits
		}
		out = append(out, t)
		gap = false
		i = j
	}
	return out
}

// atomKind says what an atom is.
type atomKind int

const (
	atomDate    atomKind = iota // a day; month and year may be missing
	atomTime                    // a time of day
	atomWeekday                 // the name of a weekday
	atomRange                   // "to": -, al, bis, au…
	atomList                    // "and": e, und, a comma between days…
	atomMonth                   // the name of a month that no day belongs to
)

// atom is one part of a statement about time.
type atom struct {
	kind    atomKind
	date    Day
	clock   Clock
	weekday int  // time.Weekday
	until   bool // a range in words that say that what follows is the end: fino a
}

// Day is a day of the calendar; parts that are not given are 0.
type Day struct{ Year, Month, Day int }

// Clock is a time of day; 24:00 is the end of the day.
type Clock struct{ Hour, Minute int }

// Order is the order of day and month in dates of figures, such as 05/06/2025.
type Order int

// The orders. Where neither is known, a date that fits both is not clear.
const (
	DayFirst Order = iota
	MonthFirst
	NoOrder
)

// Kind says what a text is expected to hold.
type Kind int

// The kinds of text.
const (
	Date      Kind = iota // a day or days, perhaps with times
	TimeOfDay             // a time or two
)

var (
	rangeWords = words("al all alle alla bis au aux to until till fino a hasta ate jusqu tot m t/m through thru")
	listWords  = words("e ed and und et y o oppure or oder ou en")
	timeWords  = words("ore ora h orario um at las alle dalle hs hrs h. kl om")
	noiseWords = words("im poi onwards i gli las los les des partire partir starting circa ca verso gegen vers around about dal dall dalla da del dell della di d il lo la le l nel nell giorno giorni data von vom den der dem am from on the of de du el los ab in inizio uur uhr h inizia van op das dos do zum")
	everyWords = words("ogni every each jeden jede jeder jedes tutti tutte chaque cada tous toutes todos todas elke iedere")
	dailyWords = words("giorno giorni day days tag jour jours dia dias")
	fromWords  = words("dal dall dalla da from vom ab du desde van starting partire partir")
	untilWords = words("fino until till bis jusqu hasta ate tot through")
	laterWords = words("oggi domani dopodomani ieri today tomorrow heute morgen demain hoy manana stasera tonight")
)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// scanner joins tokens into atoms.
type scanner struct {
	tokens []token
	i      int
	kind   Kind
	atoms  []atom
	order  Order
	from   bool // "dal" stands before the first day
	until  bool // "fino al" does
	every  bool // "ogni" or a plural says that it repeats
	daily  bool // on all days
}

// peek returns the token n places on; past the end it is the zero token with num -1.
func (s *scanner) peek(n int) token {
	if s.i+n < len(s.tokens) {
		return s.tokens[s.i+n]
	}
	return token{num: -1}
}

func (s *scanner) add(a atom, n int) {
	s.atoms = append(s.atoms, a)
	s.i += n
}

// has reports whether an atom of a kind was found.
func (s *scanner) has(k atomKind) bool {
	for _, a := range s.atoms {
		if a.kind == k {
			return true
		}
	}
	return false
}

// lastKind returns the kind of the last atom, and of the one before it; -1 for none.
func (s *scanner) lastKind(back int) atomKind {
	if i := len(s.atoms) - 1 - back; i >= 0 {
		return s.atoms[i].kind
	}
	return -1
}

// scan reads a whole text.
func (s *scanner) scan() error {
	for s.i < len(s.tokens) {
		before := s.i
		var err error
		if s.peek(0).num >= 0 {
			err = s.number()
		} else {
			err = s.word()
		}
		if err != nil {
			return err
		}
		if s.i == before {
			return &Unclear{Text: diag.T("%q is not understood", s.peek(0).text)}
		}
	}
	return nil
}

// word reads a word or a sign.
func (s *scanner) word() error {
	t := s.peek(0)
	next := s.peek(1)
	if !s.has(atomDate) && !s.has(atomTime) {
		s.from = s.from || fromWords[t.text]
		s.until = s.until || untilWords[t.text]
	}
	month, isMonth := when.LookupMonth(t.text)
	d, plural, isWeekday := weekdayOf(t.text)
	if isWeekday && noiseWords[t.text] && (s.lastKind(0) == atomWeekday || s.monthAt(1)) {
		isWeekday = false // "di" is a Tuesday in German, and "of" in Italian
	}
	if isMonth && s.monthFirst(int(month), isWeekday) {
		return nil
	}
	if isMonth && (!isWeekday || next.isNum(4, 4)) {
		date := Day{Month: int(month)}
		n := 1
		if next.text == "." {
			n = 2
		}
		n += s.year(n, &date)
		s.add(atom{kind: atomMonth, date: date}, n)
		return nil
	}
	if isWeekday {
		s.every = s.every || plural
		n := 1
		if next.text == "." {
			n = 2
		}
		s.add(atom{kind: atomWeekday, weekday: int(d)}, n)
		return nil
	}
	switch {
	case everyWords[t.text]:
		s.every = true
		s.i++
	case s.every && dailyWords[t.text], t.text == "daily" || t.text == "taglich":
		s.every, s.daily = true, true
		s.i++
	case laterWords[t.text]:
		return &Unclear{diag.T("%q means another day tomorrow", t.text), diag.T("write the date")}
	case t.text == "mezzanotte" || t.text == "midnight" || t.text == "mitternacht" || t.text == "minuit" || t.text == "medianoche":
		s.add(atom{kind: atomTime, clock: Clock{24, 0}}, 1)
	case t.text == "mezzogiorno" || t.text == "noon" || t.text == "mittag" || t.text == "midi" || t.text == "mediodia":
		s.add(atom{kind: atomTime, clock: Clock{12, 0}}, 1)
	case timeWords[t.text] && (next.num >= 0 || (next.text == "." && s.peek(2).num >= 0)):
		// A range word may be a time word too: "dalle 18 alle 20".
		if s.lastKind(0) == atomTime && (t.text == "alle" || rangeWords[t.text]) {
			s.add(atom{kind: atomRange}, 0)
		}
		s.i++
		if next.text == "." {
			s.i++
		}
		return s.time() // behind a word such as ore
	case t.text == "-" || (rangeWords[t.text] && s.ranges()):
		s.add(atom{kind: atomRange, until: untilWords[t.text]}, 1)
	case t.text == "/" && s.lastKind(0) == atomTime && next.num >= 0:
		s.add(atom{kind: atomList}, 1) // 10-13 / 15-19
	case t.text == "," || t.text == ";" || t.text == "(" || t.text == ")":
		if (t.text == "," || t.text == ";") && s.lists() {
			s.atoms = append(s.atoms, atom{kind: atomList})
		}
		s.i++
	case t.text == "'" || t.text == ".":
		s.i++
	case listWords[t.text] || t.text == "&" || t.text == "+":
		s.add(atom{kind: atomList}, 1)
	case t.text == "t" && next.num >= 0 && !next.gap && s.lastKind(0) == atomDate:
		s.i++ // 2025-06-14T18:30
	case noiseWords[t.text] || timeWords[t.text] || rangeWords[t.text]:
		s.i++
	default:
		return &Unclear{Text: diag.T("%q is not understood", t.text)}
	}
	return nil
}

// ranges reports whether a range word stands between two things: "al" does in
// "3 al 5", and is an article elsewhere.
func (s *scanner) ranges() bool {
	k := s.lastKind(0)
	return k == atomDate || k == atomTime || k == atomWeekday
}

// lists reports whether a comma lists what stands before and behind it: a bare
// day or one that lacks a month and a number ("3, 5 e 8 maggio"), a day or a time
// and another day, or two times.
func (s *scanner) lists() bool {
	switch next := s.peek(1); s.lastKind(0) {
	case atomDate:
		return (next.num >= 0 && s.atoms[len(s.atoms)-1].date.Month == 0) || s.dateAt(1)
	case atomTime:
		return next.num >= 0 || timeWords[next.text] || fromWords[next.text] || s.dateAt(1)
	case atomMonth, atomWeekday:
		_, _, ok := weekdayOf(next.text)
		return ok || s.monthAt(1)
	default:
		return false
	}
}

// dateAt reports whether a whole date starts n tokens on, perhaps with its weekday.
func (s *scanner) dateAt(n int) bool {
	if _, _, ok := weekdayOf(s.peek(n).text); ok {
		n++
		if s.peek(n).text == "." {
			n++
		}
	}
	a, p, b := s.peek(n), s.peek(n+1), s.peek(n+2)
	switch {
	case a.isNum(4, 4):
		return p.text == "-" || p.text == "/"
	case !a.isNum(1, 2):
		return s.monthAt(n) && p.isNum(1, 2)
	case p.text == "/":
		return b.isNum(1, 2) || s.monthAt(n+2)
	case p.text == "." || p.text == "-":
		return s.monthAt(n+2) || (b.isNum(1, 2) && s.peek(n+3).text == p.text)
	}
	return s.monthAt(n + 1 + s.ordinal(n+1))
}

// plurals are the names of weekdays of which there are several, or on which
// something is every week.
var plurals = map[string]time.Weekday{
	"sabati": time.Saturday, "domeniche": time.Sunday,
	"sabados": time.Saturday, "domingos": time.Sunday,
}

// weekdayOf returns the weekday that a word names; plural says that it names all
// of them: Saturdays, samedis, samstags.
func weekdayOf(word string) (d time.Weekday, plural, ok bool) {
	if d, ok := when.LookupWeekday(word); ok {
		return d, false, true
	}
	if d, ok := plurals[word]; ok {
		return d, true, true
	}
	stem, ok := strings.CutSuffix(word, "s")
	if !ok {
		stem, ok = strings.CutSuffix(word, "e") // Samstage
	}
	if !ok || len(stem) < 5 {
		return 0, false, false
	}
	d, ok = when.LookupWeekday(stem)
	return d, ok, ok
}

// monthFirst reads "June 14, 2025". It is false when the month belongs to a
// day before it, which is read there, or has no day behind it. weekday says that
// the word is a weekday's name too: mar 14/06 is a Tuesday.
func (s *scanner) monthFirst(month int, weekday bool) bool {
	n := 1
	if s.peek(n).text == "." {
		n++
	}
	day := s.peek(n)
	if !day.isNum(1, 2) || s.peek(n+1).text == ":" || s.lastKind(0) == atomDate {
		return false
	}
	if weekday && (s.peek(n+1).text == "/" || s.peek(n+1).text == "." || s.peek(n+1).text == "-" || s.monthAt(n+1)) {
		return false
	}
	n++
	n += s.ordinal(n)
	date := Day{Month: month, Day: day.num}
	// A range within the month: June 14-16, 2025.
	if s.peek(n).text == "-" && s.peek(n+1).isNum(1, 2) && s.peek(n+2).text != ":" {
		second := Day{Month: month, Day: s.peek(n + 1).num}
		n += 2
		n += s.ordinal(n)
		n += s.year(n, &second)
		date.Year = second.Year
		s.atoms = append(s.atoms, atom{kind: atomDate, date: date}, atom{kind: atomRange})
		s.add(atom{kind: atomDate, date: second}, n)
		return true
	}
	n += s.year(n, &date)
	s.add(atom{kind: atomDate, date: date}, n)
	return true
}

// year reads a year of four digits n tokens on, perhaps behind a comma or
// "de", "del", "of"; it returns how many tokens it took.
func (s *scanner) year(n int, date *Day) int {
	skip := 0
	for t := s.peek(n + skip); skip < 2 && (t.text == "," || t.text == "de" || t.text == "del" || t.text == "of" || t.text == "."); t = s.peek(n + skip) {
		skip++
	}
	if y := s.peek(n + skip); y.isNum(4, 4) && y.num >= 1900 && y.num <= 2200 && s.peek(n+skip+1).text != ":" {
		date.Year = y.num
		return skip + 1
	}
	if s.peek(n+skip).text == "'" && s.peek(n+skip+1).isNum(2, 2) {
		date.Year = 2000 + s.peek(n+skip+1).num
		return skip + 2
	}
	return 0
}

// ordinal returns 1 if the token n places on is the ending of an ordinal: 1st, 1er.
func (s *scanner) ordinal(n int) int {
	switch t := s.peek(n); t.text {
	case "st", "nd", "rd", "th", "er", "re", "o", "a":
		if !t.gap {
			return 1
		}
	}
	return 0
}
