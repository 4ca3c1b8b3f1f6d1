package raster

import (
	"image"

	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster/pattern"
)

// Pattern draws a generated backdrop: an opaque picture of p.Size that depends
// on Name, Seed, Size, Bleed and Colors alone.
func Pattern(p *timeline.Pattern) (image.Image, error) {
	im, err := pattern.Draw(p.Name, p.Seed, p.Size, p.Bleed, p.Colors)
	if err != nil {
		return nil, err // not im, which would be a nil pointer in a non-nil interface
	}
	return im, nil
}
