// Package filename makes names of files that every system takes, from what
// people write.
package filename

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
func Slug(s string) string { return SlugWithin(s, maxSlug) }

// SlugWithin is Slug for another greatest length in bytes.
func SlugWithin(s string, limit int) string {
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
		if b.Len() > 4*limit {
			break
		}
	}
	out := b.String()
	if len(out) <= limit {
		return out
	}
	if i := strings.LastIndexByte(out[:limit+1], '-'); i > limit/2 {
		return out[:i]
	}
	return out[:limit]
}

// Safe returns s with a hyphen for each character that a file's name cannot hold
// on one of the systems, and without the dots at its beginning that would hide
// the file. Other letters and spaces stay.
func Safe(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, s)
	return strings.TrimLeft(s, ".")
}
