package raster

import (
	"image"

	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster/pattern"
)

// Pattern draws a generated backdrop: an opaque picture of p.Size that depends
// on Name, Seed, Size, Bleed and Colors alone.
func Pattern(p *timeline.Pattern) (image.Image, error) {
	im, err := pattern.DrawBeyond(p.Name, p.Seed, p.Size, p.Bleed, p.Colors)
	if err != nil {
		return nil, err // not im, which would be a nil pointer in a non-nil interface
	}
	return im, nil
}

// PatternNames returns the names of all patterns, sorted.
func PatternNames() []string { return pattern.Names() }

// PatternColors returns what each colour of the named pattern is for, in the
// order of timeline.Pattern.Colors; nil for an unknown name.
func PatternColors(name string) []string { return pattern.Roles(name) }
