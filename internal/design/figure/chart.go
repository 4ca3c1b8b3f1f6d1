package figure

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Style is where and how a chart is drawn.
type Style struct {
	Box  geom.Rect
	Unit float64 // canvas px of one px of the 1080-wide design
	RTL  bool
	Wide bool // the canvas lies on its side

	Full, Rest    srgb.Color // what is counted, and what is not
	Ground, Paper srgb.Color
}

// moments is into how many moments the appearance of a chart's parts is
// divided: one a frame would make as many layers.
const moments = 12

// counted collects n shapes that appear one after the other.
type counted struct {
	n      int
	groups [moments]timeline.Path
}

// add draws shape i of n.
func (c *counted) add(i int, shape func(timeline.Path) timeline.Path) {
	g := min(moments-1, i*moments/max(1, c.n))
	c.groups[g] = shape(c.groups[g])
}

// parts returns what was added, each group at its moment.
func (c *counted) parts(color srgb.Color) []Part {
	var out []Part
	for g, path := range c.groups {
		if len(path) > 0 {
			out = append(out, Part{Path: path, Color: color, At: float64(g+1) / moments})
		}
	}
	return out
}

// Share shows a share of round things that can be counted: parasols from above,
// one a module.
func Share(share float64, s Style) []Part {
	pitch := 180 * s.Unit
	cols := max(1, int(math.Round(s.Box.W()/pitch)))
	pitch = s.Box.W() / float64(cols)
	rows := int(math.Ceil(s.Box.H()/pitch - 0.2))
	r := pitch * 0.39
	white := srgb.Mix(s.Ground, s.Paper, 0.85)
	var spots []geom.Point
	for j := range rows {
		for i := range cols {
			spots = append(spots, pt(s.Box.X0+(float64(i)+0.5)*pitch, s.Box.Y0+(float64(j)+0.5)*pitch))
		}
	}
	lit := int(math.Round(share * float64(len(spots))))
	chosen := spread(lit, len(spots))
	wedges := func(p timeline.Path, at geom.Point, turn float64) timeline.Path {
		const n = 12
		for g := 0; g < n; g += 2 {
			a := turn + 2*math.Pi*float64(g)/n
			b := a + 2*math.Pi/n
			p = polygon(p, at, pt(at.X+r*math.Cos(a), at.Y+r*math.Sin(a)), pt(at.X+r*1.04*math.Cos((a+b)/2), at.Y+r*1.04*math.Sin((a+b)/2)), pt(at.X+r*math.Cos(b), at.Y+r*math.Sin(b)))
		}
		return p
	}
	var discs, gores, hubs timeline.Path
	full := counted{n: lit}
	seen := 0
	for i, at := range spots {
		turn := float64(i) * 0.37
		discs = Circle(discs, at.X, at.Y, r)
		gores = wedges(gores, at, turn)
		hubs = Circle(hubs, at.X, at.Y, r*0.12)
		if chosen[i] {
			full.add(seen, func(p timeline.Path) timeline.Path { return wedges(p, at, turn) })
			seen++
		}
	}
	out := []Part{{Path: discs, Color: white}, {Path: gores, Color: s.Rest}}
	out = append(out, full.parts(s.Full)...)
	return append(out, Part{Path: hubs, Color: white})
}

// spread chooses lit of n places: evenly, then shifted row by row, so that
// neither a stripe nor a heap appears.
func spread(lit, n int) map[int]bool {
	chosen := map[int]bool{}
	for k := range lit {
		chosen[(int(float64(k)*float64(n)/float64(lit))+k/2)%n] = true
	}
	for i := 0; len(chosen) < lit; i++ {
		chosen[i] = true
	}
	return chosen
}

// raysOfYear is how many rays a year has: five days each.
const raysOfYear = 73

// Year shows days of a year as rays around a sun. The rays are its first part.
func Year(days float64, s Style) []Part {
	x := s.Box.X0 + s.Box.W()/2
	reach := max(s.Box.W()*0.68, s.Box.H()*0.62)
	y := s.Box.Y0 + reach + 112*s.Unit
	if s.Box.H() < 1.35*reach || s.Wide {
		// A low box shows the whole year.
		reach = min(s.Box.W(), s.Box.H()) / 2 * 0.95
		y = s.Box.Center().Y
	}
	inner, sun := reach*0.60, reach*0.515
	lit := int(math.Round(days / 5))
	ray := func(p timeline.Path, i int) timeline.Path {
		a := -math.Pi/2 + 2*math.Pi*float64(i)/raysOfYear
		w := 2 * math.Pi / raysOfYear * 0.23
		at := func(r, a float64) geom.Point { return pt(x+r*math.Cos(a), y+r*math.Sin(a)) }
		k := inner / reach // parallel sides
		return polygon(p, at(inner, a-w), at(reach, a-w*k), at(reach, a+w*k), at(inner, a+w))
	}
	var all timeline.Path
	full := counted{n: lit}
	for i := range raysOfYear {
		if i < lit {
			full.add(i, func(p timeline.Path) timeline.Path { return ray(p, i) })
		}
		all = ray(all, i)
	}
	out := []Part{{Path: all, Color: s.Rest}, {Path: Circle(nil, x, y, sun), Color: s.Full}}
	return append(out, full.parts(s.Full)...)
}

// Whole shows a percentage as so many of 25 stripes.
func Whole(percent float64, s Style) []Part {
	const n = 25
	lit := int(math.Round(percent / (100.0 / n)))
	pitch := s.Box.W() / n
	var all timeline.Path
	full := counted{n: lit}
	for i := range n {
		x := s.Box.X0 + (float64(i)+0.25)*pitch
		r := geom.R(x, s.Box.Y0, x+pitch*0.5, s.Box.Y1)
		all = Rect(all, r)
		if i < lit {
			full.add(i, func(p timeline.Path) timeline.Path { return Rect(p, r) })
		}
	}
	return append([]Part{{Path: all, Color: s.Rest}}, full.parts(s.Full)...)
}

// Level shows a level as so many of three bars. It does not move.
func Level(level int, s Style) []Part {
	const n = 3
	gap := 16 * s.Unit
	w := (s.Box.W() - gap*(n-1)) / n
	var fill, open timeline.Path
	for i := range n {
		r := geom.R(s.Box.X0+float64(i)*(w+gap), s.Box.Y0, s.Box.X0+float64(i)*(w+gap)+w, s.Box.Y1)
		if s.RTL {
			r = geom.R(s.Box.X0+s.Box.X1-r.X1, r.Y0, s.Box.X0+s.Box.X1-r.X0, r.Y1)
		}
		if i < level {
			fill = Rect(fill, r)
		} else {
			open = Rect(open, r.Inset(3*s.Unit))
		}
	}
	var out []Part
	if len(fill) > 0 {
		out = append(out, Part{Path: fill, Color: s.Full})
	}
	if len(open) > 0 {
		out = append(out, Part{Path: open, Color: s.Full, StrokePx: 6 * s.Unit})
	}
	return out
}

// mostDays is the longest time that is shown day by day.
const mostDays = 21

// Days shows days, or weeks of a longer time, as squares that fill on the beat.
func Days(days int, s Style) []Part {
	n := days
	if n > mostDays {
		n = (days + 6) / 7
	}
	gap := 10 * s.Unit
	if n > 26 {
		gap = 4 * s.Unit
	}
	w := (s.Box.W() - gap*float64(n-1)) / float64(n)
	h := min(s.Box.H(), max(w, 40*s.Unit))
	step := 1.0
	if n > 8 {
		step = 0.5
	}
	if n > 16 {
		step = 0.25
	}
	var all timeline.Path
	out := make([]Part, 1, n+1)
	for i := range n {
		x := s.Box.X0 + float64(i)*(w+gap)
		if s.RTL {
			x = s.Box.X1 - float64(i)*(w+gap) - w
		}
		r := geom.R(x, s.Box.Y0, x+w, s.Box.Y0+h)
		all = Rect(all, r)
		out = append(out, Part{Path: Rect(nil, r), Color: s.Full, At: 1 + float64(i)*step, OnBeat: true})
	}
	out[0] = Part{Path: all, Color: s.Rest}
	return out
}

// Calendar shows a month of so many days in cells: the days that are past, those
// that are left after now, and the last one. now is 0 before the month.
func Calendar(days, now, last int, s Style) []Part {
	cols := 10
	if s.Wide {
		cols = 6
	}
	rows := (days + cols - 1) / cols
	if days == 31 && cols == 10 {
		cols, rows = 11, 3
	}
	gap := 4 * s.Unit
	w, h := (s.Box.W()-gap*float64(cols+1))/float64(cols), (s.Box.H()-gap*float64(rows+1))/float64(rows)
	var past, left timeline.Path
	var final []Part
	for i := range cols * rows {
		col, row := i%cols, i/cols
		r := geom.R(s.Box.X0+gap+float64(col)*(w+gap), s.Box.Y0+gap+float64(row)*(h+gap), 0, 0)
		r.X1, r.Y1 = r.X0+w, r.Y0+h
		day := i + 1
		switch {
		case day == last:
			final = append(final, Part{Path: Rect(nil, r), Color: s.Full, At: 1, OnBeat: true})
			left = Rect(left, r)
		case day > now && day < last:
			left = Rect(left, r)
		default:
			past = Rect(past, r)
		}
	}
	var out []Part
	if len(past) > 0 {
		out = append(out, Part{Path: past, Color: srgb.Mix(s.Ground, s.Full, 0.07)})
	}
	if len(left) > 0 {
		out = append(out, Part{Path: left, Color: srgb.Mix(s.Ground, s.Full, 0.26)})
	}
	return append(out, final...)
}
