package table

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// separators, the likeliest in Europe first.
var separators = []rune{';', ',', '\t', '|'}

// ReadText reads CSV and TSV as people save them: separated by ; , | or tabs,
// with or without a byte order mark, with line breaks and stray quotes in
// cells, and with rows above the header.
func ReadText(ctx context.Context, f *source.File) []*event.Event {
	text := f.Text()
	f.Data = nil // a large file need not be held twice
	names := record.NamesOf(f)
	offset := 0 // lines cut from the top
	comma, rest, declared := declaredSeparator(text)
	if declared {
		text, offset = rest, 1
	} else {
		comma = bestSeparator(ctx, names, text)
	}
	rows, err := splitRows(ctx, text, comma, offset, 0)
	if err != nil {
		splitFault(f, err)
		return nil
	}
	return readSheet(ctx, f, names, "", 0, rows)
}

// declaredSeparator reads the line "sep=;" that Excel understands.
func declaredSeparator(text string) (comma rune, rest string, ok bool) {
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
func bestSeparator(ctx context.Context, names *record.Names, text string) rune {
	best, bestScore := separators[0], -1
	text = text[:min(len(text), 2*source.MaxLine)] // the first rows decide
	for _, comma := range separators {
		rows, err := splitRows(ctx, text, comma, 0, 2*maxPreamble)
		if err != nil {
			continue
		}
		header, known := findHeader(names, rows)
		score := 1000 * known
		if header >= 0 {
			width := len(rows[header].Cells)
			for _, r := range rows[header+1:] {
				if len(r.Cells) == width && width > 1 {
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

// errTooMany is a table with more rows than source.MaxRows.
var errTooMany = errors.New("too many rows")

// splitRows reads the records of a table. offset is added to line and row
// numbers; limit stops after so many rows (0 reads all).
func splitRows(ctx context.Context, text string, comma rune, offset, limit int) ([]record.Row, error) {
	r := csv.NewReader(source.Reader(ctx, strings.NewReader(text)))
	r.Comma = comma
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	var rows []record.Row
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
		out := record.Row{Number: number, Cells: cells, Lines: make([]int, len(cells))}
		for i := range cells {
			line, _ := r.FieldPos(i)
			out.Lines[i] = line + offset
		}
		out.Line = out.Lines[0]
		if last := len(cells) - 1; limit == 0 && openQuote(raw, cells[last], comma) {
			return nil, &errOpenQuote{row: number, line: out.Lines[last], column: last}
		}
		if len(cells) > source.MaxColumns {
			return nil, &errWide{row: number, line: out.Line}
		}
		if rows = append(rows, out); len(rows) > source.MaxRows+maxPreamble {
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
func splitFault(f *source.File, err error) {
	var open *errOpenQuote
	var wide *errWide
	var parse *csv.ParseError
	switch {
	case errors.As(err, &open):
		f.Faults.Add(diag.Message{
			Pos: diag.Pos{File: f.Name, Line: open.line, Cell: record.CellName(open.column, open.row)}, Severity: diag.Error,
			Text: diag.T("a quote is opened here and never closed, so the rest of the file is one cell"),
			Hint: diag.T(`close the quote, or remove it`),
		})
	case errors.As(err, &wide):
		f.Faults.Errorf(f.At(wide.line), "", diag.T("check that this is the right file"), "row %d has more than %d cells", wide.row, source.MaxColumns)
	case errors.Is(err, errTooMany):
		f.Faults.Errorf(f.At(0), "", diag.T("split the table"), "the table has more than %d rows", source.MaxRows)
	case errors.As(err, &parse):
		f.Faults.Errorf(f.At(parse.Line), "", diag.T(source.SaveAsCSV), "the table cannot be read: %v", parse.Err)
	default:
		f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the table cannot be read: %v", err)
	}
}
