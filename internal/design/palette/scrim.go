package palette

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

// duotoneContrast is what texts have on the end of a duotone that is nearer to
// them: a little more than they need, for what encoding does to a picture.
const duotoneContrast = 4.8

// worstShare is which part of the pixels under a text may be worse than what is
// measured.
const worstShare = 0.01

// EasedScrim is the shape of a scrim that a template leaves to the house, from
// top to bottom, in shares of its strength.
var EasedScrim = []float64{0, 0.08, 0.32, 0.68, 0.94, 1, 1, 1, 1}

// ScrimStrengths are the opacities of a scrim that are tried in turn. More
// would hide the picture (tokens contrast.scrim).
var ScrimStrengths = []float64{0.36, 0.48, 0.62}

// Scrim is a gradient of one colour over a part of a picture.
type Scrim struct {
	Color  srgb.Color
	Box    geom.Rect
	Alphas []float64 // from top to bottom
}

// Eased returns a scrim of the house's shape with the given strength.
func (s Scrim) Eased(strength float64) Scrim {
	s.Alphas = make([]float64, len(EasedScrim))
	for i, share := range EasedScrim {
		s.Alphas[i] = share * strength
	}
	return s
}

// at is the scrim's opacity at a height of the canvas.
func (s Scrim) at(y float64) float64 {
	if len(s.Alphas) == 0 || y < s.Box.Y0 || y >= s.Box.Y1 {
		return 0
	}
	f := (y - s.Box.Y0) / s.Box.H() * float64(len(s.Alphas)-1)
	i := min(int(f), len(s.Alphas)-2)
	return s.Alphas[i] + (s.Alphas[i+1]-s.Alphas[i])*(f-float64(i))
}

// Sample is a picture as it stands on the canvas, in W × H colours row by row.
type Sample struct {
	Box    geom.Rect
	W, H   int
	Colors []srgb.Color
}

// Contrast is the contrast of a text with the worst hundredth of the picture in
// r under a scrim; infinite where r shows nothing of the picture.
func (s *Sample) Contrast(scrim Scrim, strength float64, text srgb.Color, r geom.Rect) float64 {
	var all []float64
	for j := range s.H {
		y := s.Box.Y0 + (float64(j)+0.5)*s.Box.H()/float64(s.H)
		if y < r.Y0 || y > r.Y1 {
			continue
		}
		a := strength * scrim.at(y)
		for i := range s.W {
			if x := s.Box.X0 + (float64(i)+0.5)*s.Box.W()/float64(s.W); x >= r.X0 && x <= r.X1 {
				px := s.Colors[j*s.W+i]
				if a > 0 {
					px = srgb.Mix(px, scrim.Color, a)
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

// hueSpan is how far apart the hues of a duotone's ends may lie, in degrees: more,
// and a photo looks like a false-colour picture.
const hueSpan = 45

// Duotone returns the colours that the dark and the light parts of a photo become so
// that light texts read on it: the kit's own, or two shades of whichever of its
// primary and accent colour has to be darkened least. The first is the darker one,
// whatever the kit's ink: a photo is never turned into its negative.
func (p Palette) Duotone() [2]srgb.Color {
	kit, text := p.Kit.Palette, p.Pale()
	if dark, ok := kit["duotone_dark"]; ok {
		light := kit["duotone_light"]
		if oneHue(dark, light) && dark.Luminance() < light.Luminance() && srgb.Contrast(light, text) >= MinContrast {
			return [2]srgb.Color{dark, light}
		}
	}
	darkened := func(col srgb.Color) (srgb.Color, int) {
		steps := 0
		for ; steps < 100 && (srgb.Contrast(col, text) < duotoneContrast || col.Luminance() > text.Luminance()); steps++ {
			col = col.Shade(-0.01)
		}
		return col, steps
	}
	light, steps := darkened(p.Color("primary"))
	if other, n := darkened(p.Color("accent")); n < steps {
		light = other
	}
	const depth = -0.3 // in lightness, as far as black allows
	return [2]srgb.Color{light.Shade(depth), light}
}

// oneHue reports whether two colours are shades of one: their hues are near, or one
// of them is grey.
func oneHue(a, b srgb.Color) bool {
	const grey = 0.03
	ha, ca := a.Hue()
	hb, cb := b.Hue()
	d := math.Abs(math.Mod(ha-hb+540, 360) - 180)
	return ca < grey || cb < grey || d <= hueSpan
}
