package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
	"github.com/giro-video/giro/internal/media/process"
)

// readDropped reads a text as a dropped file of that name, in a process of its own.
func readDropped(ctx context.Context, t *testing.T, name, text string) (events int, said string, err error) {
	t.Helper()
	program, err := exec.LookPath("giro") // this test's binary under that name
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	evs, faults, err := apart{program}.read(ctx, f, name, ingesttest.Options(t))
	var b strings.Builder
	for _, m := range faults {
		fmt.Fprintf(&b, "%s (%s)\n", m, m.Hint)
		if m.Severity == diag.Error && m.Hint.IsZero() {
			t.Errorf("%v has no hint", m)
		}
	}
	return len(evs), b.String(), err
}

// TestReadApart holds that another process reads what this one would.
func TestReadApart(t *testing.T) {
	t.Parallel()
	text := ingesttest.Rows(200) + "Senza data;32/13/2025;;;;;;;;\n"
	want, faults, err := ingest.Read(t.Context(), "a.csv", []byte(text), ingesttest.Options(t))
	if err != nil {
		t.Fatal(err)
	}
	events, said, err := readDropped(t.Context(), t, "a.csv", text)
	if err != nil || events != len(want) || !strings.HasPrefix(said, faults[0].String()) {
		t.Errorf("got %d events, %q, %v", events, said, err)
	}
	if events, said, err := readDropped(t.Context(), t, "a.csv", ""); err != nil || events != 0 || !strings.Contains(said, "the file is empty") {
		t.Errorf("got %d events, %q, %v", events, said, err)
	}
}

// TestReadApartLimits holds that a file that takes too much is refused with a
// sentence, and that reading is given up at once.
func TestReadApartLimits(t *testing.T) {
	if testing.Short() {
		t.Skip("reads for ten seconds")
	}
	t.Parallel()
	var many strings.Builder
	many.WriteString("BEGIN:VCALENDAR\n")
	for i := range 100_000 {
		fmt.Fprintf(&many, "BEGIN:VEVENT\nUID:%d\nSUMMARY:Festa %d\nDTSTART:20270101T080000\nDTEND:20270101T090000\nLOCATION:Piazza %d\nDESCRIPTION:Una festa\nURL:https://example.org/%d\nEND:VEVENT\n", i, i, i, i)
	}
	many.WriteString("END:VCALENDAR\n")
	if events, said, err := readDropped(t.Context(), t, "a.ics", many.String()); err != nil || events != 0 || !strings.Contains(said, "takes more than 400 MB of memory") {
		t.Errorf("got %d events, %q, %v", events, said, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop := time.AfterFunc(300*time.Millisecond, cancel)
	defer stop.Stop()
	began := time.Now()
	if _, _, err := readDropped(ctx, t, "a.ics", many.String()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("given up after %v", took)
	}
}

// TestOverLimit holds that each way to end a reading has a sentence, and that a
// defect of Giro has none.
func TestOverLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		exit process.Exit
		want string
	}{
		{process.Exit{Code: exitCPU}, "takes more than 10 seconds of computing"},
		{process.Exit{Code: -1, CPU: 11 * time.Second}, "takes more than 10 seconds of computing"},
		{process.Exit{Code: -1, Late: true}, "takes more than 10 seconds of computing"},
		{process.Exit{Code: exitMemory}, "takes more than 400 MB of memory"},
		{process.Exit{Code: 2, Stderr: "fatal error: runtime: out of memory"}, "takes more than 400 MB of memory"},
		{process.Exit{Code: -1, Long: true}, "holds more than is read"},
		{process.Exit{Code: -1}, "was ended by the system"},
		{process.Exit{Code: 1, Stderr: "panic"}, ""},
	} {
		faults := overLimit(&c.exit, "f")
		if got := fmt.Sprint(faults); (c.want == "") != (len(faults) == 0) || !strings.Contains(got, c.want) {
			t.Errorf("%+v: %s", c.exit, got)
		}
	}
}
