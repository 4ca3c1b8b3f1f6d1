package polyline

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// Dash appends to dst the dashes of src. pattern holds the lengths of dashes
// and gaps in turn, an even number of them, none negative and not all zero;
// offset says where in the pattern each sub-path starts. A pattern so fine that
// it gives more than a hundred thousand dashes gives the solid line.
func Dash(dst, src *Polyline, pattern []float64, offset float64) {
	var period float64
	for _, d := range pattern {
		period += d
	}
	if !(period > 0) || len(pattern)%2 == 1 || src.Broken {
		dst.Broken = true
		return
	}
	if src.Length() > 1e5*period {
		for _, s := range src.Spans {
			n := len(dst.Points)
			dst.Spans = append(dst.Spans, Span{From: n, To: n + s.To - s.From, Closed: s.Closed})
			dst.Points = append(dst.Points, src.Points[s.From:s.To]...)
		}
		return
	}
	offset = math.Mod(offset, period)
	if offset < 0 {
		offset += period
	}
	first := 0
	for offset >= pattern[first] {
		offset -= pattern[first]
		first = (first + 1) % len(pattern)
	}
	for _, s := range src.Spans {
		pts := src.Points[s.From:s.To]
		steps := len(pts) - 1
		if s.Closed {
			steps++
		}
		i, left := first, pattern[first]-offset
		if i%2 == 0 && len(pts) > 0 {
			dst.Move(pts[0])
		}
		for k := range steps {
			a, b := pts[k], pts[(k+1)%len(pts)]
			d := distance(a, b)
			for at := 0.0; ; {
				if at+left >= d {
					left -= d - at
					break
				}
				at += left
				q := geom.Point{X: a.X + (b.X-a.X)*at/d, Y: a.Y + (b.Y-a.Y)*at/d}
				if d == 0 {
					q = a
				}
				if i%2 == 0 {
					dst.Line(q)
				}
				i = (i + 1) % len(pattern)
				left = pattern[i]
				if i%2 == 0 {
					dst.Move(q)
				}
			}
			if i%2 == 0 {
				dst.Line(b)
			}
		}
	}
}
