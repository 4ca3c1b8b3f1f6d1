package raster

import (
	"image"
	"image/draw"
	"math"
	"slices"

	"golang.org/x/image/vector"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster/polyline"
)

// maxMaskPixels bounds masks that no clip limits: a line of text many times wider
// than any canvas is not drawn at all.
const maxMaskPixels = 1 << 26

// everywhere is the clip of a paint without one. It keeps the product of a mask's
// sides from overflowing.
var everywhere = image.Rect(-1<<20, -1<<20, 1<<20, 1<<20)

// Brush draws shapes and keeps its memory between them: drawing the shapes of
// one animation allocates nothing once the largest has been drawn. The zero
// Brush is ready. A Brush serves one goroutine at a time.
type Brush struct {
	z       vector.Rasterizer
	path    polyline.Polyline // the shape's own path
	outline polyline.Polyline // of its stroke
	stroker polyline.Outliner
	clipped [2][]geom.Point
	alpha   image.Alpha
}

// NewBrush returns a Brush.
func NewBrush() *Brush { return &Brush{} }

// Shape draws s into dst as the function Shape does, and reuses dst's memory.
func (b *Brush) Shape(dst *Mask, s *timeline.Shape, trim, turn, dx, dy float64, clip image.Rectangle) {
	b.path.Reset()
	b.outline.Reset()
	trace(&b.path, s, turn, dx, dy)
	fill := &b.path
	if s.StrokePx > 0 {
		b.stroker.Stroke(&b.outline, &b.path, polyline.Pen{Radius: s.StrokePx / 2}, trim)
		fill = &b.outline
	}
	b.fill(dst, fill, clip)
}

// Shape returns the coverage of s, turned by turn degrees clockwise around its
// pivot and then moved by (dx, dy), inside clip.
//
// A stroked shape has round joins and round caps; trim, from 0 to 1, is the
// share of the whole path's length that is drawn, sub-paths in their order. A
// filled shape takes the non-zero winding rule and ignores trim. Coordinates
// that are not finite make the shape empty.
func Shape(s *timeline.Shape, trim, turn, dx, dy float64, clip image.Rectangle) *Mask {
	var b Brush
	m := new(Mask)
	b.Shape(m, s, trim, turn, dx, dy, clip)
	m.A = slices.Clip(slices.Clone(m.A))
	return m
}

// trace flattens the shape's path, turned and moved.
func trace(to *polyline.Polyline, s *timeline.Shape, turn, dx, dy float64) {
	// Quarter turns are exact: math.Sincos leaves 6e-17 where 0 belongs.
	sin, cos := math.Sincos(math.Mod(turn, 360) * math.Pi / 180)
	if q := math.Mod(turn, 360) / 90; q == math.Trunc(q) {
		sin, cos = math.Round(sin), math.Round(cos)
	}
	at := func(p geom.Point) geom.Point {
		x, y := p.X-s.Pivot.X, p.Y-s.Pivot.Y
		return geom.Point{
			X: s.Pivot.X + x*cos - y*sin + dx,
			Y: s.Pivot.Y + x*sin + y*cos + dy,
		}
	}
	var start geom.Point
	reopen := false // a command other than a move follows a Close
	for _, seg := range s.Path {
		if reopen && seg.Op != timeline.MoveTo && seg.Op != timeline.Close {
			to.Move(start)
		}
		reopen = false
		switch seg.Op {
		case timeline.MoveTo:
			start = at(seg.P[0])
			to.Move(start)
		case timeline.LineTo:
			to.Line(at(seg.P[0]))
		case timeline.QuadTo:
			to.Quad(at(seg.P[0]), at(seg.P[1]))
		case timeline.CubeTo:
			to.Cube(at(seg.P[0]), at(seg.P[1]), at(seg.P[2]))
		case timeline.Close:
			to.Close()
			reopen = true
		}
	}
}

// precise is the side from which golang.org/x/image/vector computes in floating
// point. Below it, its fixed-point arithmetic loses a fraction of 1/512 px in every
// row, which adds up to a fifth of a pixel along the diagonals of a capital V
// (TestShapeFillMatchesSampling); smaller masks are padded to this height.
const precise = 513

// fill sets dst to the coverage of the sub-paths, each closed, inside clip.
//
// The rasteriser sums signed areas and clamps their magnitude. For contours of
// one orientation, overlapping or not, with holes of the other, that is the
// non-zero rule, but for the pixels in which the edges of two contours cross:
// there their coverage adds up.
func (b *Brush) fill(dst *Mask, p *polyline.Polyline, clip image.Rectangle) {
	box, ok := p.Bounds()
	if !ok || p.Broken {
		dst.resize(image.Rectangle{}, 0)
		return
	}
	r := outer(box).Intersect(clip).Intersect(everywhere)
	if r.Empty() || r.Dx()*r.Dy() > maxMaskPixels {
		dst.resize(image.Rectangle{}, 0)
		return
	}
	h := r.Dy()
	if r.Dx() < precise {
		h = max(h, precise)
	}
	dst.resize(r, h)
	b.z.Reset(r.Dx(), h)
	b.z.DrawOp = draw.Src
	// Points far outside would lose precision in the rasteriser, so only the
	// part near the mask reaches it.
	near := geom.R(float64(r.Min.X)-64, float64(r.Min.Y)-64, float64(r.Max.X)+64, float64(r.Max.Y)+64)
	inside := near.Contains(box, 0)
	for _, s := range p.Spans {
		pts := p.Points[s.From:s.To]
		if !inside {
			pts = b.cut(pts, near)
		}
		if len(pts) < 3 {
			continue
		}
		for i, q := range pts {
			x, y := float32(q.X-float64(r.Min.X)), float32(q.Y-float64(r.Min.Y))
			if i == 0 {
				b.z.MoveTo(x, y)
			} else {
				b.z.LineTo(x, y)
			}
		}
		b.z.ClosePath()
	}
	b.alpha = image.Alpha{Pix: dst.A[:r.Dx()*h], Stride: r.Dx(), Rect: b.z.Bounds()}
	b.z.Draw(&b.alpha, b.alpha.Rect, image.Opaque, image.Point{})
}

// outer returns the pixels that r touches.
func outer(r geom.Rect) image.Rectangle {
	lim := func(v float64) int { return int(min(1<<30, max(-1<<30, v))) }
	return image.Rect(lim(math.Floor(r.X0)), lim(math.Floor(r.Y0)), lim(math.Ceil(r.X1)), lim(math.Ceil(r.Y1)))
}

// cut returns the closed polygon pts limited to r (Sutherland and Hodgman).
// Edges that it adds run along r's border and have no effect inside.
func (b *Brush) cut(pts []geom.Point, r geom.Rect) []geom.Point {
	for side := range 4 {
		out := b.clipped[side%2][:0]
		for i, p := range pts {
			q := pts[(i+1)%len(pts)]
			dp, dq := beyond(p, r, side), beyond(q, r, side)
			if dp <= 0 {
				out = append(out, p)
			}
			if (dp <= 0) != (dq <= 0) {
				t := dp / (dp - dq)
				out = append(out, geom.Point{X: p.X + (q.X-p.X)*t, Y: p.Y + (q.Y-p.Y)*t})
			}
		}
		b.clipped[side%2] = out
		pts = out
	}
	return pts
}

// beyond returns by how much p lies outside of one side of r.
func beyond(p geom.Point, r geom.Rect, side int) float64 {
	switch side {
	case 0:
		return r.X0 - p.X
	case 1:
		return p.X - r.X1
	case 2:
		return r.Y0 - p.Y
	}
	return p.Y - r.Y1
}
