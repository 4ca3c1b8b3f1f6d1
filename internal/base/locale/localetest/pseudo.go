// Package localetest finds what a program says and no catalogue translates.
//
// Its pseudo-language has every form of the catalogue with its letters replaced
// by a mark. What is left in Latin letters came from elsewhere: from the user's
// files and names, or from a text that the program forgot to translate.
package localetest

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/giro-video/giro/internal/base/locale"
)

// mark stands for a letter of a translated form.
const mark = 'ж'

// verb is a verb of package fmt.
var verb = regexp.MustCompile(`%[-+# 0]*[0-9]*(?:\.[0-9]+)?(?:\[[0-9]+\])?[a-zA-Z%]`)

// Pseudo returns the pseudo-language, which takes the place of Italian, so that
// what is data in Italian stays so.
func Pseudo() (*locale.Printer, error) {
	entries, err := catalogue()
	if err != nil {
		return nil, err
	}
	for form := range entries {
		entries[form] = locale.Entry{Form: marked(form)}
	}
	return locale.New("it", entries)
}

func catalogue() (map[string]locale.Entry, error) {
	data, err := locale.File("it")
	if err != nil {
		return nil, err
	}
	return locale.Read(data)
}

// marked replaces the letters of a form, verbs apart. What stands between ` in the
// help of an option becomes the name of its value and is marked too.
func marked(form string) string {
	var b strings.Builder
	done := 0
	letters := func(s string) {
		for _, r := range s {
			if unicode.IsLetter(r) {
				r = mark
			}
			b.WriteRune(r)
		}
	}
	for _, at := range verb.FindAllStringIndex(form, -1) {
		letters(form[done:at[0]])
		b.WriteString(form[at[0]:at[1]])
		done = at[1]
	}
	letters(form[done:])
	return b.String()
}

// word is a word of two letters or more.
var word = regexp.MustCompile(`[A-Za-z]{2,}`)

// Left returns the English words that are left in an output of the
// pseudo-language: words of the catalogue's sentences, unless they are among the
// known ones, such as those of the user's own files, in small letters.
func Left(tb testing.TB, output string, known map[string]bool) []string {
	tb.Helper()
	entries, err := catalogue()
	if err != nil {
		tb.Fatal(err)
	}
	english, italian := map[string]bool{}, map[string]bool{}
	for form, e := range entries {
		for _, w := range word.FindAllString(verb.ReplaceAllString(form, " "), -1) {
			english[strings.ToLower(w)] = true
		}
		for _, translated := range e.Forms() {
			for _, w := range word.FindAllString(translated, -1) {
				italian[strings.ToLower(w)] = true // "file", and names that stay as they are
			}
		}
	}
	var left []string
	for line := range strings.Lines(output) {
		for _, w := range word.FindAllString(quoted.ReplaceAllString(line, " "), -1) {
			if w = strings.ToLower(w); english[w] && !italian[w] && !known[w] {
				left = append(left, w+" in "+strings.TrimSpace(line))
			}
		}
	}
	return left
}

// quoted is a value: what a user wrote, or a name that he may write.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// Words returns the words of texts, in small letters, for Left.
func Words(texts ...string) map[string]bool {
	out := map[string]bool{}
	for _, t := range texts {
		for _, w := range word.FindAllString(t, -1) {
			out[strings.ToLower(w)] = true
		}
	}
	return out
}
