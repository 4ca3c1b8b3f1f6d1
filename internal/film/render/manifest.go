package render

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/segment"
)

// ManifestSchema is the version of the manifest's layout.
const ManifestSchema = 1

// Manifest records what a post was made from and what was measured on it. It
// holds no time and nothing of the run, so that the same inputs give the same bytes.
type Manifest struct {
	Schema   int               `json:"schema"`
	Giro     string            `json:"giro"`   // version
	FFmpeg   string            `json:"ffmpeg"` // version
	Post     map[string]string `json:"post,omitempty"`
	Inputs   []Input           `json:"inputs"`
	Rights   any               `json:"rights,omitempty"` // credits and licences, as the caller has them
	Video    Output            `json:"video"`
	Cover    *Output           `json:"cover,omitempty"`
	Picture  PictureFacts      `json:"picture"`
	Sound    *SoundFacts       `json:"sound,omitempty"`
	Encoder  EncoderFacts      `json:"encoder"`
	Checks   *check.Report     `json:"checks,omitempty"`
	Segments int               `json:"segments"`
}

// Input is a file that a post was made from.
type Input struct {
	Role   string `json:"role"` // "template", "event", "photo", "music", "font"…
	Name   string `json:"name"` // relative to the channel
	SHA256 string `json:"sha256"`
}

// Output is a file of a post.
type Output struct {
	File   string `json:"file"` // without its folder
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// PictureFacts are those of the picture.
type PictureFacts struct {
	Width   int               `json:"width"`
	Height  int               `json:"height"`
	FPS     string            `json:"fps"` // "30/1"
	Frames  int               `json:"frames"`
	Seconds float64           `json:"seconds"`
	Seam    check.PictureSeam `json:"seam"`
}

// EncoderFacts are the settings of x264.
type EncoderFacts struct {
	Quality   segment.Quality `json:"quality"`
	Preset    string          `json:"preset"`
	CRF       float64         `json:"crf"`
	MaxRate   int             `json:"max_rate_bps"`
	Buffer    int             `json:"buffer_bits"`
	GOP       int             `json:"gop_frames"`
	BFrames   int             `json:"b_frames"`
	Lookahead int             `json:"lookahead_frames"`
}

// Manifest returns the manifest of the result as far as the render knows it: the
// caller adds its own version, the post, the inputs and their rights.
func (res *Result) Manifest(job *Job) Manifest {
	p, s := &job.Picture, res.Settings
	m := Manifest{
		Schema: ManifestSchema,
		FFmpeg: job.Tool.Version.String(),
		Inputs: []Input{},
		Video:  Output{File: filepath.Base(res.Video), SHA256: res.VideoSHA256.String(), Bytes: res.Bytes},
		Picture: PictureFacts{
			Width: p.Size.W, Height: p.Size.H, FPS: fmt.Sprintf("%d/%d", p.Rate.Num, p.Rate.Den),
			Frames: res.Frames, Seconds: res.Seconds, Seam: res.Seam,
		},
		Sound: res.Sound,
		Encoder: EncoderFacts{
			Quality: job.Quality, Preset: s.Preset, CRF: s.CRF, MaxRate: s.MaxRate, Buffer: s.Buffer,
			GOP: s.GOP, BFrames: s.BFrames, Lookahead: s.Lookahead,
		},
		Segments: res.Segments.Total,
	}
	if res.Cover != "" {
		m.Cover = &Output{File: filepath.Base(res.Cover), SHA256: res.CoverSHA256.String(), Bytes: res.CoverBytes}
	}
	return m
}

// WriteManifest writes the manifest to path as JSON, whole or not at all. The
// error is a *WriteError when it cannot be written.
func WriteManifest(path string, m Manifest) (digest.Sum, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return digest.Sum{}, fmt.Errorf("write the manifest: %w", err)
	}
	return WriteFile(path, append(b, '\n'))
}

// WriteFile writes b to path, whole or not at all: to a temporary file beside
// it, which is synced and renamed. The error is a *WriteError.
func WriteFile(path string, b []byte) (digest.Sum, error) {
	out, err := newOutput(path)
	if err != nil {
		return digest.Sum{}, err
	}
	defer out.discard()
	if err := out.write(b); err != nil {
		return digest.Sum{}, err
	}
	sum, _, err := out.seal()
	if err != nil {
		return digest.Sum{}, err
	}
	return sum, out.publish()
}
