package sheet_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	xdraw "golang.org/x/image/draw"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/sheet"
)

var (
	update = flag.Bool("update", false, "write the stills anew")
	every  = flag.Bool("every", false, "draw every template in every format, not each in two, and thirty random events, not two")
)

var formats = []string{"universal", "tiktok", "reels", "shorts", "facebook", "screen-portrait", "screen-landscape", "feed", "square"}

// stillWidth is the width of a stored still, px; tolerance is the mean
// difference of a channel, in code values, at which a still is another picture.
const (
	stillWidth = 135
	tolerance  = 2.0
)

var kits = map[string]string{
	"spotlight": "quartieri", "agenda": "riviera", "quartiere": "quartieri", "tour": "borgo", "countdown": "notte",
	"notice": "istituzionale", "alert": "allerta", "call": "quartieri", "numbers": "riviera", "welcome": "quartieri",
}

// TestStills draws the first frame and the last scene of every template and
// holds them against the stored stills, and the last frame against the first.
func TestStills(t *testing.T) {
	studio, err := sheet.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range sheet.Order {
		for k, format := range formats {
			if !*every && !*update && k != 0 && (i%3 != 0 || k != 1+(i+4)%(len(formats)-1)) {
				continue
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				p, faults, err := studio.Assemble(sheet.Sample{Template: name, Kit: kits[name], Format: format})
				if err != nil || p == nil {
					t.Fatal(err, faults)
				}
				last := sheet.SceneFrames(p)
				pair := []image.Image{still(t, p, 0), still(t, p, last[len(last)-1])}
				stored := format
				if p.Plan.Size == (geom.Size{W: 1080, H: 1920}) && p.Format.Safe == geom.R(60, 250, 900, 1440) {
					stored = "universal" // the same canvas with the same safe box
				}
				if *update && stored != format {
					return
				}
				for n, im := range pair {
					compare(t, im, filepath.Join("testdata", "stills", fmt.Sprintf("%s.%s.%d.png", name, stored, n)))
				}
				seam(t, p)
			})
		}
	}
}

// still draws a frame small.
func still(t *testing.T, p *post.Post, n int) *image.RGBA {
	t.Helper()
	f, err := p.Frame(n)
	if err != nil {
		t.Fatal(err)
	}
	src := yuv.ToRGB(f)
	out := image.NewRGBA(image.Rect(0, 0, stillWidth, stillWidth*f.H/f.W))
	xdraw.ApproxBiLinear.Scale(out, out.Bounds(), src, src.Bounds(), xdraw.Src, nil)
	return out
}

func compare(t *testing.T, im image.Image, file string) {
	t.Helper()
	if *update {
		var buf bytes.Buffer
		enc := png.Encoder{CompressionLevel: png.BestCompression}
		if err := enc.Encode(&buf, im); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(im, want); d > tolerance {
		t.Errorf("the frame differs from %s by %.1f on average; run with -update if it is meant", file, d)
	}
}

// difference is the mean difference of two pictures' channels, 255 for
// pictures of other sizes.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	sum, n := 0.0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(r0) - int(r1), int(g0) - int(g1), int(b0) - int(b1)} {
				sum += float64(max(d, -d)) / 257
				n++
			}
		}
	}
	return sum / float64(n)
}

// seam checks that the step over the loop's end is no larger than the steps
// before and after it.
func seam(t *testing.T, p *post.Post) {
	t.Helper()
	n := p.Plan.Grid.Frames
	before, last, first, after := still(t, p, n-2), still(t, p, n-1), still(t, p, 0), still(t, p, 1)
	step := difference(last, first)
	if usual := max(difference(before, last), difference(first, after)); step > 2*usual+1.5 {
		t.Errorf("the seam is a step of %.2f, its neighbours are %.2f", step, usual)
	}
}

// TestGalleryPage checks that the page shows every template, that its pictures
// are there, and that they stay small.
func TestGalleryPage(t *testing.T) {
	const most = 12 << 20
	dir := filepath.Join("..", "..", "..", "templates")
	page, err := os.ReadFile(filepath.Join(dir, "GALLERY.md"))
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile(`\]\((gallery/([^)]+)\.jpg)\)`).FindAllStringSubmatch(string(page), -1) {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(m[1])))
		if err != nil {
			t.Error(err)
			continue
		}
		total += info.Size()
		shown[m[2]] = true
	}
	for _, name := range sheet.Order {
		for _, want := range []string{name, name + "-motion", name + "-seam"} {
			if !shown[want] {
				t.Errorf("the gallery does not show %s", want)
			}
		}
	}
	if total > most {
		t.Errorf("the gallery has %d bytes, at most %d are wanted", total, most)
	}
}
