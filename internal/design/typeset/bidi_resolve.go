package typeset

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// This file resolves the types of one isolating run sequence: rules W1 to I2 of
// UAX 9. bidi.go finds the sequences.

// weak implements W1 to W7.
func (p *paragraph) weak(s sequence) {
	t := p.resolved
	prev := s.sos
	for _, i := range s.at { // W1
		if t[i] == bidi.NSM {
			t[i] = prev
			if isIsolate(prev) || prev == bidi.PDI {
				t[i] = bidi.ON
			}
		}
		prev = t[i]
	}
	strong := s.sos
	for _, i := range s.at { // W2
		switch t[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = t[i]
		case bidi.EN:
			if strong == bidi.AL {
				t[i] = bidi.AN
			}
		}
	}
	for _, i := range s.at { // W3
		if t[i] == bidi.AL {
			t[i] = bidi.R
		}
	}
	for k := 1; k < len(s.at)-1; k++ { // W4
		before, c, after := t[s.at[k-1]], t[s.at[k]], t[s.at[k+1]]
		if (c == bidi.ES && before == bidi.EN || c == bidi.CS && (before == bidi.EN || before == bidi.AN)) && before == after {
			t[s.at[k]] = before
		}
	}
	for k := 0; k < len(s.at); k++ { // W5
		if t[s.at[k]] != bidi.ET {
			continue
		}
		end := k
		for end < len(s.at) && t[s.at[end]] == bidi.ET {
			end++
		}
		if k > 0 && t[s.at[k-1]] == bidi.EN || end < len(s.at) && t[s.at[end]] == bidi.EN {
			for ; k < end; k++ {
				t[s.at[k]] = bidi.EN
			}
		}
		k = end - 1
	}
	strong = s.sos
	for _, i := range s.at { // W6, W7
		switch t[i] {
		case bidi.ES, bidi.ET, bidi.CS:
			t[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = t[i]
		case bidi.EN:
			if strong == bidi.L {
				t[i] = bidi.L
			}
		}
	}
}

// strongOf returns a type as N0 to N2 see it: numbers count as R, neutrals as ON.
func strongOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets implements N0 and BD16.
func (p *paragraph) brackets(s sequence) {
	embedding := direction(s.level)
	for _, pair := range p.pairs(s) {
		found := bidi.ON
		for _, i := range s.at[pair[0]+1 : pair[1]] {
			c := strongOf(p.resolved[i])
			if c == bidi.ON {
				continue
			}
			found = c
			if c == embedding {
				break
			}
		}
		switch found {
		case bidi.ON:
			continue
		case embedding:
		default: // the opposite direction is inside: look at what stands before
			before := s.sos
			for k := pair[0] - 1; k >= 0; k-- {
				if c := strongOf(p.resolved[s.at[k]]); c != bidi.ON {
					before = c
					break
				}
			}
			if before != found {
				found = embedding
			}
		}
		p.setBracket(s, pair[0], found)
		p.setBracket(s, pair[1], found)
	}
}

// setBracket gives a bracket its direction, and with it the marks that follow it.
func (p *paragraph) setBracket(s sequence, k int, c bidi.Class) {
	p.resolved[s.at[k]] = c
	for _, i := range s.at[k+1:] {
		if p.orig[i] != bidi.NSM {
			break
		}
		p.resolved[i] = c
	}
}

// pairs finds the bracket pairs of a sequence (BD16), as positions in s.at, by
// their opening bracket.
func (p *paragraph) pairs(s sequence) [][2]int {
	const depth = 63
	type opened struct {
		close rune
		at    int
	}
	var stack []opened
	var out [][2]int
scan:
	for k, i := range s.at {
		if p.resolved[i] != bidi.ON {
			continue
		}
		props, _ := bidi.LookupRune(p.text[i])
		switch {
		case !props.IsBracket():
		case props.IsOpeningBracket():
			if len(stack) == depth {
				return nil
			}
			mirror := []rune(bidi.ReverseString(string(p.text[i])))
			stack = append(stack, opened{canonicalBracket(mirror[0]), k})
		default:
			for n, o := range slices.Backward(stack) {
				if o.close == canonicalBracket(p.text[i]) {
					out = append(out, [2]int{o.at, k})
					stack = stack[:n]
					continue scan
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return a[0] - b[0] })
	return out
}

// canonicalBracket maps the deprecated angle bracket to its canonical equivalent.
func canonicalBracket(r rune) rune {
	if r == 0x232A {
		return 0x3009
	}
	return r
}

// neutral implements N1 and N2.
func (p *paragraph) neutral(s sequence) {
	for k := 0; k < len(s.at); k++ {
		if strongOf(p.resolved[s.at[k]]) != bidi.ON {
			continue
		}
		end := k
		for end < len(s.at) && strongOf(p.resolved[s.at[end]]) == bidi.ON {
			end++
		}
		before, after := s.sos, s.eos
		if k > 0 {
			before = strongOf(p.resolved[s.at[k-1]])
		}
		if end < len(s.at) {
			after = strongOf(p.resolved[s.at[end]])
		}
		c := direction(s.level)
		if before == after {
			c = before
		}
		for ; k < end; k++ {
			p.resolved[s.at[k]] = c
		}
		k = end - 1
	}
}

// implicit implements I1 and I2.
func (p *paragraph) implicit(s sequence) {
	for _, i := range s.at {
		even := p.levels[i]%2 == 0
		switch c := p.resolved[i]; {
		case even && c == bidi.R, !even && c != bidi.R:
			p.levels[i]++
		case even && (c == bidi.AN || c == bidi.EN):
			p.levels[i] += 2
		}
	}
}
