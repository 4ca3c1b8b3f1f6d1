package raster_test

import (
	"errors"
	"image"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
	"github.com/giro-video/giro/internal/picture/raster/pattern"
)

func TestPattern(t *testing.T) {
	for _, name := range pattern.Names() {
		var im image.Image
		err := errors.New("not drawn")
		for n := 2; err != nil && n <= 6; n++ { // the least number of colours that it takes
			im, err = raster.Pattern(&timeline.Pattern{Name: name, Seed: 1, Size: geom.Size{W: 90, H: 160}, Colors: make([]srgb.Color, n)})
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if size := im.Bounds().Size(); size.X != 90 || size.Y != 160 {
			t.Errorf("%s: size %v", name, size)
		}
	}
	if !slices.Contains(pattern.Names(), "plan") {
		t.Error("the catalogue has no street plan")
	}
	if im, err := raster.Pattern(&timeline.Pattern{Name: "nonesuch", Size: geom.Size{W: 9, H: 9}}); err == nil || im != nil {
		t.Errorf("an unknown pattern gives %v, %v", im, err)
	}
}
