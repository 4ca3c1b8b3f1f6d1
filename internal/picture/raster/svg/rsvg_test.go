package svg_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/picture/raster/svg"
)

var (
	every = flag.Bool("every", false, "compare the marks of the icon themes that are installed too")
	icons = flag.String("icons", "/usr/share/icons", "with -every: the folder of the icon themes")
	save  = flag.String("save", "", "write what differs from rsvg-convert into this folder")
)

const (
	side      = 200 // px of the longer side of what is compared
	tolerance = 32  // of 255 in one channel: what antialiasing alone explains
	allowed   = 0.005
)

// rsvg draws a mark with librsvg's program. Where that is missing the test is skipped.
func rsvg(t *testing.T, data []byte, w, h int) (*image.NRGBA, error) {
	t.Helper()
	path, err := exec.LookPath("rsvg-convert")
	if err != nil {
		t.Skip("rsvg-convert (Debian's librsvg2-bin) is not installed")
	}
	cmd := exec.CommandContext(t.Context(), path, "-w", strconv.Itoa(w), "-h", strconv.Itoa(h), "--unlimited")
	cmd.Stdin = bytes.NewReader(data)
	var out, message bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &message
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("rsvg-convert: %w: %s", err, message.String())
	}
	im, err := png.Decode(&out)
	if err != nil {
		return nil, err
	}
	flat := image.NewNRGBA(im.Bounds())
	draw.Draw(flat, flat.Rect, im, im.Bounds().Min, draw.Src)
	return flat, nil
}

// differing returns the share of pixels that differ when laid over grey.
func differing(a, b *image.NRGBA) float64 {
	if a.Rect.Size() != b.Rect.Size() {
		return 1
	}
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for j := range 3 {
			over := func(p []uint8) int { return (int(p[j])*int(p[3]) + 128*(255-int(p[3]))) / 255 }
			if d := over(a.Pix[i:i+4]) - over(b.Pix[i:i+4]); d > tolerance || d < -tolerance {
				n++
				break
			}
		}
	}
	return float64(n) / float64(len(a.Pix)/4)
}

// held compares one mark with librsvg's drawing of it, or of the same in other words; refused says that Giro names what it does not draw.
func held(t *testing.T, name string, data, same []byte) (share float64, refused error) {
	t.Helper()
	w, h, err := svg.Size(data)
	if err != nil {
		return 0, err
	}
	k := side / max(w, h)
	pw, ph := max(1, int(w*k+0.5)), max(1, int(h*k+0.5))
	got, err := svg.Draw(data, pw, ph)
	if err != nil {
		return 0, err
	}
	if same == nil {
		same = data
	}
	want, err := rsvg(t, same, pw, ph)
	if err != nil {
		return 0, err
	}
	share = differing(got, want)
	if share > allowed && *save != "" {
		both := image.NewNRGBA(image.Rect(0, 0, 2*pw+4, ph))
		draw.Draw(both, both.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(both, got.Rect, got, image.Point{}, draw.Over)
		draw.Draw(both, got.Rect.Add(image.Pt(pw+4, 0)), want, want.Rect.Min, draw.Over)
		var buf bytes.Buffer
		if png.Encode(&buf, both) == nil {
			base := strings.ReplaceAll(name, "/", "_")
			_ = os.WriteFile(filepath.Join(*save, base+".png"), buf.Bytes(), 0o600)
			_ = os.WriteFile(filepath.Join(*save, base), data, 0o600)
		}
	}
	return share, nil
}

// The icon themes of Debian are drawn as librsvg draws them, or refused.
func TestIconThemes(t *testing.T) {
	if !*every {
		t.Skip("takes minutes: run with -every")
	}
	var files []string
	err := filepath.WalkDir(*icons, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(path, ".svg") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Skip("no icon theme is installed in " + *icons)
	}
	step := max(1, len(files)/1000)
	drawn, refusals := 0, map[string]int{}
	for i := 0; i < len(files); i += step {
		data, err := os.ReadFile(files[i])
		if err != nil {
			continue
		}
		share, refused := held(t, strings.TrimPrefix(files[i], *icons+"/"), data, nil)
		switch {
		case refused != nil:
			refusals[refused.Error()]++
		case share > allowed:
			t.Errorf("%s: %.2f %% of the pixels differ", files[i], 100*share)
		default:
			drawn++
		}
	}
	t.Logf("%d drawn as by librsvg; refused: %v", drawn, refusals)
}
