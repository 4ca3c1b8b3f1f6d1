package compile

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// labelChars is how many characters a line of the sender's name can have.
const labelChars = 18

// patternMost is the contrast between a pattern's colours up to which a text
// may stand on it (art direction, tokens: pattern_vs_field).
const patternMost = 1.6

// labelSize is the size of the name in px of the 1080-wide design.
const labelSize = 36

// placeLabel places the sender's mark and name at the top left of the safe
// box: on a tab hung from the left edge over pictures, plain on a field.
func (c *compiler) placeLabel(s *scene, n *template.Node, name string) {
	u, safe := c.unit(), c.safe()
	p := placed{node: n, name: name, tone: n.Tone, above: true}
	x0 := safe.X0 + 1
	if c.rtl {
		x0 = safe.X1 - 1
	}
	ground, plain := c.groundAt(s, geom.Point{X: x0, Y: safe.Y0 + 1})
	if n.Tone == "tab" || (n.Tone != "plain" && !plain) {
		p.tone = "tab"
		ground = c.color("ink")
	}
	p.color = c.on(ground)
	x := safe.X0
	if c.in.Logo != nil {
		x += labelMark*u*c.in.Logo.W/c.in.Logo.H + labelTextGap*u
	}
	font := c.in.Kit.Fonts.Label
	size := labelSize * u
	width := 0.0
	para := typeset.Paragraph{LeadingPx: labelLine * u, SizePx: size}
	for _, text := range c.labelLines() {
		text = typeset.Punctuate(text, c.lang)
		line, err := c.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: size, Language: c.lang})
		if err != nil {
			c.diags.Errorf(n.Pos, "label", diag.T("shorten the name, or choose another label font"), "the sender's name %q cannot be set: %v", text, err)
			return
		}
		para.Lines = append(para.Lines, line)
		width = max(width, line.Width)
	}
	if x+width > safe.X1 {
		c.diags.Errorf(n.Pos, "label", diag.T("give the brand kit a label of one or two short lines"), "the sender's name %q is wider than the safe box", strings.Join(c.labelLines(), " "))
		return
	}
	p.para = &para
	top := safe.Y0 + tabTop*u
	p.box = geom.R(0, math.Round(top), math.Round(x+width+tabPad*u), math.Round(top+tabHeight*u))
	// Two lines stand level with the mark; one stands in its middle.
	capHeight := 0.0
	if len(para.Lines) > 0 {
		capHeight = para.Lines[0].CapHeight
	}
	block := capHeight + labelLine*u*float64(len(para.Lines)-1)
	p.base = p.box.Y0 + (p.box.H()-block)/2 + capHeight
	if c.rtl {
		w := p.box.X1
		p.box.X0, p.box.X1 = safe.X1+safe.X0-w, float64(c.in.Canvas.Size.W)
	}
	s.placed = append(s.placed, p)
}

// labelLines returns the sender's name in at most two lines.
func (c *compiler) labelLines() []string {
	if len(c.in.Kit.Label) > 0 {
		return c.in.Kit.Label
	}
	name := c.in.Channel
	if utf8.RuneCountInString(name) <= labelChars || !strings.Contains(name, " ") {
		if name == "" {
			return nil
		}
		return []string{name}
	}
	// Break at the space nearest to the middle.
	best, mid := -1, len(name)/2
	for i, r := range name {
		if r == ' ' && (best < 0 || abs(i-mid) < abs(best-mid)) {
			best = i
		}
	}
	return []string{name[:best], name[best+1:]}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// groundAt returns the colour that a scene shows at a point: that of its
// topmost panel there, its field, or the ground of its backdrop. plain is false
// where a picture or a busy pattern shows, on which no text can stand.
func (c *compiler) groundAt(s *scene, pt geom.Point) (ground srgb.Color, plain bool) {
	for i := len(s.placed) - 1; i >= 0; i-- {
		p := &s.placed[i]
		if pt.X < p.box.X0 || pt.X >= p.box.X1 || pt.Y < p.box.Y0 || pt.Y >= p.box.Y1 {
			continue
		}
		switch p.node.Kind { //nolint:exhaustive // only these cover the ground
		case template.Panel, template.Fill:
			return p.color, true
		case template.Scrim:
			return p.color, false
		case template.Photo:
			return c.color("ink"), false // its scrim or duotone is dark
		case template.Backdrop:
			colors := c.patternColors(c.pattern(p.node), p.tone)
			if len(p.node.Colors) > 0 {
				colors = c.colors(p.node.Colors)
			}
			if c.pattern(p.node) == "beach" {
				return colors[0], true // what stands on it stands on the sea
			}
			plain = !slices.ContainsFunc(colors, func(col srgb.Color) bool { return srgb.Contrast(colors[0], col) > patternMost })
			return colors[0], plain
		}
	}
	if s.spec.Field != "" {
		return c.color(s.spec.Field), true
	}
	for _, behind := range []*scene{c.over, c.under} {
		if behind != nil && s != behind && (behind == c.under || s.spec.Front) {
			return c.groundAt(behind, pt)
		}
	}
	if s == c.under || s == c.over {
		return c.color("ink"), true
	}
	return c.color("primary"), true
}

// labelLayers paints the label. It never moves: it stands at the same place in
// every scene, so that transitions pass over it.
func (c *compiler) labelLayers(p *placed, span timeline.Span) []timeline.Layer {
	u := c.unit()
	var out []timeline.Layer
	if p.tone == "tab" {
		out = append(out, timeline.Layer{Name: p.name + "/tab", Span: span, Box: p.box, Paint: &timeline.Fill{Color: c.color("ink")}})
	}
	x := c.safe().X0
	right := c.safe().X1
	if l := c.in.Logo; l != nil {
		h := labelMark * u
		y := p.box.Y0 + (p.box.H()-h)/2
		w := h * l.W / l.H
		if c.rtl {
			x = right - w
			right -= w + labelTextGap*u
		}
		out = append(out, timeline.Layer{
			Name: p.name + "/mark", Span: span, Box: geom.R(x, y, x+w, y+h), Paint: c.logoPaint(&p.color),
		})
		x += w + labelTextGap*u
	}
	for k, line := range p.para.Lines {
		base := math.Round(p.base + float64(k)*p.para.LeadingPx)
		if c.rtl {
			x = right - line.Width + line.LeftBearing
		}
		out = append(out, timeline.Layer{
			Name: fmt.Sprintf("%s#%d", p.name, k+1), Span: span,
			Box:   geom.R(x, base-line.Ascent, x+line.Width, base+line.Descent),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x - line.LeftBearing, Y: base}, Color: p.color},
		})
	}
	return out
}

// logoPaint paints the sender's mark, in one colour if it allows that.
func (c *compiler) logoPaint(tint *srgb.Color) timeline.Paint {
	b := &timeline.Bitmap{Source: c.in.Logo.Source, Kind: c.in.Logo.Kind, Digest: c.in.Logo.Digest}
	if c.in.Logo.Tint {
		b.Tint = tint
	}
	return b
}

// labelBySceneLayers paints the label of an overlay. What it stands on may be
// moved away in some scenes; there it takes the colour that reads on the scene.
func (c *compiler) labelBySceneLayers(over *scene, p *placed, whole timeline.Span) []timeline.Layer {
	at := geom.Point{X: p.box.Center().X, Y: p.box.Center().Y}
	cols := make([]srgb.Color, len(c.scenes))
	differ := false
	for i, s := range c.scenes {
		cols[i] = p.color
		if p.tone != "tab" && !c.coversInScene(over, s, at) {
			c.use(s)
			ground, _ := c.groundAt(s, at)
			cols[i] = c.on(ground)
		}
		differ = differ || cols[i] != cols[0]
	}
	c.use(over)
	if !differ || len(c.scenes) < 2 {
		q := *p
		q.color = cols[0]
		return c.labelLayers(&q, whole)
	}
	var out []timeline.Layer
	for i, s := range c.scenes {
		q := *p
		q.color = cols[i]
		q.name = fmt.Sprintf("%s/%d", p.name, i+1)
		span := timeline.Span{From: (s.enter.from + s.enter.to) / 2, To: (s.leave.from + s.leave.to) / 2}
		out = append(out, c.labelLayers(&q, span)...)
	}
	return out
}

// coversInScene reports whether something of the overlay lies under a point
// while a scene stands.
func (c *compiler) coversInScene(over, s *scene, at geom.Point) bool {
	for i := range over.placed {
		q := &over.placed[i]
		if q.node.Kind != template.Backdrop && q.node.Kind != template.Fill {
			continue
		}
		box := q.box
		if moved := c.shifts(q); moved != nil {
			box = box.Add(0, moved.At(float64((s.enter.to+s.leave.from)/2), 0))
		}
		if at.X >= box.X0 && at.X < box.X1 && at.Y >= box.Y0 && at.Y < box.Y1 {
			return true
		}
	}
	return false
}
