package pattern

import (
	"math"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

func testCanvas(seed uint64, colors int) *canvas {
	return newCanvas(seed, geom.Size{W: 1080, H: 1920}, 0, make([]srgb.Color, colors))
}

// The plan's blocks are near rectangles: no triangles, no slivers, no needles.
func TestPlanBlocks(t *testing.T) {
	blocks, square, sharp := 0, 0, 0
	for seed := range uint64(16) {
		c := testCanvas(seed, 4)
		town := newTown(c)
		if len(town.blocks) < 60 {
			t.Errorf("seed %d: only %d blocks", seed, len(town.blocks))
		}
		for _, b := range town.blocks {
			for i := range b.pts {
				if b.angle(i) < 0.8 {
					sharp++
				}
			}
			if len(b.pts) == 3 {
				t.Errorf("seed %d: a triangle at %v", seed, b.centroid())
			}
			if at := b.centroid(); at.X < -50 || at.X > 1130 || at.Y < -50 || at.Y > 1970 {
				continue // the site's border, which nobody sees, cuts where it must
			}
			blocks++
			f := b.frame()
			if f.fill > 0.8 {
				square++
			}
			if f.short < 34 || f.long > 5*f.short {
				t.Errorf("seed %d: a sliver of %.0f x %.0f px at %v", seed, f.long, f.short, b.centroid())
			}
		}
	}
	if share := float64(square) / float64(blocks); share < 0.9 {
		t.Errorf("%.3f of the blocks fill four fifths of their rectangle", share)
	}
	if sharp > 0 {
		t.Errorf("%d corners are sharper than 46 degrees", sharp)
	}
}

// The landmark stands whole in the floor, clear of the roundabout, and the
// roundabout stands in the floor beside the room.
func TestPlanLandmark(t *testing.T) {
	for seed := range uint64(16) {
		c := testCanvas(seed, 4)
		town := newTown(c)
		i := town.pick(c, town.floor(c), 26_000)
		if i < 0 {
			t.Errorf("seed %d: no landmark", seed)
			continue
		}
		for _, p := range town.bent(town.blocks[i].pts) {
			if p.X < 0 || p.X > 1080 || p.Y < 1400 || p.Y > 1920 {
				t.Errorf("seed %d: the landmark's corner %v leaves the floor", seed, p)
				break
			}
		}
		if r := town.radius; town.center.X+r > 1080 || town.center.Y-r < 1440 || town.center.Y+r > 1920 {
			t.Errorf("seed %d: roundabout at %v leaves the floor", seed, town.center)
		}
	}
}

// Contour lines lie on their level, end only outside of the picture, and keep apart.
func TestContours(t *testing.T) {
	for seed := range uint64(6) {
		land := newTerrain(testCanvas(seed, 2))
		lines := land.lines()
		if len(lines) < 15 {
			t.Errorf("seed %d: only %d lines", seed, len(lines))
		}
		levels := map[int]bool{}
		for _, l := range lines {
			levels[l.level] = true
			for _, p := range l.points {
				if off := math.Abs(land.height(p)/land.rise - float64(l.level)); off > 0.02 {
					t.Fatalf("seed %d: a point %.3f levels off its line", seed, off)
				}
			}
			if l.closed {
				continue
			}
			for _, end := range []geom.Point{l.points[0], l.points[len(l.points)-1]} {
				if end.X > -9 && end.X < 1089 && end.Y > -9 && end.Y < 1929 {
					t.Errorf("seed %d: a line ends at %v", seed, end)
				}
			}
		}
		if len(levels) < 8 {
			t.Errorf("seed %d: only %d levels", seed, len(levels))
		}
	}
}

// No two neighbours of the floor have one colour, if there are five.
func TestPalladianaNeighbours(t *testing.T) {
	same, pairs := 0, 0
	for seed := range uint64(4) {
		c := testCanvas(seed, 6)
		stones := splitLarge(c, placeStones(c))
		paint := choose(c, stones, 5)
		var floor float64
		for i, s := range stones {
			floor += s.area()
			for _, j := range neighbours(c, stones, i) {
				pairs++
				if paint[i] == paint[j] {
					same++
				}
			}
		}
		if whole := (1080 + 280.0) * (1920 + 280.0); math.Abs(floor-whole) > 0.001*whole {
			t.Errorf("seed %d: the stones cover %.0f of %.0f px²", seed, floor, whole)
		}
	}
	if float64(same) > 0.01*float64(pairs) {
		t.Errorf("%d of %d neighbours have one colour", same, pairs)
	}
}

func TestCellCut(t *testing.T) {
	p := box(0, 0, 10, 10)
	half := p.cut(geom.Point{X: 4}, geom.Point{X: 1}, 3)
	if half.area() != 60 {
		t.Errorf("area %v, want 60", half.area())
	}
	if in := half.inset(1); math.Abs(in.area()-(6-3-2)*8) > 1e-9 {
		t.Errorf("inset area %v, want 8: the cut keeps 3 px free and 1 more", in.area())
	}
	if out := p.cut(geom.Point{X: 11}, geom.Point{X: 1}, 0); len(out.pts) != 0 {
		t.Errorf("a cut beyond the cell leaves %v", out.pts)
	}
	if all := p.cut(geom.Point{}, geom.Point{X: 1}, 0); all.area() != 100 {
		t.Errorf("a cut along an edge leaves %v", all.area())
	}
	blunt := cell{pts: []geom.Point{{X: 0, Y: 0}, {X: 100, Y: 0}, {X: 100, Y: 20}}, margin: make([]float64, 3)}.blunt(0.8, 6)
	if len(blunt.pts) != 4 || blunt.angle(0) < 0.8 {
		t.Errorf("the sharp corner of %v is still there", blunt.pts)
	}
}
