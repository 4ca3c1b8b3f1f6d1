// Package format holds the delivery profiles: for each place where a video is
// published its canvas, safe area, frame rate, length, sound and limits, every
// number with its source and date. The numbers are data, in formats.yaml.
package format

import (
	"errors"
	"fmt"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
)

// ErrUnknown is returned by ByName for a format that does not exist.
var ErrUnknown = errors.New("unknown format")

// Default is the name of the format that is used when none is asked for.
const Default = "universal"

// Format is one delivery profile. A zero limit means that no rule is known.
// Treat it as read-only.
type Format struct {
	Name  string
	Title string // "Instagram Reels"
	Use   string // what it is for, one line

	Canvas     geom.Size // px
	FPS        int       // frames a second, constant
	MinFPS     int       // what the platform accepts
	MaxFPS     int
	MinSeconds float64
	MaxSeconds float64
	Seconds    float64 // the length to aim for; 0 leaves it to the template

	Safe      geom.Rect // px; text lies inside (the organic profile)
	Strict    geom.Rect // px; the box that advertisements keep to
	CoverSafe geom.Rect // px; what a profile's grid shows of the cover; empty: all of it

	Audio           Audio
	AudioBitrate    int  // bits a second
	EditLists       bool // whether the file may hold edit lists
	MaxVideoBitrate int  // bits a second
	MaxBytes        int64
	ClosedGOP       bool
	GOPSeconds      float64 // the longest distance between keyframes; 0: no rule
	BFrames         int     // consecutive B-frames

	Texts         []TextLimit
	MaxHashtags   int
	MaxMentions   int
	CoverMaxBytes int64
	Still         bool // a still picture must come with the video

	sources map[string]Source
}

// Audio is the kind of sound stream that a format has.
type Audio string

// The kinds of sound stream.
const (
	AAC     Audio = "aac"  // AAC-LC, 48 kHz, stereo
	NoAudio Audio = "none" // no sound stream at all
)

// TextLimit bounds one text of a post.
type TextLimit struct {
	Text   string // "caption", "title" or "description"
	Max    int    // in units of Unit
	Unit   Unit
	Forbid string // characters that may not occur
}

// Source says where a number comes from.
type Source struct {
	ID    string `yaml:"-" json:"id"`
	Title string `yaml:"title" json:"title"`
	URL   string `yaml:"url" json:"url,omitempty"` // "" where there is no page to point to
	Date  string `yaml:"date" json:"date"`         // year and month in which it was read, "2026-11"
	Trust Trust  `yaml:"trust" json:"trust"`
}

// Trust says how reliable a source is.
type Trust string

// The levels of trust.
const (
	FirstParty Trust = "first-party" // the platform's own pages, or several sources that agree
	OneSource  Trust = "one-source"  // one good secondary source
	Disputed   Trust = "disputed"    // sources disagree
	Derived    Trust = "derived"     // Giro's own choice or conclusion
)

// Source returns where the number of a field comes from. The field is named as
// in formats.yaml: "max_seconds", "caption", "title_text". The zero Source means that the
// format has no rule there.
func (f *Format) Source(field string) Source { return f.sources[field] }

// Text returns the limit of one text ("caption", "title", "description").
// ok is false when the format has none.
func (f *Format) Text(name string) (limit TextLimit, ok bool) {
	for _, t := range f.Texts {
		if t.Text == name {
			return t, true
		}
	}
	return TextLimit{}, false
}

// ByName returns a format. The error wraps ErrUnknown and carries the nearest
// name when there is none.
func ByName(name string) (*Format, error) {
	all, err := load()
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		if f.Name == name {
			return f, nil
		}
	}
	return nil, fmt.Errorf("%w %q: %s", ErrUnknown, name, diag.DidYouMean(name, Names()))
}

// Names returns the names of all formats, the default first.
func Names() []string {
	all, err := load()
	if err != nil {
		return nil
	}
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names
}
