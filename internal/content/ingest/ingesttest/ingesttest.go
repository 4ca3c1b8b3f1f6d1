// Package ingesttest is what the tests of the readers share: reading as on one
// day in one city, and writing what was read so that a test can state it.
package ingesttest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// Options read dates as on 10 March 2025, in Rome.
func Options(tb testing.TB) ingest.Options {
	tb.Helper()
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		tb.Fatal(err)
	}
	return ingest.Options{Zone: rome, Language: "it", Now: time.Date(2025, 3, 10, 9, 0, 0, 0, rome)}
}

// Read reads a text as the file of that name.
func Read(tb testing.TB, name, text string) ([]*event.Event, diag.List) {
	tb.Helper()
	return ReadWith(tb, name, text, Options(tb))
}

// ReadWith reads a text as the file of that name, with options.
func ReadWith(tb testing.TB, name, text string, opt ingest.Options) ([]*event.Event, diag.List) {
	tb.Helper()
	evs, faults, err := ingest.Read(tb.Context(), name, []byte(text), opt)
	if err != nil {
		tb.Fatal(err)
	}
	return evs, faults
}

// ReadFile reads a file of testdata; messages call it by name.
func ReadFile(tb testing.TB, name string) ([]*event.Event, diag.List) {
	tb.Helper()
	return ReadAs(tb, "testdata/"+name, name)
}

// ReadAs reads the file at path; messages call it by name.
func ReadAs(tb testing.TB, path, name string) ([]*event.Event, diag.List) {
	tb.Helper()
	data, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		tb.Fatal(err)
	}
	return Read(tb, name, string(data))
}

// Show writes messages one a line, without their hints.
func Show(l diag.List) string {
	var b strings.Builder
	for _, m := range l {
		fmt.Fprintln(&b, m)
	}
	return b.String()
}

// Same holds that two values print alike.
func Same(tb testing.TB, what string, got, want any) {
	tb.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		tb.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

// Describe writes a time so that a table can state it.
func Describe(w event.When) string {
	const day, minute = "2006-01-02", "2006-01-02 15:04"
	if len(w.More) > 0 {
		var all []string
		for _, s := range w.Slots() {
			all = append(all, Describe(w.Single(s)))
		}
		return strings.Join(all, ", ")
	}
	switch {
	case !w.Known():
		return ""
	case w.AllDay && w.End.Equal(w.Start):
		return w.Start.Format(day)
	case w.AllDay:
		return w.Start.Format(day) + " to " + w.End.Format(day)
	case w.End.IsZero():
		return w.Start.Format(minute)
	}
	return w.Start.Format(minute) + " to " + w.End.Format(minute)
}

// Quote makes a CSV cell of any text.
func Quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
