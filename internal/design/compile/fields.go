package compile

import (
	"slices"

	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/template"
)

// briefSeconds is the length up to which a format counts as brief: a public
// screen, that repeats what it shows.
const briefSeconds = 30

// resolveFields gives every field, phrase and input of the template its text in
// a language, and the kit the accent of an alert's level.
func (c *compiler) resolveFields(lang string) *field.Values {
	src := field.Source{
		Template: c.in.Template.Name, Inputs: c.in.Template.Inputs, Phrases: c.in.Template.Phrases,
		Event: c.in.Event, Events: c.in.Events, Language: c.in.Language, Channel: c.in.Channel, Handle: c.in.Handle,
		Credits: slices.Concat(c.in.Notices, c.in.Credits), Today: c.in.Today,
		Has:     func(picture string) bool { _, ok := c.in.Photos[picture]; return ok },
		Brief:   c.in.Canvas.MaxSeconds > 0 && c.in.Canvas.MaxSeconds <= briefSeconds,
		CalmTop: c.calmTop(),
	}
	v := src.In(lang, &c.diags)
	if v.Accent != "" {
		if pal, ok := c.in.Kit.With(v.Accent); ok {
			kit := *c.in.Kit
			kit.Palette = pal
			c.in.Kit = &kit
		}
	}
	return v
}

// calmTop reports whether the kit's backdrop leaves its upper part calm, so
// that a title may stand on it.
func (c *compiler) calmTop() bool {
	return !c.wide() && !c.short() && len(c.in.Kit.Backdrop) > 0 && c.in.Kit.Backdrop[0] == "beach"
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
		return c.values.Texts[name]
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
