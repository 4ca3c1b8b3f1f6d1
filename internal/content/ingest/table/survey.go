package table

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// A workbook's parts are XML, which the library makes into values many times
// their size: 3.5 million empty strings in a file of 146 kB take 1.4 GB, and a
// row that says it is the nine-quintillionth is counted up to. So every part is
// surveyed first, tag by tag and without keeping anything: how many there are,
// how deep they nest, and which rows they name.

// partBounds are what a part may hold.
type partBounds struct {
	tags      int // elements
	attribute int // bytes of an attribute's value
	text      int // bytes between two tags
}

// The bounds of the parts. A sheet of maxCells cells has two elements for each;
// a style's format has at most 255 characters. What a million elements take in
// the library is measured in TestWorkbookBounds.
var (
	sheetBounds  = partBounds{tags: 5_000_000, attribute: 1 << 15, text: 1 << 20}
	stringBounds = partBounds{tags: 1_500_000, attribute: 1 << 12, text: 1 << 20}
	styleBounds  = partBounds{tags: 400_000, attribute: 1 << 12, text: 1 << 20}
	otherBounds  = partBounds{tags: 50_000, attribute: 1 << 15, text: 1 << 20}
)

const (
	maxDepth  = 64        // of tags in tags; spreadsheet programs stay below 20
	maxRow    = 1_048_576 // the last row of a sheet (ECMA-376-1, 18.3.1.73)
	maxTagged = 1 << 16   // bytes of a tag's name and of its attributes' names
)

// Why a part is not read.
var (
	errTags     = diag.Reasonf("it has more elements than any table needs")
	errDeep     = diag.Reasonf("its elements are nested too deep")
	errRow      = diag.Reasonf("it names a row beyond the last row of a sheet")
	errLong     = diag.Reasonf("it holds a text or a value that is too long")
	errMarkup   = diag.Reasonf("it is not written as spreadsheet programs write it")
	errEncoding = diag.Reasonf("its characters are not UTF-8")
)

// The encodings in which tags are written as in ASCII, so that they can be found.
var (
	declaredEncoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)`)
	likeASCII        = regexp.MustCompile(`(?i)^(utf-?8|us-ascii|iso-8859-\d+|windows-125\d)$`)
)

// boundsOf returns the bounds of a part by its name, and whether it is surveyed
// at all. sheets holds the parts that are sheets, whatever they are called.
func boundsOf(name string, sheets map[string]bool) (b partBounds, ok bool) {
	lower := strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	ext := path.Ext(lower)
	switch {
	case sheets[name] || strings.HasPrefix(lower, "xl/worksheets/") && ext == ".xml":
		return sheetBounds, true
	case path.Base(lower) == "sharedstrings.xml":
		return stringBounds, true
	case path.Base(lower) == "styles.xml":
		return styleBounds, true
	case lower == "xl/workbook.xml" || ext == ".rels" || lower == "[content_types].xml":
		return otherBounds, true
	}
	return sheetBounds, ext == ".xml"
}

// surveyParts surveys the parts of a workbook and reports what is out of
// bounds; ok is false when something is.
func surveyParts(ctx context.Context, f *source.File, parts *zip.Reader) (ok bool) {
	check := func(p *zip.File, b partBounds) bool {
		err := surveyPart(ctx, p, b)
		if err != nil {
			hint := diag.T("save only the sheet with the events, as CSV")
			f.Faults.Errorf(f.At(0), "", hint, "the workbook is not opened: in its part %q, %v", p.Name, diag.Because(err))
		}
		return err == nil
	}
	// What says which parts are sheets is small, and is looked at first.
	for _, p := range parts.File {
		if b, ok := boundsOf(p.Name, nil); ok && b == otherBounds && !check(p, b) {
			return false
		}
	}
	sheets := map[string]bool{}
	if named, err := sheetParts(parts); err == nil {
		for _, p := range named {
			sheets[p.Name] = true
		}
	}
	for _, p := range parts.File {
		if b, ok := boundsOf(p.Name, sheets); ok && b != otherBounds && !check(p, b) {
			return false
		}
	}
	return true
}

func surveyPart(ctx context.Context, p *zip.File, b partBounds) error {
	r, err := p.Open()
	if err != nil {
		return fmt.Errorf("open the part: %w", err)
	}
	s := survey{in: bufio.NewReaderSize(source.Reader(ctx, r), 1<<16), bounds: b}
	err = s.part() // not joined with others: it is a reason that is translated
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	return err
}

// survey reads XML as far as tags and their attributes go. What it does not
// understand it refuses.
type survey struct {
	in          *bufio.Reader
	bounds      partBounds
	tags, depth int
	name, value []byte // of the tag or attribute that is being read
}

// part reads a part to its end.
func (s *survey) part() error {
	if start, err := s.in.Peek(4); err == nil && (bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) || bytes.IndexByte(start, 0) >= 0) {
		return errEncoding
	}
	for {
		err := s.until('<', s.bounds.text)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = s.markup()
		}
		if errors.Is(err, io.EOF) {
			return nil // it breaks off; who reads it says so
		}
		if err != nil {
			return err
		}
	}
}

// until passes over what stands before a byte, and over the byte.
func (s *survey) until(end byte, most int) error {
	for n := 0; ; {
		piece, err := s.in.ReadSlice(end)
		if n += len(piece); n > most {
			return errLong
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// markup reads what stands behind "<".
func (s *survey) markup() error {
	c, err := s.in.ReadByte()
	if err != nil {
		return err
	}
	switch c {
	case '/':
		s.depth--
		return s.until('>', maxTagged)
	case '?':
		return s.instruction()
	case '!':
		return s.declaration()
	}
	if err := s.in.UnreadByte(); err != nil {
		return err
	}
	return s.element()
}

// instruction reads "<?xml … ?>" and its kin.
func (s *survey) instruction() error {
	line := s.name[:0]
	for len(line) < maxTagged {
		c, err := s.in.ReadByte()
		if err != nil {
			return err
		}
		if line = append(line, c); bytes.HasSuffix(line, []byte("?>")) {
			s.name = line
			if m := declaredEncoding.FindSubmatch(line); m != nil && !likeASCII.Match(m[1]) {
				return errEncoding
			}
			return nil
		}
	}
	return errLong
}

// declaration reads a comment or a section of text as it is; a document type,
// which could define entities, is refused.
func (s *survey) declaration() error {
	start, err := s.in.Peek(2)
	if err != nil {
		return err
	}
	end := "-->"
	if string(start) != "--" {
		if start, err = s.in.Peek(len("[CDATA[")); err != nil || string(start) != "[CDATA[" {
			return errMarkup
		}
		end = "]]>"
	}
	if _, err := s.in.Discard(len(start)); err != nil {
		return err
	}
	matched := 0
	for n := 0; n <= s.bounds.text; n++ {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return err
		case c == end[matched]:
			if matched++; matched == len(end) {
				return nil
			}
		case c == end[0]:
			if matched < 2 { // of "--->" and "]]]>" the last two count
				matched = 1
			}
		default:
			matched = 0
		}
	}
	return errLong
}

// element reads a tag that opens an element, or is one.
func (s *survey) element() error {
	if s.tags++; s.tags > s.bounds.tags {
		return errTags
	}
	if s.depth++; s.depth > maxDepth {
		return errDeep
	}
	end, err := s.word(&s.name)
	row := string(local(s.name)) == "row"
	for size := 0; ; {
		switch {
		case err != nil:
			return err
		case end == '>':
			return nil
		case end == '/':
			if end, err = s.in.ReadByte(); err == nil && end != '>' {
				return errMarkup
			}
			s.depth--
			return err
		case end == '=':
			if err := s.quoted(); err != nil {
				return err
			}
			if row && string(local(s.name)) == "r" && !isRow(s.value) {
				return errRow
			}
		case end == '"' || end == '\'' || end == '<':
			return errMarkup
		}
		end, err = s.word(&s.name)
		if size += len(s.name); size > maxTagged {
			return errLong
		}
	}
}

// word reads a name, and returns the byte behind it that is no white space.
func (s *survey) word(name *[]byte) (end byte, err error) {
	*name = (*name)[:0]
	space := false
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return 0, err
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			space = len(*name) > 0
		case strings.IndexByte(`>/="'<`, c) >= 0:
			return c, nil
		case space: // the next name: this one has no value
			return ' ', s.in.UnreadByte()
		default:
			if *name = append(*name, c); len(*name) > maxTagged {
				return 0, errLong
			}
		}
	}
}

// quoted reads an attribute's value.
func (s *survey) quoted() error {
	quote := byte(' ')
	for quote == ' ' || quote == '\t' || quote == '\n' || quote == '\r' {
		var err error
		if quote, err = s.in.ReadByte(); err != nil {
			return err
		}
	}
	if quote != '"' && quote != '\'' {
		return errMarkup
	}
	s.value = s.value[:0]
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return err
		case c == quote:
			return nil
		}
		if s.value = append(s.value, c); len(s.value) > s.bounds.attribute {
			return errLong
		}
	}
}

// local returns a name without its prefix.
func local(name []byte) []byte { return name[bytes.LastIndexByte(name, ':')+1:] }

// isRow reports whether a value is the number of a row that a sheet can have.
func isRow(value []byte) bool {
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' {
			return false
		}
		if n = 10*n + int(c-'0'); n > maxRow {
			return false
		}
	}
	return true
}
