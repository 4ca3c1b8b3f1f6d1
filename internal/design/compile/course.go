package compile

import (
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Backdrops that go on from scene to scene. Each scene paints its own, but all
// look at one picture from the same place at the same time, so that nothing
// jumps where one scene wipes over another.

// course returns a track over a scene's time. value is called with 0 for the
// way from the scene before (0 to 1 of its transition) and with 1 for the way
// to the next, and with the frame.
func (c *compiler) course(s *scene, before, after bool, value func(step int, f, frame float64) float64) timeline.Track {
	var out timeline.Track
	add := func(step int, w window) {
		n := w.to - w.from
		for t := w.from; t <= w.to; t++ {
			f := 1.0
			if n > 0 {
				f = timeline.Step.At(float64(t-w.from) / float64(n))
			}
			out = append(out, timeline.Key{Frame: float64(t), Value: value(step, f, float64(t))})
		}
	}
	if before {
		add(0, s.enter)
	} else {
		out = append(out, timeline.Key{Frame: float64(s.enter.from), Value: value(0, 1, float64(s.enter.from))})
	}
	if after {
		add(1, s.leave)
	} else {
		out = append(out, timeline.Key{Frame: float64(s.leave.to), Value: value(1, 0, float64(s.leave.to))})
	}
	return out
}

// How a picture that goes on moves while a scene rests, in px a second and at
// most, how far it goes with each scene, and how much of it lies out of sight.
const (
	courseDriftPxPerS = 4.0
	courseDriftPx     = 120.0
	blockPx           = 180.0
	planBleedPx       = 400.0
)

// courseDrift returns px a frame of the drift, and what it comes to in a loop.
func (c *compiler) courseDrift() (perFrame, total float64) {
	frames := float64(c.grid.Frames - c.scenes[0].enter.from)
	total = min(courseDriftPx, courseDriftPxPerS*c.grid.Rate.Seconds(1)*frames) * c.g.Unit()
	return total / frames, total
}

// panned shows a pattern that goes on by a block with each scene.
func (c *compiler) panned(s *scene, p *placed, name string) timeline.Paint {
	f := p.box
	if p.node.Frame.IsSet() {
		f = f.Union(c.g.Box(p.node.Frame))
	}
	const bleed = planBleedPx
	out := &timeline.Pattern{
		Name: name, Seed: c.seed(), Bleed: bleed, Size: geom.Size{W: even(f.W()) + 2*bleed, H: even(f.H()) + 2*bleed},
		Colors: c.pal.Pattern(name, p.tone, p.node.Colors),
	}
	pans := func(o *scene) bool {
		if o == nil {
			return false
		}
		for i := range o.placed {
			if q := &o.placed[i]; q.node.Kind == template.Backdrop && q.node.Motion == template.Pan {
				return true
			}
		}
		return false
	}
	at, moves := 0, 0
	for i, o := range c.scenes {
		if i > 0 && pans(o) && pans(c.scenes[i-1]) {
			moves++
		}
		if o == s {
			at = moves
		}
	}
	perFrame, drift := c.courseDrift()
	block := min(blockPx*c.g.Unit(), (bleed-8-drift)/float64(max(1, moves)))
	dir := 1.0
	if c.g.RTL {
		dir = -1
	}
	before, after := c.beside(s)
	mid := p.box.Center()
	w, h := float64(out.Size.W), float64(out.Size.H)
	out.View.CX = c.course(s, pans(before), pans(after), func(step int, part, frame float64) float64 {
		x := block*(float64(at+step-1)+part) + perFrame*(frame-float64(c.scenes[0].enter.from))
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
func (c *compiler) travelled(s *scene, p *placed, name string) timeline.Paint {
	perFrame, drift := c.courseDrift()
	// What of the land any scene sees.
	var world geom.Rect
	for i, o := range c.scenes {
		if w := wayOf(o); w != nil {
			r := w.Camera.Sees(c.in.Canvas.Size.Bounds())
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
	most := mostWorldPx * c.g.Unit()
	size := geom.Size{W: even(min(world.W(), most)), H: even(min(world.H(), most))}
	out := &timeline.Pattern{Name: name, Seed: c.seed(), Size: size, Colors: c.pal.Pattern(name, p.tone, p.node.Colors)}
	sb, sa := c.beside(s)
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
	w, h := float64(size.W), float64(size.H)
	whole := min(w/p.box.W(), h/p.box.H())
	track := func(of func(k figure.Camera, at geom.Point, frame float64) float64) timeline.Track {
		return c.course(s, before != nil, after != nil, func(step int, f, frame float64) float64 {
			k := cam(step, f)
			return of(k, k.Sees(p.box).Center(), frame)
		})
	}
	out.View.Zoom = track(func(k figure.Camera, _ geom.Point, _ float64) float64 { return whole * k.Zoom })
	out.View.CX = track(func(_ figure.Camera, at geom.Point, frame float64) float64 {
		return (at.X - world.X0 + perFrame*(frame-float64(c.scenes[0].enter.from))) / w
	})
	out.View.CY = track(func(_ figure.Camera, at geom.Point, _ float64) float64 { return (at.Y - world.Y0) / h })
	return out
}
