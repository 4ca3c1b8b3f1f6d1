package raster_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/picture/raster"
)

// TestInspect tells marks of one colour, of several, and with a ground of their own.
func TestInspect(t *testing.T) {
	svg := func(body string) []byte {
		return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm" viewBox="0 0 200 100">%s</svg>`, body)
	}
	photo := image.NewRGBA(image.Rect(0, 0, 80, 40))
	for i := range photo.Pix {
		photo.Pix[i] = 255
	}
	for y := 10; y < 30; y++ {
		for x := 20; x < 60; x++ {
			photo.SetRGBA(x, y, color.RGBA{200, 0, 0, 255})
		}
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, photo, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		data   []byte
		kind   string
		colors int
		opaque bool
	}{
		{"white only", svg(`<circle cx="50" cy="50" r="40" fill="#fff"/><path d="M120 20h60v60z" fill="#fff"/>`), "svg", 1, false},
		{"two colours", svg(`<circle cx="50" cy="50" r="40" fill="#c00"/><path d="M120 20h60v60z" fill="#06c"/>`), "svg", 2, false},
		{"on its own ground", svg(`<path d="M0 0h200v100H0z" fill="#036"/><circle cx="100" cy="50" r="40" fill="#fc0"/>`), "svg", 2, true},
		{"JPEG", file.Bytes(), "jpeg", 2, true},
	}
	for _, tt := range tests {
		m, err := raster.Inspect(tt.name, tt.data)
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if m.Kind != tt.kind || len(m.Colors) != tt.colors || m.Opaque != tt.opaque || m.W != 2*m.H {
			t.Errorf("%s: %+v", tt.name, m)
		}
		if tt.opaque && !m.Even {
			t.Errorf("%s: its edge is of several colours: %+v", tt.name, m)
		}
	}
	if m, _ := raster.Inspect("JPEG", file.Bytes()); srgb.Contrast(m.Edge, srgb.Color{R: 255, G: 255, B: 255}) > 1.02 {
		t.Errorf("the JPEG's ground is %v", m.Edge)
	}
}
