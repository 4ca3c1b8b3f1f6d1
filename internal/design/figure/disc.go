package figure

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Badge is a disc that fills its box.
func Badge(box geom.Rect, size float64, color srgb.Color) []Part {
	mid := box.Center()
	return []Part{{Path: Circle(nil, mid.X, mid.Y, size/2), Color: color}}
}

// RingPx is the width of the rings around a disc, in px of the 1080-wide design.
const RingPx = 4

// Rings are circles around a point, wider apart the farther they are from it,
// until they leave a canvas of the given size in whatever place it shows them.
func Rings(at geom.Point, canvas geom.Rect, unit float64) timeline.Path {
	const most = 60
	var path timeline.Path
	gap, radius := 30*unit, 395*unit
	for n := 0; radius < 2.2*math.Hypot(canvas.W(), canvas.H()) && n < most; n++ {
		radius += gap
		path = Circle(path, at.X, at.Y, radius)
		gap *= 1.03
	}
	return path
}

// Wheel is a disc of gores on its box that turns by so many degrees, in the
// colours of the box, of every other gore and of the disc.
func Wheel(box geom.Rect, at geom.Point, r float64, gores int, turn float64, col [3]srgb.Color) []Part {
	var cloth, half timeline.Path
	step := 2 * math.Pi / float64(gores)
	rim := func(a float64) geom.Point { return pt(at.X+r*math.Cos(a), at.Y+r*math.Sin(a)) }
	dip := func(a float64) geom.Point { return pt(at.X+r*0.975*math.Cos(a), at.Y+r*0.975*math.Sin(a)) }
	var outline []geom.Point
	for i := range gores {
		a := step * float64(i)
		outline = append(outline, rim(a), dip(a+step/4), dip(a+step/2), dip(a+step*3/4))
		if i%2 == 0 {
			half = polygon(half, at, rim(a), dip(a+step/4), dip(a+step/2), dip(a+step*3/4), rim(a+step))
		}
	}
	cloth = polygon(cloth, outline...)
	return []Part{
		{Path: Rect(nil, box), Color: col[0]},
		{Path: cloth, Color: col[2], Turn: turn, Pivot: at},
		{Path: half, Color: col[1], Turn: turn, Pivot: at},
		{Path: Circle(nil, at.X, at.Y, r*0.085), Color: col[2]},
		{Path: Circle(nil, at.X, at.Y, r*0.032), Color: col[1]},
	}
}
