package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// drawPalladiana lays a floor of broken marble: large shards, small ones in
// their gaps, light joints; no two neighbours of one colour if the colours
// suffice. Colours: joint, then as many stones as there are.
func drawPalladiana(c *canvas) {
	stones := splitLarge(c, placeStones(c))
	paint := choose(c, stones, len(c.colors)-1)
	c.flood()
	for i, s := range stones {
		if in := s.inset(0); len(in.pts) > 0 && in.frame().short > 9*c.unit {
			c.ink(1 + paint[i])
			c.fill(in.pts)
		}
	}
}

// stone is a disc that stands for a shard while the floor is laid out.
type stone struct {
	at geom.Point
	r  float64
}

// placeStones places discs at random without overlap, the large ones first, and
// returns the cell of each in their power diagram: the area nearest to it.
func placeStones(c *canvas) []cell {
	const bleed = 140.0
	u := c.unit
	site := box(-bleed*u, -bleed*u, c.w+bleed*u, c.h+bleed*u)
	throws := int((c.w + 2*bleed*u) * (c.h + 2*bleed*u) / (900 * u * u))
	var stones []stone
	for _, r := range []float64{98, 80, 64, 50, 38} {
		for range throws / 5 {
			s := stone{r: r * c.between(0.88, 1.1) * u, at: geom.Point{
				X: c.between(-bleed*u, c.w+bleed*u),
				Y: c.between(-bleed*u, c.h+bleed*u),
			}}
			if !s.overlaps(stones) {
				stones = append(stones, s)
			}
		}
	}
	const joint = 10.0
	cells := make([]cell, 0, len(stones))
	for i, s := range stones {
		p := site
		for j, o := range stones {
			d := sub(o.at, s.at)
			if l := length(d); i != j && l < 480*u {
				// Both discs have the same power on this line.
				k := (l*l + s.r*s.r - o.r*o.r) / (2 * l)
				p = p.cut(add(s.at, scale(d, k/l)), scale(d, -1/l), joint/2*u)
			}
			if len(p.pts) == 0 {
				break
			}
		}
		if len(p.pts) > 0 {
			cells = append(cells, p)
		}
	}
	return cells
}

func (s stone) overlaps(others []stone) bool {
	for _, o := range others {
		if length(sub(s.at, o.at)) < 0.94*(s.r+o.r) {
			return true
		}
	}
	return false
}

// splitLarge splits the large stones once more, so that the floor has straight
// fractures and sharp corners beside the rounder cells.
func splitLarge(c *canvas, cells []cell) []cell {
	var out []cell
	for _, p := range cells {
		switch area := p.area() / (c.unit * c.unit); {
		case area < 10_000 || c.chance(0.25):
			out = append(out, p)
		case area < 24_000:
			out = append(out, p.fracture(c)...)
		default:
			for _, half := range p.fracture(c) {
				if half.area() > 11_000*c.unit*c.unit && c.chance(0.5) {
					out = append(out, half.fracture(c)...)
				} else {
					out = append(out, half)
				}
			}
		}
	}
	return out
}

// fracture splits p across its middle at the best of several random angles.
func (p cell) fracture(c *canvas) []cell {
	best, bestScore := []cell{p}, math.Inf(-1)
	mid := p.centroid()
	spread := 0.2 * p.frame().short
	for range 24 {
		q := add(mid, geom.Point{X: c.between(-spread, spread), Y: c.between(-spread, spread)})
		parts := halve(p, q, rotate(geom.Point{X: 1}, c.between(0, math.Pi)), 9*c.unit)
		if len(parts[0].pts) == 0 || len(parts[1].pts) == 0 {
			continue
		}
		score := c.between(0, 0.3)
		for _, half := range parts {
			f := half.frame()
			score -= max(0, f.long/f.short-1.7)
			for i := range half.pts {
				score -= max(0, 0.9-half.angle(i))
			}
			for i := range half.pts {
				a, b := half.edge(i)
				score -= max(0, 1-length(sub(b, a))/(34*c.unit))
			}
		}
		if score > bestScore {
			best, bestScore = parts[:], score
		}
	}
	return best
}

// choose gives each cell one of n colours: the one that is rarest among its
// neighbours, and of those the one used least so far.
func choose(c *canvas, cells []cell, n int) []int {
	paint := make([]int, len(cells))
	used := make([]float64, n)
	for i := range paint {
		paint[i] = -1
	}
	for i := range cells {
		best, bestScore := 0, math.Inf(1)
		around := make([]float64, n)
		for _, j := range neighbours(c, cells, i) {
			if paint[j] >= 0 {
				around[paint[j]]++
			}
		}
		for k := range n {
			score := 1000*around[k] + used[k] + c.between(0, 3)
			if score < bestScore {
				best, bestScore = k, score
			}
		}
		paint[i] = best
		used[best]++
	}
	return paint
}

// neighbours lists the cells that lie just across the edges of cell i.
func neighbours(c *canvas, cells []cell, i int) []int {
	var out []int
	p := cells[i]
	for e := range p.pts {
		a, b := p.edge(e)
		away := scale(normal(unitVector(sub(b, a))), -2*c.unit)
		for _, t := range []float64{0.1, 0.5, 0.9} {
			q := add(lerp(a, b, t), away)
			for j := range cells {
				if j != i && cells[j].contains(q) {
					out = append(out, j)
				}
			}
		}
	}
	return out
}
