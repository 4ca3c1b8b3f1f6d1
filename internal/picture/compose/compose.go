// Package compose makes the frames of a timeline: frame n of a plan, in the
// encoder's own format.
//
// A frame is made in four steps. The plan is evaluated at n to a display list: which
// items are visible, where, at which opacity (list.go). The parts under opaque items
// are removed (region.go). Each item is painted from an asset that is made once, when
// first needed, and shared by all painters: a photo at the size that its motion
// needs, the coverage of a line of text (asset.go, sprite.go). Parts that are equal to
// those of an earlier frame in the same buffer are not painted again (painter.go).
//
// Everything happens in Y'CbCr 4:2:0. An item that covers a fraction a of a pixel
// moves its luma by a towards the item's; the fraction for a chroma sample is the
// mean over the six pixels around it, weighted 1, 2, 1 across and equally down, as
// the siting of chroma requires (package yuv); before the first column that column is
// repeated. The reference in the tests computes the same in floating point.
package compose

import (
	"errors"
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
)

// Version counts the changes to this package, or to those that it draws with,
// that change the pixels of a frame. It is part of every Digest.
const Version = "2"

// Assets are the media that a plan refers to.
type Assets struct {
	// Photo returns the part crop of a photo, in source pixels after EXIF
	// orientation, scaled to w by h pixels (even) and converted to BT.709,
	// with the photo's duotone applied.
	Photo func(p *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error)
	// Bitmap returns the bytes of a logo or icon.
	Bitmap func(source string) ([]byte, error)
}

// Composer makes the frames of one plan. It is safe for use by several
// goroutines; each of them paints with a Painter of its own.
type Composer struct {
	plan   *timeline.Plan
	assets Assets
	w, h   int
	frames int
	ground layer
	scenes []scene
	layers int // number of layers, the ground included
}

// scene is a scene of the plan with what is derived from it.
type scene struct {
	*timeline.Scene
	index  int
	layers []layer
}

// New returns the composer of a plan. It loads nothing; it fails when the plan
// is not one that can be drawn.
func New(plan *timeline.Plan, a Assets) (*Composer, error) {
	c := &Composer{plan: plan, assets: a, w: plan.Size.W, h: plan.Size.H, frames: plan.Grid.Frames}
	if c.w <= 0 || c.h <= 0 || c.w%2 != 0 || c.h%2 != 0 || c.w > maxSide || c.h > maxSide {
		return nil, fmt.Errorf("compose %s: the canvas of %dx%d px is not even and at most %d px", plan.Template, c.w, c.h, maxSide)
	}
	if c.frames <= 0 {
		return nil, fmt.Errorf("compose %s: the loop has %d frames", plan.Template, c.frames)
	}
	fill := timeline.Fill{Color: plan.Ground}
	c.ground = layer{
		Layer: &timeline.Layer{Name: "ground", Box: plan.Size.Bounds(), Paint: &fill},
		kind:  kindFill, color: yuv.FromSRGB(plan.Ground),
	}
	c.ground.sum = c.ground.digest()
	c.layers = 1
	pictures := pictureSet{}
	c.scenes = make([]scene, len(plan.Scenes))
	for i := range plan.Scenes {
		s := &plan.Scenes[i]
		c.scenes[i] = scene{Scene: s, index: i, layers: make([]layer, len(s.Layers))}
		if err := c.checkScene(s); err != nil {
			return nil, fmt.Errorf("compose %s: scene %q: %w", plan.Template, s.Name, err)
		}
		for k := range s.Layers {
			l := &c.scenes[i].layers[k]
			*l = layer{Layer: &s.Layers[k], index: c.layers}
			c.layers++
			if err := c.setUp(l, s, pictures); err != nil {
				return nil, fmt.Errorf("compose %s: layer %q: %w", plan.Template, l.Name, err)
			}
		}
	}
	return c, nil
}

// maxSide bounds the canvas and every prepared picture, far above any format.
const maxSide = 1 << 14

var errSpan = errors.New("its span is empty, longer than the loop, or starts more than a turn away")

func (c *Composer) checkSpan(s timeline.Span) error {
	if s.To <= s.From || s.To-s.From > c.frames || s.From < -c.frames || s.From >= 2*c.frames {
		return fmt.Errorf("%w: %d to %d of %d frames", errSpan, s.From, s.To, c.frames)
	}
	return nil
}

func (c *Composer) checkScene(s *timeline.Scene) error {
	return errors.Join(c.checkSpan(s.Span), checkClip(s.Clip), finite("alpha", s.Alpha), finite("offset", s.DX, s.DY))
}

func checkClip(clip *timeline.Clip) error {
	if clip == nil {
		return nil
	}
	err := finite("clip", clip.X0, clip.Y0, clip.X1, clip.Y1)
	if clip.Circle != nil {
		err = errors.Join(err, finite("circle", clip.Circle.CX, clip.Circle.CY, clip.Circle.R))
	}
	return errors.Join(err, finiteRect("clip", clip.Box))
}

// finite returns an error if a track has a value that is not a finite number.
func finite(name string, tracks ...timeline.Track) error {
	for _, tr := range tracks {
		for _, k := range tr {
			if v := k.Value + k.Frame; math.IsNaN(v) || math.Abs(k.Value) > 1e9 || math.Abs(k.Frame) > 1e9 {
				return fmt.Errorf("its %s has the key %v at frame %v", name, k.Value, k.Frame)
			}
		}
	}
	return nil
}

func finiteRect(name string, r geom.Rect) error {
	for _, v := range []float64{r.X0, r.Y0, r.X1, r.Y1} {
		if math.IsNaN(v) || math.Abs(v) > 1e9 {
			return fmt.Errorf("its %s is %v", name, r)
		}
	}
	return nil
}

// Prepare makes all assets that the frames [from, to) need. Several goroutines may
// prepare different ranges at once; shared assets are made once.
func (c *Composer) Prepare(from, to int) error {
	var l list
	for n := from; n < to; n++ {
		c.evaluate(&l, n)
		l.uncover()
		for i := range l.items {
			it := &l.items[i]
			if l.visible(i) == nil {
				continue
			}
			if err := c.prepare(it); err != nil {
				return fmt.Errorf("layer %q: %w", it.layer.Name, err)
			}
		}
	}
	return nil
}

// Painter returns a painter of c's frames, for one goroutine.
func (c *Composer) Painter() *Painter { return newPainter(c) }
