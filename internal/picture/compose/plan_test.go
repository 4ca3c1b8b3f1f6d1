package compose_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/giro-video/giro/assets"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/picture/compose"
)

// smooth is a photo that is known everywhere: waves of 200 to 300 px.
func smooth(name string, plane int, x, y float64) float64 {
	k := float64(len(name) + plane)
	return 125 + 70*math.Sin((x+k*13)/(32+k/3))*math.Cos((y-k*7)/(37+k/4)) + 25*math.Sin((x+y)/50+k)
}

// smoothAssets serves photos made of smooth and one bitmap.
func smoothAssets() compose.Assets {
	return compose.Assets{
		Photo: func(p *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
			f := yuv.NewFrame(w, h)
			for plane := range 3 {
				to := f.Plane(plane)
				for i := range to.Pix {
					x, y := float64(i%to.W)+0.5, float64(i/to.W)+0.5
					if plane > 0 {
						x, y = 2*float64(i%to.W)+0.5, 2*float64(i/to.W)+1
					}
					to.Pix[i] = byte(math.Round(smooth(p.Source, plane, crop.X0+x*crop.W()/float64(w), crop.Y0+y*crop.H()/float64(h))))
				}
			}
			return f, nil
		},
		Bitmap: func(string) ([]byte, error) { return logo(), nil },
	}
}

// logo is a PNG of 40 by 30 px with soft edges.
var logo = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			d := math.Hypot(float64(x)-19.5, (float64(y)-14.5)*4/3)
			a := byte(255 * min(1, max(0, (20-d)/6)))
			img.SetNRGBA(x, y, color.NRGBA{byte(6 * x), byte(255 - 8*y), 90, a})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})

var library = sync.OnceValues(func() (*typeset.Library, error) {
	lib, err := typeset.NewLibrary(assets.Fonts)
	if err == nil {
		lib.SetEmoji(assets.EmojiName, assets.Emoji())
	}
	return lib, err
})

func setLine(tb testing.TB, text string, px float64) *typeset.Line {
	tb.Helper()
	lib, err := library()
	if err != nil {
		tb.Fatal(err)
	}
	l, err := lib.Set(text, typeset.Style{Family: "Schibsted Grotesk", Weight: 900, SizePx: px, Language: "it"})
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// dice makes random plans.
type dice struct {
	*rand.Rand
	tb   testing.TB
	w, h int
	loop int
}

func (d dice) between(lo, hi float64) float64 { return lo + d.Float64()*(hi-lo) }

// coord sometimes hits whole pixels, even and odd.
func (d dice) coord(lo, hi float64) float64 {
	if d.IntN(2) == 0 {
		return math.Round(d.between(lo, hi))
	}
	return d.between(lo, hi)
}

func (d dice) color() srgb.Color {
	return srgb.Color{R: byte(d.IntN(256)), G: byte(d.IntN(256)), B: byte(d.IntN(256))}
}

func (d dice) box() geom.Rect {
	w, h := float64(d.w), float64(d.h)
	if d.IntN(3) == 0 {
		return geom.R(0, 0, w, h)
	}
	r := geom.R(d.coord(-10, w-6), d.coord(-10, h-6), 0, 0)
	r.X1, r.Y1 = r.X0+d.coord(3, w), r.Y0+d.coord(3, h)
	return r
}

func (d dice) span() timeline.Span {
	n := 1 + d.IntN(d.loop)
	from := d.IntN(2*d.loop) - d.loop
	return timeline.Span{From: from, To: from + n}
}

// track moves between lo and hi inside the span, or is nil.
func (d dice) track(s timeline.Span, lo, hi float64) timeline.Track {
	switch d.IntN(3) {
	case 0:
		return nil
	case 1:
		return timeline.Const(d.coord(lo, hi))
	}
	return timeline.Ramp(float64(s.From), d.between(lo, hi), float64(s.To), d.coord(lo, hi), timeline.Arrive)
}

func (d dice) always(s timeline.Span, lo, hi float64) timeline.Track {
	if t := d.track(s, lo, hi); t != nil {
		return t
	}
	return timeline.Const(d.between(lo, hi))
}

func (d dice) clip(s timeline.Span) *timeline.Clip {
	c := &timeline.Clip{Box: d.box()}
	switch d.IntN(4) {
	case 0, 1:
		return nil
	case 2:
		c.X0 = d.track(s, 0, float64(d.w)/2)
		c.Y1 = d.track(s, float64(d.h)/2, float64(d.h))
	case 3:
		c.Box = geom.Rect{}
		c.Circle = &timeline.Circle{
			CX: d.always(s, 0, float64(d.w)), CY: d.always(s, 0, float64(d.h)), R: d.always(s, 0, float64(d.w)),
			Invert: d.IntN(2) == 0,
		}
	}
	return c
}

func (d dice) path() timeline.Path {
	at := func() geom.Point {
		return geom.Point{X: d.between(-20, float64(d.w)+20), Y: d.between(-20, float64(d.h)+20)}
	}
	p := timeline.Path{{Op: timeline.MoveTo, P: [3]geom.Point{at()}}}
	for range 2 + d.IntN(3) {
		p = append(p, timeline.Segment{Op: timeline.LineTo, P: [3]geom.Point{at()}})
	}
	return append(p, timeline.Segment{Op: timeline.CubeTo, P: [3]geom.Point{at(), at(), at()}})
}

func (d dice) layer() timeline.Layer {
	s := d.span()
	l := timeline.Layer{
		Name: "layer", Span: s, Box: d.box(), Clip: d.clip(s), Alpha: d.track(s, -0.1, 1.3),
		DX: d.track(s, -30, 30), DY: d.track(s, -30, 30),
	}
	switch d.IntN(8) {
	case 0, 1:
		l.Paint = &timeline.Fill{Color: d.color()}
	case 2:
		l.Paint = &timeline.Gradient{Color: d.color(), AlphaAt: []float64{d.Float64(), d.Float64(), d.Float64()}}
	case 3:
		l.Paint = &timeline.Text{
			Line: setLine(d.tb, []string{"Giro", "Baggio", "è qui", "a🎉", "❤️"}[d.IntN(5)], d.between(14, 60)), Color: d.color(),
			Origin: geom.Point{X: d.between(-10, float64(d.w)), Y: d.between(0, float64(d.h)+10)},
		}
	case 4:
		sh := &timeline.Shape{Path: d.path(), Color: d.color(), Pivot: geom.Point{X: 40, Y: 50}}
		if d.IntN(2) == 0 {
			sh.StrokePx = d.between(1, 12)
			sh.Trim = d.track(s, 0, 1)
		}
		sh.Turn = d.track(s, -90, 90)
		for range d.IntN(3) {
			f := timeline.Form{StrokePx: sh.StrokePx * d.between(0.5, 2)}
			dx, dy := d.between(-30, 30), d.between(-30, 30)
			for _, seg := range sh.Path {
				for k := range seg.P {
					seg.P[k].X, seg.P[k].Y = seg.P[k].X*1.3+dx, seg.P[k].Y+dy
				}
				f.Path = append(f.Path, seg)
			}
			sh.Forms = append(sh.Forms, f)
		}
		sh.Form = d.track(s, 0, float64(len(sh.Forms)))
		l.Paint = sh
	case 5, 6:
		l.Paint = &timeline.Photo{
			Source: []string{"a", "bcd", "efghi"}[d.IntN(3)], SrcW: int(l.Box.W()*d.between(1, 2)) + 1, SrcH: int(l.Box.H()*d.between(1, 2)) + 1,
			View: timeline.View{Zoom: d.track(s, 1, 1.6), CX: d.track(s, 0, 1), CY: d.track(s, 0, 1)},
		}
	case 7:
		b := &timeline.Bitmap{Source: "logo", Kind: "png"}
		if d.IntN(2) == 0 {
			c := d.color()
			b.Tint = &c
		}
		l.Box = geom.R(d.between(-10, float64(d.w)), d.between(-10, float64(d.h)), 0, 0)
		l.Box.X1, l.Box.Y1 = l.Box.X0+40, l.Box.Y0+30
		l.DX, l.DY = timeline.Const(float64(d.IntN(20))), nil
		l.Paint = b
	}
	return l
}

func (d dice) plan() *timeline.Plan {
	p := &timeline.Plan{
		Template: "dice", Size: geom.Size{W: d.w, H: d.h}, Ground: d.color(),
		Grid: timebase.Grid{Rate: timebase.FPS(30), Frames: d.loop, Bars: 1, BeatsPerBar: 4},
	}
	for range 1 + d.IntN(4) {
		s := d.span()
		sc := timeline.Scene{Name: "scene", Z: d.IntN(2), Span: s, Clip: d.clip(s)}
		if d.IntN(2) == 0 {
			sc.Alpha = d.track(s, -0.1, 1.2)
		}
		move := d.IntN(3) == 0
		if move {
			sc.DX, sc.DY = d.track(s, -40, 40), d.track(s, -40, 40)
		}
		for range 1 + d.IntN(5) {
			l := d.layer()
			if _, ok := l.Paint.(*timeline.Bitmap); ok && move {
				continue // the reference keeps bitmaps on whole pixels
			}
			sc.Layers = append(sc.Layers, l)
		}
		p.Scenes = append(p.Scenes, sc)
	}
	return p
}
