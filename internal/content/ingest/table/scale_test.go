package table_test

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// sharedCells writes so many rows of a workbook as spreadsheet programs do:
// texts stand once, in a part of their own, and cells name them.
func sharedCells(tb testing.TB, n int) string {
	tb.Helper()
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	index := map[string]int{}
	var texts, rows strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(ingesttest.Rows(n)), "\n") {
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

// kinds writes many events in every kind of table.
func kinds(tb testing.TB) []ingesttest.Kind {
	tb.Helper()
	return []ingesttest.Kind{
		{Name: "CSV", Data: ingesttest.Rows(ingesttest.Many)},
		{Name: "XLSX", Data: sharedCells(tb, ingesttest.Many)},
		{Name: "XLSXStreamed", Data: manyCells(tb, ingesttest.Many)},
	}
}

func TestTenThousandEvents(t *testing.T) { ingesttest.InTime(t, kinds(t)...) }

func BenchmarkRead(b *testing.B) { ingesttest.Benchmark(b, kinds(b)...) }
