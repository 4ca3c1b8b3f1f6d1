package event_test

import (
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
)

func rome(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestSpan(t *testing.T) {
	z := rome(t)
	for _, c := range []struct{ now, text, from, to string }{
		{"2025-06-11 10:00", "today", "2025-06-11", "2025-06-12"}, // a Wednesday
		{"2025-06-11 10:00", "Domani", "2025-06-12", "2025-06-13"},
		{"2025-06-11 10:00", "this weekend", "2025-06-14", "2025-06-16"},
		{"2025-06-14 00:00", "questo fine settimana", "2025-06-14", "2025-06-16"},
		{"2025-06-15 23:59", "this weekend", "2025-06-14", "2025-06-16"}, // Sunday evening
		{"2025-06-16 00:00", "this weekend", "2025-06-21", "2025-06-23"},
		{"2025-06-15 12:00", "next weekend", "2025-06-21", "2025-06-23"},
		{"2025-06-11 10:00", "next 7 days", "2025-06-11", "2025-06-18"},
		{"2025-06-11 10:00", "prossimi 10 giorni", "2025-06-11", "2025-06-21"},
		{"2025-06-11 10:00", "nächste 3 Tage", "2025-06-11", "2025-06-14"},
		{"2025-06-15 10:00", "this week", "2025-06-09", "2025-06-16"},
		{"2025-06-15 10:00", "next week", "2025-06-16", "2025-06-23"},
		{"2025-01-31 10:00", "next month", "2025-02-01", "2025-03-01"},
		{"2025-12-31 10:00", "this month", "2025-12-01", "2026-01-01"},
		{"2025-06-11 10:00", "2025-06-01..2025-06-30", "2025-06-01", "2025-07-01"},
		{"2025-06-11 10:00", "2025-06-14", "2025-06-14", "2025-06-15"},
		{"2025-03-29 10:00", "this weekend", "2025-03-29", "2025-03-31"}, // 47 hours
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.now, z)
		if err != nil {
			t.Fatal(err)
		}
		from, to, err := event.Span(c.text, now)
		if err != nil || from.Format("2006-01-02 15:04") != c.from+" 00:00" || to.Format("2006-01-02 15:04") != c.to+" 00:00" {
			t.Errorf("%s %q: %v to %v, %v", c.now, c.text, from, to, err)
		}
	}
	for _, text := range []string{"", "soon", "2025-06-30..2025-06-01", "next 0 days", "14/06/2025"} {
		if _, _, err := event.Span(text, time.Now()); err == nil {
			t.Errorf("%q was understood", text)
		}
	}
}

func TestFilter(t *testing.T) {
	z := rome(t)
	at := func(d, h int) time.Time { return time.Date(2025, 6, d, h, 0, 0, 0, z) }
	weekend := event.Filter{From: at(14, 0), To: at(16, 0)}
	for _, c := range []struct {
		name string
		when event.When
		want bool
	}{
		{"inside", event.When{Start: at(14, 21)}, true},
		{"midnight before", event.When{Start: at(14, 0)}, true},
		{"midnight behind", event.When{Start: at(16, 0)}, false},
		{"ends as it begins", event.When{Start: at(13, 20), End: at(14, 0)}, false},
		{"runs into it", event.When{Start: at(13, 20), End: at(14, 1)}, true},
		{"last day", event.When{Start: at(10, 0), End: at(14, 0), AllDay: true}, true},
		{"the day before", event.When{Start: at(10, 0), End: at(13, 0), AllDay: true}, false},
		{"all the month", event.When{Start: at(1, 0), End: at(30, 0), AllDay: true}, true},
		{"one day", event.When{Start: at(15, 0), AllDay: true}, true},
		{"no date", event.When{}, false},
	} {
		if got := weekend.Matches(&event.Event{When: c.when}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	e := &event.Event{Neighbourhood: "Isola", Venue: "Caffè  dell’Orto", Category: "Musica"}
	for _, c := range []struct {
		f    event.Filter
		want bool
	}{
		{event.Filter{}, true},
		{event.Filter{Venues: []string{"CAFFE DELL'ORTO"}}, true},
		{event.Filter{Neighbourhoods: []string{"Baggio", "isola"}, Categories: []string{"musica"}}, true},
		{event.Filter{Neighbourhoods: []string{"isola"}, Categories: []string{"teatro"}}, false},
		{event.Filter{Cost: event.Free}, false}, // nothing is said of the price
		{event.Filter{Cost: event.Paid}, false},
	} {
		if got := c.f.Matches(e); got != c.want {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
	free, paid := &event.Event{Price: "gratuito", Free: true}, &event.Event{Price: "5 €"}
	for _, c := range []struct {
		cost event.Cost
		e    *event.Event
		want bool
	}{{event.Free, free, true}, {event.Free, paid, false}, {event.Paid, free, false}, {event.Paid, paid, true}, {event.AnyCost, paid, true}} {
		if got := (event.Filter{Cost: c.cost}).Matches(c.e); got != c.want {
			t.Errorf("cost %d of %q: %v", c.cost, c.e.Price, got)
		}
	}
	if got := weekend.Select([]*event.Event{{When: event.When{Start: at(14, 1)}}, {}}); len(got) != 1 {
		t.Errorf("%d events", len(got))
	}
}

func TestPast(t *testing.T) {
	z := rome(t)
	at := func(d, h int) time.Time { return time.Date(2025, 6, d, h, 0, 0, 0, z) }
	for _, c := range []struct {
		when event.When
		now  time.Time
		want bool
	}{
		{event.When{}, at(14, 0), false},
		{event.When{Start: at(14, 21)}, at(14, 20), false},
		{event.When{Start: at(14, 21)}, at(14, 22), true},
		{event.When{Start: at(14, 21), End: at(14, 23)}, at(14, 22), false},
		{event.When{Start: at(14, 0), AllDay: true}, at(14, 23), false},
		{event.When{Start: at(14, 0), AllDay: true}, at(15, 0), true},
		{event.When{Start: at(14, 0), End: at(16, 0), AllDay: true}, at(16, 23), false},
	} {
		if got := c.when.Past(c.now); got != c.want {
			t.Errorf("%v at %v: %v", c.when, c.now, got)
		}
	}
}

// An event with several dates is chosen by each of them, and over after the last.
func TestSeveralDates(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2027, 6, d, 21, 0, 0, 0, time.UTC) }
	e := &event.Event{When: event.When{Start: day(14), More: []event.Slot{{Start: day(15)}, {Start: day(21), End: day(21).Add(time.Hour)}}}}
	for d, want := range map[int]bool{13: false, 14: true, 15: true, 16: false, 20: false, 21: true, 22: false} {
		from := time.Date(2027, 6, d, 0, 0, 0, 0, time.UTC)
		if got := (event.Filter{From: from, To: from.AddDate(0, 0, 1)}).Matches(e); got != want {
			t.Errorf("on %d June: %v, want %v", d, got, want)
		}
	}
	if e.When.Past(day(21)) || !e.When.Past(day(22)) {
		t.Error("it is over after its last date")
	}
	back, err := e.Record().Event(time.UTC)
	if err != nil || len(back.When.More) != 2 || !back.When.More[1].End.Equal(e.When.More[1].End) {
		t.Errorf("%v %v", back, err)
	}
}
