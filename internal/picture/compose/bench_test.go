package compose_test

import (
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/compose"
)

var (
	ink   = srgb.Color{R: 17, G: 17, B: 17}
	paper = srgb.Color{R: 255, G: 255, B: 255}
	field = srgb.Color{R: 255, G: 90, B: 54}
)

const loop = 120

func whole() timeline.Span { return timeline.Span{From: 0, To: loop} }

// canvas returns a plan of 1080 by 1920 px with the given scenes.
func canvas(scenes ...timeline.Scene) *timeline.Plan {
	return &timeline.Plan{
		Template: "test", Size: geom.Size{W: 1080, H: 1920}, Ground: paper, Scenes: scenes,
		Grid: timebase.Grid{Rate: timebase.FPS(30), Frames: loop, Bars: 2, BeatsPerBar: 4},
	}
}

// zoomed is a full-frame photo with the house's slow zoom.
func zoomed(name string, s timeline.Span) timeline.Layer {
	return timeline.Layer{
		Name: "photo/" + name, Span: s, Box: geom.R(0, 0, 1080, 1920),
		Paint: &timeline.Photo{Source: name, SrcW: 3000, SrcH: 4000, View: timeline.View{
			Zoom: timeline.Ramp(float64(s.From), 1, float64(s.To), 1.06, timeline.Drift),
		}},
	}
}

// lines sets text on the house's grid, moving in by a mask-slide.
func lines(tb testing.TB, s timeline.Span, moving bool, size float64, texts ...string) []timeline.Layer {
	tb.Helper()
	var out []timeline.Layer
	for i, text := range texts {
		y := 560 + float64(i)*size*1.04
		l := timeline.Layer{
			Name: "text", Span: s, Box: geom.R(60, y-size, 900, y+size/4),
			Paint: &timeline.Text{Line: setLine(tb, text, size), Origin: geom.Point{X: 60, Y: y}, Color: ink},
		}
		if moving {
			l.Clip = &timeline.Clip{Box: l.Box}
			l.DY = timeline.Ramp(float64(s.From), size*1.24, float64(s.To), 0, timeline.Drift)
		}
		out = append(out, l)
	}
	return out
}

func fill(name string, box geom.Rect, c srgb.Color) timeline.Layer {
	return timeline.Layer{Name: name, Span: whole(), Box: box, Paint: &timeline.Fill{Color: c}}
}

func benchmarkPlans(tb testing.TB) map[string]*timeline.Plan {
	tb.Helper()
	s := whole()
	words := []string{"L’Isola", "dei", "murales"}
	photo := zoomed("a", s)
	scrim := timeline.Layer{
		Name: "scrim", Span: s, Box: geom.R(0, 960, 1080, 1920),
		Paint: &timeline.Gradient{Color: ink, AlphaAt: []float64{0, 0.08, 0.32, 0.68, 0.94, 1}},
	}
	panel := fill("panel", geom.R(0, 0, 900, 1440), field)
	scene := func(layers ...timeline.Layer) timeline.Scene {
		return timeline.Scene{Name: "scene", Span: s, Layers: layers}
	}
	crossfade := timeline.Scene{Name: "next", Z: 1, Span: s, Layers: []timeline.Layer{zoomed("bcd", s)}, Alpha: timeline.Ramp(0, 0.2, loop, 0.8, timeline.Drift)}
	textScene := crossfade
	textScene.Layers = append([]timeline.Layer{zoomed("bcd", s)}, lines(tb, s, false, 144, words...)...)
	iris := scene(append([]timeline.Layer{zoomed("bcd", s)}, lines(tb, s, false, 144, words...)...)...)
	iris.Z, iris.Clip = 1, &timeline.Clip{Circle: &timeline.Circle{
		CX: timeline.Const(540), CY: timeline.Const(960), R: timeline.Ramp(0, 100, loop, 1000, timeline.Drift),
	}}
	return map[string]*timeline.Plan{
		"photo":            canvas(scene(photo)),
		"photo+text":       canvas(scene(append([]timeline.Layer{photo}, lines(tb, s, false, 144, words...)...)...)),
		"photo+movingText": canvas(scene(append([]timeline.Layer{photo}, lines(tb, s, true, 144, words...)...)...)),
		"photo+scrim+text": canvas(scene(append([]timeline.Layer{photo, scrim}, lines(tb, s, false, 144, words...)...)...)),
		"panelOverPhoto":   canvas(scene(append([]timeline.Layer{photo, panel}, lines(tb, s, false, 144, words...)...)...)),
		"crossfade":        canvas(scene(photo), crossfade),
		"crossfade+text":   canvas(scene(photo), textScene),
		"iris":             canvas(scene(photo), iris),
		"flat+movingText":  canvas(scene(append([]timeline.Layer{panel}, lines(tb, s, true, 144, words...)...)...)),
		"numeral":          canvas(scene(append([]timeline.Layer{photo}, lines(tb, s, true, 1000, "27")...)...)),
	}
}

// cheapAssets serves photos that cost little to make.
func cheapAssets() compose.Assets {
	return compose.Assets{Photo: func(_ *timeline.Photo, _ geom.Rect, w, h int) (*yuv.Frame, error) {
		f := yuv.NewFrame(w, h)
		for i := range f.Pix {
			f.Pix[i] = byte(30 + (i*i>>7+i)%190)
		}
		return f, nil
	}}
}

func BenchmarkFrame(b *testing.B) {
	plans := benchmarkPlans(b)
	for _, name := range []string{"photo", "photo+text", "photo+movingText", "photo+scrim+text", "panelOverPhoto", "crossfade", "crossfade+text", "iris", "flat+movingText", "numeral"} {
		c, err := compose.New(plans[name], cheapAssets())
		if err != nil {
			b.Fatal(err)
		}
		if err := c.Prepare(0, loop); err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			p, dst := c.Painter(), yuv.NewFrame(1080, 1920)
			b.SetBytes(int64(len(dst.Pix)))
			n := 0
			for b.Loop() {
				n++
				if err := p.Frame(dst, n); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/frame")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func TestSteadyFramesAllocateNothing(t *testing.T) {
	plans := benchmarkPlans(t)
	for _, name := range []string{"photo+scrim+text", "panelOverPhoto", "crossfade+text", "iris", "flat+movingText"} {
		t.Run(name, func(t *testing.T) {
			plan := plans[name]
			plan.Scenes[0].Layers = append(plan.Scenes[0].Layers, timeline.Layer{
				Name: "ring", Span: whole(), Box: geom.R(0, 0, 200, 200), Paint: &timeline.Shape{
					Path: timeline.Path{
						{Op: timeline.MoveTo, P: [3]geom.Point{{X: 50, Y: 50}}},
						{Op: timeline.LineTo, P: [3]geom.Point{{X: 150, Y: 60}}},
						{Op: timeline.LineTo, P: [3]geom.Point{{X: 90, Y: 180}}},
					},
					StrokePx: 8, Color: field, Turn: timeline.Ramp(0, 0, loop, 30, timeline.Drift),
				},
			})
			c, err := compose.New(plan, cheapAssets())
			if err != nil {
				t.Fatal(err)
			}
			p, dst, n := c.Painter(), yuv.NewFrame(1080, 1920), 0
			next := func() {
				n++
				if err := p.Frame(dst, n); err != nil {
					t.Fatal(err)
				}
			}
			for range loop / 4 {
				n += 3
				next()
			}
			if avg := testing.AllocsPerRun(20, next); avg != 0 {
				t.Errorf("a frame allocates %v times", avg)
			}
		})
	}
}
