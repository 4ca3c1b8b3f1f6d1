package render_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/render"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
)

func cpu() (self, kids float64) {
	var a, b syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &a)
	syscall.Getrusage(syscall.RUSAGE_CHILDREN, &b)
	f := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return f(a.Utime) + f(a.Stime), f(b.Utime) + f(b.Stime)
}

func TestZZ(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		t.Skip()
	}
	preset := os.Getenv("ZZ")
	ff, _ := tool()
	src, _ := os.Open("/tmp/exp/src.yuv")
	N := 240
	sz := 1080 * 1920 * 3 / 2
	f := &format.Format{Name: "x", Canvas: geom.Size{W: 1080, H: 1920}, FPS: 30, Audio: format.AAC, AudioBitrate: 128000, MaxVideoBitrate: 8_000_000, GOPSeconds: 2, BFrames: 2}
	st, _ := store.Open(t.TempDir(), 0, clock)
	job := render.Job{Tool: ff, Store: st, Format: f, Picture: segment.Picture{Size: f.Canvas, Rate: timebase.FPS(30), Frames: N,
		Digest:  func(n int) digest.Sum { return digest.Of(fmt.Append(nil, n)) },
		Painter: func() (segment.Paint, error) { return func(fr *yuv.Frame, n int) error { _, err := src.ReadAt(fr.Pix, int64(n)*int64(sz)); return err }, nil },
	}, Sound: tone(N), Out: filepath.Join(t.TempDir(), "o.mp4"), Cover: filepath.Join(t.TempDir(), "o.jpg"), Quality: segment.Standard, Preset: preset, Jobs: 2}
	for i := range 2 {
		s0, k0 := cpu()
		t0 := time.Now()
		res, err := render.Video(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		s1, k1 := cpu()
		t.Logf("run %d: wall %.2f go cpu %.2f ffmpeg cpu %.2f; %+v seam %+v sound %+v bytes %d", i, time.Since(t0).Seconds(), s1-s0, k1-k0, res.Segments, res.Seam, *res.Sound, res.Bytes)
	}
	for _, th := range []string{"0", "1"} {
		_, k0 := cpu()
		t0 := time.Now()
		out := filepath.Join(t.TempDir(), "r.mp4")
		c := exec.Command("ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "1080x1920", "-framerate", "30", "-i", "/tmp/exp/src.yuv", "-c:v", "libx264", "-preset", preset, "-crf", "18", "-rc-lookahead", "20", "-bf", "2", "-g", "60", "-maxrate", "6400k", "-bufsize", "6400k", "-threads", th, out)
		if b, err := c.CombinedOutput(); err != nil {
			t.Fatal(err, string(b))
		}
		_, k1 := cpu()
		st, _ := os.Stat(out)
		t.Logf("reference threads %s: wall %.2f cpu %.2f bytes %d", th, time.Since(t0).Seconds(), k1-k0, st.Size())
	}
}
