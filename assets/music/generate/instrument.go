package main

import (
	"math"
	"math/rand/v2"

	"github.com/giro-video/giro/internal/base/timebase"
)

// sound has the part's instrument play a note.
func (b *band) sound(n note, at, force float64) {
	length := float64(n.steps*stepFrames) / timebase.SampleRate
	switch n.part {
	case guitar:
		b.guitar.put(at, pluck(b.chance, pitch(n.key), length, force), n.pan)
	case marimba:
		b.mallet.put(at, bar(b.chance, pitch(n.key), 0, force), n.pan)
	case vibes:
		b.mallet.put(at, bar(b.chance, pitch(n.key), length, force), n.pan)
	case pad:
		for i, cents := range [...]float64{-5, 5} {
			b.pad.put(at, swell(b.chance, pitch(n.key)*math.Pow(2, cents/1200), length, force), float64(2*i-1)*0.7)
		}
	case bass:
		b.bass.put(at, finger(pitch(n.key), length, force), 0)
	case kick:
		b.drums.put(at, thump(b.chance, force), 0)
	case rim:
		b.drums.put(at, knock(b.chance, force), n.pan)
	case shaker:
		b.drums.put(at, shake(b.chance, force), n.pan)
	}
}

// pitch returns the frequency of a key, counted as in MIDI: 69 is 440 Hz.
func pitch(key int) float64 { return 440 * math.Pow(2, float64(key-69)/12) }

// frames returns the number of frames of s seconds.
func frames(s float64) int { return int(s * timebase.SampleRate) }

// rise is a soft attack: 0 at the start, 1 from d seconds on.
func rise(t, d float64) float64 {
	switch {
	case t <= 0:
		return 0
	case t >= d:
		return 1
	}
	return 0.5 - 0.5*math.Cos(math.Pi*t/d)
}

// partial adds a sine to out: its frequency, its level and phase at the start,
// and the seconds in which it falls to 1/e (0: it stays). The sine is the
// imaginary part of a number that is turned and shrunk a little every frame.
func partial(out []float64, hz, level, phase, seconds float64) {
	shrink := 1.0
	if seconds > 0 {
		shrink = math.Exp(-1 / (seconds * timebase.SampleRate))
	}
	im, re := math.Sincos(phase)
	sin, cos := math.Sincos(2 * math.Pi * hz / timebase.SampleRate)
	im, re, sin, cos = im*level, re*level, sin*shrink, cos*shrink
	for i := range out {
		out[i] += im
		re, im = re*cos-im*sin, re*sin+im*cos
	}
}

// pluck is a nylon string: a delay line of one period that is fed back through
// a filter which takes more from the high partials (Karplus and Strong, "Digital
// synthesis of plucked-string and drum timbres", Computer Music Journal 7, 1983;
// tuned by an all-pass after Jaffe and Smith in the same issue). It starts with
// the slopes of a string that a finger draws aside, a little uneven.
func pluck(r *rand.Rand, hz, length, force float64) []float64 {
	const damp = 0.20 // weight of the older sample in the loss filter: its delay
	period := timebase.SampleRate/hz - damp
	size := int(period - 0.3)
	part := period - float64(size)
	tune := (1 - part) / (1 + part)
	loss := math.Pow(10, -3/(hz*1.9*math.Pow(220/hz, 0.4)))

	line := make([]float64, size)
	place := 0.14 + 0.04*r.Float64()
	for i := range line {
		line[i] = 1 / place
		if float64(i) > place*float64(size) {
			line[i] = -1 / (1 - place)
		}
		line[i] += 0.22 * force * (r.Float64()*2 - 1)
	}
	mean := 0.0
	for _, x := range line {
		mean += x / float64(size)
	}
	for i := range line {
		line[i] -= mean
	}
	// The softer the finger, the rounder the start: smoothed round the period.
	round, last := 1-math.Exp(-2*math.Pi*(2200+4500*force)/timebase.SampleRate), 0.0
	for range 2 {
		for i := range line {
			last += round * (line[i] - last)
			line[i] = last
		}
	}
	out := make([]float64, frames(length+0.35))
	var older, in, ap float64
	at := 0
	for i := range out {
		x := line[at]
		y := loss * ((1-damp)*x + damp*older)
		older = x
		ap = tune*y + in - tune*ap
		in = y
		line[at] = ap
		if at++; at == size {
			at = 0
		}
		t := float64(i) / timebase.SampleRate
		v := x * rise(t, 0.0025)
		if t > length { // the finger comes down
			v *= math.Exp(-(t-length)/0.05) * (1 - rise(t-length, 0.35))
		}
		out[i] = 0.055 * force * v
	}
	return out
}

// bar is a wooden bar over a tube, struck with a soft mallet, or, if length is
// not 0, one of metal whose loudness trembles and which is damped after length
// seconds. Both are undercut so that the second partial is two octaves up; the
// third is near ten times the first.
func bar(r *rand.Rand, hz, length, force float64) []float64 {
	metal := length > 0
	ratio := [3]float64{1, 3.98, 9.6}
	level := [3]float64{1, 0.34 * force, 0.14 * force * force}
	seconds := [3]float64{1.25, 0.33, 0.12} // to -60 dB
	tremble := 0.0
	if metal {
		level = [3]float64{1, 0.24 * force, 0.08 * force * force}
		seconds = [3]float64{3.2, 1.0, 0.3}
		tremble = 0.16
	}
	reach := seconds[0] * math.Pow(520/hz, 0.5)
	if metal {
		reach = min(reach, length+0.6)
	}
	out := make([]float64, frames(reach))
	for p, k := range ratio {
		f := hz * k
		if f > 12000 {
			continue
		}
		partial(out, f, level[p], 0, seconds[p]*math.Pow(520/hz, 0.5)/6.9)
	}
	felt := bandPass(min(hz*2.2, 2600), 0.8)
	var s1, s2, click float64
	for i := range out {
		t := float64(i) / timebase.SampleRate
		out[i] *= 1 - tremble*(0.5-0.5*math.Cos(2*math.Pi*5.3*t))
		if t < 0.02 {
			click, s1, s2 = felt.step((r.Float64()*2-1)*math.Exp(-t/0.003), s1, s2)
			out[i] += 0.5 * force * click
		}
		if metal && t > length {
			out[i] *= math.Exp(-(t - length) / 0.13)
		}
		out[i] *= 0.18 * force * rise(t, 0.0025) * (1 - rise(t-reach+0.1, 0.1))
	}
	return out
}

// swell is one of the voices of the soft chord behind everything.
func swell(r *rand.Rand, hz, length, force float64) []float64 {
	const in, gone = 0.30, 0.45
	out := make([]float64, frames(length+gone))
	for k := 1; k <= 8; k++ {
		partial(out, hz*float64(k), math.Pow(float64(k), -1.3), r.Float64()*2*math.Pi, 0)
	}
	for i := range out {
		t := float64(i) / timebase.SampleRate
		out[i] *= 0.012 * force * rise(t, in) * (1 - rise(t-length, gone))
	}
	return out
}

// finger is a round electric bass: four partials, the higher the sooner gone,
// pressed a little, so that its pitch is heard on a small loudspeaker.
func finger(hz, length, force float64) []float64 {
	const gone = 0.07
	out := make([]float64, frames(length+gone))
	level := [4]float64{1, 0.65, 0.36, 0.18}
	seconds := [4]float64{1.6, 0.7, 0.35, 0.2}
	for k, l := range level {
		partial(out, hz*float64(k+1), l, 0, seconds[k])
	}
	for i := range out {
		t := float64(i) / timebase.SampleRate
		out[i] = 0.12 * force * math.Tanh(1.3*out[i]) * rise(t, 0.007) * (1 - rise(t-length, gone))
	}
	return out
}

// thump is a soft bass drum: a falling sine and the touch of the beater.
func thump(r *rand.Rand, force float64) []float64 {
	out := make([]float64, frames(0.32))
	touch := lowPass(2200, 0.7)
	var turn, s1, s2, click float64
	for i := range out {
		t := float64(i) / timebase.SampleRate
		turn += 2 * math.Pi * (50 + 85*math.Exp(-t/0.022)) / timebase.SampleRate
		click, s1, s2 = touch.step((r.Float64()*2-1)*math.Exp(-t/0.004), s1, s2)
		v := math.Sin(turn)*math.Exp(-t/0.085) + 0.12*click
		out[i] = 0.34 * force * v * rise(t, 0.0015) * (1 - rise(t-0.2, 0.12))
	}
	return out
}

// knock is a stick on a rim, closer to wood than to metal, with the brush of
// the other hand on the skin.
func knock(r *rand.Rand, force float64) []float64 {
	out := make([]float64, frames(0.26))
	wood, skin := bandPass(1750, 2.2), bandPass(2900, 0.6)
	var a1, a2, b1, b2, n, m float64
	for i := range out {
		t := float64(i) / timebase.SampleRate
		n, a1, a2 = wood.step((r.Float64()*2-1)*math.Exp(-t/0.016), a1, a2)
		m, b1, b2 = skin.step((r.Float64()*2-1)*math.Exp(-t/0.05)*rise(t, 0.006), b1, b2)
		v := 0.8*n + 0.20*m + 0.35*math.Exp(-t/0.012)*math.Sin(2*math.Pi*455*t) + 0.28*math.Exp(-t/0.009)*math.Sin(2*math.Pi*1120*t)
		out[i] = 0.72 * force * v * rise(t, 0.001) * (1 - rise(t-0.2, 0.06))
	}
	return out
}

// shake is one stroke of a shaker: grains that come up and die within a
// sixteenth note.
func shake(r *rand.Rand, force float64) []float64 {
	out := make([]float64, frames(0.11))
	low, high := highPass(4800, 0.8), lowPass(10500, 0.7)
	var a1, a2, b1, b2, n float64
	for i := range out {
		t := float64(i) / timebase.SampleRate
		n, a1, a2 = low.step(r.Float64()*2-1, a1, a2)
		n, b1, b2 = high.step(n, b1, b2)
		out[i] = 0.17 * force * n * rise(t, 0.016-0.006*force) * math.Exp(-max(0, t-0.014)/0.024) * (1 - rise(t-0.08, 0.03))
	}
	return out
}
