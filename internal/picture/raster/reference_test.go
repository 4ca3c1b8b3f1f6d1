package raster_test

import (
	"image"
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/picture/raster"
)

// contours are closed polygons.
type contours [][]geom.Point

// crossing is where a contour meets a horizontal line, and in which direction.
type crossing struct {
	x    float64
	turn int
}

// crossings returns where the contours meet the line at height y.
func (c contours) crossings(y float64) []crossing {
	var out []crossing
	for _, poly := range c {
		for i, a := range poly {
			b := poly[(i+1)%len(poly)]
			if (a.Y <= y) == (b.Y <= y) {
				continue
			}
			turn := 1
			if b.Y < a.Y {
				turn = -1
			}
			out = append(out, crossing{a.X + (y-a.Y)/(b.Y-a.Y)*(b.X-a.X), turn})
		}
	}
	return out
}

// sampled is the slow reference for areas: the share of a pixel's points that
// the contours go around.
func (c contours) sampled(r image.Rectangle) *raster.Mask {
	y := math.Inf(1)
	var hits []crossing
	return sampled(r, 20, func(p geom.Point) bool {
		if p.Y != y {
			y, hits = p.Y, c.crossings(p.Y)
		}
		winding := 0
		for _, h := range hits {
			if h.x > p.X {
				winding += h.turn
			}
		}
		return winding != 0
	})
}

// pathDistance returns the distance from p to an open line.
func pathDistance(line []geom.Point, p geom.Point) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b.X-a.X, b.Y-a.Y
		t := 0.0
		if l := dx*dx + dy*dy; l > 0 {
			t = min(1, max(0, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
		}
		ex, ey := p.X-a.X-t*dx, p.Y-a.Y-t*dy
		best = min(best, ex*ex+ey*ey)
	}
	return math.Sqrt(best)
}

// sampled returns for each pixel the share of its n x n points that lie
// inside, which is asked row by row.
func sampled(r image.Rectangle, n int, inside func(geom.Point) bool) *raster.Mask {
	m := &raster.Mask{Rect: r, A: make([]byte, r.Dx()*r.Dy())}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		hits := make([]int, r.Dx())
		for j := range n {
			for i := range r.Dx() * n {
				p := geom.Point{
					X: float64(r.Min.X) + (float64(i)+0.5)/float64(n),
					Y: float64(y) + (float64(j)+0.5)/float64(n),
				}
				if inside(p) {
					hits[i/n]++
				}
			}
		}
		for x, h := range hits {
			m.A[(y-r.Min.Y)*r.Dx()+x] = byte(math.Round(255 * float64(h) / float64(n*n)))
		}
	}
	return m
}

// compare fails when got differs from want, by more than limit of 255 in more
// than stray pixels, or by more than 6 on average over the pixels that are
// neither empty nor full in both.
func compare(t *testing.T, got, want *raster.Mask, limit, stray int) {
	t.Helper()
	all := got.Rect.Union(want.Rect)
	sum, edges := 0, 0
	for y := all.Min.Y; y < all.Max.Y; y++ {
		for x := all.Min.X; x < all.Max.X; x++ {
			g, w := int(got.At(x, y)), int(want.At(x, y))
			d := max(g-w, w-g)
			if d > limit {
				if stray--; stray < 0 {
					t.Errorf("pixel (%d, %d): coverage %d, want %d", x, y, g, w)
				}
			}
			if (g != 0 || w != 0) && (g != 255 || w != 255) {
				sum += d
				edges++
			}
		}
	}
	if mean := float64(sum) / float64(max(1, edges)); mean > 6 {
		t.Errorf("mean difference along the edges is %.2f", mean)
	}
	if edges == 0 && !want.Rect.Empty() {
		t.Error("nothing to compare")
	}
}

// total returns the ink of a mask in px².
func total(m *raster.Mask) float64 {
	sum := 0
	for _, a := range m.A {
		sum += int(a)
	}
	return float64(sum) / 255
}
