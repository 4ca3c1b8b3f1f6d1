package photo

import (
	"errors"
	"math"
	"sync"

	"github.com/giro-video/giro/internal/base/geom"
)

// The kernels' reach to each side, in samples of the coarser grid.
const (
	lanczosSupport = 3
	cubicSupport   = 2
)

// lanczos is the Lanczos kernel with three lobes: sinc(x) sinc(x/3).
func lanczos(x float64) float64 {
	x = math.Abs(x)
	if x >= lanczosSupport {
		return 0
	}
	if x < 1e-9 {
		return 1
	}
	x *= math.Pi
	return lanczosSupport * math.Sin(x) * math.Sin(x/lanczosSupport) / (x * x)
}

// catmullRom is the interpolating cubic of Catmull and Rom (B = 0, C = 1/2 in
// Mitchell and Netravali, "Reconstruction filters in computer graphics", 1988).
func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < cubicSupport:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// Weights are integers of weightBits fraction bits and sum to one exactly, so
// that a flat area stays flat. Between the two passes a sample keeps midBits
// fraction bits: 8 + 6 bits and the kernels' overshoot fit in an int16.
const (
	weightBits = 14
	midBits    = 6
)

// axis says how each sample along one direction is made: sample i is the sum
// over k < n of weight[i*n+k] times source sample first[i]+k.
type axis struct {
	n      int
	first  []int
	weight []int32
}

// newAxis lays out dst samples over the part [lo, hi) of size source samples,
// whose centres lie at 0.5, 1.5 and so on. Beyond the source its edge goes on.
func newAxis(dst int, lo, hi float64, size int) axis {
	step := (hi - lo) / float64(dst)
	kernel, support, scale := catmullRom, float64(cubicSupport), 1.0
	if step > 1 {
		kernel, support, scale = lanczos, lanczosSupport, step
	}
	reach := support * scale
	span := int(math.Ceil(2 * reach))
	n := min(span, size)
	a := axis{n: n, first: make([]int, dst), weight: make([]int32, dst*n)}
	w := make([]float64, n)
	for i := range dst {
		centre := lo + (float64(i)+0.5)*step - 0.5 // in source samples
		start := int(math.Floor(centre-reach)) + 1
		first := min(max(start, 0), size-n)
		clear(w)
		sum := 0.0
		for u := start; u < start+span; u++ {
			v := kernel((float64(u) - centre) / scale)
			w[min(max(u, 0), size-1)-first] += v
			sum += v
		}
		a.first[i] = first
		out := a.weight[i*n : (i+1)*n]
		rest, top := int32(1<<weightBits), 0
		for k, v := range w {
			out[k] = int32(math.Round(v / sum * (1 << weightBits)))
			rest -= out[k]
			if out[k] > out[top] {
				top = k
			}
		}
		out[top] += rest
	}
	return a
}

// resampleAll returns the part crop of each plane at w x h samples, without
// padding. crop is in samples of the whole picture. The planes come from a decoder:
// a plane with fewer samples than its size says is an error.
func resampleAll(planes []plane, crop geom.Rect, w, h int) ([][]uint8, error) {
	out := make([][]uint8, len(planes))
	errs := make([]error, len(planes))
	var wg sync.WaitGroup
	for i, p := range planes {
		wg.Go(func() {
			defer recoverInto(&errs[i])
			x := newAxis(w, crop.X0/float64(p.divX), crop.X1/float64(p.divX), p.w)
			y := newAxis(h, crop.Y0/float64(p.divY), crop.Y1/float64(p.divY), p.h)
			out[i] = p.resample(x, y)
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// resample returns the plane's samples as x and y lay them out.
func (p plane) resample(x, y axis) []uint8 {
	w, h := len(x.first), len(y.first)
	// The positions only grow, so these are all the rows that are needed.
	top, bottom := y.first[0], y.first[h-1]+y.n
	mid := make([]int16, w*(bottom-top))
	line := make([]uint8, p.w)
	for r := range bottom - top {
		row := p.pix[(top+r)*p.stride:]
		if p.step != 1 {
			for i := range line {
				line[i] = row[i*p.step]
			}
			row = line
		}
		x.horizontal(mid[r*w:(r+1)*w], row[:p.w])
	}
	out := make([]uint8, w*h)
	sum := make([]int32, w)
	for r := range h {
		y.vertical(out[r*w:(r+1)*w], sum, mid, r, top)
	}
	return out
}

// horizontal filters one source row to the intermediate row dst.
func (a axis) horizontal(dst []int16, row []uint8) {
	const shift = weightBits - midBits
	if a.n == 4 {
		for i, f := range a.first {
			s, w := row[f:f+4:f+4], a.weight[4*i:4*i+4:4*i+4]
			sum := w[0]*int32(s[0]) + w[1]*int32(s[1]) + w[2]*int32(s[2]) + w[3]*int32(s[3])
			dst[i] = int16((sum + 1<<(shift-1)) >> shift) //nolint:gosec // 14 bits and the overshoot, see midBits
		}
		return
	}
	for i, f := range a.first {
		w := a.weight[i*a.n : (i+1)*a.n]
		s := row[f : f+a.n][:len(w)]
		sum := int32(1 << (shift - 1))
		for k, v := range w {
			sum += v * int32(s[k])
		}
		dst[i] = int16(sum >> shift)
	}
}

// vertical makes row r of the result from the intermediate rows, the first of which
// belongs to row top of the source. sum is scratch memory of dst's length.
func (a axis) vertical(dst []uint8, sum []int32, mid []int16, r, top int) {
	const shift = weightBits + midBits
	w := len(dst)
	at := func(k int) []int16 {
		o := (a.first[r] - top + k) * w
		return mid[o : o+w : o+w]
	}
	weights := a.weight[r*a.n : (r+1)*a.n]
	sum = sum[:w]
	for i := range sum {
		sum[i] = 1 << (shift - 1)
	}
	k := 0
	for ; k+4 <= len(weights); k += 4 {
		w0, w1, w2, w3 := weights[k], weights[k+1], weights[k+2], weights[k+3]
		s0, s1, s2, s3 := at(k)[:w], at(k + 1)[:w], at(k + 2)[:w], at(k + 3)[:w]
		for i := range sum {
			sum[i] += w0*int32(s0[i]) + w1*int32(s1[i]) + w2*int32(s2[i]) + w3*int32(s3[i])
		}
	}
	for ; k < len(weights); k++ {
		v, s := weights[k], at(k)[:w]
		for i := range sum {
			sum[i] += v * int32(s[i])
		}
	}
	for i, v := range sum {
		dst[i] = clamp8(v >> shift)
	}
}
