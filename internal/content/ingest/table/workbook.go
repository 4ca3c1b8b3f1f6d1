package table

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// SniffWorkbook reports whether a file that starts with head is packed as
// workbooks are.
func SniffWorkbook(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// The bounds of a workbook. The parts of a workbook are packed: a small file
// may unfold to any size, so what it declares is checked before it is
// unpacked, and the unpacking itself is held to the same bound.
const (
	maxUnpacked = 64 << 20
	maxParts    = 4096
	maxSheets   = 64
	maxCells    = 20 * source.MaxRows // of a sheet
	maxFilled   = 10 * source.MaxRows // cells that merged cells stand for
)

// day1904 is day 0 of workbooks that count from 1904, in days from 30 December 1899.
const day1904 = 1462

// ReadWorkbook reads Excel workbooks (.xlsx, .xlsm) and OpenDocument spreadsheets
// (.ods): every visible sheet that has
// a header with a title. Formulas give the values stored with them. A cell
// merged over several rows speaks for each of them. Hidden rows and sheets are
// left out and named, because what is hidden was not meant for publication.
func ReadWorkbook(ctx context.Context, f *source.File) []*event.Event {
	parts := workbookParts(f)
	switch {
	case parts == nil || !surveyParts(ctx, f, parts):
		return nil
	case openKind(parts) == "spreadsheet":
		return readOpenPackage(ctx, f, parts)
	}
	book, err := excelize.OpenReader(bytes.NewReader(f.Data), excelize.Options{
		// No part is put into a temporary file: the two limits are the same.
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
		ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		hint := diag.T("open it and save it again as .xlsx, without a password")
		if errors.Is(err, excelize.ErrWorkbookFileFormat) || errors.Is(err, excelize.ErrWorkbookPassword) {
			hint = diag.T(source.SaveAsCSV)
		}
		f.Faults.Errorf(f.At(0), "", hint, "the workbook cannot be read: %v", err)
		return nil
	}
	events := readBook(ctx, f, book, parts)
	if err := book.Close(); err != nil {
		f.Faults.Warnf(f.At(0), "", diag.Text{}, "the workbook could not be closed: %v", err)
	}
	return events
}

// workbookParts returns the parts of the packed file if it is a workbook of
// bearable size, and nil otherwise.
func workbookParts(f *source.File) *zip.Reader {
	parts, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
	if err != nil {
		f.Faults.Errorf(f.At(0), "", diag.T("copy the file again"), "the workbook is damaged: %v", err)
		return nil
	}
	if slashed := withSlashes(parts); slashed != nil {
		f.Data = slashed
		if parts, err = zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data))); err != nil {
			f.Faults.Errorf(f.At(0), "", diag.T("copy the file again"), "the workbook is damaged: %v", err)
			return nil
		}
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
			kind = "an OpenDocument file that is no spreadsheet (.odt, .odp)"
			if openKind(parts) == "spreadsheet" {
				kind = "xlsx"
			}
		case strings.HasSuffix(p.Name, ".iwa") && kind == "":
			kind = "a document of Apple's Numbers or Pages"
		case strings.HasPrefix(p.Name, "ppt/"):
			kind = "a presentation"
		}
	}
	switch {
	case len(parts.File) > maxParts || unpacked > maxUnpacked:
		f.Faults.Errorf(f.At(0), "", diag.T("save only the sheet with the events, as CSV"), "the workbook unpacks to more than %d MB or %d parts; it is not opened", maxUnpacked>>20, maxParts)
	case kind == "":
		f.Faults.Errorf(f.At(0), "", diag.T("unpack it and give the table or calendar inside"), "the file is a zipped folder, not a calendar or a table")
	case kind != "xlsx":
		f.Faults.Errorf(f.At(0), "", diag.T("open it, choose Save as, and save the table as .xlsx or CSV"), "the file is %s, not a calendar or a table", diag.Word(kind))
	default:
		return parts
	}
	return nil
}

// readBook reads the sheets of a workbook.
func readBook(ctx context.Context, f *source.File, book *excelize.File, parts *zip.Reader) []*event.Event {
	sheets, err := sheetParts(parts)
	if err != nil {
		f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the workbook cannot be read: %v", err)
		return nil
	}
	epoch := 0.0
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		epoch = day1904
	}
	known, err := newFormats(book, epoch != 0)
	if err != nil {
		f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the workbook cannot be read: %v", err)
		return nil
	}
	defer known.close()
	names := record.NamesOf(f)
	var out []*event.Event
	var unnamed, hidden []string // sheets without names of columns, hidden sheets
	for i, name := range book.GetSheetList() {
		if i == maxSheets {
			f.Faults.Warnf(f.At(0), "", diag.Text{}, "the workbook has more than %d sheets; the rest is left out", maxSheets)
			break
		}
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			hidden = append(hidden, name)
			continue
		}
		rows, err := bookRows(ctx, f, book, known, name, sheets[name])
		if err != nil {
			bookFault(f, name, err)
			continue
		}
		if len(rows) == 0 {
			continue
		}
		if header, _ := findHeader(names, rows); header < 0 {
			if turned(names, rows) {
				turnedFault(f, name)
				continue
			}
			unnamed = append(unnamed, name)
			continue
		}
		out = append(out, readSheet(ctx, f, names, name, epoch, rows)...)
	}
	leftOut(f, hidden, unnamed, len(out))
	return out
}

// leftOut tells which sheets were not read: hidden ones, and those without names of
// columns.
func leftOut(f *source.File, hidden, unnamed []string, events int) {
	if len(hidden) > 0 {
		f.Faults.Notef(f.At(0), "", diag.T("show a sheet if it is to be read"), "hidden sheets are left out: %s", strings.Join(hidden, ", "))
	}
	switch {
	case events == 0 && !f.Faults.HasErrors():
		f.Faults.Errorf(f.At(0), "", diag.T(nameColumns), "no sheet has a row with column names")
	case len(unnamed) > 0:
		f.Faults.Notef(f.At(0), "", diag.T("name the columns in the first row if they hold events"), "sheets without column names are left out: %s", strings.Join(unnamed, ", "))
	}
}

// withSlashes returns a packed file again with slashes in the names of its parts,
// where a program wrote them with backslashes; nil where there is nothing to mend.
func withSlashes(parts *zip.Reader) []byte {
	if !slices.ContainsFunc(parts.File, func(p *zip.File) bool { return strings.HasPrefix(p.Name, `xl\`) }) || len(parts.File) > maxParts {
		return nil
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts.File {
		head := p.FileHeader
		head.Name = strings.ReplaceAll(p.Name, `\`, "/")
		to, err := w.CreateRaw(&head)
		if err != nil {
			return nil
		}
		from, err := p.OpenRaw()
		if err != nil {
			return nil
		}
		if _, err := io.Copy(to, io.LimitReader(from, source.MaxBytes)); err != nil {
			return nil
		}
	}
	if w.Close() != nil {
		return nil
	}
	return out.Bytes()
}

// bookRows reads a sheet's rows: what is stored in the cells and what they show.
func bookRows(ctx context.Context, f *source.File, book *excelize.File, known *formats, name string, part *zip.File) ([]record.Row, error) {
	stored, err := book.Rows(name)
	if err != nil {
		return nil, fmt.Errorf("read the sheet: %w", err)
	}
	var out []record.Row
	var hidden []string
	cells := 0
	for number := 1; stored.Next(); number++ {
		if err = ctx.Err(); err != nil {
			break
		}
		r := record.Row{Number: number}
		if r.Stored, err = stored.Columns(excelize.Options{RawCellValue: true}); err != nil {
			break
		}
		r.Stored = trimRight(r.Stored)
		if len(r.Stored) == 0 {
			continue
		}
		if len(r.Stored) > source.MaxColumns {
			err = &errWide{row: number}
			break
		}
		if cells += len(r.Stored); cells > maxCells {
			err = errCells
			break
		}
		if stored.GetRowOpts().Hidden {
			hidden = append(hidden, strconv.Itoa(number))
			continue
		}
		// The library's row may be much wider.
		r.Cells, r.Stored = append([]string(nil), r.Stored...), append([]string(nil), r.Stored...)
		if out = append(out, r); len(out) > source.MaxRows+maxPreamble {
			err = errTooMany
			break
		}
	}
	err = errors.Join(err, stored.Error(), stored.Close())
	if err != nil {
		return nil, err
	}
	if n := len(hidden); n > 0 {
		at := diag.Pos{File: f.Name, Sheet: name}
		f.Faults.Warnf(at, "", diag.T("show the rows if they are to be read"), "hidden rows are left out: %s", strings.Join(hidden[:min(n, 20)], ", "))
	}
	if len(out) == 0 || part == nil {
		return out, nil
	}
	m, err := readMarks(ctx, part, known.struck())
	if err != nil {
		return nil, err
	}
	for i := range out {
		known.apply(&out[i], m.cells[out[i].Number])
		out[i].Struck = m.struck[out[i].Number]
	}
	for _, cell := range m.empty {
		f.Faults.Warnf(diag.Pos{File: f.Name, Sheet: name, Cell: cell}, "", diag.T("open the workbook in a spreadsheet program and save it, so that it is computed"),
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
func fillMerged(merged []span, rows []record.Row) {
	index := make(map[int]int, len(rows))
	for i, r := range rows {
		index[r.Number] = i
	}
	filled := 0
	for _, m := range merged {
		col, bottom := m.column, m.bottom
		first, ok := index[m.top]
		if !ok || col > len(rows[first].Cells) {
			continue
		}
		for i := first + 1; i < len(rows) && rows[i].Number <= bottom && filled < maxFilled; i++ {
			filled++
			for len(rows[i].Cells) < col {
				rows[i].Cells = append(rows[i].Cells, "")
			}
			for len(rows[i].Stored) < col {
				rows[i].Stored = append(rows[i].Stored, "")
			}
			rows[i].Cells[col-1] = rows[first].Cells[col-1]
			if col <= len(rows[first].Stored) {
				rows[i].Stored[col-1] = rows[first].Stored[col-1]
			}
		}
	}
}

// bookFault reports why a sheet could not be read.
func bookFault(f *source.File, sheet string, err error) {
	at := diag.Pos{File: f.Name, Sheet: sheet}
	var wide *errWide
	switch {
	case errors.As(err, &wide):
		f.Faults.Errorf(at, "", diag.T("check that this is the right file"), "row %d has more than %d cells", wide.row, source.MaxColumns)
	case errors.Is(err, errCells):
		f.Faults.Errorf(at, "", diag.T("check that this is the right file"), "the sheet has more than %d cells", maxCells)
	case errors.Is(err, errTooMany):
		f.Faults.Errorf(at, "", diag.T("split the table"), "the table has more than %d rows", source.MaxRows)
	default:
		f.Faults.Errorf(at, "", diag.T(source.SaveAsCSV), "the sheet cannot be read: %v", err)
	}
}
