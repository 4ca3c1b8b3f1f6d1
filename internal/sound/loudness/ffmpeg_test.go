package loudness_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/giro-video/giro/internal/sound/loudness"
)

var (
	integratedLine = regexp.MustCompile(`I:\s+(\S+) LUFS`)
	peakLine       = regexp.MustCompile(`Peak:\s+(\S+) dBFS`)
)

// ebur128 measures samples with ffmpeg's own meter.
func ebur128(t *testing.T, ffmpeg string, samples []float32) (lufs, peak float64) {
	t.Helper()
	var in bytes.Buffer
	if err := binary.Write(&in, binary.LittleEndian, samples); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), ffmpeg, "-hide_banner", "-f", "f32le", "-ar", "48000", "-ac", "2", "-i", "pipe:0",
		"-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
	cmd.Stdin = &in
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	read := func(re *regexp.Regexp) float64 {
		all := re.FindAllSubmatch(out, -1)
		if len(all) == 0 {
			t.Fatalf("no %v in\n%s", re, out)
		}
		v, err := strconv.ParseFloat(string(all[len(all)-1][1]), 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	return read(integratedLine), read(peakLine)
}

// Within 0.1 LU and 0.1 dB of ffmpeg's ebur128, which is another implementation
// of the same recommendation. ffmpeg prints one decimal, which is half of that.
func TestAgainstFFmpeg(t *testing.T) {
	ffmpeg, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	sweep := make([]float32, 2*rate*5)
	for i := range len(sweep) / 2 {
		s := float64(i) / rate
		// From 30 Hz to 18 kHz, logarithmically, louder on the right.
		v := math.Sin(2 * math.Pi * 30 * 5 / math.Log(600) * (math.Pow(600, s/5) - 1))
		sweep[2*i], sweep[2*i+1] = float32(0.2*v), float32(0.5*v)
	}
	clipped := tone(3000, 9, 3)
	for i, x := range clipped {
		clipped[i] = min(max(x, -0.9), 0.9)
	}
	swells := noise(0.8, 8)
	for i := range swells {
		swells[i] *= float32(math.Pow(10, -2.5*(0.5-0.5*math.Cos(2*math.Pi*float64(i)/float64(len(swells)))))) // 0 to -50 dB
	}
	pulses := make([]float32, 2*rate*3)
	for i := 0; i < len(pulses); i += 2 * 12011 {
		pulses[i], pulses[i+1] = 0.8, -0.5
	}
	tests := map[string][]float32{
		"white noise":          noise(0.3, 4),
		"tone of 60 Hz":        tone(60, -10, 3),
		"tone between samples": tone(11987, -3, 3),
		"high tone":            tone(17011, -8, 3),
		"over full scale":      tone(5003, 4, 3),
		"sweep":                sweep,
		"clipped tone":         clipped,
		"swelling noise":       swells,
		"pulses":               pulses,
		"loud, soft, silent":   slices.Concat(noise(0.5, 2), tone(400, -38, 3), make([]float32, 2*rate*2), noise(0.2, 2)),
		"just above the gate":  tone(1000, -68, 3),
		"a block and a little": tone(1000, -20, 0.45),
		"offset":               offset(tone(300, -20, 3), 0.2),
	}
	for name, s := range tests {
		t.Run(name, func(t *testing.T) {
			s = inSilence(s)
			lufs, peak := ebur128(t, ffmpeg, s)
			m := loudness.Measure(s)
			t.Logf("%.2f LUFS, ffmpeg %.1f; %.2f dBTP, ffmpeg %.1f", m.LUFS.DB, lufs, m.TruePeak.DB, peak)
			if !m.LUFS.OK || math.Abs(m.LUFS.DB-lufs) > 0.1 {
				t.Errorf("%.3f LUFS, ffmpeg says %.1f", m.LUFS.DB, lufs)
			}
			if !m.TruePeak.OK || math.Abs(m.TruePeak.DB-peak) > 0.1 {
				t.Errorf("%.3f dBTP, ffmpeg says %.1f", m.TruePeak.DB, peak)
			}
		})
	}
}

// inSilence puts a little silence before and after: ffmpeg's resampler mirrors
// the sound at its start, which makes peaks of its own, and leaves out its end.
func inSilence(samples []float32) []float32 {
	pad := make([]float32, 2*rate/50)
	return slices.Concat(pad, samples, pad)
}

func offset(samples []float32, by float32) []float32 {
	for i := range samples {
		samples[i] += by
	}
	return samples
}
