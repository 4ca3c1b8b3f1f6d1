package check

import (
	"context"
	"math"
	"strconv"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// maxSeconds bounds how much sound is decoded: ten minutes, 230 MB.
const maxSeconds = 600

func itoa(n int) string { return strconv.Itoa(n) }

// sound checks the sound stream: what it is, that it lasts exactly as long as
// the frames of video, its loudness, its peak and its seam.
func (l *list) sound(ctx context.Context, tool *ffmpeg.Tool, path string, p *probe.Report, frames int) error {
	a := p.Audio()
	if l.format.Audio == format.NoAudio {
		l.must(a == nil, "sound.absent", a != nil, false, "", "audio", "%s",
			either(a == nil, diag.T("the file has no sound stream"), diag.T("the file has a sound stream")))
		return nil
	}
	if a == nil {
		l.fail("sound.present", 0, 1, "streams", "audio", diag.T("the file has no sound stream"))
		return nil
	}
	l.must(a.Codec == "aac" && a.Profile == "LC", "sound.codec", a.Codec+" "+a.Profile, "aac LC", "", "audio", "the sound is %s %s", a.Codec, a.Profile)
	l.must(a.SampleRate == timebase.SampleRate, "sound.rate", a.SampleRate, timebase.SampleRate, "Hz", "audio", "the sound has %d samples a second", a.SampleRate)
	l.must(a.Channels == 2, "sound.channels", a.Channels, 2, "channels", "audio", "the sound has %d channels", a.Channels)

	samples, err := tool.DecodeAudio(ctx, path, p.Kind, maxSeconds)
	if err != nil {
		return err
	}
	if v := p.Video(); v.Rate.Num > 0 {
		want := frames * timebase.SampleRate * v.Rate.Den / v.Rate.Num
		l.must(len(samples)/2 == want, "sound.samples", len(samples)/2, want, "samples", "",
			"the sound decodes to %d samples, the picture lasts %d", len(samples)/2, want)
	}
	m := loudness.Measure(samples)
	if !m.LUFS.OK {
		l.items = append(l.items, Item{ID: "sound.loudness", Verdict: Skipped, Limit: LUFS, Unit: "LUFS", Source: "giro", Message: diag.T("the sound is silent")})
	} else {
		l.must(math.Abs(m.LUFS.DB-LUFS) <= LUFSTolerance, "sound.loudness", round2(m.LUFS.DB), LUFS, "LUFS", "",
			"the loudness is %.1f LUFS", m.LUFS.DB)
	}
	if m.TruePeak.OK {
		l.must(m.TruePeak.DB <= TruePeakDB, "sound.true_peak", round2(m.TruePeak.DB), TruePeakDB, "dBTP", "",
			"the true peak is %.1f dBTP", m.TruePeak.DB)
	}
	s := MeasureSound(samples)
	l.must(s.OK(), "seam.sound", s.Step, s.P999, "of full scale", "",
		"the sound steps by %.4f at the seam, and by up to %.4f elsewhere", s.Step, s.P999)
	return nil
}

func round2(x float64) float64 { return math.Round(x*100) / 100 }
