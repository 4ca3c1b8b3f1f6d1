package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
)

// labelLayers paints the label. It never moves: it stands at the same place in
// every scene, so that transitions pass over it.
func labelLayers(s *scene, p *label, span timeline.Span) []timeline.Layer {
	u := s.grid.Unit()
	var out []timeline.Layer
	if p.tab {
		out = append(out, timeline.Layer{Name: p.name + "/tab", Span: span, Box: p.box, Paint: &timeline.Fill{Color: p.ground}})
	}
	x := s.grid.Safe().X0
	right := s.grid.Safe().X1
	if l := s.in.Logo; l != nil {
		w, h := s.markSize()
		y := p.box.Y0 + (p.box.H()-h)/2
		if s.grid.RTL {
			x = right - w
			right -= w + labelTextGap*u
		}
		out = append(out, timeline.Layer{
			Name: p.name + "/mark", Span: span, Box: geom.R(x, y, x+w, y+h), Paint: logoPaint(l, &p.color),
		})
		x += w + labelTextGap*u
	}
	for k, line := range p.para.Lines {
		base := math.Round(p.base + float64(k)*p.para.LeadingPx)
		if s.grid.RTL {
			x = right - line.Width + line.LeftBearing
		}
		out = append(out, timeline.Layer{
			Name: fmt.Sprintf("%s#%d", p.name, k+1), Span: span,
			Box:   geom.R(x, base-line.Ascent, x+line.Width, base+line.Descent),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x - line.LeftBearing, Y: base}, Color: p.color},
		})
	}
	return out
}

// logoPaint paints the sender's mark, in one colour if it allows that.
func logoPaint(l *Logo, tint *srgb.Color) timeline.Paint {
	b := &timeline.Bitmap{Source: l.Source, Kind: l.Kind, Digest: l.Digest}
	if l.Tint {
		b.Tint = tint
	}
	return b
}

// labelBySceneLayers paints the label of an overlay. What it stands on may be
// moved away in some scenes; there it takes the colour that reads on the scene.
func (a *animator) labelBySceneLayers(over *scene, p *label, whole timeline.Span) []timeline.Layer {
	at := geom.Point{X: p.box.Center().X, Y: p.box.Center().Y}
	cols := make([]srgb.Color, len(a.scenes))
	differ := false
	for i, s := range a.scenes {
		cols[i] = p.color
		if !p.tab && !a.coversInScene(over, s, at) {
			ground, _ := a.groundAt(s.pal, s, at)
			cols[i] = s.pal.On(ground)
		}
		differ = differ || cols[i] != cols[0]
	}
	if !differ || a.lone() {
		q := *p
		q.color = cols[0]
		return labelLayers(over, &q, whole)
	}
	var out []timeline.Layer
	for i, s := range a.scenes {
		q := *p
		q.color = cols[i]
		q.name = fmt.Sprintf("%s/%d", p.name, i+1)
		span := timeline.Span{From: (s.enter.from + s.enter.to) / 2, To: (s.leave.from + s.leave.to) / 2}
		out = append(out, labelLayers(over, &q, span)...)
	}
	return out
}

// coversInScene reports whether something of the overlay lies under a point
// while a scene stands.
func (a *animator) coversInScene(over, s *scene, at geom.Point) bool {
	for _, e := range over.elements {
		switch e.(type) {
		case *backdrop, *fill:
		default:
			continue
		}
		box := e.at().box
		if moved := a.shifts(over, e); moved != nil {
			box = box.Add(0, moved.At(float64((s.enter.to+s.leave.from)/2), 0))
		}
		if at.X >= box.X0 && at.X < box.X1 && at.Y >= box.Y0 && at.Y < box.Y1 {
			return true
		}
	}
	return false
}
