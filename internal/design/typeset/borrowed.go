package typeset

import (
	"errors"
	"slices"
)

// Borrowed returns the fonts of the computer that a text is set in, each once in
// the order in which they come, and the characters for which there is no font at
// all. Most texts need none: the library's own fonts have what they are written in.
func (l *Library) Borrowed(text string, st Style) (faces []*Face, lacking []rune, err error) {
	primary, err := l.Face(st.Family, st.Weight)
	if err != nil {
		return nil, nil, err
	}
	if !slices.ContainsFunc([]rune(text), func(r rune) bool { return !drawsRune(primary, r) }) {
		return nil, nil, nil
	}
	s, err := l.newSetter(text, st)
	if missing, ok := errors.AsType[*MissingGlyphError](err); ok {
		return nil, missing.Chars, nil
	}
	if err != nil {
		return nil, nil, err
	}
	for _, h := range s.lines {
		for _, f := range h.faces {
			if f != nil && f.System() && !slices.Contains(faces, f) {
				faces = append(faces, f)
			}
		}
	}
	return faces, nil, nil
}
