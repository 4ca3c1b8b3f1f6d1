package photo

import (
	"image"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/media/sniff"
)

// What the tests need of the inside.
var (
	ExifOrientation = exifOrientation
	Lanczos         = lanczos
	CatmullRom      = catmullRom
)

// ParseHeaders is what Inspect does with a file's bytes.
func ParseHeaders(data []byte) (Info, error) {
	kind, err := sniff.Bytes(data)
	if err != nil {
		return Info{}, err
	}
	if err := supported("", kind); err != nil {
		return Info{}, err
	}
	f, err := parse("", kind, data)
	if err != nil {
		return Info{}, err
	}
	return f.info, nil
}

// ConvertICC converts NRGBA pixels from the space of an ICC profile to sRGB.
func ConvertICC(icc, pix []byte) (name string, ok bool) {
	p, err := parseICC(icc)
	if err != nil {
		return p.name, false
	}
	t, ok := newTransform(p)
	if ok {
		t.apply(pix)
	}
	return p.name, ok
}

// FromImage returns a photo as if img had been decoded from a file of the kind.
func FromImage(img image.Image, kind sniff.Kind, orientation int) *Photo {
	size := img.Bounds().Size()
	if swapped(orientation) {
		size.X, size.Y = size.Y, size.X
	}
	return &Photo{img: img, info: Info{W: size.X, H: size.Y, Kind: kind, Orientation: orientation}}
}

// ResamplePlane resamples a plane without padding.
func ResamplePlane(pix []uint8, pw, ph int, crop geom.Rect, w, h int) []uint8 {
	out, err := resampleAll([]plane{{pix: pix, stride: pw, step: 1, w: pw, h: ph, divX: 1, divY: 1}}, crop, w, h)
	if err != nil {
		panic(err)
	}
	return out[0]
}
