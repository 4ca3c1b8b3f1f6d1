package ingesttest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// Seed adds the files of some patterns to a fuzz test.
func Seed(f *testing.F, patterns ...string) {
	f.Helper()
	n := 0
	for _, pattern := range patterns {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, ".want") {
				continue
			}
			data, err := os.ReadFile(name) //nolint:gosec // a file of testdata
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data[:min(len(data), 4000)])
			n++
		}
	}
	if n < 5 {
		f.Fatalf("only %d files", n)
	}
}

// Check holds what must be true of any reading.
func Check(t *testing.T, data []byte) {
	t.Helper()
	evs, faults, err := ingest.Read(t.Context(), "f", data, Options(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(evs) == 0 && !faults.HasErrors() {
		t.Error("nothing was read and nothing is wrong")
	}
	ids := map[string]bool{}
	for _, e := range evs {
		if e.ID == "" || ids[e.ID] {
			t.Errorf("the id %q is not the event's own", e.ID)
		}
		ids[e.ID] = true
		if e.Title == "" && !e.Faults.HasErrors() {
			t.Errorf("row %d has no title and no fault", e.Row)
		}
		if w := e.When; !w.Known() && !w.End.IsZero() || w.Known() && !w.End.IsZero() && w.End.Before(w.Start) {
			t.Errorf("row %d lasts from %v to %v", e.Row, w.Start, w.End)
		}
		if e.Pos[""].File != "f" {
			t.Errorf("row %d stands at %v", e.Row, e.Pos[""])
		}
	}
	out, err := event.Marshal(evs)
	if err != nil {
		t.Fatal(err)
	}
	if len(evs) == 0 {
		return
	}
	again, _, err := ingest.Read(t.Context(), "f.json", out, Options(t))
	if err != nil || len(again) != len(evs) {
		t.Fatalf("%d events come back of %d, %v", len(again), len(evs), err)
	}
	for i, e := range again {
		if want := evs[i]; e.ID != want.ID || !e.When.Start.Equal(want.When.Start) || !e.When.End.Equal(want.When.End) || e.When.AllDay != want.When.AllDay {
			t.Errorf("%s %v comes back as %s %v", want.ID, want.When, e.ID, e.When)
		}
	}
}

// With fuzzes a reader by the files of testdata that begin as it wants, and by
// what is put in front of any text.
func With(f *testing.F, prefix string) {
	f.Helper()
	Seed(f, "testdata/*.*", "testdata/mess/*.*")
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte(prefix)) {
			data = append([]byte(prefix), data...)
		}
		Check(t, data)
	})
}
