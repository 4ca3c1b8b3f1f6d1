package render_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/store"
)

// TestFullStore fills the disk of the store with the real ffmpeg at many points of
// a render; mounting one needs root. With room again the next run is as if the
// disk had never been full.
func TestFullStore(t *testing.T) {
	want := mustRender(t, newJob(t, silent()))
	full := 0
	for pages := 1; pages < 24; pages += 2 {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", 4*pages)); err != nil {
			t.Skipf("a small disk cannot be mounted: %v", err)
		}
		t.Cleanup(func() {
			if err := syscall.Unmount(dir, 0); err != nil {
				t.Error(err)
			}
		})
		job := newJob(t, silent())
		st, err := store.Open(filepath.Join(dir, "cache"), 0, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		job.Store = st
		if _, err := render.Video(t.Context(), job); err != nil {
			full++
			if w, ok := errors.AsType[*disk.WriteError](err); !ok || !w.Full {
				t.Errorf("%d pages: %v", pages, err)
			}
		}
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=50m"); err != nil {
			t.Fatal(err)
		}
		if got := mustRender(t, job); got.VideoSHA256 != want.VideoSHA256 || got.Mended > 0 {
			t.Errorf("%d pages: same video: %v, %d mended", pages, got.VideoSHA256 == want.VideoSHA256, got.Mended)
		}
	}
	if full < 3 {
		t.Errorf("the disk was full %d times", full)
	}
}
