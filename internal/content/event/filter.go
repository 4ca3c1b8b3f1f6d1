package event

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
)

// Filter chooses events. Empty lists choose all; a name is compared without
// regard to case, accents and spacing.
type Filter struct {
	From, To       time.Time // events that touch this span, To excluded; zero for no bound
	Neighbourhoods []string
	Venues         []string
	Categories     []string
	Cost           Cost
}

// Cost chooses events by whether they cost something. An event without a price is
// neither free nor paid.
type Cost int

// The choices of a Cost.
const (
	AnyCost Cost = iota
	Free
	Paid
)

// matches reports whether an event costs what is asked for.
func (c Cost) matches(e *Event) bool {
	switch c {
	case Free:
		return e.Free
	case Paid:
		return e.Price != "" && !e.Free
	case AnyCost:
	}
	return true
}

// Matches reports whether the filter chooses an event. With a span, an event
// without a date is not chosen; one of several dates in the span is enough.
func (f Filter) Matches(e *Event) bool {
	if !f.Cost.matches(e) {
		return false
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		if !slices.ContainsFunc(e.When.Slots(), func(s Slot) bool {
			return (f.To.IsZero() || s.Start.Before(f.To)) && (f.From.IsZero() || e.When.Single(s).last().After(f.From))
		}) {
			return false
		}
	}
	return among(f.Neighbourhoods, e.Neighbourhood) && among(f.Venues, e.Venue) && among(f.Categories, e.Category)
}

// Select returns the events that the filter chooses, in their order.
func (f Filter) Select(events []*Event) []*Event {
	var out []*Event
	for _, e := range events {
		if f.Matches(e) {
			out = append(out, e)
		}
	}
	return out
}

// last is the instant at which an event is over. A timed event without an end is
// over right after its start.
func (w When) last() time.Time {
	switch {
	case len(w.More) > 0:
		return w.Single(w.More[len(w.More)-1]).last()
	case w.AllDay && w.End.IsZero():
		return w.Start.AddDate(0, 0, 1)
	case w.AllDay:
		return w.End.AddDate(0, 0, 1)
	case w.End.IsZero():
		return w.Start.Add(time.Nanosecond)
	}
	return w.End
}

// Past reports whether an event is over at an instant.
func (w When) Past(now time.Time) bool { return w.Known() && !w.last().After(now) }

func among(names []string, name string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return fold.Same(n, name) })
}

// nextDays is "next 7 days" in the languages that are read.
var nextDays = regexp.MustCompile(`^(?:(?:i )?prossimi (\d{1,3}) giorni|(?:the )?next (\d{1,3}) days|(?:die )?nachste[n]? (\d{1,3}) tage|(?:les )?(\d{1,3}) prochains jours|(?:los )?proximos (\d{1,3}) dias)$`)

// windows are names of spans of days.
var windows = map[string]string{
	"today": "today", "oggi": "today", "heute": "today", "aujourd'hui": "today", "hoy": "today",
	"tomorrow": "tomorrow", "domani": "tomorrow", "morgen": "tomorrow", "demain": "tomorrow", "manana": "tomorrow",
	"this weekend": "weekend", "weekend": "weekend", "questo weekend": "weekend", "questo fine settimana": "weekend", "fine settimana": "weekend",
	"dieses wochenende": "weekend", "ce week-end": "weekend", "este fin de semana": "weekend",
	"next weekend": "next weekend", "prossimo weekend": "next weekend", "prossimo fine settimana": "next weekend",
	"this week": "week", "questa settimana": "week", "diese woche": "week", "cette semaine": "week", "esta semana": "week",
	"next week": "next week", "prossima settimana": "next week", "la prossima settimana": "next week", "nachste woche": "next week", "la semaine prochaine": "next week", "la proxima semana": "next week",
	"this month": "month", "questo mese": "month", "dieser monat": "month", "ce mois": "month", "este mes": "month",
	"next month": "next month", "prossimo mese": "next month", "il prossimo mese": "next month",
}

// Span reads the name of a span of days as seen at now, in now's zone: "this
// weekend" (Saturday and Sunday; on a Sunday, the one that it belongs to),
// "next 7 days" (today and the six days behind it), "this week" (Monday to
// Sunday), today, tomorrow, next week, this month, next month, and two days
// with two dots between them: 2025-06-01..2025-06-30, the last one included.
// The names are understood in Italian, English, German, French and Spanish.
func Span(text string, now time.Time) (from, to time.Time, err error) {
	zone := now.Location()
	day := func(offset int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+offset, 0, 0, 0, 0, zone)
	}
	monday := -(int(now.Weekday()) + 6) % 7
	name := fold.Name(text)
	if m := nextDays.FindStringSubmatch(name); m != nil {
		n, err := strconv.Atoi(strings.Join(m[1:], ""))
		if err == nil && n > 0 {
			return day(0), day(n), nil
		}
	}
	switch windows[name] {
	case "today":
		return day(0), day(1), nil
	case "tomorrow":
		return day(1), day(2), nil
	case "weekend":
		return day(monday + 5), day(monday + 7), nil
	case "next weekend":
		return day(monday + 12), day(monday + 14), nil
	case "week":
		return day(monday), day(monday + 7), nil
	case "next week":
		return day(monday + 7), day(monday + 14), nil
	case "month":
		return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, zone), time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, zone), nil
	case "next month":
		return time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, zone), time.Date(now.Year(), now.Month()+2, 1, 0, 0, 0, 0, zone), nil
	}
	first, last, ok := strings.Cut(strings.TrimSpace(text), "..")
	if !ok {
		last = first
	}
	from, err = time.ParseInLocation(time.DateOnly, strings.TrimSpace(first), zone)
	if err != nil {
		return time.Time{}, time.Time{}, diag.Reasonf("%q is no span of days", text)
	}
	to, err = time.ParseInLocation(time.DateOnly, strings.TrimSpace(last), zone)
	if err != nil || to.Before(from) {
		return time.Time{}, time.Time{}, diag.Reasonf("%q is no span of days", text)
	}
	return from, to.AddDate(0, 0, 1), nil
}

// SpanNames are the English names that Span understands, for hints.
var SpanNames = []string{"today", "tomorrow", "this weekend", "next weekend", "this week", "next week", "next 7 days", "this month", "next month", "2025-06-01..2025-06-30"}
