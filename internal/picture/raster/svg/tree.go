package svg

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// node is one element.
type node struct {
	name     string // "" for elements of other name spaces
	attr     map[string]string
	parent   *node
	index    int // among its parent's children
	children []*node
	text     string // of a style sheet or a text
	decl     []declaration
	styled   bool // decl is there
}

// document is a parsed file.
type document struct {
	root  *node
	byID  map[string]*node
	rules []rule
	steps int // of matching them
}

// parse reads the elements of a file. Declarations, comments and processing
// instructions are dropped, and entities that refer to others are not expanded.
func parse(data []byte) (*document, error) {
	d := decoder(data)
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
				n.parent, n.index = parent, len(parent.children)
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
				if err := doc.end(open[len(open)-1]); err != nil {
					return nil, err
				}
				open = open[:len(open)-1]
			}
		case xml.CharData:
			for _, n := range open {
				if n.name == "style" || n.name == "text" || n.name == "flowRoot" {
					n.text += string(t)
				}
			}
		}
	}
	if doc.root == nil || doc.root.name != "svg" {
		return nil, errors.New("the file holds no <svg> element")
	}
	return doc, nil
}

// end takes what an element that is complete says to the whole document.
func (d *document) end(n *node) error {
	if n.name != "style" {
		return nil
	}
	if media := strings.ToLower(strings.TrimSpace(n.attr["media"])); media == "print" {
		return nil
	}
	rules, err := parseCSS(n.text)
	if err != nil {
		return err
	}
	if d.rules = append(d.rules, rules...); len(d.rules) > maxRules {
		return errTooComplex
	}
	return nil
}

const svgSpace = "http://www.w3.org/2000/svg"

func newNode(t xml.StartElement) *node {
	n := &node{name: t.Name.Local, attr: make(map[string]string, len(t.Attr))}
	switch t.Name.Space {
	case svgSpace, "", "svg", "&ns_svg;":
	default: // an editor's own elements
		n.name = ""
	}
	for _, a := range t.Attr {
		// An editor's own attributes (inkscape:x) must not be taken for SVG's.
		if s := a.Name.Space; s == "" || (a.Name.Local == "href" && strings.Contains(s, "xlink")) {
			n.attr[a.Name.Local] = a.Value
		}
	}
	return n
}

// viewBox is a part of the drawing plane.
type viewBox struct{ x, y, w, h float64 }

func (b viewBox) good() bool {
	return b.w > 0 && b.h > 0 && !math.IsInf(b.w*b.h, 0) && math.Abs(b.x)+math.Abs(b.y) <= 1e9
}

// viewBox returns an element's own viewBox; ok is false if it has none.
func (n *node) viewBox() (box viewBox, ok bool, err error) {
	v := n.attr["viewBox"]
	if v == "" {
		return box, false, nil
	}
	f, err := numbers(v)
	if err != nil || len(f) != 4 {
		return box, false, diag.Reasonf("the viewBox %q is not four numbers", clip(v))
	}
	box = viewBox{f[0], f[1], f[2], f[3]}
	if !box.good() {
		return box, false, diag.Reasonf("the viewBox %q has no size", clip(v))
	}
	return box, true, nil
}

// window returns the size of the whole drawing and the part of the plane that it
// shows. A size that is given in full decides the proportions; one in percent
// or half of one leaves them to the viewBox.
func (n *node) window() (w, h float64, box viewBox, err error) {
	box, ok, err := n.viewBox()
	if err != nil {
		return 0, 0, box, err
	}
	w, h = n.length("width", 0), n.length("height", 0)
	switch whole := w > 0 && h > 0; {
	case ok && !whole:
		w, h = box.w, box.h
	case !ok && !whole:
		return 0, 0, box, errors.New("the drawing has no size: it needs a viewBox")
	case !ok:
		box = viewBox{w: w, h: h}
	}
	if !(viewBox{w: w, h: h}).good() {
		return 0, 0, box, errors.New("the drawing has no size: it needs a viewBox")
	}
	return w, h, box, nil
}

// fit returns the mapping of box into a window of w x h, as an element's
// preserveAspectRatio asks for (SVG 2, 8.6).
func (n *node) fit(box viewBox, w, h float64) (m matrix, slice bool) {
	align, how := "xMidYMid", ""
	if f := strings.Fields(n.attr["preserveAspectRatio"]); len(f) > 0 {
		if f[0] == "defer" {
			f = f[1:]
		}
		if len(f) > 0 {
			align = f[0]
		}
		if len(f) > 1 {
			how = f[1]
		}
	}
	kx, ky := w/box.w, h/box.h
	if align == "none" {
		return matrix{kx, 0, 0, ky, -box.x * kx, -box.y * ky}, false
	}
	slice = how == "slice"
	k := min(kx, ky)
	if slice {
		k = max(kx, ky)
	}
	at := func(low, high string, room float64) float64 {
		switch {
		case strings.Contains(align, low):
			return 0
		case strings.Contains(align, high):
			return room
		}
		return room / 2
	}
	return matrix{
		k, 0, 0, k,
		at("xMin", "xMax", w-k*box.w) - k*box.x, at("YMin", "YMax", h-k*box.h) - k*box.y,
	}, slice
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}
