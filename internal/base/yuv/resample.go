package yuv

import (
	"image"
	"math"
)

// Resampler draws a part of a frame, scaled by any factor and placed with sub-pixel
// precision. The filter is separable: each source row is filtered horizontally
// once, to 16 bits, and kept in a ring buffer; each destination row is mixed from
// the rows in the ring. A Resampler reuses its memory; the zero value is ready. It
// is not safe for concurrent use.
type Resampler struct {
	src    *Frame
	y      Axis
	planes [3]Plane
	cols   [2]columns // of luma and of chroma
	ring   ring
	row    []byte
}

// Plane is one of a frame's three planes: W by H samples, W bytes a row.
type Plane struct {
	W, H int
	Pix  []byte
}

// Plane returns plane i: 0 is Y, 1 is Cb (U), 2 is Cr (V).
func (f *Frame) Plane(i int) Plane {
	switch i {
	case 0:
		return Plane{f.W, f.H, f.Y}
	case 1:
		return Plane{f.W / 2, f.H / 2, f.U}
	}
	return Plane{f.W / 2, f.H / 2, f.V}
}

// Row returns columns [x0, x1) of row y.
func (p Plane) Row(y, x0, x1 int) []byte { return p.Pix[y*p.W+x0 : y*p.W+x1 : y*p.W+x1] }

// The nominal range of luma and chroma. Values beyond it, which the filter makes at
// sharp edges, are clamped, as a display does.
const nominalLow = 16

func nominalHigh(plane int) byte {
	if plane == 0 {
		return 235
	}
	return 240
}

// RowSink receives the rows of a plane as they are made: px holds row y from column
// x on, and is valid only during the call.
type RowSink interface {
	Row(plane, y, x int, px []byte)
}

// Aim sets what is drawn: x and y map luma samples of the destination to luma
// samples of src. Draw and Rows may then ask for columns in [x0, x1); x0 and x1 are
// even.
func (r *Resampler) Aim(src *Frame, x, y Axis, x0, x1 int) {
	r.src, r.y = src, y
	for i := range r.planes {
		r.planes[i] = src.Plane(i)
	}
	r.cols[0].set(x, x0, x1, src.W)
	r.cols[1].set(x.ChromaX(), x0/2, x1/2, src.W/2)
}

// Draw paints the luma rectangle rect, whose edges are even, into dst.
func (r *Resampler) Draw(dst *Frame, rect image.Rectangle) {
	for i := range r.planes {
		p := dst.Plane(i)
		r.run(i, planeRect(i, rect), &p, nil)
	}
}

// Rows hands the rows of one plane of the luma rectangle rect, whose edges are
// even, to sink, from the top to the bottom.
func (r *Resampler) Rows(plane int, rect image.Rectangle, sink RowSink) {
	r.run(plane, planeRect(plane, rect), nil, sink)
}

func planeRect(plane int, r image.Rectangle) image.Rectangle {
	if plane == 0 {
		return r
	}
	return image.Rect(r.Min.X/2, r.Min.Y/2, r.Max.X/2, r.Max.Y/2)
}

// run makes the rows of rect, in samples of the plane, and writes them to dst
// or gives them to sink.
func (r *Resampler) run(plane int, rect image.Rectangle, dst *Plane, sink RowSink) {
	if rect.Empty() {
		return
	}
	axis, cols, src := r.y, &r.cols[min(plane, 1)], r.planes[plane]
	if plane > 0 {
		axis = axis.ChromaY()
	}
	if r.copyStill(plane, rect, cols, axis, src, dst, sink) {
		return
	}
	t := newTaps(axis)
	g0, g1 := (rect.Min.X-cols.x0)/group, (rect.Max.X-cols.x0+group-1)/group
	r.ring.reset(t.n, (g1-g0)*group)
	skip := rect.Min.X - cols.x0 - g0*group
	hi := nominalHigh(plane)
	if need := rect.Dx() + 2*group; len(r.row) < need {
		r.row = make([]byte, need)
	}
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		first := r.ring.setWeights(&t, y)
		for k := range t.n {
			row := min(max(first+k, 0), src.H-1)
			r.ring.rows[k] = r.ring.get(row, cols, src, g0, g1)[skip:]
		}
		out := r.row[:rect.Dx()]
		if sink == nil {
			out = dst.Row(y, rect.Min.X, rect.Max.X)
		}
		r.ring.mix(out, nominalLow, hi)
		if sink != nil {
			sink.Row(plane, y, rect.Min.X, out)
		}
	}
}

// copyStill copies instead of resampling, where the samples asked for are the
// source's own; it reports whether that is so.
func (r *Resampler) copyStill(plane int, rect image.Rectangle, cols *columns, axis Axis, src Plane, dst *Plane, sink RowSink) bool {
	dx, okX := cols.axis.still()
	dy, okY := axis.still()
	if !okX || !okY || rect.Min.X+dx < 0 || rect.Max.X+dx > src.W {
		return false
	}
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		row := src.Row(min(max(y+dy, 0), src.H-1), rect.Min.X+dx, rect.Max.X+dx)
		if sink != nil {
			sink.Row(plane, y, rect.Min.X, row)
		} else {
			copy(dst.Row(y, rect.Min.X, rect.Max.X), row)
		}
	}
	return true
}

// group is the number of columns that the horizontal filter makes at a time.
const group = 16

// columns is the horizontal filter of a plane, for destination columns
// [x0, x0+n) in groups of 16; the last group is filled up.
type columns struct {
	axis    Axis
	x0, n   int
	taps    int
	first   []int32 // first source column of each destination column; may be negative
	weights []int16 // taps for each destination column
	srcW    int
	gather  gather
}

func (c *columns) set(a Axis, x0, x1, srcW int) {
	n := (x1 - x0 + group - 1) / group * group
	if c.axis == a && c.x0 == x0 && c.n == n && c.srcW == srcW && !c.gather.stale() {
		return
	}
	c.axis, c.x0, c.n, c.srcW = a, x0, n, srcW
	t := newTaps(a)
	c.taps = t.n
	c.first = grow(c.first, n)
	c.weights = grow(c.weights, n*t.n)
	for i := range n {
		c.first[i] = int32(max(math.MinInt32/2, min(math.MaxInt32/2, t.at(x0+i, c.weights[i*t.n:(i+1)*t.n]))))
	}
	c.gather.build(c)
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// Between the two filters a value v is held in 16 bits as (v-128)*128. The
// magnitudes of each filter's weights sum to less than 1.3, so the largest magnitude
// that can occur is 128*128*1.3*1.3.
const (
	midBits  = 7
	midPoint = 128
)

// acrossGo filters one source row for groups [g0, g1).
func (c *columns) acrossGo(dst []int16, src []byte, g0, g1 int) {
	const shift = unitBits - midBits
	const start = 1<<(shift-1) - midPoint<<unitBits
	src = src[:c.srcW]
	last := len(src) - 1
	for i := g0 * group; i < g1*group; i++ {
		sum := start
		first := int(c.first[i])
		w := c.weights[i*c.taps : (i+1)*c.taps : (i+1)*c.taps]
		if len(w) == 4 && first >= 0 && first+3 <= last { // the same without bounds
			p := src[first : first+4 : first+4]
			sum += int(w[0])*int(p[0]) + int(w[1])*int(p[1]) + int(w[2])*int(p[2]) + int(w[3])*int(p[3])
		} else {
			for k, wt := range w {
				sum += int(wt) * int(src[min(max(first+k, 0), last)])
			}
		}
		dst[i-g0*group] = int16(sum >> shift) //nolint:gosec // see midBits
	}
}

// ring keeps the horizontally filtered rows that the vertical filter needs.
type ring struct {
	taps    int
	weights []int16   // of the row that is made: Weight, not units
	rows    [][]int16 // the rows to mix, one a tap
	slots   [][]int16 // slot i%len holds source row held[i%len]
	held    []int
}

// ringPad lets the mixing read whole vectors past the end of a row.
const ringPad = 32

func (r *ring) reset(taps, width int) {
	r.taps = taps
	r.weights = grow(r.weights, taps)
	r.rows = grow(r.rows, taps)
	// One more than the taps: rows are filtered in pairs, ahead of their use.
	r.held = grow(r.held, taps+1)
	r.slots = grow(r.slots, taps+1)
	for i := range r.held {
		r.held[i] = -1
		r.slots[i] = grow(r.slots[i], width+ringPad)
	}
}

// get returns a source row, filtered for groups [g0, g1).
func (r *ring) get(row int, cols *columns, src Plane, g0, g1 int) []int16 {
	slot := row % len(r.slots)
	if r.held[slot] == row {
		return r.slots[slot]
	}
	r.held[slot] = row
	if next := (row + 1) % len(r.slots); row+1 < src.H && r.held[next] != row+1 {
		// The next row overwrites the oldest one, which is no longer needed.
		r.held[next] = row + 1
		cols.across2(r.slots[slot], r.slots[next], src.Row(row, 0, src.W), src.Row(row+1, 0, src.W), g0, g1)
	} else {
		cols.across(r.slots[slot], src.Row(row, 0, src.W), g0, g1)
	}
	return r.slots[slot]
}

// setWeights sets the weights for destination row y and returns the first source
// row. A weight of 1 becomes One, which leaves rows as they are.
func (r *ring) setWeights(t *taps, y int) (first int) {
	first = t.at(y, r.weights)
	for k, w := range r.weights {
		r.weights[k] = int16(min(2*int32(w), int32(One))) //nolint:gosec // at most One
	}
	return first
}

// mixGo is the vertical filter: it rounds each row's share to 1/128 of a level, their
// sum to a whole level, and clamps to [lo, hi].
func (r *ring) mixGo(dst []byte, lo, hi byte) {
	const half = 1 << (midBits - 1)
	low, high := int32(lo)-midPoint, int32(hi)-midPoint
	if len(r.weights) == 4 { // the same without the inner loop
		n := len(dst)
		a, b, c, d := r.rows[0][:n], r.rows[1][:n], r.rows[2][:n], r.rows[3][:n]
		w0, w1, w2, w3 := Weight(r.weights[0]), Weight(r.weights[1]), Weight(r.weights[2]), Weight(r.weights[3])
		for i := range dst {
			sum := half + times(int32(a[i]), w0) + times(int32(b[i]), w1) + times(int32(c[i]), w2) + times(int32(d[i]), w3)
			dst[i] = byte(min(max(sum>>midBits, low), high) + midPoint) //nolint:gosec // clamped
		}
		return
	}
	for i := range dst {
		sum := int32(half)
		for k, w := range r.weights {
			sum += times(int32(r.rows[k][i]), Weight(w))
		}
		dst[i] = byte(min(max(sum>>midBits, low), high) + midPoint) //nolint:gosec // clamped
	}
}
