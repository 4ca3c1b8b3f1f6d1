package mix_test

import (
	"math"
	"math/rand/v2"

	"github.com/giro-video/giro/internal/base/timebase"
)

const rate = timebase.SampleRate

// music returns a made-up piece of the given tempo and length: chords that
// change with every bar, a bass, a click of noise on every beat and a louder
// one on the first, never twice the same. lead seconds of it come before the
// first bar.
func music(bpm float64, beatsPerBar int, lead, seconds float64) []float32 {
	r := rand.New(rand.NewPCG(7, uint64(bpm*1000)))
	frames := int(math.Round(seconds * rate))
	out := make([]float32, 2*frames)
	beat := 60 / bpm * rate
	for n := -8; ; n++ {
		at := int(math.Round(lead*rate + float64(n)*beat))
		if at >= frames {
			return out
		}
		bar := int(math.Floor(float64(n) / float64(beatsPerBar)))
		click := 0.06
		if n == bar*beatsPerBar {
			click = 0.12
		}
		step := math.Pi / rate * 110 * math.Pow(2, float64((bar*5+24)%12)/12)
		body, noise := 1.0, 1.0
		for i := range int(beat * 1.5) {
			body *= 0.999875
			noise *= 0.9983
			if at+i < 0 || at+i >= frames {
				continue
			}
			// The partials 1, 2, 4 and 6 from one sine and one cosine.
			s1, c1 := math.Sincos(step * float64(i))
			s2, c2 := 2*s1*c1, 1-2*s1*s1
			s4, c4 := 2*s2*c2, 1-2*s2*s2
			s6 := s4*c2 + c4*s2
			v := body * min(1, float64(i)/120) * (0.12*s1 + 0.10*s2 + 0.06*s4 + 0.04*s6)
			c := click * noise * min(1, float64(i)/24)
			out[2*(at+i)] += float32(v + c*(r.Float64()*2-1))
			out[2*(at+i)+1] += float32(0.9*v + c*(r.Float64()*2-1))
		}
	}
}

// grid returns the grid of so many bars at 30 frames a second.
func grid(bpm float64, beatsPerBar, bars int) timebase.Grid {
	g, err := timebase.Fit(timebase.FPS(30), bpm, beatsPerBar, bars, 1, 0, 0)
	if err != nil {
		panic(err)
	}
	return g
}

// rms returns the level of samples, linear.
func rms(samples []float32) float64 {
	sum := 0.0
	for _, x := range samples {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum / float64(max(1, len(samples))))
}
