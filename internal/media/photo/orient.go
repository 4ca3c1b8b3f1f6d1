package photo

import (
	"image"

	"github.com/disintegration/imaging"

	"github.com/giro-video/giro/internal/base/geom"
)

// Orientations are the values of the EXIF tag (CIPA DC-008, 4.6.5.1.6): they
// say where the stored row 0 and column 0 lie in the upright picture.
//
//	1 top, left       2 top, right     3 bottom, right   4 bottom, left
//	5 left, top       6 right, top     7 right, bottom   8 left, bottom

// swapped reports whether orientation o exchanges width and height.
func swapped(o int) bool { return o >= 5 && o <= 8 }

// upright returns m turned so that it is upright.
func upright(m *image.NRGBA, o int) *image.NRGBA {
	switch o {
	case 2:
		return imaging.FlipH(m)
	case 3:
		return imaging.Rotate180(m)
	case 4:
		return imaging.FlipV(m)
	case 5:
		return imaging.Transpose(m)
	case 6:
		return imaging.Rotate270(m) // imaging counts anticlockwise
	case 7:
		return imaging.Transverse(m)
	case 8:
		return imaging.Rotate90(m)
	}
	return m
}

// storedRect returns where the part r of the upright photo lies in the picture
// as stored.
func storedRect(r geom.Rect, info Info) geom.Rect {
	w, h := float64(info.W), float64(info.H) // upright
	switch info.Orientation {
	case 2:
		return geom.R(w-r.X1, r.Y0, w-r.X0, r.Y1)
	case 3:
		return geom.R(w-r.X1, h-r.Y1, w-r.X0, h-r.Y0)
	case 4:
		return geom.R(r.X0, h-r.Y1, r.X1, h-r.Y0)
	case 5:
		return geom.R(r.Y0, r.X0, r.Y1, r.X1)
	case 6:
		return geom.R(r.Y0, w-r.X1, r.Y1, w-r.X0)
	case 7:
		return geom.R(h-r.Y1, w-r.X1, h-r.Y0, w-r.X0)
	case 8:
		return geom.R(h-r.Y1, r.X0, h-r.Y0, r.X1)
	}
	return r
}
