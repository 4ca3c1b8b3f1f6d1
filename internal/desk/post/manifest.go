package post

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/picture/compose"
)

// Manifest records what a video was made from and what was measured on it. It holds
// no time and no path, so that the same inputs give the same bytes.
type Manifest struct {
	Giro     string        `json:"giro"`
	Composer string        `json:"composer"`
	FFmpeg   string        `json:"ffmpeg"`
	Template string        `json:"template"`
	Event    string        `json:"event"`
	Language string        `json:"language"`
	Format   string        `json:"format"`
	Video    FileFact      `json:"video"`
	Cover    FileFact      `json:"cover"`
	Kit      []FileFact    `json:"kit"` // caption, subtitles, text alternative
	Settings any           `json:"settings"`
	Frames   int           `json:"frames"`
	Seconds  float64       `json:"duration_s"`
	Bars     int           `json:"bars"`
	Tempo    float64       `json:"tempo_bpm"`
	Stretch  float64       `json:"tempo_stretch"`
	Inputs   []Input       `json:"inputs"`
	Music    *Music        `json:"music,omitempty"`
	Proofs   []Proof       `json:"rights_proofs,omitempty"`
	Override *Override     `json:"rights_override,omitempty"`
	Sound    any           `json:"sound,omitempty"`
	Seam     any           `json:"seam"`
	Cues     []ManifestCue `json:"texts"`
}

// FileFact names a file by its content.
type FileFact struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes,omitempty"`
}

// Override is the reason for which a post was made in spite of the rights check, with
// the faults that the check had found.
type Override struct {
	Reason string   `json:"reason"`
	Faults []string `json:"faults"`
}

// Music is the record of the track that is heard.
type Music struct {
	Title   string `json:"title"`
	Artist  string `json:"artist,omitempty"`
	Licence string `json:"licence,omitempty"`
	Source  string `json:"source,omitempty"`
	Credit  string `json:"credit,omitempty"`
}

// ManifestCue is a text on screen with the span in seconds in which it is legible.
type ManifestCue struct {
	From float64 `json:"from_s"`
	To   float64 `json:"to_s"`
	Text string  `json:"text"`
}

func (p *Post) writeManifest(path string, res render.Result, texts []FileFact, opt Options) error {
	g := p.Plan.Grid
	m := Manifest{
		Giro: opt.Version, Composer: compose.Version, FFmpeg: opt.Tool.Version.Text,
		Template: p.Plan.Template, Event: p.Event.ID, Language: p.Plan.Language, Format: p.Plan.Format,
		Video: FileFact{filepath.Base(res.Video), res.VideoSHA256.String(), res.Bytes},
		Cover: FileFact{Name: filepath.Base(res.Cover), SHA256: res.CoverSHA256.String(), Bytes: res.CoverBytes}, Kit: texts,
		Settings: res.Settings, Frames: res.Frames, Seconds: res.Seconds,
		Bars: g.Bars, Tempo: g.BPM(), Stretch: g.Stretch, Inputs: p.Inputs, Proofs: p.Proofs, Seam: res.Seam,
	}
	if res.Sound != nil {
		m.Sound = res.Sound
	}
	if p.Rights.Override != "" {
		m.Override = &Override{p.Rights.Override, p.Rights.Overridden}
	}
	if p.Track != nil {
		r := p.Track.Rights
		m.Music = &Music{Title: r.Title, Artist: r.Artist, Licence: r.Licence, Source: r.Source, Credit: r.Credit}
	}
	for _, c := range p.Plan.Cues {
		m.Cues = append(m.Cues, ManifestCue{g.Rate.Seconds(max(0, c.Span.From)), g.Rate.Seconds(c.Span.To), c.Text})
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	return disk.Deliver(path, append(data, '\n'))
}

// PaintedSeam returns the seam recorded in the manifest beside a video; nil when there
// is no manifest, or when it belongs to another video.
func PaintedSeam(video string) *check.PictureSeam {
	data, err := os.ReadFile(KitOf(video).Manifest)
	if err != nil {
		return nil
	}
	var m struct {
		Video FileFact           `json:"video"`
		Seam  *check.PictureSeam `json:"seam"`
	}
	if json.Unmarshal(data, &m) != nil {
		return nil
	}
	f, err := os.Open(video) //nolint:gosec // named by the user
	if err != nil {
		return nil
	}
	sum, err := digest.Reader(f)
	_ = f.Close() // it was only read
	if err != nil || sum.String() != m.Video.SHA256 {
		return nil
	}
	return m.Seam
}
