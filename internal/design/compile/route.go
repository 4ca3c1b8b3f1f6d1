package compile

import (
	"fmt"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// A route is one walk through all scenes that show it: a map with its stops, a
// camera that comes close to one of them after the other, and a list into which
// the line bends. Neighbouring scenes paint the same line, each in its colour,
// so that it goes on across the edge of the wipe between them.

// survey finds the map among the scenes, which decides the walk that the others show.
func (c *compiler) survey() {
	for _, s := range c.scenes {
		c.use(s)
		for i := range s.spec.Nodes {
			n := &s.spec.Nodes[i]
			if n.Kind == template.Route && n.Mode != "stop" && n.Mode != "list" && c.met(n.When, nil) {
				box := template.Box{Name: "full"}
				if len(n.Boxes) > 0 {
					box = n.Boxes[0]
				}
				c.walk = c.layWalk(n, c.g.Box(box))
				return
			}
		}
	}
}

// layWalk leads a walk past the entries of a route's list through a box.
func (c *compiler) layWalk(n *template.Node, box geom.Rect) *figure.Walk {
	return figure.LayWalk(len(c.list(n.Source)), box, c.seed(), c.g.RTL)
}

// placeRoute places the walk: as a map, close to a stop, or beside a list.
func (c *compiler) placeRoute(s *scene, n *template.Node, name string, box geom.Rect) {
	col := c.pal.Or(n.Color, c.pal.On(c.groundOf(s, box)))
	p := placed{node: n, name: name, box: c.in.Canvas.Size.Bounds(), color: col}
	at := len(s.placed)
	w := c.walk
	if w == nil {
		w = c.layWalk(n, box) // a design without a map
	}
	unit := c.g.Unit()
	switch n.Mode {
	case "stop":
		k, _ := field.Number(c.item[field.ItemNumber])
		p.way = w.Stop(int(k)-1, box, c.in.Canvas.Size, c.nameBox(), unit, c.g.RTL)
	case "list":
		isBadge := func(p placed) bool { return p.node.Kind == template.Badge && len(p.drawing) > 0 }
		first := slices.IndexFunc(s.placed, isBadge)
		if first < 0 {
			return
		}
		at = first // where its badges stood
		var badges []geom.Point
		radius := 0.0
		for _, b := range s.placed[first:] {
			if isBadge(b) {
				badges = append(badges, b.box.Center())
				radius = b.box.H() / 2
			}
		}
		below := geom.Point{X: badges[0].X, Y: float64(c.in.Canvas.Size.H) + 120*unit}
		p.way = w.List(badges, radius, below, unit)
		// The stops themselves become the badges.
		s.placed = slices.DeleteFunc(s.placed, func(q placed) bool { return q.node.Kind == template.Badge })
	default:
		p.way = w.Map(unit)
	}
	along := figure.Lengths(p.way.Path())
	p.lengthPx = along[len(along)-1]
	s.placed = slices.Insert(s.placed, at, p)
}

// nameWidth is about how far the sender's name and mark reach, in px of the
// 1080-wide design.
const nameWidth = 330

// nameBox is about where the sender's name stands.
func (c *compiler) nameBox() geom.Rect {
	u, safe := c.g.Unit(), c.g.Safe()
	r := geom.R(safe.X0, safe.Y0+tabTop*u, safe.X0+nameWidth*u, safe.Y0+(tabTop+tabHeight)*u)
	if c.g.RTL {
		r.X0, r.X1 = safe.X1-nameWidth*u, safe.X1
	}
	return r
}

// wayOf returns how a scene shows the walk, nil if it does not.
func wayOf(s *scene) *figure.Way {
	if s == nil {
		return nil
	}
	for i := range s.placed {
		if s.placed[i].way != nil {
			return s.placed[i].way
		}
	}
	return nil
}

// beside returns the scenes before and after s; nil across the seam, where a
// route begins anew.
func (c *compiler) beside(s *scene) (before, after *scene) {
	i := slices.Index(c.scenes, s)
	if i > 0 {
		before = c.scenes[i-1]
	}
	if i >= 0 && i+1 < len(c.scenes) {
		after = c.scenes[i+1]
	}
	return before, after
}

// routeLayers paints the walk of a scene: it comes in the form of the scene
// before and takes that of the next one while it is covered.
func (c *compiler) routeLayers(s *scene, p *placed, span timeline.Span) []timeline.Layer {
	sb, sa := c.beside(s)
	before, after := wayOf(sb), wayOf(sa)
	ways := []*figure.Way{p.way}
	var form timeline.Track
	own := 0.0
	if before != nil {
		ways = []*figure.Way{before, p.way}
		form = timeline.Ramp(float64(s.enter.from), 0, float64(s.enter.to), 1, timeline.Step)
		own = 1
	}
	if after != nil {
		ways = append(ways, after)
		form = join(form, timeline.Ramp(float64(s.leave.from), own, float64(s.leave.to), own+1, timeline.Step))
	}
	start, frames := s.enter.from+c.clockStart(s), c.frames(c.clockSeconds(p))
	draws := before == nil && len(c.scenes) > 1
	shape := func(name string, from int, col srgb.Color, of func(*figure.Way) timeline.Form) timeline.Layer {
		first := of(ways[0])
		sh := &timeline.Shape{Path: first.Path, StrokePx: first.StrokePx, Color: col, Form: form}
		for _, w := range ways[1:] {
			sh.Forms = append(sh.Forms, of(w))
		}
		sp := span
		sp.From = max(sp.From, from)
		return timeline.Layer{Name: name, Span: sp, Box: figure.Bounds(p.way.Path(), p.way.StrokePx), Paint: sh}
	}
	line := shape(p.name+"/line", span.From, p.color, func(w *figure.Way) timeline.Form {
		return timeline.Form{Path: w.Path(), StrokePx: w.StrokePx}
	})
	if sh, ok := line.Paint.(*timeline.Shape); ok && draws {
		line.Span.From = max(span.From, start)
		sh.Trim = timeline.Ramp(float64(start), 0, float64(start+frames), 1, timeline.Step)
	}
	out := []timeline.Layer{line}
	// The stop that the scene is about lies over the others.
	order := make([]int, len(p.way.Dots))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(p.way.Radius[a] - p.way.Radius[b]) })
	along := figure.Lengths(p.way.Path())
	for _, k := range order {
		from := span.From
		if draws && k < len(c.stops()) {
			from = start + appears(max(0.01, along[c.stops()[k]]/p.lengthPx), frames, timeline.Step)
		}
		number := c.numberPath(fmt.Sprint(k + 1))
		out = append(out,
			shape(fmt.Sprintf("%s/dot%d", p.name, k+1), from, p.color, func(w *figure.Way) timeline.Form {
				return timeline.Form{Path: figure.Circle(nil, w.Dots[k].X, w.Dots[k].Y, w.Radius[k])}
			}),
			shape(fmt.Sprintf("%s/no%d", p.name, k+1), from, c.pal.On(p.color), func(w *figure.Way) timeline.Form {
				return timeline.Form{Path: figure.Scaled(number, w.Dots[k], w.Radius[k])}
			}))
	}
	return out
}

// stops returns which points of the walk are stops.
func (c *compiler) stops() []int {
	if c.walk == nil {
		return nil
	}
	return c.walk.Stops
}

// numberShare is the size of a number in the radius of its disc.
const numberShare = 0.92

// numberPath is the outline of a number in the middle of a disc of radius 1
// around the origin.
func (c *compiler) numberPath(text string) timeline.Path {
	const px = 100
	font := c.in.Kit.Fonts.Display
	line, err := c.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: numberShare * px, Language: c.lang})
	if err != nil {
		return nil // a figure is in every font
	}
	return figure.Outline(line, px)
}
