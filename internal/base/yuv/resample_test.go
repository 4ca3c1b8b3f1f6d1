package yuv

import (
	"bytes"
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

func noise(w, h int, seed uint64) *Frame {
	rnd := rand.New(rand.NewPCG(seed, 1))
	f := NewFrame(w, h)
	for i := range f.Y {
		f.Y[i] = byte(16 + rnd.IntN(220))
	}
	for i := range f.U {
		f.U[i], f.V[i] = byte(16+rnd.IntN(225)), byte(16+rnd.IntN(225))
	}
	return f
}

func BenchmarkResample(b *testing.B) {
	src := noise(1146, 2036, 1)
	dst := NewFrame(1080, 1920)
	rect := image.Rect(0, 0, 1080, 1920)
	for _, k := range []struct {
		name string
		step float64
	}{{"1.03", 1.03}, {"0.7", 0.7}, {"1.4", 1.4}, {"1.9", 1.9}, {"still", 1}} {
		var r Resampler
		i := 0.0
		loop := func(b *testing.B) {
			b.SetBytes(int64(len(dst.Pix)))
			for b.Loop() {
				i++
				a := Axis{math.Mod(i, 30) / 32, k.step}
				if k.step == 1 {
					a.From = 4
				}
				r.Aim(src, a, a, 0, 1080)
				r.Draw(dst, rect)
			}
		}
		b.Run(k.name+"/fast", loop)
		if k.step == 1.03 {
			b.Run(k.name+"/go", func(b *testing.B) { withGo(func() { loop(b) }) })
		}
	}
}

func TestResampleMatchesItsReference(t *testing.T) {
	if !useAVX2 {
		t.Skip("no AVX2 here")
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range 120 {
		sw, sh := 2+2*rnd.IntN(80), 2+2*rnd.IntN(40)
		dw, dh := 2+2*rnd.IntN(80), 2+2*rnd.IntN(40)
		src := noise(sw, sh, uint64(i))
		x := Axis{rnd.Float64()*float64(sw) - 5, math.Exp(rnd.Float64()*3 - 1.5)}
		y := Axis{rnd.Float64()*float64(sh) - 5, math.Exp(rnd.Float64()*3 - 1.5)}
		if i%10 == 0 {
			x, y = Axis{float64(rnd.IntN(9)), 1}, Axis{float64(rnd.IntN(9)) - 4, 1}
		}
		rect := image.Rect(2*rnd.IntN(dw/2), 2*rnd.IntN(dh/2), 0, 0)
		rect.Max = image.Pt(rect.Min.X+2+2*rnd.IntN((dw-rect.Min.X)/2), rect.Min.Y+2+2*rnd.IntN((dh-rect.Min.Y)/2))
		draw := func() *Frame {
			var r Resampler
			dst := NewFrame(dw, dh)
			r.Aim(src, x, y, 0, dw)
			r.Draw(dst, rect)
			return dst
		}
		fast := draw()
		var slow *Frame
		withGo(func() { slow = draw() })
		if !bytes.Equal(fast.Pix, slow.Pix) {
			t.Fatalf("case %d: %dx%d to %dx%d by %v, %v in %v: the kernels differ from their reference", i, sw, sh, dw, dh, x, y, rect)
		}
	}
}
