package ingest

import (
	"bytes"
	"fmt"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// property is one property of a calendar with the line on which it starts.
type property struct {
	line   int
	name   string              // upper case
	params map[string][]string // keys in upper case
	value  string              // unescaped, if it is text
	raw    string              // as written behind the colon
}

// param returns the first value of a parameter, or "".
func (p property) param(key string) string {
	if v := p.params[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// contentLine is an unfolded line of a calendar.
type contentLine struct {
	line  int // 1-based, where it starts
	text  []byte
	owned bool // text no longer shares the file's memory
}

// unfold joins the folded lines of a calendar (RFC 5545, 3.1): a line break
// with a space or tab behind it vanishes. It works on bytes, because writers
// fold inside characters, and takes any line break. Empty lines are dropped.
func unfold(data []byte) []contentLine {
	var out []contentLine
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
		case (text[0] == ' ' || text[0] == '\t') && len(out) > 0:
			last := &out[len(out)-1]
			if !last.owned {
				last.text, last.owned = bytes.Clone(last.text), true
			}
			last.text = append(last.text, text[1:]...)
		default:
			out = append(out, contentLine{line: line, text: text})
		}
	}
	return out
}

// parseProperty reads a content line: name, parameters and value. The library
// reads the grammar; names are brought to upper case first, for which it asks.
func parseProperty(text string) (p property, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("read a calendar line: %v", r)
		}
	}()
	end := strings.IndexFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
	})
	if end <= 0 || (text[end] != ':' && text[end] != ';') {
		return property{}, fmt.Errorf("no property name")
	}
	name := strings.ToUpper(text[:end])
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:] // a group, as vCard has them
	}
	name = strings.ReplaceAll(name, "_", "-")
	base, err := ics.ParseProperty(ics.ContentLine(name + text[end:]))
	if err != nil {
		return property{}, fmt.Errorf("read a calendar line: %w", err)
	}
	if base == nil {
		return property{}, fmt.Errorf("no value")
	}
	p = property{name: base.IANAToken, params: map[string][]string{}, value: base.Value, raw: rawValue(text[end:])}
	for k, v := range base.ICalParameters {
		p.params[strings.ToUpper(k)] = v
	}
	return p, nil
}

// rawValue returns what stands behind the first colon that is not in quotes.
func rawValue(rest string) string {
	quoted := false
	for i := range len(rest) {
		switch rest[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return rest[i+1:]
			}
		}
	}
	return ""
}
