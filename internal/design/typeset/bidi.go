package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// The Unicode Bidirectional Algorithm, UAX 9, rule by rule. The existing packages
// (x/text/unicode/bidi and go-text's bidi) report only whether a run's level is even
// or odd; a number before Arabic in a left-to-right text (level 2 beside level 0) is
// then placed wrongly. The character properties are those of x/text.
// TestBidiConformance runs Unicode's own test file.

// maxDepth is the deepest level of explicit embedding (UAX 9, BD2).
const maxDepth = 125

// removed marks a character that rule X9 takes out of the text.
const removed = -1

// baseLevel returns 1 for a paragraph that runs from right to left, else 0.
func baseLevel(rs []rune, dir Direction, language string) int8 {
	switch dir {
	case DirectionLTR:
		return 0
	case DirectionRTL:
		return 1
	case DirectionAuto:
	}
	foreign := rtlLanguage(language)
	if foreign && slices.ContainsFunc(rs, func(r rune) bool { c := class(r); return c == bidi.R || c == bidi.AL }) {
		return 1
	}
	if level, ok := firstStrong(classes(rs)); ok {
		return level
	}
	if foreign {
		return 1
	}
	return 0
}

// rtlLanguage reports whether a language is written from right to left.
func rtlLanguage(tag string) bool {
	switch primary(tag) {
	case "ar", "fa", "ur", "he", "iw", "ps", "ckb", "sd", "ug", "yi", "dv":
		return true
	}
	return false
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

func classes(rs []rune) []bidi.Class {
	out := make([]bidi.Class, len(rs))
	for i, r := range rs {
		out[i] = class(r)
	}
	return out
}

// firstStrong implements P2 and P3: the level of the first L, R or AL outside isolates.
func firstStrong(cs []bidi.Class) (level int8, ok bool) {
	depth := 0
	for _, c := range cs {
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			depth++
		case bidi.PDI:
			depth = max(depth-1, 0)
		case bidi.L:
			if depth == 0 {
				return 0, true
			}
		case bidi.R, bidi.AL:
			if depth == 0 {
				return 1, true
			}
		case bidi.B:
			return 0, false
		}
	}
	return 0, false
}

// simpleLTR reports whether a left-to-right paragraph needs no reordering: all its
// characters lie before the Hebrew block or are dashes, quotation marks or ideographs.
func simpleLTR(rs []rune) bool {
	return !slices.ContainsFunc(rs, func(r rune) bool {
		return r >= 0x590 && (r < 0x2010 || r > 0x2027) && (r < 0x4E00 || r > 0x9FFF)
	})
}

// bidiLevels returns the embedding level of each character of one paragraph
// whose own level is base, before rule L1. A character that rule X9 removes has
// the level of the one before it.
func bidiLevels(rs []rune, base int8) []int8 {
	levels := make([]int8, len(rs))
	if base == 0 && simpleLTR(rs) {
		return levels
	}
	p := &paragraph{text: rs, orig: classes(rs), base: base, levels: levels}
	p.resolved = slices.Clone(p.orig)
	p.matchIsolates()
	p.explicit()
	for _, seq := range p.sequences() {
		p.weak(seq)
		p.brackets(seq)
		p.neutral(seq)
		p.implicit(seq)
	}
	last := base
	for i := range levels {
		if levels[i] == removed {
			levels[i] = last
		}
		last = levels[i]
	}
	return levels
}

type paragraph struct {
	text     []rune
	orig     []bidi.Class
	resolved []bidi.Class
	base     int8
	levels   []int8
	match    []int // for an isolate initiator its PDI and the other way round; -1 for none
}

func isIsolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removedByX9 reports whether rule X9 takes the character out.
func removedByX9(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// matchIsolates implements BD9.
func (p *paragraph) matchIsolates() {
	p.match = make([]int, len(p.text))
	var open []int
	for i, c := range p.orig {
		p.match[i] = -1
		switch {
		case isIsolate(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			j := open[len(open)-1]
			open = open[:len(open)-1]
			p.match[i], p.match[j] = j, i
		}
	}
}

// explicit implements X1 to X8.
func (p *paragraph) explicit() {
	type status struct {
		level    int8
		override bidi.Class // L, R or ON for none
		isolate  bool
	}
	stack := []status{{level: p.base, override: bidi.ON}}
	overflowIsolate, overflowEmbedding, validIsolate := 0, 0, 0
	apply := func(i int) {
		top := stack[len(stack)-1]
		p.levels[i] = top.level
		if top.override != bidi.ON {
			p.resolved[i] = top.override
		}
	}
	push := func(rtl bool, override bidi.Class, isolate bool) {
		level := stack[len(stack)-1].level
		next := (level + 2) &^ 1 // the next even level
		if rtl {
			next = (level + 1) | 1 // the next odd level
		}
		switch {
		case next <= maxDepth && overflowIsolate == 0 && overflowEmbedding == 0:
			if isolate {
				validIsolate++
			}
			stack = append(stack, status{next, override, isolate})
		case isolate:
			overflowIsolate++
		case overflowIsolate == 0:
			overflowEmbedding++
		}
	}
	for i, c := range p.orig {
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO: // X2 to X5
			p.levels[i] = removed
			override := bidi.ON
			switch c {
			case bidi.RLO:
				override = bidi.R
			case bidi.LRO:
				override = bidi.L
			}
			push(c == bidi.RLE || c == bidi.RLO, override, false)
		case bidi.RLI, bidi.LRI, bidi.FSI: // X5a to X5c
			apply(i)
			rtl := c == bidi.RLI
			if c == bidi.FSI {
				end := p.match[i]
				if end < 0 {
					end = len(p.text)
				}
				level, _ := firstStrong(p.orig[i+1 : end])
				rtl = level == 1
			}
			push(rtl, bidi.ON, true)
		case bidi.PDI: // X6a
			switch {
			case overflowIsolate > 0:
				overflowIsolate--
			case validIsolate > 0:
				overflowEmbedding = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				validIsolate--
			}
			apply(i)
		case bidi.PDF: // X7
			p.levels[i] = removed
			switch {
			case overflowIsolate > 0:
			case overflowEmbedding > 0:
				overflowEmbedding--
			case !stack[len(stack)-1].isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case bidi.B: // X8
			p.levels[i] = p.base
		case bidi.BN:
			p.levels[i] = removed
		default: // X6
			apply(i)
		}
	}
}

// sequence is an isolating run sequence (BD13): indices into the text, and the
// directions at its ends.
type sequence struct {
	at       []int
	level    int8
	sos, eos bidi.Class
}

// sequences implements X9 and X10.
func (p *paragraph) sequences() []sequence {
	// Level runs (BD7), without the removed characters.
	var runs [][]int
	runOf := make([]int, len(p.text))
	last := int8(removed)
	for i := range p.text {
		if p.levels[i] == removed {
			continue
		}
		if p.levels[i] != last {
			runs = append(runs, nil)
			last = p.levels[i]
		}
		runOf[i] = len(runs) - 1
		runs[len(runs)-1] = append(runs[len(runs)-1], i)
	}
	var out []sequence
	for _, run := range runs {
		if p.orig[run[0]] == bidi.PDI && p.match[run[0]] >= 0 {
			continue // goes on from its initiator's run
		}
		at := slices.Clone(run)
		for {
			end := at[len(at)-1]
			if !isIsolate(p.orig[end]) || p.match[end] < 0 {
				break
			}
			at = append(at, runs[runOf[p.match[end]]]...)
		}
		s := sequence{at: at, level: p.levels[at[0]]}
		s.sos = direction(max(s.level, p.levelBefore(at[0])))
		s.eos = direction(max(s.level, p.levelAfter(at[len(at)-1])))
		out = append(out, s)
	}
	return out
}

func (p *paragraph) levelBefore(i int) int8 {
	for i--; i >= 0; i-- {
		if p.levels[i] != removed {
			return p.levels[i]
		}
	}
	return p.base
}

func (p *paragraph) levelAfter(i int) int8 {
	if isIsolate(p.orig[i]) { // an initiator without its PDI ends the paragraph
		return p.base
	}
	for i++; i < len(p.text); i++ {
		if p.levels[i] != removed {
			return p.levels[i]
		}
	}
	return p.base
}

func direction(level int8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// lineLevels implements L1 for one line of a paragraph: white space at its end,
// and separators with the white space before them, take the paragraph's level.
func lineLevels(rs []rune, levels []int8, base int8) []int8 {
	out := slices.Clone(levels)
	trailing := true
	for i := len(rs) - 1; i >= 0; i-- {
		switch c := class(rs[i]); {
		case c == bidi.B || c == bidi.S:
			out[i] = base
			trailing = true
		case c == bidi.WS || isIsolate(c) || c == bidi.PDI || removedByX9(c):
			if trailing {
				out[i] = base
			}
		default:
			trailing = false
		}
	}
	return out
}

// visualOrder implements L2: the order, from left to right, of pieces of text
// with the given levels.
func visualOrder(levels []int8) []int {
	order := make([]int, len(levels))
	highest, lowestOdd := int8(0), int8(maxDepth+2)
	for i, level := range levels {
		order[i] = i
		highest = max(highest, level)
		if level%2 == 1 {
			lowestOdd = min(lowestOdd, level)
		}
	}
	for level := highest; level >= lowestOdd; level-- {
		for i := 0; i < len(order); i++ {
			start := i
			for i < len(order) && levels[order[i]] >= level {
				i++
			}
			slices.Reverse(order[start:i])
		}
	}
	return order
}
