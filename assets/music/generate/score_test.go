package main

import "testing"

// No note of the tune, or of its second voice, lies a semitone above a tone of
// the chord (the minor ninth, which is heard as wrong) unless the chord has it
// too, and every note that lasts is a tone of the chord or of D major.
func TestTuneFitsHarmony(t *testing.T) {
	scale := map[int]bool{2: true, 4: true, 6: true, 7: true, 9: true, 11: true, 1: true}
	for n := range Bars {
		for _, m := range tuneBar(n) {
			c := harmony[n][m.step/8]
			in := map[int]bool{c.bass % 12: true}
			for _, k := range c.tones {
				in[k%12] = true
			}
			key := m.key % 12
			if !in[key] && in[(key+11)%12] {
				t.Errorf("bar %d, sixteenth %d: key %d rubs against %s", n+1, m.step, m.key, c.name)
			}
			if !in[key] && !scale[key] {
				t.Errorf("bar %d, sixteenth %d: key %d is neither in %s nor in the scale", n+1, m.step, m.key, c.name)
			}
		}
	}
}

// Inside a chord no two voices are a semitone or a minor ninth apart, and from
// chord to chord no voice leaps.
func TestVoices(t *testing.T) {
	for n := range Bars {
		for half, c := range harmony[n] {
			for i, a := range c.tones {
				for _, b := range c.tones[i+1:] {
					if b-a == 1 || b-a == 13 {
						t.Errorf("bar %d: %d and %d clash in %s", n+1, a, b, c.name)
					}
				}
			}
			next := harmony[(n+half)%Bars][1-half]
			for i := range c.tones {
				if d := next.tones[i] - c.tones[i]; d > 4 || d < -4 {
					t.Errorf("bar %d: voice %d leaps by %d from %s to %s", n+1, i+1, d, c.name, next.name)
				}
			}
		}
	}
}

// The bass stays in the range of a bass, leads by step, and the parts keep to
// their bars.
func TestScore(t *testing.T) {
	for _, n := range score() {
		if n.bar < 0 || n.bar >= Bars || n.step < 0 || n.step > 15 {
			t.Errorf("a note outside its bar: %+v", n)
		}
		if n.force <= 0 || n.force > 1 {
			t.Errorf("a force outside (0, 1]: %+v", n)
		}
		if n.part == bass && (n.key < 33 || n.key > 45) {
			t.Errorf("a bass note out of range: %+v", n)
		}
	}
	for n := range Bars {
		notes := bassBar(n)
		lead, next := notes[len(notes)-1].key, harmony[(n+1)%Bars][0].bass
		if d := lead - next; d < -2 || d > 2 {
			t.Errorf("bar %d: the bass leads from %d to %d", n+1, lead, next)
		}
	}
}
