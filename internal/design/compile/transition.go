package compile

import (
	"math"

	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

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
