package event

import "slices"

// Missing says what is done where an event lacks a text in a language.
type Missing string

// What a missing translation does.
const (
	Stop     Missing = "stop"     // the event is not published at all until it is there
	Fallback Missing = "fallback" // the text of the default language is shown
	Drop     Missing = "drop"     // the event is not published in that language
)

// Capitals says what becomes of titles that are all in capitals.
type Capitals struct {
	Sentence bool     // they are written as sentences
	Names    []string // what is written as it stands here: ZTL, MUDEC, Sant’Agata
}

// Untranslated returns the names of the fields that the event has and that
// Languages[tag] does not give: title, subtitle, description and access, which
// are read as sentences. A name of a place is often the same in all languages,
// and is not asked for.
func (e *Event) Untranslated(tag string) []string {
	t := e.Languages[tag]
	var out []string
	for _, f := range []struct{ name, own, translated string }{
		{"title", e.Title, t.Title}, {"subtitle", e.Subtitle, t.Subtitle}, {"description", e.Description, t.Description}, {"access", e.Access, t.Access},
	} {
		if f.own != "" && f.translated == "" {
			out = append(out, f.name)
		}
	}
	if len(e.Facts) > 0 && len(t.Facts) == 0 {
		out = append(out, "facts")
	}
	if len(e.Items) > 0 && len(t.Items) == 0 {
		out = append(out, "items")
	}
	return out
}

// PublishedIn returns those of a channel's languages in which the event is published
// under a policy, and what is missing by language. languages[0] is the default,
// in which the event's own fields are. With Stop and anything missing the
// event is published in none.
func (e *Event) PublishedIn(languages []string, policy Missing) (published []string, missing map[string][]string) {
	missing = map[string][]string{}
	for i, tag := range languages {
		if i == 0 {
			published = append(published, tag)
			continue
		}
		lacks := e.Untranslated(tag)
		if len(lacks) > 0 {
			missing[tag] = lacks
		}
		if len(lacks) == 0 || (policy != Drop && policy != Stop) {
			published = append(published, tag)
		}
	}
	if policy == Stop && len(missing) > 0 {
		return nil, missing
	}
	return slices.Clip(published), missing
}
