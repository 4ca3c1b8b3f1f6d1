package ingest

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/giro-video/giro/internal/base/diag"
)

// foreign are kinds of file that people hand over instead of a table, by
// their first bytes, with what to do.
var foreign = []struct {
	magic string
	is    string
	hint  diag.Text
}{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.xls, .doc)", diag.T(saveAsCSV)},
	{"%PDF-", "a PDF", diag.T("ask for the table that it was made from, and save that as CSV")},
	{"{\\rtf", "a word processor's text", diag.T(saveAsCSV)},
	{"\x89PNG", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"\xff\xd8\xff", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"GIF8", "a picture", diag.T("give the table or calendar here, and the picture in its image column")},
	{"\x1f\x8b", "a compressed file", diag.T("unpack it first")},
	{"SQLite format 3\x00", "a database", diag.T("export the table as CSV")},
}

const saveAsCSV = "open it, choose Save as, and save it as CSV UTF-8"

// readable complains about files that no reader can read.
func (f *file) readable() bool {
	if len(bytes.TrimSpace(bytes.Trim(f.data, "\xef\xbb\xbf"))) == 0 {
		f.faults.Errorf(f.at(0), "", diag.T("check that it was copied whole"), "the file is empty")
		return false
	}
	for _, k := range foreign {
		if bytes.HasPrefix(f.data, []byte(k.magic)) {
			f.faults.Errorf(f.at(0), "", k.hint, "the file is %s, not a calendar or a table", k.is)
			return false
		}
	}
	if (workbook{}).match(f.data) {
		return true // it looks into itself
	}
	head := f.data[:min(len(f.data), sniffBytes)]
	if len(f.data) > 11 && string(f.data[4:8]) == "ftyp" {
		f.faults.Errorf(f.at(0), "", diag.T("give the table or calendar here"), "the file is a video, not a calendar or a table")
		return false
	}
	if !isUTF16(head) && bytes.IndexByte(f.data, 0) >= 0 {
		f.faults.Errorf(f.at(0), "", diag.T(saveAsCSV), "the file is not text")
		return false
	}
	if line := longLine(f.data); line > 0 {
		f.faults.Errorf(f.at(line), "", diag.T("check that this is the right file"), "the line has more than %d characters", maxLine)
		return false
	}
	start := strings.ToLower(string(bytes.TrimSpace(sniffHead(head))))
	switch {
	case (page{}).match([]byte(start)), (alert{}).match(sniffHead(f.data)):
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<"):
		f.faults.Errorf(f.at(0), "", diag.T("export the events as iCalendar or CSV"), "the file is XML, not a calendar or a table")
		return false
	}
	return true
}

// longLine returns the first line that is longer than maxLine, or 0. Lines of
// that length come from no table and no calendar, and cost readers their time.
// JSON and web pages may
// stand on one line.
func longLine(data []byte) int {
	if head := sniffHead(data); (document{}).match(head) || (page{}).match(head) {
		return 0
	}
	for line := 1; len(data) > maxLine; line++ {
		end := bytes.IndexAny(data[:maxLine+1], "\r\n")
		if end < 0 {
			return line
		}
		if data[end] == '\r' && data[end+1] == '\n' {
			end++
		}
		data = data[end+1:]
	}
	return 0
}

func isUTF16(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

// sniffHead returns the start of a file in UTF-8, without a byte order mark.
func sniffHead(data []byte) []byte {
	head := data[:min(len(data), sniffBytes)]
	if isUTF16(head) {
		text, _ := fromUTF16(head[:len(head)&^1])
		return []byte(text)
	}
	return bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
}

// charset names the encoding that a text was read in.
type charset int

const (
	utf8Text charset = iota
	utf16Text
	windows1252
	brokenUTF8 // UTF-8 with bytes that are not; they became U+FFFD
)

// decode returns a file's text in UTF-8 without a byte order mark. A text that
// is not UTF-8 is taken for Windows-1252, in which Excel saves CSV files on
// Western European machines, unless most of its other characters are right as
// UTF-8: then it is UTF-8 with some bytes broken.
func decode(data []byte) (string, charset) {
	if isUTF16(data) {
		if text, ok := fromUTF16(data); ok {
			return text, utf16Text
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data), utf8Text
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
		return strings.ToValidUTF8(string(data), "\ufffd"), brokenUTF8
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\ufffd"), brokenUTF8
	}
	return string(text), windows1252
}

// fromUTF16 decodes UTF-16 by its byte order mark.
func fromUTF16(data []byte) (string, bool) {
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
	return string(text), err == nil
}

// decodeText decodes the file and says what was noticed on the way.
func (f *file) decodeText(data []byte) string {
	text, cs := decode(data)
	switch cs {
	case windows1252:
		f.faults.Notef(f.at(0), "", diag.T("if accents look wrong, save the file as CSV UTF-8"), "the file is not UTF-8; it is read as Windows-1252")
	case brokenUTF8:
		line := 1 + strings.Count(text[:strings.IndexRune(text, '\ufffd')], "\n")
		f.faults.Warnf(f.at(line), "", diag.T("open the file, correct the character and save it as UTF-8"), "a character is broken; it is shown as \ufffd")
	case utf8Text, utf16Text:
		if once, ok := decodedTwice(text); ok {
			f.faults.Notef(f.at(0), "", diag.T("if accents look wrong, export the file again"), "the characters of the file were encoded twice (%q for %q); they are read as they were meant", "Ã¨", "è")
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
