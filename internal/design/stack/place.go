package stack

import (
	"errors"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// tooMuch blames the longest text of parts that do not fit together.
func tooMuch(parts []part) error {
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
		worst = &part{}
	}
	return worst.fault(typeset.ErrNoFit)
}

// fault returns the error that says that a part does not fit.
func (p *part) fault(err error) *Error {
	e := &Error{Text: p.text, Fields: p.fields, Room: roomFor(p), err: err}
	if noFit, ok := errors.AsType[*typeset.NoFitError](err); ok {
		e.Room = noFit.Limit
	}
	return e
}

// roomOf is about what the roles without a limit of their own hold, in
// characters: lines times characters a line (art direction §4).
var roomOf = map[string]int{"lead": 3 * 28, "body": 4 * 35, "caption": 4 * 40}

// roomFor estimates how many characters a text can have: what the roomiest of its
// roles takes.
func roomFor(p *part) int {
	n, ok := p.node.(*template.Text)
	if !ok {
		return 0
	}
	most := 0
	for _, name := range n.Roles {
		if role, err := typeset.RoleByName(name); err == nil {
			most = max(most, role.MaxChars, roomOf[name])
		}
	}
	return most
}

// place gives a measured part, or what stands in it, its place.
func (s *Setter) place(p *part, box geom.Rect) []Part {
	if len(p.cols) > 0 {
		return s.placeColumns(p, box)
	}
	return []Part{{
		Node: p.node, Name: p.name, Item: p.item, Box: box, Beats: p.beats,
		Para: p.para, Text: p.text, Fields: p.fields, Strike: p.strike,
	}}
}

// placeColumns places the columns of a row, or the one of a stack.
func (s *Setter) placeColumns(p *part, box geom.Rect) []Part {
	var out []Part
	for k, col := range p.cols {
		x0 := box.X0 + p.x[k]
		if s.Grid.RTL {
			x0 = box.X1 - p.x[k] - p.widths[k]
		}
		y := box.Y0
		switch h, _ := total(col); p.align {
		case template.AlignMiddle:
			y += (box.H() - h) / 2
		case template.AlignBottom:
			y += box.H() - h
		case template.AlignTop:
		}
		for i := range col {
			q := &col[i]
			y += q.gap
			out = append(out, s.place(q, geom.R(x0, y, x0+p.widths[k], y+q.height))...)
			y += q.height
		}
	}
	return out
}
