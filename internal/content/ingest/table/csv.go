package table

import (
	"context"
	"errors"
	"strconv"
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
	rows, lenient, err := splitRows(ctx, text, comma, offset, 0)
	if err != nil {
		splitFault(f, err)
		return nil
	}
	if n := len(lenient); n > 0 {
		f.Faults.Warnf(f.At(lenient[0]), "", diag.T("compare these lines with the table, or double the quotes inside a cell"),
			"cells begin with a quote that does not close them; the quotes are read as part of the text, on lines %s", lineList(lenient))
	}
	return readSheet(ctx, f, names, "", 0, rows)
}

// lineList writes the first of many line numbers.
func lineList(lines []int) string {
	const most = 20
	var out []string
	for _, n := range lines[:min(len(lines), most)] {
		out = append(out, strconv.Itoa(n))
	}
	if len(lines) > most {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
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
		rows, _, err := splitRows(ctx, text, comma, 0, 2*maxPreamble)
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

// errWide is a row with more cells than a table has columns.
type errWide struct{ row, line int }

func (e *errWide) Error() string { return "too many cells in a row" }

// errTooMany is a table with more rows than source.MaxRows.
var errTooMany = errors.New("too many rows")

// splitFault reports why a table could not be split into rows.
func splitFault(f *source.File, err error) {
	var wide *errWide
	switch {
	case errors.As(err, &wide):
		f.Faults.Errorf(f.At(wide.line), "", diag.T("check that this is the right file"), "row %d has more than %d cells", wide.row, source.MaxColumns)
	case errors.Is(err, errTooMany):
		f.Faults.Errorf(f.At(0), "", diag.T("split the table"), "the table has more than %d rows", source.MaxRows)
	default:
		f.Faults.Errorf(f.At(0), "", diag.T(source.SaveAsCSV), "the table cannot be read: %v", err)
	}
}
