package table_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

const (
	sheetHead = `<row r="1"><c r="A1" t="inlineStr"><is><t>titolo</t></is></c><c r="B1" t="inlineStr"><is><t>data</t></is></c></row>` +
		`<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="inlineStr"><is><t>14/06/2027</t></is></c></row>`
	stringsXML = "xl/sharedStrings.xml"
	mainSpace  = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
)

// TestWorkbookBounds reads workbooks that are small as files and stand for
// much: each is refused with a sentence, or read, within what a file may cost.
func TestWorkbookBounds(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks hundreds of megabytes")
	}
	sst := func(items string, n int) string {
		return bookAround(t, map[string]string{stringsXML: "<sst" + mainSpace + ">" + strings.Repeat(items, n) + "</sst>"})
	}
	for _, c := range []struct{ name, data, want string }{
		{"row that does not end", bookOf(t, sheetHead+`<row r="9000000000000000000"><c r="A9000000000000000000" t="inlineStr"><is><t>A</t></is></c></row>`, ""), "it names a row beyond the last row of a sheet"},
		{"row written in entities", bookOf(t, sheetHead+`<row r="&#57;000000000"><c><v>1</v></c></row>`, ""), "it names a row beyond the last row of a sheet"},
		{"row behind a prefix", bookOf(t, sheetHead+`<x:row y = '1' x:r = '4000000000' ><c><v>1</v></c></x:row>`, ""), "it names a row beyond the last row of a sheet"},
		{"row behind a text like a comment", bookOf(t, sheetHead+`<![CDATA[ <!-- ]]><row r="4000000000"/><!-- --->`, ""), "it names a row beyond the last row of a sheet"},
		{"shared strings", sst("<si><t></t></si>", 3_500_000), "it has more elements than any table needs"},
		{"as many shared strings as can be", sst("<si><t/></si>", 749_990), ""},
		{"as many runs as can be", sst("<si>"+strings.Repeat("<r><t>a</t></r>", 7000)+"</si>", 107), ""},
		{"nested", bookOf(t, sheetHead+strings.Repeat("<a>", 5_000_000), ""), "its elements are nested too deep"},
		{"flat", bookOf(t, sheetHead+strings.Repeat("<a/>", 10_000_000), ""), "it has more elements than any table needs"},
		{"as many tags as can be", bookOf(t, sheetHead+strings.Repeat("<row><c/></row>", 2_400_000), ""), ""},
		{"formats", bookAround(t, map[string]string{"xl/styles.xml": "<styleSheet" + mainSpace + "><cellXfs>" + strings.Repeat("<xf/>", 1_000_000) + "</cellXfs></styleSheet>"}), "it has more elements than any table needs"},
		{"as many formats as can be", bookAround(t, map[string]string{"xl/styles.xml": "<styleSheet" + mainSpace + "><cellXfs>" + strings.Repeat("<xf/>", 399_000) + "</cellXfs></styleSheet>"}), ""},
		{"long format", bookAround(t, map[string]string{"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + strings.Repeat("0", 100_000) + `"/></numFmts></styleSheet>`}), "it holds a text or a value that is too long"},
		{"one long text", bookOf(t, sheetHead+`<row r="3"><c r="A3" t="inlineStr"><is><t>`+strings.Repeat("a", 50<<20)+`</t></is></c></row>`, ""), "it holds a text or a value that is too long"},
		{"entities of its own", bookOf(t, `<!DOCTYPE x [<!ENTITY a "aaaa">]>`+sheetHead, ""), "it is not written as spreadsheet programs write it"},
		{"other letters", bookAround(t, map[string]string{"xl/worksheets/sheet1.xml": "\xfe\xff\x00<\x00a"}), "its characters are not UTF-8"},
		{"other letters, as declared", bookAround(t, map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="UTF-16BE"?><worksheet/>`}), "its characters are not UTF-8"},
		{"dates that are all different", bookOf(t, sheetHead+manyNumbers(100_000), ""), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ingesttest.Bounded(t, fmt.Sprintf("%s of %d KB", c.name, len(c.data)>>10), func() {
				evs, faults := ingesttest.Read(t, "x.xlsx", c.data)
				text := ingesttest.Show(faults)
				switch {
				case c.want == "" && strings.Contains(text, "the workbook is not opened"):
					t.Errorf("refused: %s", text)
				case c.want != "" && (len(evs) > 0 || !strings.Contains(text, c.want)):
					t.Errorf("%d events, %s", len(evs), text)
				}
				if c.want == "" {
					return
				}
				if len(faults) != 1 || faults[0].Hint.IsZero() {
					t.Fatalf("no hint: %v", faults)
				}
				if reason, ok := faults[0].Text.Args[1].(diag.Text); !ok || reason.Form != c.want {
					t.Errorf("the reason %#v is not translated", faults[0].Text.Args[1])
				}
			})
		})
	}
}

// manyNumbers writes rows of four numbers each, all different.
func manyNumbers(rows int) string {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "<row r=\"%d\"><c><v>%d.5</v></c><c><v>%d.25</v></c><c><v>%d.125</v></c><c><v>%d</v></c></row>", i+3, i, i, i, i)
	}
	return b.String()
}

// bookAround builds a workbook of some parts, with a sheet that can be read if
// none of them is one.
func bookAround(tb testing.TB, given map[string]string) string {
	tb.Helper()
	const sheet = "xl/worksheets/sheet1.xml"
	if given[sheet] == "" {
		given[sheet] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheetHead + `<row r="3"><c t="s" s="1"><v>0</v></c><c s="1"><v>46000.5</v></c></row></sheetData></worksheet>`
	}
	return bookWith(tb, given)
}
