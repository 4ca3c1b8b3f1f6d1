package ffmpeg_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/sniff"
)

// generate makes a file named name with ffmpeg from its own sources.
func generate(t testing.TB, tool *ffmpeg.Tool, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := tool.Run(t.Context(), append(args, path), ffmpeg.Options{}); err != nil {
		t.Fatal(err)
	}
	return path
}

// tone is an input of one second of a 1 kHz sine at 44.1 kHz, mono, amplitude 1/8.
var tone = []string{"-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=44100:duration=1"}

func TestDecodeAudio(t *testing.T) {
	tool := find(t)
	tests := []struct {
		name  string
		kind  sniff.Kind
		args  []string
		slack int // samples that the codec may add or lose, of 48000
	}{
		{"a.wav", sniff.WAV, nil, 2},
		{"float.wav", sniff.WAV, []string{"-c:a", "pcm_f32le"}, 2},
		{"a.flac", sniff.FLAC, nil, 2},
		{"a.mp3", sniff.MP3, []string{"-c:a", "libmp3lame"}, 1500},
		{"bare.mp3", sniff.MP3, []string{"-c:a", "libmp3lame", "-id3v2_version", "0", "-write_xing", "0"}, 3000},
		{"a.ogg", sniff.Ogg, []string{"-vn", "-c:a", "libvorbis"}, 1500},
		{"a.opus", sniff.Ogg, []string{"-c:a", "libopus"}, 1500},
		{"a.aiff", sniff.AIFF, nil, 2},
		{"a.m4a", sniff.MP4, []string{"-vn", "-c:a", "aac"}, 1500},
		{"alac.m4a", sniff.MP4, []string{"-vn", "-c:a", "alac"}, 5},
		{"a.aac", sniff.ADTS, []string{"-c:a", "aac"}, 4000},
		{"a.mka", sniff.Matroska, []string{"-c:a", "flac"}, 50},
		{"a.mp4", sniff.MP4, []string{"-c:v", "libx264", "-c:a", "aac"}, 1500},
		{"a.mov", sniff.MP4, []string{"-c:v", "mjpeg", "-c:a", "pcm_s16le"}, 50},
	}
	dir := t.TempDir()
	args := append([]string{"-f", "lavfi", "-i", "testsrc2=size=64x64:rate=30:duration=1"}, tone...)
	for _, tt := range tests {
		args = append(append(args, tt.args...), filepath.Join(dir, tt.name))
	}
	if err := tool.Run(t.Context(), args, ffmpeg.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(dir, tt.name)
			kind, err := sniff.File(path)
			if err != nil || kind != tt.kind {
				t.Fatalf("sniffed as %v, %v", kind, err)
			}
			got, err := tool.DecodeAudio(t.Context(), path, kind, 10)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(got) / 2; len(got)%2 != 0 || n < 48000-tt.slack || n > 48000+tt.slack {
				t.Errorf("%d values", len(got))
			}
			// 1 kHz at 48 kHz repeats every 48 samples; the mono sine comes 3 dB lower.
			peak := 0.0
			for i := 2 * 24000; i < 2*24048; i += 2 {
				peak = max(peak, math.Abs(float64(got[i])))
				if got[i] != got[i+1] {
					t.Fatalf("left %v, right %v", got[i], got[i+1])
				}
				if d := math.Abs(float64(got[i] - got[i+96])); d > 0.02 {
					t.Fatalf("not a tone of 1 kHz: off by %v", d)
				}
			}
			if want := 0.125 * math.Sqrt2 / 2; math.Abs(peak-want) > 0.01 {
				t.Errorf("peak %v, want %v", peak, want)
			}
		})
	}
	t.Run("limit", func(t *testing.T) {
		got, err := tool.DecodeAudio(t.Context(), filepath.Join(dir, "a.flac"), sniff.FLAC, 0.25)
		if err != nil || len(got) != 2*12000 {
			t.Errorf("a quarter of a second: %d values, %v", len(got), err)
		}
	})
}

// wav returns a stereo WAV file of 32-bit floats at 48 kHz.
func wav(values ...float32) []byte {
	var b bytes.Buffer
	le := binary.LittleEndian
	b.WriteString("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x03\x00\x02\x00")
	b.Write(le.AppendUint32(nil, 48000))
	b.Write(le.AppendUint32(nil, 48000*8))
	b.WriteString("\x08\x00\x20\x00data")
	b.Write(le.AppendUint32(nil, uint32(4*len(values))))
	for _, v := range values {
		b.Write(le.AppendUint32(nil, math.Float32bits(v)))
	}
	return b.Bytes()
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDecodeAudioValues(t *testing.T) {
	tool := find(t)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	path := write(t, "x.wav", wav(0.5, -0.25, 1.5, nan, inf, -inf, 0.125, 0))
	got, err := tool.DecodeAudio(t.Context(), path, sniff.WAV, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := []float32{0.5, -0.25, 1.5, 0, 0, 0, 0.125, 0}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("value %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestDecodeAudioFaults(t *testing.T) {
	tool := find(t)
	silentVideo := generate(t, tool, "v.mp4", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=30:duration=0.2", "-c:v", "libx264")
	tests := []struct {
		name, path string
		kind       sniff.Kind
		reason     error
	}{
		{"video without sound", silentVideo, sniff.MP4, sniff.ErrDamaged},
		{"garbage after the magic", write(t, "x.flac", append([]byte("fLaC"), bytes.Repeat([]byte{7}, 500)...)), sniff.FLAC, sniff.ErrDamaged},
		{"a codec of the past", generate(t, tool, "x.mka", append(tone, "-c:a", "wmav2")...), sniff.Matroska, sniff.ErrUnsupported},
		{"no samples", write(t, "x.wav", wav()), sniff.WAV, sniff.ErrDamaged},
		{"a picture", write(t, "x.jpg", []byte("\xff\xd8\xff")), sniff.JPEG, sniff.ErrUnsupported},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tool.DecodeAudio(t.Context(), tt.path, tt.kind, 1)
			if len(got) != 0 || !errors.Is(err, tt.reason) {
				t.Fatalf("got %d values, %v", len(got), err)
			}
			if list, ok := diag.Messages(err); !ok || list[0].Hint.IsZero() {
				t.Errorf("messages %v", list)
			}
		})
	}
	if _, err := tool.DecodeAudio(t.Context(), "x", sniff.WAV, math.NaN()); err == nil {
		t.Error("NaN seconds are no error")
	}
}

// TestRenamedPlaylist plays the attack that the hardening is there for: a
// playlist with the name of a media file that points to a secret elsewhere on
// the disk. With the protocol whitelist alone ffmpeg 5.1 reads the secret.
func TestRenamedPlaylist(t *testing.T) {
	tool := find(t)
	secret := generate(t, tool, "secret.ts", append(tone, "-c:a", "aac", "-f", "mpegts")...)
	playlist := "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\n" + secret + "\n#EXT-X-ENDLIST\n"

	for name, kinds := range map[string][]sniff.Kind{
		"clip.mp4":  {sniff.MP4, sniff.Matroska, sniff.Ogg, sniff.WAV, sniff.AIFF, sniff.FLAC, sniff.MP3, sniff.ADTS},
		"music.wav": {sniff.WAV, sniff.MP3},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, name, []byte(playlist))

			var out bytes.Buffer
			args := []string{"-protocol_whitelist", "file", "-i", path, "-f", "f32le", "pipe:1"}
			if err := tool.Run(t.Context(), args, ffmpeg.Options{Stdout: &out}); err != nil {
				t.Logf("ffmpeg %s refuses the attack by itself: %v", tool.Version, err)
			} else if out.Len() == 0 {
				t.Error("the unprotected call read nothing and did not fail")
			}

			if kind, err := sniff.File(path); !errors.Is(err, sniff.ErrPlaylist) {
				t.Errorf("sniffed as %v, %v", kind, err)
			}
			// Even if the sniffing were fooled, no demuxer opens it.
			for _, kind := range kinds {
				if got, err := tool.DecodeAudio(t.Context(), path, kind, 5); err == nil {
					t.Errorf("opened as %v: %d values of the secret", kind, len(got))
				}
			}
		})
	}
}

// TestHostileName holds that a file's name is never taken for a protocol.
func TestHostileName(t *testing.T) {
	tool := find(t)
	dir := t.TempDir()
	t.Chdir(dir)
	secret := wav(0.5, 0.5, 0.5, 0.5)
	if err := os.WriteFile("secret.wav", secret, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"concat:secret.wav", "subfile,,start,0,end,0,,:secret.wav", "-i", "pipe:0"} {
		if _, err := tool.DecodeAudio(t.Context(), name, sniff.WAV, 1); err == nil {
			t.Errorf("%s: it was opened", name)
		}
		if strings.ContainsRune(name, ':') && filepath.Separator == '\\' {
			continue // no such file name on Windows
		}
		if err := os.WriteFile(name, secret, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := tool.DecodeAudio(t.Context(), name, sniff.WAV, 1); err != nil || len(got) != 4 {
			t.Errorf("%s: a file of that name: %v, %v", name, got, err)
		}
	}
}

// TestBounds holds that the limits on pixels and streams reach the decoder.
func TestBounds(t *testing.T) {
	tool := find(t)
	big := generate(t, tool, "big.mp4", "-f", "lavfi", "-i", "color=size=8192x8192:rate=1:duration=1", "-c:v", "mjpeg", "-q:v", "31")
	many := []string{"-f", "lavfi", "-i", "anullsrc=duration=0.1"}
	for range 17 {
		many = append(many, "-map", "0:a")
	}
	tests := []struct {
		name, path, stream string
	}{
		{"pixels", big, "0:v"},
		{"streams", generate(t, tool, "many.mka", append(many, "-c:a", "flac")...), "0:a"},
		{"decoder", generate(t, tool, "ffv1.mkv", "-f", "lavfi", "-i", "color=size=64x64:rate=1:duration=1", "-c:v", "ffv1"), "0:v"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kind, err := sniff.File(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			in, err := ffmpeg.Source(tt.path, kind)
			if err != nil {
				t.Fatal(err)
			}
			plain := ffmpeg.Input{URL: in.URL}
			for _, c := range []struct {
				in   ffmpeg.Input
				want bool
			}{{plain, true}, {in, false}} {
				args, err := ffmpeg.Args([]ffmpeg.Input{c.in}, ffmpeg.Output{URL: "pipe:1", Maps: []string{tt.stream}, Opts: ffmpeg.Opts{"f": "null", "xerror": ""}})
				if err != nil {
					t.Fatal(err)
				}
				if err := tool.Run(t.Context(), args, ffmpeg.Options{}); (err == nil) != c.want {
					t.Errorf("options %v: %v", c.in.Opts, err)
				}
			}
		})
	}
}
