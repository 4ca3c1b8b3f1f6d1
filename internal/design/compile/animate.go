package compile

import (
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
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

// animate adds the scenes and their texts to a plan.
func animate(plan *timeline.Plan, st *stage, sched *schedule) {
	a := &animator{stage: st, in: sched.in, grid: sched.grid, pace: sched.pace}
	a.windows()
	plan.Ground = st.scenes[0].pal.Color("ink")
	if st.under != nil {
		plan.Scenes = append(plan.Scenes, a.standing(st.under, -1))
	}
	for i, s := range st.scenes {
		plan.Scenes = append(plan.Scenes, a.timelineScene(i, s))
		plan.Cues = append(plan.Cues, a.cues(s)...)
	}
	if st.over != nil {
		plan.Scenes = append(plan.Scenes, a.standing(st.over, 1))
	}
}

// timelineScene turns scene i into the timeline's scene.
func (a *animator) timelineScene(i int, s *scene) timeline.Scene {
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
