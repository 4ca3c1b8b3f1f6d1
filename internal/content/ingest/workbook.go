package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// workbook reads Excel workbooks (.xlsx, .xlsm): every visible sheet that has
// a header with a title. Formulas give the values stored with them. A cell
// merged over several rows speaks for each of them. Hidden rows and sheets are
// left out and named, because what is hidden was not meant for publication.
type workbook struct{}

func (workbook) match(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// The bounds of a workbook. The parts of a workbook are packed: a small file
// may unfold to any size, so what it declares is looked at before it is
// unpacked, and the unpacking itself is held to the same bound.
const (
	maxUnpacked = 64 << 20
	maxParts    = 4096
	maxSheets   = 64
	maxCells    = 20 * MaxRows // of a sheet
	maxFilled   = 10 * MaxRows // cells that merged cells stand for
)

// day1904 is day 0 of workbooks that count from 1904, in days from 30 December 1899.
const day1904 = 1462

func (workbook) read(f *file) []*event.Event {
	parts := f.isWorkbook()
	if parts == nil {
		return nil
	}
	book, err := excelize.OpenReader(bytes.NewReader(f.data), excelize.Options{
		// No part is put into a temporary file: the two limits are the same.
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
		ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		hint := diag.T("open it and save it again as .xlsx, without a password")
		if errors.Is(err, excelize.ErrWorkbookFileFormat) || errors.Is(err, excelize.ErrWorkbookPassword) {
			hint = diag.T(saveAsCSV)
		}
		f.faults.Errorf(f.at(0), "", hint, "the workbook cannot be read: %v", err)
		return nil
	}
	events := readBook(f, book, parts)
	if err := book.Close(); err != nil {
		f.faults.Warnf(f.at(0), "", diag.Text{}, "the workbook could not be closed: %v", err)
	}
	return events
}

// isWorkbook returns the parts of the packed file if it is a workbook of
// bearable size, and nil otherwise.
func (f *file) isWorkbook() *zip.Reader {
	parts, err := zip.NewReader(bytes.NewReader(f.data), int64(len(f.data)))
	if err != nil {
		f.faults.Errorf(f.at(0), "", diag.T("copy the file again"), "the workbook is damaged: %v", err)
		return nil
	}
	kind, unpacked := "", uint64(0)
	for _, p := range parts.File {
		unpacked += min(p.UncompressedSize64, maxUnpacked+1)
		switch {
		case p.Name == "xl/workbook.xml":
			kind = "xlsx"
		case p.Name == "word/document.xml":
			kind = "a Word document"
		case p.Name == "xl/workbook.bin":
			kind = "a binary workbook (.xlsb)"
		case p.Name == "content.xml":
			kind = "an OpenDocument file (.ods, .odt)"
		case strings.HasPrefix(p.Name, "ppt/"):
			kind = "a presentation"
		}
	}
	switch {
	case len(parts.File) > maxParts || unpacked > maxUnpacked:
		f.faults.Errorf(f.at(0), "", diag.T("save only the sheet with the events, as CSV"), "the workbook unpacks to more than %d MB or %d parts; it is not opened", maxUnpacked>>20, maxParts)
	case kind == "":
		f.faults.Errorf(f.at(0), "", diag.T("unpack it and give the table or calendar inside"), "the file is a zipped folder, not a calendar or a table")
	case kind != "xlsx":
		f.faults.Errorf(f.at(0), "", diag.T("open it, choose Save as, and save the table as .xlsx or CSV"), "the file is %s, not a calendar or a table", kind)
	default:
		return parts
	}
	return nil
}

// readBook reads the sheets of a workbook.
func readBook(f *file, book *excelize.File, parts *zip.Reader) []*event.Event {
	sheets, err := sheetParts(parts)
	if err != nil {
		f.faults.Errorf(f.at(0), "", diag.T(saveAsCSV), "the workbook cannot be read: %v", err)
		return nil
	}
	epoch := 0.0
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		epoch = day1904
	}
	known, err := newFormats(book, epoch != 0)
	if err != nil {
		f.faults.Errorf(f.at(0), "", diag.T(saveAsCSV), "the workbook cannot be read: %v", err)
		return nil
	}
	defer known.close()
	var out []*event.Event
	var plain, hidden []string // sheets without events, hidden sheets
	for i, name := range book.GetSheetList() {
		if i == maxSheets {
			f.faults.Warnf(f.at(0), "", diag.Text{}, "the workbook has more than %d sheets; the rest is left out", maxSheets)
			break
		}
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			hidden = append(hidden, name)
			continue
		}
		rows, err := bookRows(f, book, known, name, sheets[name])
		if err != nil {
			f.bookFault(name, err)
			continue
		}
		if len(rows) == 0 {
			continue
		}
		if header, _ := f.findHeader(rows); header < 0 {
			plain = append(plain, name)
			continue
		}
		out = append(out, readSheet(f, name, epoch, rows)...)
	}
	if len(hidden) > 0 {
		f.faults.Notef(f.at(0), "", diag.T("show a sheet if it is to be read"), "hidden sheets are left out: %s", strings.Join(hidden, ", "))
	}
	switch {
	case len(out) == 0 && !f.faults.HasErrors():
		f.faults.Errorf(f.at(0), "", diag.T(nameColumns), "no sheet has a row with column names")
	case len(plain) > 0:
		f.faults.Notef(f.at(0), "", diag.T("name the columns in the first row if they hold events"), "sheets without column names are left out: %s", strings.Join(plain, ", "))
	}
	return out
}

// bookRows reads a sheet's rows: what is stored in the cells and what they show.
func bookRows(f *file, book *excelize.File, known *formats, name string, part *zip.File) ([]row, error) {
	stored, err := book.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("read the sheet: %w", err)
	}
	var out []row
	var hidden []string
	cells := 0
	for number := 1; stored.Next(); number++ {
		r := row{number: number}
		if r.stored, err = stored.Columns(excelize.Options{RawCellValue: true}); err != nil {
			break
		}
		r.stored = trimRight(r.stored)
		if len(r.stored) == 0 {
			continue
		}
		if len(r.stored) > maxColumn {
			err = &errWide{row: number}
			break
		}
		if cells += len(r.stored); cells > maxCells {
			err = errCells
			break
		}
		if stored.GetRowOpts().Hidden {
			hidden = append(hidden, itoa(number))
			continue
		}
		// The library's row may be much wider.
		r.cells, r.stored = append([]string(nil), r.stored...), append([]string(nil), r.stored...)
		if out = append(out, r); len(out) > MaxRows+maxPreamble {
			err = errTooMany
			break
		}
	}
	err = errors.Join(err, stored.Error(), stored.Close())
	if err != nil {
		return nil, err
	}
	if n := len(hidden); n > 0 {
		at := diag.Pos{File: f.name, Sheet: name}
		f.faults.Warnf(at, "", diag.T("show the rows if they are to be read"), "hidden rows are left out: %s", strings.Join(hidden[:min(n, 20)], ", "))
	}
	if len(out) == 0 || part == nil {
		return out, nil
	}
	m, err := readMarks(part)
	if err != nil {
		return nil, err
	}
	for i := range out {
		known.apply(&out[i], m.cells[out[i].number])
	}
	for _, cell := range m.empty {
		f.faults.Warnf(diag.Pos{File: f.name, Sheet: name, Cell: cell}, "", diag.T("open the workbook in a spreadsheet program and save it, so that it is computed"),
			"the formula has no value stored with it")
	}
	fillMerged(m.merged, out)
	return out, nil
}

// errCells is a sheet with more cells than maxCells.
var errCells = errors.New("too many cells")

// trimRight drops the empty cells at the end of a row.
func trimRight(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// fillMerged writes the value of a merged cell into the rows below it that it
// covers, in its first column: a venue merged over three rows is the venue of
// three events, and "Titolo" merged over two header rows names its column in
// the lower one too. Across columns nothing is repeated.
func fillMerged(merged []span, rows []row) {
	index := make(map[int]int, len(rows))
	for i, r := range rows {
		index[r.number] = i
	}
	filled := 0
	for _, m := range merged {
		col, bottom := m.column, m.bottom
		first, ok := index[m.top]
		if !ok || col > len(rows[first].cells) {
			continue
		}
		for i := first + 1; i < len(rows) && rows[i].number <= bottom && filled < maxFilled; i++ {
			filled++
			for len(rows[i].cells) < col {
				rows[i].cells = append(rows[i].cells, "")
			}
			for len(rows[i].stored) < col {
				rows[i].stored = append(rows[i].stored, "")
			}
			rows[i].cells[col-1] = rows[first].cells[col-1]
			if col <= len(rows[first].stored) {
				rows[i].stored[col-1] = rows[first].stored[col-1]
			}
		}
	}
}

// bookFault reports why a sheet could not be read.
func (f *file) bookFault(sheet string, err error) {
	at := diag.Pos{File: f.name, Sheet: sheet}
	var wide *errWide
	switch {
	case errors.As(err, &wide):
		f.faults.Errorf(at, "", diag.T("check that this is the right file"), "row %d has more than %d cells", wide.row, maxColumn)
	case errors.Is(err, errCells):
		f.faults.Errorf(at, "", diag.T("check that this is the right file"), "the sheet has more than %d cells", maxCells)
	case errors.Is(err, errTooMany):
		f.faults.Errorf(at, "", diag.T("split the table"), "the table has more than %d rows", MaxRows)
	default:
		f.faults.Errorf(at, "", diag.T(saveAsCSV), "the sheet cannot be read: %v", err)
	}
}
