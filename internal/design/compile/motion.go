package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// The house motions (art direction §7), in seconds and fractions.
const (
	lineIn        = 0.600
	lineOut       = 0.260
	bodyIn        = 0.500
	bodyFade      = 0.300
	bodyRisePx    = 24
	ruleIn        = 0.500
	ruleOut       = 0.200
	maskTravel    = 1.24 // em
	lineStagger   = 0.067
	itemStagger   = 0.100
	staggerMax    = 0.400
	textStartsAt  = 0.55 // progress of the panel at which its text starts
	outLead       = 0.100
	zoomPerSecond = 0.012
	zoomMost      = 0.06
	driftPxPerS   = 6.0
	driftMostPx   = 40.0
)

// frames returns a time of the house in whole frames.
func (c *compiler) frames(seconds float64) int { return c.grid.Rate.Frames(seconds) }

// motionIn returns how a placed text or rule enters.
func (c *compiler) motionIn(p *placed) template.Motion {
	if len(c.scenes) == 1 {
		return template.None // a lone scene stands from the first frame to the last
	}
	if p.bare || p.quiet {
		return template.None
	}
	if p.node.In != template.Auto {
		return p.node.In
	}
	if p.node.Kind == template.Rule {
		return template.Draw
	}
	if len(p.node.Roles) == 0 {
		return template.Rise // icons and badges
	}
	switch p.node.Roles[0] {
	case "label", "caption", "body":
		return template.Rise
	}
	return template.MaskUp
}

// entrance returns when a placed text or rule starts to enter, as an offset in
// frames from the start of its scene's transition, and how long it takes.
func (c *compiler) entrance(s *scene, p *placed) (offset, length int) {
	offset = c.clockStart(s)
	order := 0
	for i := range s.placed {
		q := &s.placed[i]
		if q.name == p.name {
			break
		}
		if (q.para != nil || q.node.Kind == template.Rule) && c.motionIn(q) != template.None && !q.above && q.beats == p.beats {
			order++
		}
	}
	if p.beats > 0 {
		// In step with the beat, one frame before it.
		offset = s.enter.to - s.enter.from + c.grid.Beat(p.beats*c.pace) - 1
	}
	offset += c.frames(min(float64(order)*itemStagger, staggerMax))
	switch c.motionIn(p) {
	case template.None:
		return 0, 0
	case template.MaskUp:
		return offset, c.frames(lineIn) + c.stagger(len(p.para.Lines)-1)
	case template.Draw:
		return offset, c.frames(ruleIn)
	case template.Auto, template.Rise, template.Fade, template.Kenburns, template.Drift, template.Pan, template.Travel:
	}
	return offset, c.frames(bodyIn)
}

// clockStart is when the texts, counters and drawings of a scene begin, as an
// offset in frames from the start of its transition.
func (c *compiler) clockStart(s *scene) int {
	n := s.enter.to - s.enter.from
	if n == 0 {
		return -1 // one frame before the beat
	}
	if s.spec.Enter.Kind == template.Dip {
		return n
	}
	return int(math.Round(textStartsAt * float64(n)))
}

// stagger is how many frames line k of a paragraph starts after its first.
func (c *compiler) stagger(k int) int { return c.frames(min(float64(k)*lineStagger, staggerMax)) }

// entranceEnd returns how many frames after the start of the scene's
// transition everything in it has come to rest.
func (c *compiler) entranceEnd(s *scene) int {
	end := 0
	for i := range s.placed {
		p := &s.placed[i]
		if len(p.drawing) > 0 && slices.ContainsFunc(p.drawing, func(d figure.Part) bool { return d.At > 0 && !d.OnBeat }) {
			end = max(end, c.clockStart(s)+c.frames(c.clockSeconds(p)))
		}
		if before, _ := c.beside(s); p.way != nil && wayOf(before) == nil {
			end = max(end, c.clockStart(s)+c.frames(c.clockSeconds(p)))
		}
		if (p.para == nil && p.node.Kind != template.Rule) || p.above || p.beats > 0 {
			continue
		}
		if p.node.Count {
			end = max(end, c.clockStart(s)+c.frames(countSeconds))
		}
		offset, length := c.entrance(s, p)
		end = max(end, offset+length)
	}
	return end
}

// animate turns scene i into the timeline's scene.
func (c *compiler) animate(i int, s *scene) timeline.Scene {
	out := timeline.Scene{
		Name: s.spec.Name,
		Span: timeline.Span{From: s.enter.from, To: s.leave.to},
		Rest: timeline.Span{From: max(s.start, s.enter.from+c.entranceEnd(s)), To: s.leave.from - c.lead()},
	}
	if i == 0 {
		out.Rest.From = 0
	}
	if s.spec.Front {
		out.Z = 2
	}
	c.transition(&out, i, s)
	if s.spec.Field != "" {
		span := out.Span
		if s.spec.Enter.Kind == template.Dip {
			span.From = s.enter.to
		}
		out.Layers = append(out.Layers, timeline.Layer{
			Name: s.spec.Name + "/field", Span: span,
			Box: c.in.Canvas.Size.Bounds(), Paint: &timeline.Fill{Color: c.pal.Color(s.spec.Field)},
		})
	}
	for k := range s.placed {
		layers := c.layers(s, &s.placed[k])
		for _, l := range layers {
			out.Span.To = max(out.Span.To, l.Span.To)
		}
		out.Layers = append(out.Layers, layers...)
	}
	return out
}

// still turns what stands behind (z -1) or over (z 1) every scene into a scene
// of its own that lasts the whole loop.
func (c *compiler) still(s *scene, z int) timeline.Scene {
	s.end = c.grid.Frames
	s.leave = window{c.grid.Frames, c.grid.Frames}
	whole := timeline.Span{From: 0, To: c.grid.Frames}
	out := timeline.Scene{Name: s.spec.Name, Z: z, Span: whole, Rest: whole}
	for k := range s.placed {
		p := &s.placed[k]
		if p.node.Kind == template.Label {
			out.Layers = append(out.Layers, c.labelBySceneLayers(s, p, whole)...)
			continue
		}
		for _, l := range c.layers(s, p) {
			l.Span, l.Alpha = whole, nil
			if len(p.node.Shift) == 0 && p.node.Kind != template.Disc {
				l.DY = nil
			}
			if p.node.Kind != template.Progress && p.node.Kind != template.Disc {
				l.Clip = nil
			}
			out.Layers = append(out.Layers, l)
		}
	}
	return out
}

// lead is how many frames before a transition the texts leave.
func (c *compiler) lead() int { return c.frames(outLead) }

// transition sets the scene's clip, opacity and offset while it enters, and
// its offset while a push takes it away.
func (c *compiler) transition(out *timeline.Scene, i int, s *scene) {
	from, to := float64(s.enter.from), float64(s.enter.to)
	size := c.in.Canvas.Size
	w, h := float64(size.W), float64(size.H)
	if len(c.scenes) > 1 && to > from {
		switch s.spec.Enter.Kind {
		case template.Wipe:
			out.Clip = c.wipe(s.spec.Enter, from, to)
		case template.Crossfade:
			out.Alpha = timeline.Ramp(from, 0, to, 1, timeline.Drift)
		case template.Push:
			out.DX, out.DY = push(c.g.Edge(s.spec.Enter.From), from, to, w, h, 1, 0)
		case template.Iris:
			mid := c.in.Canvas.Safe.Center()
			if at := s.spec.Enter.At; at != nil {
				mid, _ = c.g.Place(*at)
			}
			reach := math.Hypot(max(mid.X, w-mid.X), max(mid.Y, h-mid.Y))
			out.Clip = &timeline.Clip{Box: size.Bounds(), Circle: &timeline.Circle{
				CX: timeline.Const(mid.X), CY: timeline.Const(mid.Y), R: timeline.Ramp(from, 0, to, reach+1, timeline.Step),
			}}
		case template.Dip:
			ink := timeline.Layer{Name: s.spec.Name + "/dip", Span: timeline.Span{From: s.enter.from, To: s.enter.to}, Box: size.Bounds(), Paint: &timeline.Fill{Color: c.pal.Color("ink")}}
			out.Layers = append(out.Layers, ink)
		case template.HardCut, template.Change:
		}
	}
	next := c.scenes[(i+1)%len(c.scenes)]
	if next.spec.Enter.Kind == template.Push && s.leave.to > s.leave.from {
		dx, dy := push(c.g.Edge(next.spec.Enter.From), float64(s.leave.from), float64(s.leave.to), w, h, 0, -1)
		out.DX, out.DY = join(out.DX, dx), join(out.DY, dy)
	}
}

// join appends a later track to an earlier one.
func join(a, b timeline.Track) timeline.Track {
	if len(a) == 0 {
		return b
	}
	return append(a, b...)
}

// wipe uncovers a box from one of its edges.
func (c *compiler) wipe(t template.Transition, from, to float64) *timeline.Clip {
	box := c.in.Canvas.Size.Bounds()
	if t.Box.IsSet() {
		box = c.g.Box(t.Box)
	}
	clip := &timeline.Clip{Box: box}
	switch c.g.Edge(t.From) {
	case template.Bottom:
		clip.Y0 = timeline.Ramp(from, box.Y1, to, box.Y0, timeline.Step)
	case template.Top:
		clip.Y1 = timeline.Ramp(from, box.Y0, to, box.Y1, timeline.Step)
	case template.Left:
		clip.X1 = timeline.Ramp(from, box.X0, to, box.X1, timeline.Step)
	case template.Right:
		clip.X0 = timeline.Ramp(from, box.X1, to, box.X0, timeline.Step)
	}
	return clip
}

// push moves by whole frames from a to b, in units of the canvas, away from an edge.
func push(edge template.Edge, from, to, w, h, a, b float64) (dx, dy timeline.Track) {
	sx, sy := 0.0, 0.0
	switch edge {
	case template.Bottom:
		sy = h
	case template.Top:
		sy = -h
	case template.Left:
		sx = -w
	case template.Right:
		sx = w
	}
	if sx != 0 {
		dx = timeline.Ramp(from, a*sx, to, b*sx, timeline.Step)
	}
	if sy != 0 {
		dy = timeline.Ramp(from, a*sy, to, b*sy, timeline.Step)
	}
	return dx, dy
}

// holdEnd returns the frame at which a held node leaves: when the scene that
// it is held to is covered.
func (c *compiler) holdEnd(s *scene, hold string) int {
	end := s.leave.to
	for _, other := range c.scenes {
		if other.origin == hold && hold != "" {
			end = max(end, other.leave.to)
		}
	}
	return end
}
