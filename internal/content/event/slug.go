package event

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the greatest length of a slug in bytes, so that file names made
// from it fit every file system.
const maxSlug = 60

// letters that do not decompose into a Latin letter and a mark.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ŋ': "n",
}

// Slug returns s as a name for files and addresses: lower-case ASCII letters
// and digits in groups joined by hyphens, at most 60 bytes. It is "" when s
// holds none.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		part := letters[r]
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			part = string(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r):
			continue // the accent of the letter before
		case part == "":
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(part)
		if b.Len() > 4*maxSlug {
			break
		}
	}
	out := b.String()
	if len(out) <= maxSlug {
		return out
	}
	if i := strings.LastIndexByte(out[:maxSlug+1], '-'); i > maxSlug/2 {
		return out[:i]
	}
	return out[:maxSlug]
}
