package typeset

import (
	"math"
	"slices"
	"strings"
)

// measured is a hardLine shaped once as a whole, so that the width of any part of it
// is known without shaping again. All lengths are em.
type measured struct {
	s    *setter
	h    *hardLine
	ops  []opportunity
	pre  []float64 // pre[i]: advances, tracking included, of the clusters that start before character i
	clus []cluster // by the character that starts it; glyphs is 0 for others
	prev []int     // the last cluster with glyphs that starts at or before i, -1 for none
	next []int     // the first that starts at or after i, len(clus) for none
	// irregular says that a line's width is not the sum of its clusters: the text does
	// not run in one direction, so that the neighbours of a cluster depend on where the
	// line ends, or the ink of a glyph extends beyond its neighbours.
	irregular bool
	exact     map[[2]int]float64
	// top and bottom are how far the ink of scripts that stack their signs reaches
	// above and below the baseline, where a font of the computer sets them.
	top, bottom float64
	// rough permits estimates in place of exact widths that are far from the column's
	// width.
	rough bool
}

// farOut is how far in em a glyph's ink may extend beyond its advance and still lie
// over the glyph beside it. Letters stay below 0.1 em; a combining mark without a
// base does not.
const farOut = 0.15

// roughFrom is the number of break opportunities from which a text that must be
// shaped for each line is measured roughly first. Posts stay far below it; without
// it a column of mixed Arabic and Latin takes seconds (TestBreakLongTexts).
const roughFrom = 80

// cluster is what one cluster adds to a line's width.
type cluster struct {
	glyphs      int
	track       float64
	adv         float64 // without tracking
	left, right float64 // how far the ink stands out of the advance on either side, at least 0
	unsafe      bool
}

// measure shapes a hardLine as a whole.
func (s *setter) measure(h *hardLine) (*measured, error) {
	n := len(h.rs)
	m := &measured{
		s: s, h: h, ops: h.opportunities(s.style.Language),
		pre: make([]float64, n+1), clus: make([]cluster, n), prev: make([]int, n), next: make([]int, n+1),
		exact: map[[2]int]float64{},
	}
	for i := range n {
		m.irregular = m.irregular || h.levels[i] != h.levels[0]
	}
	for _, it := range h.items(0, n, h.levels) {
		glyphs, _, err := s.shape(h.faces[it.from], h.drawn, it.from, it.to, s.shaping(h, it.from, h.levels[it.from]))
		if err != nil {
			return nil, err
		}
		track := s.tracking(h.script[it.from])
		high := h.faces[it.from].system && stacked(h.script[it.from])
		for _, g := range glyphs {
			c := &m.clus[g.at]
			if high && !g.ink.none {
				m.top, m.bottom = max(m.top, g.dy+g.ink.top), min(m.bottom, g.dy+g.ink.bottom)
			}
			if !g.ink.none {
				c.left = max(c.left, -(c.adv + g.dx + g.ink.left))
				c.right = max(c.right, c.adv+g.dx+g.ink.right)
			}
			c.glyphs++
			c.adv += g.adv
			c.track = track
			c.unsafe = c.unsafe || g.unsafe
		}
	}
	m.rough = len(m.ops) > roughFrom
	last := -1
	for i := range n {
		c := &m.clus[i]
		c.right = max(0, c.right-c.adv)
		m.irregular = m.irregular || max(c.left, c.right) > farOut
		m.pre[i+1] = m.pre[i] + c.adv + c.track
		if c.glyphs > 0 {
			last = i
		}
		m.prev[i] = last
	}
	m.next[n] = n
	for i := n - 1; i >= 0; i-- {
		m.next[i] = m.next[i+1]
		if m.clus[i].glyphs > 0 {
			m.next[i] = i
		}
	}
	return m, nil
}

// widthNear is width, but may be an estimate when that is more than an em away
// from maxEm.
func (m *measured) widthNear(from, to int, maxEm float64) (float64, error) {
	if m.rough {
		if w := m.pre[to] - m.pre[from]; math.Abs(w-maxEm) > 1 {
			return w, nil
		}
	}
	return m.width(from, to)
}

// width returns how wide h[from:to] is as a line: its advances without the
// spaces at its ends and without tracking after the last glyph, or its ink where
// that stands out.
func (m *measured) width(from, to int) (float64, error) {
	for from < to && isSpace(m.h.rs[from]) {
		from++
	}
	for from < to && isSpace(m.h.rs[to-1]) {
		to--
	}
	if from == to {
		return 0, nil
	}
	first, last := m.next[from], m.prev[to-1]
	if m.irregular || !m.safe(from) || !m.safe(to) || first >= to || last < from {
		return m.exactWidth(from, to)
	}
	left, right := m.clus[first].left, m.clus[last].right
	if m.h.levels[0]%2 == 1 {
		left, right = m.clus[last].left, m.clus[first].right
	}
	// In a right-to-left line the last cluster of the text is the leftmost; the
	// tracking that falls away is the rightmost one's, which is the same.
	return m.pre[to] - m.pre[from] - m.clus[last].track + left + right, nil
}

// safe reports whether the text may be cut before character i without changing
// the shapes or places of the glyphs on either side.
func (m *measured) safe(i int) bool {
	return i == 0 || i == len(m.clus) || m.clus[i].glyphs > 0 && !m.clus[i].unsafe
}

func (m *measured) exactWidth(from, to int) (float64, error) {
	key := [2]int{from, to}
	if w, ok := m.exact[key]; ok {
		return w, nil
	}
	line, err := m.s.line(m.h, from, to, 1)
	if err != nil {
		return 0, err
	}
	w := max(line.Width, line.RightInk) - min(0, line.LeftBearing)
	m.exact[key] = w
	return w, nil
}

// tolerance, in em, allows for the rounding of sums of advances.
const tolerance = 1e-9

// wrap breaks m into the fewest lines of at most maxEm, and among the ways to do
// so takes the one whose lines differ least: the sum of the squares of their
// widths, which for a given number of lines is smallest when all are equal, plus
// the costs of the breaks. last allows breaks of last resort. ok is false when a
// piece is too wide; it is then the only line returned.
func (m *measured) wrap(maxEm float64, last bool) (lines [][2]int, ok bool, err error) {
	at, cost := []int{0}, []float64{0}
	for _, o := range m.ops {
		if last || !o.last {
			at, cost = append(at, o.at), append(cost, o.cost)
		}
	}
	at, cost = append(at, len(m.h.rs)), append(cost, 0)
	n := len(at) - 1

	// fewest[j] is the least number of lines up to node j; lineCost[j] are the
	// lines that may end there, by where they start.
	const never = math.MaxInt32
	fewest := make([]int, n+1)
	lineCost := make([][]float64, n+1) // lineCost[j][k]: the line from node j-1-k to j
	for j := 1; j <= n; j++ {
		fewest[j] = never
		for i := j - 1; i >= 0; i-- {
			w, err := m.widthNear(at[i], at[j], maxEm)
			if err != nil {
				return nil, false, err
			}
			if w > maxEm+1 { // ink may stand out less on a longer line, but never by an em
				break
			}
			c := math.Inf(1)
			if w <= maxEm+tolerance {
				c = w * w / (maxEm * maxEm)
				fewest[j] = min(fewest[j], fewest[i]+1)
			}
			lineCost[j] = append(lineCost[j], c)
		}
		if len(lineCost[j]) == 0 || math.IsInf(lineCost[j][0], 1) {
			return [][2]int{{at[j-1], at[j]}}, false, nil
		}
	}
	lines = m.balance(at, cost, lineCost, fewest[n])
	if m.rough {
		for _, line := range lines {
			w, err := m.width(line[0], line[1])
			if err != nil {
				return nil, false, err
			}
			if w > maxEm+tolerance { // the estimate was more than an em off
				m.rough = false
				return m.wrap(maxEm, last)
			}
		}
	}
	return lines, true, nil
}

// balance finds the cheapest way to fill exactly count lines.
func (m *measured) balance(at []int, cost []float64, lineCost [][]float64, count int) [][2]int {
	n := len(at) - 1
	best := make([]float64, n+1) // of reaching a node with the lines so far
	for j := range best {
		best[j] = math.Inf(1)
	}
	best[0] = 0
	from := make([][]int, count+1)
	for k := 1; k <= count; k++ {
		next := make([]float64, n+1)
		from[k] = make([]int, n+1)
		next[0] = math.Inf(1)
		for j := 1; j <= n; j++ {
			next[j] = math.Inf(1)
			for back, c := range lineCost[j] {
				i := j - 1 - back
				if total := best[i] + c + cost[j]; total < next[j] {
					next[j], from[k][j] = total, i
				}
			}
		}
		best = next
	}
	lines := make([][2]int, 0, count)
	for k, j := count, n; k > 0; k-- {
		i := from[k][j]
		lines = append(lines, [2]int{at[i], at[j]})
		j = i
	}
	slices.Reverse(lines)
	return lines
}

// measuredText is a text measured, one entry a hard line.
type measuredText []*measured

func (s *setter) measureAll() (measuredText, error) {
	out := make(measuredText, len(s.lines))
	for i, h := range s.lines {
		m, err := s.measure(h)
		if err != nil {
			return nil, err
		}
		out[i] = m
	}
	return out, nil
}

// piece is one line of a broken text.
type piece struct {
	m        *measured
	from, to int
}

// wrap breaks a text into lines of at most maxEm. ok is false when a piece is too
// wide; it is then the only one returned.
func (t measuredText) wrap(maxEm float64, last bool) (pieces []piece, ok bool, err error) {
	for _, m := range t {
		lines, ok, err := m.wrap(maxEm, last)
		if err != nil {
			return nil, false, err
		}
		if !ok {
			return []piece{{m, lines[0][0], lines[0][1]}}, false, nil
		}
		for _, l := range lines {
			pieces = append(pieces, piece{m, l[0], l[1]})
		}
	}
	return pieces, true, nil
}

// word returns the piece's text for a message.
func (p piece) word() string {
	word := string(trimSpace(p.m.h.rs[p.from:p.to]))
	if short := strings.TrimRight(word, ",;:."); short != "" {
		return short
	}
	return word
}

// setPieces sets the pieces at a size.
func setPieces(pieces []piece, sizePx float64) ([]*Line, error) {
	lines := make([]*Line, len(pieces))
	for i, p := range pieces {
		line, err := p.m.s.line(p.m.h, p.from, p.to, sizePx)
		if err != nil {
			return nil, err
		}
		lines[i] = line
	}
	return lines, nil
}

// Break sets a text on the fewest lines of at most widthPx, and balances them: of
// all ways to break it into that many lines it takes the one whose lines differ
// least in width, with small preferences (after a comma rather than after a
// preposition). The opportunities are those of UAX 14 without those that the
// language's rules forbid; words are never hyphenated. Forced line breaks are
// kept. maxLines 0 is no limit.
//
// Faults: *TooWideError, *TooManyLinesError, *MissingGlyphError, *UnknownFamilyError.
func (l *Library) Break(text string, st Style, widthPx float64, maxLines int) ([]*Line, error) {
	s, err := l.newSetter(text, st)
	if err != nil {
		return nil, err
	}
	t, err := s.measureAll()
	if err != nil {
		return nil, err
	}
	var fault error
	for _, last := range []bool{false, true} {
		pieces, ok, err := t.wrap(widthPx/st.SizePx, last)
		if err != nil {
			return nil, err
		}
		if !ok {
			w, err := pieces[0].m.width(pieces[0].from, pieces[0].to)
			if err != nil {
				return nil, err
			}
			fault = &TooWideError{Word: pieces[0].word(), WidthPx: w * st.SizePx, MaxPx: widthPx}
			continue
		}
		if maxLines > 0 && len(pieces) > maxLines {
			fault = &TooManyLinesError{Lines: len(pieces), Max: maxLines}
			continue
		}
		return setPieces(pieces, st.SizePx)
	}
	return nil, fault
}
