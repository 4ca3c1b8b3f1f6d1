package raster_test

import (
	"image"
	"math"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/picture/raster"
)

func setEmoji(t *testing.T, text string, sizePx float64) *timeline.Text {
	t.Helper()
	lib, err := typeset.NewLibrary(assets.Fonts)
	if err != nil {
		t.Fatal(err)
	}
	lib.SetEmoji(assets.EmojiName, assets.Emoji())
	line, err := lib.Set(text, typeset.Style{Family: "Jost", Weight: 800, SizePx: sizePx, Language: "it"})
	if err != nil {
		t.Fatal(err)
	}
	return &timeline.Text{Line: line, Origin: pt(12.5, 260.25), Color: srgb.Color{G: 200}}
}

func emoji(t *testing.T, x *timeline.Text, dx, dy float64) *image.RGBA {
	t.Helper()
	img, err := raster.Emoji(x, dx, dy)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// An emoji has its own colour, fills its box, and leaves no ink in the mask.
func TestEmojiColor(t *testing.T) {
	for _, px := range []float64{40, 90, 200, 320} { // made smaller, and larger
		x := setEmoji(t, "❤️", px)
		img := emoji(t, x, 0, 0)
		l := x.Line
		mid := img.RGBAAt(int(x.Origin.X+l.Width/2), int(x.Origin.Y+(l.InkTop+l.InkBottom)/2))
		if mid.A != 255 || mid.R < 180 || mid.G > 90 || mid.B > 90 {
			t.Errorf("%g px: the heart's middle is %v", px, mid)
		}
		ink, sum := image.Rectangle{}, 0.0
		for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
			for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
				c := img.RGBAAt(x, y)
				if max(c.R, c.G, c.B) > c.A {
					t.Fatalf("%g px: pixel (%d, %d) is %v, not premultiplied", px, x, y, c)
				}
				if c.A > 0 {
					ink = ink.Union(image.Rect(x, y, x+1, y+1))
					sum += float64(c.A) / 255
				}
			}
		}
		if top, bottom := x.Origin.Y+l.InkTop, x.Origin.Y+l.InkBottom; float64(ink.Min.Y) < top-3 || float64(ink.Max.Y) > bottom+3 || float64(ink.Dy()) < 0.8*(bottom-top) {
			t.Errorf("%g px: ink %v, the line says %.1f to %.1f", px, ink, top, bottom)
		}
		if full := l.Width * (l.InkBottom - l.InkTop); sum < 0.5*full || sum > 0.9*full {
			t.Errorf("%g px: %.0f of %.0f px² of ink", px, sum, full)
		}
		if m := raster.Text(x, 0, 0); !m.Rect.Empty() {
			t.Errorf("%g px: letters in %v", px, m.Rect)
		}
	}
}

func TestEmojiMoves(t *testing.T) {
	x := setEmoji(t, "a🎉", 60)
	still, moved := emoji(t, x, 0, 0), emoji(t, x, 40, -7)
	if moved.Rect != still.Rect.Add(image.Pt(40, -7)) || string(moved.Pix) != string(still.Pix) {
		t.Error("a move by whole pixels changes the picture")
	}
	ink := func(img *image.RGBA) (sum float64) {
		for i := 3; i < len(img.Pix); i += 4 {
			sum += float64(img.Pix[i]) / 255
		}
		return sum
	}
	part := emoji(t, x, 0.375, 0.625)
	if string(part.Pix) == string(still.Pix) {
		t.Error("a move by a part of a pixel changes nothing")
	}
	if d := math.Abs(ink(part) - ink(still)); d > 0.01*ink(still) {
		t.Errorf("a move by a part of a pixel changes the ink by %.1f of %.0f px²", d, ink(still))
	}
	if m := raster.Text(x, 0, 0); m.Rect.Empty() || m.Rect.Max.X > still.Rect.Min.X+4 {
		t.Errorf("letters in %v, emoji in %v", m.Rect, still.Rect)
	}
}

// Where two pictures touch, the transparent border of one does not cut the other.
func TestEmojiOverlap(t *testing.T) {
	x := setEmoji(t, "❤️❤️", 100)
	g := x.Line.Runs[0].Glyphs
	g[1].X = g[0].X + 0.9*g[0].Advance
	both := emoji(t, x, 0, 0)
	x.Line.Runs[0].Glyphs = g[:1]
	one := emoji(t, x, 0, 0)
	for y := one.Rect.Min.Y; y < one.Rect.Max.Y; y++ {
		for x := one.Rect.Min.X; x < one.Rect.Max.X; x++ {
			if a, b := one.RGBAAt(x, y).A, both.RGBAAt(x, y).A; b < a {
				t.Fatalf("pixel (%d, %d) is covered by %d instead of %d", x, y, b, a)
			}
		}
	}
}

func TestNoEmoji(t *testing.T) {
	for name, x := range map[string]*timeline.Text{"no line": {}, "letters": setEmoji(t, "© 12", 40)} {
		if img := emoji(t, x, 0.5, 0.5); img != nil {
			t.Errorf("%s: a picture at %v", name, img.Rect)
		}
	}
}
