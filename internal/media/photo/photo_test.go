package photo_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/media/photo"
	"github.com/giro-video/giro/internal/media/sniff"
)

// webpWhite is a lossy WebP of 64 x 64 white pixels.
const webpWhite = "UklGRjYAAABXRUJQVlA4ICoAAAAwAwCdASpAAEAAPhkMhUIhBEEABABhLSAAAgbqagCvELcgAP7/PVgAAAA="

func whiteWebP(t testing.TB) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(webpWhite)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestInspect(t *testing.T) {
	jpg := encodeJPEG(t, scene(120, 80))
	pngData := encodePNG(t, scene(120, 80))
	var gifData, bmpData bytes.Buffer
	if err := gif.Encode(&gifData, scene(120, 80), nil); err != nil {
		t.Fatal(err)
	}
	if err := bmp.Encode(&bmpData, scene(120, 80)); err != nil {
		t.Fatal(err)
	}
	p3 := profile("Display P3", colorantsP3, curveSRGB)
	tests := []struct {
		name string
		data []byte
		want photo.Info
	}{
		{"jpeg", jpg, photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "sRGB"}},
		{"png", pngData, photo.Info{W: 120, H: 80, Kind: sniff.PNG, Orientation: 1, Profile: "sRGB"}},
		{"gif", gifData.Bytes(), photo.Info{W: 120, H: 80, Kind: sniff.GIF, Orientation: 1, Profile: "sRGB"}},
		{"bmp", bmpData.Bytes(), photo.Info{W: 120, H: 80, Kind: sniff.BMP, Orientation: 1, Profile: "sRGB"}},
		{"webp", whiteWebP(t), photo.Info{W: 64, H: 64, Kind: sniff.WebP, Orientation: 1, Profile: "sRGB"}},
		{"jpeg on its side", withSegments(jpg, exifSegment(6)), photo.Info{W: 80, H: 120, Kind: sniff.JPEG, Orientation: 6, Profile: "sRGB"}},
		{"jpeg upside down", withSegments(jpg, exifSegment(3)), photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 3, Profile: "sRGB"}},
		{"png on its side", withChunks(pngData, chunk("eXIf", exif(binary.LittleEndian, 8))), photo.Info{W: 80, H: 120, Kind: sniff.PNG, Orientation: 8, Profile: "sRGB"}},
		{"orientation 9", withSegments(jpg, exifSegment(9)), photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "sRGB"}},
		{
			"jpeg from an iPhone", withSegments(jpg, append([][]byte{exifSegment(6)}, iccSegments(p3, 60_000)...)...),
			photo.Info{W: 80, H: 120, Kind: sniff.JPEG, Orientation: 6, Profile: "Display P3"},
		},
		{
			"profile in parts, last first", withSegments(jpg, reversed(iccSegments(p3, 100))...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "Display P3"},
		},
		{
			"profile with a part missing", withSegments(jpg, iccSegments(p3, 100)[1:]...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "sRGB"},
		},
		{
			"png with a profile", withChunks(pngData, chunk("iCCP", append([]byte("P3\x00\x00"), deflate(t, p3)...))),
			photo.Info{W: 120, H: 80, Kind: sniff.PNG, Orientation: 1, Profile: "Display P3"},
		},
		{
			"png with code points", withChunks(pngData, chunk("cICP", []byte{12, 13, 0, 1})),
			photo.Info{W: 120, H: 80, Kind: sniff.PNG, Orientation: 1, Profile: "Display P3"},
		},
		{
			"png in HDR", withChunks(pngData, chunk("cICP", []byte{9, 16, 0, 1})),
			photo.Info{W: 120, H: 80, Kind: sniff.PNG, Orientation: 1, Profile: "unnamed", Note: "the photo's colour space cannot be read: it is shown as sRGB"},
		},
		{
			"sRGB profile of some other name", withSegments(jpg, iccSegments(profile("Canon sRGB", colorantsSRGB, curveSRGB), 60_000)...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "sRGB"},
		},
		{
			"Adobe RGB", withSegments(jpg, iccSegments(profile("x", colorantsAdobe, curveAdobe), 60_000)...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "Adobe RGB (1998)"},
		},
		{
			"profile that is no matrix", withSegments(jpg, iccSegments(bytes.Replace(profile("Coated", colorantsSRGB, curveSRGB), []byte("rXYZ"), []byte("A2B0"), 1), 60_000)...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "Coated", Note: "the photo's colour profile cannot be read: it is shown as sRGB"},
		},
		{
			"broken profile", withSegments(jpg, iccSegments([]byte("garbage"), 60_000)...),
			photo.Info{W: 120, H: 80, Kind: sniff.JPEG, Orientation: 1, Profile: "unnamed", Note: "the photo's colour profile cannot be read: it is shown as sRGB"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "photo.jpg", tt.data) // the name means nothing
			got, err := photo.Inspect(path)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Digest = digest.Of(tt.data)
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
			m, info, err := load(path)
			if err != nil || info != got {
				t.Fatalf("load: %+v, %v", info, err)
			}
			if m.Bounds().Size() != image.Pt(got.W, got.H) {
				t.Errorf("loaded %v", m.Bounds())
			}
		})
	}
}

func reversed(s [][]byte) [][]byte {
	slices.Reverse(s)
	return s
}

// bomb returns a PNG that claims w x h pixels and has next to nothing in it.
func bomb(w, h uint32, depth, model byte) []byte { return bombOf(w, h, depth, model, 0) }

func bombOf(w, h uint32, depth, model, interlace byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, depth, model, 0, 0, interlace)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head), chunk("IDAT", []byte{0x78, 0x9c}), chunk("IEND", nil))
}

// frame returns the headers of a JPEG of w x h without subsampling.
func frame(marker byte, w, h uint16) []byte {
	b := append([]byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3}, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	return slices.Concat([]byte{0xff, 0xd8}, segment(marker, b), segment(0xda, []byte{1, 1, 0, 0, 63, 0}))
}

// pressFrame returns the headers of a JPEG of w x h in four inks.
func pressFrame(w, h uint16) []byte {
	b := append([]byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 4}, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)
	return slices.Concat([]byte{0xff, 0xd8}, segment(0xc0, b), segment(0xda, []byte{1, 1, 0, 0, 63, 0}))
}

// losslessWebP returns the headers of a lossless WebP of w x h (RFC 9649, 3.4).
func losslessWebP(w, h uint32) []byte {
	bits := binary.LittleEndian.AppendUint32([]byte{0x2f}, (w-1)|(h-1)<<14)
	bits = append(bits, 0x07, 0x10, 0xfd)
	out := append([]byte("RIFF\x18\x00\x00\x00WEBPVP8L"), binary.LittleEndian.AppendUint32(nil, 8)...)
	return append(out, bits...)
}

func TestFaults(t *testing.T) {
	jpg := encodeJPEG(t, scene(120, 80))
	scans := append([]byte{}, jpg[:len(jpg)-2]...)
	for range 70 {
		scans = append(scans, segment(0xda, []byte{0})...)
	}
	tests := []struct {
		name   string
		data   []byte
		reason error
		text   string
		hint   string
	}{
		{"0 bytes", nil, sniff.ErrEmpty, "the file is empty (0 bytes)", "again"},
		{"truncated jpeg", jpg[:len(jpg)*2/3], sniff.ErrDamaged, "breaks off before its end", "fetch the file again"},
		{"truncated in the headers", jpg[:100], sniff.ErrDamaged, "breaks off", "fetch the file again"},
		{"truncated png", encodePNG(t, scene(120, 80))[:300], sniff.ErrDamaged, "breaks off", "fetch the file again"},
		{"truncated webp", whiteWebP(t)[:50], sniff.ErrDamaged, "breaks off", "fetch the file again"},
		{"png bomb", bomb(60000, 60000, 8, 2), sniff.ErrTooLarge, "60000 x 60000 pixels, more than 50 million", "scale it down"},
		{"png bomb of 16 bits", bomb(7000, 7000, 16, 6), sniff.ErrTooLarge, "would take more than 300 MB", "scale it down"},
		{"small png without pixels", bomb(70, 70, 16, 6), sniff.ErrDamaged, "is damaged", "export it again"},
		{"huge progressive jpeg", frame(0xc2, 7000, 7000), sniff.ErrTooLarge, "would take more than 300 MB", "scale it down"},
		{"huge press jpeg", pressFrame(7000, 7000), sniff.ErrTooLarge, "would take more than 300 MB", "scale it down"},
		{"huge interlaced png", bombOf(6000, 6000, 8, 6, 1), sniff.ErrTooLarge, "would take more than 300 MB", "scale it down"},
		{"huge lossless webp", losslessWebP(7000, 7000), sniff.ErrTooLarge, "would take more than 300 MB", "scale it down"},
		{"jpeg of no height", frame(0xc0, 10, 0), sniff.ErrDamaged, "", "export"},
		{"jpeg of many scans", scans, sniff.ErrDamaged, "71 scans", "export"},
		{"lossless jpeg", frame(0xc3, 10, 10), sniff.ErrUnsupported, "of an unusual sort", "export it as an ordinary JPEG"},
		{"bytes changed in the middle", bytes.Replace(encodePNG(t, scene(120, 80)), []byte("IDAT"), []byte("IDAX"), 1), sniff.ErrDamaged, "is damaged", "export it again"},
		{"playlist", []byte("#EXTM3U\nfile:///etc/hostname\n"), sniff.ErrPlaylist, "a playlist", "itself"},
		{"web page", []byte("<!doctype html>"), sniff.ErrUnsupported, "a web page", "save the picture"},
		{"heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), sniff.ErrUnsupported, "a HEIC picture", "Most Compatible"},
		{"avif", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), sniff.ErrUnsupported, "an AVIF picture", "export it as JPEG"},
		{"tiff", []byte("II*\x00\x08\x00\x00\x00"), sniff.ErrUnsupported, "a TIFF picture", "export it as JPEG"},
		{"video", []byte("\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isom"), sniff.ErrUnsupported, "not a picture", "JPEG"},
		{"svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), sniff.ErrUnsupported, "an SVG drawing", "PNG"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, "photo.jpg", tt.data)
			_, err := photo.Open(path)
			if !errors.Is(err, tt.reason) {
				t.Fatalf("got %v", err)
			}
			list, ok := diag.Messages(err)
			if !ok || len(list) != 1 {
				t.Fatalf("no message in %v", err)
			}
			if m := list[0]; m.File != path || !strings.Contains(m.Text.String(), tt.text) || !strings.Contains(m.Hint.String(), tt.hint) || m.Hint.IsZero() {
				t.Errorf("got %q, hint %q", m.Text, m.Hint)
			}
		})
	}
}

func TestFileTooLarge(t *testing.T) {
	path := write(t, "photo.jpg", encodeJPEG(t, scene(12, 8)))
	if err := os.Truncate(path, 100<<20+1); err != nil {
		t.Fatal(err)
	}
	if _, err := photo.Inspect(path); !errors.Is(err, sniff.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if _, err := photo.Inspect(filepath.Join(t.TempDir(), "none.jpg")); !errors.Is(err, sniff.ErrMissing) {
		t.Errorf("missing: got %v", err)
	}
}

// TestPaletteOutOfRange is the case of CVE-2023-36308: indices that the palette
// does not have.
func TestPaletteOutOfRange(t *testing.T) {
	m := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
	for i := range m.Pix {
		m.Pix[i] = byte(i)
	}
	p := photo.FromImage(m, sniff.GIF, 1)
	if _, err := p.Prepare(whole(p), 8, 8, nil); err == nil || !strings.Contains(err.Error(), "range") {
		t.Errorf("got %v", err)
	}
}

// FuzzHeaders holds that no file makes the header readers panic, and that what
// passes respects the bounds.
func FuzzHeaders(f *testing.F) {
	jpg, pngData := encodeJPEG(f, scene(16, 8)), encodePNG(f, scene(16, 8))
	p3 := profile("Display P3", colorantsP3, curveSRGB)
	f.Add(withSegments(jpg, append(iccSegments(p3, 100), exifSegment(6))...))
	f.Add(withChunks(pngData, chunk("eXIf", exif(binary.LittleEndian, 8)), chunk("iCCP", append([]byte("P3\x00\x00"), deflate(f, p3)...))))
	f.Add(whiteWebP(f))
	f.Add(bomb(60000, 60000, 8, 2))
	f.Add(frame(0xc2, 7000, 7000))
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := photo.ParseHeaders(data)
		if err != nil {
			if _, ok := diag.Messages(err); !ok {
				t.Errorf("not a fault of the file: %v", err)
			}
			return
		}
		if info.W <= 0 || info.H <= 0 || info.W*info.H > 50_000_000 || info.Orientation < 1 || info.Orientation > 8 || info.Profile == "" {
			t.Errorf("got %+v", info)
		}
	})
}

func FuzzExif(f *testing.F) {
	f.Add(exif(binary.LittleEndian, 6))
	f.Add(append([]byte("Exif\x00\x00"), exif(binary.BigEndian, 3)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := photo.ExifOrientation(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
