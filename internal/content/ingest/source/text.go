package source

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/giro-video/giro/internal/base/diag"
)

var (
	breakTag = regexp.MustCompile(`(?i)<\s*(br|/p|/li|/div|/h[1-6])\s*/?\s*>`)
	otherTag = regexp.MustCompile(`(?i)</?(p|br|b|strong|i|em|u|a|div|span|ul|ol|li|h[1-6]|font|table|tr|td|img|html-blob)(\s[^<>]*)?/?>`)
	hidden   = regexp.MustCompile(`(?is)<!--.*?-->|<(?:script|style)\b[^<>]*>.*?</(?:script|style)\s*>`)
	entity   = regexp.MustCompile(`&(#\d{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});`)
	spaces   = regexp.MustCompile(`[ \t\p{Zs}]+`)
	newlines = regexp.MustCompile(` ?\n ?(?: ?\n ?)+`)
)

// Prose tidies a text of several lines: HTML tags and entities, which many
// exports carry, become plain text; spaces are collapsed; at most one empty
// line stays between paragraphs; characters are composed (NFC).
func Prose(s string) string {
	if Absent(s) {
		return ""
	}
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.ContainsRune(s, '<') {
		s = hidden.ReplaceAllString(s, "")
		s = otherTag.ReplaceAllString(breakTag.ReplaceAllString(s, "\n"), "")
	}
	if strings.ContainsRune(s, '&') {
		s = entity.ReplaceAllStringFunc(s, html.UnescapeString)
	}
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		// Soft hyphens, byte order marks and the like are invisible; joiners
		// (U+200C, U+200D) and marks of direction shape Arabic and emoji.
		if r < '\u0080' && !unicode.IsControl(r) {
			return r
		}
		if c, ok := control1252[r]; ok {
			return c
		}
		if r == '\u2028' || r == '\u2029' {
			return '\n'
		}
		if unicode.IsControl(r) || r == '\u2060' || r == '\u00ad' || r == '\ufeff' || r == '\u200b' {
			return -1
		}
		return r
	}, s)
	if uneven(s) {
		s = newlines.ReplaceAllString(spaces.ReplaceAllString(s, " "), "\n\n")
		s = strings.ReplaceAll(strings.ReplaceAll(s, " \n", "\n"), "\n ", "\n")
	}
	return norm.NFC.String(strings.TrimSpace(s))
}

// uneven reports whether a text has spaces or line breaks to tidy.
func uneven(s string) bool {
	var before rune
	for _, r := range s {
		if r == '\n' || r == '\t' || (r == ' ' && before == ' ') || (r > '~' && unicode.Is(unicode.Zs, r)) {
			return true
		}
		before = r
	}
	return false
}

// control1252 are quotes and dashes that Windows programs have written as
// control characters: their place in Windows-1252 taken for one in Unicode.
var control1252 = map[rune]rune{
	'\u0085': '…', '\u0091': '‘', '\u0092': '’', '\u0093': '“', '\u0094': '”', '\u0095': '•', '\u0096': '–', '\u0097': '—', '\u0080': '€',
}

// OneLine is Prose on a single line.
func OneLine(s string) string {
	s = Prose(s)
	if uneven(s) {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// Absent reports whether a cell says in some way that it says nothing.
func Absent(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "none", "null", "nil", "nan", "n/a", "n.a.", "na", "n.d.", "nd", "-", "--", "–", "—", "/", "#n/a", "#n/d", "#nv", "#ref!", "#value!", "#valore!":
		return true
	}
	return false
}

// streetWord starts an address in the languages that are read.
var streetWord = regexp.MustCompile(`(?i)^(via|viale|v\.le|piazza|p\.za|p\.zza|piazzale|piazzetta|p\.le|corso|c\.so|largo|vicolo|strada|lungomare|lungarno|lungotevere|borgo|contrada|località|calle|campo|fondamenta|salita|rue|avenue|boulevard|place|quai|chemin|plaza|paseo|avenida|carrer|rua|praça)\s+\S|(?i)^\S+.*(straße|strasse|platz|allee|gasse|street|road|avenue|square|lane|straat|plein|laan)\b.*\d`)

// SplitLocation separates the name of a place from its address, where the
// address says that it is one: "Teatro Civico - Via Roma, 3" or "Teatro
// Civico, Via Roma 3". Anything else is the name.
func SplitLocation(s string) (venue, address string) {
	for _, sep := range []string{" - ", " – ", " — ", ", ", " ("} {
		before, after, ok := strings.Cut(s, sep)
		if sep == " (" {
			after = strings.TrimSuffix(after, ")")
		}
		before, after = strings.TrimSpace(before), strings.TrimSpace(after)
		if ok && before != "" && streetWord.MatchString(after) && !streetWord.MatchString(before) {
			return before, after
		}
	}
	return s, ""
}

// WebAddress returns a web address with its scheme; what is none is reported
// and dropped.
func (f *File) WebAddress(at diag.Pos, s string) string {
	text := s
	if !strings.Contains(text, "://") && !strings.ContainsAny(text, " @") && strings.Contains(text, ".") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !strings.Contains(u.Host, ".") || strings.ContainsAny(text, " \t") {
		f.Faults.Warnf(at, "url", diag.T("write the whole address, as in https://www.example.org/page"), "%q is not a web address; it is left out", Shorten(s))
		return ""
	}
	return text
}

// Shorten cuts a text for a message.
func Shorten(s string) string {
	if r := []rune(s); len(r) > maxQuoted {
		return string(r[:maxQuoted]) + "…"
	}
	return s
}

// maxQuoted is how many characters of a text a message quotes.
const maxQuoted = 40

// SameLanguage reports whether two BCP 47 tags have one base language.
func SameLanguage(a, b string) bool { return BaseLanguage(a) == BaseLanguage(b) }

// BaseLanguage returns the language of a BCP 47 tag without script and region.
func BaseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}
