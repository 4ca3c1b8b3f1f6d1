package structured_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// manyItems writes events as a list in YAML.
func manyItems(n int) string {
	var b strings.Builder
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "- titolo: Concerto numero %d\n  data: %s\n  ora: \"%d.30\"\n  luogo: Teatro %d\n  prezzo: %d €\n  descrizione: Una serata di musica, parole & altro\n",
			i, day.AddDate(0, 0, i%300).Format("02/01/2006"), 10+i%12, i%50, 1+i%30)
	}
	return b.String()
}

// manyLinked writes schema.org events.
func manyLinked(n int) string {
	var b strings.Builder
	b.WriteString("[")
	day := time.Date(2025, 4, 1, 18, 30, 0, 0, time.UTC)
	for i := range n {
		at := day.AddDate(0, 0, i%300)
		fmt.Fprintf(&b, `{"@type":"Event","name":"Concerto numero %d","startDate":"%s","endDate":"%s","location":{"@type":"Place","name":"Teatro %d","address":"Via Roma 3"},"description":"Una serata di musica"},`+"\n",
			i, at.Format(time.RFC3339), at.Add(time.Hour).Format(time.RFC3339), i%50)
	}
	return strings.TrimSuffix(b.String(), ",\n") + "]"
}

// ownJSON writes events as "giro events --json" does.
func ownJSON(tb testing.TB, n int) string {
	tb.Helper()
	evs, _, err := ingest.Read(tb.Context(), "t.csv", []byte(ingesttest.Rows(n)), ingesttest.Options(tb))
	if err != nil {
		tb.Fatal(err)
	}
	out, err := event.Marshal(evs)
	if err != nil {
		tb.Fatal(err)
	}
	return string(out)
}

// kinds writes many events in every kind of structured text.
func kinds(tb testing.TB) []ingesttest.Kind {
	tb.Helper()
	return []ingesttest.Kind{
		{Name: "JSON", Data: ownJSON(tb, ingesttest.Many)},
		{Name: "LinkedJSON", Data: manyLinked(ingesttest.Many)},
		{Name: "YAML", Data: manyItems(ingesttest.Many)},
	}
}

func TestTenThousandEvents(t *testing.T) { ingesttest.InTime(t, kinds(t)...) }

func BenchmarkRead(b *testing.B) { ingesttest.Benchmark(b, kinds(b)...) }
