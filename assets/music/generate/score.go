package main

// part is a line of the score, and the instrument that plays it.
type part int

const (
	guitar part = iota
	marimba
	vibes
	pad
	bass
	kick
	rim
	shaker
)

// loose returns how freely a part plays: the spread of its notes in time, in
// seconds.
func (p part) loose() float64 {
	switch p {
	case kick, rim:
		return 0.0012
	case bass:
		return 0.0025
	case guitar, marimba, vibes, shaker:
		return 0.0045
	case pad:
	}
	return 0
}

// swing is how late every second sixteenth note comes, in sixteenths: a light
// lilt, 55 to 45.
const swing = 0.10

// note is one note of the score.
type note struct {
	part  part
	bar   int     // from 0
	step  int     // sixteenth in the bar, from 0; it may pass the bar's end
	steps int     // length in sixteenths
	key   int     // as in MIDI: 60 is middle C
	force float64 // 0 to 1
	pan   float64 // -1 left to 1 right
	after float64 // seconds later: a strummed chord
}

// chord is the harmony of a bar or of half a bar: its bass and five voices,
// the lowest first. Neighbours share tones or move by a step.
type chord struct {
	name  string
	bass  int
	tones [5]int
}

var (
	dMaj9  = chord{"Dmaj9", 38, [5]int{54, 57, 61, 64, 69}}  // f# a c# e a
	bMin11 = chord{"Bm11", 35, [5]int{54, 57, 62, 64, 69}}   // f# a d e a
	eMin9  = chord{"Em9", 40, [5]int{55, 59, 62, 66, 71}}    // g b d f# b
	a13    = chord{"A13", 33, [5]int{55, 61, 64, 66, 71}}    // g c# e f# b
	fs7    = chord{"F#m7", 42, [5]int{52, 57, 61, 66, 69}}   // e a c# f# a
	a9sus  = chord{"A9sus4", 33, [5]int{55, 59, 62, 64, 69}} // g b d e a
	gMaj9  = chord{"Gmaj9", 43, [5]int{54, 59, 62, 66, 69}}  // f# b d f# a
	gMin69 = chord{"Gm6/9", 43, [5]int{55, 58, 62, 64, 69}}  // g b♭ d e a
)

// harmony gives the chords of each bar's halves. The first eight bars close
// into themselves as the whole does, for a video that takes only those.
var harmony = [Bars][2]chord{
	{dMaj9, dMaj9},
	{bMin11, bMin11},
	{eMin9, eMin9},
	{a13, a13},
	{fs7, fs7},
	{bMin11, bMin11},
	{eMin9, eMin9},
	{a9sus, a13},
	{gMaj9, gMaj9},
	{gMin69, gMin69},
	{fs7, fs7},
	{bMin11, bMin11},
	{eMin9, eMin9},
	{a13, a13},
	{dMaj9, dMaj9},
	{eMin9, a13},
}

// tone is a note of the melody: sixteenth, key, length in sixteenths.
type tone struct{ step, key, steps int }

// melody is the tune, played on the marimba for eight bars and on the
// vibraphone, with longer notes, for the other eight.
var melody = [Bars][]tone{
	{{4, 78, 2}, {6, 81, 2}, {8, 78, 3}, {11, 76, 3}, {14, 74, 2}},
	{{0, 76, 3}, {3, 74, 3}, {6, 71, 4}},
	{{4, 79, 2}, {6, 83, 2}, {8, 79, 3}, {11, 78, 3}, {14, 76, 2}},
	{{0, 78, 3}, {3, 76, 3}, {6, 73, 4}, {12, 71, 2}, {14, 73, 2}},
	{{4, 76, 2}, {6, 81, 2}, {8, 78, 3}, {11, 76, 3}, {14, 73, 2}},
	{{0, 74, 3}, {3, 76, 3}, {6, 69, 4}},
	{{2, 74, 2}, {4, 76, 2}, {6, 79, 2}, {8, 78, 3}, {11, 76, 3}, {14, 74, 2}},
	{{0, 76, 6}, {6, 71, 4}, {11, 73, 3}, {14, 76, 2}},
	{{0, 83, 6}, {6, 81, 4}, {10, 78, 6}},
	{{0, 81, 6}, {6, 79, 4}, {10, 76, 6}},
	{{0, 81, 6}, {6, 76, 4}, {10, 73, 6}},
	{{0, 74, 4}, {6, 78, 4}, {10, 81, 6}},
	{{0, 79, 6}, {6, 78, 4}, {10, 74, 6}},
	{{0, 78, 6}, {6, 76, 4}, {10, 73, 6}},
	{{0, 74, 6}, {8, 76, 3}, {11, 78, 5}},
	{{0, 76, 6}, {6, 74, 4}, {11, 73, 3}, {14, 76, 2}},
}

// stroke is a moment of the guitar's pattern: which of the chord's voices, how strong.
type stroke struct {
	step   int
	voices []int
	force  float64
}

// patterns are the guitar's two bars, played in turn.
var patterns = [2][]stroke{
	{
		{0, []int{0, 2, 3}, 0.85},
		{3, []int{4}, 0.6},
		{4, []int{1}, 0.45},
		{6, []int{2, 3}, 0.75},
		{8, []int{0}, 0.5},
		{10, []int{4}, 0.65},
		{11, []int{2}, 0.4},
		{12, []int{1, 3}, 0.6},
		{14, []int{4}, 0.55},
	},
	{
		{0, []int{0, 2}, 0.75},
		{2, []int{3}, 0.45},
		{3, []int{4}, 0.6},
		{6, []int{1, 3}, 0.75},
		{8, []int{0}, 0.45},
		{9, []int{2}, 0.35},
		{11, []int{3, 4}, 0.65},
		{14, []int{1}, 0.5},
		{15, []int{2}, 0.35},
	},
}

// score writes all parts out.
func score() []note {
	var notes []note
	for n := range Bars {
		notes = append(notes, guitarBar(n)...)
		notes = append(notes, bassBar(n)...)
		notes = append(notes, padBar(n)...)
		notes = append(notes, tuneBar(n)...)
		notes = append(notes, drumBar(n)...)
	}
	return notes
}

func guitarBar(n int) []note {
	var notes []note
	for _, s := range patterns[n%2] {
		c := harmony[n][s.step/8]
		for i, v := range s.voices {
			notes = append(notes, note{
				part: guitar, bar: n, step: s.step, steps: 5, key: c.tones[v],
				force: s.force * (1 - 0.06*float64(i)), pan: -0.32 + 0.08*float64(v), after: 0.011 * float64(i),
			})
		}
	}
	return notes
}

// bassBar plays root, root, fifth, and a step of the scale that leads to the
// next chord.
func bassBar(n int) []note {
	first, second := harmony[n][0].bass, harmony[n][1].bass
	next := harmony[(n+1)%Bars][0].bass
	fifth := second + 7
	if fifth > 45 {
		fifth -= 12
	}
	lead := second
	switch {
	case next > second:
		lead = scaleStep(next, -1)
	case next < second:
		lead = scaleStep(next, 1)
	}
	return []note{
		{part: bass, bar: n, step: 0, steps: 5, key: first, force: 0.95},
		{part: bass, bar: n, step: 6, steps: 2, key: first, force: 0.7},
		{part: bass, bar: n, step: 8, steps: 4, key: second, force: 0.85},
		{part: bass, bar: n, step: 12, steps: 2, key: fifth, force: 0.7},
		{part: bass, bar: n, step: 14, steps: 2, key: lead, force: 0.65},
	}
}

// scaleStep returns the nearest key of D major above (by 1) or below (by -1).
func scaleStep(key, by int) int {
	for {
		key += by
		switch key % 12 {
		case 2, 4, 6, 7, 9, 11, 1:
			return key
		}
	}
}

func padBar(n int) []note {
	var notes []note
	for half, c := range harmony[n] {
		if half == 1 && c == harmony[n][0] {
			continue
		}
		steps := 16
		if harmony[n][0] != harmony[n][1] {
			steps = 8
		}
		for _, key := range c.tones {
			notes = append(notes, note{part: pad, bar: n, step: 8 * half, steps: steps, key: key, force: 0.8})
		}
	}
	return notes
}

// tuneBar plays the tune. In the second half of each part a second voice joins
// below it, as two mandolins do.
func tuneBar(n int) []note {
	var notes []note
	for _, t := range melody[n] {
		m := note{part: marimba, bar: n, step: t.step, steps: t.steps, key: t.key, force: 0.75, pan: 0.22}
		if n >= Bars/2 {
			m.part = vibes
		}
		if t.step%4 == 0 {
			m.force = 0.88
		}
		notes = append(notes, m)
		if n%8 >= 4 {
			m.key = harmony[n][t.step/8].below(t.key)
			m.force *= 0.62
			m.pan = -0.25
			notes = append(notes, m)
		}
	}
	return notes
}

// below returns the chord's next tone at least a third under the key.
func (c chord) below(key int) int {
	for k := key - 3; ; k-- {
		for _, t := range c.tones {
			if (k-t)%12 == 0 {
				return k
			}
		}
	}
}

// drumBar keeps the beat: bass drum on one and three, rim on two and four,
// shaker in sixteenths with the weight between the beats.
func drumBar(n int) []note {
	notes := []note{
		{part: kick, bar: n, step: 0, force: 0.95},
		{part: kick, bar: n, step: 8, force: 0.85},
		{part: rim, bar: n, step: 4, force: 0.75, pan: 0.1},
		{part: rim, bar: n, step: 12, force: 0.8, pan: 0.1},
	}
	if n%2 == 1 {
		notes = append(notes, note{part: kick, bar: n, step: 14, force: 0.5})
	} else {
		notes = append(notes, note{part: kick, bar: n, step: 6, force: 0.4})
	}
	if n%4 == 3 {
		notes = append(notes, note{part: rim, bar: n, step: 15, force: 0.4, pan: 0.1})
	}
	weight := [4]float64{0.55, 0.35, 1, 0.4}
	for s := range 16 {
		notes = append(notes, note{part: shaker, bar: n, step: s, force: weight[s%4], pan: 0.4})
	}
	return notes
}
