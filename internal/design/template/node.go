package template

import (
	"fmt"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
)

// common are the keys that every node may have.
var common = []string{"name", "when", "box", "color", "in", "out", "hold", "else"}

// own are the further keys of each kind.
var own = map[Kind][]string{
	Photo:    {"motion", "duotone"},
	Backdrop: {"motion", "tone", "colors"},
	Panel:    {"layers", "align", "gap", "foot"},
	Scrim:    {"alpha"},
	Label:    {},
	Text:     {"role", "face", "max_size", "max_lines", "tabular"},
	Rule:     {"thick"},
	Stack:    {"align", "gap"},
	Row:      {"gap"},
	Each:     {"do", "max"},
	Space:    {},
	Logo:     {},
	Progress: {},
}

// Roles are the type roles, largest last.
var Roles = []string{"label", "caption", "body", "lead", "headline", "title", "display", "poster", "numeral"}

var colorRoles = []string{"ink", "paper", "primary", "on_primary", "accent", "line", "panel", "field", "auto"}

// nodeList reads a list of nodes: each is a mapping whose first key is its kind.
func (p *parser) nodeList(v setting.Value) []Node {
	var out []Node
	for _, it := range list(v) {
		if p.nodes++; p.nodes > maxNodes {
			if p.nodes == maxNodes+1 {
				it.Errorf("", "a template has at most %d layers", maxNodes)
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
	var value setting.Value
	for _, e := range v.Entries() {
		if slices.Contains(Kinds, Kind(e.Key)) {
			kind, value = Kind(e.Key), e.Value
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
	m := v.Map(slices.Concat([]string{string(kind)}, common, own[kind])...)
	n := Node{
		Kind:  kind,
		Pos:   v.Pos(),
		Name:  m["name"].Text(),
		When:  p.conditions(m["when"]),
		Boxes: p.boxes(m["box"]),
		Color: m["color"].Text(),
		In:    Motion(m["in"].OneOf("none", "mask", "rise", "fade", "draw")),
		Out:   Motion(m["out"].OneOf("none", "mask", "fade")),
		Hold:  m["hold"].OneOf(p.scenes...),
		GapPx: number(m["gap"], 0, 0, 960),
		Align: Align(m["align"].OneOf("top", "bottom")),
	}
	if m["else"].Given() {
		if e, ok := p.node(m["else"]); ok {
			n.Else = &e
		}
	}
	p.kindKeys(&n, value, m)
	return n, true
}

// kindKeys reads the kind's own value and keys.
func (p *parser) kindKeys(n *Node, value setting.Value, m map[string]setting.Value) {
	switch n.Kind {
	case Photo:
		n.Source = p.field(value)
		n.Motion = Motion(m["motion"].OneOf("none", "kenburns"))
		n.Duotone = m["duotone"].Bool()
	case Backdrop:
		if n.Pattern = value.Text(); n.Pattern == "kit" {
			n.Pattern = ""
		}
		n.Motion = Motion(m["motion"].OneOf("none", "drift"))
		n.Tone = m["tone"].OneOf("bold", "field", "quiet")
		n.Colors = m["colors"].Texts()
	case Panel:
		n.Color = value.Text()
		n.FootPx = number(m["foot"], 0, 16, 480)
		n.Nodes = p.nodeList(m["layers"])
	case Stack, Row:
		n.Nodes = p.nodeList(value)
	case Each:
		n.Source = p.field(value)
		n.Max = integer(m["max"], 3, 1, 12)
		outer := p.fields["item.value"]
		for _, f := range []string{"item.value", "item.label", "item.title", "item.text", "item.number", "item.image"} {
			p.fields[f] = true
		}
		n.Nodes = p.nodeList(m["do"])
		if !outer {
			for f := range p.fields {
				if strings.HasPrefix(f, "item.") {
					delete(p.fields, f)
				}
			}
		}
	case Text:
		p.text(n, value, m)
	case Space:
		if s := value.Text(); s == "fill" {
			n.Fill = true
		} else {
			n.GapPx = number(value, 0, 0, 960)
		}
	case Scrim:
		n.Color = value.Text()
		for _, a := range list(m["alpha"]) {
			n.Alphas = append(n.Alphas, number(a, 0, 0, 1))
		}
		if len(n.Alphas) < 2 {
			value.Errorf("write alpha: [0, 0.6]", "a scrim needs at least two alphas, from top to bottom")
		}
	case Rule:
		n.Color = value.Text()
		n.Thick = m["thick"].Bool()
	case Label:
		n.Tone = value.OneOf("auto", "tab", "plain")
	case Logo, Progress:
		n.Color = value.Text()
	}
}

func (p *parser) text(n *Node, value setting.Value, m map[string]setting.Value) {
	n.Texts = value.Texts()
	for _, t := range list(value) {
		if err := p.checkText(t.Text()); err != nil {
			t.Errorf(err.hint, "%s", err.text)
		}
	}
	for _, r := range list(m["role"]) {
		if s := r.OneOf(Roles...); s != "" {
			n.Roles = append(n.Roles, s)
		}
	}
	if len(n.Roles) == 0 {
		n.Roles = []string{"body"}
	}
	n.Face = m["face"].OneOf("display", "head", "body", "label")
	n.MaxSizePx = number(m["max_size"], 0, 36, 1120)
	n.MaxLines = integer(m["max_lines"], 0, 0, 12)
	n.Tabular = m["tabular"].Bool()
}

// field reads the name of a field or input.
func (p *parser) field(v setting.Value) string {
	s := v.Text()
	if !p.known(s) {
		v.Errorf(diag.DidYouMean(s, p.names()), "%q is no input or field", s)
	}
	return s
}

type textFault struct{ text, hint string }

// checkText checks the placeholders and brackets of a text.
func (p *parser) checkText(s string) *textFault {
	parts, err := SplitText(s)
	if err != nil {
		return &textFault{err.Error(), `write {field} for a value and [ … {field} … ] for a part that may be missing`}
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
