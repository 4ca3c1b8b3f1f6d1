package typeset

import (
	"strings"
	"unicode"
)

// quotes are a language's quotation marks: the outer pair, the pair within
// another quotation, the single ones.
type quotes struct {
	open, shut    string
	inner, single [2]string
}

var (
	turned = [2]string{"“", "”"}
	angled = quotes{"«", "»", turned, [2]string{"‘", "’"}}
	curled = quotes{"“", "”", [2]string{"‘", "’"}, [2]string{"‘", "’"}}
)

// quotesByLanguage follows the delimiters of CLDR 46 (common/main, quotationStart
// and alternateQuotationStart). Arabic takes the angle marks, which mirror with
// the text; French has a space inside them that no line breaks at.
var quotesByLanguage = map[string]quotes{
	"it": angled,
	"en": curled,
	"de": {"„", "“", [2]string{"‚", "‘"}, [2]string{"‚", "‘"}},
	"fr": {"«\u00a0", "\u00a0»", turned, [2]string{"‘", "’"}},
	"es": angled,
	"nl": {"‘", "’", turned, [2]string{"‘", "’"}},
	"pt": curled,
	"zh": curled,
	"ar": angled,
}

// Punctuate replaces typewriter punctuation by typographic: curly apostrophes, the
// language's quotation marks (those of English for an unknown language), a dash for a
// hyphen between spaces, one ellipsis for three dots; in French no line breaks before
// a high mark (! ? ; :). A mark of unclear meaning, such as a quotation mark without
// its pair or the sign of feet after a figure, stays as typed, and so do links and
// addresses.
func Punctuate(text, language string) string {
	base, _, _ := strings.Cut(language, "-")
	q, ok := quotesByLanguage[base]
	if !ok {
		q = quotesByLanguage["en"]
	}
	if base == "fr" {
		text = frenchSpaces.Replace(text)
	}
	if !strings.ContainsAny(text, "'\"`´-.") {
		return text
	}
	p := punctuator{quotes: q, in: []rune(text)}
	p.lastClosing = lastClosing(p.in)
	for p.at < len(p.in) {
		p.step()
	}
	// A mark that was opened and never closed is not a quotation mark.
	for _, at := range p.opened {
		p.out[at.piece] = at.typed
	}
	return strings.Join(p.out, "")
}

// frenchSpaces keeps the high marks with the word before them.
var frenchSpaces = strings.NewReplacer(" !", "\u00a0!", " ?", "\u00a0?", " ;", "\u00a0;", " :", "\u00a0:", " »", "\u00a0»", "« ", "«\u00a0")

// punctuator walks over a text.
type punctuator struct {
	quotes
	in     []rune
	at     int
	out    []string
	opened []openMark // of quotations that are not closed yet

	lastClosing int
}

// openMark is a mark that may be the beginning of a quotation.
type openMark struct {
	piece int // its index in out
	typed string
}

// step handles one mark, or the text up to the next one.
func (p *punctuator) step() {
	if n := p.link(); n > 0 {
		p.put(string(p.in[p.at:p.at+n]), n)
		return
	}
	switch r := p.in[p.at]; {
	case r == '"':
		p.double()
	case r == '\'' || r == '`' || r == '´':
		p.apostrophe(r)
	case r == '-' && p.spaced(1):
		p.put("–", 1)
	case r == '-' && p.next(1) == '-' && p.spaced(2):
		p.put("–", 2)
	case r == '.' && p.next(1) == '.' && p.next(2) == '.' && p.next(3) != '.' && p.before() != '.':
		p.put("…", 3)
	default:
		p.put(string(r), 1)
	}
}

func (p *punctuator) put(s string, n int) {
	p.out = append(p.out, s)
	p.at += n
}

// next returns the character n places on, a space behind the end.
func (p *punctuator) next(n int) rune {
	if p.at+n < len(p.in) {
		return p.in[p.at+n]
	}
	return ' '
}

// before returns the character before, a space at the beginning.
func (p *punctuator) before() rune {
	if p.at > 0 {
		return p.in[p.at-1]
	}
	return ' '
}

// spaced reports whether n characters stand between spaces inside the text.
func (p *punctuator) spaced(n int) bool {
	return p.at > 0 && p.at+n < len(p.in) && unicode.IsSpace(p.before()) && unicode.IsSpace(p.next(n))
}

// opens reports whether a mark of n characters here may begin a quotation.
func (p *punctuator) opens(n int) bool {
	b := p.before()
	return (unicode.IsSpace(b) || strings.ContainsRune("([{«“„‘‚\"'-–—/¿¡", b)) && !unicode.IsSpace(p.next(n))
}

// link returns the length of the link or address that begins here, 0 for none.
func (p *punctuator) link() int {
	if !unicode.IsSpace(p.before()) {
		return 0
	}
	end := p.at
	for end < len(p.in) && !unicode.IsSpace(p.in[end]) {
		end++
	}
	word := string(p.in[p.at:end])
	if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.Contains(word, "@") {
		return end - p.at
	}
	return 0
}

// double sets a quotation mark. Two in a row, as some exports of tables leave them,
// count as one.
func (p *punctuator) double() {
	n := 1
	for p.next(n) == '"' {
		n++
	}
	typed := string(p.in[p.at : p.at+n])
	switch last := len(p.opened) - 1; {
	case p.opens(n):
		p.begin(typed, n)
	case last >= 0 && p.opened[last].typed[0] == '"':
		p.end(n)
	default:
		p.put(typed, n)
	}
}

// apostrophe sets an apostrophe or a single quotation mark.
func (p *punctuator) apostrophe(r rune) {
	before, next := p.before(), p.next(1)
	last := len(p.opened) - 1
	within := last >= 0 && p.opened[last].typed == string(r)
	switch {
	case unicode.IsLetter(before) && unicode.IsLetter(next):
		p.put("’", 1)
	case within && !unicode.IsSpace(before):
		p.end(1)
	case unicode.IsLetter(before):
		p.put("’", 1) // "un po' di"
	case p.opens(1) && unicode.IsDigit(next):
		p.put("’", 1) // "gli anni '90"
	case p.opens(1) && r == '\'' && p.lastClosing > p.at+1:
		p.begin(string(r), 1)
	case p.opens(1) && unicode.IsLetter(next):
		p.put("’", 1) // "'ndrangheta", "rock 'n' roll"
	default:
		p.put(string(r), 1)
	}
}

// lastClosing returns the place of the last single mark that may end a quotation, -1
// for none.
func lastClosing(text []rune) int {
	for i := len(text) - 1; i > 0; i-- {
		if text[i] == '\'' && !unicode.IsSpace(text[i-1]) && (i+1 == len(text) || !unicode.IsLetter(text[i+1])) {
			return i
		}
	}
	return -1
}

// begin and end set the marks of a quotation: single ones as single ones, the
// inner pair within another quotation.
func (p *punctuator) begin(typed string, n int) {
	mark := p.open
	switch {
	case typed[0] != '"':
		mark = p.single[0]
	case len(p.opened) > 0:
		mark = p.inner[0]
	}
	p.opened = append(p.opened, openMark{len(p.out), typed})
	p.put(mark, n)
}

func (p *punctuator) end(n int) {
	last := len(p.opened) - 1
	mark := p.shut
	switch {
	case p.opened[last].typed[0] != '"':
		mark = p.single[1]
	case last > 0:
		mark = p.inner[1]
	}
	p.opened = p.opened[:last]
	p.put(mark, n)
}
