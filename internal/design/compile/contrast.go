package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
)

// Texts on a picture (art direction §5): of these the first at which every text
// has its contrast. The picture as it is; the texts in ink; an eased scrim of one
// of three opacities; the picture mapped between two colours of the kit, whose
// lighter one carries the texts by construction.

// glyphMargin is how far around the glyphs the ground is measured, in px of the
// 1080-wide design, and samplePx how many canvas px one sample stands for.
const (
	glyphMargin = 8
	samplePx    = 4
)

// measureScrims sees to the texts that stand on photos. A scrim that measures
// itself gets the least opacity at which they read; a photo without one is
// measured as it is.
func (l layout) measureScrims() {
	for i, e := range l.elements {
		ph, ok := e.(*photo)
		if !ok {
			continue
		}
		texts := l.textsOn(ph)
		over := l.scrimOver(i)
		auto := over != nil && len(over.alphas) == 0
		view := l.sample(ph)
		strength := 0.0
		switch {
		case auto && len(texts) > 0:
			strength = l.makeReadable(over, ph, view, texts)
		case ph.duotone != nil || view == nil:
		default:
			for _, t := range texts {
				if l.contrastOn(view, ph, over, 1, t, t.color) < palette.MinContrast {
					l.fault(t.fieldName(), diag.T("give it a calmer picture, or none"), "does not read on its picture")
				}
			}
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
// opacity of the scrim. What cannot be measured is shown in two colours.
func (sc scope) makeReadable(over *scrim, ph *photo, view *palette.Sample, texts []*text) float64 {
	all := func(strength float64, col func(*text) srgb.Color) bool {
		for _, t := range texts {
			if sc.contrastOn(view, ph, over, strength, t, col(t)) < palette.MinContrast {
				return false
			}
		}
		return true
	}
	own := func(t *text) srgb.Color { return t.color }
	if view != nil && ph.duotone == nil {
		if all(0, own) {
			return 0
		}
		allIn := func(strength float64, role string) bool {
			col := sc.pal.Color(role)
			if !all(strength, func(*text) srgb.Color { return col }) {
				return false
			}
			for _, t := range texts {
				t.color = col
			}
			return true
		}
		if allIn(0, "ink") {
			return 0
		}
		for _, strength := range palette.ScrimStrengths {
			if all(strength, own) {
				return strength
			}
		}
		// An accent may be what asks for more.
		for _, strength := range palette.ScrimStrengths {
			if srgb.Contrast(sc.pal.Color("paper"), over.color) >= palette.MinContrast && allIn(strength, "paper") {
				return strength
			}
		}
		sc.diags.Warnf(sc.in.Event.At("image"), "image", diag.T("choose a calmer picture, or one that is darker where the texts stand"),
			"the picture %q is too busy for texts in its own colours; it is shown in two colours of the kit", ph.picture.Source)
	}
	// In two colours all texts are paper: an accent would need a darker picture.
	colors := make([]srgb.Color, len(texts))
	for i, t := range texts {
		if paper := sc.pal.Color("paper"); srgb.Contrast(t.color, sc.pal.Color("ink")) >= palette.MinContrast {
			t.color = paper
		}
		colors[i] = t.color
	}
	duo := sc.pal.DuotoneUnder(colors)
	ph.duotone = &duo
	return 0
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
