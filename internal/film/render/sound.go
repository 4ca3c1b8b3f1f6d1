package render

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/sniff"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// Sound is where the samples come from.
type Sound struct {
	// Digest covers everything that decides what Make returns, except its arguments.
	Digest digest.Sum

	// Make returns the loop as interleaved stereo at timebase.SampleRate, exactly
	// as long as the picture, at the loudness lufs and with a true peak of at most
	// ceilingDB (dBTP) as far as the music allows. It may be called more than
	// once. A nil Make stands for silence.
	Make func(ctx context.Context, lufs, ceilingDB float64) ([]float32, error)
}

// soundTries bounds the rounds of encoding, measuring and correcting. Each takes
// about 0.4 s of a core for twenty seconds of sound; most sound needs one.
const soundTries = 3

// madeSound is the encoded sound of a video, and what was measured on it after
// decoding it again.
type madeSound struct {
	aac    aacLoop
	sound  SoundFacts
	reused bool // it came from the store
}

// SoundFacts are measured on the decoded sound.
type SoundFacts struct {
	loudness.Measurement
	Seam   check.SoundSeam `json:"seam"`
	Frames int             `json:"samples"` // of each channel
	Tries  int             `json:"tries"`   // rounds of correction, 1 if the first was right
}

// soundVersion changes when the same sound would be encoded to other bytes.
const soundVersion = "sound 2"

// soundKey names the encoded sound of a job. Stored sound may be used when the
// samples' digest, their number, the bit rate, the kind of edit list, the aims
// and the version of ffmpeg are the same.
func (j *Job) soundKey() digest.Sum {
	w := digest.New(soundVersion)
	w.Bool(j.Sound.Make != nil)
	w.Sum(j.Sound.Digest)
	w.Int(j.Picture.Rate.Samples(j.Picture.Frames))
	w.Int(j.Format.AudioBitrate)
	w.Bool(j.Format.EditLists)
	w.Float(check.LUFS)
	w.Float(check.LUFSTolerance)
	w.Float(check.TruePeakDB)
	w.String(j.Tool.Version.Text)
	return w.Done()
}

// makeSound returns the sound of the job, from the store or made new. work is a
// folder for temporary files.
func (j *Job) makeSound(ctx context.Context, work string) (madeSound, error) {
	key := j.soundKey()
	if made, err := j.storedSound(key); err == nil {
		return made, nil
	}
	made, err := j.newSound(ctx, work)
	if err != nil {
		return madeSound{}, err
	}
	facts, err := json.Marshal(made.sound)
	if err != nil {
		return madeSound{}, fmt.Errorf("write what was measured on the sound: %w", err)
	}
	for suffix, b := range map[string][]byte{suffixAAC: made.aac.adts, suffixFacts: facts} {
		if err := j.Store.Write(key, suffix, b); err != nil {
			return madeSound{}, storeError(j.Store.Dir(), err)
		}
	}
	return made, nil
}

func (j *Job) storedSound(key digest.Sum) (madeSound, error) {
	facts, err := j.read(key, suffixFacts)
	if err != nil {
		return madeSound{}, err
	}
	adts, err := j.read(key, suffixAAC)
	if err != nil {
		return madeSound{}, err
	}
	made := madeSound{aac: aacLoop{adts: adts, edit: j.Format.EditLists}, reused: true}
	if err := json.Unmarshal(facts, &made.sound); err != nil {
		return madeSound{}, fmt.Errorf("%w: %w", store.ErrMissing, err)
	}
	return made, nil
}

// newSound makes the samples, encodes them, and measures what a player will decode.
// Where the loudness or the peak is outside its limits, it repeats both with targets
// corrected by the difference.
func (j *Job) newSound(ctx context.Context, work string) (madeSound, error) {
	frames := j.Picture.Rate.Samples(j.Picture.Frames)
	lufs, ceiling := check.LUFS, check.TruePeakDB-peakRoomDB
	var best madeSound
	for try := 1; try <= soundTries; try++ {
		loop := make([]float32, 2*frames)
		if j.Sound.Make != nil {
			var err error
			if loop, err = j.Sound.Make(ctx, lufs, ceiling); err != nil {
				return madeSound{}, fmt.Errorf("make the sound: %w", err)
			}
			if len(loop) != 2*frames {
				return madeSound{}, fmt.Errorf("make the sound: %d samples instead of %d", len(loop)/2, frames)
			}
		}
		aac, err := encodeAAC(ctx, j.Tool, loop, j.Format.AudioBitrate, j.Format.EditLists)
		if err != nil {
			return madeSound{}, err
		}
		decoded, err := j.decodeAAC(ctx, aac, frames, work)
		if err != nil {
			return madeSound{}, err
		}
		made := madeSound{aac: aac, sound: SoundFacts{
			Measurement: loudness.Measure(decoded), Seam: check.MeasureSound(decoded), Frames: frames, Tries: try,
		}}
		m := made.sound.Measurement
		if try == 1 || miss(m) < miss(best.sound.Measurement) {
			best = made
		}
		if j.Sound.Make == nil || miss(m) == 0 {
			break
		}
		if m.LUFS.OK {
			lufs += check.LUFS - m.LUFS.DB
		}
		if m.TruePeak.OK && m.TruePeak.DB > check.TruePeakDB {
			ceiling -= m.TruePeak.DB - check.TruePeakDB + moreRoomDB
		}
	}
	return best, nil
}

// peakRoomDB is the margin that the first round leaves for the encoder's overshoot: at
// 128 kb/s it added 0.5 to 1.3 dB to the peaks of dense music, unpredictably.
// moreRoomDB is the margin that each further round adds to the measured excess.
const (
	peakRoomDB = 1.25
	moreRoomDB = 0.3
)

// miss returns by how many decibels a measurement lies outside the limits, 0
// when it lies inside. Silence lies inside.
func miss(m loudness.Measurement) float64 {
	over := 0.0
	if m.LUFS.OK {
		over += max(0, math.Abs(m.LUFS.DB-check.LUFS)-check.LUFSTolerance)
	}
	if m.TruePeak.OK {
		over += max(0, m.TruePeak.DB-check.TruePeakDB)
	}
	return over
}

// decodeAAC returns what a player that honours edit lists hears.
func (j *Job) decodeAAC(ctx context.Context, aac aacLoop, frames int, work string) ([]float32, error) {
	path := filepath.Join(work, "sound.aac")
	if err := os.WriteFile(path, aac.adts, 0o600); err != nil {
		return nil, storeError(j.Store.Dir(), err)
	}
	hidden := 0
	if aac.edit {
		hidden = unitFrames
	}
	seconds := float64(frames+hidden+unitFrames) / timebase.SampleRate
	decoded, err := j.Tool.DecodeAudio(ctx, path, sniff.ADTS, seconds)
	if err != nil {
		return nil, fmt.Errorf("decode the encoded sound: %w", err)
	}
	if len(decoded) != 2*(frames+hidden) {
		return nil, fmt.Errorf("the encoded sound decodes to %d samples instead of %d", len(decoded)/2, frames+hidden)
	}
	return decoded[2*hidden:], nil
}
