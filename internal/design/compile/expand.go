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

// entry is what one entry of a list gives to placeholders.
type entry = field.Entry

// list returns the entries of a list field.
func (c *compiler) list(name string) []entry { return c.values.List(name, c.page) }

// limit cuts a list and says what is left out.
func (c *compiler) limit(list []entry, name string, limit int) []entry {
	if limit <= 0 || len(list) <= limit {
		return list
	}
	c.diags.Warnf(c.ev.At(name), name, diag.Text{}, "only the first %d of %d %s are shown", limit, len(list), name)
	return list[:limit]
}

// expand returns the scenes that a template's scene stands for: itself, one an
// entry of its list, or one a page.
func (c *compiler) expand(spec *template.Scene) []*scene {
	one := func(it entry, page []entry, suffix string) *scene {
		s := *spec
		if suffix != "" {
			s.Name += "-" + suffix
		}
		s.Nodes = c.dressed(spec.Nodes)
		return &scene{spec: &s, origin: spec.Name, item: it, page: page, lang: c.language(spec.Language, it)}
	}
	if spec.Each == "" {
		return []*scene{one(nil, nil, "")}
	}
	entries := c.list(spec.Each)
	if spec.Rows == 0 {
		if spec.Each == "picks" || c.listed(spec.Each) {
			entries = entries[:min(len(entries), spec.Max)]
		}
		entries = c.limit(entries, spec.Each, spec.Max)
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
	rows = max(2, rows-c.fewer)
	// Pages of even length: six rows are three and three, not five and one.
	pages := (len(entries) + rows - 1) / rows
	var out []*scene
	for i, at := 0, 0; i < pages; i++ {
		n := (len(entries) - at + pages - i - 1) / (pages - i)
		s := one(nil, entries[at:at+n], fmt.Sprint(i+1))
		s.item = field.OfPage(i+1, pages)
		out = append(out, s)
		at += n
	}
	return out
}

// language returns the language of a scene.
func (c *compiler) language(asked string, it entry) string {
	if l := it[field.ItemLanguage]; l != "" {
		return l
	}
	if asked == "" {
		return c.in.Language
	}
	if _, ok := c.in.Event.Languages[asked]; ok {
		return asked
	}
	return c.in.Language
}

// listed reports whether some scene shows a list as rows, so that nothing is
// lost when other scenes show only a part of it.
func (c *compiler) listed(name string) bool {
	var walk func([]template.Node) bool
	walk = func(nodes []template.Node) bool {
		return slices.ContainsFunc(nodes, func(n template.Node) bool {
			return n.Kind == template.Each && n.Source == name || walk(n.Nodes)
		})
	}
	return slices.ContainsFunc(c.in.Template.Scenes, func(s template.Scene) bool { return walk(s.Nodes) })
}
