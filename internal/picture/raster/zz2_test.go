package raster

import (
	"bufio"
	"fmt"
	"image/png"
	"os"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/picture/raster/svg"
)

func TestSVGMany(t *testing.T) {
	f, err := os.Open("/tmp/svgs.txt")
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	os.MkdirAll("/tmp/svgout", 0o755)
	for i := 0; sc.Scan(); i++ {
		data, _ := os.ReadFile(sc.Text())
		t0 := time.Now()
		im, err := svg.Draw(data, 256, 256)
		fmt.Println(i, sc.Text(), err, time.Since(t0).Milliseconds())
		if err == nil {
			w, _ := os.Create(fmt.Sprintf("/tmp/svgout/%d.png", i))
			png.Encode(w, im)
			w.Close()
		}
	}
}
