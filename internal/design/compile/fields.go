package compile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/design/template"
)

// maxSummary is the length to which a description is cut at a sentence: what a
// headline of five lines holds (the headline role's limit).
const maxSummary = 80

// resolveFields gives every field, phrase and input of the template its text
// in a language.
func (c *compiler) resolveFields(e *event.Event, lang string) map[string]string {
	f := map[string]string{
		"title": e.Title, "subtitle": e.Subtitle, "description": e.Description, "summary": summary(e.Description),
		"venue": e.Venue, "address": e.Address, "neighbourhood": e.Neighbourhood, "category": e.Category,
		"price": e.Price, "url": e.URL, "access": e.Access, "status": string(e.Status),
		"channel": c.in.Channel, "handle": c.in.Handle, creditsField: strings.Join(slices.Concat(c.in.Notices, c.in.Credits), " · "),
	}
	maps.Copy(f, c.phrases(lang))
	if e.Free {
		f["free"] = f["free_entry"]
	}
	flag := func(name string, on bool) {
		if on {
			f[name] = "yes"
		}
	}
	flag("cancelled", e.Status == event.Cancelled)
	flag("sold_out", e.Status == event.SoldOut)
	flag("facts", len(e.Facts) > 0)
	flag("items", len(e.Items) > 0)
	flag("languages", len(e.Languages) > 1 || len(e.Languages) == 1 && e.Languages[c.in.Language].Title == "")
	flag("calm_top", c.calmTop())
	flag("brief", c.in.Canvas.MaxSeconds > 0 && c.in.Canvas.MaxSeconds <= briefSeconds)
	f["language_count"] = numberWord(max(1, len(e.Languages)), lang)
	for i, name := range e.Images {
		if _, ok := c.in.Photos[name]; ok {
			f[imageField(i)] = name
		}
	}
	c.timeFields(f, e, lang)
	for k, v := range e.Extra {
		f["extra."+k] = v
	}
	if n := max(len(c.in.Events), len(e.Items)); n > 0 {
		f["entries"], f["count"], f["count_word"] = "yes", strconv.Itoa(n), numberWord(n, lang)
	}
	before := c.fields
	c.fields = f
	for _, in := range c.in.Template.Inputs {
		c.resolveInput(in)
	}
	c.resolveLevel(f)
	c.fields = before
	return f
}

// briefSeconds is the length up to which a format counts as brief: a public
// screen, that repeats what it shows.
const briefSeconds = 30

// calmTop reports whether the kit's backdrop leaves its upper part calm, so
// that a title may stand on it.
func (c *compiler) calmTop() bool {
	return !c.wide() && !c.short() && len(c.in.Kit.Backdrop) > 0 && c.in.Kit.Backdrop[0] == "beach"
}

// resolveInput gives an input the first of its sources that has a value.
// Texts that another input already shows are passed over, so that a place is
// not named twice.
func (c *compiler) resolveInput(in template.Input) {
	value := ""
	for _, from := range in.From {
		v := strings.TrimSpace(c.fields[from])
		if v == "" || (len(in.From) > 1 && c.shown(in, v)) {
			continue
		}
		value = v
		break
	}
	if value == "" && in.Required && c.lang == c.in.Language {
		name := in.From[0]
		c.diags.Errorf(c.in.Event.At(name), in.Name, diag.T("fill in %s in the event", strings.TrimPrefix(name, "extra.")), "%q has no %s, which the template %q needs", c.in.Event.ID, strings.TrimPrefix(name, "extra."), c.in.Template.Name)
	}
	c.fields[in.Name] = value
}

// shown reports whether an earlier input has the same text.
func (c *compiler) shown(in template.Input, text string) bool {
	for _, other := range c.in.Template.Inputs {
		if other.Name == in.Name {
			return false
		}
		if c.fields[other.Name] == text {
			return true
		}
	}
	return false
}

// phrases returns the template's own words in a language, in English where
// the language has none.
func (c *compiler) phrases(lang string) map[string]string {
	out := map[string]string{}
	base, _, _ := strings.Cut(lang, "-")
	for _, l := range []string{"", "en", base, lang} {
		maps.Copy(out, c.in.Template.Phrases[l])
	}
	return out
}

// summary returns the first sentences of a text that fit a headline, or the
// whole text when it is short; "" when not even the first sentence fits.
func summary(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= maxSummary {
		return text
	}
	best := ""
	for i, r := range text {
		if !strings.ContainsRune(".!?…。", r) {
			continue
		}
		head := text[:i+utf8.RuneLen(r)]
		rest := text[len(head):]
		if utf8.RuneCountInString(head) > maxSummary {
			break
		}
		if rest == "" || rest[0] == ' ' {
			best = head
		}
	}
	return best
}

// value returns the text of a field; inside each, item.* are those of the item.
func (c *compiler) value(item map[string]string) func(string) string {
	return func(name string) string {
		if v, ok := item[name]; ok {
			return v
		}
		if v, ok := c.item[name]; ok {
			return v
		}
		return c.fields[name]
	}
}

// met reports whether all conditions hold.
func (c *compiler) met(conds []template.Condition, item map[string]string) bool {
	get := c.value(item)
	for _, cond := range conds {
		if (get(cond.Field) != "") == cond.Not {
			return false
		}
	}
	return true
}

// imageField returns the field of the event's i-th picture: image, image2…
func imageField(i int) string {
	if i == 0 {
		return "image"
	}
	return fmt.Sprintf("image%d", i+1)
}
