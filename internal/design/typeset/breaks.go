package typeset

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// opportunity is a place where a line may be broken.
type opportunity struct {
	at   int     // the character that starts the next line
	last bool    // only if the text fits in no other way
	cost float64 // penalty (positive) or preference for a break here; the unit is the square of a full line's width
}

// The costs of breaks, in the unit of the balance between lines: two lines of 0.6 and
// 1.0 of the column instead of 0.8 and 0.8 cost 0.08.
const (
	costWeak   = 0.10  // the line would end in a preposition or conjunction
	costFigure = 0.08  // the line would start with a figure: "Sala|3", "giugno|2026"
	costName   = 0.03  // between two capitalised words
	costInside = 0.50  // inside a word, at its own hyphen
	costClause = -0.06 // after a comma, colon or dash
	costStop   = -0.15 // after ideographic punctuation: a break elsewhere may split a word
)

const zeroWidthSpace = 0x200B

// opportunities lists where h may be broken: the opportunities of UAX 14 without
// those that the rules of the language forbid. Never broken: after an apostrophe, an
// article, a one-letter word or an initial; between a figure and its unit or month, a
// weekday or "ore" and its figure, a name and its Roman numeral; before a dash or
// bullet; at a soft hyphen. As a last resort only: at a hyphen, between "via" and the
// street, "San" and the saint. Chinese may be broken between any two ideographs; a
// text that marks its words with zero width spaces (U+200B) is broken there first.
func (h *hardLine) opportunities(tag string) []opportunity {
	var seg segmenter.Segmenter
	seg.Init(h.rs)
	sets := allSets()[primary(tag)]
	marked := slices.Contains(h.rs, zeroWidthSpace)
	var out []opportunity
	for it := seg.LineIterator(); it.Next(); {
		line := it.Line()
		at := line.Offset + len(line.Text)
		if at <= 0 || at >= len(h.rs) {
			continue
		}
		o, ok := h.judge(at, sets)
		if !ok {
			continue
		}
		if marked && ideographic(h.rs[at-1]) && ideographic(h.rs[at]) && o.cost >= 0 {
			// The writer has marked the words: do not split them.
			o.last, o.cost = true, costInside
		}
		out = append(out, o)
	}
	return out
}

// judge rates the break before h.rs[at]; ok is false where it is forbidden.
func (h *hardLine) judge(at int, sets wordSets) (o opportunity, ok bool) {
	if isSpace(h.rs[at]) { // a run of spaces is one break
		return o, false
	}
	if !isSpace(h.rs[at-1]) {
		return h.judgeInside(at)
	}
	before, after := h.wordBefore(at), h.wordAfter(at)
	if before == "" || after == "" {
		return o, false
	}
	return judgeSpace(at, before, after, sets)
}

func (h *hardLine) wordBefore(at int) string {
	end := at
	for end > 0 && isSpace(h.rs[end-1]) {
		end--
	}
	start := end
	for start > 0 && !isSpace(h.rs[start-1]) {
		start--
	}
	return string(h.rs[start:end])
}

func (h *hardLine) wordAfter(at int) string {
	end := at
	for end < len(h.rs) && !isSpace(h.rs[end]) {
		end++
	}
	return string(h.rs[at:end])
}

// judgeInside rates a break that is not at a space.
func (h *hardLine) judgeInside(at int) (o opportunity, ok bool) {
	a, b := h.rs[at-1], h.rs[at]
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	switch {
	case a == 0xAD: // a soft hyphen would have to be drawn
		return o, false
	case a == zeroWidthSpace: // placed by the writer
		return opportunity{at: at}, true
	case ideographic(a) || ideographic(b):
		// A figure stays with its measure and its ordinal sign: 5月, 第3届.
		switch {
		case strings.ContainsRune("，。、；：！？」』）》”…", a):
			return opportunity{at: at, cost: costStop}, true
		case digit(a), a == '第':
			return o, false
		case digit(b) && language.LookupScript(a) == language.Han:
			return opportunity{at: at, cost: costFigure}, true
		}
		return opportunity{at: at}, true
	case digit(b) && (digit(a) || at > 1 && digit(h.rs[at-2])): // 3–5, 2025-2026
		return o, false
	}
	return opportunity{at: at, last: true, cost: costInside}, true
}

// ideographic reports whether a line may be broken beside r without a space.
func ideographic(r rune) bool {
	switch language.LookupScript(r) {
	case language.Han, language.Hiragana, language.Katakana, language.Bopomofo:
		return true
	}
	return r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}

// judgeSpace rates a break at a space between two words.
func judgeSpace(at int, before, after string, sets wordSets) (o opportunity, ok bool) {
	o = opportunity{at: at}
	switch after {
	case "–", "—", "-", "·", "•", "|", "/", "→", ":", ";", "»", "!", "?", "”", ")":
		return o, false
	}
	switch before {
	case "–", "—", "-", "·", "•", "|", "→":
		o.cost = costClause
		return o, true
	case "&", "+", "/", "«", "“", "(", "×":
		return o, false
	}
	bare := strings.TrimLeft(before, "«“\"‘(['’¡¿")
	if strings.HasSuffix(before, "’") || strings.HasSuffix(before, "'") || strings.HasSuffix(before, "ʼ") {
		return o, false
	}
	first, size := utf8.DecodeRuneInString(bare)
	if size > 0 && unicode.IsLetter(first) && !ideographic(first) && !joining(first) && (size == len(bare) || bare[size:] == ".") {
		return o, false
	}
	word := strings.ToLower(strings.TrimRight(bare, "."))
	next := strings.TrimLeft(after, "«“\"‘([")
	nextWord := strings.ToLower(strings.TrimRight(next, ".,;:!?»”\")]…"))
	if sets.articles[word] && !strings.HasSuffix(bare, ".") || tied(bare, word, next, nextWord, sets) {
		return o, false
	}
	upper := startsUpper(next)
	places := placeSets()
	switch {
	case upper && (places.streets[word] || places.titles[word]):
		o.last, o.cost = true, costInside
	case sets.weak[word]:
		o.cost = costWeak
	case strings.ContainsRune(",;:!?…»”)", lastRune(before)) || strings.HasSuffix(before, ".") && upper:
		o.cost = costClause
	case startsDigit(next):
		o.cost = costFigure
	case isNumber(word):
		o.cost = costFigure
	case upper && startsUpper(bare):
		o.cost = costName
	}
	return o, true
}

// tied reports whether no line may break between two words, such as a figure and its
// unit.
func tied(bare, word, next, nextWord string, sets wordSets) bool {
	number := isNumber(bare) // a figure with a comma or full stop after it ends a clause
	if r := lastRune(bare); r == ',' || r == '.' || r == ':' {
		number = false
	}
	switch {
	case number && (sets.months[nextWord] || sets.units[nextWord] || symbolUnit(nextWord)):
		return true
	case startsDigit(next) && (sets.weekdays[strings.TrimRight(word, ",")] || sets.counters[word] || currency(word)):
		return true
	case sets.months[word] && isNumber(nextWord) && len(nextWord) <= 2: // June 14
		return true
	case startsUpper(bare) && isRoman(strings.TrimRight(next, ".,;:!?»”\")]…")) && !strings.ContainsRune(",;:.", lastRune(bare)):
		return true
	}
	return false
}

func symbolUnit(s string) bool {
	switch s {
	case "€", "$", "£", "%", "‰", "°c", "°f", "°", "m²", "m³", "km²", "h":
		return true
	}
	return false
}

func currency(s string) bool { return s == "€" || s == "$" || s == "£" || s == "chf" || s == "eur" }

// joining reports whether the rule about one-letter words does not apply to the
// script of r: Arabic.
func joining(r rune) bool { return language.LookupScript(r) == language.Arabic }

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func startsDigit(s string) bool {
	s = strings.TrimLeft(s, "€$£+−-")
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
