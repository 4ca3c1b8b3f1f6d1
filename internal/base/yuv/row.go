package yuv

import "math"

// The functions of this file work on rows: consecutive samples of one plane of a
// frame, or of a mask. All rows of a call have the length of dst (longer ones are
// cut, shorter ones panic). Each function has a version in Go, which defines its
// result, and may have one for AVX2; the tests require the same bytes of both.

// Weight is an opacity from 0 to One, in steps of 1/32767.
type Weight int16

// One is the weight of something opaque.
const One Weight = 32767

// WeightOf returns the nearest weight to an opacity; values outside 0 to 1 are clamped.
func WeightOf(alpha float64) Weight {
	return Weight(math.Round(min(1, max(0, alpha)) * float64(One)))
}

// times multiplies by a weight and rounds: (x*w + 2^14) >> 15, which is what
// PMULHRSW computes. One counts as 32767/32768; for |x| up to 2^14 the product
// still rounds to x.
func times(x int32, w Weight) int32 { return (x*int32(w) + 1<<14) >> 15 }

// weightOfCover spreads a coverage byte over the weights: 0 to 0, 255 to One.
func weightOfCover(c byte) Weight { return Weight(c)<<7 + Weight(c)>>1 }

// Fill sets dst to v.
func Fill(dst []byte, v byte) {
	if len(dst) == 0 {
		return
	}
	fillRow(dst, v)
}

func fillGo(dst []byte, v byte) {
	for i := range dst {
		dst[i] = v
	}
}

// Lerp moves dst towards src: dst + (src-dst)*w, rounded.
func Lerp(dst, src []byte, w Weight) {
	switch {
	case w <= 0 || len(dst) == 0:
	case w == One:
		copy(dst, src[:len(dst)])
	default:
		lerpRow(dst, src[:len(dst)], w)
	}
}

func lerpGo(dst, src []byte, w Weight) {
	for i, d := range dst {
		dst[i] = byte(int32(d) + times(int32(src[i])-int32(d), w)) //nolint:gosec // between dst and src
	}
}

// LerpColor moves dst towards the constant v: dst + (v-dst)*w, rounded.
func LerpColor(dst []byte, v byte, w Weight) {
	switch {
	case w <= 0 || len(dst) == 0:
	case w == One:
		fillRow(dst, v)
	default:
		lerpColorRow(dst, v, w)
	}
}

func lerpColorGo(dst []byte, v byte, w Weight) {
	for i, d := range dst {
		dst[i] = byte(int32(d) + times(int32(v)-int32(d), w)) //nolint:gosec // between dst and v
	}
}

// Mask paints the constant v through a coverage row:
// dst + (v-dst)*cover/255, rounded exactly; then as Lerp does with w, where w is less than One.
func Mask(dst, cover []byte, v byte, w Weight) {
	switch {
	case w <= 0 || len(dst) == 0:
	case w == One:
		maskRow(dst, cover[:len(dst)], v)
	default:
		maskWeightRow(dst, cover[:len(dst)], v, w)
	}
}

func maskGo(dst, cover []byte, v byte) {
	for i, d := range dst {
		c := uint32(cover[i])
		dst[i] = div255(uint32(d)*(255-c) + uint32(v)*c)
	}
}

func maskWeightGo(dst, cover []byte, v byte, w Weight) {
	for i, d := range dst {
		m := Weight(times(int32(weightOfCover(cover[i])), w)) //nolint:gosec // at most w
		dst[i] = byte(int32(d) + times(int32(v)-int32(d), m)) //nolint:gosec // between dst and v
	}
}

// MaskRow paints src through a coverage row: dst + (src-dst)*w*cover/255, rounded.
func MaskRow(dst, src, cover []byte, w Weight) {
	if w > 0 && len(dst) > 0 {
		maskSrcRow(dst, src[:len(dst)], cover[:len(dst)], w)
	}
}

func maskSrcGo(dst, src, cover []byte, w Weight) {
	for i, d := range dst {
		m := Weight(times(int32(weightOfCover(cover[i])), w))      //nolint:gosec // at most w
		dst[i] = byte(int32(d) + times(int32(src[i])-int32(d), m)) //nolint:gosec // between dst and src
	}
}

// Over paints a premultiplied row: dst*(1 - w*cover/255) + pre*w. pre is the
// source times its coverage, so at most cover.
func Over(dst, pre, cover []byte, w Weight) {
	if w > 0 && len(dst) > 0 {
		overRow(dst, pre[:len(dst)], cover[:len(dst)], w)
	}
}

// overGo keeps six fractional bits until both terms are added, so that it rounds once.
func overGo(dst, pre, cover []byte, w Weight) {
	for i, d := range dst {
		keep := One - Weight(times(int32(weightOfCover(cover[i])), w)) //nolint:gosec // 0 to One
		v := times(int32(d)<<6, keep) + times(int32(pre[i])<<6, w)
		dst[i] = byte(min(255, (v+32)>>6)) //nolint:gosec // 0 to 255
	}
}

// Multiply scales one coverage row by another: dst*by/255, rounded exactly.
func Multiply(dst, by []byte) {
	if len(dst) > 0 {
		multiplyRow(dst, by[:len(dst)])
	}
}

func multiplyGo(dst, by []byte) {
	for i, d := range dst {
		dst[i] = div255(uint32(d) * uint32(by[i]))
	}
}

// Halve makes a chroma row of two luma rows: with a and b starting at the luma
// column before dst's first, dst[i] is the mean of columns 2i-1, 2i and 2i+1 of
// both, weighted 1, 2, 1, rounded. a and b hold 2*len(dst)+1 bytes at least.
func Halve(dst, a, b []byte) {
	if n := 2*len(dst) + 1; n > 1 {
		halveRow(dst, a[:n], b[:n])
	}
}

func halveGo(dst, a, b []byte) {
	for i := range dst {
		p, q := a[2*i:2*i+3:2*i+3], b[2*i:2*i+3:2*i+3]
		dst[i] = byte((int(p[0]) + 2*int(p[1]) + int(p[2]) + int(q[0]) + 2*int(q[1]) + int(q[2]) + 4) >> 3) //nolint:gosec // a mean
	}
}

// Dither paints the constant v with weight w over a row that starts at column
// x of row y of its plane, and rounds with an ordered dither, so that a ramp of
// weights over many rows shows no steps. The value before rounding has 7
// fractional bits; the pattern is Bayer's 8 by 8 matrix (B. E. Bayer, ICC 1973),
// which does not change from frame to frame and so costs an encoder least.
func Dither(dst []byte, x, y int, v byte, w Weight) {
	if len(dst) > 0 {
		ditherRow(dst, bayer[y&7][x&7:], v, w)
	}
}

func ditherGo(dst []byte, pattern []int16, v byte, w Weight) {
	for i, d := range dst {
		t := times((int32(v)-int32(d))<<7, w) + int32(d)<<7 + int32(pattern[i&7])
		dst[i] = byte(t >> 7) //nolint:gosec // at most (255<<7 + 127) >> 7
	}
}

// bayer holds the thresholds in 128ths, odd so that their mean is a half. Each
// row is repeated so that vectors of 16 can start at any column.
var bayer = func() (m [8][32]int16) {
	for y := range m {
		for x := range m[y] {
			// The matrix interleaves the bits of x^y and y, lowest first as the highest.
			v := 0
			for bit := range 3 {
				v = v<<2 | ((x^y)>>bit&1)<<1 | y>>bit&1
			}
			m[y][x] = int16(2*v + 1)
		}
	}
	return m
}()
