package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// minShout is how many letters in capitals make a title that shouts; shorter
// ones are abbreviations and names.
const minShout = 10

// shouts reports whether a text of several words is all in capitals.
func shouts(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= minShout && strings.ContainsRune(strings.TrimSpace(s), ' ')
}

// calm writes a text in capitals as a sentence. Words with figures, and
// letters with full stops between them, stay: they are names of things.
func calm(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if strings.ContainsAny(w, "0123456789") || strings.Count(w, ".") > 1 {
			continue
		}
		words[i] = strings.ToLower(w)
	}
	out := strings.Join(words, " ")
	r, n := utf8.DecodeRuneInString(out)
	return string(unicode.ToUpper(r)) + out[n:]
}
