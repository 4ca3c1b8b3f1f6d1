package loudness_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/sound/loudness"
)

func noise(seconds float64) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, 2*int(48000*seconds))
	for i := range out {
		out[i] = float32(r.Float64()*2-1) * 0.5
	}
	return out
}

func BenchmarkMeasure(b *testing.B) {
	s := noise(60)
	b.SetBytes(int64(len(s) * 4))
	for b.Loop() {
		loudness.Measure(s)
	}
}

func BenchmarkMeasureTone(b *testing.B) {
	s := make([]float32, 2*48000*60)
	for i := range s {
		s[i] = float32(0.5 * math.Sin(float64(i/2)*0.05))
	}
	for b.Loop() {
		loudness.Measure(s)
	}
}
