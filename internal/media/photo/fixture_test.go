package photo_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/media/photo"
)

// write puts data into a file of its own folder.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func encodeJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodePNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scene is a w x h picture in which no two directions look alike: smooth ramps,
// a dark square near the top left corner and a light bar near the right edge.
func scene(w, h int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(40 + 200*x/w), uint8(40 + 200*y/h), uint8(40 + 100*(x+y)/(w+h)), 255}
			switch {
			case x > w/8 && x < w/3 && y > h/8 && y < h/3:
				c = color.NRGBA{20, 30, 60, 255}
			case x > w*3/4 && x < w*7/8 && y > h/4:
				c = color.NRGBA{230, 220, 200, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

// exif returns EXIF data that gives an orientation, in one of the byte orders.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2) // entries
	b = order.AppendUint16(b, 0x0100)
	b = order.AppendUint16(b, 4)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint32(b, 4000)
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3)
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, orientation)
	b = order.AppendUint16(b, 0)
	return order.AppendUint32(b, 0) // no further directory
}

// segment returns a JPEG segment.
func segment(marker byte, body []byte) []byte {
	b := []byte{0xff, marker}
	b = binary.BigEndian.AppendUint16(b, uint16(2+len(body)))
	return append(b, body...)
}

// withSegments inserts segments behind a JPEG's first two bytes.
func withSegments(jpg []byte, segments ...[]byte) []byte {
	out := append([]byte{}, jpg[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, jpg[2:]...)
}

// exifSegment returns the segment in which a camera puts EXIF data.
func exifSegment(orientation uint16) []byte {
	return segment(0xe1, append([]byte("Exif\x00\x00"), exif(binary.BigEndian, orientation)...))
}

// iccSegments returns a profile in segments of at most size bytes of it.
func iccSegments(icc []byte, size int) [][]byte {
	n := (len(icc) + size - 1) / size
	var out [][]byte
	for i := range n {
		head := append([]byte("ICC_PROFILE\x00"), byte(i+1), byte(n))
		out = append(out, segment(0xe2, append(head, icc[i*size:min(len(icc), (i+1)*size)]...)))
	}
	return out
}

// chunk returns a PNG chunk.
func chunk(kind string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// withChunks inserts chunks behind a PNG's header chunk.
func withChunks(img []byte, chunks ...[]byte) []byte {
	const head = 8 + 12 + 13
	out := append([]byte{}, img[:head]...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(out, img[head:]...)
}

func deflate(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// s15 returns numbers as s15Fixed16.
func s15(values ...float64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(v*65536+0.5)))
	}
	return b
}

// The colorants as the profiles of their makers hold them (D50), and the curves.
var (
	colorantsP3    = [9]float64{0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407} // by column
	colorantsSRGB  = [9]float64{0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.71410}
	colorantsAdobe = [9]float64{0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457}

	curveSRGB  = append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), s15(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...)
	curveAdobe = []byte("curv\x00\x00\x00\x00\x00\x00\x00\x01\x02\x33") // 2.19921875
)

// profile returns an ICC profile of version 4.
func profile(name string, colorants [9]float64, curve []byte) []byte {
	var text []byte
	for _, r := range name {
		text = binary.BigEndian.AppendUint16(text, uint16(r))
	}
	desc := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
	desc = binary.BigEndian.AppendUint32(desc, uint32(len(text)))
	desc = append(binary.BigEndian.AppendUint32(desc, 28), text...)
	xyz := func(v []float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), s15(v...)...) }
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc},
		{"wtpt", xyz([]float64{0.9642, 1, 0.8249})},
		{"rXYZ", xyz(colorants[0:3])},
		{"gXYZ", xyz(colorants[3:6])},
		{"bXYZ", xyz(colorants[6:9])},
		{"rTRC", curve},
		{"gTRC", curve},
		{"bTRC", curve},
	}
	head := make([]byte, 128)
	head[8] = 4
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	copy(head[68:], s15(0.9642, 1, 0.8249))
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	start := 128 + 4 + 12*len(tags)
	for _, tag := range tags {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(start+len(body)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))
		body = append(body, tag.data...)
	}
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	out := append(append(head, table...), body...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// load prepares the whole photo at path in its own size.
func load(path string) (*image.NRGBA, photo.Info, error) {
	p, err := photo.Open(path)
	if err != nil {
		return nil, photo.Info{}, err
	}
	info := p.Info()
	m, err := p.Prepare(geom.Size{W: info.W, H: info.H}.Bounds(), info.W, info.H, nil)
	return m, info, err
}
