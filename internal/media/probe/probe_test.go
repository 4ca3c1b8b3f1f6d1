package probe_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
	"github.com/giro-video/giro/internal/media/sniff"
)

func find(t testing.TB) *ffmpeg.Tool {
	t.Helper()
	tool, err := ffmpeg.Find(t.Context(), exec.LookPath)
	if err != nil {
		t.Fatalf("find ffmpeg: %v", err)
	}
	return tool
}

// generate makes a file named name of 32 frames of video, 96x64 at 30 fps, and
// one second of sound.
func generate(t testing.TB, tool *ffmpeg.Tool, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append([]string{
		"-f", "lavfi", "-i", "testsrc2=size=96x64:rate=30:duration=1.0666667",
		"-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=1.0666667,aformat=channel_layouts=stereo",
	}, args...)
	if err := tool.Run(t.Context(), append(all, path), ffmpeg.Options{}); err != nil {
		t.Fatal(err)
	}
	return path
}

// bt709 are the options of a tagged video with sound.
var bt709 = []string{
	"-c:v", "libx264", "-pix_fmt", "yuv420p", "-color_primaries", "bt709", "-color_trc", "bt709",
	"-colorspace", "bt709", "-color_range", "tv", "-c:a", "aac",
}

func TestFile(t *testing.T) {
	tool := find(t)
	path := generate(t, tool, "x.mp4", slices.Concat(bt709, []string{"-movflags", "+faststart"})...)
	r, err := probe.File(t.Context(), tool, path)
	if err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if r.Kind != sniff.MP4 || r.Size != st.Size() || math.Abs(r.DurationS-32.0/30) > 0.05 || r.BitRate <= 0 || len(r.Streams) != 2 {
		t.Errorf("report %+v", r)
	}
	v := r.Video()
	if v == nil {
		t.Fatal("no video")
	}
	want := probe.Stream{
		Index: 0, Type: "video", Codec: "h264", Profile: "High", Tag: "avc1",
		TimeBase: probe.Rational{Num: 1, Den: 15360}, DurationS: 32.0 / 30,
		Packets: 32, Frames: 32, Width: 96, Height: 64, PixelFormat: "yuv420p", FieldOrder: "progressive",
		Rate: probe.Rational{Num: 30, Den: 1}, AverageRate: probe.Rational{Num: 30, Den: 1},
		Range: "tv", Matrix: "bt709", Transfer: "bt709", Primes: "bt709",
		BFrames: 2, Level: v.Level, BitRate: v.BitRate,
	}
	if math.Abs(v.DurationS-want.DurationS) > 1e-5 || v.Level <= 0 || v.BitRate <= 0 {
		t.Errorf("video %+v", *v)
	}
	want.DurationS = v.DurationS
	if *v != want {
		t.Errorf("video\n%+v, want\n%+v", *v, want)
	}
	a := r.Audio()
	if a == nil {
		t.Fatal("no sound")
	}
	if a.Type != "audio" || a.Codec != "aac" || a.Profile != "LC" || a.SampleRate != 48000 || a.Channels != 2 || a.Layout != "stereo" || a.Packets < 50 {
		t.Errorf("sound %+v", *a)
	}
}

func TestBoxesOfRealFiles(t *testing.T) {
	tool := find(t)
	arg := func(a ...string) []string { return slices.Concat(bt709, a) }
	tests := []struct {
		name  string
		args  []string
		first bool // moov before mdat
		edits bool
		ctts  int
		tags  bool
	}{
		{"plain.mp4", arg(), false, true, 0, true},
		{"fast.mp4", arg("-movflags", "+faststart"), true, true, 0, true},
		{"negative offsets.mp4", arg("-use_editlist", "0", "-movflags", "+negative_cts_offsets"), false, false, 1, true},
		{"no B-frames.mp4", arg("-bf", "0", "-use_editlist", "0"), false, false, -1, true},
		{"x.mov", arg("-use_editlist", "0", "-bf", "0", "-movflags", "+faststart"), true, false, -1, false}, // QuickTime's nclc is another box
		{"untagged.mp4", []string{"-c:v", "libx264", "-c:a", "aac"}, false, true, 0, false},
	}
	dir := t.TempDir()
	var args []string // for one call of ffmpeg
	for _, tt := range tests {
		args = append(append(args, tt.args...), filepath.Join(dir, tt.name))
	}
	generate(t, tool, "last.mp4", args...)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, tt.name))
			if err != nil {
				t.Fatal(err)
			}
			b, err := probe.ReadBoxes(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			v, a := b.Track("vide"), b.Track("soun")
			if v == nil || a == nil {
				t.Fatalf("tracks %+v", b.Tracks)
			}
			if b.MoovFirst != tt.first || b.HasEdits() != tt.edits || v.CTTS != tt.ctts || b.Fragmented {
				t.Errorf("moov first %v, edits %v, ctts %d, fragmented %v", b.MoovFirst, b.HasEdits(), v.CTTS, b.Fragmented)
			}
			if v.Samples != 32 || v.Sync != 1 || v.Entry != "avc1" || a.Entry != "mp4a" || a.Timescale != 48000 || a.Sync != -1 {
				t.Errorf("video %+v, sound %+v", *v, *a)
			}
			if got := v.Colour != nil && *v.Colour == (probe.Colour{Primaries: 1, Transfer: 1, Matrix: 1}); got != tt.tags {
				t.Errorf("colour %+v", v.Colour)
			}
			if tt.edits && a.Edits[0].MediaTime != 1024 {
				t.Errorf("the sound's edit list does not skip AAC's priming: %+v", a.Edits)
			}
			if b.MajorBrand == "" || len(b.Brands) == 0 || b.Timescale == 0 || b.Duration == 0 {
				t.Errorf("boxes %+v", b)
			}
		})
	}
}

func TestOtherContainers(t *testing.T) {
	tool := find(t)
	r, err := probe.File(t.Context(), tool, generate(t, tool, "frag.mp4", slices.Concat(bt709, []string{"-movflags", "+frag_keyframe+empty_moov"})...))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Boxes.Fragmented || !r.Boxes.MoovFirst {
		t.Errorf("fragmented: %+v", r.Boxes)
	}
	r, err = probe.File(t.Context(), tool, generate(t, tool, "x.mkv", "-c:v", "libx264", "-c:a", "flac"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Boxes != nil || r.Kind != sniff.Matroska || r.Video().Packets != 32 || r.Audio().Codec != "flac" {
		t.Errorf("matroska: %+v", r)
	}
	r, err = probe.File(t.Context(), tool, generate(t, tool, "x.wav", "-vn"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Video() != nil || r.Audio() == nil || r.Audio().Codec != "pcm_s16le" {
		t.Errorf("wav: %+v", r)
	}
}

// TestCover: music often carries its cover as a stream that is no video.
func TestCover(t *testing.T) {
	tool := find(t)
	path := generate(t, tool, "x.mp3", "-frames:v", "1", "-c:v", "png", "-c:a", "libmp3lame", "-map", "1:a", "-map", "0:v", "-disposition:v", "attached_pic")
	r, err := probe.File(t.Context(), tool, path)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Streams) != 2 || r.Video() != nil || r.Audio() == nil || r.Kind != sniff.MP3 {
		t.Errorf("got %+v", r)
	}
}

// TestRotation: a phone held upright stores its video lying down and says so in
// the track header's matrix.
func TestRotation(t *testing.T) {
	tool := find(t)
	path := generate(t, tool, "x.mp4", bt709...)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(data, []byte("tkhd"))
	matrix := []byte(be32(0, 1<<16, 0, ^uint32(1<<16)+1, 0, 0, 0, 0, 1<<30))
	copy(data[i+4+40:], matrix) // the first track is the video's
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := probe.File(t.Context(), tool, path)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Video().Rotation; got != -90 {
		t.Errorf("rotation %d", got)
	}
}

func TestFileFaults(t *testing.T) {
	tool := find(t)
	good := generate(t, tool, "x.mp4", bt709...)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	odd, err := os.ReadFile(generate(t, tool, "x.mkv", "-c:v", "ffv1"))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		data   []byte
		reason error
	}{
		{"empty", nil, sniff.ErrEmpty},
		{"a codec that is not admitted", odd, sniff.ErrUnsupported},
		{"cut off before the index", data[:len(data)/2], sniff.ErrDamaged},
		{"a picture", []byte("\xff\xd8\xff\xe0"), sniff.ErrUnsupported},
		{"a playlist", []byte("#EXTM3U\nx.ts\n"), sniff.ErrPlaylist},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clip.mp4")
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := probe.File(t.Context(), tool, path)
			if !errors.Is(err, tt.reason) {
				t.Fatalf("got %v", err)
			}
			if list, ok := diag.Messages(err); !ok || list[0].Hint.IsZero() || list[0].File != path {
				t.Errorf("messages %v", list)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := probe.File(ctx, tool, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
