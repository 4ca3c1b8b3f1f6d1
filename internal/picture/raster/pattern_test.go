package raster_test

import (
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

func TestPattern(t *testing.T) {
	for _, name := range raster.PatternNames() {
		roles := raster.PatternColors(name)
		if len(roles) < 2 {
			t.Fatalf("%s: roles %v", name, roles)
		}
		colors := make([]srgb.Color, max(3, len(roles)))
		im, err := raster.Pattern(&timeline.Pattern{Name: name, Seed: 1, Size: geom.Size{W: 90, H: 160}, Colors: colors[:max(len(roles), 2)]})
		if name == "palladiana" { // one stone more than its roles name
			im, err = raster.Pattern(&timeline.Pattern{Name: name, Seed: 1, Size: geom.Size{W: 90, H: 160}, Colors: colors})
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if size := im.Bounds().Size(); size.X != 90 || size.Y != 160 {
			t.Errorf("%s: size %v", name, size)
		}
	}
	if !slices.Contains(raster.PatternNames(), "plan") || raster.PatternColors("nonesuch") != nil {
		t.Error("the catalogue is wrong")
	}
	if im, err := raster.Pattern(&timeline.Pattern{Name: "nonesuch", Size: geom.Size{W: 9, H: 9}}); err == nil || im != nil {
		t.Errorf("an unknown pattern gives %v, %v", im, err)
	}
}
