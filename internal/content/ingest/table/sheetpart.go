package table

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/giro-video/giro/internal/content/ingest/source"
)

// The library gives merged cells and formulas only after it has loaded a sheet
// whole, with a place for every cell up to the last column of every row: a
// small file that names that column in each row would fill the memory. They
// are read from the sheet's own part instead, one element at a time.

// marks are what a sheet says beside its values.
type marks struct {
	merged []span
	empty  []string             // cells whose formula has no value stored with it
	cells  map[int][]markedCell // by row, those that show something else than they store
	struck map[int][]int        // by row, the columns from 0 whose text is struck through
}

// span is a merged cell, counted from 1.
type span struct{ column, top, bottom int }

// The greatest numbers of marks that are followed.
const (
	maxMerged = 20_000
	maxEmpty  = 100
)

// sheetParts returns the parts of a workbook that hold its sheets, by name.
func sheetParts(parts *zip.Reader) (map[string]*zip.File, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		Links []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	files := map[string]*zip.File{}
	for _, p := range parts.File {
		files[p.Name] = p
	}
	for name, dst := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &links} {
		data, err := readPart(files[name])
		if err == nil {
			err = xml.Unmarshal(data, dst)
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	targets := map[string]string{}
	for _, l := range links.Links {
		target := strings.TrimPrefix(l.Target, "/")
		if !strings.HasPrefix(target, "xl/") {
			target = path.Join("xl", target)
		}
		targets[l.ID] = target
	}
	out := map[string]*zip.File{}
	for _, s := range book.Sheets {
		if p := files[targets[s.ID]]; p != nil {
			out[s.Name] = p
		}
	}
	return out, nil
}

// readPart unpacks a part.
func readPart(p *zip.File) ([]byte, error) {
	if p == nil {
		return nil, errors.New("the part is missing")
	}
	r, err := p.Open()
	if err != nil {
		return nil, fmt.Errorf("open the part: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("unpack the part: %w", err)
	}
	return data, nil
}

// readMarks reads the marks of a sheet's part.
// struck are the styles whose text is struck through.
func readMarks(ctx context.Context, p *zip.File, struck map[int32]bool) (marks, error) {
	m := marks{cells: map[int][]markedCell{}, struck: map[int][]int{}}
	r, err := p.Open()
	if err != nil {
		return m, fmt.Errorf("open the part: %w", err)
	}
	defer r.Close() //nolint:errcheck // it was only read
	dec := xml.NewDecoder(source.Reader(ctx, r))
	cell, formula, value := "", false, false
	row, at := 0, markedCell{}
	for {
		tok, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return m, fmt.Errorf("read the sheet: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				if row++; attribute(t, "r") != "" {
					row, _ = strconv.Atoi(attribute(t, "r"))
				}
				at.column = 0
			case "c":
				formula, value = false, false
				cell = at.read(t)
			case "f":
				formula = true
			case "mergeCell":
				if s, ok := readSpan(attribute(t, "ref")); ok && len(m.merged) < maxMerged {
					m.merged = append(m.merged, s)
				}
			}
		case xml.CharData:
			value = value || (!formula && len(t) > 0)
		case xml.EndElement:
			switch t.Name.Local {
			case "f":
				// What the formula itself says is no value; what follows may be.
				if formula && cell != "" {
					formula, value = false, false
					m.empty = append(m.empty, cell)
				}
			case "v":
				if n := len(m.empty); value && n > 0 && m.empty[n-1] == cell {
					m.empty = m.empty[:n-1]
				}
			case "c":
				if value && struck[at.style] {
					m.struck[row] = append(m.struck[row], int(at.column)-1)
				}
				if value && at.kind != textCell {
					m.cells[row] = append(m.cells[row], at)
				}
				cell = ""
				if len(m.empty) > maxEmpty {
					m.empty = m.empty[:maxEmpty]
				}
			}
		}
	}
}

// read reads the attributes of a cell and returns its name, which may be
// missing: the cell then follows the one before it.
func (m *markedCell) read(t xml.StartElement) (name string) {
	m.column, m.style, m.kind = m.column+1, 0, numberCell
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "r":
			name = a.Value
			if column := columnOf(name); column > 0 {
				m.column = column
			}
		case "s":
			if style, err := strconv.ParseInt(a.Value, 10, 32); err == nil {
				m.style = int32(style)
			}
		case "t":
			m.kind = kindOfCell(a.Value)
		}
	}
	return name
}

// columnOf returns the column that a cell's name starts with, from 1; 0 for none.
func columnOf(name string) int32 {
	column := int32(0)
	for i := 0; i < len(name) && name[i] >= 'A' && name[i] <= 'Z' && i < 3; i++ {
		column = 26*column + int32(name[i]-'A') + 1
	}
	return column
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// readSpan reads "B2:B5".
func readSpan(ref string) (span, bool) {
	from, to, ok := strings.Cut(ref, ":")
	column, top, err := excelize.CellNameToCoordinates(from)
	if !ok || err != nil {
		return span{}, false
	}
	_, bottom, err := excelize.CellNameToCoordinates(to)
	return span{column, top, bottom}, err == nil && bottom > top
}
