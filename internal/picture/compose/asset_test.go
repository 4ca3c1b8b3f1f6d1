package compose_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/compose"
)

// asked records how photos are asked for.
type asked struct {
	mu    sync.Mutex
	calls []ask
}

type ask struct {
	source string
	crop   geom.Rect
	w, h   int
}

func (a *asked) assets() compose.Assets {
	s := smoothAssets()
	photo := s.Photo
	s.Photo = func(p *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
		a.mu.Lock()
		a.calls = append(a.calls, ask{p.Source, crop, w, h})
		a.mu.Unlock()
		return photo(p, crop, w, h)
	}
	return s
}

func photoLayer(source string, box geom.Rect, w, h int, s timeline.Span, v timeline.View) timeline.Layer {
	return timeline.Layer{Name: "photo", Span: s, Box: box, Paint: &timeline.Photo{Source: source, SrcW: w, SrcH: h, View: v}}
}

func small(scenes ...timeline.Scene) *timeline.Plan {
	p := canvas(scenes...)
	p.Size = geom.Size{W: 108, H: 192}
	return p
}

func scene(name string, layers ...timeline.Layer) timeline.Scene {
	return timeline.Scene{Name: name, Span: whole(), Layers: layers}
}

func newComposer(t *testing.T, p *timeline.Plan, a compose.Assets) *compose.Composer {
	t.Helper()
	c, err := compose.New(p, a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func paint(t *testing.T, c *compose.Composer, n int) *yuv.Frame {
	t.Helper()
	f := yuv.NewFrame(108, 192)
	if err := c.Painter().Frame(f, n); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPhotosAreAskedForAtTheSizeOfTheirMotion(t *testing.T) {
	full := geom.R(0, 0, 108, 192)
	for _, c := range []struct {
		name  string
		layer timeline.Layer
		check func(t *testing.T, a ask)
	}{
		{"at rest", photoLayer("a", full, 1080, 1920, whole(), timeline.View{}), func(t *testing.T, a ask) {
			t.Helper()
			if a.w != 108 || a.h != 192 || a.crop != geom.R(0, 0, 1080, 1920) {
				t.Errorf("asked for %+v", a)
			}
		}},
		{"at rest, zoomed", photoLayer("a", full, 1080, 1920, whole(), timeline.View{Zoom: timeline.Const(2), CX: timeline.Const(0)}), func(t *testing.T, a ask) {
			t.Helper()
			if a.w != 108 || a.h != 192 || a.crop != geom.R(0, 480, 540, 1440) {
				t.Errorf("asked for %+v", a)
			}
		}},
		{"odd box", photoLayer("a", geom.R(1, 1, 106, 190), 1080, 1920, whole(), timeline.View{Zoom: timeline.Const(2)}), func(t *testing.T, a ask) {
			t.Helper()
			if k := float64(a.w) / a.crop.W(); a.w != 106 || a.h != 190 || math.Abs(k-105/(540*105/108.0)*108/105) > 0.02 {
				t.Errorf("asked for %+v", a)
			}
		}},
		{"zoom", photoLayer("a", full, 1080, 1920, whole(), timeline.View{Zoom: timeline.Ramp(0, 1, loop-1, 1.25, timeline.Drift)}), func(t *testing.T, a ask) {
			t.Helper()
			// At the end 864 source pixels fill 108: 1080 of them take 135, made even.
			if a.w != 136 || a.h != 240 || a.crop != geom.R(0, 0, 1080, 1920) {
				t.Errorf("asked for %+v", a)
			}
		}},
		{"pan", photoLayer("a", full, 4000, 1920, whole(), timeline.View{CX: timeline.Ramp(0, 0.4, loop, 0.5, timeline.Drift)}), func(t *testing.T, a ask) {
			t.Helper()
			if a.crop.X0 < 1020 || a.crop.X0 > 1060 || a.crop.X1 < 2536 || a.crop.X1 > 2580 || math.Abs(float64(a.w)/a.crop.W()-0.1) > 1e-9 {
				t.Errorf("asked for %+v", a)
			}
		}},
		{"an absurd zoom", photoLayer("a", full, 1000, 2000, whole(), timeline.View{Zoom: timeline.Ramp(0, 1, loop, 1000, timeline.Drift)}), func(t *testing.T, a ask) {
			t.Helper()
			if a.w*a.h > 25<<20 {
				t.Errorf("asked for %d million pixels", a.w*a.h>>20)
			}
		}},
		{"a source smaller than a pixel of the box", photoLayer("a", full, 1, 1, whole(), timeline.View{}), func(t *testing.T, a ask) {
			t.Helper()
			if a.w < 2 || a.h < 2 {
				t.Errorf("asked for %+v", a)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls asked
			comp := newComposer(t, small(scene("one", c.layer)), calls.assets())
			if len(calls.calls) != 0 {
				t.Error("New loads a photo")
			}
			if c.name != "an absurd zoom" {
				paint(t, comp, 3)
				if len(calls.calls) != 1 {
					t.Fatalf("asked %d times", len(calls.calls))
				}
				a := calls.calls[0]
				if a.w%2 != 0 || a.h%2 != 0 {
					t.Errorf("asked for the odd size %dx%d", a.w, a.h)
				}
				p := c.layer.Paint.(*timeline.Photo)
				if a.crop.X0 < 0 || a.crop.Y0 < 0 || a.crop.X1 > float64(p.SrcW)+1e-9 || a.crop.Y1 > float64(p.SrcH)+1e-9 {
					t.Errorf("asked for %v of a photo of %dx%d", a.crop, p.SrcW, p.SrcH)
				}
				c.check(t, a)
			}
		})
	}
}

// A photo that rests is shown as it was prepared, without another filter.
func TestRestingPhotosAreNotResampled(t *testing.T) {
	var noise *yuv.Frame
	a := compose.Assets{Photo: func(_ *timeline.Photo, _ geom.Rect, w, h int) (*yuv.Frame, error) {
		noise = yuv.NewFrame(w, h)
		for i := range noise.Pix {
			noise.Pix[i] = byte(16 + i*i%220)
		}
		return noise, nil
	}}
	f := paint(t, newComposer(t, small(scene("one", photoLayer("a", geom.R(0, 0, 108, 192), 997, 3001, whole(), timeline.View{Zoom: timeline.Const(1.3)}))), a), 0)
	if !bytes.Equal(f.Pix, noise.Pix) {
		t.Error("the frame differs from the prepared photo")
	}
}

func TestPreparesOnlyWhatShows(t *testing.T) {
	var calls asked
	full := geom.R(0, 0, 108, 192)
	first, second := timeline.Span{From: 0, To: 50}, timeline.Span{From: 50, To: loop}
	plan := small(
		scene("photos",
			photoLayer("one", full, 500, 900, first, timeline.View{}),
			photoLayer("two", full, 500, 900, second, timeline.View{}),
			photoLayer("one", full, 500, 900, second, timeline.View{}), // the same again, on top
			photoLayer("three", full, 500, 900, timeline.Span{From: 60, To: 70}, timeline.View{}),
		),
		scene("cover", fill("cover", geom.R(0, 0, 108, 192), ink)),
	)
	plan.Scenes[1].Span = timeline.Span{From: 60, To: 70}
	plan.Scenes[1].Z = 1
	c := newComposer(t, plan, calls.assets())
	sources := func() string {
		var s []string
		for _, a := range calls.calls {
			s = append(s, a.source)
		}
		return strings.Join(s, " ")
	}
	if err := c.Prepare(0, 10); err != nil {
		t.Fatal(err)
	}
	if got := sources(); got != "one" {
		t.Errorf("for frames 0 to 10 prepared %q", got)
	}
	if err := c.Prepare(0, loop); err != nil {
		t.Fatal(err)
	}
	// Photo two lies under one, three under the cover.
	if got := sources(); got != "one" {
		t.Errorf("for the whole loop prepared %q", got)
	}
}

func TestManyPrepareAtOnce(t *testing.T) {
	var calls asked
	plan := small(scene("one", append(
		[]timeline.Layer{photoLayer("a", geom.R(0, 0, 108, 192), 500, 900, whole(), timeline.View{Zoom: timeline.Ramp(0, 1, loop, 1.1, timeline.Drift)})},
		lines(t, whole(), true, 20, "Giro", "gira")...,
	)...))
	for i := range plan.Scenes[0].Layers[1:] { // onto the small canvas
		l := &plan.Scenes[0].Layers[1+i]
		l.Paint.(*timeline.Text).Origin.X, l.Paint.(*timeline.Text).Origin.Y = 5, 60+30*float64(i)
		l.Clip = nil
	}
	c := newComposer(t, plan, calls.assets())
	var wg sync.WaitGroup
	var failed atomic.Bool
	frames := make([]*yuv.Frame, 8)
	for i := range frames {
		wg.Go(func() {
			frames[i] = yuv.NewFrame(108, 192)
			p := c.Painter()
			for n := range 5 {
				if c.Prepare(0, 10) != nil || p.Frame(frames[i], n) != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if failed.Load() {
		t.Fatal("a painter failed")
	}
	for _, f := range frames[1:] {
		if !bytes.Equal(f.Pix, frames[0].Pix) {
			t.Error("painters disagree")
		}
	}
	if len(calls.calls) != 1 {
		t.Errorf("the photo was loaded %d times", len(calls.calls))
	}
}

func TestDigestCoversWhatShowsAndNothingElse(t *testing.T) {
	type change func(p *timeline.Plan)
	build := func(changes ...change) *timeline.Plan {
		p := small(
			scene("one",
				photoLayer("a", geom.R(0, 0, 108, 192), 500, 900, whole(), timeline.View{Zoom: timeline.Ramp(0, 1, loop, 1.1, timeline.Drift)}),
				fill("panel", geom.R(0, 0, 90, 140), field),
				fill("hidden", geom.R(10, 10, 80, 100), ink),
				fill("cover", geom.R(0, 0, 90, 140), paper),
			),
			scene("three", timeline.Layer{Name: "rule", Span: whole(), Box: geom.R(0, 150, 100, 160), Paint: &timeline.Shape{
				Path:     timeline.Path{{Op: timeline.MoveTo, P: [3]geom.Point{{X: 5, Y: 155}}}, {Op: timeline.LineTo, P: [3]geom.Point{{X: 95, Y: 155}}}},
				StrokePx: 4, Color: ink,
			}}),
			scene("two", lines(t, timeline.Span{From: 50, To: 80}, false, 20, "Giro")...),
		)
		text := p.Scenes[2].Layers[0].Paint.(*timeline.Text)
		text.Origin = geom.Point{X: 5, Y: 60}
		for _, c := range changes {
			c(p)
		}
		return p
	}
	sum := func(n int, changes ...change) digest.Sum {
		assets := compose.Assets{Photo: func(*timeline.Photo, geom.Rect, int, int) (*yuv.Frame, error) {
			t.Error("Digest loads a photo")
			return nil, errors.New("not now")
		}}
		return newComposer(t, build(changes...), assets).Digest(n)
	}
	layer := func(s, l int) func(p *timeline.Plan) *timeline.Layer {
		return func(p *timeline.Plan) *timeline.Layer { return &p.Scenes[s].Layers[l] }
	}
	photo := func(p *timeline.Plan) *timeline.Photo { return layer(0, 0)(p).Paint.(*timeline.Photo) }
	for _, c := range []struct {
		name   string
		n      int
		change change
		same   bool
	}{
		{"nothing", 10, func(*timeline.Plan) {}, true},
		{"names", 10, func(p *timeline.Plan) { p.Template, layer(0, 0)(p).Name, p.Language = "x", "y", "z" }, true},
		{"the photo's path", 10, func(p *timeline.Plan) { photo(p).Source = "elsewhere" }, true},
		{"the photo", 10, func(p *timeline.Plan) { photo(p).Digest = digest.Of([]byte("x")) }, false},
		{"its end of zoom", 10, func(p *timeline.Plan) { photo(p).View.Zoom[1].Value = 1.2 }, false},
		{"something covered", 10, func(p *timeline.Plan) { layer(0, 2)(p).Paint.(*timeline.Fill).Color = ink }, true},
		{"the cover", 10, func(p *timeline.Plan) { layer(0, 3)(p).Paint.(*timeline.Fill).Color = ink }, false},
		{"the cover's alpha", 10, func(p *timeline.Plan) { layer(0, 3)(p).Alpha = timeline.Const(0.9) }, false},
		{"the place of the cover", 10, func(p *timeline.Plan) { layer(0, 3)(p).DX = timeline.Const(3) }, false},
		{"a text that is not there yet", 10, func(p *timeline.Plan) { layer(2, 0)(p).Paint.(*timeline.Text).Color = field }, true},
		{"a text that is there", 60, func(p *timeline.Plan) { layer(2, 0)(p).Paint.(*timeline.Text).Color = field }, false},
		{"a scene's alpha", 60, func(p *timeline.Plan) { p.Scenes[2].Alpha = timeline.Const(0.5) }, false},
		{"a circle", 60, func(p *timeline.Plan) {
			p.Scenes[2].Clip = &timeline.Clip{Circle: &timeline.Circle{CX: timeline.Const(50), CY: timeline.Const(60), R: timeline.Const(30)}}
		}, false},
		{"a shape's trim", 10, func(p *timeline.Plan) { layer(1, 0)(p).Paint.(*timeline.Shape).Trim = timeline.Const(0.5) }, false},
		{"a shape's form", 10, func(p *timeline.Plan) {
			s := layer(1, 0)(p).Paint.(*timeline.Shape)
			s.Forms, s.Form = []timeline.Form{{Path: s.Path, StrokePx: s.StrokePx}}, timeline.Const(1)
		}, false},
		{"a shape's turn", 10, func(p *timeline.Plan) { layer(1, 0)(p).Paint.(*timeline.Shape).Turn = timeline.Const(5) }, false},
		{"the canvas", 10, func(p *timeline.Plan) { p.Size.H = 194 }, false},
		{"the ground, which shows nowhere", 10, func(p *timeline.Plan) { p.Ground = ink }, true},
	} {
		if got := sum(c.n) == sum(c.n, c.change); got != c.same {
			t.Errorf("changing %s: the digest stays the same: %v, want %v", c.name, got, c.same)
		}
	}
	if sum(10) == sum(11) {
		t.Error("a zoom's frames have one digest")
	}
	if sum(10) != sum(10+loop) || sum(10) != sum(10-loop) {
		t.Error("the frame a loop later has another digest")
	}
}

// A logo that moves is shifted by fractions of a pixel: its middle goes along.
func TestBitmapsMoveBySubpixels(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			a := 255 * math.Exp(-(math.Pow(float64(x)-19.5, 2)+math.Pow(float64(y)-19.5, 2))/60)
			img.SetNRGBA(x, y, color.NRGBA{255, 255, 255, byte(a)})
		}
	}
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		t.Fatal(err)
	}
	for _, tint := range []bool{false, true} {
		b := &timeline.Bitmap{Source: "dot", Kind: "png"}
		if tint {
			b.Tint = &paper
		}
		plan := small(scene("one", timeline.Layer{
			Name: "logo", Span: whole(), Box: geom.R(30, 50, 70, 90), Paint: b,
			DX: timeline.Ramp(0, 0, 64, 8, timeline.Drift), DY: timeline.Ramp(0, 0, 64, -4, timeline.Drift),
		}))
		plan.Ground = ink
		c := newComposer(t, plan, compose.Assets{Bitmap: func(string) ([]byte, error) { return data.Bytes(), nil }})
		ground := float64(yuv.FromSRGB(ink).Y)
		for n := range 64 {
			f := paint(t, c, n)
			var sum, mx, my float64
			for i, v := range f.Y {
				d := float64(v) - ground
				sum += d
				mx += d * (float64(i%f.W) + 0.5)
				my += d * (float64(i/f.W) + 0.5)
			}
			wantX, wantY := 50+float64(n)/8, 70-float64(n)/16
			// Down, half of the places lie between two eighths.
			if math.Abs(mx/sum-wantX) > 0.02 || math.Abs(my/sum-wantY) > 0.0625+0.02 {
				t.Errorf("tint %v: in frame %d the middle lies at (%.3f, %.3f), want (%.3f, %.3f)", tint, n, mx/sum, my/sum, wantX, wantY)
			}
		}
	}
}

func TestPatternsOfOddSizeAndMoving(t *testing.T) {
	plan := small(scene("one", timeline.Layer{
		Name: "backdrop", Span: whole(), Box: geom.R(0, 0, 108, 192),
		Paint: &timeline.Pattern{
			Name: "stripes", Seed: 1, Size: geom.Size{W: 121, H: 201},
			Colors: patternColors(), View: timeline.View{Zoom: timeline.Const(1.05), CX: timeline.Ramp(0, 0.45, loop, 0.55, timeline.Drift)},
		},
	}))
	c := newComposer(t, plan, compose.Assets{})
	a, b := paint(t, c, 0), paint(t, c, 60)
	if bytes.Equal(a.Pix, b.Pix) {
		t.Error("the pattern does not move")
	}
	if bytes.Equal(a.Y[:108], bytes.Repeat(a.Y[:1], 108)) && bytes.Equal(a.Y[96*108:97*108], bytes.Repeat(a.Y[:1], 108)) {
		t.Error("the pattern is flat")
	}
}

func TestFaults(t *testing.T) {
	full := geom.R(0, 0, 108, 192)
	one := func(l timeline.Layer) *timeline.Plan { return small(scene("one", l)) }
	bad := errors.New("unreadable")
	for _, c := range []struct {
		name string
		plan *timeline.Plan
		want string
	}{
		{"odd canvas", func() *timeline.Plan { p := small(); p.Size.W = 107; return p }(), "107x192"},
		{"no frames", func() *timeline.Plan { p := small(); p.Grid.Frames = 0; return p }(), "0 frames"},
		{"span", one(timeline.Layer{Name: "l", Span: timeline.Span{From: 3, To: 3}, Box: full, Paint: &timeline.Fill{}}), "span"},
		{"far span", one(timeline.Layer{Name: "l", Span: timeline.Span{From: 3 * loop, To: 3*loop + 1}, Box: full, Paint: &timeline.Fill{}}), "span"},
		{"no paint", one(timeline.Layer{Name: "l", Span: whole(), Box: full}), "<nil>"},
		{"not a number", one(timeline.Layer{Name: "l", Span: whole(), Box: full, Paint: &timeline.Fill{}, DX: timeline.Const(math.NaN())}), "offset"},
		{"infinite box", one(timeline.Layer{Name: "l", Span: whole(), Box: geom.R(0, 0, math.Inf(1), 4), Paint: &timeline.Fill{}}), "box"},
		{"photo without size", one(photoLayer("a", full, 0, 0, whole(), timeline.View{})), "0x0"},
		{"gradient without stops", one(timeline.Layer{Name: "l", Span: whole(), Box: full, Paint: &timeline.Gradient{}}), "stops"},
		{"text without a line", one(timeline.Layer{Name: "l", Span: whole(), Box: full, Paint: &timeline.Text{}}), "not set"},
	} {
		if _, err := compose.New(c.plan, compose.Assets{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	for _, a := range []compose.Assets{
		{},
		{Photo: func(*timeline.Photo, geom.Rect, int, int) (*yuv.Frame, error) { return nil, bad }},
		{Photo: func(*timeline.Photo, geom.Rect, int, int) (*yuv.Frame, error) { return yuv.NewFrame(2, 2), nil }},
	} {
		c := newComposer(t, one(photoLayer("a", full, 300, 400, whole(), timeline.View{})), a)
		err := c.Prepare(0, 1)
		if err == nil || !strings.Contains(err.Error(), `layer "photo"`) {
			t.Errorf("Prepare returns %v", err)
		}
		f := yuv.NewFrame(108, 192)
		if err := c.Painter().Frame(f, 0); err == nil {
			t.Error("Frame paints a photo that cannot be loaded")
		}
	}
	c := newComposer(t, small(), compose.Assets{})
	if err := c.Painter().Frame(yuv.NewFrame(108, 194), 0); err == nil {
		t.Error("Frame takes a destination of another size")
	}
}

func patternColors() []srgb.Color {
	return []srgb.Color{field, ink, paper, field, ink, paper, field, ink}[:3] // the roles of stripes
}
