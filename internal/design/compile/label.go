package compile

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/typeset"
)

// nameWidth is about how far the sender's name and mark reach, in px of the
// 1080-wide design.
const nameWidth = 330

// nameBox is about where the sender's name stands.
func (sc scope) nameBox() geom.Rect {
	u, safe := sc.grid.Unit(), sc.grid.Safe()
	r := geom.R(safe.X0, safe.Y0+tabTop*u, safe.X0+nameWidth*u, safe.Y0+(tabTop+tabHeight)*u)
	if sc.grid.RTL {
		r.X0, r.X1 = safe.X1-nameWidth*u, safe.X1
	}
	return r
}

// The measures of the label in px of the 1080-wide design (art direction §3).
const (
	labelMark    = 64  // height of the mark
	labelTextGap = 26  // from mark to name
	labelLine    = 38  // pitch of the name's lines
	tabTop       = -16 // the tab's upper edge from the safe box's top
	tabHeight    = 104
	tabPad       = 40 // right of the name
)

// labelChars is how many characters a line of the sender's name can have.
const labelChars = 18

// labelSize is the size of the name in px of the 1080-wide design.
const labelSize = 36

// placeLabel places the sender's mark and name at the top left of the safe
// box: on a tab hung from the left edge over pictures, plain on a field.
func (l layout) placeLabel(n *template.Label, at placed) {
	u, safe := l.grid.Unit(), l.grid.Safe()
	x0 := safe.X0 + 1
	if l.grid.RTL {
		x0 = safe.X1 - 1
	}
	ground, calm := l.stage.groundAt(l.pal, l.scene, geom.Point{X: x0, Y: safe.Y0 + 1})
	tab := n.Tone == "tab" || n.Tone != "plain" && !calm
	if tab {
		ground = l.pal.Color("ink")
	}
	x := safe.X0
	if l.in.Logo != nil {
		x += labelMark*u*l.in.Logo.W/l.in.Logo.H + labelTextGap*u
	}
	font := l.kit.Fonts.Label
	size := labelSize * u
	width := 0.0
	para := &typeset.Paragraph{LeadingPx: labelLine * u, SizePx: size}
	lines := labelLines(l.kit, l.in.Channel)
	for _, name := range lines {
		name = typeset.Punctuate(name, l.lang)
		line, err := l.in.Fonts.Set(name, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: size, Language: l.lang})
		if err != nil {
			l.diags.Errorf(n.Pos, "label", diag.T("shorten the name, or choose another label font"), "the sender's name %q cannot be set: %v", name, err)
			return
		}
		para.Lines = append(para.Lines, line)
		width = max(width, line.Width)
	}
	if x+width > safe.X1 {
		l.diags.Errorf(n.Pos, "label", diag.T("give the brand kit a label of one or two short lines"), "the sender's name %q is wider than the safe box", strings.Join(lines, " "))
		return
	}
	top := safe.Y0 + tabTop*u
	at.box = geom.R(0, math.Round(top), math.Round(x+width+tabPad*u), math.Round(top+tabHeight*u))
	// Two lines stand level with the mark; one stands in its middle.
	capHeight := 0.0
	if len(para.Lines) > 0 {
		capHeight = para.Lines[0].CapHeight
	}
	block := capHeight + labelLine*u*float64(len(para.Lines)-1)
	base := at.box.Y0 + (at.box.H()-block)/2 + capHeight
	if l.grid.RTL {
		w := at.box.X1
		at.box.X0, at.box.X1 = safe.X1+safe.X0-w, float64(l.in.Canvas.Size.W)
	}
	l.add(&label{placed: at, para: para, base: base, color: l.pal.On(ground), tab: tab})
}

// labelX is where a line of the sender's name begins.
func (sc scope) labelX(line *typeset.Line) float64 {
	u := sc.grid.Unit()
	mark := 0.0
	if l := sc.in.Logo; l != nil {
		mark = labelMark*u*l.W/l.H + labelTextGap*u
	}
	if sc.grid.RTL {
		return sc.grid.Safe().X1 - mark - line.Width
	}
	return sc.grid.Safe().X0 + mark
}

// labelLines returns the sender's name in at most two lines.
func labelLines(kit *brand.Kit, name string) []string {
	if len(kit.Label) > 0 {
		return kit.Label
	}
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
