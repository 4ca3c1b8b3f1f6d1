package compose_test

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

// picture is a frame in floating point: the slow compositor that the fast one
// is held to. It knows nothing of sprites, culling or reuse: every layer is
// painted over the whole canvas, pixel by pixel, from the definitions.
type picture struct {
	w, h   int
	planes [3][]float64
}

func newPicture(w, h int) *picture {
	return &picture{w, h, [3][]float64{make([]float64, w*h), make([]float64, w*h/4), make([]float64, w*h/4)}}
}

func (p *picture) clone() *picture {
	q := *p
	for i := range q.planes {
		q.planes[i] = slices.Clone(p.planes[i])
	}
	return &q
}

// size returns the samples of a plane across and down.
func (p *picture) size(plane int) (w, h int) {
	if plane == 0 {
		return p.w, p.h
	}
	return p.w / 2, p.h / 2
}

// source gives the colour of sample (x, y) of a plane.
type source func(plane, x, y int) float64

// share gives how much of pixel (x, y) is covered, 0 to 1.
type share func(x, y int) float64

// over paints src through cover. A chroma sample is covered as its six pixels are on average.
func (p *picture) over(src source, cover share) {
	for plane := range p.planes {
		w, h := p.size(plane)
		for y := range h {
			for x := range w {
				a := 0.0
				if plane == 0 {
					a = cover(x, y)
				} else {
					for dy := range 2 {
						a += cover(max(2*x-1, 0), 2*y+dy) + 2*cover(2*x, 2*y+dy) + cover(2*x+1, 2*y+dy)
					}
					a /= 8
				}
				d := &p.planes[plane][y*w+x]
				if a > 0 {
					*d += (src(plane, x, y) - *d) * a
				}
			}
		}
	}
}

// worst returns the largest and the mean difference to a frame.
func (p *picture) worst(f *yuv.Frame) (largest, mean float64, where image.Point, plane int) {
	n := 0
	for i := range p.planes {
		w, _ := p.size(i)
		for k, v := range p.planes[i] {
			d := math.Abs(v - float64(f.Plane(i).Pix[k]))
			mean += d
			n++
			if d > largest {
				largest, where, plane = d, image.Pt(k%w, k/w), i
			}
		}
	}
	return largest, mean / float64(n), where, plane
}

func flat(c srgb.Color) source {
	y := yuv.FromSRGB(c)
	return func(plane, _, _ int) float64 { return []float64{float64(y.Y), float64(y.U), float64(y.V)}[plane] }
}

// reference paints frame n of a plan. smooth gives a photo's value at a place
// in its source (a plane's value, no matter the plane's resolution).
func reference(t *testing.T, plan *timeline.Plan, n int, smooth func(name string, plane int, x, y float64) float64, bitmap []byte) *picture {
	t.Helper()
	p := newPicture(plan.Size.W, plan.Size.H)
	all := func(int, int) float64 { return 1 }
	p.over(flat(plan.Ground), all)
	type active struct {
		scene    *timeline.Scene
		t, start int
	}
	var scenes []active
	for i := range plan.Scenes {
		s := &plan.Scenes[i]
		if at, ok := s.Span.At(n, plan.Grid.Frames); ok {
			scenes = append(scenes, active{s, at, n - at + s.Span.From})
		}
	}
	slices.SortStableFunc(scenes, func(a, b active) int {
		if a.scene.Z != b.scene.Z {
			return a.scene.Z - b.scene.Z
		}
		return a.start - b.start
	})
	for _, a := range scenes {
		s, at := a.scene, float64(a.t)
		q := p.clone()
		dx, dy := s.DX.At(at, 0), s.DY.At(at, 0)
		for k := range s.Layers {
			l := &s.Layers[k]
			lt, ok := l.Span.At(n, plan.Grid.Frames)
			if !ok {
				continue
			}
			paintLayer(t, q, plan, l, float64(lt), dx, dy, smooth, bitmap, clipEdges(plan, s.Clip, at, 0, 0), func(x, y int) float64 {
				return discShare(s.Clip, at, 0, 0, x, y)
			})
		}
		fade := min(1, max(0, s.Alpha.At(at, 1)))
		for i := range p.planes {
			for k, v := range q.planes[i] {
				p.planes[i][k] += (v - p.planes[i][k]) * fade
			}
		}
	}
	return p
}

func boxShare(r geom.Rect, x, y int) float64 {
	w := min(r.X1, float64(x+1)) - max(r.X0, float64(x))
	h := min(r.Y1, float64(y+1)) - max(r.Y0, float64(y))
	return max(0, w) * max(0, h)
}

// clipEdges returns the clip's rectangle at t.
func clipEdges(plan *timeline.Plan, c *timeline.Clip, t, dx, dy float64) geom.Rect {
	canvas := plan.Size.Bounds()
	if c == nil {
		return canvas
	}
	box := c.Box
	if box == (geom.Rect{}) {
		box = canvas.Add(-dx, -dy)
	}
	return geom.R(c.X0.At(t, box.X0), c.Y0.At(t, box.Y0), c.X1.At(t, box.X1), c.Y1.At(t, box.Y1)).Add(dx, dy)
}

func discShare(c *timeline.Clip, t, dx, dy float64, x, y int) float64 {
	if c == nil || c.Circle == nil {
		return 1
	}
	r := c.Circle.R.At(t, 0)
	d := math.Hypot(float64(x)+0.5-c.Circle.CX.At(t, 0)-dx, float64(y)+0.5-c.Circle.CY.At(t, 0)-dy)
	in := min(1, max(0, r-d+0.5)) * min(1, max(0, 2*r))
	if c.Circle.Invert {
		return 1 - in
	}
	return in
}

func paintLayer(t *testing.T, p *picture, plan *timeline.Plan, l *timeline.Layer, at, sceneDX, sceneDY float64,
	smooth func(string, int, float64, float64) float64, bitmap []byte, sceneEdges geom.Rect, sceneDisc share,
) {
	t.Helper()
	alpha := min(1, max(0, l.Alpha.At(at, 1)))
	dx, dy := sceneDX+l.DX.At(at, 0), sceneDY+l.DY.At(at, 0)
	box := l.Box.Add(dx, dy)
	// Rectangles cut out a rectangle: its share, not the product of theirs, is covered.
	edges := clipEdges(plan, l.Clip, at, sceneDX, sceneDY).Intersect(sceneEdges).Intersect(plan.Size.Bounds())
	limits := func(x, y int) float64 {
		return alpha * sceneDisc(x, y) * discShare(l.Clip, at, sceneDX, sceneDY, x, y)
	}
	// boxed is the cover of paints that end at their box.
	boxed := func(x, y int) float64 { return limits(x, y) * boxShare(box.Intersect(edges), x, y) }
	masked := func(m *raster.Mask) share {
		return func(x, y int) float64 { return limits(x, y) * boxShare(edges, x, y) * float64(m.At(x, y)) / 255 }
	}
	snapX, snapY := math.Round(dx*8)/8, math.Round(dy*8)/8
	far := image.Rect(-4000, -4000, 4000, 4000)
	switch q := l.Paint.(type) {
	case *timeline.Fill:
		p.over(flat(q.Color), boxed)
	case *timeline.Gradient:
		p.over(flat(q.Color), func(x, y int) float64 {
			f := (float64(y) + 0.5 - box.Y0) / box.H() * float64(len(q.AlphaAt)-1)
			f = min(float64(len(q.AlphaAt)-1), max(0, f))
			i := min(int(f), len(q.AlphaAt)-2)
			return boxed(x, y) * (q.AlphaAt[i] + (q.AlphaAt[i+1]-q.AlphaAt[i])*(f-float64(i)))
		})
	case *timeline.Text:
		letters := raster.Text(q, snapX, snapY)
		emoji, err := raster.Emoji(q, snapX, snapY)
		if err != nil {
			t.Fatal(err)
		}
		if emoji == nil {
			p.over(flat(q.Color), masked(letters))
			return
		}
		paintEmoji(p, q, letters, emoji, func(x, y int) float64 { return limits(x, y) * boxShare(edges, x, y) })
	case *timeline.Shape:
		trim, turn := q.Trim.At(at, 1), q.Turn.At(at, 0)
		if !q.Trim.Moves() && !q.Turn.Moves() && !q.Form.Moves() {
			dx, dy = snapX, snapY
		}
		if len(q.Forms) > 0 {
			formed := *q
			formed.Path, formed.StrokePx = q.FormAt(q.Form.At(at, 0), nil)
			q = &formed
		}
		p.over(flat(q.Color), masked(raster.Shape(q, trim, turn, dx, dy, far)))
	case *timeline.Photo:
		v := lookAt(q.View, q.SrcW, q.SrcH, l.Box, at)
		p.over(func(plane, x, y int) float64 {
			cx, cy := float64(x)+0.5, float64(y)+0.5
			if plane > 0 { // a chroma sample lies on the even column, between the rows
				cx, cy = 2*float64(x)+0.5, 2*float64(y)+1
			}
			return smooth(q.Source, plane, v.X0+(cx-box.X0)*v.W()/box.W(), v.Y0+(cy-box.Y0)*v.H()/box.H())
		}, boxed)
	case *timeline.Bitmap:
		paintBitmap(t, p, l, q, snapX, snapY, bitmap, func(x, y int) float64 { return limits(x, y) * boxShare(edges, x, y) })
	default:
		t.Fatalf("the reference does not paint a %T", q)
	}
}

func lookAt(v timeline.View, srcW, srcH int, box geom.Rect, t float64) geom.Rect {
	scale := min(float64(srcW)/box.W(), float64(srcH)/box.H()) / v.Zoom.At(t, 1)
	w, h := box.W()*scale, box.H()*scale
	x := min(max(v.CX.At(t, 0.5)*float64(srcW), w/2), float64(srcW)-w/2)
	y := min(max(v.CY.At(t, 0.5)*float64(srcH), h/2), float64(srcH)-h/2)
	return geom.R(x-w/2, y-h/2, x+w/2, y+h/2)
}

// paintBitmap paints at whole pixels: moving bitmaps have a test of their own.
func paintBitmap(t *testing.T, p *picture, l *timeline.Layer, b *timeline.Bitmap, dx, dy float64, data []byte, limits share) {
	t.Helper()
	if dx != math.Trunc(dx) || dy != math.Trunc(dy) {
		t.Fatal("the reference places bitmaps on whole pixels")
	}
	x0, y0 := int(math.Round(l.Box.X0))+int(dx), int(math.Round(l.Box.Y0))+int(dy)
	img, err := raster.Bitmap(b, data, int(math.Round(l.Box.W())), int(math.Round(l.Box.H())))
	if err != nil {
		t.Fatal(err)
	}
	cover := func(x, y int) float64 { return float64(img.NRGBAAt(x-x0, y-y0).A) / 255 * limits(x, y) }
	if b.Tint != nil {
		p.over(flat(*b.Tint), cover)
		return
	}
	p.colored(func(plane, x, y int) float64 {
		c := img.NRGBAAt(x-x0, y-y0)
		return flat(srgb.Color{R: c.R, G: c.G, B: c.B})(plane, x, y)
	}, cover)
}

// paintEmoji paints a text with emoji: their pictures lie over its letters.
func paintEmoji(p *picture, text *timeline.Text, letters *raster.Mask, emoji *image.RGBA, limits share) {
	parts := func(x, y int) (over, under float64) {
		over = float64(emoji.RGBAAt(x, y).A) / 255
		return over, float64(letters.At(x, y)) / 255 * (1 - over)
	}
	p.colored(func(plane, x, y int) float64 {
		over, under := parts(x, y)
		if over+under == 0 {
			return 0
		}
		c := color.NRGBAModel.Convert(emoji.RGBAAt(x, y)).(color.NRGBA)
		picture := flat(srgb.Color{R: c.R, G: c.G, B: c.B})(plane, x, y)
		return (over*picture + under*flat(text.Color)(plane, x, y)) / (over + under)
	}, func(x, y int) float64 {
		over, under := parts(x, y)
		return (over + under) * limits(x, y)
	})
}

// colored paints something whose colour differs from pixel to pixel. The colour
// of a chroma sample is the mean of its six pixels, each weighed by how much of it
// is covered.
func (p *picture) colored(at source, cover share) {
	p.over(func(plane, x, y int) float64 {
		if plane == 0 {
			return at(0, x, y)
		}
		var sum, weight float64
		for dy := range 2 {
			for dx := -1; dx <= 1; dx++ {
				k := float64(2-dx*dx) * cover(max(2*x+dx, 0), 2*y+dy)
				sum += k * at(plane, max(2*x+dx, 0), 2*y+dy)
				weight += k
			}
		}
		return sum / weight
	}, cover)
}
