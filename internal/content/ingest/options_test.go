package ingest_test

import (
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// TestFor reads a table as a channel has it: in its zone, with today's day
// there, and with its own columns.
func TestFor(t *testing.T) {
	auckland, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	ch := &channel.Channel{
		Zone: auckland, Languages: []string{"en", "it"}, Missing: event.Stop,
		Columns: map[string]string{"what we call it": "title"}, Capitals: event.Capitals{Sentence: true},
	}
	// In New Zealand it is the first of January already.
	opt := ingest.For(ch, time.Date(2025, 12, 31, 20, 0, 0, 0, time.UTC))
	const table = "What we call it;date;titolo_it\nMARKET IN THE SQUARE;31 December, 6 pm;\n"
	evs, faults, err := ingest.Read(t.Context(), "f", []byte(table), opt)
	if err != nil || len(evs) != 1 {
		t.Fatal(err, faults)
	}
	ingesttest.Same(t, "event", evs[0].Title+"|"+evs[0].When.Start.Format(time.RFC3339), "Market in the square|2026-12-31T18:00:00+13:00")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "f:2, cell B2: note: the date has no year; it is read as 2026\n")
	opt.Translations = true
	if _, faults, _ = ingest.Read(t.Context(), "f", []byte(table), opt); !faults.HasErrors() {
		t.Error("a missing translation is not reported where translations are asked for")
	}
}
