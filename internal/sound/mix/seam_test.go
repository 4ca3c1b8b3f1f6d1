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

// stepsSlow sorts all steps.
func stepsSlow(samples []float32) (step, p999 float32) {
	frames := len(samples) / 2
	var all []float32
	for i := range frames {
		prev := (i + frames - 1) % frames
		s := float32(0)
		for c := range 2 {
			s = max(s, float32(math.Abs(float64(samples[2*i+c]-samples[2*prev+c]))))
		}
		all = append(all, s)
	}
	step = all[0]
	slices.Sort(all)
	return step, all[int(math.Ceil(0.999*float64(frames)))-1]
}

func TestSeamStepAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, frames := range []int{2, 3, 10, 999, 1000, 1001, 5000} {
		s := make([]float32, 2*frames)
		for i := range s {
			s[i] = float32(r.NormFloat64() * math.Exp(r.NormFloat64()))
		}
		step, p999 := mix.SeamStep(s)
		wantStep, want := stepsSlow(s)
		if step != wantStep || p999 != want {
			t.Errorf("%d frames: %v of %v, want %v of %v", frames, step, p999, wantStep, want)
		}
	}
	for _, s := range [][]float32{nil, {1}, {1, 2}} {
		if step, p999 := mix.SeamStep(s); step != 0 || p999 != 0 {
			t.Errorf("%v: %v of %v", s, step, p999)
		}
	}
}

func TestSeamStepFindsAClick(t *testing.T) {
	s := make([]float32, 2*rate)
	for i := range rate {
		// 440.25 periods: it ends a quarter of a period away from its start.
		v := float32(0.5 * math.Cos(2*math.Pi*440.25*float64(i)/rate))
		s[2*i], s[2*i+1] = v, v
	}
	if step, p999 := mix.SeamStep(s); step < 10*p999 {
		t.Errorf("a step of %v is lost among %v", step, p999)
	}
}

// chords returns music without any noise, which changes in the middle of every
// bar, so that nothing hides a click.
func chords(bpm, seconds float64) []float32 {
	frames := int(seconds * rate)
	out := make([]float32, 2*frames)
	bar := 240 / bpm * rate
	phase := [3]float64{}
	for i := range frames {
		n := int(float64(i)/bar + 0.5)
		for k := range phase {
			hz := 180 * math.Pow(2, float64((n*5+k*4)%17)/12)
			phase[k] += 2 * math.Pi * hz / rate
			out[2*i] += float32(0.1 * math.Sin(phase[k]))
			out[2*i+1] += float32(0.1 * math.Cos(phase[k]))
		}
	}
	return out
}

// Played twice in a row, the sound around the seam has no more edge than
// anywhere else: the second difference, which a click makes jump.
func TestNoClickAtTheSeam(t *testing.T) {
	g := grid(112.5, 4, 4)
	const bar = 240 / 112.5
	for name, tt := range map[string]struct {
		src []float32
		rec mix.Track
	}{
		"long":                  {chords(112.5, 12), mix.Track{BPM: 112.5}},
		"ends on the last bar":  {chords(112.5, 4*bar+0.02), mix.Track{BPM: 112.5}},
		"repeated on bars":      {chords(112.5, 3*bar+0.1), mix.Track{BPM: 112.5}},
		"repeated anywhere":     {chords(112.5, 2.7), mix.Track{}},
		"loop that does not":    {chords(112.5, 4*bar), mix.Track{BPM: 112.5}},
		"loop, tempo unknown":   {chords(112.5, 4*bar), mix.Track{}},
		"short loop that isn't": {chords(112.5, 3*bar), mix.Track{BPM: 112.5}},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := mix.Loop(tt.src, tt.rec, g, mix.Options{LUFS: -23})
			if err != nil {
				t.Fatal(err)
			}
			twice := slices.Concat(res.Samples, res.Samples)
			seam := len(res.Samples) / 2
			var edges []float64
			worst := 0.0
			for i := 1; i < len(twice)/2-1; i++ {
				e := 0.0
				for c := range 2 {
					e = max(e, math.Abs(float64(twice[2*i-2+c]-2*twice[2*i+c]+twice[2*i+2+c])))
				}
				if i >= seam-2 && i <= seam+1 {
					worst = max(worst, e)
				} else {
					edges = append(edges, e)
				}
			}
			slices.Sort(edges)
			limit := edges[len(edges)*9999/10000]
			if worst > 4*limit { // a crossfade of 5 ms begins with a slight bend
				t.Errorf("the seam's edge is %v, 99.99 %% of the others are at most %v", worst, limit)
			}
			if inside := edges[len(edges)-1]; inside > 20*limit {
				t.Errorf("inside the loop there is an edge of %v, 99.99 %% are at most %v", inside, limit)
			}
		})
	}
}

// Even where the music itself has its sharpest edge, on the first beat, the
// seam's step is one among many.
func TestSharpDownbeat(t *testing.T) {
	const bar = 102400
	src := chords(112.5, 8.0*bar/rate)
	for at := 0; at < len(src)/2; at += bar {
		for i := range 2000 {
			src[2*(at+i)] += 0.5 * float32(math.Exp(-float64(i)/500))
		}
	}
	for name, rec := range map[string]mix.Track{"loop": {BPM: 112.5}, "later": {BPM: 112.5, FirstBeatSeconds: 2 * bar / float64(rate)}} {
		for _, length := range []int{8 * bar, 7*bar + 9000} {
			res, err := mix.Loop(src[:2*length], rec, grid(112.5, 4, 4), mix.Options{LUFS: -20})
			if err != nil {
				t.Fatal(err)
			}
			if res.SeamStep > res.SeamP999 {
				t.Errorf("%s, %d frames: a step of %v at the seam, 99.9 %% are at most %v", name, length, res.SeamStep, res.SeamP999)
			}
		}
	}
}

// The crossfade keeps the power: of noise, which has nothing in common with
// itself later, and of a steady tone, which has all.
func TestCrossfadeKeepsThePower(t *testing.T) {
	g := timebase.Grid{Rate: timebase.FPS(30), Frames: 128, Bars: 2, BeatsPerBar: 4, Stretch: 1}
	r := rand.New(rand.NewPCG(2, 3))
	noise := make([]float32, 2*rate*8)
	for i := range noise {
		noise[i] = float32(r.NormFloat64() * 0.05)
	}
	// 450 Hz has 960 periods in two bars: head and tail are the same.
	steady := make([]float32, 2*rate*8)
	for i := range len(steady) / 2 {
		steady[2*i] = float32(0.2 * math.Sin(2*math.Pi*450*float64(i)/rate))
		steady[2*i+1] = steady[2*i]
	}
	for name, src := range map[string][]float32{"noise": noise, "the same": steady} {
		t.Run(name, func(t *testing.T) {
			const fade = 0.5
			res, err := mix.Loop(src, mix.Track{BPM: 112.5}, g, mix.Options{FadeSeconds: fade, LUFS: -30})
			if err != nil {
				t.Fatal(err)
			}
			whole := rms(res.Samples)
			const piece = 2 * rate / 20
			for at := 0; at+piece <= int(2*fade*rate); at += piece {
				if db := 20 * math.Log10(rms(res.Samples[at:at+piece])/whole); math.Abs(db) > 0.4 {
					t.Errorf("%.2f s after the seam the level is %+.2f dB", float64(at)/2/rate, db)
				}
			}
			if name == "the same" {
				gain := math.Pow(10, res.GainDB/20)
				for i, x := range res.Samples {
					if math.Abs(float64(x)-gain*float64(src[i])) > 1e-6 {
						t.Fatalf("sample %d became %v, was %v", i, x, gain*float64(src[i]))
					}
				}
			}
		})
	}
}

// The end flows into the start: just after the seam one hears what comes after
// the cut, and after the crossfade the start.
func TestTailFadesUnderTheHead(t *testing.T) {
	g := grid(112.5, 4, 2)
	src := make([]float32, 2*rate*8)
	cut := 2 * 102400 // two bars
	for i := range len(src) / 2 {
		hz := 300.0
		if i >= cut-rate/2 {
			hz = 3000
		}
		src[2*i] = float32(0.2 * math.Sin(2*math.Pi*hz*float64(i)/rate))
		src[2*i+1] = src[2*i]
	}
	res, err := mix.Loop(src, mix.Track{BPM: 112.5}, g, mix.Options{FadeSeconds: 0.2, LUFS: -23})
	if err != nil {
		t.Fatal(err)
	}
	level := func(at int, hz float64) float64 {
		var a, b float64
		for i := range 480 {
			s, c := math.Sincos(2 * math.Pi * hz * float64(at+i) / rate)
			a += s * float64(res.Samples[2*(at+i)])
			b += c * float64(res.Samples[2*(at+i)])
		}
		return math.Hypot(a, b)
	}
	for _, tt := range []struct {
		at   int
		want float64 // of 3000 Hz, as a part of both
	}{{cut - 480, 1}, {0, 0.96}, {4800 - 240, 0.5}, {9600 - 480, 0.04}, {9600, 0}} {
		high, low := level(tt.at, 3000), level(tt.at, 300)
		if got := high / (high + low); math.Abs(got-tt.want) > 0.05 {
			t.Errorf("at frame %d: %.2f of the tail, want %.2f", tt.at, got, tt.want)
		}
	}
}

// Music that is repeated begins again on a bar line, not before.
func TestRepeatsOnABarLine(t *testing.T) {
	g := grid(112.5, 4, 4)
	const bar = 102400
	src := chords(112.5, 2.6*bar/rate) // two bars and a bit
	res, err := mix.Loop(src, mix.Track{BPM: 112.5}, g, mix.Options{LUFS: -23})
	if err != nil {
		t.Fatal(err)
	}
	gain := math.Pow(10, res.GainDB/20)
	if res.Turns != 2 {
		t.Errorf("%d turns, want 2", res.Turns)
	}
	for _, at := range []int{0, 2 * bar} {
		for i := 30000; i < 2*bar; i += 97 { // after the crossfade
			want := gain * float64(src[2*i])
			if got := float64(res.Samples[2*(at+i)]); math.Abs(got-want) > 1e-5 {
				t.Fatalf("frame %d is %v, want the music's frame %d, %v", at+i, got, i, want)
			}
		}
	}
}

// rotate returns the loop begun n frames later, 0 <= n < len(samples)/2.
func rotate(samples []float32, n int) []float32 {
	return slices.Concat(samples[2*n:], samples[:2*n])
}

// The limiter does not know where the seam is: a turned loop is limited in the
// same way.
func TestLimiterWorksOnTheCircle(t *testing.T) {
	// Loud bursts, one of them across the seam.
	g := timebase.Grid{Rate: timebase.FPS(30), Frames: 64, Bars: 1, BeatsPerBar: 4, Stretch: 1}
	frames := g.Rate.Samples(g.Frames)
	src := make([]float32, 2*frames)
	for i := range frames {
		v := 0.04 * math.Sin(2*math.Pi*150*float64(i)/rate*75/75)
		for _, at := range []int{0, 30000, 70000} {
			d := float64((i-at+frames+frames/2)%frames - frames/2)
			v += 0.9 * math.Exp(-d*d/2/90/90) * math.Cos(d*0.21)
		}
		src[2*i], src[2*i+1] = float32(v), float32(-0.8*v)
	}
	res, err := mix.Loop(src, mix.Track{}, g, mix.Options{LUFS: -16})
	if err != nil {
		t.Fatal(err)
	}
	if res.LimitedDB < 3 {
		t.Fatalf("the limiter did nothing to speak of: %v dB", res.LimitedDB)
	}
	for _, n := range []int{1, 40000, frames - 50} {
		turned, err := mix.Loop(rotate(src, n), mix.Track{}, g, mix.Options{LUFS: -16})
		if err != nil {
			t.Fatal(err)
		}
		want := rotate(res.Samples, n)
		worst := 0.0
		for i := range want {
			worst = max(worst, math.Abs(float64(turned.Samples[i]-want[i])))
		}
		if worst > 0.002 { // the blocks of the loudness fall elsewhere
			t.Errorf("turned by %d, a sample differs by %v", n, worst)
		}
	}
}

// In front of the peak the gain is down in time, and what is far from any peak
// is left alone.
func TestLimiterLeavesTheRestAlone(t *testing.T) {
	g := timebase.Grid{Rate: timebase.FPS(30), Frames: 128, Bars: 2, BeatsPerBar: 4, Stretch: 1}
	frames := g.Rate.Samples(g.Frames)
	src := make([]float32, 2*frames)
	for i := range frames {
		src[2*i] = float32(0.25 * math.Sin(2*math.Pi*200*float64(i)/rate))
		if d := i - 10000; d >= -200 && d <= 200 {
			src[2*i] *= 4
		}
		src[2*i+1] = src[2*i]
	}
	res, err := mix.Loop(src, mix.Track{}, g, mix.Options{LUFS: -10})
	if err != nil {
		t.Fatal(err)
	}
	if got := loudness.MeasureLoop(res.Samples).TruePeak.DB; got > -2+1e-3 || res.LimitedDB < 3 {
		t.Errorf("%v dBTP, limited by %v dB", got, res.LimitedDB)
	}
	gain := math.Pow(10, res.GainDB/20)
	for _, at := range []int{100000, 150000, 9000} { // two seconds later, and 20 ms before
		i := at
		for math.Abs(float64(src[2*i])) < 0.2 {
			i++
		}
		if got := float64(res.Samples[2*i]) / float64(src[2*i]) / gain; math.Abs(got-1) > 0.002 {
			t.Errorf("frame %d has %.4f of the gain", i, got)
		}
	}
}
