package loudness_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/sound/loudness"
)

const rate = 48000

// tone returns a stereo sine of the given peak level, in dBFS.
func tone(hz, db, seconds float64) []float32 {
	a := math.Pow(10, db/20)
	out := make([]float32, 2*int(math.Round(seconds*rate)))
	for i := range len(out) / 2 {
		v := float32(a * math.Sin(2*math.Pi*hz*float64(i)/rate))
		out[2*i], out[2*i+1] = v, v
	}
	return out
}

// noise returns uncorrelated stereo noise with peaks at the given amplitude.
func noise(amplitude, seconds float64) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]float32, 2*int(seconds*rate))
	for i := range out {
		out[i] = float32(amplitude * (r.Float64()*2 - 1))
	}
	return out
}

// EBU Tech 3341 version 4, table 1, the stereo cases for integrated loudness.
func TestEBU3341Integrated(t *testing.T) {
	type part struct{ db, seconds float64 }
	tests := []struct {
		name  string
		parts []part
		want  float64
	}{
		{"case 1", []part{{-23, 20}}, -23},
		{"case 2", []part{{-33, 20}}, -33},
		{"case 3", []part{{-36, 10}, {-23, 60}, {-36, 10}}, -23},
		{"case 4", []part{{-72, 10}, {-36, 10}, {-23, 60}, {-36, 10}, {-72, 10}}, -23},
		{"case 5", []part{{-26, 20}, {-20, 20.1}, {-26, 20}}, -23},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s []float32
			for _, p := range tt.parts {
				s = append(s, tone(1000, p.db, p.seconds)...)
			}
			m := loudness.Measure(s)
			if !m.LUFS.OK || math.Abs(m.LUFS.DB-tt.want) > 0.1 {
				t.Errorf("got %v LUFS, want %v", m.LUFS, tt.want)
			}
		})
	}
}

// EBU Tech 3341 version 4, table 1, cases 15 to 19: sines whose peaks lie
// between the samples. The tolerance is +0.2 and -0.4 dB.
func TestEBU3341TruePeak(t *testing.T) {
	tests := []struct {
		name             string
		divisor, degrees float64
		amplitude, want  float64
	}{
		{"case 15", 4, 0, 0.5, -6},
		{"case 16", 4, 45, 0.5, -6},
		{"case 17", 6, 60, 0.5, -6},
		{"case 18", 8, 67.5, 0.5, -6},
		{"case 19", 4, 45, 1.41, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := make([]float32, 2*rate)
			for i := range rate {
				// A fade of 5 ms: a sine that starts at once has other peaks.
				fade := min(1, float64(i)/240, float64(rate-1-i)/240)
				v := float32(fade * tt.amplitude * math.Sin(2*math.Pi*float64(i)/tt.divisor+tt.degrees*math.Pi/180))
				out[2*i], out[2*i+1] = v, v
			}
			got := loudness.Measure(out).TruePeak
			if d := got.DB - tt.want; !got.OK || d > 0.2 || d < -0.4 {
				t.Errorf("got %v dBTP, want %v", got, tt.want)
			}
		})
	}
}

// The interpolation neither lifts nor drops a sine up to 20 kHz. A grid of four
// points a sample misses the crest of a sine of 20 kHz by at most 0.47 dB, so
// frequencies are chosen that come upon every phase.
func TestTruePeakFlatness(t *testing.T) {
	for hz := 101.0; hz < 20000; hz += 997 {
		got := loudness.MeasureLoop(tone(hz, -6, 1)).TruePeak
		if math.Abs(got.DB+6) > 0.04 {
			t.Errorf("%v Hz: %.3f dBTP, want -6", hz, got.DB)
		}
	}
}

func TestTruePeakIsNeverBelowSamplePeak(t *testing.T) {
	s := noise(0.7, 0.5)
	biggest := float64(slices.Max(s))
	for i, x := range s {
		if x == float32(biggest) {
			s[i] = 0.9 // one sample that sticks out
			break
		}
	}
	if got := loudness.Measure(s).TruePeak.DB; got < 20*math.Log10(0.9)-1e-6 {
		t.Errorf("%v dBTP", got)
	}
}

// peaksSlow interpolates frame by frame, straight from the formula of the
// window, in float64.
func peaksSlow(samples []float32, loop bool) []float64 {
	frames := len(samples) / 2
	bessel := func(x float64) float64 {
		sum, term := 1.0, 1.0
		for k := 1.0; k < 50; k++ {
			term *= (x / 2 / k) * (x / 2 / k)
			sum += term
		}
		return sum
	}
	out := make([]float64, frames)
	for n := range frames {
		for c := range 2 {
			for phase := range 4 {
				v := 0.0
				for i := n - 11; i <= n+12; i++ {
					f := i
					if f < 0 || f >= frames {
						if !loop {
							continue
						}
						f = ((f % frames) + frames) % frames
					}
					x := float64(i-n) - float64(phase)/4
					w := bessel(5*math.Sqrt(max(0, 1-x*x/144))) / bessel(5)
					if x != 0 {
						w *= math.Sin(math.Pi*x) / (math.Pi * x)
					}
					v += w * float64(samples[2*f+c])
				}
				out[n] = max(out[n], math.Abs(v))
			}
		}
	}
	return out
}

// The fast paths against the slow one, over lengths around the block of 256
// frames and the window of 24.
func TestPeaksAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, frames := range []int{1, 2, 11, 12, 13, 23, 24, 25, 100, 255, 256, 257, 279, 280, 281, 500, 512, 513, 1025} {
		for _, loop := range []bool{false, true} {
			s := make([]float32, 2*frames)
			for i := range s {
				s[i] = float32(r.NormFloat64()) * float32(i%7) // louder and softer places, for the pruning
			}
			want := peaksSlow(s, loop)
			got := make([]float32, frames)
			loudness.Peaks(got, s, loop)
			for i := range got {
				if math.Abs(float64(got[i])-want[i]) > 1e-4*want[i]+1e-5 {
					t.Fatalf("%d frames, loop %v: peak %d is %v, want %v", frames, loop, i, got[i], want[i])
				}
			}
			m := loudness.Measure(s)
			if loop {
				m = loudness.MeasureLoop(s)
			}
			if w := 20 * math.Log10(slices.Max(want)); math.Abs(m.TruePeak.DB-w) > 0.001 {
				t.Errorf("%d frames, loop %v: %v dBTP, want %v", frames, loop, m.TruePeak.DB, w)
			}
		}
	}
}

// A peak that stands in front of the samples that make it, in a block that is
// silent itself.
func TestPeakBeforeItsBlock(t *testing.T) {
	for _, at := range []int{0, 255, 256, 257, 512} {
		s := make([]float32, 2*600)
		for i := range 8 {
			s[2*(at+i)] = (1 - 2*float32(i%2)) * (1 - 0.06*float32(i))
		}
		want := 20 * math.Log10(slices.Max(peaksSlow(s, true)))
		if want < 0.5 {
			t.Fatalf("%v dBTP is no peak between samples", want)
		}
		if got := loudness.MeasureLoop(s).TruePeak.DB; math.Abs(got-want) > 0.001 {
			t.Errorf("from frame %d on: %v dBTP, want %v", at, got, want)
		}
	}
}

func TestMeasureLoop(t *testing.T) {
	// A loop measures the same wherever it begins: exactly, when that is a
	// whole number of hops away, and else as near as the blocks fall.
	s := slices.Concat(noise(0.3, 1.7), tone(200, -12, 2.1), noise(0.02, 0.9))
	want := loudness.MeasureLoop(s)
	for _, tt := range []struct {
		at     int
		within float64
	}{{1, 0.15}, {2400, 0.15}, {77777, 0.15}, {len(s)/2 - 1, 0.15}, {4800, 1e-9}, {20 * 4800, 1e-9}} {
		turned := slices.Concat(s[2*tt.at:], s[:2*tt.at])
		got := loudness.MeasureLoop(turned)
		if math.Abs(got.LUFS.DB-want.LUFS.DB) > tt.within || math.Abs(got.TruePeak.DB-want.TruePeak.DB) > 1e-9 {
			t.Errorf("begun at %d: %.3f LUFS, %.3f dBTP, want %.3f and %.3f", tt.at, got.LUFS.DB, got.TruePeak.DB, want.LUFS.DB, want.TruePeak.DB)
		}
	}
	// Played four times in a row it is as loud, up to its cold start.
	long := slices.Concat(s, s, s, s)
	if got := loudness.Measure(long); math.Abs(got.LUFS.DB-want.LUFS.DB) > 0.1 {
		t.Errorf("four turns: %.3f LUFS, one on the circle: %.3f", got.LUFS.DB, want.LUFS.DB)
	}
	// A loop of less than a block has a loudness, which is that of its repetition.
	short := tone(1000, -20, 0.05)
	if got := loudness.MeasureLoop(short).LUFS; !got.OK || math.Abs(got.DB+20) > 0.1 {
		t.Errorf("50 ms of tone, round and round: %v LUFS, want -20", got)
	}
	if got := loudness.Measure(short).LUFS; got.OK {
		t.Errorf("50 ms of tone, once: %v LUFS", got)
	}
}

func TestSilenceHasNoLevel(t *testing.T) {
	for name, s := range map[string][]float32{
		"nothing":        nil,
		"one frame":      {0, 0},
		"a second":       make([]float32, 2*rate),
		"below the gate": tone(1000, -75, 2),
		"an odd sample":  {0.5},
		"half a block":   tone(1000, -6, 0.2),
		"not numbers":    {float32(math.NaN()), 1, 1, 1},
		"infinite":       {float32(math.Inf(1)), 1, 1, 1},
		"direct current": slices.Repeat([]float32{0.5}, 2*rate*3)[2*rate:],
	} {
		t.Run(name, func(t *testing.T) {
			for _, m := range []loudness.Measurement{loudness.Measure(s), loudness.MeasureLoop(s)} {
				b, err := json.Marshal(m)
				if err != nil {
					t.Fatalf("%+v does not marshal: %v", m, err)
				}
				for _, l := range []loudness.Level{m.LUFS, m.TruePeak} {
					if math.IsNaN(l.DB) || math.IsInf(l.DB, 0) || (!l.OK && l.DB != 0) {
						t.Errorf("%s", b)
					}
				}
			}
		})
	}
	m := loudness.MeasureLoop(make([]float32, 2*rate))
	if m.LUFS.OK || m.TruePeak.OK {
		t.Errorf("silence measures %+v", m)
	}
}

func TestLevelJSON(t *testing.T) {
	for _, tt := range []struct {
		level loudness.Level
		json  string
		text  string
	}{
		{loudness.Level{DB: -14.25, OK: true}, "-14.25", "-14.2"},
		{loudness.Level{DB: 0, OK: true}, "0", "0.0"},
		{loudness.Level{}, "null", "-inf"},
	} {
		b, err := json.Marshal(tt.level)
		if err != nil || string(b) != tt.json {
			t.Errorf("%+v: %s, %v, want %s", tt.level, b, err, tt.json)
		}
		var back loudness.Level
		if err := json.Unmarshal(b, &back); err != nil || back != tt.level {
			t.Errorf("%s: %+v, %v", b, back, err)
		}
		if got := tt.level.String(); got != tt.text {
			t.Errorf("%+v prints as %q, want %q", tt.level, got, tt.text)
		}
	}
	var l loudness.Level
	if err := json.Unmarshal([]byte(`"loud"`), &l); err == nil {
		t.Error("a word was read as a level")
	}
	if got := loudness.LevelOf(0); got.OK {
		t.Errorf("LevelOf(0) = %+v", got)
	}
}

func TestMeasureDoesNotChangeItsInput(t *testing.T) {
	s := noise(0.5, 0.6)
	before := slices.Clone(s)
	loudness.Measure(s)
	loudness.MeasureLoop(s)
	if !slices.Equal(s, before) {
		t.Error("the samples changed")
	}
}

func BenchmarkMeasure(b *testing.B) {
	for name, s := range map[string][]float32{"noise": noise(0.5, 60), "tone": tone(440, -6, 60)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(4 * len(s)))
			for b.Loop() {
				loudness.Measure(s)
			}
		})
	}
}

func ExampleMeasure() {
	m := loudness.Measure(tone(1000, -18, 3))
	fmt.Println(m.LUFS, m.TruePeak)
	fmt.Println(loudness.Measure(make([]float32, 96000)).LUFS)
	// Output:
	// -18.0 -18.0
	// -inf
}
