package photo_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/media/photo"
)

func linearSRGB(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.04045 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

func square(x float64) float64 { return x * x }

func encodeSRGB(v float64) float64 {
	v = min(1, max(0, v))
	if v <= 0.0031308 {
		return 255 * 12.92 * v
	}
	return 255 * (1.055*math.Pow(v, 1/2.4) - 0.055)
}

func TestConvertICC(t *testing.T) {
	// The matrices from linear light to linear light as published for CSS Color 4
	// and by Lindbloom: not by way of the D50 colorants, as the code does it.
	spaces := []struct {
		name   string
		icc    []byte
		linear func(uint8) float64
		m      [9]float64
	}{
		{"Display P3", profile("Display P3", colorantsP3, curveSRGB), linearSRGB, [9]float64{
			1.2249402, -0.2249402, 0,
			-0.0420569, 1.0420569, 0,
			-0.0196376, -0.0786361, 1.0982736,
		}},
		{"Adobe RGB", profile("Adobe RGB", colorantsAdobe, curveAdobe), func(v uint8) float64 { return math.Pow(float64(v)/255, 563.0/256) }, [9]float64{
			1.3982832, -0.3982831, 0,
			0, 1, 0,
			0, -0.0429383, 1.0429383,
		}},
		{"sRGB", profile("sRGB", colorantsSRGB, curveSRGB), linearSRGB, [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}},
	}
	for _, s := range spaces {
		t.Run(s.name, func(t *testing.T) {
			var pix []byte
			for r := 0; r < 256; r += 15 {
				for g := 0; g < 256; g += 15 {
					for b := 0; b < 256; b += 15 {
						pix = append(pix, uint8(r), uint8(g), uint8(b), 255)
					}
				}
			}
			in := append([]byte{}, pix...)
			if name, ok := photo.ConvertICC(s.icc, pix); !ok || name != s.name {
				t.Fatalf("%q, %v", name, ok)
			}
			for i := 0; i < len(pix); i += 4 {
				l := [3]float64{s.linear(in[i]), s.linear(in[i+1]), s.linear(in[i+2])}
				for c := range 3 {
					v := s.m[3*c]*l[0] + s.m[3*c+1]*l[1] + s.m[3*c+2]*l[2]
					// Steep near black: a rounding of the colorants shows there.
					if want := encodeSRGB(v); math.Abs(float64(pix[i+c])-want) > 1.2 && math.Abs(v) > 0.002 || math.Abs(float64(pix[i+c])-want) > 4 {
						t.Fatalf("%v channel %d: got %d, want %.2f", in[i:i+3], c, pix[i+c], want)
					}
				}
				if pix[i+3] != 255 {
					t.Fatal("alpha was touched")
				}
			}
		})
	}
}

// TestGreyStaysGrey: the white points are adapted, so a neutral has no tint.
func TestGreyStaysGrey(t *testing.T) {
	for name, icc := range map[string][]byte{
		"P3": profile("", colorantsP3, curveSRGB), "sRGB": profile("", colorantsSRGB, curveSRGB),
	} {
		var pix []byte
		for v := range 256 {
			pix = append(pix, uint8(v), uint8(v), uint8(v), 255)
		}
		if _, ok := photo.ConvertICC(icc, pix); !ok {
			t.Fatal("refused")
		}
		for i, got := range pix {
			if i%4 != 3 && abs(got, uint8(i/4)) > 1 {
				t.Errorf("%s: grey %d became %d in channel %d", name, i/4, got, i%4)
			}
		}
	}
}

// TestPrepareConverts holds that a P3 photo's colours arrive in sRGB by each way
// in: JPEG and PNG.
func TestPrepareConverts(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	for i := range m.Pix {
		m.Pix[i] = []uint8{60, 180, 90, 255}[i%4]
	}
	icc := profile("Display P3", colorantsP3, curveSRGB)
	for name, data := range map[string][]byte{
		"x.jpg": withSegments(encodeJPEG(t, m), iccSegments(icc, 60_000)...),
		"x.png": withChunks(encodePNG(t, m), chunk("iCCP", append([]byte("P3\x00\x00"), deflate(t, icc)...))),
	} {
		got, err := photo.Prepare(write(t, name, data), geom.R(2, 2, 14, 14), 20, 20, nil)
		if err != nil {
			t.Fatal(err)
		}
		// By the published matrix: linear (0.0452, 0.4564, 0.1022) is out of gamut in
		// red and becomes (0, 0.4737, 0.0755).
		want := color.NRGBA{0, 183, 78, 255}
		if c := got.NRGBAAt(10, 10); abs(c.R, want.R) > 2 || abs(c.G, want.G) > 2 || abs(c.B, want.B) > 2 {
			t.Errorf("%s: got %v, want %v", name, c, want)
		}
	}
}

func TestCurves(t *testing.T) {
	table := []byte("curv\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x40\x00\xff\xff") // 0, 0.25, 1
	for name, tt := range map[string]struct {
		curve []byte
		in    uint8
		want  float64 // linear light
	}{
		"identity":     {[]byte("curv\x00\x00\x00\x00\x00\x00\x00\x00"), 51, 0.2},
		"gamma":        {curveAdobe, 128, math.Pow(128.0/255, 563.0/256)},
		"table":        {table, 64, 0.25 * 64 / 127.5},
		"table, upper": {table, 255, 1},
		"power":        {append([]byte("para\x00\x00\x00\x00\x00\x00\x00\x00"), s15(1.8)...), 128, math.Pow(128.0/255, 1.8)},
		"type 1":       {append([]byte("para\x00\x00\x00\x00\x00\x01\x00\x00"), s15(2, 1, -0.1)...), 128, square(128.0/255 - 0.1)},
		"type 2":       {append([]byte("para\x00\x00\x00\x00\x00\x02\x00\x00"), s15(2, 0.8, 0, 0.1)...), 128, square(0.8*128/255) + 0.1},
		"type 3":       {curveSRGB, 128, linearSRGB(128)},
		"type 3, dark": {curveSRGB, 5, linearSRGB(5)},
		"type 4":       {append([]byte("para\x00\x00\x00\x00\x00\x04\x00\x00"), s15(2, 0.9, 0, 0.5, 0.25, 0.05, 0.02)...), 128, square(0.9*128/255) + 0.05},
	} {
		t.Run(name, func(t *testing.T) {
			pix := []byte{tt.in, tt.in, tt.in, 255}
			if _, ok := photo.ConvertICC(profile("", colorantsSRGB, tt.curve), pix); !ok {
				t.Fatal("refused")
			}
			if want := encodeSRGB(tt.want); math.Abs(float64(pix[1])-want) > 1 {
				t.Errorf("got %d, want %.2f", pix[1], want)
			}
		})
	}
}

// FuzzICC holds that no profile makes the parser or the conversion panic.
func FuzzICC(f *testing.F) {
	f.Add(profile("Display P3", colorantsP3, curveSRGB))
	f.Add(profile("x", colorantsAdobe, curveAdobe))
	f.Add(profile("", colorantsSRGB, []byte("curv\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x40\x00\xff\xff")))
	f.Fuzz(func(t *testing.T, data []byte) {
		pix := []byte{0, 1, 128, 255, 255, 254, 7, 255}
		photo.ConvertICC(data, pix)
		if pix[3] != 255 || pix[7] != 255 {
			t.Error("alpha was touched")
		}
	})
}
