package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
	"github.com/giro-video/giro/internal/sound/mix"
)

var demo = sync.OnceValue(Demo)

// A beat is 16 frames at 30 a second, so the piece fits any number of bars
// without a change of tempo.
func TestTempo(t *testing.T) {
	for bars := 1; bars <= Bars; bars++ {
		g, err := timebase.Fit(timebase.FPS(30), BPM, BeatsPerBar, bars, 1, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if g.Bars != bars || g.Stretch != 1 || g.Frames != 64*bars {
			t.Errorf("%d bars: %+v", bars, g)
		}
	}
	if got, want := len(demo()), 2*Bars*64*1600; got != want {
		t.Errorf("the piece has %d samples, want %d", got, want)
	}
}

func TestLevels(t *testing.T) {
	samples := demo()
	m := loudness.MeasureLoop(samples)
	if !m.LUFS.OK || math.Abs(m.LUFS.DB+16) > 0.05 {
		t.Errorf("loudness %v LUFS, want -16", m.LUFS)
	}
	if !m.TruePeak.OK || m.TruePeak.DB > -1.5 {
		t.Errorf("true peak %v dBTP, want at most -1.5", m.TruePeak)
	}
	// Every bar is about as loud as the others: the picture may cut anywhere.
	bar := len(samples) / Bars
	for i := range Bars {
		b := loudness.Measure(samples[i*bar : (i+1)*bar])
		if math.Abs(b.LUFS.DB+16) > 2 {
			t.Errorf("bar %d: %v LUFS", i+1, b.LUFS)
		}
	}
	// A single loudspeaker plays the sum of both channels: hardly anything may cancel.
	mono := make([]float32, len(samples))
	for i := 0; i < len(samples); i += 2 {
		mid := (samples[i] + samples[i+1]) / 2
		mono[i], mono[i+1] = mid, mid
	}
	if lost := m.LUFS.DB - loudness.MeasureLoop(mono).LUFS.DB; lost > 1 {
		t.Errorf("mono loses %.1f LU", lost)
	}
}

// The piece loops on its own samples: the step across the seam is one like any
// other, and the reverberation of the end is heard at the start.
func TestSeam(t *testing.T) {
	samples := demo()
	step, p999 := mix.SeamStep(samples)
	if step > p999 {
		t.Errorf("step %v at the seam, 99.9 %% of the others are at most %v", step, p999)
	}
	var tail float64
	for _, x := range samples[:2*96] { // 2 ms, before the first notes rise
		tail += float64(x) * float64(x)
	}
	if tail == 0 {
		t.Error("the piece starts from silence: its end is cut off")
	}
}

func TestSame(t *testing.T) {
	if testing.Short() {
		t.Skip("renders the piece twice")
	}
	if !slices.Equal(demo(), Demo()) {
		t.Error("two renderings differ")
	}
}

func TestPCM16(t *testing.T) {
	in := []float32{0, 0.5, -0.5, 1, -1, 2, -2}
	out := PCM16(in)
	for i, v := range out {
		want := min(max(float64(in[i])*32768, math.MinInt16), math.MaxInt16)
		if math.Abs(float64(v)-want) > 8 {
			t.Errorf("%v became %d, want about %v", in[i], v, want)
		}
		if v%4 != 0 {
			t.Errorf("%v became %d, not a multiple of 4", in[i], v)
		}
	}
}

// The file that is embedded is what the generator makes. Other processors round
// differently, which may move a sample by a step.
func TestEmbeddedFile(t *testing.T) {
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	file, err := os.ReadFile("../giro-demo.flac")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), ffmpeg, "-v", "error", "-f", "flac", "-i", "pipe:0", "-f", "s16le", "pipe:1")
	cmd.Stdin = bytes.NewReader(file)
	raw, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := PCM16(demo())
	if len(raw) != 2*len(want) {
		t.Fatalf("the file holds %d samples, want %d: run go generate in this folder", len(raw)/2, len(want))
	}
	worst := 0
	for i, w := range want {
		v := int16(binary.LittleEndian.Uint16(raw[2*i:]))
		d := int(v) - int(w)
		worst = max(worst, d, -d)
	}
	if worst > 8 {
		t.Errorf("a sample differs by %d steps: run go generate in this folder", worst)
	}
}
