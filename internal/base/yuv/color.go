package yuv

import (
	"math"

	"github.com/giro-video/giro/internal/base/srgb"
)

// The conversion of Rec. ITU-R BT.709-6, items 3.2 to 3.4, in integers.
//
// With R, G and B from 0 to 255 (the sRGB code values; BT.709 and sRGB share
// their primaries, and video players show one as the other):
//
//	Y' = 0.2126 R + 0.7152 G + 0.0722 B
//	luma = 16 + 219 Y'/255
//	Cb   = 128 + 224 (B - Y')/(255 * 1.8556)
//	Cr   = 128 + 224 (R - Y')/(255 * 1.5748)
//
// All factors are decimals of four digits, so multiplying by 10 000 makes every
// term a whole number, and a single division rounds once, to the nearest. No
// fixed-point factor adds an error, and white is exactly 235.
const (
	kr, kg, kb = 2126, 7152, 722 // sum 10 000
	lumaDen    = 10_000 * 255
	cbDen      = 18_556 * 255
	crDen      = 15_748 * 255
)

// lumaOf converts the sum of n pixels' R, G and B to their mean luma.
func lumaOf(r, g, b, n int) uint8 {
	den := lumaDen * n
	return uint8((219*(kr*r+kg*g+kb*b) + 16*den + den/2) / den) //nolint:gosec // 16 to 235 by construction
}

// chromaOf converts the sum of n pixels' R, G and B to their mean Cb and Cr.
// The sums of the differences are at most 0.9278*255, so that adding 128.5
// before the division keeps the dividend positive and rounds to the nearest.
func chromaOf(r, g, b, n int) (cb, cr uint8) {
	y := kr*r + kg*g + kb*b
	d := cbDen * n
	cb = uint8((224*(10_000*b-y) + 128*d + d/2) / d) //nolint:gosec // 16 to 240 by construction
	d = crDen * n
	cr = uint8((224*(10_000*r-y) + 128*d + d/2) / d) //nolint:gosec // 16 to 240 by construction
	return cb, cr
}

// FromSRGB returns the colour that a frame holds for c, rounded to the nearest.
func FromSRGB(c srgb.Color) Color {
	r, g, b := int(c.R), int(c.G), int(c.B)
	u, v := chromaOf(r, g, b, 1)
	return Color{lumaOf(r, g, b, 1), u, v}
}

// SRGB returns the colour that a player shows for c, rounded and clamped to
// the sRGB gamut.
func (c Color) SRGB() srgb.Color {
	r, g, b := toRGB(float64(c.Y), float64(c.U), float64(c.V))
	return srgb.Color{R: r, G: g, B: b}
}

// toRGB is the inverse of the formulas above.
func toRGB(y, u, v float64) (r, g, b uint8) {
	l := (y - 16) * 255 / 219
	cb := (u - 128) * 255 / 224
	cr := (v - 128) * 255 / 224
	rf := l + 1.5748*cr
	bf := l + 1.8556*cb
	gf := (l - 0.2126*rf - 0.0722*bf) / 0.7152
	return clamp8(rf), clamp8(gf), clamp8(bf)
}

func clamp8(v float64) uint8 { return uint8(math.Round(min(255, max(0, v)))) }
