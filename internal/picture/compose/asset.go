package compose

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"sync"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

// picture is a photo or a pattern, prepared once: the part crop of its source
// at w by h pixels.
type picture struct {
	crop  geom.Rect
	w, h  int
	once  sync.Once
	load  func() (*yuv.Frame, error)
	frame *yuv.Frame
	err   error
}

func (p *picture) ready() error {
	p.once.Do(func() {
		p.frame, p.err = p.load()
		if p.err == nil && (p.frame == nil || p.frame.W != p.w || p.frame.H != p.h) {
			p.frame, p.err = nil, fmt.Errorf("its picture was not prepared at %dx%d px", p.w, p.h)
		}
	})
	return p.err
}

// pictureKey identifies a prepared picture; layers with equal keys share it.
type pictureKey struct {
	source  string
	file    digest.Sum
	tinted  bool
	duotone [2]srgb.Color
	crop    geom.Rect
	w, h    int
}

type pictureSet map[pictureKey]*picture

func (s pictureSet) get(k pictureKey, load func() (*yuv.Frame, error)) *picture {
	if p, ok := s[k]; ok {
		return p
	}
	p := &picture{crop: k.crop, w: k.w, h: k.h, load: load}
	s[k] = p
	return p
}

func (c *Composer) photo(l *layer, p *timeline.Photo, set pictureSet) *picture {
	k := pictureKey{source: p.Source, file: p.Digest, tinted: p.Duotone != nil}
	if p.Duotone != nil {
		k.duotone = *p.Duotone
	}
	k.crop, k.w, k.h = extent(l)
	return set.get(k, func() (*yuv.Frame, error) {
		if c.assets.Photo == nil {
			return nil, errors.New("there is no source of photos")
		}
		return c.assets.Photo(p, k.crop, k.w, k.h)
	})
}

// pattern returns the picture of a pattern, which is prepared at its own size.
func (c *Composer) pattern(p *timeline.Pattern, set pictureSet) *picture {
	w := digest.New("compose pattern")
	q := *p
	q.View = timeline.View{} // the view does not change the picture
	q.AppendDigest(w)
	k := pictureKey{file: w.Done(), crop: geom.R(0, 0, float64(p.Size.W), float64(p.Size.H)), w: even(p.Size.W), h: even(p.Size.H)}
	k.crop = geom.R(0, 0, float64(k.w), float64(k.h))
	return set.get(k, func() (*yuv.Frame, error) {
		img, err := raster.Pattern(p)
		if err != nil {
			return nil, err
		}
		return yuv.FromImage(evenImage(img)), nil
	})
}

func even(n int) int { return n + n%2 }

// evenImage repeats the last column and row of a picture of odd size.
func evenImage(img image.Image) image.Image {
	b := img.Bounds()
	if b.Dx()%2 == 0 && b.Dy()%2 == 0 {
		return img
	}
	out := image.NewRGBA(image.Rect(0, 0, even(b.Dx()), even(b.Dy())))
	draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
	if b.Dx()%2 != 0 {
		draw.Draw(out, image.Rect(b.Dx(), 0, b.Dx()+1, b.Dy()), img, image.Pt(b.Max.X-1, b.Min.Y), draw.Src)
	}
	if b.Dy()%2 != 0 {
		draw.Draw(out, image.Rect(0, b.Dy(), out.Rect.Max.X, b.Dy()+1), out, image.Pt(0, b.Dy()-1), draw.Src)
	}
	return out
}

// prepare makes what the item needs.
func (c *Composer) prepare(it *item) error {
	switch l := it.layer; l.kind {
	case kindPicture:
		return l.picture.ready()
	case kindMask, kindBitmap:
		_, err := l.sprites.get(it.dx, it.dy)
		return err
	case kindFill, kindGradient, kindShape:
	}
	return nil
}
