package figure

import (
	"math"
	"math/rand/v2"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
)

// The measures of a walk in px of the 1080-wide design, how close the camera
// comes to a stop, and how many stops a map has.
const (
	walkStroke = 18
	dotRadius  = 46
	stopRadius = 104
	stopZoom   = 1.6
	mostStops  = 5
)

// Walk is a way as it winds through a map: points of a smooth curve in canvas
// px, and which of them are stops.
type Walk struct {
	Points []geom.Point
	Stops  []int
}

// Way is a walk as one scene shows it.
type Way struct {
	Points   []geom.Point
	Dots     []geom.Point // the stops
	Radius   []float64    // of each dot's disc
	StrokePx float64
	Camera   Camera
}

// Camera maps a point of the map to the canvas: Zoom times the point plus (X, Y).
type Camera struct{ Zoom, X, Y float64 }

// at returns where a point of the map shows.
func (k Camera) at(p geom.Point) geom.Point { return pt(k.Zoom*p.X+k.X, k.Zoom*p.Y+k.Y) }

// Sees returns what of the map shows in a box of the canvas.
func (k Camera) Sees(box geom.Rect) geom.Rect {
	return geom.R((box.X0-k.X)/k.Zoom, (box.Y0-k.Y)/k.Zoom, (box.X1-k.X)/k.Zoom, (box.Y1-k.Y)/k.Zoom)
}

// Between returns the camera at a share of the way from k to b.
func (k Camera) Between(b Camera, share float64) Camera {
	return Camera{k.Zoom + (b.Zoom-k.Zoom)*share, k.X + (b.X-k.X)*share, k.Y + (b.Y-k.Y)*share}
}

// LayWalk leads a walk with so many stops from the lower left to the upper right
// of a box, mirrored where the language runs from right to left; it swings from
// side to side. seed makes it its own.
func LayWalk(stops int, box geom.Rect, seed uint64, rtl bool) *Walk {
	rng := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a picture, not a secret
	jitter := func() float64 { return (rng.Float64() - 0.5) * 0.05 }
	stops = min(max(stops, 2), mostStops)
	base := [][2]float64{{-0.06, 1.02}, {0.15, 0.86}, {0.50, 0.66}, {0.88, 0.44}, {0.72, 0.28}, {0.935, -0.08}, {1.08, -0.24}}
	if keep, ok := map[int][]int{2: {0, 1, 3, 6}, 3: {0, 1, 3, 5, 6}, 4: {0, 1, 2, 3, 5, 6}}[stops]; ok {
		var fewer [][2]float64
		for _, i := range keep {
			fewer = append(fewer, base[i])
		}
		base = fewer
	}
	w := &Walk{}
	for i, b := range base {
		x, y := b[0], b[1]
		if i > 0 && i < len(base)-1 {
			x, y = x+jitter(), y+jitter()
			w.Stops = append(w.Stops, len(w.Points))
		}
		w.Points = append(w.Points, inBox(box, x, y, rtl))
		if i == 2 && stops >= 4 { // the bow of a valley between the second and the third stop
			w.Points = append(w.Points, inBox(box, 0.76, 0.76, rtl))
		}
	}
	return w
}

// inBox returns the point at shares of a box, mirrored from right to left.
func inBox(box geom.Rect, x, y float64, rtl bool) geom.Point {
	if rtl {
		x = 1 - x
	}
	return pt(box.X0+x*box.W(), box.Y0+y*box.H())
}

// Map shows the whole walk with its stops.
func (w *Walk) Map(unit float64) *Way {
	out := &Way{Points: w.Points, StrokePx: walkStroke * unit, Camera: Camera{Zoom: 1}}
	for _, i := range w.Stops {
		out.Dots = append(out.Dots, w.Points[i])
		out.Radius = append(out.Radius, dotRadius*unit)
	}
	return out
}

// Stop shows the walk with its kth stop large in a box of a canvas. The line
// keeps off avoid where it can.
func (w *Walk) Stop(k int, box geom.Rect, canvas geom.Size, avoid geom.Rect, unit float64, rtl bool) *Way {
	k = min(max(k, 0), len(w.Stops)-1)
	stop := w.Points[w.Stops[k]]
	beyond := float64(max(canvas.W, canvas.H))
	var first *Way
	for _, share := range []float64{0.565, 0.68, 0.80, 0.45} {
		rest := inBox(box, share, 0.58, rtl)
		cam := Camera{stopZoom, rest.X - stopZoom*stop.X, rest.Y - stopZoom*stop.Y}
		way := &Way{StrokePx: walkStroke * stopZoom * unit, Camera: cam}
		for _, q := range w.Points {
			way.Points = append(way.Points, cam.at(q))
		}
		// Close to a stop, too, both ends lie out of the picture.
		n := len(way.Points) - 1
		way.Points[0] = outward(way.Points[1], way.Points[0], beyond)
		way.Points[n] = outward(way.Points[n-1], way.Points[n], beyond)
		for j, i := range w.Stops {
			r := dotRadius * unit
			if j == k {
				r = stopRadius * unit
			}
			way.Dots = append(way.Dots, way.Points[i])
			way.Radius = append(way.Radius, r)
		}
		if first == nil {
			first = way
		}
		if !way.touches(avoid, unit) {
			return way
		}
	}
	return first
}

// outward moves an end of a way on by a distance, away from its neighbour.
func outward(from, end geom.Point, by float64) geom.Point {
	d := math.Hypot(end.X-from.X, end.Y-from.Y)
	k := 1 + by/max(d, 1)
	return pt(from.X+(end.X-from.X)*k, from.Y+(end.Y-from.Y)*k)
}

// touches reports whether a way crosses a rectangle or comes close to it.
func (w *Way) touches(r geom.Rect, unit float64) bool {
	near := func(p geom.Point, d float64) bool {
		return math.Hypot(max(r.X0-p.X, p.X-r.X1, 0), max(r.Y0-p.Y, p.Y-r.Y1, 0)) < d
	}
	for i, p := range w.Dots {
		if near(p, w.Radius[i]+8*unit) {
			return true
		}
	}
	last := w.Points[0]
	for _, s := range Smooth(w.Points) {
		for i := range curveSteps {
			if s.Op == timeline.CubeTo && near(cubic(last, s.P, float64(i)/curveSteps), w.StrokePx) {
				return true
			}
		}
		last = s.P[2]
		if s.Op == timeline.MoveTo {
			last = s.P[0]
		}
	}
	return false
}

// List stretches the walk into a line: from the first badge down through the
// others to a point below. radius is that of a badge; there is at least one.
func (w *Walk) List(badges []geom.Point, radius float64, below geom.Point, unit float64) *Way {
	out := &Way{StrokePx: walkStroke * unit, Camera: Camera{Zoom: 1}}
	for j := range w.Stops {
		at := below
		if j < len(badges) {
			at = badges[j]
		}
		out.Dots = append(out.Dots, at)
		out.Radius = append(out.Radius, radius)
	}
	for i := range w.Points {
		out.Points = append(out.Points, out.onLine(w, i, below))
	}
	return out
}

// onLine is where point i of a walk lies on the line of its list.
func (w *Way) onLine(walk *Walk, i int, below geom.Point) geom.Point {
	if i <= walk.Stops[0] {
		return w.Dots[0]
	}
	for j := 1; j < len(walk.Stops); j++ {
		if a, b := walk.Stops[j-1], walk.Stops[j]; i <= b {
			f := float64(i-a) / float64(b-a)
			p, q := w.Dots[j-1], w.Dots[j]
			return pt(p.X+(q.X-p.X)*f, p.Y+(q.Y-p.Y)*f)
		}
	}
	last := walk.Stops[len(walk.Stops)-1]
	f := float64(i-last) / float64(len(walk.Points)-1-last)
	p := w.Dots[len(w.Dots)-1]
	return pt(p.X+(below.X-p.X)*f, p.Y+(below.Y-p.Y)*f)
}

// Path is the curve of a way.
func (w *Way) Path() timeline.Path { return Smooth(w.Points) }
