package table_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// book builds a workbook.
func book(tb testing.TB, build func(f *excelize.File)) string {
	tb.Helper()
	f := excelize.NewFile()
	build(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// fill writes rows from A1 on.
func fill(tb testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	tb.Helper()
	for i, r := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r); err != nil {
			tb.Fatal(err)
		}
	}
}

// shape gives cells a number format.
func shape(tb testing.TB, f *excelize.File, sheet, from, to, format string) {
	tb.Helper()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		tb.Fatal(err)
	}
	if err := f.SetCellStyle(sheet, from, to, id); err != nil {
		tb.Fatal(err)
	}
}

func TestWorkbook(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		const s = "Sheet1"
		fill(t, f, s,
			[]any{"Eventi estate 2025"},
			[]any{"Titolo", "Data", "", "Ora", "Luogo", "Prezzo"},
			[]any{"", "dal", "al", "", "", ""},
			[]any{"Festa del paese", 45822, 45823, "", "Piazza Grande", 0},
			[]any{"Concerto", 45822, nil, 0.875, "Teatro Civico", 12.5},
			[]any{"Prove del coro", 45829, nil, "ore 18.30", nil, 5},
			[]any{"Bozza da non pubblicare", 45830},
			[]any{"Testo", "14 giugno 2025", nil, "21", "Qui", "gratis"},
			[]any{"Data e ora", 45822.770833333336},
			[]any{"Senza senso", "prossimamente"},
		)
		if err := f.MergeCell(s, "A2", "A3"); err != nil {
			t.Fatal(err)
		}
		for _, m := range [][2]string{{"A1", "F1"}, {"B2", "C2"}, {"D2", "D3"}, {"E2", "E3"}, {"F2", "F3"}, {"E5", "E6"}} {
			if err := f.MergeCell(s, m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		shape(t, f, s, "B4", "C9", "mm-dd-yy") // ambiguous as it shows
		shape(t, f, s, "D5", "D5", "h:mm")
		shape(t, f, s, "F4", "F6", `"€" 0.00`)
		if err := f.SetRowVisible(s, 7, false); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Note", "Archivio", "Inverno"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		fill(t, f, "Note", []any{"ricordare di chiedere le foto"})
		fill(t, f, "Archivio", []any{"titolo", "data"}, []any{"Vecchio", "1/1/2020"})
		if err := f.SetSheetVisible("Archivio", false); err != nil {
			t.Fatal(err)
		}
		fill(t, f, "Inverno", []any{"title", "date"}, []any{"Market", 46000}, []any{"Twice", nil})
		if err := f.SetCellFormula("Inverno", "B3", "B2+1"); err != nil {
			t.Fatal(err)
		}
	})
	evs, faults := ingesttest.Read(t, "e.xlsx", data)
	want := `e.xlsx, sheet Sheet1: warning: hidden rows are left out: 7
e.xlsx, sheet Sheet1, cell B10: error: "prossimamente" cannot be read: "prossimamente" is not understood
e.xlsx, sheet Inverno, cell B3: warning: the formula has no value stored with it
e.xlsx: note: hidden sheets are left out: Archivio
e.xlsx: note: sheets without column names are left out: Note
`
	ingesttest.Same(t, "messages", ingesttest.Show(faults), want)
	var got []string
	for _, e := range evs {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%v", e.Title, ingesttest.Describe(e.When), e.Venue, e.Price, e.Free))
	}
	ingesttest.Same(t, "events", strings.Join(got, "\n"), `Festa del paese|2025-06-14 to 2025-06-15|Piazza Grande|€ 0,00|true
Concerto|2025-06-14 21:00|Teatro Civico|€ 12,50|false
Prove del coro|2025-06-21 18:30|Teatro Civico|€ 5,00|false
Testo|2025-06-14 21:00|Qui|gratis|true
Data e ora|2025-06-14 18:30|||false
Senza senso||||false
Market|2025-12-09|||false
Twice||||false`)
	ingesttest.Same(t, "where the price stands", evs[1].At("price"), diag.Pos{File: "e.xlsx", Sheet: "Sheet1", Cell: "F5"})
	if !evs[5].Faults.HasErrors() {
		t.Error("the event does not carry its fault")
	}
}

// Cells show their values in the workbook's formats; what is stored decides on
// dates alone.
func TestWorkbookShows(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="inlineStr"><is><t>titolo</t></is></c><c t="inlineStr"><is><t>data</t></is></c><c t="inlineStr"><is><t>prezzo</t></is></c><c t="inlineStr"><is><t>prenotato</t></is></c><c t="inlineStr"><is><t>consegna</t></is></c></row>` +
		`<row r="3"><c r="A3" t="inlineStr"><is><t>Uno</t></is></c><c r="B3" s="1"><v>45822</v></c><c r="C3" s="2"><v>12.5</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" s="1"><v>45823</v></c></row>` +
		`<row><c t="str"><v>Due</v></c><c t="d" s="1"><v>2025-06-14T18:30:00</v></c><c s="2"><v>12.5</v></c><c t="b"><v>0</v></c><c s="99"><v>0.1</v></c></row>` +
		`<row><c t="str"><f>"T"&amp;"re"</f><v>Tre</v></c><c t="d"><v>2025-06-14T00:00:00</v></c><c><v>0.10000000000000001</v></c><c r="E5" s="3"><v>45823.75</v></c></row>`
	data := bookWith(t, map[string]string{
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="170" formatCode="&quot;€&quot; 0.00"/><numFmt numFmtId="171" formatCode="dd/mm/yyyy hh:mm"/></numFmts>` +
			`<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
	})
	evs, faults := ingesttest.Read(t, "e.xlsx", data)
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "e.xlsx, sheet Sheet1, cell C5: warning: the price \"0,1\" has no currency\n")
	var got []string
	for _, e := range evs {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s", e.Title, ingesttest.Describe(e.When), e.Price, e.Extra["prenotato"], e.Extra["consegna"]))
	}
	ingesttest.Same(t, "events", strings.Join(got, "\n"), `Uno|2025-06-14|€ 12,50|TRUE|2025-06-15
Due|2025-06-14 18:30|€ 12,50|FALSE|0.1
Tre|2025-06-14|0,1||15/06/2025 18:00`)
}

func TestWorkbook1904(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
		fill(t, f, "Sheet1", []any{"titolo", "data"}, []any{"Festa", 45822 - 1462})
		shape(t, f, "Sheet1", "B2", "B2", "dd/mm/yyyy")
	})
	evs, faults := ingesttest.Read(t, "e.xlsx", data)
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	ingesttest.Same(t, "when", ingesttest.Describe(evs[0].When), "2025-06-14")
}

// packed builds a packed folder.
func packed(tb testing.TB, parts map[string]io.Reader) string {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, r := range parts {
		p, err := w.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.Copy(p, r); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// emptyBook is the parts of a workbook without cells.
var emptyBook = sync.OnceValues(func() (map[string][]byte, error) {
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := errors.Join(f.Write(&b), f.Close()); err != nil {
		return nil, err
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return nil, err
	}
	parts := map[string][]byte{}
	for _, p := range r.File {
		f, err := p.Open()
		if err != nil {
			return nil, err
		}
		if parts[p.Name], err = io.ReadAll(f); err != nil {
			return nil, err
		}
	}
	return parts, nil
})

// bookOf builds a workbook whose sheet holds the XML of rows, and rest behind them.
func bookOf(tb testing.TB, rows, rest string) string {
	tb.Helper()
	return bookWith(tb, map[string]string{
		"xl/worksheets/sheet1.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + "</sheetData>" + rest + "</worksheet>",
	})
}

// bookWith builds a workbook of which some parts are given.
func bookWith(tb testing.TB, given map[string]string) string {
	tb.Helper()
	empty, err := emptyBook()
	if err != nil {
		tb.Fatal(err)
	}
	parts := map[string]io.Reader{}
	for name, data := range empty {
		parts[name] = bytes.NewReader(data)
	}
	for name, data := range given {
		parts[name] = strings.NewReader(data)
	}
	return packed(tb, parts)
}

// zeros reads as n zero bytes.
type zeros struct{ n int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.n == 0 {
		return 0, io.EOF
	}
	n := min(len(p), z.n)
	clear(p[:n])
	z.n -= n
	return n, nil
}

func TestPackedFiles(t *testing.T) {
	bomb := packed(t, map[string]io.Reader{"xl/workbook.xml": strings.NewReader("<workbook/>"), "xl/worksheets/sheet1.xml": &zeros{200 << 20}})
	// The ingesttest.Same, with a size declared that is a lie.
	lie := strings.ReplaceAll(bomb, "\x00\x00\x80\x0c", "\x00\x00\x01\x00")
	for _, c := range []struct{ name, data, want string }{
		{"bomb", bomb, "the workbook unpacks to more than 64 MB or 4096 parts; it is not opened"},
		{"lie", lie, "the workbook"},
		{"folder", packed(t, map[string]io.Reader{"a.csv": strings.NewReader("titolo\nX\n")}), "the file is a zipped folder, not a calendar or a table"},
		{"word", packed(t, map[string]io.Reader{"word/document.xml": strings.NewReader("<x/>")}), "the file is a Word document, not a calendar or a table"},
		{"ods", packed(t, map[string]io.Reader{"content.xml": strings.NewReader("<x/>")}), "the file is an OpenDocument file that is no spreadsheet (.odt, .odp), not a calendar or a table"},
		{"empty parts", packed(t, map[string]io.Reader{"xl/workbook.xml": strings.NewReader("<workbook/>")}), ""},
		{"no names", book(t, func(f *excelize.File) { fill(t, f, "Sheet1", []any{"a", "b"}, []any{"c", 3}) }), "no sheet has a row with column names"},
	} {
		t.Run(c.name, func(t *testing.T) {
			evs, faults, err := ingest.Read(t.Context(), "x.xlsx", []byte(c.data), ingesttest.Options(t))
			if err != nil || len(evs) > 0 || !faults.HasErrors() || !strings.Contains(ingesttest.Show(faults), c.want) {
				t.Errorf("%d events, %v, %v", len(evs), faults, err)
			}
			for _, m := range faults {
				if m.Severity == diag.Error && m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
}

// A sheet that says it is huge is read in no time, or refused.
func TestHugeSheets(t *testing.T) {
	for rows, want := range map[string]string{
		`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`:                                              "no sheet has a row with column names",
		`<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>`:                                        "it names a row beyond the last row of a sheet",
		strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 20_000):                                      "has more than 1024 cells",
		strings.Repeat(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 1000)+`</row>`, 2001):                     "more than 2000000 cells",
		`<row r="1"><c r="XFE1"><v>1</v></c></row>`:                                                        "the sheet cannot be read",
		`<row r="-5"><c r="A1" t="s"><v>-1</v></c></row>`:                                                  "",
		`<row r="1"><c r="A1" t="inlineStr"><is><t>titolo</t></is></c><c r="B1" t="inlineStr"><is><t>data`: "",
	} {
		before := ingesttest.CPUTime(t)
		_, faults := ingesttest.Read(t, "x.xlsx", bookOf(t, rows, ""))
		if !faults.HasErrors() || !strings.Contains(ingesttest.Show(faults), want) {
			t.Errorf("%.60s: %v", rows, faults)
		}
		if took := ingesttest.CPUTime(t) - before; took > 6*time.Second { // it takes one or two, where nothing else runs
			t.Errorf("%.60s: %v", rows, took)
		}
	}
}

// FuzzWorkbook changes the sheet inside a workbook: changes of the packed
// bytes alone would be found by their checksums.
func FuzzWorkbook(f *testing.F) {
	f.Add("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>titolo</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>data</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><f>A1</f><v>x</v></c><c r=\"B2\"><v>45822.5</v></c></row>", "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>")
	f.Add("<row r=\"9999999\" hidden=\"1\"><c r=\"XFD1\" t=\"d\"><v>2025-06-14T00:00:00</v></c></row><row><c/><c t=\"e\"><v>#REF!</v></c><c t=\"s\"><v>-1</v></c></row>", "")
	f.Fuzz(func(t *testing.T, rows, rest string) {
		ingesttest.Check(t, []byte(bookOf(t, rows, rest)))
	})
}
