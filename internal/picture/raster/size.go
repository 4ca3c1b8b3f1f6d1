package raster

import (
	"bytes"
	"fmt"
	"image/png"

	"github.com/giro-video/giro/internal/picture/raster/svg"
)

// Inspect says what kind of picture a logo is ("png" or "svg", as in
// timeline.Bitmap) and how large it is, in its own units: only the ratio of
// width and height means anything.
func Inspect(data []byte) (kind string, w, h float64, err error) {
	if bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		cfg, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return "", 0, 0, fmt.Errorf("read the PNG's header: %w", err)
		}
		if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxBitmapPixels/cfg.Height {
			return "", 0, 0, fmt.Errorf("a PNG of %d × %d px is too large", cfg.Width, cfg.Height)
		}
		return "png", float64(cfg.Width), float64(cfg.Height), nil
	}
	w, h, err = svg.Size(data)
	if err != nil {
		return "", 0, 0, err
	}
	return "svg", w, h, nil
}
