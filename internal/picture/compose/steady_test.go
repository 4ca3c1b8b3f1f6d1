package compose_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/compose"
)

const gridPitch = 160 // source pixels between the lines of the grid

// tilt is how much the lines lean, so that each row of the canvas meets them at
// another fraction of a pixel, and the mean over rows is free of the rounding of
// single values.
const tilt = 1.0 / 16

// grid is a photo of soft lines, down and across.
func grid(_ *timeline.Photo, crop geom.Rect, w, h int) (*yuv.Frame, error) {
	f := yuv.NewFrame(w, h)
	line := func(v float64) float64 {
		d := math.Mod(v, gridPitch) - gridPitch/2
		return math.Exp(-d * d / (2 * 5 * 5))
	}
	for y := range h {
		for x := range w {
			u := crop.X0 + (float64(x)+0.5)*crop.W()/float64(w)
			v := crop.Y0 + (float64(y)+0.5)*crop.H()/float64(h)
			f.Y[y*w+x] = byte(math.Round(40 + 170*max(line(u+v*tilt), line(v+u*tilt))))
		}
	}
	return f, nil
}

// center returns the centre of gravity of the bright line near at, in n
// samples that are stride apart.
func center(p []byte, stride, n int, at float64) float64 {
	from := int(math.Round(at)) - 7
	var sum, moment float64
	for i := max(from, 0); i < min(from+14, n); i++ {
		v := float64(p[i*stride]) - 40
		sum += v
		moment += v * (float64(i) + 0.5)
	}
	return moment / sum
}

// lineNumber returns where line k (leaning along the other axis, whose position
// in the source is other) lies along its own.
func lineNumber(k int, other float64) float64 { return (float64(k)+0.5)*gridPitch - other*tilt }

// TestZoomIsSteady measures where the lines of a grid are in each frame of the
// house's slow zoom, and how much their motion changes from frame to frame. A zoom
// that rounds to whole pixels jitters by 0.45 px; the eye sees none at 0.03.
func TestZoomIsSteady(t *testing.T) {
	const w, h, frames = 540, 960, 100
	for _, c := range []struct {
		name string
		view timeline.View
	}{
		{"zoom", timeline.View{Zoom: timeline.Ramp(0, 1, frames, 1.04, timeline.Drift)}},
		{"zoom and pan", timeline.View{
			Zoom: timeline.Ramp(0, 1.06, frames, 1.02, timeline.Drift),
			CX:   timeline.Ramp(0, 0.495, frames, 0.505, timeline.Drift), CY: timeline.Const(0.4),
		}},
	} {
		plan := canvas(timeline.Scene{Name: "scene", Span: whole(), Layers: []timeline.Layer{{
			Name: "photo", Span: whole(), Box: geom.R(0, 0, w, h),
			Paint: &timeline.Photo{Source: "grid", SrcW: 1620, SrcH: 2880, View: c.view},
		}}})
		plan.Size = geom.Size{W: w, H: h}
		comp, err := compose.New(plan, compose.Assets{Photo: grid})
		if err != nil {
			t.Fatal(err)
		}
		p, f := comp.Painter(), yuv.NewFrame(w, h)
		// Where each line is, by frame: down lines first, then across.
		track := map[string][]float64{}
		mid := lookAt(c.view, 1620, 2880, geom.R(0, 0, w, h), frames/2)
		for n := range frames {
			if err := p.Frame(f, n); err != nil {
				t.Fatal(err)
			}
			v := lookAt(c.view, 1620, 2880, geom.R(0, 0, w, h), float64(n))
			sx, sy := w/v.W(), h/v.H() // canvas pixels for one source pixel
			for k := 2; k < 9; k++ {
				// Means over rows (columns) of the canvas that stay between two
				// lines across (down), whatever the zoom.
				const rows = 24
				row := int((9*gridPitch-lineNumber(k, 9*gridPitch)*tilt-mid.Y0)*h/mid.H()) - rows/2
				col := int((5*gridPitch-lineNumber(k+4, 5*gridPitch)*tilt-mid.X0)*w/mid.W()) - rows/2
				var x, y, off float64
				for i := range rows {
					atX := (lineNumber(k, v.Y0+(float64(row+i)+0.5)/sy) - v.X0) * sx
					x += center(f.Y[(row+i)*w:], 1, w, atX) / rows
					atY := (lineNumber(k+4, v.X0+(float64(col+i)+0.5)/sx) - v.Y0) * sy
					y += center(f.Y[col+i:], w, h, atY) / rows
					off += (math.Abs(center(f.Y[col+i:], w, h, atY)-atY) + math.Abs(center(f.Y[(row+i)*w:], 1, w, atX)-atX)) / (2 * rows)
				}
				if off > 0.03 {
					t.Fatalf("%s: frame %d: line %d lies %.3f px from its place", c.name, n, k, off)
				}
				track[fmt.Sprint("x", k)] = append(track[fmt.Sprint("x", k)], x)
				track[fmt.Sprint("y", k)] = append(track[fmt.Sprint("y", k)], y)
			}
		}
		worst, which := 0.0, ""
		for name, at := range track {
			var sum, sq float64
			n := 0
			for i := 2; i < len(at); i++ {
				d := at[i] - 2*at[i-1] + at[i-2]
				sum += d
				sq += d * d
				n++
			}
			if s := math.Sqrt(sq/float64(n) - sum/float64(n)*sum/float64(n)); s > worst {
				worst, which = s, name
			}
		}
		t.Logf("%s: the second difference of the motion has a standard deviation of at most %.4f px (line %s)", c.name, worst, which)
		if worst > 0.01 {
			t.Errorf("%s: line %s jitters by %.4f px", c.name, which, worst)
		}
	}
}

// TestSeam plays a backdrop that drifts through the seam and returns by the end
// of the loop: the last frame and the first differ as neighbours do.
func TestSeam(t *testing.T) {
	half := float64(loop) / 2
	drift := timeline.Track{{Frame: 0, Value: 0.3, Ease: timeline.Orbit}, {Frame: half, Value: 0.7, Ease: timeline.Orbit}, {Frame: loop, Value: 0.3}}
	// The moving part starts a quarter turn late, so that the seam is where it is fastest.
	for i := range drift {
		drift[i].Frame -= half / 2
	}
	late := timeline.Track{drift[0], drift[1], drift[2], {Frame: half/2 + loop, Value: 0.7}}
	late[2].Ease = timeline.Orbit
	plan := canvas(
		timeline.Scene{Name: "backdrop", Span: whole(), Layers: []timeline.Layer{{
			Name: "pattern", Span: whole(), Box: geom.R(0, 0, 270, 480),
			Paint: &timeline.Photo{Source: "grid", SrcW: 400, SrcH: 700, View: timeline.View{Zoom: timeline.Const(1.3), CX: late, CY: late}},
		}}},
		// The hook enters before the seam and stays after it.
		timeline.Scene{Name: "hook", Z: 1, Span: timeline.Span{From: -20, To: 40}, Layers: []timeline.Layer{{
			Name: "panel", Span: timeline.Span{From: -20, To: 40}, Box: geom.R(0, 100, 180, 300),
			Paint: &timeline.Fill{Color: field}, DX: timeline.Ramp(-20, -180, -5, 0, timeline.Step),
		}}},
	)
	plan.Size = geom.Size{W: 270, H: 480}
	c, err := compose.New(plan, compose.Assets{Photo: grid})
	if err != nil {
		t.Fatal(err)
	}
	frames := make([]*yuv.Frame, loop+1)
	for n := range frames {
		frames[n] = yuv.NewFrame(270, 480)
		if err := c.Painter().Frame(frames[n], n); err != nil {
			t.Fatal(err)
		}
	}
	diff := func(a, b *yuv.Frame) float64 {
		sum := 0
		for i := range a.Y {
			d := int(a.Y[i]) - int(b.Y[i])
			sum += max(d, -d)
		}
		return float64(sum) / float64(len(a.Y))
	}
	if d := diff(frames[0], frames[loop]); d != 0 {
		t.Errorf("the frame after the last is not the first: they differ by %.3f levels", d)
	}
	seam := diff(frames[loop-1], frames[0])
	next := (diff(frames[loop-2], frames[loop-1]) + diff(frames[0], frames[1])) / 2
	t.Logf("across the seam %.3f levels, between neighbours %.3f", seam, next)
	if next == 0 || seam > 1.5*next || seam < next/1.5 {
		t.Errorf("across the seam the picture changes by %.3f levels, between its neighbours by %.3f", seam, next)
	}
}
