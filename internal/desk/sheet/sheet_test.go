package sheet_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/sheet"
	"github.com/giro-video/giro/internal/media/photo"
	"github.com/giro-video/giro/internal/picture/compose"
)

var (
	update = flag.Bool("update", false, "write the stills anew")
	every  = flag.Bool("every", false, "draw every template in every format, not each in two, and twenty-five random posts of each, not two")
)

var formats = []string{"universal", "tiktok", "reels", "shorts", "facebook", "screen-portrait", "screen-landscape", "feed", "square"}

// stillWidth is the width of a stored still, px. A still is another picture
// when in any square of tile px the channels differ by more than tolerance code
// values on average: TestStillsSeeMissingText holds that a text's absence does.
const (
	stillWidth = 135
	tile       = 32
	tolerance  = 1.0
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
					compare(t, im, stillFile(name, stored, n))
				}
				seam(t, p)
			})
		}
	}
}

// stillFile is the file of the still of a template's first frame, or of its last scene.
func stillFile(template, format string, n int) string {
	return filepath.Join("testdata", "stills", template+"."+format+"."+[]string{"first", "last"}[n]+".png")
}

// still draws a frame small.
func still(t *testing.T, p *post.Post, n int) *image.RGBA {
	t.Helper()
	f, err := p.Frame(n)
	if err != nil {
		t.Fatal(err)
	}
	return small(f)
}

func small(f *yuv.Frame) *image.RGBA {
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
	want := storedStill(t, file)
	if d, at := worstTile(im, want); d > tolerance {
		t.Errorf("the frame differs from %s by %.1f on average at %v; run with -update if it is meant", file, d, at)
	}
}

func storedStill(t *testing.T, file string) image.Image {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	im, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// worstTile is the largest mean difference of any square of tile px, and where
// it is. Squares overlap by half, so that none parts what is small.
func worstTile(a, b image.Image) (worst float64, at image.Rectangle) {
	if a.Bounds() != b.Bounds() {
		return 255, a.Bounds()
	}
	r := a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y += tile / 2 {
		for x := r.Min.X; x < r.Max.X; x += tile / 2 {
			in := image.Rect(min(x, r.Max.X-tile), min(y, r.Max.Y-tile), x+tile, y+tile).Intersect(r)
			if d := differenceIn(in, a, b); d > worst {
				worst, at = d, in
			}
		}
	}
	return worst, at
}

// difference is the mean difference of two pictures' channels, 255 for
// pictures of other sizes.
func difference(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 255
	}
	return differenceIn(a.Bounds(), a, b)
}

// differenceIn is the mean difference of two pictures' channels within r.
func differenceIn(r image.Rectangle, a, b image.Image) float64 {
	sum, n := 0.0, 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
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

// TestStillsSeeMissingText takes every text in turn out of the frames that
// TestStills draws: each time the frame must differ from the stored still.
func TestStillsSeeMissingText(t *testing.T) {
	dir := t.TempDir()
	studio, err := sheet.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range sheet.Order {
		if !*every && i%4 != 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			p, faults, err := studio.Assemble(sheet.Sample{Template: name, Kit: kits[name]})
			if err != nil || p == nil {
				t.Fatal(err, faults)
			}
			last := sheet.SceneFrames(p)
			for k, n := range []int{0, last[len(last)-1]} {
				want := storedStill(t, stillFile(name, "universal", k))
				for _, text := range textLayers(p.Plan, n) {
					got := small(drawn(t, without(p.Plan, func(l *timeline.Layer) bool { return textOf(l) == text }), dir, n))
					d, at := worstTile(got, want)
					if d <= tolerance {
						t.Errorf("frame %d without %s differs from the still by %.1f at most (%v)", n, text, d, at)
					}
				}
			}
		})
	}
}

// textLayers lists the texts that stand in a frame, but those of one or two
// letters: a still is too small for them.
func textLayers(p *timeline.Plan, n int) (texts []string) {
	for i := range p.Scenes {
		s := &p.Scenes[i]
		if t, on := s.Span.At(n, p.Grid.Frames); !on || t < s.Rest.From {
			continue
		}
		for k := range s.Layers {
			l := &s.Layers[k]
			at, on := l.Span.At(n, p.Grid.Frames)
			name := textOf(l)
			if !on || name == "" || len(l.Paint.(*timeline.Text).Line.Text) < 3 || l.Alpha.At(float64(at), 1) < 0.9 || slices.Contains(texts, name) {
				continue
			}
			texts = append(texts, name)
		}
	}
	return texts
}

// textOf is the name of the text of which a layer is a line, "" for others.
func textOf(l *timeline.Layer) string {
	if _, ok := l.Paint.(*timeline.Text); !ok {
		return ""
	}
	name, _, _ := strings.Cut(l.Name, "#")
	return name
}

// without copies a plan without some of its layers.
func without(p *timeline.Plan, gone func(l *timeline.Layer) bool) *timeline.Plan {
	out := *p
	out.Scenes = slices.Clone(p.Scenes)
	for i := range out.Scenes {
		s := &out.Scenes[i]
		s.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l timeline.Layer) bool { return gone(&l) })
	}
	return &out
}

// drawn draws a frame of a plan whose files lie in dir.
func drawn(t *testing.T, p *timeline.Plan, dir string, n int) *yuv.Frame {
	t.Helper()
	c, err := compose.New(p, assetsIn(dir))
	if err != nil {
		t.Fatal(err)
	}
	return composed(t, c, p, n)
}

func composed(t *testing.T, c *compose.Composer, p *timeline.Plan, n int) *yuv.Frame {
	t.Helper()
	if err := c.Prepare(n, n+1); err != nil {
		t.Fatal(err)
	}
	f := yuv.NewFrame(p.Size.W, p.Size.H)
	if err := c.Painter().Frame(f, n); err != nil {
		t.Fatal(err)
	}
	return f
}

// assetsIn reads the pictures that a plan of a studio in dir names, as a post does.
func assetsIn(dir string) compose.Assets {
	return compose.Assets{
		Photo: func(ph *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
			img, err := photo.Prepare(ph.Source, crop, w, h, ph.Duotone)
			if err != nil {
				return nil, err
			}
			return yuv.FromImage(img), nil
		},
		Bitmap: func(string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, "logo.svg")) },
	}
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
