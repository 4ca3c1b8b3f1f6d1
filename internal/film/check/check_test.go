package check_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
)

var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) {
	return ffmpeg.Find(context.Background(), exec.LookPath)
})

func small() *format.Format {
	return &format.Format{
		Name: "small", Canvas: geom.Size{W: 64, H: 96}, FPS: 30, MinFPS: 24, MaxFPS: 60, MinSeconds: 1, MaxSeconds: 3,
		Audio: format.AAC, AudioBitrate: 128000, MaxVideoBitrate: 8_000_000, MaxBytes: 1_000_000,
	}
}

// makeVideo has ffmpeg make a video from its own test sources.
func makeVideo(t *testing.T, args string) string {
	t.Helper()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := ff.Run(t.Context(), append(strings.Fields(args), path), ffmpeg.Options{}); err != nil {
		t.Fatal(err)
	}
	return path
}

// A video of 48 frames at 30 fps, as long as 75 access units of noise, still and
// at -14 LUFS: what follows changes one thing each.
const (
	still   = "-f lavfi -i color=gray:s=64x96:r=30:d=1.6 "
	tone    = "-f lavfi -i anoisesrc=r=48000:d=1.6:a=0.2:seed=1 -af volume=0.4dB,pan=stereo|c0=c0|c1=c0 "
	picture = "-c:v libx264 -pix_fmt yuv420p -bf 0 -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv "
	sound   = "-c:a aac -b:a 128k -movflags +faststart -movie_timescale 48000 "
)

func TestFile(t *testing.T) {
	t.Parallel()
	noEdits := func(f *format.Format) { f.EditLists = false }
	for name, c := range map[string]struct {
		args   string
		change func(f *format.Format)
		frames int
		fail   []string
	}{
		"as it should be": {args: still + tone + picture + sound, frames: 48},
		"other frame count": {
			args: still + tone + picture + sound, frames: 47, fail: []string{"video.frames"},
		},
		"edit lists": {
			args: still + tone + picture + sound, change: noEdits, fail: []string{"container.edit_list"},
		},
		"index behind": {
			args: still + tone + picture + strings.Replace(sound, "+faststart", "0", 1), fail: []string{"container.faststart"},
		},
		"no colour tags": {
			args: still + tone + "-c:v libx264 -pix_fmt yuv420p -bf 0 " + sound, fail: []string{"video.colour", "container.colour"},
		},
		"loud": {
			args: still + strings.Replace(tone, "0.4dB", "14dB", 1) + picture + sound, fail: []string{"sound.loudness", "sound.true_peak"},
		},
		"other rate, size, chroma, length": {
			args:   strings.NewReplacer("r=30", "r=20", "96", "90", "d=1.6", "d=3.2").Replace(still) + tone + strings.Replace(picture, "yuv420p", "yuv444p", 1) + sound,
			change: func(f *format.Format) { f.MaxBytes = 1000 },
			fail: []string{
				"container.size", "video.pixels", "video.size", "video.fps", "video.max_length", "sound.samples",
			},
		},
		"mono at 44.1 kHz": {
			args: still + "-f lavfi -i anoisesrc=r=44100:d=1.6:a=0.2:seed=1 " + picture + sound,
			fail: []string{"sound.rate", "sound.channels", "sound.samples"},
		},
		"sound too long": {
			args: still + strings.Replace(tone, "d=1.6", "d=1.7", 1) + picture + sound, fail: []string{"sound.samples"},
		},
		"no sound": {args: still + picture + "-movflags +faststart", fail: []string{"container.streams", "sound.present"}},
		"sound where there may be none": {
			args: still + tone + picture + sound, change: func(f *format.Format) { f.Audio = format.NoAudio },
			fail: []string{"container.streams", "sound.absent"},
		},
		"a jump at the seam": {
			args: "-f lavfi -i color=gray:s=64x96:r=30:d=1.6,fade=out:0:48 " + tone + picture + sound, fail: []string{"seam.picture"},
		},
		"a step in the sound": {
			args: still + strings.Replace(tone, "anoisesrc=r=48000:d=1.6:a=0.2:seed=1 -af volume=0.4dB", "sine=f=1000.2:r=48000:d=1.6 -af volume=4dB", 1) + picture + sound, fail: []string{"seam.sound"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := small()
			f.EditLists = true
			if c.change != nil {
				c.change(f)
			}
			ff, err := tool()
			if err != nil {
				t.Fatal(err)
			}
			r, err := check.File(t.Context(), ff, makeVideo(t, c.args), f, check.Expect{Frames: c.frames})
			if err != nil {
				t.Fatal(err)
			}
			var failed []string
			for _, it := range r.Items {
				if it.Verdict == check.Fail {
					failed = append(failed, it.ID)
				}
				if it.Message.IsZero() || it.Source == "" && it.ID == "" {
					t.Errorf("%+v says too little", it)
				}
			}
			for _, id := range c.fail {
				if !slices.Contains(failed, id) {
					t.Errorf("%s does not fail", id)
				}
			}
			extra := slices.DeleteFunc(slices.Clone(failed), func(id string) bool {
				// A sound of another length is louder or softer and does not loop.
				return slices.Contains(c.fail, id) || strings.HasPrefix(id, "s") && slices.Contains(c.fail, "sound.samples")
			})
			if len(extra) > 0 {
				b, _ := json.Marshal(r.Items)
				t.Errorf("these fail too: %v\n%s", extra, b)
			}
			if want := map[bool]check.Verdict{true: check.Pass, false: check.Fail}[len(failed) == 0]; r.Verdict != want {
				t.Errorf("verdict %s, failed %v", r.Verdict, failed)
			}
		})
	}
}

// TestSeamLikeEveryKeyframe: a picture that rests, coded so coarsely that each
// keyframe shows. The seam is then like them, and a warning; a jump is not.
func TestSeamLikeEveryKeyframe(t *testing.T) {
	t.Parallel()
	// Grain that changes from frame to frame by less than the encoder keeps.
	grain := "-f lavfi -i color=gray:s=64x96:r=30:d=1.6,geq=lum='110+30*sin(X*Y/60)+2*random(1)':cb=128:cr=128"
	for name, c := range map[string]struct {
		change string
		want   check.Verdict
	}{
		"at rest": {"", check.Warn},
		"a jump":  {",fade=out:0:96", check.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ff, err := tool()
			if err != nil {
				t.Fatal(err)
			}
			path := makeVideo(t, grain+c.change+" "+tone+picture+"-crf 24 -g 12 -sc_threshold 0 "+sound)
			f := small()
			f.EditLists = true
			r, err := check.File(t.Context(), ff, path, f, check.Expect{Frames: 48})
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range r.Items {
				if it.ID == "seam.picture" && it.Verdict != c.want {
					t.Errorf("%+v, want %s", it, c.want)
				}
			}
		})
	}
}

// TestSeamThatIsACut: a design may cut at the seam; then the video must, and by as much.
func TestSeamThatIsACut(t *testing.T) {
	t.Parallel()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	path := makeVideo(t, "-f lavfi -i color=gray:s=64x96:r=30:d=1.6,geq=lum='if(lt(N,24),40,180)':cb=128:cr=128 "+tone+picture+sound)
	for name, c := range map[string]struct {
		painted *check.PictureSeam
		want    check.Verdict
	}{
		"nothing is known":   {nil, check.Fail},
		"painted at rest":    {&check.PictureSeam{Step: 0.1, Limit: 0.25}, check.Fail},
		"painted as a cut":   {&check.PictureSeam{Step: 140, Limit: 0.25}, check.Pass},
		"painted as another": {&check.PictureSeam{Step: 90, Limit: 0.25}, check.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := small()
			f.EditLists = true
			r, err := check.File(t.Context(), ff, path, f, check.Expect{Frames: 48, Seam: c.painted})
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(r.Items, func(it check.Item) bool { return it.ID == "seam.picture" })
			if i < 0 {
				t.Fatal("the seam was not checked")
			}
			if r.Items[i].Verdict != c.want {
				t.Errorf("%+v, want %s", r.Items[i], c.want)
			}
		})
	}
}

func TestFileThatIsNoVideo(t *testing.T) {
	t.Parallel()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(path, []byte("#EXTM3U\nother.mp4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = check.File(t.Context(), ff, path, small(), check.Expect{})
	if _, ok := errors.AsType[*sniff.Fault](err); !ok {
		t.Errorf("error %v", err)
	}
}

// levels returns a function for MeasurePicture whose frame n is all of one luma.
func levels(luma func(n int) float64) func(int) (*yuv.Frame, error) {
	return func(n int) (*yuv.Frame, error) {
		f := yuv.NewFrame(16, 16)
		// Fractions of a level are a share of the pixels that is one brighter.
		v := luma(n)
		for i := range f.Y {
			f.Y[i] = byte(v)
			if float64(i)/float64(len(f.Y)) < v-math.Floor(v) {
				f.Y[i]++
			}
		}
		return f, nil
	}
}

func TestMeasurePicture(t *testing.T) {
	t.Parallel()
	const frames = 60
	turn := func(n int) float64 { return 2 * math.Pi * float64(n) / frames }
	for _, c := range []struct {
		name string
		luma func(n int) float64
		step float64
		ok   bool
	}{
		{"still", func(int) float64 { return 100 }, 0, true},
		{"still, a quarter of a level off", func(n int) float64 { return 100 + map[bool]float64{true: 0.25}[n >= 30] }, 0.25, true},
		{"still, half a level off", func(n int) float64 { return 100 + map[bool]float64{true: 0.5}[n >= 30] }, 0.5, false},
		{"round and round", func(n int) float64 { return 100 + 20*math.Sin(turn(n)) }, 20 * math.Sin(turn(1)), true},
		{"a ramp", func(n int) float64 { return 20 + 2*float64(n) }, 2 * (frames - 1), false},
		{"twice as far", func(n int) float64 { return 100 + 2*math.Abs(float64(n)-29) }, 2, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, err := check.MeasurePicture(frames, levels(c.luma))
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(s.Step-c.step) > 0.02 || s.OK() != c.ok {
				t.Errorf("%+v, ok %v, want step %.3f, ok %v", s, s.OK(), c.step, c.ok)
			}
		})
	}
}

func TestSeamFrames(t *testing.T) {
	t.Parallel()
	if got := check.SeamFrames(100); len(got) != 18 || got[0] != 91 || got[8] != 99 || got[9] != 0 || got[17] != 8 {
		t.Errorf("%v", got)
	}
	if got := check.SeamFrames(4); !slices.Equal(got, []int{2, 3, 0, 1}) {
		t.Errorf("%v", got)
	}
	if got := check.SeamFrames(1); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

// TestMeasurePictureHoldsTwoFrames: the frame before may be painted over, in turn.
func TestMeasurePictureHoldsTwoFrames(t *testing.T) {
	t.Parallel()
	var buffers [2]*yuv.Frame
	for i := range buffers {
		buffers[i] = yuv.NewFrame(16, 16)
	}
	turn := 0
	s, err := check.MeasurePicture(60, func(n int) (*yuv.Frame, error) {
		turn = 1 - turn
		buffers[turn].Fill(yuv.Color{Y: byte(100 + n%2)})
		return buffers[turn], nil
	})
	if err != nil || s.Step != 1 || s.Median != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

func BenchmarkMeasurePicture(b *testing.B) {
	f := [2]*yuv.Frame{yuv.NewFrame(1080, 1920), yuv.NewFrame(1080, 1920)}
	b.SetBytes(int64(17 * len(f[0].Y)))
	for range b.N {
		if _, err := check.MeasurePicture(60, func(n int) (*yuv.Frame, error) { return f[n%2], nil }); err != nil {
			b.Fatal(err)
		}
	}
}
