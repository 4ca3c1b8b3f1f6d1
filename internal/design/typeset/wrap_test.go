package typeset_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/giro-video/giro/internal/design/typeset"
)

func texts(lines []*typeset.Line) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Text
	}
	return strings.Join(out, " / ")
}

func TestBreakBalances(t *testing.T) {
	t.Parallel()
	l := library(t)
	tests := []struct {
		text, lang string
		width      float64
		want       string
	}{
		{"La notte dell’Orologio in piazza", "it", 780, "La notte / dell’Orologio / in piazza"},
		{"Quartieri di primavera", "it", 780, "Quartieri / di primavera"},
		{"Il mercato dei fiori e delle piante rare", "it", 780, "Il mercato / dei fiori e delle / piante rare"},
		{"Festa di quartiere, musica e cibo", "it", 780, "Festa / di quartiere, / musica e cibo"},
		{"Sabato in via Roma, domenica in piazza", "it", 780, "Sabato / in via Roma, / domenica / in piazza"},
		{"Due parole", "it", 780, "Due parole"},
		{"Uno\nDue e tre", "it", 780, "Uno / Due e tre"},
		{"Uno\n\nDue", "it", 780, "Uno /  / Due"},
		{"\nUno\r\nDue\r\n", "it", 780, "Uno / Due"},
		{"The night market on the river bank", "en", 780, "The night / market on / the river bank"},
		{"Der Weihnachtsmarkt im Schlosspark", "de", 1200, "Der Weihnachtsmarkt / im Schlosspark"},
		{"米兰城市节，欢迎来到米兰！", "zh", 780, "米兰城市节， / 欢迎来到米兰！"},
		{"欢迎\u200b来到\u200b米兰\u200b音乐节", "zh", 650, "欢迎\u200b来到\u200b / 米兰\u200b音乐节"},
		{"مهرجان ميلانو للموسيقى في الهواء الطلق", "ar", 780, "مهرجان ميلانو / للموسيقى / في الهواء الطلق"},
		{"", "it", 780, ""},
	}
	for _, tt := range tests {
		lines, err := l.Break(tt.text, typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 104, Tracking: -0.024, Language: tt.lang}, tt.width, 0)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		if got := texts(lines); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestBreakLimits(t *testing.T) {
	t.Parallel()
	l := library(t)
	st := typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: 104, Language: "it"}
	wide := set(t, l, "Chiaravalle", st).Width
	if _, err := l.Break("a Chiaravalle", st, wide-0.01, 0); err == nil {
		t.Error("a word fits a column that is narrower")
	}
	_, err := l.Break("Baggio Chiaravalle Isola", st, wide-0.5, 0)
	var tooWide *typeset.TooWideError
	if !errors.As(err, &tooWide) || !errors.Is(err, typeset.ErrTooWide) || tooWide.Word != "Chiaravalle" || tooWide.Hint().IsZero() {
		t.Fatalf("error %v", err)
	}
	near(t, "width in the error", tooWide.WidthPx, wide, 0.01)
	if lines, err := l.Break("Baggio Chiaravalle Isola", st, wide+0.01, 3); err != nil || len(lines) != 3 {
		t.Errorf("%d lines, %v", len(lines), err)
	}
	_, err = l.Break("Baggio Chiaravalle Isola", st, wide+0.01, 2)
	var tooMany *typeset.TooManyLinesError
	if !errors.As(err, &tooMany) || !errors.Is(err, typeset.ErrTooManyLines) || tooMany.Lines != 3 || tooMany.Max != 2 {
		t.Errorf("error %v", err)
	}
	// A last resort is taken only when nothing else works.
	st.SizePx = 100
	street := set(t, l, "via Chiaravalle", st).Width
	for width, want := range map[float64]string{street + 1: "in / via Chiaravalle", street - 1: "in via / Chiaravalle"} {
		lines, err := l.Break("in via Chiaravalle", st, width, 0)
		if err != nil || texts(lines) != want {
			t.Errorf("in %g px: %s, %v; want %s", width, texts(lines), err, want)
		}
	}
	// A hyphen of the writer's own is one; nothing else is ever hyphenated.
	romagna := set(t, l, "Romagna", st).Width
	if lines, err := l.Break("Emilia-Romagna", st, romagna+1, 0); err != nil || texts(lines) != "Emilia- / Romagna" {
		t.Errorf("%s, %v", texts(lines), err)
	}
	if _, err := l.Break("Donaudampfschifffahrtsgesellschaft", st, 780, 0); !errors.Is(err, typeset.ErrTooWide) {
		t.Errorf("error %v", err)
	}
}

// TestBreakNeverEndsBadly breaks many sentences at many widths and looks at the
// ends of the lines.
func TestBreakNeverEndsBadly(t *testing.T) {
	t.Parallel()
	l := library(t)
	bad := strings.Fields("il lo la i gli le un uno una a e o è via San sab ore n.")
	sentences := []string{
		"Il mercato e la festa, un giro a Monza o a Lodi con l’arte dell’acqua",
		"Sabato in via Roma con gli amici e le bici, sab 14 giugno alle ore 18.30",
		"La Madonna di San Siro è a Milano, n. 5 di via Torino, un’idea per l’estate",
	}
	checked := 0
	for _, text := range sentences {
		for width := 460.0; width <= 1000; width += 7 {
			lines, err := l.Break(text, typeset.Style{Family: "Jost", Weight: 800, SizePx: 64, Language: "it"}, width, 0)
			if err != nil {
				t.Fatalf("%g px: %v", width, err)
			}
			if got := strings.ReplaceAll(texts(lines), " / ", " "); got != text {
				t.Fatalf("%q became %q", text, got)
			}
			for i, line := range lines[:len(lines)-1] {
				checked++
				words := strings.Fields(line.Text)
				end := words[len(words)-1]
				if slices.Contains(bad, strings.ToLower(end)) || slices.Contains(bad, end) || strings.HasSuffix(end, "’") {
					t.Errorf("%g px: line %d ends in %q: %s", width, i, end, texts(lines))
				}
				if next := strings.Fields(lines[i+1].Text)[0]; end == "14" && next == "giugno" {
					t.Errorf("%g px: date broken: %s", width, texts(lines))
				}
			}
			for _, line := range lines {
				if line.Width > width {
					t.Errorf("%q is %g px wide in %g", line.Text, line.Width, width)
				}
			}
		}
	}
	if checked < 300 {
		t.Errorf("only %d line ends looked at", checked)
	}
}

// drawable is what the fuzz texts are made of: every script of the library and
// all that makes breaking difficult.
var drawable = []rune("abcXYZàéÅ 019.,-–’“”«»()/&€\n\r\t مرحب،ءلآ١٢ 米兰，。国 Київщо\u00ad\u200b\u200d\u2060\u00a0\u202f\u2067\u2069\u202b\u202c\u0301\u0300\ufe0f\u2028")

func randomText(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	out := make([]rune, n)
	for i := range out {
		out[i] = drawable[r.IntN(len(drawable))]
	}
	return string(out)
}

// checkBreak holds whatever the text: no panic, every character once and in
// order, no line wider than the column.
func checkBreak(t *testing.T, l *typeset.Library, text string, widthPx float64) {
	t.Helper()
	st := typeset.Style{Family: "Schibsted Grotesk", Weight: 700, SizePx: 40, Tracking: -0.02, Language: "it", Tabular: true}
	lines, err := l.Break(text, st, widthPx, 0)
	if err != nil {
		var tooWide *typeset.TooWideError
		var missing *typeset.MissingGlyphError
		if !errors.As(err, &tooWide) && !errors.As(err, &missing) {
			t.Fatalf("%q in %g px: %v", text, widthPx, err)
		}
		return
	}
	ink := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) && r != 0xA0 && r != 0x202F {
				return -1
			}
			return r
		}, s)
	}
	got := ""
	for _, line := range lines {
		got += line.Text
		if line.Width > widthPx+1e-6 {
			t.Fatalf("%q in %g px: %q is %g px wide", text, widthPx, line.Text, line.Width)
		}
		if line.RightInk-min(0, line.LeftBearing) > widthPx+1e-6 {
			t.Fatalf("%q in %g px: the ink of %q is %g px wide", text, widthPx, line.Text, line.RightInk-line.LeftBearing)
		}
		for _, run := range line.Runs {
			for _, g := range run.Glyphs {
				if g.ID == 0 {
					t.Fatalf("%q: a box for a missing glyph", text)
				}
			}
		}
	}
	if want := ink(strings.ToValidUTF8(text, "")); ink(strings.ToValidUTF8(got, "")) != want {
		t.Fatalf("%q in %g px lost or repeated characters: %q", text, widthPx, got)
	}
}

func TestBreakRandomTexts(t *testing.T) {
	t.Parallel()
	l := library(t)
	for seed := range uint64(400) {
		checkBreak(t, l, randomText(seed, 1+int(seed%60)), 100+float64(seed%7)*120)
	}
}

// TestBreakLongTexts has no text of a post: it keeps the worst case in seconds.
func TestBreakLongTexts(t *testing.T) {
	t.Parallel()
	l := library(t)
	for _, text := range []string{
		strings.Repeat("مرحبا Roma 12 ", 150), strings.Repeat("米兰 مرحبا", 100), strings.Repeat("((((a ", 200),
		strings.Repeat("ciao ", 1500), strings.Repeat("米", 2000), randomText(1, 1500), strings.Repeat("\u2067a ", 200),
	} {
		for _, width := range []float64{300, 20000} {
			checkBreak(t, l, text, width)
		}
	}
}

func FuzzBreak(f *testing.F) {
	l := library(f)
	f.Add("La notte dell’Orologio", []byte("0123456789"), uint16(300))
	f.Add("مهرجان ميلانو 2025 في via Roma", []byte{40, 41, 9, 20, 50, 60}, uint16(400))
	f.Add("a\u2067ب\u2069 ١٢\u202e1\n米兰", []byte{}, uint16(120))
	f.Fuzz(func(t *testing.T, text string, pick []byte, width uint16) {
		if len(text) > 600 || len(pick) > 200 {
			return
		}
		checkBreak(t, l, text, float64(width))
		picked := make([]rune, len(pick))
		for i, b := range pick {
			picked[i] = drawable[int(b)%len(drawable)]
		}
		checkBreak(t, l, string(picked), float64(width))
	})
}

func BenchmarkBreak(b *testing.B) {
	l := library(b)
	st := typeset.Style{Family: "Schibsted Grotesk", Weight: 500, SizePx: 48, Language: "it"}
	for b.Loop() {
		if _, err := l.Break("Il mercato dei fiori torna in piazza con cento vivaisti da tutta la regione, laboratori per i bambini e musica dal vivo", st, 780, 0); err != nil {
			b.Fatal(err)
		}
	}
}
