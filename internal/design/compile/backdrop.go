package compile

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
)

// photoPaint shows the event's picture, cut around its focus.
func (a *animator) photoPaint(p *photo, span timeline.Span) timeline.Paint {
	ph := p.picture
	view := timeline.View{CX: timeline.Const(ph.FocusX), CY: timeline.Const(ph.FocusY)}
	near := max(1, ph.Near)
	if near > 1 {
		view.Zoom = timeline.Const(near)
	}
	if p.spec.Motion == template.Kenburns {
		seconds := a.grid.Rate.Seconds(span.To - span.From)
		view.Zoom = timeline.Ramp(float64(span.From), near, float64(span.To), near*(1+min(zoomMost, zoomPerSecond*seconds)), timeline.Drift)
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
	return &timeline.Pattern{Name: name, Seed: s.seed(), Size: geom.Size{W: even(w), H: even(h)}, Colors: p.colors(s.pal)}
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

func even(v float64) int { return int(math.Ceil(v/2)) * 2 }
