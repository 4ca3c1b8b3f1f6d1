package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

func TestFilesThatAreNone(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "f: error: the file is empty\n"},
		{"only a mark", "\ufeff\r\n", "f: error: the file is empty\n"},
		{"twice", "titolo;data\nUno;14/06/2025\nUno;14/06/2025\n", "f:3, cell A3: note: the event repeats the one in row 2: same title, place and start; they are read as one\n"},
		{"same id", "id;titolo\nuno;A\nuno;B\n", "f:3, cell A3: error: the id \"uno\" is given twice\n"},
		{"page", "<!DOCTYPE html><html>", "f: error: the file is a web page, and no event is marked in it (schema.org, JSON-LD)\n"},
		{"xml", "<?xml version=\"1.0\"?><rss/>", "f: error: the file is XML, not a calendar or a table\n"},
		{"binary", "titolo\x00\x01\x02", "f: error: the file is not text\n"},
		{"picture", "\x89PNG\r\n\x1a\n....", "f: error: the file is a picture, not a calendar or a table\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := ingesttest.Read(t, "f", c.text)
			ingesttest.Same(t, "messages", ingesttest.Show(faults), c.want)
			for _, m := range faults {
				if m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
}

func TestIDs(t *testing.T) {
	evs, _ := ingesttest.Read(t, "f", "titolo;data;ora;gratis\nMercato;03/05/2025;;\nMercato;10/05/2025;9;\nMercato;10/05/2025;15;\nFesta;;;si\nFesta;;;si\nمهرجان;;;si\nUnico;;;si\nMercato 2025-05-03;;;si\n")
	var ids []string
	for _, e := range evs {
		ids = append(ids, e.ID)
	}
	ingesttest.Same(t, "ids", ids, []string{"mercato-2025-05-03-0000", "mercato-2025-05-10-0900", "mercato-2025-05-10-1500", "festa", "festa-2", "event", "unico", "mercato-2025-05-03"})
}

func TestPick(t *testing.T) {
	evs, _ := ingesttest.ReadAs(t, "ical/testdata/milano-san-siro-2025.ics", "milano-san-siro-2025.ics")
	for ref, want := range map[string]string{
		"elodie-stadio-san-siro":               "Elodie - Stadio San Siro",
		"f65dd6be-2f95-4925-8a3d-1322a8afbe81": "Elodie - Stadio San Siro",
		"17":                                   "Elodie - Stadio San Siro",
		"Elodie - Stadio San Siro":             "Elodie - Stadio San Siro",
		"ELODIE stadio san siro":               "Elodie - Stadio San Siro",
		" lucio-corsi-ippodromi-2025 ":         "Lucio Corsi - Ippodromi 2025",
		"duran-duran-i-days-milano":            "Duran Duran - I-Days Milano",
	} {
		e, err := ingest.Pick(evs, ref)
		if err != nil {
			t.Errorf("%q: %v", ref, err)
			continue
		}
		ingesttest.Same(t, ref, e.Title, want)
	}
	for _, c := range []struct{ ref, text, hint string }{
		{"", "28 events", "\n  milano-san-siro-2025.ics#lucio-corsi-ippodromi-2025\n"},
		{"", "28 events", "and 18 more"},
		{"elodie-stadio-san-sero", "no event", `did you mean "elodie-stadio-san-siro"?`},
		{"springsteen", "no event", "#bruce-springsteen-and-the-e-street-band-data-2"},
		{"29", "no event", "the events are"},
		{"Pinguini Tattici Nucleari - Hello World Tour Stadi 2025", "fits 2 events", "#pinguini-tattici-nucleari-hello-world-tour-stadi-2025-2025-06-10"},
	} {
		_, err := ingest.Pick(evs, c.ref)
		msgs, ok := diag.Messages(err)
		if !ok || len(msgs) != 1 || !strings.Contains(msgs[0].Text.String(), c.text) || !strings.Contains(msgs[0].Hint.String(), c.hint) {
			t.Errorf("%q: got %v", c.ref, msgs)
		}
	}
	if e, err := ingest.Pick(evs[:1], ""); err != nil || e != evs[0] {
		t.Errorf("a single event is not taken: %v", err)
	}
	if _, err := ingest.Pick(nil, ""); err == nil {
		t.Error("an event was found in none")
	}
}

func TestLimits(t *testing.T) {
	evs, faults, err := ingest.Read(t.Context(), "big", make([]byte, source.MaxBytes+1), ingesttest.Options(t))
	if err != nil || len(evs) != 0 || !strings.Contains(ingesttest.Show(faults), "more than 64 MB") {
		t.Errorf("%v %v", faults, err)
	}
	var b strings.Builder
	b.WriteString("titolo\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "Uno %d;troppo\n", i)
	}
	_, faults = ingesttest.Read(t, "f", strings.Replace(b.String(), "titolo", "titolo;", 1)+strings.Repeat(";14/06/2025;x\n", 1500))
	if len(faults) != 1001 || !strings.Contains(faults[1000].Text.String(), "left out") {
		t.Errorf("%d messages, the last %v", len(faults), faults[len(faults)-1])
	}
}

func TestEventsAreTheSameEachTime(t *testing.T) {
	first, faults := ingesttest.ReadAs(t, "table/testdata/faults.csv", "faults.csv")
	for range 20 {
		evs, again := ingesttest.ReadAs(t, "table/testdata/faults.csv", "faults.csv")
		ingesttest.Same(t, "messages", ingesttest.Show(again), ingesttest.Show(faults))
		if !slices.EqualFunc(evs, first, func(a, b *event.Event) bool { return a.ID == b.ID }) {
			t.Fatal("ids differ from one reading to the next")
		}
	}
}
