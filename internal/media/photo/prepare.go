package photo

import (
	"fmt"
	"image"
	"math"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
)

// Photo is a decoded photo. It may be used by several goroutines at once.
type Photo struct {
	path  string
	info  Info
	color *transform
	img   image.Image // as stored
}

// Open reads and decodes the photo at path. The error is a *sniff.Fault when
// the file cannot be used.
func Open(path string) (*Photo, error) {
	f, err := read(path)
	if err != nil {
		return nil, err
	}
	img, err := decode(f.info.Kind, f.data)
	if err != nil {
		return nil, decodeFault(path, f.info.Kind, f.whole, err)
	}
	if img.Bounds().Size() != f.stored {
		return nil, decodeFault(path, f.info.Kind, f.whole, fmt.Errorf("size %v, announced %v", img.Bounds().Size(), f.stored))
	}
	return &Photo{path: path, info: f.info, color: f.color, img: img}, nil
}

// Info returns what Inspect returns about the photo.
func (p *Photo) Info() Info { return p.info }

// Prepare opens the photo at path and prepares it, see [Photo.Prepare].
func Prepare(path string, crop geom.Rect, w, h int, duotone *[2]srgb.Color) (*image.NRGBA, error) {
	p, err := Open(path)
	if err != nil {
		return nil, err
	}
	return p.Prepare(crop, w, h, duotone)
}

// Prepare returns the part crop of the photo at w x h pixels, in sRGB and
// opaque: transparent parts show white.
//
// crop is in pixels of the upright photo and need not be whole; it must lie in
// the photo. Reduction is by Lanczos 3 and enlargement by Catmull-Rom, both on
// code values. Chroma planes are resampled from their own resolution.
//
// With duotone the picture becomes grey and is mapped between the two colours,
// see duotoneTable.
func (p *Photo) Prepare(crop geom.Rect, w, h int, duotone *[2]srgb.Color) (*image.NRGBA, error) {
	// Rounding may move a crop out of the photo by up to half a pixel, which is not seen.
	bounds := geom.Size{W: p.info.W, H: p.info.H}.Bounds()
	inside := crop.Intersect(bounds)
	if inside.Empty() || !bounds.Contains(crop, 0.5) || math.IsNaN(crop.W()+crop.H()) {
		return nil, fmt.Errorf("prepare photo: crop %v is not in %d x %d", crop, p.info.W, p.info.H)
	}
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return nil, fmt.Errorf("prepare photo: size %d x %d", w, h)
	}
	// Rotating the small result is cheaper than rotating the photo.
	stored := storedRect(inside, p.info)
	if swapped(p.info.Orientation) {
		w, h = h, w
	}
	out, err := p.cut(stored, w, h)
	if err != nil {
		return nil, decodeFault(p.path, p.info.Kind, true, err)
	}
	if p.color != nil {
		p.color.apply(out.Pix)
	}
	if duotone != nil {
		applyDuotone(out.Pix, *duotone)
	}
	return upright(out, p.info.Orientation), nil
}

// cut resamples the part crop of the stored picture to w x h.
func (p *Photo) cut(crop geom.Rect, w, h int) (out *image.NRGBA, err error) {
	defer recoverInto(&err) // the picture's type comes from a decoder
	var planes []plane
	pack := packRGB
	switch m := p.img.(type) {
	case *image.YCbCr:
		planes, pack = ycbcrPlanes(m), packJFIF
		if p.limited() {
			pack = packLimited
		}
	case *image.Gray:
		planes, pack = []plane{greyPlane(m)}, packGrey
	default:
		var flat *image.RGBA
		flat, crop = flatten(m, crop, float64(w), float64(h))
		planes = rgbaPlanes(flat)
	}
	samples, err := resampleAll(planes, crop, w, h)
	if err != nil {
		return nil, err
	}
	out = image.NewNRGBA(image.Rect(0, 0, w, h))
	pack(out.Pix, samples)
	return out, nil
}
