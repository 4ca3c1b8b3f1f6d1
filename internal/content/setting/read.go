package setting

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/giro-video/giro/internal/base/diag"
)

// Text returns a single text. Numbers and dates count as the text that is
// written; lists and mappings are faults.
func (v Value) Text() string {
	if !v.Given() {
		return ""
	}
	if v.null() {
		v.Errorf(diag.T(`write a value behind the colon; one that starts with # or @ needs quotes, as in "#FF5A36"`), "%s has no value", v.name())
		return ""
	}
	s, ok := scalar(v.node)
	if !ok {
		v.Errorf(diag.Text{}, "%s must be a single text, not a %s", v.name(), diag.Word(kind(v.node)))
		return ""
	}
	return s
}

// Texts returns a list of texts; a single text counts as a list of one.
func (v Value) Texts() []string {
	if v.null() {
		return nil
	}
	if _, ok := scalar(v.node); ok {
		return []string{v.Text()}
	}
	var out []string
	for _, item := range v.List() {
		if s := item.Text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Number returns a finite number.
func (v Value) Number() float64 {
	s := v.Text()
	if s == "" {
		return 0
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		hint := diag.Text{}
		if _, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil {
			hint = diag.T("write the decimals behind a point: %s", strings.Replace(s, ",", ".", 1))
		}
		v.Errorf(hint, "%s must be a number, not %q", v.name(), s)
		return 0
	}
	return f
}

// Int returns a whole number.
func (v Value) Int() int {
	f := v.Number()
	if f != math.Trunc(f) || math.Abs(f) > 1<<52 {
		v.Errorf(diag.Text{}, "%s must be a whole number, not %v", v.name(), f)
		return 0
	}
	return int(f)
}

// Bool returns true or false.
func (v Value) Bool() bool {
	if !v.Given() {
		return false
	}
	if b, ok := v.node.(*ast.BoolNode); ok {
		return b.Value
	}
	v.Errorf(diag.Text{}, "%s must be true or false", v.name())
	return false
}

// List returns the items of a list; their fields are numbered from 0.
func (v Value) List() []Value {
	if !v.Given() || v.null() {
		return nil
	}
	seq, ok := v.node.(*ast.SequenceNode)
	if !ok {
		v.Errorf(diag.T("start each item on its own line with a dash"), "%s must be a list, not a %s", v.name(), diag.Word(kind(v.node)))
		return nil
	}
	out := make([]Value, 0, len(seq.Values))
	for i, n := range seq.Values {
		out = append(out, v.source.value(n, nil, fmt.Sprintf("%s[%d]", v.field, i)))
	}
	return out
}

// IsText reports whether the value is a single text or number.
func (v Value) IsText() bool {
	_, ok := scalar(v.node)
	return ok
}

// Entry is one key of a mapping with its value.
type Entry struct {
	Key   string
	KeyAt diag.Pos
	Value
}

// Entries returns the keys of a mapping in the order of the file. A key that
// stands twice is a fault; the first one counts.
func (v Value) Entries() []Entry {
	if !v.Given() || v.null() {
		return nil
	}
	var pairs []*ast.MappingValueNode
	switch m := v.node.(type) {
	case *ast.MappingNode:
		pairs = m.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{m}
	default:
		v.Errorf(diag.T(`write keys with their values, as in "name: …"`), "%s must hold keys with values, not a %s", v.name(), diag.Word(kind(v.node)))
		return nil
	}
	out := make([]Entry, 0, len(pairs))
	first := map[string]int{}
	for _, p := range pairs {
		tok := p.Key.GetToken()
		at := diag.Pos{File: v.source.file, Line: tok.Position.Line, Column: tok.Position.Column}
		key := tok.Value
		field := strings.TrimPrefix(v.field+"."+key, ".")
		if p.Key.IsMergeKey() {
			v.source.faults.Errorf(at, field, diag.T("write the keys out"), "merging with << is not supported here")
			continue
		}
		if line, twice := first[key]; twice {
			v.source.faults.Errorf(at, field, diag.T("keep one of the two"), "%q stands twice, first on line %d", key, line)
			continue
		}
		first[key] = at.Line
		out = append(out, Entry{Key: key, KeyAt: at, Value: v.source.value(p.Value, tok, field)})
	}
	return out
}

// Map returns the values of a mapping by key. Keys other than the known ones
// are faults that name the nearest known key.
func (v Value) Map(known ...string) map[string]Value {
	out := map[string]Value{}
	for _, e := range v.Entries() {
		if !slices.Contains(known, e.Key) {
			v.source.faults.Errorf(e.KeyAt, e.field, diag.DidYouMean(e.Key, known), "unknown key %q", e.Key)
			continue
		}
		out[e.Key] = e.Value
	}
	return out
}

// OneOf returns the text if it is one of the choices; another is a fault that
// names the nearest choice.
func (v Value) OneOf(choices ...string) string {
	s := v.Text()
	if s != "" && !slices.Contains(choices, s) {
		v.Errorf(diag.DidYouMean(s, choices), "%s %q is not known", v.name(), s)
		return ""
	}
	return s
}

// name is how a message calls the value: the last part of its path.
func (v Value) name() diag.Text {
	if v.field == "" {
		return diag.T("the file")
	}
	return diag.Verbatim(strconv.Quote(v.field[strings.LastIndex(v.field, ".")+1:]))
}

// scalar returns the text of a single value as written.
func scalar(n ast.Node) (string, bool) {
	switch t := n.(type) {
	case *ast.StringNode:
		return t.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(t.Value.Value), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// kind names what a node is, for messages.
func kind(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "group of keys"
	case *ast.SequenceNode:
		return "list"
	case *ast.NullNode:
		return "missing value"
	}
	return "single text"
}
