package dates_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
)

var update = flag.Bool("update", false, "write what is read as what is expected")

func rome(tb testing.TB) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

// describe writes a time so that a line can state it.
func describe(w event.When) string {
	const day, minute = "2006-01-02", "2006-01-02 15:04"
	if len(w.More) > 0 {
		var all []string
		for _, s := range w.Slots() {
			all = append(all, describe(w.Single(s)))
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

// unclear writes an error so that a line can state it.
func unclear(tb testing.TB, err error) string {
	tb.Helper()
	u, ok := errors.AsType[*dates.Unclear](err)
	if !ok {
		tb.Fatalf("%v is no *dates.Unclear", err)
	}
	return strings.TrimSuffix("? "+u.Text.String()+" | "+u.Hint.String(), " | ")
}

// read reads a text as a date, in all the steps that a reader takes.
func read(tb testing.TB, text string) string {
	tb.Helper()
	st, stamped, err := dates.Stamp(text, rome(tb))
	if err == nil && !stamped {
		st, err = dates.Read(text, dates.Date)
	}
	if err == nil {
		_, err = st.Settle(time.Date(2025, 3, 10, 9, 0, 0, 0, rome(tb)))
	}
	if err != nil {
		return unclear(tb, err)
	}
	w, twice, err := st.When(rome(tb))
	if err != nil {
		return unclear(tb, err)
	}
	out := describe(w)
	if st.Open != "" {
		out += " (" + st.Open + ")"
	}
	for _, words := range []struct{ what, said string }{{"vague", st.Vague}, {"doors", st.Doors}} {
		if words.said != "" {
			out += " (" + words.what + ": " + words.said + ")"
		}
	}
	if st.Month {
		out += " (a month)"
	}
	if st.EndOnly {
		out += " (the end's time)"
	}
	if twice {
		out += " (the earlier of two)"
	}
	return out
}

// readTime reads a text as a time of day.
func readTime(tb testing.TB, text string) string {
	tb.Helper()
	st, err := dates.Read(text, dates.TimeOfDay)
	switch {
	case err != nil:
		return unclear(tb, err)
	case st.AllDay:
		return "all day"
	}
	var times []string
	for _, c := range st.Times {
		times = append(times, fmt.Sprintf("%02d:%02d", c.Hour, c.Minute))
	}
	out := strings.Join(times, " to ")
	for _, slot := range st.Slots {
		var times []string
		for _, c := range slot {
			times = append(times, fmt.Sprintf("%02d:%02d", c.Hour, c.Minute))
		}
		out += ", " + strings.Join(times, " to ")
	}
	if st.EndOnly {
		out += " (the end's)"
	}
	if st.Vague != "" {
		out += " (vague: " + st.Vague + ")"
	}
	if st.Doors != "" {
		out += " (doors: " + st.Doors + ")"
	}
	return out
}

// corpus holds that each text of a file is read as stands behind it.
func corpus(t *testing.T, name string, read func(tb testing.TB, text string) string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	n := 0
	for line := range strings.Lines(string(data)) {
		text, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " → ")
		if !ok || strings.HasPrefix(line, "# ") {
			out.WriteString(line)
			continue
		}
		n++
		got := read(t, text)
		fmt.Fprintf(&out, "%s → %s\n", text, got)
		if got != want && !*update {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	if n < 20 {
		t.Errorf("only %d texts", n)
	}
	if *update {
		if err := os.WriteFile(name, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCorpus(t *testing.T) { corpus(t, "testdata/corpus.txt", read) }

func TestTimesOfDay(t *testing.T) { corpus(t, "testdata/times.txt", readTime) }

func TestZone(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Rome":                         "Europe/Rome",
		"/mozilla.org/20050126_1/Europe/Rome": "Europe/Rome",
		"W. Europe Standard Time":             "Europe/Berlin",
		"Z":                                   "UTC",
		"Local":                               "",
		"":                                    "",
		"Atlantide":                           "",
	} {
		got := ""
		if z := dates.Zone(name); z != nil {
			got = z.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for text, want := range map[string]string{
		"P1D": "1 0s", "PT2H30M": "0 2h30m0s", "p1w": "7 0s", "+P1DT1H": "1 1h0m0s", "PT90S": "0 1m30s",
		"-PT1H": "", "P": "", "PT": "", "P1H": "", "PT1D": "", "P1": "", "P99999D": "", "1D": "",
	} {
		got := ""
		if d, err := dates.ParseDuration(text); err == nil {
			got = fmt.Sprint(d.Days, " ", d.Time)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWindow(t *testing.T) {
	day := func(text string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", text, rome(t))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ first, now, from, until string }{
		{"2025-06-14 18:30", "", "2025-06-14 18:30", "2026-06-14 18:30"},
		{"2025-06-14 18:30", "2025-03-10 09:00", "2025-06-14 18:30", "2026-06-14 18:30"},
		{"2024-06-14 18:30", "2025-03-10 09:00", "2025-03-10 00:00", "2026-03-10 00:00"},
	} {
		var now time.Time
		if c.now != "" {
			now = day(c.now).UTC()
		}
		from, until := dates.Window(day(c.first), now, rome(t))
		if !from.Equal(day(c.from)) || !until.Equal(day(c.until)) {
			t.Errorf("%+v: from %v until %v", c, from, until)
		}
	}
}

// FuzzRead holds that no text makes a reading that contradicts itself.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"sab 14/06 ore 21", "dal 3 al 5 maggio 2025", "dall’8 maggio al 30 settembre", "14.06.2025 - 20.10", "June 14-16, 2025", "18 h 30", "2025年6月14日", "12 p.m."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		readTime(t, s)
		got := read(t, s)
		if first, last, ok := strings.Cut(got, " to "); ok && got[0] != '?' && !strings.Contains(got, ",") && last < first {
			t.Errorf("%q is read as %s", s, got)
		}
	})
}

func TestSpan(t *testing.T) {
	now := time.Date(2025, 3, 10, 9, 0, 0, 0, rome(t))
	for text, want := range map[string]string{
		"2025-06-14": "2025-06-14 2025-06-14", "14/06/2025": "2025-06-14 2025-06-14", "14 giugno": "2025-06-14 2025-06-14", "June 14, 2027": "2027-06-14 2027-06-14",
		"dal 3 al 5 maggio": "2025-05-03 2025-05-05", "giugno 2027": "2027-06-01 2027-06-30",
		"14/06/2025 ore 21": "", "14 e 16 giugno": "", "presto": "",
	} {
		first, last, err := dates.Span(text, now)
		got := ""
		if err == nil {
			got = first.Format(time.DateOnly) + " " + last.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
	if _, _, err := dates.Span("14 giugno", time.Time{}.In(rome(t))); err == nil {
		t.Error("a day without a year is read where no day is known")
	}
}
