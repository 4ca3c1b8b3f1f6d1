package field

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// Source is all that the fields of a post are made from.
type Source struct {
	Template string         // its name, for messages
	Event    *event.Event   // in the post's language
	Events   []*event.Event // all of a file, for a template that takes them; Event is then what they have in common
	Language string         // of the post
	Channel  string         // name of the sender
	Handle   string
	Credits  []string                     // lines that must be seen in the video
	Today    time.Time                    // decides whether a year is shown, and what a countdown counts
	Has      func(picture string) bool    // whether a picture that the event names is there
	Brief    bool                         // the format is a short one
	CalmTop  bool                         // the backdrop is calm where a title may stand
	Inputs   []Input                      // of the template
	Phrases  map[string]map[string]string // of the template: language, name: text
}

// Input is a field that a template makes of others.
type Input struct {
	Name     string
	From     []string // fields, phrases or earlier inputs, the first that has a value counts; "title", "extra.cta"
	Required bool
	Title    map[string]string // what people read in a form, by language; "" is the default
	Pos      diag.Pos
}

// Values are the fields of a post's event in one language.
type Values struct {
	Texts  map[string]string
	Accent string // of the kit, for the level of an alert; "" for none
	lists  *maker
}

// maker makes values.
type maker struct {
	*Source
	event  *event.Event // in lang
	lang   string
	moment *moment // nil when the time is not known, or the language has no words for it
	level  int     // of an alert; -1 for none
	Texts  map[string]string
}

// In returns every field, phrase and input in a language. What is wrong with the
// event's values is added to the list.
func (s *Source) In(lang string, faults *diag.List) *Values {
	e := s.Event
	if lang != s.Language {
		e = e.In(lang)
	}
	m := &maker{Source: s, event: e, lang: lang, level: -1, Texts: map[string]string{}}
	m.moment = m.when(faults)
	m.add(said)
	maps.Copy(m.Texts, m.phrases())
	m.add(told)
	for k, v := range e.Extra {
		m.Texts["extra."+k] = v
	}
	for _, in := range s.Inputs {
		m.resolve(in, faults)
	}
	m.readLevel(faults)
	m.add(warned)
	v := &Values{Texts: m.Texts, lists: m}
	if m.level >= 0 {
		v.Accent = levelNames[m.level]
	}
	return v
}

// add makes the fields of a part of the list. One without a value leaves what
// a phrase of its name says.
func (s *maker) add(list []field) {
	for _, f := range list {
		if f.text == nil {
			continue
		}
		if v := f.text(s); v != "" {
			s.Texts[f.name] = v
		}
	}
}

// phrases returns the template's own words, in English where the language has none.
func (s *maker) phrases() map[string]string {
	out := map[string]string{}
	for _, l := range []string{"", "en", base(s.lang), s.lang} {
		maps.Copy(out, s.Phrases[l])
	}
	return out
}

// resolve gives an input the first of its sources that has a value. Texts that
// another input already shows are passed over, so that a place is not named twice.
func (s *maker) resolve(in Input, faults *diag.List) {
	value := ""
	for _, from := range in.From {
		v := strings.TrimSpace(s.Texts[from])
		if v == "" || (len(in.From) > 1 && s.shown(in, v)) {
			continue
		}
		value = v
		break
	}
	if value == "" && in.Required && s.lang == s.Language {
		name := in.From[0]
		faults.Errorf(s.Event.At(name), in.Name, diag.T("fill in %s in the event", strings.TrimPrefix(name, "extra.")), "%q has no %s, which the template %q needs", s.Event.ID, diag.Word(strings.TrimPrefix(name, "extra.")), s.Template)
	}
	s.Texts[in.Name] = value
}

// shown reports whether an earlier input has the same text.
func (s *maker) shown(in Input, text string) bool {
	for _, other := range s.Inputs {
		if other.Name == in.Name {
			return false
		}
		if s.Texts[other.Name] == text {
			return true
		}
	}
	return false
}

// levelInput is the input that says how high an alert is.
const levelInput = "level"

// readLevel reads an alert's level, if the template has one.
func (s *maker) readLevel(faults *diag.List) {
	text := s.Texts[levelInput]
	if text == "" || !slices.ContainsFunc(s.Inputs, func(in Input) bool { return in.Name == levelInput }) {
		return
	}
	n, ok := level(text)
	if !ok {
		faults.Errorf(s.Event.At(levelInput), levelInput, diag.T("write gialla, arancione, rossa or cessata"), "%q is no level of an alert", text)
		return
	}
	s.level = n
}

// count is how many entries there are to show.
func (s *maker) count() int { return max(len(s.Events), len(s.event.Items)) }

// translated reports whether the event is told in more than the post's language.
func (s *maker) translated() bool {
	l := s.event.Languages
	return len(l) > 1 || len(l) == 1 && l[s.Language].Title == ""
}

// base returns a language without its region or script.
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return b
}
