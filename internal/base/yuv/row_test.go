package yuv_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/base/yuv"
)

// TestRowsRoundOnce holds the row functions to their formulas in floating point.
func TestRowsRoundOnce(t *testing.T) {
	const n = 300
	rnd := rand.New(rand.NewPCG(2, 3))
	random := func() []byte {
		p := make([]byte, n)
		for i := range p {
			p[i] = byte(rnd.IntN(256))
		}
		for i := range 40 {
			p[7*i] = []byte{0, 1, 254, 255}[i%4]
		}
		return p
	}
	for _, alpha := range []float64{0, 1.0 / 255, 0.3, 0.5, 254.0 / 255, 1} {
		w := yuv.WeightOf(alpha)
		exact := alpha == 1
		for _, c := range []struct {
			name  string
			slack float64 // beyond a half
			run   func(dst, src, cover []byte)
			want  func(d, s, c float64) float64
		}{
			// A weight is off by up to 2^-16, which moves 255 levels by 0.004.
			{"Lerp", 0.005, func(d, s, _ []byte) { yuv.Lerp(d, s, w) }, func(d, s, _ float64) float64 { return d + (s-d)*alpha }},
			{"LerpColor", 0.005, func(d, _, _ []byte) { yuv.LerpColor(d, 77, w) }, func(d, _, _ float64) float64 { return d + (77-d)*alpha }},
			{"Mask", 0.02, func(d, _, c []byte) { yuv.Mask(d, c, 77, w) }, func(d, _, c float64) float64 { return d + (77-d)*alpha*c/255 }},
			{"MaskRow", 0.02, func(d, s, c []byte) { yuv.MaskRow(d, s, c, w) }, func(d, s, c float64) float64 { return d + (s-d)*alpha*c/255 }},
			{"Over", 0.04, func(d, s, c []byte) {
				for i := range s {
					s[i] = min(s[i], c[i])
				}
				yuv.Over(d, s, c, w)
			}, func(d, s, c float64) float64 { return d*(1-alpha*c/255) + min(s, c)*alpha }},
		} {
			t.Run(fmt.Sprintf("%s/%.3f", c.name, alpha), func(t *testing.T) {
				dst, src, cover := random(), random(), random()
				got, s := append([]byte{}, dst...), append([]byte{}, src...)
				c.run(got, s, cover)
				slack := c.slack
				if exact && c.name == "Mask" {
					slack = 1e-9 // promised to be exact
				}
				for i := range got {
					want := c.want(float64(dst[i]), float64(src[i]), float64(cover[i]))
					if math.Abs(float64(got[i])-want) > 0.5+slack {
						t.Fatalf("%d with %d covered by %d became %d, want %.4f", dst[i], src[i], cover[i], got[i], want)
					}
					if exact && c.name == "Lerp" && got[i] != src[i] {
						t.Fatalf("at weight One %d became %d, not %d", dst[i], got[i], src[i])
					}
				}
			})
		}
	}
}

func TestHalveIsTheMeanOfSix(t *testing.T) {
	a := []byte{10, 20, 30, 255, 255, 255, 0}
	b := []byte{0, 0, 0, 255, 255, 255, 1}
	got := make([]byte, 3)
	yuv.Halve(got, a, b)
	// (10+40+30)/8, (30+510+255 + 0+510+255)/8, (255+510+0 + 255+510+1)/8
	for i, want := range []byte{10, 195, 191} {
		if got[i] != want {
			t.Errorf("sample %d is %d, want %d", i, got[i], want)
		}
	}
}

func ExampleMask() {
	row := []byte{100, 100, 100, 100}
	yuv.Mask(row, []byte{0, 64, 128, 255}, 200, yuv.One)
	for _, v := range row {
		fmt.Println(v)
	}
	// Output:
	// 100
	// 125
	// 150
	// 200
}
