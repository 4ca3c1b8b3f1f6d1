package typeset

import (
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// figures says which figures are wanted.
type figures struct{ tabular, lining bool }

// shaping holds the parameters of shaping besides the text and the face.
type shaping struct {
	rtl       bool
	script    language.Script
	language  language.Language
	figures   figures
	ligatures bool
}

// shaped is one glyph in em, before tracking, in visual order.
type shaped struct {
	gid      uint32
	at       int // index of the first character of its cluster
	adv      float64
	dx, dy   float64 // offset from the pen, y up
	unsafe   bool    // a line may not start or end before this cluster without shaping again
	ink      ink
	newGroup bool // first glyph of its cluster
}

func (s shaping) features() []harfbuzz.Feature {
	set := func(tag string, value uint32) harfbuzz.Feature {
		return harfbuzz.Feature{Tag: ot.MustNewTag(tag), Value: value, Start: harfbuzz.FeatureGlobalStart, End: harfbuzz.FeatureGlobalEnd}
	}
	var out []harfbuzz.Feature
	if s.figures.tabular {
		out = append(out, set("tnum", 1))
	}
	if s.figures.lining {
		out = append(out, set("lnum", 1))
	}
	if !s.ligatures {
		out = append(out, set("liga", 0), set("clig", 0))
	}
	return out
}

// shape shapes text[from:to] with the whole of text as its context.
func (f *Face) shape(text []rune, from, to int, s shaping) (out []shaped, err error) {
	defer recoverFont(f.String(), &err)
	f.mu.Lock()
	defer f.mu.Unlock()
	out = f.shapeLocked(text, from, to, s)
	if s.figures.tabular {
		f.cellFigures(out, text, to, s)
	}
	for i := range out {
		out[i].ink = f.ink(out[i].gid)
	}
	return out, nil
}

func (f *Face) shapeLocked(text []rune, from, to int, s shaping) []shaped {
	b := f.buf
	b.Clear()
	b.AddRunes(text, from, to-from)
	b.Props = harfbuzz.SegmentProperties{Direction: harfbuzz.LeftToRight, Script: s.script, Language: s.language}
	if s.rtl {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.Flags = harfbuzz.Bot | harfbuzz.Eot | harfbuzz.RemoveDefaultIgnorables
	b.Shape(f.hb, s.features())
	out := make([]shaped, len(b.Info))
	for i, info := range b.Info {
		pos := b.Pos[i]
		if text[info.Cluster] == figureSpace {
			pos.XAdvance -= f.figureSpaceError()
		}
		out[i] = shaped{
			gid:      uint32(info.Glyph),
			at:       info.Cluster,
			adv:      float64(pos.XAdvance) / f.upem,
			dx:       float64(pos.XOffset) / f.upem,
			dy:       float64(pos.YOffset) / f.upem,
			unsafe:   info.Mask&harfbuzz.GlyphUnsafeToBreak != 0,
			newGroup: i == 0 || info.Cluster != b.Info[i-1].Cluster,
		}
	}
	return out
}

// cellFigures sets each figure in the middle of a cell as wide as the widest
// figure, which also undoes kerning between figures. Where the font has tabular
// figures they fill their cells and nothing moves.
func (f *Face) cellFigures(glyphs []shaped, text []rune, to int, s shaping) {
	cell := 0.0
	for i := range glyphs {
		g := &glyphs[i]
		if r := text[g.at]; r < '0' || r > '9' || !g.newGroup || i+1 < len(glyphs) && !glyphs[i+1].newGroup {
			continue
		}
		if next := g.at + 1; next < to && ignorable(text[next]) {
			continue
		}
		if cell == 0 {
			cell = f.figureCell(s)
		}
		natural := float64(f.hb.GlyphHAdvance(harfbuzz.GID(g.gid))) / f.upem
		g.dx += (cell - natural) / 2
		g.adv = cell
	}
}

func (f *Face) figureCell(s shaping) float64 {
	if w, ok := f.cells[s.figures]; ok {
		return w
	}
	w := 0.0
	for r := '0'; r <= '9'; r++ {
		for _, g := range f.shapeLocked([]rune{r}, 0, 1, s) {
			w = max(w, g.adv)
		}
	}
	f.cells[s.figures] = w
	return w
}

// spaced reports whether tracking applies to a script. It does not apply to scripts
// whose letters join or share a headline, to those set on a grid of squares, and to
// emoji.
func spaced(s language.Script) bool {
	switch s {
	case language.Arabic, language.Syriac, language.Mandaic, language.Mongolian, language.Nko, language.Phags_Pa,
		language.Manichaean, language.Psalter_Pahlavi, language.Hanifi_Rohingya, language.Sogdian, language.Adlam,
		language.Devanagari, language.Bengali, language.Gurmukhi, language.Gujarati,
		language.Han, language.Hiragana, language.Katakana, language.Bopomofo, language.Hangul, emojiScript:
		return false
	}
	return true
}

// stacked reports whether a script stacks signs above and below its letters, so that
// its lines need more leading.
func stacked(s language.Script) bool {
	switch s {
	case language.Arabic, language.Syriac, language.Thaana, language.Nko,
		language.Devanagari, language.Bengali, language.Gurmukhi, language.Gujarati, language.Oriya, language.Tamil, language.Telugu,
		language.Kannada, language.Malayalam, language.Sinhala,
		language.Thai, language.Lao, language.Khmer, language.Myanmar, language.Tibetan:
		return true
	}
	return false
}

// square reports whether a script is written in squares.
func square(s language.Script) bool {
	switch s {
	case language.Han, language.Hiragana, language.Katakana, language.Bopomofo, language.Hangul:
		return true
	}
	return false
}
