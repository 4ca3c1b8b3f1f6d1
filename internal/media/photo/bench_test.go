package photo_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/media/photo"
)

// benchPhoto writes a JPEG of 3000 x 2000 with smooth areas and some noise.
func benchPhoto(b *testing.B) string {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	m := image.NewNRGBA(image.Rect(0, 0, 3000, 2000))
	for y := range 2000 {
		for x := range 3000 {
			n := r.IntN(24)
			m.SetNRGBA(x, y, color.NRGBA{uint8(x/12%200 + n), uint8(y/9%200 + n), uint8((x+y)/20%200 + n), 255})
		}
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, m, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkPrepareJPEG(b *testing.B) {
	path := benchPhoto(b)
	for b.Loop() {
		if _, err := photo.Prepare(path, geom.R(900, 0, 2025, 2000), 1145, 2036, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCut(b *testing.B) {
	path := benchPhoto(b)
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	p3 := write(b, "p3.jpg", withSegments(data, iccSegments(profile("Display P3", colorantsP3, curveSRGB), 60_000)...))
	turned := write(b, "turned.jpg", withSegments(data, exifSegment(8)))
	for _, c := range []struct {
		name, path string
		crop       geom.Rect
		duotone    *[2]srgb.Color
	}{
		{"plain", path, geom.R(900, 0, 2025, 2000), nil},
		{"duotone", path, geom.R(900, 0, 2025, 2000), &[2]srgb.Color{{R: 20}, {R: 200, G: 90, B: 60}}},
		{"P3", p3, geom.R(900, 0, 2025, 2000), nil},
		{"turned", turned, geom.R(300, 0, 1987, 3000), nil},
	} {
		b.Run(c.name, func(b *testing.B) {
			p, err := photo.Open(c.path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(1145 * 2036 * 3)
			for b.Loop() {
				if _, err := p.Prepare(c.crop, 1145, 2036, c.duotone); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
