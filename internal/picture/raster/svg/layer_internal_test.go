package svg

import (
	"math"
	"testing"
)

// over agrees with the arithmetic of real numbers for every shade of what lies
// below, and never wraps around.
func TestOver(t *testing.T) {
	steps := []float64{0, 0.001, 0.2, 0.499, 0.5, 0.77, 0.998, 1}
	for shadeBelow := range 256 {
		d := uint8(shadeBelow)
		for _, alpha := range steps {
			for _, shade := range steps {
				for _, share := range steps {
					below := float64(d) / 255
					pix := []uint8{d, d, d, 255}
					over(pix, premultiply(rgb{shade, shade, shade, alpha}), uint32(math.Round(share*0xffff)))
					want := 255 * (below*(1-alpha*share) + shade*alpha*share)
					if math.Abs(float64(pix[0])-want) > 0.6 || pix[3] != 255 {
						t.Fatalf("%d under %.3f of colour %.3f with alpha %.3f: %d, alpha %d, want %.2f",
							d, share, shade, alpha, pix[0], pix[3], want)
					}
				}
			}
		}
	}
}
