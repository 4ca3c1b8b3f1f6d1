package check

import (
	"slices"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/sound/mix"
)

// SeamNeighbours is how many steps from frame to frame are measured on each side of
// the seam.
const SeamNeighbours = 8

// The limits of the seam. The step may be at most seamRatio times the median of its
// neighbours. In a picture that does not move, a step of up to seamRest levels of luma
// is allowed: rounding and encoding alone cause half a level.
const (
	seamRatio = 1.5
	seamRest  = 0.25
)

// PictureSeam is the measurement of the picture's step from its last frame to its
// first. Steps are mean absolute differences of luma between two frames, in 8-bit
// levels.
type PictureSeam struct {
	Step    float64 `json:"step"`    // from the last frame to the first
	Median  float64 `json:"median"`  // of the SeamNeighbours steps before and after
	Largest float64 `json:"largest"` // of these
	Limit   float64 `json:"limit"`   // that Step should not exceed
}

// OK reports whether the step is within the limit.
func (s PictureSeam) OK() bool { return s.Step <= s.Limit }

// SoundSeam is the measurement of the sound's step from its last sample to its first;
// full scale is 1.
type SoundSeam struct {
	Step float64 `json:"step"` // the larger of the two channels
	P999 float64 `json:"p999"` // 99.9th percentile of all steps from sample to sample
}

// OK reports whether the step is no larger than the sound's own large steps.
func (s SoundSeam) OK() bool { return s.Step <= s.P999 }

// MeasureSound returns the seam of a loop of interleaved stereo samples.
func MeasureSound(samples []float32) SoundSeam {
	step, p999 := mix.SeamStep(samples)
	return SoundSeam{Step: float64(step), P999: float64(p999)}
}

// SeamFrames returns the numbers of the frames around the seam of a loop, in
// the order in which they are shown. A loop of fewer frames gives each of them once.
func SeamFrames(frames int) []int {
	k := min(SeamNeighbours+1, frames/2)
	out := make([]int, 0, 2*k)
	for i := -k; i < k; i++ {
		out = append(out, (i+frames)%frames)
	}
	return out
}

// MeasurePicture returns the seam of a loop of the given length. next is called
// for the frames of SeamFrames in their order; a frame that it returns must stay
// unchanged until next has been called once more.
func MeasurePicture(frames int, next func(n int) (*yuv.Frame, error)) (PictureSeam, error) {
	var s PictureSeam
	var steps []float64
	var before []byte
	for i, n := range SeamFrames(frames) {
		f, err := next(n)
		if err != nil {
			return PictureSeam{}, err
		}
		if i > 0 {
			step := lumaStep(before, f.Y)
			if n == 0 {
				s.Step = step
			} else {
				steps = append(steps, step)
			}
		}
		before = f.Y
	}
	if len(steps) > 0 {
		slices.Sort(steps)
		s.Median = (steps[(len(steps)-1)/2] + steps[len(steps)/2]) / 2
		s.Largest = steps[len(steps)-1]
	}
	s.Limit = max(seamRatio*s.Median, seamRest)
	return s, nil
}

// lumaStep returns the mean absolute difference of two planes of the same size.
func lumaStep(a, b []byte) float64 {
	if len(a) == 0 {
		return 0
	}
	sum := 0
	b = b[:len(a)]
	for i, x := range a {
		d := int(x) - int(b[i])
		// The sign bit, shifted to all bits, negates without a branch.
		s := d >> 63
		sum += (d ^ s) - s
	}
	return float64(sum) / float64(len(a))
}
