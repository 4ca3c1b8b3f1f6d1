package segment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// Encoder makes segments. It may be used by several goroutines.
type Encoder struct {
	Tool     *ffmpeg.Tool
	Settings Settings

	// Patience is how long the encoder may take no frame, or need for what is left
	// after the last; 0 is stallTimeout.
	Patience time.Duration

	buffers sync.Pool // of *yuv.Frame
}

// stallTimeout is more than a minute for which somebody may stop the processes of
// a machine, and far less than what all frames together may take.
const stallTimeout = 4 * time.Minute

// frameTimeout is how long the encoder may take for one frame, the slowest preset
// at 4K on a busy machine included. startTimeout is what a process may need on top.
const (
	frameTimeout = 20 * time.Second
	startTimeout = time.Minute
)

// ErrShort says that ffmpeg took fewer frames than it was given.
var ErrShort = errors.New("the encoder stopped early")

// Encode paints the frames of r and encodes them into an MP4 file at path, which
// is replaced. It keeps two frames: one is painted while the other goes to the
// encoder. painted, which may be nil, is called for each frame that has been
// painted, from another goroutine but never twice at once; it may read the frame
// until it returns.
//
// The file is whole only if Encode returns nil; otherwise it is to be removed.
func (e *Encoder) Encode(ctx context.Context, pic *Picture, r Range, path string, painted func(f *yuv.Frame, n int)) error {
	if pic.Prepare != nil {
		if err := pic.Prepare(ctx, r.From, r.To); err != nil {
			return fmt.Errorf("prepare frames %d to %d: %w", r.From, r.To, err)
		}
	}
	paint, err := pic.Painter()
	if err != nil {
		return fmt.Errorf("prepare frames %d to %d: %w", r.From, r.To, err)
	}
	args, err := e.args(pic, r, path)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	proc, err := e.Tool.Start(ctx, args, ffmpeg.Options{
		Overwrite: true,
		Timeout:   startTimeout + time.Duration(r.Len())*frameTimeout,
	})
	if err != nil {
		return err
	}

	// A hung encoder takes no more frames, and does not end either.
	patience := cmp.Or(e.Patience, stallTimeout)
	var stalled atomic.Bool
	watch := time.AfterFunc(patience, func() { stalled.Store(true); proc.Kill() })
	defer watch.Stop()

	free := make(chan *yuv.Frame, 2)
	full := make(chan *yuv.Frame, 2)
	for range 2 {
		f := e.buffer(pic)
		defer e.buffers.Put(f)
		free <- f
	}
	painter := make(chan error, 1)
	go func() {
		defer close(full)
		painter <- paintAll(ctx, paint, r, free, full, painted)
	}()

	var writeErr error
	for f := range full {
		watch.Reset(patience)
		if writeErr == nil {
			if _, writeErr = proc.Stdin.Write(f.Pix); writeErr != nil {
				close(free) // stops the painter
			}
		}
		if writeErr == nil {
			free <- f
		}
	}
	paintErr := <-painter
	if paintErr != nil && writeErr == nil {
		proc.Kill() // otherwise ffmpeg would take the end of the pipe for the end of the video
	}
	watch.Reset(patience)
	waitErr := proc.Wait()
	switch {
	case stalled.Load() && ctx.Err() == nil:
		return fmt.Errorf("encode frames %d to %d: %w", r.From, r.To, &ffmpeg.TimeoutError{Program: "ffmpeg", Limit: patience, Err: context.DeadlineExceeded})
	case paintErr != nil && !errors.Is(paintErr, errStopped):
		return paintErr
	case waitErr != nil:
		return fmt.Errorf("encode frames %d to %d: %w", r.From, r.To, waitErr)
	case writeErr != nil:
		return fmt.Errorf("encode frames %d to %d: %w: %w", r.From, r.To, ErrShort, writeErr)
	}
	return nil
}

// buffer returns a frame of the picture's size, used before if there is one.
func (e *Encoder) buffer(pic *Picture) *yuv.Frame {
	if f, ok := e.buffers.Get().(*yuv.Frame); ok && f.W == pic.Size.W && f.H == pic.Size.H {
		return f
	}
	return yuv.NewFrame(pic.Size.W, pic.Size.H)
}

// errStopped ends the painter when the encoder takes no more frames.
var errStopped = errors.New("the encoder takes no more frames")

// paintAll paints the frames of r in order into the buffers that come from free
// and hands them on. A panic of the painter becomes an error that names the frame.
func paintAll(ctx context.Context, paint Paint, r Range, free <-chan *yuv.Frame, full chan<- *yuv.Frame,
	painted func(*yuv.Frame, int),
) (err error) {
	n := r.From
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("paint frame %d: panic: %v", n, p)
		}
	}()
	for ; n < r.To; n++ {
		var f *yuv.Frame
		var ok bool
		select {
		case <-ctx.Done():
			return ctx.Err()
		case f, ok = <-free:
			if !ok {
				return errStopped
			}
		}
		if err := paint(f, n); err != nil {
			return fmt.Errorf("paint frame %d: %w", n, err)
		}
		if painted != nil {
			painted(f, n)
		}
		full <- f
	}
	return nil
}

// The quantizers of the frames on both sides of the loop's seam. A keyframe and the
// predicted frame before it have different coding errors, and the change is visible
// when the picture does not move: at CRF 18 the decoded luma stepped by 0.44 levels in
// a still picture, where neighbours differ by 0.01, and in a drifting photo by 2.3
// times as much as between neighbours. With these quantizers the errors on both sides
// are 0.05 to 0.2 levels, and the frames before approach that gradually. This takes up
// to a megabyte in a detailed photo, and the two segments are encoded without the
// buffer model, which would save these bits again. The tests of package post check
// real videos against the limits of package check.
const (
	seamFirst  = 7  // of frame 0
	seamLast   = 4  // of the last seamFrames
	seamBefore = 12 // of as many again before them, and one
	seamFrames = 2
)

// seamZones returns x264's zones for the frames of r that meet at the seam, ""
// when r holds none of them.
func seamZones(frames int, r Range) string {
	var zones []string
	if r.From == 0 {
		zones = append(zones, fmt.Sprintf("0,0,q=%d", seamFirst))
	}
	if n := r.Len(); r.To == frames && n > 3*seamFrames+1 {
		zones = append(zones,
			fmt.Sprintf("%d,%d,q=%d", n-2*seamFrames-1, n-seamFrames-1, seamBefore),
			fmt.Sprintf("%d,%d,q=%d", n-seamFrames, n-1, seamLast))
	}
	return strings.Join(zones, "/")
}

// args returns ffmpeg's arguments.
//
// One encoder thread: as many segments at once keep as many cores busy, and no
// time is lost on handing rows from thread to thread. "stitchable" keeps x264
// from fitting the headers to the content, so that all segments of one Settings
// have the same parameter sets. The SEI message with x264's version and options
// (type 6) is removed: no player needs it, and it costs 700 bytes a segment.
//
// The file's own clock has the track's timescale: with ffmpeg's default of
// milliseconds the length of 61 frames is rounded, and the frame after the join
// comes 0.65 ms late.
func (e *Encoder) args(pic *Picture, r Range, path string) ([]string, error) {
	url, err := ffmpeg.File(path)
	if err != nil {
		return nil, err
	}
	s := e.Settings
	rate := fmt.Sprintf("%d/%d", pic.Rate.Num, pic.Rate.Den)
	x264 := []string{"stitchable=1", "open-gop=0"}
	out := ffmpeg.Opts{
		"c:v":                   "libx264",
		"preset":                s.Preset,
		"crf":                   s.CRF,
		"profile:v":             "high",
		"level:v":               level(pic.Size, pic.Rate),
		"threads":               1,
		"bf":                    s.BFrames,
		"g":                     s.GOP,
		"rc-lookahead":          s.Lookahead,
		"color_primaries":       "bt709",
		"color_trc":             "bt709",
		"colorspace":            "bt709",
		"color_range":           "tv",
		"bsf:v":                 "filter_units=remove_types=6",
		"flags:v":               "+bitexact",
		"fflags":                "+bitexact",
		"video_track_timescale": Timescale(pic.Rate.Num),
		"movie_timescale":       Timescale(pic.Rate.Num),
		"f":                     "mp4",
	}
	if s.Refs > 0 {
		out["refs"] = s.Refs
	}
	switch zones := seamZones(pic.Frames, r); {
	case zones != "":
		x264 = append(x264, "zones="+zones)
	case s.MaxRate > 0:
		out["maxrate"] = s.MaxRate
		out["bufsize"] = s.Buffer
		x264 = append(x264, fmt.Sprintf("vbv-init=%v", startFill))
	}
	out["x264-params"] = strings.Join(x264, ":")
	return ffmpeg.Args([]ffmpeg.Input{{
		URL: "pipe:0",
		Opts: ffmpeg.Opts{
			"f":               "rawvideo",
			"pixel_format":    "yuv420p",
			"video_size":      fmt.Sprintf("%dx%d", pic.Size.W, pic.Size.H),
			"framerate":       rate,
			"color_range":     "tv",
			"colorspace":      "bt709",
			"color_primaries": "bt709",
			"color_trc":       "bt709",
			// Raw frames need no probing: without these options ffmpeg reads ahead.
			"probesize":       32,
			"analyzeduration": 0,
			"fpsprobesize":    0,
		},
	}}, ffmpeg.Output{URL: url, Maps: []string{"0:v"}, Opts: out})
}

// levels are those of ITU-T H.264 annex A, table A-1, with the macroblocks that they
// allow in a frame and in a second. Their bit rates and picture buffers are above
// those of Settings.
var levels = []struct {
	name             string
	frame, perSecond int
}{
	{"3.1", 3600, 108_000},
	{"4.0", 8192, 245_760},
	{"4.2", 8704, 522_240},
	{"5.1", 36_864, 983_040},
}

// level returns the level of a stream. It is set explicitly because x264 would choose
// it by the bit rate, and segments with a higher rate could not be joined.
func level(size geom.Size, rate timebase.Rate) string {
	blocks := ((size.W + 15) / 16) * ((size.H + 15) / 16)
	for _, l := range levels {
		if blocks <= l.frame && float64(blocks)*rate.Float() <= float64(l.perSecond) {
			return l.name
		}
	}
	return "5.2"
}

// Timescale returns the ticks a second in which files count the frames of a
// rate with the given numerator: a whole number of ticks a frame, and enough of
// them that a demuxer's rounding to microseconds stays below half a tick.
func Timescale(rateNum int) int {
	t := rateNum
	for t < 10000 {
		t *= 2
	}
	return t
}
