package segment_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	fps := timebase.FPS(30)
	for _, c := range []struct {
		name   string
		frames int
		cuts   []int
		gop    int
		want   []segment.Range
	}{
		{"nothing", 0, nil, 60, nil},
		{"one frame", 1, nil, 60, []segment.Range{{0, 1}}},
		{"up to the limit", 60, nil, 60, []segment.Range{{0, 60}}},
		{"one more", 61, nil, 60, []segment.Range{{0, 30}, {30, 61}}},
		{"at cuts", 160, []int{50, 110}, 60, []segment.Range{{0, 50}, {50, 110}, {110, 160}}},
		{"in any order, with the ends", 160, []int{110, 160, 0, 50, 50}, 60, []segment.Range{{0, 50}, {50, 110}, {110, 160}}},
		{"too near to the last, to the start and to the end", 160, []int{10, 50, 60, 150}, 60, []segment.Range{{0, 50}, {50, 105}, {105, 160}}},
		{"between cuts evenly", 240, []int{100}, 60, []segment.Range{{0, 50}, {50, 100}, {100, 146}, {146, 193}, {193, 240}}},
		{"without a rule three seconds", 180, nil, 0, []segment.Range{{0, 90}, {90, 180}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := segment.Split(c.frames, fps, c.cuts, c.gop); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// TestSplitIsLocal: a scene that becomes longer moves the segments behind it
// and leaves their lengths and those before it alone.
func TestSplitIsLocal(t *testing.T) {
	t.Parallel()
	fps := timebase.FPS(30)
	before := segment.Split(480, fps, []int{130, 260, 400}, 60)
	after := segment.Split(545, fps, []int{130, 325, 465}, 60)
	if !slices.Equal(before[:3], after[:3]) {
		t.Errorf("the first scene's segments moved: %v, %v", before, after)
	}
	lengths := func(rs []segment.Range) (out []int) {
		for _, r := range rs {
			out = append(out, r.Len())
		}
		return out
	}
	if b, a := lengths(before), lengths(after); !slices.Equal(b[len(b)-5:], a[len(a)-5:]) {
		t.Errorf("the last scenes' segments changed: %v, %v", b, a)
	}
}

func testFormat() *format.Format {
	return &format.Format{FPS: 30, BFrames: 2, GOPSeconds: 2, MaxVideoBitrate: 8_000_000, AudioBitrate: 128_000}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	fps := timebase.FPS(30)
	s, err := segment.For(testFormat(), fps, 480, segment.Standard, "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Preset != "medium" || s.GOP != 60 || s.BFrames != 2 || s.MaxRate != 6_400_000 {
		t.Errorf("standard: %+v", s)
	}
	small := testFormat()
	small.MaxBytes = 4_000_000 // 16 s of 2 Mb/s
	s, err = segment.For(small, fps, 480, segment.Master, "veryfast")
	if err != nil {
		t.Fatal(err)
	}
	if limit := 8 * 4_000_000 / 16; s.Preset != "veryfast" || s.MaxRate > limit || s.MaxRate < limit/2 {
		t.Errorf("bounded by the file's size: %+v", s)
	}
	if _, err := segment.For(testFormat(), fps, 480, "best", ""); err == nil || !strings.Contains(err.Error(), "standard") {
		t.Errorf("unknown quality: %v", err)
	}
	if _, err := segment.For(testFormat(), fps, 480, segment.Draft, "placebo2"); err == nil || !strings.Contains(err.Error(), "veryfast") {
		t.Errorf("unknown preset: %v", err)
	}
}

func grey(frames int) *segment.Picture {
	return &segment.Picture{
		Size: geom.Size{W: 64, H: 96}, Rate: timebase.FPS(30), Frames: frames,
		Digest: func(n int) digest.Sum { return digest.Of([]byte{byte(n)}) },
		Painter: func() (segment.Paint, error) {
			return func(dst *yuv.Frame, n int) error {
				dst.Fill(yuv.Color{Y: byte(16 + n), U: 128, V: 128})
				return nil
			}, nil
		},
	}
}

var tool = sync.OnceValues(func() (*ffmpeg.Tool, error) {
	return ffmpeg.Find(context.Background(), exec.LookPath)
})

func newEncoder(t testing.TB) *segment.Encoder {
	t.Helper()
	ff, err := tool()
	if err != nil {
		t.Fatal(err)
	}
	s, err := segment.For(testFormat(), timebase.FPS(30), 480, segment.Draft, "")
	if err != nil {
		t.Fatal(err)
	}
	return &segment.Encoder{Tool: ff, Settings: s}
}

func TestKeyCoversWhatDecidesTheBytes(t *testing.T) {
	t.Parallel()
	enc := newEncoder(t)
	r := segment.Range{From: 10, To: 40}
	want := enc.Key(grey(60), r)
	if enc.Key(grey(90), r) != want {
		t.Error("the length of the video changes a segment's key")
	}
	moved := grey(60)
	moved.Digest = func(n int) digest.Sum { return digest.Of([]byte{byte(n - 5)}) }
	if enc.Key(moved, segment.Range{From: 15, To: 45}) != want {
		t.Error("the place in the video changes a segment's key")
	}

	// The first and the last segment of a loop are encoded finer at the seam.
	same := grey(60)
	same.Digest = func(int) digest.Sum { return digest.Sum{} }
	first, middle, last := enc.Key(same, segment.Range{From: 0, To: 20}), enc.Key(same, segment.Range{From: 20, To: 40}), enc.Key(same, segment.Range{From: 40, To: 60})
	if first == middle || middle == last || first == last {
		t.Error("a segment at the seam has the key of one that is not")
	}

	changed := map[string]func(e *segment.Encoder, p *segment.Picture, r *segment.Range){
		"one frame's digest": func(_ *segment.Encoder, p *segment.Picture, _ *segment.Range) {
			p.Digest = func(n int) digest.Sum {
				if n == 39 {
					return digest.Sum{}
				}
				return digest.Of([]byte{byte(n)})
			}
		},
		"order of the frames": func(_ *segment.Encoder, p *segment.Picture, _ *segment.Range) {
			p.Digest = func(n int) digest.Sum { return digest.Of([]byte{byte(49 - n)}) }
		},
		"length":     func(_ *segment.Encoder, _ *segment.Picture, r *segment.Range) { r.To-- },
		"width":      func(_ *segment.Encoder, p *segment.Picture, _ *segment.Range) { p.Size.W += 2 },
		"height":     func(_ *segment.Encoder, p *segment.Picture, _ *segment.Range) { p.Size.H += 2 },
		"rate":       func(_ *segment.Encoder, p *segment.Picture, _ *segment.Range) { p.Rate = timebase.FPS(25) },
		"preset":     func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.Preset = "slow" },
		"crf":        func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.CRF++ },
		"lookahead":  func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.Lookahead++ },
		"references": func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.Refs++ },
		"b-frames":   func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.BFrames++ },
		"gop":        func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.GOP++ },
		"rate limit": func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.MaxRate++ },
		"buffer":     func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) { e.Settings.Buffer++ },
		"ffmpeg": func(e *segment.Encoder, _ *segment.Picture, _ *segment.Range) {
			other := *e.Tool
			other.Version.Text = "99"
			e.Tool = &other
		},
	}
	for name, change := range changed {
		e, p, r := newEncoder(t), grey(60), r
		change(e, p, &r)
		if e.Key(p, r) == want {
			t.Errorf("%s does not change the key", name)
		}
	}
}

func TestEncode(t *testing.T) {
	t.Parallel()
	enc, dir := newEncoder(t), t.TempDir()
	var sets [2][]byte
	var files [3]string
	for i, r := range []segment.Range{{0, 20}, {20, 37}, {0, 20}} {
		path := filepath.Join(dir, "a segment.mp4")
		seen := r.From
		err := enc.Encode(t.Context(), grey(60), r, path, func(f *yuv.Frame, n int) {
			if n != seen || f.Y[0] != byte(16+n) {
				t.Errorf("frame %d told as %d, luma %d", seen, n, f.Y[0])
			}
			seen++
		})
		if err != nil {
			t.Fatal(err)
		}
		if seen != r.To {
			t.Errorf("%d frames told of, want %d", seen-r.From, r.Len())
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = string(b)
		if i < 2 {
			if sets[i], err = segment.ParameterSets(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	if files[0] != files[2] {
		t.Error("the same segment has other bytes the second time")
	}
	if string(sets[0]) != string(sets[1]) || len(sets[0]) < 8 {
		t.Errorf("parameter sets differ: %x, %x", sets[0], sets[1])
	}
	if strings.Contains(files[0], "x264 - core") {
		t.Error("the stream carries x264's message with its version and options")
	}
}

func TestEncodeFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("no paint")
	paint := func(f segment.Paint) *segment.Picture {
		p := grey(60)
		p.Painter = func() (segment.Paint, error) { return f, nil }
		return p
	}
	cancelled, cancel := context.WithCancel(t.Context())
	for name, c := range map[string]struct {
		pic  *segment.Picture
		path string
		ok   func(error) bool
	}{
		"painter": {paint(func(_ *yuv.Frame, n int) error {
			if n == 7 {
				return broken
			}
			return nil
		}), "a.mp4", func(err error) bool { return errors.Is(err, broken) && strings.Contains(err.Error(), "frame 7") }},
		"panic": {paint(func(_ *yuv.Frame, n int) error { panic(n) }), "b.mp4", func(err error) bool {
			return strings.Contains(err.Error(), "paint frame 0: panic")
		}},
		"no such folder": {grey(60), "none/c.mp4", func(err error) bool {
			_, ok := errors.AsType[*ffmpeg.ExitError](err)
			return ok && strings.Contains(err.Error(), "No such file")
		}},
		"cancelled": {paint(func(_ *yuv.Frame, n int) error {
			if n == 7 {
				cancel()
			}
			return nil
		}), "d.mp4", func(err error) bool { return errors.Is(err, context.Canceled) }},
		"not prepared": {&segment.Picture{
			Size: geom.Size{W: 64, H: 96}, Rate: timebase.FPS(30), Frames: 60, Painter: grey(60).Painter,
			Prepare: func(_ context.Context, from, to int) error {
				if from != 0 || to != 60 {
					t.Errorf("prepare %d to %d", from, to)
				}
				return broken
			},
		}, "e.mp4", func(err error) bool { return errors.Is(err, broken) }},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), filepath.FromSlash(c.path))
			ctx := t.Context()
			if name == "cancelled" {
				ctx = cancelled
			}
			err := newEncoder(t).Encode(ctx, c.pic, segment.Range{From: 0, To: 60}, path, nil)
			if err == nil || !c.ok(err) {
				t.Errorf("error: %v", err)
			}
		})
	}
}
