package loudness

import "math"

// True peak after ITU-R BS.1770-4 Annex 2: the signal is oversampled four
// times and the largest magnitude taken. The annex gives one set of 48
// coefficients as an example; that set reads 0.2 dB high at a quarter and
// 0.6 dB high near the half of the sample rate. This is a sinc of 24 taps a
// phase under a Kaiser window (beta 5), flat within 0.03 dB up to 20 kHz
// (TestTruePeakFlatness). Phase 0 is the sample itself.
const (
	halfTaps   = 12
	taps       = 2 * halfTaps
	kaiserBeta = 5
)

// The phases at 1/4, 1/2 and 3/4 of a sample. The third is the first turned
// round, so both come from the same even and odd sums; the second is even.
// even[k] and odd[k] belong to the samples k and taps-1-k of the window.
type kernel struct {
	even, odd, half [halfTaps]float32
}

var interpolator = newKernel()

func newKernel() *kernel {
	var k kernel
	for i := range halfTaps {
		q, r := tap(i, 0.25), tap(taps-1-i, 0.25)
		k.even[i] = float32((q + r) / 2)
		k.odd[i] = float32((q - r) / 2)
		k.half[i] = float32(tap(i, 0.5))
	}
	return &k
}

// tap returns the weight of sample i of a window of taps samples, of which
// halfTaps-1 is the last one at or before the point that lies at part of the
// way to the next.
func tap(i int, at float64) float64 {
	t := float64(i-(halfTaps-1)) - at
	return sinc(t) * bessel(kaiserBeta*math.Sqrt(max(0, 1-t*t/(halfTaps*halfTaps)))) / bessel(kaiserBeta)
}

// sinc returns sin(πx)/(πx).
func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// bessel returns the modified Bessel function I0, by its series.
func bessel(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > 1e-16*sum; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}

// blockFrames is how many frames are interpolated at once.
const blockFrames = 256

// peak returns the largest magnitude of the oversampled signal.
func peak(samples []float32, loop bool) float32 {
	frames := len(samples) / 2
	blocks := (frames + blockFrames - 1) / blockFrames
	loudest := make([]float32, blocks)
	best := float32(0)
	for b := range loudest {
		loudest[b] = samplePeak(samples[2*b*blockFrames : 2*min((b+1)*blockFrames, frames)])
		best = max(best, loudest[b])
	}
	var w window
	var out [blockFrames]float32
	for b := range loudest {
		// No interpolated value exceeds maxGain times the largest sample it is
		// made of. Those lie in this block and its neighbours; with a short
		// last block, in the one beyond it too.
		near := loudest[b]
		for _, d := range [...]int{-2, -1, 1, 2} {
			near = max(near, loudest[((b+d)%blocks+blocks)%blocks])
		}
		if near*maxGain <= best {
			continue
		}
		start := b * blockFrames
		n := min(blockFrames, frames-start)
		w.fill(samples, start, loop)
		w.peaks(out[:n])
		best = max(best, samplePeak(out[:n]))
	}
	return best
}

// samplePeak returns the largest magnitude. It compares bit patterns, which
// order as magnitudes do once the sign is gone.
func samplePeak(samples []float32) float32 {
	m := uint32(0)
	for _, x := range samples {
		m = max(m, magnitude(x))
	}
	return math.Float32frombits(m)
}

// magnitude returns the bits of |x|.
func magnitude(x float32) uint32 { return math.Float32bits(x) &^ (1 << 31) }

// maxGain bounds from above what the interpolator makes of samples of
// magnitude 1: the sum of the magnitudes of its weights at 1/2.
var maxGain = func() float32 {
	sum := 0.0
	for i := range taps {
		sum += math.Abs(tap(i, 0.5))
	}
	return float32(sum) + 0.001
}()

// Peaks writes, for each frame n, the largest magnitude of either channel from
// frame n up to, not including, frame n+1 of the oversampled signal. dst has
// half as many values as samples. A loop is interpolated across its seam,
// other sound has silence around it.
func Peaks(dst, samples []float32, loop bool) {
	var w window
	for start := 0; start < len(dst); start += blockFrames {
		w.fill(samples, start, loop)
		w.peaks(dst[start:min(start+blockFrames, len(dst))])
	}
}

// window is a block of both channels, with the samples that interpolation
// needs before it (halfTaps-1) and after it (halfTaps).
type window struct {
	left, right [blockFrames + taps]float32
}

// fill takes the block that begins at frame start.
func (w *window) fill(samples []float32, start int, loop bool) {
	frames := len(samples) / 2
	first := start - (halfTaps - 1)
	if first >= 0 && first+len(w.left) <= frames {
		in := samples[2*first : 2*(first+len(w.left))]
		for i := range w.left {
			w.left[i], w.right[i] = in[2*i], in[2*i+1]
		}
		return
	}
	for i := range w.left {
		f := first + i
		if f < 0 || f >= frames {
			if !loop {
				w.left[i], w.right[i] = 0, 0
				continue
			}
			f = (f%frames + frames) % frames
		}
		w.left[i], w.right[i] = samples[2*f], samples[2*f+1]
	}
}

// peaks writes the peak from each frame of the block up to the next.
func (w *window) peaks(dst []float32) {
	for i := range dst {
		a := intersample((*[taps]float32)(w.left[i:]))
		b := intersample((*[taps]float32)(w.right[i:]))
		dst[i] = math.Float32frombits(max(a, b))
	}
}

// intersample returns the bits of the largest magnitude of the sample in the
// middle of x and of the three points between it and the next.
func intersample(x *[taps]float32) uint32 {
	var even, odd, half float32
	k := interpolator
	for i := range halfTaps {
		a, b := x[i], x[taps-1-i]
		s, d := a+b, a-b
		even += k.even[i] * s
		odd += k.odd[i] * d
		half += k.half[i] * s
	}
	return max(magnitude(x[halfTaps-1]), magnitude(half), magnitude(even+odd), magnitude(even-odd))
}
