package ingest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// capitals offers to write titles that are all in capitals as sentences. Which
// of their words are names only a person knows, so nothing is changed before
// the channel says that it may be.
func capitals(events []*event.Event, f *source.File, as event.Capitals) {
	if as.Sentence {
		sentences(events, f, as.Names)
	}
	var found []*event.Event
	for _, e := range events {
		if allCapitals(e.Title) {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return
	}
	e := found[0]
	hint := diag.T("write %q if no name is in it, or let giro do it: text: {capitals: sentence, names: [ZTL]} in channel.yaml", sentenceCase(e.Title, f.Language, nil))
	if as.Sentence { // only German is left
		hint = diag.T("write it with small letters")
	}
	if len(found) == 1 {
		f.Faults.Notef(e.At("title"), "title", hint, "the title is all in capitals")
		return
	}
	f.Faults.Notef(e.At("title"), "title", hint, "%d titles are all in capitals; this is the first", len(found))
}

// minCapitals is how many letters in capitals make a title in capitals; shorter
// ones are abbreviations and names.
const minCapitals = 10

// allCapitals reports whether a text of several words is all in capitals.
func allCapitals(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= minCapitals && strings.ContainsRune(strings.TrimSpace(s), ' ')
}

// sentences writes the titles and subtitles of events that are all in capitals
// as sentences. German keeps its capitals: each noun has one, and a list of
// names cannot tell which words are nouns.
func sentences(events []*event.Event, f *source.File, names []string) {
	write := func(s *string, lang string, names []string) {
		if base, _, _ := strings.Cut(lang, "-"); allCapitals(*s) && base != "de" {
			*s = sentenceCase(*s, lang, names)
		}
	}
	for _, e := range events {
		// How an event writes its place is how its title should.
		names := slices.Clone(names)
		for _, own := range []string{e.Venue, e.Neighbourhood} {
			if own != "" && own != strings.ToUpper(own) {
				names = append(names, own)
			}
		}
		write(&e.Title, f.Language, names)
		write(&e.Subtitle, f.Language, names)
		for tag, t := range e.Languages {
			write(&t.Title, tag, names)
			write(&t.Subtitle, tag, names)
			e.Languages[tag] = t
		}
	}
}

var (
	// capitalWord is a run of letters and figures, with full stops inside.
	capitalWord = regexp.MustCompile(`[\pL\pN\pM]+(?:\.[\pL\pN]+)*`)
	// numeral is a Roman numeral up to 89, as editions, centuries and kings have.
	numeral = regexp.MustCompile(`^(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})$`)
	// sentenceEnd is what a sentence ends with, and a quotation begins with.
	sentenceEnd = regexp.MustCompile(`[.!?…][”»"]?\s+$|(?:^|\s)[“«"]$`)
)

// sentenceCase writes a text in capitals as a sentence of a language. What has figures,
// no vowels, or full stops inside stays, and so do Roman numerals; names are
// written as the list writes them.
func sentenceCase(s, lang string, names []string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.Und
	}
	base, _ := tag.Base()
	lower := cases.Lower(tag)
	var b strings.Builder
	done := 0
	at := capitalWord.FindAllStringIndex(s, -1)
	for i, w := range at {
		word := s[w[0]:w[1]]
		last := i == len(at)-1
		b.WriteString(s[done:w[0]])
		if !stays(word, base.String(), i == 0, last) {
			word = lower.String(word)
			ended := i > 0 && !strings.Contains(s[at[i-1][0]:at[i-1][1]], ".") && sentenceEnd.MatchString(s[:w[0]])
			if i == 0 || ended || slices.Contains(alwaysCapital[base.String()], word) {
				r, n := utf8.DecodeRuneInString(word)
				word = string(unicode.ToUpper(r)) + word[n:]
			}
		}
		b.WriteString(word)
		done = w[1]
	}
	b.WriteString(s[done:])
	return named(b.String(), names)
}

// alwaysCapital are words of a language that have a capital anywhere.
var alwaysCapital = map[string][]string{
	"en": strings.Fields("i monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december christmas easter"),
}

// words that look like Roman numerals and mean something else, by language.
var notNumerals = map[string][]string{
	"it": {"I", "VI", "LI"}, "en": {"I"}, "fr": {"VI"}, "es": {"VI"}, "pt": {"VI"},
}

// stays reports whether a word in capitals is one that is written so. A word
// that may be a numeral is one at the end: "secolo VI", "Giovanni Paolo I".
func stays(word, lang string, first, last bool) bool {
	if strings.ContainsFunc(word, unicode.IsDigit) || strings.Contains(word, ".") {
		return true
	}
	if numeral.MatchString(word) && word != "L" { // L is an article that has lost its vowel
		return !slices.Contains(notNumerals[lang], word) || last && !first
	}
	// Letters alone: an abbreviation such as ZTL, if its script has vowels.
	return utf8.RuneCountInString(word) > 1 && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.Is(unicode.Latin, r) || strings.ContainsRune("AEIOUYÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝŒ", r)
	})
}

// named writes the names of a list as the list writes them, wherever they stand
// as whole words.
func named(s string, names []string) string {
	for _, name := range names {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		form := regexp.MustCompile(`(?i)(^|[^\pL\pN])` + regexp.QuoteMeta(name) + `($|[^\pL\pN])`)
		s = form.ReplaceAllString(s, "${1}"+strings.ReplaceAll(name, "$", "$$")+"${2}")
	}
	return s
}
