package compose

import (
	"errors"
	"fmt"
	"image"
	"math"
	"sync"
	"sync/atomic"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/raster"
)

// sprite is something rasterised once: its coverage, and for what has colours of
// its own (bitmaps, emoji) their luma and chroma times the coverage, at every pixel.
//
// The chroma samples of the frame are computed while painting, by filtering the rows
// of the sprite. That is cheap, and exact for every position and clip; so a sprite
// stores its values at the resolution of luma.
type sprite struct {
	raster.Mask
	colors colorPlanes // nil for a mask
	ink    []inked     // of each row
}

// inked is the range of columns of a row, relative to the sprite, outside of
// which nothing is covered.
type inked struct{ from, to int32 }

func newSprite(m *raster.Mask) *sprite {
	s := &sprite{Mask: *m, ink: make([]inked, m.Rect.Dy())}
	w := m.Rect.Dx()
	for y := range s.ink {
		row := m.A[y*w : (y+1)*w]
		from, to := 0, w
		for from < to && row[from] == 0 {
			from++
		}
		for to > from && row[to-1] == 0 {
			to--
		}
		s.ink[y] = inked{int32(from), int32(to)} //nolint:gosec // inside a mask
	}
	return s
}

// spriteSet holds the versions of one layer's sprite: one for each eighth of a
// pixel that it is off the grid, across and down, made on first need.
type spriteSet struct {
	build func(dx, dy float64) (*sprite, error)
	mu    sync.Mutex
	at    [spriteSteps * spriteSteps]atomic.Pointer[sprite]
}

// get returns the sprite for the fractional part of the offset (dx, dy), which is a
// multiple of an eighth; the painter adds the whole part.
func (s *spriteSet) get(dx, dy float64) (*sprite, error) {
	fx, fy := dx-math.Floor(dx), dy-math.Floor(dy)
	slot := &s.at[int(fy*spriteSteps)*spriteSteps+int(fx*spriteSteps)]
	if sp := slot.Load(); sp != nil {
		return sp, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if sp := slot.Load(); sp != nil {
		return sp, nil
	}
	sp, err := s.build(fx, fy)
	if err != nil {
		return nil, err
	}
	slot.Store(sp)
	return sp, nil
}

// textSprite draws a line of text: a mask, and where the line has emoji a sprite
// of its own colours, in which the letters have the text's.
func textSprite(t *timeline.Text, dx, dy float64) (*sprite, error) {
	letters := raster.Text(t, dx, dy)
	emoji, err := raster.Emoji(t, dx, dy)
	if err != nil || emoji == nil {
		return newSprite(letters), err
	}
	r := letters.Rect.Union(emoji.Rect)
	m := raster.Mask{Rect: r, A: make([]byte, r.Dx()*r.Dy())}
	colors := newColors(len(m.A))
	ink := yuv.FromSRGB(t.Color)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			i := (y-r.Min.Y)*r.Dx() + x - r.Min.X
			m.A[i] = letters.At(x, y)
			colors.set(i, ink, m.A[i])
			if p := emoji.RGBAAt(x, y); p.A > 0 {
				part := func(v byte) byte { return byte(min(255, (int(v)*255+int(p.A)/2)/int(p.A))) } //nolint:gosec // at most 255
				m.A[i] = colors.over(i, yuv.FromSRGB(srgb.Color{R: part(p.R), G: part(p.G), B: part(p.B)}), p.A, m.A[i])
			}
		}
	}
	s := newSprite(&m)
	s.colors = colors
	return s, nil
}

// colorPlanes are Y, Cb and Cr of a sprite, each times coverage/255.
type colorPlanes [3][]byte

func newColors(n int) (c colorPlanes) {
	for k := range c {
		c[k] = make([]byte, n)
	}
	return c
}

// set gives pixel i the colour col at coverage a.
func (c *colorPlanes) set(i int, col yuv.Color, a byte) {
	for k, v := range [3]byte{col.Y, col.U, col.V} {
		c[k][i] = byte((int(v)*int(a) + 127) / 255) //nolint:gosec // at most 255
	}
}

// over lays the colour col at coverage a over pixel i, whose coverage was under,
// and returns its coverage then.
func (c *colorPlanes) over(i int, col yuv.Color, a, under byte) byte {
	rest := 255 - int(a)
	for k, v := range [3]byte{col.Y, col.U, col.V} {
		c[k][i] = byte((int(v)*int(a) + int(c[k][i])*rest + 127) / 255) //nolint:gosec // at most 255
	}
	return byte(int(a) + (int(under)*rest+127)/255) //nolint:gosec // at most 255
}

// shapeSprites serves a shape that keeps its form. It is drawn as far as it can
// come onto the canvas.
func (c *Composer) shapeSprites(l *layer, s *timeline.Scene, p *timeline.Shape) *spriteSet {
	trim, turn := p.Trim.At(0, 1), p.Turn.At(0, 0)
	if len(p.Forms) > 0 {
		still := *p
		still.Path, still.StrokePx = p.FormAt(p.Form.At(0, 0), nil)
		p = &still
	}
	x0, x1 := l.DX.Range(0)
	y0, y1 := l.DY.Range(0)
	sx0, sx1 := s.DX.Range(0)
	sy0, sy1 := s.DY.Range(0)
	clip := c.canvas()
	// At the offset d the canvas shows what lies at -d.
	clip.Min.X -= int(math.Ceil(x1+sx1)) + 1
	clip.Max.X -= int(math.Floor(x0+sx0)) - 1
	clip.Min.Y -= int(math.Ceil(y1+sy1)) + 1
	clip.Max.Y -= int(math.Floor(y0+sy0)) - 1
	return &spriteSet{build: func(dx, dy float64) (*sprite, error) {
		return newSprite(raster.Shape(p, trim, turn, dx, dy, clip)), nil
	}}
}

// setUpBitmap derives the sprites of a bitmap. It rests on whole pixels, which
// keeps a logo as crisp as it was drawn; when it moves, it is shifted by eighths.
func (c *Composer) setUpBitmap(l *layer, b *timeline.Bitmap) {
	l.kind = kindBitmap
	if b.Tint != nil {
		l.kind, l.color = kindMask, yuv.FromSRGB(*b.Tint)
	}
	x, y := int(math.Round(l.Box.X0)), int(math.Round(l.Box.Y0))
	w, h := max(1, int(math.Round(l.Box.W()))), max(1, int(math.Round(l.Box.H())))
	l.ink = geom.R(float64(x-2), float64(y-2), float64(x+w+3), float64(y+h+3))
	load := sync.OnceValues(func() (*image.NRGBA, error) {
		if c.assets.Bitmap == nil {
			return nil, errors.New("there is no source of bitmaps")
		}
		if w > maxSide || h > maxSide {
			return nil, fmt.Errorf("its bitmap would have %dx%d px", w, h)
		}
		data, err := c.assets.Bitmap(b.Source)
		if err != nil {
			return nil, err
		}
		return raster.Bitmap(b, data, w, h)
	})
	l.sprites = &spriteSet{build: func(dx, dy float64) (*sprite, error) {
		img, err := load()
		if err != nil {
			return nil, err
		}
		return bitmapSprite(img, x, y, dx, dy, b.Tint == nil), nil
	}}
}

// bitmapSprite places img at (x+dx, y+dy).
func bitmapSprite(img *image.NRGBA, x, y int, dx, dy float64, colored bool) *sprite {
	b := img.Bounds()
	// The shift spreads the picture into a border of two pixels.
	const border = 2
	w, h := b.Dx()+2*border, b.Dy()+2*border
	m := raster.Mask{Rect: rect(x-border, y-border, x-border+w, y-border+h), A: make([]byte, w*h)}
	var colors colorPlanes
	if colored {
		colors = newColors(w * h)
	}
	for py := range b.Dy() {
		row := img.Pix[img.PixOffset(b.Min.X, b.Min.Y+py):]
		for px := range b.Dx() {
			p := row[4*px : 4*px+4 : 4*px+4]
			i := (py+border)*w + px + border
			m.A[i] = p[3]
			if colored && p[3] > 0 {
				colors.set(i, yuv.FromSRGB(srgb.Color{R: p[0], G: p[1], B: p[2]}), p[3])
			}
		}
	}
	if dx != 0 || dy != 0 {
		for _, plane := range [][]byte{m.A, colors[0], colors[1], colors[2]} {
			shift(plane, w, dx, dy)
		}
		for _, plane := range colors { // the filter may take a premultiplied value past its coverage
			for i := range plane {
				plane[i] = min(plane[i], m.A[i])
			}
		}
	}
	s := newSprite(&m)
	s.colors = colors
	return s
}

// shift moves a plane of w columns by less than a pixel to the right and down,
// with the cubic filter that photos are resampled with.
func shift(plane []byte, w int, dx, dy float64) {
	if len(plane) == 0 {
		return
	}
	h := len(plane) / w
	tmp := make([]float64, len(plane))
	tap := func(d float64) [4]float64 { // weights of samples -2, -1, 0 and 1
		t := 1 - d
		return [4]float64{
			((-0.5*t+1)*t - 0.5) * t, (1.5*t-2.5)*t*t + 1, ((-1.5*t+2)*t + 0.5) * t, (0.5*t - 0.5) * t * t,
		}
	}
	if dx == 0 {
		for i, v := range plane {
			tmp[i] = float64(v)
		}
	} else {
		k := tap(dx)
		for i := range plane {
			x := i % w
			for j, wt := range k {
				if q := x - 2 + j; q >= 0 && q < w {
					tmp[i] += wt * float64(plane[i-2+j])
				}
			}
		}
	}
	k := [4]float64{0, 0, 1, 0}
	if dy != 0 {
		k = tap(dy)
	}
	for y := range h {
		for x := range w {
			var v float64
			for j, wt := range k {
				if q := y - 2 + j; q >= 0 && q < h {
					v += wt * tmp[q*w+x]
				}
			}
			plane[y*w+x] = byte(math.Round(min(255, max(0, v))))
		}
	}
}
