//go:build !amd64

package yuv

// useAVX2 exists for the tests, which turn it off to compare; here there is only the
// Go version.
var useAVX2 = false

func fillRow(dst []byte, v byte)                        { fillGo(dst, v) }
func lerpRow(dst, src []byte, w Weight)                 { lerpGo(dst, src, w) }
func lerpColorRow(dst []byte, v byte, w Weight)         { lerpColorGo(dst, v, w) }
func maskRow(dst, cover []byte, v byte)                 { maskGo(dst, cover, v) }
func maskWeightRow(dst, cover []byte, v byte, w Weight) { maskWeightGo(dst, cover, v, w) }
func maskSrcRow(dst, src, cover []byte, w Weight)       { maskSrcGo(dst, src, cover, w) }
func overRow(dst, pre, cover []byte, w Weight)          { overGo(dst, pre, cover, w) }
func multiplyRow(dst, by []byte)                        { multiplyGo(dst, by) }
func halveRow(dst, a, b []byte)                         { halveGo(dst, a, b) }
func ditherRow(dst []byte, pattern []int16, v byte, w Weight) {
	ditherGo(dst, pattern, v, w)
}

// gather is the form of columns that the vector kernels read; it is empty here.
type gather struct{}

func (gather) build(*columns) {}
func (gather) stale() bool    { return false }

func (c *columns) across(dst []int16, src []byte, g0, g1 int) { c.acrossGo(dst, src, g0, g1) }
func (c *columns) across2(dst0, dst1 []int16, src0, src1 []byte, g0, g1 int) {
	c.acrossGo(dst0, src0, g0, g1)
	c.acrossGo(dst1, src1, g0, g1)
}
func (r *ring) mix(dst []byte, lo, hi byte) { r.mixGo(dst, lo, hi) }
