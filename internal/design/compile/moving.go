package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// What stands behind or over every scene and takes another place in each.

// places returns a disc's tracks.
func (a *animator) places(s *scene, p *disc) (x, y, r timeline.Track) {
	at := func(origin string) (template.Place, bool) {
		if v, ok := p.spec.Places[origin]; ok {
			return v, true
		}
		v, ok := p.spec.Places[""]
		return v, ok
	}
	part := func(k int) timeline.Track {
		return a.byScene(func(origin string) (float64, bool) {
			v, ok := at(origin)
			place, radius := s.grid.Place(s.risen(p, origin, v))
			place.Y = a.belowLabel(origin, place.X, place.Y, radius)
			return [3]float64{place.X, place.Y, radius}[k], ok
		})
	}
	return part(0), part(1), part(2)
}

// risen places a disc by the days that are left, where the template says so.
func (sc scope) risen(p *disc, origin string, v template.Place) template.Place {
	rise, ok := p.spec.Rise[origin]
	left, known := field.Number(sc.Fields.Texts["days_left"])
	if !ok || !known && sc.Fields.Texts["today"] == "" {
		return v
	}
	v.Y = rise.Row + rise.Lower*min(left, rise.Days)/rise.Days
	return v
}

// belowLabel moves a disc down until it does not touch the sender's name,
// whose colour is that of the ground around the disc.
func (a *animator) belowLabel(origin string, x, y, r float64) float64 {
	for _, s := range a.scenes {
		if s.origin != origin {
			continue
		}
		for _, e := range s.elements {
			l, ok := e.(*label)
			if !ok {
				continue
			}
			reach := r + discClear*s.grid.Unit()
			if across := max(l.box.X0-x, x-l.box.X1, 0); across < reach {
				y = max(y, l.box.Y1+math.Sqrt(reach*reach-across*across))
			}
		}
	}
	return y
}

// discClear is the distance of a disc from the sender's name, in px of the
// 1080-wide design.
const discClear = 8

// discLayers paints a disc, and the rings that travel with it.
func (a *animator) discLayers(s *scene, p *disc, span timeline.Span) []timeline.Layer {
	x, y, r := a.places(s, p)
	box := a.in.Canvas.Size.Bounds()
	var out []timeline.Layer
	if p.spec.Rings != "" {
		rx, ry := x.At(0, 0), y.At(0, 0)
		px := figure.RingPx * s.grid.Unit()
		path := figure.Rings(geom.Point{X: rx, Y: ry}, box, s.grid.Unit())
		l := timeline.Layer{Name: p.name + "/rings", Span: span, Box: figure.Bounds(path, px), Paint: &timeline.Shape{Path: path, Color: ringColor(s.pal, p.spec.Rings), StrokePx: px}}
		l.DX, l.DY = moved(x, -rx), moved(y, -ry)
		out = append(out, l)
	}
	return append(out, timeline.Layer{
		Name: p.name, Span: span, Box: box, Paint: &timeline.Fill{Color: p.color},
		Clip: &timeline.Clip{Box: box, Circle: &timeline.Circle{CX: x, CY: y, R: r}},
	})
}

// ringColor is that of a disc's rings, softened where it would disturb texts.
func ringColor(pal palette.Palette, role string) srgb.Color {
	if col, ground := pal.Color(role), pal.Color("ink"); srgb.Contrast(col, ground) <= palette.CalmContrast {
		return col
	}
	return pal.Line(pal.Color("ink"))
}

// shiftOf returns by how many rows an element is moved in each scene.
func shiftOf(e element) map[string]float64 {
	switch e := e.(type) {
	case *backdrop:
		return e.spec.Shift
	case *fill:
		return e.spec.Shift
	}
	return nil
}

// shifts returns how far a backdrop or a fill is moved down in each scene.
func (a *animator) shifts(s *scene, e element) timeline.Track {
	p, shift := e.at(), shiftOf(e)
	if len(shift) == 0 || len(p.node.Boxes) == 0 {
		return nil
	}
	row := float64(p.node.Boxes[0].Row1)
	at := s.grid.Row(row)
	return a.byScene(func(origin string) (float64, bool) {
		rows, ok := shift[origin]
		if rows == 0 {
			return 0, ok
		}
		if to := row + rows; to > grid.Rows {
			return float64(a.in.Canvas.Size.H) - p.box.Y0, ok
		}
		return s.grid.Row(row+rows) - at, ok
	})
}
