package typeset

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

func TestRank(t *testing.T) {
	t.Parallel()
	families := []string{ // the best first; those of one line are alike
		"Noto Sans Thai|Noto Sans CJK JP|Noto Sans Hebrew",
		"DejaVu Sans|Liberation Sans|Malgun Gothic|Leelawadee UI",
		"Thonburi|Arial|Nirmala",
		"Noto Serif Thai|Droid Sans Fallback|Unifont|Noto Sans Mono|MS Mincho|Liberation Sans Narrow|Noto Sans Symbols",
	}
	for want, line := range families {
		for family := range strings.SplitSeq(line, "|") {
			d := font.Description{Family: family, Aspect: font.Aspect{Stretch: font.StretchNormal}}
			if got := rank(d); got != want {
				t.Errorf("%s has rank %d, want %d", family, got, want)
			}
			d.Aspect.Stretch = font.StretchCondensed
			if got := rank(d); got <= 3 {
				t.Errorf("%s condensed has rank %d", family, got)
			}
		}
	}
	for _, family := range []string{"", ".LastResort", "Last Resort", "Adobe Blank", "Adobe NotDef"} {
		if !unusable(family) {
			t.Errorf("%q passes for a font", family)
		}
	}
}

func TestRegion(t *testing.T) {
	t.Parallel()
	tests := []struct {
		script language.Script
		lang   string
		family string
		ok     bool
	}{
		{language.Hiragana, "it", "Noto Sans CJK JP", true},
		{language.Katakana, "", "Noto Sans CJK SC", false},
		{language.Hangul, "zh", "Noto Sans KR", true},
		{language.Hangul, "ko", "Noto Sans CJK JP", false},
		{language.Han, "zh", "Noto Sans CJK SC", true},
		{language.Han, "zh", "Noto Sans CJK TC", false},
		{language.Han, "zh-Hant", "Noto Sans CJK TC", true},
		{language.Han, "zh_TW", "Noto Sans CJK TC", true},
		{language.Han, "zh-HK", "Noto Sans CJK HK", true},
		{language.Han, "ja", "Noto Sans CJK JP", true},
		{language.Han, "ko-KR", "Noto Sans CJK JP", false},
		{language.Han, "zh", "WenQuanYi Micro Hei", true},
		{language.Thai, "th", "Noto Sans CJK JP", true},
	}
	for _, tt := range tests {
		if got := !foreign(tt.family, region(tt.script, tt.lang)); got != tt.ok {
			t.Errorf("%s in %q: %s is native: %t", tt.script, tt.lang, tt.family, got)
		}
	}
}

func TestRunes(t *testing.T) {
	t.Parallel()
	s := runes{{'a', 'c'}, {'x', 'x'}, {0x1F600, 0x1F64F}}
	var got []rune
	for r := range rune(0x1F700) {
		if s.Has(r) {
			got = append(got, r)
		}
	}
	if len(got) != 4+0x50 || !slices.Equal(got[:4], []rune("abcx")) || got[4] != 0x1F600 {
		t.Errorf("%d characters: %q", len(got), got[:5])
	}
	if runes(nil).Has('a') {
		t.Error("nothing has a letter")
	}
}
