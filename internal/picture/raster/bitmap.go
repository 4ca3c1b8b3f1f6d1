package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster/svg"
)

// maxBitmapPixels bounds the pictures that are decoded and those that are made.
const maxBitmapPixels = 50_000_000

// Bitmap draws a logo or icon, whose file is data, into w x h pixels. It keeps
// its proportions, fills the width or the height, and stands in the middle;
// the rest is transparent. With b.Tint set, every pixel has that colour and
// the picture's alpha. Damaged files, PNG beyond 50 Mpx and unsupported SVG features
// are the user's faults; nothing outside of data is read.
func Bitmap(b *timeline.Bitmap, data []byte, w, h int) (*image.NRGBA, error) {
	if w <= 0 || h <= 0 || w > maxBitmapPixels/h {
		return nil, fmt.Errorf("bitmap %s: the size %d x %d is out of range", b.Source, w, h)
	}
	var out *image.NRGBA
	var err error
	switch b.Kind {
	case "png":
		out, err = decodePixels(b, data, w, h, "PNG", png.DecodeConfig, png.Decode)
	case "jpeg":
		out, err = decodePixels(b, data, w, h, "JPEG", jpeg.DecodeConfig, jpeg.Decode)
	case "svg":
		out, err = svg.Draw(data, w, h)
		if err != nil {
			err = diag.Fault(diag.Pos{File: b.Source}, "", diag.T("export it again as plain SVG with text turned into outlines, or as PNG"),
				"the SVG cannot be drawn: %v", err)
		}
	default:
		return nil, fmt.Errorf("bitmap %s: unknown kind %q", b.Source, b.Kind)
	}
	if err != nil {
		return nil, err
	}
	if b.Tint != nil {
		tint(out, *b.Tint)
	}
	return out, nil
}

// decodePixels reads a PNG or JPEG and fits it into w x h pixels.
func decodePixels(b *timeline.Bitmap, data []byte, w, h int, kind string, head func(io.Reader) (image.Config, error), decode func(io.Reader) (image.Image, error)) (*image.NRGBA, error) {
	fault := func(hint diag.Text, format string, args ...any) error {
		return diag.Fault(diag.Pos{File: b.Source}, "", hint, format, args...)
	}
	const again = "open it in a picture editor and save it again as PNG"
	cfg, err := head(bytes.NewReader(data))
	if err != nil {
		return nil, fault(diag.T(again), "the file is not a readable %s: %v", kind, err)
	}
	if cfg.Width > maxBitmapPixels/max(1, cfg.Height) {
		return nil, fault(diag.T("save it no larger than 4000 pixels on its longer side"),
			"the picture has %d x %d pixels, more than 50 million", cfg.Width, cfg.Height)
	}
	im, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault(diag.T(again), "the %s is damaged: %v", kind, err)
	}
	if o, ok := im.(interface{ Opaque() bool }); b.Tint != nil && ok && o.Opaque() {
		return nil, fault(diag.T("save it with a transparent background, or take the tint away"),
			"the picture has no transparent part, so its tint would be a solid block")
	}
	size := im.Bounds().Size()
	fw, fh := fit(size.X, w, h, size.Y), fit(size.Y, h, w, size.X)
	at := image.Pt((w-fw)/2, (h-fh)/2)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, image.Rectangle{Min: at, Max: at.Add(image.Pt(fw, fh))}, im, im.Bounds(), draw.Src, nil)
	return out, nil
}

// fit returns the side that a picture's side gets when the picture is scaled to
// fill a box of this x other pixels in one direction without leaving it in the
// other; otherSide is the picture's other side.
func fit(side, this, other, otherSide int) int {
	if side*other >= otherSide*this {
		return this
	}
	return max(1, (side*other+otherSide/2)/otherSide)
}

// tint gives every pixel the colour c and leaves its alpha.
func tint(im *image.NRGBA, c srgb.Color) {
	for i := 0; i < len(im.Pix); i += 4 {
		im.Pix[i], im.Pix[i+1], im.Pix[i+2] = c.R, c.G, c.B
	}
}
