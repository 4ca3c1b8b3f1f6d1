package post

import (
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/design/field"
	"github.com/giro-video/giro/internal/design/typeset"
)

// setting is a text in the font in which it is set.
type setting struct {
	text, lang string
	font       brand.Font
}

// fontsOf names the fonts of this computer that a post's texts are set in, and
// the characters for which it has none; nil for texts that Giro's own fonts can
// set, as most are. It is asked for each text that the template may show, in each
// font of the kit.
func (b *Bases) fontsOf(w *wanted, d *design) []string {
	if d.template == nil {
		return nil
	}
	k := w.kit.Fonts
	found := map[string]bool{}
	for lang, texts := range b.textsOf(w, d) {
		for text := range texts {
			for _, font := range []brand.Font{k.Display, k.Head, k.Body, k.Label} {
				for _, name := range b.borrowed(setting{text, lang, font}) {
					found[name] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// borrowed names the fonts of a text, each with the digest of its file.
func (b *Bases) borrowed(s setting) []string {
	out, ok := b.fonts[s]
	if ok {
		return out
	}
	faces, lacking, err := b.asm.fonts.Borrowed(s.text, typeset.Style{Family: s.font.Family, Weight: s.font.Weight, Language: s.lang})
	if err == nil { // what is wrong with the kit's font is told when the post is put together
		for _, f := range faces {
			out = append(out, f.String()+" "+f.FileDigest().String())
		}
		for _, r := range lacking {
			out = append(out, "none for "+string(r))
		}
	}
	b.fonts[s] = out
	return out
}

// textsOf returns what the template may show, by language.
func (b *Bases) textsOf(w *wanted, d *design) map[string]map[string]bool {
	t := d.template
	var credits []string
	for _, u := range w.uses(every) {
		if r := u.Record; r != nil {
			credits = append(credits, r.Credit, r.Title, r.Author, r.Licence)
		}
	}
	credits = append(credits, w.Channel.Rules.Additions(w.event.Category, w.Language).Screen...)
	src := field.Source{
		Template: t.Name, Inputs: t.Inputs, Phrases: t.Phrases, Event: w.event, Events: w.events, Language: w.Language,
		Channel: w.Channel.Name, Handle: w.Channel.Handle, Today: w.Today, Has: every, Brief: true, CalmTop: true,
	}
	languages := []string{w.Language}
	if d.others {
		languages = slices.AppendSeq(languages, maps.Keys(w.event.Languages))
	}
	out := map[string]map[string]bool{}
	for _, lang := range languages {
		texts := map[string]bool{}
		add := func(text string) {
			if text = strings.TrimSpace(text); text != "" {
				texts[text] = true
			}
		}
		for _, text := range slices.Concat(t.Literals(), credits, w.kit.Label, []string{w.Channel.Name, w.Channel.Handle}) {
			add(text)
		}
		v := src.In(lang, &diag.List{}) // faults are told when the post is put together
		for _, name := range d.fields {
			add(v.Texts[name])
			for _, e := range v.List(name, nil) {
				for _, text := range e {
					add(text)
				}
			}
		}
		out[lang] = texts
	}
	return out
}
