package rules

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/setting"
)

// maxWords bounds the expressions of one channel; each is looked for in every text.
const maxWords = 2000

// Read reads "rules:" of channel.yaml.
func Read(v setting.Value) *Rules {
	r := &Rules{}
	m := v.Map("words", "disclaimers", "hashtags", "links", "phones", "signed")
	count := 0
	for _, item := range m["words"].List() {
		w := readWord(item)
		if count += len(w.Avoid); count > maxWords {
			item.Errorf(diag.T("keep those that are really written"), "the house rules avoid more than %d words", maxWords)
			break
		}
		r.Words = append(r.Words, w)
	}
	for _, item := range m["disclaimers"].List() {
		e := item.Map("category", "text", "in")
		d := Disclaimer{Categories: e["category"].Texts(), Text: readPhrase(e["text"]), Pos: item.Pos()}
		if len(d.Text) == 0 {
			item.Errorf(diag.T("add the sentence, as in text: Fa fede il testo pubblicato"), "a disclaimer has no text")
			continue
		}
		if in := e["in"]; in.Given() {
			d.Screen = in.OneOf("caption", "screen") == "screen"
		}
		r.Disclaimers = append(r.Disclaimers, d)
	}
	r.Hashtags = readHashtags(m["hashtags"])
	if l := m["links"]; l.Given() {
		e := l.Map("domains", "avoid", "secure")
		r.Links = Links{Domains: readDomains(e["domains"]), Avoid: readDomains(e["avoid"]), Secure: e["secure"].Bool(), Pos: l.Pos()}
	}
	if p := m["phones"]; p.Given() {
		r.Phones = PhoneForm(p.OneOf(string(International), string(National)))
	}
	r.Signature = readPhrase(m["signed"])
	return r
}

func readWord(v setting.Value) Word {
	m := v.Map("avoid", "write", "why", "except", "level")
	w := Word{Avoid: m["avoid"].Texts(), Write: m["write"].Text(), Why: m["why"].Text(), Except: m["except"].Texts(), Pos: v.Pos()}
	if len(w.Avoid) == 0 {
		v.Errorf(diag.T("add what is not to be written, as in avoid: [utenza]"), "a rule for words names none")
	}
	if l := m["level"]; l.Given() {
		w.Warn = l.OneOf("error", "warn") == "warn"
	}
	w.compile()
	return w
}

// readPhrase reads a text, or one by language.
func readPhrase(v setting.Value) Phrase {
	if !v.Given() {
		return nil
	}
	if !v.IsMap() {
		if s := strings.TrimSpace(v.Text()); s != "" {
			return Phrase{"": s}
		}
		return nil
	}
	p := Phrase{}
	for _, e := range v.Entries() {
		tag, err := language.Parse(e.Key)
		if err != nil {
			e.Errorf(diag.T("use the short code, as in it, en, de"), "%q is not a language", e.Key)
			continue
		}
		if s := strings.TrimSpace(e.Text()); s != "" {
			p[tag.String()] = s
		}
	}
	return p
}

func readHashtags(v setting.Value) Hashtags {
	if !v.Given() {
		return Hashtags{}
	}
	m := v.Map("required", "forbidden", "maximum")
	h := Hashtags{Required: readTags(m["required"]), Forbidden: readTags(m["forbidden"]), Pos: v.Pos()}
	for _, tag := range h.Required {
		for _, other := range h.Forbidden {
			if fold.Same(tag, other) {
				m["forbidden"].Errorf(diag.T("keep it in one of the two lists"), "the hashtag %s is both required and forbidden", tag)
			}
		}
	}
	switch limit := m["maximum"]; {
	case !limit.Given():
	case limit.IsText():
		h.Maximum = map[string]int{"": limit.Int()}
	default:
		h.Maximum = map[string]int{}
		for _, e := range limit.Entries() {
			if _, err := format.ByName(e.Key); err != nil {
				e.Errorf(diag.DidYouMean(e.Key, format.Names()), "there is no format %q", e.Key)
				continue
			}
			h.Maximum[e.Key] = e.Int()
		}
	}
	return h
}

// readTags reads hashtags; a # needs quotes in YAML, so it may be left out.
func readTags(v setting.Value) []string {
	var out []string
	for _, s := range v.Texts() {
		tag := "#" + strings.TrimPrefix(strings.TrimSpace(s), "#")
		if found := Tags(tag); len(found) != 1 || found[0] != tag {
			v.Errorf(diag.T("use letters, digits and _ alone, as in Valdimonte"), "%q is not a hashtag", s)
			continue
		}
		out = append(out, tag)
	}
	return out
}

// readDomains reads the names of web sites.
func readDomains(v setting.Value) []string {
	var out []string
	for _, s := range v.Texts() {
		s = strings.ToLower(strings.TrimSpace(s))
		if strings.ContainsAny(s, "/: ") || !strings.Contains(s, ".") {
			v.Errorf(diag.T("write the name alone, as in comune.example.it"), "%q is not the name of a site", s)
			continue
		}
		out = append(out, strings.TrimPrefix(s, "www."))
	}
	return out
}
