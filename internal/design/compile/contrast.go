package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
)

// The eased scrim (art direction §5, tokens contrast.scrim): its shape, the
// opacities tried in turn, and beyond the design's own what a very light
// picture needs.
var (
	easedScrim  = []float64{0, 0.08, 0.32, 0.68, 0.94, 1, 1, 1, 1}
	scrimAlphas = []float64{0, 0.36, 0.48, 0.62, 0.72, 0.82, 0.9}
)

// glyphMargin is how far around the glyphs the ground is measured, and
// worstShare which part of its pixels may be worse.
const (
	glyphMargin = 8
	worstShare  = 0.01
	lookPx      = 8 // one sample for so many canvas px
)

// measureScrims gives the scrims of a scene that measure themselves the least
// opacity at which its texts read on the picture. Where none is enough, since a
// text stands where the scrim is still thin, the scrim begins above it.
func (c *compiler) measureScrims(s *scene) {
	for i := range s.placed {
		p := &s.placed[i]
		if p.node.Kind != template.Scrim || len(p.alphas) > 0 {
			continue
		}
		photo := slices.IndexFunc(s.placed[:i], func(q placed) bool { return q.node.Kind == template.Photo })
		alpha, shape := scrimAlphas[3], easedScrim
		if photo >= 0 {
			alpha, shape = c.scrimAlpha(s, p, &s.placed[photo])
		}
		p.alphas = make([]float64, len(shape))
		for k, share := range shape {
			p.alphas[k] = share * alpha
		}
	}
}

// scrimAlpha finds the opacity that a scrim needs, and its shape. It may move
// the scrim's upper edge.
func (c *compiler) scrimAlpha(s *scene, scrim, photo *placed) (alpha float64, shape []float64) {
	most := scrimAlphas[len(scrimAlphas)-1]
	if c.in.Look == nil {
		return most, easedScrim
	}
	w, h := int(photo.box.W()/lookPx), int(photo.box.H()/lookPx)
	px, err := c.in.Look(photo.photo, coverCrop(photo.photo, photo.box), w, h)
	if err != nil || len(px) != w*h {
		return most, easedScrim // the picture is reported where it is drawn
	}
	for _, alpha := range scrimAlphas {
		if c.unread(s, scrim, photo, px, w, h, alpha, easedScrim) == nil {
			return alpha, easedScrim
		}
	}
	shape = c.raise(s, scrim, photo)
	for _, alpha := range scrimAlphas {
		if c.unread(s, scrim, photo, px, w, h, alpha, shape) == nil {
			return alpha, shape
		}
	}
	if t := c.unread(s, scrim, photo, px, w, h, most, shape); t != nil {
		c.textFault(t, "give it a calmer picture, or none", "does not read on its picture")
	}
	return most, shape
}

// raisedStops is how many stops a raised scrim has: one for every 2 % of it.
const raisedStops = 51

// raise moves a scrim's upper edge so that it is full where the highest text on
// the picture begins, and returns its shape.
func (c *compiler) raise(s *scene, scrim, photo *placed) []float64 {
	top := scrim.box.Y1
	for i := range s.placed {
		t := &s.placed[i]
		if t.para != nil && !t.above && !t.bare {
			top = min(top, t.base+t.para.Lines[0].InkTop-c.scrimMargin(t, photo))
		}
	}
	ramp := scrim.box.H() / 4
	scrim.box.Y0 = max(photo.box.Y0, min(scrim.box.Y0, top-ramp))
	shape := make([]float64, raisedStops)
	for k := range shape {
		y := scrim.box.Y0 + scrim.box.H()*float64(k)/float64(raisedStops-1)
		shape[k] = 1
		if y < top {
			// The design's own curve reaches its full strength at five eighths.
			shape[k] = easedAt(easedScrim, 0.625*(y-scrim.box.Y0)/(top-scrim.box.Y0))
		}
	}
	return shape
}

// coverCrop is the largest part of a photo with a box's shape around its focus.
func coverCrop(ph Photo, box geom.Rect) geom.Rect {
	k := min(float64(ph.W)/box.W(), float64(ph.H)/box.H())
	w, h := box.W()*k, box.H()*k
	x := min(max(0, ph.FocusX*float64(ph.W)-w/2), float64(ph.W)-w)
	y := min(max(0, ph.FocusY*float64(ph.H)-h/2), float64(ph.H)-h)
	return geom.R(x, y, x+w, y+h)
}

// scrimMargin is how far around its glyphs a text's ground is measured.
func (c *compiler) scrimMargin(t, photo *placed) float64 {
	margin := glyphMargin * c.unit()
	if photo.node.Motion == template.Kenburns {
		margin += zoomMost * 0.5 * t.box.H()
	}
	return margin
}

// unread returns a text that stands on the picture and lacks contrast with a
// scrim of the given opacity and shape, or nil.
func (c *compiler) unread(s *scene, scrim, photo *placed, px []srgb.Color, w, h int, alpha float64, shape []float64) *placed {
	for i := range s.placed {
		t := &s.placed[i]
		if t.para == nil || t.above || t.bare {
			continue
		}
		margin := c.scrimMargin(t, photo)
		for k, line := range t.para.Lines {
			base := t.base + float64(k)*t.para.LeadingPx
			if line.LettersTo <= line.LettersFrom {
				continue // emoji are pictures: they do not have the text's colour
			}
			x := c.originX(t, line)
			r := geom.R(x+line.LettersFrom-margin, base+line.InkTop-margin, x+line.LettersTo+margin, base+max(0, line.InkBottom)+margin)
			if worstContrast(t.color, scrim, photo, px, w, h, alpha, shape, r) < minContrast {
				return t
			}
		}
	}
	return nil
}

// worstContrast is the contrast of a colour with the worst hundredth of the
// picture in r under the scrim.
func worstContrast(text srgb.Color, scrim, photo *placed, px []srgb.Color, w, h int, alpha float64, shape []float64, r geom.Rect) float64 {
	var all []float64
	for j := range h {
		y := photo.box.Y0 + (float64(j)+0.5)*photo.box.H()/float64(h)
		if y < r.Y0 || y > r.Y1 {
			continue
		}
		a := 0.0
		if y >= scrim.box.Y0 && y < scrim.box.Y1 {
			a = alpha * easedAt(shape, (y-scrim.box.Y0)/scrim.box.H())
		}
		for i := range w {
			x := photo.box.X0 + (float64(i)+0.5)*photo.box.W()/float64(w)
			if x >= r.X0 && x <= r.X1 {
				all = append(all, srgb.Contrast(text, srgb.Mix(px[j*w+i], scrim.color, a)))
			}
		}
	}
	if len(all) == 0 {
		return math.Inf(1)
	}
	slices.Sort(all)
	return all[int(worstShare*float64(len(all)))]
}

// easedAt is a scrim's opacity at a share of its height.
func easedAt(shape []float64, t float64) float64 {
	f := min(max(t, 0), 1) * float64(len(shape)-1)
	i := min(int(f), len(shape)-2)
	return shape[i] + (shape[i+1]-shape[i])*(f-float64(i))
}
