package render_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// output runs ffmpeg with plain arguments and returns what it writes to stdout.
func output(t *testing.T, args ...string) []byte {
	t.Helper()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := ff.Run(t.Context(), args, ffmpeg.Options{Stdout: &b}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// finished are videos that several tests look at.
type finished struct {
	job render.Job
	res render.Result
	err error
}

// videos makes each of them once: with edit lists, without, without sound.
var videos = sync.OnceValue(func() map[string]finished {
	out := map[string]finished{}
	for name, f := range map[string]*format.Format{"edit lists": small(true), "no edit lists": small(false), "no sound": silent()} {
		job, err := jobIn(filepath.Join(shared, name), f)
		if err == nil {
			var res render.Result
			res, err = render.Video(context.Background(), job)
			out[name] = finished{job, res, err}
			continue
		}
		out[name] = finished{err: err}
	}
	return out
})

// need fails the test when the video could not be made.
func (v finished) need(t *testing.T) (render.Job, render.Result) {
	t.Helper()
	if v.err != nil {
		t.Fatal(v.err)
	}
	return v.job, v.res
}

func TestVideoMeetsItsFormat(t *testing.T) {
	t.Parallel()
	for name, v := range videos() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job, res := v.need(t)
			if res.Segments != (render.Segments{Total: 3, Rendered: 3}) {
				t.Errorf("segments %+v", res.Segments)
			}
			report, err := check.File(t.Context(), job.Tool, res.Video, job.Format, check.Expect{Frames: frames})
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range report.Items {
				t.Logf("%-24s %-7s %v (limit %v %s): %s", it.ID, it.Verdict, it.Measured, it.Limit, it.Unit, it.Message)
			}
			if report.Verdict != check.Pass {
				t.Error("the video does not meet its format")
			}
			if !res.Seam.OK() || res.Seam.Step == 0 {
				t.Errorf("seam of the painted frames: %+v", res.Seam)
			}
		})
	}
}

// TestFramesAreExactAcrossJoins decodes a whole video and reads every frame's
// own number.
func TestFramesAreExactAcrossJoins(t *testing.T) {
	t.Parallel()
	job := newJob(t, silent())
	job.Picture = scene{frames: frames, size: job.Format.Canvas, numbered: true}.picture()
	res := mustRender(t, job)
	w, h := job.Picture.Size.W, job.Picture.Size.H
	raw := output(t, "-i", res.Video, "-map", "0:v", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-fps_mode", "passthrough", "pipe:1")
	size := w * h * 3 / 2
	if len(raw) != frames*size {
		t.Fatalf("%d bytes decoded, want %d frames", len(raw), frames)
	}
	for n := range frames {
		if got := number(raw[n*size:], w); got != n {
			t.Fatalf("frame %d shows frame %d", n, got)
		}
	}
}

// TestFramesAreEvenlySpaced reads the time of every frame. The segments last
// 31, 32 and 33 frames, which is no whole number of microseconds.
func TestFramesAreEvenlySpaced(t *testing.T) {
	t.Parallel()
	for name, v := range videos() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job, res := v.need(t)
			var out bytes.Buffer
			err := job.Tool.Probe(t.Context(), []string{"-select_streams", "v", "-show_entries", "packet=pts", "-of", "csv=p=0", res.Video}, ffmpeg.Options{Stdout: &out})
			if err != nil {
				t.Fatal(err)
			}
			var times []int
			for line := range strings.Lines(out.String()) {
				v, err := strconv.Atoi(strings.Trim(line, ",\n"))
				if err != nil {
					t.Fatal(err)
				}
				times = append(times, v)
			}
			slices.Sort(times)
			if len(times) != frames {
				t.Fatalf("%d frames", len(times))
			}
			for n, v := range times {
				if v != n*512 { // 15360 ticks a second
					t.Fatalf("frame %d is shown at tick %d, want %d", n, v, n*512)
				}
			}
		})
	}
}

func TestFileLayout(t *testing.T) {
	t.Parallel()
	for name, v := range videos() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job, res := v.need(t)
			b := []byte(read(t, res.Video))
			boxes, err := probe.ReadBoxes(bytes.NewReader(b), int64(len(b)))
			if err != nil {
				t.Fatal(err)
			}
			if edit := job.Format.EditLists; boxes.HasEdits() != edit || bytes.Contains(b, []byte("elst")) != edit {
				t.Errorf("edit lists, want %v: tracks %+v", edit, boxes.Tracks)
			}
			if boxes.MajorBrand != "mp42" || !boxes.MoovFirst {
				t.Errorf("brand %q, index first %v", boxes.MajorBrand, boxes.MoovFirst)
			}
			if sync := boxes.Track("vide").Sync; sync != 3 {
				t.Errorf("%d keyframes, want one a segment", sync)
			}
			for _, leak := range []string{"x264", "Lavc", "Lavf"} {
				if bytes.Contains(b, []byte(leak)) {
					t.Errorf("the file names its maker: %s", leak)
				}
			}
		})
	}
}

// TestSoundLoops plays the sound twice, as a player does that starts its decoder
// again, and as one does that goes on decoding, and looks at the seam.
func TestSoundLoops(t *testing.T) {
	t.Parallel()
	for name, v := range videos() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			job, res := v.need(t)
			if job.Format.Audio == format.NoAudio {
				t.Skip("no sound")
			}
			edit := job.Format.EditLists
			n := job.Picture.Rate.Samples(frames)
			once := floats(output(t, "-i", res.Video, "-map", "0:a", "-f", "f32le", "pipe:1"))
			if len(once) != 2*n {
				t.Fatalf("%d samples, want %d", len(once)/2, n)
			}
			if s := check.MeasureSound(once); !s.OK() {
				t.Errorf("restarted: step %.4f, 99.9 %% of the others are below %.4f", s.Step, s.P999)
			}
			if s, m := check.MeasureSound(once), loudness.Measure(once); res.Sound.Seam != s || res.Sound.Measurement != m {
				t.Errorf("told of %+v, measured on the file %+v, %+v", *res.Sound, s, m)
			}
			if edit {
				// The samples are those of the tone: nothing is shifted, nothing fades in.
				want, _ := tone(frames).Make(t.Context(), -14, 0)
				for i := 0; i < len(once); i += 512 {
					if d := distance(once[i:i+512], want[i:i+512]); d > 0.01 {
						t.Fatalf("decoded sound differs from the tone by %.4f at sample %d", d, i/2)
					}
				}
				return
			}
			adts := output(t, "-i", res.Video, "-map", "0:a", "-c", "copy", "-f", "adts", "pipe:1")
			path := filepath.Join(t.TempDir(), "twice.aac")
			if err := os.WriteFile(path, append(slices.Clone(adts), adts...), 0o600); err != nil {
				t.Fatal(err)
			}
			twice := floats(output(t, "-f", "aac", "-i", path, "-f", "f32le", "pipe:1"))
			if len(twice) != 4*n {
				t.Fatalf("%d samples in two rounds, want %d", len(twice)/2, 2*n)
			}
			around := check.MeasureSound(append(slices.Clone(twice[2*n:]), twice[:2*n]...))
			if !around.OK() {
				t.Errorf("going on: step %.4f, 99.9 %% of the others are below %.4f", around.Step, around.P999)
			}
			// The cut is 1024 samples before the first beat: from there the tone begins.
			want, _ := tone(frames).Make(t.Context(), -14, 0)
			if d := distance(once[2*1024:2*2048], want[:2*1024]); d > 0.01 {
				t.Errorf("the first beat differs from the tone by %.4f", d)
			}
		})
	}
}

func floats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

// distance returns the root mean square of the difference.
func distance(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i] - b[i])
		sum += d * d
	}
	return math.Sqrt(sum / float64(len(a)))
}

func TestSoundIsCorrected(t *testing.T) {
	t.Parallel()
	job := short(newJob(t, small(true)))
	made := tone(48).Make
	var asked []float64
	job.Sound.Make = func(ctx context.Context, lufs, ceiling float64) ([]float32, error) {
		asked = append(asked, lufs)
		return made(ctx, lufs-3, ceiling) // a mix that misses by 3 LU
	}
	res := mustRender(t, job)
	if res.Sound.Tries != 2 || len(asked) != 2 || math.Abs(res.Sound.LUFS.DB-check.LUFS) > 0.2 {
		t.Errorf("asked for %v, got %+v", asked, res.Sound)
	}
	again := mustRender(t, job)
	if len(asked) != 2 || *again.Sound != *res.Sound {
		t.Errorf("the stored sound was not used: asked for %v", asked)
	}
}

func TestSilence(t *testing.T) {
	t.Parallel()
	job := short(newJob(t, small(false)))
	job.Sound = render.Sound{}
	res := mustRender(t, job)
	if res.Sound == nil || res.Sound.LUFS.OK {
		t.Errorf("silence measured as %+v", res.Sound)
	}
	report, err := check.File(t.Context(), job.Tool, res.Video, job.Format, check.Expect{Frames: 48})
	if err != nil {
		t.Fatal(err)
	}
	if report.Verdict != check.Pass {
		t.Errorf("%+v", report)
	}
}

// TestResult: what was made and measured, the same from the store as new.
func TestResult(t *testing.T) {
	t.Parallel()
	job := short(newJob(t, small(true)))
	first := mustRender(t, job)
	again := mustRender(t, job)
	if video := read(t, first.Video); first.VideoSHA256 != digest.Of([]byte(video)) || first.Bytes != int64(len(video)) {
		t.Errorf("the video's digest or size is wrong: %+v", first)
	}
	if cover := read(t, first.Cover); first.CoverSHA256 != digest.Of([]byte(cover)) || first.CoverBytes != int64(len(cover)) {
		t.Errorf("the cover's digest or size is wrong: %+v", first)
	}
	img, err := jpeg.DecodeConfig(strings.NewReader(read(t, first.Cover)))
	if err != nil || img.Width != 96 || img.Height != 160 {
		t.Errorf("cover %+v, %v", img, err)
	}
	if first.Frames != 48 || first.Seconds != 1.6 || first.Settings.Preset != "veryfast" {
		t.Errorf("%+v", first)
	}
	if *first.Sound != *again.Sound || first.Seam != again.Seam || again.Segments != (render.Segments{Total: 2, Reused: 2}) {
		t.Errorf("new %+v %+v, stored %+v %+v", first, *first.Sound, again, *again.Sound)
	}
}
