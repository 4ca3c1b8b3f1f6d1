// Package table reads tables: text with separators (CSV, TSV) and workbooks
// (.xlsx). Each finds its rows and the row that names the columns; what the
// rows say is read by package record.
package table

import (
	"context"

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
		f.Faults.Errorf(f.At(1), "", diag.T(nameColumns), "no row with column names was found")
		return nil
	}
	s := record.NewSheet(f, names, name, epoch, rows[header])
	if !s.Has(record.FieldTitle) {
		f.Faults.Errorf(s.At(rows[header], 0), "title", diag.T(`name the column that holds the title "titolo" or "title"`),
			"none of the %d known columns is the title", known)
		return nil
	}
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
	for i, r := range rows[:min(len(rows), maxPreamble+1)] {
		n, title := 0, false
		for _, cell := range r.Cells {
			if len(cell) > 100 {
				continue // a sentence, not a name
			}
			if what, _, ok := names.Lookup(cell); ok {
				n++
				title = title || what == record.FieldTitle
			}
		}
		if (n >= 2 || (title && n == len(r.Filled()))) && n > known {
			index, known = i, n
		}
	}
	return index, known
}
