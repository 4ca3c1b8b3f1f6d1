package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

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

// twoColors paints a line twice where a disc crosses it: in its own colour
// outside, in the colour that reads on the disc inside.
func (a *animator) twoColors(s *scene, p *text, l timeline.Layer) []timeline.Layer {
	if p.disc == nil {
		return []timeline.Layer{l}
	}
	x, y, r := a.places(s, p.disc)
	in, outside := l, l
	in.Name += "/disc"
	line, ok := l.Paint.(*timeline.Text)
	if !ok {
		return []timeline.Layer{l}
	}
	inside := *line
	inside.Color = s.pal.On(p.disc.color)
	in.Paint = &inside
	clip := func(invert bool) *timeline.Clip {
		k := timeline.Clip{}
		if l.Clip != nil {
			k = *l.Clip
		} else {
			k.Box = a.in.Canvas.Size.Bounds()
		}
		k.Circle = &timeline.Circle{CX: x, CY: y, R: r, Invert: invert}
		return &k
	}
	in.Clip, outside.Clip = clip(false), clip(true)
	return []timeline.Layer{outside, in}
}

// countLayers paints a number that counts up: one line for each frame of the
// clock, then the number itself.
func (a *animator) countLayers(s *scene, p *text, span timeline.Span) []timeline.Layer {
	line := p.para.Lines[0]
	start, frames := s.enter.from+a.clockStart(s), a.frames(countSeconds)
	font := stack.Font(s.kit, p.spec.Roles[0], p.spec.Face)
	var out []timeline.Layer
	paint := func(line *typeset.Line, from, to int) {
		x := p.originX(line, s.grid.RTL)
		pad := windowPad * line.SizePx
		l := timeline.Layer{
			Name: fmt.Sprintf("%s#%d", p.name, len(out)+1), Span: timeline.Span{From: from, To: to},
			Box:   geom.R(x, p.base+line.InkTop-pad, x+line.Width, p.base+max(0, line.InkBottom)+pad),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x, Y: p.base}, Color: p.color},
		}
		if to == span.To {
			a.leaveText(s, p, &l, maskTravel*line.SizePx)
			l.Clip = &timeline.Clip{Box: lineWindow(line, x, l.Box)}
		}
		out = append(out, a.twoColors(s, p, l)...)
	}
	role, err := stack.Role(p.spec.Roles[0], p.spec, s.grid.Unit())
	last := ""
	for f := 1; f < frames && err == nil; f++ {
		text := field.Counting(p.text, timeline.Count.At(float64(f)/float64(frames)))
		if text == p.text {
			paint(line, start+f, span.To)
			return out
		}
		if text == last {
			out[len(out)-1].Span.To = start + f + 1
			continue
		}
		last = text
		st := typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: line.SizePx, Tracking: role.Tracking, Language: s.lang, Tabular: true, LiningFigures: role.LiningFigures}
		if set, err := s.in.Fonts.Set(text, st); err == nil {
			set.HangPx = line.HangPx
			paint(set, start+f, start+f+1)
		}
	}
	paint(line, start+frames, span.To)
	return out
}

// strike draws a line through a line of text that moves with it.
func (a *animator) strike(p *text, text timeline.Layer, line *typeset.Line, base, x float64) timeline.Layer {
	h := max(4*a.in.Canvas.Unit(), 0.07*line.SizePx)
	y := base - line.CapHeight*0.42
	l := text
	l.Name += "/strike"
	l.Box = geom.R(x, y-h/2, x+line.Width, y+h/2)
	l.Paint = &timeline.Fill{Color: p.color}
	return l
}

// numberLayer paints a number: it appears with its badge.
func (a *animator) numberLayer(s *scene, n *number, span timeline.Span) timeline.Layer {
	if n.beats > 0 {
		offset, _ := a.entrance(s, n)
		span.From = max(span.From, s.enter.from+offset)
	}
	l := timeline.Layer{
		Name: n.name, Span: span, Box: geom.R(n.box.X0, n.base+n.line.InkTop, n.box.X0+n.line.Width, n.base+max(0, n.line.InkBottom)),
		Paint: &timeline.Text{Line: n.line, Origin: geom.Point{X: n.box.X0, Y: n.base}, Color: n.color},
	}
	a.fadeSmall(s, n, &l)
	return l
}
