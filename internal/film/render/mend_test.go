package render_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
)

// halfEnv makes the test binary play the ffmpeg that it names, and cut the MP4
// files that that makes in half.
const halfEnv = "GIRO_TEST_HALF"

func playHalf(program string) int {
	if code := play(program); code != 0 {
		return code
	}
	path := strings.TrimPrefix(os.Args[len(os.Args)-1], "file:")
	if info, err := os.Stat(path); err == nil && strings.HasSuffix(path, ".mp4") && os.Truncate(path, info.Size()/2) != nil {
		return 1
	}
	return 0
}

// play runs a program as this one was run.
func play(program string) int {
	cmd := exec.Command(program, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if cmd.Run() != nil {
		return 1
	}
	return 0
}

// playKilled plays ffmpeg; see killEnv.
func playKilled(value string) int {
	stage, program, _ := strings.Cut(value, " ")
	if !strings.Contains(strings.Join(os.Args, " "), stage) {
		return play(program)
	}
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		_ = self.Kill()
	}
	select {} // until the kill arrives
}

// stored returns the paths of the segments in the job's store.
func stored(t *testing.T, job render.Job) (out []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(job.Store.Dir(), "objects"), func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".mp4") {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLyingEncoder: an encoder that ends with success and has written half leaves
// nothing in the store, and the next run with a good one is as if it had not been.
func TestLyingEncoder(t *testing.T) {
	job := newJob(t, silent())
	liar := job
	fake := *job.Tool
	fake.FFmpeg = os.Args[0]
	liar.Tool = &fake
	t.Setenv(halfEnv, job.Tool.FFmpeg)
	if _, err := render.Video(t.Context(), liar); !errors.Is(err, store.ErrBroken) || !errors.Is(err, segment.ErrBroken) {
		t.Errorf("error %v", err)
	}
	if left := stored(t, job); len(left) > 0 {
		t.Errorf("in the store: %v", left)
	}
	if got := mustRender(t, job); got.Segments.Rendered != 3 || got.Mended != 0 {
		t.Errorf("afterwards: %+v, %d mended", got.Segments, got.Mended)
	}
}

// poison stores for each of the parts what another encoder makes of another
// picture, cut to so many bytes (0: whole), as a version without a check did.
func poison(t *testing.T, job render.Job, change func(*segment.Picture), bytes int64) {
	t.Helper()
	settings, err := segment.For(job.Format, job.Picture.Rate, job.Picture.Frames, job.Quality, job.Preset)
	if err != nil {
		t.Fatal(err)
	}
	enc := segment.Encoder{Tool: job.Tool, Settings: settings}
	work, err := job.Store.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	other := job.Picture
	change(&other)
	for _, r := range segment.Split(job.Picture.Frames, job.Picture.Rate, job.Picture.Cuts, settings.GOP) {
		path := filepath.Join(work, "poison.mp4")
		if err := enc.Encode(t.Context(), &other, r, path, nil); err != nil {
			t.Fatal(err)
		}
		if bytes > 0 {
			if err := os.Truncate(path, bytes); err != nil {
				t.Fatal(err)
			}
		}
		if err := job.Store.Put(enc.Key(&job.Picture, r), ".mp4", path, nil); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil { // the store has another name of it
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(work); err != nil {
		t.Fatal(err)
	}
}

// TestPoisonedStore: objects whose digests are right and whose content is broken
// are made again in the run that finds them, and told; the next meets none.
func TestPoisonedStore(t *testing.T) {
	t.Parallel()
	clean := newJob(t, silent())
	want := mustRender(t, clean)
	for name, c := range map[string]struct {
		change func(*segment.Picture)
		bytes  int64
	}{
		"cut":   {func(*segment.Picture) {}, 900},
		"empty": {func(*segment.Picture) {}, 1},
		// Whole, and found only when they are joined.
		"another rate": {func(p *segment.Picture) { p.Rate = timebase.FPS(15) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := newJob(t, silent())
			poison(t, job, c.change, c.bytes)
			got := mustRender(t, job)
			if got.VideoSHA256 != want.VideoSHA256 || got.Mended != 3 || got.Segments.Rendered != 3 {
				t.Errorf("same video: %v, %d mended, %+v", got.VideoSHA256 == want.VideoSHA256, got.Mended, got.Segments)
			}
			if again := mustRender(t, job); again.Mended != 0 || again.Segments.Reused != 3 {
				t.Errorf("the next run: %d mended, %+v", again.Mended, again.Segments)
			}
		})
	}
}

// killEnv makes the test binary play an ffmpeg that is killed when an argument
// holds the first word of the value, and the program that the rest names otherwise.
const killEnv = "GIRO_TEST_KILLED"
