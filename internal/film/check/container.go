package check

import (
	"math"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/media/probe"
	"github.com/giro-video/giro/internal/media/sniff"
)

// container checks the file as a whole.
func (l *list) container(p *probe.Report) {
	f := l.format
	boxes := p.Boxes
	l.must(boxes != nil, "container.type", p.Kind.String(), sniff.MP4.String(), "", "", "the file is %s", p.Kind)
	if boxes != nil {
		l.must(boxes.MoovFirst && !boxes.Fragmented, "container.faststart", boxes.MoovFirst, true, "", "",
			"%s", either(boxes.MoovFirst, diag.T("the index stands before the media"), diag.T("the index stands behind the media")))
		if !f.EditLists {
			l.must(!boxes.HasEdits(), "container.edit_list", boxes.HasEdits(), false, "", "edit_lists",
				"%s", either(boxes.HasEdits(), diag.T("the file has an edit list"), diag.T("the file has no edit list")))
		}
	}
	if f.MaxBytes > 0 {
		l.must(p.Size <= f.MaxBytes, "container.size", p.Size, f.MaxBytes, "bytes", "max_bytes", "the file has %.1f MB", float64(p.Size)/1e6)
	}
	streams := 1
	if f.Audio != format.NoAudio {
		streams = 2
	}
	l.must(len(p.Streams) == streams, "container.streams", len(p.Streams), streams, "streams", "audio", "the file has %d streams", len(p.Streams))
}

// video checks the video stream and returns its number of frames.
func (l *list) video(p *probe.Report, v *probe.Stream, want Expect) (frames int) {
	f := l.format
	frames = v.Packets
	l.must(v.Codec == "h264", "video.codec", v.Codec, "h264", "", "", "the video is %s %s", v.Codec, v.Profile)
	l.must(v.PixelFormat == "yuv420p", "video.pixels", v.PixelFormat, "yuv420p", "", "", "the pixels are %s", v.PixelFormat)
	size := func(w, h int) string { return itoa(w) + "x" + itoa(h) }
	l.must(v.Width == f.Canvas.W && v.Height == f.Canvas.H && v.Rotation == 0, "video.size",
		size(v.Width, v.Height), size(f.Canvas.W, f.Canvas.H), "px", "canvas", "the picture is %dx%d", v.Width, v.Height)

	rate := v.Rate.Float()
	fits := rate == float64(f.FPS) ||
		f.MinFPS > 0 && rate >= float64(f.MinFPS) && rate <= float64(max(f.FPS, f.MaxFPS))
	l.must(fits, "video.fps", rate, f.FPS, "fps", "fps", "the video has %.4g frames a second", rate)
	l.must(constant(p, v), "video.constant_rate", v.AverageRate.Float(), rate, "fps", "",
		"on average the frames follow each other at %.6g a second", v.AverageRate.Float())
	if want.Frames > 0 {
		l.must(frames == want.Frames, "video.frames", frames, want.Frames, "frames", "", "the video has %d frames", frames)
	}
	seconds := 0.0
	if rate > 0 {
		seconds = float64(frames) / rate
	}
	if f.MinSeconds > 0 {
		l.must(seconds >= f.MinSeconds, "video.min_length", round3(seconds), f.MinSeconds, "s", "min_seconds", "the video lasts %.3f s", seconds)
	}
	if f.MaxSeconds > 0 {
		l.must(seconds <= f.MaxSeconds, "video.max_length", round3(seconds), f.MaxSeconds, "s", "max_seconds", "the video lasts %.3f s", seconds)
	}
	if f.MaxVideoBitrate > 0 {
		l.should(v.BitRate <= f.MaxVideoBitrate, "video.bitrate", v.BitRate, f.MaxVideoBitrate, "bit/s", "max_video_bitrate",
			"the video has %.2f Mb/s", float64(v.BitRate)/1e6)
	}
	tags := v.Primes + " " + v.Transfer + " " + v.Matrix + " " + v.Range
	l.must(tags == "bt709 bt709 bt709 tv", "video.colour", tags, "bt709 bt709 bt709 tv", "", "",
		"the stream is tagged %q", tags)
	if p.Boxes != nil {
		if t := p.Boxes.Track("vide"); t != nil {
			c := t.Colour
			ok := c != nil && c.Primaries == 1 && c.Transfer == 1 && c.Matrix == 1 && !c.FullRange
			l.must(ok, "container.colour", ok, true, "", "", "%s", either(ok,
				diag.T("the file's colour box says BT.709, limited range"), diag.T("the file's colour box does not say BT.709, limited range")))
		}
	}
	return frames
}

// constant reports whether the video track is exactly as long as its frames at
// the nominal rate.
func constant(p *probe.Report, v *probe.Stream) bool {
	if p.Boxes != nil && !p.Boxes.Fragmented {
		if t := p.Boxes.Track("vide"); t != nil {
			return t.Duration*int64(v.Rate.Num) == int64(t.Samples)*int64(v.Rate.Den)*int64(t.Timescale)
		}
	}
	return v.Rate == v.AverageRate
}

func round3(x float64) float64 { return math.Round(x*1000) / 1000 }
