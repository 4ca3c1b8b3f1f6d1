package probe

import (
	"encoding/binary"
	"fmt"
)

// read reads the fields of a box into the track.
func (t *Track) read(kind string, b []byte) (err error) {
	switch kind {
	case "tkhd": // clause 8.3.2
		switch {
		case len(b) >= 16 && b[0] == 0:
			t.ID = int(binary.BigEndian.Uint32(b[12:]))
		case len(b) >= 24 && b[0] == 1:
			t.ID = int(binary.BigEndian.Uint32(b[20:]))
		default:
			return errShort(kind)
		}
	case "mdhd":
		t.Timescale, t.Duration, err = times(kind, b)
		return err
	case "hdlr": // clause 8.4.3; QuickTime has a second one in minf, for data
		if len(b) < 12 {
			return errShort(kind)
		}
		if t.Handler == "" {
			t.Handler = string(b[8:12])
		}
	case "elst":
		return t.readEdits(b)
	case "stsz", "stz2": // clause 8.7.3: version, sample size, count
		if len(b) < 12 {
			return errShort(kind)
		}
		t.Samples = int(binary.BigEndian.Uint32(b[8:]))
	case "stss": // clause 8.6.2: version, count
		if len(b) < 8 {
			return errShort(kind)
		}
		t.Sync = int(binary.BigEndian.Uint32(b[4:]))
	case "ctts": // clause 8.6.1.3
		if len(b) < 8 {
			return errShort(kind)
		}
		t.CTTS = int(b[0])
	case "stsd":
		return t.readEntry(b)
	}
	return nil
}

// readEdits reads an edit list: version and flags, a count, entries of segment
// duration, media time and rate, the first two with 8 bytes in version 1.
func (t *Track) readEdits(b []byte) error {
	if len(b) < 8 {
		return errShort("elst")
	}
	n := int64(binary.BigEndian.Uint32(b[4:]))
	size := int64(12)
	if b[0] == 1 {
		size = 20
	}
	if n > maxEntries || 8+n*size > int64(len(b)) {
		return fmt.Errorf("%w: edit list of %d entries", ErrBoxes, n)
	}
	for e := b[8 : 8+n*size]; len(e) > 0; e = e[size:] {
		if b[0] == 1 {
			t.Edits = append(t.Edits, Edit{
				Duration:  int64(binary.BigEndian.Uint64(e)),     //nolint:gosec // shown as it is
				MediaTime: int64(binary.BigEndian.Uint64(e[8:])), //nolint:gosec // signed in the format
			})
			continue
		}
		t.Edits = append(t.Edits, Edit{
			Duration:  int64(binary.BigEndian.Uint32(e)),
			MediaTime: int64(int32(binary.BigEndian.Uint32(e[4:]))), //nolint:gosec // signed in the format
		})
	}
	return nil
}

// readEntry reads the first sample entry: its type and, for video, the colour
// box among those that follow its 78 bytes of fields (clauses 8.5.2 and 12.1.3).
func (t *Track) readEntry(b []byte) error {
	const fields = 78
	if len(b) < 8 {
		return errShort("stsd")
	}
	rest := b[8:]
	if len(rest) == 0 {
		return nil // a track without description holds no samples
	}
	kind, head, length, ok := boxHeader(rest, int64(len(rest)))
	if !ok {
		return fmt.Errorf("%w: broken sample entry", ErrBoxes)
	}
	t.Entry = kind
	entry := rest[head:length]
	if t.Handler != "vide" || len(entry) < fields {
		return nil
	}
	// Cameras write boxes of their own here, some of them broken: where they cannot be
	// read, the colour stays unknown.
	_ = walk(entry[fields:], 0, func(kind string, b []byte, _ int) (bool, error) {
		if kind == "colr" && len(b) >= 11 && string(b[:4]) == "nclx" && t.Colour == nil {
			t.Colour = &Colour{
				Primaries: int(binary.BigEndian.Uint16(b[4:])),
				Transfer:  int(binary.BigEndian.Uint16(b[6:])),
				Matrix:    int(binary.BigEndian.Uint16(b[8:])),
				FullRange: b[10]&0x80 != 0,
			}
		}
		return false, nil
	})
	return nil
}
