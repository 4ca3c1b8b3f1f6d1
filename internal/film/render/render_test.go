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
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// tool returns the real ffmpeg, found once.
var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) {
	return ffmpeg.Find(context.Background(), exec.LookPath)
})

// clock is a fixed time: nothing in a render may depend on the day.
func clock() time.Time { return time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC) }

// scene is a synthetic picture on a circle: a ground whose grey swings once a
// loop, a box that goes round and, if it is numbered, the frame's number as eight
// stripes, black or white. label stands for a scene's text: it colours the frames
// of a range.
type scene struct {
	frames   int
	size     geom.Size
	numbered bool
	label    map[segment.Range]byte
	painted  *atomic.Int64
	onPaint  func(n int)
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
	y := 24 + int(float64(f.H-48)*(0.5+0.5*math.Sin(turn)))
	for row := y; row < y+24; row++ {
		for col := x; col < x+24; col++ {
			f.Y[row*f.W+col] = 200 + byte(row*col%16)
		}
	}
	for i := range 8 * f.W {
		f.Y[i] += s.mark(n)
	}
	for bit := range 8 {
		if !s.numbered {
			break
		}
		for row := 8; row < 24; row++ {
			for col := range f.W / 8 {
				f.Y[row*f.W+bit*f.W/8+col] = byte(16 + 219*(n>>bit&1))
			}
		}
	}
	return nil
}

// number reads the number that paint has written.
func number(y []byte, width int) (n int) {
	for bit := range 8 {
		if y[16*width+bit*width/8+width/16] > 125 {
			n |= 1 << bit
		}
	}
	return n
}

func (s scene) picture() segment.Picture {
	return segment.Picture{
		Size: s.size, Rate: timebase.FPS(30), Frames: s.frames, Cuts: []int{31, 63},
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

// tone is a loop of two tones that fit it exactly, at the loudness asked for.
func tone(frames int) render.Sound {
	return render.Sound{
		Digest: digest.Of([]byte("tone")),
		Make: func(_ context.Context, lufs, _ float64) ([]float32, error) {
			n := timebase.FPS(30).Samples(frames)
			out := make([]float32, 2*n)
			for i := range n {
				a := 2*math.Pi*float64(i)/float64(n) + 0.001 // away from where a sine is steepest
				out[2*i] = float32(0.25 * math.Sin(2000*a))
				out[2*i+1] = float32(0.25 * math.Sin(3000*a))
			}
			gain := float32(math.Pow(10, (lufs-loudness.Measure(out).LUFS.DB)/20))
			for i := range out {
				out[i] *= gain
			}
			return out, nil
		},
	}
}

// silent is small without a sound stream: most tests need none.
func silent() *format.Format {
	f := small(true)
	f.Audio = format.NoAudio
	return f
}

func small(edit bool) *format.Format {
	return &format.Format{
		Name: "small", Canvas: geom.Size{W: 96, H: 160}, FPS: 30, Audio: format.AAC, AudioBitrate: 128000,
		EditLists: edit, MaxVideoBitrate: 8_000_000, GOPSeconds: 2, BFrames: 2, ClosedGOP: true,
	}
}

const frames = 96 // a multiple of 16, in segments of 31, 32 and 33

func newJob(t *testing.T, f *format.Format) render.Job {
	t.Helper()
	job, err := jobIn(t.TempDir(), f)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// jobIn returns a job whose store and output lie in dir.
func jobIn(dir string, f *format.Format) (render.Job, error) {
	ff, err := tool()
	if err != nil {
		return render.Job{}, err
	}
	st, err := store.Open(filepath.Join(dir, "it's a store: 100%"), 0, clock)
	if err != nil {
		return render.Job{}, err
	}
	return render.Job{
		Tool: ff, Store: st, Format: f,
		Picture: scene{frames: frames, size: f.Canvas}.picture(),
		Sound:   tone(frames),
		Out:     filepath.Join(dir, "out", "a post.mp4"), Cover: filepath.Join(dir, "out", "a post.jpg"),
		Quality: segment.Standard, Preset: "veryfast", Jobs: 2,
	}, nil
}

// short makes the job one of a single segment, for tests that need no join.
func short(job render.Job) render.Job {
	job.Picture = scene{frames: 48, size: job.Format.Canvas}.picture()
	job.Sound = tone(48)
	return job
}

func mustRender(t *testing.T, job render.Job) render.Result {
	t.Helper()
	res, err := render.Video(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return res
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
	job := newJob(t, silent())
	first := mustRender(t, job)
	s := scene{frames: frames, size: job.Format.Canvas, label: map[segment.Range]byte{{From: 40, To: 60}: 9}, painted: new(atomic.Int64)}
	job.Picture = s.picture()
	again := mustRender(t, job)
	if again.Segments != (render.Segments{Total: 3, Rendered: 1, Reused: 2}) {
		t.Errorf("segments %+v, want one rendered", again.Segments)
	}
	if first.VideoSHA256 == again.VideoSHA256 {
		t.Error("the changed scene is not in the video")
	}
	if n := s.painted.Load(); n != 32 {
		t.Errorf("%d frames painted, want the 32 of the changed segment", n)
	}
}

func TestCancelLeavesNothingAndResumes(t *testing.T) {
	t.Parallel()
	job := newJob(t, silent())
	want := read(t, mustRender(t, job).Video)

	job = newJob(t, silent())
	job.Jobs = 1
	ctx, cancel := context.WithCancel(t.Context())
	job.Picture = scene{frames: frames, size: job.Format.Canvas, onPaint: func(n int) {
		if n == 20 { // the other segments are longer and come first
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
