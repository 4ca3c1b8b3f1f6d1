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

// nameBox is where the sender's mark and name stand, tab included.
func (sc scope) nameBox() geom.Rect {
	u, safe := sc.grid.Unit(), sc.grid.Safe()
	w, _ := sc.markSize()
	if w > 0 {
		w += labelTextGap * u
	}
	font := sc.kit.Fonts.Label
	widest := 0.0
	for _, name := range labelLines(sc.kit, sc.in.Channel) {
		line, err := sc.in.Fonts.Set(typeset.Punctuate(name, sc.lang), typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: labelSize * u, Language: sc.lang})
		if err == nil { // the label itself is told otherwise
			widest = max(widest, line.Width)
		}
	}
	w = min(w+widest+tabPad*u, safe.W())
	r := geom.R(safe.X0, safe.Y0+tabTop*u, safe.X0+w, safe.Y0+(tabTop+tabHeight)*u)
	if sc.grid.RTL {
		r.X0, r.X1 = safe.X1-w, safe.X1
	}
	return r
}

// The measures of the label in px of the 1080-wide design (art direction §3).
const (
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
	if own, needed := l.markGround(ground); needed {
		ground, tab = own, true
	} else if logo := l.in.Logo; logo != nil && !logo.Tint && l.standing && !tab {
		// What an overlay stands on changes from scene to scene: a tab does not.
		if tab = true; logo.Ground == nil {
			ground = l.markTab()
		}
	}
	x := safe.X0
	mark, _ := l.markSize()
	if mark > 0 {
		x += mark + labelTextGap*u
	}
	font := l.kit.Fonts.Label
	lines := labelLines(l.kit, l.in.Channel)
	para, width := l.setName(n, lines, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: labelSize * u, Language: l.lang})
	if para != nil && x+width > safe.X1 {
		// Set smaller, as small as information may be.
		fit := max(leastLabel*u, math.Floor(labelSize*u*(safe.X1-x)/width))
		para, width = l.setName(n, lines, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: fit, Language: l.lang})
	}
	if para == nil {
		return
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
	block := capHeight + para.LeadingPx*float64(len(para.Lines)-1)
	base := at.box.Y0 + (at.box.H()-block)/2 + capHeight
	if l.grid.RTL {
		w := at.box.X1
		at.box.X0, at.box.X1 = safe.X1+safe.X0-w, float64(l.in.Canvas.Size.W)
	}
	l.add(&label{placed: at, para: para, base: base, color: l.pal.On(ground), tab: tab, ground: ground})
}

// leastLabel is the least size of the sender's name, which is no information that a
// post stands or falls with, in px of the 1080-wide design.
const leastLabel = 24

// setName sets the lines of the sender's name; nil says that it was reported why not.
func (l layout) setName(n *template.Label, lines []string, style typeset.Style) (para *typeset.Paragraph, width float64) {
	para = &typeset.Paragraph{LeadingPx: style.SizePx * labelLine / labelSize, SizePx: style.SizePx}
	for _, name := range lines {
		name = typeset.Punctuate(name, l.lang)
		line, err := l.in.Fonts.Set(name, style)
		if err != nil {
			l.diags.Errorf(n.Pos, "label", diag.T("shorten the name, or choose another label font"), "the sender's name %q cannot be set: %v", name, err)
			return nil, 0
		}
		para.Lines = append(para.Lines, line)
		width = max(width, line.Width)
	}
	return para, width
}

// labelX is where a line of the sender's name begins.
func (sc scope) labelX(line *typeset.Line) float64 {
	mark, _ := sc.markSize()
	if mark > 0 {
		mark += labelTextGap * sc.grid.Unit()
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
