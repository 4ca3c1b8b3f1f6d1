package table

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// splitter cuts a text into the records of a table. A cell may stand in quotes, with
// line breaks and doubled quotes in it (RFC 4180). Texts of which cells begin with a
// quote that is never closed, or that goes on behind it, are common; such a record
// is read line by line, each quote as a sign like others.
type splitter struct {
	text  string
	comma rune
	width int // cells of most lines; 0 if it is not known

	at, line int
	lenient  []int // the lines on which a quote was taken for a sign
}

// maxQuoted is how many lines a cell in quotes may have; who forgets a quote has
// more of them before the next one.
const maxQuoted = 400

// splitRows reads the records of a table. offset is added to line and row
// numbers; limit stops after so many rows (0 reads all). The lines whose quotes
// are no quotes of cells are lenient.
func splitRows(ctx context.Context, text string, comma rune, offset, limit int) (rows []record.Row, lenient []int, err error) {
	s := &splitter{text: text, comma: comma, line: 1, width: usualWidth(text, comma)}
	number := offset
	for s.at < len(s.text) && (limit == 0 || len(rows) < limit) {
		if number++; number%1024 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if s.emptyLine() {
			continue // a spreadsheet counts it
		}
		start := s.line
		cells, lines := s.record()
		for i := range lines {
			lines[i] += offset
		}
		if len(cells) > source.MaxColumns {
			return nil, nil, &errWide{row: number, line: start + offset}
		}
		rows = append(rows, record.Row{Number: number, Line: start + offset, Cells: cells, Lines: lines})
		if len(rows) > source.MaxRows+maxPreamble {
			return nil, nil, errTooMany
		}
	}
	for i := range s.lenient {
		s.lenient[i] += offset
	}
	return rows, s.lenient, nil
}

// usualWidth returns how many cells most of the first lines have when quotes are
// signs like others; 0 if there is no such number.
func usualWidth(text string, comma rune) int {
	count := map[int]int{}
	best := 0
	for range 200 {
		line, rest, _ := strings.Cut(text, "\n")
		if n := 1 + strings.Count(line, string(comma)); n > 1 {
			if count[n]++; count[n] > count[best] || (count[n] == count[best] && n < best) {
				best = n
			}
		}
		if text = rest; text == "" {
			break
		}
	}
	return best
}

// emptyLine passes over an empty line.
func (s *splitter) emptyLine() bool {
	n := 0
	if strings.HasPrefix(s.text[s.at:], "\r\n") {
		n = 2
	} else if s.text[s.at] == '\n' {
		n = 1
	}
	s.at += n
	if n > 0 {
		s.line++
	}
	return n > 0
}

// record reads a record: strictly, or by its line where that cannot be, or where
// a cell of several lines swallows others that have the width of the table.
func (s *splitter) record() (cells []string, lines []int) {
	start, line := s.at, s.line
	if end := s.lineEnd(start); !strings.Contains(s.text[start:end], `"`) {
		s.at = min(end+1, len(s.text))
		s.line++
		cells = strings.Split(strings.TrimSuffix(s.text[start:end], "\r"), string(s.comma))
		return cells, repeated(line, len(cells))
	}
	cells, lines, ok := s.strict()
	if ok && (s.line-line == 1 || len(cells) == s.width || !s.swallows(start, s.at)) {
		return cells, lines
	}
	s.at, s.line = start, line
	end := s.lineEnd(start)
	text := strings.TrimSuffix(s.text[start:end], "\r")
	s.at = min(end+1, len(s.text))
	s.line++
	s.lenient = append(s.lenient, line)
	cells = s.byLine(text)
	return cells, repeated(line, len(cells))
}

func repeated(line, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = line
	}
	return out
}

// lineEnd returns where the line at an offset ends: at its line feed, or at the end
// of the text.
func (s *splitter) lineEnd(at int) int {
	if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(s.text)
}

// swallows reports whether the lines of a record, read one by one, have the width of
// the table: then a quote that was forgotten joins them.
func (s *splitter) swallows(from, to int) bool {
	n := 0
	for line := range strings.Lines(s.text[from:to]) {
		if strings.Count(line, string(s.comma))+1 == s.width {
			n++
		}
	}
	return s.width > 1 && n > 1
}

// strict reads a record as RFC 4180 has it; ok is false when a quote is closed in
// the middle of a cell, or never.
func (s *splitter) strict() (cells []string, lines []int, ok bool) {
	first := s.line
	for {
		lines = append(lines, s.line)
		rest := s.text[s.at:]
		if strings.HasPrefix(strings.TrimLeft(rest, " "), `"`) && (rest[0] == '"' || s.spaced(rest)) {
			cell, more, ok := s.quoted(first)
			if !ok {
				return nil, nil, false
			}
			if cells = append(cells, cell); !more {
				return cells, lines, true
			}
			continue
		}
		end := strings.IndexAny(rest, string(s.comma)+"\n")
		if end < 0 {
			s.at = len(s.text)
			s.line++
			return append(cells, strings.TrimSuffix(rest, "\r")), lines, true
		}
		r, n := utf8.DecodeRuneInString(rest[end:])
		s.at += end + n
		if r == s.comma {
			cells = append(cells, rest[:end])
			continue
		}
		s.line++
		return append(cells, strings.TrimSuffix(rest[:end], "\r")), lines, true
	}
}

// spaced reports whether a cell that starts with blanks is one in quotes: its next
// quote ends it. Blanks before a quote are not in RFC 4180.
func (s *splitter) spaced(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	end := strings.IndexByte(rest[1:], '"')
	if end < 0 {
		return false
	}
	behind := strings.TrimLeft(rest[end+2:], " \r")
	return behind == "" || behind[0] == '\n' || strings.HasPrefix(behind, string(s.comma))
}

// quoted reads a cell in quotes and what ends it; more says that another cell of
// the record follows.
func (s *splitter) quoted(first int) (cell string, more, ok bool) {
	rest := s.text[s.at:]
	skip := strings.IndexByte(rest, '"') + 1
	var b strings.Builder
	at, line := s.at+skip, s.line
	for {
		i := strings.IndexByte(s.text[at:], '"')
		if i < 0 {
			return "", false, false
		}
		line += strings.Count(s.text[at:at+i], "\n")
		if line-first > maxQuoted {
			return "", false, false
		}
		b.WriteString(s.text[at : at+i])
		at += i + 1
		if at < len(s.text) && s.text[at] == '"' {
			b.WriteByte('"')
			at++
			continue
		}
		break
	}
	cell = strings.ReplaceAll(b.String(), "\r\n", "\n")
	for at < len(s.text) && s.text[at] == ' ' && s.comma != ' ' {
		at++
	}
	behind := s.text[at:]
	switch {
	case behind == "":
		s.at, s.line = at, line+1
		return cell, false, true
	case strings.HasPrefix(behind, "\n"):
		s.at, s.line = at+1, line+1
		return cell, false, true
	case strings.HasPrefix(behind, "\r\n"):
		s.at, s.line = at+2, line+1
		return cell, false, true
	case strings.HasPrefix(behind, string(s.comma)):
		s.at, s.line = at+utf8.RuneLen(s.comma), line
		return cell, true, true
	}
	return "", false, false
}

// byLine cuts one line. A quote at the beginning of a cell is one of quotes where
// another closes it at the end of a cell and the line then has the width of the
// table; else quotes are signs, and one that stands alone is dropped.
func (s *splitter) byLine(text string) []string {
	cells := s.closing(text)
	if len(cells) == s.width {
		return cells
	}
	plain := strings.Split(text, string(s.comma))
	if len(plain) != s.width && s.width > 0 && s.nearer(len(cells), len(plain)) {
		return cells
	}
	for i, c := range plain {
		switch n := strings.Count(c, `"`); {
		case n == 1 && strings.HasPrefix(c, `"`), n == 1 && strings.HasSuffix(c, `"`):
			plain[i] = strings.Trim(c, `"`)
		case n > 1 && strings.HasPrefix(c, `"`) && strings.HasSuffix(c, `"`):
			plain[i] = c[1 : len(c)-1]
		}
	}
	return plain
}

func (s *splitter) nearer(a, b int) bool {
	return max(a-s.width, s.width-a) < max(b-s.width, s.width-b)
}

// closing cuts one line; a cell that begins with a quote ends at the first quote
// that a separator or the end of the line follows.
func (s *splitter) closing(text string) []string {
	var out []string
	sep := string(s.comma)
	for {
		if strings.HasPrefix(text, `"`) {
			if i := strings.Index(text[1:], `"`+sep); i >= 0 {
				out = append(out, strings.ReplaceAll(text[1:1+i], `""`, `"`))
				text = text[1+i+1+len(sep):]
				continue
			}
			if len(text) > 1 && strings.HasSuffix(text, `"`) {
				return append(out, strings.ReplaceAll(text[1:len(text)-1], `""`, `"`))
			}
		}
		cell, rest, more := strings.Cut(text, sep)
		if strings.Count(cell, `"`) == 1 {
			cell = strings.TrimPrefix(cell, `"`)
		}
		out = append(out, cell)
		if !more {
			return out
		}
		text = rest
	}
}
