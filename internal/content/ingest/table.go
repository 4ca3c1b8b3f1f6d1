package ingest

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// table reads CSV and TSV as people save them: separated by ; , | or tabs,
// with or without a byte order mark, with line breaks and stray quotes in
// cells, and with rows above the header.
type table struct{}

// match takes any text: table stands last.
func (table) match([]byte) bool { return true }

// row is one row of a table. Rows are counted as a spreadsheet counts them:
// every record is one, and so is every empty line between records.
type row struct {
	number int // 1-based
	line   int // 1-based, where the record starts
	cells  []string
	lines  []int    // where each cell starts
	stored []string // of a workbook: what is stored behind each cell that is shown; else nil

	// Of a structured text, where the row and each cell stand; at is nil in a table.
	whole diag.Pos
	at    []diag.Pos
}

// sheet is a table with its columns understood.
type sheet struct {
	*file
	name    string  // of the worksheet, "" for CSV
	epoch   float64 // added to its day numbers
	columns []column
}

// separators, the likeliest in Europe first.
var separators = []rune{';', ',', '\t', '|'}

// maxPreamble is how many rows may stand above the header.
const maxPreamble = 30

func (table) read(f *file) []*event.Event {
	text := f.decodeText(f.data)
	f.data = nil // a large file need not be held twice
	offset := 0  // lines cut from the top
	comma, rest, told := toldSeparator(text)
	if told {
		text, offset = rest, 1
	}
	if !told {
		comma = f.bestSeparator(text)
	}
	rows, err := splitRows(text, comma, offset, 0)
	if err != nil {
		f.splitFault(err)
		return nil
	}
	return readSheet(f, "", 0, rows)
}

// toldSeparator reads the line "sep=;" that Excel understands.
func toldSeparator(text string) (comma rune, rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.TrimSuffix(line, "\r")
	sep, ok := strings.CutPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep=")
	r, n := utf8.DecodeRuneInString(sep)
	if !ok || n == 0 || n != len(sep) || r == '"' || r == utf8.RuneError {
		return 0, text, false
	}
	return r, rest, true
}

// bestSeparator returns the separator under which the first rows hold most
// known column names, and among equals the one that gives most rows of the
// header's width.
func (f *file) bestSeparator(text string) rune {
	best, bestScore := separators[0], -1
	text = text[:min(len(text), 2*maxLine)] // the first rows tell
	for _, comma := range separators {
		rows, err := splitRows(text, comma, 0, 2*maxPreamble)
		if err != nil {
			continue
		}
		header, known := f.findHeader(rows)
		score := 1000 * known
		if header >= 0 {
			width := len(rows[header].cells)
			for _, r := range rows[header+1:] {
				if len(r.cells) == width && width > 1 {
					score++
				}
			}
		}
		if score > bestScore {
			best, bestScore = comma, score
		}
	}
	return best
}

// errOpenQuote is a quoted cell that never ends.
type errOpenQuote struct{ row, line, column int }

func (e *errOpenQuote) Error() string { return "a quoted cell never ends" }

// errWide is a row with more cells than a table has columns.
type errWide struct{ row, line int }

func (e *errWide) Error() string { return "too many cells in a row" }

// errTooMany is a table with more rows than MaxRows.
var errTooMany = errors.New("too many rows")

// splitRows reads the records of a table. offset is added to line and row
// numbers; limit stops after so many rows (0 reads all).
func splitRows(text string, comma rune, offset, limit int) ([]row, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	var rows []row
	number, done := offset, int64(0)
	for limit == 0 || len(rows) < limit {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		raw := text[done:r.InputOffset()]
		done = r.InputOffset()
		// The reader passes over empty lines; a spreadsheet counts them.
		number += blankLines(raw) + 1
		out := row{number: number, cells: cells, lines: make([]int, len(cells))}
		for i := range cells {
			line, _ := r.FieldPos(i)
			out.lines[i] = line + offset
		}
		out.line = out.lines[0]
		if last := len(cells) - 1; limit == 0 && openQuote(raw, cells[last], comma) {
			return nil, &errOpenQuote{row: number, line: out.lines[last], column: last}
		}
		if len(cells) > maxColumn {
			return nil, &errWide{row: number, line: out.line}
		}
		if rows = append(rows, out); len(rows) > MaxRows+maxPreamble {
			return nil, errTooMany
		}
	}
	return rows, nil
}

// blankLines counts the empty lines at the start of a record's text.
func blankLines(raw string) int {
	n := 0
	for {
		switch {
		case strings.HasPrefix(raw, "\r\n"):
			raw = raw[2:]
		case strings.HasPrefix(raw, "\n"):
			raw = raw[1:]
		default:
			return n
		}
		n++
	}
}

// openQuote reports whether a record's last cell began with a quote that was
// never closed: it then runs over lines to the end of the file and, unlike a
// closed one, its text stands at the very end of the record.
func openQuote(raw, cell string, comma rune) bool {
	raw = strings.TrimRight(raw, "\r\n")
	trimmed := strings.TrimRight(cell, "\n")
	if !strings.Contains(trimmed, "\n") || strings.HasSuffix(raw, `"`) {
		return false
	}
	return strings.ContainsRune(trimmed, comma) || strings.Count(trimmed, "\n") > 1
}

// splitFault reports why a table could not be split into rows.
func (f *file) splitFault(err error) {
	var open *errOpenQuote
	var wide *errWide
	var parse *csv.ParseError
	switch {
	case errors.As(err, &open):
		f.faults.Add(diag.Message{
			Pos: diag.Pos{File: f.name, Line: open.line, Cell: cellName(open.column, open.row)}, Severity: diag.Error,
			Text: diag.T("a quote is opened here and never closed, so the rest of the file is one cell"),
			Hint: diag.T(`close the quote, or remove it`),
		})
	case errors.As(err, &wide):
		f.faults.Errorf(f.at(wide.line), "", diag.T("check that this is the right file"), "row %d has more than %d cells", wide.row, maxColumn)
	case errors.Is(err, errTooMany):
		f.faults.Errorf(f.at(0), "", diag.T("split the table"), "the table has more than %d rows", MaxRows)
	case errors.As(err, &parse):
		f.faults.Errorf(f.at(parse.Line), "", diag.T(saveAsCSV), "the table cannot be read: %v", parse.Err)
	default:
		f.faults.Errorf(f.at(0), "", diag.T(saveAsCSV), "the table cannot be read: %v", err)
	}
}

// cellName returns the address of a cell as spreadsheets show it; column counts from 0.
func cellName(column, row int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + itoa(row)
}
