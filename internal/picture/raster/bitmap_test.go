package raster_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

// halfRed is a PNG of w x h pixels whose left half is opaque red and whose
// right half is clear.
func halfRed(t *testing.T, w, h int) []byte {
	t.Helper()
	im := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w / 2 {
			im.SetNRGBA(x, y, color.NRGBA{255, 0, 0, 255})
		}
	}
	return encode(t, im)
}

func encode(t *testing.T, im image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claim returns the PNG with other dimensions in its header.
func claim(data []byte, w, h uint32) []byte {
	out := bytes.Clone(data)
	header := out[8:33] // length, "IHDR", 13 bytes, CRC
	binary.BigEndian.PutUint32(header[8:], w)
	binary.BigEndian.PutUint32(header[12:], h)
	binary.BigEndian.PutUint32(header[21:], crc32.ChecksumIEEE(header[4:21]))
	return out
}

func TestBitmapFitsPNG(t *testing.T) {
	data := halfRed(t, 80, 40)
	logo := &timeline.Bitmap{Source: "logo.png", Kind: "png"}
	tests := []struct {
		name     string
		w, h     int
		red, out image.Point
	}{
		{"same shape", 40, 20, image.Pt(5, 10), image.Pt(35, 10)},
		{"higher box", 80, 80, image.Pt(10, 25), image.Pt(10, 10)},
		{"wider box", 200, 40, image.Pt(70, 20), image.Pt(30, 20)},
		{"enlarged", 160, 80, image.Pt(3, 3), image.Pt(150, 40)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			im, err := raster.Bitmap(logo, data, tt.w, tt.h)
			if err != nil {
				t.Fatal(err)
			}
			if im.Rect != image.Rect(0, 0, tt.w, tt.h) {
				t.Errorf("bounds %v", im.Rect)
			}
			if got := im.NRGBAAt(tt.red.X, tt.red.Y); got != (color.NRGBA{255, 0, 0, 255}) {
				t.Errorf("at %v: %v, want red", tt.red, got)
			}
			if got := im.NRGBAAt(tt.out.X, tt.out.Y); got.A != 0 {
				t.Errorf("at %v: %v, want clear", tt.out, got)
			}
		})
	}
}

func TestBitmapTint(t *testing.T) {
	tint := srgb.Color{R: 10, G: 20, B: 30}
	im, err := raster.Bitmap(&timeline.Bitmap{Kind: "png", Tint: &tint}, halfRed(t, 40, 40), 40, 40)
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range map[int]color.NRGBA{5: {10, 20, 30, 255}, 35: {10, 20, 30, 0}} {
		if got := im.NRGBAAt(x, 20); got != want {
			t.Errorf("x %d: %v, want %v", x, got, want)
		}
	}
	solid := image.NewGray(image.Rect(0, 0, 8, 8))
	if _, err := raster.Bitmap(&timeline.Bitmap{Kind: "png", Tint: &tint}, encode(t, solid), 8, 8); err == nil {
		t.Error("an opaque picture was tinted into a block")
	}
}

func TestBitmapSVG(t *testing.T) {
	const logo = `<svg viewBox="0 0 10 10"><path d="M0 0H5V10H0Z" fill="#0066CC"/></svg>`
	tint := srgb.Color{R: 255, G: 211, B: 77}
	for _, b := range []*timeline.Bitmap{{Kind: "svg"}, {Kind: "svg", Tint: &tint}} {
		im, err := raster.Bitmap(b, []byte(logo), 60, 40)
		if err != nil {
			t.Fatal(err)
		}
		want := color.NRGBA{0, 0x66, 0xCC, 255}
		if b.Tint != nil {
			want = color.NRGBA{255, 211, 77, 255}
		}
		if got := im.NRGBAAt(20, 20); got != want {
			t.Errorf("tint %v: inside %v, want %v", b.Tint, got, want)
		}
		if im.NRGBAAt(40, 20).A != 0 || im.NRGBAAt(5, 20).A != 0 {
			t.Errorf("tint %v: ink outside of the shape", b.Tint)
		}
	}
}

func TestBitmapRefusesBadFiles(t *testing.T) {
	good := halfRed(t, 64, 64)
	tests := []struct {
		name, kind string
		data       []byte
		w, h       int
		fault      bool // the user's, with a hint
	}{
		{"empty", "png", nil, 10, 10, true},
		{"not a PNG", "png", []byte("GIF89a..............."), 10, 10, true},
		{"truncated header", "png", good[:20], 10, 10, true},
		{"truncated pixels", "png", good[:len(good)/2], 10, 10, true},
		{"claims 100 000 x 100 000", "png", claim(good, 100_000, 100_000), 10, 10, true},
		{"claims 2^31-1 squared", "png", claim(good, 1<<31-1, 1<<31-1), 10, 10, true},
		{"claims more rows than it has", "png", claim(good, 64, 6400), 10, 10, true},
		{"empty SVG", "svg", nil, 10, 10, true},
		{"SVG without a size", "svg", []byte("<svg><path d='M0 0H9V9z'/></svg>"), 10, 10, true},
		{"other kind", "gif", good, 10, 10, false},
		{"no size", "png", good, 0, 10, false},
		{"huge size", "png", good, 1 << 20, 1 << 20, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			im, err := raster.Bitmap(&timeline.Bitmap{Source: "stemma." + tt.kind, Kind: tt.kind}, tt.data, tt.w, tt.h)
			if err == nil || im != nil {
				t.Fatalf("got %v, %v", im, err)
			}
			list, ok := diag.Messages(err)
			if ok != tt.fault {
				t.Fatalf("error %v is a user's fault: %v, want %v", err, ok, tt.fault)
			}
			if ok && (list[0].Hint.IsZero() || !strings.HasPrefix(list[0].File, "stemma")) {
				t.Errorf("message %+v lacks its file or its hint", list[0])
			}
		})
	}
}
