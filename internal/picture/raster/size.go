package raster

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/picture/raster/svg"
)

// Measure says what kind of picture a logo is ("png", "jpeg" or "svg", as in
// timeline.Bitmap) and how large it is, in its own units: only the ratio of
// width and height means anything.
func Measure(data []byte) (kind string, w, h float64, err error) {
	cfg := image.Config{}
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		kind = "png"
		cfg, err = png.DecodeConfig(bytes.NewReader(data))
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		kind = "jpeg"
		cfg, err = jpeg.DecodeConfig(bytes.NewReader(data))
	default:
		if w, h, err = svg.Size(data); err != nil {
			return "", 0, 0, err
		}
		return "svg", w, h, nil
	}
	if err != nil {
		return "", 0, 0, diag.Reasonf("the picture's header cannot be read: %v", err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxBitmapPixels/cfg.Height {
		return "", 0, 0, fmt.Errorf("a picture of %d × %d px is too large", cfg.Width, cfg.Height)
	}
	return kind, float64(cfg.Width), float64(cfg.Height), nil
}
