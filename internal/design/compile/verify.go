package compile

import (
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/typeset"
)

// The checks of a layout: what its rules should have made impossible is an error
// that names the field, not a poor picture.

// inked is the ink of one line of something that is written.
type inked struct {
	name   string  // of the element
	field  string  // for messages
	text   string  // of the line
	sizePx float64 // of the paragraph
	number bool    // belongs to a badge
	box    geom.Rect
}

// verify checks the texts of every scene as it stands complete.
func verify(st *stage) {
	for _, s := range st.scenes {
		lines := ink(s)
		s.verifySafe(lines)
		if st.over != nil {
			lines = append(ink(st.over), lines...)
		}
		s.verifyApart(lines)
		s.verifyContrast(st)
	}
}

// ink lists the lines of a scene's texts.
func ink(s *scene) []inked {
	var out []inked
	for _, e := range s.elements {
		switch e := e.(type) {
		case *text:
			for k, line := range e.para.Lines {
				out = append(out, inkOf(line, e.originX(line, s.grid.RTL), e.baseline(k), inked{name: e.name, field: e.fieldName(), sizePx: e.para.SizePx}))
			}
		case *label:
			for k, line := range e.para.Lines {
				base := e.base + float64(k)*e.para.LeadingPx
				out = append(out, inkOf(line, s.labelX(line), base, inked{name: e.name, field: "label", sizePx: e.para.SizePx}))
			}
		case *number:
			out = append(out, inkOf(e.line, e.box.X0, e.base, inked{name: e.name, field: "badge", sizePx: e.line.SizePx, number: true}))
		}
	}
	return out
}

func inkOf(line *typeset.Line, x, base float64, of inked) inked {
	of.text = line.Text
	of.box = geom.R(x+line.LeftBearing, base+line.InkTop, x+line.RightInk, base+max(0, line.InkBottom))
	return of
}

// verifySafe checks that texts stay in the safe box and above the least size.
func (s *scene) verifySafe(lines []inked) {
	const eps = 3
	safe, least := s.in.Canvas.Safe, minTextPx*s.grid.Unit()
	for _, l := range lines {
		if !safe.Contains(l.box, eps) && !l.number {
			s.fault(l.field, diag.T("shorten it"), "leaves the safe area of %s", s.in.Canvas.Name)
		}
		if l.sizePx < least-0.01 && l.field != "label" {
			s.fault(l.field, diag.T("shorten it"), "would be set smaller than %d px", minTextPx)
		}
	}
}

// minTextPx is the least size of a text (art direction §4).
const minTextPx = 36

// verifyApart checks that no text stands on another.
func (s *scene) verifyApart(lines []inked) {
	const eps = 2
	for i, b := range lines {
		for _, a := range lines[:i] {
			if a.name == b.name || a.number && b.number {
				continue
			}
			if over := a.box.Intersect(b.box); over.W() > eps && over.H() > eps {
				s.fault(b.field, diag.T("shorten it"), "does not fit: in the scene %q it would stand on %q", s.spec.Name, a.text)
				return
			}
		}
	}
}

// verifyContrast checks texts on one colour, or on a pattern whose colours
// they all must read on. What stands on pictures was measured for their scrim.
func (s *scene) verifyContrast(st *stage) {
	for _, e := range s.elements {
		t, ok := e.(*text)
		if !ok || t.disc != nil {
			continue
		}
		first := t.para.Lines[0]
		mid := geom.Point{X: t.originX(first, s.grid.RTL) + first.LeftBearing + 1, Y: t.base - 1} // where its ink begins: a quotation mark hangs
		ground, calm := st.groundAt(s.pal, s, mid)
		least := s.leastContrast(t.para)
		if calm && srgb.Contrast(t.color, ground) < least {
			s.fault(t.fieldName(), diag.T("the nearest shade that reads there is %s", t.color.Reading(ground, least)),
				"in %s has a contrast of %.1f on %s, below %.1f", t.color, srgb.Contrast(t.color, ground), ground, least)
		}
	}
}
