package check

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
)

// decodeTimeout bounds the decoding of a few frames, from the keyframe before them on.
const decodeTimeout = time.Minute

// seam checks the step from the last frame to the first.
func (l *list) seam(ctx context.Context, tool *ffmpeg.Tool, path string, p *probe.Report, v *probe.Stream, frames int) error {
	if frames < 2*(SeamNeighbours+1) || v.Width%2 != 0 || v.Height%2 != 0 {
		l.items = append(l.items, Item{ID: "seam.picture", Verdict: Skipped, Source: "giro", Message: "the video is too short for its seam to be compared with anything"})
		return nil
	}
	k := SeamNeighbours + 1
	tail, err := decodeFrames(ctx, tool, path, p, v, frames-k, k)
	if err != nil {
		return err
	}
	head, err := decodeFrames(ctx, tool, path, p, v, 0, k)
	if err != nil {
		return err
	}
	if len(tail) != k || len(head) != k {
		l.fail("seam.picture", len(tail)+len(head), 2*k, "frames", "", "not all frames around the seam can be decoded")
		return nil
	}
	shown := append(tail, head...)
	at := 0
	s, err := MeasurePicture(frames, func(int) (*yuv.Frame, error) {
		at++
		return shown[at-1], nil
	})
	if err != nil {
		return err
	}
	l.must(s.OK(), "seam.picture", s.Step, s.Limit, "levels of luma", "",
		"the picture changes by %.2f levels at the seam, and by %.2f in the middle of its neighbours", s.Step, s.Median)
	return nil
}

// decodeFrames returns up to n frames from frame first on.
func decodeFrames(ctx context.Context, tool *ffmpeg.Tool, path string, p *probe.Report, v *probe.Stream, first, n int) ([]*yuv.Frame, error) {
	in, err := ffmpeg.Source(path, p.Kind)
	if err != nil {
		return nil, err
	}
	if first > 0 {
		// Half a frame early, so that no rounding of the time skips the frame.
		in.Opts["ss"] = (float64(first) - 0.5) / v.Rate.Float()
	}
	args, err := ffmpeg.Args([]ffmpeg.Input{in}, ffmpeg.Output{URL: "pipe:1", Maps: []string{fmt.Sprintf("0:%d", v.Index)}, Opts: ffmpeg.Opts{
		"frames:v": n, "f": "rawvideo", "pix_fmt": "yuv420p", "fps_mode": "passthrough",
	}})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Grow(n * v.Width * v.Height * 3 / 2)
	if err := tool.Run(ctx, args, ffmpeg.Options{Stdout: &out, Timeout: decodeTimeout}); err != nil {
		return nil, fmt.Errorf("decode frames %d to %d of %s: %w", first, first+n, path, err)
	}
	var frames []*yuv.Frame
	for b := out.Bytes(); ; {
		f := yuv.NewFrame(v.Width, v.Height)
		if len(b) < len(f.Pix) {
			return frames, nil
		}
		b = b[copy(f.Pix, b):]
		frames = append(frames, f)
	}
}
