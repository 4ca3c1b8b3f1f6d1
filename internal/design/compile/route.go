package compile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// A route is one walk through all scenes that show it: a map with its stops, a
// camera that comes close to one of them after the other, and a list into which
// the line bends. Neighbouring scenes paint the same line, each in its colour,
// so that it goes on across the edge of the wipe between them.

// walk is the way as it winds through the map: points of a smooth curve in
// canvas px, and which of them are stops.
type walk struct {
	pts  []geom.Point
	dots []int
}

// way is how a scene shows the walk.
type way struct {
	pts    []geom.Point
	dots   []geom.Point
	radius []float64 // of each dot's disc
	stroke float64
	cam    camera
}

// camera maps a point of the map to the canvas: zoom times the point plus (x, y).
type camera struct{ zoom, x, y float64 }

func (k camera) at(p geom.Point) geom.Point { return pt(k.zoom*p.X+k.x, k.zoom*p.Y+k.y) }

// The measures of a route in px of the 1080-wide design, and how close the
// camera comes to a stop.
const (
	routeStroke = 18
	routeDot    = 46
	routeStop   = 104
	routeZoom   = 1.6
	mostStops   = 5
)

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
				c.walk = c.layWalk(len(c.list(n.Source)), c.moduleBox(box))
				return
			}
		}
	}
}

// layWalk leads a walk from the lower left to the upper right of a box; it
// swings from side to side.
func (c *compiler) layWalk(stops int, box geom.Rect) *walk {
	rng := rand.New(rand.NewPCG(c.seed(), 7)) //nolint:gosec // a picture, not a secret
	jit := func() float64 { return (rng.Float64() - 0.5) * 0.05 }
	stops = min(max(stops, 2), mostStops)
	base := [][2]float64{{-0.06, 1.02}, {0.15, 0.86}, {0.50, 0.66}, {0.88, 0.44}, {0.72, 0.28}, {0.935, -0.08}, {1.08, -0.24}}
	if keep, ok := map[int][]int{2: {0, 1, 3, 6}, 3: {0, 1, 3, 5, 6}, 4: {0, 1, 2, 3, 5, 6}}[stops]; ok {
		var short [][2]float64
		for _, i := range keep {
			short = append(short, base[i])
		}
		base = short
	}
	w := &walk{}
	for i, b := range base {
		x, y := b[0], b[1]
		if i > 0 && i < len(base)-1 {
			x, y = x+jit(), y+jit()
			w.dots = append(w.dots, len(w.pts))
		}
		w.pts = append(w.pts, c.inBox(box, x, y))
		if i == 2 && stops >= 4 { // the bow of a valley between the second and the third stop
			w.pts = append(w.pts, c.inBox(box, 0.76, 0.76))
		}
	}
	return w
}

// inBox returns the point at shares of a box, mirrored from right to left.
func (c *compiler) inBox(box geom.Rect, x, y float64) geom.Point {
	if c.rtl {
		x = 1 - x
	}
	return pt(box.X0+x*box.W(), box.Y0+y*box.H())
}

// placeRoute places the walk: as a map, close to a stop, or beside a list.
func (c *compiler) placeRoute(s *scene, n *template.Node, name string, box geom.Rect) {
	col := c.on(c.groundOf(s, box))
	if n.Color != "" && n.Color != "auto" {
		col = c.color(n.Color)
	}
	p := placed{node: n, name: name, box: c.in.Canvas.Size.Bounds(), color: col}
	at := len(s.placed)
	w := c.walk
	if w == nil {
		w = c.layWalk(len(c.list(n.Source)), box) // a design without a map
	}
	switch n.Mode {
	case "stop":
		k, _ := field.Number(c.item[field.ItemNumber])
		p.way = c.wayOfStop(w, box, int(k)-1)
	case "list":
		first := slices.IndexFunc(s.placed, func(p placed) bool { return p.node.Kind == template.Badge && len(p.drawing) > 0 })
		if first < 0 {
			return
		}
		at = first // where its badges stood
		p.way = c.wayOfList(w, s.placed[first:])
		// The stops themselves become the badges.
		s.placed = slices.DeleteFunc(s.placed, func(q placed) bool { return q.node.Kind == template.Badge })
	default:
		p.way = &way{pts: w.pts, stroke: routeStroke * c.unit(), cam: camera{zoom: 1}}
		for _, i := range w.dots {
			p.way.dots = append(p.way.dots, w.pts[i])
			p.way.radius = append(p.way.radius, routeDot*c.unit())
		}
	}
	along := lengths(smooth(p.way.pts))
	p.lengthPx = along[len(along)-1]
	s.placed = slices.Insert(s.placed, at, p)
}

// wayOfStop shows the walk with its k-th stop large above the panel.
func (c *compiler) wayOfStop(w *walk, box geom.Rect, k int) *way {
	u := c.unit()
	k = min(max(k, 0), len(w.dots)-1)
	stop := w.pts[w.dots[k]]
	var out *way
	// The line keeps off the sender's name where it can.
	for _, share := range []float64{0.565, 0.68, 0.80, 0.45} {
		rest := c.inBox(box, share, 0.58)
		cam := camera{routeZoom, rest.X - routeZoom*stop.X, rest.Y - routeZoom*stop.Y}
		got := &way{stroke: routeStroke * routeZoom * u, cam: cam}
		for _, q := range w.pts {
			got.pts = append(got.pts, cam.at(q))
		}
		// Close to a stop, too, both ends lie out of the picture.
		n := len(got.pts) - 1
		got.pts[0] = c.outward(got.pts[1], got.pts[0])
		got.pts[n] = c.outward(got.pts[n-1], got.pts[n])
		for j, i := range w.dots {
			r := routeDot * u
			if j == k {
				r = routeStop * u
			}
			got.dots = append(got.dots, got.pts[i])
			got.radius = append(got.radius, r)
		}
		if out == nil {
			out = got
		}
		if !c.touchesName(got) {
			return got
		}
	}
	return out
}

// outward moves an end of a way on, away from its neighbour, by a canvas.
func (c *compiler) outward(from, end geom.Point) geom.Point {
	d := math.Hypot(end.X-from.X, end.Y-from.Y)
	k := 1 + float64(max(c.in.Canvas.Size.W, c.in.Canvas.Size.H))/max(d, 1)
	return pt(from.X+(end.X-from.X)*k, from.Y+(end.Y-from.Y)*k)
}

// nameWidth is about how far the sender's name and mark reach, in px of the
// 1080-wide design.
const nameWidth = 330

// touchesName reports whether a way crosses the place of the sender's name.
func (c *compiler) touchesName(w *way) bool {
	u, safe := c.unit(), c.safe()
	r := geom.R(safe.X0, safe.Y0+tabTop*u, safe.X0+nameWidth*u, safe.Y0+(tabTop+tabHeight)*u)
	if c.rtl {
		r.X0, r.X1 = safe.X1-nameWidth*u, safe.X1
	}
	near := func(p geom.Point, d float64) bool {
		return math.Hypot(max(r.X0-p.X, p.X-r.X1, 0), max(r.Y0-p.Y, p.Y-r.Y1, 0)) < d
	}
	for i, p := range w.dots {
		if near(p, w.radius[i]+8*u) {
			return true
		}
	}
	last := w.pts[0]
	for _, s := range smooth(w.pts) {
		const steps = 24
		for i := range steps {
			if s.Op == timeline.CubeTo && near(cubic(last, s.P, float64(i)/steps), w.stroke) {
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

// wayOfList stretches the walk into a line: from the first badge down through
// the others and off the picture.
func (c *compiler) wayOfList(w *walk, from []placed) *way {
	u := c.unit()
	var badges []geom.Point
	r := routeDot * u
	for i := range from {
		if from[i].node.Kind == template.Badge && len(from[i].drawing) > 0 {
			badges = append(badges, from[i].box.Center())
			r = from[i].box.H() / 2
		}
	}
	below := pt(badges[0].X, float64(c.in.Canvas.Size.H)+120*u)
	out := &way{stroke: routeStroke * u, cam: camera{zoom: 1}}
	for j := range w.dots {
		at := below
		if j < len(badges) {
			at = badges[j]
		}
		out.dots = append(out.dots, at)
		out.radius = append(out.radius, r)
	}
	for i := range w.pts {
		out.pts = append(out.pts, out.between(w, i, below))
	}
	return out
}

// between is where point i of a walk lies on the line of its list.
func (l *way) between(w *walk, i int, below geom.Point) geom.Point {
	if i <= w.dots[0] {
		return l.dots[0]
	}
	for j := 1; j < len(w.dots); j++ {
		if a, b := w.dots[j-1], w.dots[j]; i <= b {
			f := float64(i-a) / float64(b-a)
			p, q := l.dots[j-1], l.dots[j]
			return pt(p.X+(q.X-p.X)*f, p.Y+(q.Y-p.Y)*f)
		}
	}
	last := w.dots[len(w.dots)-1]
	f := float64(i-last) / float64(len(w.pts)-1-last)
	p := l.dots[len(l.dots)-1]
	return pt(p.X+(below.X-p.X)*f, p.Y+(below.Y-p.Y)*f)
}

// wayOf returns how a scene shows the walk, nil if it does not.
func wayOf(s *scene) *way {
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
	ways := []*way{p.way}
	var form timeline.Track
	own := 0.0
	if before != nil {
		ways = []*way{before, p.way}
		form = timeline.Ramp(float64(s.enter.from), 0, float64(s.enter.to), 1, timeline.Step)
		own = 1
	}
	if after != nil {
		ways = append(ways, after)
		form = join(form, timeline.Ramp(float64(s.leave.from), own, float64(s.leave.to), own+1, timeline.Step))
	}
	start, frames := s.enter.from+c.clockStart(s), c.frames(c.clockSeconds(p))
	draws := before == nil && len(c.scenes) > 1
	shape := func(name string, from int, col srgb.Color, of func(*way) timeline.Form) timeline.Layer {
		first := of(ways[0])
		sh := &timeline.Shape{Path: first.Path, StrokePx: first.StrokePx, Color: col, Form: form}
		for _, w := range ways[1:] {
			sh.Forms = append(sh.Forms, of(w))
		}
		sp := span
		sp.From = max(sp.From, from)
		return timeline.Layer{Name: name, Span: sp, Box: bounds(p.path(), p.way.stroke), Paint: sh}
	}
	line := shape(p.name+"/line", span.From, p.color, func(w *way) timeline.Form {
		return timeline.Form{Path: smooth(w.pts), StrokePx: w.stroke}
	})
	if sh, ok := line.Paint.(*timeline.Shape); ok && draws {
		line.Span.From = max(span.From, start)
		sh.Trim = timeline.Ramp(float64(start), 0, float64(start+frames), 1, timeline.Step)
	}
	out := []timeline.Layer{line}
	// The stop that the scene is about lies over the others.
	order := make([]int, len(p.way.dots))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(p.way.radius[a] - p.way.radius[b]) })
	along := lengths(p.path())
	for _, k := range order {
		from := span.From
		if draws && k < len(c.stops()) {
			from = start + appears(max(0.01, along[c.stops()[k]]/p.lengthPx), frames, timeline.Step)
		}
		figure := c.figurePath(fmt.Sprint(k + 1))
		out = append(out,
			shape(fmt.Sprintf("%s/dot%d", p.name, k+1), from, p.color, func(w *way) timeline.Form {
				return timeline.Form{Path: circlePath(nil, w.dots[k].X, w.dots[k].Y, w.radius[k])}
			}),
			shape(fmt.Sprintf("%s/no%d", p.name, k+1), from, c.on(p.color), func(w *way) timeline.Form {
				return timeline.Form{Path: moveTo(figure, w.dots[k], w.radius[k])}
			}))
	}
	return out
}

// path is the curve of a placed route.
func (p *placed) path() timeline.Path { return smooth(p.way.pts) }

// stops returns which points of the walk are stops.
func (c *compiler) stops() []int {
	if c.walk == nil {
		return nil
	}
	return c.walk.dots
}

// figurePath is the outline of a figure in the middle of a disc of radius 1
// around the origin.
func (c *compiler) figurePath(text string) timeline.Path {
	font := c.in.Kit.Fonts.Display
	line, err := c.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: figureShare * 100, Language: c.lang})
	if err != nil {
		return nil // a figure is in every font
	}
	mid := pt((line.LeftBearing+line.RightInk)/2, (line.InkTop+line.InkBottom)/2)
	var out timeline.Path
	for _, run := range line.Runs {
		em := run.SizePx / run.Face.UnitsPerEm()
		for _, g := range run.Glyphs {
			out = glyphPath(out, run.Face.Outline(g.ID), func(q geom.Point) geom.Point {
				return pt((g.X+q.X*em-mid.X)/100, (g.Y-q.Y*em-mid.Y)/100)
			})
		}
	}
	return out
}

// figureShare is the size of a figure in the radius of its disc.
const figureShare = 0.92

// glyphPath appends a glyph's contours.
func glyphPath(p timeline.Path, outline []typeset.OutlineSegment, at func(geom.Point) geom.Point) timeline.Path {
	for i, s := range outline {
		seg := timeline.Segment{P: [3]geom.Point{at(s.P[0])}}
		switch s.Op {
		case typeset.OutlineMove:
			if i > 0 {
				p = append(p, timeline.Segment{Op: timeline.Close})
			}
			seg.Op = timeline.MoveTo
		case typeset.OutlineLine:
			seg.Op = timeline.LineTo
		case typeset.OutlineQuad:
			seg.Op, seg.P[1] = timeline.QuadTo, at(s.P[1])
		case typeset.OutlineCube:
			seg.Op, seg.P[1], seg.P[2] = timeline.CubeTo, at(s.P[1]), at(s.P[2])
		}
		p = append(p, seg)
	}
	return append(p, timeline.Segment{Op: timeline.Close})
}

// moveTo scales a path by k and moves its origin to a point.
func moveTo(path timeline.Path, to geom.Point, k float64) timeline.Path {
	out := slices.Clone(path)
	for i := range out {
		for j, q := range out[i].P {
			out[i].P[j] = pt(to.X+k*q.X, to.Y+k*q.Y)
		}
	}
	return out
}
