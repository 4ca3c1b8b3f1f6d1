package ffmpeg

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/media/sniff"
)

// decodeTimeout bounds the decoding of one sound file; an hour of MP3 takes
// about ten seconds.
const decodeTimeout = 2 * time.Minute

// DecodeAudio returns the first maxSeconds of the file's first sound stream as
// interleaved stereo at timebase.SampleRate: sample i of channel c is at 2*i+c,
// full scale is 1. Louder samples are kept as they are, and what is no number
// becomes 0. A mono sound is in both channels, 3 dB lower, so that its power
// stays the same. It holds 8 bytes a sample in memory, 384 kB a second.
//
// The error is a *sniff.Fault when the file holds no sound that can be decoded.
func (t *Tool) DecodeAudio(ctx context.Context, path string, kind sniff.Kind, maxSeconds float64) ([]float32, error) {
	if !(maxSeconds > 0) || maxSeconds > 24*3600 {
		return nil, fmt.Errorf("decode %s: %v seconds", path, maxSeconds)
	}
	if err := checkRate(path, kind); err != nil {
		return nil, err
	}
	in, err := Source(path, kind)
	if err != nil {
		return nil, err
	}
	args, err := Args([]Input{in}, Output{URL: "pipe:1", Maps: []string{"0:a:0"}, Opts: Opts{
		"t":   maxSeconds,
		"ac":  2,
		"ar":  timebase.SampleRate,
		"c:a": "pcm_f32le",
		"f":   "f32le",
	}})
	if err != nil {
		return nil, err
	}
	sink := &floats{limit: 2 * int(math.Ceil(maxSeconds*timebase.SampleRate))}
	err = t.Run(ctx, args, Options{Stdout: sink, Timeout: decodeTimeout})
	if exit, ok := errors.AsType[*ExitError](err); ok && !exit.Killed() {
		if codec := exit.RefusedCodec(); codec != "" {
			return nil, sniff.Faultf(path, sniff.ErrUnsupported, diag.T("export it as WAV, FLAC or MP3"),
				"the file is encoded as %s, which is not accepted", codec)
		}
		f := sniff.Faultf(path, sniff.ErrDamaged, diag.T("open it in a player to check that it has sound, and export it again as WAV or MP3"),
			"no sound can be read from the file, though it looks like %s", kind)
		return nil, fmt.Errorf("%w: %w", f, exit)
	}
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", path, err)
	}
	out := sink.data[:len(sink.data)/2*2]
	if len(out) == 0 {
		return nil, sniff.Faultf(path, sniff.ErrDamaged, diag.T("open it in a player to check that it has sound, and export it again"),
			"the file's sound is empty")
	}
	return out, nil
}

// floats is a writer that collects little-endian 32-bit floats, at most limit.
type floats struct {
	data  []float32
	limit int
	part  [4]byte // of a value that a write has cut
	n     int     // bytes in part
}

// Write never fails; what comes after the limit is dropped.
func (f *floats) Write(p []byte) (int, error) {
	size := len(p)
	if f.n > 0 {
		k := copy(f.part[f.n:], p)
		f.n += k
		p = p[k:]
		if f.n < 4 {
			return size, nil
		}
		f.add(f.part[:])
		f.n = 0
	}
	for ; len(p) >= 4; p = p[4:] {
		f.add(p)
	}
	f.n = copy(f.part[:], p)
	return size, nil
}

func (f *floats) add(b []byte) {
	if len(f.data) >= f.limit {
		return
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(b))
	if v-v != 0 { // NaN or infinite
		v = 0
	}
	f.data = append(f.data, v)
}
