package record

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// Row is one record. Those of a table are counted as a spreadsheet counts them:
// every record is one, and so is every empty line between records.
type Row struct {
	Number int // 1-based
	Line   int // 1-based, where the record starts
	Cells  []string
	Lines  []int    // where each cell starts
	Stored []string // of a workbook: what is stored behind each cell that is shown; else nil
	Struck []int    // of a workbook: the columns, from 0, whose text is struck through

	// Of a structured text, where the record and each cell stand; At is nil in a table.
	Whole diag.Pos
	At    []diag.Pos
}

// Filled returns the cells of a row that hold something.
func (r Row) Filled() []string {
	var out []string
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			out = append(out, c)
		}
	}
	return out
}

// Sheet is a table with its columns understood. A structured text is read as
// one, with a column for each name that its objects use.
type Sheet struct {
	file    *source.File
	names   *Names
	name    string  // of the worksheet, "" for any other
	epoch   float64 // added to its day numbers
	width   int     // of the header
	columns []column
	program exporter

	fuller    bool     // some rows hold more than one cell
	section   section  // the heading above the row that is read
	withheld  withheld // rows that are not for the public
	lastDay   timeCells
	undated   []string // rows without a date below one that has one
	undatedAt diag.Pos
}

// NewSheet returns the sheet whose columns header names. name is the name of a
// worksheet, "" for any other; epoch is what is added to its day numbers to
// count from 30 December 1899.
func NewSheet(f *source.File, names *Names, name string, epoch float64, header Row) *Sheet {
	s := &Sheet{file: f, names: names, name: name, epoch: epoch, width: len(header.Cells)}
	if header.At == nil {
		s.program = program(header.Cells)
	}
	s.readColumns(header)
	return s
}

// find returns the first column of a field, in whatever language.
func (s *Sheet) find(want Field) *column {
	for i := range s.columns {
		if c := &s.columns[i]; c.field == want {
			return c
		}
	}
	return nil
}

// At returns the position of a cell.
func (s *Sheet) At(r Row, index int) diag.Pos {
	if r.At != nil {
		return r.At[index]
	}
	p := diag.Pos{File: s.file.Name, Line: r.Line, Sheet: s.name, Cell: CellName(index, r.Number)}
	if index < len(r.Lines) {
		p.Line = r.Lines[index]
	}
	return p
}

// rowAt returns the position of a row.
func (s *Sheet) rowAt(r Row) diag.Pos {
	if r.At != nil {
		return r.Whole
	}
	return s.At(r, 0)
}

// Has reports whether the sheet has a column of a field, in whatever language.
func (s *Sheet) Has(want Field) bool { return s.find(want) != nil }

// value returns a cell's text, "" if the row is shorter or the cell says
// nothing in its own way (-, n.d., None). Of a formula that links a text to an
// address, the text is what the cell shows.
func (s *Sheet) value(r Row, index int) string {
	if index >= len(r.Cells) || source.Absent(r.Cells[index]) {
		return ""
	}
	text := r.Cells[index]
	if strings.HasPrefix(text, "=") {
		if m := linkFormula.FindStringSubmatch(text); m != nil {
			if c := s.at(index); (c != nil && c.field == FieldURL) || m[2] == "" {
				return m[1]
			}
			return strings.ReplaceAll(m[2], `""`, `"`)
		}
	}
	return text
}

// linkFormula is the formula of a link, in the languages of spreadsheets.
var linkFormula = regexp.MustCompile(`(?i)^=(?:HYPERLINK|COLLEG\.IPERTESTUALE|LIEN_HYPERTEXTE|HIPERVINCULO)\("([^"]*)"(?:[;,]\s*"((?:[^"]|"")*)")?\)$`)

// CellName returns the address of a cell as spreadsheets show it; column counts from 0.
func CellName(column, row int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}

// columnName returns the letters of a column that counts from 0.
func columnName(i int) string { return strings.TrimSuffix(CellName(i, 0), "0") }
