package compile

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
)

// longTitle is the length in characters from which a list's titles take two
// lines and a page holds fewer of them.
const longTitle = 20

// chooseScenes keeps the scenes whose conditions hold and that the cut keeps.
func (d *draft) chooseScenes() []*scene {
	t := d.in.Template
	post := d.scope("", nil, nil)
	cut := t.Cuts[d.in.Cut]
	var out []*scene
	for i := range t.Scenes {
		spec := &t.Scenes[i]
		if slices.Contains(cut.Drop, spec.Name) {
			continue
		}
		for _, s := range post.expand(spec) {
			if s.Met(spec.When, nil) && !slices.Contains(d.without, s.spec.Name) {
				out = append(out, s)
			}
		}
	}
	if len(out) == 0 {
		d.diags.Errorf(t.Pos, "scenes", diag.T("give the event more fields"), "no scene of template %q can be shown for this event", t.Name)
	}
	giveCredit(out)
	return out
}

// expand returns the scenes that a template's scene stands for: itself, one an
// entry of its list, or one a page.
func (sc scope) expand(spec *template.Scene) []*scene {
	one := func(it entry, page []entry, suffix string) *scene {
		s := *spec
		if suffix != "" {
			s.Name += "-" + suffix
		}
		s.Nodes = template.ForCanvas(spec.Nodes, sc.in.Canvas.Names()...)
		s.Enter = spec.Enter.Variant(sc.in.Canvas.Names()...)
		return &scene{scope: sc.draft.scope(sc.language(spec.Language, it), it, page), spec: &s, origin: spec.Name}
	}
	if spec.Each == "" {
		return []*scene{one(nil, nil, "")}
	}
	entries := sc.List(spec.Each)
	if spec.Rows == 0 {
		if spec.Each == "picks" || listed(sc.in.Template, spec.Each) {
			entries = entries[:min(len(entries), spec.Max)]
		}
		entries = sc.limit(entries, spec.Each, spec.Max)
		out := make([]*scene, len(entries))
		for i, it := range entries {
			out[i] = one(it, nil, fmt.Sprint(i+1))
		}
		return out
	}
	rows := spec.Rows
	if spec.RowsLong > 0 && slices.ContainsFunc(entries, func(e entry) bool {
		return utf8.RuneCountInString(e[field.ItemTitle]) > longTitle
	}) {
		rows = spec.RowsLong
	}
	rows = max(2, rows-sc.fewer)
	// Pages of even length: six rows are three and three, not five and one.
	pages := (len(entries) + rows - 1) / rows
	var out []*scene
	for i, at := 0, 0; i < pages; i++ {
		n := (len(entries) - at + pages - i - 1) / (pages - i)
		out = append(out, one(field.OfPage(i+1, pages), entries[at:at+n], fmt.Sprint(i+1)))
		at += n
	}
	return out
}

// language returns the language of a scene.
func (sc scope) language(asked string, it entry) string {
	if l := it[field.ItemLanguage]; l != "" {
		return l
	}
	if asked == "" {
		return sc.in.Language
	}
	if _, ok := sc.in.Event.Languages[asked]; ok {
		return asked
	}
	return sc.in.Language
}

// listed reports whether some scene shows a list as rows, so that nothing is
// lost when other scenes show only a part of it.
func listed(t *template.Template, name string) bool {
	var walk func([]template.Node) bool
	walk = func(nodes []template.Node) bool {
		return slices.ContainsFunc(nodes, func(n template.Node) bool {
			each, ok := n.(*template.Each)
			return ok && each.Source == name || walk(template.Children(n))
		})
	}
	return slices.ContainsFunc(t.Scenes, func(s template.Scene) bool { return walk(s.Nodes) })
}
