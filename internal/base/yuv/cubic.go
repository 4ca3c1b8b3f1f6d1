package yuv

import (
	"math"
	"sync"
)

// Axis maps the samples of a destination to positions in a source, along one
// direction: sample i shows the source at From + i*Step, counted in source samples;
// whole numbers are the centres of samples. Step is positive; above 1 it makes the
// picture smaller.
type Axis struct{ From, Step float64 }

// ChromaX returns the same mapping for the columns of the chroma planes, whose
// sample i lies on luma column 2i in both pictures.
func (a Axis) ChromaX() Axis { return Axis{a.From / 2, a.Step} }

// ChromaY returns the same mapping for the rows of the chroma planes, whose
// sample i lies at luma row 2i+1/2 in both pictures.
func (a Axis) ChromaY() Axis { return Axis{a.From/2 + (a.Step-1)/4, a.Step} }

// still reports whether no resampling is needed: sample i is source sample from+i.
func (a Axis) still() (from int, ok bool) {
	f := math.Round(a.From)
	return int(f), math.Abs(a.Step-1) < 1e-9 && math.Abs(a.From-f) < 1e-6
}

// The filter is Catmull-Rom's cubic (Keys' with a = -1/2): four taps; it passes
// through the samples and reproduces lines and parabolas exactly, which is what
// keeps a slow zoom steady. (Keys, "Cubic convolution interpolation for digital
// image processing", IEEE ASSP-29, 1981.)
//
// Making a picture smaller needs a wider filter, or fine lines flicker as they move
// over the grid: the brightness of a line then depends on its position between
// samples. With the four taps alone, that variation follows from the filter's
// transform at 1/step: 0.1 % at 1.06, where the slow zoom of a photo begins, 0.4 %
// at 1.1, but 3 % at 1.2 and 10 % at 1.3. So from blurFrom on the filter widens in
// proportion to the step, without a jump, and the variation grows no further
// (TestFineLinesDoNotShimmer).
const (
	blurFrom  = 1.1
	phaseBits = 11 // positions are rounded to 1/2048 sample
	phases    = 1 << phaseBits
	unitBits  = 14 // weights sum to exactly 1<<unitBits
	unit      = 1 << unitBits
)

// stretch returns how much wider than four taps the filter is for a step.
func stretch(step float64) float64 { return max(1, step/blurFrom) }

// tapsFor returns the number of taps for a stretch, which is even.
func tapsFor(stretch float64) int { return 2 * int(math.Ceil(2*stretch)) }

func cubic(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

// phaseTable holds the four weights for every phase; the last row is phase 0
// of the next sample.
var phaseTable = sync.OnceValue(func() *[phases][4]int16 {
	t := new([phases][4]int16)
	for i := range t {
		weigh(t[i][:], float64(i)/phases, 1)
	}
	return t
})

// weigh sets the weights of len(w) taps around a position that lies frac after
// tap len(w)/2-1. They sum to unit; the rounding error goes to the largest.
func weigh(w []int16, frac, stretch float64) {
	var sum float64
	for i := range w {
		sum += cubic((float64(i-len(w)/2+1) - frac) / stretch)
	}
	rest, top := unit, 0
	for i := range w {
		v := int(math.Round(cubic((float64(i-len(w)/2+1)-frac)/stretch) / sum * unit))
		w[i] = int16(v) //nolint:gosec // at most unit
		rest -= v
		if w[i] > w[top] {
			top = i
		}
	}
	w[top] += int16(rest)
}

// taps finds the weights of one destination sample.
type taps struct {
	axis    Axis
	stretch float64
	n       int
	table   *[phases][4]int16 // nil when stretched
}

func newTaps(a Axis) taps {
	t := taps{axis: a, stretch: stretch(a.Step)}
	t.n = tapsFor(t.stretch)
	if t.n == 4 {
		t.stretch, t.table = 1, phaseTable()
	}
	return t
}

// at returns the first of the n source samples that sample i mixes (it may lie
// outside of the source) and sets their weights.
func (t *taps) at(i int, w []int16) (first int) {
	pos := t.axis.From + float64(i)*t.axis.Step
	base := math.Floor(pos)
	if t.table == nil {
		weigh(w[:t.n], pos-base, t.stretch)
		return int(base) - t.n/2 + 1
	}
	q := int((pos-base)*phases + 0.5)
	first = int(base) - 1 + q>>phaseBits
	copy(w, t.table[q&(phases-1)][:])
	return first
}
