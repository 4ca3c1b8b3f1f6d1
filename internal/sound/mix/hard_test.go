package mix_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
	"github.com/giro-video/giro/internal/sound/mix"
)

// Pressed hard, the limiter still keeps its promise between the samples.
func TestLimiterUnderPressure(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	src := make([]float32, 2*rate*6)
	for i := range src {
		src[i] = float32(r.NormFloat64() * 0.1)
		if i/2%3000 < 40 {
			src[i] *= 3
		}
	}
	res, err := mix.Loop(src, mix.Track{}, grid(112.5, 4, 2), mix.Options{LUFS: -11})
	if err != nil {
		t.Fatal(err)
	}
	if got := loudness.MeasureLoop(res.Samples).TruePeak.DB; got > -2+1e-3 || res.LimitedDB < 6 {
		t.Errorf("%.3f dBTP, limited by %v dB", got, res.LimitedDB)
	}
	t.Logf("%v LUFS, limited by %.1f dB", res.LUFS, res.LimitedDB)
}

// Music that is nothing but peaks is not flattened to be loud.
func TestPeaksOnly(t *testing.T) {
	src := make([]float32, 2*rate*10)
	for i := 0; i < len(src); i += 2 * 24000 {
		src[i], src[i+1] = 0.9, -0.9
	}
	res, err := mix.Loop(src, mix.Track{}, grid(112.5, 4, 4), mix.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !res.LUFS.OK || res.LUFS.DB > -20 || res.TruePeak.DB > -2+1e-3 {
		t.Errorf("%v LUFS, %v dBTP", res.LUFS, res.TruePeak)
	}
	if res.LimitedDB < 11 || res.LimitedDB > 13 {
		t.Errorf("limited by %v dB, want about 12", res.LimitedDB)
	}
}

func TestRefusals(t *testing.T) {
	g := grid(110, 4, 8)
	src := music(110, 4, 0, 20)
	broken := slices.Clone(src)
	broken[48000] = float32(math.NaN())
	infinite := slices.Clone(src)
	infinite[48001] = float32(math.Inf(-1))
	other := g
	other.Stretch = 1.05
	nan := g
	nan.Stretch = math.NaN()
	tests := []struct {
		name string
		src  []float32
		rec  mix.Track
		grid timebase.Grid
		want error
	}{
		{"not a number", broken, mix.Track{BPM: 110}, g, mix.ErrNotFinite},
		{"infinite", infinite, mix.Track{BPM: 110}, g, mix.ErrNotFinite},
		{"too short", src[:2*4000], mix.Track{BPM: 110}, g, mix.ErrTooShort},
		{"first beat beyond the end", src, mix.Track{BPM: 110, FirstBeatSeconds: 21}, g, mix.ErrFirstBeat},
		{"first beat far before the start", src, mix.Track{BPM: 110, FirstBeatSeconds: -1e9}, g, mix.ErrFirstBeat},
		{"first beat not a number", src, mix.Track{BPM: 110, FirstBeatSeconds: math.NaN()}, g, mix.ErrGrid},
		{"tempo not a number", src, mix.Track{BPM: math.NaN()}, g, mix.ErrGrid},
		{"negative tempo", src, mix.Track{BPM: -110}, g, mix.ErrGrid},
		{"tempo beyond all measure", src, mix.Track{BPM: 1e300}, g, mix.ErrGrid},
		{"hardly any tempo", src, mix.Track{BPM: 1e-300}, g, mix.ErrGrid},
		{"another tempo", src, mix.Track{BPM: 97}, g, mix.ErrGrid},
		{"stretched too far", src, mix.Track{BPM: 110}, other, mix.ErrGrid},
		{"stretch not a number", src, mix.Track{BPM: 110}, nan, mix.ErrGrid},
		{"no grid", src, mix.Track{BPM: 110}, timebase.Grid{}, mix.ErrGrid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := mix.Loop(tt.src, tt.rec, tt.grid, mix.Options{})
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if res.Samples != nil {
				t.Error("there is sound all the same")
			}
		})
	}
}

// Whatever a record says, there is a loop of the right length or an error.
func FuzzLoop(f *testing.F) {
	f.Add(112.5, 0.5, 3.0, uint8(4), 2.0, 0.0)
	f.Add(90.0, -1.0, 0.11, uint8(3), 40.0, 1.0)
	f.Add(299.0, 0.3, 0.3, uint8(7), 0.0, 1e9)
	f.Add(30.0, 1.9, 2.0, uint8(1), 1.0, 1e-9)
	f.Add(0.0, 0.0, 0.1, uint8(0), 1.0, 0.5)
	f.Fuzz(func(t *testing.T, bpm, first, seconds float64, beats uint8, bars, fade float64) {
		if !(seconds >= 0 && seconds < 4) || !(bars >= 0 && bars < 4) {
			t.Skip("too long for a test")
		}
		src := make([]float32, 2*int(seconds*rate))
		for i := range src {
			src[i] = float32(math.Sin(float64(i) * 0.05))
		}
		g, err := timebase.Fit(timebase.FPS(30), bpm, max(1, int(beats)), max(1, int(bars)), 1, 0, 300)
		if err != nil {
			g = timebase.Grid{Rate: timebase.FPS(30), Frames: 64, Bars: 1, BeatsPerBar: 4, Stretch: 1}
		}
		res, err := mix.Loop(src, mix.Track{BPM: bpm, FirstBeatSeconds: first, BeatsPerBar: int(beats)}, g, mix.Options{FadeSeconds: fade})
		if err != nil {
			return
		}
		if len(res.Samples) != 2*g.Rate.Samples(g.Frames) {
			t.Errorf("%d samples", len(res.Samples))
		}
		for i, x := range res.Samples {
			if x != x || x > 1 || x < -1 {
				t.Fatalf("sample %d is %v", i, x)
			}
		}
	})
}

func BenchmarkLoop(b *testing.B) {
	src := music(110, 4, 0, 70)
	for _, bars := range []int{8, 27} {
		g := grid(110, 4, bars)
		b.Run(fmt.Sprint(g.Rate.Duration(g.Frames)), func(b *testing.B) {
			for b.Loop() {
				if _, err := mix.Loop(src, mix.Track{BPM: 110}, g, mix.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
