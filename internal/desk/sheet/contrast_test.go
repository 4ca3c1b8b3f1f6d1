package sheet_test

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/desk/sheet"
	"github.com/giro-video/giro/internal/picture/compose"
	"github.com/giro-video/giro/internal/picture/raster"
)

// TestContrast measures, on composed frames without their texts, what lies under
// and around the glyphs of every text over the whole time that it shows:
// transitions, moving photos and discs that cross it included; the sender's name
// while a scene rests. With -every in
// five kits, in more formats and with every photo.
func TestContrast(t *testing.T) {
	studio, err := sheet.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	check := func(name string, sample sheet.Sample, step int) {
		t.Run(name, func(t *testing.T) {
			p, faults, err := studio.Assemble(sample)
			if err != nil || p == nil {
				t.Fatal(err, faults)
			}
			measureContrast(t, p, step)
		})
	}
	for _, name := range sheet.Order {
		if !*every {
			check(name, sheet.Sample{Template: name, Kit: kits[name]}, 60)
			continue
		}
		for _, kit := range []string{"quartieri", "borgo", "riviera", "istituzionale", "notte"} {
			check(name+"/"+kit, sheet.Sample{Template: name, Kit: kit}, 9)
			check(name+"/"+kit+"/strict/ar", sheet.Sample{Template: name, Kit: kit, Strict: true, Language: "ar"}, 25)
			check(name+"/"+kit+"/square", sheet.Sample{Template: name, Kit: kit, Format: "square"}, 25)
			check(name+"/"+kit+"/landscape", sheet.Sample{Template: name, Kit: kit, Format: "screen-landscape", Language: "de"}, 25)
		}
	}
	photos := []string{"dandelion", "brushes"}
	if *every {
		photos = append(photos, "autumn-hills", "dogs-window", "fig-bowl", "sunset-hill")
	}
	for _, name := range photos {
		check("agenda/"+name, sheet.Sample{Template: "agenda", Kit: "riviera", Edit: picture("photos/" + name + ".jpg")}, 60)
	}
}

// moments are the frames to look at: of every scene some of its transition, the
// first and the last at rest, and every step-th between.
func moments(p *timeline.Plan, step int) []int {
	var out []int
	for i := range p.Scenes {
		s := &p.Scenes[i]
		at := []int{s.Rest.From, s.Rest.To - 1}
		for f := s.Span.From + 3; f < s.Rest.From; f += max(6, step/4) {
			at = append(at, f)
		}
		for f := s.Rest.From + step; f < s.Rest.To; f += step {
			at = append(at, f)
		}
		for _, f := range at {
			out = append(out, ((f%p.Grid.Frames)+p.Grid.Frames)%p.Grid.Frames)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shownText is a line of text in one frame.
type shownText struct {
	name   string
	paint  *timeline.Text
	dx, dy float64
	sees   []func(x, y float64) bool // what its clips leave of it
}

func measureContrast(t *testing.T, p *post.Post, step int) {
	t.Helper()
	bare := without(p.Plan, func(l *timeline.Layer) bool {
		_, mark := l.Paint.(*timeline.Bitmap)
		return textOf(l) != "" || mark || strings.HasSuffix(l.Name, "/strike")
	})
	c, err := compose.New(bare, assetsIn(""))
	if err != nil {
		t.Fatal(err)
	}
	painter := c.Painter()
	frame := yuv.NewFrame(p.Plan.Size.W, p.Plan.Size.H)
	worst, at, measured := math.Inf(1), "", 0
	seen := map[string]bool{}
	for _, n := range moments(p.Plan, step) {
		texts := textsIn(p.Plan, n)
		if len(texts) == 0 {
			continue
		}
		if err := c.Prepare(n, n+1); err != nil {
			t.Fatal(err)
		}
		if err := painter.Frame(frame, n); err != nil {
			t.Fatal(err)
		}
		ground := yuv.ToRGB(frame)
		for _, txt := range texts {
			got, ok := contrastUnder(ground, txt)
			if !ok {
				continue
			}
			measured++
			if got < worst {
				worst, at = got, fmt.Sprintf("%s at frame %d", txt.name, n)
			}
			if got < 4.5 && !seen[txt.name] {
				seen[txt.name] = true
				t.Errorf("frame %d: %s %q has a contrast of %.2f", n, txt.name, txt.paint.Line.Text, got)
			}
		}
	}
	if measured < 10 {
		t.Errorf("only %d texts were measured", measured)
	}
	t.Logf("%d measurements, the worst %.2f: %s", measured, worst, at)
}

// textsIn lists what a frame shows of the plan's texts.
func textsIn(p *timeline.Plan, n int) []shownText {
	type active struct {
		*timeline.Scene
		t, start int
	}
	var scenes []active
	for i := range p.Scenes {
		if t, ok := p.Scenes[i].Span.At(n, p.Grid.Frames); ok {
			scenes = append(scenes, active{&p.Scenes[i], t, n - (t - p.Scenes[i].Span.From)})
		}
	}
	slices.SortStableFunc(scenes, func(a, b active) int {
		if a.Z != b.Z {
			return a.Z - b.Z
		}
		return a.start - b.start
	})
	resting := slices.ContainsFunc(scenes, func(s active) bool {
		return (s.Z == 0 || s.Z == 2) && s.t >= s.Rest.From && s.t < s.Rest.To
	})
	var out []shownText
	for i, s := range scenes {
		for k := range s.Layers {
			l := &s.Layers[k]
			txt, ok := l.Paint.(*timeline.Text)
			lt, on := l.Span.At(n, p.Grid.Frames)
			if !ok || !on || l.Alpha.At(float64(lt), 1) < 0.99 {
				continue
			}
			// The sender's name stands all the time, without a window of its own;
			// what moves between two scenes may pass behind it.
			if l.Clip == nil && !resting {
				continue
			}
			shown := shownText{name: l.Name, paint: txt, dx: l.DX.At(float64(lt), 0), dy: l.DY.At(float64(lt), 0)}
			shown.sees = append(shown.sees, inside(s.Clip, float64(s.t)), inside(l.Clip, float64(lt)))
			for _, later := range scenes[i+1:] {
				shown.sees = append(shown.sees, uncovered(later.Scene, float64(later.t), n, p.Grid.Frames))
			}
			out = append(out, shown)
		}
	}
	return out
}

// inside returns what a clip lets through at a frame.
func inside(c *timeline.Clip, t float64) func(x, y float64) bool {
	if c == nil {
		return func(float64, float64) bool { return true }
	}
	r := c.Box
	all := r == geom.Rect{}
	r = geom.R(c.X0.At(t, r.X0), c.Y0.At(t, r.Y0), c.X1.At(t, r.X1), c.Y1.At(t, r.Y1))
	d := c.Circle
	var cx, cy, cr float64
	if d != nil {
		cx, cy, cr = d.CX.At(t, 0), d.CY.At(t, 0), d.R.At(t, 0)
	}
	return func(x, y float64) bool {
		if !all && (x < r.X0 || x > r.X1 || y < r.Y0 || y > r.Y1) {
			return false
		}
		if d == nil {
			return true
		}
		in := math.Hypot(x-cx, y-cy) - cr
		return d.Invert && in > 2 || !d.Invert && in < -2
	}
}

// uncovered returns where a later scene paints nothing.
func uncovered(s *timeline.Scene, t float64, n, frames int) func(x, y float64) bool {
	type cover struct {
		box  geom.Rect
		sees func(x, y float64) bool
	}
	var covers []cover
	for k := range s.Layers {
		l := &s.Layers[k]
		if lt, on := l.Span.At(n, frames); on && s.Z != 1 { // an overlay has fine things only
			covers = append(covers, cover{l.Box.Add(l.DX.At(float64(lt), 0), l.DY.At(float64(lt), 0)).Inset(-2), inside(l.Clip, float64(lt))})
		}
	}
	clip := inside(s.Clip, t)
	return func(x, y float64) bool {
		return !clip(x, y) || !slices.ContainsFunc(covers, func(c cover) bool {
			return x >= c.box.X0 && x <= c.box.X1 && y >= c.box.Y0 && y <= c.box.Y1 && c.sees(x, y)
		})
	}
}

// contrastUnder is the contrast of a text with all but the worst hundredth of
// what lies under its glyphs and 8 px around them.
func contrastUnder(ground *image.NRGBA, txt shownText) (float64, bool) {
	const grow = 8
	m := raster.Text(txt.paint, txt.dx, txt.dy)
	r := m.Rect.Inset(-grow).Intersect(ground.Bounds())
	if r.Empty() {
		return 0, false
	}
	w := m.Rect.Dx()
	var all []float64
	known := map[srgb.Color]float64{}
	for y := r.Min.Y; y < r.Max.Y; y += 3 {
		for x := r.Min.X; x < r.Max.X; x += 3 {
			near := false
			for _, d := range [][2]int{{0, 0}, {-grow, 0}, {grow, 0}, {0, -grow}, {0, grow}, {-5, -5}, {5, 5}, {-5, 5}, {5, -5}} {
				q := image.Pt(x+d[0], y+d[1])
				if q.In(m.Rect) && m.A[(q.Y-m.Rect.Min.Y)*w+q.X-m.Rect.Min.X] > 127 {
					near = true
					break
				}
			}
			if !near || slices.ContainsFunc(txt.sees, func(f func(x, y float64) bool) bool { return !f(float64(x)+0.5, float64(y)+0.5) }) {
				continue
			}
			px := ground.NRGBAAt(x, y)
			col := srgb.Color{R: px.R, G: px.G, B: px.B}
			k, ok := known[col]
			if !ok {
				k = srgb.Contrast(txt.paint.Color, col)
				known[col] = k
			}
			all = append(all, k)
		}
	}
	if len(all) < 40 {
		return 0, false // a sliver
	}
	slices.Sort(all)
	return all[len(all)/100], true
}

// picture gives events another picture.
func picture(file string) func(*event.Event) {
	return func(e *event.Event) { e.Images = []string{file} }
}
