package table

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// SniffOpenDocument reports whether a file that starts with head is an OpenDocument
// spreadsheet in one XML file (.fods).
func SniffOpenDocument(head []byte) bool {
	return bytes.Contains(head, []byte("urn:oasis:names:tc:opendocument")) && bytes.Contains(head, []byte("<office:document")) &&
		bytes.HasPrefix(bytes.TrimSpace(head), []byte("<"))
}

// ReadOpenDocument reads an OpenDocument spreadsheet in one XML file (OASIS
// OpenDocument 1.3, part 3, clause 3.1.2).
func ReadOpenDocument(ctx context.Context, f *source.File) []*event.Event {
	return readOpen(ctx, f, bytes.NewReader(f.Data))
}

// openKind returns what an OpenDocument package holds, as its part mimetype says.
func openKind(parts *zip.Reader) string {
	for _, p := range parts.File {
		if p.Name != "mimetype" {
			continue
		}
		data, err := readPart(p)
		if err != nil {
			return ""
		}
		return strings.TrimPrefix(strings.TrimSpace(string(data)), "application/vnd.oasis.opendocument.")
	}
	return ""
}

// readOpenPackage reads the sheets of an OpenDocument package (.ods): its part
// content.xml.
func readOpenPackage(ctx context.Context, f *source.File, parts *zip.Reader) []*event.Event {
	for _, p := range parts.File {
		if p.Name != "content.xml" {
			continue
		}
		data, err := readPart(p)
		if err != nil {
			f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the workbook cannot be read: %v", err)
			return nil
		}
		return readOpen(ctx, f, bytes.NewReader(data))
	}
	return nil
}

// readOpen reads the sheets of the XML of an OpenDocument spreadsheet.
func readOpen(ctx context.Context, f *source.File, in io.Reader) []*event.Event {
	b := openBook{dec: xml.NewDecoder(source.Reader(ctx, in)), file: f, hiddenStyles: map[string]bool{}, struckStyles: map[string]bool{}}
	if err := b.read(); err != nil {
		var wide *errWide
		switch {
		case errors.As(err, &wide), errors.Is(err, errCells), errors.Is(err, errTooMany):
			bookFault(f, b.sheet.name, err)
		default:
			f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the workbook cannot be read: %v", err)
		}
		return nil
	}
	names := record.NamesOf(f)
	var out []*event.Event
	var unnamed []string
	for _, s := range b.sheets {
		if len(s.rows) == 0 {
			continue
		}
		if header, _ := findHeader(names, s.rows); header < 0 {
			if turned(names, s.rows) {
				turnedFault(f, s.name)
			} else {
				unnamed = append(unnamed, s.name)
			}
			continue
		}
		out = append(out, readSheet(ctx, f, names, s.name, 0, s.rows)...)
	}
	leftOut(f, b.hidden, unnamed, len(out))
	return out
}

// openSheet is a sheet with its rows.
type openSheet struct {
	name   string
	rows   []record.Row
	merged []span
}

// openBook reads the sheets one element at a time.
type openBook struct {
	dec    *xml.Decoder
	file   *source.File
	sheets []openSheet
	hidden []string // names of sheets that are not shown

	sheet        openSheet
	style        string // of which properties are read
	hiddenStyles map[string]bool
	struckStyles map[string]bool
	cells        int // of the sheet
	number       int // of the last row
	hiddenRows   []string
}

// read reads all sheets.
func (b *openBook) read() error {
	for {
		tok, err := b.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the sheets: %w", err)
		}
		t, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch t.Name.Local {
		case "style":
			b.style = anyAttribute(t, "name")
		case "table-properties":
			b.hiddenStyles[b.style] = anyAttribute(t, "display") == "false"
		case "text-properties":
			if line := anyAttribute(t, "text-line-through-style"); line != "" && line != "none" {
				b.struckStyles[b.style] = true
			}
		case "tracked-changes", "shapes", "forms", "dde-links":
			err = b.dec.Skip()
		case "table":
			err = b.table(t)
		}
		if err != nil {
			return err
		}
	}
}

// table reads a sheet.
func (b *openBook) table(t xml.StartElement) error {
	b.sheet, b.cells, b.number, b.hiddenRows = openSheet{name: anyAttribute(t, "name")}, 0, 0, nil
	if b.hiddenStyles[anyAttribute(t, "style-name")] {
		b.hidden = append(b.hidden, b.sheet.name)
		return b.dec.Skip()
	}
	if len(b.sheets) == maxSheets {
		return b.dec.Skip()
	}
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return fmt.Errorf("read the sheet: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "table-row":
				err = b.row(t)
			case "table-header-rows", "table-row-group", "table-rows":
			default:
				err = b.dec.Skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if t.Name.Local != "table" {
				continue
			}
			if n := len(b.hiddenRows); n > 0 {
				at := diag.Pos{File: b.file.Name, Sheet: b.sheet.name}
				b.file.Faults.Warnf(at, "", diag.T("show the rows if they are to be read"), "hidden rows are left out: %s", strings.Join(b.hiddenRows[:min(n, 20)], ", "))
			}
			fillMerged(b.sheet.merged, b.sheet.rows)
			b.sheets = append(b.sheets, b.sheet)
			return nil
		}
	}
}

// row reads a row; an empty one that is repeated only counts.
func (b *openBook) row(t xml.StartElement) error {
	repeat := counted(t, "number-rows-repeated")
	r := record.Row{Number: b.number + 1}
	b.number += repeat
	for {
		tok, err := b.dec.Token()
		if err != nil {
			return fmt.Errorf("read the row: %w", err)
		}
		if _, end := tok.(xml.EndElement); end {
			break
		}
		cell, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if err := b.cell(&r, cell); err != nil {
			return err
		}
	}
	r.Cells = trimRight(r.Cells)
	if len(r.Cells) == 0 {
		return nil
	}
	if v := anyAttribute(t, "visibility"); v == "collapse" || v == "filter" {
		b.hiddenRows = append(b.hiddenRows, strconv.Itoa(r.Number))
		return nil
	}
	if repeat > source.MaxRows {
		return errTooMany
	}
	for range repeat {
		if b.cells += len(r.Cells); b.cells > maxCells {
			return errCells
		}
		if len(b.sheet.rows) > source.MaxRows+maxPreamble {
			return errTooMany
		}
		b.sheet.rows = append(b.sheet.rows, r)
		r.Cells = append([]string(nil), r.Cells...)
		r.Number++
	}
	return nil
}

// cell reads a cell and its repetitions.
func (b *openBook) cell(r *record.Row, t xml.StartElement) error {
	text, err := b.text()
	if err != nil {
		return err
	}
	text = shownCell(t, text)
	repeat := counted(t, "number-columns-repeated")
	if text == "" {
		repeat = min(repeat, source.MaxColumns+1-len(r.Cells)) // to the last column of the sheet
	}
	if len(r.Cells)+repeat > source.MaxColumns && text != "" {
		return &errWide{row: r.Number}
	}
	if rows := counted(t, "number-rows-spanned"); rows > 1 && len(b.sheet.merged) < maxMerged && text != "" {
		b.sheet.merged = append(b.sheet.merged, span{len(r.Cells) + 1, r.Number, r.Number + rows - 1})
	}
	for range max(repeat, 0) {
		if text != "" && b.struckStyles[anyAttribute(t, "style-name")] {
			r.Struck = append(r.Struck, len(r.Cells))
		}
		r.Cells = append(r.Cells, text)
	}
	return nil
}

// text reads the paragraphs of a cell, up to its end; notes do not count.
func (b *openBook) text() (string, error) {
	var out strings.Builder
	for depth, paragraphs := 1, 0; depth > 0; {
		tok, err := b.dec.Token()
		if err != nil {
			return "", fmt.Errorf("read the cell: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "annotation", "frame", "custom-shape":
				if err := b.dec.Skip(); err != nil {
					return "", fmt.Errorf("read the cell: %w", err)
				}
				depth--
			case "p":
				if paragraphs++; paragraphs > 1 {
					out.WriteByte('\n')
				}
			case "s", "tab":
				out.WriteString(strings.Repeat(" ", min(counted(t, "c"), 100)))
			case "line-break":
				out.WriteByte('\n')
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 1 && out.Len() <= 4*source.MaxCell {
				out.Write(t)
			}
		}
	}
	return out.String(), nil
}

// clockValue is a time as OpenDocument stores it: PT21H00M00S.
var clockValue = regexp.MustCompile(`^PT(\d{1,2})H(\d{1,2})M`)

// shownCell returns what a cell says: of a date or a time what is stored, which
// cannot be read in two ways, of anything else what is shown.
func shownCell(t xml.StartElement, shown string) string {
	switch anyAttribute(t, "value-type") {
	case "date":
		if v := anyAttribute(t, "date-value"); v != "" {
			return isoText(v[:min(len(v), len("2006-01-02T15:04:05"))])
		}
	case "time":
		if m := clockValue.FindStringSubmatch(anyAttribute(t, "time-value")); m != nil && len(m[1]) == 2 {
			return m[1] + ":" + m[2]
		}
	case "boolean":
		return strings.ToUpper(anyAttribute(t, "boolean-value"))
	}
	return shown
}

// anyAttribute returns an attribute by its local name.
func anyAttribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// counted reads an attribute that counts; 1 where there is none.
func counted(t xml.StartElement, name string) int {
	n, err := strconv.Atoi(anyAttribute(t, name))
	if err != nil || n < 1 {
		return 1
	}
	return n
}
