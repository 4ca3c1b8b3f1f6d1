package ingesttest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/ingest"
)

// Many is how many events a reading of at most two seconds holds.
const Many = 10_000

// Rows writes so many rows of a table.
func Rows(n int) string {
	var b strings.Builder
	b.WriteString("Titolo;Data;Ora;Luogo;Indirizzo;Quartiere;Prezzo;Descrizione;title_en;Link\n")
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "Concerto numero %d in città;%s;%d.30;Teatro %d;Via Roma %d;Isola;%d €;Una serata di musica, parole & altro: dalle piazze del quartiere.;Concert number %d;https://www.example.org/e/%d\n",
			i, day.AddDate(0, 0, i%300).Format("02/01/2006"), 10+i%12, i%50, i%90, i%30, i, i)
	}
	return b.String()
}

// Kind is a file of Many events.
type Kind struct{ Name, Data string }

// InTime holds the aim of two seconds for files of Many events, in time of the
// processors: a machine that is busy with other work does not lengthen it.
// Benchmark measures more closely.
func InTime(t *testing.T, kinds ...Kind) {
	t.Helper()
	if testing.Short() {
		t.Skip("measures time")
	}
	const aim = 2 * time.Second
	for _, k := range kinds {
		before := CPUTime(t)
		evs, faults, err := ingest.Read(t.Context(), k.Name, []byte(k.Data), Options(t))
		took := CPUTime(t) - before
		if err != nil || faults.HasErrors() || len(evs) != Many {
			t.Fatalf("%s: %d events, %v, %v", k.Name, len(evs), err, faults[:min(3, len(faults))])
		}
		t.Logf("%s: %v for %d KB", k.Name, took.Round(time.Millisecond), len(k.Data)>>10)
		if took > aim {
			t.Errorf("%s: %v, more than %v", k.Name, took, aim)
		}
	}
}

// Benchmark reads files of Many events. cpu-ms/op is the time of all processors
// together.
func Benchmark(b *testing.B, kinds ...Kind) {
	b.Helper()
	opt := Options(b)
	for _, k := range kinds {
		b.Run(k.Name, func(b *testing.B) {
			b.SetBytes(int64(len(k.Data)))
			b.ReportAllocs()
			before := CPUTime(b)
			for b.Loop() {
				evs, faults, err := ingest.Read(b.Context(), k.Name, []byte(k.Data), opt)
				if err != nil || faults.HasErrors() || len(evs) != Many {
					b.Fatalf("%d events, %v, %v", len(evs), err, faults[:min(3, len(faults))])
				}
			}
			b.ReportMetric(float64((CPUTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// Bombs holds that small files that stand for much are refused at once.
func Bombs(t *testing.T, files ...Kind) {
	t.Helper()
	for _, c := range files {
		before := CPUTime(t)
		_, faults, err := ingest.Read(t.Context(), c.Name, []byte(c.Data), Options(t))
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if len(faults) == 0 {
			t.Errorf("%s: nothing is reported", c.Name)
		}
		if took := CPUTime(t) - before; took > 3*time.Second {
			t.Errorf("%s: %v", c.Name, took)
		}
	}
}
