package sniff

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// headSize is how many bytes are read to decide: more than the longest signature
// needs, and enough for two frames of MPEG sound at the highest bit rate (1441
// bytes each).
const headSize = 4096

// File returns the kind of the file at path. The error is a *Fault when the
// file is missing, is no regular file, or is refused.
func File(path string) (Kind, error) {
	f, kind, err := Open(path)
	if err != nil {
		return Unknown, err
	}
	return kind, f.Close()
}

// Open opens the file at path for reading, at its start, and returns its kind.
// The error is a *Fault when the file is missing, is no ordinary file, or is
// refused.
func Open(path string) (*os.File, Kind, error) {
	f, err := open(path)
	if err != nil {
		return nil, Unknown, err
	}
	kind, err := Reader(f)
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, Unknown, withPath(err, path)
	}
	return f, kind, nil
}

// open opens the regular file at path.
func open(path string) (*os.File, error) {
	// A named pipe would block in os.Open, so the file's type is checked first.
	st, err := os.Stat(path)
	if err == nil && st.IsDir() {
		return nil, Faultf(path, ErrUnsupported, diag.T("name a file inside it"), "this is a folder")
	}
	if err == nil && !st.Mode().IsRegular() {
		return nil, Faultf(path, ErrUnsupported, diag.T("copy what it holds into a file"), "this is not an ordinary file")
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path) //nolint:gosec // the caller decides which paths are allowed
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Faultf(path, ErrMissing, diag.T("check the name and the folder; capitals count"), "the file does not exist")
	case errors.Is(err, fs.ErrPermission):
		return nil, Faultf(path, ErrMissing, diag.T("change the file's permissions, or copy it"), "the file may not be read")
	case err != nil:
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return f, nil
}

// Reader returns the kind of what r holds. The error is a *Fault without a path
// when it is refused.
func Reader(r io.ReaderAt) (Kind, error) {
	head, err := readHead(r, 0)
	if err != nil {
		return Unknown, err
	}
	// An ID3 tag may precede several kinds, and may hold a large picture: the bytes
	// after it decide.
	if n := id3Size(head); n > 0 {
		rest, err := readHead(r, n)
		if err != nil {
			return Unknown, err
		}
		return afterID3(rest), nil
	}
	return Bytes(head)
}

// readHead reads up to headSize bytes at off; a short file is no error.
func readHead(r io.ReaderAt, off int64) ([]byte, error) {
	buf := make([]byte, headSize)
	n, err := r.ReadAt(buf, off)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the first bytes: %w", err)
	}
	return buf[:n], nil
}

// withPath adds path to a Fault that has none.
func withPath(err error, path string) error {
	var f *Fault
	if errors.As(err, &f) && f.Path == "" {
		f.Path = path
	}
	return err
}

// Bytes returns the kind of a file that starts with head, of which a few
// hundred bytes are enough, or all there are. The error is a *Fault without a
// path when it is refused.
func Bytes(head []byte) (Kind, error) {
	if len(head) == 0 {
		return Unknown, Faultf("", ErrEmpty, diag.T("copy or export the file again"), "the file is empty (0 bytes)")
	}
	if k := media(head); k != Unknown {
		return k, nil
	}
	return Unknown, refuse(head)
}

// signature is a run of bytes at an offset that only one kind starts with.
type signature struct {
	at   int
	text string
	kind Kind
}

var signatures = []signature{
	{0, "\xff\xd8\xff", JPEG},
	{0, "\x89PNG\r\n\x1a\n", PNG},
	{0, "GIF87a", GIF},
	{0, "GIF89a", GIF},
	{0, "II*\x00", TIFF},
	{0, "MM\x00*", TIFF},
	{0, "\x1a\x45\xdf\xa3", Matroska}, // EBML header, RFC 8794
	{0, "OggS", Ogg},
	{0, "fLaC", FLAC},
}

// media returns the kind of a head that is media, or Unknown.
func media(b []byte) Kind {
	for _, s := range signatures {
		if len(b) >= s.at+len(s.text) && string(b[s.at:s.at+len(s.text)]) == s.text {
			return s.kind
		}
	}
	switch {
	case id3Size(b) > 0:
		if n := id3Size(b); n < int64(len(b)) {
			return afterID3(b[n:])
		}
		return MP3
	case form(b, "RIFF", "WEBP"):
		return WebP
	case form(b, "RIFF", "WAVE"), form(b, "RF64", "WAVE"):
		return WAV
	case form(b, "FORM", "AIFF"), form(b, "FORM", "AIFC"):
		return AIFF
	case isBMP(b):
		return BMP
	}
	if k := isoMedia(b); k != Unknown {
		return k
	}
	return mpegAudio(b)
}

// form reports whether b is an IFF file of the given group and form type.
func form(b []byte, group, kind string) bool {
	return len(b) >= 12 && string(b[:4]) == group && string(b[8:12]) == kind
}

// isBMP requires a known header size too: many texts start with "BM".
func isBMP(b []byte) bool {
	if len(b) < 18 || b[0] != 'B' || b[1] != 'M' {
		return false
	}
	switch binary.LittleEndian.Uint32(b[14:]) {
	case 12, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// isoMedia recognises ISO base media files by their first box (ISO/IEC
// 14496-12, clause 4.3) and pictures among them by their brands (ISO/IEC
// 23008-12, annex B).
func isoMedia(b []byte) Kind {
	if len(b) < 12 {
		return Unknown
	}
	size := int64(binary.BigEndian.Uint32(b))
	switch string(b[4:8]) {
	case "ftyp":
		if size < 12 || size > 1024 {
			return Unknown
		}
		return brandKind(b[8:min(int64(len(b)), size)])
	case "moov", "mdat", "wide", "free", "skip", "pnot":
		// QuickTime files from before the file type box. Size 0 reaches to the end
		// of the file and 1 announces a 64-bit size; other small ones are no box.
		if size == 0 || size == 1 || size >= 8 {
			return MP4
		}
	}
	return Unknown
}

// brandKind returns the kind that the brands of a file type box stand for. b
// holds the major brand, the minor version and the compatible brands.
func brandKind(b []byte) Kind {
	kind := Unknown
	for i := 0; i+4 <= len(b); i += 4 {
		if i == 4 {
			continue // the minor version
		}
		switch string(b[i : i+4]) {
		case "avif", "avis":
			return AVIF
		case "heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs":
			return HEIC
		case "mif1", "msf1":
			// Some image in HEIF; only its codec's brand, further on, says which.
			kind = HEIC
		case "jxl ":
			return Unknown
		}
	}
	if kind == Unknown {
		return MP4
	}
	return kind
}

// id3Size returns the length of the ID3v2 tag that b starts with, header
// included, or 0 (id3.org, ID3v2.4.0, clause 3.1).
func id3Size(b []byte) int64 {
	if len(b) < 10 || string(b[:3]) != "ID3" || b[3] == 0xff || b[4] == 0xff {
		return 0
	}
	var n int64
	for _, c := range b[6:10] {
		if c >= 0x80 {
			return 0
		}
		n = n<<7 | int64(c)
	}
	n += 10
	if b[5]&0x10 != 0 {
		n += 10 // a footer
	}
	return n
}

// afterID3 returns the kind of the sound that follows an ID3 tag. Padding and
// further tags are common there, so MP3 is assumed when nothing else is found.
func afterID3(b []byte) Kind {
	switch {
	case bytes.HasPrefix(b, []byte("fLaC")):
		return FLAC
	case form(b, "FORM", "AIFF"), form(b, "FORM", "AIFC"):
		return AIFF
	case form(b, "RIFF", "WAVE"):
		return WAV
	case mpegAudio(b) == ADTS:
		return ADTS
	}
	return MP3
}

// refuse returns the fault for a head that is no media.
func refuse(b []byte) *Fault {
	for _, o := range others {
		if o.match(b) {
			reason := ErrUnsupported
			if o.reason != nil {
				reason = o.reason
			}
			return Faultf("", reason, o.hint, "the file is %s, not a picture, video or sound", diag.Word(o.what))
		}
	}
	return Faultf("", ErrUnsupported,
		diag.T("use JPEG, PNG or WebP for pictures, MP4 or MOV for video, WAV, FLAC, MP3 or M4A for sound"),
		"the file is of a kind that is not recognised")
}

// starts returns a matcher for any of the prefixes.
func starts(prefixes ...string) func([]byte) bool {
	return func(b []byte) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(b, []byte(p)) {
				return true
			}
		}
		return false
	}
}

// other is a kind of file that is not media but that users hand in, with the hint for
// it.
type other struct {
	what   string
	hint   diag.Text
	reason error
	match  func([]byte) bool
}

// others are tried in order; text comes last, being the least certain.
var others = []other{
	{what: "a playlist", reason: ErrPlaylist, hint: diag.T("use the video or sound file itself; a playlist only points to other files"), match: isPlaylist},
	{what: "a PDF document", hint: diag.T("export its page as a JPEG or PNG picture"), match: starts("%PDF-")},
	{what: "a Photoshop document", hint: diag.T("export it as JPEG or PNG"), match: starts("8BPS")},
	{what: "a PostScript or Illustrator document", hint: diag.T("export it as PNG"), match: starts("%!PS", "\xc5\xd0\xd3\xc6")},
	{what: "a JPEG XL picture", hint: diag.T("export it as JPEG"), match: starts("\xff\x0a", "\x00\x00\x00\x0cJXL \r\n\x87\n")},
	{what: "a JPEG 2000 picture", hint: diag.T("export it as JPEG"), match: starts("\x00\x00\x00\x0cjP  \r\n\x87\n", "\xff\x4f\xff\x51")},
	{what: "an AVI video", hint: diag.T("convert it to MP4"), match: func(b []byte) bool { return form(b, "RIFF", "AVI ") }},
	{what: "a Windows Media file", hint: diag.T("convert it to MP4, or to WAV for sound"), match: starts("\x30\x26\xb2\x75\x8e\x66\xcf\x11")},
	{what: "a Flash video", hint: diag.T("convert it to MP4"), match: starts("FLV\x01")},
	{what: "an MPEG program stream", hint: diag.T("convert it to MP4"), match: starts("\x00\x00\x01\xba", "\x00\x00\x01\xb3")},
	{what: "an MPEG transport stream", hint: diag.T("convert it to MP4"), match: isTransportStream},
	{what: "a Core Audio file", hint: diag.T("export it as WAV or M4A"), match: starts("caff\x00\x01")},
	{what: "an AMR voice recording", hint: diag.T("convert it to WAV or MP3"), match: starts("#!AMR")},
	{what: "a MIDI score, which holds notes and no sound", hint: diag.T("render it to WAV in a music program"), match: starts("MThd")},
	{what: "a ZIP archive or an office document", hint: diag.T("take the picture or sound out of it"), match: starts("PK\x03\x04", "PK\x05\x06")},
	{what: "an old office document", hint: diag.T("take the picture or sound out of it"), match: starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
	{what: "a compressed archive", hint: diag.T("unpack it first"), match: starts("\x1f\x8b", "7z\xbc\xaf\x27\x1c", "Rar!\x1a\x07", "BZh", "\xfd7zXZ\x00")},
	{what: "a file of zeros", reason: ErrDamaged, hint: diag.T("the copy or download failed: fetch the file again"), match: isZeros},
	{what: "an SVG drawing", hint: diag.T("export it as PNG for a picture; SVG serves for logos only"), match: isSVG},
	{what: "a web page", hint: diag.T("the link led to a page: open it and save the picture or sound itself"), match: isHTML},
	{what: "plain text", hint: diag.T("check that this is the file you meant"), match: isText},
}

// isTransportStream requires three sync bytes 188 (or, for M2TS, 192) bytes apart.
func isTransportStream(b []byte) bool {
	for _, p := range [...]struct{ start, step int }{{0, 188}, {4, 192}} {
		if len(b) > p.start+2*p.step && b[p.start] == 0x47 && b[p.start+p.step] == 0x47 && b[p.start+2*p.step] == 0x47 {
			return true
		}
	}
	return false
}

func isZeros(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// lowerText returns the start of b as lower-case text without byte order mark, NULs
// (UTF-16) and leading space.
func lowerText(b []byte) string {
	b = b[:min(len(b), 1024)]
	for _, bom := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		b = bytes.TrimPrefix(b, []byte(bom))
	}
	return strings.ToLower(strings.TrimSpace(strings.ReplaceAll(string(b), "\x00", "")))
}

func isPlaylist(b []byte) bool {
	s := lowerText(b)
	return strings.HasPrefix(s, "#extm3u") || strings.HasPrefix(s, "[playlist]") || strings.HasPrefix(s, "ffconcat") ||
		strings.HasPrefix(s, "<") && (strings.Contains(s, "<mpd") || strings.Contains(s, "<playlist") ||
			strings.Contains(s, "<smil") || strings.Contains(s, "<asx"))
}

func isSVG(b []byte) bool {
	s := lowerText(b)
	return strings.HasPrefix(s, "<") && strings.Contains(s, "<svg")
}

func isHTML(b []byte) bool {
	s := lowerText(b)
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<") && strings.Contains(s, "<html")
}

// isText reports whether b has no control characters except those of texts. UTF-16
// passes because lowerText removes its NULs.
func isText(b []byte) bool {
	utf16 := bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
	for _, c := range b {
		if c == 0 && utf16 {
			continue
		}
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			return false
		}
	}
	return true
}
