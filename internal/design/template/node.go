package template

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/design/field"
)

// Roles are the type roles, largest last.
var Roles = []string{"label", "caption", "body", "lead", "headline", "title", "display", "poster", "numeral"}

var colorRoles = []string{"ink", "paper", "primary", "on_primary", "accent", "line", "panel", "field", "next", "cycle", "faint", "auto"}

// nodeList reads a list of nodes: each is a mapping whose first key is its kind.
func (p *parser) nodeList(v setting.Value) []Node {
	var out []Node
	for _, it := range list(v) {
		if p.nodes++; p.nodes > maxNodes {
			if p.nodes == maxNodes+1 {
				it.Errorf(diag.Text{}, "a template has at most %d layers", maxNodes)
			}
			return out
		}
		if n, ok := p.node(it); ok {
			out = append(out, n)
		}
	}
	return out
}

func kindNames() []string {
	out := make([]string, len(Kinds))
	for i, k := range Kinds {
		out[i] = string(k)
	}
	return out
}

func (p *parser) node(v setting.Value) (Node, bool) {
	var kind Kind
	for _, e := range v.Entries() {
		if slices.Contains(Kinds, Kind(e.Key)) {
			kind = Kind(e.Key)
			break
		}
	}
	if kind == "" {
		first := ""
		if e := v.Entries(); len(e) > 0 {
			first = e[0].Key
		}
		v.Errorf(diag.DidYouMean(first, kindNames()), "a layer begins with its kind; %q is none", first)
		return Node{}, false
	}
	m := v.Map(names(keysOf(kind))...)
	n := p.nodeOf(kind, v, m)
	for _, e := range m["for"].Entries() {
		if !slices.Contains(variantNames, e.Key) {
			e.Errorf(diag.DidYouMean(e.Key, variantNames), "%q is no format", e.Key)
			continue
		}
		other := maps.Clone(m)
		maps.Copy(other, e.Map(names(keysOf(kind))...))
		variant := p.nodeOf(kind, v, other)
		if n.Variants == nil {
			n.Variants = map[string]*Node{}
		}
		n.Variants[e.Key] = &variant
	}
	return n, true
}

// nodeOf reads a node from its values.
func (p *parser) nodeOf(kind Kind, v setting.Value, m map[string]setting.Value) Node {
	n := Node{
		Kind:  kind,
		Pos:   v.Pos(),
		Name:  m["name"].Text(),
		When:  p.conditions(m["when"]),
		Boxes: p.boxes(m["box"]),
		Color: m["color"].Text(),
		In:    Motion(m["in"].OneOf(inNames...)),
		Out:   Motion(m["out"].OneOf(outNames...)),
		Hold:  m["hold"].OneOf(p.scenes...),
		GapPx: -1,
	}
	if m["gap"].Given() {
		n.GapPx = limited(m["gap"], keyGap, 0)
	}
	n.FootPx = limited(m["foot"], keyFoot, 0)
	n.Align = Align(m["align"].OneOf(alignNames...))
	if m["else"].Given() {
		if e, ok := p.node(m["else"]); ok {
			n.Else = &e
		}
	}
	p.kindKeys(&n, m[string(kind)], m)
	return n
}

// limited reads a number within the bounds of its key.
func limited(v setting.Value, k key, def float64) float64 { return number(v, def, k.lo, k.hi) }

// kindKeys reads the kind's own value and keys.
func (p *parser) kindKeys(n *Node, value setting.Value, m map[string]setting.Value) {
	switch n.Kind {
	case Photo:
		n.Source = p.field(value)
		n.Motion = Motion(m["motion"].OneOf(string(None), string(Kenburns)))
		n.Duotone = m["duotone"].Bool()
	case Backdrop:
		p.backdrop(n, value, m)
	case Panel:
		n.Color = value.Text()
		n.Nodes = p.nodeList(m["layers"])
	case Stack:
		n.Nodes = p.nodeList(value)
	case Row:
		n.Nodes = p.nodeList(value)
		for _, w := range list(m["cols"]) {
			px := 0.0
			switch w.Text() {
			case "fill":
			case "auto":
				px = AutoColumn
			default:
				px = number(w, 0, 36, 1080)
			}
			n.Cols = append(n.Cols, px)
		}
	case Each:
		p.each(n, value, m)
	case Text:
		p.text(n, value, m)
	case Space:
		if s := value.Text(); s == "fill" {
			n.Fill = true
			n.MaxPx = number(m["max"], 0, 0, 960)
		} else {
			n.GapPx = number(value, 0, 0, 960)
		}
	case Scrim:
		n.Color = value.Text()
		if m["alpha"].IsText() && m["alpha"].Text() == "auto" {
			break
		}
		for _, a := range list(m["alpha"]) {
			n.Alphas = append(n.Alphas, number(a, 0, 0, 1))
		}
		if len(n.Alphas) < 2 {
			value.Errorf(diag.T("write alpha: [0, 0.6], or alpha: auto"), "a scrim needs at least two alphas, from top to bottom")
		}
	case Rule:
		n.Color = value.Text()
		n.Thick = m["thick"].Bool()
	case Label:
		n.Tone = value.OneOf(labelNames...)
	case Logo, Progress, Fill:
		n.Color = value.Text()
		p.shift(n, m["shift"])
	case Disc:
		n.Color = value.Text()
		n.Rings = m["rings"].Text()
		n.Places = p.places(m["at"], 3)
	case Chart:
		n.Mode = value.OneOf(chartNames...)
		n.Value = p.filled(m["value"])
		n.Rest = m["rest"].Text()
		n.SizePx = number(m["height"], 64, 16, 480)
	case Route:
		n.Color = value.Text()
		n.Mode = m["mode"].OneOf(routeNames...)
		n.Source = "items"
		if m["over"].Given() {
			n.Source = p.field(m["over"])
		}
	case Icon, Badge:
		n.Value = p.filled(value)
		def := 120.0
		if n.Kind == Badge {
			def = 80
		}
		n.SizePx = number(m["size"], def, 64, 240)
	}
}

func (p *parser) backdrop(n *Node, value setting.Value, m map[string]setting.Value) {
	if n.Pattern = value.Text(); n.Pattern == "kit" {
		n.Pattern = ""
	}
	n.Motion = Motion(m["motion"].OneOf(backdropMotions...))
	n.Tone = m["tone"].OneOf(toneNames...)
	n.Colors = m["colors"].Texts()
	n.Turn = number(m["turn"], 0, -90, 90)
	if m["frame"].Given() {
		n.Frame = p.box(m["frame"])
	}
	p.shift(n, m["shift"])
}

// shift reads rows by scene.
func (p *parser) shift(n *Node, v setting.Value) {
	for _, e := range v.Entries() {
		if n.Shift == nil {
			n.Shift = map[string]float64{}
		}
		if p.isScene(e) {
			n.Shift[e.Key] = number(e.Value, 0, -8, 8)
		}
	}
}

func (p *parser) isScene(e setting.Entry) bool {
	if slices.Contains(p.scenes, e.Key) {
		return true
	}
	e.Errorf(diag.DidYouMean(e.Key, p.scenes), "there is no scene %q", e.Key)
	return false
}

// each reads a repeated part; its fields are known inside only.
func (p *parser) each(n *Node, value setting.Value, m map[string]setting.Value) {
	n.Source = p.field(value)
	n.Max = integer(m["max"], 12, 1, 24)
	n.Every = number(m["every"], 0, 0, 16)
	defer p.knowItems()()
	n.Nodes = p.nodeList(m["do"])
	n.Between = p.nodeList(m["between"])
}

// knowItems makes the fields of an entry known until the function that it
// returns is called.
func (p *parser) knowItems() (forget func()) {
	if p.fields[field.ItemTitle] {
		return func() {}
	}
	for _, f := range field.Item() {
		p.fields[f] = true
	}
	return func() {
		for _, f := range field.Item() {
			delete(p.fields, f)
		}
	}
}

func (p *parser) text(n *Node, value setting.Value, m map[string]setting.Value) {
	n.Texts = value.Texts()
	for _, t := range list(value) {
		p.filled(t)
	}
	for _, r := range list(m["role"]) {
		if s := r.OneOf(Roles...); s != "" {
			n.Roles = append(n.Roles, s)
		}
	}
	if len(n.Roles) == 0 {
		n.Roles = []string{"body"}
	}
	n.Face = m["face"].OneOf(faceNames...)
	n.MaxSizePx = number(m["max_size"], 0, 36, 1120)
	n.MaxLines = integer(m["max_lines"], 0, 0, 12)
	n.Tabular = m["tabular"].Bool()
	n.Count = m["count"].Bool()
	n.Strike = p.conditions(m["strike"])
	n.Flip = m["flip"].Text()
	n.End = m["end"].Bool()
}

// places reads [x, y, r], or one such place by scene. n is 2 or 3 numbers.
func (p *parser) places(v setting.Value, n int) map[string]Place {
	out := map[string]Place{}
	if !v.Given() {
		v.Errorf(diag.T("write at: [column, row, radius]"), "the place is missing")
		return out
	}
	if v.IsList() {
		out[""] = place(v, n)
		return out
	}
	for _, e := range v.Entries() {
		if p.isScene(e) {
			out[e.Key] = place(e.Value, n)
		}
	}
	return out
}

func place(v setting.Value, n int) Place {
	var xs [3]float64
	items := v.List()
	if len(items) != n {
		v.Errorf(diag.T("write a list: %s", strings.Join([]string{"[column", "row", "radius]"}[:n], ", ")), "a place has %d numbers", n)
		return Place{}
	}
	for i, it := range items {
		xs[i] = number(it, 0, -8, 16)
	}
	return Place{xs[0], xs[1], xs[2]}
}

// field reads the name of a field or input.
func (p *parser) field(v setting.Value) string {
	s := v.Text()
	if !p.known(s) {
		v.Errorf(diag.DidYouMean(s, p.names()), "%q is no input or field", s)
	}
	return s
}

// filled reads a text with placeholders and checks them.
func (p *parser) filled(v setting.Value) string {
	s := v.Text()
	if err := p.checkText(s); err != nil {
		v.Errorf(err.hint, "%s", err.text)
	}
	return s
}

type textFault struct {
	text string
	hint diag.Text
}

// checkText checks the placeholders and brackets of a text.
func (p *parser) checkText(s string) *textFault {
	parts, err := SplitText(s)
	if err != nil {
		return &textFault{err.Error(), diag.T(`write {field} for a value and [ … {field} … ] for a part that may be missing`)}
	}
	for _, part := range parts {
		for _, f := range part.Fields() {
			if !p.known(f) {
				return &textFault{fmt.Sprintf("the text names {%s}, which is no input or field", f), diag.DidYouMean(f, p.names())}
			}
		}
	}
	return nil
}

// ColorRoles returns the colour roles that every kit has.
func ColorRoles() []string { return slices.Clone(colorRoles) }

// Variant returns the node as it is on a canvas: that of the first of the
// names that it has other values for.
func (n *Node) Variant(canvas ...string) *Node {
	for _, name := range canvas {
		if v, ok := n.Variants[name]; ok {
			return v
		}
	}
	return n
}
