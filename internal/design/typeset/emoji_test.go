package typeset_test

import (
	"errors"
	"math"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/design/typeset"
)

// emojiLibrary is the library with the font for emoji.
func emojiLibrary(t testing.TB) *typeset.Library {
	t.Helper()
	l := library(t)
	l.SetEmoji(assets.EmojiName, assets.Emoji())
	return l
}

// pictures and letters return the glyphs of a line that are emoji, and the others.
func pictures(l *typeset.Line) (pictures, letters []typeset.Glyph) {
	for _, run := range l.Runs {
		if run.Face.Pictures() {
			pictures = append(pictures, run.Glyphs...)
		} else {
			letters = append(letters, run.Glyphs...)
		}
	}
	return pictures, letters
}

// An emoji is one picture, however many characters it is written with; a
// character that is a letter by default, or made one by VS15, is a letter where a
// font has it.
func TestEmojiSequences(t *testing.T) {
	t.Parallel()
	l := emojiLibrary(t)
	tests := []struct {
		name, text        string
		pictures, letters int
	}{
		{"one", "🎉", 1, 0},
		{"three", "🎉🎊🥳", 3, 0},
		{"family, joined", "👩‍👩‍👧", 1, 0},
		{"profession", "🧑‍🚀", 1, 0},
		{"flag", "🇮🇹", 1, 0},
		{"two flags", "🇮🇹🇫🇷", 2, 0},
		{"flag of a region, by tags", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 1, 0},
		{"flag, joined", "🏳️‍🌈", 1, 0},
		{"skin tone", "👍🏽", 1, 0},
		{"two skin tones", "👩🏽‍🤝‍👨🏻", 1, 0},
		{"keycap", "1️⃣", 1, 0},
		{"keycap without its selector", "1⃣", 1, 0},
		{"a joined pair that the font does not have", "👩‍🎉", 2, 0},
		{"a letter's sign as emoji", "©️", 1, 0},
		{"the same as a letter", "©", 0, 1},
		{"the same as a letter, asked for", "©\ufe0e", 0, 1},
		{"an emoji asked for as a letter", "⬛\ufe0e", 0, 1}, // which Young Serif has
		{"the same by default", "⬛", 1, 0},
		{"digits", "12#*", 0, 4},
		{"a digit with a selector only", "1\ufe0f", 0, 1},
		{"an old sign as emoji", "❤️", 1, 0},
		{"a sign that no font has as a letter", "☀", 1, 0},
		{"the same with VS15", "☀\ufe0e", 1, 0},
		{"inside a word", "Fe🎉sta!", 1, 6},
		{"Arabic", "مر🎉حبا", 1, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, dir := range []typeset.Direction{typeset.DirectionLTR, typeset.DirectionRTL} {
				line := set(t, l, tt.text, typeset.Style{Family: "Jost", Weight: 800, SizePx: 100, Tabular: true, Direction: dir})
				p, letters := pictures(line)
				if len(p) != tt.pictures || len(letters) != tt.letters {
					t.Errorf("%q, direction %d: %d emoji and %d letters, want %d and %d", tt.text, dir, len(p), len(letters), tt.pictures, tt.letters)
				}
			}
		})
	}
}

// Emoji stand in the middle of the capitals, a third larger than they, and the
// letters beside them stay where they are.
func TestEmojiPlace(t *testing.T) {
	t.Parallel()
	l := emojiLibrary(t)
	for _, family := range []string{"Jost", "Young Serif", "Big Shoulders", "Schibsted Grotesk"} {
		st := typeset.Style{Family: family, Weight: 900, SizePx: 200, Tracking: -0.03, Language: "it"}
		one := set(t, l, "🎉", st)
		height := one.InkBottom - one.InkTop
		near(t, family+": height", height, 1.32*one.CapHeight, 1e-6)
		near(t, family+": middle", (one.InkTop+one.InkBottom)/2, -one.CapHeight/2, 1e-6)
		near(t, family+": cap height", one.CapHeight, set(t, l, "H", st).CapHeight, 1e-9)
		// As wide as high but for the little space on both sides that the font gives.
		if one.Width < height || one.Width > 1.1*height {
			t.Errorf("%s: %.1f px wide, %.1f px high", family, one.Width, height)
		}
		near(t, family+": two, untracked", set(t, l, "🎉🎊", st).Width, 2*one.Width, 1e-6)
		st.Tabular = true
		near(t, family+": a keycap, among figures of one width", set(t, l, "1⃣", st).Width, one.Width, 1e-6)
		st.Tabular = false
		with, without := set(t, l, "Festa 🎉", st), set(t, l, "Festa", st)
		_, letters := pictures(with)
		for i, g := range glyphs(without) {
			if letters[i].ID != g.ID || math.Abs(letters[i].X-g.X) > 1e-9 {
				t.Errorf("%s: letter %d has moved", family, i)
			}
		}
		if with.LettersFrom != without.LeftBearing || math.Abs(with.LettersTo-without.RightInk) > 1e-9 || without.LettersTo != without.RightInk {
			t.Errorf("%s: letters from %g to %g, without emoji %g to %g", family, with.LettersFrom, with.LettersTo, without.LeftBearing, without.RightInk)
		}
		if two := set(t, l, "🎉 🎊", st); two.LettersTo > two.LettersFrom {
			t.Errorf("%s: two emoji have letters from %g to %g", family, two.LettersFrom, two.LettersTo)
		}
	}
}

// Emoji take part in breaking: a line may end before and after one, and never
// inside.
func TestEmojiBreaks(t *testing.T) {
	t.Parallel()
	l := emojiLibrary(t)
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 100, Language: "it"}
	text := "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧"
	lines, err := l.Break(text, st, 2.2*set(t, l, "🎉", st).Width, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 2 || lines[0].Text != "👩‍👩‍👧👩‍👩‍👧" || lines[1].Text != lines[0].Text {
		t.Errorf("%d lines: %v", len(lines), lines)
	}
	for _, width := range []float64{150, 260, 400, 900} {
		checkBreak(t, l, "Festa 🎉🇮🇹 in piazza 1️⃣, مرحبا 👍🏽 بكم ☀️", width)
	}
}

// The font is opened by the first emoji: a library with a broken one sets all
// other texts.
func TestEmojiFontIsReadLate(t *testing.T) {
	t.Parallel()
	l := library(t)
	l.SetEmoji("broken.ttf", assets.Emoji()[:1000])
	st := typeset.Style{Family: "Jost", Weight: 500, SizePx: 40}
	set(t, l, "Festa © 1", st)
	if _, err := l.Set("Festa 🎉", st); err == nil || errors.Is(err, typeset.ErrMissingGlyph) {
		t.Errorf("error %v", err)
	}
	l.SetEmoji("jost.ttf", fontFile(t, "jost/Jost_500Medium.ttf"))
	if _, err := l.Set("Festa 🎉", st); err == nil || errors.Is(err, typeset.ErrMissingGlyph) {
		t.Errorf("a font without pictures: error %v", err)
	}
}

func TestPicture(t *testing.T) {
	t.Parallel()
	line := set(t, emojiLibrary(t), "🎉", typeset.Style{Family: "Jost", Weight: 500, SizePx: 40})
	face, id := line.Runs[0].Face, line.Runs[0].Glyphs[0].ID
	img, box, ok, err := face.Picture(id)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	size := img.Bounds().Size()
	near(t, "ratio", box.W()/box.H(), float64(size.X)/float64(size.Y), 1e-3)
	for _, gid := range []uint32{0, 3, 1 << 15, 1 << 20} { // .notdef, the space, none
		if _, _, ok, err := face.Picture(gid); ok || err != nil {
			t.Errorf("glyph %d: a picture, error %v", gid, err)
		}
	}
}

func BenchmarkFirstEmoji(b *testing.B) {
	for b.Loop() {
		if _, err := emojiLibrary(b).Set("🎉", typeset.Style{Family: "Jost", Weight: 500, SizePx: 40}); err != nil {
			b.Fatal(err)
		}
	}
}
