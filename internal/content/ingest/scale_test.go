package ingest_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/content/ingest"
)

// manyEvents is how many events a reading of at most two seconds holds.
const manyEvents = 10_000

// manyRows writes so many rows of a table.
func manyRows(n int) string {
	var b strings.Builder
	b.WriteString("Titolo;Data;Ora;Luogo;Indirizzo;Quartiere;Prezzo;Descrizione;title_en;Link\n")
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "Concerto numero %d in città;%s;%d.30;Teatro %d;Via Roma %d;Isola;%d €;Una serata di musica, parole & altro: dalle piazze del quartiere.;Concert number %d;https://www.example.org/e/%d\n",
			i, day.AddDate(0, 0, i%300).Format("02/01/2006"), 10+i%12, i%50, i%90, i%30, i, i)
	}
	return b.String()
}

// manyDates writes so many events of a calendar.
func manyDates(n int) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\n")
	day := time.Date(2025, 4, 1, 18, 30, 0, 0, time.UTC)
	for i := range n {
		at := day.AddDate(0, 0, i%300)
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%d@example.org\r\nSUMMARY:Concerto numero %d\r\nDTSTART;TZID=Europe/Rome:%s\r\nDTEND;TZID=Europe/Rome:%s\r\nLOCATION:Teatro %d\\, Via Roma 3\r\nDESCRIPTION:Una serata di musica\\, parole\r\n  e altro.\r\nEND:VEVENT\r\n",
			i, i, at.Format("20060102T150405"), at.Add(time.Hour).Format("20060102T150405"), i%50)
	}
	return b.String() + "END:VCALENDAR\r\n"
}

// manyCells writes so many rows of a workbook.
func manyCells(t testing.TB, n int) string {
	t.Helper()
	return book(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		format := "dd/mm/yyyy"
		clock := "hh:mm"
		hours, err := f.NewStyle(&excelize.Style{CustomNumFmt: &clock})
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		rows := [][]any{{"Titolo", "Data", "Ora", "Luogo", "Prezzo", "Descrizione"}}
		for i := range n {
			rows = append(rows, []any{fmt.Sprintf("Concerto %d", i), excelize.Cell{StyleID: style, Value: 45800 + i%300}, excelize.Cell{StyleID: hours, Value: 0.875}, fmt.Sprintf("Teatro %d", i%50), i % 30, "Una serata di musica."})
		}
		for i, r := range rows {
			if err := w.SetRow(fmt.Sprintf("A%d", i+1), r); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestTenThousandEvents holds the aim of two seconds for every kind of file, in
// time of the processors: a machine that is busy with other work does not
// lengthen it. BenchmarkRead measures more closely.
func TestTenThousandEvents(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	const aim = 2 * time.Second
	for _, k := range kinds(t, manyEvents) {
		before := cpuTime(t)
		evs, faults, err := ingest.Read(k.name, []byte(k.data), options(t))
		took := cpuTime(t) - before
		if err != nil || faults.HasErrors() || len(evs) != manyEvents {
			t.Fatalf("%s: %d events, %v, %v", k.name, len(evs), err, faults[:min(3, len(faults))])
		}
		t.Logf("%s: %v for %d KB", k.name, took.Round(time.Millisecond), len(k.data)>>10)
		if took > aim {
			t.Errorf("%s: %v, more than %v", k.name, took, aim)
		}
	}
}

// repeated reads as a header and then one row again and again, n bytes in all.
type repeated struct {
	head, row []byte
	left      int
	at        int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(p) && r.left > 0 {
		src := r.row
		if len(r.head) > 0 {
			src = r.head
		}
		k := copy(p[n:min(len(p), n+r.left)], src[r.at:])
		n, r.left, r.at = n+k, r.left-k, r.at+k
		if r.at == len(src) {
			r.at = 0
			r.head = nil
		}
	}
	return n, nil
}

// TestLargeFiles reads files as large as are read, and larger: the memory stays
// below half a gigabyte, and what is refused is refused at once.
func TestLargeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of megabytes")
	}
	const head = "titolo;data;luogo;descrizione\n"
	long := "Concerto;14/06/2025;Teatro;" + strings.Repeat("parola ", 400) + "\n"
	for _, c := range []struct {
		name, head, row, want string
		megabytes             int
	}{
		{"200 MB", head, long, "the file has more than 64 MB", 200},
		{"long rows", head, long, "", 63},
		{"too many rows", head, "Concerto;14/06/2025;Teatro;x\n", "the table has more than 100000 rows", 63},
		{"calendar", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nSUMMARY:Concerto\nDTSTART:20250614T183000\nDESCRIPTION:" + strings.Repeat("parola ", 400) + "\nEND:VEVENT\n", "", 63},
		{"JSON", "[", `{"titolo":"Concerto","data":"14/06/2025","descrizione":"` + strings.Repeat("parola ", 400) + `"},` + "\n", "the JSON breaks off", 63},
	} {
		size := c.megabytes << 20
		size -= (size - len(c.head)) % len(c.row)
		src := &repeated{head: []byte(c.head), row: []byte(c.row), left: size}
		runtime.GC()
		peak, stop := watchHeap()
		before := cpuTime(t)
		evs, faults, err := ingest.ReadFrom("big", src, options(t))
		took := cpuTime(t) - before
		stop()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d events, %d messages, %v, at most %d MB", c.name, len(evs), len(faults), took.Round(time.Millisecond), *peak>>20)
		if *peak > 500<<20 {
			t.Errorf("%s: %d MB of memory", c.name, *peak>>20)
		}
		if c.want != "" && !strings.Contains(show(faults), c.want) {
			t.Errorf("%s: %v", c.name, faults[:min(3, len(faults))])
		}
	}
}

// watchHeap measures the most memory in use until stop is called.
func watchHeap() (peak *uint64, stop func()) {
	peak = new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}

// TestBombs holds that small files that stand for much are refused at once.
func TestBombs(t *testing.T) {
	var laughs bytes.Buffer
	laughs.WriteString("eventi:\n  - titolo: &a0 x\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&laughs, "  - titolo: x\n    a: &a%d [%s]\n", i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><event>&b;</event></info></alert>`
	var zones strings.Builder
	zones.WriteString("BEGIN:VCALENDAR\n")
	for i := range 3000 {
		fmt.Fprintf(&zones, "BEGIN:VTIMEZONE\nTZID:Z%d\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=MONTHLY\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x%[1]d\nDTSTART;TZID=Z%[1]d:20250101T000000\nEND:VEVENT\n", i)
	}
	for _, c := range []struct{ name, data string }{
		{"aliases", laughs.String()},
		{"entities", entities},
		{"deep JSON", `[{"titolo":"x","a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}]"},
		{"deep XML", `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` + strings.Repeat("<a>", 100_000)},
		{"deep page", `<!doctype html><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 50_000)},
		{"keys", "- titolo: x\n" + strings.Repeat("  a: b\n", 100_000)},
		{"long list", strings.Repeat("- titolo: x\n", 300_000)},
		{"JSON of nothing", `[{"titolo":"x","a":[` + strings.Repeat("[],", 2_100_000) + `[]]}]`},
		{"XML of nothing", `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">` + strings.Repeat("<a/>\n", 110_000) + "</alert>"},
		{"zones", zones.String()},
		{"zone rule", "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Nostro\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYYEARDAY=1,2,3;BYHOUR=1,2,3;BYMINUTE=1,2;BYSECOND=1,2\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=Nostro:20250101T000000\nEND:VEVENT\nEND:VCALENDAR\n"},
		{"rule", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART:19000101T000000\nRRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5\nEND:VEVENT\nEND:VCALENDAR\n"},
	} {
		before := cpuTime(t)
		_, faults, err := ingest.Read(c.name, []byte(c.data), options(t))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(faults) == 0 {
			t.Errorf("%s: nothing is reported", c.name)
		}
		if took := cpuTime(t) - before; took > 3*time.Second {
			t.Errorf("%s: %v", c.name, took)
		}
	}
}
