package compile

import (
	"fmt"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// repeated measures a repeated part for every entry of its list.
func (c *compiler) repeated(n *template.Node, width float64, name string) ([]part, error) {
	var out []part
	entries := c.limit(c.list(n.Source), n.Source, n.Max)
	for k, it := range entries {
		nodes := n.Nodes
		if k > 0 {
			nodes = slices.Concat(n.Between, n.Nodes)
		}
		sub, err := c.parts(nodes, width, it, fmt.Sprintf("%s/%d", name, k+1))
		if err != nil {
			return nil, err
		}
		if k > 0 && len(sub) > 0 && len(out) > 0 && !sub[0].fill && !out[len(out)-1].fill {
			sub[0].gap = c.gap(out[len(out)-1], sub[0])
			if n.GapPx >= 0 {
				sub[0].gap = n.GapPx * c.g.Unit()
			}
			sub[0].gap = max(sub[0].gap, c.clearance(&out[len(out)-1], &sub[0]))
		}
		if k > 0 && len(sub) > 0 && sub[0].fill {
			sub[0].gap = c.fillLeast(out)
		}
		for i := range sub {
			sub[i].delay(float64(k) * n.Every)
		}
		out = append(out, sub...)
	}
	c.evenSizes(out, width)
	return out, nil
}

// evenSizes sets the rows of one list in like sizes: the longest of them says
// by how much all are smaller than they could be.
func (c *compiler) evenSizes(rows []part, width float64) {
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
		smaller := withSizes(*rows[i].node, least/rows[i].share)
		try := rows[i]
		try.node = &smaller
		if ok, err := c.measureColumns(&try, width); err == nil && ok {
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

// measureDrawing finds the size of an icon, a badge or a small chart.
func (c *compiler) measureDrawing(p *part, width float64) (ok bool, err error) {
	if _, _, filled := template.Expand(p.node.Value, c.value(p.item)); !filled {
		return false, nil
	}
	size := p.node.SizePx * c.g.Unit()
	if p.node.Kind != template.Chart && size > width+1 {
		return false, &fitError{p, typeset.ErrNoFit}
	}
	p.height = size
	return true, nil
}

// column is one column of a row before it is measured.
type column struct {
	nodes []template.Node
	item  map[string]string
	beats float64
}

// columns lists a row's columns: its children, and one for each entry of a list.
func (c *compiler) columns(p *part) []column {
	var out []column
	for i := range p.node.Nodes {
		n := &p.node.Nodes[i]
		if !c.met(n.When, p.item) {
			continue
		}
		if n.Kind != template.Each {
			out = append(out, column{p.node.Nodes[i : i+1], p.item, 0})
			continue
		}
		for k, it := range c.limit(c.list(n.Source), n.Source, n.Max) {
			out = append(out, column{n.Nodes, it, float64(k) * n.Every})
		}
	}
	return out
}

// measureRow lays the children of a row in columns: of the widths that the row
// gives, else of equal ones.
func (c *compiler) measureRow(p *part, width float64) (ok bool, err error) {
	if !slices.Contains(p.node.Cols, template.AutoColumn) {
		return c.measureColumns(p, width)
	}
	// A column as wide as its text may leave too little for the others.
	node := p.node
	for _, k := range []float64{1, 0.85, 0.7, 0.55, 0.45} {
		smaller := withSizes(*node, k)
		if k < 1 {
			p.node = &smaller
		}
		if ok, err = c.measureColumns(p, width); err == nil {
			p.share = k
			return ok, nil
		}
	}
	return ok, err
}

// measureColumns lays the children of a row in its columns.
func (c *compiler) measureColumns(p *part, width float64) (bool, error) {
	columns := c.columns(p)
	if len(columns) == 0 {
		return false, nil
	}
	gap := factGap * c.g.Unit()
	if p.node.GapPx >= 0 {
		gap = p.node.GapPx * c.g.Unit()
	}
	given := slices.Clone(p.node.Cols)
	for k, px := range given {
		if px == template.AutoColumn && k < len(columns) {
			sub, err := c.parts(columns[k].nodes, width, columns[k].item, p.name)
			if err != nil {
				return false, err
			}
			given[k] = natural(sub) / c.g.Unit()
		}
	}
	p.cols, p.widths, p.x = nil, columnWidths(given, len(columns), width, gap, c.g.Unit()), nil
	p.height = 0
	x := 0.0
	for k, col := range columns {
		sub, err := c.parts(col.nodes, p.widths[k], col.item, fmt.Sprintf("%s/%d", p.name, k+1))
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
	if len(p.node.Cols) == 0 {
		c.evenRow(p, p.widths[0])
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
func (c *compiler) evenRow(p *part, colWidth float64) {
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
				limited := *q.node
				limited.MaxSizePx = smallest / c.g.Unit()
				q.node = &limited
				// It was set once: smaller fits too, and if not it stays as it was.
				_, _ = c.measureText(q, colWidth, unlimited)
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
func (c *compiler) shrinkRows(parts []part, area geom.Rect) error {
	shares := []float64{0.92, 0.84, 0.76, 0.68}
	if c.firstOnly {
		shares = shares[:3] // before rows get that small, what stands over them takes a smaller role
	}
	for _, k := range shares {
		for i := range parts {
			if parts[i].node == nil || parts[i].fill || len(parts[i].cols) == 0 {
				continue
			}
			smaller := withSizes(*parts[i].node, k)
			try := parts[i]
			try.node = &smaller
			if ok, err := c.measure(&try, area.W()); err == nil && ok {
				parts[i].cols, parts[i].widths, parts[i].x, parts[i].height = try.cols, try.widths, try.x, try.height
				parts[i].delayCols(parts[i].beats)
			}
		}
		if used, _ := total(parts); used <= area.H() {
			return nil
		}
	}
	return c.tooMuch(parts)
}

// delayCols lets what was measured again enter with its row.
func (p *part) delayCols(beats float64) {
	for _, col := range p.cols {
		for i := range col {
			col[i].delay(beats)
		}
	}
}

// leastIcon is the least side of an icon in a crowded row, in px of the
// 1080-wide design.
const leastIcon = 84

// withSizes returns a row whose texts are at most k times as large as their
// greatest, the smallest sizes excepted.
func withSizes(n template.Node, k float64) template.Node {
	if n.Kind == template.Text {
		if n.MaxSizePx == 0 {
			if role, err := typeset.RoleByName(n.Roles[0]); err == nil {
				n.MaxSizePx = role.Steps()[0]
			}
		}
		n.MaxSizePx = max(40, math.Floor(n.MaxSizePx*k))
	}
	if n.Kind == template.Icon {
		n.SizePx = max(leastIcon, math.Floor(n.SizePx*k))
	}
	nodes := make([]template.Node, len(n.Nodes))
	for i := range n.Nodes {
		nodes[i] = withSizes(n.Nodes[i], k)
	}
	n.Nodes = nodes
	return n
}
