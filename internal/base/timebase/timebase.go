// Package timebase does exact arithmetic on frames, samples, beats and bars.
//
// A loop is counted in whole frames from 0 and repeats: frame Frames is frame 0
// again. The beat grid divides the loop into whole bars, so that a beat's frame is
// an exact fraction of the loop's length and rounding never adds up.
package timebase

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// SampleRate is the rate of all sound inside Giro, in samples a second.
const SampleRate = 48000

// aacFrame is the number of samples in one AAC-LC access unit (ISO/IEC 14496-3).
const aacFrame = 1024

// ErrNoFit is returned by Fit when no whole number of bars reaches a permitted length.
var ErrNoFit = errors.New("no whole number of bars fits the permitted lengths")

// Rate is a frame rate in frames a second.
type Rate struct{ Num, Den int }

// FPS returns the rate of n whole frames a second.
func FPS(n int) Rate { return Rate{n, 1} }

// Float returns the rate as frames a second.
func (r Rate) Float() float64 { return float64(r.Num) / float64(r.Den) }

// Frames returns the frame count of s seconds, rounded to the nearest frame.
func (r Rate) Frames(s float64) int { return int(math.Round(s * r.Float())) }

// Seconds returns the time at which frame n starts, in seconds.
func (r Rate) Seconds(n int) float64 { return float64(n) * float64(r.Den) / float64(r.Num) }

// Duration returns the time at which frame n starts.
func (r Rate) Duration(n int) time.Duration {
	return time.Duration(math.Round(r.Seconds(n) * float64(time.Second)))
}

// Samples returns the number of samples that n frames last. It is exact when
// n is a multiple of Quantum.
func (r Rate) Samples(n int) int { return n * SampleRate * r.Den / r.Num }

// Quantum returns the smallest number of frames that lasts a whole number of
// AAC access units, so that a loop's sound decodes to exactly its length:
// 16 at 30 fps, 32 at 60 fps, 8 at 25 fps... (1024 samples at 48 kHz).
func (r Rate) Quantum() int {
	// n frames last n*48000*Den/Num samples; that must be a multiple of 1024.
	num := SampleRate * r.Den
	den := r.Num * aacFrame
	return den / gcd(num, den)
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Grid places the beats of a loop: Bars bars of BeatsPerBar beats fill exactly
// Frames frames. Stretch is the change of tempo that this needs: the tempo played
// divided by the track's own (1.004 plays 0.4 % faster).
type Grid struct {
	Rate        Rate
	Frames      int
	Bars        int
	BeatsPerBar int
	Stretch     float64
}

// Beats returns the number of beats in the loop.
func (g Grid) Beats() int { return g.Bars * g.BeatsPerBar }

// Beat returns the frame of beat b, counted from 0 and possibly fractional or
// negative, rounded to the nearest frame.
func (g Grid) Beat(b float64) int {
	return int(math.Round(b * float64(g.Frames) / float64(g.Beats())))
}

// Bar returns the frame on which bar b starts, counted from 0.
func (g Grid) Bar(b float64) int { return g.Beat(b * float64(g.BeatsPerBar)) }

// BPM returns the tempo that the grid plays, in beats a minute.
func (g Grid) BPM() float64 { return float64(g.Beats()) * 60 / g.Rate.Seconds(g.Frames) }

// MaxStretch is the largest change of tempo that Fit makes: one percent, which
// listeners do not notice.
const MaxStretch = 0.01

// Fit returns the shortest grid of at least minBars bars whose length is a multiple
// of the rate's Quantum and whose tempo differs from bpm by at most MaxStretch. The
// number of bars is a multiple of step where one at most two steps longer fits, and
// any whole number otherwise. minFrames and maxFrames bound the length (0: no
// bound). When no grid fits, the error is ErrNoFit.
func Fit(rate Rate, bpm float64, beatsPerBar, minBars, step, minFrames, maxFrames int) (Grid, error) {
	if rate.Num <= 0 || rate.Den <= 0 || beatsPerBar <= 0 || minBars <= 0 || step <= 0 || !(bpm > 0) || math.IsInf(bpm, 0) {
		return Grid{}, fmt.Errorf("fit %v beats a minute, %d a bar, from %d bars by %d, at rate %d/%d: each must be positive",
			bpm, beatsPerBar, minBars, step, rate.Num, rate.Den)
	}
	q := rate.Quantum()
	barFrames := float64(beatsPerBar) * 60 / bpm * rate.Float()
	least := max(q, (minFrames+q-1)/q*q)
	most := 1 << 40 / q * q
	if maxFrames > 0 {
		most = maxFrames / q * q
	}
	try := func(bars int) (Grid, bool) {
		ideal := barFrames * float64(bars)
		// The permitted length nearest to the ideal one.
		near := math.Round(ideal/float64(q)) * float64(q)
		frames := int(min(max(near, float64(least)), float64(most)))
		stretch := ideal / float64(frames)
		if frames < least || math.Abs(stretch-1) > MaxStretch {
			return Grid{}, false
		}
		return Grid{Rate: rate, Frames: frames, Bars: bars, BeatsPerBar: beatsPerBar, Stretch: stretch}, true
	}
	// The number of bars that reaches the least length when played as slowly as allowed.
	reach := math.Ceil(float64(least) * (1 - MaxStretch) / barFrames)
	if reach > float64(most) {
		return Grid{}, fmt.Errorf("%w: at %.4g beats a minute", ErrNoFit, bpm)
	}
	minBars = max(minBars, int(reach))
	first := (minBars + step - 1) / step * step
	// Up to two steps more than asked, a multiple of step is preferred; after that any
	// number of bars is taken.
	for bars := first; bars <= first+2*step; bars += step {
		if g, ok := try(bars); ok {
			return g, nil
		}
	}
	limit := minBars + 256
	for bars := minBars; bars < limit; bars++ {
		if g, ok := try(bars); ok {
			return g, nil
		}
	}
	return Grid{}, fmt.Errorf("%w: from %d bars at %.4g beats a minute, %d to %d frames", ErrNoFit, minBars, bpm, minFrames, maxFrames)
}
