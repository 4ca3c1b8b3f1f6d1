package post

import "github.com/giro-video/giro/internal/content/format"

// commonLimits returns a format with the limits on the encoded picture that hold in all
// named formats of the same canvas, safe box and frame rate. Limits on the whole file, the
// sound, the texts and the container stay those of f.
func commonLimits(f *format.Format, names []string) *format.Format {
	out := *f
	for _, name := range names {
		other, err := format.ByName(name)
		if err != nil || other.Canvas != f.Canvas || other.FPS != f.FPS || other.Safe != f.Safe || other.Strict != f.Strict {
			continue
		}
		out.MaxVideoBitrate = least(out.MaxVideoBitrate, other.MaxVideoBitrate)
		out.MaxBytes = least(out.MaxBytes, other.MaxBytes)
		out.GOPSeconds = least(out.GOPSeconds, other.GOPSeconds)
		out.BFrames = min(out.BFrames, other.BFrames)
		out.MinSeconds = max(out.MinSeconds, other.MinSeconds)
		out.MaxSeconds = least(out.MaxSeconds, other.MaxSeconds)
	}
	return &out
}

// least is the smaller of two limits, where 0 is none.
func least[T int | int64 | float64](a, b T) T {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
