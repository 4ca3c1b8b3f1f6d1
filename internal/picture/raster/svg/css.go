package svg

import "strings"

// rule is one rule of a style sheet with a simple selector: an element's name,
// a class, an id, or a name with a class.
type rule struct {
	tag, class, id string
	set            []declaration
}

type declaration struct{ name, value string }

// parseCSS reads a style sheet. At-rules and selectors that are not simple, which
// exported logos do not use for shapes, are skipped.
func parseCSS(text string) []rule {
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
		if strings.HasPrefix(strings.TrimSpace(head), "@") {
			continue
		}
		set := declarations(body)
		for sel := range strings.SplitSeq(head, ",") {
			if r, ok := selector(strings.TrimSpace(sel)); ok {
				r.set = set
				out = append(out, r)
			}
		}
	}
	return out
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

func withoutComments(s string) string {
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
	for d := range strings.SplitSeq(s, ";") {
		if name, value, ok := strings.Cut(d, ":"); ok {
			out = append(out, declaration{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
		}
	}
	return out
}

func selector(s string) (r rule, ok bool) {
	if s == "" || strings.ContainsAny(s, " >+~:[*") {
		return r, false
	}
	if tag, id, ok := strings.Cut(s, "#"); ok {
		return rule{tag: tag, id: id}, !strings.Contains(id, ".")
	}
	tag, class, _ := strings.Cut(s, ".")
	return rule{tag: tag, class: class}, !strings.Contains(class, ".")
}

func (r rule) matches(n *node) bool {
	if (r.tag != "" && r.tag != n.name) || (r.id != "" && r.id != n.attr["id"]) {
		return false
	}
	if r.class == "" {
		return true
	}
	for c := range strings.FieldsSeq(n.attr["class"]) {
		if c == r.class {
			return true
		}
	}
	return false
}
