package loudness

import (
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
)

// The gating of ITU-R BS.1770-4, section 2: blocks of 400 ms that overlap by
// 75 %, so a new one every 100 ms.
const (
	hopFrames     = timebase.SampleRate / 10
	hopsPerBlock  = 4
	absoluteGate  = -70.0 // LUFS
	relativeGate  = -10.0 // LU, from the loudness of what passed the absolute gate
	loudnessShift = -0.691
)

// warmFrames is how long the filters run over a loop's end before its start is
// measured, so that their state is that of a repeating loop. The slowest pole has a
// radius of 0.995: after one second its response is below 1e-100.
const warmFrames = timebase.SampleRate

// integrated returns the gated loudness. With loop, the blocks continue across the
// seam.
func integrated(samples []float32, loop bool) Level {
	hops := hopEnergies(samples, loop)
	blocks := len(hops) - hopsPerBlock + 1
	if blocks < 1 {
		return Level{}
	}
	energy := make([]float64, blocks)
	for i := range energy {
		for _, e := range hops[i : i+hopsPerBlock] {
			energy[i] += e
		}
		energy[i] /= hopsPerBlock * hopFrames
	}
	mean, ok := meanAbove(energy, fromLUFS(absoluteGate))
	if !ok {
		return Level{}
	}
	mean, ok = meanAbove(energy, max(mean*math.Pow(10, relativeGate/10), fromLUFS(absoluteGate)))
	if !ok {
		return Level{}
	}
	return Level{DB: loudnessShift + 10*math.Log10(mean), OK: true}
}

// fromLUFS returns the mean square, summed over the channels, of a loudness.
func fromLUFS(lufs float64) float64 { return math.Pow(10, (lufs-loudnessShift)/10) }

// meanAbove returns the mean of the values above gate; ok is false if there are none.
func meanAbove(values []float64, gate float64) (mean float64, ok bool) {
	n := 0
	for _, v := range values {
		if v > gate {
			mean += v
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	return mean / float64(n), true
}

// hopEnergies returns the K-weighted energy, the sum of squares over both
// channels, of each whole hop of 100 ms. A loop gives one hop for each whole
// 100 ms (at least one) and the three after them, which complete the last
// blocks round the circle.
func hopEnergies(samples []float32, loop bool) []float64 {
	frames := len(samples) / 2
	if frames == 0 {
		return nil
	}
	var f kFilter
	hops := frames / hopFrames
	at := 0
	if loop {
		hops = max(hops, 1) + hopsPerBlock - 1
		at = ((-warmFrames)%frames + frames) % frames
		for left := warmFrames; left > 0; {
			n := min(left, frames-at)
			f.energy(samples[2*at : 2*(at+n)])
			left -= n
			at = (at + n) % frames
		}
	}
	out := make([]float64, hops)
	for i := range out {
		for left := hopFrames; left > 0; {
			n := min(left, frames-at)
			out[i] += f.energy(samples[2*at : 2*(at+n)])
			left -= n
			at += n
			if at == frames {
				at = 0
			}
		}
	}
	return out
}

// The K-weighting of ITU-R BS.1770-4 Annex 1, tables 1 and 2, for 48 kHz:
// a high shelf for the head, then the high-pass RLB curve, whose numerator is
// 1, -2, 1.
const (
	shelfB0 = 1.53512485958697
	shelfB1 = -2.69169618940638
	shelfB2 = 1.19839281085285
	shelfA1 = -1.69065929318241
	shelfA2 = 0.73248077421585
	rlbA1   = -1.99004745483398
	rlbA2   = 0.99007225036621
)

// kFilter is the state of the K-weighting of both channels: two second-order
// sections each, in transposed direct form II.
type kFilter struct {
	left, right [4]float64
}

// energy filters interleaved samples and returns the sum of their squares.
func (f *kFilter) energy(samples []float32) float64 {
	l, r := f.left, f.right
	sum := 0.0
	for len(samples) >= 2 {
		x, z := float64(samples[0]), float64(samples[1])
		samples = samples[2:]

		y := shelfB0*x + l[0]
		l[0] = shelfB1*x - shelfA1*y + l[1]
		l[1] = shelfB2*x - shelfA2*y
		v := y + l[2]
		l[2] = -2*y - rlbA1*v + l[3]
		l[3] = y - rlbA2*v

		u := shelfB0*z + r[0]
		r[0] = shelfB1*z - shelfA1*u + r[1]
		r[1] = shelfB2*z - shelfA2*u
		w := u + r[2]
		r[2] = -2*u - rlbA1*w + r[3]
		r[3] = u - rlbA2*w

		sum += v*v + w*w
	}
	// In silence the state fades into denormal numbers, which are slow.
	for i := range l {
		if math.Abs(l[i]) < 1e-30 {
			l[i] = 0
		}
		if math.Abs(r[i]) < 1e-30 {
			r[i] = 0
		}
	}
	f.left, f.right = l, r
	return sum
}
