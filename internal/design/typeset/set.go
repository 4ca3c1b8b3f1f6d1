package typeset

import (
	"fmt"
	"slices"

	"github.com/go-text/typesetting/language"
)

// wideTracking is the tracking in em above which ligatures are not used, since their
// letters would stay close while all others move apart.
const wideTracking = 0.01

// maxChars bounds the length of a text; the longest that a post holds is 5000 bytes.
const maxChars = 10000

// setter sets the lines of one text in one style.
type setter struct {
	style   Style
	lang    language.Language
	primary *Face // the style's own
	lines   []*hardLine
}

// newSetter analyses a text: everything that does not depend on the size.
func (l *Library) newSetter(text string, st Style) (*setter, error) {
	if len(text) > 4*maxChars {
		return nil, fmt.Errorf("typesetting: a text of %d bytes is longer than any post", len(text))
	}
	c, err := l.chain(st)
	if err != nil {
		return nil, err
	}
	s := &setter{style: st, lang: language.NewLanguage(st.Language), primary: c.first[0]}
	base := baseLevel([]rune(text), st.Direction, st.Language)
	missing, err := s.analyse(text, base, c)
	if err == nil && len(missing) > 0 && len(l.systemFonts()) > 0 {
		// The computer's fonts are used only where the library's own fail, so that all other
		// texts are the same on every computer.
		c.system = true
		missing, err = s.analyse(text, base, c)
	}
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, missingGlyphs(missing, c)
	}
	return s, nil
}

// analyse finds the lines of a text and the faces of their characters; those
// without a face are returned.
func (s *setter) analyse(text string, base int8, c *chain) (missing []rune, err error) {
	s.lines = nil
	for _, part := range splitLines(text) {
		h := newHardLine(part)
		m, err := h.resolve(base, c)
		if err != nil {
			return nil, err
		}
		missing = append(missing, m...)
		s.lines = append(s.lines, h)
	}
	return missing, nil
}

func missingGlyphs(chars []rune, c *chain) error {
	e := &MissingGlyphError{Fonts: c.names(), System: len(c.lib.systemFonts())}
	for _, r := range chars {
		if !slices.Contains(e.Chars, r) {
			e.Chars = append(e.Chars, r)
		}
	}
	e.Scripts = scriptNames(e.Chars)
	return e
}

// Set sets a text on one line, without breaking it; forced line breaks count as
// spaces. Spaces at the ends are dropped. Faults: *MissingGlyphError,
// *UnknownFamilyError.
func (l *Library) Set(text string, st Style) (*Line, error) {
	one := make([]rune, 0, len(text))
	for i, part := range splitLines(text) {
		if i > 0 {
			one = append(one, ' ')
		}
		one = append(one, []rune(part)...)
	}
	s, err := l.newSetter(string(trimSpace(one)), st)
	if err != nil {
		return nil, err
	}
	h := s.lines[0]
	return s.line(h, 0, len(h.rs), st.SizePx)
}

// shaping returns how the character at i is shaped.
func (s *setter) shaping(h *hardLine, i int, level int8) shaping {
	return shaping{
		rtl:       level%2 == 1,
		script:    h.script[i],
		language:  s.lang,
		figures:   figures{tabular: s.style.Tabular, lining: s.style.LiningFigures},
		ligatures: s.style.Tracking <= wideTracking,
	}
}

// shape shapes text[from:to] in a face. What it returns is in em of the text;
// scale is the size of the face's em in it: 1 for letters.
func (s *setter) shape(face *Face, text []rune, from, to int, how shaping) (glyphs []shaped, scale float64, err error) {
	glyphs, err = face.shape(text, from, to, how)
	if err != nil || !face.pictures {
		return glyphs, 1, err
	}
	return glyphs, face.placePictures(glyphs, s.primary.top('H')), nil
}

func (s *setter) tracking(script language.Script) float64 {
	if spaced(script) {
		return s.style.Tracking
	}
	return 0
}

// line sets h[from:to] at a size, without the spaces at its ends.
func (s *setter) line(h *hardLine, from, to int, sizePx float64) (*Line, error) {
	for from < to && isSpace(h.rs[from]) {
		from++
	}
	for from < to && isSpace(h.rs[to-1]) {
		to--
	}
	line := &Line{Text: h.src[h.at[from]:h.at[to]], SizePx: sizePx, RTL: h.base == 1}
	levels := lineLevels(h.rs[from:to], h.levels[from:to], h.base)
	items := h.items(from, to, levels)
	itemLevels := make([]int8, len(items))
	for k, it := range items {
		itemLevels[k] = levels[it.from-from]
	}
	b := lineBuilder{line: line, setter: s, h: h, from: from}
	for _, k := range visualOrder(itemLevels) {
		if err := b.add(items[k], to, itemLevels[k]); err != nil {
			return nil, err
		}
	}
	b.finish()
	return line, nil
}

// lineBuilder collects the glyphs of a line from left to right.
type lineBuilder struct {
	line     *Line
	setter   *setter
	h        *hardLine
	from     int
	pen      float64 // px
	pending  float64 // tracking after the last cluster, added when another follows
	inked    bool
	lettered bool
	parts    []part
}

// part is how much of a line one face sets in one script.
type part struct {
	face   *Face
	script language.Script
	width  float64
}

func (b *lineBuilder) add(it item, lineEnd int, level int8) error {
	h, size := b.h, b.line.SizePx
	face := h.faces[it.from]
	// The context of a line is the line: letters do not join across its ends.
	text := h.drawn[b.from:lineEnd]
	glyphs, scale, err := b.setter.shape(face, text, it.from-b.from, it.to-b.from, b.setter.shaping(h, it.from, level))
	if err != nil {
		return err
	}
	if len(glyphs) == 0 { // only characters that are drawn as nothing
		return nil
	}
	if n := len(b.line.Runs); n == 0 || b.line.Runs[n-1].Face != face {
		b.line.Runs = append(b.line.Runs, Run{Face: face, SizePx: size * scale})
	}
	run := &b.line.Runs[len(b.line.Runs)-1]
	track := b.setter.tracking(h.script[it.from]) * size
	start := b.pen
	for i, g := range glyphs {
		at := g.at + b.from
		if g.gid == 0 { // a missing glyph, whatever went wrong before: never draw its box
			chars := h.cluster(at)
			return &MissingGlyphError{Chars: chars, Scripts: scriptNames(chars), Fonts: []string{face.family}}
		}
		b.space(run)
		x, y := b.pen+g.dx*size, -g.dy*size
		run.Glyphs = append(run.Glyphs, Glyph{ID: g.gid, X: x, Y: y, Advance: g.adv * size, Cluster: h.at[at] - h.at[b.from]})
		b.mark(g.ink, x, y)
		if !face.pictures {
			b.markLetter(g.ink, x)
		}
		b.pen += g.adv * size
		if i == len(glyphs)-1 || glyphs[i+1].newGroup {
			b.pending = track
		}
	}
	b.parts = append(b.parts, part{face, h.script[it.from], b.pen - start})
	return nil
}

// cluster returns the visible characters of the grapheme cluster that starts at or
// around character i.
func (h *hardLine) cluster(i int) []rune {
	cuts := graphemes(h.rs)
	k, found := slices.BinarySearch(cuts, i)
	if !found {
		k--
	}
	for ; k < len(cuts)-1; k++ {
		if seen := slices.DeleteFunc(slices.Clone(h.rs[cuts[k]:cuts[k+1]]), ignorable); len(seen) > 0 {
			return seen
		}
	}
	return []rune{h.rs[i]}
}

// space adds the tracking between the last cluster and the next one to the last
// glyph's advance.
func (b *lineBuilder) space(run *Run) {
	if b.pending == 0 {
		return
	}
	if len(run.Glyphs) == 0 { // the last glyph is in the run before
		run = &b.line.Runs[len(b.line.Runs)-2]
	}
	run.Glyphs[len(run.Glyphs)-1].Advance += b.pending
	b.pen += b.pending
	b.pending = 0
}

// mark extends the line's ink by that of a glyph at (x, y).
func (b *lineBuilder) mark(e ink, x, y float64) {
	if e.none {
		return
	}
	l, size := b.line, b.line.SizePx
	left, right, top, bottom := x+e.left*size, x+e.right*size, y-e.top*size, y-e.bottom*size
	if !b.inked {
		b.inked = true
		l.LeftBearing, l.RightInk, l.InkTop, l.InkBottom = left, right, top, bottom
		return
	}
	l.LeftBearing, l.RightInk = min(l.LeftBearing, left), max(l.RightInk, right)
	l.InkTop, l.InkBottom = min(l.InkTop, top), max(l.InkBottom, bottom)
}

// markLetter extends the part of the line that has letters by a glyph at x.
func (b *lineBuilder) markLetter(e ink, x float64) {
	if e.none {
		return
	}
	l, size := b.line, b.line.SizePx
	left, right := x+e.left*size, x+e.right*size
	if !b.lettered {
		b.lettered = true
		l.LettersFrom, l.LettersTo = left, right
		return
	}
	l.LettersFrom, l.LettersTo = min(l.LettersFrom, left), max(l.LettersTo, right)
}

func (b *lineBuilder) finish() {
	l, st := b.line, b.setter.style
	l.Width = b.pen
	face, sample := b.mainFace()
	ascent, descent := face.vertical()
	l.Ascent, l.Descent, l.CapHeight = ascent*l.SizePx, descent*l.SizePx, face.top(sample)*l.SizePx
	if st.HangFrom > 0 && l.SizePx >= st.HangFrom && b.inked {
		l.HangPx = l.LeftBearing
		if l.RTL {
			l.HangPx = l.Width - l.RightInk
		}
	}
}

// mainFace returns the face that sets most of the line and the character on
// which its height is measured.
func (b *lineBuilder) mainFace() (*Face, rune) {
	best := part{face: b.setter.primary}
	for _, p := range b.parts {
		if p.face.pictures {
			continue // emoji take their height from the letters
		}
		same := slices.IndexFunc(b.parts, func(q part) bool { return q.face == p.face && q.script == p.script })
		first := &b.parts[same]
		if *first != p {
			first.width += p.width
		}
		if first.width > best.width {
			best = *first
		}
	}
	switch best.script {
	case language.Arabic:
		return best.face, 'ا'
	case language.Han, language.Hiragana, language.Katakana:
		return best.face, '国'
	}
	return best.face, 'H'
}
