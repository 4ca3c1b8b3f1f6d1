package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
)

// A route is one walk through all scenes that show it: a map with its stops, a
// camera that comes close to one of them after the other, and a list into which
// the line bends. Neighbouring scenes paint the same line, each in its colour,
// so that it goes on across the edge of the wipe between them.

// survey finds the map among the scenes, which decides the walk that the others
// show; nil for none.
func survey(scenes []*scene) *figure.Walk {
	for _, s := range scenes {
		for _, node := range s.spec.Nodes {
			n, ok := node.(*template.Route)
			if !ok || n.Mode == "stop" || n.Mode == "list" || !s.Met(n.When, nil) {
				continue
			}
			box := template.Box{Name: "full"}
			if len(n.Boxes) > 0 {
				box = n.Boxes[0]
			}
			return s.layWalk(n, s.grid.Box(box))
		}
	}
	return nil
}

// layWalk leads a walk past the entries of a route's list through a box.
func (sc scope) layWalk(n *template.Route, box geom.Rect) *figure.Walk {
	return figure.LayWalk(len(sc.List(n.Source)), box, sc.seed(), sc.grid.RTL)
}

// placeRoute places the walk: as a map, close to a stop, or beside a list.
func (l layout) placeRoute(n *template.Route, at placed) {
	box := at.box
	at.box = l.in.Canvas.Size.Bounds()
	r := &route{placed: at, color: l.pal.Or(n.Color, l.pal.On(l.groundOf(box)))}
	w := l.stage.walk
	if w == nil {
		w = l.layWalk(n, box) // a design without a map
	}
	unit := l.grid.Unit()
	place := len(l.elements)
	switch n.Mode {
	case "stop":
		k, _ := field.Number(l.Item[field.ItemNumber])
		r.way = w.Stop(int(k)-1, box, l.in.Canvas.Size, l.nameBox(), unit, l.grid.RTL)
	case "list":
		var badges []geom.Point
		radius := 0.0
		for i, e := range l.elements {
			if !isBadge(e) {
				continue
			}
			if len(badges) == 0 {
				place = i // where its badges stood
			}
			badges = append(badges, e.at().box.Center())
			radius = e.at().box.H() / 2
		}
		if len(badges) == 0 {
			return
		}
		below := geom.Point{X: badges[0].X, Y: float64(l.in.Canvas.Size.H) + 120*unit}
		r.way = w.List(badges, radius, below, unit)
		// The stops themselves become the badges.
		l.elements = slices.DeleteFunc(l.elements, func(e element) bool {
			_, no := e.(*number)
			return no || isBadge(e)
		})
	default:
		r.way = w.Map(unit)
	}
	along := figure.Lengths(r.way.Path())
	r.lengthPx = along[len(along)-1]
	l.elements = slices.Insert(l.elements, place, element(r))
}

func isBadge(e element) bool {
	d, ok := e.(*drawing)
	return ok && d.badge
}
