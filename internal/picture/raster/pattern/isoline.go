package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// isoline is one contour line.
type isoline struct {
	level  int
	points []geom.Point
	closed bool
}

// lines returns the contour lines that are long enough to be drawn, lowest first.
func (t *terrain) lines() []isoline {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, z := range t.z {
		lo, hi = min(lo, z), max(hi, z)
	}
	var out []isoline
	for k := int(math.Ceil(lo / t.rise)); float64(k)*t.rise <= hi; k++ {
		for _, l := range t.trace(float64(k) * t.rise) {
			l.level = k
			if !l.closed || extent(l.points) > 44*t.c.unit {
				out = append(out, l)
			}
		}
	}
	return out
}

// extent returns the longer side of the box around pts.
func extent(pts []geom.Point) float64 {
	lo, hi := pts[0], pts[0]
	for _, p := range pts {
		lo = geom.Point{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}
		hi = geom.Point{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	return max(hi.X-lo.X, hi.Y-lo.Y)
}

// Edges of the grid are numbered: 2n is the one that runs right from sample n,
// 2n+1 the one that runs down from it.

// trace finds the lines on which the height is z: marching squares (Lorensen
// and Cline 1987, in two dimensions) gives for each edge that the line crosses
// its neighbours on the line; then the edges are followed from end to end.
func (t *terrain) trace(z float64) []isoline {
	links := map[int][]int{}
	var order []int // edges in the order found: iterating over the map would be random
	link := func(a, b int) {
		for _, e := range []int{a, b} {
			if _, seen := links[e]; !seen {
				order = append(order, e)
			}
		}
		links[a], links[b] = append(links[a], b), append(links[b], a)
	}
	for j := range t.rows - 1 {
		for i := range t.cols - 1 {
			t.march(i, j, z, link)
		}
	}
	var out []isoline
	done := map[int]bool{}
	follow := func(start int) {
		l := isoline{}
		for e, ok := start, true; ok; {
			done[e] = true
			l.points = append(l.points, t.crossing(e, z))
			ok = false
			for _, next := range links[e] {
				if !done[next] {
					e, ok = next, true
					break
				}
			}
		}
		l.closed = len(links[start]) == 2
		if len(l.points) > 2 {
			out = append(out, l)
		}
	}
	for _, ends := range []int{1, 2} { // open lines from their ends, then the closed ones
		for _, e := range order {
			if !done[e] && len(links[e]) == ends {
				follow(e)
			}
		}
	}
	return out
}

// march links the edges of one square of the grid that a line joins.
func (t *terrain) march(i, j int, z float64, link func(a, b int)) {
	n := j*t.cols + i
	corner := [4]int{n, n + 1, n + t.cols + 1, n + t.cols} // clockwise
	edge := [4]int{2 * n, 2*(n+1) + 1, 2 * (n + t.cols), 2*n + 1}
	var cut [4]int
	count := 0
	for k := range 4 {
		if (t.z[corner[k]] < z) != (t.z[corner[(k+1)%4]] < z) {
			cut[count] = edge[k]
			count++
		}
	}
	switch count {
	case 2:
		link(cut[0], cut[1])
	case 4: // a saddle: the middle says which corners belong together
		mid := (t.z[corner[0]] + t.z[corner[1]] + t.z[corner[2]] + t.z[corner[3]]) / 4
		if (mid < z) == (t.z[corner[0]] < z) {
			link(cut[0], cut[1])
			link(cut[2], cut[3])
		} else {
			link(cut[3], cut[0])
			link(cut[1], cut[2])
		}
	}
}

// crossing returns the point of an edge where the height is z. The terrain is
// known between the samples too, so the point is exact and lines come out
// smooth: the secant through the samples, then regula falsi.
func (t *terrain) crossing(edge int, z float64) geom.Point {
	n := edge / 2
	a := t.point(n%t.cols, n/t.cols)
	b := add(a, geom.Point{X: t.step})
	zb := 0.0
	if edge%2 == 0 {
		zb = t.z[n+1]
	} else {
		b = add(a, geom.Point{Y: t.step})
		zb = t.z[n+t.cols]
	}
	za := t.z[n]
	p := a
	for range 3 {
		if za == zb {
			break
		}
		p = lerp(a, b, (z-za)/(zb-za))
		if zp := t.height(p); (zp < z) == (za < z) {
			a, za = p, zp
		} else {
			b, zb = p, zp
		}
	}
	return p
}
