package compile

import (
	"strconv"

	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

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
		shape := &timeline.Shape{Path: d.Path, Color: d.Color, StrokePx: d.StrokePx}
		switch {
		case d.OnBeat:
			sp.From = max(sp.From, s.enter.to+c.grid.Beat(d.At))
		case d.At > 0:
			sp.From = max(sp.From, start+appears(d.At, frames, ease))
		}
		if d.Turn != 0 {
			shape.Turn = timeline.Ramp(float64(span.From), 0, float64(span.To), d.Turn, timeline.Drift)
			shape.Pivot = d.Pivot
		}
		l := timeline.Layer{Name: p.name + "/" + strconv.Itoa(i), Span: sp, Box: figure.Bounds(d.Path, d.StrokePx), Paint: shape}
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
		return charts[p.node.Mode].small
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
