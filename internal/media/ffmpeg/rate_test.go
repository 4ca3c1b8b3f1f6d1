package ffmpeg_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
)

// TestImpossibleRate holds that a file whose header asks for a billion samples a
// second is refused before the resampler works on it.
func TestImpossibleRate(t *testing.T) {
	t.Parallel()
	wav := func(rate uint32) []byte {
		b := append([]byte("RIFF\x00\x00\x00\x00WAVELIST\x03\x00\x00\x00abc\x00fmt \x10\x00\x00\x00\x01\x00\x01\x00"), binary.LittleEndian.AppendUint32(nil, rate)...)
		return append(b, "\x80\x3e\x00\x00\x02\x00\x10\x00data\x04\x00\x00\x00\x01\x00\x02\x00"...)
	}
	aiff := func(exponent uint16) []byte {
		b := append([]byte("FORM\x00\x00\x00\x2eAIFFCOMM\x00\x00\x00\x12\x00\x01\x00\x00\x00\x02\x00\x10"), binary.BigEndian.AppendUint16(nil, exponent)...)
		return append(b, "\xbb\x80\x00\x00\x00\x00\x00\x00SSND\x00\x00\x00\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x02"...)
	}
	for _, c := range []struct {
		name    string
		kind    sniff.Kind
		data    []byte
		refused bool
	}{
		{"wav", sniff.WAV, wav(48_000), false},
		{"wav of a billion", sniff.WAV, wav(1_073_749_824), true},
		{"aiff", sniff.AIFF, aiff(16383 + 15), false},
		{"aiff of a billion", sniff.AIFF, aiff(16383 + 30), true},
		{"aiff beyond numbers", sniff.AIFF, aiff(0x7ffe), true},
		{"cut off", sniff.WAV, wav(48_000)[:40], false},
		{"chunks without end", sniff.WAV, append([]byte("RIFF\x00\x00\x00\x00WAVE"), bytes.Repeat([]byte("LIST\x00\x00\x00\x00"), 5000)...), false},
	} {
		path := filepath.Join(t.TempDir(), "sound")
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		err := ffmpeg.CheckRate(path, c.kind)
		if c.refused != (err != nil) || err != nil && (!errors.Is(err, sniff.ErrDamaged) || !strings.Contains(err.Error(), "samples a second")) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
