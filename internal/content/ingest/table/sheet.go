// Package table reads tables: text with separators (CSV, TSV) and workbooks
// (.xlsx). Each finds its rows and the row that names the columns; what the
// rows say is read by package record.
package table

import (
	"context"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// maxPreamble is how many rows may stand above the header.
const maxPreamble = 30

const nameColumns = "name the columns in the first row, for example: titolo; data; ora; luogo; indirizzo; prezzo; immagine"

// readSheet finds the header among rows and reads an event of every row below it.
func readSheet(ctx context.Context, f *source.File, names *record.Names, name string, epoch float64, rows []record.Row) []*event.Event {
	header, known := findHeader(names, rows)
	if header < 0 {
		if turned(names, rows) {
			turnedFault(f, name)
		} else {
			f.Faults.Errorf(f.At(1), "", diag.T(nameColumns), "no row with column names was found")
		}
		return nil
	}
	header = secondHeader(names, rows, header)
	s := record.NewSheet(f, names, name, epoch, rows[header])
	if !s.Has(record.FieldTitle) {
		f.Faults.Errorf(s.At(rows[header], 0), "title", diag.T(`name the column that holds the title "titolo" or "title"`),
			"none of the %d known columns is the title", known)
		return nil
	}
	s.Learn(rows[header+1:])
	var out []*event.Event
	for _, r := range rows[header+1:] {
		if ctx.Err() != nil {
			return nil
		}
		if len(r.Filled()) == 0 {
			continue
		}
		if len(out) == source.MaxRows {
			f.Faults.Errorf(s.At(r, 0), "", diag.T("split the table"), "the table has more than %d rows; the rest is left out", source.MaxRows)
			break
		}
		if e := s.Event(r); e != nil {
			out = append(out, e)
		}
	}
	s.Finish()
	if len(out) == 0 && !f.Faults.HasErrors() {
		f.Faults.Errorf(s.At(rows[header], 0), "", diag.T("write an event in the row below"), "the table has column names and no events")
	}
	return out
}

// findHeader returns the index of the row that holds most known column names,
// and how many it holds. A header has at least two, or a title alone. The
// index is -1 when there is none.
func findHeader(names *record.Names, rows []record.Row) (index, known int) {
	index = -1
	for _, questions := range []bool{false, true} {
		for i, r := range rows[:min(len(rows), maxPreamble+1)] {
			n, title := 0, false
			for _, cell := range r.Cells {
				if len(cell) > 100 {
					continue // a sentence, not a name
				}
				what, _, ok := names.Lookup(cell)
				if !ok && questions {
					what, ok = names.Question(cell)
				}
				if ok {
					n++
					title = title || what == record.FieldTitle
				}
			}
			if (n >= 2 || (title && n == len(r.Filled()))) && n > known {
				index, known = i, n
			}
		}
		if index >= 0 && (questions || known >= len(rows[index].Filled())/2) {
			return index, known
		}
	}
	return index, known
}

// secondHeader joins a second row of names to the header: "Data" above "dal" and
// "al". It returns the index of the row that now holds all names, which is header
// when the row below it holds no names.
func secondHeader(names *record.Names, rows []record.Row, header int) int {
	if header+1 >= len(rows) {
		return header
	}
	upper, lower := rows[header], rows[header+1]
	joined := make([]string, max(len(upper.Cells), len(lower.Cells)))
	above, parts := "", 0
	for i := range joined {
		up, down := cellAt(upper, i), cellAt(lower, i)
		if up != "" {
			above = up
		}
		switch {
		case down == "" || down == up:
			joined[i] = up
		case up == "" && i > 0 && cellAt(lower, i-1) == "":
			return header // a cell below no name and beside none
		default:
			name := joinedName(names, above, down)
			if name == "" {
				return header
			}
			joined[i] = name
			parts++
		}
	}
	if parts < 2 {
		return header
	}
	rows[header+1].Cells, rows[header+1].Stored = joined, nil
	return header + 1
}

// joinedName returns the name of a column under a name for several; "" if the lower
// one is none.
func joinedName(names *record.Names, above, below string) string {
	if len(below) > 40 || strings.ContainsAny(below, "0123456789") {
		return ""
	}
	for _, name := range []string{above + " " + below, below} {
		if _, _, ok := names.Lookup(name); ok {
			return name
		}
	}
	return ""
}

func cellAt(r record.Row, i int) string {
	if i < len(r.Cells) {
		return source.OneLine(r.Cells[i])
	}
	return ""
}

// turned reports whether the names of the columns stand in the first column, one
// below the other: two names at least, one of them of the title.
func turned(names *record.Names, rows []record.Row) bool {
	n, title, wide := 0, false, false
	for _, r := range rows[:min(len(rows), maxPreamble+1)] {
		what, _, ok := names.Lookup(cellAt(r, 0))
		if ok && len(cellAt(r, 0)) > 2 { // "a" and "al" are names, too
			n++
			title = title || what == record.FieldTitle
		}
		wide = wide || len(r.Cells) > 1
	}
	return n >= 2 && title && wide
}

func turnedFault(f *source.File, sheet string) {
	at := diag.Pos{File: f.Name, Line: 1, Sheet: sheet}
	if sheet != "" {
		at.Line = 0
	}
	f.Faults.Errorf(at, "", diag.T("turn the table, so that each event is a row: copy it, and choose Paste special, Transpose"), "the names of the columns stand in the first column, one below the other")
}
