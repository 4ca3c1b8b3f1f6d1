package typeset

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// endPairs makes the kerning of glyph classes stop where OpenType says. A class pair
// table applies to every second glyph: those without a class belong to class 0.
// go-text v0.3.5 treats them as absent and continues with the lookup's next table,
// which may kern what the first leaves alone ("łw" in IBM Plex Sans Arabic); HarfBuzz
// does not. TestPhrasesInEveryFace fails without this.
func endPairs(f *font.Font) {
	for _, l := range f.GPOS.Lookups {
		for i, s := range l.Subtables {
			pairs, ok := s.(tables.PairPos)
			if !ok {
				continue
			}
			if classes, ok := pairs.Data.(tables.PairPosData2); ok && classes.ClassDef2 != nil {
				classes.ClassDef2 = everyGlyph{classes.ClassDef2}
				pairs.Data = classes
				l.Subtables[i] = pairs
			}
		}
	}
}

// everyGlyph is a class definition in which every glyph has a class.
type everyGlyph struct{ tables.ClassDef }

// Class returns the class of a glyph, 0 when none is given.
func (e everyGlyph) Class(gid tables.GlyphID) (uint16, bool) {
	class, _ := e.ClassDef.Class(gid)
	return class, true
}

const figureSpace = 0x2007

// figureSpaceError is what go-text v0.3.5 adds, in font units, to a figure space
// that the font does not have: it should be as wide as a zero, and comes out as
// wide as a nine. The caller holds f.mu.
func (f *Face) figureSpaceError() int32 {
	zero, ok := f.face.NominalGlyph('0')
	nine, ok9 := f.face.NominalGlyph('9')
	if !ok || !ok9 || f.Has(figureSpace) {
		return 0
	}
	return f.hb.GlyphHAdvance(nine) - f.hb.GlyphHAdvance(zero)
}
