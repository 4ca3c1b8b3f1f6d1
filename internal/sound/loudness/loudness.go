// Package loudness measures how loud sound is: integrated loudness in LUFS and
// true peak in dBTP, as defined by Recommendation ITU-R BS.1770-4 and used by
// EBU R 128.
//
// Samples are float32, stereo, interleaved (left, right, left, ...), at
// timebase.SampleRate; full scale is 1. A frame here is one left and one right
// sample.
package loudness

import (
	"encoding/json"
	"fmt"
	"math"
)

// Level is a value on a logarithmic scale: LUFS, dBTP or dB as its name says.
// Silence has none; then OK is false and DB is 0, so that no infinity reaches
// arithmetic or JSON.
type Level struct {
	DB float64
	OK bool
}

// LevelOf returns the level of a linear amplitude, 20·log10(a). Zero, and
// everything that has no finite level, gives a Level that is not OK.
func LevelOf(amplitude float64) Level {
	db := 20 * math.Log10(amplitude)
	if math.IsNaN(db) || math.IsInf(db, 0) {
		return Level{}
	}
	return Level{DB: db, OK: true}
}

// String returns the level with one decimal, "-inf" for silence.
func (l Level) String() string {
	if !l.OK {
		return "-inf"
	}
	return fmt.Sprintf("%.1f", l.DB)
}

// MarshalJSON writes the number, null for silence.
func (l Level) MarshalJSON() ([]byte, error) {
	if !l.OK {
		return []byte("null"), nil
	}
	return json.Marshal(l.DB)
}

// UnmarshalJSON reads a number or null.
func (l *Level) UnmarshalJSON(b []byte) error {
	var v *float64
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("read a level: %w", err)
	}
	*l = Level{}
	if v != nil {
		*l = Level{DB: *v, OK: true}
	}
	return nil
}

// Measurement is what Measure and MeasureLoop find.
type Measurement struct {
	LUFS     Level `json:"lufs"`      // integrated loudness; not OK when no block passes the gate of -70
	TruePeak Level `json:"true_peak"` // dBTP; not OK for digital silence
}

// Measure returns the loudness and the true peak of sound that is played once.
// Sound of less than 400 ms has no loudness.
func Measure(samples []float32) Measurement {
	return Measurement{LUFS: integrated(samples, false), TruePeak: LevelOf(float64(peak(samples, false)))}
}

// LoopLUFS returns the loudness alone, which takes a third of the time of
// MeasureLoop.
func LoopLUFS(samples []float32) Level { return integrated(samples, true) }

// MeasureLoop returns the loudness and the true peak of sound that repeats: the filters
// have settled on its end before the first sample, and the blocks and the
// interpolation continue across the seam. Any length above zero has a loudness then.
func MeasureLoop(samples []float32) Measurement {
	return Measurement{LUFS: integrated(samples, true), TruePeak: LevelOf(float64(peak(samples, true)))}
}
