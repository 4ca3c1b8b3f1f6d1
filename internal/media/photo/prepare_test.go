package photo_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/media/photo"
	"github.com/giro-video/giro/internal/media/sniff"
)

func whole(p *photo.Photo) geom.Rect {
	return geom.Size{W: p.Info().W, H: p.Info().H}.Bounds()
}

// slow resamples by the definition: for each sample the kernel-weighted mean of
// the source, edges going on, across and then down, without rounding between.
func slow(pix []uint8, pw, ph int, crop geom.Rect, w, h int) []float64 {
	weights := func(i, n int, lo, hi float64, size int) map[int]float64 {
		step := (hi - lo) / float64(n)
		kernel, scale := photo.CatmullRom, 1.0
		if step > 1 {
			kernel, scale = photo.Lanczos, step
		}
		c := lo + (float64(i)+0.5)*step
		out, sum := map[int]float64{}, 0.0
		for u := int(c - 4*scale - 2); u <= int(c+4*scale+2); u++ {
			v := kernel((float64(u) + 0.5 - c) / scale)
			out[min(max(u, 0), size-1)] += v
			sum += v
		}
		for u := range out {
			out[u] /= sum
		}
		return out
	}
	out := make([]float64, w*h)
	for y := range h {
		wy := weights(y, h, crop.Y0, crop.Y1, ph)
		for x := range w {
			for u, a := range weights(x, w, crop.X0, crop.X1, pw) {
				for v, b := range wy {
					out[y*w+x] += a * b * float64(pix[v*pw+u])
				}
			}
		}
	}
	for i, v := range out {
		out[i] = min(255, max(0, v))
	}
	return out
}

func TestResampleAgainstSlow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	tests := []struct {
		pw, ph int
		crop   geom.Rect
		w, h   int
	}{
		{40, 30, geom.R(0, 0, 40, 30), 40, 30},
		{40, 30, geom.R(0, 0, 40, 30), 61, 47},
		{40, 30, geom.R(3, 2, 31, 27), 29, 31},
		{40, 30, geom.R(3.3, 2.7, 31.1, 27.9), 17, 13},
		{40, 30, geom.R(0, 0, 40, 30), 37, 29}, // just smaller
		{40, 30, geom.R(0, 0, 40, 30), 3, 2},
		{40, 30, geom.R(0, 0, 40, 30), 1, 1},
		{40, 30, geom.R(10, 10, 40, 12), 15, 20}, // down one way, up the other
		{3, 2, geom.R(0, 0, 3, 2), 20, 20},       // smaller than the kernel
		{2, 3, geom.R(0, 0, 2, 3), 1, 1},
		{1, 1, geom.R(0, 0, 1, 1), 5, 4},
		{40, 30, geom.R(20, 15, 20.5, 15.5), 9, 9}, // within a pixel
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%dx%d %v to %dx%d", tt.pw, tt.ph, tt.crop, tt.w, tt.h), func(t *testing.T) {
			pix := make([]uint8, tt.pw*tt.ph)
			for i := range pix {
				pix[i] = uint8(255 * r.IntN(2)) // the hardest case: black and white noise
				if i%3 == 0 {
					pix[i] = uint8(r.IntN(256))
				}
			}
			got := photo.ResamplePlane(pix, tt.pw, tt.ph, tt.crop, tt.w, tt.h)
			for i, want := range slow(pix, tt.pw, tt.ph, tt.crop, tt.w, tt.h) {
				if math.Abs(float64(got[i])-want) > 0.6 { // half for rounding, a tenth for the weights
					t.Fatalf("sample %d: got %d, want %.2f", i, got[i], want)
				}
			}
		})
	}
}

func TestResampleFlat(t *testing.T) {
	for _, v := range []uint8{0, 1, 127, 254, 255} {
		pix := make([]uint8, 50*40)
		for i := range pix {
			pix[i] = v
		}
		for _, size := range [][2]int{{50, 40}, {73, 91}, {31, 7}, {1, 1}} {
			for i, got := range photo.ResamplePlane(pix, 50, 40, geom.R(0.3, 1.7, 48.9, 39.2), size[0], size[1]) {
				if got != v {
					t.Fatalf("%d at %v: sample %d is %d", v, size, i, got)
				}
			}
		}
		// So many weights that each rounds to nothing.
		if got := photo.ResamplePlane(slices.Repeat([]uint8{v}, 80_000), 80_000, 1, geom.R(0, 0, 80_000, 1), 1, 1)[0]; got != v {
			t.Errorf("%d over 80 000 samples is %d", v, got)
		}
	}
}

// difference returns the largest difference of two pictures.
func difference(t *testing.T, a, b *image.NRGBA) int {
	t.Helper()
	if a.Rect != b.Rect {
		t.Fatalf("%v and %v", a.Rect, b.Rect)
	}
	most := 0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			i, j := a.PixOffset(x, y), b.PixOffset(x, y)
			for c := range 4 {
				d := int(a.Pix[i+c]) - int(b.Pix[j+c])
				most = max(most, d, -d)
			}
		}
	}
	return most
}

func nrgba(t *testing.T, m image.Image) *image.NRGBA {
	t.Helper()
	n, ok := m.(*image.NRGBA)
	if !ok {
		t.Fatalf("got a %T", m)
	}
	return n
}

func TestWholeUnscaledIsExact(t *testing.T) {
	want := scene(37, 23)
	p := photo.FromImage(want, sniff.PNG, 1)
	got, err := p.Prepare(whole(p), 37, 23, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(t, got, want); d != 0 {
		t.Errorf("off by %d", d)
	}
}

// stored returns what a camera stores of an upright picture under orientation o,
// by the words of the standard: where row 0 and column 0 lie.
func stored(m *image.NRGBA, o int) *image.NRGBA {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	sw, sh := w, h
	if o >= 5 {
		sw, sh = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, sw, sh))
	for row := range sh {
		for col := range sw {
			var x, y int
			switch o {
			case 1: // row 0 top, column 0 left
				x, y = col, row
			case 2: // top, right
				x, y = w-1-col, row
			case 3: // bottom, right
				x, y = w-1-col, h-1-row
			case 4: // bottom, left
				x, y = col, h-1-row
			case 5: // left, top
				x, y = row, col
			case 6: // right, top
				x, y = w-1-row, col
			case 7: // right, bottom
				x, y = w-1-row, h-1-col
			case 8: // left, bottom
				x, y = row, h-1-col
			}
			out.SetNRGBA(col, row, m.NRGBAAt(x, y))
		}
	}
	return out
}

func TestOrientations(t *testing.T) {
	m := scene(90, 60)
	reference := photo.FromImage(m, sniff.PNG, 1)
	crop := geom.R(10.5, 3, 71, 47.25)
	want, err := reference.Prepare(crop, 77, 50, nil)
	if err != nil {
		t.Fatal(err)
	}
	for o := 1; o <= 8; o++ {
		t.Run(fmt.Sprint(o), func(t *testing.T) {
			data := withChunks(encodePNG(t, stored(m, o)), chunk("eXIf", exif(binary.BigEndian, uint16(o))))
			path := write(t, "x.png", data)
			got, err := photo.Prepare(path, crop, 77, 50, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := difference(t, got, want); d > 1 { // the order of the passes differs
				t.Errorf("crop off by %d", d)
			}
			all, info, err := load(path)
			if err != nil {
				t.Fatal(err)
			}
			if info.W != 90 || info.H != 60 || difference(t, nrgba(t, all), m) != 0 {
				t.Errorf("loaded %+v", info)
			}
		})
	}
}

// TestSubsampling prepares a smooth picture in each chroma layout: what comes
// out is the colour of the place, not of its chroma sample's corner.
func TestSubsampling(t *testing.T) {
	const w, h = 61, 43
	at := func(x, y float64) (luma, cb, cr uint8) { return uint8(90 + x + y), uint8(80 + x), uint8(190 - 2*y) }
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		t.Run(ratio.String(), func(t *testing.T) {
			m := image.NewYCbCr(image.Rect(0, 0, w, h), ratio)
			for y := range h {
				for x := range w {
					m.Y[m.YOffset(x, y)], _, _ = at(float64(x), float64(y))
				}
			}
			// A chroma sample stands for the middle of the pixels it covers.
			cols, rows := m.CStride, len(m.Cb)/m.CStride
			fx, fy := float64((w+cols-1)/cols), float64((h+rows-1)/rows)
			for j := range rows {
				for i := range cols {
					_, m.Cb[j*cols+i], m.Cr[j*cols+i] = at((float64(i)+0.5)*fx-0.5, (float64(j)+0.5)*fy-0.5)
				}
			}
			p := photo.FromImage(m, sniff.JPEG, 1)
			got, err := p.Prepare(whole(p), w, h, nil)
			if err != nil {
				t.Fatal(err)
			}
			for y := 6; y < h-6; y++ {
				for x := 6; x < w-6; x++ {
					r, g, b := color.YCbCrToRGB(at(float64(x), float64(y)))
					c := got.NRGBAAt(x, y)
					if abs(c.R, r) > 3 || abs(c.G, g) > 3 || abs(c.B, b) > 3 || c.A != 255 {
						t.Fatalf("(%d, %d): got %v, want %d %d %d", x, y, c, r, g, b)
					}
				}
			}
		})
	}
}

func abs(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// TestJPEGColours holds the conversion to the standard library's over all of
// the cube's coarse points.
func TestJPEGColours(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 32*32, 32), image.YCbCrSubsampleRatio444)
	for i := range m.Y {
		m.Y[i], m.Cb[i], m.Cr[i] = uint8(i>>10*8), uint8(i>>5&31*8), uint8(i&31*8)
	}
	p := photo.FromImage(m, sniff.JPEG, 1)
	got, err := p.Prepare(whole(p), 32*32, 32, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Y {
		r, g, b := color.YCbCrToRGB(m.Y[i], m.Cb[i], m.Cr[i])
		c := got.Pix[4*i : 4*i+4]
		if abs(c[0], r) > 1 || abs(c[1], g) > 1 || abs(c[2], b) > 1 {
			t.Fatalf("%d %d %d: got %v, want %d %d %d", m.Y[i], m.Cb[i], m.Cr[i], c, r, g, b)
		}
	}
}

// TestWebPWithAlpha: a lossy WebP that has transparency is no greyer than one without.
func TestWebPWithAlpha(t *testing.T) {
	chunk := func(id string, data []byte) []byte {
		out := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(data)))
		if out = append(out, data...); len(data)%2 == 1 {
			out = append(out, 0)
		}
		return out
	}
	const side = 64
	body := []byte("WEBP")
	body = append(body, chunk("VP8X", []byte{0x10, 0, 0, 0, side - 1, 0, 0, side - 1, 0, 0})...)
	body = append(body, chunk("ALPH", append([]byte{0}, bytes.Repeat([]byte{255}, side*side)...))...)
	body = append(body, whiteWebP(t)[12:]...)
	m, _, err := load(write(t, "x.webp", chunk("RIFF", body)))
	if err != nil {
		t.Fatal(err)
	}
	if c := nrgba(t, m).NRGBAAt(30, 30); c != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("white is %v", c)
	}
}

// TestWebPRange: lossy WebP has video's limited range, and white must be white.
func TestWebPRange(t *testing.T) {
	m, _, err := load(write(t, "x.webp", whiteWebP(t)))
	if err != nil {
		t.Fatal(err)
	}
	if c := nrgba(t, m).NRGBAAt(30, 30); c != (color.NRGBA{255, 255, 255, 255}) {
		t.Errorf("white is %v", c)
	}
	y := image.NewYCbCr(image.Rect(0, 0, 4, 1), image.YCbCrSubsampleRatio444)
	// Black, white, and red and blue of Rec. 601.
	copy(y.Y, []uint8{16, 235, 81, 41})
	copy(y.Cb, []uint8{128, 128, 90, 240})
	copy(y.Cr, []uint8{128, 128, 240, 110})
	p := photo.FromImage(y, sniff.WebP, 1)
	got, err := p.Prepare(whole(p), 4, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][3]uint8{{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {0, 0, 255}} {
		c := got.Pix[4*i:]
		if abs(c[0], want[0]) > 2 || abs(c[1], want[1]) > 2 || abs(c[2], want[2]) > 2 {
			t.Errorf("colour %d: got %v, want %v", i, c[:3], want)
		}
	}
}

// TestModels prepares the same picture in the models that decoders return.
func TestModels(t *testing.T) {
	want := scene(40, 30)
	grey := image.NewGray(want.Rect)
	grey16 := image.NewGray16(want.Rect)
	rgba64 := image.NewNRGBA64(want.Rect)
	shifted := image.NewNRGBA(image.Rect(100, 50, 140, 80)) // an origin elsewhere
	for y := range 30 {
		for x := range 40 {
			c := want.NRGBAAt(x, y)
			grey.Set(x, y, c)
			grey16.Set(x, y, c)
			rgba64.Set(x, y, c)
			shifted.Set(100+x, 50+y, c)
		}
	}
	prepare := func(m image.Image) *image.NRGBA {
		p := photo.FromImage(m, sniff.PNG, 1)
		out, err := p.Prepare(geom.R(5, 5, 35, 25), 45, 30, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ref := prepare(want)
	for name, m := range map[string]image.Image{"16 bits": rgba64, "shifted": shifted} {
		if d := difference(t, prepare(m), ref); d > 1 {
			t.Errorf("%s: off by %d", name, d)
		}
	}
	if d := difference(t, prepare(grey16), prepare(grey)); d > 1 {
		t.Errorf("grey: off by %d", d)
	}
}

func TestAlphaOverWhite(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	for i := range m.Pix {
		m.Pix[i] = []uint8{200, 0, 0, 128}[i%4]
	}
	got, err := photo.Prepare(write(t, "x.png", encodePNG(t, m)), geom.R(0, 0, 4, 4), 4, 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := got.NRGBAAt(2, 2); abs(c.R, 227) > 1 || abs(c.G, 127) > 1 || abs(c.B, 127) > 1 || c.A != 255 {
		t.Errorf("got %v", c)
	}
}

// TestDecoderThatLies holds that a picture without the samples it announces is
// an error, in whatever goroutine it shows.
func TestDecoderThatLies(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 40, 30), image.YCbCrSubsampleRatio420)
	m.Cr = m.Cr[:20]
	p := photo.FromImage(m, sniff.JPEG, 1)
	if _, err := p.Prepare(whole(p), 40, 30, nil); err == nil {
		t.Error("no error")
	}
}

func TestPrepareRefuses(t *testing.T) {
	p := photo.FromImage(scene(40, 30), sniff.PNG, 1)
	nan := math.NaN()
	for _, tt := range []struct {
		crop geom.Rect
		w, h int
	}{
		{geom.R(0, 0, 41, 30), 10, 10},
		{geom.R(-1, 0, 40, 30), 10, 10},
		{geom.R(10, 10, 10, 20), 10, 10},
		{geom.R(50, 50, 60, 60), 10, 10},
		{geom.R(nan, 0, 10, 10), 10, 10},
		{geom.R(0, 0, 40, 30), 0, 10},
		{geom.R(0, 0, 40, 30), 10, -1},
		{geom.R(0, 0, 40, 30), 1 << 40, 1 << 40},
	} {
		if _, err := p.Prepare(tt.crop, tt.w, tt.h, nil); err == nil {
			t.Errorf("%v to %d x %d is no error", tt.crop, tt.w, tt.h)
		}
	}
	if _, err := p.Prepare(geom.R(-0.4, 0, 40.4, 30), 10, 10, nil); err != nil {
		t.Errorf("a crop rounded outwards: %v", err)
	}
}

func TestDuotone(t *testing.T) {
	dark, light := srgb.Color{R: 0x33, G: 0x09, B: 0x0c}, srgb.Color{R: 0xa8, G: 0x55, B: 0x37}
	m := image.NewGray(image.Rect(0, 0, 256, 10))
	for i := range m.Pix {
		m.Pix[i] = uint8(50 + i%256/2) // 50 to 177: it must be stretched
	}
	p := photo.FromImage(m, sniff.PNG, 1)
	got, err := p.Prepare(whole(p), 256, 10, &[2]srgb.Color{dark, light})
	if err != nil {
		t.Fatal(err)
	}
	colour := func(x int) srgb.Color {
		c := got.NRGBAAt(x, 5)
		return srgb.Color{R: c.R, G: c.G, B: c.B}
	}
	if colour(0) != dark || colour(255) != light {
		t.Errorf("ends %v and %v, want %v and %v", colour(0), colour(255), dark, light)
	}
	// One percent of the pixels, 2.56 columns, may clip at either end.
	if colour(6) == dark || colour(249) == light {
		t.Errorf("more than one percent clips: %v, %v", colour(6), colour(249))
	}
	if want := srgb.Mix(dark, light, math.Pow(0.5, 0.92)); abs(colour(128).R, want.R) > 2 {
		t.Errorf("middle %v, want about %v", colour(128), want)
	}
	for x := 1; x < 256; x++ {
		if colour(x).R < colour(x-1).R {
			t.Fatalf("not monotonic at %d", x)
		}
	}

	flat := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range flat.Pix {
		flat.Pix[i] = 128
	}
	p = photo.FromImage(flat, sniff.PNG, 1)
	if got, err = p.Prepare(whole(p), 8, 8, &[2]srgb.Color{dark, light}); err != nil {
		t.Fatal(err)
	}
	if c := colour(4); c == dark || c == light {
		t.Errorf("a flat grey became %v", c)
	}
}
