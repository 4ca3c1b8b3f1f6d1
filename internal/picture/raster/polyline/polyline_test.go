package polyline_test

import (
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

func pt(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }

// Flattened curves stay within the flatness that is promised.
func TestFlatness(t *testing.T) {
	a, b, c, d := pt(3, 900), pt(400, -800), pt(500, 1500), pt(1000, 20)
	var p polyline.Polyline
	p.Move(a)
	p.Cube(b, c, d)
	worst := 0.0
	for i := range 2000 {
		k := float64(i) / 1999
		u := 1 - k
		on := pt(
			u*u*u*a.X+3*u*u*k*b.X+3*u*k*k*c.X+k*k*k*d.X,
			u*u*u*a.Y+3*u*u*k*b.Y+3*u*k*k*c.Y+k*k*k*d.Y)
		nearest := math.Inf(1)
		for j := 1; j < len(p.Points); j++ {
			nearest = min(nearest, toSegment(on, p.Points[j-1], p.Points[j]))
		}
		worst = max(worst, nearest)
	}
	if worst > polyline.Flatness {
		t.Errorf("the curve is %.4f px off its lines", worst)
	}
	if worst < polyline.Flatness/20 {
		t.Errorf("the curve is only %.5f px off: more lines than needed", worst)
	}
}

func toSegment(p, a, b geom.Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	k := min(1, max(0, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/(dx*dx+dy*dy)))
	return math.Hypot(p.X-a.X-k*dx, p.Y-a.Y-k*dy)
}

func TestDash(t *testing.T) {
	tests := []struct {
		name    string
		pattern []float64
		offset  float64
		want    [][2]float64 // from and to of each dash on a line of 100 px
	}{
		{"plain", []float64{30, 20}, 0, [][2]float64{{0, 30}, {50, 80}}},
		{"offset", []float64{30, 20}, 40, [][2]float64{{10, 40}, {60, 90}}},
		{"negative offset", []float64{30, 20}, -10, [][2]float64{{10, 40}, {60, 90}}},
		{"starts within a dash", []float64{30, 20}, 55, [][2]float64{{0, 25}, {45, 75}, {95, 100}}},
		{"gap of nothing", []float64{60, 0}, 0, [][2]float64{{0, 60}, {60, 100}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var src, dst polyline.Polyline
			src.Move(pt(0, 5))
			src.Line(pt(35, 5))
			src.Line(pt(100, 5))
			polyline.Dash(&dst, &src, tt.pattern, tt.offset)
			if len(dst.Spans) != len(tt.want) {
				t.Fatalf("%d dashes, want %d", len(dst.Spans), len(tt.want))
			}
			for i, s := range dst.Spans {
				from, to := dst.Points[s.From].X, dst.Points[s.To-1].X
				if math.Abs(from-tt.want[i][0])+math.Abs(to-tt.want[i][1]) > 1e-9 {
					t.Errorf("dash %d runs from %v to %v, want %v", i, from, to, tt.want[i])
				}
			}
		})
	}
}

// A pattern without length is refused, one too fine to see gives the line.
func TestDashLimits(t *testing.T) {
	var src polyline.Polyline
	src.Move(pt(0, 0))
	src.Line(pt(100, 0))
	for _, pattern := range [][]float64{nil, {0, 0}, {3}, {math.NaN(), 1}} {
		var dst polyline.Polyline
		if polyline.Dash(&dst, &src, pattern, 0); !dst.Broken {
			t.Errorf("pattern %v is taken", pattern)
		}
	}
	var dst polyline.Polyline
	polyline.Dash(&dst, &src, []float64{1e-9, 1e-9}, 0)
	if dst.Broken || len(dst.Spans) != 1 || dst.Length() != 100 {
		t.Errorf("a fine pattern gives %d spans of %v px", len(dst.Spans), dst.Length())
	}
}

// The outlines of strokes have the area that their joins and caps give them.
func TestStrokeArea(t *testing.T) {
	corner := func() *polyline.Polyline { // two lines of 50 px at a right angle
		var p polyline.Polyline
		p.Move(pt(0, 0))
		p.Line(pt(50, 0))
		p.Line(pt(50, 50))
		return &p
	}
	const r = 5.0
	body := 2*50*2*r - r*r // the two lines share a square of r
	disc := math.Pi * r * r
	tests := []struct {
		name string
		pen  polyline.Pen
		want float64
	}{
		{"bevel, butt", polyline.Pen{Radius: r, Join: polyline.BevelJoin, Cap: polyline.ButtCap}, body + r*r/2},
		{"miter, butt", polyline.Pen{Radius: r, Join: polyline.MiterJoin, Cap: polyline.ButtCap, MiterLimit: 4}, body + r*r},
		{"miter beyond its limit", polyline.Pen{Radius: r, Join: polyline.MiterJoin, Cap: polyline.ButtCap, MiterLimit: 1.2}, body + r*r/2},
		{"round, butt", polyline.Pen{Radius: r, Cap: polyline.ButtCap}, body + disc/4},
		{"round, square", polyline.Pen{Radius: r, Cap: polyline.SquareCap}, body + disc/4 + 4*r*r},
		{"round, round", polyline.Pen{Radius: r}, body + disc/4 + disc},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var o polyline.Outliner
			var dst polyline.Polyline
			o.Stroke(&dst, corner(), tt.pen, 1)
			if got := math.Abs(dst.Area(0)); math.Abs(got-tt.want) > 0.3 {
				t.Errorf("area %.2f px², want %.2f", got, tt.want)
			}
		})
	}
}
