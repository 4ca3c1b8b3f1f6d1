package ical_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestRealCalendar(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "milano-san-siro-2025.ics")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	if len(evs) != 28 {
		t.Fatalf("%d events, want 28", len(evs))
	}
	e := evs[0]
	ingesttest.Same(t, "id", e.ID, "lucio-corsi-ippodromi-2025")
	ingesttest.Same(t, "uid", e.UID, "803020eb-8269-439c-9e6f-36f80f041df5")
	ingesttest.Same(t, "title", e.Title, "Lucio Corsi - Ippodromi 2025")
	ingesttest.Same(t, "when", ingesttest.Describe(e.When), "2025-09-07 21:00 to 2025-09-07 23:00")
	ingesttest.Same(t, "zone", e.When.Start.Format("Z07:00 MST"), "+02:00 CEST")
	ingesttest.Same(t, "venue", e.Venue, "Ippodromo SNAI San Siro")
	ingesttest.Same(t, "address", e.Address, "Piazzale dello Sport, 16, 20151 Milano MI, Italy")
	ingesttest.Same(t, "description", e.Description, "Concerto di Lucio Corsi.")
	ingesttest.Same(t, "folded url", e.URL, "https://www.google.com/maps/search/?api=1&query=Ippodromo+SNAI+San+Siro%2C+Piazzale+dello+Sport%2C+16%2C+20151+Milano+MI%2C+Italy")
	ingesttest.Same(t, "line of the event", e.At(""), diag.Pos{File: "milano-san-siro-2025.ics", Line: 6})
	ingesttest.Same(t, "line of the start", e.At("start").Line, 8)
	ingesttest.Same(t, "line behind folds", evs[1].At("title").Line, 19)
	ids := map[string]bool{}
	for _, e := range evs {
		if ids[e.ID] || e.ID == "" {
			t.Errorf("the id %q is not its own", e.ID)
		}
		ids[e.ID] = true
		if !e.When.Known() || e.Venue == "" || e.Address == "" {
			t.Errorf("%s: %v %q %q", e.ID, e.When, e.Venue, e.Address)
		}
	}
}

func TestCalendarInTheWild(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "wild.ics")
	want := `wild.ics:50: warning: the line "this line is broken" is not a calendar property; it is left out
wild.ics:51: warning: the event is not confirmed yet
`
	ingesttest.Same(t, "messages", ingesttest.Show(faults), want)
	if len(evs) != 7 {
		t.Fatalf("%d events, want 7", len(evs))
	}
	e := evs[0]
	ingesttest.Same(t, "fold in a character, escapes", e.Title, `Perché no, davvero; "s\i"`)
	ingesttest.Same(t, "Windows zone, quoted", ingesttest.Describe(e.When), "2025-06-14 18:30 to 2025-06-14 20:30")
	ingesttest.Same(t, "venue", e.Venue, "Teatro Civico")
	ingesttest.Same(t, "address", e.Address, "Via Roma 3, Valdimonte")
	ingesttest.Same(t, "description", e.Description, "Riga uno\nriga due con tag")
	ingesttest.Same(t, "category", e.Category, "Musica, classica")
	ingesttest.Same(t, "exclusive end", ingesttest.Describe(evs[1].When), "2025-05-03 to 2025-05-05")
	ingesttest.Same(t, "cancelled", evs[1].Status, event.Cancelled)
	ingesttest.Same(t, "None", evs[1].URL, "")
	ingesttest.Same(t, "same-day end", ingesttest.Describe(evs[2].When), "2025-05-10")
	ingesttest.Same(t, "UTC and duration", ingesttest.Describe(evs[3].When), "2025-06-14 18:30 to 2025-06-14 20:00")
	ingesttest.Same(t, "shared title", evs[2].ID+" "+evs[3].ID, "mercato-2025-05-10 mercato-2025-06-14")
	ingesttest.Same(t, "floating", ingesttest.Describe(evs[4].When), "2025-06-14 18:30")
	ingesttest.Same(t, "zone behind a path", ingesttest.Describe(evs[5].When), "2025-06-14 19:30")
	ingesttest.Same(t, "language parameter", evs[5].Title, "Altrove")
	ingesttest.Same(t, "zone of the file", ingesttest.Describe(evs[6].When), "2025-06-14 15:00")
	ingesttest.Same(t, "rows", evs[6].Row, 7)
}

func TestCalendarFaults(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "faults.ics")
	want := `faults.ics:23: warning: the calendar breaks off inside an event
faults.ics:3: error: the time zone "Atlantide/Centro" is not known
faults.ics:7: error: DTSTART "14/06/2025" is not a time
faults.ics:13: error: the event ends (20250613T183000) before it starts (20250614T183000)
faults.ics:15: error: the event has no title
faults.ics:16: error: DTSTART "20250230" is not a date
faults.ics:20: error: the time zone "Atlantide/Centro" is not known
`
	ingesttest.Same(t, "messages", ingesttest.Show(faults), want)
	if len(evs) != 6 {
		t.Fatalf("%d events, want 6", len(evs))
	}
	for _, e := range evs[:5] {
		if !e.Faults.HasErrors() {
			t.Errorf("event %d does not carry its fault", e.Row)
		}
	}
	ingesttest.Same(t, "cut off", evs[5].Title+" "+ingesttest.Describe(evs[5].When), "Troncato 2025-06-14 18:30")
}

func TestCalendarShapes(t *testing.T) {
	wrap := func(props string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:X\n" + props + "\nEND:VEVENT\nEND:VCALENDAR\n"
	}
	for _, c := range []struct{ name, text, want string }{
		{"week", wrap("DTSTART;VALUE=DATE:20250503\nDURATION:P1W"), "2025-05-03 to 2025-05-09"},
		{"days by the calendar", wrap("DTSTART;TZID=Europe/Rome:20251025T120000\nDURATION:P1D"), "2025-10-25 12:00 to 2025-10-26 12:00"},
		{"no seconds", wrap("DTSTART:20250614T1830"), "2025-06-14 18:30"},
		{"date without VALUE", wrap("DTSTART:20250614"), "2025-06-14"},
		{"tab fold", wrap("DTSTART:20250\n\t614T183000"), "2025-06-14 18:30"},
		{"old Mac line ends", strings.ReplaceAll(wrap("DTSTART:20250614T183000"), "\n", "\r"), "2025-06-14 18:30"},
		{"lower case", strings.ToLower(wrap("")) + wrap("dtstart;tzid=Europe/Rome:20250614T183000"), ""},
		{"zero length", wrap("DTSTART:20250614T183000\nDTEND:20250614T183000"), "2025-06-14 18:30"},
		{"byte order mark", "\ufeff" + wrap("DTSTART:20250614T183000"), "2025-06-14 18:30"},
		{"UTC midnight", wrap("DTSTART:20250613T220000Z"), "2025-06-14 00:00"},
		{"Microsoft zone", wrap("DTSTART;TZID=Romance Standard Time:20250614T183000"), "2025-06-14 18:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			evs, faults := ingesttest.Read(t, "c.ics", c.text)
			if faults.HasErrors() || len(evs) == 0 {
				t.Fatal(faults)
			}
			ingesttest.Same(t, "when", ingesttest.Describe(evs[0].When), c.want)
		})
	}
	evs, faults := ingesttest.Read(t, "c.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Caff\xe8 e libert\r\n \xe0\nEND:VEVENT\n")
	ingesttest.Same(t, "Windows-1252", evs[0].Title+" "+faults[0].Severity.String(), "Caffè e libertà note")
	evs, faults = ingesttest.Read(t, "c.ics", wrap("DESCRIPTION:"+strings.Repeat("a\n b", 200000)+"\nLOCATION:Qui"))
	ingesttest.Same(t, "long text", ingesttest.Show(faults[:1])+evs[0].Venue, "c.ics:4: error: DESCRIPTION has more than 32767 characters\nQui")
	evs, faults = ingesttest.Read(t, "c.ics", "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:X\nEND:VTODO\nEND:VCALENDAR\n")
	if len(evs) != 0 || !faults.HasErrors() {
		t.Error("a calendar of tasks gave events")
	}
}

// A change of a date and all later ones (RANGE=THISANDFUTURE) moves and tells
// them as it does the first; a date with an event of its own stays as that says.
func TestChangeOfLaterDates(t *testing.T) {
	evs, faults := ingesttest.Read(t, "c.ics", `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
SUMMARY:Corso
LOCATION:Sala A
DTSTART;TZID=Europe/Rome:20250312T180000
DTEND;TZID=Europe/Rome:20250312T190000
RRULE:FREQ=WEEKLY;COUNT=6
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Rome:20250326T180000
SUMMARY:Corso
LOCATION:Sala B
DTSTART;TZID=Europe/Rome:20250327T203000
DTEND;TZID=Europe/Rome:20250327T220000
END:VEVENT
BEGIN:VEVENT
UID:a
RECURRENCE-ID;TZID=Europe/Rome:20250409T180000
SUMMARY:Corso
STATUS:CANCELLED
LOCATION:Sala B
DTSTART;TZID=Europe/Rome:20250410T203000
END:VEVENT
END:VCALENDAR
`)
	var got []string
	for _, e := range evs {
		got = append(got, ingesttest.Describe(e.When)+" "+e.Venue+" "+string(e.Status))
	}
	ingesttest.Same(t, "dates", strings.Join(got, "\n"), `2025-03-12 18:00 to 2025-03-12 19:00 Sala A scheduled
2025-03-19 18:00 to 2025-03-19 19:00 Sala A scheduled
2025-04-03 20:30 to 2025-04-03 22:00 Sala B scheduled
2025-04-17 20:30 to 2025-04-17 22:00 Sala B scheduled
2025-03-27 20:30 to 2025-03-27 22:00 Sala B scheduled
2025-04-10 20:30 Sala B cancelled`)
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "c.ics:8: note: the event repeats: 6 dates from 2025-03-12 to 2025-04-16 are read\n")
}

// A zone that only the file defines has the offsets that it says, through the
// changes of the clocks.
func TestZoneOfTheFile(t *testing.T) {
	zone := `BEGIN:VTIMEZONE
TZID:(UTC+01:00) Amsterdam\, Berlin\, Roma
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
`
	read := func(t *testing.T, zone, tzid, clock string) string {
		t.Helper()
		evs, faults := ingesttest.Read(t, "c.ics", "BEGIN:VCALENDAR\n"+zone+"BEGIN:VEVENT\nSUMMARY:X\nDTSTART;TZID="+tzid+":"+clock+"\nEND:VEVENT\nEND:VCALENDAR\n")
		ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
		return evs[0].When.Start.UTC().String()
	}
	for _, clock := range []string{
		"19850704T120000", "20250114T183000", "20250330T015959", "20250330T030001", "20250614T183000",
		"20251026T013000", "20251026T030000", "20371231T235959", "20600701T000000",
	} {
		ingesttest.Same(t, clock, read(t, zone, `"(UTC+01:00) Amsterdam\, Berlin\, Roma"`, clock), read(t, "", "Europe/Rome", clock))
	}
	// Offsets and dates one by one, as old exporters write them; a rule with an end.
	zone = "BEGIN:VTIMEZONE\nTZID:Nostro\nBEGIN:STANDARD\nDTSTART:20241027T030000\nRDATE:20251026T030000,20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n" +
		"BEGIN:DAYLIGHT\nDTSTART:20240331T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20260329T010000Z\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
	for _, clock := range []string{"20250114T183000", "20250614T183000", "20260614T183000", "20261224T183000"} {
		ingesttest.Same(t, clock, read(t, zone, "Nostro", clock), read(t, "", "Europe/Rome", clock))
	}
	ingesttest.Same(t, "before its first rule", read(t, zone, "Nostro", "20200614T183000"), "2020-06-14 17:30:00 +0000 UTC")
	for _, broken := range []string{"TZOFFSETTO:+9900", "RRULE:FREQ=SECONDLY", "DTSTART:ieri"} {
		part := "DTSTART:20241027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
		name, _, _ := strings.Cut(broken, ":")
		var lines []string
		for line := range strings.Lines(part) {
			if !strings.HasPrefix(line, name) {
				lines = append(lines, line)
			}
		}
		_, faults := ingesttest.Read(t, "c.ics", "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Nostro\nBEGIN:STANDARD\n"+strings.Join(lines, "")+broken+"\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:X\nDTSTART;TZID=Nostro:20250614T183000\nEND:VEVENT\nEND:VCALENDAR\n")
		if !strings.Contains(ingesttest.Show(faults), `error: the time zone "Nostro" is not known`) {
			t.Errorf("%s: %v", broken, faults)
		}
	}
}
