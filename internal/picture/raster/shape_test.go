package raster_test

import (
	"bytes"
	"image"
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

func pt(x, y float64) geom.Point { return geom.Point{X: x, Y: y} }

func moveTo(x, y float64) timeline.Segment {
	return timeline.Segment{Op: timeline.MoveTo, P: [3]geom.Point{pt(x, y)}}
}

func lineTo(x, y float64) timeline.Segment {
	return timeline.Segment{Op: timeline.LineTo, P: [3]geom.Point{pt(x, y)}}
}

func quadTo(x1, y1, x, y float64) timeline.Segment {
	return timeline.Segment{Op: timeline.QuadTo, P: [3]geom.Point{pt(x1, y1), pt(x, y)}}
}

func cubeTo(x1, y1, x2, y2, x, y float64) timeline.Segment {
	return timeline.Segment{Op: timeline.CubeTo, P: [3]geom.Point{pt(x1, y1), pt(x2, y2), pt(x, y)}}
}

var closePath = timeline.Segment{Op: timeline.Close}

func polygon(pts ...geom.Point) timeline.Path {
	var p timeline.Path
	for i, q := range pts {
		if i == 0 {
			p = append(p, moveTo(q.X, q.Y))
		} else {
			p = append(p, lineTo(q.X, q.Y))
		}
	}
	return append(p, closePath)
}

// curve samples a path densely and slowly; sub-paths come back one by one.
func curve(path timeline.Path) contours {
	var out contours
	var pen, start geom.Point
	put := func(p geom.Point) { out[len(out)-1] = append(out[len(out)-1], p) }
	for _, s := range path {
		switch s.Op {
		case timeline.MoveTo:
			out = append(out, []geom.Point{s.P[0]})
			pen, start = s.P[0], s.P[0]
		case timeline.LineTo:
			put(s.P[0])
			pen = s.P[0]
		case timeline.QuadTo, timeline.CubeTo:
			b, c, d := s.P[0], s.P[1], s.P[2]
			if s.Op == timeline.QuadTo { // raised to a cubic
				q := s.P[0]
				d = s.P[1]
				b = pt(pen.X+(q.X-pen.X)*2/3, pen.Y+(q.Y-pen.Y)*2/3)
				c = pt(d.X+(q.X-d.X)*2/3, d.Y+(q.Y-d.Y)*2/3)
			}
			for i := 1; i <= 32; i++ {
				k := float64(i) / 32
				u := 1 - k
				put(pt(
					u*u*u*pen.X+3*u*u*k*b.X+3*u*k*k*c.X+k*k*k*d.X,
					u*u*u*pen.Y+3*u*u*k*b.Y+3*u*k*k*c.Y+k*k*k*d.Y))
			}
			pen = d
		case timeline.Close:
			put(start)
			pen = start
		}
	}
	return out
}

var canvas = image.Rect(0, 0, 64, 60)

func TestShapeFillMatchesSampling(t *testing.T) {
	square := func(x0, y0, x1, y1 float64) timeline.Path {
		return polygon(pt(x0, y0), pt(x1, y0), pt(x1, y1), pt(x0, y1))
	}
	hole := polygon(pt(20, 20), pt(20, 40), pt(40, 40), pt(40, 20))
	tests := []struct {
		name  string
		path  timeline.Path
		stray int // pixels in which contours cross
	}{
		{"triangle", polygon(pt(3.3, 4.1), pt(57.9, 21.7), pt(11.2, 55.5)), 0},
		{"thin sliver", polygon(pt(2, 30), pt(60, 31.2), pt(60, 31.7)), 0},
		{"overlap of one direction", append(square(5.5, 5.5, 40.25, 40.75), square(20.5, 20.25, 55.5, 50.5)...), 2},
		{"square with a hole", append(square(10.5, 10.5, 50.5, 50.5), hole...), 0},
		{"curves", timeline.Path{moveTo(10, 50), quadTo(32, -30, 54, 50), cubeTo(40, 20, 20, 70, 10, 50), closePath}, 0},
		{"not closed", timeline.Path{moveTo(10, 10), lineTo(50, 12), lineTo(30, 50)}, 0},
		{"sticks out on all sides", polygon(pt(-30, 20), pt(32, -40), pt(90, 33), pt(28, 100)), 0},
		{"far outside", polygon(pt(-90000, 10.5), pt(120000, 14.25), pt(120000, 34.5), pt(-90000, 30.75)), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := curve(tt.path)
			got := raster.Shape(&timeline.Shape{Path: tt.path}, 1, 0, 0, 0, canvas)
			if !got.Rect.In(canvas) {
				t.Errorf("mask %v leaves the clip", got.Rect)
			}
			compare(t, got, c.sampled(canvas), 10, tt.stray)
		})
	}
}

// A mask wider or higher than 512 px goes through the rasteriser's other half.
func TestShapeFillLarge(t *testing.T) {
	path := polygon(pt(1.5, 3.25), pt(700.25, 9.75), pt(690.5, 22.5), pt(5.75, 30.125))
	clip := image.Rect(0, 0, 720, 40)
	c := curve(path)
	got := raster.Shape(&timeline.Shape{Path: path}, 1, 0, 0, 0, clip)
	compare(t, got, c.sampled(clip), 10, 0)
}

func TestShapeStrokeMatchesSampling(t *testing.T) {
	zigzag := timeline.Path{moveTo(8, 50), lineTo(18, 10), lineTo(26, 48), lineTo(30, 12), lineTo(56, 40)}
	tests := []struct {
		name  string
		path  timeline.Path
		width float64
		stray int // pixels on the inside of a bend tighter than the pen
	}{
		{"line", timeline.Path{moveTo(10, 12), lineTo(52, 41)}, 7, 0},
		{"hairline", timeline.Path{moveTo(6.2, 8), lineTo(58, 50.5)}, 0.8, 0},
		{"zigzag", zigzag, 6, 0},
		{"s curve", timeline.Path{moveTo(10, 45), cubeTo(25, -20, 40, 85, 54, 15)}, 9, 2},
		{"tight curve under a wide pen", timeline.Path{moveTo(20, 44), cubeTo(30, 8, 34, 8, 44, 44)}, 22, 0},
		{"closed triangle", polygon(pt(12, 14), pt(52, 20), pt(24, 48)), 8, 0},
		{"repeated points", timeline.Path{moveTo(12, 14), lineTo(12, 14), lineTo(50, 44), lineTo(50, 44)}, 8, 0},
		{"two lines", timeline.Path{moveTo(10, 12), lineTo(50, 12), moveTo(10, 40), lineTo(50, 44)}, 8, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := curve(tt.path)
			got := raster.Shape(&timeline.Shape{Path: tt.path, StrokePx: tt.width}, 1, 0, 0, 0, canvas)
			want := sampled(canvas, 10, func(p geom.Point) bool {
				for _, l := range lines {
					if pathDistance(l, p) <= tt.width/2 {
						return true
					}
				}
				return false
			})
			compare(t, got, want, 24, tt.stray)
		})
	}
}

func TestShapeTrim(t *testing.T) {
	clip := image.Rect(0, 0, 400, 200)
	const width = 10.0
	ends := math.Pi * width * width / 4
	bent := timeline.Path{moveTo(20, 20), lineTo(220, 20), lineTo(220, 120)} // 300 px long
	for _, trim := range []float64{0, 0.001, 0.25, 0.5, 0.9, 1, 1.5, -1} {
		m := raster.Shape(&timeline.Shape{Path: bent, StrokePx: width}, trim, 0, 0, 0, clip)
		drawn := 300 * min(1, max(0, trim))
		want := drawn*width + ends
		if drawn > 200+width { // the round join adds a quarter disc and shares a quarter square
			want += ends/4 - width*width/4
		}
		if drawn == 0 {
			want = 0
		}
		if got := total(m); math.Abs(got-want) > 0.004*want+0.2 {
			t.Errorf("trim %v: %.2f px² of ink, want %.2f", trim, got, want)
		}
	}
	half := raster.Shape(&timeline.Shape{Path: bent, StrokePx: width}, 0.5, 0, 0, 0, clip)
	if want := image.Rect(15, 15, 175, 25); half.Rect != want {
		t.Errorf("half of the path covers %v, want %v", half.Rect, want)
	}
}

func TestShapeTrimRunsThroughSubpaths(t *testing.T) {
	two := timeline.Path{moveTo(10, 10), lineTo(110, 10), moveTo(10, 50), lineTo(110, 50)}
	m := raster.Shape(&timeline.Shape{Path: two, StrokePx: 4}, 0.75, 0, 0, 0, image.Rect(0, 0, 200, 100))
	if m.At(100, 10) != 255 || m.At(55, 50) != 255 || m.At(70, 50) != 0 {
		t.Errorf("trim 0.75 covers %d, %d, %d at the first line, the middle and the end of the second",
			m.At(100, 10), m.At(55, 50), m.At(70, 50))
	}
}

// A closed path is a ring without ends when whole, and open when trimmed.
func TestShapeClosedStroke(t *testing.T) {
	square := polygon(pt(20, 20), pt(60, 20), pt(60, 60), pt(20, 60))
	clip := image.Rect(0, 0, 80, 80)
	s := &timeline.Shape{Path: square, StrokePx: 8}
	if m := raster.Shape(s, 1, 0, 0, 0, clip); m.At(20, 40) != 255 || m.At(40, 40) != 0 {
		t.Errorf("whole: side %d, middle %d", m.At(20, 40), m.At(40, 40))
	}
	if m := raster.Shape(s, 0.7, 0, 0, 0, clip); m.At(20, 40) != 0 || m.At(60, 40) != 255 {
		t.Errorf("trimmed: last side %d, second side %d", m.At(20, 40), m.At(60, 40))
	}
}

func TestShapeTurnsClockwiseAroundItsPivot(t *testing.T) {
	right := polygon(pt(40, 28), pt(52, 28), pt(52, 32), pt(40, 32))
	down := polygon(pt(28, 40), pt(32, 40), pt(32, 52), pt(28, 52))
	s := &timeline.Shape{Path: right, Pivot: pt(30, 30)}
	for turn, want := range map[float64]timeline.Path{0: right, 90: down, 360: right, -270: down, 450: down} {
		got := raster.Shape(s, 1, turn, 0, 0, canvas)
		plain := raster.Shape(&timeline.Shape{Path: want}, 1, 0, 0, 0, canvas)
		if got.Rect != plain.Rect || !bytes.Equal(got.A, plain.A) {
			t.Errorf("turn %v: mask %v, want %v", turn, got.Rect, plain.Rect)
		}
	}
	got := raster.Shape(s, 1, 37, 2.5, -1.25, canvas)
	sin, cos := math.Sincos(37 * math.Pi / 180)
	var moved []geom.Point
	for _, seg := range right[:4] {
		x, y := seg.P[0].X-30, seg.P[0].Y-30
		moved = append(moved, pt(30+x*cos-y*sin+2.5, 30+x*sin+y*cos-1.25))
	}
	c := contours{moved}
	compare(t, got, c.sampled(canvas), 10, 0)
}

func TestShapeMoves(t *testing.T) {
	s := &timeline.Shape{Path: timeline.Path{moveTo(10, 40), quadTo(30, -10, 50, 40)}, StrokePx: 5}
	big := image.Rect(-100, -100, 200, 200)
	still := raster.Shape(s, 1, 0, 0, 0, big)
	moved := raster.Shape(s, 1, 0, 17, -8, big)
	if moved.Rect != still.Rect.Add(image.Pt(17, -8)) || !bytes.Equal(moved.A, still.A) {
		t.Error("a move by whole pixels changes the mask")
	}
	if d := math.Abs(total(raster.Shape(s, 1, 0, 0.37, 0.81, big)) - total(still)); d > 0.3 {
		t.Errorf("a move by a part of a pixel changes the ink by %.2f px²", d)
	}
}

func TestMaskIsTight(t *testing.T) {
	s := &timeline.Shape{Path: timeline.Path{moveTo(20, 40), cubeTo(25, 10, 40, 10, 45, 42)}, StrokePx: 6}
	m := raster.Shape(s, 1, 15, 0, 0, image.Rect(0, 0, 1000, 1000))
	ink := image.Rectangle{Min: m.Rect.Max, Max: m.Rect.Min}
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			if m.At(x, y) > 0 {
				ink.Min = image.Pt(min(ink.Min.X, x), min(ink.Min.Y, y))
				ink.Max = image.Pt(max(ink.Max.X, x+1), max(ink.Max.Y, y+1))
			}
		}
	}
	if !m.Rect.In(ink.Inset(-1)) {
		t.Errorf("mask %v around ink %v", m.Rect, ink)
	}
}

func TestShapeWithoutInk(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	line := timeline.Path{moveTo(10, 10), lineTo(20, 20)}
	tests := []struct {
		name                string
		s                   timeline.Shape
		trim, turn, dx, dy  float64
		clip                image.Rectangle
		outsideOfEveryFrame bool
	}{
		{name: "no path", clip: canvas, trim: 1},
		{name: "one point", s: timeline.Shape{Path: timeline.Path{moveTo(5, 5)}, StrokePx: 4}, clip: canvas, trim: 1},
		{name: "close alone", s: timeline.Shape{Path: timeline.Path{closePath, closePath}, StrokePx: 4}, clip: canvas, trim: 1},
		{name: "not a number", s: timeline.Shape{Path: polygon(pt(1, 1), pt(nan, 5), pt(9, 9))}, clip: canvas, trim: 1},
		{name: "infinite", s: timeline.Shape{Path: polygon(pt(1, 1), pt(inf, 5), pt(9, 9))}, clip: canvas, trim: 1},
		{name: "infinite curve", s: timeline.Shape{Path: timeline.Path{moveTo(0, 0), quadTo(inf, 0, 3, 3)}}, clip: canvas, trim: 1},
		{name: "trim is not a number", s: timeline.Shape{Path: line, StrokePx: 3}, clip: canvas, trim: nan},
		{name: "turn is not a number", s: timeline.Shape{Path: line, StrokePx: 3}, clip: canvas, trim: 1, turn: nan},
		{name: "infinite move", s: timeline.Shape{Path: line, StrokePx: 3}, clip: canvas, trim: 1, dx: inf},
		{name: "infinite pen", s: timeline.Shape{Path: line, StrokePx: inf}, clip: canvas, trim: 1},
		{name: "outside of the clip", s: timeline.Shape{Path: line, StrokePx: 3}, clip: canvas, trim: 1, dy: 500},
		{name: "empty clip", s: timeline.Shape{Path: line, StrokePx: 3}, trim: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := raster.Shape(&tt.s, tt.trim, tt.turn, tt.dx, tt.dy, tt.clip)
			if m == nil || !m.Rect.Empty() || len(m.A) != 0 {
				t.Errorf("mask %+v, want an empty one", m)
			}
		})
	}
}

func TestBrushDrawsWithoutAllocating(t *testing.T) {
	route := &timeline.Shape{
		StrokePx: 16, Pivot: pt(300, 300),
		Path: timeline.Path{moveTo(20, 700), cubeTo(200, 100, 300, 800, 500, 300), lineTo(560, 40), closePath},
	}
	disc := &timeline.Shape{Path: timeline.Path{moveTo(100, 50), quadTo(160, 50, 160, 110), quadTo(160, 170, 100, 170), closePath}}
	clip := image.Rect(0, 0, 600, 760)
	b := raster.NewBrush()
	var dst raster.Mask
	frame := 0
	draw := func() {
		frame++
		b.Shape(&dst, route, float64(frame%10+1)/10, float64(frame%10), 0.5, 0.25, clip)
		b.Shape(&dst, disc, 1, 0, float64(frame%10)/10, 0, clip)
	}
	for range 10 {
		draw()
	}
	if n := testing.AllocsPerRun(50, draw); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

func TestBrushDrawsWhatShapeDraws(t *testing.T) {
	big := &timeline.Shape{Path: polygon(pt(0, 0), pt(600, 10), pt(590, 500)), StrokePx: 0}
	small := &timeline.Shape{Path: timeline.Path{moveTo(12, 50), quadTo(30, 0, 50, 44)}, StrokePx: 7}
	b := raster.NewBrush()
	var dst raster.Mask
	for _, s := range []*timeline.Shape{big, small, big, small} {
		clip := image.Rect(0, 0, 640, 520)
		b.Shape(&dst, s, 0.8, 5, 0.5, 0.5, clip)
		want := raster.Shape(s, 0.8, 5, 0.5, 0.5, clip)
		if dst.Rect != want.Rect || !bytes.Equal(dst.A, want.A) {
			t.Fatalf("a used brush gives mask %v, a new one %v, or other bytes", dst.Rect, want.Rect)
		}
	}
}

func BenchmarkBrushRoute(b *testing.B) {
	route := &timeline.Shape{
		StrokePx: 14,
		Path:     timeline.Path{moveTo(-20, 1800), cubeTo(400, 1000, 300, 1900, 800, 1300), cubeTo(1200, 900, 500, 1000, 1100, 500)},
	}
	br := raster.NewBrush()
	var dst raster.Mask
	clip := image.Rect(0, 0, 1080, 1920)
	br.Shape(&dst, route, 1, 0, 0, 0, clip)
	b.SetBytes(int64(len(dst.A)))
	for b.Loop() {
		br.Shape(&dst, route, 0.9, 0, 0, 0, clip)
	}
}
