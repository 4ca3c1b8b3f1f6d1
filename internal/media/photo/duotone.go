package photo

import (
	"math"

	"github.com/giro-video/giro/internal/base/srgb"
)

const (
	duotoneCut   = 0.01 // of the pixels, at either end, that may lie outside the range
	duotoneGamma = 0.92 // lightens the middle tones a little
)

// applyDuotone maps the opaque NRGBA pixels between two colours by their grey.
func applyDuotone(pix []uint8, colors [2]srgb.Color) {
	var histogram [256]int
	for i := 0; i+4 <= len(pix); i += 4 {
		g := grey(pix[i], pix[i+1], pix[i+2])
		pix[i] = g
		histogram[g]++
	}
	table := duotoneTable(histogram, colors)
	for i := 0; i+4 <= len(pix); i += 4 {
		c := table[pix[i]]
		pix[i], pix[i+1], pix[i+2] = c.R, c.G, c.B
	}
}

// grey returns the luma of Rec. ITU-R BT.601, rounded.
func grey(r, g, b uint8) uint8 {
	return uint8((19595*uint32(r) + 38470*uint32(g) + 7471*uint32(b) + 1<<15) >> 16) //nolint:gosec // the factors sum to 1<<16
}

// duotoneTable returns the colour of each grey. The greys are stretched so that
// one percent of the pixels clips at either end, raised to duotoneGamma, and
// mapped on the straight line between the colours: colors[0] stands for black
// and colors[1] for white, so nothing is lighter than the lighter of them.
func duotoneTable(histogram [256]int, colors [2]srgb.Color) [256]srgb.Color {
	total := 0
	for _, n := range histogram {
		total += n
	}
	cut := int(float64(total) * duotoneCut)
	lo, hi := 0, 255
	for n := histogram[lo]; n <= cut && lo < 255; n += histogram[lo] {
		lo++
	}
	for n := histogram[hi]; n <= cut && hi > 0; n += histogram[hi] {
		hi--
	}
	var table [256]srgb.Color
	for v := range table {
		t := float64(v) / 255 // a flat picture has nothing to stretch
		if hi > lo {
			t = min(1, max(0, float64(v-lo)/float64(hi-lo)))
		}
		table[v] = srgb.Mix(colors[0], colors[1], math.Pow(t, duotoneGamma))
	}
	return table
}
