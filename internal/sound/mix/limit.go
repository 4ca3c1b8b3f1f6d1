package mix

import (
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
)

const (
	// lookFrames is how long before a peak the limiter begins to reduce the gain: 2 ms.
	lookFrames = timebase.SampleRate / 500
	// holdFrames is how far on both sides of a peak the gain stays down. It is
	// longer than the look-ahead by the reach of the interpolation, so that
	// the gain rests where a peak between samples is made.
	holdFrames = lookFrames + 12
	// releaseFrames is the time constant with which the gain rises again: 100 ms.
	releaseFrames = timebase.SampleRate / 10
)

// limiter keeps the true peak of a loop under a ceiling. It treats the loop as
// circular: look-ahead and release continue across the seam.
type limiter struct {
	loop  []float32
	peaks []float32 // true peak from each frame up to the next, before any gain
	curve []float64 // the gain of each frame
	next  []float64 // the same, while it is being smoothed
	queue []int
}

func newLimiter(loop []float32) *limiter {
	frames := len(loop) / 2
	l := &limiter{
		loop:  loop,
		peaks: make([]float32, frames),
		curve: make([]float64, frames),
		next:  make([]float64, frames),
	}
	loudness.Peaks(l.peaks, loop, true)
	return l
}

// apply writes the loop to out, amplified by gainDB and limited to ceilingDB,
// and returns by how much it was reduced at the most.
func (l *limiter) apply(out []float32, gainDB, ceilingDB float64) (reductionDB float64) {
	gain := fromDB(gainDB)
	limit := fromDB(ceilingDB) / gain
	for i, p := range l.peaks {
		l.curve[i] = 1
		if v := float64(p); v > limit {
			l.curve[i] = limit / v
		}
	}
	l.release(l.hold())
	l.smooth()
	least := 1.0
	for i, g := range l.curve {
		least = min(least, g)
		f := float32(g * gain)
		out[2*i] = l.loop[2*i] * f
		out[2*i+1] = l.loop[2*i+1] * f
	}
	return -20 * math.Log10(least)
}

// hold replaces each gain by the least within holdFrames on either side, and
// returns where the least of all is.
func (l *limiter) hold() (lowest int) {
	frames := len(l.curve)
	reach := min(holdFrames, (frames-1)/2)
	// The queue holds frames of rising gain, the first of which is the least of the
	// window; a frame of less gain removes those before it.
	l.queue = l.queue[:0]
	head := 0
	at := func(i int) float64 { return l.curve[(i+frames)%frames] }
	for i := -reach; i < frames+reach; i++ {
		v := at(i)
		for len(l.queue) > head && at(l.queue[len(l.queue)-1]) >= v {
			l.queue = l.queue[:len(l.queue)-1]
		}
		l.queue = append(l.queue, i)
		n := i - reach
		if n < 0 {
			continue
		}
		for l.queue[head] < n-reach {
			head++
		}
		l.next[n] = at(l.queue[head])
		if l.next[n] < l.next[lowest] {
			lowest = n
		}
	}
	l.curve, l.next = l.next, l.curve
	return lowest
}

// release lets the gain rise no faster than releaseFrames allows. It starts at the
// least gain, which does not change, and goes once around the loop: the result is that
// of a limiter that has run for many repeats.
func (l *limiter) release(lowest int) {
	rise := 1 - math.Exp(-1.0/releaseFrames)
	g := l.curve[lowest]
	for _, part := range [...][]float64{l.curve[lowest:], l.curve[:lowest]} {
		for i, v := range part {
			g = min(v, g+(1-g)*rise)
			part[i] = g
		}
	}
}

// smooth averages the gain twice, over lookFrames before each frame and over as
// many after it. That is a triangle of twice the look-ahead, within the reach
// of hold, so no peak gets more gain than it may.
func (l *limiter) smooth() {
	frames := len(l.curve)
	reach := min(lookFrames, (frames-1)/2)
	average := func(dst, src []float64, first int) {
		sum := 0.0
		for i := first; i <= first+reach; i++ {
			sum += src[(i+frames)%frames]
		}
		for i := range dst {
			dst[i] = sum / float64(reach+1)
			sum += src[(first+i+reach+1+frames)%frames] - src[(first+i+frames)%frames]
		}
	}
	average(l.next, l.curve, -reach)
	average(l.curve, l.next, 0)
}
