package ical_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// series writes so many events that repeat; %d in a line is their number.
func series(n int, lines ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\n")
	for i := range n {
		b.WriteString("BEGIN:VEVENT\nSUMMARY:Messa\n")
		for _, l := range lines {
			b.WriteString(strings.ReplaceAll(l, "%d", fmt.Sprint(i)) + "\n")
		}
		b.WriteString("END:VEVENT\n")
	}
	return b.String() + "END:VCALENDAR\n"
}

// days writes n days from 1 January 1990 on, a property for each.
func days(n int, property string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s:%04d%02d%02d\n", property, 1990+i/336, 1+i/28%12, 1+i%28)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TestCalendarBounds reads calendars whose rules and lists stand for hours of
// work: each is read, or refused with a sentence, within what a file may cost.
func TestCalendarBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const tooMuch = "stand for more dates than are followed"
	const daily = "DTSTART:19000101T080000"
	var zones strings.Builder
	zones.WriteString("BEGIN:VCALENDAR\n")
	for i := range 64 {
		fmt.Fprintf(&zones, "BEGIN:VTIMEZONE\nTZID:Z%d\n%sEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x%[1]d\nDTSTART;TZID=Z%[1]d:20270101T000000\nEND:VEVENT\n", i,
			strings.Repeat("BEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=MONTHLY;BYYEARDAY=366;BYMONTH=1\nEND:STANDARD\n", 64))
	}
	zones.WriteString("END:VCALENDAR\n")
	for _, c := range []struct{ name, data, want string }{
		{"a day, and a thousand exceptions", series(1, daily, "RRULE:FREQ=DAILY", days(1000, "EXDATE;VALUE=DATE")), "the event repeats: 365 dates"},
		{"a day, and fifty thousand exceptions", series(1, daily, "RRULE:FREQ=DAILY", days(49_000, "EXDATE;VALUE=DATE")), "the event repeats: 29 dates"},
		{"thousands of 30 February", series(2000, daily, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "the rule gives no date"},
		{"thousands of -31 April", series(2000, daily, "RRULE:FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=31,-31"), "the rule gives no date"},
		{"one that is never, told in another way", series(1, daily, "RRULE:FREQ=YEARLY;BYMONTH=1;BYYEARDAY=366"), "the rule gives no date"},
		{"thousands that are never, told in another way", series(5000, daily, "RRULE:FREQ=YEARLY;BYMONTH=1;BYYEARDAY=366"), tooMuch},
		{"thousands that are never, month by month", series(5000, daily, "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2"), tooMuch},
		{"thousands that are never, week by week", series(5000, daily, "RRULE:FREQ=WEEKLY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=1;BYYEARDAY=2"), tooMuch},
		{"thousands that are never, day by day", series(5000, daily, "RRULE:FREQ=DAILY;BYSETPOS=2"), tooMuch},
		{"never, with a long list", series(5000, daily, "RRULE:FREQ=DAILY;BYSETPOS=2;BYMONTHDAY=1"+strings.Repeat(",1", 400)), tooMuch},
		{"a list that never ends", series(10, daily, "RRULE:FREQ=YEARLY;BYDAY=MO"+strings.Repeat(",MO", 80_000)), "it is longer than any program writes"},
		{"an interval beyond all numbers", series(10, daily, "RRULE:FREQ=WEEKLY;INTERVAL=4611686018427387904"), "it names more than 10000 intervals"},
		{"thousands of days since 1900", series(3000, daily, "RRULE:FREQ=DAILY"), tooMuch},
		{"zones that are never", zones.String(), `the time zone "Z63" is not known`},
		{"changes of all that follows", series(10_000, "UID:%d", daily, "RRULE:FREQ=WEEKLY") + series(10_000, "UID:a", daily, "SEQUENCE:%d", "RECURRENCE-ID;RANGE=THISANDFUTURE:19000101T08%d"), ""},
		{"dates that are none", series(100, daily, "RRULE:FREQ=WEEKLY", strings.Repeat("EXDATE:"+strings.Repeat("x,", 20_000)+"x\n", 10)), "is not a time"},
		{"parts in parts", "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:A\n", 3_000_000) + strings.Repeat("END:B\n", 3_000_000), "are nested too deep"},
		{"lines of nothing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + strings.Repeat("A:\n", 15_000_000), "the event has more than 50000 properties"},
		{"lines of nothing in events", "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\n"+strings.Repeat("A:\n", 20)+"END:VEVENT\n", 600_000), "the calendar has more than 1200000 lines"},
		{"parts of a zone", "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Mia\n" + strings.Repeat("BEGIN:STANDARD\nEND:STANDARD\n", 500_000) + "END:VTIMEZONE\n" + series(1, "DTSTART;TZID=Mia:20270101T000000"), `the time zone "Mia" is not known`},
		{"forty thousand events", series(40_000, "UID:%d", "DTSTART:20270101T080000", "DTEND:20270101T090000", "LOCATION:Piazza %d", "DESCRIPTION:Una festa"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ingesttest.Bounded(t, fmt.Sprintf("%s, %d KB", c.name, len(c.data)>>10), func() {
				_, faults := ingesttest.Read(t, "x.ics", c.data)
				if text := ingesttest.Show(faults); !strings.Contains(text, c.want) {
					t.Errorf("%.2000s", text)
				}
			})
		})
	}
}

// TestLastChange holds that a date of a series is as the last change before it
// says, in whatever order the changes stand in the file.
func TestLastChange(t *testing.T) {
	const change = "RECURRENCE-ID;RANGE=THISANDFUTURE:"
	evs, faults := ingesttest.Read(t, "x.ics", strings.Join([]string{
		"BEGIN:VCALENDAR",
		"BEGIN:VEVENT", "UID:a", "SUMMARY:uno", "DTSTART:20250401T080000", "RRULE:FREQ=DAILY;COUNT=5", "END:VEVENT",
		"BEGIN:VEVENT", "UID:a", "SUMMARY:tre", "DTSTART:20250404T100000", change + "20250404T080000", "END:VEVENT",
		"BEGIN:VEVENT", "UID:a", "SUMMARY:due", "DTSTART:20250402T090000", change + "20250402T080000", "END:VEVENT",
		"END:VCALENDAR", "",
	}, "\n"))
	var got []string
	for _, e := range evs {
		got = append(got, e.Title+" "+e.When.Start.Format("2 15:04"))
	}
	want := "uno 1 08:00, due 3 09:00, tre 5 10:00, tre 4 10:00, due 2 09:00"
	if text := strings.Join(got, ", "); text != want || faults.HasErrors() {
		t.Errorf("got %s, want %s; %v", text, want, faults)
	}
}
