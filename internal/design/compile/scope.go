package compile

import (
	"hash/fnv"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/grid"
	"github.com/giro-video/giro/internal/design/palette"
	"github.com/giro-video/giro/internal/design/template"
)

// scope is what the texts, colours and boxes of one scene are made from.
type scope struct {
	*draft
	lang  string
	event *event.Event // in lang
	template.Data
	grid grid.Grid
	pal  palette.Palette
}

// entry is what one entry of a list gives to placeholders.
type entry = field.Entry

// scope returns the scope of a scene in a language, "" for the post's own, that
// shows an entry of a list or a page of them.
func (d *draft) scope(lang string, item entry, page []entry) scope {
	if lang == "" {
		lang = d.in.Language
	}
	sc := scope{draft: d, lang: lang, event: d.in.Event, Data: template.Data{Page: page}}
	if lang != d.in.Language {
		sc.event = d.in.Event.In(lang)
	}
	words, _ := when.For(lang)
	sc.grid = grid.Grid{Canvas: &d.in.Canvas, RTL: words.RTL}
	f, ok := d.values[lang]
	if !ok {
		f = d.resolveFields(lang)
		d.values[lang] = f
	}
	sc.Fields = f
	return sc.with(item)
}

// with returns the scope for an entry of a list within the scene.
func (sc scope) with(item entry) scope {
	sc.Item = item
	number, _ := field.Number(item[field.ItemNumber])
	sc.pal = palette.Palette{
		Kit: sc.kit, Next: sc.Fields.Texts["next"], Entry: int(number),
		Unknown: func(role string, known []string) {
			sc.diags.Errorf(sc.in.Template.Pos, "color", diag.DidYouMean(role, known), "the brand kit %q has no colour role %q", sc.kit.Name, role)
		},
	}
	return sc
}

// briefSeconds is the length up to which a format counts as brief: a public
// screen, that repeats what it shows.
const briefSeconds = 30

// resolveFields gives every field, phrase and input of the template its text in
// a language, and the kit the accent of an alert's level.
func (d *draft) resolveFields(lang string) *field.Values {
	in := d.in
	src := field.Source{
		Template: in.Template.Name, Inputs: in.Template.Inputs, Phrases: in.Template.Phrases,
		Event: in.Event, Events: in.Events, Language: in.Language, Channel: in.Channel, Handle: in.Handle,
		Credits: slices.Concat(in.Notices, in.Credits), Today: in.Today,
		Has:     func(picture string) bool { _, ok := in.Photos[picture]; return ok },
		Brief:   in.Canvas.MaxSeconds > 0 && in.Canvas.MaxSeconds <= briefSeconds,
		CalmTop: d.calmTop(),
	}
	v := src.In(lang, &d.diags)
	if v.Accent != "" {
		if pal, ok := d.kit.With(v.Accent); ok {
			kit := *d.kit
			kit.Palette = pal
			d.kit = &kit
		}
	}
	return v
}

// calmTop reports whether the kit's backdrop leaves its upper part calm, so
// that a title may stand on it.
func (d *draft) calmTop() bool {
	return !d.in.Canvas.Wide() && !d.in.Canvas.Short() && len(d.kit.Backdrop) > 0 && palette.PatternByName(d.kit.Backdrop[0]).Calm
}

// limit cuts a list and says what is left out.
func (sc scope) limit(list []entry, name string, limit int) []entry {
	if limit <= 0 || len(list) <= limit {
		return list
	}
	sc.diags.Warnf(sc.event.At(name), name, diag.Text{}, "only the first %d of %d %s are shown", limit, len(list), diag.Word(name))
	return list[:limit]
}

// source returns the event field that an input takes its text from.
func (sc scope) source(field string) string {
	for _, in := range sc.in.Template.Inputs {
		if in.Name != field {
			continue
		}
		for _, from := range in.From {
			if sc.Fields.Texts[from] != "" {
				return from
			}
		}
	}
	return field
}

// fault reports a fault of a text at its field.
func (sc scope) fault(field string, hint diag.Text, format string, args ...any) {
	sc.diags.Errorf(sc.event.At(sc.source(field)), field, hint, "the %s %s", diag.Word(field), diag.T(format, args...))
}

// seed makes an event's patterns its own, the same in every language and format.
func (sc scope) seed() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(sc.in.Event.ID)) // a hash never fails
	return h.Sum64()
}

// draft is one try at a plan: what is asked for, and what is found out on the way.
type draft struct {
	in      *Input
	fewer   int      // rows that a page has less than the template says
	without []string // scenes that are left out

	kit     *brand.Kit               // with the accent of an alert's level, once the fields are known
	values  map[string]*field.Values // by language
	diags   diag.List
	crowded bool     // the rows of a page did not fit
	dropped []string // scenes that the format had no time for
}
