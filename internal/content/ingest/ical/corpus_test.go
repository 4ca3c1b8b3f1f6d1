package ical_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestMessyFilesAreReadOrRefused(t *testing.T) { ingesttest.Mess(t, 15) }

func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"milano-san-siro-2025.ics", "wild.ics", "faults.ics"} {
		evs, _ := ingesttest.ReadFile(t, name)
		t.Run(name, func(t *testing.T) { ingesttest.ComeBack(t, evs) })
	}
}

// manyDates writes so many events of a calendar.
func manyDates(n int) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\n")
	day := time.Date(2025, 4, 1, 18, 30, 0, 0, time.UTC)
	for i := range n {
		at := day.AddDate(0, 0, i%300)
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d@example.org\r\nSUMMARY:Concerto numero %d\r\nDTSTART;TZID=Europe/Rome:%s\r\nDTEND;TZID=Europe/Rome:%s\r\nLOCATION:Teatro %d\\, Via Roma 3\r\nDESCRIPTION:Una serata di musica\\, parole\r\n  e altro.\r\nEND:VEVENT\r\n",
			i, i, at.Format("20060102T150405"), at.Add(time.Hour).Format("20060102T150405"), i%50)
	}
	return b.String() + "END:VCALENDAR\r\n"
}

func TestTenThousandEvents(t *testing.T) {
	ingesttest.InTime(t, ingesttest.Kind{Name: "ICS", Data: manyDates(ingesttest.Many)})
}

func BenchmarkRead(b *testing.B) {
	ingesttest.Benchmark(b, ingesttest.Kind{Name: "ICS", Data: manyDates(ingesttest.Many)})
}

func TestBombs(t *testing.T) {
	var zones strings.Builder
	zones.WriteString("BEGIN:VCALENDAR\n")
	for i := range 3000 {
		fmt.Fprintf(&zones, "BEGIN:VTIMEZONE\nTZID:Z%d\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=MONTHLY\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x%[1]d\nDTSTART;TZID=Z%[1]d:20250101T000000\nEND:VEVENT\n", i)
	}
	ingesttest.Bombs(t,
		ingesttest.Kind{Name: "zones", Data: zones.String()},
		ingesttest.Kind{Name: "zone rule", Data: "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Nostro\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYYEARDAY=1,2,3;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=Nostro:20250101T000000\nEND:VEVENT\nEND:VCALENDAR\n"},
		ingesttest.Kind{Name: "rule", Data: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:19000101T000000\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5\nEND:VEVENT\nEND:VCALENDAR\n"},
	)
}

func FuzzRead(f *testing.F) { ingesttest.With(f, "BEGIN:VCALENDAR\n") }
