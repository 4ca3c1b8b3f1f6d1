package compile

import (
	"errors"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

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

// place turns a measured part into placed nodes in box.
func (c *compiler) place(p *part, box geom.Rect, ground srgb.Color) []placed {
	switch p.node.Kind { //nolint:exhaustive // the others are texts
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
			c.diags.Errorf(got[i].node.Pos, "flip", diag.T("name a disc of this scene or of under"), "there is no disc %q", name)
		}
	}
	return got
}

// report turns a text that does not fit into a message about its field.
func (c *compiler) report(err error, n *template.Node) {
	var fe *fitError
	if !errors.As(err, &fe) {
		c.diags.Errorf(n.Pos, "", diag.Text{}, "layer of template %q: %v", c.in.Template.Name, err)
		return
	}
	field := "text"
	if len(fe.part.fields) > 0 {
		field = fe.part.fields[0]
	}
	at := c.in.Event.At(c.source(field))
	if missing, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
		c.diags.Add(diag.Message{Pos: at, Field: field, Severity: diag.Error, Text: missing.Fact(), Hint: missing.Hint(), Local: len(missing.Scripts) > 0})
		return
	}
	if fe.part.text == "" {
		c.diags.Errorf(n.Pos, string(n.Kind), diag.T("give it a larger box, or fewer layers"), "the layers of template %q do not fit their box on %s", c.in.Template.Name, c.in.Canvas.Name)
		return
	}
	count := utf8.RuneCountInString(fe.part.text)
	hint := diag.T("shorten it")
	room := c.room(fe.part)
	if noFit, ok := errors.AsType[*typeset.NoFitError](err); ok {
		room = noFit.Limit
	}
	if room > 0 && room < count {
		hint = diag.T("shorten it to about %d characters", room)
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
			if c.values.Texts[from] != "" {
				return from
			}
		}
	}
	return field
}
