package segment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// ParameterSets returns the decoder configuration record of an encoded segment
// (ISO/IEC 14496-15, 5.3.3): profile, level, and the sequence and picture
// parameter sets. Segments are one stream only if theirs are the same.
func ParameterSets(path string) ([]byte, error) {
	b, err := os.ReadFile(path) //nolint:gosec // a file that Encode has made
	if err != nil {
		return nil, fmt.Errorf("read a segment: %w", err)
	}
	sets, err := parameterSets(b)
	if err != nil {
		return nil, fmt.Errorf("read a segment: %w: %s", err, path)
	}
	return sets, nil
}

func parameterSets(b []byte) ([]byte, error) {
	// The index is the last box of these files, so the last such name is the box's.
	at := bytes.LastIndex(b, []byte("avcC"))
	if at < 4 {
		return nil, ErrNoSets
	}
	size := int(binary.BigEndian.Uint32(b[at-4:]))
	if size < 8 || size > len(b)-at+4 {
		return nil, ErrNoSets
	}
	return b[at+4 : at-4+size], nil
}

// ErrNoSets says that a file is no segment: it holds no parameter sets.
var ErrNoSets = errors.New("no parameter sets")
