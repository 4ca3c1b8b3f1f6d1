package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
)

// Words over a picture (art direction §5): of these the first at which every
// text has its contrast. The picture as it is; the texts in ink; an eased scrim
// of one of three opacities; the picture mapped between two colours of the kit,
// whose lighter one carries the texts by construction.

// The eased scrim: its shape, and the opacities tried in turn. More would hide
// the picture (tokens contrast.scrim).
var (
	easedScrim  = []float64{0, 0.08, 0.32, 0.68, 0.94, 1, 1, 1, 1}
	scrimAlphas = []float64{0.36, 0.48, 0.62}
)

// duotoneContrast is what texts have on the end of a duotone that is nearer to
// them: a little more than they need, for what encoding does to a picture.
const duotoneContrast = 4.8

// glyphMargin is how far around the glyphs the ground is measured, and
// worstShare which part of its pixels may be worse.
const (
	glyphMargin = 8
	worstShare  = 0.01
	lookPx      = 4 // one sample for so many canvas px
)

// sight is a photo as the scene shows it, for measuring.
type sight struct {
	photo *placed
	px    []srgb.Color // row by row
	w, h  int
}

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
		view := c.sight(photo)
		strength := 0.0
		switch {
		case auto && len(texts) > 0:
			strength = c.makeReadable(scrim, photo, view, texts)
		case photo.duo != nil || view == nil:
		default:
			for _, t := range texts {
				if c.contrastOn(view, scrim, 1, t, t.color) < minContrast {
					c.textFault(t, diag.T("give it a calmer picture, or none"), "does not read on its picture")
				}
			}
		}
		if auto {
			scrim.alphas = make([]float64, len(easedScrim))
			for k, share := range easedScrim {
				scrim.alphas[k] = share * strength
			}
		}
	}
	// A scrim without a photo lies over a pattern.
	for i := range s.placed {
		if p := &s.placed[i]; p.node.Kind == template.Scrim && len(p.alphas) == 0 {
			for _, share := range easedScrim {
				p.alphas = append(p.alphas, share*scrimAlphas[len(scrimAlphas)-1])
			}
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
		if _, plain := c.groundAt(s, mid); !plain && photo.box.Contains(geom.R(mid.X, mid.Y, mid.X, mid.Y), 1) {
			out = append(out, t)
		}
	}
	return out
}

// sight looks at a photo; nil when that is not possible.
func (c *compiler) sight(photo *placed) *sight {
	if c.in.Look == nil {
		return nil
	}
	w, h := int(photo.box.W()/lookPx), int(photo.box.H()/lookPx)
	px, err := c.in.Look(photo.photo, coverCrop(photo.photo, photo.box), w, h)
	if err != nil || len(px) != w*h {
		return nil // the picture is reported where it is drawn
	}
	return &sight{photo, px, w, h}
}

// makeReadable goes through what helps texts over a picture and returns the
// opacity of the scrim. What cannot be looked at is shown in two colours.
func (c *compiler) makeReadable(scrim, photo *placed, view *sight, texts []*placed) float64 {
	all := func(strength float64, col func(*placed) srgb.Color) bool {
		for _, t := range texts {
			if c.contrastOn(view, scrim, strength, t, col(t)) < minContrast {
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
			col := c.color(role)
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
		for _, strength := range scrimAlphas {
			if all(strength, own) {
				return strength
			}
		}
		// An accent may be what asks for more.
		for _, strength := range scrimAlphas {
			if srgb.Contrast(c.color("paper"), scrim.color) >= minContrast && allIn(strength, "paper") {
				return strength
			}
		}
		c.diags.Warnf(c.in.Event.At("image"), "image", diag.T("choose a calmer picture, or one that is darker where the texts stand"),
			"the picture %q is too busy for texts in its own colours; it is shown in two colours of the kit", photo.photo.Source)
	}
	// In two colours all texts are paper: an accent would need a darker picture.
	for _, t := range texts {
		if paper := c.color("paper"); srgb.Contrast(t.color, c.color("ink")) >= minContrast {
			t.color = paper
		}
	}
	photo.duo = c.duotoneUnder(texts)
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
// its lines, over the whole movement of the camera.
func (c *compiler) contrastOn(v *sight, scrim *placed, strength float64, t *placed, col srgb.Color) float64 {
	least := math.Inf(1)
	box := v.photo.box
	for k, line := range t.para.Lines {
		base := t.base + float64(k)*t.para.LeadingPx
		if line.LettersTo <= line.LettersFrom {
			continue // emoji are pictures: they do not have the text's colour
		}
		x := c.originX(t, line)
		r := geom.R(x+line.LettersFrom, base+line.InkTop, x+line.LettersTo, base+max(0, line.InkBottom)).Inset(-glyphMargin * c.unit())
		if v.photo.node.Motion == template.Kenburns {
			// As the camera closes in, a point shows what lies nearer to the focus.
			near := nearest(v.photo.photo, box)
			k := near.W() / box.W()
			r = r.Union(geom.R(
				near.X0+k*(r.X0-box.X0), near.Y0+k*(r.Y0-box.Y0), near.X0+k*(r.X1-box.X0), near.Y0+k*(r.Y1-box.Y0),
			))
		}
		least = min(least, v.worst(scrim, strength, col, r))
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

// worst is the contrast of a colour with the worst hundredth of the picture in
// r under the scrim.
func (v *sight) worst(scrim *placed, strength float64, text srgb.Color, r geom.Rect) float64 {
	var all []float64
	box := v.photo.box
	for j := range v.h {
		y := box.Y0 + (float64(j)+0.5)*box.H()/float64(v.h)
		if y < r.Y0 || y > r.Y1 {
			continue
		}
		a := alphaAt(scrim, strength, y)
		for i := range v.w {
			if x := box.X0 + (float64(i)+0.5)*box.W()/float64(v.w); x >= r.X0 && x <= r.X1 {
				px := v.px[j*v.w+i]
				if a > 0 {
					px = srgb.Mix(px, scrim.color, a)
				}
				all = append(all, srgb.Contrast(text, px))
			}
		}
	}
	if len(all) == 0 {
		return math.Inf(1)
	}
	slices.Sort(all)
	return all[int(worstShare*float64(len(all)))]
}

// alphaAt is a scrim's opacity at a height of the canvas: its own stops, or the
// eased ones times its strength.
func alphaAt(scrim *placed, strength, y float64) float64 {
	if scrim == nil || y < scrim.box.Y0 || y >= scrim.box.Y1 {
		return 0
	}
	stops := scrim.alphas
	if len(stops) == 0 {
		stops = easedScrim
	}
	f := (y - scrim.box.Y0) / scrim.box.H() * float64(len(stops)-1)
	i := min(int(f), len(stops)-2)
	return strength * (stops[i] + (stops[i+1]-stops[i])*(f-float64(i)))
}

// duotoneUnder returns the colours for a picture under texts: the kit's, moved
// away from the texts until all of them read on the nearer one.
func (c *compiler) duotoneUnder(texts []*placed) *[2]srgb.Color {
	reads := func(col srgb.Color) bool {
		return !slices.ContainsFunc(texts, func(t *placed) bool { return srgb.Contrast(t.color, col) < duotoneContrast })
	}
	duo := *c.duotone()
	step := -0.01
	if len(texts) > 0 && srgb.Contrast(texts[0].color, c.color("paper")) > srgb.Contrast(texts[0].color, c.color("ink")) {
		duo, step = [2]srgb.Color{c.color("primary"), c.color("paper")}, 0.01 // dark texts
	}
	for i := range duo {
		for range 100 {
			if reads(duo[i]) {
				break
			}
			duo[i] = duo[i].Shade(step)
		}
	}
	return &duo
}
