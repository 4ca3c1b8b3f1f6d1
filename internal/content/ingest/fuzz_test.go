package ingest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// seed adds the files of testdata to a fuzz test.
func seed(f *testing.F) {
	f.Helper()
	names, err := filepath.Glob("testdata/*.*")
	if more, merr := filepath.Glob("testdata/mess/*.*"); merr == nil {
		names = append(names, slices.DeleteFunc(more, func(name string) bool { return strings.HasSuffix(name, ".want") })...)
	}
	if err != nil || len(names) < 5 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:min(len(data), 4000)])
	}
}

// check holds what must be true of any reading.
func check(t *testing.T, data []byte) {
	t.Helper()
	evs, faults, err := ingest.Read("f", data, options(t))
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
	again, _, err := ingest.Read("f.json", out, options(t))
	if err != nil || len(again) != len(evs) {
		t.Fatalf("%d events come back of %d, %v", len(again), len(evs), err)
	}
	for i, e := range again {
		if want := evs[i]; e.ID != want.ID || !e.When.Start.Equal(want.When.Start) || !e.When.End.Equal(want.When.End) || e.When.AllDay != want.When.AllDay {
			t.Errorf("%s %v comes back as %s %v", want.ID, want.When, e.ID, e.When)
		}
	}
}

func FuzzRead(f *testing.F) {
	seed(f)
	f.Add([]byte(`[{"id":"a","title":"A","start":"2025-06-14T18:30:00+02:00"}]`))
	f.Fuzz(check)
}

func FuzzCalendar(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) { check(t, append([]byte("BEGIN:VCALENDAR\n"), data...)) })
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"sab 14/06 ore 21", "dal 3 al 5 maggio 2025", "dall’8 maggio al 30 settembre", "14.06.2025 - 20.10", "June 14-16, 2025", "18 h 30", "2025年6月14日", "12 p.m."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		check(t, []byte("titolo;data;ora\nX;"+quote(s)+";21\nY;14/06/2025;"+quote(s)+"\n"))
	})
}

// with fuzzes a reader by the files of testdata that begin as it wants, and by
// what is put in front of any text.
func with(f *testing.F, prefix string) {
	f.Helper()
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte(prefix)) {
			data = append([]byte(prefix), data...)
		}
		check(t, data)
	})
}

func FuzzJSON(f *testing.F) { with(f, "{") }

func FuzzYAML(f *testing.F) { with(f, "- titolo: ") }

func FuzzPage(f *testing.F) { with(f, "<!DOCTYPE html><script type=\"application/ld+json\">") }

func FuzzAlert(f *testing.F) { with(f, "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">") }

// FuzzWorkbook changes the sheet inside a workbook: changes of the packed
// bytes alone would be found by their checksums.
func FuzzWorkbook(f *testing.F) {
	f.Add("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>titolo</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>data</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><f>A1</f><v>x</v></c><c r=\"B2\"><v>45822.5</v></c></row>", "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>")
	f.Add("<row r=\"9999999\" hidden=\"1\"><c r=\"XFD1\" t=\"d\"><v>2025-06-14T00:00:00</v></c></row><row><c/><c t=\"e\"><v>#REF!</v></c><c t=\"s\"><v>-1</v></c></row>", "")
	f.Fuzz(func(t *testing.T, rows, rest string) {
		check(t, []byte(bookOf(t, rows, rest)))
	})
}
