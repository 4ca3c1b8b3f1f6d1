package segment

import (
	"slices"

	"github.com/giro-video/giro/internal/base/timebase"
)

// The length of a segment, in seconds. With shorter ones the encoder starts more
// often, which takes about 70 ms of a core, as much as encoding one frame at preset
// medium and three at veryfast. With longer ones a core has no work at the end, and a
// change in a scene makes more frames to encode again.
const (
	longest  = 3.0
	shortest = 0.5 // a cut nearer than this to the one before is left out
)

// Split returns the runs of frames that are encoded on their own. They cover
// [0, frames) without gaps and are no longer than gop, the longest distance
// between keyframes in frames (0: no rule), so that each is one group of
// pictures. They begin at cuts where those are far enough apart; what lies
// between two such cuts is divided evenly.
//
// The bounds between two cuts depend on these two alone, so that a change
// inside one scene leaves the bounds in all others where they are.
func Split(frames int, rate timebase.Rate, cuts []int, gop int) []Range {
	if frames <= 0 {
		return nil
	}
	most := max(1, rate.Frames(longest))
	if gop > 0 {
		most = min(most, gop)
	}
	least := max(1, rate.Frames(shortest))

	anchors := []int{0}
	for _, c := range slices.Sorted(slices.Values(cuts)) {
		if c-anchors[len(anchors)-1] >= least && frames-c >= least {
			anchors = append(anchors, c)
		}
	}
	anchors = append(anchors, frames)

	var out []Range
	for i, from := range anchors[:len(anchors)-1] {
		n := anchors[i+1] - from
		parts := (n + most - 1) / most
		for k := range parts {
			out = append(out, Range{from + k*n/parts, from + (k+1)*n/parts})
		}
	}
	return out
}
