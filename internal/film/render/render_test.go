package render_test

import (
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// tool returns the real ffmpeg, found once.
var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) {
	return ffmpeg.Find(context.Background(), exec.LookPath)
})

// clock is a fixed time: nothing in a render may depend on the day.
func clock() time.Time { return time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC) }

// scene is a synthetic picture on a circle: a ground that turns through all
// greys and a box that goes round once a loop. label stands for a scene's text:
// it colours the frames from From to To.
type scene struct {
	frames  int
	size    geom.Size
	label   map[segment.Range]byte
	painted *atomic.Int64
	onPaint func(n int)
}

func (s scene) mark(n int) byte {
	for r, v := range s.label {
		if n >= r.From && n < r.To {
			return v
		}
	}
	return 0
}

func (s scene) paint(f *yuv.Frame, n int) error {
	if s.painted != nil {
		s.painted.Add(1)
	}
	if s.onPaint != nil {
		s.onPaint(n)
	}
	turn := 2 * math.Pi * float64(n) / float64(s.frames)
	f.Fill(yuv.Color{Y: uint8(100 + 40*math.Sin(turn)), U: 110, V: 150})
	x := int(float64(f.W-24) * (0.5 + 0.5*math.Cos(turn)))
	y := int(float64(f.H-24) * (0.5 + 0.5*math.Sin(turn)))
	for row := y; row < y+24; row++ {
		for col := x; col < x+24; col++ {
			f.Y[row*f.W+col] = 200 + byte(row*col%16)
		}
	}
	for i := range 8 * f.W {
		f.Y[i] += s.mark(n)
	}
	return nil
}

func (s scene) picture() segment.Picture {
	return segment.Picture{
		Size: s.size, Rate: timebase.FPS(30), Frames: s.frames, Cuts: []int{0, 40, 88},
		Digest: func(n int) digest.Sum {
			w := digest.New("test scene")
			w.Int(n)
			w.Int(s.frames)
			w.Int(int(s.mark(n)))
			return w.Done()
		},
		Painter: func() (segment.Paint, error) { return s.paint, nil },
	}
}

// tone is a loop of two tones that fit it exactly.
func tone(frames int) render.Sound {
	return render.Sound{
		Digest: digest.Of([]byte("tone")),
		Make: func(_ context.Context, lufs, _ float64) ([]float32, error) {
			n := timebase.FPS(30).Samples(frames)
			amplitude := 0.25 * math.Pow(10, (lufs+14)/20)
			out := make([]float32, 2*n)
			for i := range n {
				a := 2 * math.Pi * float64(i) / float64(n)
				out[2*i] = float32(amplitude * math.Sin(a*2000))
				out[2*i+1] = float32(amplitude * math.Sin(a*3000))
			}
			return out, nil
		},
	}
}

func small(edit bool) *format.Format {
	return &format.Format{
		Name: "small", Canvas: geom.Size{W: 96, H: 160}, FPS: 30, Audio: format.AAC, AudioBitrate: 128000,
		EditLists: edit, MaxVideoBitrate: 8_000_000, GOPSeconds: 2, BFrames: 2, ClosedGOP: true,
	}
}

const frames = 128 // a multiple of 16, in segments of 40, 48 and 40

func newJob(t *testing.T, f *format.Format) render.Job {
	t.Helper()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(filepath.Join(t.TempDir(), "it's a store: 100%"), 0, clock)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	return render.Job{
		Tool: ff, Store: st, Format: f,
		Picture: scene{frames: frames, size: f.Canvas}.picture(),
		Sound:   tone(frames),
		Out:     filepath.Join(dir, "a post.mp4"), Cover: filepath.Join(dir, "a post.jpg"),
		Quality: segment.Standard, Preset: "veryfast", Jobs: 2,
	}
}

func mustRender(t *testing.T, job render.Job) render.Result {
	t.Helper()
	res, err := render.Video(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestVideoMeetsItsFormat(t *testing.T) {
	t.Parallel()
	silent := small(false)
	silent.Audio = format.NoAudio
	for name, f := range map[string]*format.Format{"edit lists": small(true), "no edit lists": small(false), "no sound": silent} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job := newJob(t, f)
			res := mustRender(t, job)
			if res.Segments != (render.Segments{Total: 3, Rendered: 3}) {
				t.Errorf("segments %+v", res.Segments)
			}
			report, err := check.File(t.Context(), job.Tool, res.Video, f, check.Expect{Frames: frames})
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range report.Items {
				t.Logf("%-24s %-7s %v (limit %v %s): %s", it.ID, it.Verdict, it.Measured, it.Limit, it.Unit, it.Message)
			}
			if report.Verdict != check.Pass {
				t.Error("the video does not meet its format")
			}
		})
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestBytesDoNotDependOnJobsOrStore(t *testing.T) {
	t.Parallel()
	var want string
	for i, jobs := range []int{1, 4} {
		job := newJob(t, small(false))
		job.Jobs = jobs
		res := mustRender(t, job)
		got := read(t, res.Video) + read(t, res.Cover)
		if i == 0 {
			want = got
		} else if got != want {
			t.Errorf("jobs %d: other bytes than with one", jobs)
		}
		res = mustRender(t, job)
		if res.Segments.Reused != 3 {
			t.Errorf("jobs %d, second time: %+v", jobs, res.Segments)
		}
		if got := read(t, res.Video) + read(t, res.Cover); got != want {
			t.Errorf("jobs %d: other bytes from the store", jobs)
		}
	}
}

func TestOneSceneRendersItsSegmentsOnly(t *testing.T) {
	t.Parallel()
	job := newJob(t, small(true))
	first := mustRender(t, job)
	s := scene{frames: frames, size: job.Format.Canvas, label: map[segment.Range]byte{{From: 50, To: 70}: 9}, painted: new(atomic.Int64)}
	job.Picture = s.picture()
	again := mustRender(t, job)
	if again.Segments != (render.Segments{Total: 3, Rendered: 1, Reused: 2}) {
		t.Errorf("segments %+v, want one rendered", again.Segments)
	}
	if first.VideoSHA256 == again.VideoSHA256 {
		t.Error("the changed scene is not in the video")
	}
	if n := s.painted.Load(); n != 48 {
		t.Errorf("%d frames painted, want the 48 of the changed segment", n)
	}
}

func TestCancelLeavesNothingAndResumes(t *testing.T) {
	t.Parallel()
	job := newJob(t, small(true))
	want := read(t, mustRender(t, job).Video)

	job = newJob(t, small(true))
	job.Jobs = 1
	ctx, cancel := context.WithCancel(t.Context())
	job.Picture = scene{frames: frames, size: job.Format.Canvas, onPaint: func(n int) {
		if n == 30 { // the longest segment, in the middle, comes first
			cancel()
		}
	}}.picture()
	_, err := render.Video(ctx, job)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want cancelled", err)
	}
	for _, dir := range []string{filepath.Dir(job.Out), filepath.Join(job.Store.Dir(), "tmp")} {
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("left in %s: %v", dir, left)
		}
	}
	job.Picture = scene{frames: frames, size: job.Format.Canvas}.picture()
	res := mustRender(t, job)
	if res.Segments.Reused == 0 {
		t.Errorf("nothing was kept: %+v", res.Segments)
	}
	if read(t, res.Video) != want {
		t.Error("the resumed render has other bytes")
	}
}
