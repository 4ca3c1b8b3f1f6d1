package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// ErrBoxes says that a file's boxes are not those of an MP4 file.
var ErrBoxes = errors.New("not a valid MP4 structure")

// Bounds on what is read, so that a malicious file cannot exhaust time or memory.
const (
	maxTopLevel = 10_000   // boxes at the top level; a fragmented file has two a fragment
	maxMoov     = 64 << 20 // bytes of the movie box; an hour of video takes about 3 MB
	maxDepth    = 8
	maxTracks   = 64
	maxEntries  = 1 << 16 // of the edit list
)

// Boxes is the layout of an MP4 file (ISO/IEC 14496-12).
type Boxes struct {
	MajorBrand string
	Brands     []string // compatible ones
	MoovFirst  bool     // the index stands before the media: playback can start while loading
	Fragmented bool     // it has movie fragments
	Timescale  int      // units a second of Edit.Duration and Duration
	Duration   int64
	Tracks     []Track
}

// Track is one track of an MP4 file.
type Track struct {
	ID        int
	Handler   string // "vide", "soun", "text"…
	Timescale int    // units a second of Duration and Edit.MediaTime
	Duration  int64
	Samples   int // frames of video, access units of sound
	Sync      int // samples that decoding can start at; -1 when all are
	Edits     []Edit
	CTTS      int // version of the composition offsets, -1 when there are none
	Colour    *Colour
	Entry     string // sample entry: "avc1", "mp4a"
}

// HasEdits reports whether the track has an edit list.
func (t Track) HasEdits() bool { return len(t.Edits) > 0 }

// Edit is one entry of an edit list (clause 8.6.6).
type Edit struct {
	Duration  int64 // in the movie's timescale
	MediaTime int64 // in the track's, -1 for an empty edit
}

// Colour is an nclx colour box (clause 12.1.5), by the numbers of Rec. ITU-T
// H.273: 1, 1, 1 is BT.709.
type Colour struct {
	Primaries, Transfer, Matrix int
	FullRange                   bool
}

// HasEdits reports whether any track has an edit list.
func (b *Boxes) HasEdits() bool {
	for _, t := range b.Tracks {
		if t.HasEdits() {
			return true
		}
	}
	return false
}

// Track returns the first track with the handler, "vide" or "soun", or nil.
func (b *Boxes) Track(handler string) *Track {
	for i := range b.Tracks {
		if b.Tracks[i].Handler == handler {
			return &b.Tracks[i]
		}
	}
	return nil
}

// ReadBoxes reads the layout of the MP4 file of size bytes in r. The error wraps
// ErrBoxes when r does not hold one.
func ReadBoxes(r io.ReaderAt, size int64) (*Boxes, error) {
	b := &Boxes{}
	moov, mdat := int64(-1), int64(-1)
	count := 0
	for at := int64(0); at < size; count++ {
		if count == maxTopLevel {
			return nil, fmt.Errorf("%w: more than %d boxes", ErrBoxes, maxTopLevel)
		}
		kind, head, length, err := boxAt(r, at, size)
		if err != nil {
			return nil, err
		}
		switch kind {
		case "ftyp":
			if err := b.readBrands(r, at+head, length-head); err != nil {
				return nil, err
			}
		case "mdat":
			if mdat < 0 {
				mdat = at
			}
		case "moof":
			b.Fragmented = true
		case "moov":
			if moov >= 0 {
				break // the first counts
			}
			moov = at
			if length-head > maxMoov {
				return nil, fmt.Errorf("%w: movie box of %d bytes", ErrBoxes, length)
			}
			body := make([]byte, length-head)
			if _, err := r.ReadAt(body, at+head); err != nil && !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("read movie box: %w", err)
			}
			if err := b.readMovie(body); err != nil {
				return nil, err
			}
		}
		at += length
	}
	if moov < 0 {
		return nil, fmt.Errorf("%w: no movie box", ErrBoxes)
	}
	b.MoovFirst = mdat < 0 || moov < mdat
	return b, nil
}

// boxAt reads the header of the box at offset at: its type, the header's length
// and the whole box's (clause 4.2.2).
func boxAt(r io.ReaderAt, at, size int64) (kind string, head, length int64, err error) {
	var h [16]byte
	n, err := r.ReadAt(h[:min(16, size-at)], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", 0, 0, fmt.Errorf("read box at %d: %w", at, err)
	}
	kind, head, length, ok := boxHeader(h[:n], size-at)
	if !ok {
		return "", 0, 0, fmt.Errorf("%w: broken box at byte %d", ErrBoxes, at)
	}
	return kind, head, length, nil
}

// boxHeader reads a box header from the start of h, with room bytes from there
// to the end of what holds the box.
func boxHeader(h []byte, room int64) (kind string, head, length int64, ok bool) {
	if len(h) < 8 {
		return "", 0, 0, false
	}
	head, length = 8, int64(binary.BigEndian.Uint32(h))
	switch length {
	case 0: // to the end
		length = room
	case 1:
		if len(h) < 16 {
			return "", 0, 0, false
		}
		v := binary.BigEndian.Uint64(h[8:])
		if v > math.MaxInt64 {
			return "", 0, 0, false
		}
		head, length = 16, int64(v)
	}
	return string(h[4:8]), head, length, length >= head && length <= room
}

func (b *Boxes) readBrands(r io.ReaderAt, at, n int64) error {
	body := make([]byte, min(n, 1024))
	k, err := r.ReadAt(body, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read file type box: %w", err)
	}
	body = body[:k]
	if len(body) < 8 {
		return fmt.Errorf("%w: file type box of %d bytes", ErrBoxes, n)
	}
	b.MajorBrand = string(body[:4])
	b.Brands = nil
	for rest := body[8:]; len(rest) >= 4; rest = rest[4:] {
		b.Brands = append(b.Brands, string(rest[:4]))
	}
	return nil
}

// containers are the boxes whose content is read.
var containers = map[string]bool{"trak": true, "mdia": true, "minf": true, "stbl": true, "edts": true, "mvex": true}

func (b *Boxes) readMovie(body []byte) error {
	return walk(body, 0, func(kind string, body []byte, depth int) (bool, error) {
		if kind == "trak" && depth == 0 {
			if len(b.Tracks) == maxTracks {
				return false, fmt.Errorf("%w: more than %d tracks", ErrBoxes, maxTracks)
			}
			b.Tracks = append(b.Tracks, Track{Sync: -1, CTTS: -1})
			return true, nil
		}
		if kind == "mvhd" {
			return false, b.readMovieHeader(body)
		}
		if kind == "mvex" {
			b.Fragmented = true
		}
		if depth == 0 || len(b.Tracks) == 0 {
			return false, nil
		}
		return containers[kind], b.Tracks[len(b.Tracks)-1].read(kind, body)
	})
}

// walk calls visit for each box in body, and for the boxes inside it when visit
// returns enter.
func walk(body []byte, depth int, visit func(kind string, body []byte, depth int) (enter bool, err error)) error {
	if depth == maxDepth {
		return fmt.Errorf("%w: boxes nested too deep", ErrBoxes)
	}
	for len(body) >= 8 {
		kind, head, length, ok := boxHeader(body, int64(len(body)))
		if !ok {
			// QuickTime ends some containers with a 32-bit zero, which reads as a box
			// to the end; anything else is broken.
			return fmt.Errorf("%w: broken box in the movie box", ErrBoxes)
		}
		inner := body[head:length]
		body = body[length:]
		enter, err := visit(kind, inner, depth)
		if err != nil {
			return err
		}
		if enter {
			if err := walk(inner, depth+1, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

func errShort(kind string) error { return fmt.Errorf("%w: %s box too short", ErrBoxes, kind) }

// times reads timescale and duration of mvhd and mdhd: after version and flags
// stand creation and modification time, timescale, duration, of which all but
// the timescale have 8 bytes in version 1 (clauses 8.2.2 and 8.4.2).
func times(kind string, b []byte) (timescale int, duration int64, err error) {
	switch {
	case len(b) >= 20 && b[0] == 0:
		timescale, duration = int(binary.BigEndian.Uint32(b[12:])), int64(binary.BigEndian.Uint32(b[16:]))
		if duration == math.MaxUint32 {
			duration = 0 // unknown
		}
	case len(b) >= 32 && b[0] == 1:
		v := binary.BigEndian.Uint64(b[24:])
		if v > math.MaxInt64 {
			v = 0
		}
		timescale, duration = int(binary.BigEndian.Uint32(b[20:])), int64(v)
	default:
		return 0, 0, errShort(kind)
	}
	return timescale, duration, nil
}

func (b *Boxes) readMovieHeader(body []byte) (err error) {
	b.Timescale, b.Duration, err = times("mvhd", body)
	return err
}
