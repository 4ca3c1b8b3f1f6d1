package compile

import (
	"math"

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
func (c *compiler) measureScrims(s *scene) {
	for i := range s.placed {
		if s.placed[i].node.Kind != template.Photo {
			continue
		}
		photo := &s.placed[i]
		texts := c.textsOn(s, photo)
		scrim := scrimOver(s, i)
		auto := scrim != nil && len(scrim.alphas) == 0
		view := c.sample(photo)
		strength := 0.0
		switch {
		case auto && len(texts) > 0:
			strength = c.makeReadable(scrim, photo, view, texts)
		case photo.duo != nil || view == nil:
		default:
			for _, t := range texts {
				if c.contrastOn(view, photo, scrim, 1, t, t.color) < palette.MinContrast {
					c.textFault(t, "give it a calmer picture, or none", "does not read on its picture")
				}
			}
		}
		if auto {
			scrim.alphas = palette.Scrim{}.Eased(strength).Alphas
		}
	}
	// A scrim without a photo lies over a pattern.
	for i := range s.placed {
		if p := &s.placed[i]; p.node.Kind == template.Scrim && len(p.alphas) == 0 {
			p.alphas = palette.Scrim{}.Eased(palette.ScrimStrengths[len(palette.ScrimStrengths)-1]).Alphas
		}
	}
}

// scrimOver returns the first scrim above the photo with index i, nil for none.
func scrimOver(s *scene, i int) *placed {
	for k := i + 1; k < len(s.placed); k++ {
		if s.placed[k].node.Kind == template.Scrim {
			return &s.placed[k]
		}
	}
	return nil
}

// textsOn returns the texts that stand on the photo itself.
func (c *compiler) textsOn(s *scene, photo *placed) []*placed {
	var out []*placed
	for i := range s.placed {
		t := &s.placed[i]
		if t.para == nil || t.above || t.bare || len(t.para.Lines) == 0 {
			continue
		}
		mid := geom.Point{X: c.originX(t, t.para.Lines[0]) + 1, Y: t.base - 1}
		if _, calm := c.groundAt(s, mid); !calm && photo.box.Contains(geom.R(mid.X, mid.Y, mid.X, mid.Y), 1) {
			out = append(out, t)
		}
	}
	return out
}

// sample measures a photo as it stands in its box; nil when that is not possible.
func (c *compiler) sample(photo *placed) *palette.Sample {
	if c.in.Sample == nil {
		return nil
	}
	w, h := int(photo.box.W()/samplePx), int(photo.box.H()/samplePx)
	colors, err := c.in.Sample(photo.photo, coverCrop(photo.photo, photo.box), w, h)
	if err != nil || len(colors) != w*h {
		return nil // the picture is reported where it is drawn
	}
	return &palette.Sample{Box: photo.box, W: w, H: h, Colors: colors}
}

// makeReadable goes through what helps texts over a picture and returns the
// opacity of the scrim. What cannot be measured is shown in two colours.
func (c *compiler) makeReadable(scrim, photo *placed, view *palette.Sample, texts []*placed) float64 {
	all := func(strength float64, col func(*placed) srgb.Color) bool {
		for _, t := range texts {
			if c.contrastOn(view, photo, scrim, strength, t, col(t)) < palette.MinContrast {
				return false
			}
		}
		return true
	}
	own := func(t *placed) srgb.Color { return t.color }
	if view != nil && photo.duo == nil {
		if all(0, own) {
			return 0
		}
		allIn := func(strength float64, role string) bool {
			col := c.pal.Color(role)
			if !all(strength, func(*placed) srgb.Color { return col }) {
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
			if srgb.Contrast(c.pal.Color("paper"), scrim.color) >= palette.MinContrast && allIn(strength, "paper") {
				return strength
			}
		}
		c.diags.Warnf(c.in.Event.At("image"), "image", "choose a calmer picture, or one that is darker where the texts stand",
			"the picture %q is too busy for texts in its own colours; it is shown in two colours of the kit", photo.photo.Source)
	}
	// In two colours all texts are paper: an accent would need a darker picture.
	colors := make([]srgb.Color, len(texts))
	for i, t := range texts {
		if paper := c.pal.Color("paper"); srgb.Contrast(t.color, c.pal.Color("ink")) >= palette.MinContrast {
			t.color = paper
		}
		colors[i] = t.color
	}
	duo := c.pal.DuotoneUnder(colors)
	photo.duo = &duo
	return 0
}

// coverCrop is the largest part of a photo with a box's shape around its focus.
func coverCrop(ph Photo, box geom.Rect) geom.Rect {
	k := min(float64(ph.W)/box.W(), float64(ph.H)/box.H())
	w, h := box.W()*k, box.H()*k
	x := min(max(0, ph.FocusX*float64(ph.W)-w/2), float64(ph.W)-w)
	y := min(max(0, ph.FocusY*float64(ph.H)-h/2), float64(ph.H)-h)
	return geom.R(x, y, x+w, y+h)
}

// contrastOn is the least contrast of a text in a colour with what lies under
// its lines, over the whole movement of the camera. scrim is nil for none.
func (c *compiler) contrastOn(view *palette.Sample, photo, scrim *placed, strength float64, t *placed, col srgb.Color) float64 {
	least := math.Inf(1)
	box := photo.box
	var shade palette.Scrim
	if scrim != nil {
		shade = palette.Scrim{Color: scrim.color, Box: scrim.box, Alphas: scrim.alphas}
		if len(shade.Alphas) == 0 {
			shade.Alphas = palette.EasedScrim
		}
	}
	for k, line := range t.para.Lines {
		base := t.base + float64(k)*t.para.LeadingPx
		if line.LettersTo <= line.LettersFrom {
			continue // emoji are pictures: they do not have the text's colour
		}
		x := c.originX(t, line)
		r := geom.R(x+line.LettersFrom, base+line.InkTop, x+line.LettersTo, base+max(0, line.InkBottom)).Inset(-glyphMargin * c.g.Unit())
		if photo.node.Motion == template.Kenburns {
			// As the camera closes in, a point shows what lies nearer to the focus.
			near := nearest(photo.photo, box)
			k := near.W() / box.W()
			r = r.Union(geom.R(
				near.X0+k*(r.X0-box.X0), near.Y0+k*(r.Y0-box.Y0), near.X0+k*(r.X1-box.X0), near.Y0+k*(r.Y1-box.Y0),
			))
		}
		least = min(least, view.Contrast(shade, strength, col, r))
	}
	return least
}

// nearest is the part of its box, as it shows at rest, that a photo fills the
// box with when the camera is as close as it comes.
func nearest(ph Photo, box geom.Rect) geom.Rect {
	whole := coverCrop(ph, box)
	w, h := whole.W()/(1+zoomMost), whole.H()/(1+zoomMost)
	x := min(max(0, ph.FocusX*float64(ph.W)-w/2), float64(ph.W)-w)
	y := min(max(0, ph.FocusY*float64(ph.H)-h/2), float64(ph.H)-h)
	k := box.W() / whole.W()
	x, y = box.X0+(x-whole.X0)*k, box.Y0+(y-whole.Y0)*k
	return geom.R(x, y, x+w*k, y+h*k)
}
