package compile

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/palette"
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
	return &fitError{worst, typeset.ErrNoFit}
}

// place turns a measured part into elements in box.
func (st setter) place(p *part, box geom.Rect, ground srgb.Color) []element {
	at := placed{node: p.node.Shared(), name: p.name, box: box, beats: p.beats}
	switch n := p.node.(type) {
	case *template.Rule:
		return []element{&rule{placed: at, color: st.pal.Or(n.Color, st.pal.On(ground))}}
	case *template.Row, *template.Stack:
		return st.placeColumns(p, box, ground)
	case *template.Chart:
		entry := st.scope
		if p.item != nil {
			entry = st.with(p.item)
		}
		if d := entry.chart(n, p.name, box, ground); d != nil {
			return []element{d}
		}
	case *template.Icon:
		if d := st.icon(n, p, st.tile(box, n.SizePx), ground); d != nil {
			return []element{d}
		}
	case *template.Badge:
		return st.badge(n, p, st.tile(box, n.SizePx), ground)
	case *template.Text:
		return []element{st.placeText(n, p, at, ground)}
	}
	return nil
}

// placeText gives a fitted text its place and colour.
func (st setter) placeText(n *template.Text, p *part, at placed, ground srgb.Color) *text {
	var crossing []srgb.Color
	if n.Flip != "" { // the rings of the disc cross it, too
		crossing = append(crossing, st.pal.Line(st.pal.Color("ink")))
	}
	col, reads := st.pal.Text(n.Color, ground, crossing...)
	if !reads {
		st.diags.Errorf(n.Pos, "color", "use color: auto or another role", "%s text on %s has a contrast of %.1f, below %.1f", col, ground, srgb.Contrast(col, ground), palette.MinContrast)
	}
	t := &text{placed: at, spec: n, para: p.para, base: at.box.Y0 + p.para.Baseline(0), color: col, text: p.text, strike: p.strike}
	if len(p.fields) > 0 {
		t.field = p.fields[0]
	}
	return t
}

// placeColumns places the columns of a row, or the one of a stack.
func (st setter) placeColumns(p *part, box geom.Rect, ground srgb.Color) []element {
	var out []element
	for k, col := range p.cols {
		x0 := box.X0 + p.x[k]
		if st.grid.RTL {
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
			out = append(out, st.place(q, geom.R(x0, y, x0+p.widths[k], y+q.height), ground)...)
			y += q.height
		}
	}
	return out
}

// tile is the square at the near margin of a box.
func (st setter) tile(box geom.Rect, sizePx float64) geom.Rect {
	size := sizePx * st.grid.Unit()
	if st.grid.RTL {
		box.X0 = box.X1 - size
	} else {
		box.X1 = box.X0 + size
	}
	return box
}

// report turns a text that does not fit into a message about its field.
func (sc scope) report(err error, n template.Node) {
	var fe *fitError
	if !errors.As(err, &fe) {
		sc.diags.Errorf(n.Shared().Pos, "", "", "layer of template %q: %v", sc.in.Template.Name, err)
		return
	}
	field := "text"
	if len(fe.part.fields) > 0 {
		field = fe.part.fields[0]
	}
	at := sc.in.Event.At(sc.source(field))
	if missing, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
		sc.diags.Add(diag.Message{Pos: at, Field: field, Severity: diag.Error, Text: missing.Error(), Hint: missing.Hint(), Local: len(missing.Scripts) > 0})
		return
	}
	if fe.part.text == "" {
		sc.diags.Errorf(n.Shared().Pos, string(n.Kind()), "give it a larger box, or fewer layers", "the layers of template %q do not fit their box on %s", sc.in.Template.Name, sc.in.Canvas.Name)
		return
	}
	count := utf8.RuneCountInString(fe.part.text)
	hint := "shorten it"
	room := roomFor(fe.part)
	if noFit, ok := errors.AsType[*typeset.NoFitError](err); ok {
		room = noFit.Limit
	}
	if room > 0 && room < count {
		hint = fmt.Sprintf("shorten it to about %d characters", room)
	}
	sc.diags.Errorf(at, field, hint, "the %s has %d characters and does not fit its place in %q", field, count, sc.in.Template.Name)
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
