package typeset

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/runenames"

	"github.com/giro-video/giro/internal/base/diag"
)

// The faults of a text, for errors.Is. Each is returned as a type with details and a
// Hint that says what to do.
var (
	ErrTooWide       = errors.New("word wider than its column")
	ErrTooManyLines  = errors.New("too many lines")
	ErrNoFit         = errors.New("text does not fit")
	ErrMissingGlyph  = errors.New("no font has the character")
	ErrUnknownFamily = errors.New("unknown font family")
)

// TooWideError says that words between which no line may break are wider than the
// column.
type TooWideError struct {
	Word    string
	WidthPx float64 // of the word
	MaxPx   float64 // of the column
}

// Error implements error.
func (e *TooWideError) Error() string { return e.Fact().String() }

// Fact returns what is wrong.
func (e *TooWideError) Fact() diag.Text {
	return diag.T("%q is %.0f px wide, the column %.0f px", e.Word, e.WidthPx, e.MaxPx)
}

// Is makes errors.Is(err, ErrTooWide) true.
func (e *TooWideError) Is(target error) bool { return target == ErrTooWide }

// Hint says what to do.
func (e *TooWideError) Hint() diag.Text { return diag.T("shorten %q or set it smaller", e.Word) }

// TooManyLinesError says that a text needs more lines than it may have.
type TooManyLinesError struct{ Lines, Max int }

// Error implements error.
func (e *TooManyLinesError) Error() string { return e.Fact().String() }

// Fact returns what is wrong.
func (e *TooManyLinesError) Fact() diag.Text {
	return diag.T("the text needs %d lines, %d are allowed", e.Lines, e.Max)
}

// Is makes errors.Is(err, ErrTooManyLines) true.
func (e *TooManyLinesError) Is(target error) bool { return target == ErrTooManyLines }

// Hint says what to do.
func (e *TooManyLinesError) Hint() diag.Text { return diag.T("shorten the text") }

// NoFitError says that a text does not fit its box at any size of its role.
type NoFitError struct {
	Role  string
	Chars int    // characters of the text, as a reader counts them
	Limit int    // about how many characters would fit; at most the role's own limit
	Word  string // the words that are too wide for the box at the smallest size, if that is the reason
}

// Error implements error.
func (e *NoFitError) Error() string { return e.Fact().String() }

// Fact returns what is wrong.
func (e *NoFitError) Fact() diag.Text {
	switch {
	case strings.Contains(e.Word, " "):
		return diag.T("%q belongs on one line and is too long for a %s", e.Word, diag.Word(e.Role))
	case e.Word != "":
		return diag.T("%q is too long a word for a %s", e.Word, diag.Word(e.Role))
	}
	return diag.T("the text has %d characters, too many for a %s", e.Chars, diag.Word(e.Role))
}

// Is makes errors.Is(err, ErrNoFit) true.
func (e *NoFitError) Is(target error) bool { return target == ErrNoFit }

// Hint says what to do.
func (e *NoFitError) Hint() diag.Text {
	if e.Word != "" {
		return diag.T("about %d characters fit on a line", e.Limit)
	}
	return diag.T("shorten it to about %d characters", e.Limit)
}

// MissingGlyphError names the characters of a text that no font can draw.
type MissingGlyphError struct {
	Chars   []rune   // each once, in the order of the text
	Scripts []string // their writing systems by name, "Thai"; none for signs
	Fonts   []string // the families of the library that were tried, in order
	System  int      // how many fonts of the computer were tried besides
}

// namedChars is how many characters a message names.
const namedChars = 3

// Error implements error.
func (e *MissingGlyphError) Error() string { return e.Fact().String() }

// Fact returns what is wrong.
func (e *MissingGlyphError) Fact() diag.Text {
	var names []string
	for _, r := range e.Chars[:min(len(e.Chars), namedChars)] {
		names = append(names, describe(r))
	}
	list := diag.Verbatim(strings.Join(names, ", "))
	if more := len(e.Chars) - namedChars; more > 0 {
		list = diag.T("%s and %d more", list, more)
	}
	out := diag.T("no font has %s", list)
	if len(e.Scripts) > 0 {
		out = diag.T("no font has the %s %s", listed(e.Scripts), list)
	}
	if e.System > 0 {
		out = diag.T("%s; the %d fonts of this computer were tried too", out, e.System)
	}
	return out
}

// listed writes words as "a, b and c".
func listed(words []string) diag.Text {
	n := len(words) - 1
	if n == 0 {
		return diag.Word(words[0])
	}
	return diag.T("%s and %s", diag.Words(words[:n]...), diag.Word(words[n]))
}

// describe returns a character with its code point and Unicode name.
func describe(r rune) string {
	name := runenames.Name(r)
	if name == "" {
		name = "unnamed"
	}
	return fmt.Sprintf("%q (U+%04X %s)", r, r, strings.ToLower(name))
}

// Is makes errors.Is(err, ErrMissingGlyph) true.
func (e *MissingGlyphError) Is(target error) bool { return target == ErrMissingGlyph }

// Hint says what to do.
func (e *MissingGlyphError) Hint() diag.Text {
	if len(e.Scripts) == 0 {
		return diag.T("write it with other characters")
	}
	return diag.T("install a font for %s on this computer: \"giro doctor\" names the package", listed(e.Scripts))
}

// UnknownFamilyError names a font family that the library does not have.
type UnknownFamilyError struct {
	Family string
	Known  []string
}

// Error implements error.
func (e *UnknownFamilyError) Error() string { return e.Fact().String() }

// Fact returns what is wrong.
func (e *UnknownFamilyError) Fact() diag.Text { return diag.T("unknown font family %q", e.Family) }

// Is makes errors.Is(err, ErrUnknownFamily) true.
func (e *UnknownFamilyError) Is(target error) bool { return target == ErrUnknownFamily }

// Hint names the nearest family, or all of them.
func (e *UnknownFamilyError) Hint() diag.Text { return diag.DidYouMean(e.Family, e.Known) }
