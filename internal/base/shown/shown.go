// Package shown is the border to everything that people look at: the terminal,
// logs, pages, tables, reasons. What others wrote (names of files, texts of
// events) can hold characters that a terminal obeys, or that let a text look like
// another; none of them passes here.
package shown

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unsafe reports whether a character is obeyed and not drawn: the controls of
// Unicode's categories Cc, Zl and Zp, thus C0, DEL and C1, and what overrides,
// embeds or isolates the direction of a text (U+202A to U+202E, U+2066 to
// U+2069). The marks U+200E, U+200F and U+061C stay: texts in Arabic and Hebrew
// need them, and they turn nothing round.
func Unsafe(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// Text returns a text of several lines with U+FFFD in place of what is unsafe and
// of bytes that are not UTF-8. Line breaks, also those of Windows, and tabs stay.
func Text(s string) string {
	if safe(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if Unsafe(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// Line returns a text as Text does, on one line: line breaks and tabs become
// spaces. It is for names, and for what stands in a cell or in a message.
func Line(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") && safe(s) {
		return s
	}
	return Text(breaks.Replace(s))
}

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ", "\u2028", " ", "\u2029", " ")

// safe reports whether Text would leave s as it is.
func safe(s string) bool {
	for i, r := range s {
		if r == utf8.RuneError || Unsafe(r) && r != '\n' && r != '\t' {
			return r == utf8.RuneError && strings.HasPrefix(s[i:], "\ufffd") && safe(s[i+len("\ufffd"):])
		}
	}
	return true
}

// JSON returns a JSON text in which what is unsafe is written as \uXXXX, so that
// it says the same and does nothing to a terminal. Line breaks and tabs stand
// between the values of the text, never in a string: they stay.
func JSON(b []byte) []byte {
	s := string(b)
	if safe(s) {
		return b
	}
	var out strings.Builder
	for _, r := range s {
		if Unsafe(r) && r != '\n' && r != '\t' && r != '\r' {
			fmt.Fprintf(&out, `\u%04x`, r)
			continue
		}
		out.WriteRune(r)
	}
	return []byte(out.String())
}

// Writer passes on what is written to it, made safe. Each Write must hold whole
// characters, as those of package fmt do.
type Writer struct {
	To   io.Writer
	JSON func() bool // whether it is JSON; nil: it is text
}

// Write never returns fewer bytes than it was given, unless there is an error.
func (w *Writer) Write(b []byte) (int, error) {
	safe := b
	if w.JSON != nil && w.JSON() {
		safe = JSON(b)
	} else if text := Text(string(b)); text != string(b) {
		safe = []byte(text)
	}
	if _, err := w.To.Write(safe); err != nil {
		return 0, err
	}
	return len(b), nil
}
