package grid_test

import (
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/template"
)

func canvas(w, h int, safe geom.Rect) *grid.Canvas {
	return &grid.Canvas{Name: "x", Size: geom.Size{W: w, H: h}, Safe: safe}
}

// TestBox holds named areas and modules on canvases of every shape, and mirrored.
func TestBox(t *testing.T) {
	tall := canvas(1080, 1920, geom.R(60, 250, 900, 1500))
	wide := canvas(1920, 1080, geom.R(96, 60, 1824, 1020))
	square := canvas(1080, 1080, geom.R(60, 60, 1020, 1020))
	feed := canvas(1080, 1350, geom.R(60, 60, 1020, 1290))
	for _, tt := range []struct {
		name   string
		canvas *grid.Canvas
		rtl    bool
		box    template.Box
		want   geom.Rect
	}{
		{"no box is the whole", tall, false, template.Box{}, geom.R(0, 0, 1080, 1920)},
		{"room", tall, false, template.Box{Name: "room"}, geom.R(0, 0, 900, 1440)},
		{"rail", tall, false, template.Box{Name: "rail"}, geom.R(900, 0, 1080, 1920)},
		{"floor", tall, false, template.Box{Name: "floor"}, geom.R(0, 1440, 1080, 1920)},
		{"modules", tall, false, template.Box{Col0: 2, Col1: 3, Row0: 1, Row1: 6}, geom.R(180, 0, 540, 1440)},
		{"mirrored", tall, true, template.Box{Col0: 2, Col1: 3, Row0: 1, Row1: 6}, geom.R(540, 0, 900, 1440)},
		{"the safe box is never mirrored", tall, true, template.Box{Name: "safe"}, tall.Safe},
		{"wide room", wide, false, template.Box{Name: "room"}, geom.R(0, 0, 1200, 1080)},
		{"wide rows end at the sixth", wide, false, template.Box{Col0: 1, Col1: 5, Row0: 4, Row1: 6}, geom.R(0, 540, 1200, 1080)},
		{"a square has no floor", square, false, template.Box{Name: "floor"}, geom.R(0, 1080, 1080, 1080)},
		{"a short floor is squeezed", feed, false, template.Box{Name: "floor"}, geom.R(0, 1125, 1080, 1350)},
	} {
		if got := (grid.Grid{Canvas: tt.canvas, RTL: tt.rtl}).Box(tt.box); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestPicture turns a band across a wide canvas into its rail, and nothing else.
func TestPicture(t *testing.T) {
	g := grid.Grid{Canvas: canvas(1920, 1080, geom.R(96, 60, 1824, 1020))}
	rail := g.Box(template.Box{Name: "rail"})
	if got := g.Picture(template.Box{Col0: 1, Col1: 6, Row0: 1, Row1: 4}); got != rail {
		t.Errorf("a band is %v", got)
	}
	if got := g.Picture(template.Box{Name: "full"}); got == rail {
		t.Error("the whole became the rail")
	}
}

// TestSafe leaves room on either side where the language runs from right to left.
func TestSafe(t *testing.T) {
	c := canvas(1080, 1920, geom.R(60, 250, 900, 1500))
	if got := (grid.Grid{Canvas: c}).Safe(); got != c.Safe {
		t.Errorf("from left to right it is %v", got)
	}
	if got := (grid.Grid{Canvas: c, RTL: true}).Safe(); got != geom.R(240, 250, 900, 1500) {
		t.Errorf("from right to left it is %v", got)
	}
}
