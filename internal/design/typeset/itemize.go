package typeset

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/bidi"
)

// hardLine is the part of a text between two forced line breaks, with the level,
// script and face of every character.
type hardLine struct {
	src    string // without the line break
	rs     []rune // its characters
	drawn  []rune // the same, with substitutes for characters that no font has
	at     []int  // byte offset of each character in src, and len(src)
	base   int8
	levels []int8
	script []language.Script
	faces  []*Face
}

// item is a stretch of one level, script and face.
type item struct{ from, to int }

// splitLines cuts a text at its forced line breaks (UAX 14 BK, CR, LF, NL).
// Breaks at the very start and end of the text are dropped.
func splitLines(text string) []string {
	isBreak := func(r rune) bool {
		switch r {
		case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
			return true
		}
		return false
	}
	var out []string
	start, after := 0, rune(0)
	for i, r := range text {
		if !isBreak(r) {
			after = r
			continue
		}
		if r == '\n' && after == '\r' && start == i { // CR LF is one break
			start = i + 1
		} else {
			out = append(out, text[start:i])
			start = i + len(string(r))
		}
		after = r
	}
	out = append(out, text[start:])
	blank := func(s string) bool { return len(trimSpace([]rune(s))) == 0 }
	for len(out) > 1 && blank(out[0]) {
		out = out[1:]
	}
	for len(out) > 1 && blank(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	return out
}

// isSpace reports whether r is a space at which a line may be broken, and which
// is dropped there.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', 0x1680, 0x205F, 0x3000:
		return true
	}
	return r >= 0x2000 && r <= 0x200A && r != 0x2007
}

func trimSpace(rs []rune) []rune {
	for len(rs) > 0 && isSpace(rs[0]) {
		rs = rs[1:]
	}
	for len(rs) > 0 && isSpace(rs[len(rs)-1]) {
		rs = rs[:len(rs)-1]
	}
	return rs
}

// ignorable reports whether r is drawn as nothing: Default_Ignorable_Code_Point
// of the Unicode character database, and control characters.
func ignorable(r rune) bool {
	if r < 0x20 || r >= 0x7F && r < 0xA0 {
		return r != '\t'
	}
	if r < 0xAD {
		return false
	}
	switch {
	case r >= 0xFFF9 && r <= 0xFFFB, r >= 0x13430 && r <= 0x1343F, unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return false
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

const wordJoiner = 0x2060

// newHardLine prepares the characters of one line of text.
func newHardLine(src string) *hardLine {
	h := &hardLine{src: src}
	for i, r := range src {
		h.rs = append(h.rs, r)
		h.at = append(h.at, i)
	}
	h.at = append(h.at, len(src))
	h.drawn = slices.Clone(h.rs)
	for i, r := range h.rs {
		switch {
		case r == '\t':
			h.drawn[i] = ' '
		case r < 0x20 || r >= 0x7F && r < 0xA0:
			h.drawn[i] = wordJoiner // the shaper removes it
		}
	}
	return h
}

// resolve finds each character's level, script and face. Characters without a
// face are returned.
func (h *hardLine) resolve(base int8, c *chain) (missing []rune, err error) {
	h.base = base
	h.levels = bidiLevels(h.rs, base)
	h.script = scripts(h.rs)
	h.faces = make([]*Face, len(h.rs))
	clusters := graphemes(h.rs)
	for from := 0; from < len(clusters)-1; {
		to := from + 1
		for to < len(clusters)-1 && h.script[clusters[to]] == h.script[clusters[from]] {
			to++
		}
		m, err := h.resolveFaces(clusters[from:to+1], c)
		if err != nil {
			return nil, err
		}
		missing = append(missing, m...)
		from = to
	}
	return missing, nil
}

// graphemes returns the starts of the grapheme clusters (UAX 29), and len(rs).
func graphemes(rs []rune) []int {
	var seg segmenter.Segmenter
	seg.Init(rs)
	var out []int
	for it := seg.GraphemeIterator(); it.Next(); {
		out = append(out, it.Grapheme().Offset)
	}
	return append(out, len(rs))
}

// resolveFaces chooses the faces of the clusters of one script; cuts are their starts
// and the end. If the style's own face lacks the script, all its text, with spaces
// and figures, is set in one face that has it; if the face lacks a letter, the whole
// word is set in another.
func (h *hardLine) resolveFaces(cuts []int, c *chain) (missing []rune, err error) {
	script := h.script[cuts[0]]
	var letters []rune
	for _, r := range h.rs[cuts[0]:cuts[len(cuts)-1]] {
		if language.LookupScript(r) == script && script.Strong() && !ignorable(r) {
			letters = append(letters, r)
		}
	}
	main := c.first[0]
	if len(letters) > 0 && 2*count(letters, main.Has) < len(letters) {
		all, err := c.find(script, func(f repertoire) bool { return count(letters, f.Has) == len(letters) })
		if err != nil {
			return nil, err
		}
		if all == nil {
			all, err = c.find(script, func(f repertoire) bool { return 2*count(letters, f.Has) >= len(letters) })
			if err != nil {
				return nil, err
			}
		}
		if all != nil {
			main = all
		}
	}
	for k := 0; k < len(cuts)-1; {
		end := k + 1
		for end < len(cuts)-1 && isSpace(h.rs[cuts[end]]) == isSpace(h.rs[cuts[k]]) {
			end++
		}
		m, err := h.resolveWord(cuts[k:end+1], main, c)
		if err != nil {
			return nil, err
		}
		missing = append(missing, m...)
		k = end
	}
	return missing, nil
}

func (h *hardLine) resolveWord(cuts []int, main *Face, c *chain) (missing []rune, err error) {
	emoji := make([]*Face, len(cuts)-1) // of the clusters shown as emoji
	for k := range emoji {
		if emoji[k], err = h.emojiFace(cuts[k], cuts[k+1], main, c); err != nil {
			return nil, err
		}
	}
	whole := func(f repertoire) bool {
		for k := range len(cuts) - 1 {
			if emoji[k] == nil && !draws(f, h.drawn[cuts[k]:cuts[k+1]]) {
				return false
			}
		}
		return true
	}
	script := h.script[cuts[0]]
	word := main
	if !whole(main) {
		found, err := c.find(script, whole)
		if err != nil {
			return nil, err
		}
		if found != nil {
			word = found
		}
	}
	for k := range len(cuts) - 1 {
		from, to := cuts[k], cuts[k+1]
		face := word
		if emoji[k] != nil {
			face = emoji[k]
		} else if !draws(face, h.drawn[from:to]) {
			if face, err = c.find(script, func(f repertoire) bool { return draws(f, h.drawn[from:to]) }); err != nil {
				return nil, err
			}
		}
		if face == nil {
			missing = append(missing, c.lacking(h.drawn[from:to])...)
			continue
		}
		for i := from; i < to; i++ {
			h.faces[i] = face
			if face.pictures {
				h.script[i] = emojiScript
				continue // the font's ligatures see the selectors
			}
			h.drawn[i] = substitute(face, h.drawn[i])
			if i > 0 && unicode.Is(unicode.Variation_Selector, h.rs[i]) && !face.varies(h.rs[i-1], h.rs[i]) {
				h.drawn[i] = wordJoiner // otherwise the shaper skips its own treatment of spaces and hyphens
			}
		}
	}
	return missing, nil
}

// emojiFace returns the face that shows the cluster rs[from:to] as an emoji, nil
// for letters: for what asks to be one, and for a sign such as ☀ that no font of
// the library has as a letter.
func (h *hardLine) emojiFace(from, to int, main *Face, c *chain) (*Face, error) {
	if !isEmoji(h.rs[from:to]) {
		has := func(f repertoire) bool { return draws(f, h.drawn[from:to]) }
		if has(main) {
			return nil, nil //nolint:nilnil // a letter
		}
		if f, err := c.findOwn(has); f != nil || err != nil {
			return nil, err
		}
	}
	return c.emoji(h.rs[from:to])
}

// lacking returns the characters of a cluster that no face has, or all of them
// when no single face has them together.
func (c *chain) lacking(cluster []rune) []rune {
	var none, seen []rune
	for _, r := range cluster {
		if ignorable(r) {
			continue
		}
		seen = append(seen, r)
		if !c.has(r) {
			none = append(none, r)
		}
	}
	if len(none) == 0 {
		return seen
	}
	return none
}

func count(rs []rune, f func(rune) bool) int {
	n := 0
	for _, r := range rs {
		if f(r) {
			n++
		}
	}
	return n
}

// varies reports whether the face has a form of r for a variation selector.
func (f *Face) varies(r, selector rune) bool {
	_, ok := f.face.VariationGlyph(r, selector)
	return ok
}

// maxOpen bounds the depth of brackets that scripts follows, as BD16 of UAX 9 does.
const maxOpen = 63

// scripts resolves the script of each character (UAX 24): common and inherited
// characters belong to the script before them, at the start to the one after, and
// a closing bracket or quotation mark to the script of its opening one.
func scripts(rs []rune) []language.Script {
	out := make([]language.Script, len(rs))
	type opened struct {
		close  rune
		script int // index of the opening character
	}
	var stack []opened
	last := language.Common
	first := -1
	for i, r := range rs {
		s := language.LookupScript(r)
		if s == language.Unknown {
			s = language.Common
		}
		if s.Strong() {
			if first < 0 {
				first = i
				for k := range i {
					out[k] = s
				}
			}
			last = s
			out[i] = s
			continue
		}
		out[i] = last
		if c := closing(r); c != 0 && len(stack) < maxOpen {
			stack = append(stack, opened{c, i})
			continue
		}
		for k, o := range slices.Backward(stack) {
			if o.close == r {
				out[i] = out[o.script]
				last = out[i]
				stack = stack[:k]
				break
			}
		}
	}
	return out
}

// closing returns the partner of an opening bracket or quotation mark, 0 for
// other characters.
func closing(r rune) rune {
	switch r {
	case '«':
		return '»'
	case '“':
		return '”'
	case '‘':
		return '’'
	}
	if p, _ := bidi.LookupRune(r); p.IsBracket() && p.IsOpeningBracket() {
		return []rune(bidi.ReverseString(string(r)))[0]
	}
	return 0
}

// items cuts h[from:to] into stretches of one level, script and face, in logical order.
func (h *hardLine) items(from, to int, levels []int8) []item {
	var out []item
	for i := from; i < to; i++ {
		if i > from && h.faces[i] == h.faces[i-1] && h.script[i] == h.script[i-1] && levels[i-from] == levels[i-from-1] {
			out[len(out)-1].to = i + 1
			continue
		}
		out = append(out, item{i, i + 1})
	}
	return out
}
