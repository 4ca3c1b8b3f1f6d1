package compose

import (
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
)

// overlap returns the share of pixel i that the range [lo, hi) covers.
func overlap(lo, hi float64, i int) float64 {
	return max(0, min(hi, float64(i+1))-max(lo, float64(i)))
}

// rowCover returns the share of row y of a plane that [lo, hi) covers; a
// chroma row stands for two luma rows.
func rowCover(plane int, lo, hi float64, y int) float64 {
	if plane == 0 {
		return overlap(lo, hi, y)
	}
	return (overlap(lo, hi, 2*y) + overlap(lo, hi, 2*y+1)) / 2
}

// edges is the cover of the columns of a plane by a range: those in [lo, hi)
// are touched, those in [a, b) are covered fully, and the few others carry the
// shares in left (from lo on) and right (from b on).
type edges struct {
	lo, a, b, hi int
	left, right  [maxEdge]float64
}

// maxEdge is more than the number of columns that a range covers in part on one
// side, or in total if it covers none fully: a chroma sample mixes three columns.
const maxEdge = 6

// set sets e for the range [x0, x1) on a plane of a frame of w luma columns.
func (e *edges) set(plane int, x0, x1 float64, w int) {
	lo, hi := max(0, int(math.Floor(x0))), min(w, int(math.Ceil(x1)))
	a, b := max(0, int(math.Ceil(x0))), min(w, int(math.Floor(x1)))
	at := func(x int) float64 { return overlap(x0, x1, max(x, 0)) }
	share := at
	if plane > 0 {
		share = func(x int) float64 { return (at(2*x-1) + 2*at(2*x) + at(2*x+1)) / 4 }
		if a > 0 {
			a = (a + 2) / 2 // the column before the sample's own counts too
		}
		lo, hi, b = lo/2, min(hi/2+1, w/2), b/2
	}
	if hi < lo {
		hi = lo
	}
	if a >= b {
		a, b = min(hi, lo+maxEdge), min(hi, lo+maxEdge)
	}
	*e = edges{lo: lo, a: a, b: b, hi: hi}
	for i := range min(a-lo, maxEdge) {
		e.left[i] = share(lo + i)
	}
	for i := range min(hi-b, maxEdge) {
		e.right[i] = share(b + i)
	}
}

// each calls paint for the columns of [x0, x1): once for those covered fully,
// and for each other one with its share.
func (e *edges) each(x0, x1 int, paint func(x0, x1 int, share float64)) {
	for x := max(x0, e.lo); x < min(x1, e.a); x++ {
		paint(x, x+1, e.left[x-e.lo])
	}
	if a, b := max(x0, e.a), min(x1, e.b); a < b {
		paint(a, b, 1)
	}
	for x := max(x0, e.b); x < min(x1, e.hi); x++ {
		paint(x, x+1, e.right[x-e.b])
	}
}

// scaleCover multiplies a coverage row by a share.
func scaleCover(row []byte, share float64) {
	switch {
	case share >= 1:
	case share <= 0:
		clear(row)
	default:
		// Moving towards 0 by 1-share multiplies by share.
		yuv.LerpColor(row, 0, yuv.WeightOf(1-share))
	}
}

// limitCover multiplies the coverage of pixels [x0, x0+len(row)) of row y by
// that of a rectangle.
func limitCover(row []byte, x0, y int, r geom.Rect) {
	share := overlap(r.Y0, r.Y1, y)
	if share <= 0 {
		clear(row)
		return
	}
	n := len(row)
	clampTo := func(v float64) int { return min(max(int(v)-x0, 0), n) }
	lo, hi := clampTo(math.Floor(r.X0)), clampTo(math.Ceil(r.X1))
	if hi <= lo {
		clear(row)
		return
	}
	clear(row[:lo])
	clear(row[hi:])
	scaleCover(row[lo:hi], share)
	scaleCover(row[lo:lo+1], overlap(r.X0, r.X1, x0+lo))
	if hi-1 > lo {
		scaleCover(row[hi-1:hi], overlap(r.X0, r.X1, x0+hi-1))
	}
}

// share returns how much of the pixel with its middle at distance dist from the
// disc's centre lies inside: a ramp of one pixel across the edge, and less for
// discs smaller than a pixel, down to nothing.
func (d disc) share(dist float64) float64 {
	s := min(1, max(0, d.r-dist+0.5)) * min(1, 2*d.r)
	if d.invert {
		return 1 - s
	}
	return s
}

// limit multiplies the coverage of pixels [x0, x0+len(row)) of row y by that
// of the disc.
func (d disc) limit(row []byte, x0, y int) {
	dy := float64(y) + 0.5 - d.cy
	// Pixels whose middle is less than in from the column of the centre lie
	// inside, those further than out lie outside.
	in, out := chord(d.r-0.5, dy), chord(d.r+0.5, dy)
	n := len(row)
	at := func(x float64) int { return min(max(int(math.Floor(x))-x0, 0), n) }
	a, b := at(d.cx-out-0.5), at(d.cx+out+1.5)
	p, q := at(d.cx-in+1.5), at(d.cx+in-1.5)
	if q < p {
		p, q = b, b
	}
	if d.invert {
		clear(row[p:q])
	} else {
		clear(row[:a])
		clear(row[b:])
	}
	for _, part := range [2][2]int{{a, p}, {q, b}} {
		for i := part[0]; i < part[1]; i++ {
			s := d.share(math.Hypot(float64(x0+i)+0.5-d.cx, dy))
			row[i] = byte(float64(row[i])*s + 0.5)
		}
	}
}

// chord returns half the length of the chord of a circle at distance dy from
// its centre, or -2 when the circle does not reach there, so that no pixel is in it.
func chord(r, dy float64) float64 {
	if r <= 0 || math.Abs(dy) >= r {
		return -2
	}
	return math.Sqrt(r*r - dy*dy)
}

// inside reports whether the disc covers the pixels of r fully.
func (d disc) inside(r geom.Rect) bool {
	if !d.on {
		return true
	}
	if d.invert {
		// The nearest point of r is outside of the circle's edge.
		x := max(r.X0-d.cx, d.cx-r.X1, 0)
		y := max(r.Y0-d.cy, d.cy-r.Y1, 0)
		return math.Hypot(x, y) >= d.r+0.5
	}
	x := max(d.cx-r.X0, r.X1-d.cx)
	y := max(d.cy-r.Y0, r.Y1-d.cy)
	return math.Hypot(x, y) <= d.r-0.5
}
