package photo

import (
	"image"
	"image/draw"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/media/sniff"
)

// plane is one channel of a picture: sample (x, y) is pix[y*stride+x*step].
// It covers the same area as the whole picture with 1/divX of its columns and
// 1/divY of its rows, rounded up.
type plane struct {
	pix          []uint8
	stride, step int
	w, h         int
	divX, divY   int
}

// ycbcrPlanes returns the planes Y, Cb and Cr of m.
func ycbcrPlanes(m *image.YCbCr) []plane {
	r := m.Rect
	dx, dy := 1, 1
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio444:
	case image.YCbCrSubsampleRatio422:
		dx = 2
	case image.YCbCrSubsampleRatio420:
		dx, dy = 2, 2
	case image.YCbCrSubsampleRatio440:
		dy = 2
	case image.YCbCrSubsampleRatio411:
		dx = 4
	case image.YCbCrSubsampleRatio410:
		dx, dy = 4, 2
	}
	c := m.COffset(r.Min.X, r.Min.Y)
	cw, ch := (r.Dx()+dx-1)/dx, (r.Dy()+dy-1)/dy
	return []plane{
		{pix: m.Y[m.YOffset(r.Min.X, r.Min.Y):], stride: m.YStride, step: 1, w: r.Dx(), h: r.Dy(), divX: 1, divY: 1},
		{pix: m.Cb[c:], stride: m.CStride, step: 1, w: cw, h: ch, divX: dx, divY: dy},
		{pix: m.Cr[c:], stride: m.CStride, step: 1, w: cw, h: ch, divX: dx, divY: dy},
	}
}

// greyPlane returns the only plane of m.
func greyPlane(m *image.Gray) plane {
	return plane{pix: m.Pix, stride: m.Stride, step: 1, w: m.Rect.Dx(), h: m.Rect.Dy(), divX: 1, divY: 1}
}

// rgbaPlanes returns the planes R, G and B of m, which must be opaque.
func rgbaPlanes(m *image.RGBA) []plane {
	out := make([]plane, 3)
	for i := range out {
		out[i] = plane{pix: m.Pix[i:], stride: m.Stride, step: 4, w: m.Rect.Dx(), h: m.Rect.Dy(), divX: 1, divY: 1}
	}
	return out
}

// flatten draws the part of m that crop needs over white, and returns it with
// the crop in its coordinates. w and h are the size that crop will have. It uses the
// standard library because imaging 1.6.2 does not check the indices of a palette
// (CVE-2023-36308).
func flatten(m image.Image, crop geom.Rect, w, h float64) (*image.RGBA, geom.Rect) {
	b := m.Bounds()
	// The kernel reads beyond the crop by its support, at the coarser of both scales.
	px := lanczosSupport*max(1, crop.W()/w) + 1
	py := lanczosSupport*max(1, crop.H()/h) + 1
	need := image.Rect(
		int(math.Floor(crop.X0-px)), int(math.Floor(crop.Y0-py)),
		int(math.Ceil(crop.X1+px)), int(math.Ceil(crop.Y1+py)),
	).Intersect(image.Rectangle{Max: b.Size()})
	flat := image.NewRGBA(image.Rectangle{Max: need.Size()})
	draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Rect, m, b.Min.Add(need.Min), draw.Over)
	return flat, crop.Add(-float64(need.Min.X), -float64(need.Min.Y))
}

// limited reports whether the photo's Y'CbCr has the limited range of video. Lossy
// WebP has it (RFC 9649, section 4: VP8, so Rec. 601), although the decoder returns
// it as image.YCbCr, which stands for the full range of JFIF.
func (p *Photo) limited() bool {
	_, ok := p.img.(*image.YCbCr)
	return ok && p.info.Kind == sniff.WebP
}

// widen converts the limited range of a lossy WebP with transparency to the full one
// that image.YCbCr stands for, in place: it is blended before its planes are read.
func widen(m *image.YCbCr) {
	const half = 1 << 15
	var luma, chroma [256]uint8
	for i := range luma {
		v := int32(i)
		luma[i] = clamp8(((v-16)*76309 + half) >> 16)
		chroma[i] = clamp8(128 + (((v-128)*74606 + half) >> 16)) // 255/224
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = chroma[m.Cb[i]], chroma[m.Cr[i]]
	}
}

// packRGB writes the planes R, G, B to pix as opaque NRGBA.
func packRGB(pix []uint8, planes [][]uint8) {
	r, g, b := planes[0], planes[1], planes[2]
	g, b = g[:len(r)], b[:len(r)]
	pix = pix[:4*len(r)]
	for i := range r {
		p := pix[4*i : 4*i+4 : 4*i+4]
		p[0], p[1], p[2], p[3] = r[i], g[i], b[i], 255
	}
}

// packGrey writes the only plane to pix as opaque grey.
func packGrey(pix []uint8, planes [][]uint8) {
	packRGB(pix, [][]uint8{planes[0], planes[0], planes[0]})
}

// packJFIF converts the planes Y, Cb, Cr to opaque NRGBA (ITU-T T.871, clause 7):
// R = Y + 1.402 (Cr-128), G = Y - 0.344136 (Cb-128) - 0.714136 (Cr-128),
// B = Y + 1.772 (Cb-128), here with 16 bits of fraction.
func packJFIF(pix []uint8, planes [][]uint8) {
	packYCbCr(pix, planes, 0, 65536, 91881, 22554, 46802, 116130)
}

// packLimited does the same for the limited range of Rec. ITU-R BT.601: Y from
// 16 to 235, Cb and Cr from 16 to 240; the factors are those of packJFIF times
// 255/219 and 255/224.
func packLimited(pix []uint8, planes [][]uint8) {
	packYCbCr(pix, planes, 16, 76309, 104597, 25675, 53279, 132201)
}

func packYCbCr(pix []uint8, planes [][]uint8, black, ky, kr, kgb, kgr, kb int32) {
	const half = 1 << 15
	ys, cbs, crs := planes[0], planes[1], planes[2]
	cbs, crs = cbs[:len(ys)], crs[:len(ys)]
	pix = pix[:4*len(ys)]
	for i, v := range ys {
		y := (int32(v)-black)*ky + half
		cb, cr := int32(cbs[i])-128, int32(crs[i])-128
		p := pix[4*i : 4*i+4 : 4*i+4]
		p[0] = clamp8((y + kr*cr) >> 16)
		p[1] = clamp8((y - kgb*cb - kgr*cr) >> 16)
		p[2] = clamp8((y + kb*cb) >> 16)
		p[3] = 255
	}
}

// clamp8 returns v limited to 0..255.
func clamp8(v int32) uint8 {
	if uint32(v) <= 255 { //nolint:gosec // a negative v becomes large on purpose
		return uint8(v) //nolint:gosec // checked
	}
	return uint8(^(v >> 31)) //nolint:gosec // all ones above 255, zero below 0
}
