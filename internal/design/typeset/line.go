// Package typeset turns text into positioned glyphs: shaping, bidirectional
// order, line breaking, balancing and fitting into a box.
//
// All lengths are pixels of the output canvas; y grows downwards from the
// baseline, so that an ascender has a negative y.
//
// A [Library] holds the faces. [Library.Set] sets one line, [Library.Break]
// breaks a text into balanced lines, and [Library.Fit] finds the largest size of
// a [Role] at which a text fits a box; read Fit first. Text is never hinted, so
// shaping happens once, in font units, and is scaled: the advances of a line are
// exactly proportional to its size.
//
// No text is ever drawn with boxes for missing glyphs: a character that no face has
// is a [MissingGlyphError].
package typeset

// Glyph is one shaped glyph of a run.
type Glyph struct {
	ID      uint32  // glyph index in the run's face
	X, Y    float64 // pen position relative to the line's origin on its baseline
	Advance float64 // kerning and tracking included
	Cluster int     // byte offset of its cluster in Line.Text
}

// Run is a part of a line set in one face. A run of emoji (Face.Pictures) has a
// size of its own, at which its pictures suit the capitals of the line.
type Run struct {
	Face   *Face
	SizePx float64
	Glyphs []Glyph // in visual order, from left to right
}

// Line is one set line, in visual order from left to right. Its origin is the
// left end of its baseline. The vertical metrics are those of the face that sets
// most of the line, which for a text in another script is a fallback face.
type Line struct {
	Text        string
	Runs        []Run
	SizePx      float64 // nominal size of the line's style
	Width       float64 // sum of the advances; no tracking after the last glyph
	Ascent      float64 // of the line's face, positive
	Descent     float64 // of the line's face, positive
	CapHeight   float64 // of the line's face, positive; for Han the height of an ideograph, for Arabic of an alef
	LeftBearing float64 // distance from the origin to the first glyph's ink
	RightInk    float64 // x at which the last glyph's ink ends
	LettersFrom float64 // x at which the first letter's ink begins, and
	LettersTo   float64 // x at which the last one's ends; not above LettersFrom when all ink is emoji
	InkTop      float64 // y of the highest ink, negative above the baseline
	InkBottom   float64 // y of the lowest ink, positive below the baseline
	HangPx      float64 // how far to move the line outwards so that its ink starts at the margin; see Style.HangFrom
	RTL         bool    // the paragraph runs from right to left
}

// OriginX returns the x of the line's origin when it is set flush at margin x0
// (left edge) and x1 (right edge): left for a left-to-right line, right for a
// right-to-left line, hung by HangPx.
func (l *Line) OriginX(x0, x1 float64) float64 {
	if l.RTL {
		return x1 - l.Width + l.HangPx
	}
	return x0 - l.HangPx
}
