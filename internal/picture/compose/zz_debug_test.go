package compose_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/picture/compose"
)

func TestZZ(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(6, 8)), t, 60, 80, 24}
	plan := d.plan()
	bad := func(show bool) bool {
		c, err := compose.New(plan, smoothAssets())
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < 24; n++ {
			p := c.Painter()
			f, g := yuv.NewFrame(60, 80), yuv.NewFrame(60, 80)
			_ = p.Frame(f, n)
			_ = p.Frame(f, n+1)
			_ = c.Painter().Frame(g, n+1)
			if !bytes.Equal(f.Pix, g.Pix) {
				if show {
					for i := range f.Pix {
						if f.Pix[i] != g.Pix[i] {
							fmt.Println(n, i, i%60, i/60, f.Pix[i], g.Pix[i])
							break
						}
					}
				}
				return true
			}
		}
		return false
	}
	for changed := true; changed; {
		changed = false
		for i := range plan.Scenes {
			for k := range plan.Scenes[i].Layers {
				old := plan.Scenes[i].Layers
				nl := append([]timeline.Layer{}, old[:k]...)
				plan.Scenes[i].Layers = append(nl, old[k+1:]...)
				if bad(false) {
					changed = true
					break
				}
				plan.Scenes[i].Layers = old
			}
		}
	}
	bad(true)
	for _, s := range plan.Scenes {
		for _, l := range s.Layers {
			fmt.Printf("scene %v z%d alpha=%v dx=%v dy=%v clip=%+v\n", s.Span, s.Z, s.Alpha, s.DX, s.DY, s.Clip)
			fmt.Printf("  %T %v box=%v alpha=%v dx=%v dy=%v clip=%+v\n", l.Paint, l.Span, l.Box, l.Alpha, l.DX, l.DY, l.Clip)
		}
	}
}
