package yuv

import (
	"image"
	"image/color"
)

// FromImage converts a picture to a frame. Its size must be positive and even.
// Pixels that are not opaque are blended with black.
//
// A chroma sample at column 2i, between rows 2j and 2j+1, is the mean of the six
// pixels around it, weighted 1, 2, 1 across (columns 2i-1, 2i and 2i+1; before the
// first column it is repeated) and equally down. The mean is taken of R, G and B
// before the matrix; both are linear, so the result is the same and is rounded once.
func FromImage(img image.Image) *Frame {
	b := img.Bounds()
	f := NewFrame(b.Dx(), b.Dy())
	row := rowReader(img)
	// rgb holds two rows, three bytes a pixel, with one pixel before the first.
	var rgb [2][]byte
	for i := range rgb {
		rgb[i] = make([]byte, 3+3*f.W)
	}
	for y := 0; y < f.H; y += 2 {
		for i := range rgb {
			row(rgb[i][3:], b.Min.Y+y+i)
			copy(rgb[i][:3], rgb[i][3:6])
			lumaRow(f.Y[(y+i)*f.W:][:f.W], rgb[i][3:])
		}
		c := y / 2 * (f.W / 2)
		chromaRow(f.U[c:][:f.W/2], f.V[c:][:f.W/2], rgb[0], rgb[1])
	}
	return f
}

func lumaRow(dst, rgb []byte) {
	for x := range dst {
		p := rgb[3*x : 3*x+3 : 3*x+3]
		// lumaOf, spelt out in 32 bits: the greatest dividend is under 2^30.
		v := 219*(kr*uint32(p[0])+kg*uint32(p[1])+kb*uint32(p[2])) + 16*lumaDen + lumaDen/2
		dst[x] = uint8(v / lumaDen) //nolint:gosec // 16 to 235 by construction
	}
}

func chromaRow(u, v, top, bottom []byte) {
	v = v[:len(u)]
	for x := range u {
		a := top[6*x : 6*x+9 : 6*x+9]
		b := bottom[6*x : 6*x+9 : 6*x+9]
		sum := func(i int) int {
			return int(a[i]) + 2*int(a[i+3]) + int(a[i+6]) + int(b[i]) + 2*int(b[i+3]) + int(b[i+6])
		}
		u[x], v[x] = chromaOf(sum(0), sum(1), sum(2), 8)
	}
}

// rowReader returns a function that writes row y of img as R, G, B bytes.
func rowReader(img image.Image) func(dst []byte, y int) {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.NRGBA:
		return func(dst []byte, y int) { packNRGBA(dst, m.Pix[m.PixOffset(b.Min.X, y):][:4*b.Dx()]) }
	case *image.RGBA: // premultiplied, so over black as it is
		return func(dst []byte, y int) { packRGBA(dst, m.Pix[m.PixOffset(b.Min.X, y):][:4*b.Dx()]) }
	}
	return func(dst []byte, y int) {
		for x := range b.Dx() {
			c := color.RGBAModel.Convert(img.At(b.Min.X+x, y)).(color.RGBA) //nolint:forcetypeassert,errcheck // what the model returns
			dst[3*x], dst[3*x+1], dst[3*x+2] = c.R, c.G, c.B
		}
	}
}

func packRGBA(dst, pix []byte) {
	for len(pix) >= 4 && len(dst) >= 3 {
		dst[0], dst[1], dst[2] = pix[0], pix[1], pix[2]
		dst, pix = dst[3:], pix[4:]
	}
}

func packNRGBA(dst, pix []byte) {
	for len(pix) >= 4 && len(dst) >= 3 {
		dst[0], dst[1], dst[2] = pix[0], pix[1], pix[2]
		if a := uint32(pix[3]); a != 255 {
			for i := range 3 {
				dst[i] = div255(uint32(pix[i]) * a)
			}
		}
		dst, pix = dst[3:], pix[4:]
	}
}

// div255 returns v/255 rounded to the nearest, for v up to 255*255. Jim Blinn,
// "Three wrongs make a right" (IEEE CG&A, 1995); the test tries every v.
func div255(v uint32) uint8 {
	v += 128
	return uint8((v + v>>8) >> 8) //nolint:gosec // at most 255
}

// ToRGB converts the frame for a still, rounded to the nearest and clamped to
// the sRGB gamut. Chroma is interpolated between its samples, linearly, where
// they lie: an even column has its own, an odd one the mean of its neighbours;
// a row takes three quarters of the nearer chroma row and a quarter of the other.
func ToRGB(f *Frame) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, f.W, f.H))
	cw, ch := f.W/2, f.H/2
	// One chroma row at the height of the luma row, times 4.
	u, v := make([]int, cw), make([]int, cw)
	for y := range f.H {
		near := y / 2
		far := min(max(near-1+2*(y%2), 0), ch-1)
		blend := func(dst []int, p []byte) {
			a, b := p[near*cw:][:cw], p[far*cw:][:cw]
			for i := range dst {
				dst[i] = 3*int(a[i]) + int(b[i])
			}
		}
		blend(u, f.U)
		blend(v, f.V)
		row := img.Pix[y*img.Stride:][:4*f.W]
		for x := range f.W {
			i := x / 2
			j := min(i+x%2, cw-1)
			pixel(row[4*x:][:4], int(f.Y[y*f.W+x]), u[i]+u[j], v[i]+v[j])
		}
	}
	return img
}

// pixel converts one pixel; u and v are times 8. The factors are those of
// toRGB times 2^20, divided by 8 for the chroma; each is off by at most a half,
// which together come to less than a thousandth of a level.
func pixel(dst []byte, y, u, v int) {
	const (
		one = 1 << 20
		den = 8 * 224 * 10_000
		l   = (one*255 + 219/2) / 219
		cr  = (one*255*15_748 + den/2) / den
		cb  = (one*255*18_556 + den/2) / den
		gr  = (one*255*15_748*kr/kg + den/2) / den
		gb  = (one*255*18_556*kb/kg + den/2) / den
	)
	luma := (y-16)*l + one/2
	u -= 128 * 8
	v -= 128 * 8
	dst[0] = clampInt((luma + v*cr) >> 20)
	dst[1] = clampInt((luma - v*gr - u*gb) >> 20)
	dst[2] = clampInt((luma + u*cb) >> 20)
	dst[3] = 255
}

func clampInt(v int) uint8 { return uint8(min(255, max(0, v))) }
