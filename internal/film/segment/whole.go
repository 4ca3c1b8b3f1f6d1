package segment

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
)

// ErrBroken says that a file is not the whole segment that it should be.
var ErrBroken = errors.New("broken segment")

// Whole returns nil when the file at path is a segment of so many frames as
// Encode makes them: its boxes fill the file, the one track lists as many frames,
// these fill the media box without a gap, and each is made of NAL units of
// pictures, the first of them of an IDR picture. So what a full disk, a killed
// encoder or a lying one has cut short is told from what is whole. The pictures
// are not decoded.
//
// The error wraps ErrBroken when the file is another one, and is that of the
// system when it cannot be read.
func Whole(path string, frames int) error {
	b, err := os.ReadFile(path) //nolint:gosec // a file that Encode has made
	if err != nil {
		return fmt.Errorf("read a segment: %w", err)
	}
	if err := whole(b, frames); err != nil {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	return nil
}

func whole(b []byte, frames int) error {
	top, err := boxes(b, 0)
	if err != nil {
		return err
	}
	media, movie := only(top, "mdat"), only(top, "moov")
	if media == nil || movie == nil {
		return errors.New("no index or no media")
	}
	t, err := readTable(b, movie, frames)
	if err != nil {
		return err
	}
	at := media.from
	for i, size := range t.sizes {
		if t.offsets[i] != at || size > media.to-at {
			return fmt.Errorf("frame %d is not in its place", i)
		}
		idr, err := pictures(b[at : at+size])
		if err != nil {
			return fmt.Errorf("frame %d: %w", i, err)
		}
		if i == 0 && !idr {
			return errors.New("the first frame is no keyframe")
		}
		at += size
	}
	if at != media.to {
		return fmt.Errorf("%d bytes after the last frame", media.to-at)
	}
	_, err = parameterSets(b)
	return err
}

// span is the content of a box, half-open, in bytes of the file.
type span struct {
	kind     string
	from, to int
}

// boxes returns the boxes that b consists of (ISO/IEC 14496-12, 4.2); its first
// byte is byte at of the file.
func boxes(b []byte, at int) (out []span, err error) {
	for len(b) > 0 {
		if len(b) < 8 {
			return nil, fmt.Errorf("%d bytes after the last box", len(b))
		}
		head, size := 8, uint64(binary.BigEndian.Uint32(b))
		if size == 1 && len(b) >= 16 {
			head, size = 16, binary.BigEndian.Uint64(b[8:])
		}
		if size < uint64(head) || size > uint64(len(b)) {
			return nil, fmt.Errorf("a box of %d bytes where %d are left", size, len(b))
		}
		n := int(size) //nolint:gosec // at most len(b)
		out = append(out, span{string(b[4:8]), at + head, at + n})
		b, at = b[n:], at+n
	}
	return out, nil
}

// only returns the one box of a kind, nil when there is none or more than one.
func only(list []span, kind string) *span {
	var found *span
	for i := range list {
		if list[i].kind == kind {
			if found != nil {
				return nil
			}
			found = &list[i]
		}
	}
	return found
}

// table is where each sample of a track lies in the file.
type table struct{ offsets, sizes []int }

// readTable reads the sample table (ISO/IEC 14496-12, 8.6 and 8.7) of the only
// track, which must be one of so many frames.
func readTable(b []byte, movie *span, frames int) (table, error) {
	at := movie
	for _, kind := range []string{"trak", "mdia", "minf", "stbl"} {
		list, err := boxes(b[at.from:at.to], at.from)
		if err != nil {
			return table{}, err
		}
		if at = only(list, kind); at == nil {
			return table{}, fmt.Errorf("not one %s box", kind)
		}
	}
	list, err := boxes(b[at.from:at.to], at.from)
	if err != nil {
		return table{}, err
	}
	numbers := map[string][]int{}
	for _, s := range list {
		body := b[s.from:s.to]
		for ; len(body) >= 4; body = body[4:] {
			numbers[s.kind] = append(numbers[s.kind], int(binary.BigEndian.Uint32(body)))
		}
	}
	chunks, runs, times, sizes := numbers["stco"], numbers["stsc"], numbers["stts"], numbers["stsz"]
	if !counted(chunks, 1) || !counted(runs, 3) || !counted(times, 2) || len(sizes) < 3 {
		return table{}, errors.New("the sample table is incomplete")
	}
	timed := 0
	for i := 2; i < len(times); i += 2 {
		timed += times[i]
	}
	if timed != frames || sizes[2] != frames {
		return table{}, fmt.Errorf("%d frames, times of %d, instead of %d", sizes[2], timed, frames)
	}
	t := table{sizes: sizes[3:]}
	if common := sizes[1]; common != 0 {
		t.sizes = slices.Repeat([]int{common}, frames)
	}
	if len(t.sizes) != frames {
		return table{}, fmt.Errorf("sizes of %d frames instead of %d", len(t.sizes), frames)
	}
	err = t.place(chunks[2:], runs[2:])
	return t, err
}

// counted reports whether a table, which begins with version and flags and the
// number of its entries, holds as many of so many numbers each.
func counted(numbers []int, each int) bool {
	return len(numbers) >= 2 && len(numbers)-2 == numbers[1]*each
}

// place finds the offset of each sample from the chunks' offsets and the runs of
// chunks with as many samples: first chunk from 1, samples, description.
func (t *table) place(chunks, runs []int) error {
	for c, at := range chunks {
		for len(runs) >= 6 && runs[3] <= c+1 {
			runs = runs[3:]
		}
		if len(runs) == 0 || runs[1] > len(t.sizes)-len(t.offsets) {
			return errors.New("the chunks do not hold the frames")
		}
		for range runs[1] {
			t.offsets = append(t.offsets, at)
			at += t.sizes[len(t.offsets)-1]
		}
	}
	if len(t.offsets) != len(t.sizes) {
		return errors.New("the chunks do not hold the frames")
	}
	return nil
}

// The NAL units that hold parts of pictures (Rec. ITU-T H.264, table 7-1).
const (
	nalSlice = 1
	nalIDR   = 5
)

// pictures walks over the NAL units of a sample, each behind its length in four
// bytes (ISO/IEC 14496-15, 5.3.4), and reports whether one is of an IDR picture.
func pictures(sample []byte) (idr bool, err error) {
	picture := false
	for len(sample) > 0 {
		if len(sample) < 5 {
			return false, errors.New("a cut NAL unit")
		}
		n := int64(binary.BigEndian.Uint32(sample))
		if n == 0 || n > int64(len(sample)-4) || sample[4]&0x80 != 0 {
			return false, errors.New("a broken NAL unit")
		}
		switch sample[4] & 0x1f {
		case nalIDR:
			idr, picture = true, true
		case nalSlice:
			picture = true
		}
		sample = sample[4+n:]
	}
	if !picture {
		return false, errors.New("no picture")
	}
	return idr, nil
}
