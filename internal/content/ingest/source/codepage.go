package source

import (
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// codePages are the one-byte encodings that old programs save tables in, the
// likeliest first.
var codePages = []struct {
	charset Charset
	table   *charmap.Charmap
}{
	{Windows1252, charmap.Windows1252}, // Excel on Windows
	{Latin9, charmap.ISO8859_15},
	{MacRoman, charmap.Macintosh}, // Excel on a Mac: CSV (Macintosh)
	{CodePage850, charmap.CodePage850},
}

// windowsOnly chooses Windows-1252, for texts too short to be judged.
func windowsOnly([]byte) (Charset, *charmap.Charmap) { return Windows1252, charmap.Windows1252 }

// judged is how much of a text decides its encoding.
const judged = 1 << 16

// codePage returns the encoding in which a text that is not UTF-8 makes words: the
// one with the fewest characters that stand where none of their kind does. Windows
// is left only for one with less than half of them.
func codePage(data []byte) (Charset, *charmap.Charmap) {
	data = data[:min(len(data), judged)]
	best, least := 0, odd(data, codePages[0].table)
	for i, c := range codePages[1:] {
		if n := odd(data, c.table); 2*n < least {
			best, least = i+1, n
		}
	}
	return codePages[best].charset, codePages[best].table
}

// odd counts the characters beyond ASCII that are out of place.
func odd(data []byte, table *charmap.Charmap) int {
	n := 0
	at := func(i int) rune {
		if i < 0 || i >= len(data) {
			return ' '
		}
		return table.DecodeByte(data[i])
	}
	for i, b := range data {
		if b < 0x80 {
			continue
		}
		r, before, behind := table.DecodeByte(b), at(i-1), at(i+1)
		letters := unicode.IsLetter(before) && unicode.IsLetter(behind)
		switch {
		case unicode.IsControl(r), r == unicode.ReplacementChar, r == '¤', r == 'ˆ', r == '˜', r == '‚', r == 'þ', r == 'Þ', r == 'ð':
			n++
		case unicode.IsUpper(r) && unicode.IsLower(before), unicode.Is(unicode.Latin, r) && !unicode.IsUpper(r) && r != 'ª' && r != 'º' && unicode.IsUpper(before) && unicode.IsUpper(behind):
			n++
		case !unicode.IsLetter(r) && letters && r != '’' && r != '‘' && r != '·' && r != '–' && r != '—' && r != '\u00ad':
			n++
		case r >= '─' && r <= '▟', unicode.Is(unicode.Greek, r), r == '◊', r == '∞', r == '√':
			n++
		}
	}
	return n
}

// wideOrder reports whether a text without a byte order mark is UTF-16, of which in
// European texts every other byte is 0.
func wideOrder(b []byte) (bigEndian, ok bool) {
	b = b[:min(len(b), 512)&^1]
	if len(b) < 8 {
		return false, false
	}
	zeros := [2]int{}
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(b) / 2
	switch {
	case zeros[1]*10 > half*8 && zeros[0] == 0:
		return false, true
	case zeros[0]*10 > half*8 && zeros[1] == 0:
		return true, true
	}
	return false, false
}
