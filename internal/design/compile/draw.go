package compile

import (
	"strconv"

	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

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

// drawingLayers paints a chart, an icon or a badge.
func (a *animator) drawingLayers(s *scene, d *drawing, span timeline.Span) []timeline.Layer {
	out := a.partLayers(s, d.parts, timeline.Layer{Name: d.name, Span: span}, timeline.Count, countSeconds)
	for i := range out {
		if d.small {
			a.fadeSmall(s, d, &out[i])
		}
		if d.clipped {
			out[i].Clip = &timeline.Clip{Box: d.box}
		}
	}
	return out
}

// partLayers paints the parts of a figure, each as a layer like the given one.
func (a *animator) partLayers(s *scene, parts []figure.Part, like timeline.Layer, ease timeline.Easing, seconds float64) []timeline.Layer {
	start := s.enter.from + a.clockStart(s)
	out := make([]timeline.Layer, 0, len(parts))
	for i, d := range parts {
		l := like
		shape := &timeline.Shape{Path: d.Path, Color: d.Color, StrokePx: d.StrokePx}
		switch {
		case d.OnBeat:
			l.Span.From = max(l.Span.From, s.enter.to+a.grid.Beat(d.At))
		case d.At > 0:
			l.Span.From = max(l.Span.From, start+appears(d.At, a.frames(seconds), ease))
		}
		if d.Turn != 0 {
			shape.Turn = timeline.Ramp(float64(like.Span.From), 0, float64(like.Span.To), d.Turn, timeline.Drift)
			shape.Pivot = d.Pivot
		}
		l.Name, l.Box, l.Paint = like.Name+"/"+strconv.Itoa(i), figure.Bounds(d.Path, d.StrokePx), shape
		out = append(out, l)
	}
	return out
}

// fadeSmall lets an icon, a badge or a small chart come and go with the texts.
func (a *animator) fadeSmall(s *scene, e element, l *timeline.Layer) {
	if s.dipped() || a.lone() {
		return
	}
	in := s.enter.from + a.clockStart(s)
	if e.at().beats > 0 {
		offset, _ := a.entrance(s, e)
		in = s.enter.from + offset
	}
	if l.Span.From <= in {
		l.Span.From = in
		l.Alpha = a.ramp(in, bodyFade, 0, 1, timeline.Drift)
	}
	switch a.next(s).Kind {
	case template.Dip, template.Crossfade, template.Push:
		return
	case template.HardCut, template.Wipe, template.Iris, template.Change:
	}
	at := s.leave.from - a.lead()
	l.Alpha = join(l.Alpha, a.ramp(at, ruleOut, 1, 0, timeline.Drift))
	l.Span.To = min(l.Span.To, at+a.frames(ruleOut))
}
