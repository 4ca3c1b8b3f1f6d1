package ffmpeg

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/sniff"
)

// maxRate is the highest sample rate that is converted, in Hz. A damaged header
// can ask for a billion, for which the resampler makes filters for minutes; other
// kinds of file than these two have no room for such a rate.
const maxRate = 768_000

// checkRate refuses a WAV or AIFF file whose header says that it has more samples
// a second than any recording.
func checkRate(path string, kind sniff.Kind) error {
	if kind != sniff.WAV && kind != sniff.AIFF {
		return nil
	}
	f, err := os.Open(path) //nolint:gosec // the file that is to be decoded
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	if rate := headerRate(f, kind == sniff.AIFF); rate > maxRate {
		return sniff.Faultf(path, sniff.ErrDamaged, diag.T("open it in a player to check that it has sound, and export it again"),
			"the file has %d samples a second, more than any recording", rate)
	}
	return nil
}

// headerRate returns the sample rate in the chunk "fmt " of a WAV file, or in
// "COMM" of an AIFF file, at most 1<<32; 0 when it is not found.
func headerRate(r io.ReadSeeker, aiff bool) uint64 {
	var order binary.ByteOrder = binary.LittleEndian
	name, need := "fmt ", 8
	if aiff {
		order, name, need = binary.BigEndian, "COMM", 18
	}
	if _, err := r.Seek(12, io.SeekStart); err != nil {
		return 0
	}
	const maxChunks = 1000 // in front of the sound
	for range maxChunks {
		var head [8]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return 0
		}
		size := int64(order.Uint32(head[4:]))
		if string(head[:4]) != name {
			if _, err := r.Seek(size+size&1, io.SeekCurrent); err != nil {
				return 0
			}
			continue
		}
		body := make([]byte, need)
		if _, err := io.ReadFull(r, body); err != nil {
			return 0
		}
		if !aiff {
			return uint64(order.Uint32(body[4:]))
		}
		// An 80-bit float: exponent, then the mantissa with its first bit (AIFF 1.3, extended).
		exponent := int(order.Uint16(body[8:])&0x7fff) - 16383
		switch {
		case exponent < 0:
			return 0
		case exponent > 32:
			return 1 << 32
		}
		return order.Uint64(body[10:]) >> (63 - exponent)
	}
	return 0
}
