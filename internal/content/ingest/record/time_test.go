package record_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestTimeColumns(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"data;ora", "14/06/2025;21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;ore 21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;h 21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;21.00", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;18:30", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;18:30:00", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;18.30 - 20.30", "2025-06-14 18:30 to 2025-06-14 20:30"},
		{"data;ora", "14/06/2025;18-20", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;dalle 18 alle 20", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;von 18 bis 20 Uhr", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;18 h 30", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;9 pm", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;tutto il giorno", "2025-06-14"},
		{"data;ora inizio;ora fine", "14/06/2025;21;23.30", "2025-06-14 21:00 to 2025-06-14 23:30"},
		{"data;ora inizio;ora fine", "14/06/2025;21;2", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"inizio;fine", "14/06/2025 21:00;15/06/2025 02:00", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"inizio;fine", "14/06/2025 21:00;23:00", "2025-06-14 21:00 to 2025-06-14 23:00"},
		{"dal;al", "3 maggio;5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"dal;al", "dal 3 maggio 2025;fino al 5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"dal", "3 maggio 2025", "2025-05-03"},
		{"dal;al;orario", "13/5/2025;15/5/2025;10-18", "2025-05-13 10:00 to 2025-05-15 18:00"},
		{"start;end", "2025-06-14T16:30:00Z;2025-06-14T18:30:00Z", "2025-06-14 18:30 to 2025-06-14 20:30"},
		{"data;ora", ";", ""},
		{"data;ora", "14/06/2025;21:00 e 23:00", "2025-06-14 21:00, 2025-06-14 23:00"},
		{"data;ora", "14/06/2025;24:00", "error"},
		{"data;ora", "14/06/2025;2130", "error"},
		{"data;ora", "14/06/2025;13 pm", "error"},
		{"data;ora fine", "14/06/2025;21", "error"},
	} {
		t.Run(c.header+" "+c.row, func(t *testing.T) {
			evs, faults := ingesttest.Read(t, "f", "titolo;"+c.header+"\nX;"+c.row+"\n")
			if c.want == "error" {
				if !faults.HasErrors() || evs[0].When.Known() {
					t.Errorf("read as %s %v, want an error", ingesttest.Describe(evs[0].When), faults)
				}
				return
			}
			ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
			ingesttest.Same(t, "when", ingesttest.Describe(evs[0].When), c.want)
		})
	}
}

// TestDatesInCells holds that the corpus of package dates is read in a cell as
// it is alone, and that what is not clear is one message at the cell.
func TestDatesInCells(t *testing.T) {
	data, err := os.ReadFile("../dates/testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		text, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " → ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		evs, faults := ingesttest.Read(t, "a.csv", "titolo;data\nX;"+ingesttest.Quote(text)+"\n")
		if len(evs) != 1 {
			t.Fatalf("%q: %d events", text, len(evs))
		}
		got := ingesttest.Describe(evs[0].When)
		want, remark, _ := strings.Cut(want, " (")
		var told diag.List
		for _, m := range faults {
			if !strings.Contains(m.Text.String(), "shows whether day or month") {
				told.Add(m)
			}
		}
		switch {
		case text == "06/14/2025":
			want = "2025-06-14" // alone in its column it decides the order
		case remark == "a month)":
			want = ""
		case remark == "the end's time)":
			want, _, _ = strings.Cut(want, " ")
		}
		if !strings.HasPrefix(want, "?") && remark != "last)" {
			if faults.HasErrors() || got != want {
				t.Errorf("%q: got %s %v, want %s", text, got, faults, want)
			}
			if lost := remark == "a month)" || remark == "the end's time)" || remark == "first)" || strings.HasPrefix(remark, "vague"); lost && !slices.ContainsFunc(told, isWarning) {
				t.Errorf("%q: nothing is said of what is not read: %v", text, faults)
			}
			continue
		}
		if got != "" || len(told) != 1 || told[0].Cell != "B2" || told[0].Line != 2 || told[0].Hint.IsZero() || !evs[0].Faults.HasErrors() {
			t.Errorf("%q: read as %q, messages %+v; want none and one, at B2, with a hint", text, got, faults)
		}
	}
	if n < 100 {
		t.Errorf("only %d texts", n)
	}
}

func isWarning(m diag.Message) bool { return m.Severity == diag.Warning }

func FuzzDate(f *testing.F) {
	for _, s := range []string{"sab 14/06 ore 21", "dal 3 al 5 maggio 2025", "dall’8 maggio al 30 settembre", "14.06.2025 - 20.10", "June 14-16, 2025", "18 h 30", "2025年6月14日", "12 p.m."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ingesttest.Check(t, []byte("titolo;data;ora\nX;"+ingesttest.Quote(s)+";21\nY;14/06/2025;"+ingesttest.Quote(s)+"\n"))
	})
}
