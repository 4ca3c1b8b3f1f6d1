// Package photo reads people's photos and prepares them for the screen.
//
// [Inspect] reads a file's size, orientation and colour profile without decoding
// it. [Open] decodes it, and [Photo.Prepare] cuts a rectangle out of it at the size
// that a motion needs, upright, in sRGB and opaque. The kind of a file is determined
// from its first bytes, its size is bounded, and a file that cannot be used is
// refused with a sniff.Fault, in words for users who are no technicians.
//
// JPEG, PNG, WebP, GIF (its first picture) and BMP are read. TIFF is not, to keep
// the attack surface small. HEIC and AVIF have no decoder in Go.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/media/sniff"
)

// The largest photo that is accepted. A phone's photo has 12 to 50 million pixels
// and 2 to 20 MB.
const (
	maxBytes  = 100 << 20  // of the file
	maxPixels = 50_000_000 // of the picture
	maxMemory = 300 << 20  // bytes that decoding and cutting is expected to take; the program needs some beside
	maxScans  = 64         // of a JPEG; a progressive one has about ten
)

// Info is what Inspect returns about a photo.
type Info struct {
	W, H        int // in pixels, upright
	Kind        sniff.Kind
	Orientation int    // the EXIF value, 1 to 8, that W and H already take account of
	Profile     string // the colour profile: "sRGB", "Display P3", "Adobe RGB (1998)" or its own name
	Note        string // a remark for the user about how it is shown, or ""
	Digest      digest.Sum
}

// Inspect reads the photo's headers and digest. It does not decode it, so a
// picture that is damaged further on still passes. The error is a *sniff.Fault
// when the file cannot be used.
func Inspect(path string) (Info, error) {
	f, err := read(path)
	if err != nil {
		return Info{}, err
	}
	return f.info, nil
}

// file is a photo whose bytes are read but not decoded.
type file struct {
	data   []byte
	info   Info
	stored image.Point // width and height as stored, before the orientation
	color  *transform  // to sRGB; nil when it is sRGB already
	whole  bool        // the file has its end
}

// read reads the file at path and checks everything that can be checked without
// decoding.
func read(path string) (*file, error) {
	r, kind, err := sniff.Open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // nothing was written
	if err := supported(path, kind); err != nil {
		return nil, err
	}
	st, err := r.Stat()
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	if st.Size() > maxBytes {
		return nil, sniff.Faultf(path, sniff.ErrTooLarge, diag.T("export it as a JPEG of ordinary quality"),
			"the file has %d MB, more than %d", st.Size()>>20, maxBytes>>20)
	}
	data := make([]byte, st.Size())
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return parse(path, kind, data)
}

// supported returns a fault for the kinds that cannot be decoded, pictures or not.
func supported(path string, kind sniff.Kind) error {
	switch kind {
	case sniff.JPEG, sniff.PNG, sniff.WebP, sniff.GIF, sniff.BMP:
		return nil
	case sniff.HEIC:
		return sniff.Faultf(path, sniff.ErrUnsupported, diag.T("open the photo and export it as JPEG; an iPhone takes JPEG photos after Settings > Camera > Formats > Most Compatible"), "the file is %s, which cannot be read", kind)
	case sniff.AVIF, sniff.TIFF:
		return sniff.Faultf(path, sniff.ErrUnsupported, diag.T("open the picture and export it as JPEG or PNG"), "the file is %s, which cannot be read", kind)
	default:
		return sniff.Faultf(path, sniff.ErrUnsupported, diag.T("use a JPEG, PNG or WebP picture here"), "the file is %s, not a picture", kind)
	}
}

// parse reads the headers in data.
func parse(path string, kind sniff.Kind, data []byte) (*file, error) {
	head := readHeader(kind, data)
	cfg, err := config(kind, data)
	if err != nil {
		return nil, decodeFault(path, kind, head.whole, err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return nil, sniff.Faultf(path, sniff.ErrDamaged, diag.T("export the picture again"), "the picture has no size (%d x %d)", cfg.Width, cfg.Height)
	}
	if int64(cfg.Width)*int64(cfg.Height) > maxPixels {
		return nil, sniff.Faultf(path, sniff.ErrTooLarge, diag.T("scale it down; 4000 pixels on the longer side are plenty"),
			"the picture has %d x %d pixels, more than %d million", cfg.Width, cfg.Height, maxPixels/1_000_000)
	}
	if head.memory(kind, cfg, len(data)) > maxMemory {
		return nil, sniff.Faultf(path, sniff.ErrTooLarge, diag.T("scale it down to 4000 pixels on the longer side, or export it as an ordinary JPEG"),
			"the picture has %d x %d pixels and would take more than %d MB of memory to read", cfg.Width, cfg.Height, maxMemory>>20)
	}
	if head.scans > maxScans {
		return nil, sniff.Faultf(path, sniff.ErrDamaged, diag.T("export the picture again"), "the JPEG has %d scans, more than any program writes", head.scans)
	}
	f := &file{data: data, stored: image.Pt(cfg.Width, cfg.Height), whole: head.whole}
	f.info = Info{
		W: cfg.Width, H: cfg.Height, Kind: kind,
		Orientation: head.orientation, Digest: digest.Of(data),
	}
	if swapped(head.orientation) {
		f.info.W, f.info.H = cfg.Height, cfg.Width
	}
	f.info.Profile, f.info.Note, f.color = head.profile()
	return f, nil
}

// config reads the size and colour model of the picture in data.
func config(kind sniff.Kind, data []byte) (cfg image.Config, err error) {
	defer recoverInto(&err)
	r := bytes.NewReader(data)
	switch kind {
	case sniff.JPEG:
		return jpeg.DecodeConfig(r)
	case sniff.PNG:
		return png.DecodeConfig(r)
	case sniff.WebP:
		return webp.DecodeConfig(r)
	case sniff.GIF:
		return gif.DecodeConfig(r)
	default:
		return bmp.DecodeConfig(r)
	}
}

// decode decodes the picture in data.
func decode(kind sniff.Kind, data []byte) (m image.Image, err error) {
	defer recoverInto(&err)
	r := bytes.NewReader(data)
	switch kind {
	case sniff.JPEG:
		return jpeg.Decode(r)
	case sniff.PNG:
		return png.Decode(r)
	case sniff.WebP:
		m, err := webp.Decode(r)
		if alpha, ok := m.(*image.NYCbCrA); ok {
			widen(&alpha.YCbCr)
		}
		return m, err
	case sniff.GIF:
		return gif.Decode(r)
	default:
		return bmp.Decode(r)
	}
}

// recoverInto turns a decoder's panic, which a damaged file can cause, into an error.
func recoverInto(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("decoder: %v", r)
	}
}

// decodeFault explains a decoder's error. whole says that the file is not cut off.
func decodeFault(path string, kind sniff.Kind, whole bool, err error) error {
	var (
		badJPEG jpeg.UnsupportedError
		badPNG  png.UnsupportedError
	)
	switch {
	case errors.As(err, &badJPEG), errors.As(err, &badPNG), errors.Is(err, bmp.ErrUnsupported):
		return sniff.Faultf(path, sniff.ErrUnsupported, diag.T("open it and export it as an ordinary JPEG"),
			"the file is %s of an unusual sort that cannot be read (%v)", kind, err)
	case !whole, errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return sniff.Faultf(path, sniff.ErrDamaged, diag.T("the copy or download was interrupted: fetch the file again"),
			"the picture breaks off before its end")
	}
	return sniff.Faultf(path, sniff.ErrDamaged, diag.T("open it in a picture viewer; if it shows, export it again as JPEG"),
		"the file looks like %s but is damaged (%v)", kind, err)
}
