package ingest_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// foreignModules are modules whose tests hold files of the kinds that are read,
// or texts that their own parsers find hard. They are read where they lie; the
// last two are no modules of this project, and are there only by chance.
var foreignModules = []string{
	"github.com/arran4/golang-ical", "github.com/teambition/rrule-go", "github.com/xuri/excelize/v2",
	"github.com/goccy/go-yaml", "golang.org/x/net", "golang.org/x/text",
	"github.com/apognu/gocal", "github.com/emersion/go-ical",
}

// foreignPackages are packages of Go whose tests hold such texts.
var foreignPackages = []string{"encoding/csv", "encoding/json", "encoding/xml", "html", "time", "unicode/utf8", "archive/zip"}

// foreignKinds are the endings of the files that are read.
var foreignKinds = []string{".ics", ".csv", ".tsv", ".xlsx", ".json", ".yaml", ".yml", ".html", ".xml", ".zip"}

// The bounds of a foreign file, and of how many files and texts of one module
// are read; of more, they are spread over all of its tests.
const (
	maxForeign      = 256 << 10
	maxForeignFiles = 400
	maxForeignTexts = 2500
)

// moduleDir returns where a module lies, "" if it is not on this machine.
// Nothing is downloaded.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module)
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=readonly", "GOPROXY=off")
	if out, err := cmd.Output(); err == nil {
		return strings.TrimSpace(string(out))
	}
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		return ""
	}
	found, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), filepath.FromSlash(module)+"@*"))
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

// foreignTexts returns the files of a folder that are of a kind that is read,
// and the texts of more than a word in its Go tests, by where they stand.
func foreignTexts(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || files > maxForeignFiles {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		switch {
		case strings.HasSuffix(name, "_test.go"):
			literals(path, name, out)
		case slices.Contains(foreignKinds, filepath.Ext(name)):
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if len(data) <= maxForeign {
				out[name] = string(data)
				files++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// literals adds the texts of a Go file. A file that cannot be read has none.
func literals(path, name string, out map[string]string) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		if text, err := strconv.Unquote(lit.Value); err == nil && len(text) > 6 {
			at := set.Position(lit.Pos())
			out[fmt.Sprintf("%s:%d:%d", name, at.Line, at.Column)] = text
		}
		return true
	})
}

// TestForeignFiles reads what others test their parsers with: no panic, no
// hang, and nothing that is neither read nor complained about. The times of
// calendars are compared with what golang-ical reads.
func TestForeignFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads thousands of texts")
	}
	dirs := map[string]string{}
	for _, m := range foreignModules {
		dirs[m] = moduleDir(t, m)
	}
	for _, p := range foreignPackages {
		dirs["go/"+p] = filepath.Join(runtime.GOROOT(), "src", filepath.FromSlash(p)) //nolint:staticcheck // the tests of the Go that runs them
	}
	times := 0
	for _, name := range slices.Sorted(maps.Keys(dirs)) {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(dirs[name]); dirs[name] == "" || err != nil {
				t.Skip("not on this machine")
			}
			texts := foreignTexts(t, dirs[name])
			step := 1 + len(texts)/maxForeignTexts
			for i, at := range slices.Sorted(maps.Keys(texts)) {
				if i%step != 0 && strings.Contains(at, "_test.go:") {
					continue
				}
				start := time.Now()
				if !t.Run(at, func(t *testing.T) { ingesttest.Check(t, []byte(texts[at])) }) {
					continue
				}
				if took := time.Since(start); took > 20*time.Second {
					t.Errorf("%s: %v", at, took)
				}
				if strings.Contains(texts[at], "BEGIN:VCALENDAR") {
					times += sameTimes(t, at, texts[at])
				}
			}
			t.Logf("%d texts", len(texts))
		})
	}
	if dirs["github.com/arran4/golang-ical"] != "" && times < 10 {
		t.Errorf("%d times compared are too few to say anything", times)
	}
}

// sameTimes compares the beginnings that say in which zone they are with those
// that golang-ical reads, and returns how many.
func sameTimes(t *testing.T, name, text string) (times int) {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		return 0 // the library cannot read all of its own files
	}
	evs, _, err := ingest.Read(t.Context(), name, []byte(text), ingesttest.Options(t))
	if err != nil {
		t.Errorf("%s: %v", name, err)
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
		if err != nil || len(got) != 1 || got[0].Faults.HasErrors() {
			continue // said to be wrong: a date with a Z behind it
		}
		times++
		if !got[0].When.Start.Equal(at) {
			t.Errorf("%s: %s starts at %v, want %v", name, want.Id(), got[0].When.Start, at)
		}
	}
	return times
}

// goLayouts are forms of whole dates in Go's own tests.
var goLayouts = []string{
	time.ANSIC, time.UnixDate, time.RubyDate, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.DateTime, time.DateOnly,
	"2006-01-02T15:04:05-07", "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-07",
	"2006-01-02T15:04:05", "2006-01-02 15:04", "January 2 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006",
}

// TestForeignDates gives the texts of the tests of Go's package time to a
// column of dates: what is read must be the day and the minute that Go reads.
func TestForeignDates(t *testing.T) {
	dir := filepath.Join(runtime.GOROOT(), "src", "time") //nolint:staticcheck // the tests of the Go that runs them
	if _, err := os.Stat(filepath.Join(dir, "format_test.go")); err != nil {
		t.Skip("Go's own tests are not on this machine")
	}
	read, compared := 0, 0
	for at, text := range foreignTexts(t, dir) {
		if strings.ContainsAny(text, "\n\r") || len(text) > 60 {
			continue
		}
		evs, faults := ingesttest.Read(t, at, "titolo;data\nX;"+ingesttest.Quote(text)+"\n")
		if faults.HasErrors() || len(evs) != 1 || !evs[0].When.Known() {
			continue
		}
		read++
		got := evs[0].When.Start
		for _, layout := range goLayouts {
			want, err := time.Parse(layout, text)
			if err != nil {
				continue
			}
			compared++
			if strings.Contains(layout, "7") {
				want = want.In(got.Location()) // the channel's day
			}
			form := "2006-01-02 15:04"
			if evs[0].When.AllDay {
				form = time.DateOnly
			}
			if got.Format(form) != want.Format(form) {
				t.Errorf("%s: %q is read as %v, and Go reads %v", at, text, got, want)
			}
			break
		}
	}
	t.Logf("%d texts are read as dates, %d of them compared", read, compared)
	if compared < 5 {
		t.Errorf("%d texts compared are too few to say anything", compared)
	}
}
