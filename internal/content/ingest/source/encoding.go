package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/giro-video/giro/internal/base/diag"
)

// IsUTF16 reports whether a text is UTF-16, by its byte order mark or, without one,
// by its zero bytes.
func IsUTF16(b []byte) bool {
	if _, ok := wideOrder(b); ok {
		return true
	}
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

// headBytes is how much of a file is enough to find its kind.
const headBytes = 4096

// Head returns the start of the file in UTF-8, without a byte order mark.
func (f *File) Head() []byte {
	head := f.Data[:min(len(f.Data), headBytes)]
	if IsUTF16(head) {
		text, _ := fromUTF16(head[:len(head)&^1])
		return []byte(text)
	}
	return bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
}

// Charset names the encoding that a text was read in.
type Charset int

// The encodings that texts are read in.
const (
	UTF8 Charset = iota
	UTF16
	Windows1252
	Latin9 // ISO-8859-15
	MacRoman
	CodePage850
	BrokenUTF8 // UTF-8 with bytes that are not; they became U+FFFD
)

// Decode returns a file's text in UTF-8 without a byte order mark. A text that
// is not UTF-8 is taken for Windows-1252, in which Excel saves CSV files on
// Western European machines, unless most of its other characters are right as
// UTF-8: then it is UTF-8 with some bytes broken.
func Decode(data []byte) (string, Charset) { return decode(data, windowsOnly) }

func decode(data []byte, choose func([]byte) (Charset, *charmap.Charmap)) (string, Charset) {
	if IsUTF16(data) {
		if text, ok := fromUTF16(data); ok {
			return text, UTF16
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), UTF8
	}
	right, wrong := 0, 0
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			wrong++
		case n > 1:
			right++
		}
		rest = rest[n:]
	}
	if right > wrong {
		return strings.ToValidUTF8(string(data), "\ufffd"), BrokenUTF8
	}
	charset, table := choose(data)
	text, err := table.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd"), BrokenUTF8
	}
	return string(text), charset
}

// charsetNames are the encodings as messages call them.
var charsetNames = map[Charset]string{Windows1252: "Windows-1252", Latin9: "ISO-8859-15", MacRoman: "Mac Roman", CodePage850: "CP850"}

// fromUTF16 decodes UTF-16 by its byte order mark, or by its zero bytes.
func fromUTF16(data []byte) (string, bool) {
	if big, ok := wideOrder(data); ok {
		order := unicode.LittleEndian
		if big {
			order = unicode.BigEndian
		}
		text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(text), err == nil
	}
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	return string(text), err == nil
}

// Text returns the file's text in UTF-8 and reports what was noticed on the way.
func (f *File) Text() string {
	text, charset := decode(f.Data, codePage)
	switch charset {
	case Windows1252, Latin9, MacRoman, CodePage850:
		f.Faults.Notef(f.At(0), "", diag.T("if accents look wrong, save the file as CSV UTF-8"), "the file is not UTF-8; it is read as %s", charsetNames[charset])
	case BrokenUTF8:
		line := 1 + strings.Count(text[:strings.IndexRune(text, '\ufffd')], "\n")
		f.Faults.Warnf(f.At(line), "", diag.T("open the file, correct the character and save it as UTF-8"), "a character is broken; it is shown as \ufffd")
	case UTF8, UTF16:
		if once, ok := decodedTwice(text); ok {
			f.Faults.Notef(f.At(0), "", diag.T("if accents look wrong, export the file again"), "the characters of the file were encoded twice (%q for %q); they are read as they were meant", "Ã¨", "è")
			return once
		}
	}
	return text
}

// decodedTwice returns the text that was meant where UTF-8 was taken for
// Windows-1252 and encoded again, so that "è" became "Ã¨". All of the text must
// be of that kind; one character that is not says that it is as it should be.
func decodedTwice(text string) (string, bool) {
	if !strings.Contains(text, "Ã") && !strings.Contains(text, "â€") {
		return "", false
	}
	data, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	if err != nil || !utf8.Valid(data) {
		return "", false
	}
	return string(data), true
}
