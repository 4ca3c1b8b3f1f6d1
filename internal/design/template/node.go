package template

import (
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/design/field"
)

// Roles are the type roles, largest last.
var Roles = []string{"label", "caption", "body", "lead", "headline", "title", "display", "poster", "numeral"}

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
		return nil, false
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
		if c := n.Shared(); c.Variants == nil {
			c.Variants = map[string]Node{}
		}
		n.Shared().Variants[e.Key] = variant
	}
	return n, true
}

// nodeOf reads a node from its values.
func (p *parser) nodeOf(kind Kind, v setting.Value, m map[string]setting.Value) Node {
	c := Common{
		Pos:   v.Pos(),
		Name:  m["name"].Text(),
		When:  p.conditions(m["when"]),
		Boxes: p.boxes(m["box"]),
		Color: m["color"].Text(),
		In:    Motion(m["in"].OneOf(inNames...)),
		Out:   Motion(m["out"].OneOf(outNames...)),
		Hold:  m["hold"].OneOf(p.scenes...),
	}
	if m["else"].Given() {
		if e, ok := p.node(m["else"]); ok {
			c.Else = e
		}
	}
	value := m[string(kind)]
	switch kind {
	case kindPhoto:
		return p.photo(c, value, m)
	case kindBackdrop:
		return p.backdrop(c, value, m)
	case kindPanel:
		return p.panel(c, value, m)
	case kindFill:
		return p.fill(c, value, m)
	case kindScrim:
		return p.scrim(c, value, m)
	case kindDisc:
		return p.disc(c, value, m)
	case kindChart:
		return p.chart(c, value, m)
	case kindRoute:
		return p.route(c, value, m)
	case kindLabel:
		return &Label{Common: c, Tone: value.OneOf(labelNames...)}
	case kindText:
		return p.text(c, value, m)
	case kindRule:
		c.Color = value.Text()
		return &Rule{Common: c, Thick: m["thick"].Bool()}
	case kindIcon:
		return &Icon{Common: c, Value: p.filled(value), SizePx: number(m["size"], 120, 64, 240)}
	case kindBadge:
		return &Badge{Common: c, Value: p.filled(value), SizePx: number(m["size"], 80, 64, 240)}
	case kindStack:
		return &Stack{Common: c, Nodes: p.nodeList(value), Align: align(m), GapPx: gap(m), FootPx: foot(m)}
	case kindRow:
		return p.row(c, value, m)
	case kindEach:
		return p.each(c, value, m)
	case kindSpace:
		return p.space(c, value, m)
	case kindLogo:
		c.Color = value.Text()
		return &Logo{c}
	case kindProgress:
		c.Color = value.Text()
		return &Progress{c}
	}
	panic("template: no reader for nodes of the kind " + string(kind)) // a kind without a case: the schema test reads one of each
}

func gap(m map[string]setting.Value) float64 {
	if m["gap"].Given() {
		return limited(m["gap"], keyGap, 0)
	}
	return -1
}

func foot(m map[string]setting.Value) float64 { return limited(m["foot"], keyFoot, 0) }

func align(m map[string]setting.Value) Align { return Align(m["align"].OneOf(alignNames...)) }

// limited reads a number within the bounds of its key.
func limited(v setting.Value, k key, def float64) float64 { return number(v, def, k.lo, k.hi) }

func (p *parser) photo(c Common, value setting.Value, m map[string]setting.Value) Node {
	return &Photo{
		Common: c, Source: p.field(value),
		Motion: Motion(m["motion"].OneOf(string(None), string(Kenburns))), Duotone: m["duotone"].Bool(),
	}
}

func (p *parser) backdrop(c Common, value setting.Value, m map[string]setting.Value) Node {
	n := &Backdrop{Common: c}
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
	n.Shift = p.shift(m["shift"])
	return n
}

func (p *parser) panel(c Common, value setting.Value, m map[string]setting.Value) Node {
	c.Color = value.Text()
	n := &Panel{Common: c, Align: align(m), FootPx: foot(m)}
	n.Nodes = p.nodeList(m["layers"])
	return n
}

func (p *parser) fill(c Common, value setting.Value, m map[string]setting.Value) Node {
	c.Color = value.Text()
	return &Fill{Common: c, Shift: p.shift(m["shift"])}
}

func (p *parser) scrim(c Common, value setting.Value, m map[string]setting.Value) Node {
	c.Color = value.Text()
	n := &Scrim{Common: c}
	if m["alpha"].IsText() && m["alpha"].Text() == "auto" {
		return n
	}
	for _, a := range list(m["alpha"]) {
		n.Alphas = append(n.Alphas, number(a, 0, 0, 1))
	}
	if len(n.Alphas) < 2 {
		value.Errorf(diag.T("write alpha: [0, 0.6], or alpha: auto"), "a scrim needs at least two alphas, from top to bottom")
	}
	return n
}

func (p *parser) disc(c Common, value setting.Value, m map[string]setting.Value) Node {
	c.Color = value.Text()
	return &Disc{Common: c, Rings: m["rings"].Text(), Places: p.places(m["at"], 3), Rise: p.rise(m["rise"])}
}

func (p *parser) chart(c Common, value setting.Value, m map[string]setting.Value) Node {
	return &Chart{
		Common: c, Mode: value.OneOf(chartNames...), Value: p.filled(m["value"]),
		Rest: m["rest"].Text(), HeightPx: number(m["height"], 64, 16, 480),
	}
}

func (p *parser) route(c Common, value setting.Value, m map[string]setting.Value) Node {
	c.Color = value.Text()
	n := &Route{Common: c, Mode: m["mode"].OneOf(routeNames...), Source: "items"}
	if m["over"].Given() {
		n.Source = p.field(m["over"])
	}
	return n
}

func (p *parser) text(c Common, value setting.Value, m map[string]setting.Value) Node {
	n := &Text{Common: c, Texts: value.Texts()}
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
	return n
}

func (p *parser) row(c Common, value setting.Value, m map[string]setting.Value) Node {
	n := &Row{Common: c, Align: align(m), GapPx: gap(m)}
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
	return n
}

// each reads a repeated part; its fields are known inside only.
func (p *parser) each(c Common, value setting.Value, m map[string]setting.Value) Node {
	n := &Each{Common: c, GapPx: gap(m)}
	n.Source = p.field(value)
	n.Max = integer(m["max"], 12, 1, 24)
	n.Every = number(m["every"], 0, 0, 16)
	defer p.knowItems()()
	n.Nodes = p.nodeList(m["do"])
	n.Between = p.nodeList(m["between"])
	return n
}

func (p *parser) space(c Common, value setting.Value, m map[string]setting.Value) Node {
	if value.Text() == "fill" {
		return &Space{Common: c, Fill: true, MaxPx: number(m["max"], 0, 0, 960)}
	}
	return &Space{Common: c, Px: number(value, 0, 0, 960)}
}

// shift reads rows by scene.
func (p *parser) shift(v setting.Value) map[string]float64 {
	var out map[string]float64
	for _, e := range v.Entries() {
		if out == nil {
			out = map[string]float64{}
		}
		if p.isScene(e) {
			out[e.Key] = number(e.Value, 0, -8, 8)
		}
	}
	return out
}

// rise reads how a disc climbs, by scene.
func (p *parser) rise(v setting.Value) map[string]Climb {
	out := map[string]Climb{}
	for _, e := range v.Entries() {
		items := e.List()
		if !p.isScene(e) {
			continue
		}
		if len(items) != 3 {
			e.Errorf(diag.T("write a list: [row, lower, days]"), "a rise has %d numbers", 3)
			continue
		}
		out[e.Key] = Climb{number(items[0], 0, -8, 16), number(items[1], 0, 0, 16), number(items[2], 1, 1, 366)}
	}
	return out
}

func (p *parser) isScene(e setting.Entry) bool {
	if slices.Contains(p.scenes, e.Key) {
		return true
	}
	e.Errorf(diag.DidYouMean(e.Key, p.scenes), "there is no scene %q", e.Key)
	return false
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
	text, hint diag.Text
}

// checkText checks the placeholders and brackets of a text.
func (p *parser) checkText(s string) *textFault {
	parts, err := SplitText(s)
	if err != nil {
		return &textFault{diag.Because(err), diag.T(`write {field} for a value and [ … {field} … ] for a part that may be missing`)}
	}
	for _, part := range parts {
		for _, f := range part.Fields() {
			if !p.known(f) {
				return &textFault{diag.T("the text names {%s}, which is no input or field", f), diag.DidYouMean(f, p.names())}
			}
		}
	}
	return nil
}
