package pattern

import (
	"image/png"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

func TestLook(t *testing.T) {
	spec := os.Getenv("LOOK") // out.png name seed w h colours...
	f := strings.Fields(spec)
	if len(f) == 0 {
		t.Skip()
	}
	var cols []srgb.Color
	for _, s := range f[5:] {
		c, err := srgb.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		cols = append(cols, c)
	}
	n := func(s string) int {
		v := 0
		for _, ch := range s {
			v = v*10 + int(ch-'0')
		}
		return v
	}
	t0 := time.Now()
	im, err := Draw(f[1], uint64(n(f[2])), geom.Size{W: n(f[3]), H: n(f[4])}, cols)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(t0))
	w, _ := os.Create(f[0])
	png.Encode(w, im)
	w.Close()
}
