package compile

import (
	"unicode"
)

// readingWeight returns how many Latin characters a text counts for in the
// reading time: a Chinese character takes as long as two (art direction §7).
func readingWeight(text string) int {
	n := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n++
		}
		n++
	}
	return n
}
