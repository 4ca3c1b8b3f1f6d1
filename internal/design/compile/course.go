package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Backdrops that go on from scene to scene. Each scene paints its own, but all
// look at one picture from the same place at the same time, so that nothing
// jumps where one scene wipes over another.

// How a picture that goes on moves while a scene rests, in px a second and at
// most, how far it goes with each scene, and how much of it lies out of sight.
const (
	courseDriftPxPerS = 4.0
	courseDriftPx     = 120.0
	blockPx           = 180.0
	planBleedPx       = 400.0
)

// courseDrift returns px a frame of the drift, and what it comes to in a loop.
func (a *animator) courseDrift() (perFrame, total float64) {
	frames := float64(a.grid.Frames - a.scenes[0].enter.from)
	total = min(courseDriftPx, courseDriftPxPerS*a.grid.Rate.Seconds(1)*frames) * a.in.Canvas.Unit()
	return total / frames, total
}

// panned shows a pattern that goes on by a block with each scene.
func (a *animator) panned(s *scene, p *backdrop) timeline.Paint {
	f := p.box
	if p.spec.Frame.IsSet() {
		f = f.Union(s.grid.Box(p.spec.Frame))
	}
	const bleed = planBleedPx
	out := s.pattern(p, f.W(), f.H())
	out.Bleed = bleed
	out.Size.W += 2 * bleed
	out.Size.H += 2 * bleed
	pans := func(o *scene) bool {
		return o != nil && slices.ContainsFunc(o.elements, func(e element) bool {
			b, ok := e.(*backdrop)
			return ok && b.spec.Motion == template.Pan
		})
	}
	at, moves := 0, 0
	for i, o := range a.scenes {
		if i > 0 && pans(o) && pans(a.scenes[i-1]) {
			moves++
		}
		if o == s {
			at = moves
		}
	}
	perFrame, drift := a.courseDrift()
	block := min(blockPx*s.grid.Unit(), (bleed-8-drift)/float64(max(1, moves)))
	dir := 1.0
	if s.grid.RTL {
		dir = -1
	}
	before, after := a.beside(s)
	mid := p.box.Center()
	w, h := float64(out.Size.W), float64(out.Size.H)
	out.View.CX = a.course(s, pans(before), pans(after), func(step int, part, frame float64) float64 {
		x := block*(float64(at+step-1)+part) + perFrame*(frame-float64(a.scenes[0].enter.from))
		return (bleed + mid.X - f.X0 + dir*x) / w
	})
	out.View.CY = timeline.Const((bleed + mid.Y - f.Y0) / h)
	out.View.Zoom = timeline.Const(min(w/p.box.W(), h/p.box.H()))
	return out
}

// mostWorldPx is the longest side that a pattern is drawn for in the measures of
// the house; a longer one would be drawn coarser.
const mostWorldPx = 2400.0

// travelled shows a backdrop as the land that the walk leads through: the camera
// comes as close to it as to the route.
func (a *animator) travelled(s *scene, p *backdrop) timeline.Paint {
	perFrame, drift := a.courseDrift()
	// What of the land any scene sees.
	var world geom.Rect
	for i, o := range a.scenes {
		if w := wayOf(o); w != nil {
			r := w.Camera.Sees(a.in.Canvas.Size.Bounds())
			if i == 0 || world.Empty() {
				world = r
			}
			world = world.Union(r)
		}
	}
	if world.Empty() {
		world = p.box
	}
	world.X1 += drift
	most := mostWorldPx * s.grid.Unit()
	out := s.pattern(p, min(world.W(), most), min(world.H(), most))
	sb, sa := a.beside(s)
	before, after := wayOf(sb), wayOf(sa)
	own := figure.Camera{Zoom: 1}
	if w := wayOf(s); w != nil {
		own = w.Camera
	}
	// The cameras between which the scene's own is, as far as it has moved.
	cam := func(step int, f float64) figure.Camera {
		a, b := own, own
		switch {
		case step == 0 && before != nil:
			a = before.Camera
		case step == 1 && after != nil:
			b = after.Camera
		}
		return a.Between(b, f)
	}
	w, h := float64(out.Size.W), float64(out.Size.H)
	whole := min(w/p.box.W(), h/p.box.H())
	track := func(of func(k figure.Camera, at geom.Point, frame float64) float64) timeline.Track {
		return a.course(s, before != nil, after != nil, func(step int, f, frame float64) float64 {
			k := cam(step, f)
			return of(k, k.Sees(p.box).Center(), frame)
		})
	}
	out.View.Zoom = track(func(k figure.Camera, _ geom.Point, _ float64) float64 { return whole * k.Zoom })
	out.View.CX = track(func(_ figure.Camera, at geom.Point, frame float64) float64 {
		return (at.X - world.X0 + perFrame*(frame-float64(a.scenes[0].enter.from))) / w
	})
	out.View.CY = track(func(_ figure.Camera, at geom.Point, _ float64) float64 { return (at.Y - world.Y0) / h })
	return out
}
