package template

import (
	"errors"
	"strings"
)

// Part is a piece of a text with placeholders. An optional part (written in
// square brackets) vanishes when one of its fields has no value.
type Part struct {
	Optional bool
	Atoms    []Atom
}

// Atom is a literal text or, if Field is set, the value of a field.
type Atom struct{ Literal, Field string }

// Fields returns the fields that the part names.
func (p Part) Fields() []string {
	var out []string
	for _, a := range p.Atoms {
		if a.Field != "" {
			out = append(out, a.Field)
		}
	}
	return out
}

// The faults of a text's notation.
var (
	errOpenBrace   = errors.New("a { is not closed")
	errEmptyField  = errors.New("a placeholder is empty")
	errBracketNest = errors.New("square brackets cannot stand inside one another")
	errOpenBracket = errors.New("a [ is not closed")
	errLoneBracket = errors.New("a ] has no [ before it")
)

// SplitText reads the notation of texts: {field} stands for a value, [ … ]
// encloses a part that vanishes when a field in it is missing, a backslash
// takes the next character as it is.
func SplitText(s string) ([]Part, error) {
	var parts []Part
	cur := Part{}
	var lit strings.Builder
	flush := func() {
		if lit.Len() > 0 {
			cur.Atoms = append(cur.Atoms, Atom{Literal: lit.String()})
			lit.Reset()
		}
	}
	closePart := func() {
		flush()
		if len(cur.Atoms) > 0 {
			parts = append(parts, cur)
		}
		cur = Part{}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i < len(s) {
				lit.WriteByte(s[i])
			}
		case '{':
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return nil, errOpenBrace
			}
			field := strings.TrimSpace(s[i+1 : i+end])
			if field == "" {
				return nil, errEmptyField
			}
			flush()
			cur.Atoms = append(cur.Atoms, Atom{Field: field})
			i += end
		case '[':
			if cur.Optional {
				return nil, errBracketNest
			}
			closePart()
			cur.Optional = true
		case ']':
			if !cur.Optional {
				return nil, errLoneBracket
			}
			closePart()
		default:
			lit.WriteByte(c)
		}
	}
	if cur.Optional {
		return nil, errOpenBracket
	}
	closePart()
	return parts, nil
}

// Expand fills a text. ok is false when a field outside brackets has no value.
// Spaces around vanished parts are folded.
func Expand(s string, value func(field string) string) (text string, fields []string, ok bool) {
	parts, err := SplitText(s)
	if err != nil {
		return "", nil, false
	}
	var b strings.Builder
	for _, p := range parts {
		piece, used, complete := p.expand(value)
		if !complete {
			if p.Optional {
				continue
			}
			return "", nil, false
		}
		b.WriteString(piece)
		fields = append(fields, used...)
	}
	return strings.TrimSpace(b.String()), fields, b.Len() > 0
}

func (p Part) expand(value func(string) string) (text string, fields []string, ok bool) {
	var b strings.Builder
	for _, a := range p.Atoms {
		if a.Field == "" {
			b.WriteString(a.Literal)
			continue
		}
		v := strings.TrimSpace(value(a.Field))
		if v == "" {
			return "", nil, false
		}
		b.WriteString(v)
		fields = append(fields, a.Field)
	}
	return b.String(), fields, true
}
