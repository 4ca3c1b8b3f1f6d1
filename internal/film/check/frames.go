package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/media/ffmpeg"
	"github.com/giro-video/giro/internal/media/probe"
	"github.com/giro-video/giro/internal/media/sniff"
)

// decodeTimeout bounds the decoding of a few frames, from the keyframe before them on.
const decodeTimeout = time.Minute

// An encoder starts every group of pictures afresh: the coding error of a keyframe is
// independent of that of the frame before. So even where the painted picture does not
// change, the decoded one steps: by 0.1 levels on flat colour, by 0.6 on a photo at
// CRF 18, by 1.7 at CRF 26. The first frame is a keyframe too. A seam that exceeds its
// limit by no more than other keyframes of the video do is caused by coding, not by
// the loop, and gives only a warning.
const (
	nearKeyframes  = 2   // keyframes that are measured on each side of the seam
	keyframeFactor = 1.5 // by which one differs from the next
	keyframeMost   = 3.0 // levels; more is a cut on a keyframe, or bad coding
)

// seam checks the step from the last decoded frame to the first. painted may be nil;
// for a design with a cut there, such as alert, the step must equal the painted one.
func (l *list) seam(ctx context.Context, tool *ffmpeg.Tool, path string, p *probe.Report, v *probe.Stream, frames int, painted *PictureSeam) error {
	if frames < 2*(SeamNeighbours+1) || v.Width%2 != 0 || v.Height%2 != 0 {
		l.items = append(l.items, Item{
			ID: "seam.picture", Verdict: Skipped, Source: "giro", Message: diag.T("the video is too short for its seam to be compared with anything"),
		})
		return nil
	}
	d := &decoder{tool: tool, path: path, kind: p.Kind, stream: v, frames: frames}
	s, err := d.around(ctx, 0)
	if errors.Is(err, errFewFrames) {
		l.fail("seam.picture", frames, frames, "frames", "", diag.T("not all frames around the seam can be decoded"))
		return nil
	}
	if err != nil {
		return err
	}
	verdict, step, limit := Fail, round2(s.Step), round2(s.Limit)
	message := diag.T("the picture changes by %.2f levels at the seam, and by %.2f in the middle of its neighbours", s.Step, s.Median)
	if painted != nil && !painted.OK() {
		message = diag.T("%s; the design cuts there, by %.2f", message, painted.Step)
		l.must(math.Abs(s.Step-painted.Step) <= keyframeMost, "seam.picture", step, round2(painted.Step), "levels of luma", "", "%s", message)
		return nil
	}
	if !s.OK() {
		usual, err := d.usualExcess(ctx)
		if err != nil {
			return err
		}
		if s.Step <= s.Limit+min(keyframeFactor*usual, keyframeMost) {
			verdict = Warn
			message = diag.T("%s; at its keyframes it changes by %.2f more than at others", message, usual)
		}
	}
	l.add(s.OK(), verdict, "seam.picture", step, limit, "levels of luma", "", message)
	return nil
}

// decoder takes single frames out of a video.
type decoder struct {
	tool   *ffmpeg.Tool
	path   string
	kind   sniff.Kind
	stream *probe.Stream
	frames int
}

// errFewFrames says that fewer frames could be decoded than there are packets.
var errFewFrames = errors.New("frames are missing")

// around measures the step onto frame n, as if it were the first of the loop.
func (d *decoder) around(ctx context.Context, n int) (PictureSeam, error) {
	const k = SeamNeighbours + 1
	var shown []*yuv.Frame
	for _, from := range []int{(n - k + d.frames) % d.frames, n} {
		part, err := d.decode(ctx, from, k)
		if err != nil {
			return PictureSeam{}, err
		}
		if len(part) != k {
			return PictureSeam{}, fmt.Errorf("%w: %d of %d from frame %d on", errFewFrames, len(part), k, from)
		}
		shown = append(shown, part...)
	}
	at := 0
	return MeasurePicture(d.frames, func(int) (*yuv.Frame, error) {
		at++
		return shown[at-1], nil
	})
}

// usualExcess returns by how much the step at a keyframe exceeds that of its
// neighbours: the median of the keyframes near the seam, so that one which is also a
// cut does not count. It is 0 when there are none.
func (d *decoder) usualExcess(ctx context.Context) (float64, error) {
	keys, err := d.keyframes(ctx)
	if err != nil {
		return 0, err
	}
	const k = SeamNeighbours + 1
	keys = slices.DeleteFunc(keys, func(n int) bool { return n < k || n > d.frames-k })
	if len(keys) > 2*nearKeyframes {
		keys = slices.Concat(keys[:nearKeyframes], keys[len(keys)-nearKeyframes:])
	}
	var excess []float64
	for _, n := range keys {
		s, err := d.around(ctx, n)
		if errors.Is(err, errFewFrames) {
			continue
		}
		if err != nil {
			return 0, err
		}
		excess = append(excess, max(0, s.Step-s.Median))
	}
	if len(excess) == 0 {
		return 0, nil
	}
	slices.Sort(excess)
	return (excess[(len(excess)-1)/2] + excess[len(excess)/2]) / 2, nil
}

// keyframes returns the numbers of the video's keyframes, counted as shown.
func (d *decoder) keyframes(ctx context.Context) ([]int, error) {
	in, err := ffmpeg.Source(d.path, d.kind)
	if err != nil {
		return nil, err
	}
	args, err := in.ProbeArgs()
	if err != nil {
		return nil, err
	}
	options := []string{"-select_streams", strconv.Itoa(d.stream.Index), "-show_entries", "packet=pts,flags", "-of", "csv=p=0"}
	var out bytes.Buffer
	if err := d.tool.Probe(ctx, append(options, args...), ffmpeg.Options{Stdout: &out, Timeout: decodeTimeout}); err != nil {
		return nil, fmt.Errorf("list the keyframes of %s: %w", d.path, err)
	}
	var times, keys []int
	for line := range strings.Lines(out.String()) {
		pts, flags, _ := strings.Cut(strings.TrimSpace(line), ",")
		t, err := strconv.Atoi(pts)
		if err != nil {
			continue // "N/A"
		}
		times = append(times, t)
		if strings.HasPrefix(flags, "K") {
			keys = append(keys, t)
		}
	}
	slices.Sort(times)
	slices.Sort(keys)
	for i, t := range keys {
		keys[i], _ = slices.BinarySearch(times, t)
	}
	return keys, nil
}

// decode returns up to n frames from frame first on.
func (d *decoder) decode(ctx context.Context, first, n int) ([]*yuv.Frame, error) {
	in, err := ffmpeg.Source(d.path, d.kind)
	if err != nil {
		return nil, err
	}
	if first > 0 {
		// Half a frame early, so that no rounding of the time skips the frame.
		in.Opts["ss"] = (float64(first) - 0.5) / d.stream.Rate.Float()
	}
	args, err := ffmpeg.Args([]ffmpeg.Input{in}, ffmpeg.Output{
		URL: "pipe:1", Maps: []string{fmt.Sprintf("0:%d", d.stream.Index)},
		Opts: ffmpeg.Opts{"frames:v": n, "f": "rawvideo", "pix_fmt": "yuv420p", "fps_mode": "passthrough"},
	})
	if err != nil {
		return nil, err
	}
	w, h := d.stream.Width, d.stream.Height
	var out bytes.Buffer
	out.Grow(n * w * h * 3 / 2)
	if err := d.tool.Run(ctx, args, ffmpeg.Options{Stdout: &out, Timeout: decodeTimeout}); err != nil {
		return nil, fmt.Errorf("decode frames %d to %d of %s: %w", first, first+n, d.path, err)
	}
	var frames []*yuv.Frame
	for b := out.Bytes(); len(b) >= w*h*3/2; {
		f := yuv.NewFrame(w, h)
		b = b[copy(f.Pix, b):]
		frames = append(frames, f)
	}
	return frames, nil
}
