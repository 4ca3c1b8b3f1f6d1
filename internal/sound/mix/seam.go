package mix

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/timebase"
)

// SeamStep returns the step across the seam of a loop, from its last frame to
// its first, the larger of the two channels, and beside it the 99.9th
// percentile of all steps from one frame to the next, the seam's included. A
// step well above it is a click.
func SeamStep(samples []float32) (step, p999 float32) {
	frames := len(samples) / 2
	if frames < 2 {
		return 0, 0
	}
	// Two passes over the bit patterns, which order as the steps do: first by
	// their upper half, then, within the half that holds the rank, by their lower.
	var upper, lower [1 << 16]int
	l, r := samples[2*frames-2], samples[2*frames-1]
	step = math.Float32frombits(stepBits(samples[0]-l, samples[1]-r))
	each := func(visit func(bits uint32)) {
		l, r := l, r
		for i := range frames {
			x, y := samples[2*i], samples[2*i+1]
			visit(stepBits(x-l, y-r))
			l, r = x, y
		}
	}
	each(func(bits uint32) { upper[bits>>16]++ })
	rank := int(math.Ceil(0.999*float64(frames))) - 1 // counted from 0, ascending
	high := find(&upper, &rank)
	each(func(bits uint32) {
		if bits>>16 == high {
			lower[bits&0xffff]++
		}
	})
	return step, math.Float32frombits(high<<16 | find(&lower, &rank))
}

// stepBits returns the bits of the larger magnitude.
func stepBits(a, b float32) uint32 {
	return max(math.Float32bits(a)&^(1<<31), math.Float32bits(b)&^(1<<31))
}

// find returns the class that holds the value of the given rank, and leaves in
// rank its rank within that class.
func find(counts *[1 << 16]int, rank *int) uint32 {
	for i, n := range counts {
		if *rank < n {
			return uint32(i)
		}
		*rank -= n
	}
	return 1<<16 - 1
}

// smoothFrames is the length of the correction of a step: 5 ms.
const smoothFrames = timebase.SampleRate / 200

// smoothSeam smooths the seam of a loop whose step there does not belong to the music,
// because there was no music after the cut to fade out. The end, mirrored about its
// last point, replaces it: it continues with the same value and slope, and fades out
// under the start over smoothFrames. The loop is returned unchanged, or a corrected
// copy.
func smoothSeam(loop []float32) []float32 {
	step, p999 := SeamStep(loop)
	if step <= p999 {
		return loop
	}
	loop = slices.Clone(loop)
	last := len(loop)/2 - 1
	after := make([]float32, 2*min(smoothFrames, last))
	for i := range len(after) / 2 {
		for c := range 2 {
			after[2*i+c] = 2*loop[2*last+c] - loop[2*(last-1-i)+c]
		}
	}
	crossfade(loop[:len(after)], after)
	return loop
}
