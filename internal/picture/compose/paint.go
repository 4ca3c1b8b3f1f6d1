package compose

import (
	"image"
	"math"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/picture/raster"
)

// rows is the memory for a pair of luma rows and the chroma row between them,
// for up to four values at once: coverage and premultiplied Y, Cb and Cr.
type rows struct {
	luma   [4][2][]byte
	chroma [4][]byte
	extra  []byte
}

// init allocates rows of w pixels, with one pixel before and a vector's length after.
func (r *rows) init(w int) {
	for i := range r.luma {
		for k := range r.luma[i] {
			r.luma[i][k] = make([]byte, w+64)
		}
		r.chroma[i] = make([]byte, w/2+64)
	}
	r.extra = make([]byte, w+64)
}

// round reports whether a circle limits the item inside r, so that its coverage there
// is not the product of a column's and a row's. A pixel must not depend on the
// rectangle that it is painted with, and the two computations differ in the last bit:
// so one is chosen for the whole item.
func (it *item) round(r image.Rectangle) bool {
	if !it.discs[0].on && !it.discs[1].on {
		return false
	}
	// One pixel more, since chroma samples mix it in.
	box := toRect(r).Inset(-1)
	return !it.discs[0].inside(box) || !it.discs[1].inside(box)
}

// paintFill paints one colour through the item's clip.
func (p *Painter) paintFill(dst *yuv.Frame, it *item, r image.Rectangle) {
	if it.round(it.bounds(dst.W, dst.H)) {
		p.paintCovered(dst, it, r, nil)
		return
	}
	alpha := float64(it.alpha) / float64(yuv.One)
	for plane, v := range [3]byte{it.layer.color.Y, it.layer.color.U, it.layer.color.V} {
		var e edges
		e.set(plane, it.clip.X0, it.clip.X1, dst.W)
		q, to := inPlane(plane, r), dst.Plane(plane)
		for y := q.Min.Y; y < q.Max.Y; y++ {
			a := alpha * rowCover(plane, it.clip.Y0, it.clip.Y1, y)
			e.each(q.Min.X, q.Max.X, func(x0, x1 int, share float64) {
				yuv.LerpColor(to.Row(y, x0, x1), v, yuv.WeightOf(a*share))
			})
		}
	}
}

// paintGradient paints one colour through the item's clip, with an opacity that
// depends on the row.
func (p *Painter) paintGradient(dst *yuv.Frame, it *item, r image.Rectangle) {
	round := it.round(it.bounds(dst.W, dst.H))
	alpha := float64(it.alpha) / float64(yuv.One)
	at := func(y int) float64 { // of a luma row, the clip's edge included
		return it.gradientAt(float64(y)+0.5) * overlap(it.clip.Y0, it.clip.Y1, y)
	}
	for plane, v := range [3]byte{it.layer.color.Y, it.layer.color.U, it.layer.color.V} {
		var e edges
		e.set(plane, it.clip.X0, it.clip.X1, dst.W)
		q, to := inPlane(plane, r), dst.Plane(plane)
		for y := q.Min.Y; y < q.Max.Y; y++ {
			a := alpha
			if plane == 0 {
				a *= at(y)
			} else {
				a *= (at(2*y) + at(2*y+1)) / 2
			}
			if !round {
				e.each(q.Min.X, q.Max.X, func(x0, x1 int, share float64) {
					yuv.Dither(to.Row(y, x0, x1), x0, y, v, yuv.WeightOf(a*share))
				})
				continue
			}
			row := to.Row(y, q.Min.X, q.Max.X)
			painted := p.rows.extra[:len(row)]
			copy(painted, row)
			yuv.Dither(painted, q.Min.X, y, v, yuv.WeightOf(a))
			yuv.MaskRow(row, painted, p.discCover(it, plane, y, q.Min.X, q.Max.X), yuv.One)
		}
	}
}

// gradientAt returns the gradient's opacity at height y of the canvas.
func (it *item) gradientAt(y float64) float64 {
	stops := it.layer.grad.AlphaAt
	if len(stops) == 1 || it.place.H() <= 0 {
		return stops[0]
	}
	f := (y - it.place.Y0) / it.place.H() * float64(len(stops)-1)
	i := min(max(int(math.Floor(f)), 0), len(stops)-2)
	f = min(1, max(0, f-float64(i)))
	return stops[i] + (stops[i+1]-stops[i])*f
}

// cover writes the item's coverage of the pixels [x0-1, x1) of luma row y to row,
// times that of mask if there is one. Before the canvas's first column, that column
// is repeated.
func (it *item) cover(row []byte, mask *placed, y, x0, x1 int) {
	row = row[:x1-x0+1]
	if mask == nil {
		yuv.Fill(row, 255)
	} else {
		mask.copyRow(row, mask.A, y, x0-1)
	}
	it.limit(row, y, x0-1)
	if x0 == 0 {
		row[0] = row[1]
	}
}

// limit multiplies a coverage row that starts at column x0 by the clip's and
// the discs'.
func (it *item) limit(row []byte, y, x0 int) {
	limitCover(row, x0, y, it.clip)
	for i := range it.discs {
		if it.discs[i].on {
			it.discs[i].limit(row, x0, y)
		}
	}
}

// discCover returns the coverage of samples [x0, x1) of row y of a plane by the
// clip's columns and the discs, without that of the clip's rows.
func (p *Painter) discCover(it *item, plane, y, x0, x1 int) []byte {
	all := *it
	all.clip.Y0, all.clip.Y1 = math.Inf(-1), math.Inf(1)
	return p.planeCover(&all, plane, y, x0, x1)
}

// planeCover returns the item's coverage of samples [x0, x1) of row y of a plane.
func (p *Painter) planeCover(it *item, plane, y, x0, x1 int) []byte {
	pair := &p.rows.luma[0]
	if plane == 0 {
		it.cover(pair[0], nil, y, x0, x1)
		return pair[0][1 : 1+x1-x0]
	}
	for i := range pair {
		it.cover(pair[i], nil, 2*y+i, 2*x0, 2*x1)
	}
	out := p.rows.chroma[0][:x1-x0]
	yuv.Halve(out, pair[0], pair[1])
	return out
}

// placed is a mask at its position on the canvas.
type placed struct {
	*raster.Mask
	at  image.Point // added to the mask's own place
	ink []inked     // nil when not known
}

// copyRow copies the pixels [x0, x0+len(row)) of row y of the canvas out of one
// of the sprite's planes, 0 where it has none.
func (m *placed) copyRow(row, plane []byte, y, x0 int) {
	x0 -= m.at.X + m.Rect.Min.X
	y -= m.at.Y + m.Rect.Min.Y
	w := m.Rect.Dx()
	from, to := max(x0, 0), min(x0+len(row), w)
	if y < 0 || y >= m.Rect.Dy() || from >= to {
		clear(row)
		return
	}
	clear(row[:from-x0])
	copy(row[from-x0:], plane[y*w+from:y*w+to])
	clear(row[to-x0:])
}

// reach returns the columns of the canvas that rows y and y+1 of the mask touch.
func (m *placed) reach(y int) (x0, x1 int) {
	x0, x1 = math.MaxInt, math.MinInt
	for i := range 2 {
		k := y + i - m.at.Y - m.Rect.Min.Y
		if k < 0 || k >= m.Rect.Dy() {
			continue
		}
		from, to := 0, m.Rect.Dx()
		if m.ink != nil {
			from, to = int(m.ink[k].from), int(m.ink[k].to)
		}
		if from < to {
			x0, x1 = min(x0, from), max(x1, to)
		}
	}
	if x0 > x1 {
		return 0, 0
	}
	off := m.at.X + m.Rect.Min.X
	return x0 + off, x1 + off
}

// narrow limits the even range [x0, x1) to the chroma samples that a mask
// touching [from, to) reaches.
func narrow(x0, x1, from, to int) (int, int) {
	return max(x0, from&^1), min(x1, to&^1+2)
}

// paintCovered paints the item's colour through its coverage: the mask's, if
// there is one, and that of its clips.
func (p *Painter) paintCovered(dst *yuv.Frame, it *item, r image.Rectangle, mask *placed) {
	c, w := it.layer.color, it.alpha
	pair := &p.rows.luma[0]
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		x0, x1 := r.Min.X, r.Max.X
		if mask != nil {
			from, to := mask.reach(y)
			if from == to {
				continue
			}
			x0, x1 = narrow(x0, x1, from, to)
		}
		if x0 >= x1 {
			continue
		}
		for i := range pair {
			it.cover(pair[i], mask, y+i, x0, x1)
			yuv.Mask(dst.Y[(y+i)*dst.W+x0:(y+i)*dst.W+x1], pair[i][1:], c.Y, w)
		}
		n, at := (x1-x0)/2, y/2*(dst.W/2)+x0/2
		half := p.rows.chroma[0][:n]
		yuv.Halve(half, pair[0], pair[1])
		yuv.Mask(dst.U[at:at+n], half, c.U, w)
		yuv.Mask(dst.V[at:at+n], half, c.V, w)
	}
}

// paintSprite paints a sprite at its place.
func (p *Painter) paintSprite(dst *yuv.Frame, it *item, s *sprite, r image.Rectangle) {
	m := placed{Mask: &s.Mask, at: image.Pt(int(math.Floor(it.dx)), int(math.Floor(it.dy))), ink: s.ink}
	if s.colors[0] == nil {
		p.paintCovered(dst, it, r, &m)
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		from, to := m.reach(y)
		x0, x1 := narrow(r.Min.X, r.Max.X, from, to)
		if from == to || x0 >= x1 {
			continue
		}
		p.paintColored(dst, it, s, &m, y, x0, x1)
	}
}

// paintColored paints rows y and y+1 of a sprite that has its own colours. They
// are premultiplied, so that filtering them for chroma weighs each pixel's colour by
// its coverage.
func (p *Painter) paintColored(dst *yuv.Frame, it *item, s *sprite, m *placed, y, x0, x1 int) {
	n := x1 - x0
	bare := it.bare(rect(x0, y, x1, y+2))
	limit := p.rows.extra[:n+1]
	for i := range 2 {
		if !bare {
			it.cover(limit, nil, y+i, x0, x1)
		}
		for k, plane := range [4][]byte{m.A, s.colors[0], s.colors[1], s.colors[2]} {
			row := p.rows.luma[k][i][:n+1]
			m.copyRow(row, plane, y+i, x0-1)
			if !bare {
				yuv.Multiply(row, limit)
			}
			if x0 == 0 {
				row[0] = row[1]
			}
		}
		yuv.Over(dst.Y[(y+i)*dst.W+x0:(y+i)*dst.W+x1], p.rows.luma[1][i][1:], p.rows.luma[0][i][1:], it.alpha)
	}
	at, half := y/2*(dst.W/2)+x0/2, n/2
	for k := range p.rows.chroma {
		yuv.Halve(p.rows.chroma[k][:half], p.rows.luma[k][0], p.rows.luma[k][1])
	}
	yuv.Over(dst.U[at:at+half], p.rows.chroma[2], p.rows.chroma[0], it.alpha)
	yuv.Over(dst.V[at:at+half], p.rows.chroma[3], p.rows.chroma[0], it.alpha)
}

// bare reports whether the item's clips change neither the pixels of r nor those that
// their chroma mixes in.
func (it *item) bare(r image.Rectangle) bool {
	if it.round(r) {
		return false
	}
	box := toRect(r)
	box.X0 = max(0, box.X0-1)
	return it.clip.Contains(box, 0)
}

// paintShape draws the visible part of the shape as it is in this frame, and paints
// it.
func (p *Painter) paintShape(dst *yuv.Frame, it *item, r image.Rectangle) {
	d := &p.drawn[it.layer.index]
	clip := it.bounds(dst.W, dst.H).Inset(-2) // chroma mixes in the pixels beside
	want := drawnShape{clip: clip, trim: it.trim, turn: it.turn, form: it.form, dx: it.dx, dy: it.dy}
	if d.is != want {
		shape := it.layer.shape
		if len(shape.Forms) > 0 {
			path, stroke := shape.FormAt(it.form, p.formed.Path[:0]) // reuses the memory
			p.formed = *shape
			p.formed.Path, p.formed.StrokePx = path, stroke
			shape = &p.formed
		}
		p.brush.Shape(&d.mask, shape, it.trim, it.turn, it.dx, it.dy, clip)
		d.is = want
	}
	if !d.mask.Rect.Empty() {
		p.paintCovered(dst, it, r, &placed{Mask: &d.mask})
	}
}
