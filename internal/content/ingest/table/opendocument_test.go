package table_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// openSheets is an OpenDocument spreadsheet with the XML of its sheets.
func openSheets(sheets string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
		`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">` +
		`<office:automatic-styles><style:style style:name="off"><style:table-properties table:display="false"/></style:style>` +
		`<style:style style:name="cut"><style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet>` + sheets + `</office:spreadsheet></office:body></office:document>`
}

func openTable(rows ...string) string {
	return `<table:table table:name="Eventi">` + strings.Join(rows, "") + `</table:table>`
}

// openRow writes cells; one that starts with < is written as it is.
func openRow(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		if !strings.HasPrefix(c, "<") {
			c = `<table:table-cell office:value-type="string"><text:p>` + c + `</text:p></table:table-cell>`
		}
		b.WriteString(c)
	}
	return `<table:table-row>` + b.String() + `<table:table-cell table:number-columns-repeated="16380"/></table:table-row>`
}

const (
	openDate = `<table:table-cell office:value-type="date" office:date-value="2027-06-12"><text:p>06/12/27</text:p></table:table-cell>`
	openTime = `<table:table-cell office:value-type="time" office:time-value="PT21H00M00S"><text:p>9:00 PM</text:p></table:table-cell>`
)

func TestOpenDocument(t *testing.T) {
	head := openRow("titolo", "data", "ora", "luogo")
	for _, c := range []struct{ name, sheets, want, says string }{
		{"dates as stored", openTable(head, openRow("Uno", openDate, openTime, "Qui")), "Uno | 2027-06-12 21:00 | Qui", ""},
		{"repeated cells and rows", openTable(head, `<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>`, openRow("Uno", openDate, `<table:table-cell/>`, "Qui")), "Uno | 2027-06-12 | Qui", ""},
		{"struck through", openTable(head, openRow(`<table:table-cell table:style-name="cut" office:value-type="string"><text:p>Uno</text:p></table:table-cell>`, openDate, openTime, "Qui")), "Uno | 2027-06-12 21:00 | Qui | cancelled", "struck through"},
		{"hidden sheet", `<table:table table:name="Bozze" table:style-name="off">` + head + openRow("No", openDate) + `</table:table>` + openTable(head, openRow("Uno", openDate)), "Uno | 2027-06-12 | ", "hidden sheets are left out: Bozze"},
		{"hidden row", openTable(head, openRow("Uno", openDate), strings.Replace(openRow("No", openDate), "<table:table-row", `<table:table-row table:visibility="collapse"`, 1)), "Uno | 2027-06-12 | ", "hidden rows are left out: 3"},
		{"note of a cell", openTable(head, openRow(`<table:table-cell office:value-type="string"><office:annotation><text:p>nota</text:p></office:annotation><text:p>Uno</text:p><text:p>due</text:p></table:table-cell>`, openDate)), "Uno due | 2027-06-12 | ", ""},
		{"merged date", openTable(head, openRow("Uno", strings.Replace(openDate, "<table:table-cell", `<table:table-cell table:number-rows-spanned="2"`, 1), openTime), openRow("Due", `<table:covered-table-cell/>`, openTime)), "Uno | 2027-06-12 21:00 | \nDue | 2027-06-12 21:00 | ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for kind, data := range map[string]string{
				"flat":   openSheets(c.sheets),
				"packed": packed(t, map[string]io.Reader{"mimetype": strings.NewReader("application/vnd.oasis.opendocument.spreadsheet"), "content.xml": strings.NewReader(openSheets(c.sheets))}),
			} {
				evs, faults := ingesttest.Read(t, "f", data)
				ingesttest.Same(t, kind, told(evs), c.want)
				if text := fmt.Sprint(ingesttest.Show(faults)); !strings.Contains(text, c.says) || (c.says == "" && text != "") {
					t.Errorf("%s: messages %s, want %q", kind, text, c.says)
				}
			}
		})
	}
}

// A sheet of more cells or columns than are read is refused, not unfolded.
func TestOpenDocumentBounds(t *testing.T) {
	for _, row := range []string{
		`<table:table-row><table:table-cell table:number-columns-repeated="2000000000" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>`,
		`<table:table-row table:number-rows-repeated="2000000000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>`,
	} {
		evs, faults := ingesttest.Read(t, "f", openSheets(openTable(openRow("titolo", "data"), row)))
		if len(evs) > 0 || !faults.HasErrors() {
			t.Errorf("%d events, %v", len(evs), faults)
		}
	}
}
