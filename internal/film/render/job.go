// Package render makes the finished video: it takes frames and samples and writes an
// MP4 file and its cover.
//
// [Video] cuts the picture into segments, takes those that have not changed from the
// store, encodes the others and the sound in parallel, joins everything without
// encoding again, verifies the file and moves it to its place.
// The bytes depend on the Job alone, not on how many segments were encoded at
// once, nor on what was in the store.
package render

import (
	"errors"
	"fmt"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// Job is one video to make.
type Job struct {
	Tool   *ffmpeg.Tool
	Store  *store.Store
	Format *format.Format

	Picture segment.Picture
	Sound   Sound // not used when the format has no sound stream

	Out   string // the MP4 file; it is replaced
	Cover string // the JPEG file of frame 0; "" for none

	Quality segment.Quality
	Preset  string // of x264, in place of the quality's; "" for that
	Jobs    int    // segments encoded at once; 0: one
	Pool    *Pool  // shared with jobs that run at the same time; nil: none does

	// Progress is called as the work goes on. It is never called twice at the same time,
	// and must return quickly. May be nil.
	Progress func(Progress)

	broken func() // is called for each object of the store that had to be removed
}

// read reads an object of the store.
func (j *Job) read(key digest.Sum, suffix string) ([]byte, error) {
	b, err := j.Store.Read(key, suffix)
	if errors.Is(err, store.ErrBroken) {
		j.broken()
	}
	return b, err
}

// Stage names a part of the work.
type Stage string

// The stages, in the order in which they end.
const (
	Painting Stage = "frames" // painting and encoding, and the sound meanwhile
	Joining  Stage = "join"   // joining segments and sound
	Finished Stage = "done"
)

// Progress says how far a job is: Done of Total frames are painted, those of
// stored segments included.
type Progress struct {
	Stage       Stage
	Done, Total int
}

// Result is what a job has made.
type Result struct {
	Video    string
	Cover    string // "" if none was asked for
	Bytes    int64  // of the video
	Frames   int
	Seconds  float64
	Segments Segments
	Settings segment.Settings
	Sound    *SoundFacts // nil when the format has no sound stream
	Seam     check.PictureSeam
	Mended   int // objects of the store that were broken, and were made again

	VideoSHA256 digest.Sum
	CoverSHA256 digest.Sum
	CoverBytes  int64
}

// Segments counts the segments of a video.
type Segments struct {
	Total    int `json:"total"`
	Rendered int `json:"rendered"`
	Reused   int `json:"reused"`
}

// suffixes of what the store holds.
const (
	suffixSegment = ".mp4"
	suffixAAC     = ".aac"
	suffixFacts   = ".json"
	suffixCover   = ".jpg"
)

var errJob = errors.New("job cannot be rendered")

// validate returns an error for a job that a caller must not ask for.
func (j *Job) validate() error {
	p := &j.Picture
	switch {
	case j.Tool == nil || j.Store == nil || j.Format == nil || p.Digest == nil || p.Painter == nil:
		return fmt.Errorf("%w: tool, store, format, digest and painter are needed", errJob)
	case p.Size.W <= 0 || p.Size.H <= 0 || p.Size.W%2 != 0 || p.Size.H%2 != 0:
		return fmt.Errorf("%w: frames of %dx%d, sides must be even", errJob, p.Size.W, p.Size.H)
	case p.Frames <= 0 || p.Rate.Num <= 0 || p.Rate.Den <= 0:
		return fmt.Errorf("%w: %d frames at %d/%d", errJob, p.Frames, p.Rate.Num, p.Rate.Den)
	case j.Out == "":
		return fmt.Errorf("%w: no output", errJob)
	case j.hasSound() && p.Frames%p.Rate.Quantum() != 0:
		return fmt.Errorf("%w: %d frames are no whole number of AAC frames, use a multiple of %d", errJob, p.Frames, p.Rate.Quantum())
	}
	return nil
}

func (j *Job) hasSound() bool { return j.Format.Audio != format.NoAudio }
