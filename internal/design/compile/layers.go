package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// layers returns what a placed node paints.
func (c *compiler) layers(s *scene, p *placed) []timeline.Layer {
	span := timeline.Span{From: s.enter.from, To: c.holdEnd(s, p.node.Hold)}
	if s.spec.Enter.Kind == template.Dip && s.enter.to > s.enter.from {
		span.From = s.enter.to // what a dip shows before is ink
	}
	layer := timeline.Layer{Name: p.name, Span: span, Box: p.box}
	if len(p.drawing) > 0 {
		return c.drawnLayers(s, p, span)
	}
	if p.way != nil {
		return c.routeLayers(s, p, span)
	}
	if p.bare {
		return c.bareText(s, p, span)
	}
	switch p.node.Kind {
	case template.Photo:
		layer.Paint = c.photoPaint(p, span)
	case template.Backdrop:
		layer.Paint = c.patternPaint(s, p)
		layer.DY = c.shifts(p)
	case template.Panel:
		layer.Paint = &timeline.Fill{Color: p.color}
	case template.Fill:
		layer.Paint = &timeline.Fill{Color: p.color}
		layer.DY = c.shifts(p)
	case template.Disc:
		return c.discLayers(p, span)
	case template.Scrim:
		layer.Paint = &timeline.Gradient{Color: p.color, AlphaAt: p.alphas}
	case template.Progress:
		layer.Paint = &timeline.Fill{Color: p.color}
		layer.Clip = &timeline.Clip{Box: p.box, X1: timeline.Ramp(float64(s.start), p.box.X0, float64(s.end), p.box.X1, timeline.Drift)}
	case template.Rule:
		c.ruleMotion(s, p, &layer)
		layer.Paint = &timeline.Fill{Color: p.color}
	case template.Logo:
		layer.Paint = c.logoPaint(&p.color)
	case template.Label:
		return c.labelLayers(p, span)
	case template.Text:
		return c.textLayers(s, p, span)
	case template.Stack, template.Row, template.Each, template.Space, template.Chart, template.Route, template.Icon, template.Badge:
		return nil // their children are placed on their own, their drawings were drawn above
	}
	return []timeline.Layer{layer}
}

// photoPaint shows the event's picture, cut around its focus.
func (c *compiler) photoPaint(p *placed, span timeline.Span) timeline.Paint {
	ph := p.photo
	view := timeline.View{CX: timeline.Const(ph.FocusX), CY: timeline.Const(ph.FocusY)}
	if p.node.Motion == template.Kenburns {
		seconds := c.grid.Rate.Seconds(span.To - span.From)
		view.Zoom = timeline.Ramp(float64(span.From), 1, float64(span.To), 1+min(zoomMost, zoomPerSecond*seconds), timeline.Drift)
	}
	return &timeline.Photo{Source: ph.Source, Digest: ph.Digest, SrcW: ph.W, SrcH: ph.H, View: view, Duotone: p.duo}
}

// patternPaint shows a generated backdrop. A drifting one swings around the
// middle once a loop, slow at both ends, so that it comes back at the seam.
func (c *compiler) patternPaint(s *scene, p *placed) timeline.Paint {
	name := c.pattern(p.node)
	w, h := p.box.W(), p.box.H()
	switch {
	case p.node.Motion == template.Pan && palette.PatternByName(name).Pans:
		return c.panned(s, p, name)
	case p.node.Motion == template.Travel && c.walk != nil:
		return c.travelled(s, p, name)
	case p.node.Frame.IsSet():
		return c.framedPattern(p, name)
	}
	out := &timeline.Pattern{Name: name, Seed: c.seed(), Size: geom.Size{W: even(w), H: even(h)}, Colors: c.pal.Pattern(name, p.tone, p.node.Colors)}
	if p.node.Motion == template.None || p.node.Motion == template.Auto {
		return out
	}
	// A cosine swing of amplitude a px over half a loop is fastest in its
	// middle: a*pi/2 px over the half loop's seconds.
	half := c.grid.Rate.Seconds(c.grid.Frames) / 2
	swing := min(driftMostPx, driftPxPerS*half*2/math.Pi) * c.g.Unit()
	out.Size.W, out.Size.H = even(w+swing+8), even(h+swing+8)
	dx, dy := swing/2/float64(out.Size.W), swing/2/float64(out.Size.H)
	out.View.CX, out.View.CY = c.orbit(0.5-dx, 0.5+dx), c.orbit(0.5-dy, 0.5+dy)
	// Zoom 1 would show the whole picture: the box is a part of it.
	out.View.Zoom = timeline.Const(min(float64(out.Size.W)/w, float64(out.Size.H)/h))
	return out
}

// framedPattern shows a part of a pattern that is drawn for a larger area, so
// that two boxes of a frame show one picture.
func (c *compiler) framedPattern(p *placed, name string) timeline.Paint {
	f := c.g.Box(p.node.Frame).Union(p.box)
	out := &timeline.Pattern{Name: name, Seed: c.seed(), Size: geom.Size{W: even(f.W()), H: even(f.H())}, Colors: c.pal.Pattern(name, p.tone, p.node.Colors)}
	mid := p.box.Center()
	out.View.CX = timeline.Const((mid.X - f.X0) / float64(out.Size.W))
	out.View.CY = timeline.Const((mid.Y - f.Y0) / float64(out.Size.H))
	out.View.Zoom = timeline.Const(min(float64(out.Size.W)/p.box.W(), float64(out.Size.H)/p.box.H()))
	return out
}

// pattern returns the name of a backdrop: the node's, else the kit's first.
func (c *compiler) pattern(n *template.Node) string {
	if n.Pattern == "" && len(c.in.Kit.Backdrop) > 0 {
		return c.in.Kit.Backdrop[0]
	}
	return n.Pattern
}

// orbit swings from a to b and back in one loop, on the whole unrolled axis.
func (c *compiler) orbit(a, b float64) timeline.Track {
	half := float64(c.grid.Frames) / 2
	var tr timeline.Track
	for k := -2; k <= 4; k++ {
		v := a
		if k%2 != 0 {
			v = b
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
func (c *compiler) textLayers(s *scene, p *placed, span timeline.Span) []timeline.Layer {
	if p.node.Count && len(p.para.Lines) == 1 {
		return c.countLayers(s, p, span)
	}
	offset, _ := c.entrance(s, p)
	out := make([]timeline.Layer, 0, len(p.para.Lines))
	for k, line := range p.para.Lines {
		base := p.base + float64(k)*p.para.LeadingPx
		x := c.originX(p, line)
		travel := maskTravel * line.SizePx
		pad := windowPad * line.SizePx
		l := timeline.Layer{
			Name:  fmt.Sprintf("%s#%d", p.name, k+1),
			Span:  span,
			Box:   geom.R(x, base+line.InkTop-pad, x+line.Width, base+max(0, line.InkBottom)+pad),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x, Y: base}, Color: p.color},
		}
		c.enterText(&l, c.motionIn(p), s.enter.from+offset, k, travel)
		c.leaveText(s, p, &l, travel)
		// The line shows through a window of its own, a little wider than its ink.
		l.Clip = &timeline.Clip{Box: lineWindow(line, x, l.Box)}
		out = append(out, c.twoColors(p, l)...)
		if p.strike {
			out = append(out, c.strike(p, l, line, base, x))
		}
	}
	return out
}

// enterText moves line k of a paragraph in, from frame at on.
func (c *compiler) enterText(l *timeline.Layer, motion template.Motion, at, k int, travel float64) {
	if motion == template.None {
		return
	}
	if motion == template.MaskUp {
		at += c.stagger(k)
		l.DY = c.ramp(at, lineIn, travel, 0, timeline.Arrive)
		l.Span.From = at
		return
	}
	if motion == template.Rise {
		l.DY = c.ramp(at, bodyIn, bodyRisePx*c.g.Unit(), 0, timeline.Arrive)
	}
	l.Alpha = c.ramp(at, bodyFade, 0, 1, timeline.Drift)
	l.Span.From = at
}

// ramp goes from a to b in whole frames from frame at on.
func (c *compiler) ramp(at int, seconds, a, b float64, e timeline.Easing) timeline.Track {
	return timeline.Ramp(float64(at), a, float64(at+c.frames(seconds)), b, e)
}

// leaveText lets a line slide out behind its upper edge before the next scene
// covers it, unless the whole scene is faded or pushed away.
func (c *compiler) leaveText(s *scene, p *placed, l *timeline.Layer, travel float64) {
	next := c.next(s)
	if next.Kind == template.Dip || p.node.Out == template.None || p.node.Hold != "" || len(c.scenes) == 1 ||
		next.Kind == template.Crossfade || next.Kind == template.Push {
		return
	}
	at := s.leave.from - c.lead()
	if next.Kind == template.HardCut {
		at = s.leave.from - 1 - c.frames(lineOut)
	}
	if p.node.Out == template.Fade {
		l.Alpha = join(l.Alpha, c.ramp(at, lineOut, 1, 0, timeline.Drift))
	} else {
		l.DY = join(l.DY, c.ramp(at, lineOut, 0, -travel, timeline.Leave))
	}
	l.Span.To = at + c.frames(lineOut)
}

// next returns the transition that replaces the scene.
func (c *compiler) next(s *scene) template.Transition {
	for i, other := range c.scenes {
		if other == s {
			return c.scenes[(i+1)%len(c.scenes)].spec.Enter
		}
	}
	return template.Transition{}
}

// ruleMotion draws a rule from the left and fades it before the scene leaves.
func (c *compiler) ruleMotion(s *scene, p *placed, l *timeline.Layer) {
	if c.motionIn(p) == template.Draw {
		offset, _ := c.entrance(s, p)
		at := s.enter.from + offset
		l.Clip = &timeline.Clip{Box: p.box, X1: c.ramp(at, ruleIn, p.box.X0, p.box.X1, timeline.Arrive)}
		if c.g.RTL {
			l.Clip = &timeline.Clip{Box: p.box, X0: c.ramp(at, ruleIn, p.box.X1, p.box.X0, timeline.Arrive)}
		}
		l.Span.From = at
	}
	if k := c.next(s).Kind; p.node.Out != template.None && p.node.Hold == "" && len(c.scenes) > 1 && k != template.Dip {
		at := s.leave.from - c.lead()
		l.Alpha = c.ramp(at, ruleOut, 1, 0, timeline.Drift)
		l.Span.To = at + c.frames(ruleOut)
	}
}

// cues lists a scene's texts with the time in which they stand still.
func (c *compiler) cues(s *scene) []timeline.Cue {
	var out []timeline.Cue
	for i := range s.placed {
		p := &s.placed[i]
		if p.para == nil || p.text == "" {
			continue
		}
		c.use(s)
		offset, length := c.entrance(s, p)
		from := s.enter.from + offset + length
		if c.motionIn(p) == template.None {
			from = s.enter.to
		}
		if p.node.Count {
			from = s.enter.from + c.clockStart(s) + c.frames(countSeconds)
		}
		out = append(out, timeline.Cue{
			Scene: s.spec.Name, Field: p.field, Text: p.text,
			Span: timeline.Span{From: from, To: s.leave.from - c.lead()},
			Box:  p.box, Size: p.para.SizePx,
		})
	}
	return out
}
