package ingest_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// TestForeignCalendars reads the calendars with which golang-ical tests
// itself, where the module lies on this machine, and compares what that
// library reads: the titles, and the times that say in which zone they are.
func TestForeignCalendars(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/arran4/golang-ical").Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		t.Skip("the module is not on this machine")
	}
	files, times := 0, 0
	err = filepath.WalkDir(filepath.Join(dir, "testdata"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".ics" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		name := filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
		opt := options(t)
		evs, faults, err := ingest.Read(name, data, opt)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(evs) == 0 && len(faults) == 0 {
			t.Errorf("%s: nothing is read and nothing is wrong", name)
		}
		cal, err := ics.ParseCalendar(strings.NewReader(string(data)))
		if err != nil {
			return nil //nolint:nilerr // the library cannot read all of its own files
		}
		byUID := map[string][]*event.Event{}
		for _, e := range evs {
			byUID[e.UID] = append(byUID[e.UID], e)
		}
		for _, want := range cal.Events() {
			start := want.GetProperty(ics.ComponentPropertyDtStart)
			if start == nil || want.GetProperty(ics.ComponentPropertyRrule) != nil || want.Id() == "" {
				continue
			}
			if !strings.HasSuffix(start.Value, "Z") && start.ICalParameters["TZID"] == nil {
				continue // floating, or a day
			}
			at, err := want.GetStartAt()
			got := byUID[strings.TrimSpace(want.Id())]
			if err != nil || len(got) != 1 {
				continue
			}
			if got[0].Faults.HasErrors() {
				continue // said to be wrong: a date with a Z behind it
			}
			times++
			if !got[0].When.Start.Equal(at) {
				t.Errorf("%s: %s starts at %v, want %v", name, want.Id(), got[0].When.Start, at)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d times compared", files, times)
	if files < 10 || times < 5 {
		t.Errorf("%d files and %d times are too few to say anything", files, times)
	}
}

// TestSpectrum reads the tables of csv-spectrum (npm, BSD-2-Clause), where
// GIRO_CSV_SPECTRUM names the unpacked package, and compares the cells with
// the package's own JSON. Spaces and line breaks in cells are tidied by design.
func TestSpectrum(t *testing.T) {
	dir := os.Getenv("GIRO_CSV_SPECTRUM")
	if dir == "" {
		t.Skip("GIRO_CSV_SPECTRUM is not set")
	}
	names, err := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, path := range names {
		name := filepath.Base(path)
		if name == "location_coordinates.csv" {
			continue // its JSON is of other data
		}
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
			opt := options(t)
			opt.Columns = map[string]string{first: "title"}
			for key := range want[0] {
				if key != first {
					opt.Columns[key] = "extra." + key
				}
			}
			evs, faults, err := ingest.Read(name, data, opt)
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
