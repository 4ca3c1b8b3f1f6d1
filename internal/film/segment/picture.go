// Package segment cuts a video into runs of frames that are encoded on their
// own: closed groups of pictures, one encoder thread each, joined later without
// re-encoding.
//
// [Split] says where the cuts are, [Digest] names the bytes that a run of frames
// will become, and [Encoder.Encode] makes them.
package segment

import (
	"context"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
)

// Picture is where frames come from. Frames are numbered from 0; the functions
// may be called from several goroutines at once.
type Picture struct {
	Size   geom.Size // px, even
	Rate   timebase.Rate
	Frames int

	// Cuts are frames at which the content changes, in any order: the first
	// frame of a scene's entrance, the first after it. Segments begin there
	// where that leaves them long enough.
	Cuts []int

	// Digest covers all that decides the pixels of frame n, and nothing else.
	Digest func(n int) digest.Sum

	// Prepare loads what the frames of [from, to) need. It is called before they
	// are painted, and not at all for frames that are in the store. May be nil.
	Prepare func(ctx context.Context, from, to int) error

	// Painter returns a function that paints frame n over all of dst. Each
	// goroutine asks for its own.
	Painter func() (Paint, error)
}

// Paint draws all of frame n into dst. Callers read frames and do not change them, so
// that a frame that is passed again holds what Paint painted there last.
type Paint func(dst *yuv.Frame, n int) error

// Range is the half-open run of frames [From, To).
type Range struct{ From, To int }

// Len returns the number of frames.
func (r Range) Len() int { return r.To - r.From }
