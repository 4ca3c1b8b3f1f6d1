// Package mix makes the sound of a loop from a piece of music: whole bars, stretched
// to the beat grid, repeating without a step, at the loudness asked for.
//
// Samples are float32, stereo, interleaved, at timebase.SampleRate; a frame is
// one left and one right sample. (Frames of the picture are called so: frames
// of the grid.)
package mix

import (
	"errors"
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// Track is the tempo and the beats of a piece of music, from its record.
type Track struct {
	BPM              float64 // beats a minute; 0: not known, the music is taken from its start
	FirstBeatSeconds float64 // where the first beat of a bar falls
	BeatsPerBar      int     // 0: as the grid, or four where that has no beats
}

// Options are the levels and the crossfade. The zero value is the default.
type Options struct {
	// LUFS is the integrated loudness to reach; 0 means -14.
	LUFS float64
	// CeilingDB is the true peak that is not exceeded, in dBTP; 0 means -2.
	// An encoder adds overshoot: a caller that measures too much of it after
	// decoding asks again with a lower ceiling.
	CeilingDB float64
	// FadeSeconds is the length of the crossfade at the seam; 0 means half a
	// beat, or one second when the tempo is not known.
	FadeSeconds float64
}

const (
	defaultLUFS      = -14.0
	defaultCeilingDB = -2.0
)

// Result is the sound of a loop.
type Result struct {
	Samples   []float32      // exactly the grid's length
	Turns     int            // how often the music was laid end to end; 0 without music
	GainDB    float64        // what brought the music to the loudness
	LimitedDB float64        // the deepest reduction by the limiter, 0 or more
	LUFS      loudness.Level // of the loop, measured round the circle
	TruePeak  loudness.Level // dBTP, measured round the circle
	SeamStep  float32        // see SeamStep
	SeamP999  float32
}

// The faults of the music or of its record.
var (
	ErrNotFinite = errors.New("the music holds samples that are not numbers")
	ErrTooShort  = errors.New("the music is too short to loop")
	ErrFirstBeat = errors.New("the first beat lies outside the music")
	ErrGrid      = errors.New("the beat grid does not belong to the music")
)

// Loop returns music src as the sound of a loop on grid: whole bars of it from
// its first beat on, at the grid's tempo. A grid of a single beat (or none) belongs
// to a video whose length is not in bars: the music keeps its own tempo then.
// No music gives silence. The errors are ErrNotFinite, ErrTooShort, ErrFirstBeat and ErrGrid,
// with figures.
func Loop(src []float32, rec Track, grid timebase.Grid, opt Options) (Result, error) {
	loop, turns, err := arrange(src, rec, grid, opt.FadeSeconds)
	if err != nil {
		return Result{}, err
	}
	res := master(loop, opt)
	res.Turns = turns
	return res, nil
}

// checkFinite reports whether every sample is a number.
func checkFinite(samples []float32) error {
	for i, x := range samples {
		if d := x - x; d != 0 { // NaN and infinities differ from themselves
			return fmt.Errorf("%w: the first at %.3f s", ErrNotFinite, float64(i/2)/timebase.SampleRate)
		}
	}
	return nil
}

// fromDB returns the factor of a change in level.
func fromDB(db float64) float64 { return math.Pow(10, db/20) }
