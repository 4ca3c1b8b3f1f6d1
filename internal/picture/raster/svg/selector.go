package svg

import (
	"fmt"
	"slices"
	"strings"
)

// selector is a chain of compounds, the last of its text first: each says how it
// relates to the one after it in the chain.
type selector []compound

// compound is what one element must be.
type compound struct {
	relation byte // ' ', '>', '+' or '~'; 0 for the last in the chain
	tag      string
	ids      []string
	classes  []string
	attrs    []attrTest
	pseudo   []string
	never    bool // for what a still picture never is, like :hover
}

type attrTest struct {
	name, op, value string
}

// states are the pseudo-classes that nothing in a still picture has.
var states = []string{"hover", "active", "focus", "visited", "target", "focus-within", "focus-visible", "before", "after", "selection"}

// parseSelector reads one selector; nil stands for an empty one.
func parseSelector(s string) (selector, error) {
	s = strings.TrimSpace(s)
	whole := s
	var out selector
	for relation := byte(0); s != ""; {
		c, rest, ok := parseCompound(s)
		if !ok {
			return nil, fmt.Errorf("%w: the style sheet's selector %q", ErrUnsupported, clip(whole))
		}
		c.relation = relation
		out = append(selector{c}, out...)
		s = rest
		relation = 0
		for s != "" && strings.IndexByte(" \t\r\n\f>+~", s[0]) >= 0 {
			switch {
			case strings.IndexByte(">+~", s[0]) >= 0 && strings.IndexByte(">+~", relation) < 0:
				relation = s[0]
			case strings.IndexByte(">+~", s[0]) >= 0:
				return nil, fmt.Errorf("%w: the style sheet's selector %q", ErrUnsupported, clip(whole))
			case relation == 0:
				relation = ' '
			}
			s = s[1:]
		}
	}
	return out, nil
}

// name reads an identifier at the start of s.
func name(s string) (ident, rest string) {
	i := 0
	var b strings.Builder
	for i < len(s) {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			b.WriteByte(s[i+1])
			i += 2
			continue
		}
		if c >= 0x80 || c == '-' || c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			b.WriteByte(c)
			i++
			continue
		}
		break
	}
	return b.String(), s[i:]
}

func parseCompound(s string) (c compound, rest string, ok bool) {
	if after, star := strings.CutPrefix(s, "*"); star {
		s, ok = after, true
	} else if c.tag, s = name(s); c.tag != "" {
		ok = true
	}
	for s != "" {
		var word string
		switch s[0] {
		case '#', '.':
			kind := s[0]
			if word, s = name(s[1:]); word == "" {
				return c, s, false
			}
			if kind == '#' {
				c.ids = append(c.ids, word)
			} else {
				c.classes = append(c.classes, word)
			}
		case '[':
			inner, after, closed := strings.Cut(s[1:], "]")
			t, good := parseAttrTest(inner)
			if !closed || !good {
				return c, s, false
			}
			c.attrs = append(c.attrs, t)
			s = after
		case ':':
			if word, s = name(strings.TrimLeft(s, ":")); strings.HasPrefix(s, "(") {
				return c, s, false
			}
			switch {
			case slices.Contains(states, word):
				c.never = true
			case word == "root" || word == "first-child" || word == "last-child" || word == "only-child" || word == "link":
				c.pseudo = append(c.pseudo, word)
			default:
				return c, s, false
			}
		default:
			return c, s, ok
		}
		ok = true
	}
	return c, s, ok
}

func parseAttrTest(s string) (t attrTest, ok bool) {
	i := strings.IndexAny(s, "=~^$*|")
	if i < 0 {
		t.name, t.op = strings.TrimSpace(s), "has"
		return t, t.name != ""
	}
	t.name = strings.TrimSpace(s[:i])
	op, value, found := strings.Cut(s[i:], "=")
	value = strings.TrimSpace(value)
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	} else if strings.ContainsAny(value, " \"'") {
		return t, false
	}
	t.op, t.value = op, value
	return t, found && len(op) <= 1 && t.name != ""
}

func (t attrTest) matches(n *node) bool {
	v, ok := n.attr[t.name]
	if !ok {
		return false
	}
	switch t.op {
	case "has":
		return true
	case "~":
		return slices.Contains(strings.Fields(v), t.value)
	case "^":
		return t.value != "" && strings.HasPrefix(v, t.value)
	case "$":
		return t.value != "" && strings.HasSuffix(v, t.value)
	case "*":
		return t.value != "" && strings.Contains(v, t.value)
	case "|":
		return v == t.value || strings.HasPrefix(v, t.value+"-")
	}
	return v == t.value
}

// matches reports whether the selector is of n. It counts its steps, which
// backtracking can make many, and gives up beyond maxSteps.
func (s selector) matches(n *node, steps *int) bool {
	if *steps++; *steps > maxSteps || len(s) == 0 || !s[0].matches(n) {
		return false
	}
	rest := s[1:]
	switch {
	case len(rest) == 0:
		return true
	case n.parent == nil:
		return false
	}
	before := n.parent.children[:n.index]
	switch s[0].relation {
	case '>':
		return rest.matches(n.parent, steps)
	case '+':
		return len(before) > 0 && rest.matches(before[len(before)-1], steps)
	case '~':
		for _, sibling := range before {
			if rest.matches(sibling, steps) {
				return true
			}
		}
		return false
	}
	for p := n.parent; p != nil; p = p.parent {
		if rest.matches(p, steps) {
			return true
		}
	}
	return false
}

func (c compound) matches(n *node) bool {
	if c.never || (c.tag != "" && c.tag != n.name) {
		return false
	}
	for _, id := range c.ids {
		if n.attr["id"] != id {
			return false
		}
	}
	if len(c.classes) > 0 {
		has := strings.Fields(n.attr["class"])
		for _, class := range c.classes {
			if !slices.Contains(has, class) {
				return false
			}
		}
	}
	for _, t := range c.attrs {
		if !t.matches(n) {
			return false
		}
	}
	for _, p := range c.pseudo {
		last := n.parent == nil || n.index == len(n.parent.children)-1
		var ok bool
		switch p {
		case "root":
			ok = n.parent == nil
		case "first-child":
			ok = n.index == 0
		case "last-child":
			ok = last
		case "only-child":
			ok = n.index == 0 && last
		case "link":
			ok = n.name == "a"
		}
		if !ok {
			return false
		}
	}
	return true
}

// weight is the selector's specificity (CSS Selectors 3, 9).
func (s selector) weight() int {
	var ids, classes, tags int
	for _, c := range s {
		ids += len(c.ids)
		classes += len(c.classes) + len(c.attrs) + len(c.pseudo)
		if c.tag != "" {
			tags++
		}
	}
	return min(ids, 99)<<16 + min(classes, 99)<<8 + min(tags, 99)
}
