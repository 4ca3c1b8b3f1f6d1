package photo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"io"

	"github.com/giro-video/giro/internal/media/sniff"
)

// maxProfile bounds an ICC profile. Those of displays and cameras have under
// 4 kB, those of presses up to 3 MB.
const maxProfile = 4 << 20

// header is the information in a photo's file beside its pixels.
type header struct {
	orientation int    // 1 to 8
	icc         []byte // the ICC profile, or nil
	cicp        []byte // the four bytes of PNG's coding-independent code points, or nil
	cmyk        bool
	interlaced  bool
	whole       bool // the file's end is there; true where that is not checked

	// For JPEG only.
	progressive bool
	samples     float64 // stored samples a pixel, all components: 1.5 for 4:2:0
	scans       int
}

// readHeader reads as much of the header as it can. No fault in it is a reason to
// refuse a photo, so broken parts are skipped.
func readHeader(kind sniff.Kind, data []byte) header {
	h := header{orientation: 1}
	switch kind {
	case sniff.JPEG:
		h.readJPEG(data)
	case sniff.PNG:
		h.readPNG(data)
	case sniff.WebP:
		h.readWebP(data)
	default:
		h.whole = true
	}
	return h
}

// memory returns about how many bytes a photo takes while it is decoded and cut:
// its planes or coefficients, the picture that the decoder makes of them, and the
// copy on white of what is not drawn from its planes (flatten). The figures are
// those of the decoders of Go 1.26 and x/image; TestMemory holds them.
func (h header) memory(kind sniff.Kind, cfg image.Config, size int) float64 {
	const flat = 4
	decode, copied := 4.0, 4.0+flat // RGBA or NRGBA
	switch cfg.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		decode, copied = 8, flat
	case color.Gray16Model:
		decode, copied = 2, flat
	case color.GrayModel:
		decode, copied = 1, 0
	case color.YCbCrModel:
		decode, copied = 1.5, 0
	case color.NYCbCrAModel:
		decode, copied = 2.5, flat
	case color.RGBAModel, color.NRGBAModel:
		decode, copied = 4, flat
	case color.CMYKModel:
	default: // of a palette
		decode, copied = 1, flat
	}
	switch {
	case h.progressive: // every coefficient is kept in 4 bytes
		decode = 5 * h.samples
	case h.samples > 0:
		decode = h.samples
	case kind == sniff.WebP && cfg.ColorModel == color.NRGBAModel: // lossless: each step makes a new picture
		decode = 8
	case h.interlaced: // the last pass is half of the picture
		decode *= 1.5
	}
	if h.samples > 0 && cfg.ColorModel != color.YCbCrModel && cfg.ColorModel != color.GrayModel {
		copied = 4 + flat // the planes are put together
	}
	return float64(cfg.Width)*float64(cfg.Height)*(decode+copied) + float64(size)
}

// readJPEG walks the segments (ITU-T T.81, annex B).
func (h *header) readJPEG(data []byte) {
	const (
		sof0, sof2          = 0xc0, 0xc2
		soi, eoi, sos, tem  = 0xd8, 0xd9, 0xda, 0x01
		rst0, rst7          = 0xd0, 0xd7
		app1, app2, sofLast = 0xe1, 0xe2, 0xcf
		dht, jpg, dac       = 0xc4, 0xc8, 0xcc
	)
	var exif []byte
	profile := map[int][]byte{} // by sequence number from 1
	chunks := 0
	for i := 2; i+1 < len(data); {
		// Between segments there may be fill bytes; inside a scan 0xff 0x00 is data.
		j := bytes.IndexByte(data[i:], 0xff)
		if j < 0 || i+j+1 >= len(data) {
			break
		}
		i += j + 1
		marker := data[i]
		if marker == 0xff {
			continue
		}
		i++
		if marker == 0 || marker == tem || marker == soi || marker >= rst0 && marker <= rst7 {
			continue
		}
		if marker == eoi {
			h.whole = true
			break
		}
		if i+2 > len(data) {
			break
		}
		n := int(binary.BigEndian.Uint16(data[i:]))
		if n < 2 || i+n > len(data) {
			break
		}
		body := data[i+2 : i+n]
		i += n
		switch {
		case marker == app1 && bytes.HasPrefix(body, []byte("Exif\x00")) && exif == nil:
			exif = body
		case marker == app2 && bytes.HasPrefix(body, []byte("ICC_PROFILE\x00")) && len(body) > 14:
			// ICC.1:2022, annex B.4: sequence number, count, part.
			profile[int(body[12])] = body[14:]
			chunks = int(body[13])
		case marker >= sof0 && marker <= sofLast && marker != dht && marker != jpg && marker != dac:
			h.progressive = marker == sof2
			h.readFrame(body)
		case marker == sos:
			h.scans++
		}
	}
	h.orientation = exifOrientation(exif)
	var icc []byte
	for i := 1; i <= chunks && len(icc) <= maxProfile; i++ {
		part, ok := profile[i]
		if !ok {
			return
		}
		icc = append(icc, part...)
	}
	if len(icc) <= maxProfile {
		h.icc = icc
	}
}

// readFrame reads a JPEG frame header: precision, height, width, and for each
// component an identifier, its sampling factors and a table (T.81, B.2.2).
func (h *header) readFrame(b []byte) {
	if len(b) < 6 {
		return
	}
	n := int(b[5])
	sum, most := 0, 1
	for i := range n {
		if 8+3*i >= len(b) {
			return
		}
		f := int(b[7+3*i]>>4) * int(b[7+3*i]&15)
		sum += f
		most = max(most, f)
	}
	h.cmyk = n == 4
	h.samples = float64(sum) / float64(most)
}

// readPNG walks the chunks (W3C PNG, third edition, clauses 5.3 and 11.3).
func (h *header) readPNG(data []byte) {
	for i := 8; i+12 <= len(data); {
		n := int64(binary.BigEndian.Uint32(data[i:]))
		kind := string(data[i+4 : i+8])
		if n > int64(len(data)-i-12) {
			return
		}
		body := data[i+8 : i+8+int(n)]
		i += 12 + int(n)
		switch kind {
		case "IHDR":
			h.interlaced = len(body) == 13 && body[12] == 1
		case "eXIf":
			h.orientation = exifOrientation(body)
		case "cICP":
			if len(body) == 4 {
				h.cicp = body
			}
		case "iCCP":
			// Name, NUL, compression method 0, deflated profile.
			if z := bytes.IndexByte(body, 0); z >= 0 && z+2 <= len(body) && body[z+1] == 0 {
				h.icc = inflate(body[z+2:])
			}
		case "IEND":
			h.whole = true
			return
		}
	}
}

// inflate decompresses the zlib stream b; nil if it is broken or too large.
func inflate(b []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(r, maxProfile+1))
	if err != nil || len(out) > maxProfile {
		return nil
	}
	return out
}

// readWebP walks the chunks of the RIFF file (RFC 9649, section 2).
func (h *header) readWebP(data []byte) {
	h.whole = true
	for i := 12; i+8 <= len(data); {
		n := int64(binary.LittleEndian.Uint32(data[i+4:]))
		kind := string(data[i : i+4])
		if n > int64(len(data)-i-8) {
			h.whole = false
			return
		}
		body := data[i+8 : i+8+int(n)]
		i += 8 + int(n) + int(n&1)
		switch kind {
		case "ICCP":
			if len(body) <= maxProfile {
				h.icc = body
			}
		case "EXIF":
			h.orientation = exifOrientation(body)
		}
	}
}
