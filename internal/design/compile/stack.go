package compile

import (
	"errors"
	"fmt"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
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
	share  float64 // of a row with a column as wide as its text: of the greatest sizes
}

// fitError says that a text does not fit its place.
type fitError struct {
	part *part
	err  error
}

func (e *fitError) Error() string { return e.err.Error() }

func (e *fitError) Unwrap() error { return e.err }

// stack sets nodes one below the other in area and returns them. A row that
// has other parts in its stead gives way to them where they are the larger
// picture. No descender reaches below edge. A fitError names the text that does not fit.
func (c *compiler) stack(nodes []template.Node, area geom.Rect, edge float64, align template.Align, ground srgb.Color, item map[string]string, name string) ([]placed, error) {
	got, err := c.stackOnce(nodes, area, edge, align, ground, item, name)
	instead, ok := instead(nodes)
	if !ok {
		return got, err
	}
	other, otherErr := c.stackOnce(instead, area, edge, align, ground, item, name)
	if err != nil {
		return other, otherErr
	}
	if otherErr == nil && largest(other) > clearlyLarger*largest(got) {
		return other, nil
	}
	return got, nil
}

// clearlyLarger is how many times as large the greatest text must be for a row
// to give way to what may stand in its stead.
const clearlyLarger = 1.15

// instead returns the nodes with what the rows among them have as their else.
func instead(nodes []template.Node) ([]template.Node, bool) {
	var out []template.Node
	found := false
	for _, n := range nodes {
		if n.Kind != template.Row || n.Else == nil {
			out = append(out, n)
			continue
		}
		found = true
		below := []template.Node{*n.Else}
		if n.Else.Kind == template.Stack {
			below = slices.Clone(n.Else.Nodes)
		}
		for i := range below {
			below[i].When = slices.Concat(n.When, below[i].When)
		}
		out = append(out, below...)
	}
	return out, found
}

// largest is the size of the greatest text, px.
func largest(got []placed) float64 {
	most := 0.0
	for i := range got {
		if got[i].para != nil {
			most = max(most, got[i].para.SizePx)
		}
	}
	return most
}

// stackOnce sets nodes as they are.
func (c *compiler) stackOnce(nodes []template.Node, area geom.Rect, edge float64, align template.Align, ground srgb.Color, item map[string]string, name string) ([]placed, error) {
	parts, err := c.parts(nodes, area.W(), item, name)
	if err != nil {
		return nil, err
	}
	floor := area.Y1
	for range 2 { // once for the descenders, and again for those of the size that fits then
		area.Y1 = floor - descent(parts, floor, min(edge, c.safe().Y1))
		if err := c.shrink(parts, area); err != nil {
			return nil, err
		}
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
	return out, nil
}

// descent is how far the last text must be lifted from the floor of its area, so
// that its descenders stay above edge: those of the greatest sizes, and the dots
// below Arabic letters, are longer than the foot that a panel keeps.
func descent(parts []part, floor, edge float64) float64 {
	if len(parts) == 0 || parts[len(parts)-1].para == nil {
		return 0
	}
	return max(0, floor+parts[len(parts)-1].para.Depth-edge)
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
			c.diags.Errorf(n.Pos, string(n.Kind), diag.T("move it out of the panel"), "a %s cannot stand in a stack of texts", n.Kind)
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
	switch n.Kind { //nolint:exhaustive // the others are texts
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
			text = typeset.Punctuate(text, c.lang)
			para, err := c.fit(text, role, p.node, width, height)
			if _, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
				p.text, p.fields = text, fields
				return false, &fitError{p, err}
			}
			if err != nil {
				if firstErr == nil {
					p.text, p.fields = text, fields
					firstErr = err
				}
				if c.firstOnly {
					break
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
