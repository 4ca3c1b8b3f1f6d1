package render_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
)

// fakeEnv makes the test binary play ffmpeg on a full disk.
const fakeEnv = "GIRO_TEST_FULL_DISK"

func TestMain(m *testing.M) {
	if os.Getenv(fakeEnv) != "" {
		_, _ = io.Copy(io.Discard, os.Stdin)
		fmt.Fprintln(os.Stderr, "av_interleaved_write_frame(): No space left on device")
		os.Exit(1)
	}
	if program := os.Getenv(halfEnv); program != "" {
		os.Exit(playHalf(program))
	}
	if stage := os.Getenv(killEnv); stage != "" {
		os.Exit(playKilled(stage))
	}
	os.Exit(run(m))
}

// shared is a folder for what several tests look at.
var shared string

func run(m *testing.M) int {
	var err error
	if shared, err = os.MkdirTemp("", "giro-render-*"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(shared) }()
	return m.Run()
}

func TestFullDisk(t *testing.T) {
	job := newJob(t, silent())
	fake := *job.Tool
	fake.FFmpeg = os.Args[0]
	job.Tool = &fake
	t.Setenv(fakeEnv, "1")
	_, err := render.Video(t.Context(), job)
	w, ok := errors.AsType[*disk.WriteError](err)
	if !ok || !w.Full || w.Path != job.Store.Dir() || !w.Cache || !strings.Contains(w.Error(), "the disk is full") {
		t.Errorf("error %#v", err)
	}
}

func TestOutputCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"below a file": filepath.Join(file, "a.mp4"),
		"a folder":     dir,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := newJob(t, silent())
			job.Out = path
			job.Picture.Painter = func() (segment.Paint, error) {
				t.Error("painted before the output was tried")
				return nil, errors.New("not needed")
			}
			_, err := render.Video(t.Context(), job)
			w, ok := errors.AsType[*disk.WriteError](err)
			if !ok || w.Cache || w.Path != path || !strings.Contains(w.Error(), path) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestDamagedSegmentIsMadeAgain(t *testing.T) {
	t.Parallel()
	job := newJob(t, silent())
	want := mustRender(t, job)
	var segments []string
	err := filepath.WalkDir(filepath.Join(job.Store.Dir(), "objects"), func(path string, d os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".mp4") {
			segments = append(segments, path)
		}
		return err
	})
	if err != nil || len(segments) != 3 {
		t.Fatalf("%v, %v", segments, err)
	}
	if err := os.Truncate(segments[1], 100); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(segments[2]); err != nil {
		t.Fatal(err)
	}
	got := mustRender(t, job)
	if got.Segments.Rendered != 2 || got.VideoSHA256 != want.VideoSHA256 {
		t.Errorf("%+v, same video: %v", got.Segments, got.VideoSHA256 == want.VideoSHA256)
	}
}

// TestForeignSegmentIsMadeAgain: a sound object whose stream has other parameter
// sets, as after an update of x264, cannot stand beside new segments.
func TestForeignSegmentIsMadeAgain(t *testing.T) {
	t.Parallel()
	job := newJob(t, silent())
	want := mustRender(t, job)

	settings, err := segment.For(job.Format, job.Picture.Rate, job.Picture.Frames, job.Quality, job.Preset)
	if err != nil {
		t.Fatal(err)
	}
	enc := segment.Encoder{Tool: job.Tool, Settings: settings}
	parts := segment.Split(frames, job.Picture.Rate, job.Picture.Cuts, settings.GOP)
	other := segment.Encoder{Tool: job.Tool, Settings: settings}
	other.Settings.Refs = 5
	work, err := job.Store.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(work, "foreign.mp4")
	if err := other.Encode(t.Context(), &job.Picture, parts[1], path, nil); err != nil {
		t.Fatal(err)
	}
	if err := job.Store.Put(enc.Key(&job.Picture, parts[1]), ".mp4", path, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(work); err != nil {
		t.Fatal(err)
	}
	got := mustRender(t, job)
	if got.VideoSHA256 != want.VideoSHA256 {
		t.Error("the foreign segment is in the video")
	}
	if again := mustRender(t, job); again.Segments.Reused != 3 {
		t.Errorf("the foreign segment stays in the store: %+v", again.Segments)
	}
}

func TestFaultsOfTheStagesBefore(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		change func(j *render.Job)
		want   string
	}{
		"the digest panics": {func(j *render.Job) { j.Picture.Digest = func(int) digest.Sum { panic("digest") } }, "panic: digest"},
		"preparing":         {func(j *render.Job) { j.Picture.Prepare = func(context.Context, int, int) error { return broken } }, "broken"},
		"preparing panics":  {func(j *render.Job) { j.Picture.Prepare = func(context.Context, int, int) error { panic("prepare") } }, "panic: prepare"},
		"painting": {func(j *render.Job) {
			j.Picture.Painter = func() (segment.Paint, error) { return func(*yuv.Frame, int) error { return broken }, nil }
		}, "paint frame"},
		"sound": {func(j *render.Job) {
			j.Sound.Make = func(context.Context, float64, float64) ([]float32, error) { return nil, broken }
		}, "make the sound: broken"},
		"sound panics": {func(j *render.Job) {
			j.Sound.Make = func(context.Context, float64, float64) ([]float32, error) { panic("mix") }
		}, "panic: mix"},
		"sound too short": {func(j *render.Job) {
			j.Sound.Make = func(context.Context, float64, float64) ([]float32, error) { return make([]float32, 10), nil }
		}, "5 samples instead of 76800"},
		"length of no loop": {func(j *render.Job) { j.Picture.Frames = 47 }, "multiple of 16"},
		"odd size":          {func(j *render.Job) { j.Picture.Size.W = 95 }, "must be even"},
		"quality":           {func(j *render.Job) { j.Quality = "best" }, `unknown quality "best"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := short(newJob(t, silent()))
			if strings.HasPrefix(name, "sound") || strings.HasPrefix(name, "length") {
				job = short(newJob(t, small(true)))
			}
			c.change(&job)
			_, err := render.Video(t.Context(), job)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v, want %q", err, c.want)
			}
			for _, dir := range []string{filepath.Dir(job.Out), filepath.Join(job.Store.Dir(), "tmp")} {
				if left, _ := os.ReadDir(dir); len(left) > 0 {
					t.Errorf("left in %s: %v", dir, left)
				}
			}
		})
	}
}

// TestProgress: it ends with all frames, and never goes beyond.
func TestProgress(t *testing.T) {
	t.Parallel()
	job := newJob(t, silent())
	for _, round := range []string{"new", "stored"} {
		var last render.Progress
		job.Progress = func(p render.Progress) {
			if p.Done < last.Done || p.Done > p.Total || p.Total != frames {
				t.Errorf("%s: %+v after %+v", round, p, last)
			}
			last = p
		}
		mustRender(t, job)
		if last != (render.Progress{Stage: render.Finished, Done: frames, Total: frames}) {
			t.Errorf("%s: ends with %+v", round, last)
		}
	}
}
