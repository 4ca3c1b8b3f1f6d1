package typeset

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/harfbuzz"
)

// newShaper makes a shaping font that applies every lookup to every glyph of its
// coverage.
//
// go-text v0.3.5 puts an approximate filter before each lookup and subtable. A
// coverage table in ranges (format 2) fills it wrongly: once one of the filter's
// three parts is full, later ranges are lost, and their glyphs go without kerning,
// ligatures or joined forms (github.com/go-text/typesetting issue 278, fixed
// after that release). Four of the families here lose kerning by it.
//
// The filters are built once, by harfbuzz.NewFont, and only the filters are
// wrong. So the first range of each such coverage is widened to all glyphs while
// they are built, which opens the filter, and put back before anything is shaped:
// the coverage itself then decides. The filter of a whole lookup is opened by a
// subtable put in front that applies to no glyph. TestShapeGolden fails without
// this; when it passes with plain harfbuzz.NewFont, this file can go.
func newShaper(face *font.Face) *harfbuzz.Font {
	var opened []tables.Coverage2
	var saved []tables.RangeRecord
	open := func(c tables.Coverage) {
		ranges, ok := c.(tables.Coverage2)
		if !ok || len(ranges.Ranges) == 0 {
			return
		}
		opened, saved = append(opened, ranges), append(saved, ranges.Ranges[0])
		ranges.Ranges[0].StartGlyphID, ranges.Ranges[0].EndGlyphID = 0, noGlyph
	}
	for i := range face.GSUB.Lookups {
		l := &face.GSUB.Lookups[i]
		if !inRanges(l.Subtables) {
			continue
		}
		if _, reverse := l.Subtables[0].(tables.ReverseChainSingleSubs); !reverse { // the first subtable decides the direction
			idle := tables.SingleSubs{Data: tables.SingleSubstData1{Coverage: idleCoverage()}}
			l.Subtables = append([]tables.GSUBLookup{idle}, l.Subtables...)
		}
		for _, s := range l.Subtables {
			open(s.Cov())
		}
	}
	for i := range face.GPOS.Lookups {
		l := &face.GPOS.Lookups[i]
		if !inRanges(l.Subtables) {
			continue
		}
		l.Subtables = append([]tables.GPOSLookup{tables.MarkLigPos{MarkCoverage: idleCoverage()}}, l.Subtables...)
		for _, s := range l.Subtables {
			open(s.Cov())
		}
	}
	shaper := harfbuzz.NewFont(face)
	for i, c := range opened {
		c.Ranges[0] = saved[i]
	}
	return shaper
}

// noGlyph is never a glyph: a font has at most 65 535, counted from 0.
const noGlyph = 0xFFFF

func idleCoverage() tables.Coverage {
	return tables.Coverage2{Ranges: []tables.RangeRecord{{StartGlyphID: noGlyph, EndGlyphID: noGlyph}}}
}

// inRanges reports whether a coverage of the subtables is in ranges.
func inRanges[T interface{ Cov() tables.Coverage }](subtables []T) bool {
	for _, s := range subtables {
		if _, ok := s.Cov().(tables.Coverage2); ok {
			return true
		}
	}
	return false
}
