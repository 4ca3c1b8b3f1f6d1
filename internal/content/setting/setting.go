// Package setting reads settings files (YAML) so that every fault in them is
// reported with a line, a column and a hint.
//
// A Value knows its position and the field that it belongs to. Its readers (Text,
// Number, List, Map…) add faults to the file's list and return the zero value, so
// that one pass collects every fault. A Value that is absent or that already has a
// fault adds none.
package setting

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/giro-video/giro/internal/base/diag"
)

// MaxBytes is the largest settings file that Parse reads. Real ones hold a few
// kilobytes; the bound keeps a mistaken file name from filling the memory.
const MaxBytes = 1 << 20

// maxDepth bounds nesting. The parser recurses once a level, so the bound is
// checked on the text before it runs.
const maxDepth = 64

// maxKeys bounds the keys of one group, because the parser's time grows with
// the square of their number.
const maxKeys = 4096

// Value is one value in a settings file. The zero Value is not given.
type Value struct {
	node   ast.Node // anchors, aliases and tags resolved; nil when not given
	key    *token.Token
	field  string // dotted path, "brand.fonts.display"
	source *source
}

// source is the file that values come from.
type source struct {
	file    string
	faults  *diag.List
	anchors map[string]ast.Node
}

// Parse reads one YAML document of at most MaxBytes. What is wrong goes to
// faults, under the name file. The result is not given when the text cannot be
// read or is empty.
func Parse(file string, data []byte, faults *diag.List) Value {
	if len(data) > MaxBytes {
		faults.Errorf(diag.Pos{File: file}, "", diag.T("a settings file is a short text; check the file's name"),
			"the file has %d bytes, more than the %d that a settings file may have", len(data), MaxBytes)
		return Value{}
	}
	return ParseLong(file, data, faults)
}

// ParseLong is Parse without its bound, for texts that hold data: the caller
// bounds them. Of short values the parser makes some hundred times their size in
// memory.
func ParseLong(file string, data []byte, faults *diag.List) Value {
	src := &source{file: file, faults: faults, anchors: map[string]ast.Node{}}
	at := diag.Pos{File: file}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if line := tooDeep(text); line > 0 {
		at.Line = line
		faults.Errorf(at, "", diag.Text{}, "values are nested more than %d levels deep", maxDepth)
		return Value{}
	}
	if line := tooWide(text); line > 0 {
		at.Line = line
		faults.Errorf(at, "", diag.T("start each item of a list on its own line with a dash"), "a group has more than %d keys", maxKeys)
		return Value{}
	}
	tree, err := parse(text)
	if err != nil {
		src.syntax(err)
		return Value{}
	}
	var body ast.Node
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			p := doc.Body.GetToken().Position
			at.Line, at.Column = p.Line, p.Column
			faults.Errorf(at, "", diag.T(`remove the line "---"`), "the file holds more than one document")
			break
		}
		body = doc.Body
	}
	if body == nil {
		return Value{source: src}
	}
	ast.Walk(anchorFinder(src.anchors), body)
	return src.value(body, nil, "")
}

// parse runs the YAML parser and returns a panic inside it as an error.
func parse(text string) (tree *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the text cannot be read as YAML (%v)", r)
		}
	}()
	return parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
}

// tooDeep returns the line on which the text nests deeper than maxDepth, or 0. It
// counts open brackets (also those inside texts, of which a settings file never has
// that many), indentation, and block markers in a row ("- - - x").
func tooDeep(text string) int {
	flow, line := 0, 0
	for s := range strings.Lines(text) {
		line++
		content := strings.TrimLeft(s, " ")
		if strings.HasPrefix(content, "#") {
			continue
		}
		markers := 0
		for word := range strings.FieldsSeq(content) {
			if !strings.ContainsRune("-?&!:", rune(word[0])) {
				break
			}
			markers++
		}
		for _, c := range content {
			switch c {
			case '[', '{':
				flow++
			case ']', '}':
				flow = max(0, flow-1)
			}
		}
		if flow > maxDepth || markers > maxDepth || len(s)-len(content) > 8*maxDepth {
			return line
		}
	}
	return 0
}

// tooWide returns the line on which a group has more than maxKeys keys, or 0.
// It counts lines with a colon and the same indentation, with no line between
// them that is indented less or starts an item of a list.
func tooWide(text string) int {
	keys := map[int]int{} // by indentation
	deepest, line := 0, 0
	for s := range strings.Lines(text) {
		line++
		content := strings.TrimLeft(s, " ")
		indent := len(s) - len(content)
		if strings.TrimSpace(content) == "" || strings.HasPrefix(content, "#") {
			continue
		}
		for deepest > indent {
			delete(keys, deepest)
			deepest--
		}
		deepest = indent
		if strings.HasPrefix(content, "- ") {
			continue
		}
		if strings.Contains(content, ":") || strings.HasPrefix(content, "?") {
			keys[indent]++
		}
		if keys[indent] > maxKeys || strings.Count(content, ":") > maxKeys {
			return line
		}
	}
	return 0
}

// syntax turns the parser's error into a message.
func (s *source) syntax(err error) {
	at := diag.Pos{File: s.file}
	text := err.Error()
	if positioned, ok := errors.AsType[yaml.Error](err); ok {
		text = positioned.GetMessage()
		if tok := positioned.GetToken(); tok != nil && tok.Position != nil {
			at.Line, at.Column = tok.Position.Line, tok.Position.Column
		}
	}
	hint := diag.T("check the indentation, the colons and the quotes on this line and the one above")
	switch {
	case strings.Contains(text, "reserved character"):
		hint = diag.T(`put the value in quotes, as in handle: "@name"`)
	case strings.Contains(text, "cannot start any token"):
		text, hint = "a tab stands where YAML wants spaces", diag.T("indent with spaces")
	case strings.Contains(text, "mapping value is not allowed"):
		hint = diag.T("put a value that has a colon in quotes")
	}
	s.faults.Errorf(at, "", hint, "%s", text)
}

// anchorFinder collects the anchors of a document by name.
type anchorFinder map[string]ast.Node

// Visit implements ast.Visitor.
func (f anchorFinder) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		f[a.Name.GetToken().Value] = a.Value
	}
	return f
}

// value wraps a node, with anchors, aliases and tags resolved.
func (s *source) value(n ast.Node, key *token.Token, field string) Value {
	v := Value{key: key, field: field, source: s}
	for range maxDepth {
		switch t := n.(type) {
		case *ast.AnchorNode:
			n = t.Value
		case *ast.TagNode:
			n = t.Value
		case *ast.AliasNode:
			name := t.Value.GetToken().Value
			target, ok := s.anchors[name]
			if !ok {
				v.node = n
				v.Errorf(diag.Text{}, "%q refers to nothing: no value is marked &%s", "*"+name, name)
				return Value{source: s, field: field, key: key}
			}
			n = target
		default:
			v.node = n
			return v
		}
	}
	v.node = n
	v.Errorf(diag.Text{}, "a value refers to itself")
	return Value{source: s, field: field, key: key}
}

// Given reports whether the value is there; a key with nothing behind it is given.
func (v Value) Given() bool { return v.node != nil }

// Field returns the dotted path of the value, such as "brand.fonts.display".
func (v Value) Field() string { return v.field }

// Pos returns where the value stands; for an empty value, where its key stands.
func (v Value) Pos() diag.Pos {
	if v.source == nil {
		return diag.Pos{}
	}
	at := diag.Pos{File: v.source.file}
	tok := v.key
	if v.node != nil && !v.null() {
		tok = start(v.node)
	}
	if tok != nil && tok.Position != nil {
		at.Line, at.Column = tok.Position.Line, tok.Position.Column
	}
	return at
}

// start returns the first token of a node: a block mapping's own token is the
// colon behind its first key.
func start(n ast.Node) *token.Token {
	switch t := n.(type) {
	case *ast.MappingNode:
		if len(t.Values) > 0 && !t.IsFlowStyle {
			return start(t.Values[0])
		}
	case *ast.MappingValueNode:
		return t.Key.GetToken()
	}
	return n.GetToken()
}

// Errorf adds an error at the value. hint may be empty.
func (v Value) Errorf(hint diag.Text, format string, args ...any) {
	if v.source != nil {
		v.source.faults.Errorf(v.Pos(), v.field, hint, format, args...)
	}
}

// Warnf adds a warning at the value. hint may be empty.
func (v Value) Warnf(hint diag.Text, format string, args ...any) {
	if v.source != nil {
		v.source.faults.Warnf(v.Pos(), v.field, hint, format, args...)
	}
}

func (v Value) null() bool {
	_, ok := v.node.(*ast.NullNode)
	return ok
}
