// Package yuv holds video frames in planar Y'CbCr 4:2:0, BT.709, limited
// range, 8 bit: the encoder's own format, in which Giro composes.
//
// Luma runs from 16 (black) to 235 (white), chroma from 16 to 240 around 128
// (Rec. ITU-R BT.709-6, table 4). Chroma samples are sited as H.264 expects
// when nothing else is signalled: horizontally on the even luma columns,
// vertically between two luma rows ("left", ITU-T H.264 annex E, type 0).
// The standard library's image/color YCbCr is JFIF (BT.601, full range): do not use
// it on these frames.
package yuv

import "fmt"

// Frame is one picture. Plane Y has H rows of W bytes, planes U (Cb) and V (Cr)
// have H/2 rows of W/2 bytes, without padding: len(Y) = W*H and
// len(U) = len(V) = W*H/4. Y, U and V are consecutive parts of Pix, so that Pix
// is what ffmpeg calls rawvideo yuv420p.
type Frame struct {
	W, H    int
	Pix     []byte
	Y, U, V []byte
}

// NewFrame returns a black frame. w and h must be positive and even.
func NewFrame(w, h int) *Frame {
	if w <= 0 || h <= 0 || w%2 != 0 || h%2 != 0 {
		panic(fmt.Sprintf("yuv: frame size %dx%d is not positive and even", w, h))
	}
	n := w * h
	pix := make([]byte, n+n/2)
	f := &Frame{W: w, H: h, Pix: pix, Y: pix[:n:n], U: pix[n : n+n/4 : n+n/4], V: pix[n+n/4:]}
	f.Fill(Color{16, 128, 128})
	return f
}

// Color is one colour as limited-range BT.709 Y'CbCr.
type Color struct{ Y, U, V uint8 }

// Fill sets the whole frame to c.
func (f *Frame) Fill(c Color) {
	Fill(f.Y, c.Y)
	Fill(f.U, c.U)
	Fill(f.V, c.V)
}
