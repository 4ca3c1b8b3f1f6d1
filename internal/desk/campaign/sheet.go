package campaign

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"

	xdraw "golang.org/x/image/draw"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/design/timeline"
	"github.com/giro-video/giro/internal/design/typeset"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/picture/raster"
)

// The contact sheet: thumbnails in rows, by day of publication, with their names below.
const (
	sheetFile  = "contact-sheet.jpg"
	thumbW     = 216
	thumbH     = 384
	nameH      = 44 // two lines: the post's name, its day
	nameSize   = 15
	sheetGap   = 16
	sheetCols  = 8
	sheetMost  = 320 // thumbnails: 40 rows
	sheetLevel = 85
)

// contactSheet writes the covers of all posts on one picture, and reports
// whether there is one. It is made again only when a cover has changed.
func (d *Runner) contactSheet(p *Plan) (bool, error) {
	type cover struct{ Path, SHA, Name, Day string }
	var covers []cover
	for _, e := range entriesByDay(p.Entries) {
		r := d.state.get(e.ID)
		if r == nil || r.Facts == nil || len(covers) == sheetMost {
			continue
		}
		day := ""
		if !e.Publish.IsZero() {
			day = d.dayTitle(e.Publish)
		}
		covers = append(covers, cover{post.KitOf(e.Output).Cover, r.Facts.SHA256, e.ID, day})
	}
	if len(covers) == 0 {
		return false, nil
	}
	path := filepath.Join(d.Campaign.Out, sheetFile)
	key := digest.Of([]byte("sheet 2" + jsonText(covers))).String()
	if _, err := os.Stat(path); err == nil && d.state.Sheet == key {
		return true, nil
	}
	cols := min(sheetCols, len(covers))
	rows := (len(covers) + cols - 1) / cols
	img := image.NewRGBA(image.Rect(0, 0, cols*(thumbW+sheetGap)+sheetGap, rows*(thumbH+nameH+sheetGap)+sheetGap))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, c := range covers {
		x, y := sheetGap+i%cols*(thumbW+sheetGap), sheetGap+i/cols*(thumbH+nameH+sheetGap)
		d.write(img, x, y+thumbH+18, c.Name, 700)
		d.write(img, x, y+thumbH+37, c.Day, 400)
		f, err := os.Open(c.Path)
		if err != nil {
			continue // removed by someone; the next run makes it again
		}
		src, err := jpeg.Decode(f)
		_ = f.Close() // it was only read
		if err != nil {
			continue
		}
		xdraw.BiLinear.Scale(img, inside(src.Bounds(), image.Rect(x, y, x+thumbW, y+thumbH)), src, src.Bounds(), draw.Src, nil)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: sheetLevel}); err != nil {
		return false, fmt.Errorf("make the contact sheet: %w", err)
	}
	if err := disk.Deliver(path, b.Bytes()); err != nil {
		return false, err
	}
	d.state.Sheet = key
	return true, d.state.save()
}

// write sets a line below a thumbnail, its baseline at y. What is too wide loses
// its middle: names differ at both ends. What no font can set is left out.
func (d *Runner) write(img draw.Image, x, y int, text string, weight int) {
	if text == "" {
		return
	}
	style := typeset.Style{Family: "Schibsted Grotesk", Weight: weight, SizePx: nameSize}
	all := []rune(text)
	for keep := len(all); keep > 0; keep-- {
		if keep < len(all) {
			text = string(all[:(keep+1)/2]) + "…" + string(all[len(all)-keep/2:])
		}
		line, err := d.Assembler.Fonts().Set(text, style)
		if err != nil {
			return
		}
		if line.Width > thumbW {
			continue
		}
		m := raster.Text(&timeline.Text{Line: line, Origin: geom.Point{X: float64(x), Y: float64(y)}}, 0, 0)
		ink := &image.Alpha{Pix: m.A, Stride: m.Rect.Dx(), Rect: m.Rect}
		draw.DrawMask(img, m.Rect, image.Black, image.Point{}, ink, m.Rect.Min, draw.Over)
		return
	}
}

// inside returns the largest rectangle of src's shape in the middle of box.
func inside(src, box image.Rectangle) image.Rectangle {
	w, h := box.Dx(), box.Dy()
	if src.Dx()*h > src.Dy()*w {
		h = src.Dy() * w / src.Dx()
	} else {
		w = src.Dx() * h / src.Dy()
	}
	x, y := box.Min.X+(box.Dx()-w)/2, box.Min.Y+(box.Dy()-h)/2
	return image.Rect(x, y, x+w, y+h)
}
