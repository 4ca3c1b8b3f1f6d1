package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// iconNames are the icons that there are.
var iconNames = []string{"bike", "bin", "bus", "car", "foot", "info", "parking", "school", "train", "water"}

// icon draws a solid icon on a square tile.
func (c *compiler) icon(n *template.Node, name string, box geom.Rect, ground srgb.Color, it entry) (placed, bool) {
	text, _, ok := template.Expand(n.Value, c.value(it))
	if !ok {
		return placed{}, false
	}
	tile := c.color("primary")
	if n.Color != "" && n.Color != "auto" {
		tile = c.color(n.Color)
	}
	if srgb.Contrast(tile, ground) < 1.3 {
		tile = c.on(ground)
	}
	front := c.on(tile)
	if !slices.Contains(iconNames, text) {
		c.diags.Errorf(n.Pos, "icon", diag.DidYouMean(text, iconNames), "there is no icon %q", text)
		return placed{}, false
	}
	// Icons are drawn on a field of 24 × 24.
	k := box.W() / 24
	r := func(x0, y0, x1, y1, rad float64) timeline.Path {
		return roundRect(nil, geom.R(box.X0+x0*k, box.Y0+y0*k, box.X0+x1*k, box.Y0+y1*k), rad*k)
	}
	o := func(x, y, rad float64) timeline.Path { return circlePath(nil, box.X0+x*k, box.Y0+y*k, rad*k) }
	poly := func(xy ...float64) timeline.Path {
		var pts []geom.Point
		for i := 0; i+1 < len(xy); i += 2 {
			pts = append(pts, pt(box.X0+xy[i]*k, box.Y0+xy[i+1]*k))
		}
		return polygon(nil, pts...)
	}
	p := placed{node: n, name: name, box: box}
	p.drawing = []drawn{{path: rectPath(nil, box), color: tile}}
	add := func(col srgb.Color, paths ...timeline.Path) {
		for _, path := range paths {
			p.drawing = append(p.drawing, drawn{path: path, color: col})
		}
	}
	line := func(col srgb.Color, w float64, paths ...timeline.Path) {
		for _, path := range paths {
			p.drawing = append(p.drawing, drawn{path: path, color: col, stroke: w * k})
		}
	}
	switch text {
	case "bus":
		add(front, r(5, 5, 19, 17.5, 2), r(6.5, 16, 9, 19.5, 0.6), r(15, 16, 17.5, 19.5, 0.6))
		add(tile, r(6.8, 7.4, 17.2, 12.2, 0.7), o(8.3, 15, 1), o(15.7, 15, 1))
	case "train":
		add(front, r(6, 4, 18, 16.5, 3), poly(7.5, 20, 9.5, 16, 11, 16, 9, 20), poly(16.5, 20, 14.5, 16, 13, 16, 15, 20))
		add(tile, r(7.8, 6.5, 16.2, 11, 0.8), o(9.2, 13.8, 1), o(14.8, 13.8, 1))
	case "car":
		add(front, poly(7.4, 6, 16.6, 6, 19, 11.5, 5, 11.5), r(4, 10.5, 20, 16.5, 1.6), r(5, 15.5, 8, 19, 0.7), r(16, 15.5, 19, 19, 0.7))
		add(tile, poly(8.6, 7.7, 15.4, 7.7, 16.7, 11, 7.3, 11), o(7.4, 13.7, 1.1), o(16.6, 13.7, 1.1))
	case "bike":
		line(front, 1.5, o(7, 15, 3.6), o(17, 15, 3.6), poly(7, 15, 10, 9.2, 14.6, 9.2, 12, 15), poly(17, 15, 14, 7, 16, 6.4))
	case "foot":
		add(front, o(12.6, 4.8, 1.9), poly(10.6, 7.6, 14.2, 7.6, 14.6, 13.4, 10, 13.4), poly(10, 13, 12.2, 13, 10.2, 20.5, 7.9, 20.5), poly(12.2, 13, 14.6, 13, 16.8, 20.5, 14.5, 20.5), poly(14, 7.8, 17.6, 11.6, 16.4, 12.8, 13.6, 10), poly(10.8, 7.8, 7.4, 11, 8.2, 12.4, 11.4, 10))
	case "bin":
		add(front, r(5, 6, 19, 8, 0.6), r(9.5, 4, 14.5, 6.4, 0.6), poly(6.2, 9, 17.8, 9, 16.8, 20, 7.2, 20))
		add(tile, r(9.2, 11, 10.4, 18, 0.3), r(13.6, 11, 14.8, 18, 0.3))
	case "water":
		add(front, o(12, 14.5, 5), poly(12, 4, 16.55, 12.4, 7.45, 12.4))
	case "school":
		add(front, poly(12, 5, 21, 9.5, 12, 14, 3, 9.5), poly(6.5, 12.4, 12, 15.2, 17.5, 12.4, 17.5, 16.5, 12, 19.2, 6.5, 16.5))
	case "parking":
		line(front, 2.6, poly(9, 19, 9, 5.6, 13, 5.6, 15.4, 7.4, 15.4, 10.4, 13, 12.4, 9, 12.4))
	default:
		add(front, o(12, 6.2, 1.9), r(10.2, 10, 13.8, 19.2, 0.6))
	}
	return p, true
}
