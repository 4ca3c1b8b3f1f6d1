package compile

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/template"
)

// maxSummary is the length to which a description is cut at a sentence: what a
// headline of five lines holds (the headline role's limit).
const maxSummary = 80

// resolveFields gives every field, phrase and input of the template its text.
func (c *compiler) resolveFields() {
	e, lang := c.in.Event, c.in.Language
	f := map[string]string{
		"title": e.Title, "subtitle": e.Subtitle, "description": e.Description, "summary": summary(e.Description),
		"venue": e.Venue, "address": e.Address, "neighbourhood": e.Neighbourhood, "category": e.Category,
		"price": e.Price, "url": e.URL, "access": e.Access, "status": string(e.Status),
		"channel": c.in.Channel, "handle": c.in.Handle,
	}
	for k, v := range c.phrases(lang) {
		f[k] = v
	}
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
	for i, name := range e.Images {
		if _, ok := c.in.Photos[name]; ok {
			f[imageField(i)] = name
		}
	}
	c.timeFields(f)
	for k, v := range e.Extra {
		f["extra."+k] = v
	}
	c.fields = f
	for _, in := range c.in.Template.Inputs {
		c.resolveInput(in)
	}
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
	if value == "" && in.Required {
		name := in.From[0]
		c.diags.Errorf(c.in.Event.At(name), in.Name, "fill in "+name+" in the event", "%q has no %s, which the template %q needs", c.in.Event.ID, name, c.in.Template.Name)
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
		for k, v := range c.in.Template.Phrases[l] {
			out[k] = v
		}
	}
	return out
}

// timeFields gives the fields that tell when, in the words of the language.
func (c *compiler) timeFields(f map[string]string) {
	w := c.in.Event.When
	if !w.Known() {
		return
	}
	words, ok := when.For(c.in.Language)
	if !ok {
		c.diags.Errorf(diag.Pos{}, "language", diag.DidYouMean(c.in.Language, when.Tags()), "dates cannot be written in the language %q", c.in.Language)
		return
	}
	first, last := when.Span(w)
	f["weekday"] = words.Weekday(first)
	f["day_number"] = words.Number(first)
	f["month"] = words.Month(first)
	f["day"] = words.Day(first, c.in.Today)
	f["date"] = words.Dates(w, c.in.Today)
	f["range"] = f["date"]
	f["month_time"] = f["month"]
	if !w.AllDay {
		f["time"] = words.Time(w.Start)
		f["hours"] = words.Hours(w)
		f["month_time"] = f["month"] + ", " + f["time"]
	}
	if first.Year() == last.Year() && first.YearDay() == last.YearDay() {
		f["one_day"] = "yes"
	} else {
		f["many_days"] = "yes"
	}
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

// items returns the entries of a list field as values for placeholders.
func (c *compiler) items(list string, limit int) []map[string]string {
	var out []map[string]string
	switch list {
	case "facts":
		for _, f := range c.in.Event.Facts {
			out = append(out, map[string]string{"item.value": f.Value, "item.label": f.Label})
		}
	case "items":
		for _, it := range c.in.Event.Items {
			out = append(out, map[string]string{"item.title": it.Title, "item.text": it.Text, "item.image": it.Image})
		}
	}
	if len(out) > limit {
		c.diags.Warnf(c.in.Event.At(list), list, "", "only the first %d of %d %s are shown", limit, len(out), list)
		out = out[:limit]
	}
	return out
}
