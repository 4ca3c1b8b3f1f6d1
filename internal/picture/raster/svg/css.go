package svg

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// rule is one rule of a style sheet, with one of its selectors.
type rule struct {
	sel selector
	set []declaration
}

// declaration is a property with its value; of two for the same property the one
// of more weight counts, then the later one.
type declaration struct {
	name, value string
	weight      int
}

// What a declaration weighs: a selector's ids, classes and names count in
// thousands, tens and ones below that.
const (
	inlineWeight    = 1 << 24
	importantWeight = 1 << 26
)

// parseCSS reads a style sheet. Rules for other media than a screen are skipped,
// and so are those for what moves or for fonts.
func parseCSS(text string) ([]rule, error) {
	var out []rule
	text = withoutComments(text)
	for text != "" {
		head, rest, ok := strings.Cut(text, "{")
		if !ok {
			break
		}
		body, after := block(rest)
		text = after
		if i := strings.LastIndexByte(head, ';'); i >= 0 { // an @import or @charset before it
			head = head[i+1:]
		}
		head = strings.TrimSpace(head)
		if strings.HasPrefix(head, "@") {
			more, err := atRule(head, body)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
			continue
		}
		set := declarations(body)
		for _, one := range splitOutside(head, ',') {
			sel, err := parseSelector(one)
			if err != nil {
				return nil, err
			}
			if sel != nil {
				out = append(out, rule{sel, set})
			}
		}
	}
	return out, nil
}

// atRule returns the rules inside one of the @ rules.
func atRule(head, body string) ([]rule, error) {
	name, condition, _ := strings.Cut(strings.ToLower(head), " ")
	switch condition = strings.TrimSpace(condition); {
	case name != "@media":
		if name == "@supports" || name == "@layer" || name == "@container" {
			return nil, fmt.Errorf("%w: the style sheet's %s", ErrUnsupported, name)
		}
		return nil, nil
	case condition == "all" || condition == "screen" || condition == "only screen":
		return parseCSS(body)
	case condition == "print" || strings.Contains(condition, "prefers-color-scheme: dark") || strings.Contains(condition, "prefers-color-scheme:dark"):
		return nil, nil
	case strings.Contains(condition, "prefers-color-scheme"):
		return parseCSS(body)
	}
	return nil, fmt.Errorf("%w: the style sheet's @media %s", ErrUnsupported, clip(condition))
}

// block returns what stands before the brace that closes an open one, and what follows.
func block(s string) (body, after string) {
	depth := 1
	for i := range len(s) {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[:i], s[i+1:]
			}
		}
	}
	return s, ""
}

// splitOutside cuts s at a byte that stands outside of quotes and brackets.
func splitOutside(s string, at byte) []string {
	var out []string
	depth, from := 0, 0
	var quote byte
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case c == at && depth <= 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

func withoutComments(s string) string {
	s = strings.NewReplacer("<!--", " ", "-->", " ").Replace(s)
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "/*")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, "*/")
	}
}

func declarations(s string) []declaration {
	var out []declaration
	for _, d := range splitOutside(withoutComments(s), ';') {
		name, value, ok := strings.Cut(d, ":")
		if !ok {
			continue
		}
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !strings.HasPrefix(name, "--") {
			name = strings.ToLower(name)
		}
		weight := 0
		if before, after, ok := strings.Cut(value, "!"); ok && strings.TrimSpace(after) == "important" {
			value, weight = strings.TrimSpace(before), importantWeight
		}
		out = append(out, declaration{name, value, weight})
	}
	return out
}

// geometry are the attributes of shapes that style sheets may set too (SVG 2, 7).
var geometry = []string{"x", "y", "cx", "cy", "r", "rx", "ry", "width", "height"}

// declarations returns what attributes, style sheets and the style attribute say of
// an element, the weakest first.
func (d *document) declarations(n *node) []declaration {
	if n.styled {
		return n.decl
	}
	n.styled = true
	for _, name := range properties {
		if v, ok := n.attr[name]; ok {
			n.decl = append(n.decl, declaration{name, v, -1})
		}
	}
	for _, r := range d.rules {
		if !r.sel.matches(n, &d.steps) {
			continue
		}
		w := r.sel.weight()
		for _, p := range r.set {
			p.weight += w
			n.decl = append(n.decl, p)
		}
	}
	for _, p := range declarations(n.attr["style"]) {
		p.weight += inlineWeight
		n.decl = append(n.decl, p)
	}
	slices.SortStableFunc(n.decl, func(a, b declaration) int { return cmp.Compare(a.weight, b.weight) })
	for _, p := range n.decl {
		switch {
		case slices.Contains(geometry, p.name):
			n.attr[p.name] = p.value
		case p.name == "d":
			if inner, ok := strings.CutPrefix(p.value, "path("); ok {
				n.attr["d"] = strings.Trim(strings.TrimSuffix(inner, ")"), `"' `)
			}
		}
	}
	return n.decl
}
