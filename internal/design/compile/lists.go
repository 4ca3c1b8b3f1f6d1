package compile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/template"
)

// longTitle is the length in characters from which a list's titles take two
// lines and a page holds fewer of them.
const longTitle = 20

// entry is what one entry of a list gives to placeholders.
type entry = map[string]string

// list returns the entries of a list field.
func (c *compiler) list(name string) []entry {
	var out []entry
	switch name {
	case "facts":
		for _, f := range c.ev.Facts {
			out = append(out, factEntry(f))
		}
	case "items":
		out = c.itemEntries()
	case "entries":
		if len(c.in.Events) == 0 {
			out = c.itemEntries()
			break
		}
		for _, e := range c.in.Events {
			out = append(out, c.eventEntry(e))
		}
	case "picks":
		for _, it := range c.list("entries") {
			if it["item.image"] != "" && it["item.cancelled"] == "" {
				out = append(out, it)
			}
		}
	case "page":
		out = c.page
	case "languages":
		for _, tag := range slices.Sorted(maps.Keys(c.in.Event.Languages)) {
			if tag != c.in.Language {
				out = append(out, entry{"item.language": tag})
			}
		}
	}
	for i, it := range out {
		if it["item.number"] == "" || name != "page" {
			it["item.number"] = fmt.Sprint(i + 1)
		}
		if i == len(out)-1 {
			it["item.last"] = "yes"
		}
	}
	return out
}

// itemEntries are the stops, highlights or rows of the event. Pictures of the
// event go to them in order where they have none of their own.
func (c *compiler) itemEntries() []entry {
	var out []entry
	for i, it := range c.ev.Items {
		e := entry{"item.title": it.Title, "item.text": it.Text, "item.icon": iconFor(it.Title + " " + it.Text)}
		image := it.Image
		if image == "" && i < len(c.ev.Images) {
			image = c.ev.Images[i]
		}
		if _, ok := c.in.Photos[image]; ok {
			e["item.image"] = image
		}
		if quote, rest := cutQuote(it.Text); quote != "" {
			e["item.quote"], e["item.text"] = quote, rest
		}
		e["item.short"] = short(e["item.text"])
		out = append(out, e)
	}
	return out
}

// shortChars is what one line of a list holds.
const shortChars = 38

// short returns a text that stands on one line: the whole, its first clause,
// or nothing.
func short(text string) string {
	if utf8.RuneCountInString(text) <= shortChars {
		return text
	}
	for i, r := range text {
		if strings.ContainsRune(".:;!?。：", r) && utf8.RuneCountInString(text[:i]) <= shortChars {
			return text[:i]
		}
	}
	return ""
}

// cutQuote takes a quotation out of a text: what stands in « ».
func cutQuote(text string) (quote, rest string) {
	from := strings.Index(text, "«")
	to := strings.Index(text, "»")
	if from < 0 || to < from {
		return "", text
	}
	to += len("»")
	return text[from:to], strings.TrimSpace(strings.TrimSpace(text[:from]) + " " + strings.TrimSpace(text[to:]))
}

// eventEntry is another event as a row of a list.
func (c *compiler) eventEntry(e *event.Event) entry {
	e = e.In(c.lang)
	out := entry{"item.title": e.Title, "item.text": e.Subtitle, "item.place": e.Venue, "item.category": e.Category}
	if out["item.place"] == "" {
		out["item.place"] = e.Address
	}
	if e.Status == event.Cancelled {
		out["item.cancelled"] = "yes"
	}
	if len(e.Images) > 0 {
		if _, ok := c.in.Photos[e.Images[0]]; ok {
			out["item.image"] = e.Images[0]
		}
	}
	words, ok := when.For(c.lang)
	if !ok || !e.When.Known() {
		return out
	}
	first, last := when.Span(e.When)
	out["item.day"] = words.ShortDay(first)
	switch {
	case !e.When.AllDay:
		out["item.time"] = words.Time(e.When.Start)
	case !sameDate(first, last):
		out["item.time"] = "– " + words.ShortDay(last)
	}
	return out
}

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
		return utf8.RuneCountInString(e["item.title"]) > longTitle
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
		s.item = entry{"page_number": fmt.Sprint(i + 1), "pages": fmt.Sprint(pages)}
		out = append(out, s)
		at += n
	}
	return out
}

// language returns the language of a scene.
func (c *compiler) language(asked string, it entry) string {
	if l := it["item.language"]; l != "" {
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
