package pattern_test

import (
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/content/brand"
	kitcolors "github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/picture/raster/pattern"
)

// TestPaletteKnowsEveryPattern holds that the patterns that a layout knows are
// those that can be drawn, and that the colours of every kit in every tone can
// be drawn with.
func TestPaletteKnowsEveryPattern(t *testing.T) {
	if got, want := kitcolors.PatternNames(), pattern.Names(); !slices.Equal(got, want) {
		t.Errorf("the layout knows %v, drawn are %v", got, want)
	}
	for _, kitName := range brand.Names() {
		kit, err := brand.ByName(kitName)
		if err != nil {
			t.Fatal(err)
		}
		p := kitcolors.Palette{Kit: kit, Unknown: func(role string, _ []string) { t.Errorf("kit %s has no role %q", kitName, role) }}
		for _, name := range pattern.Names() {
			for _, tone := range []string{"", "bold", "field", "quiet", "dark", "next"} {
				if _, err := pattern.Draw(name, 1, geom.Size{W: 64, H: 96}, 0, p.Pattern(name, tone, nil)); err != nil {
					t.Errorf("%s in %s, tone %q: %v", name, kitName, tone, err)
				}
			}
		}
	}
}
