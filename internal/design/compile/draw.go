package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// drawn is a part of a drawing: a path that appears at a share of the scene's
// clock (0 is there from the start).
type drawn struct {
	path   timeline.Path
	color  srgb.Color
	stroke float64
	at     float64 // 0 to 1 on the clock; with beat, in beats after the entrance
	beat   bool
	trim   bool // drawn along its length
	turn   float64
	pivot  geom.Point
}

// The clock of counters and charts (art direction §7), and of routes.
const (
	countSeconds  = 0.800
	routePxPerS   = 900
	routeShortest = 0.700
	routeLongest  = 1.200 // the longest seam
)

// clockSeconds is how long the drawings of a scene take.
func (c *compiler) clockSeconds(p *placed) float64 {
	if p.lengthPx > 0 {
		return min(routeLongest, max(routeShortest, p.lengthPx/c.g.Unit()/routePxPerS))
	}
	return countSeconds
}

// appears returns how many frames after the clock's start a share of it is reached.
func appears(share float64, frames int, e timeline.Easing) int {
	if share <= 0 {
		return 0
	}
	for f := range frames {
		if e.At(float64(f)/float64(frames)) >= share-1e-9 {
			return f
		}
	}
	return frames
}

// drawnLayers paints a drawing.
func (c *compiler) drawnLayers(s *scene, p *placed, span timeline.Span) []timeline.Layer {
	start := s.enter.from + c.clockStart(s)
	frames := c.frames(c.clockSeconds(p))
	ease := timeline.Count
	if p.lengthPx > 0 {
		ease = timeline.Step
	}
	out := make([]timeline.Layer, 0, len(p.drawing))
	for i, d := range p.drawing {
		sp := span
		shape := &timeline.Shape{Path: d.path, Color: d.color, StrokePx: d.stroke}
		switch {
		case d.trim:
			sp.From = max(sp.From, start)
			shape.Trim = timeline.Ramp(float64(start), 0, float64(start+frames), 1, ease)
		case d.beat:
			sp.From = max(sp.From, s.enter.to+c.grid.Beat(d.at))
		case d.at > 0:
			sp.From = max(sp.From, start+appears(d.at, frames, ease))
		}
		if d.turn != 0 {
			shape.Turn = timeline.Ramp(float64(span.From), 0, float64(span.To), d.turn, timeline.Drift)
			shape.Pivot = d.pivot
		}
		l := timeline.Layer{Name: part3(p.name, i), Span: sp, Box: bounds(d.path, d.stroke), Paint: shape}
		c.fadeSmall(s, p, &l)
		if !p.clipTo.Empty() {
			l.Clip = &timeline.Clip{Box: p.clipTo}
		}
		out = append(out, l)
	}
	return out
}

// small reports whether a drawing stands among texts and comes and goes with
// them, unlike one that is the picture.
func small(p *placed) bool {
	switch p.node.Kind { //nolint:exhaustive // the others are pictures
	case template.Icon, template.Badge:
		return true
	case template.Chart:
		return p.node.Mode == "days" || p.node.Mode == "level"
	}
	return false
}

// fadeSmall lets an icon, a badge or a small chart come and go with the texts.
func (c *compiler) fadeSmall(s *scene, p *placed, l *timeline.Layer) {
	if !small(p) || p.quiet || len(c.scenes) == 1 {
		return
	}
	in := s.enter.from + c.clockStart(s)
	if p.beats > 0 {
		offset, _ := c.entrance(s, p)
		in = s.enter.from + offset
	}
	if l.Span.From <= in {
		l.Span.From = in
		l.Alpha = c.ramp(in, bodyFade, 0, 1, timeline.Drift)
	}
	switch c.next(s).Kind {
	case template.Dip, template.Crossfade, template.Push:
		return
	case template.HardCut, template.Wipe, template.Iris, template.Change:
	}
	at := s.leave.from - c.lead()
	l.Alpha = join(l.Alpha, c.ramp(at, ruleOut, 1, 0, timeline.Drift))
	l.Span.To = min(l.Span.To, at+c.frames(ruleOut))
}

// bounds returns a rectangle around a path.
func bounds(p timeline.Path, stroke float64) geom.Rect {
	r := geom.R(math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1))
	for _, s := range p {
		n := map[timeline.Op]int{timeline.MoveTo: 1, timeline.LineTo: 1, timeline.QuadTo: 2, timeline.CubeTo: 3}[s.Op]
		for _, q := range s.P[:n] {
			r = geom.R(min(r.X0, q.X), min(r.Y0, q.Y), max(r.X1, q.X), max(r.Y1, q.Y))
		}
	}
	return r.Inset(-stroke / 2)
}
