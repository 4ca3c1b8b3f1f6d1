package typeset

import (
	"bufio"
	"compress/gzip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
)

// breakCase is a line of LineBreakTest.txt.
type breakCase struct {
	line   string
	text   []rune
	breaks map[int]bool // the characters that may start a line; len(text) is among them
}

// lineBreakTest reads LineBreakTest.txt of Unicode 17.0, the version that the
// segmenter implements.
func lineBreakTest(t *testing.T) []breakCase {
	t.Helper()
	file, err := os.Open("testdata/unicode/LineBreakTest-17.0.0.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []breakCase
	in := bufio.NewScanner(unzipped)
	for in.Scan() {
		body, _, _ := strings.Cut(in.Text(), "#")
		c := breakCase{line: in.Text(), breaks: map[int]bool{}}
		for f := range strings.FieldsSeq(body) {
			switch f {
			case "÷":
				c.breaks[len(c.text)] = true
			case "×":
			default:
				r, err := strconv.ParseInt(f, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				c.text = append(c.text, rune(r))
			}
		}
		if len(c.text) > 0 {
			out = append(out, c)
		}
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	if len(out) < 19000 {
		t.Fatalf("only %d lines", len(out))
	}
	return out
}

// TestLineBreakConformance holds the segmenter against every line of
// LineBreakTest.txt, without any exception.
func TestLineBreakConformance(t *testing.T) {
	t.Parallel()
	failed := 0
	for _, c := range lineBreakTest(t) {
		var seg segmenter.Segmenter
		seg.Init(c.text)
		same := true
		got := 0
		for it := seg.LineIterator(); it.Next(); got++ {
			l := it.Line()
			same = same && c.breaks[l.Offset+len(l.Text)]
		}
		if !same || got != len(c.breaks) {
			if failed++; failed < 10 {
				t.Error(c.line)
			}
		}
	}
	if failed > 0 {
		t.Errorf("%d lines fail", failed)
	}
}

// tailoring is a rule that takes an opportunity away.
type tailoring struct {
	name, reason string
	applies      func(before, after []rune) bool
}

// tailorings are the opportunities of UAX 14 that Giro does not take whatever
// the language, each with its reason; TestOpportunities has those of the
// languages' words. UAX 14 §8 allows both.
var tailorings = []tailoring{
	{"before a space", "the spaces of a break stay together at the end of the line, where they are dropped", func(_, after []rune) bool {
		return isSpace(after[0])
	}},
	{"after nothing but spaces", "the line would be empty", func(before, _ []rune) bool {
		return len(trimSpace(before)) == 0
	}},
	{"at a soft hyphen", "words are not hyphenated on posters", func(before, _ []rune) bool {
		return before[len(before)-1] == 0xAD
	}},
	{"between a figure and its measure", "a figure stays with the ideograph that counts: 5月", func(before, after []rune) bool {
		last := before[len(before)-1]
		return last >= '0' && last <= '9' && language.LookupScript(after[0]) == language.Han
	}},
	{"before a lone closing mark", "a dash, bullet, slash or closing mark stays with what it follows", func(before, after []rune) bool {
		return isSpace(before[len(before)-1]) && slices.Contains([]string{"–", "—", "-", "·", "•", "|", "/", "→", ":", ";", "»", "!", "?", "”", ")"}, firstWord(after))
	}},
	{"after a lone opening mark", "an opening mark, & or + stays with what it precedes", func(before, _ []rune) bool {
		return slices.Contains([]string{"&", "+", "/", "«", "“", "(", "×"}, lastWord(before))
	}},
	{"after an apostrophe", "an elision stays with its word: dell’ Orologio", func(before, _ []rune) bool {
		return strings.ContainsRune("’'ʼ", lastRune(lastWord(before)))
	}},
	{"after a word of one letter", "an article, preposition or initial stays with its word", func(before, _ []rune) bool {
		word := []rune(strings.Trim(lastWord(before), "«“\"‘(['’¡¿."))
		return len(word) == 1 && unicode.IsLetter(word[0])
	}},
	{"between a figure and its unit", "12 €, 5 %, $ 5", func(before, after []rune) bool {
		bare, next := strings.Trim(lastWord(before), "«“\"‘(['’¡¿."), strings.Trim(firstWord(after), ".,;:!?")
		return isNumber(bare) && symbolUnit(next) || currency(bare) && startsDigit(next)
	}},
}

func firstWord(rs []rune) string {
	end := slices.IndexFunc(rs, isSpace)
	if end < 0 {
		end = len(rs)
	}
	return string(rs[:end])
}

func lastWord(rs []rune) string {
	for len(rs) > 0 && isSpace(rs[len(rs)-1]) {
		rs = rs[:len(rs)-1]
	}
	start := len(rs)
	for start > 0 && !isSpace(rs[start-1]) {
		start--
	}
	return string(rs[start:])
}

// TestBreaksAreUnicodes holds the opportunities that Giro uses against
// LineBreakTest.txt: none stands where Unicode forbids it, in any language, and
// each that is left out falls under a tailoring. Forced breaks are those of
// splitLines.
func TestBreaksAreUnicodes(t *testing.T) {
	t.Parallel()
	used := make([]int, len(tailorings))
	faults, taken := 0, 0
	fault := func(c breakCase, what string, at int) {
		if faults++; faults < 10 {
			t.Errorf("%s before character %d: %s", what, at, c.line)
		}
	}
	for _, c := range lineBreakTest(t) {
		for _, part := range forcedParts(c.text) {
			from, h := part[0], &hardLine{rs: c.text[part[0]:part[1]]}
			for _, lang := range []string{"", "it", "en", "de", "fr", "es", "nl", "pt", "zh", "ar"} {
				got := map[int]bool{}
				for _, o := range h.opportunities(lang) {
					got[o.at] = true
					if !c.breaks[from+o.at] {
						fault(c, "a forbidden break in "+strconv.Quote(lang), from+o.at)
					}
				}
				taken += len(got)
				if lang != "" {
					continue
				}
				for at := 1; at < len(h.rs); at++ {
					if got[at] || !c.breaks[from+at] {
						continue
					}
					why := slices.IndexFunc(tailorings, func(tl tailoring) bool { return tl.applies(h.rs[:at], h.rs[at:]) })
					if why < 0 {
						fault(c, "no break", from+at)
						continue
					}
					used[why]++
				}
			}
		}
	}
	if faults > 0 || taken < 50000 {
		t.Errorf("%d faults, %d opportunities taken", faults, taken)
	}
	for i, tl := range tailorings {
		t.Logf("%4d %s: %s", used[i], tl.name, tl.reason)
		if used[i] == 0 {
			t.Errorf("the tailoring %q is never used", tl.name)
		}
	}
}

// forcedParts cuts a text after each character that forces a break (LB4, LB5)
// and returns where the parts begin and end, without those characters.
func forcedParts(rs []rune) (parts [][2]int) {
	start := 0
	for i, r := range rs {
		if !slices.Contains([]rune{'\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029}, r) || r == '\r' && i+1 < len(rs) && rs[i+1] == '\n' {
			continue
		}
		end := i
		if r == '\n' && i > 0 && rs[i-1] == '\r' {
			end--
		}
		parts = append(parts, [2]int{start, end})
		start = i + 1
	}
	return append(parts, [2]int{start, len(rs)})
}

// TestForcedBreaks holds splitLines against LineBreakTest.txt: every forced break
// is one of Unicode's, and the text between two of them is a line of its own.
func TestForcedBreaks(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, c := range lineBreakTest(t) {
		var want []string
		parts := forcedParts(c.text)
		for i, part := range parts {
			want = append(want, string(c.text[part[0]:part[1]]))
			if i > 0 && part[0] > 0 && !c.breaks[part[0]] {
				t.Errorf("no break before character %d: %s", part[0], c.line)
			}
		}
		blank := func(s string) bool { return len(trimSpace([]rune(s))) == 0 }
		for len(want) > 1 && blank(want[0]) {
			want = want[1:]
		}
		for len(want) > 1 && blank(want[len(want)-1]) {
			want = want[:len(want)-1]
		}
		if len(want) > 1 {
			seen++
		}
		if got := splitLines(string(c.text)); !slices.Equal(got, want) {
			t.Errorf("lines %q, want %q: %s", got, want, c.line)
		}
	}
	if seen == 0 { // most of the file's forced breaks are at the ends of its texts
		t.Error("no text has a forced break within")
	}
}
