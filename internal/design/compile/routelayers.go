package compile

import (
	"fmt"
	"slices"

	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

// routeLayers paints the walk of a scene: it comes in the form of the scene
// before and takes that of the next one while it is covered.
func (a *animator) routeLayers(s *scene, p *route, span timeline.Span) []timeline.Layer {
	sb, sa := a.beside(s)
	before, after := wayOf(sb), wayOf(sa)
	ways := []*figure.Way{p.way}
	var form timeline.Track
	own := 0.0
	if before != nil {
		ways = []*figure.Way{before, p.way}
		form = timeline.Ramp(float64(s.enter.from), 0, float64(s.enter.to), 1, timeline.Step)
		own = 1
	}
	if after != nil {
		ways = append(ways, after)
		form = join(form, timeline.Ramp(float64(s.leave.from), own, float64(s.leave.to), own+1, timeline.Step))
	}
	start, frames := s.enter.from+a.clockStart(s), a.frames(a.clockSeconds(s, p))
	draws := before == nil && !a.lone()
	shape := func(name string, from int, col srgb.Color, of func(*figure.Way) timeline.Form) timeline.Layer {
		first := of(ways[0])
		sh := &timeline.Shape{Path: first.Path, StrokePx: first.StrokePx, Color: col, Form: form}
		for _, w := range ways[1:] {
			sh.Forms = append(sh.Forms, of(w))
		}
		sp := span
		sp.From = max(sp.From, from)
		return timeline.Layer{Name: name, Span: sp, Box: figure.Bounds(p.way.Path(), p.way.StrokePx), Paint: sh}
	}
	line := shape(p.name+"/line", span.From, p.color, func(w *figure.Way) timeline.Form {
		return timeline.Form{Path: w.Path(), StrokePx: w.StrokePx}
	})
	if sh, ok := line.Paint.(*timeline.Shape); ok && draws {
		line.Span.From = max(span.From, start)
		sh.Trim = timeline.Ramp(float64(start), 0, float64(start+frames), 1, timeline.Step)
	}
	out := []timeline.Layer{line}
	// The stop that the scene is about lies over the others.
	order := make([]int, len(p.way.Dots))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(p.way.Radius[a] - p.way.Radius[b]) })
	along := figure.Lengths(p.way.Path())
	var stops []int // those of the map
	if a.walk != nil {
		stops = a.walk.Stops
	}
	for _, k := range order {
		from := span.From
		if draws && k < len(stops) {
			from = start + appears(max(0.01, along[stops[k]]/p.lengthPx), frames, timeline.Step)
		}
		number := s.numberPath(fmt.Sprint(k + 1))
		out = append(out,
			shape(fmt.Sprintf("%s/dot%d", p.name, k+1), from, p.color, func(w *figure.Way) timeline.Form {
				return timeline.Form{Path: figure.Circle(nil, w.Dots[k].X, w.Dots[k].Y, w.Radius[k])}
			}),
			shape(fmt.Sprintf("%s/no%d", p.name, k+1), from, s.pal.On(p.color), func(w *figure.Way) timeline.Form {
				return timeline.Form{Path: figure.Scaled(number, w.Dots[k], w.Radius[k])}
			}))
	}
	return out
}

// numberPath is the outline of a number in the middle of a disc of radius 1
// around the origin.
func (sc scope) numberPath(text string) timeline.Path {
	const px = 100
	font := sc.kit.Fonts.Display
	line, err := sc.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: numberShare * px, Language: sc.lang})
	if err != nil {
		return nil // a figure is in every font
	}
	return figure.Outline(line, px)
}
