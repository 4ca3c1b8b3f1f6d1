package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/stack"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// What stands behind or over every scene and takes another place in each.

// byScene makes a track of a value that every scene has, moved in the scenes'
// transitions. The track covers the axis before and after the loop too, since
// texts that it clips enter before 0.
func (a *animator) byScene(value func(origin string) (float64, bool)) timeline.Track {
	vals := make([]float64, len(a.scenes))
	last, found := 0.0, false
	for range 2 { // the first scene may take the last one's value
		for i, s := range a.scenes {
			if v, ok := value(s.origin); ok {
				last, found = v, true
			}
			vals[i] = last
		}
	}
	if !found {
		return nil
	}
	var tr timeline.Track
	n := len(a.scenes)
	for turn := -1; turn <= 2; turn++ {
		off := float64(turn * a.grid.Frames)
		for i, s := range a.scenes {
			from, to := vals[(i+n-1)%n], vals[i]
			if from == to && len(tr) > 0 {
				continue
			}
			start, end := float64(s.enter.from)+off, float64(s.enter.to)+off
			if end <= start {
				half := float64(a.frames(0.35))
				start, end = start-half, start+half
			}
			tr = append(tr, timeline.Key{Frame: start, Value: from, Ease: timeline.Step}, timeline.Key{Frame: end, Value: to})
		}
	}
	return tr
}

// places returns a disc's tracks.
func (a *animator) places(s *scene, p *disc) (x, y, r timeline.Track) {
	at := func(origin string) (template.Place, bool) {
		if v, ok := p.spec.Places[origin]; ok {
			return v, true
		}
		v, ok := p.spec.Places[""]
		return v, ok
	}
	part := func(k int) timeline.Track {
		return a.byScene(func(origin string) (float64, bool) {
			v, ok := at(origin)
			place, radius := s.grid.Place(s.risen(p, origin, v))
			place.Y = a.belowLabel(origin, place.X, place.Y, radius)
			return [3]float64{place.X, place.Y, radius}[k], ok
		})
	}
	return part(0), part(1), part(2)
}

// risen places a disc by the days that are left, where the template says so.
func (sc scope) risen(p *disc, origin string, v template.Place) template.Place {
	rise, ok := p.spec.Rise[origin]
	left, known := field.Number(sc.Fields.Texts["days_left"])
	if !ok || !known && sc.Fields.Texts["today"] == "" {
		return v
	}
	v.Y = rise.Row + rise.Lower*min(left, rise.Days)/rise.Days
	return v
}

// belowLabel moves a disc down until it does not touch the sender's name,
// whose colour is that of the ground around the disc.
func (a *animator) belowLabel(origin string, x, y, r float64) float64 {
	for _, s := range a.scenes {
		if s.origin != origin {
			continue
		}
		for _, e := range s.elements {
			l, ok := e.(*label)
			if !ok {
				continue
			}
			reach := r + discClear*s.grid.Unit()
			if across := max(l.box.X0-x, x-l.box.X1, 0); across < reach {
				y = max(y, l.box.Y1+math.Sqrt(reach*reach-across*across))
			}
		}
	}
	return y
}

// discClear is the distance of a disc from the sender's name, in px of the
// 1080-wide design.
const discClear = 8

// discLayers paints a disc, and the rings that travel with it.
func (a *animator) discLayers(s *scene, p *disc, span timeline.Span) []timeline.Layer {
	x, y, r := a.places(s, p)
	box := a.in.Canvas.Size.Bounds()
	var out []timeline.Layer
	if p.spec.Rings != "" {
		rx, ry := x.At(0, 0), y.At(0, 0)
		px := figure.RingPx * s.grid.Unit()
		path := figure.Rings(geom.Point{X: rx, Y: ry}, box, s.grid.Unit())
		l := timeline.Layer{Name: p.name + "/rings", Span: span, Box: figure.Bounds(path, px), Paint: &timeline.Shape{Path: path, Color: ringColor(s.pal, p.spec.Rings), StrokePx: px}}
		l.DX, l.DY = moved(x, -rx), moved(y, -ry)
		out = append(out, l)
	}
	return append(out, timeline.Layer{
		Name: p.name, Span: span, Box: box, Paint: &timeline.Fill{Color: p.color},
		Clip: &timeline.Clip{Box: box, Circle: &timeline.Circle{CX: x, CY: y, R: r}},
	})
}

// ringColor is that of a disc's rings, softened where it would disturb texts.
func ringColor(pal palette.Palette, role string) srgb.Color {
	if col, ground := pal.Color(role), pal.Color("ink"); srgb.Contrast(col, ground) <= palette.CalmContrast {
		return col
	}
	return pal.Line(pal.Color("ink"))
}

// moved adds d to a track's values.
func moved(tr timeline.Track, d float64) timeline.Track {
	out := make(timeline.Track, len(tr))
	for i, k := range tr {
		k.Value += d
		out[i] = k
	}
	return out
}

// shiftOf returns by how many rows an element is moved in each scene.
func shiftOf(e element) map[string]float64 {
	switch e := e.(type) {
	case *backdrop:
		return e.spec.Shift
	case *fill:
		return e.spec.Shift
	}
	return nil
}

// shifts returns how far a backdrop or a fill is moved down in each scene.
func (a *animator) shifts(s *scene, e element) timeline.Track {
	p, shift := e.at(), shiftOf(e)
	if len(shift) == 0 || len(p.node.Boxes) == 0 {
		return nil
	}
	row := float64(p.node.Boxes[0].Row1)
	at := s.grid.Row(row)
	return a.byScene(func(origin string) (float64, bool) {
		rows, ok := shift[origin]
		if rows == 0 {
			return 0, ok
		}
		if to := row + rows; to > grid.Rows {
			return float64(a.in.Canvas.Size.H) - p.box.Y0, ok
		}
		return s.grid.Row(row+rows) - at, ok
	})
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
