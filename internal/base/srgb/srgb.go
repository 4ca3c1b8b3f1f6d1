// Package srgb holds colours as people write them in settings: sRGB, 8 bits a
// channel.
package srgb

import (
	"fmt"
	"math"
	"strconv"
)

// Color is an opaque sRGB colour (IEC 61966-2-1).
type Color struct{ R, G, B uint8 }

// Parse reads "#RRGGBB" or "#RGB".
func Parse(s string) (Color, error) {
	if len(s) == 4 && s[0] == '#' {
		s = string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	if len(s) != 7 || s[0] != '#' {
		return Color{}, fmt.Errorf("colour %q is not of the form #RRGGBB", s)
	}
	v, err := strconv.ParseUint(s[1:], 16, 24)
	if err != nil {
		return Color{}, fmt.Errorf("colour %q is not of the form #RRGGBB", s)
	}
	return Color{uint8(v >> 16), uint8(v >> 8), uint8(v)}, nil //nolint:gosec // ParseUint bounds it to 24 bits
}

// String returns "#RRGGBB" in capitals.
func (c Color) String() string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// linear returns the linear-light value of an sRGB channel (IEC 61966-2-1).
func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// encode is the inverse of linear, rounded and clamped to 8 bits.
func encode(v float64) uint8 {
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * min(1, max(0, v))))
}

// Luminance returns the relative luminance of WCAG 2.1, from 0 (black) to 1 (white).
func (c Color) Luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Contrast returns the contrast ratio of WCAG 2.1, from 1 to 21.
func Contrast(a, b Color) float64 {
	x, y := a.Luminance(), b.Luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// Mix returns the colour at t (0: a, 1: b) on the straight line between two
// colours in sRGB code values, as a video fade shows it.
func Mix(a, b Color, t float64) Color {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return Color{m(a.R, b.R), m(a.G, b.G), m(a.B, b.B)}
}

// Shade returns c with its OKLCH lightness changed by delta (-0.06 is the shade of
// a pattern's faint lines, -0.12 that of its strong ones). Chroma is reduced only
// as far as needed to stay in the sRGB gamut. The matrices are those of Björn
// Ottosson, "A perceptual color space for image processing" (2020).
func (c Color) Shade(delta float64) Color {
	l, a, b := c.oklab()
	l = min(1, max(0, l+delta))
	for k := 1.0; k >= 0; k -= 0.02 {
		if out, ok := fromOklab(l, a*k, b*k); ok {
			return out
		}
	}
	out, _ := fromOklab(l, 0, 0)
	return out
}

// Reading returns the shade of c nearest to it that has a contrast of at least
// ratio on ground. Up to 4.58, the contrast that black or white has on any colour,
// there is always one.
func (c Color) Reading(ground Color, ratio float64) Color {
	const step = 0.01
	for i := range 101 {
		for _, delta := range [2]float64{step * float64(i), -step * float64(i)} {
			if out := c.Shade(delta); i > 0 && Contrast(out, ground) >= ratio {
				return out
			}
		}
		if i == 0 && Contrast(c, ground) >= ratio {
			return c
		}
	}
	white := Color{R: 255, G: 255, B: 255}
	if Contrast(white, ground) > Contrast(Color{}, ground) {
		return white
	}
	return Color{}
}

// Hue returns the OKLCH hue of c in degrees, and its chroma; the hue of a grey means nothing.
func (c Color) Hue() (degrees, chroma float64) {
	_, a, b := c.oklab()
	return math.Atan2(b, a) * 180 / math.Pi, math.Hypot(a, b)
}

func (c Color) oklab() (lightness, a, b float64) {
	r, g, bl := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*bl)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*bl)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*bl)
	return 0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		1.9779984951*l - 2.4285922050*m + 0.4505937099*s,
		0.0259040371*l + 0.7827717662*m - 0.8086757660*s
}

// fromOklab converts back; ok is false when the colour lies outside sRGB.
func fromOklab(lightness, a, b float64) (c Color, ok bool) {
	cube := func(v float64) float64 { return v * v * v }
	l := cube(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(lightness - 0.0894841775*a - 1.2914855480*b)
	r := 4.0767416621*l - 3.3077115913*m + 0.2309699292*s
	g := -1.2684380046*l + 2.6097574011*m - 0.3413193965*s
	bl := -0.0041960863*l - 0.7034186147*m + 1.7076147010*s
	const eps = 1e-4
	ok = min(r, g, bl) >= -eps && max(r, g, bl) <= 1+eps
	return Color{encode(r), encode(g), encode(bl)}, ok
}
