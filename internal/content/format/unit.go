package format

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// Unit is what a platform counts a text in.
type Unit string

// The units of text length.
const (
	UTF16      Unit = "utf16"      // UTF-16 code units: an emoji counts two
	Characters Unit = "characters" // Unicode code points
	Bytes      Unit = "bytes"      // bytes of UTF-8
)

// Len returns the length of s in the unit.
func (u Unit) Len(s string) int {
	switch u {
	case UTF16:
		n := 0
		for _, r := range s {
			n += utf16.RuneLen(r)
		}
		return n
	case Characters:
		return utf8.RuneCountInString(s)
	case Bytes:
		return len(s)
	}
	panic(fmt.Sprintf("format: unknown unit %q", string(u))) // formats.yaml is checked on load
}
