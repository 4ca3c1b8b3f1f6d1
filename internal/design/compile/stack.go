package compile

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// unlimited is a height that nothing fills.
const unlimited = 1e6

// part is one piece of a stack while its size is being found.
type part struct {
	node   *template.Node
	name   string
	item   map[string]string
	height float64 // from the cap of its first line to its last baseline
	gap    float64 // to the part above
	fill   bool    // an elastic space; gap is the least that it takes
	para   *typeset.Paragraph
	text   string
	fields []string
	cols   [][]part // of a row
	widths []float64
	x      []float64 // of a row's columns, from its left edge
	beats  float64   // enters so many beats after the scene
	draw   *placed   // a chart, an icon or a badge, drawn when its place is known
	strike bool
}

// fitError says that a text does not fit its place.
type fitError struct {
	part *part
	err  error
}

func (e *fitError) Error() string { return e.err.Error() }
func (e *fitError) Unwrap() error { return e.err }

// stack sets nodes one below the other in area and returns them with the
// height that they take. A fitError names the text that does not fit.
func (c *compiler) stack(nodes []template.Node, area geom.Rect, align template.Align, ground srgb.Color, item map[string]string, name string) ([]placed, float64, error) {
	parts, err := c.parts(nodes, area.W(), item, name)
	if err != nil {
		return nil, 0, err
	}
	if err := c.shrink(parts, area); err != nil {
		return nil, 0, err
	}
	used, fills := total(parts)
	spare := max(0, area.H()-used)
	y := area.Y0
	if fills == 0 {
		switch align {
		case template.AlignBottom:
			y += spare
		case template.AlignMiddle:
			y += spare / 2
		case template.AlignTop:
		}
	}
	var out []placed
	for i := range parts {
		p := &parts[i]
		if p.fill {
			y += p.gap
			share := spare / float64(fills)
			if p.node.MaxPx > 0 {
				share = min(share, max(0, p.node.MaxPx*c.unit()-p.gap))
			}
			y += share
			continue
		}
		y += p.gap
		out = append(out, c.place(p, geom.R(area.X0, y, area.X1, y+p.height), ground)...)
		y += p.height
	}
	return out, used, nil
}

// total returns the height of the parts with their gaps, and the elastic spaces.
func total(parts []part) (height float64, fills int) {
	for _, p := range parts {
		if p.fill {
			fills++
			height += p.gap
			continue
		}
		height += p.gap + p.height
	}
	return height, fills
}

// parts measures nodes at their greatest size for the width.
func (c *compiler) parts(nodes []template.Node, width float64, item map[string]string, name string) ([]part, error) {
	var out []part
	pendingGap := -1.0
	for i := range nodes {
		n := &nodes[i]
		if !c.met(n.When, item) {
			continue
		}
		switch n.Kind {
		case template.Space:
			if n.Fill {
				least := c.fillLeast(out)
				if n.MaxPx > 0 {
					least = min(least, n.MaxPx*c.unit())
				}
				out = append(out, part{node: n, fill: true, gap: least})
			} else {
				pendingGap = n.GapPx * c.unit()
			}
			continue
		case template.Each:
			sub, err := c.repeated(n, width, name)
			if err != nil {
				return nil, err
			}
			if len(sub) > 0 && len(out) > 0 && !out[len(out)-1].fill && !sub[0].fill {
				sub[0].gap = c.gap(out[len(out)-1], sub[0])
				if pendingGap >= 0 {
					sub[0].gap = pendingGap
				}
				sub[0].gap = max(sub[0].gap, c.clearance(&out[len(out)-1], &sub[0]))
			}
			pendingGap = -1
			out = append(out, sub...)
			continue
		case template.Text, template.Rule, template.Row, template.Stack, template.Icon, template.Badge, template.Chart:
		default:
			c.diags.Errorf(n.Pos, string(n.Kind), "move it out of the panel", "a %s cannot stand in a stack of texts", n.Kind)
			continue
		}
		p := part{node: n, name: fmt.Sprintf("%s/%d", name, i), item: item, strike: len(n.Strike) > 0 && c.met(n.Strike, item)}
		ok, err := c.measure(&p, width)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue // a text without a value takes no room
		}
		if pendingGap >= 0 {
			p.gap = pendingGap
		} else if len(out) > 0 && !out[len(out)-1].fill {
			p.gap = c.gap(out[len(out)-1], p)
		}
		pendingGap = -1
		switch {
		case len(out) == 0:
		case out[len(out)-1].fill:
			p.gap = max(0, p.rise()-leastFill/2*c.unit())
		default:
			p.gap = max(p.gap, c.clearance(&out[len(out)-1], &p))
		}
		out = append(out, p)
	}
	return out, nil
}

// leastClear is the least distance between the ink of two texts, and leastFill
// what an elastic space keeps, in px of the 1080-wide design.
const (
	leastClear = 16
	leastFill  = 28
)

// clearance is the least gap at which the ink of two parts does not touch:
// what hangs below the one's baseline and rises above the other's capitals.
func (c *compiler) clearance(above, below *part) float64 {
	return above.depth() + below.rise() + leastClear*c.unit()
}

// fillLeast is the least height of an elastic space after parts.
func (c *compiler) fillLeast(above []part) float64 {
	if len(above) == 0 {
		return 0
	}
	return above[len(above)-1].depth() + leastFill*c.unit()
}

// depth is how far a part's ink hangs below its last baseline.
func (p *part) depth() float64 {
	if p.para != nil {
		return p.para.Depth
	}
	d := 0.0
	for _, col := range p.cols {
		if len(col) > 0 {
			d = max(d, col[len(col)-1].depth())
		}
	}
	return d
}

// rise is how far a part's ink stands above its top.
func (p *part) rise() float64 {
	if p.para != nil {
		return p.para.Rise
	}
	r := 0.0
	for _, col := range p.cols {
		if len(col) > 0 {
			r = max(r, col[0].rise())
		}
	}
	return r
}

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
				sub[0].gap = n.GapPx * c.unit()
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
	return out, nil
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

// gap is the house distance between two parts.
func (c *compiler) gap(above, below part) float64 {
	u := c.unit()
	g := float64(gapDefault)
	switch {
	case above.node.Kind == template.Rule || below.node.Kind == template.Rule:
		g = ruleGap
	case above.item != nil && below.item != nil:
		g = rowItemGap
	case above.para != nil && above.para.SizePx > 200*u:
		g = gapDefault
	}
	return g * u
}

// measure finds a part's height at its greatest size. ok is false when there
// is nothing to show.
func (c *compiler) measure(p *part, width float64) (ok bool, err error) {
	n, u := p.node, c.unit()
	switch n.Kind {
	case template.Rule:
		p.height = thinRule * u
		if n.Thick {
			p.height = thickRule * u
		}
		return true, nil
	case template.Row:
		return c.measureRow(p, width)
	case template.Stack:
		sub, err := c.parts(n.Nodes, width, p.item, p.name)
		if err != nil || len(sub) == 0 {
			return false, err
		}
		if n.GapPx >= 0 {
			for i := 1; i < len(sub); i++ {
				sub[i].gap = max(n.GapPx*u, c.clearance(&sub[i-1], &sub[i]))
			}
		}
		p.cols, p.widths, p.x = [][]part{sub}, []float64{width}, []float64{0}
		p.height, _ = total(sub)
		return true, nil
	case template.Icon, template.Badge, template.Chart:
		return c.measureDrawing(p, width)
	}
	return c.measureText(p, width, unlimited)
}

// measureDrawing finds the size of an icon, a badge or a small chart.
func (c *compiler) measureDrawing(p *part, width float64) (ok bool, err error) {
	if _, _, filled := template.Expand(p.node.Value, c.value(p.item)); !filled {
		return false, nil
	}
	size := p.node.SizePx * c.unit()
	if p.node.Kind != template.Chart && size > width+1 {
		return false, &fitError{p, typeset.ErrNoFit}
	}
	p.height = size
	p.draw = &placed{}
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
	gap := factGap * c.unit()
	if p.node.GapPx >= 0 {
		gap = p.node.GapPx * c.unit()
	}
	given := slices.Clone(p.node.Cols)
	for k, px := range given {
		if px == template.AutoColumn && k < len(columns) {
			sub, err := c.parts(columns[k].nodes, width, columns[k].item, p.name)
			if err != nil {
				return false, err
			}
			given[k] = natural(sub) / c.unit()
		}
	}
	p.cols, p.widths, p.x = nil, columnWidths(given, len(columns), width, gap, c.unit()), nil
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
				limited.MaxSizePx = smallest / c.unit()
				q.node = &limited
				if ok, err := c.measureText(q, colWidth, unlimited); err != nil || !ok {
					continue // it was set once: smaller fits too
				}
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

// measureText sets a text in the first alternative and role that fit.
func (c *compiler) measureText(p *part, width, height float64) (ok bool, err error) {
	get := c.value(p.item)
	var firstErr error
	for _, role := range p.node.Roles {
		for _, alt := range p.node.Texts {
			text, fields, filled := template.Expand(alt, get)
			if !filled {
				continue
			}
			para, err := c.fit(text, role, p.node, width, height)
			var missing *typeset.MissingGlyphError
			if errors.As(err, &missing) {
				p.text, p.fields = text, fields
				return false, &fitError{p, err}
			}
			if err != nil {
				if firstErr == nil {
					p.text, p.fields = text, fields
					firstErr = err
				}
				continue
			}
			p.para, p.text, p.fields = &para, text, fields
			p.height = para.Baseline(len(para.Lines) - 1) // descenders hang below, so that neighbours align
			return true, nil
		}
	}
	if firstErr != nil {
		return false, &fitError{p, firstErr}
	}
	return false, nil
}

// shrink makes the largest texts smaller until all parts fit the height.
func (c *compiler) shrink(parts []part, area geom.Rect) error {
	if len(parts) == 0 {
		return nil
	}
	used, _ := total(parts)
	if used <= area.H() {
		return nil
	}
	var texts []*part
	for i := range parts {
		if parts[i].para != nil {
			texts = append(texts, &parts[i])
		}
	}
	slices.SortStableFunc(texts, func(a, b *part) int { return int(b.para.SizePx - a.para.SizePx) })
	for _, p := range texts {
		over := used - area.H()
		if over <= 0 {
			return nil
		}
		before := p.height
		// The least height that this text can have is found by halving what it gives up.
		for cut := over; cut > 1; cut /= 2 {
			try := *p
			if ok, err := c.measureText(&try, area.W(), before-cut); err == nil && ok && try.height < before {
				*p = try
				break
			}
		}
		used += p.height - before
	}
	if used <= area.H() {
		return nil
	}
	if slices.ContainsFunc(parts, func(p part) bool { return len(p.cols) > 0 }) {
		return c.shrinkRows(parts, area)
	}
	return c.tooMuch(parts)
}

// tooMuch blames the longest text of parts that do not fit together.
func (c *compiler) tooMuch(parts []part) error {
	var worst *part
	var walk func(p *part)
	walk = func(p *part) {
		if p.para != nil && (worst == nil || utf8.RuneCountInString(p.text) > utf8.RuneCountInString(worst.text)) {
			worst = p
		}
		for _, col := range p.cols {
			for i := range col {
				walk(&col[i])
			}
		}
	}
	for i := range parts {
		walk(&parts[i])
	}
	if worst == nil {
		worst = &part{node: &template.Node{}}
	}
	return &fitError{worst, typeset.ErrNoFit}
}

// shrinkRows makes the texts in rows smaller, step by step, until all parts fit
// the height.
func (c *compiler) shrinkRows(parts []part, area geom.Rect) error {
	for _, k := range []float64{0.92, 0.84, 0.76, 0.68} {
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
	nodes := make([]template.Node, len(n.Nodes))
	for i := range n.Nodes {
		nodes[i] = withSizes(n.Nodes[i], k)
	}
	n.Nodes = nodes
	return n
}

// place turns a measured part into placed nodes in box.
func (c *compiler) place(p *part, box geom.Rect, ground srgb.Color) []placed {
	switch p.node.Kind {
	case template.Rule:
		col := c.on(ground)
		if p.node.Color != "" && p.node.Color != "auto" {
			col = c.color(p.node.Color)
		}
		return []placed{{node: p.node, name: p.name, box: box, color: col, beats: p.beats}}
	case template.Row, template.Stack:
		return c.placeColumns(p, box, ground)
	case template.Icon, template.Badge, template.Chart:
		return c.placeDrawing(p, box, ground)
	}
	field := ""
	if len(p.fields) > 0 {
		field = p.fields[0]
	}
	col := c.textColor(p.node, ground)
	return []placed{{
		node: p.node, name: p.name, box: box, para: p.para, color: col, field: field, text: p.text,
		base: box.Y0 + p.para.Baseline(0), beats: p.beats, strike: p.strike,
	}}
}

// placeColumns places the columns of a row, or the one of a stack.
func (c *compiler) placeColumns(p *part, box geom.Rect, ground srgb.Color) []placed {
	var out []placed
	for k, col := range p.cols {
		x0 := box.X0 + p.x[k]
		if c.rtl {
			x0 = box.X1 - p.x[k] - p.widths[k]
		}
		y := box.Y0
		switch h, _ := total(col); p.node.Align {
		case template.AlignMiddle:
			y += (box.H() - h) / 2
		case template.AlignBottom:
			y += box.H() - h
		case template.AlignTop:
		}
		for i := range col {
			q := &col[i]
			y += q.gap
			out = append(out, c.place(q, geom.R(x0, y, x0+p.widths[k], y+q.height), ground)...)
			y += q.height
		}
	}
	return out
}

// placeDrawing draws an icon, a badge or a small chart in its box.
func (c *compiler) placeDrawing(p *part, box geom.Rect, ground srgb.Color) []placed {
	if p.node.Kind == template.Chart {
		before := c.item
		c.item = p.item
		if p.item == nil {
			c.item = before
		}
		got, ok := c.chart(p.node, p.name, box, ground)
		c.item = before
		if !ok {
			return nil
		}
		return []placed{got}
	}
	size := p.node.SizePx * c.unit()
	if c.rtl {
		box.X0 = box.X1 - size
	} else {
		box.X1 = box.X0 + size
	}
	if p.node.Kind == template.Icon {
		got, ok := c.icon(p.node, p.name, box, ground, p.item)
		if !ok {
			return nil
		}
		got.beats = p.beats
		return []placed{got}
	}
	col := c.on(ground)
	if p.node.Color != "" && p.node.Color != "auto" {
		col = c.shapeColor(p.node.Color, ground)
	}
	text, _, _ := template.Expand(p.node.Value, c.value(p.item))
	mid := box.Center()
	disc := placed{node: p.node, name: p.name, box: box, beats: p.beats, drawing: []drawn{{path: circlePath(nil, mid.X, mid.Y, size/2), color: col}}}
	out := []placed{disc}
	for _, no := range c.numberOn(p.node, p.name+"/no", text, mid, size/2, col, 0) {
		no.beats = p.beats
		out = append(out, no)
	}
	return out
}

// flipped ties the texts that ask for it to their disc.
func (c *compiler) flipped(s *scene, got []placed) []placed {
	for i := range got {
		name := got[i].node.Flip
		if name == "" || got[i].para == nil {
			continue
		}
		for _, from := range []*scene{s, c.under} {
			if from == nil {
				continue
			}
			for k := range from.placed {
				if q := &from.placed[k]; q.node.Kind == template.Disc && q.node.Name == name {
					got[i].flip = q
				}
			}
		}
		if got[i].flip == nil {
			c.diags.Errorf(got[i].node.Pos, "flip", "name a disc of this scene or of under", "there is no disc %q", name)
		}
	}
	return got
}

// report turns a text that does not fit into a message about its field.
func (c *compiler) report(err error, n *template.Node) {
	var fe *fitError
	if !errors.As(err, &fe) {
		c.diags.Errorf(n.Pos, "", "", "layer of template %q: %v", c.in.Template.Name, err)
		return
	}
	field := "text"
	if len(fe.part.fields) > 0 {
		field = fe.part.fields[0]
	}
	at := c.in.Event.At(c.source(field))
	var missing *typeset.MissingGlyphError
	if errors.As(err, &missing) {
		c.diags.Errorf(at, field, "write it with other letters, or add a font that has them to the channel", "%v", missing)
		return
	}
	count := utf8.RuneCountInString(fe.part.text)
	hint := "shorten it"
	if room := c.room(fe.part); room > 0 && room < count {
		hint = fmt.Sprintf("shorten it to about %d characters", room)
	}
	c.diags.Errorf(at, field, hint, "the %s has %d characters and does not fit its place in %q", field, count, c.in.Template.Name)
}

// roomOf is about what the roles without a limit of their own hold, in
// characters: lines times characters a line (art direction §4).
var roomOf = map[string]int{"lead": 3 * 28, "body": 4 * 35, "caption": 4 * 40}

// room estimates how many characters a text can have: what the roomiest of its
// roles takes.
func (c *compiler) room(p *part) int {
	most := 0
	for _, name := range p.node.Roles {
		if role, err := typeset.RoleByName(name); err == nil {
			most = max(most, role.MaxChars, roomOf[name])
		}
	}
	return most
}

// source returns the event field that an input takes its text from.
func (c *compiler) source(field string) string {
	for _, in := range c.in.Template.Inputs {
		if in.Name != field {
			continue
		}
		for _, from := range in.From {
			if c.fields[from] != "" {
				return from
			}
		}
	}
	return field
}
