package when_test

import (
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

// slots makes an event's time of texts such as "06-14 21:00" and "06-14
// 21:00-23:00", or "06-14" of whole days, all in 2027.
func slots(tb testing.TB, texts ...string) event.When {
	tb.Helper()
	var w event.When
	for i, text := range texts {
		s := event.Slot{}
		var err error
		if len(text) == len("06-14") {
			w.AllDay = true
			s.Start, err = time.Parse(time.DateOnly, "2027-"+text)
			s.End = s.Start
		} else {
			s.Start, err = time.Parse("2006-01-02 15:04", "2027-"+text[:len("06-14 21:00")])
			if err == nil && len(text) > len("06-14 21:00-") {
				s.End, err = time.Parse("2006-01-02 15:04", "2027-"+text[:len("06-14 ")]+text[len("06-14 21:00-"):])
			}
		}
		if err != nil {
			tb.Fatal(err)
		}
		if i == 0 {
			w.Start, w.End = s.Start, s.End
		} else {
			w.More = append(w.More, s)
		}
	}
	return w
}

func TestSeveralDates(t *testing.T) {
	now := time.Date(2027, 3, 10, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		tag   string
		when  event.When
		dates string
		hours string
	}{
		{"it", slots(t, "06-14", "06-15"), "14 e 15 giugno", ""},
		{"it", slots(t, "06-14 21:00", "06-15 21:00", "06-21 21:00"), "14, 15 e 21 giugno", "ore 21.00"},
		{"it", slots(t, "06-28 21:00", "07-01 18:30"), "28 giugno e 1º luglio", "ore 21.00 e 18.30"},
		{"it", slots(t, "06-14 10:00-13:00", "06-14 15:00-19:00"), "lunedì 14 giugno", "ore 10.00–13.00 e 15.00–19.00"},
		{"it", slots(t, "07-01", "07-08", "07-15", "07-22", "07-29"), "ogni giovedì, 1–29 luglio", ""},
		{"it", slots(t, "07-01", "07-02", "07-03"), "1–3 luglio", ""},
		{"it", slots(t, "07-01", "07-03", "07-05", "07-06", "07-09", "07-12", "07-20"), "7 date, 1–20 luglio", ""},
		{"en", slots(t, "06-14 21:00", "06-15 21:00"), "14 and 15 June", "21:00"},
		{"en-US", slots(t, "06-14 21:00", "06-15 21:00"), "June 14 and 15", "9:00 PM"},
		{"de", slots(t, "06-14 10:00-13:00", "06-15 10:00-13:00"), "14. und 15. Juni", "10:00 Uhr"},
		{"fr", slots(t, "06-01", "06-15", "07-02"), "1er et 15 juin et 2 juillet", ""},
		{"es", slots(t, "06-14", "06-15"), "14 y 15 de junio", ""},
		{"zh", slots(t, "06-14", "06-15", "06-20"), "6月14、15和20日", ""},
	} {
		l, _ := when.For(c.tag)
		if got := l.Dates(c.when, now); got != c.dates {
			t.Errorf("%s: dates %q, want %q", c.tag, got, c.dates)
		}
		if got := l.Hours(c.when); got != c.hours {
			t.Errorf("%s: hours %q, want %q", c.tag, got, c.hours)
		}
	}
	first, last := when.Span(slots(t, "06-14 21:00-23:00", "06-20 21:00-23:00"))
	if first.Day() != 14 || last.Day() != 20 {
		t.Errorf("from %v to %v", first, last)
	}
}
