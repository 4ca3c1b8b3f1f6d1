package svg

import (
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

type point struct{ x, y float64 }

func (p point) add(q point) point         { return point{p.x + q.x, p.y + q.y} }
func (p point) sub(q point) point         { return point{p.x - q.x, p.y - q.y} }
func (p point) mul(k float64) point       { return point{p.x * k, p.y * k} }
func (p point) distance(q point) float64  { return math.Hypot(p.x-q.x, p.y-q.y) }
func (p point) reflect(about point) point { return point{2*about.x - p.x, 2*about.y - p.y} }

// segment is one absolute path command: 'M' and 'L' use p[2] alone, 'C' all
// three, 'Z' none. Quadratic curves and arcs have become cubic ones.
type segment struct {
	op    byte
	inner bool // more pieces of the same arc follow
	p     [3]point
}

// builder collects a path.
type builder struct {
	segs       []segment
	pen, start point
}

func (b *builder) move(p point) {
	b.segs = append(b.segs, segment{op: 'M', p: [3]point{2: p}})
	b.pen, b.start = p, p
}

func (b *builder) line(p point) {
	b.segs = append(b.segs, segment{op: 'L', p: [3]point{2: p}})
	b.pen = p
}

func (b *builder) cube(c1, c2, p point) {
	b.segs = append(b.segs, segment{op: 'C', p: [3]point{c1, c2, p}})
	b.pen = p
}

func (b *builder) quad(c, p point) {
	b.cube(b.pen.add(c.sub(b.pen).mul(2.0/3)), p.add(c.sub(p).mul(2.0/3)), p)
}

func (b *builder) close() {
	b.segs = append(b.segs, segment{op: 'Z'})
	b.pen = b.start
}

// arc goes on to p along an ellipse (SVG 1.1, appendix F.6).
func (b *builder) arc(rx, ry, degrees float64, large, sweep bool, p point) {
	from := b.pen
	rx, ry = math.Abs(rx), math.Abs(ry)
	if from == p {
		return
	}
	if rx < 1e-9 || ry < 1e-9 { // no ellipse, and no numbers whose squares vanish
		b.line(p)
		return
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	half := from.sub(p).mul(0.5)
	x, y := cos*half.x+sin*half.y, -sin*half.x+cos*half.y
	if over := x*x/(rx*rx) + y*y/(ry*ry); over > 1 { // too small to reach: grow
		k := math.Sqrt(over)
		rx, ry = rx*k, ry*k
	}
	k := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x)))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	mid := from.add(p).mul(0.5)
	m := matrix{rx * cos, rx * sin, -ry * sin, ry * cos, cos*cx - sin*cy + mid.x, sin*cx + cos*cy + mid.y}
	a0 := math.Atan2((y-cy)/ry, (x-cx)/rx)
	a1 := math.Atan2((-y-cy)/ry, (-x-cx)/rx)
	turn := a1 - a0
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	b.ellipse(m, a0, turn, p)
}

// ellipse adds the arc of the unit circle from a0 over turn, mapped by m, and
// ends at p exactly. Pieces of 45 degrees at most are off by 4e-6 of the radius.
func (b *builder) ellipse(m matrix, a0, turn float64, p point) {
	n := max(1, int(math.Ceil(math.Abs(turn)/(math.Pi/4)-1e-9)))
	step := turn / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	for i := range n {
		s0, c0 := math.Sincos(a0 + step*float64(i))
		s1, c1 := math.Sincos(a0 + step*float64(i+1))
		end := m.apply(point{c1, s1})
		if i == n-1 {
			end = p
		}
		b.cube(m.apply(point{c0 - k*s0, s0 + k*c0}), m.apply(point{c1 + k*s1, s1 - k*c1}), end)
		b.segs[len(b.segs)-1].inner = i < n-1
	}
}

// parsePath reads path data (SVG 1.1, 8.3). What comes before a fault is what a
// browser would draw; a logo with a piece missing is refused instead.
func parsePath(data string) ([]segment, error) {
	r := pathReader{scanner: scanner{s: data}}
	for !r.done() {
		if letter := r.s[r.pos]; strings.IndexByte("MmLlHhVvCcSsQqTtAaZz", letter) >= 0 {
			r.op = letter
			r.pos++
		} else if r.op == 0 || r.op == 'Z' || r.op == 'z' {
			return nil, r.fault()
		}
		if len(r.b.segs) == 0 && r.op != 'M' && r.op != 'm' {
			return nil, r.fault()
		}
		if !r.command() {
			return nil, r.fault()
		}
		if len(r.b.segs) > maxElements*20 {
			return nil, errTooComplex
		}
	}
	return r.b.segs, nil
}

// pathReader holds the state between two commands.
type pathReader struct {
	scanner
	b       builder
	op      byte
	last    byte  // the command before, in capitals
	control point // its last control point
}

func (r *pathReader) fault() error {
	return diag.Reasonf("the path data %q is damaged at character %d", clip(r.s), r.pos)
}

// args reads n numbers.
func (r *pathReader) args(v []float64) bool {
	for i := range v {
		n, ok := r.number()
		if !ok {
			return false
		}
		v[i] = n
	}
	return true
}

// flag reads one flag of an arc, which needs no space after it.
func (r *pathReader) flag() (set, ok bool) {
	r.space()
	if r.accept("0") {
		return false, true
	}
	return true, r.accept("1")
}

// command reads the arguments of one command and carries it out.
func (r *pathReader) command() bool {
	relative := r.op >= 'a'
	op := r.op &^ 0x20
	var origin point
	if relative {
		origin = r.b.pen
	}
	var v [6]float64
	at := func(i int) point { return origin.add(point{v[i], v[i+1]}) }
	ok := true
	switch op {
	case 'Z':
		r.b.close()
	case 'M':
		if ok = r.args(v[:2]); ok {
			r.b.move(at(0))
			r.op = r.op - 'M' + 'L' // further pairs are lines
		}
	case 'L':
		if ok = r.args(v[:2]); ok {
			r.b.line(at(0))
		}
	case 'H':
		if ok = r.args(v[:1]); ok {
			r.b.line(point{origin.x + v[0], r.b.pen.y})
		}
	case 'V':
		if ok = r.args(v[:1]); ok {
			r.b.line(point{r.b.pen.x, origin.y + v[0]})
		}
	case 'A':
		ok = r.arcCommand(origin)
	default:
		ok = r.curve(op, at, &v)
	}
	r.last = op
	return ok
}

// curve carries out C, S, Q and T.
func (r *pathReader) curve(op byte, at func(int) point, v *[6]float64) bool {
	smooth := r.b.pen
	if (op == 'S' && (r.last == 'C' || r.last == 'S')) || (op == 'T' && (r.last == 'Q' || r.last == 'T')) {
		smooth = r.control.reflect(r.b.pen)
	}
	n := map[byte]int{'C': 6, 'S': 4, 'Q': 4, 'T': 2}[op]
	if !r.args(v[:n]) {
		return false
	}
	switch op {
	case 'C':
		r.control = at(2)
		r.b.cube(at(0), at(2), at(4))
	case 'S':
		r.control = at(0)
		r.b.cube(smooth, at(0), at(2))
	case 'Q':
		r.control = at(0)
		r.b.quad(at(0), at(2))
	case 'T':
		r.control = smooth
		r.b.quad(smooth, at(0))
	}
	return true
}

func (r *pathReader) arcCommand(origin point) bool {
	var v [5]float64
	if !r.args(v[:3]) {
		return false
	}
	large, ok1 := r.flag()
	sweep, ok2 := r.flag()
	if !ok1 || !ok2 || !r.args(v[3:]) {
		return false
	}
	r.b.arc(v[0], v[1], v[2], large, sweep, origin.add(point{v[3], v[4]}))
	return true
}

// outline returns the path of a basic shape or a path element.
func (n *node) outline(box viewBox) ([]segment, error) {
	x := func(name string) float64 { return n.length(name, box.w) }
	y := func(name string) float64 { return n.length(name, box.h) }
	var b builder
	switch n.name {
	case "path":
		return parsePath(n.attr["d"])
	case "line":
		b.move(point{x("x1"), y("y1")})
		b.line(point{x("x2"), y("y2")})
	case "polyline", "polygon":
		v, err := numbers(n.attr["points"])
		if err != nil {
			return nil, err
		}
		for i := 0; i+1 < len(v); i += 2 {
			if p := (point{v[i], v[i+1]}); i == 0 {
				b.move(p)
			} else {
				b.line(p)
			}
		}
		if n.name == "polygon" && len(v) > 1 {
			b.close()
		}
	case "circle":
		b.oval(x("cx"), y("cy"), n.length("r", math.Hypot(box.w, box.h)/math.Sqrt2), 0)
	case "ellipse":
		rx, ry := x("rx"), y("ry")
		if v := n.attr["rx"]; v == "" || v == "auto" { // as large as the other (SVG 2)
			rx = ry
		} else if v := n.attr["ry"]; v == "" || v == "auto" {
			ry = rx
		}
		if rx > 0 && ry > 0 {
			b.oval(x("cx"), y("cy"), rx, ry)
		}
	case "rect":
		rx, ry := x("rx"), y("ry")
		if v := n.attr["rx"]; v == "" || v == "auto" {
			rx = ry
		}
		if v := n.attr["ry"]; v == "" || v == "auto" {
			ry = rx
		}
		b.rect(x("x"), y("y"), x("width"), y("height"), rx, ry)
	}
	return b.segs, nil
}

// oval adds an ellipse; ry 0 stands for a circle.
func (b *builder) oval(cx, cy, rx, ry float64) {
	if ry == 0 {
		ry = rx
	}
	if rx <= 0 || ry <= 0 {
		return
	}
	p := point{cx + rx, cy}
	b.move(p)
	b.ellipse(matrix{rx, 0, 0, ry, cx, cy}, 0, 2*math.Pi, p)
	b.close()
}

// rect adds a rectangle with elliptic corners.
func (b *builder) rect(x, y, w, h, rx, ry float64) {
	if w <= 0 || h <= 0 {
		return
	}
	rx, ry = min(max(rx, 0), w/2), min(max(ry, 0), h/2)
	b.move(point{x + rx, y})
	b.line(point{x + w - rx, y})
	b.arc(rx, ry, 0, false, true, point{x + w, y + ry})
	b.line(point{x + w, y + h - ry})
	b.arc(rx, ry, 0, false, true, point{x + w - rx, y + h})
	b.line(point{x + rx, y + h})
	b.arc(rx, ry, 0, false, true, point{x, y + h - ry})
	b.line(point{x, y + ry})
	b.arc(rx, ry, 0, false, true, point{x + rx, y})
	b.close()
}
