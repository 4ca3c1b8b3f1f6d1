package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/grid"
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

// animator turns laid out and scheduled scenes into those of the timeline.
type animator struct {
	*stage
	in   *Input
	grid timebase.Grid
	pace float64 // what the beats between rows are multiplied by
}

// animate adds the scenes and their texts to a plan.
func animate(plan *timeline.Plan, st *stage, sched *schedule) {
	a := &animator{stage: st, in: sched.in, grid: sched.grid, pace: sched.pace}
	a.windows()
	plan.Ground = st.scenes[0].pal.Color("ink")
	if st.under != nil {
		plan.Scenes = append(plan.Scenes, a.standing(st.under, -1))
	}
	for i, s := range st.scenes {
		plan.Scenes = append(plan.Scenes, a.scene(i, s))
		plan.Cues = append(plan.Cues, a.cues(s)...)
	}
	if st.over != nil {
		plan.Scenes = append(plan.Scenes, a.standing(st.over, 1))
	}
}

// frames returns a time of the house in whole frames.
func (a *animator) frames(seconds float64) int { return a.grid.Rate.Frames(seconds) }

// lone reports whether there is one scene only: it stands from the first frame
// to the last.
func (a *animator) lone() bool { return len(a.scenes) == 1 }

// motionIn returns how an element enters.
func (a *animator) motionIn(s *scene, e element) template.Motion {
	if _, no := e.(*number); no || a.lone() || s.dipped() {
		return template.None
	}
	if in := e.at().node.In; in != template.Auto {
		return in
	}
	switch e := e.(type) {
	case *rule:
		return template.Draw
	case *text:
		switch e.spec.Roles[0] {
		case "label", "caption", "body":
			return template.Rise
		}
		return template.MaskUp
	}
	return template.Rise // icons and badges
}

// entrance returns when an element starts to enter, as an offset in frames from
// the start of its scene's transition, and how long it takes.
func (a *animator) entrance(s *scene, e element) (offset, length int) {
	at := e.at()
	offset = a.clockStart(s)
	order := 0
	for _, q := range s.elements {
		if q.at().name == at.name {
			break
		}
		if entersInTurn(q) && a.motionIn(s, q) != template.None && q.at().beats == at.beats {
			order++
		}
	}
	if at.beats > 0 {
		// In step with the beat, one frame before it.
		offset = s.enter.to - s.enter.from + a.grid.Beat(at.beats*a.pace) - 1
	}
	offset += a.frames(min(float64(order)*itemStagger, staggerMax))
	switch a.motionIn(s, e) {
	case template.None:
		return 0, 0
	case template.MaskUp:
		if t, ok := e.(*text); ok {
			return offset, a.frames(lineIn) + a.stagger(len(t.para.Lines)-1)
		}
	case template.Draw:
		return offset, a.frames(ruleIn)
	case template.Auto, template.Rise, template.Fade, template.Kenburns, template.Drift, template.Pan, template.Travel:
	}
	return offset, a.frames(bodyIn)
}

// entersInTurn reports whether an element has its place in the row of entrances.
func entersInTurn(e element) bool {
	switch e.(type) {
	case *text, *rule:
		return true
	}
	return false
}

// clockStart is when the texts, counters and drawings of a scene begin, as an
// offset in frames from the start of its transition.
func (a *animator) clockStart(s *scene) int {
	n := s.enter.to - s.enter.from
	if n == 0 {
		return -1 // one frame before the beat
	}
	if s.dipped() {
		return n
	}
	return int(math.Round(textStartsAt * float64(n)))
}

// stagger is how many frames line k of a paragraph starts after its first.
func (a *animator) stagger(k int) int { return a.frames(min(float64(k)*lineStagger, staggerMax)) }

// entranceEnd returns how many frames after the start of the scene's
// transition everything in it has come to rest.
func (a *animator) entranceEnd(s *scene) int {
	end := 0
	for _, e := range s.elements {
		switch e := e.(type) {
		case *drawing:
			if slices.ContainsFunc(e.parts, func(d figure.Part) bool { return d.At > 0 && !d.OnBeat }) {
				end = max(end, a.clockStart(s)+a.frames(countSeconds))
			}
		case *route:
			if before, _ := a.beside(s); wayOf(before) == nil {
				end = max(end, a.clockStart(s)+a.frames(a.clockSeconds(s, e)))
			}
		case *text:
			if e.beats > 0 {
				continue
			}
			if e.spec.Count {
				end = max(end, a.clockStart(s)+a.frames(countSeconds))
			}
			offset, length := a.entrance(s, e)
			end = max(end, offset+length)
		case *rule:
			if e.beats > 0 {
				continue
			}
			offset, length := a.entrance(s, e)
			end = max(end, offset+length)
		}
	}
	return end
}

// House lengths of the transitions, in seconds.
var transitionSeconds = map[template.TransitionKind]float64{
	template.HardCut:   0,
	template.Crossfade: 0.5,
	template.Wipe:      0.7,
	template.Push:      0.7,
	template.Iris:      0.8,
	template.Change:    0.7,
	template.Dip:       0.3,
}

// windows says when each scene enters and leaves. A transition's middle falls
// on the downbeat; the first scene's entrance ends at the loop's end, so that
// frame 0 shows it complete.
func (a *animator) windows() {
	rate := a.grid.Rate
	for i, s := range a.scenes {
		seconds := transitionSeconds[s.spec.Enter.Kind]
		if s.spec.Enter.Seconds > 0 {
			seconds = s.spec.Enter.Seconds
		}
		n := rate.Frames(seconds)
		s.enter.from = s.start - n/2
		if i == 0 {
			s.enter.from = 0 // shifted once the length of the texts' entrance is known
			s.enter.to = n
			s.enter.from -= max(n, a.entranceEnd(s))
			if s.dipped() {
				// After the ink the hook stands for a while before the file ends, so
				// that the loop's end falls into its rest and not on a hard cut.
				s.enter.from -= rate.Frames(dipRest)
			}
		}
		s.enter.to = s.enter.from + n
	}
	for i, s := range a.scenes {
		next := a.scenes[(i+1)%len(a.scenes)].enter
		if i == len(a.scenes)-1 {
			next.from += a.grid.Frames
			next.to += a.grid.Frames
		}
		s.leave = next
	}
	if len(a.scenes) == 1 {
		// A lone scene has no other to come from: it stands, and only its pictures move.
		a.scenes[0].enter = window{0, 0}
		a.scenes[0].leave = window{a.grid.Frames, a.grid.Frames}
	}
}

// scene turns scene i into the timeline's scene.
func (a *animator) scene(i int, s *scene) timeline.Scene {
	out := timeline.Scene{
		Name: s.spec.Name,
		Span: timeline.Span{From: s.enter.from, To: s.leave.to},
		Rest: timeline.Span{From: max(s.start, s.enter.from+a.entranceEnd(s)), To: s.leave.from - a.lead()},
	}
	if i == 0 {
		out.Rest.From = 0
	}
	if s.spec.Front {
		out.Z = 2
	}
	a.transition(&out, i, s)
	if s.spec.Field != "" {
		span := out.Span
		if s.dipped() {
			span.From = s.enter.to
		}
		out.Layers = append(out.Layers, timeline.Layer{
			Name: s.spec.Name + "/field", Span: span,
			Box: a.in.Canvas.Size.Bounds(), Paint: &timeline.Fill{Color: s.pal.Color(s.spec.Field)},
		})
	}
	for _, e := range s.elements {
		layers := a.layers(s, e)
		for _, l := range layers {
			out.Span.To = max(out.Span.To, l.Span.To)
		}
		out.Layers = append(out.Layers, layers...)
	}
	return out
}

// standing turns what stands behind (z -1) or over (z 1) every scene into a
// scene of its own that lasts the whole loop.
func (a *animator) standing(s *scene, z int) timeline.Scene {
	s.end = a.grid.Frames
	s.leave = window{a.grid.Frames, a.grid.Frames}
	whole := timeline.Span{From: 0, To: a.grid.Frames}
	out := timeline.Scene{Name: s.spec.Name, Z: z, Span: whole, Rest: whole}
	for _, e := range s.elements {
		if l, ok := e.(*label); ok {
			out.Layers = append(out.Layers, a.labelBySceneLayers(s, l, whole)...)
			continue
		}
		_, isDisc := e.(*disc)
		_, isProgress := e.(*progress)
		for _, l := range a.layers(s, e) {
			l.Span, l.Alpha = whole, nil
			if len(shiftOf(e)) == 0 && !isDisc {
				l.DY = nil
			}
			if !isProgress && !isDisc {
				l.Clip = nil
			}
			out.Layers = append(out.Layers, l)
		}
	}
	return out
}

// lead is how many frames before a transition the texts leave.
func (a *animator) lead() int { return a.frames(outLead) }

// transition sets the scene's clip, opacity and offset while it enters, and
// its offset while a push takes it away.
func (a *animator) transition(out *timeline.Scene, i int, s *scene) {
	from, to := float64(s.enter.from), float64(s.enter.to)
	size := a.in.Canvas.Size
	w, h := float64(size.W), float64(size.H)
	if len(a.scenes) > 1 && to > from {
		switch s.spec.Enter.Kind {
		case template.Wipe:
			out.Clip = wipe(s.grid, s.spec.Enter, from, to)
		case template.Crossfade:
			out.Alpha = timeline.Ramp(from, 0, to, 1, timeline.Drift)
		case template.Push:
			out.DX, out.DY = push(s.grid.Edge(s.spec.Enter.From), from, to, w, h, 1, 0)
		case template.Iris:
			mid := a.in.Canvas.Safe.Center()
			if at := s.spec.Enter.At; at != nil {
				mid, _ = s.grid.Place(*at)
			}
			reach := math.Hypot(max(mid.X, w-mid.X), max(mid.Y, h-mid.Y))
			out.Clip = &timeline.Clip{Box: size.Bounds(), Circle: &timeline.Circle{
				CX: timeline.Const(mid.X), CY: timeline.Const(mid.Y), R: timeline.Ramp(from, 0, to, reach+1, timeline.Step),
			}}
		case template.Dip:
			ink := timeline.Layer{Name: s.spec.Name + "/dip", Span: timeline.Span{From: s.enter.from, To: s.enter.to}, Box: size.Bounds(), Paint: &timeline.Fill{Color: s.pal.Color("ink")}}
			out.Layers = append(out.Layers, ink)
		case template.HardCut, template.Change:
		}
	}
	next := a.scenes[(i+1)%len(a.scenes)]
	if next.spec.Enter.Kind == template.Push && s.leave.to > s.leave.from {
		dx, dy := push(s.grid.Edge(next.spec.Enter.From), float64(s.leave.from), float64(s.leave.to), w, h, 0, -1)
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
func wipe(g grid.Grid, t template.Transition, from, to float64) *timeline.Clip {
	box := g.Size.Bounds()
	if t.Box.IsSet() {
		box = g.Box(t.Box)
	}
	clip := &timeline.Clip{Box: box}
	switch g.Edge(t.From) {
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
func (a *animator) holdEnd(s *scene, hold string) int {
	end := s.leave.to
	for _, other := range a.scenes {
		if other.origin == hold && hold != "" {
			end = max(end, other.leave.to)
		}
	}
	return end
}
