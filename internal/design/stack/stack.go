// Package stack sets the nodes of a panel or stack one below the other: it fits
// their texts into the width and, together, into the height of an area.
package stack

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// Setter is what texts are set from.
type Setter struct {
	Fonts    *typeset.Library
	Kit      *brand.Kit
	Language string
	Grid     grid.Grid
	Data     template.Data

	// Entries returns the entries of a list, at most so many.
	Entries func(list string, most int) []field.Entry
	// Refused is called with a node that cannot stand among texts.
	Refused func(template.Node)

	firstOnly bool // texts keep to their first alternative: there are smaller roles to try
}

// Part is a text, a rule, a chart, an icon or a badge with its place.
type Part struct {
	Node  template.Node
	Name  string
	Item  field.Entry // of the list that it is repeated for, nil for none
	Box   geom.Rect   // of a text: from the cap of its first line to its last baseline
	Beats float64     // enters so many beats after the scene

	Para   *typeset.Paragraph // of a text
	Text   string
	Fields []string // that the text shows
	Strike bool     // the text is struck through
}

// Error says that a text does not fit its place. Text is empty where something
// else does not.
type Error struct {
	Text   string
	Fields []string // that the text shows
	Room   int      // about how many characters the place holds, 0 when that is not known
	err    error
}

func (e *Error) Error() string { return e.err.Error() }

func (e *Error) Unwrap() error { return e.err }

// The house measures, in px of the 1080-wide design (art direction §3).
const (
	gapDefault = 44 // from a baseline to the next cap
	ruleGap    = 44 // around a rule
	factGap    = 24 // between columns
	rowItemGap = 24 // from a figure's baseline to its noun
	thinRule   = 4
	thickRule  = 6
)

// unlimited is a height that nothing fills.
const unlimited = 1e6

// part is one piece of a stack while its size is being found.
type part struct {
	node   template.Node
	name   string
	item   field.Entry
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

// Set sets nodes one below the other in an area and returns their parts. Each
// text is set in the alternatives of its role from the step-th on; before the
// last step a text that does not fit gives no later alternative a try. A row that
// has other parts in its stead gives way to them where they are the larger
// picture. No descender reaches below edge. An *Error names the text that does
// not fit.
func (s *Setter) Set(nodes []template.Node, step int, area geom.Rect, edge float64, align template.Align, name string) ([]Part, error) {
	t := *s
	t.firstOnly = step < Steps(nodes)-1
	nodes = withRole(nodes, step)
	got, err := t.set(nodes, area, edge, align, name)
	instead, ok := instead(nodes)
	if !ok {
		return got, err
	}
	other, otherErr := t.set(instead, area, edge, align, name)
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
func largest(got []Part) float64 {
	most := 0.0
	for _, p := range got {
		if p.Para != nil {
			most = max(most, p.Para.SizePx)
		}
	}
	return most
}

// set sets nodes as they are.
func (s *Setter) set(nodes []template.Node, area geom.Rect, edge float64, align template.Align, name string) ([]Part, error) {
	parts, err := s.parts(nodes, area.W(), nil, name)
	if err != nil {
		return nil, err
	}
	floor := area.Y1
	for range 2 { // once for the descenders, and again for those of the size that fits then
		area.Y1 = floor - descent(parts, floor, min(edge, s.Grid.Safe().Y1))
		if err := s.shrink(parts, area); err != nil {
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
	var out []Part
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
		out = append(out, s.place(p, geom.R(area.X0, y, area.X1, y+p.height))...)
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
func (s *Setter) parts(nodes []template.Node, width float64, item field.Entry, name string) ([]part, error) {
	var out []part
	pendingGap := -1.0
	for i, n := range nodes {
		if !s.Data.Met(n.Shared().When, item) {
			continue
		}
		var struck []template.Condition
		switch n := n.(type) {
		case *template.Space:
			if n.Fill {
				least := s.fillLeast(out)
				if n.MaxPx > 0 {
					least = min(least, n.MaxPx*s.Grid.Unit())
				}
				out = append(out, part{node: n, fill: true, gap: least, maxPx: n.MaxPx * s.Grid.Unit()})
			} else {
				pendingGap = n.Px * s.Grid.Unit()
			}
			continue
		case *template.Each:
			sub, err := s.repeated(n, width, name)
			if err != nil {
				return nil, err
			}
			if len(sub) > 0 && len(out) > 0 && !out[len(out)-1].fill && !sub[0].fill {
				sub[0].gap = s.gap(out[len(out)-1], sub[0])
				if pendingGap >= 0 {
					sub[0].gap = pendingGap
				}
				sub[0].gap = max(sub[0].gap, s.clearance(&out[len(out)-1], &sub[0]))
			}
			pendingGap = -1
			out = append(out, sub...)
			continue
		case *template.Text:
			struck = n.Strike
		case *template.Rule, *template.Row, *template.Stack, *template.Icon, *template.Badge, *template.Chart:
		default:
			s.Refused(n)
			continue
		}
		p := part{node: n, name: fmt.Sprintf("%s/%d", name, i), item: item, strike: len(struck) > 0 && s.Data.Met(struck, item)}
		ok, err := s.measure(&p, width, unlimited)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue // a text without a value takes no room
		}
		if pendingGap >= 0 {
			p.gap = pendingGap
		} else if len(out) > 0 && !out[len(out)-1].fill {
			p.gap = s.gap(out[len(out)-1], p)
		}
		pendingGap = -1
		switch {
		case len(out) == 0:
		case out[len(out)-1].fill:
			p.gap = max(0, p.rise()-leastFill/2*s.Grid.Unit())
		default:
			p.gap = max(p.gap, s.clearance(&out[len(out)-1], &p))
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
func (s *Setter) clearance(above, below *part) float64 {
	return above.depth() + below.rise() + leastClear*s.Grid.Unit()
}

// fillLeast is the least height of an elastic space after parts.
func (s *Setter) fillLeast(above []part) float64 {
	if len(above) == 0 {
		return 0
	}
	return above[len(above)-1].depth() + leastFill*s.Grid.Unit()
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
func (s *Setter) gap(above, below part) float64 {
	u := s.Grid.Unit()
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
func (s *Setter) measure(p *part, width, height float64) (ok bool, err error) {
	u := s.Grid.Unit()
	switch n := p.node.(type) {
	case *template.Rule:
		p.height = thinRule * u
		if n.Thick {
			p.height = thickRule * u
		}
		return true, nil
	case *template.Row:
		return s.measureRow(p, n, width)
	case *template.Stack:
		sub, err := s.parts(n.Nodes, width, p.item, p.name)
		if err != nil || len(sub) == 0 {
			return false, err
		}
		if n.GapPx >= 0 {
			for i := 1; i < len(sub); i++ {
				sub[i].gap = max(n.GapPx*u, s.clearance(&sub[i-1], &sub[i]))
			}
		}
		p.cols, p.align, p.widths, p.x = [][]part{sub}, n.Align, []float64{width}, []float64{0}
		p.height, _ = total(sub)
		return true, nil
	case *template.Icon:
		return s.measureDrawing(p, n.Value, n.SizePx, width)
	case *template.Badge:
		return s.measureDrawing(p, n.Value, n.SizePx, width)
	case *template.Chart:
		return s.measureDrawing(p, n.Value, n.HeightPx, math.Inf(1))
	case *template.Text:
		return s.measureText(p, n, width, height)
	}
	return false, nil // parts has let nothing else through
}

// measureText sets a text in the first alternative and role that fit.
func (s *Setter) measureText(p *part, n *template.Text, width, height float64) (ok bool, err error) {
	get := s.Data.Value(p.item)
	var firstErr error
	for _, role := range n.Roles {
		for _, alt := range n.Texts {
			text, fields, filled := template.Expand(alt, get)
			if !filled {
				continue
			}
			text = typeset.Punctuate(text, s.Language)
			para, err := s.fit(text, role, n, width, height)
			if _, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
				p.text, p.fields = text, fields
				return false, p.fault(err)
			}
			if err != nil {
				if firstErr == nil {
					p.text, p.fields = text, fields
					firstErr = err
				}
				if s.firstOnly {
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
		return false, p.fault(firstErr)
	}
	return false, nil
}

// shrink makes the largest texts smaller until all parts fit the height.
func (s *Setter) shrink(parts []part, area geom.Rect) error {
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
			if ok, err := s.measure(&try, area.W(), before-cut); err == nil && ok && try.height < before {
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
		return s.shrinkRows(parts, area)
	}
	return tooMuch(parts)
}
