package store_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk/disktest"
	"github.com/giro-video/giro/internal/film/store"
)

// TestUnreadableObjectsStay: that an object cannot be opened now says nothing of
// its content.
func TestUnreadableObjectsStay(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.EACCES, syscall.EIO} {
		disktest.Run(t, disktest.OpenFile, errno, func(dir string, fail func()) {
			s, err := store.Open(dir, 0, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			key := digest.Of([]byte("key"))
			if err := s.Write(key, ".x", []byte("content")); err != nil {
				t.Fatal(err)
			}
			work, err := s.TempDir()
			if err != nil {
				t.Fatal(err)
			}
			fail()
			if _, err := s.Read(key, ".x"); !errors.Is(err, store.ErrMissing) {
				t.Errorf("%v: read: %v", errno, err)
			}
			if err := s.Fetch(key, ".x", filepath.Join(work, "a"), nil); !errors.Is(err, store.ErrMissing) {
				t.Errorf("%v: fetch: %v", errno, err)
			}
			if !s.Has(key, ".x") {
				t.Errorf("%v: the object was removed", errno)
			}
		})
	}
}
