package figure_test

import (
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/timeline"
)

var style = figure.Style{Box: geom.R(0, 0, 900, 720), Unit: 1, Full: srgb.Color{R: 200}, Rest: srgb.Color{G: 200}, Paper: srgb.Color{R: 255, G: 255, B: 255}}

// shapes counts the closed shapes of the parts in a colour.
func shapes(parts []figure.Part, col srgb.Color) int {
	n := 0
	for _, p := range parts {
		for _, s := range p.Path {
			if p.Color == col && s.Op == timeline.Close {
				n++
			}
		}
	}
	return n
}

// TestChartsCount draws figures and counts what they show.
func TestChartsCount(t *testing.T) {
	const gores = 6
	for _, tt := range []struct {
		chart, value string
		full         int
	}{
		{"share", "1 su 4", 5 * gores}, // of 20 parasols
		{"whole", "68 %", 17},
		{"year", "285 giorni", 57 + 1}, // rays and the sun
		{"level", "2", 3},              // two bars and an open one
		{"days", "9", 9},
		{"days", "28", 4}, // weeks
		{"calendar", "30 12 20", 1},
	} {
		c, ok := figure.ChartByName(tt.chart)
		if !ok {
			t.Fatalf("there is no chart %q", tt.chart)
		}
		if got := shapes(c.Draw(tt.value, style), style.Full); got != tt.full {
			t.Errorf("%s of %q shows %d, want %d", tt.chart, tt.value, got, tt.full)
		}
		if parts := c.Draw("no figure", style); len(parts) > 0 {
			t.Errorf("%s draws a text without a figure", tt.chart)
		}
	}
}

// TestIcons draws every icon inside its tile.
func TestIcons(t *testing.T) {
	box := geom.R(100, 200, 220, 320)
	for _, name := range figure.IconNames() {
		parts := figure.Icon(name, box, srgb.Color{R: 1}, srgb.Color{G: 1})
		if len(parts) < 2 {
			t.Errorf("%s is empty", name)
		}
		for _, p := range parts {
			if !box.Contains(figure.Bounds(p.Path, p.StrokePx), 1e-9) {
				t.Errorf("%s leaves its tile", name)
			}
		}
	}
	if figure.Icon("spoon", box, srgb.Color{}, srgb.Color{}) != nil {
		t.Error("there is a spoon")
	}
}

// TestWalk lays walks of every length and shows them: each stop is where its dot
// is, the same seed gives the same walk, and right to left is the mirror image.
func TestWalk(t *testing.T) {
	box, canvas := geom.R(0, 0, 1080, 1440), geom.Size{W: 1080, H: 1920}
	for stops := 2; stops <= 5; stops++ {
		w := figure.LayWalk(stops, box, 7, false)
		if len(w.Stops) != stops {
			t.Errorf("%d of %d stops", len(w.Stops), stops)
		}
		mirror := figure.LayWalk(stops, box, 7, true)
		for i, p := range w.Points {
			if q := mirror.Points[i]; math.Abs(p.X+q.X-1080) > 1e-6 || p.Y != q.Y {
				t.Errorf("%d stops: point %d is %v, mirrored %v", stops, i, p, q)
			}
		}
		for k := range stops {
			way := w.Stop(k, box, canvas, geom.R(60, 234, 390, 338), 1, false)
			for j, r := range way.Radius {
				if (r > way.Radius[(j+1)%stops]) != (j == k) {
					t.Errorf("%d stops: close to %d, dot %d has the radius %g", stops, k, j, r)
				}
			}
			if p := way.Dots[k]; p.X < 0 || p.X > 1080 || p.Y < 0 || p.Y > 1440 {
				t.Errorf("%d stops: stop %d lies out of the picture: %v", stops, k, p)
			}
		}
		badges := []geom.Point{{X: 100, Y: 500}, {X: 100, Y: 700}}
		list := w.List(badges, 40, geom.Point{X: 100, Y: 2040}, 1)
		for i, b := range badges {
			if list.Dots[i] != b || list.Points[w.Stops[i]] != b {
				t.Errorf("%d stops: the line misses badge %d", stops, i)
			}
		}
	}
}
