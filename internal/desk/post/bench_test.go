package post_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/desk/post"
)

// BenchmarkReference measures whole commands on the reference post (16 s: three
// photos with zoom, crossfades, three animated lines each, mark, progress bar,
// music), in turns with ffmpeg encoding the same finished frames from a raw file
// with the same x264 settings and its default threading. It reports wall time as
// multiples of ffmpeg's, in the median of the pairs:
//
//	cold-veryfast, cold-medium   giro render with an empty store
//	edit-veryfast, edit-medium   giro render after one scene's text has changed
//	peak-MB                      memory of giro and its encoders together (PSS)
//
// Run it alone on the machine: task bench -- -bench Reference -benchtime 5x ./internal/desk/post
func BenchmarkReference(b *testing.B) {
	r := newReference(b)
	ratios := map[string][]float64{}
	peak := 0.0
	for range b.N {
		for _, preset := range []string{"veryfast", "medium"} {
			whole := r.encode(b, preset)
			cache := b.TempDir()
			r.write(b, "Tre fotografie che si muovono")
			cold, mb := r.render(b, preset, cache)
			peak = max(peak, mb)
			ratios["cold-"+preset] = append(ratios["cold-"+preset], cold.Seconds()/whole.Seconds())
			r.write(b, "Tre fotografie in movimento")
			edit, _ := r.render(b, preset, cache)
			ratios["edit-"+preset] = append(ratios["edit-"+preset], edit.Seconds()/whole.Seconds())
		}
	}
	for name, list := range ratios {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2], name)
	}
	b.ReportMetric(peak, "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// reference is the reference post with the program that renders it.
type reference struct {
	dir, giro, raw string
	sheet          string // the table of events
}

func newReference(b *testing.B) *reference {
	b.Helper()
	r := &reference{dir: b.TempDir(), giro: filepath.Join(b.TempDir(), "giro"), raw: filepath.Join(b.TempDir(), "frames.yuv")}
	if err := os.CopyFS(r.dir, os.DirFS(filepath.Join("testdata", "reference"))); err != nil {
		b.Fatal(err)
	}
	photos, err := fs.Sub(assets.Demo, "demo")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"photos/autumn-hills.jpg", "photos/fig-bowl.jpg", "photos/sunset-hill.jpg", "logo.svg"} {
		data, err := fs.ReadFile(photos, name)
		if err != nil {
			b.Fatal(err)
		}
		r.put(b, name, data)
	}
	music, err := assets.Music.ReadFile("music/giro-demo.flac")
	if err != nil {
		b.Fatal(err)
	}
	r.put(b, "giro-demo.flac", music)
	sheet, err := os.ReadFile(filepath.Join(r.dir, "eventi.csv"))
	if err != nil {
		b.Fatal(err)
	}
	r.sheet = string(sheet)
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", r.giro, "../../../cmd/giro").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	r.frames(b)
	return r
}

func (r *reference) put(b *testing.B, name string, data []byte) {
	b.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
}

// write sets the text that only the second scene shows.
func (r *reference) write(b *testing.B, text string) {
	b.Helper()
	changed := strings.Replace(r.sheet, "Tre fotografie che si muovono", text, 1)
	r.put(b, "eventi.csv", []byte(changed))
}

// frames writes the finished frames to the raw file.
func (r *reference) frames(b *testing.B) {
	b.Helper()
	ch := load(b, r.dir)
	p := assemble(b, post.Request{Channel: ch, Event: events(b, ch, "eventi.csv")[0], Template: "reference"})
	n := p.Plan.Grid.Frames
	if err := p.Composer.Prepare(0, n); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(r.raw)
	if err != nil {
		b.Fatal(err)
	}
	frame := yuv.NewFrame(p.Plan.Size.W, p.Plan.Size.H)
	painter := p.Composer.Painter()
	for i := range n {
		if err := painter.Frame(frame, i); err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(frame.Pix); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d frames", n)
}

// encode has ffmpeg encode the raw frames as giro's encoders would, in one process.
func (r *reference) encode(b *testing.B, preset string) time.Duration {
	b.Helper()
	out := filepath.Join(b.TempDir(), "plain.mp4")
	args := []string{
		"-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "1080x1920", "-r", "30", "-i", r.raw,
		"-c:v", "libx264", "-preset", preset, "-crf", "18", "-profile:v", "high", "-bf", "2", "-g", "60", "-rc-lookahead", "20",
		"-maxrate", "6400000", "-bufsize", "6400000", out,
	}
	started := time.Now()
	if msg, err := exec.CommandContext(b.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, msg)
	}
	return time.Since(started)
}

// render runs the whole command and returns its time and its peak memory in MB.
func (r *reference) render(b *testing.B, preset, cache string) (time.Duration, float64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), r.giro, "-C", r.dir, "-q", "render", "--template", "reference",
		"--event", filepath.Join(r.dir, "eventi.csv"), "--x264-preset", preset, "-o", filepath.Join(b.TempDir(), "out.mp4"))
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+cache)
	var msg bytes.Buffer
	cmd.Stderr = &msg
	started := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	peak := 0.0
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			if err != nil {
				b.Fatalf("%v\n%s", err, msg.String())
			}
			return time.Since(started), peak
		case <-tick.C:
			peak = max(peak, memory(cmd.Process.Pid))
		}
	}
}

// memory returns the proportional set size of a process and its children, in MB
// (proc(5), smaps_rollup); 0 where the system does not tell.
func memory(pid int) float64 {
	sum := 0.0
	if data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid)); err == nil {
		for line := range strings.Lines(string(data)) {
			f := strings.Fields(line)
			if len(f) > 1 && f[0] == "Pss:" {
				kb, err := strconv.ParseFloat(f[1], 64)
				if err == nil {
					sum += kb / 1000
				}
			}
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return sum
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return sum
	}
	for _, name := range tasks {
		data, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(data)) {
			if id, err := strconv.Atoi(child); err == nil {
				sum += memory(id)
			}
		}
	}
	return sum
}
