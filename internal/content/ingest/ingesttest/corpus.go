package ingesttest

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

var update = flag.Bool("update", false, "write what is read as what is expected")

// Dump writes a reading as text: the messages with their hints left out, then
// each event with every field that says something.
func Dump(evs []*event.Event, faults diag.List) string {
	var b strings.Builder
	b.WriteString(Show(faults))
	for _, e := range evs {
		fmt.Fprintf(&b, "\n%s\n", e.ID)
		field := func(name, text string) {
			if text != "" {
				fmt.Fprintf(&b, "  %s: %s\n", name, strings.ReplaceAll(text, "\n", `\n`))
			}
		}
		field("title", e.Title)
		field("when", Describe(e.When))
		field("venue", e.Venue)
		field("address", e.Address)
		field("neighbourhood", e.Neighbourhood)
		field("category", e.Category)
		field("price", e.Price)
		if e.Free {
			field("free", "yes")
		}
		field("description", e.Description)
		field("url", e.URL)
		field("images", strings.Join(e.Images, ", "))
		if e.Status != event.Scheduled {
			field("status", string(e.Status))
		}
		for _, f := range e.Facts {
			field("fact", f.Value+"|"+f.Label)
		}
		for _, k := range slices.Sorted(maps.Keys(e.Extra)) {
			field("extra."+k, e.Extra[k])
		}
		for _, tag := range slices.Sorted(maps.Keys(e.Languages)) {
			t := e.Languages[tag]
			field(tag+" title", t.Title)
			field(tag+" description", t.Description)
			field(tag+" venue", t.Venue)
			field(tag+" category", t.Category)
			field(tag+" price", t.Price)
			for _, k := range slices.Sorted(maps.Keys(t.Extra)) {
				field(tag+" extra."+k, t.Extra[k])
			}
		}
		field("stands at", strings.TrimPrefix(e.At("title").String(), e.At("").File))
	}
	return b.String()
}

// ComeBack holds that the JSON of "giro events --json" read back gives the same events.
func ComeBack(t *testing.T, evs []*event.Event) {
	t.Helper()
	out, err := event.Marshal(evs)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Read(t, "again.json", string(out))
	if len(again) != len(evs) {
		t.Fatalf("%d events come back of %d", len(again), len(evs))
	}
	for i, e := range again {
		want, got := *evs[i], *e
		want.Pos, want.Faults, want.Row = nil, nil, 0
		got.Pos, got.Faults, got.Row = nil, nil, 0
		Same(t, "comes back", got, want)
	}
}

// Mess reads the files of testdata/mess, at least so many, as cities have them;
// what is read stands beside each.
func Mess(t *testing.T, least int) {
	t.Helper()
	names, err := filepath.Glob("testdata/mess/*.*")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range names {
		if strings.HasSuffix(name, ".want") {
			continue
		}
		read++
		t.Run(filepath.Base(name), func(t *testing.T) {
			evs, faults := ReadFile(t, "mess/"+filepath.Base(name))
			got := Dump(evs, faults)
			want := name + ".want"
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			text, err := os.ReadFile(want) //nolint:gosec // a file of testdata
			if err != nil {
				t.Fatal(err)
			}
			if got != string(text) {
				t.Errorf("got\n%s\nwant\n%s", got, text)
			}
			ComeBack(t, evs)
			for _, m := range faults {
				if m.Severity == diag.Error && m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
	if read < least {
		t.Errorf("only %d files", read)
	}
}
