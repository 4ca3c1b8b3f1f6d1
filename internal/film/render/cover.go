package render

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/film/check"
)

// The JPEG qualities of the cover, tried in this order until the file is as small as
// the format requires. 92 shows no blocks around letters; a frame of noise has 3 MB at
// 92, so that only larger canvases reach the limit of 8 MB.
var coverQualities = []int{92, 85, 75, 60}

// coverMaxBytes is the limit for formats that state none (Instagram's is 8 MB).
const coverMaxBytes = 8_000_000

const (
	coverVersion = "cover 1"
	seamVersion  = "seam 1"
)

// extras are made from single frames: the cover and the measurement of the seam.
type extras struct {
	cover []byte
	seam  check.PictureSeam
}

// makeExtras returns the cover and the seam. Both are stored by the digests of
// the frames that they are made from.
func (j *Job) makeExtras(ctx context.Context) (extras, error) {
	p := &j.Picture
	frames := check.SeamFrames(p.Frames)
	w := digest.New(seamVersion)
	for _, n := range frames {
		w.Sum(p.Digest(n))
	}
	seamKey := w.Done()
	w = digest.New(coverVersion)
	w.Int(p.Size.W)
	w.Int(p.Size.H)
	w.Int(int(j.coverLimit()))
	w.Sum(p.Digest(0))
	coverKey := w.Done()

	var out extras
	facts, err := j.read(seamKey, suffixFacts)
	haveSeam := err == nil && json.Unmarshal(facts, &out.seam) == nil
	haveCover := j.Cover == ""
	if !haveCover {
		out.cover, err = j.read(coverKey, suffixCover)
		haveCover = err == nil
	}
	if haveSeam && haveCover {
		return out, nil
	}

	brush, err := j.newBrush(ctx)
	if err != nil {
		return extras{}, err
	}
	if !haveCover {
		f, err := brush(0)
		if err != nil {
			return extras{}, err
		}
		if out.cover, err = encodeCover(f, j.coverLimit()); err != nil {
			return extras{}, err
		}
		if err := j.Store.Write(coverKey, suffixCover, out.cover); err != nil {
			return extras{}, storeError(j.Store.Dir(), err)
		}
	}
	if !haveSeam {
		if out.seam, err = check.MeasurePicture(p.Frames, brush); err != nil {
			return extras{}, err
		}
		if facts, err = json.Marshal(out.seam); err != nil {
			return extras{}, fmt.Errorf("write what was measured on the seam: %w", err)
		}
		if err := j.Store.Write(seamKey, suffixFacts, facts); err != nil {
			return extras{}, storeError(j.Store.Dir(), err)
		}
	}
	return out, nil
}

// newBrush returns a function that paints single frames into two buffers in turn.
func (j *Job) newBrush(ctx context.Context) (func(n int) (*yuv.Frame, error), error) {
	p := &j.Picture
	paint, err := p.Painter()
	if err != nil {
		return nil, err
	}
	var buffers [2]*yuv.Frame
	for i := range buffers {
		buffers[i] = yuv.NewFrame(p.Size.W, p.Size.H)
	}
	turn := 0
	return func(n int) (*yuv.Frame, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if p.Prepare != nil {
			if err := p.Prepare(ctx, n, n+1); err != nil {
				return nil, fmt.Errorf("prepare frame %d: %w", n, err)
			}
		}
		turn = 1 - turn
		if err := paint(buffers[turn], n); err != nil {
			return nil, fmt.Errorf("paint frame %d: %w", n, err)
		}
		return buffers[turn], nil
	}, nil
}

func (j *Job) coverLimit() int64 {
	if j.Format.CoverMaxBytes > 0 {
		return j.Format.CoverMaxBytes
	}
	return coverMaxBytes
}

var errCover = errors.New("the cover does not fit")

// encodeCover returns the frame as a JPEG file of at most limit bytes.
func encodeCover(f *yuv.Frame, limit int64) ([]byte, error) {
	rgb := yuv.ToRGB(f)
	// An opaque picture is the same premultiplied, and image/jpeg has a fast path
	// for this type only.
	img := &image.RGBA{Pix: rgb.Pix, Stride: rgb.Stride, Rect: rgb.Rect}
	for _, q := range coverQualities {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: q}); err != nil {
			return nil, fmt.Errorf("encode the cover: %w", err)
		}
		if int64(b.Len()) <= limit {
			return b.Bytes(), nil
		}
	}
	return nil, fmt.Errorf("%w: more than %d bytes", errCover, limit)
}
