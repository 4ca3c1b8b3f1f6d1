package compile

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// unlimited is a height that nothing fills.
const unlimited = 1e6

// part is one piece of a stack while its size is being found.
type part struct {
	node   template.Node
	name   string
	item   entry
	height float64 // from the cap of its first line to its last baseline
	gap    float64 // to the part above
	fill   bool    // an elastic space; gap is the least that it takes
	maxPx  float64 // of an elastic space: the most that it takes, 0 for no limit
	para   *typeset.Paragraph
	text   string
	fields []string
	cols   [][]part       // of a row
	align  template.Align // of the columns
	widths []float64
	x      []float64 // of a row's columns, from its left edge
	beats  float64   // enters so many beats after the scene
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
func (st setter) stack(nodes []template.Node, area geom.Rect, edge float64, align template.Align, ground srgb.Color, item entry, name string) ([]element, error) {
	got, err := st.stackOnce(nodes, area, edge, align, ground, item, name)
	instead, ok := instead(nodes)
	if !ok {
		return got, err
	}
	other, otherErr := st.stackOnce(instead, area, edge, align, ground, item, name)
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
		row, ok := n.(*template.Row)
		if !ok || row.Else == nil {
			out = append(out, n)
			continue
		}
		found = true
		below := []template.Node{row.Else}
		if s, ok := row.Else.(*template.Stack); ok {
			below = s.Nodes
		}
		for _, b := range below {
			b = b.Copy()
			b.Shared().When = slices.Concat(row.When, b.Shared().When)
			out = append(out, b)
		}
	}
	return out, found
}

// largest is the size of the greatest text, px.
func largest(got []element) float64 {
	most := 0.0
	for _, e := range got {
		switch e := e.(type) {
		case *text:
			most = max(most, e.para.SizePx)
		case *number:
			most = max(most, e.line.SizePx)
		}
	}
	return most
}

// stackOnce sets nodes as they are.
func (st setter) stackOnce(nodes []template.Node, area geom.Rect, edge float64, align template.Align, ground srgb.Color, item entry, name string) ([]element, error) {
	parts, err := st.parts(nodes, area.W(), item, name)
	if err != nil {
		return nil, err
	}
	floor := area.Y1
	for range 2 { // once for the descenders, and again for those of the size that fits then
		area.Y1 = floor - descent(parts, floor, min(edge, st.grid.Safe().Y1))
		if err := st.shrink(parts, area); err != nil {
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
	var out []element
	for i := range parts {
		p := &parts[i]
		if p.fill {
			y += p.gap
			share := spare / float64(fills)
			if p.maxPx > 0 {
				share = min(share, max(0, p.maxPx-p.gap))
			}
			y += share
			continue
		}
		y += p.gap
		out = append(out, st.place(p, geom.R(area.X0, y, area.X1, y+p.height), ground)...)
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
func (st setter) parts(nodes []template.Node, width float64, item entry, name string) ([]part, error) {
	var out []part
	pendingGap := -1.0
	for i, n := range nodes {
		if !st.met(n.Shared().When, item) {
			continue
		}
		var struck []template.Condition
		switch n := n.(type) {
		case *template.Space:
			if n.Fill {
				least := st.fillLeast(out)
				if n.MaxPx > 0 {
					least = min(least, n.MaxPx*st.grid.Unit())
				}
				out = append(out, part{node: n, fill: true, gap: least, maxPx: n.MaxPx * st.grid.Unit()})
			} else {
				pendingGap = n.Px * st.grid.Unit()
			}
			continue
		case *template.Each:
			sub, err := st.repeated(n, width, name)
			if err != nil {
				return nil, err
			}
			if len(sub) > 0 && len(out) > 0 && !out[len(out)-1].fill && !sub[0].fill {
				sub[0].gap = st.gap(out[len(out)-1], sub[0])
				if pendingGap >= 0 {
					sub[0].gap = pendingGap
				}
				sub[0].gap = max(sub[0].gap, st.clearance(&out[len(out)-1], &sub[0]))
			}
			pendingGap = -1
			out = append(out, sub...)
			continue
		case *template.Text:
			struck = n.Strike
		case *template.Rule, *template.Row, *template.Stack, *template.Icon, *template.Badge, *template.Chart:
		default:
			st.diags.Errorf(n.Shared().Pos, string(n.Kind()), "move it out of the panel", "a %s cannot stand in a stack of texts", n.Kind())
			continue
		}
		p := part{node: n, name: fmt.Sprintf("%s/%d", name, i), item: item, strike: len(struck) > 0 && st.met(struck, item)}
		ok, err := st.measure(&p, width, unlimited)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue // a text without a value takes no room
		}
		if pendingGap >= 0 {
			p.gap = pendingGap
		} else if len(out) > 0 && !out[len(out)-1].fill {
			p.gap = st.gap(out[len(out)-1], p)
		}
		pendingGap = -1
		switch {
		case len(out) == 0:
		case out[len(out)-1].fill:
			p.gap = max(0, p.rise()-leastFill/2*st.grid.Unit())
		default:
			p.gap = max(p.gap, st.clearance(&out[len(out)-1], &p))
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
func (st setter) clearance(above, below *part) float64 {
	return above.depth() + below.rise() + leastClear*st.grid.Unit()
}

// fillLeast is the least height of an elastic space after parts.
func (st setter) fillLeast(above []part) float64 {
	if len(above) == 0 {
		return 0
	}
	return above[len(above)-1].depth() + leastFill*st.grid.Unit()
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
func (st setter) gap(above, below part) float64 {
	u := st.grid.Unit()
	g := float64(gapDefault)
	switch {
	case isRule(above.node) || isRule(below.node):
		g = ruleGap
	case above.item != nil && below.item != nil:
		g = rowItemGap
	}
	return g * u
}

func isRule(n template.Node) bool {
	_, ok := n.(*template.Rule)
	return ok
}

// measure finds a part's height at its greatest size, for a text at the greatest
// at which it is no higher than height. ok is false when there is nothing to show.
func (st setter) measure(p *part, width, height float64) (ok bool, err error) {
	u := st.grid.Unit()
	switch n := p.node.(type) {
	case *template.Rule:
		p.height = thinRule * u
		if n.Thick {
			p.height = thickRule * u
		}
		return true, nil
	case *template.Row:
		return st.measureRow(p, n, width)
	case *template.Stack:
		sub, err := st.parts(n.Nodes, width, p.item, p.name)
		if err != nil || len(sub) == 0 {
			return false, err
		}
		if n.GapPx >= 0 {
			for i := 1; i < len(sub); i++ {
				sub[i].gap = max(n.GapPx*u, st.clearance(&sub[i-1], &sub[i]))
			}
		}
		p.cols, p.align, p.widths, p.x = [][]part{sub}, n.Align, []float64{width}, []float64{0}
		p.height, _ = total(sub)
		return true, nil
	case *template.Icon:
		return st.measureDrawing(p, n.Value, n.SizePx, width)
	case *template.Badge:
		return st.measureDrawing(p, n.Value, n.SizePx, width)
	case *template.Chart:
		return st.measureDrawing(p, n.Value, n.HeightPx, math.Inf(1))
	case *template.Text:
		return st.measureText(p, n, width, height)
	}
	return false, nil // parts has let nothing else through
}

// measureText sets a text in the first alternative and role that fit.
func (st setter) measureText(p *part, n *template.Text, width, height float64) (ok bool, err error) {
	get := st.value(p.item)
	var firstErr error
	for _, role := range n.Roles {
		for _, alt := range n.Texts {
			text, fields, filled := template.Expand(alt, get)
			if !filled {
				continue
			}
			text = typeset.Punctuate(text, st.lang)
			para, err := st.fit(text, role, n, width, height)
			if _, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
				p.text, p.fields = text, fields
				return false, &fitError{p, err}
			}
			if err != nil {
				if firstErr == nil {
					p.text, p.fields = text, fields
					firstErr = err
				}
				if st.firstOnly {
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
func (st setter) shrink(parts []part, area geom.Rect) error {
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
			if ok, err := st.measure(&try, area.W(), before-cut); err == nil && ok && try.height < before {
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
		return st.shrinkRows(parts, area)
	}
	return tooMuch(parts)
}
