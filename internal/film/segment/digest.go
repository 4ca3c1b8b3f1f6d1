package segment

import (
	"github.com/giro-video/giro/internal/base/digest"
)

// version changes when the same inputs would give other bytes.
const version = "segment 5"

// Key returns the digest that names the encoded segment r of pic. A stored
// segment may be used in place of a new one when and only when their keys are
// equal. The key covers:
//
//   - the number of frames, and Picture.Digest of each in its order: not the
//     place of the segment in the video, so that a scene that only moved keeps
//     its segments; only whether it is the first or the last one, which meet at
//     the seam and are encoded finer there;
//   - the size of the frames and their rate;
//   - all of Settings, and through version the fixed arguments of the encoder;
//   - the version of ffmpeg as it prints it.
//
// The key does not cover the version of the x264 library, which distributions update
// apart from ffmpeg. Segments of two versions may be joined in one video as long as
// their parameter sets are the same; package render checks that.
func (e *Encoder) Key(pic *Picture, r Range) digest.Sum {
	w := digest.New(version)
	w.Int(pic.Size.W)
	w.Int(pic.Size.H)
	w.Int(pic.Rate.Num)
	w.Int(pic.Rate.Den)
	e.Settings.appendDigest(w)
	w.String(e.Tool.Version.Text)
	w.Int(r.Len())
	w.Bool(r.From == 0)
	w.Bool(r.To == pic.Frames)
	for n := r.From; n < r.To; n++ {
		w.Sum(pic.Digest(n))
	}
	return w.Done()
}
