package ical

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	ics "github.com/arran4/golang-ical"

	"github.com/giro-video/giro/internal/content/ingest/source"
)

// property is one property of a calendar with the line on which it starts.
type property struct {
	line   int
	name   string              // upper case
	params map[string][]string // keys in upper case
	value  string              // as written behind the colon
	strays int                 // lines that were added to the value, see stray
}

// text returns the value of a property that is text, without its escapes.
func (p property) text() string { return ics.FromText(p.value) }

// param returns the first value of a parameter, or "".
func (p property) param(key string) string {
	if v := p.params[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// contentLine is an unfolded line of a calendar.
type contentLine struct {
	line int // 1-based, where it starts
	text []byte
}

// The longest unfolded line that is kept whole, and the longest part of it in
// front of the value. Longer lines are cut, and then too long for a cell.
const (
	maxUnfolded = 8 * source.MaxCell
	maxParams   = 2048
)

// unfold joins the folded lines of a calendar (RFC 5545, 3.1): a line break
// with a space or tab behind it vanishes. It works on bytes, because writers
// fold inside characters, and takes any line break. Empty lines are dropped.
// A line's text is valid until the next one is asked for.
func unfold(data []byte) iter.Seq[contentLine] {
	return func(yield func(contentLine) bool) {
		var current contentLine
		var folded []byte // room for lines that had to be joined
		joined := false   // whether current.text stands there
		line := 0
		for len(data) > 0 {
			line++
			end := bytes.IndexAny(data, "\r\n")
			var text []byte
			if end < 0 {
				text, data = data, nil
			} else {
				text = data[:end]
				if data[end] == '\r' && end+1 < len(data) && data[end+1] == '\n' {
					end++
				}
				data = data[end+1:]
			}
			switch {
			case len(text) == 0:
			case (text[0] == ' ' || text[0] == '\t') && current.line > 0:
				if len(current.text) > maxUnfolded {
					continue
				}
				if !joined {
					folded, joined = append(folded[:0], current.text...), true
				}
				folded = append(folded, text[1:]...)
				current.text = folded
			default:
				if current.line > 0 && !yield(current) {
					return
				}
				current, joined = contentLine{line, text}, false
			}
		}
		if current.line > 0 {
			yield(current)
		}
	}
}

// parseProperty reads a content line: name, parameters and value. The library
// reads the grammar of what stands before the value; names are brought to
// upper case first, for which it asks.
func parseProperty(text string) (p property, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("read a calendar line: %v", r)
		}
	}()
	text = quoteOffset(text)
	end := strings.IndexFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
	})
	colon := valueStart(text)
	if end <= 0 || colon < 0 || colon > maxParams || (text[end] != ':' && text[end] != ';') {
		return property{}, fmt.Errorf("no property")
	}
	name := strings.ToUpper(text[:end])
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:] // a group, as vCard has them
	}
	name = strings.ReplaceAll(name, "_", "-")
	base, err := ics.ParseProperty(ics.ContentLine(name + text[end:colon+1]))
	if err != nil {
		return property{}, fmt.Errorf("read a calendar line: %w", err)
	}
	if base == nil {
		return property{}, fmt.Errorf("no property")
	}
	p = property{name: base.IANAToken, value: text[colon+1:]}
	if len(base.ICalParameters) > 0 {
		p.params = make(map[string][]string, len(base.ICalParameters))
	}
	for k, v := range base.ICalParameters {
		p.params[strings.ToUpper(k)] = v
	}
	return p, nil
}

// valueStart returns the index of the first colon that is not in quotes, or -1.
func valueStart(text string) int {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return -1
}
