package figure

import (
	"maps"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
)

// iconField is the side of the field that icons are drawn on.
const iconField = 24

// pen draws an icon on its tile, in the units of its field.
type pen struct {
	box         geom.Rect
	k           float64 // px of one unit
	front, tile srgb.Color
	parts       []Part
}

// icons are the drawings by name.
var icons = map[string]func(*pen){
	"bus": func(p *pen) {
		p.add(p.front, p.rect(5, 5, 19, 17.5, 2), p.rect(6.5, 16, 9, 19.5, 0.6), p.rect(15, 16, 17.5, 19.5, 0.6))
		p.add(p.tile, p.rect(6.8, 7.4, 17.2, 12.2, 0.7), p.disc(8.3, 15, 1), p.disc(15.7, 15, 1))
	},
	"train": func(p *pen) {
		p.add(p.front, p.rect(6, 4, 18, 16.5, 3), p.poly(7.5, 20, 9.5, 16, 11, 16, 9, 20), p.poly(16.5, 20, 14.5, 16, 13, 16, 15, 20))
		p.add(p.tile, p.rect(7.8, 6.5, 16.2, 11, 0.8), p.disc(9.2, 13.8, 1), p.disc(14.8, 13.8, 1))
	},
	"car": func(p *pen) {
		p.add(p.front, p.poly(7.4, 6, 16.6, 6, 19, 11.5, 5, 11.5), p.rect(4, 10.5, 20, 16.5, 1.6), p.rect(5, 15.5, 8, 19, 0.7), p.rect(16, 15.5, 19, 19, 0.7))
		p.add(p.tile, p.poly(8.6, 7.7, 15.4, 7.7, 16.7, 11, 7.3, 11), p.disc(7.4, 13.7, 1.1), p.disc(16.6, 13.7, 1.1))
	},
	"bike": func(p *pen) {
		p.line(1.5, p.disc(7, 15, 3.6), p.disc(17, 15, 3.6), p.poly(7, 15, 10, 9.2, 14.6, 9.2, 12, 15), p.poly(17, 15, 14, 7, 16, 6.4))
	},
	"foot": func(p *pen) {
		p.add(p.front, p.disc(12.6, 4.8, 1.9), p.poly(10.6, 7.6, 14.2, 7.6, 14.6, 13.4, 10, 13.4), p.poly(10, 13, 12.2, 13, 10.2, 20.5, 7.9, 20.5), p.poly(12.2, 13, 14.6, 13, 16.8, 20.5, 14.5, 20.5), p.poly(14, 7.8, 17.6, 11.6, 16.4, 12.8, 13.6, 10), p.poly(10.8, 7.8, 7.4, 11, 8.2, 12.4, 11.4, 10))
	},
	"bin": func(p *pen) {
		p.add(p.front, p.rect(5, 6, 19, 8, 0.6), p.rect(9.5, 4, 14.5, 6.4, 0.6), p.poly(6.2, 9, 17.8, 9, 16.8, 20, 7.2, 20))
		p.add(p.tile, p.rect(9.2, 11, 10.4, 18, 0.3), p.rect(13.6, 11, 14.8, 18, 0.3))
	},
	"water": func(p *pen) {
		p.add(p.front, p.disc(12, 14.5, 5), p.poly(12, 4, 16.55, 12.4, 7.45, 12.4))
	},
	"school": func(p *pen) {
		p.add(p.front, p.poly(12, 5, 21, 9.5, 12, 14, 3, 9.5), p.poly(6.5, 12.4, 12, 15.2, 17.5, 12.4, 17.5, 16.5, 12, 19.2, 6.5, 16.5))
	},
	"parking": func(p *pen) {
		p.line(2.6, p.poly(9, 19, 9, 5.6, 13, 5.6, 15.4, 7.4, 15.4, 10.4, 13, 12.4, 9, 12.4))
	},
	"info": func(p *pen) {
		p.add(p.front, p.disc(12, 6.2, 1.9), p.rect(10.2, 10, 13.8, 19.2, 0.6))
	},
}

// IconNames returns the names of all icons, sorted.
func IconNames() []string { return slices.Sorted(maps.Keys(icons)) }

// Icon draws a solid icon in the colour front on a square tile; nil if there is
// none of that name.
func Icon(name string, box geom.Rect, tile, front srgb.Color) []Part {
	draw, ok := icons[name]
	if !ok {
		return nil
	}
	p := &pen{box: box, k: box.W() / iconField, front: front, tile: tile, parts: []Part{{Path: Rect(nil, box), Color: tile}}}
	draw(p)
	return p.parts
}

func (p *pen) rect(x0, y0, x1, y1, rad float64) timeline.Path {
	return roundRect(nil, geom.R(p.box.X0+x0*p.k, p.box.Y0+y0*p.k, p.box.X0+x1*p.k, p.box.Y0+y1*p.k), rad*p.k)
}

func (p *pen) disc(x, y, rad float64) timeline.Path {
	return Circle(nil, p.box.X0+x*p.k, p.box.Y0+y*p.k, rad*p.k)
}

func (p *pen) poly(xy ...float64) timeline.Path {
	var pts []geom.Point
	for i := 0; i+1 < len(xy); i += 2 {
		pts = append(pts, pt(p.box.X0+xy[i]*p.k, p.box.Y0+xy[i+1]*p.k))
	}
	return polygon(nil, pts...)
}

func (p *pen) add(col srgb.Color, paths ...timeline.Path) {
	for _, path := range paths {
		p.parts = append(p.parts, Part{Path: path, Color: col})
	}
}

func (p *pen) line(width float64, paths ...timeline.Path) {
	for _, path := range paths {
		p.parts = append(p.parts, Part{Path: path, Color: p.front, StrokePx: width * p.k})
	}
}
