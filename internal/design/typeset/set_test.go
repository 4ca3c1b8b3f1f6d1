package typeset_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/design/typeset"
)

func set(t testing.TB, l *typeset.Library, text string, st typeset.Style) *typeset.Line {
	t.Helper()
	line, err := l.Set(text, st)
	if err != nil {
		t.Fatalf("setting %q: %v", text, err)
	}
	return line
}

func glyphs(line *typeset.Line) []typeset.Glyph {
	var out []typeset.Glyph
	for _, run := range line.Runs {
		out = append(out, run.Glyphs...)
	}
	return out
}

// visual returns the characters of a line in the order in which they are drawn
// from left to right, by the clusters of its glyphs.
func visual(line *typeset.Line) string {
	var b strings.Builder
	last := -1
	for _, g := range glyphs(line) {
		if g.Cluster != last {
			r, size := utf8.DecodeRuneInString(line.Text[g.Cluster:])
			if r == 0x2067 || r == 0x2069 { // an isolate's control shares the next character's cluster
				r, _ = utf8.DecodeRuneInString(line.Text[g.Cluster+size:])
			}
			b.WriteRune(r)
		}
		last = g.Cluster
	}
	return b.String()
}

func TestSetIsConsistent(t *testing.T) {
	t.Parallel()
	l := library(t)
	texts := []string{
		"Quartieri di Milano", "dell’Orologio", "AVATAR", "18.30–21.00", "مهرجان ميلانو 2025 في via Roma", "米兰 Milano 2025年",
		"Київ", "e\u0301 a\u0300", "ufficio", " spaces ", "",
	}
	for _, text := range texts {
		for _, tracking := range []float64{-0.04, 0, 0.05} {
			st := typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 120, Tracking: tracking}
			line := set(t, l, text, st)
			pen, clusters := 0.0, map[int]bool{}
			for _, g := range glyphs(line) {
				pen += g.Advance
				clusters[g.Cluster] = true
				if g.Cluster < 0 || g.Cluster >= len(line.Text) || !utf8.RuneStart(line.Text[g.Cluster]) {
					t.Errorf("%q: cluster %d is no character", text, g.Cluster)
				}
			}
			near(t, "sum of advances of "+text, pen, line.Width, 1e-9)
			if line.Text != strings.Trim(text, " ") {
				t.Errorf("text %q became %q", text, line.Text)
			}
			// Everything is proportional to the size.
			st.SizePx = 60
			half := set(t, l, text, st)
			near(t, "half width of "+text, 2*half.Width, line.Width, 1e-9)
			near(t, "half left bearing of "+text, 2*half.LeftBearing, line.LeftBearing, 1e-9)
			near(t, "half right ink of "+text, 2*half.RightInk, line.RightInk, 1e-9)
			near(t, "half ink top of "+text, 2*half.InkTop, line.InkTop, 1e-9)
			for i, g := range glyphs(half) {
				near(t, "glyph of "+text, 2*g.X, glyphs(line)[i].X, 1e-9)
			}
			if line.CapHeight <= 0 || line.Ascent <= 0 || line.Descent <= 0 {
				t.Errorf("%q: metrics %+v", text, line)
			}
		}
	}
}

func TestTracking(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		text string
		gaps float64 // how often the tracking is added
	}{
		{"HOHO", 3},
		{"H", 0},
		{"a b", 2},
		{"e\u0301e\u0301", 1},
		{"H\u200bO", 1},
		{"مرحبا", 0},
		{"米兰", 0},
		{"Київ", 3},
		{"HO 米兰", 3}, // H, O and the space; nothing in Chinese
	}
	for _, tt := range tests {
		st := typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 100}
		plain := set(t, l, tt.text, st).Width
		st.Tracking = -0.04
		near(t, "tracking of "+tt.text, plain-set(t, l, tt.text, st).Width, 4*tt.gaps, 1e-9)
	}
}

func TestKerningAndLigatures(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 100}
	width := func(s string) float64 { return set(t, l, s, st).Width }
	for _, pair := range []string{"AV", "LT", "r,", "P.", "To"} { // in tables that go-text v0.3.5 alone passes over
		first, second := pair[:1], pair[1:]
		if width(pair) >= width(first)+width(second)-0.5 {
			t.Errorf("%q is not kerned", pair)
		}
	}
	st.Family = "Young Serif"
	if n := len(glyphs(set(t, l, "fi", st))); n != 1 {
		t.Errorf("fi is %d glyphs, want a ligature", n)
	}
	st.Tracking = 0.08
	if n := len(glyphs(set(t, l, "fi", st))); n != 2 {
		t.Errorf("fi with wide tracking is %d glyphs, want 2", n)
	}
	st = typeset.Style{Family: "Jost", Weight: 500, SizePx: 100, Tracking: 0.08}
	if n := len(glyphs(set(t, l, "لا", st))); n != 1 {
		t.Errorf("lam-alef is %d glyphs, want its required ligature", n)
	}
}

func TestTabularFigures(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, family := range l.Families() {
		st := typeset.Style{Family: family, Weight: 900, SizePx: 100, Tabular: true, Tracking: -0.05}
		want := set(t, l, "00000", st).Width
		for _, text := range []string{"11111", "17171", "71417", "12345", "98760"} {
			near(t, family+" "+text, set(t, l, text, st).Width, want, 1e-6)
		}
		// A figure stands in the middle of its cell and keeps its place when the others change.
		a, b := glyphs(set(t, l, "18.41", st)), glyphs(set(t, l, "99.41", st))
		near(t, family+" last figure", a[4].X, b[4].X, 1e-6)
		one := set(t, l, "1", st)
		left, right := one.LeftBearing, one.Width-one.RightInk
		if math.Abs(left-right) > 14 {
			t.Errorf("%s: the 1 has %.1f px on its left and %.1f on its right", family, left, right)
		}
	}
	// Big Shoulders has no tabular figures of its own: the cells make them.
	st := typeset.Style{Family: "Big Shoulders", Weight: 900, SizePx: 100}
	if a, b := set(t, l, "11", st).Width, set(t, l, "00", st).Width; b-a < 20 {
		t.Errorf("proportional figures are %.1f and %.1f wide: the test above proves nothing", a, b)
	}
}

func TestLiningFigures(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Young Serif", Weight: 400, SizePx: 100}
	old := set(t, l, "340", st)
	st.LiningFigures = true
	lining := set(t, l, "340", st)
	if old.InkBottom < 10 || lining.InkBottom > 5 {
		t.Errorf("old-style figures reach %.1f below the line, lining ones %.1f", old.InkBottom, lining.InkBottom)
	}
}

func TestBidiOrder(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		name, text, lang string
		dir              typeset.Direction
		want             string // from left to right
		rtl              bool
	}{
		{"latin", "Milano 2025", "it", typeset.DirectionAuto, "Milano 2025", false},
		{"arabic", "ابج", "ar", typeset.DirectionAuto, "جبا", true},
		{"arabic with number", "ابج 123", "ar", typeset.DirectionAuto, "123 جبا", true},
		{"arabic with latin", "ابج Roma ده", "ar", typeset.DirectionAuto, "هد Roma جبا", true},
		{"latin with arabic", "via ابج Roma", "it", typeset.DirectionAuto, "via جبا Roma", false},
		{"number before arabic in latin", "a 12 ابج", "it", typeset.DirectionAuto, "a 12 جبا", false},
		{"number after arabic in latin", "a ابج 12 b", "it", typeset.DirectionAuto, "a 12 جبا b", false},
		{"arabic-indic number before arabic in latin", "a ١٢ ابج", "it", typeset.DirectionAuto, "a جبا ١٢", false},
		{"brackets", "ابج (ده)", "ar", typeset.DirectionAuto, ")هد( جبا", true},
		{"foreign name first", "Roma ابج", "ar", typeset.DirectionAuto, "جبا Roma", true},
		{"foreign name alone", "Roma", "ar", typeset.DirectionAuto, "Roma", false},
		{"figures alone in arabic", "18", "ar", typeset.DirectionAuto, "18", true},
		{"first strong without a language", "Roma ابج", "", typeset.DirectionAuto, "Roma جبا", false},
		{"told left to right", "ابج Roma", "ar", typeset.DirectionLTR, "جبا Roma", false},
		{"told right to left", "Roma!", "it", typeset.DirectionRTL, "!Roma", true},
		{"isolate", "a \u2067ابج 12\u2069 b", "it", typeset.DirectionAuto, "a 12 جبا b", false},
	}
	for _, tt := range tests {
		line := set(t, l, tt.text, typeset.Style{Family: "Jost", Weight: 500, SizePx: 50, Language: tt.lang, Direction: tt.dir})
		if got := visual(line); got != tt.want || line.RTL != tt.rtl {
			t.Errorf("%s: %q, right to left %v; want %q, %v", tt.name, got, line.RTL, tt.want, tt.rtl)
		}
	}
}

func TestFallback(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		text string
		want []string // families in visual order
	}{
		{"Milano", []string{"Schibsted Grotesk"}},
		{"Фестиваль 2025, Київ", []string{"Onest"}}, // figures and spaces follow the script
		{"من 9 إلى 17", []string{"IBM Plex Sans Arabic"}},
		{"米兰，2025年5月3日", []string{"Noto Sans SC"}},
		{"Milano 米兰", []string{"Schibsted Grotesk", "Noto Sans SC"}},
		{"米兰 Milano", []string{"Noto Sans SC", "Schibsted Grotesk"}},
		{"Via (米兰) qui", []string{"Schibsted Grotesk", "Noto Sans SC", "Schibsted Grotesk"}},
		{"con Phương qui", []string{"Schibsted Grotesk", "Onest", "Schibsted Grotesk"}}, // a word is set in one face
	}
	for _, tt := range tests {
		line := set(t, l, tt.text, typeset.Style{Family: "Schibsted Grotesk", Weight: 700, SizePx: 50})
		var got []string
		for _, run := range line.Runs {
			got = append(got, run.Face.Family())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q is set in %q, want %q", tt.text, got, tt.want)
		}
	}
	// The brackets are a pair of one face.
	if got := len(set(t, l, "Via (米兰) qui", typeset.Style{Family: "Schibsted Grotesk", Weight: 700, SizePx: 50}).Runs[1].Glyphs); got != 2 {
		t.Errorf("the Chinese part has %d glyphs, want 2", got)
	}
	// A fallback of the style goes before those of the library.
	line := set(t, l, "Phương", typeset.Style{Family: "Jost", Weight: 700, SizePx: 50, Fallback: []typeset.Font{{Family: "Hanken Grotesk", Weight: 700}}})
	if got := line.Runs[0].Face.Family(); got != "Hanken Grotesk" {
		t.Errorf("set in %s", got)
	}
	// The arrow is in none of the first faces, but in another of the library.
	line = set(t, l, "→", typeset.Style{Family: "Young Serif", Weight: 400, SizePx: 50})
	if !line.Runs[0].Face.Has('→') {
		t.Errorf("arrow set in %v", line.Runs[0].Face)
	}
}

func TestCapHeightOfFallback(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Schibsted Grotesk", Weight: 700, SizePx: 100}
	for _, text := range []string{"国国国", "HHH", "ااا", "ННН"} {
		line := set(t, l, text, st)
		near(t, "cap height of "+text, line.CapHeight, -line.InkTop, 1)
	}
	if mixed := set(t, l, "Milano è bella 国", st).CapHeight; mixed != set(t, l, "H", st).CapHeight {
		t.Errorf("one ideograph changes the cap height to %g", mixed)
	}
}

func TestMissingGlyphs(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		text string
		want string // the missing characters
	}{
		{"ciao λ e ψ λ", "λψ"},
		{"festa 🎉!", "🎉"},
		{"👨‍👩‍👧", "👨👩👧"},
		{"🇮🇹", "🇮🇹"},
		{"שלום", "שלום"},
		{"नमस्ते", "नमस्ते"},
		{"囍", "囍"}, // not in the subset of Noto Sans SC
		{"1️⃣", "\u20e3"},
		{"\ufffe", "\ufffe"},
	}
	for _, tt := range tests {
		_, err := l.Set(tt.text, typeset.Style{Family: "Jost", Weight: 500, SizePx: 50})
		var missing *typeset.MissingGlyphError
		if !errors.As(err, &missing) || !errors.Is(err, typeset.ErrMissingGlyph) {
			t.Errorf("%q: error %v", tt.text, err)
			continue
		}
		seen := []rune{}
		for _, r := range tt.want {
			if !slices.Contains(seen, r) {
				seen = append(seen, r)
			}
		}
		if !slices.Equal(missing.Chars, seen) {
			t.Errorf("%q: missing %q, want %q", tt.text, missing.Chars, seen)
		}
		if missing.Fonts[0] != "Jost" || len(missing.Fonts) != len(l.Families()) || missing.Hint().IsZero() {
			t.Errorf("%q: tried %q", tt.text, missing.Fonts)
		}
	}
	_, err := l.Set("🎉", typeset.Style{Family: "Jost", Weight: 500, SizePx: 50})
	if err.Error() != `no font has '🎉' (U+1F389 party popper)` {
		t.Errorf("message %q", err)
	}
	_, err = l.Set("λא ψ ωλξ", typeset.Style{Family: "Jost", Weight: 500, SizePx: 50})
	if err == nil || err.Error() != `no font has the Greek and Hebrew 'λ' (U+03BB greek small letter lamda), 'א' (U+05D0 hebrew letter alef), `+
		`'ψ' (U+03C8 greek small letter psi) and 2 more` {
		t.Errorf("message %q", err)
	}
	for _, do := range []func() error{
		func() error {
			_, err := l.Break("a λ b", typeset.Style{Family: "Jost", SizePx: 50}, 500, 3)
			return err
		},
		func() error {
			_, err := l.Fit("a λ b", role(t, "title"), typeset.Font{Family: "Jost", Weight: 800}, box(700, 700), "it")
			return err
		},
	} {
		if err := do(); !errors.Is(err, typeset.ErrMissingGlyph) {
			t.Errorf("error %v", err)
		}
	}
}

func TestInvisibleCharactersAreNoFault(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 50}
	want := set(t, l, "Milano", st).Width
	for _, text := range []string{
		"Mil\u00adano", "Mil\u200bano", "Mil\u2060ano", "\ufeffMilano", "Milano\ufe0f", "Mil\u200dano", "Milano\U000e0100",
		"\u2068Milano\u2069", "\u202aMilano\u202c", "Mi\ufe0flano", "Mil\x00ano", "Milano\x07", "Mil\u0085ano"[:3] + "ano",
	} {
		near(t, "width of "+text, set(t, l, text, st).Width, want, 1e-9)
	}
	for _, text := range []string{"\u200b", "\u00ad\ufe0f", ""} {
		if line := set(t, l, text, st); line.Width != 0 || len(glyphs(line)) != 0 {
			t.Errorf("%q has width %g", text, line.Width)
		}
	}
}

func TestSpacesAndHyphens(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, family := range l.Families() {
		st := typeset.Style{Family: family, Weight: 500, SizePx: 50}
		space := set(t, l, "1 2", st).Width
		near(t, family+" tab", set(t, l, "1\t2", st).Width, space, 1e-9)
		near(t, family+" line break", set(t, l, "1\n2", st).Width, space, 1e-9)
		near(t, family+" no-break space", set(t, l, "1\u00a02", st).Width, space, 1e-9)
		narrow := set(t, l, "1\u202f2", st)
		if narrow.Width > space+1e-9 || len(narrow.Runs) != 1 {
			t.Errorf("%s: narrow no-break space: width %g of %g, %d runs", family, narrow.Width, space, len(narrow.Runs))
		}
		if n := len(set(t, l, "1\u2060\u202f\ufe0f2", st).Runs); n != 1 {
			t.Errorf("%s: narrow no-break space with a selector: %d runs", family, n)
		}
		if hyphen := set(t, l, "a\u2011b", st); len(hyphen.Runs) != 1 {
			t.Errorf("%s: the no-break hyphen comes from another face", family)
		}
	}
}

func TestCombiningMarks(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 50}
	composed, combining := set(t, l, "perché è già", st), set(t, l, "perche\u0301 e\u0300 gia\u0300", st)
	near(t, "decomposed text", combining.Width, composed.Width, 1e-9)
	a, b := glyphs(composed), glyphs(combining)
	for i := range a {
		if a[i].ID != b[i].ID {
			t.Errorf("glyph %d differs", i)
		}
	}
}

func TestHang(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, text := range []string{"Isola", "Chiaravalle", "mare", "مهرجان"} {
		st := typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 83.9, HangFrom: 84}
		if line := set(t, l, text, st); line.HangPx != 0 {
			t.Errorf("%s hangs by %g below 84 px", text, line.HangPx)
		}
		st.SizePx = 200
		line := set(t, l, text, st)
		x := line.OriginX(60, 900)
		if line.RTL {
			near(t, "right ink of "+text, x+line.RightInk, 900, 1e-9)
		} else {
			near(t, "left ink of "+text, x+line.LeftBearing, 60, 1e-9)
		}
		if line.HangPx == 0 {
			t.Errorf("%s does not hang", text)
		}
		st.HangFrom = 0
		line = set(t, l, text, st)
		if line.HangPx != 0 || line.RTL && line.OriginX(60, 900) != 900-line.Width || !line.RTL && line.OriginX(60, 900) != 60 {
			t.Errorf("%s hangs unasked", text)
		}
	}
}

func TestSetRefusesABook(t *testing.T) {
	t.Parallel()
	if _, err := library(t).Set(strings.Repeat("lungo ", 20000), typeset.Style{Family: "Jost", SizePx: 40}); err == nil {
		t.Error("120 000 characters were set")
	}
}
