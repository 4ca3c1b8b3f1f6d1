package yuv_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
)

// ycc is the matrix of BT.709 in floating point, from R'G'B' of 0 to 255 to
// limited-range code values.
func ycc(r, g, b float64) (y, u, v float64) {
	l := 0.2126*r + 0.7152*g + 0.0722*b
	return 16 + 219*l/255, 128 + 224*(b-l)/1.8556/255, 128 + 224*(r-l)/1.5748/255
}

// near reports whether got is want rounded to the nearest; the slack is for
// floating-point values that ought to be exactly in the middle.
func near(got byte, want float64) bool { return math.Abs(float64(got)-want) <= 0.5+1e-9 }

func TestFromSRGBRoundsToTheNearest(t *testing.T) {
	for r := 0; r < 256; r += 3 {
		for g := 0; g < 256; g += 3 {
			for b := 0; b < 256; b += 3 {
				c := yuv.FromSRGB(srgb.Color{R: byte(r), G: byte(g), B: byte(b)})
				y, u, v := ycc(float64(r), float64(g), float64(b))
				if !near(c.Y, y) || !near(c.U, u) || !near(c.V, v) {
					t.Fatalf("#%02X%02X%02X became %v, want %.3f %.3f %.3f", r, g, b, c, y, u, v)
				}
			}
		}
	}
}

func TestKnownColors(t *testing.T) {
	for _, c := range []struct {
		rgb  srgb.Color
		want yuv.Color
	}{
		{srgb.Color{}, yuv.Color{Y: 16, U: 128, V: 128}},
		{srgb.Color{R: 255, G: 255, B: 255}, yuv.Color{Y: 235, U: 128, V: 128}},
		{srgb.Color{R: 255}, yuv.Color{Y: 63, U: 102, V: 240}},
		{srgb.Color{G: 255}, yuv.Color{Y: 173, U: 42, V: 26}},
		{srgb.Color{B: 255}, yuv.Color{Y: 32, U: 240, V: 118}},
	} {
		got := yuv.FromSRGB(c.rgb)
		if got != c.want {
			t.Errorf("%v became %v, want %v", c.rgb, got, c.want)
		}
		back := got.SRGB()
		for i, d := range []int{int(back.R) - int(c.rgb.R), int(back.G) - int(c.rgb.G), int(back.B) - int(c.rgb.B)} {
			if d < -2 || d > 2 {
				t.Errorf("%v came back as %v: channel %d", c.rgb, back, i)
			}
		}
	}
}

// pixels returns the colour of a picture's pixel over black; columns before the
// first repeat it.
func pixel(img image.Image, x, y int) (r, g, b float64) {
	m := img.Bounds().Min
	c := color.RGBA64Model.Convert(img.At(m.X+max(x, 0), m.Y+y)).(color.RGBA64)
	return float64(c.R) / 257, float64(c.G) / 257, float64(c.B) / 257
}

// reference converts by the definitions: every pixel, then the weighted mean.
func reference(img image.Image, plane, x, y int) float64 {
	at := func(x, y int) float64 {
		r, g, b := pixel(img, x, y)
		l, u, v := ycc(r, g, b)
		return []float64{l, u, v}[plane]
	}
	if plane == 0 {
		return at(x, y)
	}
	var sum float64
	for dy := range 2 {
		sum += at(2*x-1, 2*y+dy) + 2*at(2*x, 2*y+dy) + at(2*x+1, 2*y+dy)
	}
	return sum / 8
}

// fuzzy is a picture of noise and flat patches with its origin off zero.
func fuzzy(set func(x, y int, c color.NRGBA), w, h int, opaque bool) {
	rnd := rand.New(rand.NewPCG(uint64(w), uint64(h)))
	var c color.NRGBA
	for y := range h {
		for x := range w {
			if rnd.IntN(3) > 0 {
				c = color.NRGBA{byte(rnd.IntN(256)), byte(rnd.IntN(256)), byte(rnd.IntN(256)), 255}
				if !opaque {
					c.A = byte(rnd.IntN(256))
				}
			}
			set(x+3, y-2, c)
		}
	}
}

func TestFromImageMatchesTheReference(t *testing.T) {
	for _, size := range [][2]int{{2, 2}, {4, 2}, {2, 6}, {34, 18}, {66, 4}, {130, 70}} {
		w, h := size[0], size[1]
		r := image.Rect(3, -2, 3+w, -2+h)
		nrgba, rgba, gray := image.NewNRGBA(r), image.NewRGBA(r), image.NewGray(r)
		fuzzy(func(x, y int, c color.NRGBA) { nrgba.SetNRGBA(x, y, c) }, w, h, true)
		fuzzy(func(x, y int, c color.NRGBA) { rgba.Set(x, y, c) }, w, h, true)
		fuzzy(func(x, y int, c color.NRGBA) { gray.Set(x, y, c) }, w, h, true)
		for _, img := range []image.Image{nrgba, rgba, gray, nrgba.SubImage(r.Inset(0))} {
			f := yuv.FromImage(img)
			if f.W != w || f.H != h {
				t.Fatalf("%T of %dx%d became a frame of %dx%d", img, w, h, f.W, f.H)
			}
			for plane := range 3 {
				p := f.Plane(plane)
				for i, got := range p.Pix {
					if want := reference(img, plane, i%p.W, i/p.W); !near(got, want) {
						t.Fatalf("%T of %dx%d: plane %d at (%d, %d) is %d, want %.4f", img, w, h, plane, i%p.W, i/p.W, got, want)
					}
				}
			}
		}
	}
}

func TestFromImageTakesTranslucentPixelsOverBlack(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 2))
	for i := range 4 {
		img.SetNRGBA(i%2, i/2, color.NRGBA{255, 255, 255, 128})
	}
	if f := yuv.FromImage(img); f.Y[0] != 126 || f.U[0] != 128 {
		t.Errorf("half a white became %d %d, want 126 128", f.Y[0], f.U[0])
	}
}

func TestToRGBMatchesTheReference(t *testing.T) {
	for _, size := range [][2]int{{2, 2}, {2, 4}, {34, 18}} {
		w, h := size[0], size[1]
		rnd := rand.New(rand.NewPCG(5, uint64(w)))
		f := yuv.NewFrame(w, h)
		for i := range f.Pix {
			f.Pix[i] = byte(rnd.IntN(256))
		}
		img := yuv.ToRGB(f)
		// A chroma plane's value at a place given in luma pixels: linear between
		// samples, which lie at (2i, 2j+1/2), and constant outside of them.
		chroma := func(p []byte, x, y float64) float64 {
			cx, cy := min(max(x/2, 0), float64(w/2-1)), min(max((y-0.5)/2, 0), float64(h/2-1))
			i, j := int(cx), int(cy)
			fx, fy := cx-float64(i), cy-float64(j)
			at := func(i, j int) float64 { return float64(p[min(j, h/2-1)*(w/2)+min(i, w/2-1)]) }
			return (at(i, j)*(1-fx)+at(i+1, j)*fx)*(1-fy) + (at(i, j+1)*(1-fx)+at(i+1, j+1)*fx)*fy
		}
		for y := range h {
			for x := range w {
				l := (float64(f.Y[y*w+x]) - 16) * 255 / 219
				cb := (chroma(f.U, float64(x), float64(y)) - 128) * 255 / 224
				cr := (chroma(f.V, float64(x), float64(y)) - 128) * 255 / 224
				r, b := l+1.5748*cr, l+1.8556*cb
				g := (l - 0.2126*r - 0.0722*b) / 0.7152
				got := img.NRGBAAt(x, y)
				for i, want := range []float64{r, g, b} {
					want = min(255, max(0, want))
					if v := []byte{got.R, got.G, got.B}[i]; math.Abs(float64(v)-want) > 0.502 {
						t.Fatalf("%dx%d: channel %d at (%d, %d) is %d, want %.3f", w, h, i, x, y, v, want)
					}
				}
				if got.A != 255 {
					t.Fatalf("alpha at (%d, %d) is %d", x, y, got.A)
				}
			}
		}
	}
}

// A picture that went to a frame and back keeps its place: a ramp has no shift.
func TestThereAndBackStaysInPlace(t *testing.T) {
	const w, h = 64, 48
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{byte(40 + 3*x), byte(200 - 3*y), byte(30 + x + 2*y), 255})
		}
	}
	back := yuv.ToRGB(yuv.FromImage(img))
	for y := 2; y < h-2; y++ {
		for x := 2; x < w-2; x++ {
			a, b := img.NRGBAAt(x, y), back.NRGBAAt(x, y)
			for i, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
				if d < -2 || d > 2 {
					t.Fatalf("channel %d at (%d, %d): %v came back as %v", i, x, y, a, b)
				}
			}
		}
	}
}

func BenchmarkFromImage(b *testing.B) {
	img := image.NewNRGBA(image.Rect(0, 0, 1080, 1920))
	fuzzy(func(x, y int, c color.NRGBA) { img.SetNRGBA(x, y, c) }, 1080, 1920, true)
	b.SetBytes(int64(len(img.Pix)))
	for b.Loop() {
		yuv.FromImage(img)
	}
}

func BenchmarkToRGB(b *testing.B) {
	f := yuv.NewFrame(1080, 1920)
	b.SetBytes(int64(4 * f.W * f.H))
	for b.Loop() {
		yuv.ToRGB(f)
	}
}

func ExampleFromSRGB() {
	c, _ := srgb.Parse("#FF5A36")
	fmt.Println(yuv.FromSRGB(c))
	// Output: {121 96 202}
}
