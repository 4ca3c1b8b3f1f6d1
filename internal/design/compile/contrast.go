package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
)

// Texts on a picture (art direction §5): of these the first at which every text
// has its contrast. The picture as it is; the texts in the kit's darker colour; an
// eased scrim of one of three opacities; a panel behind the texts. The picture
// keeps its own colours. Only a template maps it between two of the kit's.

// glyphMargin is how far around the glyphs the ground is measured, in px of the
// 1080-wide design, and samplePx how many canvas px one sample stands for.
const (
	glyphMargin = 8
	samplePx    = 4
)

// measureScrims sees to the texts that stand on photos. A scrim that measures
// itself gets the least opacity at which they read; without one, or where none
// helps, the texts get a panel.
func (l layout) measureScrims() {
	for i, e := range l.elements {
		ph, ok := e.(*photo)
		if !ok {
			continue
		}
		texts := l.textsOn(ph)
		over := l.scrimOver(i)
		auto := over != nil && len(over.alphas) == 0
		strength := 0.0
		if len(texts) > 0 {
			strength = l.makeReadable(over, ph, texts)
		}
		if auto {
			over.alphas = palette.Scrim{}.Eased(strength).Alphas
		}
	}
	// A scrim without a photo lies over a pattern.
	for _, e := range l.elements {
		if over, ok := e.(*scrim); ok && len(over.alphas) == 0 {
			over.alphas = palette.Scrim{}.Eased(palette.ScrimStrengths[len(palette.ScrimStrengths)-1]).Alphas
		}
	}
}

// scrimOver returns the first scrim above element i, nil for none.
func (l layout) scrimOver(i int) *scrim {
	for _, e := range l.elements[i+1:] {
		if over, ok := e.(*scrim); ok {
			return over
		}
	}
	return nil
}

// textsOn returns the texts that stand on the photo itself.
func (l layout) textsOn(ph *photo) []*text {
	var out []*text
	for _, e := range l.elements {
		t, ok := e.(*text)
		if !ok || len(t.para.Lines) == 0 {
			continue
		}
		mid := geom.Point{X: t.originX(t.para.Lines[0], l.grid.RTL) + 1, Y: t.base - 1}
		if _, calm := l.stage.groundAt(l.pal, l.scene, mid); !calm && ph.box.Contains(geom.R(mid.X, mid.Y, mid.X, mid.Y), 1) {
			out = append(out, t)
		}
	}
	return out
}

// sample measures a photo as it stands in its box; nil when that is not possible.
func (sc scope) sample(ph *photo) *palette.Sample {
	if sc.in.Sample == nil {
		return nil
	}
	w, h := int(ph.box.W()/samplePx), int(ph.box.H()/samplePx)
	colors, err := sc.in.Sample(ph.picture, ph.picture.cover(ph.box), w, h)
	if err != nil || len(colors) != w*h {
		return nil // the picture is reported where it is drawn
	}
	return &palette.Sample{Box: ph.box, W: w, H: h, Colors: colors}
}

// makeReadable goes through what helps texts over a picture and returns the
// opacity of the scrim. What cannot be measured gets a panel.
func (l layout) makeReadable(over *scrim, ph *photo, texts []*text) float64 {
	if ph.duotone != nil {
		for _, t := range texts {
			if srgb.Contrast(t.color, ph.duotone[1]) < palette.MinContrast {
				t.color = l.pal.Pale()
			}
		}
		return 0
	}
	view := l.sample(ph)
	if view == nil {
		l.panelBehind(texts)
		return 0
	}
	all := func(strength float64, col func(*text) srgb.Color) bool {
		for _, t := range texts {
			if l.contrastOn(view, ph, over, strength, t, col(t)) < palette.MinContrast {
				return false
			}
		}
		return true
	}
	own := func(t *text) srgb.Color { return t.color }
	allIn := func(strength float64, col srgb.Color) bool {
		if !all(strength, func(*text) srgb.Color { return col }) {
			return false
		}
		for _, t := range texts {
			t.color = col
		}
		return true
	}
	if over != nil && len(over.alphas) > 0 { // the template says how strong it is
		if !all(1, own) && !allIn(1, l.pal.Pale()) && !allIn(1, l.pal.Deep()) {
			l.panelBehind(texts)
		}
		return 0
	}
	if all(0, own) || allIn(0, l.pal.Deep()) {
		return 0
	}
	if over != nil {
		for _, strength := range palette.ScrimStrengths {
			if all(strength, own) {
				return strength
			}
		}
		// An accent may be what asks for more.
		for _, strength := range palette.ScrimStrengths {
			if srgb.Contrast(l.pal.Pale(), over.color) >= palette.MinContrast && allIn(strength, l.pal.Pale()) {
				return strength
			}
		}
	}
	l.diags.Notef(l.in.Event.At("image"), "image", diag.T("choose a calmer picture, or one that is darker where the texts stand"),
		"the picture %q is too busy for texts; they stand on a panel", ph.picture.Source)
	l.panelBehind(texts)
	return 0
}

// panelBehind puts a panel behind texts: on module lines, hung from the near edge.
func (l layout) panelBehind(texts []*text) {
	u := l.grid.Unit()
	var hull geom.Rect
	for i, t := range texts {
		for k, line := range t.para.Lines {
			base, x := t.baseline(k), t.originX(line, l.grid.RTL)
			r := geom.R(x+line.LeftBearing, base+line.InkTop, x+line.RightInk, base+max(0, line.InkBottom))
			if i == 0 && k == 0 {
				hull = r
			}
			hull = hull.Union(r)
		}
	}
	box := geom.R(0, 0, float64(l.grid.Size.W), float64(l.grid.Size.H))
	far := hull.X1
	if l.grid.RTL {
		far = box.X1 - hull.X0
	}
	for c := range grid.Columns {
		if x := l.grid.Col(float64(c + 1)); x >= far+grid.PanelPad*u/2 {
			box.X1 = x
			break
		}
	}
	if l.grid.RTL {
		box.X0, box.X1 = float64(l.grid.Size.W)-box.X1, float64(l.grid.Size.W)
	}
	for r := range grid.Rows {
		if y := l.grid.Row(float64(r)); y <= hull.Y0-panelHead*u {
			box.Y0 = y
		}
	}
	for r := range grid.Rows {
		if y := l.grid.Row(float64(grid.Rows - r)); y >= hull.Y1+panelRim*u {
			box.Y1 = y
		}
	}
	ground := l.pal.Deep()
	for _, t := range texts {
		if srgb.Contrast(t.color, ground) < palette.MinContrast {
			t.color = l.pal.On(ground)
		}
	}
	at := slices.IndexFunc(l.elements, func(e element) bool {
		t, ok := e.(*text)
		return ok && slices.Contains(texts, t)
	})
	l.elements = slices.Insert(l.elements, at, element(&panel{
		placed: placed{node: &template.Common{}, name: texts[0].name + "/behind", box: box}, color: ground,
	}))
}

// contrastOn is the least contrast of a text in a colour with what lies under
// its lines, over the whole movement of the camera. over is nil for no scrim.
func (sc scope) contrastOn(view *palette.Sample, ph *photo, over *scrim, strength float64, t *text, col srgb.Color) float64 {
	least := math.Inf(1)
	box := ph.box
	var shade palette.Scrim
	if over != nil {
		shade = palette.Scrim{Color: over.color, Box: over.box, Alphas: over.alphas}
		if len(shade.Alphas) == 0 {
			shade.Alphas = palette.EasedScrim
		}
	}
	for k, line := range t.para.Lines {
		if line.LettersTo <= line.LettersFrom {
			continue // emoji are pictures: they do not have the text's colour
		}
		base, x := t.baseline(k), t.originX(line, sc.grid.RTL)
		r := geom.R(x+line.LettersFrom, base+line.InkTop, x+line.LettersTo, base+max(0, line.InkBottom)).Inset(-glyphMargin * sc.grid.Unit())
		if ph.spec.Motion == template.Kenburns {
			// As the camera closes in, a point shows what lies nearer to the focus.
			near := ph.picture.nearest(box, 1+zoomMost)
			k := near.W() / box.W()
			r = r.Union(geom.R(
				near.X0+k*(r.X0-box.X0), near.Y0+k*(r.Y0-box.Y0), near.X0+k*(r.X1-box.X0), near.Y0+k*(r.Y1-box.Y0),
			))
		}
		least = min(least, view.Contrast(shade, strength, col, r))
	}
	return least
}
