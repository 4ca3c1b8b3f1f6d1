package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/content/ingest/record"
)

// What a cell shows is made of its value and its number format: 12.5 is
// "€ 12.50". The library can read a sheet as it shows, but computes each cell
// anew, a date for longer than all the rest of its row takes. So the sheet is
// read as it is stored, and the library is asked for each number in each
// format once, on a sheet of its own.

// markedCell is a cell whose value is not the text it shows.
type markedCell struct {
	column int32 // from 1
	style  int32
	kind   cellKind
}

// cellKind is how a cell's value is stored (ECMA-376-1, 18.18.11).
type cellKind byte

const (
	textCell cellKind = iota // shown as it is stored
	numberCell
	boolCell
	dateCell // ISO 8601
)

// kindOfCell reads the attribute t of a cell.
func kindOfCell(t string) cellKind {
	switch t {
	case "s", "str", "inlineStr", "e":
		return textCell
	case "b":
		return boolCell
	case "d":
		return dateCell
	}
	return numberCell
}

// formats knows what values show in a workbook's number formats.
type formats struct {
	scratch *excelize.File
	cells   map[int32]string // where the scratch sheet holds a style
	known   map[value]string
}

// maxKnown is how many numbers are remembered as they show.
const maxKnown = 50_000

// value is a number in a format.
type value struct {
	style  int32
	stored string
}

// newFormats returns the number formats of a workbook.
func newFormats(book *excelize.File, from1904 bool) (*formats, error) {
	// This loads the formats; that there is no such format is no news.
	_, _ = book.GetStyle(-1)
	scratch := excelize.NewFile(excelize.Options{ShortDatePattern: "yyyy-mm-dd"})
	if book.Styles != nil {
		scratch.Styles = book.Styles
	}
	if err := scratch.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}); err != nil {
		return nil, fmt.Errorf("prepare the number formats: %w", err)
	}
	return &formats{scratch: scratch, cells: map[int32]string{}, known: map[value]string{}}, nil
}

// struck returns the styles whose text is struck through.
func (f *formats) struck() map[int32]bool {
	out := map[int32]bool{}
	styles := f.scratch.Styles
	if styles == nil || styles.CellXfs == nil || styles.Fonts == nil {
		return out
	}
	for i, x := range styles.CellXfs.Xf {
		if x.FontID == nil || *x.FontID < 0 || *x.FontID >= len(styles.Fonts.Font) {
			continue
		}
		if font := styles.Fonts.Font[*x.FontID]; font != nil && font.Strike != nil && (font.Strike.Val == nil || *font.Strike.Val) {
			out[int32(i)] = true // a file holds few styles
		}
	}
	return out
}

// close gives the scratch sheet back. It has nothing to lose.
func (f *formats) close() { _ = f.scratch.Close() }

// show returns what a stored number shows; without a format that can be used,
// the number.
func (f *formats) show(style int32, stored string) string {
	v := value{style, stored}
	shown, ok := f.known[v]
	if !ok {
		shown = f.format(v)
		if len(f.known) < maxKnown {
			f.known[v] = shown
		}
	}
	return shown
}

func (f *formats) format(v value) string {
	if n, err := strconv.ParseFloat(v.stored, 64); err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return v.stored
	}
	const sheet = "Sheet1"
	cell, ok := f.cells[v.style]
	if !ok {
		cell = "A" + strconv.Itoa(len(f.cells)+1)
		if f.scratch.SetCellStyle(sheet, cell, cell, int(v.style)) != nil {
			cell = "B1" // without a format
		}
		f.cells[v.style] = cell
	}
	if f.scratch.SetCellDefault(sheet, cell, v.stored) != nil {
		return v.stored
	}
	shown, err := f.scratch.GetCellValue(sheet, cell)
	if err != nil {
		return v.stored
	}
	return shown
}

// apply replaces in a row what is stored by what is shown.
func (f *formats) apply(r *record.Row, marked []markedCell) {
	for _, m := range marked {
		i := int(m.column) - 1
		if i >= len(r.Cells) || r.Stored[i] == "" {
			continue
		}
		switch m.kind {
		case numberCell:
			r.Cells[i] = f.show(m.style, r.Stored[i])
		case boolCell:
			r.Cells[i] = map[string]string{"1": "TRUE", "0": "FALSE"}[r.Stored[i]]
		case dateCell:
			r.Cells[i] = isoText(r.Stored[i])
		case textCell:
		}
	}
}

// isoText writes an ISO 8601 day, time or both as a cell is read. Spreadsheets
// store a time alone on a day before 1900.
func isoText(stored string) string {
	t, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(strings.ReplaceAll(stored, " ", "T"), "Z"))
	switch {
	case err != nil:
		return stored
	case t.Year() < 1900:
		return t.Format("15:04")
	case t.Hour() == 0 && t.Minute() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}
