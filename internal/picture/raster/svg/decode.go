package svg

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decoder returns a reader of the file's XML, whatever its encoding.
func decoder(data []byte) *xml.Decoder {
	data, wide := narrow(data)
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false // editors write entities that only their DTD explains
	d.Entity = entities(data)
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if wide && strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return r, nil
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}
	return d
}

// narrow converts UTF-16, with a byte order mark or without, to UTF-8 and takes
// a byte order mark away (XML 1.0, appendix F.1).
func narrow(data []byte) (out []byte, wide bool) {
	order := unicode.BigEndian
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{'<', 0}):
		order = unicode.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}), bytes.HasPrefix(data, []byte{0, '<'}):
	default:
		return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), false
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil {
		return data, false
	}
	return out, true
}

var entity = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"&%]{0,200})"|'([^'&%]{0,200})')\s*>`)

// entities returns the short texts that the document's own declarations give
// names to, as Illustrator does for name spaces. Those that contain others stay
// as they are, so that nothing grows.
func entities(data []byte) map[string]string {
	out := map[string]string{}
	head, _, _ := bytes.Cut(data, []byte("<svg"))
	if !bytes.Contains(head, []byte("<!ENTITY")) || len(head) > 1<<16 {
		return out
	}
	for _, m := range entity.FindAllSubmatch(head, 100) {
		out[string(m[1])] = string(m[2]) + string(m[3])
	}
	return out
}
