// Package raster turns the paints of a timeline into coverage masks and
// pictures: glyph outlines, vector shapes, generated backdrops, logos.
//
// Coordinates are pixels of the canvas, y downwards; the pixel (x, y) covers
// the square from (x, y) to (x+1, y+1).
package raster

import "image"

// Mask is the coverage of some ink: A holds one byte a pixel, 0 for none to
// 255 for all, in rows of Rect.Dx() bytes without padding. Rect lies on the
// canvas, or sticks out where the ink does, and is at most one pixel wider than
// the ink on every side. An empty Mask has an empty Rect and no bytes.
type Mask struct {
	Rect image.Rectangle
	A    []byte
}

// At returns the coverage of pixel (x, y), 0 outside of Rect.
func (m *Mask) At(x, y int) byte {
	if !(image.Point{X: x, Y: y}).In(m.Rect) {
		return 0
	}
	return m.A[(y-m.Rect.Min.Y)*m.Rect.Dx()+x-m.Rect.Min.X]
}

// resize gives m the rectangle r and room for at least h rows, whose values are
// not set.
func (m *Mask) resize(r image.Rectangle, h int) {
	if r.Empty() {
		m.Rect, m.A = image.Rectangle{}, m.A[:0]
		return
	}
	if n := r.Dx() * h; cap(m.A) < n {
		m.A = make([]byte, n)
	}
	m.Rect, m.A = r, m.A[:r.Dx()*r.Dy()]
}
