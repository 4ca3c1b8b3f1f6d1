package segment

import (
	"fmt"
	"slices"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/content/format"
)

// Quality is a trade-off between encoding time, file size and picture quality.
type Quality string

// The qualities.
const (
	Draft    Quality = "draft"    // for a preview: the same frames, encoded quickly
	Standard Quality = "standard" // to publish
	Master   Quality = "master"   // to keep, and to cut other versions from
)

// Qualities returns their names, quickest first.
func Qualities() []string { return []string{string(Draft), string(Standard), string(Master)} }

// Presets returns the x264 presets that Settings.Preset may name, quickest first.
func Presets() []string {
	return []string{
		"ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
	}
}

// Settings decide how x264 encodes. They are part of a segment's digest.
type Settings struct {
	Preset    string  `json:"preset"`               // of x264
	CRF       float64 `json:"crf"`                  // constant rate factor: lower is better and larger
	Lookahead int     `json:"lookahead_frames"`     // that the encoder looks ahead
	Refs      int     `json:"references,omitempty"` // reference frames; 0 leaves it to the preset
	BFrames   int     `json:"b_frames"`             // at most so many in a row
	GOP       int     `json:"gop_frames"`           // the longest distance between keyframes
	MaxRate   int     `json:"max_rate_bps"`         // that the buffer model fills in; 0: no bound
	Buffer    int     `json:"buffer_bits"`          // of the buffer model
}

// tier holds the settings of a Quality.
type tier struct {
	preset    string
	crf       float64
	lookahead int
	refs      int
}

// The values, measured with ffmpeg 5.1.9 and x264 164 on 1080x1920 frames.
//
// CRF 18 is what Remotion, HyperFrames, editly and MLT use; HyperFrames came
// down from 23 because gradients showed bands. The modes of adaptive
// quantisation stay at the preset's: on a photo and on a dark dithered gradient
// modes 2 and 3 gave no more similarity (SSIM) for the same bits than mode 1.
//
// Each frame of lookahead takes 6.4 MB. The 40 of preset medium make an encoder
// 401 MB large; 20 make it 273 MB, at about 2 % more bits for the same SSIM, and
// leave room for two encoders and the composer in 700 MB.
//
// Refs of Master is held at 4: the 5 of preset slow would raise the stream to
// level 5.0, which phones and screens are not bound to play.
var tiers = map[Quality]tier{
	Draft:    {preset: "veryfast", crf: 26, lookahead: 10},
	Standard: {preset: "medium", crf: 18, lookahead: 20},
	Master:   {preset: "slow", crf: 16, lookahead: 30, refs: 4},
}

// rateShare is the part of the format's limit on the bit rate that fills the encoder's
// buffer model. Every segment begins with its own buffer, startFill full, and may
// spend that in addition: over two seconds that is 0.8·(2+0.5)/2 of the limit, so
// exactly the limit. A buffer of one second is enough for a keyframe of a detailed
// photo.
const (
	rateShare     = 0.8
	bufferSeconds = 1.0
	startFill     = 0.5
)

// For returns the settings for a video of the given length in a format. preset
// replaces the one of the quality when it is not empty.
func For(f *format.Format, rate timebase.Rate, frames int, q Quality, preset string) (Settings, error) {
	t, ok := tiers[q]
	if !ok {
		return Settings{}, fmt.Errorf("unknown quality %q, use one of %v", string(q), Qualities())
	}
	s := Settings{
		Preset: t.preset, CRF: t.crf, Lookahead: t.lookahead, Refs: t.refs,
		BFrames: f.BFrames, GOP: 250, // x264's own
	}
	if preset != "" {
		if !slices.Contains(Presets(), preset) {
			return Settings{}, fmt.Errorf("unknown x264 preset %q, use one of %v", preset, Presets())
		}
		s.Preset = preset
	}
	if f.GOPSeconds > 0 {
		s.GOP = max(1, rate.Frames(f.GOPSeconds))
	}
	limit := float64(f.MaxVideoBitrate)
	if f.MaxBytes > 0 && frames > 0 {
		// What the sound and the tables leave; the tables never took as much as 2 %.
		room := 0.98*8*float64(f.MaxBytes)/rate.Seconds(frames) - float64(f.AudioBitrate)
		if limit == 0 || room < limit {
			limit = max(room, 100_000)
		}
	}
	// Whole kilobits, so that a video that is one frame longer keeps its segments.
	s.MaxRate = int(limit*rateShare) / 1000 * 1000
	s.Buffer = int(float64(s.MaxRate) * bufferSeconds)
	return s, nil
}

// appendDigest adds all fields.
func (s Settings) appendDigest(w *digest.Writer) {
	w.String(s.Preset)
	w.Float(s.CRF)
	w.Int(s.Lookahead)
	w.Int(s.Refs)
	w.Int(s.BFrames)
	w.Int(s.GOP)
	w.Int(s.MaxRate)
	w.Int(s.Buffer)
}
