package structured

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/giro-video/giro/internal/content/ingest/source"
)

// node is a value of a structured text (JSON, YAML) with the place where it stands.
type node struct {
	line   int // 1-based
	column int // 1-based, 0 if not known
	kind   nodeKind
	text   string // of a scalar, as written
	items  []*node
	keys   []string // of an object, in the order of the file
	values map[string]*node
}

type nodeKind int

const (
	nullNode nodeKind = iota
	textNode
	numberNode
	boolNode
	listNode
	objectNode
)

// maxValues bounds the values of a JSON text; an object, with its map, counts as
// so many.
const (
	maxValues   = 1_500_000
	objectCount = 5
)

// maxNesting bounds the depth of structured texts; real ones stay below ten.
const maxNesting = 64

// errNested is a text that nests deeper than maxNesting.
var errNested = errors.New("values are nested too deep")

// get returns the value of the first of the keys that an object has, or nil.
func (n *node) get(keys ...string) *node {
	if n == nil {
		return nil
	}
	for _, k := range keys {
		if v, ok := n.values[k]; ok && v.kind != nullNode {
			return v
		}
	}
	return nil
}

// list returns the items of a list; anything else is a list of itself.
func (n *node) list() []*node {
	switch {
	case n == nil || n.kind == nullNode:
		return nil
	case n.kind == listNode:
		return n.items
	}
	return []*node{n}
}

// string returns the text of a scalar, or of an object that wraps one as
// {"rendered": "…"} or {"@value": "…"}; "" for anything else.
func (n *node) string() string {
	switch {
	case n == nil:
		return ""
	case n.kind == objectNode:
		return n.get("@value", "rendered", "value", "#text").string()
	case n.kind == listNode && len(n.items) == 1:
		return n.items[0].string()
	}
	return n.text
}

// put adds a key; the first of two equal ones counts.
func (n *node) put(key string, v *node) {
	if _, twice := n.values[key]; twice {
		return
	}
	n.keys = append(n.keys, key)
	n.values[key] = v
}

// parseJSON reads one JSON value. firstLine is the line on which data starts
// in its file. The error comes from the decoder, which stands where it failed.
func parseJSON(ctx context.Context, data []byte, firstLine int) (*node, *json.Decoder, error) {
	lines := lineIndex(data)
	dec := json.NewDecoder(source.Reader(ctx, bytes.NewReader(data)))
	dec.UseNumber()
	left := maxValues
	var value func(depth int) (*node, error)
	value = func(depth int) (*node, error) {
		if depth > maxNesting {
			return nil, errNested
		}
		if left--; left < 0 {
			return nil, errNodes
		}
		at := skipToValue(data, dec.InputOffset())
		if at < int64(len(data)) && data[at] == ':' {
			at = skipToValue(data, at+1)
		}
		tok, err := dec.Token()
		if err != nil {
			return nil, err
		}
		n := &node{line: lines.at(at) + firstLine - 1}
		switch t := tok.(type) {
		case string:
			n.kind, n.text = textNode, t
		case json.Number:
			n.kind, n.text = numberNode, t.String()
		case bool:
			n.kind, n.text = boolNode, fmt.Sprint(t)
		case json.Delim:
			n.kind = listNode
			if t == '{' {
				n.kind, n.values = objectNode, map[string]*node{}
				left -= objectCount - 1
			}
			for dec.More() {
				key := ""
				if t == '{' {
					tok, err := dec.Token()
					if err != nil {
						return nil, err
					}
					key = fmt.Sprint(tok)
				}
				v, err := value(depth + 1)
				if err != nil {
					return nil, err
				}
				if t == '{' {
					n.put(key, v)
				} else {
					n.items = append(n.items, v)
				}
			}
			if _, err := dec.Token(); err != nil {
				return nil, err
			}
		}
		return n, nil
	}
	n, err := value(0)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, dec, err
}

// tidyJSON replaces by spaces what pages carry in their JSON though it is not
// allowed: line breaks and tabs inside of texts, and a comma behind the last
// value. The length stays the same.
func tidyJSON(data []byte) []byte {
	out := append([]byte(nil), data...)
	quoted, comma := false, -1
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted, comma = !quoted, -1
		case quoted && c < ' ':
			out[i] = ' '
		case quoted:
		case c == ',':
			comma = i
		case (c == '}' || c == ']') && comma >= 0:
			out[comma], comma = ' ', -1
		case c > ' ':
			comma = -1
		}
	}
	return out
}
