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
	"github.com/giro-video/giro/internal/desk/post"
)

// The contact sheet: thumbnails in rows, by day of publication.
const (
	sheetFile  = "contact-sheet.jpg"
	thumbW     = 216
	thumbH     = 384
	sheetGap   = 12
	sheetCols  = 8
	sheetMost  = 320 // thumbnails: 40 rows
	sheetLevel = 85
)

// contactSheet writes the covers of all posts on one picture, and reports
// whether there is one. It is made again only when a cover has changed.
func (d *Desk) contactSheet(p *Plan) (bool, error) {
	type cover struct{ Path, SHA string }
	var covers []cover
	for _, e := range entriesByDay(p.Entries) {
		r := d.state.get(e.ID)
		if r == nil || r.Facts == nil || len(covers) == sheetMost {
			continue
		}
		covers = append(covers, cover{post.KitOf(e.Output).Cover, r.Facts.SHA256})
	}
	if len(covers) == 0 {
		return false, nil
	}
	path := filepath.Join(d.Campaign.Out, sheetFile)
	key := digest.Of([]byte("sheet 1" + jsonText(covers))).String()
	if _, err := os.Stat(path); err == nil && d.state.Sheet == key {
		return true, nil
	}
	cols := min(sheetCols, len(covers))
	rows := (len(covers) + cols - 1) / cols
	img := image.NewRGBA(image.Rect(0, 0, cols*(thumbW+sheetGap)+sheetGap, rows*(thumbH+sheetGap)+sheetGap))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for i, c := range covers {
		f, err := os.Open(c.Path)
		if err != nil {
			continue // removed by someone; the next run makes it again
		}
		src, err := jpeg.Decode(f)
		_ = f.Close() // it was only read
		if err != nil {
			continue
		}
		x, y := sheetGap+i%cols*(thumbW+sheetGap), sheetGap+i/cols*(thumbH+sheetGap)
		xdraw.BiLinear.Scale(img, inside(src.Bounds(), image.Rect(x, y, x+thumbW, y+thumbH)), src, src.Bounds(), draw.Src, nil)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: sheetLevel}); err != nil {
		return false, fmt.Errorf("make the contact sheet: %w", err)
	}
	if err := post.WriteWhole(path, b.Bytes()); err != nil {
		return false, cannotWrite(d.Campaign.Out, err)
	}
	d.state.Sheet = key
	return true, d.state.save()
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
