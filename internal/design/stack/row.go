package stack

import (
	"fmt"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// repeated measures a repeated part for every entry of its list.
func (s *Setter) repeated(n *template.Each, width float64, name string) ([]part, error) {
	var out []part
	entries := s.Entries(n.Source, n.Max)
	for k, it := range entries {
		nodes := n.Nodes
		if k > 0 {
			nodes = slices.Concat(n.Between, n.Nodes)
		}
		sub, err := s.parts(nodes, width, it, fmt.Sprintf("%s/%d", name, k+1))
		if err != nil {
			return nil, err
		}
		if k > 0 && len(sub) > 0 && len(out) > 0 && !sub[0].fill && !out[len(out)-1].fill {
			sub[0].gap = s.gap(out[len(out)-1], sub[0])
			if n.GapPx >= 0 {
				sub[0].gap = n.GapPx * s.Grid.Unit()
			}
			sub[0].gap = max(sub[0].gap, s.clearance(&out[len(out)-1], &sub[0]))
		}
		if k > 0 && len(sub) > 0 && sub[0].fill {
			sub[0].gap = s.fillLeast(out)
		}
		for i := range sub {
			sub[i].delay(float64(k) * n.Every)
		}
		out = append(out, sub...)
	}
	s.evenSizes(out, width)
	return out, nil
}

// evenSizes sets the rows of one list in like sizes: the longest of them says
// by how much all are smaller than they could be.
func (s *Setter) evenSizes(rows []part, width float64) {
	least := 1.0
	for _, p := range rows {
		if p.share > 0 {
			least = min(least, p.share)
		}
	}
	for i := range rows {
		if rows[i].share <= least {
			continue
		}
		row, ok := withSizes(rows[i].node, least/rows[i].share).(*template.Row)
		if !ok {
			continue
		}
		try := rows[i]
		try.node = row
		if ok, err := s.measureColumns(&try, row, width); err == nil && ok {
			try.delayCols(try.beats)
			rows[i] = try
		}
	}
}

// delay lets a part and what is in it enter later.
func (p *part) delay(beats float64) {
	p.beats += beats
	for _, col := range p.cols {
		for i := range col {
			col[i].delay(beats)
		}
	}
}

// measureDrawing finds the height of an icon, a badge or a small chart that
// shows a value, if it is no wider than width.
func (s *Setter) measureDrawing(p *part, value string, sizePx, width float64) (ok bool, err error) {
	if _, _, filled := template.Expand(value, s.Data.Value(p.item)); !filled {
		return false, nil
	}
	size := sizePx * s.Grid.Unit()
	if size > width+1 {
		return false, p.fault(typeset.ErrNoFit)
	}
	p.height = size
	return true, nil
}

// column is one column of a row before it is measured.
type column struct {
	nodes []template.Node
	item  field.Entry
	beats float64
}

// columns lists a row's columns: its children, and one for each entry of a list.
func (s *Setter) columns(row *template.Row, item field.Entry) []column {
	var out []column
	for i, n := range row.Nodes {
		if !s.Data.Met(n.Shared().When, item) {
			continue
		}
		n, ok := n.(*template.Each)
		if !ok {
			out = append(out, column{row.Nodes[i : i+1], item, 0})
			continue
		}
		for k, it := range s.Entries(n.Source, n.Max) {
			out = append(out, column{n.Nodes, it, float64(k) * n.Every})
		}
	}
	return out
}

// measureRow lays the children of a row in columns: of the widths that the row
// gives, else of equal ones.
func (s *Setter) measureRow(p *part, row *template.Row, width float64) (ok bool, err error) {
	if !slices.Contains(row.Cols, template.AutoColumn) {
		return s.measureColumns(p, row, width)
	}
	// A column as wide as its text may leave too little for the others.
	for _, k := range []float64{1, 0.85, 0.7, 0.55, 0.45} {
		try := row
		if smaller, ok := withSizes(row, k).(*template.Row); ok && k < 1 {
			p.node, try = smaller, smaller
		}
		if ok, err = s.measureColumns(p, try, width); err == nil {
			p.share = k
			return ok, nil
		}
	}
	return ok, err
}

// measureColumns lays the children of a row in its columns.
func (s *Setter) measureColumns(p *part, row *template.Row, width float64) (bool, error) {
	columns := s.columns(row, p.item)
	if len(columns) == 0 {
		return false, nil
	}
	gap := factGap * s.Grid.Unit()
	if row.GapPx >= 0 {
		gap = row.GapPx * s.Grid.Unit()
	}
	given := slices.Clone(row.Cols)
	for k, px := range given {
		if px == template.AutoColumn && k < len(columns) {
			sub, err := s.parts(columns[k].nodes, width, columns[k].item, p.name)
			if err != nil {
				return false, err
			}
			given[k] = natural(sub) / s.Grid.Unit()
		}
	}
	p.align, p.cols, p.widths, p.x = row.Align, nil, columnWidths(given, len(columns), width, gap, s.Grid.Unit()), nil
	p.height = 0
	x := 0.0
	for k, col := range columns {
		sub, err := s.parts(col.nodes, p.widths[k], col.item, fmt.Sprintf("%s/%d", p.name, k+1))
		if err != nil {
			return false, err
		}
		for i := range sub {
			sub[i].delay(col.beats)
		}
		h, _ := total(sub)
		p.cols = append(p.cols, sub)
		p.x = append(p.x, x)
		p.height = max(p.height, h)
		x += p.widths[k] + gap
	}
	if len(row.Cols) == 0 {
		s.evenRow(p, p.widths[0])
	}
	return p.height > 0, nil
}

// natural is the width of the widest text of a column.
func natural(parts []part) float64 {
	w := 1.0
	for _, p := range parts {
		if p.para != nil {
			w = max(w, math.Ceil(p.para.Width())+1)
		}
	}
	return w
}

// columnWidths shares a row's width: given widths first, the rest to those that fill.
func columnWidths(given []float64, n int, width, gap, unit float64) []float64 {
	out := make([]float64, n)
	left, fills := width-gap*float64(n-1), 0
	for i := range out {
		if i < len(given) && given[i] > 0 {
			out[i] = given[i] * unit
			left -= out[i]
		} else {
			fills++
		}
	}
	for i := range out {
		if out[i] == 0 {
			out[i] = max(0, left/float64(max(1, fills)))
		}
	}
	return out
}

// evenRow sets the same line of every column in the same size: the smallest.
func (s *Setter) evenRow(p *part, colWidth float64) {
	for line := range p.cols[0] {
		smallest := math.Inf(1)
		for _, col := range p.cols {
			if line < len(col) && col[line].para != nil {
				smallest = min(smallest, col[line].para.SizePx)
			}
		}
		for _, col := range p.cols {
			if line < len(col) && col[line].para != nil && col[line].para.SizePx > smallest {
				q := &col[line]
				q.node = q.node.Copy()
				if limited, ok := q.node.(*template.Text); ok {
					limited.MaxSizePx = smallest / s.Grid.Unit()
				}
				// It was set once: smaller fits too, and if not it stays as it was.
				_, _ = s.measure(q, colWidth, unlimited)
			}
		}
	}
	// Lines of neighbours keep level, whatever hangs below one of them.
	for line := range p.cols[0] {
		gap := 0.0
		for _, col := range p.cols {
			if line < len(col) {
				gap = max(gap, col[line].gap)
			}
		}
		for _, col := range p.cols {
			if line < len(col) {
				col[line].gap = gap
			}
		}
	}
	p.height = 0
	for _, col := range p.cols {
		h, _ := total(col)
		p.height = max(p.height, h)
	}
}

// shrinkRows makes the texts in rows smaller, step by step, until all parts fit
// the height.
func (s *Setter) shrinkRows(parts []part, area geom.Rect) error {
	shares := []float64{0.92, 0.84, 0.76, 0.68}
	if s.firstOnly {
		shares = shares[:3] // before rows get that small, what stands over them takes a smaller role
	}
	for _, k := range shares {
		for i := range parts {
			if parts[i].node == nil || parts[i].fill || len(parts[i].cols) == 0 {
				continue
			}
			try := parts[i]
			try.node = withSizes(parts[i].node, k)
			if ok, err := s.measure(&try, area.W(), unlimited); err == nil && ok {
				parts[i].cols, parts[i].widths, parts[i].x, parts[i].height = try.cols, try.widths, try.x, try.height
				parts[i].delayCols(parts[i].beats)
			}
		}
		if used, _ := total(parts); used <= area.H() {
			return nil
		}
	}
	return tooMuch(parts)
}

// delayCols lets what was measured again enter with its row.
func (p *part) delayCols(beats float64) {
	for _, col := range p.cols {
		for i := range col {
			col[i].delay(beats)
		}
	}
}
