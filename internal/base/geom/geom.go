// Package geom holds the sizes, points and rectangles that layouts, motions and
// frames share.
//
// The unit is the pixel of the output canvas, the origin is its top left
// corner, x grows to the right and y downwards. Rectangles are half-open.
package geom

import "math"

// Size is a width and a height in whole pixels.
type Size struct{ W, H int }

// Point is a position in pixels.
type Point struct{ X, Y float64 }

// Rect is the half-open rectangle [X0, X1) x [Y0, Y1) in pixels.
// It is empty when X1 <= X0 or Y1 <= Y0.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// R returns the rectangle with the given edges.
func R(x0, y0, x1, y1 float64) Rect { return Rect{x0, y0, x1, y1} }

// Bounds returns the rectangle that starts at the origin and has size s.
func (s Size) Bounds() Rect { return Rect{0, 0, float64(s.W), float64(s.H)} }

// W returns the width, which is negative for an inverted rectangle.
func (r Rect) W() float64 { return r.X1 - r.X0 }

// H returns the height, which is negative for an inverted rectangle.
func (r Rect) H() float64 { return r.Y1 - r.Y0 }

// Empty reports whether r has no area.
func (r Rect) Empty() bool { return r.X1 <= r.X0 || r.Y1 <= r.Y0 }

// Center returns the middle of r.
func (r Rect) Center() Point { return Point{(r.X0 + r.X1) / 2, (r.Y0 + r.Y1) / 2} }

// Add returns r moved by (dx, dy).
func (r Rect) Add(dx, dy float64) Rect { return Rect{r.X0 + dx, r.Y0 + dy, r.X1 + dx, r.Y1 + dy} }

// Inset returns r with every edge moved inwards by d.
func (r Rect) Inset(d float64) Rect { return Rect{r.X0 + d, r.Y0 + d, r.X1 - d, r.Y1 - d} }

// Intersect returns the part that r and s share; it is the zero Rect when they share none.
func (r Rect) Intersect(s Rect) Rect {
	t := Rect{math.Max(r.X0, s.X0), math.Max(r.Y0, s.Y0), math.Min(r.X1, s.X1), math.Min(r.Y1, s.Y1)}
	if t.Empty() {
		return Rect{}
	}
	return t
}

// Union returns the smallest rectangle that holds r and s; an empty one adds nothing.
func (r Rect) Union(s Rect) Rect {
	if r.Empty() {
		return s
	}
	if s.Empty() {
		return r
	}
	return Rect{math.Min(r.X0, s.X0), math.Min(r.Y0, s.Y0), math.Max(r.X1, s.X1), math.Max(r.Y1, s.Y1)}
}

// Contains reports whether s lies wholly in r, with tolerance eps pixels.
func (r Rect) Contains(s Rect, eps float64) bool {
	return s.Empty() || (s.X0 >= r.X0-eps && s.Y0 >= r.Y0-eps && s.X1 <= r.X1+eps && s.Y1 <= r.Y1+eps)
}
