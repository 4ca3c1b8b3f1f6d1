package template

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/design/field"
)

// Language is the version of the template language that this package reads.
const Language = 1

// maxScenes and maxNodes bound a template; a video of a minute has no use for more.
const (
	maxScenes = 24
	maxNodes  = 400
)

// Parse reads a template. The template is usable when no diagnostic is an error.
func Parse(file string, data []byte) (*Template, diag.List) {
	var diags diag.List
	doc := setting.Parse(file, data, &diags)
	if diags.HasErrors() {
		return nil, diags
	}
	p := &parser{fields: map[string]bool{}}
	for _, f := range field.Names() {
		p.fields[f] = true
	}
	t := p.template(doc)
	return t, diags
}

type parser struct {
	fields map[string]bool
	scenes []string
	nodes  int
}

func (p *parser) template(doc setting.Value) *Template {
	m := doc.Map(names(templateKeys)...)
	t := &Template{
		Pos:   doc.Pos(),
		Name:  m["name"].Text(),
		Title: localized(m["title"]),
		Use:   localized(m["use"]),
		Kit:   m["kit"].Text(),
	}
	if !m["giro"].Given() {
		doc.Errorf(diag.T("begin the file with giro: 1"), "the version of the template language is missing")
	} else {
		integer(m["giro"], Language, Language, Language)
	}
	if t.Name == "" {
		doc.Errorf(diag.T("add name: with a short word"), "the template has no name")
	}
	tempo := m["tempo"].Map("bpm", "beats_per_bar")
	t.BPM = number(tempo["bpm"], 110, 40, 220)
	t.BeatsPerBar = integer(tempo["beats_per_bar"], 4, 2, 7)
	t.Multiple = integer(m["loop"].Map("bars")["bars"], 4, 1, 16)
	p.inputs(t, m["inputs"])
	p.phrases(t, m["phrases"])
	for _, s := range list(m["scenes"]) {
		// Names are needed before the scenes are read: hold may look ahead.
		for _, e := range s.Entries() {
			if e.Key == "name" {
				p.scenes = append(p.scenes, e.Value.Text())
			}
		}
	}
	for i, s := range list(m["scenes"]) {
		if i == maxScenes {
			s.Errorf(diag.Text{}, "a template has at most %d scenes", maxScenes)
			break
		}
		t.Scenes = append(t.Scenes, p.scene(s, i))
	}
	if len(t.Scenes) == 0 {
		doc.Errorf(diag.T("add scenes: with at least one scene"), "the template has no scenes")
	}
	t.Under = p.nodeList(m["under"])
	t.Overlay = p.nodeList(m["overlay"])
	t.Events = m["takes"].OneOf("event", "events") == "events"
	t.Silent = m["music"].OneOf("channel", "none") == "none"
	t.Slow = m["reading"].OneOf("normal", "slow") == "slow"
	p.cuts(t, m["cuts"])
	return t
}

func (p *parser) inputs(t *Template, v setting.Value) {
	for _, e := range v.Entries() {
		if !isName(e.Key) {
			e.Errorf(diag.T("use letters, digits and _"), "the input name %q cannot be used in a text", e.Key)
			continue
		}
		m := e.Value.Map(names(inputKeys)...)
		in := field.Input{Name: e.Key, From: m["from"].Texts(), Required: m["required"].Bool(), Title: localized(m["title"]), Pos: e.KeyAt}
		if len(in.From) == 0 {
			in.From = []string{e.Key}
		}
		t.Inputs = append(t.Inputs, in)
	}
	// An input may name a phrase, so sources are checked after both are known.
	for _, in := range t.Inputs {
		p.fields[in.Name] = true
	}
}

func (p *parser) phrases(t *Template, v setting.Value) {
	t.Phrases = map[string]map[string]string{}
	for _, e := range v.Entries() {
		t.Phrases[e.Key] = map[string]string{}
		for _, ph := range e.Value.Entries() {
			t.Phrases[e.Key][ph.Key] = ph.Value.Text()
			p.fields[ph.Key] = true
		}
	}
	for i, in := range t.Inputs {
		for _, from := range in.From {
			if !p.known(from) {
				v.Errorf(diag.DidYouMean(from, p.names()), "input %q comes from %q, which is no field of an event", t.Inputs[i].Name, from)
			}
		}
	}
}

func (p *parser) cuts(t *Template, v setting.Value) {
	t.Cuts = map[string]Cut{}
	for _, e := range v.Entries() {
		m := e.Value.Map(names(cutKeys)...)
		c := Cut{Pos: e.KeyAt, Bars: map[string]int{}}
		for _, d := range list(m["drop"]) {
			if name := d.OneOf(p.scenes...); name != "" {
				c.Drop = append(c.Drop, name)
			}
		}
		for _, b := range m["bars"].Entries() {
			if !slices.Contains(p.scenes, b.Key) {
				b.Errorf(diag.DidYouMean(b.Key, p.scenes), "there is no scene %q", b.Key)
				continue
			}
			c.Bars[b.Key] = integer(b.Value, 2, 1, 32)
		}
		c.Multiple = integer(m["loop"].Map("bars")["bars"], t.Multiple, 1, 16)
		if len(c.Drop) >= len(t.Scenes) {
			e.Errorf(diag.T("keep at least one scene"), "the cut %q drops every scene", e.Key)
		}
		t.Cuts[e.Key] = c
	}
}

func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

func (p *parser) known(name string) bool {
	return p.fields[name] || field.IsExtra(name)
}

func (p *parser) names() []string {
	out := make([]string, 0, len(p.fields))
	for f := range p.fields {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}

func (p *parser) scene(v setting.Value, i int) Scene {
	m := v.Map(names(sceneKeys)...)
	s := Scene{
		Pos:      v.Pos(),
		Name:     m["name"].Text(),
		Field:    m["field"].Text(),
		Enter:    p.transition(m["enter"]),
		Max:      integer(m["max"], 12, 1, 24),
		Rows:     integer(m["rows"], 0, 1, 12),
		RowsLong: integer(m["rows_long"], 0, 1, 12),
		RowBeats: number(m["row_beats"], 0, 0, 16),
		Language: m["language"].Text(),
		Front:    m["front"].Bool(),
	}
	if m["each"].Given() {
		s.Each = p.field(m["each"])
		if s.Rows == 0 {
			defer p.knowItems()()
		}
	}
	s.When = p.conditions(m["when"])
	if s.Name == "" {
		v.Errorf(diag.T("add name: with a short word"), "scene %d has no name", i+1)
	}
	lengths := 0
	for unit, key := range []string{"bars", "beats", "seconds"} {
		if m[key].Given() {
			lengths++
			s.Length = Length{number(m[key], 1, 0.5, 120), Unit(unit)}
		}
	}
	if lengths != 1 {
		v.Errorf(diag.T("give one of bars:, beats: or seconds:"), "scene %q has %d lengths", s.Name, lengths)
	}
	s.Nodes = p.nodeList(m["layers"])
	return s
}

func (p *parser) conditions(v setting.Value) []Condition {
	var out []Condition
	for _, it := range list(v) {
		text := strings.TrimSpace(it.Text())
		if text == "" {
			continue
		}
		name, not := strings.CutPrefix(text, "not ")
		if !p.known(name) {
			it.Errorf(diag.DidYouMean(name, p.names()), "the condition names %q, which is no input or field", name)
			continue
		}
		out = append(out, Condition{Field: name, Not: not, Pos: it.Pos()})
	}
	return out
}

func (p *parser) transition(v setting.Value) Transition {
	t := Transition{Kind: HardCut, From: Bottom}
	if !v.Given() {
		return t
	}
	if v.IsText() {
		t.Kind = TransitionKind(v.OneOf(enterNames...))
		return t
	}
	m := v.Map(names(enterKeys)...)
	t = p.transitionOf(m)
	for _, e := range m["for"].Entries() {
		if !slices.Contains(variantNames, e.Key) {
			e.Errorf(diag.DidYouMean(e.Key, variantNames), "%q is no format", e.Key)
			continue
		}
		other := maps.Clone(m)
		maps.Copy(other, e.Map(names(enterKeys)...))
		if t.Variants == nil {
			t.Variants = map[string]Transition{}
		}
		t.Variants[e.Key] = p.transitionOf(other)
	}
	return t
}

// transitionOf reads a transition from its values.
func (p *parser) transitionOf(m map[string]setting.Value) Transition {
	t := Transition{Kind: HardCut, From: Bottom}
	if k := m["kind"].OneOf(enterNames...); k != "" {
		t.Kind = TransitionKind(k)
	}
	if e := m["from"].OneOf(edgeNames...); e != "" {
		t.From = Edge(e)
	}
	if m["box"].Given() {
		t.Box = p.box(m["box"])
	}
	if m["at"].Given() {
		at := place(m["at"], 2)
		t.At = &at
	}
	t.Seconds = number(m["seconds"], 0, 0.1, 3)
	return t
}

func (p *parser) boxes(v setting.Value) []Box {
	var out []Box
	for _, it := range list(v) {
		out = append(out, p.box(it))
	}
	return out
}

var boxNames = []string{"full", "room", "rail", "floor", "safe"}

func (p *parser) box(v setting.Value) Box {
	if v.IsText() {
		return Box{Name: v.OneOf(boxNames...)}
	}
	m := v.Map("cols", "rows")
	var b Box
	b.Col0, b.Col1 = p.span(m["cols"], 6)
	b.Row0, b.Row1 = p.span(m["rows"], 8)
	return b
}

// span reads "4-6" or "4" as a range of modules counted from 1.
func (p *parser) span(v setting.Value, limit int) (from, to int) {
	if !v.Given() {
		return 1, limit
	}
	text := v.Text()
	a, b, ok := strings.Cut(text, "-")
	if !ok {
		b = a
	}
	from, err1 := strconv.Atoi(strings.TrimSpace(a))
	to, err2 := strconv.Atoi(strings.TrimSpace(b))
	if err1 != nil || err2 != nil || from < 1 || to < from || to > limit {
		v.Errorf(diag.T("write a range such as 1-5"), "%q is no range of modules from 1 to %d", text, limit)
		return 1, limit
	}
	return from, to
}

// list returns the items of a list; anything else that is given counts as a list of one.
func list(v setting.Value) []setting.Value {
	switch {
	case !v.Given():
		return nil
	case v.IsList():
		return v.List()
	}
	return []setting.Value{v}
}

// number returns a number between lo and hi, or def when it is not given or faulty.
func number(v setting.Value, def, lo, hi float64) float64 {
	if !v.Given() {
		return def
	}
	f := v.Number()
	if f < lo || f > hi {
		v.Errorf(diag.Text{}, "%v is outside %v to %v", f, lo, hi)
		return def
	}
	return f
}

// integer returns a whole number between lo and hi, or def when it is not given or faulty.
func integer(v setting.Value, def, lo, hi int) int {
	if !v.Given() {
		return def
	}
	n := v.Int()
	if n < lo || n > hi {
		v.Errorf(diag.Text{}, "%d is outside %d to %d", n, lo, hi)
		return def
	}
	return n
}

// localized returns texts by language; a single text is that of the language "".
func localized(v setting.Value) map[string]string {
	if !v.Given() {
		return nil
	}
	if v.IsText() {
		return map[string]string{"": v.Text()}
	}
	out := map[string]string{}
	for _, e := range v.Entries() {
		out[e.Key] = e.Text()
	}
	return out
}
