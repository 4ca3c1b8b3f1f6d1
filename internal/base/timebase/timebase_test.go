package timebase_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/timebase"
)

func TestQuantum(t *testing.T) {
	tests := []struct {
		rate timebase.Rate
		want int
	}{
		{timebase.FPS(24), 64},
		{timebase.FPS(25), 8},
		{timebase.FPS(30), 16},
		{timebase.FPS(50), 16},
		{timebase.FPS(60), 32},
		{timebase.Rate{Num: 60, Den: 2}, 16},
		{timebase.Rate{Num: 30000, Den: 1001}, 640},
		{timebase.Rate{Num: 24000, Den: 1001}, 512},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%d/%d", tt.rate.Num, tt.rate.Den), func(t *testing.T) {
			q := tt.rate.Quantum()
			if q != tt.want {
				t.Fatalf("Quantum() = %d, want %d", q, tt.want)
			}
			// It lasts whole AAC access units, and nothing shorter does.
			for n := 1; n <= q; n++ {
				whole := n*timebase.SampleRate*tt.rate.Den%(tt.rate.Num*1024) == 0
				if whole != (n == q) {
					t.Fatalf("%d frames last whole access units: %v", n, whole)
				}
			}
			for k := range 4 {
				samples := tt.rate.Samples(k * q)
				if samples%1024 != 0 {
					t.Errorf("Samples(%d) = %d, not a multiple of 1024", k*q, samples)
				}
				if got := tt.rate.Frames(float64(samples) / timebase.SampleRate); got != k*q {
					t.Errorf("%d samples last %d frames, want %d", samples, got, k*q)
				}
			}
		})
	}
}

func TestRate(t *testing.T) {
	r := timebase.FPS(30)
	if got := r.Samples(160); got != 256000 {
		t.Errorf("160 frames last %d samples, want 256000", got)
	}
	if got := r.Seconds(45); got != 1.5 {
		t.Errorf("Seconds(45) = %v", got)
	}
	if got := r.Duration(1); got != 33333333*time.Nanosecond {
		t.Errorf("Duration(1) = %v", got)
	}
	if got := r.Duration(-3); got != -100*time.Millisecond {
		t.Errorf("Duration(-3) = %v", got)
	}
	if got := (timebase.Rate{Num: 30000, Den: 1001}).Float(); math.Abs(got-29.97) > 0.001 {
		t.Errorf("Float() = %v", got)
	}
	for _, tt := range []struct {
		s    float64
		want int
	}{{0, 0}, {0.0166, 0}, {0.0167, 1}, {1, 30}, {2.5, 75}, {-0.5, -15}} {
		if got := r.Frames(tt.s); got != tt.want {
			t.Errorf("Frames(%v) = %d, want %d", tt.s, got, tt.want)
		}
	}
	for n := range 5000 {
		if got := r.Frames(r.Seconds(n)); got != n {
			t.Fatalf("frame %d starts at %v s, which is frame %d", n, r.Seconds(n), got)
		}
	}
}

func TestGridFrames(t *testing.T) {
	// 7 bars of 4 beats in 464 frames: 16.57 frames a beat.
	g := timebase.Grid{Rate: timebase.FPS(30), Frames: 464, Bars: 7, BeatsPerBar: 4, Stretch: 1}
	if g.Beats() != 28 {
		t.Fatalf("Beats() = %d", g.Beats())
	}
	tests := []struct {
		beat float64
		want int
	}{{0, 0}, {1, 17}, {2, 33}, {0.5, 8}, {27, 447}, {28, 464}, {-1, -17}, {29, 481}}
	for _, tt := range tests {
		if got := g.Beat(tt.beat); got != tt.want {
			t.Errorf("Beat(%v) = %d, want %d", tt.beat, got, tt.want)
		}
	}
	if got := g.Bar(7); got != g.Frames {
		t.Errorf("Bar(7) = %d, want %d", got, g.Frames)
	}
	if got := g.Bar(0.25); got != g.Beat(1) {
		t.Errorf("Bar(0.25) = %d, want %d", got, g.Beat(1))
	}
	// No drift: every beat is within half a frame of its exact place, on every turn.
	for b := -56; b <= 56; b++ {
		exact := float64(b) * 464 / 28
		if d := math.Abs(float64(g.Beat(float64(b))) - exact); d > 0.5 {
			t.Errorf("beat %d is %v frames off", b, d)
		}
	}
	// The circle: one turn later is exactly one loop later, wherever rounding does not tie.
	for b := range 28 {
		if got := g.Beat(float64(b+28)) - g.Beat(float64(b)); got != g.Frames {
			t.Errorf("beat %d comes round after %d frames", b, got)
		}
	}
	if got, want := g.BPM(), 28*60/(464.0/30); math.Abs(got-want) > 1e-9 {
		t.Errorf("BPM() = %v, want %v", got, want)
	}
}

func TestFit(t *testing.T) {
	fps30 := timebase.FPS(30)
	tests := []struct {
		name                       string
		rate                       timebase.Rate
		bpm                        float64
		beats, bars, step          int
		minFrames, maxFrames       int
		wantBars, wantFrames       int
		wantStretch, stretchWithin float64
	}{
		{"a bar is four quanta", fps30, 112.5, 4, 8, 1, 0, 0, 8, 512, 1, 0},
		{"nearest length below", fps30, 120, 4, 4, 1, 0, 0, 4, 240, 1, 0},
		{"stretched", fps30, 110, 4, 8, 1, 0, 0, 8, 528, 523.636 / 528, 1e-5},
		{"three four", fps30, 90, 3, 8, 1, 0, 0, 8, 480, 1, 0},
		{"rounds up to the step", fps30, 112.5, 4, 5, 4, 0, 0, 8, 512, 1, 0},
		{"step kept beyond the first try", fps30, 100, 4, 2, 2, 0, 0, 2, 144, 1, 0},
		{"least length asks for more bars, still by the step", fps30, 112.5, 4, 4, 4, 900, 0, 16, 1024, 1, 0},
		{"least length reached by playing slower", fps30, 110, 4, 8, 1, 524, 0, 8, 528, 523.636 / 528, 1e-5},
		{"longest length reached by playing faster", fps30, 110, 4, 16, 1, 0, 1050, 16, 1040, 1047.273 / 1040, 1e-5},
		{"other rate", timebase.FPS(25), 112.5, 4, 3, 3, 0, 0, 3, 160, 1, 0},
		{"sixty", timebase.FPS(60), 112.5, 4, 8, 1, 0, 0, 8, 1024, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, err := timebase.Fit(tt.rate, tt.bpm, tt.beats, tt.bars, tt.step, tt.minFrames, tt.maxFrames)
			if err != nil {
				t.Fatal(err)
			}
			if g.Bars != tt.wantBars || g.Frames != tt.wantFrames || g.BeatsPerBar != tt.beats || g.Rate != tt.rate {
				t.Errorf("got %+v, want %d bars in %d frames", g, tt.wantBars, tt.wantFrames)
			}
			if math.Abs(g.Stretch-tt.wantStretch) > tt.stretchWithin {
				t.Errorf("Stretch = %v, want %v", g.Stretch, tt.wantStretch)
			}
		})
	}
}

// Whatever the tempo, a grid keeps its promises, and the tempo that it plays is
// the track's, stretched.
func TestFitPromises(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	rates := []timebase.Rate{timebase.FPS(24), timebase.FPS(25), timebase.FPS(30), timebase.FPS(50), timebase.FPS(60)}
	for range 3000 {
		rate := rates[r.IntN(len(rates))]
		bpm := 50 + 150*r.Float64()
		beats, bars, step := 2+r.IntN(5), 1+r.IntN(12), 1+r.IntN(4)
		minFrames := rate.Frames(float64(r.IntN(30)))
		maxFrames := rate.Frames(60)
		g, err := timebase.Fit(rate, bpm, beats, bars, step, minFrames, maxFrames)
		if errors.Is(err, timebase.ErrNoFit) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("%v at %.3f bpm, %d beats, from %d bars by %d, %d to %d frames: %+v", rate, bpm, beats, bars, step, minFrames, maxFrames, g)
		if g.Frames%rate.Quantum() != 0 {
			t.Errorf("not a multiple of the quantum: %s", what)
		}
		if g.Frames < minFrames || g.Frames > maxFrames || g.Bars < bars {
			t.Errorf("out of bounds: %s", what)
		}
		if math.Abs(g.Stretch-1) > timebase.MaxStretch {
			t.Errorf("stretched too far: %s", what)
		}
		if math.Abs(g.BPM()/bpm-g.Stretch) > 1e-9 {
			t.Errorf("plays %v beats a minute: %s", g.BPM(), what)
		}
	}
}

// Between the shortest and the longest post, 15 and 60 s, there is a grid for
// every tempo of common music. From 800 frames on, MaxStretch reaches half a
// quantum, so the shortest is never more than a bar longer than that.
func TestFitCoversTempos(t *testing.T) {
	rate := timebase.FPS(30)
	for tenth := 600; tenth <= 1800; tenth++ {
		bpm := float64(tenth) / 10
		g, err := timebase.Fit(rate, bpm, 4, 1, 1, rate.Frames(15), rate.Frames(60))
		if err != nil {
			t.Errorf("%.1f beats a minute: %v", bpm, err)
		}
		if bar := 4 * 60 / bpm * 30; float64(g.Frames) > 808+bar {
			t.Errorf("%.1f beats a minute: %d frames", bpm, g.Frames)
		}
	}
}

func TestFitRefuses(t *testing.T) {
	rate := timebase.FPS(30)
	tests := []struct {
		name                                       string
		rate                                       timebase.Rate
		bpm                                        float64
		beats, minBars, step, minFrames, maxFrames int
		noFit                                      bool
	}{
		{"no rate", timebase.Rate{}, 110, 4, 8, 1, 0, 0, false},
		{"no tempo", rate, 0, 4, 8, 1, 0, 0, false},
		{"negative tempo", rate, -110, 4, 8, 1, 0, 0, false},
		{"not a number", rate, math.NaN(), 4, 8, 1, 0, 0, false},
		{"infinite", rate, math.Inf(1), 4, 8, 1, 0, 0, false},
		{"no beats", rate, 110, 0, 8, 1, 0, 0, false},
		{"no bars", rate, 110, 4, 0, 1, 0, 0, false},
		{"no step", rate, 110, 4, 8, 0, 0, 0, false},
		{"longest length below one quantum", rate, 110, 4, 1, 1, 0, 15, true},
		{"longest length below the bars", rate, 110, 4, 8, 1, 0, 400, true},
		{"bounds crossed", rate, 110, 4, 1, 1, 900, 450, true},
		{"glacial", rate, 1e-300, 4, 1, 1, 0, 0, true},
		{"frantic", rate, 1e300, 4, 1, 1, 0, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, err := timebase.Fit(tt.rate, tt.bpm, tt.beats, tt.minBars, tt.step, tt.minFrames, tt.maxFrames)
			if err == nil {
				t.Fatalf("got %+v", g)
			}
			if errors.Is(err, timebase.ErrNoFit) != tt.noFit {
				t.Errorf("errors.Is(%v, ErrNoFit) = %v", err, !tt.noFit)
			}
		})
	}
}

func ExampleFit() {
	// A track of 112.5 beats a minute: eight bars are 512 frames, with no change of tempo.
	g, err := timebase.Fit(timebase.FPS(30), 112.5, 4, 8, 4, 0, 0)
	fmt.Println(g.Bars, g.Frames, g.Stretch, g.Bar(1), err)
	// Output: 8 512 1 64 <nil>
}
