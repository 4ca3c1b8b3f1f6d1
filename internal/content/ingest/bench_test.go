package ingest_test

import (
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// sharedCells writes so many rows of a workbook as spreadsheet programs do:
// texts stand once, in a part of their own, and cells name them.
func sharedCells(tb testing.TB, n int) string {
	tb.Helper()
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	index := map[string]int{}
	var texts, rows strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(manyRows(n)), "\n") {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for j, text := range strings.Split(line, ";") {
			cell := fmt.Sprintf("%c%d", 'A'+j, i+1)
			switch {
			case i > 0 && j == 1:
				fmt.Fprintf(&rows, `<c r="%s" s="1"><v>%d</v></c>`, cell, 45748+i%300)
			case i > 0 && j == 2:
				fmt.Fprintf(&rows, `<c r="%s" s="2"><v>0.875</v></c>`, cell)
			default:
				if _, ok := index[text]; !ok {
					index[text] = len(index)
					fmt.Fprintf(&texts, "<si><t>%s</t></si>", html.EscapeString(text))
				}
				fmt.Fprintf(&rows, `<c r="%s" t="s"><v>%d</v></c>`, cell, index[text])
			}
		}
		rows.WriteString("</row>")
	}
	return bookWith(tb, map[string]string{
		"xl/worksheets/sheet1.xml": "<worksheet" + ns + "><sheetData>" + rows.String() + "</sheetData></worksheet>",
		"xl/sharedStrings.xml":     "<sst" + ns + ">" + texts.String() + "</sst>",
		"xl/styles.xml":            "<styleSheet" + ns + `><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs></styleSheet>`,
	})
}

// manyItems writes events as a list in YAML.
func manyItems(n int) string {
	var b strings.Builder
	day := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&b, "- titolo: Concerto numero %d\n  data: %s\n  ora: \"%d.30\"\n  luogo: Teatro %d\n  prezzo: %d €\n  descrizione: Una serata di musica, parole & altro\n",
			i, day.AddDate(0, 0, i%300).Format("02/01/2006"), 10+i%12, i%50, 1+i%30)
	}
	return b.String()
}

// manyLinked writes schema.org events.
func manyLinked(n int) string {
	var b strings.Builder
	b.WriteString("[")
	day := time.Date(2025, 4, 1, 18, 30, 0, 0, time.UTC)
	for i := range n {
		at := day.AddDate(0, 0, i%300)
		fmt.Fprintf(&b, `{"@type":"Event","name":"Concerto numero %d","startDate":"%s","endDate":"%s","location":{"@type":"Place","name":"Teatro %d","address":"Via Roma 3"},"description":"Una serata di musica"},`+"\n",
			i, at.Format(time.RFC3339), at.Add(time.Hour).Format(time.RFC3339), i%50)
	}
	return strings.TrimSuffix(b.String(), ",\n") + "]"
}

// ownJSON writes events as "giro events --json" does.
func ownJSON(tb testing.TB, n int) string {
	tb.Helper()
	evs, _, err := ingest.Read("t.csv", []byte(manyRows(n)), options(tb))
	if err != nil {
		tb.Fatal(err)
	}
	out, err := event.Marshal(evs)
	if err != nil {
		tb.Fatal(err)
	}
	return string(out)
}

// kinds writes n events in every kind of file.
func kinds(tb testing.TB, n int) []struct{ name, data string } {
	tb.Helper()
	return []struct{ name, data string }{
		{"CSV", manyRows(n)},
		{"ICS", manyDates(n)},
		{"JSON", ownJSON(tb, n)},
		{"LinkedJSON", manyLinked(n)},
		{"YAML", manyItems(n)},
		{"XLSX", sharedCells(tb, n)},
		{"XLSXStreamed", manyCells(tb, n)},
	}
}

// BenchmarkRead reads 10 000 events of every kind of file. cpu-ms/op is the
// time of all processors together.
func BenchmarkRead(b *testing.B) {
	opt := options(b)
	for _, k := range kinds(b, manyEvents) {
		b.Run(k.name, func(b *testing.B) {
			b.SetBytes(int64(len(k.data)))
			b.ReportAllocs()
			before := cpuTime(b)
			for b.Loop() {
				evs, faults, err := ingest.Read(k.name, []byte(k.data), opt)
				if err != nil || faults.HasErrors() || len(evs) != manyEvents {
					b.Fatalf("%d events, %v, %v", len(evs), err, faults[:min(3, len(faults))])
				}
			}
			b.ReportMetric(float64((cpuTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}
