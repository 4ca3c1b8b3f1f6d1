package sniff_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/media/sniff"
)

// box returns an ISO box header followed by body.
func box(kind, body string) string {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(8+len(body)))
	return string(n[:]) + kind + body
}

// frames returns n frames of the given header and length.
func frames(header string, length, n int) string {
	return strings.Repeat(header+strings.Repeat("\x55", length-len(header)), n)
}

// id3 returns an ID3v2.4 tag of n bytes after its header.
func id3(n int) string {
	size := []byte{byte(n >> 21 & 127), byte(n >> 14 & 127), byte(n >> 7 & 127), byte(n & 127)}
	return "ID3\x04\x00\x00" + string(size) + strings.Repeat("\x00", n)
}

// mp3 are two frames of MPEG-1 layer III, 128 kb/s, 44.1 kHz: 417 bytes each.
var mp3 = frames("\xff\xfb\x90\x00", 417, 2)

// adts are two frames of 32 bytes: AAC-LC, 48 kHz, stereo.
var adts = frames("\xff\xf1\x4c\x80\x04\x1f\xfc", 32, 2)

func TestReader(t *testing.T) {
	pad := strings.Repeat("\x00", 64)
	tests := []struct {
		name, data string
		want       sniff.Kind
	}{
		{"jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF", sniff.JPEG},
		{"png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", sniff.PNG},
		{"webp", "RIFF\x10\x00\x00\x00WEBPVP8 ", sniff.WebP},
		{"gif", "GIF89a\x01\x00", sniff.GIF},
		{"bmp", "BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", sniff.BMP},
		{"tiff little", "II*\x00\x08\x00\x00\x00", sniff.TIFF},
		{"tiff big", "MM\x00*\x00\x00\x00\x08", sniff.TIFF},
		{"heic", box("ftyp", "heic\x00\x00\x00\x00mif1heic"), sniff.HEIC},
		{"heic by compatible brand", box("ftyp", "mif1\x00\x00\x00\x00mif1heic"), sniff.HEIC},
		{"heif of unknown codec", box("ftyp", "mif1\x00\x00\x00\x00miaf"), sniff.HEIC},
		{"avif", box("ftyp", "avif\x00\x00\x00\x00mif1avif"), sniff.AVIF},
		{"avif by compatible brand", box("ftyp", "mif1\x00\x00\x00\x00mif1avif"), sniff.AVIF},
		{"mp4", box("ftyp", "isom\x00\x00\x02\x00isomavc1"), sniff.MP4},
		{"mov", box("ftyp", "qt  \x20\x05\x03\x00qt  "), sniff.MP4},
		{"m4a", box("ftyp", "M4A \x00\x00\x00\x00M4A mp42"), sniff.MP4},
		{"minor version is no brand", box("ftyp", "isomavifisom"), sniff.MP4},
		{"old mov, moov", box("moov", pad), sniff.MP4},
		{"old mov, wide", box("wide", "") + box("mdat", pad), sniff.MP4},
		{"old mov, 64-bit mdat", "\x00\x00\x00\x01mdat" + pad, sniff.MP4},
		{"matroska", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81", sniff.Matroska},
		{"ogg", "OggS\x00\x02", sniff.Ogg},
		{"wav", "RIFF\x24\x00\x00\x00WAVEfmt ", sniff.WAV},
		{"wav over 4 GB", "RF64\xff\xff\xff\xffWAVEds64", sniff.WAV},
		{"aiff", "FORM\x00\x00\x00\x20AIFFCOMM", sniff.AIFF},
		{"aifc", "FORM\x00\x00\x00\x20AIFCFVER", sniff.AIFF},
		{"flac", "fLaC\x00\x00\x00\x22", sniff.FLAC},
		{"mp3", mp3, sniff.MP3},
		{"mp3 with padding bit", frames("\xff\xfb\x92\x00", 418, 2), sniff.MP3},
		{"mp3, 64 kb/s at 24 kHz", frames("\xff\xf3\x84\xc4", 192, 2), sniff.MP3},
		{"adts", adts, sniff.ADTS},
		{"id3 then mp3", id3(300) + mp3, sniff.MP3},
		{"large id3 then mp3", id3(50_000) + mp3, sniff.MP3},
		{"large id3 then flac", id3(50_000) + "fLaC\x00\x00\x00\x22", sniff.FLAC},
		{"id3 then adts", id3(20) + adts, sniff.ADTS},
		{"id3 then aiff", id3(20) + "FORM\x00\x00\x00\x20AIFFCOMM", sniff.AIFF},
		{"id3 cut off", id3(5000)[:3000], sniff.MP3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sniff.Reader(strings.NewReader(tt.data))
			if got != tt.want || (err == nil) != (tt.want != sniff.Unknown) {
				t.Errorf("got %v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	utf16 := "\xff\xfe#\x00E\x00X\x00T\x00M\x003\x00U\x00\n\x00"
	tests := []struct {
		name, data string
		reason     error
		text       string
	}{
		{"empty", "", sniff.ErrEmpty, "the file is empty (0 bytes)"},
		{"playlist", "#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n", sniff.ErrPlaylist, "a playlist"},
		{"playlist with BOM", "\xef\xbb\xbf#EXTM3U\n", sniff.ErrPlaylist, "a playlist"},
		{"playlist after blank lines", "\n\n #EXTM3U\n", sniff.ErrPlaylist, "a playlist"},
		{"playlist in UTF-16", utf16, sniff.ErrPlaylist, "a playlist"},
		{"pls", "[playlist]\nFile1=x.mp3\n", sniff.ErrPlaylist, "a playlist"},
		{"concat script", "ffconcat version 1.0\nfile a.mp4\n", sniff.ErrPlaylist, "a playlist"},
		{"dash", "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash\">", sniff.ErrPlaylist, "a playlist"},
		{"web page", "<!DOCTYPE html><html><body>404", sniff.ErrUnsupported, "a web page"},
		{"web page in capitals", "  <HTML>", sniff.ErrUnsupported, "a web page"},
		{"svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\">", sniff.ErrUnsupported, "an SVG drawing"},
		{"text", "Ciao, ecco la foto.\n", sniff.ErrUnsupported, "plain text"},
		{"text that starts like a bitmap", "BM is a common abbreviation, and this is a text", sniff.ErrUnsupported, "plain text"},
		{"pdf", "%PDF-1.7\n", sniff.ErrUnsupported, "a PDF document"},
		{"docx", "PK\x03\x04\x14\x00", sniff.ErrUnsupported, "an office document"},
		{"photoshop", "8BPS\x00\x01", sniff.ErrUnsupported, "a Photoshop document"},
		{"avi", "RIFF\x00\x00\x00\x00AVI LIST", sniff.ErrUnsupported, "an AVI video"},
		{"transport stream", frames("\x47\x40\x00\x10", 188, 3), sniff.ErrUnsupported, "transport stream"},
		{"m2ts", frames("\x00\x00\x00\x00\x47\x40\x00\x10", 192, 3), sniff.ErrUnsupported, "transport stream"},
		{"jpeg xl", "\xff\x0a\x00\x10", sniff.ErrUnsupported, "JPEG XL"},
		{"zeros", strings.Repeat("\x00", 5000), sniff.ErrDamaged, "a file of zeros"},
		{"one sync word", "\xff\xfb\x90\x00" + strings.Repeat("\x01", 600), sniff.ErrUnsupported, "not recognised"},
		{"UTF-16 byte order mark", "\xff\xfe" + strings.Repeat("a\x00", 600), sniff.ErrUnsupported, "plain text"},
		{"random", "\x9c\x01\x80\x17\xee\x02", sniff.ErrUnsupported, "not recognised"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "clip.mp4")
			if err := os.WriteFile(path, []byte(tt.data), 0o600); err != nil {
				t.Fatal(err)
			}
			kind, err := sniff.File(path)
			var f *sniff.Fault
			if kind != sniff.Unknown || !errors.Is(err, tt.reason) || !errors.As(err, &f) {
				t.Fatalf("got %v, %v", kind, err)
			}
			if !strings.Contains(f.Text.String(), tt.text) || f.Hint().IsZero() || f.Path != path {
				t.Errorf("got %+v", f)
			}
			list, ok := diag.Messages(err)
			if !ok || len(list) != 1 || list[0].File != path || !list[0].Text.Equal(f.Text) || !list[0].Hint.Equal(f.Hint()) {
				t.Errorf("as messages: %v, %v", list, ok)
			}
		})
	}
}

func TestFileThatIsNone(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		path   string
		reason error
		text   string
	}{
		{filepath.Join(dir, "none.jpg"), sniff.ErrMissing, "does not exist"},
		{dir, sniff.ErrUnsupported, "folder"},
		{os.DevNull, sniff.ErrUnsupported, "ordinary"},
	} {
		_, err := sniff.File(tt.path)
		if !errors.Is(err, tt.reason) || !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%s: got %v", tt.path, err)
		}
	}
}

func TestFaultAt(t *testing.T) {
	f := sniff.Faultf("a.jpg", sniff.ErrEmpty, diag.T("copy it again"), "the file is empty (%d bytes)", 0)
	m := f.At(diag.Pos{File: "events.csv", Line: 3}, "image")
	if got, want := m.String(), `events.csv:3: error: file "a.jpg": the file is empty (0 bytes)`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if m.Hint.String() != "copy it again" || m.Field != "image" {
		t.Errorf("got %+v", m)
	}
}

func TestKind(t *testing.T) {
	tests := []struct {
		kind                sniff.Kind
		image, video, audio bool
	}{
		{sniff.Unknown, false, false, false},
		{sniff.JPEG, true, false, false},
		{sniff.AVIF, true, false, false},
		{sniff.MP4, false, true, true},
		{sniff.Matroska, false, true, true},
		{sniff.Ogg, false, false, true},
		{sniff.WAV, false, false, true},
		{sniff.ADTS, false, false, true},
		{sniff.Kind(99), false, false, false},
	}
	for _, tt := range tests {
		if tt.kind.Image() != tt.image || tt.kind.Video() != tt.video || tt.kind.Audio() != tt.audio {
			t.Errorf("%v: image %v, video %v, audio %v", tt.kind, tt.kind.Image(), tt.kind.Video(), tt.kind.Audio())
		}
		if tt.kind.String() == "" {
			t.Errorf("kind %d has no name", int(tt.kind))
		}
	}
}

// FuzzReader holds that no input makes Reader panic or loop, that it either
// names a kind or gives a Fault with a hint, and that what starts like a
// playlist is never taken for media.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"", "#EXTM3U\n", mp3, adts, id3(20) + mp3, box("ftyp", "heic\x00\x00\x00\x00"), "RIFF\x00\x00\x00\x00WAVE", "\xff\xfe<\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := sniff.Reader(bytes.NewReader(data))
		var fault *sniff.Fault
		switch {
		case err == nil && kind == sniff.Unknown:
			t.Error("no kind and no error")
		case err != nil && (kind != sniff.Unknown || !errors.As(err, &fault) || fault.Text.IsZero() || fault.Hint().IsZero()):
			t.Errorf("got %v, %v", kind, err)
		case err == nil && bytes.HasPrefix(data, []byte("#EXTM3U")):
			t.Errorf("a playlist was taken for %v", kind)
		}
	})
}
