// Package pattern draws backdrops: flat pictures that are generated from a seed, so
// that every place has its own.
//
// A pattern is a function of (name, seed, size, colours) alone. Lengths are
// those of a canvas of the 1080 x 1920 class; above 2400 px everything grows.
package pattern

import (
	"fmt"
	"image"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

// maxPixels bounds the memory that one picture may take (4 bytes a pixel).
const maxPixels = 50_000_000

// generator is one entry of the catalogue.
type generator struct {
	name  string
	roles []string // what each colour is for, in order
	need  int      // number of colours that must be given; the others are optional
	more  bool     // the last role may be given any number of times
	draw  func(*canvas)
}

// catalogue lists the patterns by name.
func catalogue() []generator {
	return []generator{
		{name: "arcs", roles: []string{"ground", "arc"}, need: 2, more: true, draw: drawArcs},
		{name: "beach", roles: []string{"sea", "shallows", "foam", "sand", "parasol", "second parasol"}, need: 5, draw: drawBeach},
		{name: "contours", roles: []string{"field", "line", "strong line"}, need: 2, draw: drawContours},
		{name: "moon", roles: []string{"night", "ring", "moon"}, need: 2, draw: drawMoon},
		{name: "palladiana", roles: []string{"joint", "stone"}, need: 3, more: true, draw: drawPalladiana},
		{name: "plan", roles: []string{"street", "block", "court", "landmark"}, need: 2, draw: drawPlan},
		{name: "rosette", roles: []string{"field", "line", "strong line"}, need: 2, draw: drawRosette},
		{name: "shutter", roles: []string{"slat", "groove", "bar", "handle"}, need: 2, draw: drawShutter},
		{name: "stripes", roles: []string{"ground", "stripe", "second stripe"}, need: 2, draw: drawStripes},
		{name: "tiles", roles: []string{"glaze", "figure", "accent"}, need: 2, draw: drawTiles},
		{name: "umbrella", roles: []string{"field", "gore", "other gore"}, need: 3, draw: drawUmbrella},
	}
}

func find(name string) (generator, error) {
	all := catalogue()
	if i := slices.IndexFunc(all, func(g generator) bool { return g.name == name }); i >= 0 {
		return all[i], nil
	}
	return generator{}, diag.Fault(diag.Pos{}, "pattern", diag.DidYouMean(name, Names()), "there is no pattern %q", name)
}

// Names returns the names of all patterns, sorted.
func Names() []string {
	all := catalogue()
	names := make([]string, len(all))
	for i, g := range all {
		names[i] = g.name
	}
	return names
}

// Draw returns an opaque picture of the given size, of which bleed px on every
// side lie outside the frame that the pattern is composed for: a street plan
// continues there, up to 420 px, other patterns show their ground.
//
// colors stand for the pattern's roles in order. Optional ones that are missing
// leave out what they would paint, or repeat an earlier one, as each pattern's
// comment says. Unknown names, too few or too many colours and sizes beyond
// 50 Mpx are the user's faults.
func Draw(name string, seed uint64, size geom.Size, bleed int, colors []srgb.Color) (*image.RGBA, error) {
	g, err := find(name)
	if err != nil {
		return nil, err
	}
	if bleed < 0 || size.W <= 2*bleed || size.H <= 2*bleed || size.W > maxPixels/size.H {
		return nil, fmt.Errorf("pattern %s: the size %d x %d is out of range", name, size.W, size.H)
	}
	if n := len(colors); n < g.need || (n > len(g.roles) && !g.more) {
		return nil, diag.Fault(diag.Pos{}, "pattern", diag.T("its colours are: %s", strings.Join(g.roles, ", ")),
			"pattern %q takes %s, not %d", name, g.counts(), n)
	}
	c := newCanvas(seed, size, bleed, colors)
	g.draw(c)
	return c.im, nil
}

// counts says how many colours a pattern takes.
func (g generator) counts() string {
	switch {
	case g.more:
		return fmt.Sprintf("at least %d colours", g.need)
	case g.need == len(g.roles):
		return fmt.Sprintf("%d colours", g.need)
	}
	return fmt.Sprintf("%d to %d colours", g.need, len(g.roles))
}
