package table_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// TestSpectrum reads the tables of csv-spectrum (npm, BSD-2-Clause, see LICENSE
// beside them) and compares the cells with the package's own JSON. Spaces and
// line breaks in cells are tidied by design.
func TestSpectrum(t *testing.T) {
	dir := filepath.Join("testdata", "csv-spectrum")
	names, err := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, path := range names {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(dir, "json", strings.TrimSuffix(name, ".csv")+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var want []map[string]string
			if json.Unmarshal(text, &want) != nil {
				var one map[string]string
				if err := json.Unmarshal(text, &one); err != nil {
					t.Fatal(err)
				}
				want = []map[string]string{one}
			}
			head, _, _ := strings.Cut(string(data), "\n")
			first, _, _ := strings.Cut(strings.TrimSpace(head), ",")
			opt := ingesttest.Options(t)
			opt.Columns = map[string]string{first: "title"}
			for key := range want[0] {
				if key != first {
					opt.Columns[key] = "extra." + key
				}
			}
			evs, faults, err := ingest.Read(t.Context(), name, data, opt)
			if err != nil || len(evs) != len(want) {
				t.Fatalf("%d events, want %d, %v %v", len(evs), len(want), err, faults)
			}
			tidy := func(s string) string { return strings.Join(strings.Fields(s), " ") }
			for i, e := range evs {
				for key, value := range want[i] {
					got := e.Extra[key]
					if key == first {
						got = e.Title
					}
					// One file of the corpus is in an encoding that its JSON has lost.
					if strings.ContainsRune(value, '\ufffd') {
						continue
					}
					if tidy(got) != tidy(value) {
						t.Errorf("row %d, %s: %q, want %q", i, key, got, value)
					}
				}
			}
		})
	}
}
