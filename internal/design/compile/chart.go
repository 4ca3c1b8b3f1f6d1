package compile

import (
	"math"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
)

func part3(name string, i int) string { return name + "/" + strconv.Itoa(i) }

// steps is into how many moments the appearance of a chart's parts is divided:
// one a frame would make as many layers.
const steps = 12

// placeChart places a chart in a box of the picture.
func (c *compiler) placeChart(s *scene, n *template.Node, name string, box geom.Rect) {
	p, ok := c.chart(n, name, box, c.groundOf(s, box))
	if ok {
		s.placed = append(s.placed, p)
	}
}

// chart draws a figure as a shape.
func (c *compiler) chart(n *template.Node, name string, box geom.Rect, ground srgb.Color) (placed, bool) {
	text, _, ok := template.Expand(n.Value, c.value(nil))
	if !ok {
		return placed{}, false
	}
	full := c.on(ground)
	if n.Color != "" && n.Color != "auto" {
		full = c.shapeColor(n.Color, ground)
	}
	rest := srgb.Mix(ground, full, 0.22)
	switch {
	case srgb.Contrast(ground, c.color("paper")) > 7:
		rest = srgb.Mix(ground, c.color("paper"), 0.2)
	case n.Mode == "share":
		rest = ground.Shade(-0.1)
	}
	if n.Rest != "" {
		rest = c.color(n.Rest)
	}
	p := placed{node: n, name: name, box: box, clipTo: box}
	switch n.Mode {
	case "share":
		a, b, ok := field.Share(text)
		if !ok {
			return p, false
		}
		p.drawing = c.shareOfThings(a/b, box, full, rest, ground)
	case "year":
		v, ok := field.Number(text)
		if !ok {
			return p, false
		}
		p.drawing = c.yearOfRays(v, box, full, rest)
	case "whole":
		v, ok := field.Number(text)
		if !ok {
			return p, false
		}
		p.drawing = stripesOfWhole(v, box, full, rest)
	case "level":
		v, ok := field.Number(text)
		if !ok {
			return p, false
		}
		p.clipTo = geom.Rect{}
		p.drawing = c.levelBars(int(v), box, full)
	case "days":
		v, ok := field.Number(text)
		if !ok || v < 2 {
			return p, false
		}
		p.clipTo = geom.Rect{}
		p.drawing = c.daySquares(int(v), box, full, rest)
	case "calendar":
		p.drawing = c.calendar(text, box, full, ground)
	}
	return p, len(p.drawing) > 0
}

// shareOfThings shows a share of round things that can be counted: parasols
// from above, one a module.
func (c *compiler) shareOfThings(share float64, box geom.Rect, full, rest, ground srgb.Color) []drawn {
	pitch := 180 * c.unit()
	cols := max(1, int(math.Round(box.W()/pitch)))
	pitch = box.W() / float64(cols)
	rows := int(math.Ceil(box.H()/pitch - 0.2))
	r := pitch * 0.39
	white := srgb.Mix(ground, c.color("paper"), 0.85)
	type spot struct{ x, y float64 }
	var spots []spot
	for j := range rows {
		for i := range cols {
			spots = append(spots, spot{box.X0 + (float64(i)+0.5)*pitch, box.Y0 + (float64(j)+0.5)*pitch})
		}
	}
	lit := int(math.Round(share * float64(len(spots))))
	chosen := map[int]bool{}
	if lit > 0 {
		// Evenly spread, then shifted row by row, so that neither a stripe nor a heap appears.
		for k := range lit {
			chosen[(int(float64(k)*float64(len(spots))/float64(lit))+k/2)%len(spots)] = true
		}
		for i := 0; len(chosen) < lit; i++ {
			chosen[i] = true
		}
	}
	var discs, gores, hub timeline.Path
	var out []drawn
	wedge := func(p timeline.Path, s spot, turn float64) timeline.Path {
		const n = 12
		for g := 0; g < n; g += 2 {
			a := turn + 2*math.Pi*float64(g)/n
			b := a + 2*math.Pi/n
			p = polygon(p, pt(s.x, s.y), pt(s.x+r*math.Cos(a), s.y+r*math.Sin(a)), pt(s.x+r*1.04*math.Cos((a+b)/2), s.y+r*1.04*math.Sin((a+b)/2)), pt(s.x+r*math.Cos(b), s.y+r*math.Sin(b)))
		}
		return p
	}
	groups := make([]timeline.Path, steps)
	seen := 0
	for i, s := range spots {
		turn := float64(i) * 0.37
		discs = circlePath(discs, s.x, s.y, r)
		gores = wedge(gores, s, turn)
		hub = circlePath(hub, s.x, s.y, r*0.12)
		if chosen[i] {
			g := min(steps-1, seen*steps/max(1, lit))
			groups[g] = wedge(groups[g], s, turn)
			seen++
		}
	}
	out = append(out, drawn{path: discs, color: white}, drawn{path: gores, color: rest})
	for g, path := range groups {
		if len(path) > 0 {
			out = append(out, drawn{path: path, color: full, at: float64(g+1) / steps})
		}
	}
	return append(out, drawn{path: hub, color: white})
}

// raysOfYear is how many rays a year has: five days each.
const raysOfYear = 73

// yearOfRays shows days of a year as rays around a sun.
func (c *compiler) yearOfRays(days float64, box geom.Rect, full, rest srgb.Color) []drawn {
	x := box.X0 + box.W()/2
	reach := max(box.W()*0.68, box.H()*0.62)
	y := box.Y0 + reach + 112*c.unit()
	if box.H() < 1.35*reach || c.wide() {
		// A low box shows the whole year.
		reach = min(box.W(), box.H()) / 2 * 0.95
		y = box.Center().Y
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
	var cold timeline.Path
	groups := make([]timeline.Path, steps)
	for i := range raysOfYear {
		if i < lit {
			g := min(steps-1, i*steps/max(1, lit))
			groups[g] = ray(groups[g], i)
		}
		cold = ray(cold, i)
	}
	out := []drawn{{path: cold, color: rest}, {path: circlePath(nil, x, y, sun), color: full}}
	for g, path := range groups {
		if len(path) > 0 {
			out = append(out, drawn{path: path, color: full, at: float64(g+1) / steps})
		}
	}
	return out
}

// sunGap is the room between a text and the rays of a year below it, px.
const sunGap = 40

// clearSun draws the sun of a year lower where a text above it would stand on
// its rays.
func (c *compiler) clearSun(s *scene) {
	for i := range s.placed {
		p := &s.placed[i]
		if p.node.Kind != template.Chart || p.node.Mode != "year" || len(p.drawing) == 0 {
			continue
		}
		top, lowest := bounds(p.drawing[0].path, 0).Y0, p.box.Y0
		for k := range s.placed {
			t := &s.placed[k]
			if t.para != nil && !t.above && !t.bare && t.base < p.box.Center().Y {
				lowest = max(lowest, t.base+t.para.LeadingPx*float64(len(t.para.Lines)-1)+t.para.Depth)
			}
		}
		if over := lowest + sunGap*c.unit() - top; over > 0 {
			box := p.box
			box.Y0 += over
			if lower, ok := c.chart(p.node, p.name, box, c.groundOf(s, box)); ok {
				*p = lower
			}
		}
	}
}

// stripesOfWhole shows a percentage as so many of 25 stripes.
func stripesOfWhole(percent float64, box geom.Rect, full, rest srgb.Color) []drawn {
	const n = 25
	lit := int(math.Round(percent / (100.0 / n)))
	pitch := box.W() / n
	var cold timeline.Path
	groups := make([]timeline.Path, steps)
	for i := range n {
		x := box.X0 + (float64(i)+0.25)*pitch
		r := geom.R(x, box.Y0, x+pitch*0.5, box.Y1)
		if i >= lit {
			cold = rectPath(cold, r)
			continue
		}
		cold = rectPath(cold, r)
		g := min(steps-1, i*steps/max(1, lit))
		groups[g] = rectPath(groups[g], r)
	}
	out := []drawn{{path: cold, color: rest}}
	for g, path := range groups {
		if len(path) > 0 {
			out = append(out, drawn{path: path, color: full, at: float64(g+1) / steps})
		}
	}
	return out
}

// levelBars shows a level as so many of three bars. It does not move.
func (c *compiler) levelBars(level int, box geom.Rect, full srgb.Color) []drawn {
	u := c.unit()
	const n = 3
	gap := 16 * u
	w := (box.W() - gap*(n-1)) / n
	var fill, open timeline.Path
	for i := range n {
		r := geom.R(box.X0+float64(i)*(w+gap), box.Y0, box.X0+float64(i)*(w+gap)+w, box.Y1)
		if c.rtl {
			r = geom.R(box.X0+box.X1-r.X1, r.Y0, box.X0+box.X1-r.X0, r.Y1)
		}
		if i < level {
			fill = rectPath(fill, r)
		} else {
			open = rectPath(open, r.Inset(3*u))
		}
	}
	var out []drawn
	if len(fill) > 0 {
		out = append(out, drawn{path: fill, color: full})
	}
	if len(open) > 0 {
		out = append(out, drawn{path: open, color: full, stroke: 6 * u})
	}
	return out
}

// mostDays is the longest time that is shown day by day.
const mostDays = 21

// daySquares shows days, or weeks of a longer time, as squares that fill on
// the beat.
func (c *compiler) daySquares(days int, box geom.Rect, full, rest srgb.Color) []drawn {
	n := days
	if n > mostDays {
		n = (days + 6) / 7
	}
	gap := 10 * c.unit()
	if n > 26 {
		gap = 4 * c.unit()
	}
	w := (box.W() - gap*float64(n-1)) / float64(n)
	h := min(box.H(), max(w, 40*c.unit()))
	var cold timeline.Path
	out := make([]drawn, 0, n+1)
	out = append(out, drawn{})
	step := 1.0
	if n > 8 {
		step = 0.5
	}
	if n > 16 {
		step = 0.25
	}
	for i := range n {
		x := box.X0 + float64(i)*(w+gap)
		if c.rtl {
			x = box.X1 - float64(i)*(w+gap) - w
		}
		r := geom.R(x, box.Y0, x+w, box.Y0+h)
		cold = rectPath(cold, r)
		out = append(out, drawn{path: rectPath(nil, r), color: full, at: 1 + float64(i)*step, beat: true})
	}
	out[0] = drawn{path: cold, color: rest}
	return out
}

// calendar shows a month in cells: the days that are past, those that are
// left, and the last one.
func (c *compiler) calendar(text string, box geom.Rect, full, ground srgb.Color) []drawn {
	parts := strings.Fields(text)
	if len(parts) != 3 {
		return nil
	}
	var v [3]int
	for i, s := range parts {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil
		}
		v[i] = n
	}
	days, now, last := v[0], v[1], v[2]
	cols := 10
	if c.wide() {
		cols = 6
	}
	rows := (days + cols - 1) / cols
	if days == 31 && cols == 10 {
		cols, rows = 11, 3
	}
	gap := 4 * c.unit()
	w, h := (box.W()-gap*float64(cols+1))/float64(cols), (box.H()-gap*float64(rows+1))/float64(rows)
	past, left := srgb.Mix(ground, full, 0.07), srgb.Mix(ground, full, 0.26)
	var pastP, leftP timeline.Path
	var out []drawn
	for i := range cols * rows {
		col, row := i%cols, i/cols
		r := geom.R(box.X0+gap+float64(col)*(w+gap), box.Y0+gap+float64(row)*(h+gap), 0, 0)
		r.X1, r.Y1 = r.X0+w, r.Y0+h
		day := i + 1
		switch {
		case day == last:
			out = append(out, drawn{path: rectPath(nil, r), color: full, at: 1, beat: true})
			leftP = rectPath(leftP, r)
		case day > now && day < last:
			leftP = rectPath(leftP, r)
		default:
			pastP = rectPath(pastP, r)
		}
	}
	all := []drawn{}
	if len(pastP) > 0 {
		all = append(all, drawn{path: pastP, color: past})
	}
	if len(leftP) > 0 {
		all = append(all, drawn{path: leftP, color: left})
	}
	return append(all, out...)
}

// numberOn sets a short text in the middle of a disc.
func (c *compiler) numberOn(n *template.Node, name, text string, at geom.Point, r float64, disc srgb.Color, share float64) []placed {
	font := c.in.Kit.Fonts.Display
	size := math.Round(r * 0.92)
	line, err := c.in.Fonts.Set(text, typeset.Style{Family: font.Family, Weight: font.Weight, SizePx: size, Language: c.lang})
	if err != nil || text == "" {
		return nil // a figure is in every font
	}
	para := typeset.Paragraph{Lines: []*typeset.Line{line}, SizePx: size, LeadingPx: size, CapHeight: line.CapHeight}
	x := at.X - (line.LeftBearing+line.RightInk)/2
	top, bottom := line.InkTop, line.InkBottom
	base := at.Y - (top+bottom)/2
	return []placed{{
		node: n, name: name, para: &para, base: base, color: c.on(disc), after: share, bare: true,
		box: geom.R(x, base-line.CapHeight, x+line.Width, base),
	}}
}

// parasol is one large parasol from above that turns, on its field: what the
// pattern umbrella shows at rest.
func (c *compiler) parasol(n *template.Node, box geom.Rect) []drawn {
	col := c.patternColors("umbrella", orElse(n.Tone, "bold"))
	at, r := c.parasolAt(box)
	const gores = 16
	var cloth, half timeline.Path
	step := 2 * math.Pi / gores
	rim := func(a float64) geom.Point { return pt(at.X+r*math.Cos(a), at.Y+r*math.Sin(a)) }
	dip := func(a float64) geom.Point { return pt(at.X+r*0.975*math.Cos(a), at.Y+r*0.975*math.Sin(a)) }
	var outline []geom.Point
	for i := range gores {
		a := step * float64(i)
		outline = append(outline, rim(a), dip(a+step/4), dip(a+step/2), dip(a+step*3/4))
		if i%2 == 0 {
			half = polygon(half, at, rim(a), dip(a+step/4), dip(a+step/2), dip(a+step*3/4), rim(a+step))
		}
	}
	cloth = polygon(cloth, outline...)
	return []drawn{
		{path: rectPath(nil, box), color: col[0]},
		{path: cloth, color: col[2], turn: n.Turn, pivot: at},
		{path: half, color: col[1], turn: n.Turn, pivot: at},
		{path: circlePath(nil, at.X, at.Y, r*0.085), color: col[2]},
		{path: circlePath(nil, at.X, at.Y, r*0.032), color: col[1]},
	}
}

// parasolAt is where the turning parasol stands: its crown low on the right.
func (c *compiler) parasolAt(box geom.Rect) (geom.Point, float64) {
	x, y, r := c.spot(template.Place{X: 4.45, Y: 7.45, R: 3.5})
	if c.wide() {
		x, y, r = c.spot(template.Place{X: 5.6, Y: 4.2, R: 3.2})
	}
	if !c.wide() && box.H() < 1.5*box.W() {
		r *= 0.8
	}
	return pt(x, y), r
}
