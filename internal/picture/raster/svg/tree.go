package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/giro-video/giro/internal/base/diag"
)

// node is one element.
type node struct {
	name     string
	attr     map[string]string // by local name; xlink:href is href
	children []*node
	text     string // of a style element
}

// document is a parsed file.
type document struct {
	root  *node
	byID  map[string]*node
	rules []rule
}

// parse reads the elements of a file. Declarations, comments and processing
// instructions are dropped and entities of the document's own are not expanded.
func parse(data []byte) (*document, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false // editors write entities that only their DTD explains
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(r), nil
	}
	doc := &document{byID: map[string]*node{}}
	var open []*node
	for count := 0; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, diag.Reasonf("the file is not well-formed XML: %v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxElements || len(open) >= maxDepth {
				return nil, errTooComplex
			}
			n := newNode(t)
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.children = append(parent.children, n)
			} else if doc.root == nil {
				doc.root = n
			}
			if id := n.attr["id"]; id != "" && doc.byID[id] == nil {
				doc.byID[id] = n
			}
			open = append(open, n)
		case xml.EndElement:
			if len(open) > 0 {
				if n := open[len(open)-1]; n.name == "style" {
					doc.rules = append(doc.rules, parseCSS(n.text)...)
				}
				if len(doc.rules) > maxRules {
					return nil, errTooComplex
				}
				open = open[:len(open)-1]
			}
		case xml.CharData:
			if len(open) > 0 && open[len(open)-1].name == "style" {
				open[len(open)-1].text += string(t)
			}
		}
	}
	if doc.root == nil || doc.root.name != "svg" {
		return nil, errors.New("the file holds no <svg> element")
	}
	return doc, nil
}

func newNode(t xml.StartElement) *node {
	n := &node{name: t.Name.Local, attr: make(map[string]string, len(t.Attr))}
	for _, a := range t.Attr {
		// An editor's own attributes (inkscape:x) must not be taken for SVG's.
		if s := a.Name.Space; s == "" || (a.Name.Local == "href" && strings.Contains(s, "xlink")) {
			n.attr[a.Name.Local] = a.Value
		}
	}
	return n
}

// viewBox is the part of the drawing plane that fills the picture.
type viewBox struct{ x, y, w, h float64 }

func (d *document) viewBox() (viewBox, error) {
	box := viewBox{}
	if v := d.root.attr["viewBox"]; v != "" {
		n, err := numbers(v)
		if err != nil || len(n) != 4 {
			return box, diag.Reasonf("the viewBox %q is not four numbers", clip(v))
		}
		box = viewBox{n[0], n[1], n[2], n[3]}
	} else {
		box.w = d.root.length("width", 0)
		box.h = d.root.length("height", 0)
	}
	if !(box.w > 0 && box.h > 0) || math.IsInf(box.w*box.h, 0) || math.Abs(box.x)+math.Abs(box.y) > 1e9 {
		return box, errors.New("the drawing has no size: it needs a viewBox")
	}
	return box, nil
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
