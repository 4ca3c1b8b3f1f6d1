package yuv

// window is the number of source bytes that one gather reads.
const window = 16

// gather is the horizontal filter in the form that the kernels read. Of each
// group of 16 pixels there are four windows of 16 source bytes, one for four
// pixels. offsets holds the four windows' places in the source row. table holds,
// for windows 0 and 2 and then for 1 and 3, for each pair of taps: 32 bytes that
// spread the pair to 16-bit words (VPSHUFB), and 32 bytes of weights.
type gather struct {
	ok      bool // the filter fits this form
	avx2    bool // useAVX2 when it was built
	offsets []int32
	table   []byte
}

// stale reports whether the choice of kernels changed since build.
func (g *gather) stale() bool { return g.avx2 != useAVX2 }

// build makes the table. Filters of more than 8 taps, or whose four pixels reach
// over more than 16 source bytes, are left to the Go version, as are sources
// narrower than a window.
func (g *gather) build(c *columns) {
	g.avx2 = useAVX2
	g.ok = useAVX2 && c.taps <= 8 && c.srcW >= window
	if !g.ok {
		return
	}
	g.offsets = grow(g.offsets, c.n/4)
	g.table = grow(g.table, c.n*c.taps*4)
	last := int32(c.srcW - 1) //nolint:gosec // a picture's width
	taps := int32(c.taps)     //nolint:gosec // 4, 6 or 8
	half := c.taps / 2 * 64   // bytes for two windows
	for i := 0; i < c.n; i += 4 {
		lo := min(max(c.first[i], 0), last)
		hi := min(max(c.first[i+3]+taps-1, 0), last)
		base := min(lo, last+1-window)
		if hi-base >= window {
			g.ok = false
			return
		}
		g.offsets[i/4] = base
		w := i / 4 % 4 // window of its group
		at := i/group*2*half + w%2*half + w/2*16
		for px := range 4 {
			first := c.first[i+px]
			weights := c.weights[(i+px)*c.taps:][:c.taps]
			for k, wt := range weights {
				// Word k%2 of the pixel's four bytes, in the block of pair k/2.
				p := g.table[at+k/2*64+px*4+k%2*2:]
				p[0] = byte(min(max(first+int32(k), 0), last) - base) //nolint:gosec // under 16
				p[1] = 0x80                                           // VPSHUFB: a zero byte
				p[32] = byte(wt)                                      //nolint:gosec // the low byte
				p[33] = byte(wt >> 8)                                 //nolint:gosec // the high byte
			}
		}
	}
}

// across filters one source row for groups [g0, g1).
func (c *columns) across(dst []int16, src []byte, g0, g1 int) {
	g := &c.gather
	if !g.ok || g1 <= g0 {
		c.acrossGo(dst, src, g0, g1)
		return
	}
	_, _ = dst[(g1-g0)*group-1], src[c.srcW-1]
	table, offsets, n := &g.table[g0*group*c.taps*4], &g.offsets[g0*4], g1-g0
	switch c.taps {
	case 4:
		across4AVX2(&dst[0], &src[0], table, offsets, n)
	case 6:
		across6AVX2(&dst[0], &src[0], table, offsets, n)
	default:
		across8AVX2(&dst[0], &src[0], table, offsets, n)
	}
}

// across2 filters two source rows for groups [g0, g1). It is faster than two calls
// of across because it reads the table once for both rows.
func (c *columns) across2(dst0, dst1 []int16, src0, src1 []byte, g0, g1 int) {
	g := &c.gather
	if !g.ok || g1 <= g0 {
		c.acrossGo(dst0, src0, g0, g1)
		c.acrossGo(dst1, src1, g0, g1)
		return
	}
	_, _, _, _ = dst0[(g1-g0)*group-1], src0[c.srcW-1], dst1[(g1-g0)*group-1], src1[c.srcW-1]
	table, offsets, n := &g.table[g0*group*c.taps*4], &g.offsets[g0*4], g1-g0
	switch c.taps {
	case 4:
		twice4AVX2(&dst0[0], &dst1[0], &src0[0], &src1[0], table, offsets, n)
	case 6:
		twice6AVX2(&dst0[0], &dst1[0], &src0[0], &src1[0], table, offsets, n)
	default:
		twice8AVX2(&dst0[0], &dst1[0], &src0[0], &src1[0], table, offsets, n)
	}
}

// mix makes one destination row from the rows of the ring.
func (r *ring) mix(dst []byte, lo, hi byte) {
	if !useAVX2 || r.taps > 8 {
		r.mixGo(dst, lo, hi)
		return
	}
	var rows [8]*int16
	for k, row := range r.rows {
		_ = row[(len(dst)+vector-1)/vector*vector-1]
		rows[k] = &row[0]
	}
	n := len(dst) / vector * vector
	if n > 0 {
		r.mixAVX2(&dst[0], &rows, n, lo, hi)
	}
	if n < len(dst) {
		var tail [vector]byte
		for k, row := range r.rows {
			rows[k] = &row[n]
		}
		r.mixAVX2(&tail[0], &rows, vector, lo, hi)
		copy(dst[n:], tail[:])
	}
}

func (r *ring) mixAVX2(dst *byte, rows *[8]*int16, n int, lo, hi byte) {
	switch r.taps {
	case 4:
		mix4AVX2(dst, &rows[0], &r.weights[0], n, lo, hi)
	case 6:
		mix6AVX2(dst, &rows[0], &r.weights[0], n, lo, hi)
	default:
		mix8AVX2(dst, &rows[0], &r.weights[0], n, lo, hi)
	}
}
