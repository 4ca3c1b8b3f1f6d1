package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// layers returns what an element paints.
func (a *animator) layers(s *scene, e element) []timeline.Layer {
	at := e.at()
	span := timeline.Span{From: s.enter.from, To: a.holdEnd(s, at.node.Hold)}
	if s.dipped() && s.enter.to > s.enter.from {
		span.From = s.enter.to // what a dip shows before is ink
	}
	layer := timeline.Layer{Name: at.name, Span: span, Box: at.box}
	switch e := e.(type) {
	case *text:
		return a.textLayers(s, e, span)
	case *number:
		return []timeline.Layer{a.numberLayer(s, e, span)}
	case *label:
		return labelLayers(s, e, span)
	case *drawing:
		return a.drawingLayers(s, e, span)
	case *route:
		return a.routeLayers(s, e, span)
	case *disc:
		return a.discLayers(s, e, span)
	case *photo:
		layer.Paint = a.photoPaint(e, span)
	case *backdrop:
		if len(e.wheel) > 0 {
			return a.partLayers(s, e.wheel, layer, timeline.Count, countSeconds)
		}
		layer.Paint = a.patternPaint(s, e)
		layer.DY = a.shifts(s, e)
	case *panel:
		layer.Paint = &timeline.Fill{Color: e.color}
	case *fill:
		layer.Paint = &timeline.Fill{Color: e.color}
		layer.DY = a.shifts(s, e)
	case *scrim:
		layer.Paint = &timeline.Gradient{Color: e.color, AlphaAt: e.alphas}
	case *progress:
		layer.Paint = &timeline.Fill{Color: e.color}
		layer.Clip = &timeline.Clip{Box: e.box, X1: timeline.Ramp(float64(s.start), e.box.X0, float64(s.end), e.box.X1, timeline.Drift)}
	case *rule:
		a.ruleMotion(s, e, &layer)
		layer.Paint = &timeline.Fill{Color: e.color}
	case *logo:
		layer.Paint = logoPaint(a.in.Logo, &e.color)
	}
	return []timeline.Layer{layer}
}

// photoPaint shows the event's picture, cut around its focus.
func (a *animator) photoPaint(p *photo, span timeline.Span) timeline.Paint {
	ph := p.picture
	view := timeline.View{CX: timeline.Const(ph.FocusX), CY: timeline.Const(ph.FocusY)}
	if p.spec.Motion == template.Kenburns {
		seconds := a.grid.Rate.Seconds(span.To - span.From)
		view.Zoom = timeline.Ramp(float64(span.From), 1, float64(span.To), 1+min(zoomMost, zoomPerSecond*seconds), timeline.Drift)
	}
	return &timeline.Photo{Source: ph.Source, Digest: ph.Digest, SrcW: ph.W, SrcH: ph.H, View: view, Duotone: p.duotone}
}

// patternPaint shows a generated backdrop. A drifting one swings around the
// middle once a loop, slow at both ends, so that it comes back at the seam.
func (a *animator) patternPaint(s *scene, p *backdrop) timeline.Paint {
	pattern := p.pattern(s.kit)
	w, h := p.box.W(), p.box.H()
	switch {
	case p.spec.Motion == template.Pan && pattern.Pans:
		return a.panned(s, p)
	case p.spec.Motion == template.Travel && a.walk != nil:
		return a.travelled(s, p)
	case p.spec.Frame.IsSet():
		return framedPattern(s, p)
	}
	out := s.pattern(p, w, h)
	if p.spec.Motion == template.None || p.spec.Motion == template.Auto {
		return out
	}
	// A cosine swing of amplitude a px over half a loop is fastest in its
	// middle: a*pi/2 px over the half loop's seconds.
	half := a.grid.Rate.Seconds(a.grid.Frames) / 2
	swing := min(driftMostPx, driftPxPerS*half*2/math.Pi) * s.grid.Unit()
	out.Size.W, out.Size.H = even(w+swing+8), even(h+swing+8)
	dx, dy := swing/2/float64(out.Size.W), swing/2/float64(out.Size.H)
	out.View.CX, out.View.CY = a.orbit(0.5-dx, 0.5+dx), a.orbit(0.5-dy, 0.5+dy)
	// Zoom 1 would show the whole picture: the box is a part of it.
	out.View.Zoom = timeline.Const(min(float64(out.Size.W)/w, float64(out.Size.H)/h))
	return out
}

// pattern paints a backdrop that is drawn for so many px.
func (s *scene) pattern(p *backdrop, w, h float64) *timeline.Pattern {
	name := p.pattern(s.kit).Name
	return &timeline.Pattern{Name: name, Seed: s.seed(), Size: geom.Size{W: even(w), H: even(h)}, Colors: s.pal.Pattern(name, p.spec.Tone, p.spec.Colors)}
}

// framedPattern shows a part of a pattern that is drawn for a larger area, so
// that two boxes of a frame show one picture.
func framedPattern(s *scene, p *backdrop) timeline.Paint {
	f := s.grid.Box(p.spec.Frame).Union(p.box)
	out := s.pattern(p, f.W(), f.H())
	mid := p.box.Center()
	out.View.CX = timeline.Const((mid.X - f.X0) / float64(out.Size.W))
	out.View.CY = timeline.Const((mid.Y - f.Y0) / float64(out.Size.H))
	out.View.Zoom = timeline.Const(min(float64(out.Size.W)/p.box.W(), float64(out.Size.H)/p.box.H()))
	return out
}

// orbit swings from one value to another and back in one loop, on the whole unrolled axis.
func (a *animator) orbit(from, to float64) timeline.Track {
	half := float64(a.grid.Frames) / 2
	var tr timeline.Track
	for k := -2; k <= 4; k++ {
		v := from
		if k%2 != 0 {
			v = to
		}
		tr = append(tr, timeline.Key{Frame: float64(k) * half, Value: v, Ease: timeline.Orbit})
	}
	return tr
}

func even(v float64) int { return int(math.Ceil(v/2)) * 2 }

// windowPad is the room between a line's ink and the window that it slides
// through, in em.
const windowPad = 0.04

// lineWindow is what a line with its left end at x shows through: a little more than
// its box, and than its ink where that reaches out of its advances.
func lineWindow(line *typeset.Line, x float64, box geom.Rect) geom.Rect {
	side, pad := 0.1*line.SizePx, windowPad*line.SizePx
	return geom.R(
		math.Floor(min(x-side, x+line.LeftBearing-pad)), math.Floor(box.Y0),
		math.Ceil(max(x+line.Width+side, x+line.RightInk+pad)), math.Ceil(box.Y1),
	)
}

// textLayers paints a paragraph line by line.
func (a *animator) textLayers(s *scene, p *text, span timeline.Span) []timeline.Layer {
	if p.spec.Count && len(p.para.Lines) == 1 {
		return a.countLayers(s, p, span)
	}
	offset, _ := a.entrance(s, p)
	out := make([]timeline.Layer, 0, len(p.para.Lines))
	for k, line := range p.para.Lines {
		base := p.baseline(k)
		x := p.originX(line, s.grid.RTL)
		travel := maskTravel * line.SizePx
		pad := windowPad * line.SizePx
		l := timeline.Layer{
			Name:  fmt.Sprintf("%s#%d", p.name, k+1),
			Span:  span,
			Box:   geom.R(x, base+line.InkTop-pad, x+line.Width, base+max(0, line.InkBottom)+pad),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x, Y: base}, Color: p.color},
		}
		a.enterText(&l, a.motionIn(s, p), s.enter.from+offset, k, travel)
		a.leaveText(s, p, &l, travel)
		// The line shows through a window of its own, a little wider than its ink.
		l.Clip = &timeline.Clip{Box: lineWindow(line, x, l.Box)}
		out = append(out, a.twoColors(s, p, l)...)
		if p.strike {
			out = append(out, a.strike(p, l, line, base, x))
		}
	}
	return out
}

// enterText moves line k of a paragraph in, from frame at on.
func (a *animator) enterText(l *timeline.Layer, motion template.Motion, at, k int, travel float64) {
	if motion == template.None {
		return
	}
	if motion == template.MaskUp {
		at += a.stagger(k)
		l.DY = a.ramp(at, lineIn, travel, 0, timeline.Arrive)
		l.Span.From = at
		return
	}
	if motion == template.Rise {
		l.DY = a.ramp(at, bodyIn, bodyRisePx*a.in.Canvas.Unit(), 0, timeline.Arrive)
	}
	l.Alpha = a.ramp(at, bodyFade, 0, 1, timeline.Drift)
	l.Span.From = at
}

// ramp goes from one value to another in whole frames from frame at on.
func (a *animator) ramp(at int, seconds, from, to float64, e timeline.Easing) timeline.Track {
	return timeline.Ramp(float64(at), from, float64(at+a.frames(seconds)), to, e)
}

// leaveText lets a line slide out behind its upper edge before the next scene
// covers it, unless the whole scene is faded or pushed away.
func (a *animator) leaveText(s *scene, p *text, l *timeline.Layer, travel float64) {
	next := a.next(s)
	if next.Kind == template.Dip || p.node.Out == template.None || p.node.Hold != "" || a.lone() ||
		next.Kind == template.Crossfade || next.Kind == template.Push {
		return
	}
	at := s.leave.from - a.lead()
	if next.Kind == template.HardCut {
		at = s.leave.from - 1 - a.frames(lineOut)
	}
	if p.node.Out == template.Fade {
		l.Alpha = join(l.Alpha, a.ramp(at, lineOut, 1, 0, timeline.Drift))
	} else {
		l.DY = join(l.DY, a.ramp(at, lineOut, 0, -travel, timeline.Leave))
	}
	l.Span.To = at + a.frames(lineOut)
}

// ruleMotion draws a rule from the left and fades it before the scene leaves.
func (a *animator) ruleMotion(s *scene, p *rule, l *timeline.Layer) {
	if a.motionIn(s, p) == template.Draw {
		offset, _ := a.entrance(s, p)
		at := s.enter.from + offset
		l.Clip = &timeline.Clip{Box: p.box, X1: a.ramp(at, ruleIn, p.box.X0, p.box.X1, timeline.Arrive)}
		if s.grid.RTL {
			l.Clip = &timeline.Clip{Box: p.box, X0: a.ramp(at, ruleIn, p.box.X1, p.box.X0, timeline.Arrive)}
		}
		l.Span.From = at
	}
	if k := a.next(s).Kind; p.node.Out != template.None && p.node.Hold == "" && !a.lone() && k != template.Dip {
		at := s.leave.from - a.lead()
		l.Alpha = a.ramp(at, ruleOut, 1, 0, timeline.Drift)
		l.Span.To = at + a.frames(ruleOut)
	}
}

// cues lists a scene's texts with the time in which they stand still.
func (a *animator) cues(s *scene) []timeline.Cue {
	var out []timeline.Cue
	for _, e := range s.elements {
		t, ok := e.(*text)
		if !ok || t.text == "" {
			continue
		}
		offset, length := a.entrance(s, t)
		from := s.enter.from + offset + length
		if a.motionIn(s, t) == template.None {
			from = s.enter.to
		}
		if t.spec.Count {
			from = s.enter.from + a.clockStart(s) + a.frames(countSeconds)
		}
		out = append(out, timeline.Cue{
			Scene: s.spec.Name, Field: t.field, Text: t.text,
			Span: timeline.Span{From: from, To: s.leave.from - a.lead()},
			Box:  t.box, Size: t.para.SizePx,
		})
	}
	return out
}
