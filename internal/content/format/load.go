package format

import (
	_ "embed" // formats.yaml
	"fmt"
	"slices"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/giro-video/giro/internal/base/geom"
)

//go:embed formats.yaml
var formatsYAML []byte

// load reads the embedded profiles, once.
var load = sync.OnceValues(func() ([]*Format, error) { return parse(formatsYAML) })

// document is formats.yaml.
type document struct {
	Sources map[string]Source `yaml:"sources"`
	Formats []record          `yaml:"formats"`
}

// record is one format as it stands in formats.yaml.
type record struct {
	Name            string              `yaml:"name"`
	Title           string              `yaml:"title"`
	Use             string              `yaml:"use"`
	Canvas          []int               `yaml:"canvas"`
	FPS             int                 `yaml:"fps"`
	MinFPS          int                 `yaml:"min_fps"`
	MaxFPS          int                 `yaml:"max_fps"`
	MinSeconds      float64             `yaml:"min_seconds"`
	MaxSeconds      float64             `yaml:"max_seconds"`
	Seconds         float64             `yaml:"seconds"`
	Safe            []float64           `yaml:"safe"`
	Strict          []float64           `yaml:"strict"`
	CoverSafe       []float64           `yaml:"cover_safe"`
	Audio           Audio               `yaml:"audio"`
	AudioBitrate    int                 `yaml:"audio_bitrate"`
	EditLists       string              `yaml:"edit_lists"`
	MaxVideoBitrate int                 `yaml:"max_video_bitrate"`
	MaxBytes        int64               `yaml:"max_bytes"`
	ClosedGOP       bool                `yaml:"closed_gop"`
	GOPSeconds      float64             `yaml:"gop_seconds"`
	BFrames         int                 `yaml:"b_frames"`
	Caption         *limit              `yaml:"caption"`
	TitleText       *limit              `yaml:"title_text"`
	Description     *limit              `yaml:"description"`
	MaxHashtags     int                 `yaml:"max_hashtags"`
	MaxMentions     int                 `yaml:"max_mentions"`
	CoverMaxBytes   int64               `yaml:"cover_max_bytes"`
	Still           bool                `yaml:"still"`
	From            map[string][]string `yaml:"from"`
}

type limit struct {
	Max    int    `yaml:"max"`
	Unit   Unit   `yaml:"unit"`
	Forbid string `yaml:"forbid"`
}

// parse reads profiles from YAML and checks that they are consistent.
func parse(data []byte) ([]*Format, error) {
	var doc document
	if err := yaml.UnmarshalWithOptions(data, &doc, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("read the delivery profiles: %w", err)
	}
	var out []*Format
	for _, r := range doc.Formats {
		f, err := r.format(doc.Sources)
		if err != nil {
			return nil, fmt.Errorf("read the delivery profile %q: %w", r.Name, err)
		}
		out = append(out, f)
	}
	return out, nil
}

// format turns a record into the value that the rest of Giro uses.
func (r record) format(sources map[string]Source) (*Format, error) {
	f := &Format{
		Name: r.Name, Title: r.Title, Use: r.Use,
		FPS: r.FPS, MinFPS: r.MinFPS, MaxFPS: r.MaxFPS,
		MinSeconds: r.MinSeconds, MaxSeconds: r.MaxSeconds, Seconds: r.Seconds,
		Audio: r.Audio, AudioBitrate: r.AudioBitrate, EditLists: r.EditLists == "allow",
		MaxVideoBitrate: r.MaxVideoBitrate, MaxBytes: r.MaxBytes,
		ClosedGOP: r.ClosedGOP, GOPSeconds: r.GOPSeconds, BFrames: r.BFrames,
		MaxHashtags: r.MaxHashtags, MaxMentions: r.MaxMentions, CoverMaxBytes: r.CoverMaxBytes,
		Still: r.Still, sources: map[string]Source{},
	}
	if len(r.Canvas) != 2 {
		return nil, fmt.Errorf("canvas has %d numbers, not 2", len(r.Canvas))
	}
	f.Canvas = geom.Size{W: r.Canvas[0], H: r.Canvas[1]}
	for _, b := range []struct {
		name string
		in   []float64
		out  *geom.Rect
	}{{"safe", r.Safe, &f.Safe}, {"strict", r.Strict, &f.Strict}, {"cover_safe", r.CoverSafe, &f.CoverSafe}} {
		if b.in == nil && b.name == "cover_safe" {
			continue
		}
		if len(b.in) != 4 {
			return nil, fmt.Errorf("%s has %d numbers, not 4", b.name, len(b.in))
		}
		*b.out = geom.R(b.in[0], b.in[1], b.in[2], b.in[3])
	}
	if !slices.Contains([]string{"allow", "forbid"}, r.EditLists) {
		return nil, fmt.Errorf("edit_lists is %q, not allow or forbid", r.EditLists)
	}
	if r.Audio != AAC && r.Audio != NoAudio {
		return nil, fmt.Errorf("audio is %q, not aac or none", r.Audio)
	}
	for _, t := range []struct {
		name string
		in   *limit
	}{{"caption", r.Caption}, {"title", r.TitleText}, {"description", r.Description}} {
		if t.in == nil {
			continue
		}
		if !slices.Contains([]Unit{UTF16, Characters, Bytes}, t.in.Unit) {
			return nil, fmt.Errorf("%s is counted in %q, not utf16, characters or bytes", t.name, t.in.Unit)
		}
		f.Texts = append(f.Texts, TextLimit{Text: t.name, Max: t.in.Max, Unit: t.in.Unit, Forbid: t.in.Forbid})
	}
	for id, fields := range r.From {
		src, ok := sources[id]
		if !ok {
			return nil, fmt.Errorf("source %q is not described", id)
		}
		src.ID = id
		for _, field := range fields {
			if _, twice := f.sources[field]; twice {
				return nil, fmt.Errorf("%s has two sources", field)
			}
			f.sources[field] = src
		}
	}
	return f, nil
}
