package svg

import (
	"math"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// scanner reads numbers in the grammar of SVG, where "1-2.5.5" is three of them.
type scanner struct {
	s   string
	pos int
}

// space skips white space and commas.
func (s *scanner) space() {
	for s.pos < len(s.s) && strings.IndexByte(" \t\r\n\f,", s.s[s.pos]) >= 0 {
		s.pos++
	}
}

func (s *scanner) done() bool {
	s.space()
	return s.pos >= len(s.s)
}

// digits skips digits and reports whether there were any.
func (s *scanner) digits() bool {
	from := s.pos
	for s.pos < len(s.s) && s.s[s.pos] >= '0' && s.s[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > from
}

// accept skips the next byte if it is one of set.
func (s *scanner) accept(set string) bool {
	if s.pos < len(s.s) && strings.IndexByte(set, s.s[s.pos]) >= 0 {
		s.pos++
		return true
	}
	return false
}

// number reads one number; ok is false if there is none or it is out of range.
func (s *scanner) number() (v float64, ok bool) {
	s.space()
	from := s.pos
	s.accept("+-")
	whole := s.digits()
	if s.accept(".") {
		whole = s.digits() || whole
	}
	if !whole {
		s.pos = from
		return 0, false
	}
	end := s.pos
	if s.accept("eE") {
		s.accept("+-")
		if s.digits() {
			end = s.pos
		}
	}
	s.pos = end
	v, err := strconv.ParseFloat(s.s[from:end], 64)
	return v, err == nil && math.Abs(v) < 1e12
}

// numbers reads a list of numbers.
func numbers(v string) ([]float64, error) {
	s := scanner{s: v}
	var out []float64
	for !s.done() {
		n, ok := s.number()
		if !ok {
			return nil, diag.Reasonf("%q is not a list of numbers", clip(v))
		}
		out = append(out, n)
	}
	return out, nil
}

// unitPx is the size of the absolute units at 96 px an inch (CSS Values 3).
var unitPx = map[string]float64{
	"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "rem": 16, "ex": 8,
}

// measure reads a length; a percentage is of whole. ok is false if it is none.
func measure(v string, whole float64) (px float64, ok bool) {
	s := scanner{s: v}
	n, ok := s.number()
	if !ok {
		return 0, false
	}
	unit := strings.TrimSpace(v[s.pos:])
	if unit == "%" {
		return n / 100 * whole, true
	}
	k, ok := unitPx[strings.ToLower(unit)]
	return n * k, ok
}

// length returns an attribute as a length, 0 if it is missing or no length.
func (n *node) length(name string, whole float64) float64 {
	v, _ := measure(n.attr[name], whole)
	return v
}

// fraction reads a number or percentage from 0 to 1.
func fraction(v string, fallback float64) float64 {
	f, ok := measure(v, 1)
	if !ok {
		return fallback
	}
	return min(1, max(0, f))
}

// matrix maps (x, y) to (ax + cy + e, bx + dy + f).
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) apply(p point) point {
	return point{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f}
}

// mul returns the matrix that applies n first, then m.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func (m matrix) det() float64 { return m.a*m.d - m.b*m.c }

// scale returns the factor by which lengths grow on average.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.det())) }

// inverse returns the reverse mapping; ok is false when there is none.
func (m matrix) inverse() (inv matrix, ok bool) {
	k := 1 / m.det()
	if math.IsInf(k, 0) || math.IsNaN(k) {
		return matrix{}, false
	}
	return matrix{
		m.d * k, -m.b * k, -m.c * k, m.a * k,
		(m.c*m.f - m.d*m.e) * k, (m.b*m.e - m.a*m.f) * k,
	}, true
}

var identity = matrix{a: 1, d: 1}

// transform reads a transform attribute.
func transform(v string) (matrix, error) {
	m := identity
	for rest := strings.TrimSpace(v); rest != ""; {
		name, args, ok := strings.Cut(rest, "(")
		list, after, closed := strings.Cut(args, ")")
		n, err := arguments(list)
		if !ok || !closed || err != nil {
			return m, diag.Reasonf("the transform %q cannot be read", clip(v))
		}
		step, ok := transformStep(strings.Trim(name, " \t\r\n,"), n)
		if !ok {
			return m, diag.Reasonf("the transform %q cannot be read", clip(v))
		}
		m = m.mul(step)
		rest = strings.TrimSpace(after)
	}
	return m, nil
}

// arguments reads the numbers of a transform; in style sheets they have units.
func arguments(list string) ([]float64, error) {
	out, err := numbers(list)
	if err == nil {
		return out, nil
	}
	for f := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' }) {
		k := 1.0
		for unit, degrees := range map[string]float64{"deg": 1, "grad": 0.9, "turn": 360, "rad": 180 / math.Pi} {
			if v, ok := strings.CutSuffix(f, unit); ok && !strings.HasSuffix(v, "g") {
				f, k = v, degrees
				break
			}
		}
		v, ok := measure(f, math.NaN())
		if !ok || math.IsNaN(v) {
			return nil, err
		}
		out = append(out, v*k)
	}
	return out, nil
}

func transformStep(name string, n []float64) (m matrix, ok bool) {
	switch {
	case name == "matrix" && len(n) == 6:
		return matrix{n[0], n[1], n[2], n[3], n[4], n[5]}, true
	case name == "translate" && len(n) == 1:
		return matrix{1, 0, 0, 1, n[0], 0}, true
	case name == "translate" && len(n) == 2:
		return matrix{1, 0, 0, 1, n[0], n[1]}, true
	case name == "translateX" && len(n) == 1:
		return matrix{1, 0, 0, 1, n[0], 0}, true
	case name == "translateY" && len(n) == 1:
		return matrix{1, 0, 0, 1, 0, n[0]}, true
	case name == "scaleX" && len(n) == 1:
		return matrix{n[0], 0, 0, 1, 0, 0}, true
	case name == "scaleY" && len(n) == 1:
		return matrix{1, 0, 0, n[0], 0, 0}, true
	case name == "scale" && len(n) == 1:
		return matrix{n[0], 0, 0, n[0], 0, 0}, true
	case name == "scale" && len(n) == 2:
		return matrix{n[0], 0, 0, n[1], 0, 0}, true
	case name == "rotate" && (len(n) == 1 || len(n) == 3):
		s, c := math.Sincos(n[0] * math.Pi / 180)
		turn := matrix{c, s, -s, c, 0, 0}
		if len(n) == 3 {
			turn = matrix{1, 0, 0, 1, n[1], n[2]}.mul(turn).mul(matrix{1, 0, 0, 1, -n[1], -n[2]})
		}
		return turn, true
	case name == "skewX" && len(n) == 1:
		return matrix{1, 0, math.Tan(n[0] * math.Pi / 180), 1, 0, 0}, true
	case name == "skewY" && len(n) == 1:
		return matrix{1, math.Tan(n[0] * math.Pi / 180), 0, 1, 0, 0}, true
	}
	return identity, false
}
