package mix_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/mix"
)

func BenchmarkLoop(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	src := make([]float32, 2*48000*90)
	for i := range src {
		src[i] = float32(r.NormFloat64() * 0.1*(1+math.Sin(float64(i)/20000)))
	}
	for _, minBars := range []int{8, 27} {
	grid, err := timebase.Fit(timebase.FPS(30), 110, 4, minBars, 1, 0, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Run(grid.Rate.Duration(grid.Frames).String(), func(b *testing.B) {
		for b.Loop() {
			res, err := mix.Loop(src, mix.Track{BPM: 110}, grid, mix.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.Logf("%v %v %v %v %v %v %v", grid, res.LUFS, res.TruePeak, res.LimitedDB, res.GainDB, res.SeamStep, res.SeamP999)
		}
	})
	}
}
