package yuv

import (
	"bytes"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

func TestWeightsSumToOne(t *testing.T) {
	for _, step := range []float64{0.2, 1, 1.1, 1.2, 1.7, 2.3, 5.5} {
		tp := newTaps(Axis{0.123, step})
		w := make([]int16, tp.n)
		for i := range 4000 {
			first := tp.at(i, w)
			sum, moment := 0, 0.0
			for k, v := range w {
				sum += int(v)
				moment += float64(v) * float64(first+k)
			}
			if sum != unit {
				t.Fatalf("step %v: the weights of sample %d sum to %d", step, i, sum)
			}
			pos := 0.123 + float64(i)*step
			// A filter that follows a slope exactly has its mean at its place.
			// The widened one, sampled, does so only nearly.
			slack := 0.0006
			if step > blurFrom {
				slack = 0.03
			}
			if d := moment/unit - pos; math.Abs(d) > slack {
				t.Fatalf("step %v: sample %d lies at %.5f, its weights at %.5f", step, i, pos, moment/unit)
			}
		}
	}
}

// exact resamples one plane by the definition of the filter.
func exact(p Plane, x, y Axis, i, j int, lo, hi float64) float64 {
	line := func(a Axis, i, n int, at func(k int) float64) float64 {
		pos, wide := a.From+float64(i)*a.Step, max(1, a.Step/blurFrom)
		var sum, weight float64
		for k := int(math.Floor(pos - 2*wide)); k <= int(math.Ceil(pos+2*wide)); k++ {
			w := cubic((float64(k) - pos) / wide)
			sum += w * at(min(max(k, 0), n-1))
			weight += w
		}
		return sum / weight
	}
	v := line(y, j, p.H, func(r int) float64 {
		return line(x, i, p.W, func(c int) float64 { return float64(p.Pix[r*p.W+c]) })
	})
	return min(hi, max(lo, v))
}

func TestResampleMatchesTheDefinition(t *testing.T) {
	t.Run("fast", resampleMatches)
	t.Run("go", func(t *testing.T) { withGo(func() { resampleMatches(t) }) })
}

func resampleMatches(t *testing.T) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(9, 9))
	for i := range 40 {
		sw, sh := 2*(1+rnd.IntN(40)), 2*(1+rnd.IntN(40))
		src := noise(sw, sh, uint64(i))
		x := Axis{rnd.Float64()*20 - 5, math.Exp(rnd.Float64()*3 - 1.5)}
		y := Axis{rnd.Float64()*20 - 5, math.Exp(rnd.Float64()*3 - 1.5)}
		if i%4 == 0 { // whole samples
			x, y = Axis{math.Floor(x.From), 1}, Axis{math.Floor(y.From), 1}
		}
		dst := NewFrame(2*(1+rnd.IntN(40)), 2*(1+rnd.IntN(40)))
		var r Resampler
		r.Aim(src, x, y, 0, dst.W)
		r.Draw(dst, image.Rect(0, 0, dst.W, dst.H))
		for plane := range 3 {
			px, py, hi := x, y, 235.0
			if plane > 0 {
				// Luma places a sample at (2i, 2j+1/2): map that, and count in chroma samples.
				px = Axis{x.From / 2, x.Step}
				py = Axis{(y.From + 0.5*y.Step - 0.5) / 2, y.Step}
				hi = 240
			}
			p := dst.Plane(plane)
			for k, got := range p.Pix {
				want := exact(src.Plane(plane), px, py, k%p.W, k/p.W, 16, hi)
				// A phase is off by up to a 4096th of a sample, and neighbours
				// differ by up to 224 levels; then comes the rounding.
				if math.Abs(float64(got)-want) > 0.5+0.25 {
					t.Fatalf("case %d, %v %v: plane %d at (%d, %d) is %d, want %.3f", i, x, y, plane, k%p.W, k/p.W, got, want)
				}
			}
		}
	}
}

// The rows given to a sink are those that Draw paints.
type collect struct {
	dst *Frame
	n   int
}

func (c *collect) Row(plane, y, x int, px []byte) {
	copy(c.dst.Plane(plane).Row(y, x, x+len(px)), px)
	c.n++
}

func TestRowsAreTheSameInAnyRectangle(t *testing.T) {
	src := noise(90, 70, 4)
	for _, a := range []Axis{{3.3, 0.9}, {2, 1}, {1.5, 1}, {0.2, 1.07}, {-1, 1.5}} {
		whole, parts := NewFrame(64, 48), NewFrame(64, 48)
		var r Resampler
		r.Aim(src, a, a, 0, 64)
		r.Draw(whole, image.Rect(0, 0, 64, 48))
		sink := collect{dst: parts}
		for _, rect := range []image.Rectangle{
			image.Rect(0, 0, 64, 6), image.Rect(0, 6, 22, 48), image.Rect(22, 6, 24, 48), image.Rect(24, 6, 64, 48),
		} {
			for plane := range 3 {
				r.Rows(plane, rect, &sink)
			}
		}
		if !bytes.Equal(whole.Pix, parts.Pix) {
			t.Errorf("%v: parts differ from the whole", a)
		}
		if sink.n == 0 {
			t.Errorf("%v: no rows came", a)
		}
	}
}

// Lines of 1.5 px on a slow zoom keep their strength wherever they fall on the
// grid: the ripple is within the 0.4 % that blurFrom grants, and rounding.
func TestFineLinesDoNotShimmer(t *testing.T) {
	const w, h, pitch, field, line = 400, 8, 10, 60, 200
	src := NewFrame(w, h)
	for y := range h {
		for x := range w {
			src.Y[y*w+x] = field
			switch x % pitch {
			case 4:
				src.Y[y*w+x] = line
			case 5:
				src.Y[y*w+x] = (field + line) / 2
			}
		}
	}
	for _, step := range []float64{0.97, 1.03, 1.06, 1.1, 1.3, 1.6} {
		t.Run(fmt.Sprint(step), func(t *testing.T) {
			var lo, hi float64
			dst := NewFrame(200, h)
			var r Resampler
			for i := range 40 {
				from := 20 + float64(i)*0.031
				r.Aim(src, Axis{from, step}, Axis{0, 1}, 0, dst.W)
				r.Draw(dst, image.Rect(0, 0, dst.W, h))
				// What each line adds to the field, in source pixels.
				for n := 5; n < 10; n++ {
					mid := (float64(n*pitch) + 4.3 - from) / step
					var sum float64
					for x := int(mid - pitch/step/2); x < int(mid-pitch/step/2)+int(math.Round(pitch/step)); x++ {
						sum += float64(dst.Y[4*dst.W+x]) - field
					}
					sum *= step
					if lo == 0 {
						lo, hi = sum, sum
					}
					lo, hi = min(lo, sum), max(hi, sum)
				}
			}
			const whole = 1.5 * (line - field)
			if lo < 0.97*whole || hi > 1.03*whole {
				t.Errorf("lines add up to %.2f to %.2f of their strength", lo/whole, hi/whole)
			}
		})
	}
}

func TestResamplerAllocatesNothing(t *testing.T) {
	src, dst := noise(200, 200, 1), NewFrame(160, 160)
	var r Resampler
	i := 0.0
	draw := func() {
		i += 0.01
		r.Aim(src, Axis{i, 1.05 + i/100}, Axis{i, 1.05}, 0, dst.W)
		r.Draw(dst, image.Rect(0, 0, dst.W, dst.H))
	}
	draw()
	if n := testing.AllocsPerRun(20, draw); n != 0 {
		t.Errorf("drawing allocates %v times", n)
	}
	row := make([]byte, 100)
	if n := testing.AllocsPerRun(20, func() {
		Mask(row, row, 3, One)
		Mask(row[:20], row, 3, 99)
		Lerp(row[:9], row, 99)
		Dither(row[:40], 1, 2, 3, 400)
	}); n != 0 {
		t.Errorf("painting rows allocates %v times", n)
	}
}

func TestDitherShowsTheMean(t *testing.T) {
	// Over 8 by 8 samples the mean of a dithered value is the value.
	for _, w := range []Weight{100, 5000, 12345, 31000} {
		sum := 0
		for y := range 8 {
			row := bytes.Repeat([]byte{200}, 8)
			Dither(row, 0, y, 40, w)
			for _, v := range row {
				sum += int(v)
			}
		}
		want := 200 - 160*float64(w)/float64(One)
		if got := float64(sum) / 64; math.Abs(got-want) > 1.0/64+1.0/128 {
			t.Errorf("weight %d: mean %.3f, want %.3f", w, got, want)
		}
	}
}

func TestDiv255IsExact(t *testing.T) {
	for v := range uint32(255*255 + 1) {
		if got, want := div255(v), byte((2*v+255)/510); got != want {
			t.Fatalf("%d/255 is %d, want %d", v, got, want)
		}
	}
}
