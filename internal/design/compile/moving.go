package compile

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// What stands behind or over every scene and takes another place in each.

// byScene makes a track of a value that every scene has, moved in the scenes'
// transitions. The track covers the axis before and after the loop too, since
// texts that it clips enter before 0.
func (c *compiler) byScene(value func(origin string) (float64, bool)) timeline.Track {
	vals := make([]float64, len(c.scenes))
	last, found := 0.0, false
	for range 2 { // the first scene may take the last one's value
		for i, s := range c.scenes {
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
	n := len(c.scenes)
	for turn := -1; turn <= 2; turn++ {
		off := float64(turn * c.grid.Frames)
		for i, s := range c.scenes {
			from, to := vals[(i+n-1)%n], vals[i]
			if from == to && len(tr) > 0 {
				continue
			}
			a, b := float64(s.enter.from)+off, float64(s.enter.to)+off
			if b <= a {
				a, b = a-float64(c.frames(0.35)), a+float64(c.frames(0.35))
			}
			tr = append(tr, timeline.Key{Frame: a, Value: from, Ease: timeline.Step}, timeline.Key{Frame: b, Value: to})
		}
	}
	return tr
}

// places returns a disc's tracks.
func (c *compiler) places(p *placed) (x, y, r timeline.Track) {
	at := func(origin string) (template.Place, bool) {
		if v, ok := p.node.Places[origin]; ok {
			return v, true
		}
		v, ok := p.node.Places[""]
		return v, ok
	}
	part := func(k int) timeline.Track {
		return c.byScene(func(origin string) (float64, bool) {
			v, ok := at(origin)
			px, py, pr := c.spot(c.risen(p, origin, v))
			py = c.belowLabel(origin, px, py, pr)
			return [3]float64{px, py, pr}[k], ok
		})
	}
	return part(0), part(1), part(2)
}

// risen lifts a disc that a countdown has: the fewer days are left, the higher
// it stands in the scene named count.
func (c *compiler) risen(p *placed, origin string, v template.Place) template.Place {
	left, ok := field.Number(c.values.Texts["days_left"])
	if !ok && c.values.Texts["today"] == "" || origin != "count" || p.node.Name != "moon" {
		return v
	}
	const low, high, far = 7.9, 4.3, 7 // rows at seven days and at none
	v.Y = high + (low-high)*min(left, far)/far
	return v
}

// belowLabel moves a disc down until it does not touch the sender's name,
// whose colour is that of the ground around the disc.
func (c *compiler) belowLabel(origin string, x, y, r float64) float64 {
	for _, s := range c.scenes {
		if s.origin != origin {
			continue
		}
		for i := range s.placed {
			p := &s.placed[i]
			if p.node.Kind != template.Label {
				continue
			}
			reach := r + discClear*c.unit()
			if across := max(p.box.X0-x, x-p.box.X1, 0); across < reach {
				y = max(y, p.box.Y1+math.Sqrt(reach*reach-across*across))
			}
		}
	}
	return y
}

// discClear is the distance of a disc from the sender's name, in px of the
// 1080-wide design.
const discClear = 8

// discLayers paints a disc, and the rings that travel with it.
func (c *compiler) discLayers(p *placed, span timeline.Span) []timeline.Layer {
	x, y, r := c.places(p)
	box := c.in.Canvas.Size.Bounds()
	var out []timeline.Layer
	if p.node.Rings != "" {
		rx, ry := x.At(0, 0), y.At(0, 0)
		var path timeline.Path
		u := c.unit()
		gap, radius := 30*u, 395*u
		for ; radius < 2.2*math.Hypot(box.W(), box.H()) && len(path) < 6*60; gap *= 1.03 {
			radius += gap
			path = circlePath(path, rx, ry, radius)
		}
		l := timeline.Layer{Name: p.name + "/rings", Span: span, Box: bounds(path, 4*u), Paint: &timeline.Shape{Path: path, Color: c.ringColor(p), StrokePx: 4 * u}}
		l.DX, l.DY = moved(x, -rx), moved(y, -ry)
		out = append(out, l)
	}
	return append(out, timeline.Layer{
		Name: p.name, Span: span, Box: box, Paint: &timeline.Fill{Color: p.color},
		Clip: &timeline.Clip{Box: box, Circle: &timeline.Circle{CX: x, CY: y, R: r}},
	})
}

// ringColor is that of a disc's rings, softened where it would disturb texts.
func (c *compiler) ringColor(p *placed) srgb.Color {
	if col, ground := c.color(p.node.Rings), c.color("ink"); srgb.Contrast(col, ground) <= patternMost {
		return col
	}
	return c.ring()
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

// shifts returns how far a backdrop or a fill is moved down in each scene.
func (c *compiler) shifts(p *placed) timeline.Track {
	if len(p.node.Shift) == 0 || len(p.node.Boxes) == 0 {
		return nil
	}
	row := float64(p.node.Boxes[0].Row1)
	at := c.rowY(row)
	return c.byScene(func(origin string) (float64, bool) {
		rows, ok := p.node.Shift[origin]
		if rows == 0 {
			return 0, ok
		}
		if to := row + rows; to > moduleRows {
			return float64(c.in.Canvas.Size.H) - p.box.Y0, ok
		}
		return c.rowY(row+rows) - at, ok
	})
}

// twoColors paints a line twice where a disc crosses it: in its own colour
// outside, in the colour that reads on the disc inside.
func (c *compiler) twoColors(p *placed, l timeline.Layer) []timeline.Layer {
	if p.flip == nil {
		return []timeline.Layer{l}
	}
	x, y, r := c.places(p.flip)
	in, outside := l, l
	in.Name += "/disc"
	line, ok := l.Paint.(*timeline.Text)
	if !ok {
		return []timeline.Layer{l}
	}
	inside := *line
	inside.Color = c.on(p.flip.color)
	in.Paint = &inside
	clip := func(invert bool) *timeline.Clip {
		k := timeline.Clip{}
		if l.Clip != nil {
			k = *l.Clip
		} else {
			k.Box = c.in.Canvas.Size.Bounds()
		}
		k.Circle = &timeline.Circle{CX: x, CY: y, R: r, Invert: invert}
		return &k
	}
	in.Clip, outside.Clip = clip(false), clip(true)
	return []timeline.Layer{outside, in}
}

// originX is where a line begins: at the near margin, or at the far one.
func (c *compiler) originX(p *placed, line *typeset.Line) float64 {
	switch {
	case p.bare:
		return p.box.X0
	case p.node.End != c.rtl && !line.RTL:
		return p.box.X1 - line.Width
	case p.node.End && line.RTL:
		return p.box.X0
	}
	x := line.OriginX(p.box.X0, p.box.X1)
	// A letter that reaches out of its cell, such as j, stays at the margin.
	const least = 1
	switch {
	case !line.RTL && x+line.LeftBearing < p.box.X0-least:
		return p.box.X0 - line.LeftBearing
	case line.RTL && x+line.RightInk > p.box.X1+least:
		return p.box.X1 - line.RightInk
	}
	return x
}

// bareText paints a text that belongs to a drawing: it appears with it.
func (c *compiler) bareText(s *scene, p *placed, span timeline.Span) []timeline.Layer {
	if p.after > 0 {
		ease := timeline.Count
		if p.lengthPx > 0 {
			ease = timeline.Step
		}
		span.From = max(span.From, s.enter.from+c.clockStart(s)+appears(p.after, c.frames(c.clockSeconds(p)), ease))
	}
	if p.beats > 0 {
		offset, _ := c.entrance(s, p)
		span.From = max(span.From, s.enter.from+offset)
	}
	line := p.para.Lines[0]
	l := timeline.Layer{
		Name: p.name, Span: span, Box: geom.R(p.box.X0, p.base+line.InkTop, p.box.X0+line.Width, p.base+max(0, line.InkBottom)),
		Paint: &timeline.Text{Line: line, Origin: geom.Point{X: p.box.X0, Y: p.base}, Color: p.color},
	}
	c.fadeSmall(s, p, &l)
	return []timeline.Layer{l}
}

// countLayers paints a number that counts up: one line for each frame of the
// clock, then the number itself.
func (c *compiler) countLayers(s *scene, p *placed, span timeline.Span) []timeline.Layer {
	line := p.para.Lines[0]
	start, frames := s.enter.from+c.clockStart(s), c.frames(countSeconds)
	font := c.font(p.node.Roles[0], p.node.Face)
	var out []timeline.Layer
	paint := func(line *typeset.Line, from, to int) {
		x := c.originX(p, line)
		pad := windowPad * line.SizePx
		l := timeline.Layer{
			Name: fmt.Sprintf("%s#%d", p.name, len(out)+1), Span: timeline.Span{From: from, To: to},
			Box:   geom.R(x, p.base+line.InkTop-pad, x+line.Width, p.base+max(0, line.InkBottom)+pad),
			Paint: &timeline.Text{Line: line, Origin: geom.Point{X: x, Y: p.base}, Color: p.color},
		}
		if to == span.To {
			c.leaveText(s, p, &l, maskTravel*line.SizePx)
			l.Clip = &timeline.Clip{Box: lineWindow(line, x, l.Box)}
		}
		out = append(out, c.twoColors(p, l)...)
	}
	role, err := c.role(p.node.Roles[0], p.node)
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
		st := typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: line.SizePx, Tracking: role.Tracking, Language: c.lang, Tabular: true, LiningFigures: role.LiningFigures}
		if set, err := c.in.Fonts.Set(text, st); err == nil {
			set.HangPx = line.HangPx
			paint(set, start+f, start+f+1)
		}
	}
	paint(line, start+frames, span.To)
	return out
}

// strike draws a line through a line of text that moves with it.
func (c *compiler) strike(p *placed, text timeline.Layer, line *typeset.Line, base, x float64) timeline.Layer {
	h := max(4*c.unit(), 0.07*line.SizePx)
	y := base - line.CapHeight*0.42
	l := text
	l.Name += "/strike"
	l.Box = geom.R(x, y-h/2, x+line.Width, y+h/2)
	l.Paint = &timeline.Fill{Color: p.color}
	return l
}
