// Package typeset turns text into positioned glyphs: shaping, bidirectional
// order, line breaking, balancing and fitting into a box.
//
// All lengths are pixels of the output canvas; y grows downwards from the
// baseline, so that an ascender has a negative y.
package typeset

// Glyph is one shaped glyph of a run.
type Glyph struct {
	ID      uint32  // glyph index in the run's face
	X, Y    float64 // pen position relative to the line's origin on its baseline
	Advance float64 // kerning and tracking included
	Cluster int     // byte offset of its cluster in Line.Text
}

// Run is a part of a line set in one face.
type Run struct {
	Face   *Face
	SizePx float64
	Glyphs []Glyph // in visual order, from left to right
}

// Line is one set line, in visual order from left to right. Its origin is the
// left end of its baseline.
type Line struct {
	Text        string
	Runs        []Run
	SizePx      float64 // nominal size of the line's style
	Width       float64 // sum of the advances
	Ascent      float64 // of the style's face, positive
	Descent     float64 // of the style's face, positive
	CapHeight   float64 // of the style's face, positive
	LeftBearing float64 // distance from the origin to the first glyph's ink
	RightInk    float64 // x at which the last glyph's ink ends
	RTL         bool    // the paragraph runs from right to left
}
