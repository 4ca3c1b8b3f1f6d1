package typeset

import (
	"fmt"
	"slices"

	"github.com/go-text/typesetting/language"

	"github.com/giro-video/giro/internal/base/geom"
)

// Paragraph is a text set on balanced lines. Its top is the top of the capitals
// of the first line: accents on capitals rise above it, by Rise.
type Paragraph struct {
	Lines     []*Line
	SizePx    float64
	LeadingPx float64 // from baseline to baseline
	CapHeight float64 // of the first line
	Rise      float64 // ink of the first line above the top, at least 0
	Depth     float64 // ink of the last line below its baseline, at least 0

	// Height is from the top of the first line's capitals to the lowest ink of the
	// last line: CapHeight + (len(Lines)-1) * LeadingPx + Depth.
	Height float64
}

// Baseline returns the baseline of line i, counted from the paragraph's top.
func (p Paragraph) Baseline(i int) float64 { return p.CapHeight + float64(i)*p.LeadingPx }

// Width returns the advance width of the widest line.
func (p Paragraph) Width() float64 {
	w := 0.0
	for _, l := range p.Lines {
		w = max(w, l.Width)
	}
	return w
}

func newParagraph(lines []*Line, sizePx, leadingPx float64) Paragraph {
	p := Paragraph{Lines: lines, SizePx: sizePx, LeadingPx: leadingPx}
	if len(lines) == 0 {
		return p
	}
	first, last := lines[0], lines[len(lines)-1]
	p.CapHeight = first.CapHeight
	p.Rise = max(0, -first.InkTop-first.CapHeight)
	p.Depth = max(0, last.InkBottom)
	p.Height = p.Baseline(len(lines)-1) + p.Depth
	return p
}

// Paragraph breaks a text like Break and stacks the lines by the style's leading.
func (l *Library) Paragraph(text string, st Style, widthPx float64, maxLines int) (Paragraph, error) {
	lines, err := l.Break(text, st, widthPx, maxLines)
	if err != nil {
		return Paragraph{}, err
	}
	return newParagraph(lines, st.SizePx, st.leading()*st.SizePx), nil
}

// Fit sets a text at the largest step of role at which its balanced lines fit the
// box: every line within its width, Paragraph.Height within its height, and no
// more lines than the role allows. Breaks of last resort (inside a hyphenated
// word, between a street's kind and its name) are used only if no step does
// without them. The role's tracking and leading are adjusted to the family.
//
// Faults: *NoFitError, *MissingGlyphError, *UnknownFamilyError.
func (l *Library) Fit(text string, role Role, font Font, box geom.Size, lang string) (Paragraph, error) {
	return l.FitStyle(text, role, Style{Family: font.Family, Weight: font.Weight, Language: lang}, box)
}

// FitStyle is Fit with the other properties of a style: Direction, Tabular,
// LiningFigures and Fallback. SizePx, Tracking, Leading and HangFrom come from the
// role.
func (l *Library) FitStyle(text string, role Role, st Style, box geom.Size) (Paragraph, error) {
	steps := role.Steps()
	if len(steps) == 0 {
		return Paragraph{}, fmt.Errorf("typesetting: role %q has no size", role.Name)
	}
	st.Tabular = st.Tabular || role.Tabular
	st.LiningFigures = st.LiningFigures || role.LiningFigures
	st.HangFrom = l.scale.HangFromPx
	f := &fitter{lib: l, role: role, box: box}
	f.setTracking(&st, steps[0])
	var err error
	if f.setter, err = l.newSetter(text, st); err != nil {
		return Paragraph{}, err
	}
	if f.text, err = f.setter.measureAll(); err != nil {
		return Paragraph{}, err
	}
	chars := CountChars(text)
	if role.MaxChars == 0 || chars <= role.MaxChars {
		for _, last := range []bool{false, true} {
			for _, size := range steps {
				p, ok, err := f.try(size, last)
				if err != nil || ok {
					return p, err
				}
			}
		}
	}
	return Paragraph{}, f.fault(chars, steps[len(steps)-1])
}

// fitter tries the sizes of one role for one text.
type fitter struct {
	lib    *Library
	role   Role
	box    geom.Size
	setter *setter
	text   measuredText
}

func (f *fitter) setTracking(st *Style, sizePx float64) {
	st.Tracking = f.lib.scale.tracking(f.role, st.Family, sizePx)
}

// stackGap is the room in em between the lowest sign of a line and the highest of
// the next, for scripts that stack them.
const stackGap = 0.06

// leadingPx returns the leading at a size: the largest that a family in the text
// needs. Fonts of the computer have no adjustment of their own: scripts written in
// squares take that of the library's Han font, and scripts that stack signs above
// and below their letters take what the signs need.
func (f *fitter) leadingPx(sizePx float64) float64 {
	em := f.lib.scale.leading(f.role, f.setter.style.Family, sizePx)
	for _, h := range f.setter.lines {
		for i, face := range h.faces {
			if i > 0 && face == h.faces[i-1] {
				continue
			}
			family := face.family
			if face.system && square(h.script[i]) {
				family = hanFamily
			}
			em = max(em, f.lib.scale.leading(f.role, family, sizePx))
		}
	}
	top, bottom := 0.0, 0.0
	for _, m := range f.text {
		top, bottom = max(top, m.top), min(bottom, m.bottom)
	}
	if top > bottom {
		em = max(em, top-bottom+stackGap)
	}
	return em * sizePx
}

// hanFamily is the family of the type scale whose leading serves all scripts that
// are written in squares.
const hanFamily = "Noto Sans SC"

// retrack measures the text again when the family's adjustment changes the tracking
// at this size.
func (f *fitter) retrack(sizePx float64) (err error) {
	old := f.setter.style.Tracking
	f.setTracking(&f.setter.style, sizePx)
	if f.setter.style.Tracking != old {
		f.text, err = f.setter.measureAll()
	}
	return err
}

func (f *fitter) try(sizePx float64, last bool) (p Paragraph, ok bool, err error) {
	if err := f.retrack(sizePx); err != nil {
		return p, false, err
	}
	pieces, ok, err := f.text.wrap(float64(f.box.W)/sizePx, last)
	if err != nil || !ok || f.role.MaxLines > 0 && len(pieces) > f.role.MaxLines {
		return p, false, err
	}
	leading := f.leadingPx(sizePx)
	if float64(len(pieces)-1)*leading > float64(f.box.H) {
		return p, false, nil
	}
	lines, err := setPieces(pieces, sizePx)
	if err != nil {
		return p, false, err
	}
	p = newParagraph(lines, sizePx, leading)
	return p, p.Height <= float64(f.box.H), nil
}

// fault returns why the text does not fit at the role's smallest size.
func (f *fitter) fault(chars int, sizePx float64) error {
	e := &NoFitError{Role: f.role.Name, Chars: chars, Limit: chars - 1}
	if f.role.MaxChars > 0 {
		e.Limit = min(e.Limit, f.role.MaxChars)
	}
	if err := f.retrack(sizePx); err != nil {
		return err
	}
	maxEm := float64(f.box.W) / sizePx
	pieces, ok, err := f.text.wrap(maxEm, true)
	if err != nil {
		return err
	}
	if ok {
		n, err := f.capacity(maxEm, sizePx)
		if err != nil {
			return err
		}
		e.Limit = min(e.Limit, n)
		return e
	}
	if f.role.MaxChars > 0 && chars > f.role.MaxChars {
		return e // shorten the text first
	}
	e.Word = pieces[0].word()
	if e.Limit, err = pieces[0].fitting(maxEm); err != nil {
		return err
	}
	return e
}

// fitting counts the characters of a piece that fit a width.
func (p piece) fitting(maxEm float64) (int, error) {
	cuts := graphemes(p.m.h.rs[p.from:p.to])
	n := 0
	for _, c := range cuts[1:] {
		w, err := p.m.exactWidth(p.from, p.from+c)
		if err != nil {
			return 0, err
		}
		if w > maxEm {
			break
		}
		n++
	}
	return n, nil
}

// capacity counts the characters of the text that fit the box, filling line after line.
func (f *fitter) capacity(maxEm, sizePx float64) (int, error) {
	first, err := f.text[0].s.line(f.text[0].h, 0, len(f.text[0].h.rs), sizePx)
	if err != nil {
		return 0, err
	}
	left := 1 + int((float64(f.box.H)-first.CapHeight-max(0, first.InkBottom))/f.leadingPx(sizePx))
	if f.role.MaxLines > 0 {
		left = min(left, f.role.MaxLines)
	}
	chars := 0
	for _, m := range f.text {
		ends := make([]int, 0, len(m.ops)+1)
		for _, o := range m.ops {
			ends = append(ends, o.at)
		}
		ends = append(ends, len(m.h.rs))
		start := 0
		for start < len(m.h.rs) && left > 0 {
			end := start
			for _, e := range ends {
				if e <= start {
					continue
				}
				w, err := m.width(start, e)
				if err != nil {
					return 0, err
				}
				if w > maxEm+tolerance {
					break
				}
				end = e
			}
			if end == start { // cannot happen: every piece fits at this size
				return chars, nil
			}
			chars += CountChars(string(m.h.rs[start:end]))
			start = end
			left--
		}
	}
	return max(chars, 0), nil
}

// CountChars counts the characters of a text as a reader does: grapheme clusters
// (UAX 29), a Han, Kana or Hangul character as two, forced line breaks not at all.
func CountChars(text string) int {
	n := 0
	rs := []rune(text)
	cuts := graphemes(rs)
	for k := range len(cuts) - 1 {
		cluster := rs[cuts[k]:cuts[k+1]]
		switch {
		case !slices.ContainsFunc(cluster, func(r rune) bool { return !ignorable(r) && r != 0x2028 && r != 0x2029 }):
		case wide(cluster[0]):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	switch language.LookupScript(r) {
	case language.Han, language.Hiragana, language.Katakana, language.Hangul:
		return true
	}
	return false
}
