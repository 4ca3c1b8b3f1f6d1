// Package grid says where things stand on a canvas: the columns and rows of
// modules, the areas that are named after them, the safe box, and how all of it
// is mirrored in a language that runs from right to left.
//
// A tall canvas has 6 × 8 modules. The room is what the safe box leaves of them,
// rounded to module lines, so that a format with more room at the bottom lifts
// the floor line and what stands on it. On a short canvas (4:5) the eight rows
// are squeezed, the floor most of all; on a square one there is no floor. A wide
// canvas turns the L of room and rail on its side: the room is the left five
// eighths, the rail the rest, and a picture that would be a band across the
// frame fills the rail.
package grid

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/design/template"
)

// Columns and Rows are the modules of a canvas.
const (
	Columns = 6
	Rows    = 8
)

// PanelPad is the room from a panel's edge to its text, left and right, in px
// of the 1080-wide design.
const PanelPad = 60

// wideRoom is the part of a wide canvas's width that the room takes.
const wideRoom = 5.0 / 8

// Canvas is the part of a delivery format that a layout depends on.
type Canvas struct {
	Name       string
	Size       geom.Size
	Rate       timebase.Rate
	Safe       geom.Rect // texts stay inside
	MinSeconds float64
	MaxSeconds float64
}

// Unit returns how many canvas px one px of the 1080-wide design is.
func (c *Canvas) Unit() float64 { return float64(min(c.Size.W, c.Size.H)) / 1080 }

// Wide reports whether the canvas lies on its side.
func (c *Canvas) Wide() bool { return c.Size.W > c.Size.H }

// Short reports whether the canvas is less tall than 3:2.
func (c *Canvas) Short() bool {
	return !c.Wide() && float64(c.Size.H) < 1.5*float64(c.Size.W)
}

// Names are the names by which a template may mean this canvas, the most
// specific first.
func (c *Canvas) Names() []string {
	names := []string{c.Name}
	if c.Wide() {
		names = append(names, "wide")
	}
	if c.Short() {
		names = append(names, "short")
	}
	return names
}

// Col returns the canvas x of a module line, 0 to Columns, from left to right.
func (c *Canvas) Col(line float64) float64 {
	w := float64(c.Size.W)
	if c.Wide() {
		room := math.Round(w * wideRoom)
		if line <= 5 {
			return room * line / 5
		}
		return room + (w-room)*(line-5)
	}
	return w / Columns * line
}

// Row returns the canvas y of a module line, 0 to Rows.
func (c *Canvas) Row(line float64) float64 {
	h := float64(c.Size.H)
	mh := h / Rows
	if line <= 0 || line >= Rows {
		return line * mh
	}
	switch {
	case c.Wide() || c.Size.W == c.Size.H:
		return min(line/6, 1) * h
	case c.Short():
		if line <= 6 {
			return h * 5 / 6 * line / 6
		}
		return h*5/6 + h/6*(line-6)/2
	}
	return min(h, max(0, line*mh+c.Floor()-6*mh))
}

// Floor is the floor line: where the safe box ends, rounded down to a module line.
func (c *Canvas) Floor() float64 {
	if c.Wide() || c.Short() {
		return c.Row(6)
	}
	mh := float64(c.Size.H) / Rows
	return math.Floor(c.Safe.Y1/mh) * mh
}

// Grid is a canvas as a language uses it: from left to right, or mirrored.
type Grid struct {
	*Canvas
	RTL bool
}

// Box returns an area of the grid in canvas px. The safe box is never mirrored.
func (g Grid) Box(b template.Box) geom.Rect {
	w, h := float64(g.Size.W), float64(g.Size.H)
	room := g.Col(5)
	r := geom.R(g.Col(float64(b.Col0-1)), g.Row(float64(b.Row0-1)), g.Col(float64(b.Col1)), g.Row(float64(b.Row1)))
	switch b.Name {
	case "full":
		r = geom.R(0, 0, w, h)
	case "room":
		r = geom.R(0, 0, room, g.Floor())
	case "rail":
		r = geom.R(room, 0, w, h)
	case "floor":
		r = geom.R(0, g.Floor(), w, h)
	case "safe":
		return g.Canvas.Safe
	case "":
		if b == (template.Box{}) {
			r = geom.R(0, 0, w, h)
		}
	}
	if g.RTL {
		return geom.R(w-r.X1, r.Y0, w-r.X0, r.Y1)
	}
	return r
}

// Picture is Box for a picture: a band across the whole width becomes the rail
// of a wide canvas.
func (g Grid) Picture(b template.Box) geom.Rect {
	band := b.Name == "" && b.Col0 == 1 && b.Col1 == Columns && (b.Row0 > 1 || b.Row1 < Rows)
	if g.Wide() && (band || b.Name == "floor") {
		return g.Box(template.Box{Name: "rail"})
	}
	return g.Box(b)
}

// Place returns a point of the grid and its radius in canvas px.
func (g Grid) Place(p template.Place) (at geom.Point, r float64) {
	at = geom.Point{X: g.Col(p.X), Y: g.Row(p.Y)}
	if g.RTL {
		at.X = float64(g.Size.W) - at.X
	}
	return at, p.R * 180 * g.Unit()
}

// Safe is the box that texts keep to; from right to left it leaves room for the
// app's buttons on either side.
func (g Grid) Safe() geom.Rect {
	s := g.Canvas.Safe
	w := float64(g.Size.W)
	if g.RTL && s.X1 < w-s.X0-1 {
		s.X0 = max(s.X0, g.Box(template.Box{Name: "room"}).X0+PanelPad*g.Unit())
	}
	return s
}

// Edge returns the edge that a transition comes from, mirrored where the
// language runs from right to left.
func (g Grid) Edge(e template.Edge) template.Edge {
	if !g.RTL {
		return e
	}
	switch e {
	case template.Left:
		return template.Right
	case template.Right:
		return template.Left
	case template.Top, template.Bottom:
	}
	return e
}
