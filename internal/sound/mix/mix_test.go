package mix_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
	"github.com/giro-video/giro/internal/sound/mix"
)

// Whatever the music, the sound has exactly the grid's length, closes without
// a step, and has its loudness and its peak.
func TestLoop(t *testing.T) {
	const bar = 4 * 60 / 112.5
	long := music(112.5, 4, 0, 14)
	four := grid(112.5, 4, 4)
	clock := timebase.Grid{Rate: timebase.FPS(30), Frames: 240, Bars: 1, BeatsPerBar: 1, Stretch: 1}
	tests := []struct {
		name  string
		src   []float32
		rec   mix.Track
		grid  timebase.Grid
		turns int
	}{
		{"long enough", long, mix.Track{BPM: 112.5}, four, 1},
		{"late first beat", music(112.5, 4, 1.234, 14), mix.Track{BPM: 112.5, FirstBeatSeconds: 1.234}, four, 1},
		{"first beat before the start", long, mix.Track{BPM: 112.5, FirstBeatSeconds: -0.3}, four, 1},
		{"first beat near the end", long, mix.Track{BPM: 112.5, FirstBeatSeconds: 6 * bar}, four, 1},
		{"first beat on the last sample", music(112.5, 4, 0, 1), mix.Track{BPM: 112.5, FirstBeatSeconds: 1}, grid(112.5, 4, 2), 6},
		{"three four", music(90, 3, 0, 20), mix.Track{BPM: 90, BeatsPerBar: 3}, grid(90, 3, 4), 1},
		{"tempo changed", music(113, 4, 0, 12), mix.Track{BPM: 113}, grid(113, 4, 4), 1},
		{"ends soon after the last bar", music(112.5, 4, 0, 4*bar+0.05), mix.Track{BPM: 112.5}, four, 1},
		{"short: three bars of eight", music(112.5, 4, 0, 3*bar+0.2), mix.Track{BPM: 112.5}, grid(112.5, 4, 8), 3},
		{"shorter than a bar", music(112.5, 4, 0, 1.5), mix.Track{BPM: 112.5}, grid(112.5, 4, 2), 4},
		{"a tenth of a second", music(112.5, 4, 0, 0.1), mix.Track{BPM: 112.5}, grid(112.5, 4, 2), 57},
		{"tempo unknown", long, mix.Track{}, four, 1},
		{"tempo unknown and short", music(112.5, 4, 0, 4), mix.Track{}, four, 3},
		{"by the clock", long, mix.Track{BPM: 112.5, BeatsPerBar: 4, FirstBeatSeconds: 0.4}, clock, 1},
		{"by the clock, short", music(112.5, 4, 0, 1.5*bar), mix.Track{BPM: 112.5}, clock, 4},
		{"by the clock, exact loop", music(112.5, 4, 0, 2*bar), mix.Track{BPM: 112.5, BeatsPerBar: 4}, clock, 2},
		{"exact loop", music(112.5, 4, 0, 4*bar), mix.Track{BPM: 112.5}, four, 1},
		{"exact loop of half the length", music(112.5, 4, 0, 2*bar), mix.Track{BPM: 112.5}, four, 2},
		{"exact loop, cut", music(112.5, 4, 0, 4*bar), mix.Track{BPM: 112.5}, grid(112.5, 4, 3), 1},
		{"exact loop, two thirds more", music(112.5, 4, 0, 3*bar), mix.Track{BPM: 112.5}, grid(112.5, 4, 5), 2},
		{"exact loop, tempo changed", music(113, 4, 0, 16.0/113*60), mix.Track{BPM: 113}, grid(113, 4, 4), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.src)
			res, err := mix.Loop(tt.src, tt.rec, tt.grid, mix.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := len(res.Samples), 2*tt.grid.Rate.Samples(tt.grid.Frames); got != want {
				t.Fatalf("%d samples, want %d", got, want)
			}
			if !slices.Equal(tt.src, before) {
				t.Error("the music was changed")
			}
			if res.Turns != tt.turns {
				t.Errorf("%d turns, want %d", res.Turns, tt.turns)
			}
			checkLevels(t, res, -14, -2)
			if res.SeamStep > res.SeamP999 {
				t.Errorf("a step of %v at the seam, 99.9 %% are at most %v", res.SeamStep, res.SeamP999)
			}
		})
	}
}

// checkLevels measures anew what a result says of itself.
func checkLevels(t *testing.T, res mix.Result, lufs, ceiling float64) {
	t.Helper()
	m := loudness.MeasureLoop(res.Samples)
	if !m.LUFS.OK || math.Abs(m.LUFS.DB-lufs) > 0.1 {
		t.Errorf("%v LUFS, want %v", m.LUFS, lufs)
	}
	if !m.TruePeak.OK || m.TruePeak.DB > ceiling+1e-3 {
		t.Errorf("%.3f dBTP, want at most %v", m.TruePeak.DB, ceiling)
	}
	if math.Abs(m.LUFS.DB-res.LUFS.DB) > 1e-3 || math.Abs(m.TruePeak.DB-res.TruePeak.DB) > 1e-3 {
		t.Errorf("it says %+v and %+v of itself, and measures %+v", res.LUFS, res.TruePeak, m)
	}
	once := loudness.Measure(res.Samples)
	if math.Abs(once.LUFS.DB-lufs) > 0.3 {
		t.Errorf("played once it has %v LUFS", once.LUFS)
	}
	for i, x := range res.Samples {
		if d := x - x; d != 0 {
			t.Fatalf("sample %d is %v", i, x)
		}
	}
}

func TestSameAgain(t *testing.T) {
	src := music(113, 4, 0.2, 7)
	var first mix.Result
	for i := range 2 {
		res, err := mix.Loop(src, mix.Track{BPM: 113, FirstBeatSeconds: 0.2}, grid(113, 4, 4), mix.Options{LUFS: -12})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = res
		} else if !slices.Equal(res.Samples, first.Samples) || res.GainDB != first.GainDB || res.LUFS != first.LUFS {
			t.Error("the same music gave another sound")
		}
	}
}

// Every rate and many lengths: the count of samples is exact and a whole number
// of AAC access units.
func TestExactLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	for _, fps := range []int{24, 25, 30, 50, 60} {
		for range 3 {
			bpm := 70 + 90*r.Float64()
			g, err := timebase.Fit(timebase.FPS(fps), bpm, 4, 1+r.IntN(3), 1, 0, 0)
			if err != nil {
				t.Fatal(err)
			}
			src := make([]float32, 2*int(float64(rate)*(1+6*r.Float64())))
			for i := range src {
				src[i] = float32(r.NormFloat64() * 0.05)
			}
			res, err := mix.Loop(src, mix.Track{BPM: bpm, FirstBeatSeconds: r.Float64()}, g, mix.Options{})
			if err != nil {
				t.Fatalf("%v: %v", g, err)
			}
			if n := len(res.Samples) / 2; n*fps != g.Frames*rate || n%1024 != 0 {
				t.Errorf("%v: %d frames of sound", g, n)
			}
		}
	}
}

// An exact loop is not touched but for its level: sample for sample, turned to
// its first beat, and as often as it goes in.
func TestExactLoopStaysExact(t *testing.T) {
	src := music(112.5, 4, 0, 16.0/112.5*60)
	// Its end and its start do not meet, so close it.
	for i := range 2 * 480 {
		src[i] *= float32(i) / 960
		src[len(src)-1-i] *= float32(i) / 960
	}
	length := len(src)
	beat := length / 16
	for _, tt := range []struct {
		name string
		rec  mix.Track
		bars int
		turn int
	}{
		{"as long as the loop", mix.Track{BPM: 112.5}, 4, 0},
		{"twice", mix.Track{BPM: 112.5}, 8, 0},
		{"from its second beat", mix.Track{BPM: 112.5, FirstBeatSeconds: 60 / 112.5}, 4, beat},
		{"tempo unknown", mix.Track{}, 4, 0},
		{"tempo written with two figures too few", mix.Track{BPM: 112.49}, 4, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := grid(112.5, 4, tt.bars)
			if tt.rec.BPM != 0 {
				g.Stretch = 112.5 / tt.rec.BPM
			}
			res, err := mix.Loop(src, tt.rec, g, mix.Options{LUFS: -30})
			if err != nil {
				t.Fatal(err)
			}
			gain := float32(math.Pow(10, res.GainDB/20))
			for i, x := range res.Samples {
				if want := src[(i+tt.turn)%length] * gain; x != want {
					t.Fatalf("sample %d is %v, want %v", i, x, want)
				}
			}
		})
	}
}

// The music is as fast as the picture: what sounds on a beat of the track
// sounds on that beat of the grid, at the ends of the permitted stretch as well.
func TestBeatsFallOnTheGrid(t *testing.T) {
	for _, tt := range []struct {
		name          string
		stretch, lead float64
		beats, perBar int
		trackFirst    float64
	}{
		{"as it is", 1, 0, 16, 4, 0},
		{"one percent faster", 1.01, 0, 16, 4, 0},
		{"one percent slower", 0.99, 0, 16, 4, 0},
		{"slower, late first beat", 0.9931, 0.3217, 16, 4, 0.3217},
		{"faster, three four", 1.0042, 0.05, 15, 3, 0.05},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := timebase.Grid{Rate: timebase.FPS(30), Frames: 256, Bars: tt.beats / tt.perBar, BeatsPerBar: tt.perBar, Stretch: tt.stretch}
			bpm := g.BPM() / tt.stretch
			// A soft pulse, 60 samples wide, on every beat.
			src := make([]float32, 2*rate*14)
			beat := 60 / bpm * rate
			for n := range 40 {
				at := tt.lead*rate + float64(n)*beat
				for f := int(at) - 60; f <= int(at)+60; f++ {
					if f < 0 || f >= len(src)/2 {
						continue
					}
					if x := (float64(f) - at) / 60; x > -1 && x < 1 {
						src[2*f] = float32(0.5 + 0.5*math.Cos(math.Pi*x))
						src[2*f+1] = src[2*f]
					}
				}
			}
			res, err := mix.Loop(src, mix.Track{BPM: bpm, FirstBeatSeconds: tt.trackFirst, BeatsPerBar: tt.perBar}, g, mix.Options{})
			if err != nil {
				t.Fatal(err)
			}
			frames := len(res.Samples) / 2
			for b := range g.Beats() {
				want := float64(b) * float64(frames) / float64(g.Beats())
				// The middle of the pulse, weighted.
				var sum, moment float64
				for d := -100; d <= 100; d++ {
					f := (int(want) + d + frames) % frames
					v := float64(res.Samples[2*f])
					sum += v
					moment += v * (float64(int(want)+d) - want)
				}
				if sum <= 0 || math.Abs(moment/sum) > 3 {
					t.Errorf("beat %d is %.2f samples off", b, moment/sum)
				}
			}
		})
	}
}

// Changing the tempo changes the pitch alike and adds nothing: the sine that
// should be there is, and what is left is 75 dB below.
func TestResamplingIsClean(t *testing.T) {
	for _, stretch := range []float64{0.99, 1.0037, 1.01} {
		for _, hz := range []float64{110, 997, 5003, 12007, 17011} {
			g := timebase.Grid{Rate: timebase.FPS(30), Frames: 64, Bars: 1, BeatsPerBar: 4, Stretch: stretch}
			src := make([]float32, 2*rate*5)
			for i := range len(src) / 2 {
				src[2*i] = float32(0.25 * math.Sin(2*math.Pi*hz*float64(i)/rate))
				src[2*i+1] = src[2*i]
			}
			res, err := mix.Loop(src, mix.Track{BPM: g.BPM() / stretch}, g, mix.Options{LUFS: -20})
			if err != nil {
				t.Fatal(err)
			}
			// Fit the sine and look at the rest, away from the crossfade.
			part := res.Samples[2*60000 : 2*100000]
			w := 2 * math.Pi * hz * stretch / rate
			var ss, sc, cc, xs, xc float64
			for i := range len(part) / 2 {
				s, c := math.Sincos(w * float64(i))
				x := float64(part[2*i])
				ss, sc, cc, xs, xc = ss+s*s, sc+s*c, cc+c*c, xs+x*s, xc+x*c
			}
			det := ss*cc - sc*sc
			a, b := (xs*cc-xc*sc)/det, (xc*ss-xs*sc)/det
			var rest, whole float64
			for i := range len(part) / 2 {
				s, c := math.Sincos(w * float64(i))
				x := float64(part[2*i])
				rest += (x - a*s - b*c) * (x - a*s - b*c)
				whole += x * x
			}
			if db := 10 * math.Log10(rest/whole); db > -75 {
				t.Errorf("%v Hz at %v: the rest is at %.1f dB", hz, stretch, db)
			}
		}
	}
}

func TestSilence(t *testing.T) {
	g := grid(110, 4, 5)
	for name, src := range map[string][]float32{
		"no music":       nil,
		"half a frame":   {0.5},
		"digital":        make([]float32, 2*rate*30),
		"direct current": slices.Repeat([]float32{0.3}, 2*rate*30),
	} {
		t.Run(name, func(t *testing.T) {
			res, err := mix.Loop(src, mix.Track{BPM: 110}, g, mix.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Samples) != 2*g.Rate.Samples(g.Frames) {
				t.Errorf("%d samples", len(res.Samples))
			}
			if res.LUFS.OK || res.GainDB != 0 {
				t.Errorf("silence has %+v, gain %v", res.LUFS, res.GainDB)
			}
			for _, x := range res.Samples {
				if math.Abs(float64(x)) > 1e-4 {
					t.Fatalf("silence holds %v", x)
				}
			}
		})
	}
}

func TestDifficultMusic(t *testing.T) {
	g := grid(112.5, 4, 2)
	base := music(112.5, 4, 0, 6)
	change := func(f func(i int, x float32) float32) []float32 {
		out := slices.Clone(base)
		for i, x := range out {
			out[i] = f(i, x)
		}
		return out
	}
	tests := map[string][]float32{
		"beyond full scale": change(func(_ int, x float32) float32 { return 20 * x }),
		"clipped":           change(func(_ int, x float32) float32 { return min(max(12*x, -1), 1) }),
		"very soft":         change(func(_ int, x float32) float32 { return x / 15 }),
		"offset":            change(func(_ int, x float32) float32 { return x + 0.4 }),
		"one channel":       change(func(i int, x float32) float32 { return x * float32(i&1) }),
		"opposite channels": change(func(i int, x float32) float32 { return base[i&^1] * float32(1-2*(i&1)) }),
	}
	for name, src := range tests {
		t.Run(name, func(t *testing.T) {
			res, err := mix.Loop(src, mix.Track{BPM: 112.5}, g, mix.Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkLevels(t, res, -14, -2)
			for c := range 2 {
				mean := 0.0
				for i := c; i < len(res.Samples); i += 2 {
					mean += float64(res.Samples[i]) / float64(len(res.Samples)/2)
				}
				if math.Abs(mean) > 2e-3 {
					t.Errorf("channel %d has an offset of %v", c, mean)
				}
			}
		})
	}
	t.Run("both channels the same", func(t *testing.T) {
		mono := change(func(i int, _ float32) float32 { return base[i&^1] })
		res, err := mix.Loop(mono, mix.Track{BPM: 112.5}, g, mix.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(res.Samples); i += 2 {
			if res.Samples[i] != res.Samples[i+1] {
				t.Fatalf("the channels part at frame %d", i/2)
			}
		}
	})
}

// A caller that measures too much after encoding asks for more headroom.
func TestOptions(t *testing.T) {
	g := grid(112.5, 4, 2)
	src := music(112.5, 4, 0, 6)
	for _, opt := range []mix.Options{
		{CeilingDB: -3}, {CeilingDB: -4}, {LUFS: -23}, {LUFS: -16, CeilingDB: -1}, {FadeSeconds: 0.05}, {FadeSeconds: 1.5}, {FadeSeconds: 1e-9},
	} {
		res, err := mix.Loop(src, mix.Track{BPM: 112.5}, g, opt)
		if err != nil {
			t.Fatal(err)
		}
		lufs, ceiling := -14.0, -2.0
		if opt.LUFS != 0 {
			lufs = opt.LUFS
		}
		if opt.CeilingDB != 0 {
			ceiling = opt.CeilingDB
		}
		checkLevels(t, res, lufs, ceiling)
		if res.SeamStep > res.SeamP999 {
			t.Errorf("%+v: a step of %v at the seam, of %v", opt, res.SeamStep, res.SeamP999)
		}
	}
}
