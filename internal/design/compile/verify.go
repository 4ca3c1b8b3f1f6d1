package compile

import (
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// The last look at a layout: what the rules above should have made impossible
// is an error that names the field, not a poor picture.

// inked is the ink of one line of a placed text.
type inked struct {
	*placed
	line int
	box  geom.Rect
}

// verify checks the texts of every scene as it stands complete.
func (c *compiler) verify() {
	for _, s := range c.scenes {
		c.use(s)
		lines := c.ink(s)
		c.verifySafe(lines)
		if c.over != nil {
			c.use(c.over)
			lines = append(c.ink(c.over), lines...)
			c.use(s)
		}
		c.verifyApart(s, lines)
		c.verifyContrast(s)
	}
}

// ink lists the lines of a scene's texts.
func (c *compiler) ink(s *scene) []inked {
	var out []inked
	for i := range s.placed {
		p := &s.placed[i]
		if p.para == nil {
			continue
		}
		for k, line := range p.para.Lines {
			base := p.base + float64(k)*p.para.LeadingPx
			x := c.originX(p, line)
			if p.above {
				x = c.labelX(line)
			}
			out = append(out, inked{p, k, inkBox(line, x, base)})
		}
	}
	return out
}

// labelX is where a line of the sender's name begins.
func (c *compiler) labelX(line *typeset.Line) float64 {
	u := c.unit()
	mark := 0.0
	if l := c.in.Logo; l != nil {
		mark = labelMark*u*l.W/l.H + labelTextGap*u
	}
	if c.rtl {
		return c.safe().X1 - mark - line.Width
	}
	return c.safe().X0 + mark
}

func inkBox(line *typeset.Line, x, base float64) geom.Rect {
	return geom.R(x+line.LeftBearing, base+line.InkTop, x+line.RightInk, base+max(0, line.InkBottom))
}

// verifySafe checks that texts stay in the safe box and above the least size.
func (c *compiler) verifySafe(lines []inked) {
	const eps = 3
	safe, least := c.in.Canvas.Safe, minTextPx*c.unit()
	for _, l := range lines {
		if !safe.Contains(l.box, eps) && !l.bare {
			c.textFault(l.placed, diag.T("shorten it"), "leaves the safe area of %s", c.in.Canvas.Name)
		}
		if l.para.SizePx < least-0.01 {
			c.textFault(l.placed, diag.T("shorten it"), "would be set smaller than %d px", minTextPx)
		}
	}
}

// minTextPx is the least size of a text (art direction §4).
const minTextPx = 36

// verifyApart checks that no text stands on another.
func (c *compiler) verifyApart(s *scene, lines []inked) {
	const eps = 2
	for i := range lines {
		for k := range i {
			a, b := lines[k], lines[i]
			if a.name == b.name || a.bare && b.bare || a.bare && a.node.Kind == template.Route || b.bare && b.node.Kind == template.Route {
				continue
			}
			if over := a.box.Intersect(b.box); over.W() > eps && over.H() > eps {
				c.textFault(b.placed, diag.T("shorten it"), "does not fit: in the scene %q it would stand on %q", s.spec.Name, a.para.Lines[a.line].Text)
				return
			}
		}
	}
}

// verifyContrast checks texts on one colour, or on a pattern whose colours
// they all must read on. What stands on pictures was measured for their scrim.
func (c *compiler) verifyContrast(s *scene) {
	for i := range s.placed {
		p := &s.placed[i]
		if p.para == nil || p.bare || p.above || p.flip != nil {
			continue
		}
		first := p.para.Lines[0]
		mid := geom.Point{X: c.originX(p, first) + first.LeftBearing + 1, Y: p.base - 1} // where its ink begins: a quotation mark hangs
		ground, plain := c.groundAt(s, mid)
		if plain && srgb.Contrast(p.color, ground) < minContrast {
			c.textFault(p, diag.T("give the kit other colours"), "has a contrast of %.1f on its ground, below %.1f", srgb.Contrast(p.color, ground), minContrast)
		}
	}
}

// textFault reports a fault of a placed text at its field.
func (c *compiler) textFault(p *placed, hint diag.Text, format string, args ...any) {
	field := p.field
	if field == "" {
		field = strings.Trim(string(p.node.Kind), " ")
	}
	c.diags.Errorf(c.ev.At(c.source(field)), field, hint, "the %s %s", diag.Word(field), diag.T(format, args...))
}
