package svg

import (
	"math"
	"strings"

	"golang.org/x/image/colornames"
)

// rgb is a colour that is not premultiplied; all four from 0 to 1.
type rgb struct{ r, g, b, a float64 }

var black = rgb{a: 1}

// parseColor reads #RGB[A], #RRGGBB[AA], rgb(), rgba(), hsl(), hsla() and the names of
// CSS. A profile's colour after one of these is for printers.
func parseColor(v string) (rgb, bool) {
	v = strings.ToLower(strings.TrimSpace(v))
	for _, profile := range []string{"icc-color(", "device-cmyk(", "device-gray(", "device-rgb("} {
		if i := strings.Index(v, profile); i > 0 {
			v = strings.TrimSpace(v[:i])
		}
	}
	if c, ok := colornames.Map[v]; ok {
		return rgb{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255, 1}, true
	}
	switch {
	case v == "rebeccapurple":
		return rgb{0.4, 0.2, 0.6, 1}, true
	case v == "transparent":
		return rgb{}, true
	case strings.HasPrefix(v, "#"):
		return parseHex(v[1:])
	}
	name, args, ok := strings.Cut(v, "(")
	if !ok || !strings.HasSuffix(args, ")") {
		return rgb{}, false
	}
	args = strings.NewReplacer(",", " ", "/", " ").Replace(strings.TrimSuffix(args, ")"))
	part := strings.Fields(args)
	if len(part) != 3 && len(part) != 4 {
		return rgb{}, false
	}
	switch name {
	case "rgb", "rgba":
		return parseRGB(part)
	case "hsl", "hsla":
		return parseHSL(part)
	}
	return rgb{}, false
}

func parseRGB(part []string) (rgb, bool) {
	c := [4]float64{3: 1}
	for i, p := range part {
		f, ok := measure(p, 1)
		if !ok {
			return rgb{}, false
		}
		if i < 3 && !strings.HasSuffix(p, "%") {
			f /= 255
		}
		c[i] = min(1, max(0, f))
	}
	return rgb{c[0], c[1], c[2], c[3]}, true
}

// parseHSL converts by CSS Color 4, 7.1.
func parseHSL(part []string) (rgb, bool) {
	v := [4]float64{3: 1}
	for i, p := range part {
		f, ok := measure(strings.TrimSuffix(p, "deg"), 1)
		if !ok {
			return rgb{}, false
		}
		v[i] = f
	}
	hue := math.Mod(math.Mod(v[0], 360)+360, 360)
	sat, light := min(1, max(0, v[1])), min(1, max(0, v[2]))
	at := func(n float64) float64 {
		k := math.Mod(n+hue/30, 12)
		return light - sat*min(light, 1-light)*max(-1, min(k-3, 9-k, 1))
	}
	return rgb{at(0), at(8), at(4), min(1, max(0, v[3]))}, true
}

func parseHex(h string) (rgb, bool) {
	if len(h) == 3 || len(h) == 4 {
		var long []byte
		for i := range len(h) {
			long = append(long, h[i], h[i])
		}
		h = string(long)
	}
	if len(h) == 6 {
		h += "ff"
	}
	if len(h) != 8 {
		return rgb{}, false
	}
	var c [4]float64
	for i := range len(h) {
		digit := strings.IndexByte("0123456789abcdef", h[i])
		if digit < 0 {
			return rgb{}, false
		}
		c[i/2] = c[i/2]*16 + float64(digit)
	}
	return rgb{c[0] / 255, c[1] / 255, c[2] / 255, c[3] / 255}, true
}
