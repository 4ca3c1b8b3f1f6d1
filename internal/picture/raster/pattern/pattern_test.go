package pattern_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/picture/raster/pattern"
)

// palette gives every role a colour of its own.
var palette = []srgb.Color{
	{R: 255, G: 255, B: 255},
	{R: 255, G: 90, B: 54},
	{R: 236, G: 236, B: 232},
	{R: 17, G: 17, B: 17},
	{R: 34, G: 190, B: 118},
	{R: 82, G: 167, B: 255},
	{R: 181, G: 155, B: 255},
}

// colors returns as many colours as a pattern has roles, three at least for
// those that take more.
func colors(name string) []srgb.Color {
	n := len(pattern.Roles(name))
	if name == "palladiana" || name == "arcs" {
		n = 5
	}
	return palette[:n]
}

func draw(t *testing.T, name string, seed uint64, size geom.Size) *image.RGBA {
	t.Helper()
	im, err := pattern.Draw(name, seed, size, 0, colors(name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return im
}

// golden holds the digests of three pictures of each pattern. They change only
// when a design does; every machine must agree (GOAMD64=v3 and arm64, which
// fuse multiplications and additions, included).
var golden = map[string]string{
	"arcs":       "02f5628b7690f6fa",
	"beach":      "264aed36f721f13a",
	"contours":   "e90a58a71accab62",
	"moon":       "1932a859626f395b",
	"palladiana": "18c03ba010e73560",
	"plan":       "d878395c6abccbac",
	"rosette":    "9faa464c311bd53c",
	"shutter":    "d920a42809a59d48",
	"stripes":    "9ccf0f30b7f5eda7",
	"tiles":      "9d30a58fa21de2e8",
	"umbrella":   "c78121c54ffd513c",
}

func TestPicturesAreTheSameEverywhere(t *testing.T) {
	for _, name := range pattern.Names() {
		w := digest.New("pattern test 1")
		for seed := range uint64(3) {
			w.Bytes(draw(t, name, seed, geom.Size{W: 540, H: 960}).Pix)
		}
		if got := w.Done().String()[:16]; got != golden[name] {
			t.Errorf("%q: %q,", name, got)
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	size := geom.Size{W: 540, H: 960}
	for _, name := range pattern.Names() {
		a, again := draw(t, name, 1, size), draw(t, name, 1, size)
		if !bytes.Equal(a.Pix, again.Pix) {
			t.Errorf("%s: the same seed gives two pictures", name)
		}
		different := 0
		for seed := uint64(2); seed < 5; seed++ {
			if !bytes.Equal(a.Pix, draw(t, name, seed, size).Pix) {
				different++
			}
		}
		if different < 2 {
			t.Errorf("%s: %d of 3 other seeds give another picture", name, different)
		}
	}
}

// Every pattern is opaque and shows every colour that it is given, mostly pure:
// blends are confined to the edges of its shapes.
func TestColorsShow(t *testing.T) {
	for _, name := range pattern.Names() {
		im := draw(t, name, 3, geom.Size{W: 1080, H: 1920})
		count := map[srgb.Color]int{}
		var last srgb.Color
		run := 0
		for i := 0; i < len(im.Pix); i += 4 {
			if im.Pix[i+3] != 255 {
				t.Fatalf("%s: a pixel with alpha %d", name, im.Pix[i+3])
			}
			if c := (srgb.Color{R: im.Pix[i], G: im.Pix[i+1], B: im.Pix[i+2]}); c != last {
				count[last] += run
				last, run = c, 0
			}
			run++
		}
		count[last] += run
		pure := 0
		for i, c := range colors(name) {
			share := float64(count[c]) / (1080 * 1920)
			if share < 0.002 && !(name == "stripes" && i == 2) { // not every weave has a second stripe
				t.Errorf("%s: colour %d shows on %.4f of the picture", name, i, share)
			}
			pure += count[c]
		}
		if share := float64(pure) / (1080 * 1920); share < 0.85 {
			t.Errorf("%s: only %.3f of the picture is in its pure colours", name, share)
		}
	}
}

func TestOddSizes(t *testing.T) {
	sizes := []geom.Size{{W: 1, H: 1}, {W: 3, H: 700}, {W: 700, H: 3}, {W: 180, H: 1920}, {W: 1080, H: 480}, {W: 1920, H: 1080}}
	for _, name := range pattern.Names() {
		for _, size := range sizes {
			im := draw(t, name, 11, size)
			if im.Rect != image.Rect(0, 0, size.W, size.H) {
				t.Errorf("%s: %v for size %v", name, im.Rect, size)
			}
		}
	}
}

// Optional colours may be left out.
func TestFewColors(t *testing.T) {
	for _, name := range pattern.Names() {
		drawn := 0
		for n := range len(palette) + 1 {
			_, err := pattern.Draw(name, 1, geom.Size{W: 200, H: 300}, 0, palette[:n])
			if err == nil {
				drawn++
				continue
			}
			list, ok := diag.Messages(err)
			if !ok || !strings.Contains(list[0].Hint.String(), pattern.Roles(name)[0]) {
				t.Errorf("%s with %d colours: %v, without the roles as a hint", name, n, err)
			}
		}
		if drawn == 0 || drawn == len(palette)+1 {
			t.Errorf("%s takes %d different numbers of colours", name, drawn)
		}
	}
}

func TestRefusals(t *testing.T) {
	_, err := pattern.Draw("plann", 1, geom.Size{W: 9, H: 9}, 0, palette[:2])
	if list, ok := diag.Messages(err); !ok || list[0].Hint.String() != `did you mean "plan"?` {
		t.Errorf("unknown name: %v", err)
	}
	for _, size := range []geom.Size{{}, {W: -1, H: 5}, {W: 1 << 30, H: 1 << 30}, {W: 50_000, H: 50_000}} {
		if im, err := pattern.Draw("plan", 1, size, 0, palette[:2]); err == nil || im != nil {
			t.Errorf("size %v is taken", size)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, name := range pattern.Names() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := pattern.Draw(name, 1, geom.Size{W: 1200, H: 2040}, 0, colors(name)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
