package compile

import (
	"errors"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// setter returns what texts of the scene are set from.
func (sc scope) setter() *stack.Setter {
	return &stack.Setter{
		Fonts: sc.in.Fonts, Kit: sc.kit, Language: sc.lang, Grid: sc.grid, Data: sc.Data,
		Entries: func(list string, most int) []entry { return sc.limit(sc.List(list), list, most) },
		Refused: func(n template.Node) {
			sc.diags.Errorf(n.Shared().Pos, string(n.Kind()), diag.T("move it out of the panel"), "a %s cannot stand in a stack of texts", n.Kind())
		},
	}
}

// placeParts turns the parts of a stack into elements.
func (sc scope) placeParts(parts []stack.Part, ground srgb.Color) []element {
	var out []element
	for _, p := range parts {
		out = append(out, sc.placePart(p, ground)...)
	}
	return out
}

func (sc scope) placePart(p stack.Part, ground srgb.Color) []element {
	at := placed{node: p.Node.Shared(), name: p.Name, box: p.Box, beats: p.Beats}
	switch n := p.Node.(type) {
	case *template.Rule:
		return []element{&rule{placed: at, color: sc.pal.Or(n.Color, sc.pal.On(ground))}}
	case *template.Chart:
		of := sc
		if p.Item != nil {
			of = sc.with(p.Item)
		}
		if d := of.chart(n, p.Name, p.Box, ground); d != nil {
			return []element{d}
		}
	case *template.Icon:
		at.box = sc.tile(p.Box, n.SizePx)
		if d := sc.icon(n, at, p.Item, ground); d != nil {
			return []element{d}
		}
	case *template.Badge:
		at.box = sc.tile(p.Box, n.SizePx)
		return sc.badge(n, at, p.Item, ground)
	case *template.Text:
		return []element{sc.placeText(n, p, at, ground)}
	}
	return nil
}

// placeText gives a fitted text its place and colour.
func (sc scope) placeText(n *template.Text, p stack.Part, at placed, ground srgb.Color) *text {
	var crossing []srgb.Color
	if n.Flip != "" { // the rings of the disc cross it, too
		crossing = append(crossing, sc.pal.Line(sc.pal.Color("ink")))
	}
	col, reads := sc.pal.Text(n.Color, ground, crossing...)
	if least := sc.leastContrast(p.Para); !reads && srgb.Contrast(col, ground) < least {
		sc.diags.Errorf(n.Pos, "color", diag.T("use color: auto or another role"), "%s text on %s has a contrast of %.1f, below %.1f", col, ground, srgb.Contrast(col, ground), least)
	}
	t := &text{placed: at, spec: n, para: p.Para, base: at.box.Y0 + p.Para.Baseline(0), color: col, text: p.Text, strike: p.Strike}
	if len(p.Fields) > 0 {
		t.field = p.Fields[0]
	}
	return t
}

// leastContrast is the contrast that a text must have, by its size and weight.
func (sc scope) leastContrast(p *typeset.Paragraph) float64 {
	weight := 0
	if len(p.Lines) > 0 && len(p.Lines[0].Runs) > 0 && p.Lines[0].Runs[0].Face != nil {
		weight = p.Lines[0].Runs[0].Face.Weight()
	}
	return palette.Least(p.SizePx/sc.grid.Unit(), weight)
}

// tile is the square at the near margin of a box.
func (sc scope) tile(box geom.Rect, sizePx float64) geom.Rect {
	size := sizePx * sc.grid.Unit()
	if sc.grid.RTL {
		box.X0 = box.X1 - size
	} else {
		box.X1 = box.X0 + size
	}
	return box
}

// report turns a text that does not fit into a message about its field.
func (sc scope) report(err error, n template.Node) {
	fault, ok := errors.AsType[*stack.Error](err)
	if !ok {
		sc.diags.Errorf(n.Shared().Pos, "", diag.Text{}, "layer of template %q: %v", sc.in.Template.Name, err)
		return
	}
	field := "text"
	if len(fault.Fields) > 0 {
		field = fault.Fields[0]
	}
	at := sc.in.Event.At(sc.source(field))
	if missing, ok := errors.AsType[*typeset.MissingGlyphError](err); ok {
		sc.diags.Add(diag.Message{Pos: at, Field: field, Severity: diag.Error, Text: missing.Fact(), Hint: missing.Hint(), Local: len(missing.Scripts) > 0})
		return
	}
	if fault.Text == "" {
		sc.diags.Errorf(n.Shared().Pos, string(n.Kind()), diag.T("give it a larger box, or fewer layers"), "the layers of template %q do not fit their box on %s", sc.in.Template.Name, sc.in.Canvas.Name)
		return
	}
	count := utf8.RuneCountInString(fault.Text)
	hint := diag.T("shorten it")
	if fault.Room > 0 && fault.Room < count {
		hint = diag.T("shorten it to about %d characters", fault.Room)
	}
	sc.diags.Errorf(at, field, hint, "the %s has %d characters and does not fit its place in %q", diag.Word(field), count, sc.in.Template.Name)
}
