package segment_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/giro-video/giro/internal/film/segment"
)

// TestWhole: what the encoder makes is whole; cut at any byte, with a hole, or
// with another number of frames it is not.
func TestWhole(t *testing.T) {
	t.Parallel()
	for _, r := range []segment.Range{{From: 0, To: 20}, {From: 30, To: 31}} {
		path := filepath.Join(t.TempDir(), "a.mp4")
		if err := newEncoder(t).Encode(t.Context(), grey(60), r, path, nil); err != nil {
			t.Fatal(err)
		}
		if err := segment.Whole(path, r.Len()); err != nil {
			t.Errorf("%v: %v", r, err)
		}
		for _, frames := range []int{r.Len() - 1, r.Len() + 1} {
			if err := segment.Whole(path, frames); !errors.Is(err, segment.ErrBroken) {
				t.Errorf("%v as %d frames: %v", r, frames, err)
			}
		}
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		broken := func(what string, at int, b []byte) {
			t.Helper()
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := segment.Whole(path, r.Len()); !errors.Is(err, segment.ErrBroken) {
				t.Errorf("%v %s at byte %d of %d: %v", r, what, at, len(good), err)
			}
		}
		for n := range good {
			broken("cut", n, good[:n])
		}
		broken("longer", len(good), append(bytes.Clone(good), 0, 0, 0, 9, 'f'))
		media := bytes.Index(good, []byte("mdat")) + 4
		index := bytes.Index(good, []byte("moov")) - 4
		hole := bytes.Clone(good)
		clear(hole[media:index])
		broken("a hole", media, hole)
		half := bytes.Clone(good)
		clear(half[(media+index)/2 : index])
		if r.Len() > 1 { // the second half of a single picture is not looked at
			broken("a hole", (media+index)/2, half)
		}
		if err := segment.Whole(path+"-not-there", 1); errors.Is(err, segment.ErrBroken) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a file that is not there: %v", err)
		}
	}
}

// FuzzWhole: bytes of any kind end in an answer, and what is taken for whole has
// what joining asks for.
func FuzzWhole(f *testing.F) {
	path := filepath.Join(f.TempDir(), "a.mp4")
	if err := newEncoder(f).Encode(f.Context(), grey(60), segment.Range{From: 0, To: 3}, path, nil); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "a.mp4")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if segment.Whole(path, 3) == nil {
			if _, err := segment.ParameterSets(path); err != nil {
				t.Error(err)
			}
		}
	})
}
