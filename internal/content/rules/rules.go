// Package rules checks a channel's house rules, the "rules:" of channel.yaml: the
// part of an office's social media policy that a machine can check. They are words
// to avoid and what to write instead, sentences that a category requires, hashtags,
// the forms of links and telephone numbers, and the signature.
package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
)

// Rules are the house rules of a channel; the zero value requires nothing. Their
// JSON says what they require, not where they stand: it tells whether they have
// changed.
type Rules struct {
	Words       []Word
	Disclaimers []Disclaimer
	Hashtags    Hashtags
	Links       Links
	Phones      PhoneForm
	Signature   Phrase // the line that ends a caption
}

// Word is an expression to avoid.
type Word struct {
	Avoid  []string // without regard to case and accents; a * at the end stands for any ending
	Write  string   // what to write instead
	Why    string
	Except []string // expressions in which it may stand: the name of an office
	Warn   bool     // a warning, not an error
	Pos    diag.Pos `json:"-"`

	forms  []*regexp.Regexp
	except []*regexp.Regexp
}

// Disclaimer is a sentence that posts of some categories must carry.
type Disclaimer struct {
	Categories []string // any of them; none means every post
	Text       Phrase
	Screen     bool     // it must be read in the video too, not only in the caption
	Pos        diag.Pos `json:"-"`
}

// Hashtags are the rules for hashtags, written with their #.
type Hashtags struct {
	Required  []string
	Forbidden []string
	Maximum   map[string]int // by format; "" is for the formats that are not named
	Pos       diag.Pos       `json:"-"`
}

// Links are the rules for web addresses.
type Links struct {
	Domains []string // allowed, with what lies below them; none allows all
	Avoid   []string // domains that are not used, such as those that shorten
	Secure  bool     // https alone
	Pos     diag.Pos `json:"-"`
}

// PhoneForm is the form in which telephone numbers are written.
type PhoneForm string

// The forms of telephone numbers, groups parted by spaces.
const (
	AnyPhone      PhoneForm = ""
	International PhoneForm = "international" // +39 02 1234567
	National      PhoneForm = "national"      // 02 1234567
)

// Phrase is a text by language; "" is for the languages that are not named.
type Phrase map[string]string

// In returns the text in a language, "" when there is none.
func (p Phrase) In(lang string) string {
	if s, ok := p[lang]; ok {
		return s
	}
	base, _, _ := strings.Cut(lang, "-")
	if s, ok := p[base]; ok {
		return s
	}
	return p[""]
}

// compile builds the regular expressions of a word. Texts and expressions are folded
// before they are compared: lower case, no accents, ASCII apostrophes.
func (w *Word) compile() {
	w.forms, w.except = expressions(w.Avoid), expressions(w.Except)
}

func expressions(list []string) []*regexp.Regexp {
	var out []*regexp.Regexp
	for _, s := range list {
		s, open := strings.CutSuffix(fold.Name(s), "*")
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		words := strings.Fields(s)
		for i := range words {
			words[i] = regexp.QuoteMeta(words[i])
		}
		expr := `(^|[^\pL\pN])(` + strings.Join(words, `\s+`)
		if open {
			expr += `[\pL\pN]*`
		}
		out = append(out, regexp.MustCompile(expr+`)($|[^\pL\pN])`))
	}
	return out
}

// Additions are the texts that the rules require of a post; Giro adds them by itself.
type Additions struct {
	Disclaimers []string
	Screen      []string // those of them that must be read in the video too
	Hashtags    []string
	Signature   string
}

// Additions returns what a post of a category must carry in a language.
func (r *Rules) Additions(category, lang string) Additions {
	a := Additions{Hashtags: slices.Clone(r.Hashtags.Required), Signature: r.Signature.In(lang)}
	for _, d := range r.Disclaimers {
		text := d.Text.In(lang)
		if text == "" || !d.applies(category) {
			continue
		}
		a.Disclaimers = append(a.Disclaimers, text)
		if d.Screen {
			a.Screen = append(a.Screen, text)
		}
	}
	return a
}

func (d *Disclaimer) applies(category string) bool {
	return len(d.Categories) == 0 || slices.ContainsFunc(d.Categories, func(c string) bool { return fold.Same(c, category) })
}
