package svg

import "math"

// modes are the separable blend modes (Compositing 1, 10.1): what becomes of a
// shade below, b, under one above, s.
var modes = map[string]func(b, s float64) float64{
	"normal":     func(_, s float64) float64 { return s },
	"multiply":   func(b, s float64) float64 { return b * s },
	"screen":     screen,
	"overlay":    func(b, s float64) float64 { return hardLight(s, b) },
	"darken":     math.Min,
	"lighten":    math.Max,
	"hard-light": hardLight,
	"difference": func(b, s float64) float64 { return math.Abs(b - s) },
	"exclusion":  func(b, s float64) float64 { return b + s - 2*b*s },
	"color-dodge": func(b, s float64) float64 {
		switch {
		case b <= 0:
			return 0
		case s >= 1:
			return 1
		}
		return min(1, b/(1-s))
	},
	"color-burn": func(b, s float64) float64 {
		switch {
		case b >= 1:
			return 1
		case s <= 0:
			return 0
		}
		return 1 - min(1, (1-b)/s)
	},
	"soft-light": func(b, s float64) float64 {
		if s <= 0.5 {
			return b - (1-2*s)*b*(1-b)
		}
		d := math.Sqrt(b)
		if b <= 0.25 {
			d = ((16*b-12)*b + 4) * b
		}
		return b + (2*s-1)*(d-b)
	},
}

func screen(b, s float64) float64 { return b + s - b*s }

func hardLight(b, s float64) float64 {
	if s <= 0.5 {
		return 2 * b * s
	}
	return screen(b, 2*s-1)
}

// blends reports whether a blend mode is one that is drawn.
func blends(mode string) bool { return mode == "" || modes[mode] != nil }

// blendPixel lays one premultiplied pixel over another.
func blendPixel(below, above []uint8, opacity float64, mode string) {
	mix := modes[mode]
	as, ab := float64(above[3])/255*opacity, float64(below[3])/255
	for j := range 3 {
		cs := float64(above[j]) / 255 * opacity // times as
		cb := float64(below[j]) / 255
		v := cs*(1-ab) + cb*(1-as)
		if as > 0 && ab > 0 {
			v += as * ab * mix(min(1, cb/ab), min(1, cs/as))
		}
		below[j] = uint8(min(255, max(0, v*255+0.5)))
	}
	below[3] = uint8(min(255, (as+ab-as*ab)*255+0.5))
}
