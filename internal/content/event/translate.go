package event

import "slices"

// Missing is the policy for events that lack a text in a language.
type Missing string

// The policies for missing translations.
const (
	Stop     Missing = "stop"     // the event is not published at all until it is there
	Fallback Missing = "fallback" // the text of the default language is shown
	Drop     Missing = "drop"     // the event is not published in that language
)

// Capitals says how titles that are all in capitals are written.
type Capitals struct {
	Sentence bool     // they are written as sentences
	Names    []string // words that keep this spelling: ZTL, MUDEC, Sant’Agata
}

// Untranslated returns the names of the fields that the event has and
// Languages[tag] lacks, among title, subtitle, description, access, facts and
// items. Names of places are left out: they are often the same in all languages.
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

// PublishedIn returns the languages, of those given, in which the event is
// published under a policy, and the missing fields by language. languages[0] is the
// default: the language of the event's own fields. With Stop, an event that misses
// anything is published in none.
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
