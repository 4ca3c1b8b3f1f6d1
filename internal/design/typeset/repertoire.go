package typeset

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"golang.org/x/text/unicode/norm"
)

// repertoire is the set of characters of a font. A Face implements it, and runes does
// for a font of which only the character map is read.
type repertoire interface{ Has(r rune) bool }

// runes is a repertoire in sorted ranges, both ends included.
type runes [][2]rune

// Has reports whether r is in one of the ranges.
func (s runes) Has(r rune) bool {
	i, _ := slices.BinarySearchFunc(s, r, func(q [2]rune, r rune) int {
		if q[1] < r {
			return -1
		}
		return 1
	})
	return i < len(s) && s[i][0] <= r
}

// readRunes reads a font's character map.
func readRunes(ld *ot.Loader) (runes, error) {
	raw, err := ld.RawTable(ot.NewTag('c', 'm', 'a', 'p'))
	if err != nil {
		return nil, err
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, err
	}
	cmap, _, err := font.ProcessCmap(table, tables.FPNone)
	if err != nil {
		return nil, err
	}
	var all runes
	if ranged, ok := cmap.(font.CmapRuneRanger); ok {
		all = ranged.RuneRanges(nil)
	} else {
		for chars := cmap.Iter(); chars.Next(); {
			r, _ := chars.Char()
			all = append(all, [2]rune{r, r})
		}
	}
	slices.SortFunc(all, func(a, b [2]rune) int { return int(a[0]) - int(b[0]) })
	merged := all[:0]
	for _, q := range all {
		if n := len(merged); n > 0 && q[0] <= merged[n-1][1]+1 {
			merged[n-1][1] = max(merged[n-1][1], q[1])
			continue
		}
		merged = append(merged, q)
	}
	return slices.Clone(merged), nil
}

// draws reports whether a font can draw a grapheme cluster: its characters, or
// those of its composed or decomposed form, which the shaper tries too.
func draws(f repertoire, cluster []rune) bool {
	lacks := func(r rune) bool { return !drawsRune(f, r) }
	if !slices.ContainsFunc(cluster, lacks) {
		return true
	}
	s := string(cluster)
	return !slices.ContainsFunc([]rune(norm.NFC.String(s)), lacks) || !slices.ContainsFunc([]rune(norm.NFD.String(s)), lacks)
}

func drawsRune(f repertoire, r rune) bool {
	if f.Has(r) || ignorable(r) {
		return true
	}
	if unicode.Is(unicode.Zs, r) {
		return f.Has(' ') // the shaper makes every other space of it
	}
	return substitute(f, r) != r
}

// substitute returns the character to draw for r in this font: where a font lacks the
// hyphens U+2010 and U+2011, the ASCII one.
func substitute(f repertoire, r rune) rune {
	if r != 0x2010 && r != 0x2011 || f.Has(r) {
		return r
	}
	if f.Has(0x2010) {
		return 0x2010
	}
	if f.Has('-') {
		return '-'
	}
	return r
}
