package compile

import (
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/template"
)

// The grid of modules on canvases of other shapes. A tall canvas has 6 × 8
// modules; the room is what the safe box leaves of them, rounded to module
// lines, so that a format with more room at the bottom lifts the floor line and
// what stands on it. On a short canvas (4:5) the eight rows are squeezed, the
// floor most of all; on a square one there is no floor. A wide canvas turns the
// L on its side: the room is the left five eighths, the rail the rest, and a
// picture that would be a band across the frame fills the rail.

// unit returns how many canvas px one px of the 1080-wide design is.
func (c *compiler) unit() float64 {
	return float64(min(c.in.Canvas.Size.W, c.in.Canvas.Size.H)) / 1080
}

// wide reports whether the canvas lies on its side.
func (c *compiler) wide() bool { return c.in.Canvas.Size.W > c.in.Canvas.Size.H }

// short reports whether the canvas is less tall than 3:2.
func (c *compiler) short() bool {
	return !c.wide() && float64(c.in.Canvas.Size.H) < 1.5*float64(c.in.Canvas.Size.W)
}

// canvasNames are the names by which a node's variants may mean this canvas.
func (c *compiler) canvasNames() []string {
	names := []string{c.in.Canvas.Name}
	if c.wide() {
		names = append(names, "wide")
	}
	if c.short() {
		names = append(names, "short")
	}
	return names
}

// dressed returns the nodes as they are on this canvas.
func (c *compiler) dressed(nodes []template.Node) []template.Node {
	out := make([]template.Node, len(nodes))
	for i := range nodes {
		n := *nodes[i].Variant(c.canvasNames()...)
		n.Nodes = c.dressed(n.Nodes)
		n.Between = c.dressed(n.Between)
		if n.Else != nil {
			n.Else = &c.dressed([]template.Node{*n.Else})[0]
		}
		out[i] = n
	}
	return out
}

// wideRoom is the part of a wide canvas's width that the room takes.
const wideRoom = 5.0 / 8

// colX returns the canvas x of a module line, 0 to 6.
func (c *compiler) colX(line float64) float64 {
	w := float64(c.in.Canvas.Size.W)
	if c.wide() {
		room := math.Round(w * wideRoom)
		if line <= 5 {
			return room * line / 5
		}
		return room + (w-room)*(line-5)
	}
	return w / modules * line
}

// rowY returns the canvas y of a module line, 0 to 8.
func (c *compiler) rowY(line float64) float64 {
	h := float64(c.in.Canvas.Size.H)
	mh := h / moduleRows
	if line <= 0 || line >= moduleRows {
		return line * mh
	}
	switch {
	case c.wide() || c.in.Canvas.Size.W == c.in.Canvas.Size.H:
		return min(line/6, 1) * h
	case c.short():
		if line <= 6 {
			return h * 5 / 6 * line / 6
		}
		return h*5/6 + h/6*(line-6)/2
	}
	return min(h, max(0, line*mh+c.floorY()-6*mh))
}

// floorY is the floor line: where the safe box ends, rounded down to a module line.
func (c *compiler) floorY() float64 {
	h := float64(c.in.Canvas.Size.H)
	if c.wide() || c.short() {
		return c.rowY(6)
	}
	mh := h / moduleRows
	return math.Floor(c.in.Canvas.Safe.Y1/mh) * mh
}

// moduleBox returns a box of the grid in canvas px, mirrored where the scene
// runs from right to left.
func (c *compiler) moduleBox(b template.Box) geom.Rect {
	w, h := float64(c.in.Canvas.Size.W), float64(c.in.Canvas.Size.H)
	room := c.colX(5)
	r := geom.R(c.colX(float64(b.Col0-1)), c.rowY(float64(b.Row0-1)), c.colX(float64(b.Col1)), c.rowY(float64(b.Row1)))
	switch b.Name {
	case "full":
		r = geom.R(0, 0, w, h)
	case "room":
		r = geom.R(0, 0, room, c.floorY())
	case "rail":
		r = geom.R(room, 0, w, h)
	case "floor":
		r = geom.R(0, c.floorY(), w, h)
	case "safe":
		return c.in.Canvas.Safe
	case "":
		if b == (template.Box{}) {
			r = geom.R(0, 0, w, h)
		}
	}
	if c.rtl {
		return c.mirror(r)
	}
	return r
}

// mirror turns a rectangle round the middle of the canvas.
func (c *compiler) mirror(r geom.Rect) geom.Rect {
	w := float64(c.in.Canvas.Size.W)
	return geom.R(w-r.X1, r.Y0, w-r.X0, r.Y1)
}

// pictureBox is moduleBox for a picture: a band across the whole width becomes
// the rail of a wide canvas.
func (c *compiler) pictureBox(b template.Box) geom.Rect {
	band := b.Name == "" && b.Col0 == 1 && b.Col1 == modules && (b.Row0 > 1 || b.Row1 < moduleRows)
	if c.wide() && (band || b.Name == "floor") {
		return c.moduleBox(template.Box{Name: "rail"})
	}
	return c.moduleBox(b)
}

// spot returns a place of the grid in px.
func (c *compiler) spot(p template.Place) (x, y, r float64) {
	x, y = c.colX(p.X), c.rowY(p.Y)
	if c.rtl {
		x = float64(c.in.Canvas.Size.W) - x
	}
	return x, y, p.R * 180 * c.unit()
}

// safe is the box that texts keep to; right to left it leaves room for the
// app's buttons on either side.
func (c *compiler) safe() geom.Rect {
	s := c.in.Canvas.Safe
	w := float64(c.in.Canvas.Size.W)
	if c.rtl && s.X1 < w-s.X0-1 {
		s.X0 = max(s.X0, c.moduleBox(template.Box{Name: "room"}).X0+panelPad*c.unit())
	}
	return s
}

// edge mirrors the edge of a transition.
func (c *compiler) edge(e template.Edge) template.Edge {
	if !c.rtl {
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

// base returns the language of a tag: "de" of "de-AT".
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return b
}
