package compile

import (
	"strings"
	"unicode"

	"github.com/giro-video/giro/internal/design/field"
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

// count adds a text to what there is to read in the scene.
func (s *scene) count(t *text) {
	words := t.text
	if t.field == field.Credits {
		// Credits are there to be found; nobody waits until they are read.
		words = strings.Join(s.in.Notices, " ")
	}
	s.chars += readingWeight(words)
	if t.beats > s.lastBeats {
		s.lastBeats, s.lastChars = t.beats, 0
	}
	if t.beats == s.lastBeats {
		s.lastChars += readingWeight(words)
	}
}
