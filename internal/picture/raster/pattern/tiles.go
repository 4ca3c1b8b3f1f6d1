package pattern

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
)

// tileSide is the side of a floor tile in px: the rail is one tile wide, the
// room eight high.
const tileSide = 180.0

// eachTile calls f for every tile that shows, with its column and row and its
// upper left corner; tile (0, 0) is the canvas's first.
func (c *canvas) eachTile(f func(i, j int, x, y float64)) {
	side := tileSide * c.unit
	o := c.frame(0, 0)
	o.X, o.Y = math.Round(o.X), math.Round(o.Y)
	for j := -int(math.Ceil(o.Y / side)); o.Y+float64(j)*side < c.h; j++ {
		for i := -int(math.Ceil(o.X / side)); o.X+float64(i)*side < c.w; i++ {
			f(i, j, o.X+float64(i)*side, o.Y+float64(j)*side)
		}
	}
}

// drawArcs lays tiles with quarter circles inside each other. Four tiles make a
// figure of one colour: rounds, domes, bowls, fans. Colours: ground, arc, and
// further arcs that take turns.
func drawArcs(c *canvas) {
	c.flood()
	side := tileSide * c.unit
	pool := c.next()
	c.eachTile(func(i, j int, x, y float64) {
		// The choice depends on the position, not on the order of drawing, so that pictures
		// of different sizes agree.
		f := figures[place(pool, i>>1, j>>1).intn(len(figures))]
		turn := f[j&1][i&1]
		corner := geom.Point{X: x, Y: y}
		if turn == 1 || turn == 2 {
			corner.X += side
		}
		if turn >= 2 {
			corner.Y += side
		}
		shades := len(c.colors) - 1
		role := 1 + (place(pool+1, i>>1, j>>1).intn(2)+(i>>1)+2*(j>>1)+1000*shades)%shades
		a := float64(turn) * math.Pi / 2
		for k, r := range []float64{1, 0.75, 0.5, 0.25} {
			c.ink(role * (1 - k%2))
			c.fill(append(arc(corner, side*r, a, a+math.Pi/2), corner))
		}
	})
}

// figures are two rows of two tiles each; the number says in which corner the
// circles have their centre, clockwise from the upper left.
var figures = [][2][2]int{
	{{2, 3}, {1, 0}}, // round
	{{2, 3}, {1, 0}},
	{{2, 3}, {2, 3}}, // domes
	{{1, 0}, {1, 0}}, // bowls
	{{2, 2}, {2, 2}}, // fans
	{{3, 3}, {3, 3}},
	{{0, 0}, {0, 0}},
	{{1, 3}, {3, 1}}, // four-pointed star
	{{2, 0}, {0, 2}}, // wave
}

// place returns a generator that depends on a seed and a place alone.
func place(seed uint64, i, j int) *random {
	const far = 1 << 20                                             // makes both positive
	return &random{state: seed ^ uint64(i+far)<<32 ^ uint64(j+far)} //nolint:gosec // positive
}

// drawTiles lays painted tiles after the azulejos: two motifs take turns, each
// with the symmetry of the square, and meet in rounds at the corners. Colours:
// glaze, figure, and accent (or else the figure's).
func drawTiles(c *canvas) {
	c.flood()
	accent := 1
	if c.has(2) {
		accent = 2
	}
	side := tileSide * c.unit
	first, second := c.intn(len(motifs)), c.intn(len(motifs)-1)
	if second >= first {
		second++
	}
	round := c.between(0.26, 0.34)
	c.eachTile(func(i, j int, x, y float64) {
		t := tile{canvas: c, mid: geom.Point{X: x + side/2, Y: y + side/2}, half: side / 2, accent: accent}
		which := first
		if (i+j)&1 == 1 {
			which = second
		}
		motifs[which](t)
		// A quarter round in every corner; four tiles make it whole.
		for q := range 4 {
			a := float64(q) * math.Pi / 2
			corner := add(t.mid, rotate(geom.Point{X: -t.half, Y: -t.half}, a))
			for k, r := range []float64{round, round * 0.72, round * 0.40} {
				c.ink([]int{1, 0, accent}[k])
				c.fill(append(arc(corner, side*r, a, a+math.Pi/2), corner))
			}
		}
	})
}

// tile is one painted tile while it is drawn.
type tile struct {
	*canvas
	mid    geom.Point
	half   float64 // of the side
	accent int
}

// motifs are the middles of the tiles.
var motifs = []func(tile){tile.star, tile.flower, tile.lozenge}

// at returns the point at (x, y), in halves of the side from the middle, turned by q quarters.
func (t tile) at(x, y float64, q int) geom.Point {
	return add(t.mid, rotate(geom.Point{X: x * t.half, Y: y * t.half}, float64(q)*math.Pi/2))
}

// star has eight points around an eye.
func (t tile) star() {
	t.ink(1)
	var pts []geom.Point
	for k := range 16 {
		r := 0.80
		switch {
		case k%2 == 1:
			r = 0.40
		case k%4 == 2:
			r = 0.62
		}
		pts = append(pts, polar(t.mid, r*t.half, float64(k)*math.Pi/8))
	}
	t.fill(pts)
	t.ink(0)
	t.disc(t.mid, 0.27*t.half)
	t.ink(t.accent)
	t.disc(t.mid, 0.16*t.half)
}

// flower has four petals along the axes and four dots between them.
func (t tile) flower() {
	for q := range 4 {
		t.ink(1)
		t.fill(t.petal(0.12, 0.94, 0.30, q))
		t.ink(0)
		t.fill(t.petal(0.30, 0.76, 0.13, q))
		t.ink(t.accent)
		t.disc(t.at(0.36, 0.36, q), 0.085*t.half)
	}
	t.ink(t.accent)
	t.disc(t.mid, 0.13*t.half)
}

// petal returns a pointed oval on the axis q from x0 to x1, in halves of the
// side, as wide as twice y.
func (t tile) petal(x0, x1, y float64, q int) []geom.Point {
	var pts []geom.Point
	const pieces = 24
	for side := range 2 {
		for i := range pieces {
			s := float64(i) / pieces
			x, bow := x0+(x1-x0)*s, y*math.Sin(math.Pi*s)
			if side == 1 {
				x, bow = x1-(x1-x0)*s, -bow
			}
			pts = append(pts, t.at(x, bow, q))
		}
	}
	return pts
}

// lozenge is a diamond in a frame of its own.
func (t tile) lozenge() {
	for k, r := range []float64{0.92, 0.72, 0.52, 0.26} {
		t.ink([]int{1, 0, t.accent, 0}[k])
		t.fill([]geom.Point{t.at(r, 0, 0), t.at(r, 0, 1), t.at(r, 0, 2), t.at(r, 0, 3)})
	}
}
