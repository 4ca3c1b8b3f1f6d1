package photo

import (
	"bytes"
	"image"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/image/bmp"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/media/sniff"
)

// TestMemory holds that a photo takes no more memory to decode and cut than is
// expected of it before.
func TestMemory(t *testing.T) {
	const w, h = 1600, 1200
	box := image.Rect(0, 0, w, h)
	rgba := image.NewRGBA(box)
	for i := range rgba.Pix {
		rgba.Pix[i] = byte(i*i>>7) | 3
	}
	encode := func(f func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	solid := image.NewRGBA(box)
	for i := range solid.Pix {
		solid.Pix[i] = 255
	}
	for _, c := range []struct {
		name string
		kind sniff.Kind
		data []byte
	}{
		{"JPEG", sniff.JPEG, encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, rgba, nil) })},
		{"grey JPEG", sniff.JPEG, encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, image.NewGray(box), nil) })},
		{"PNG", sniff.PNG, encode(func(b *bytes.Buffer) error { return png.Encode(b, solid) })},
		{"PNG with alpha", sniff.PNG, encode(func(b *bytes.Buffer) error { return png.Encode(b, rgba) })},
		{"PNG of 16 bits", sniff.PNG, encode(func(b *bytes.Buffer) error { return png.Encode(b, image.NewRGBA64(box)) })},
		{"grey PNG", sniff.PNG, encode(func(b *bytes.Buffer) error { return png.Encode(b, image.NewGray(box)) })},
		{"PNG of a palette", sniff.PNG, encode(func(b *bytes.Buffer) error { return png.Encode(b, image.NewPaletted(box, palette.WebSafe)) })},
		{"GIF", sniff.GIF, encode(func(b *bytes.Buffer) error {
			return gif.Encode(b, image.NewPaletted(box, palette.WebSafe), nil)
		})},
		{"BMP", sniff.BMP, encode(func(b *bytes.Buffer) error { return bmp.Encode(b, solid) })},
	} {
		path := filepath.Join(t.TempDir(), "photo")
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, err := config(c.kind, c.data)
		if err != nil {
			t.Fatal(err)
		}
		expected := readHeader(c.kind, c.data).memory(c.kind, cfg, len(c.data))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := Prepare(path, geom.R(0, 0, w, h), 80, 60, nil); err != nil {
			t.Fatal(c.name, err)
		}
		runtime.ReadMemStats(&after)
		// Lines that are being resampled, and the decoders' tables.
		const beside = 2 << 20
		if took := float64(after.TotalAlloc - before.TotalAlloc); took > expected+beside {
			t.Errorf("%s: takes %.1f MB, expected %.1f", c.name, took/(1<<20), expected/(1<<20))
		} else if took < expected/3 {
			t.Errorf("%s: takes %.1f MB of the %.1f expected: photos are refused for nothing", c.name, took/(1<<20), expected/(1<<20))
		}
	}
}
