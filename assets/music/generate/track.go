package main

import (
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
)

// track is one channel of the mixing desk: a circle of totalFrames frames.
type track struct {
	left, right []float64
}

func newTrack() *track {
	return &track{left: make([]float64, totalFrames), right: make([]float64, totalFrames)}
}

// put adds mono sound that begins at frame at, which is rounded. pan runs from
// -1, left, to 1, right, at equal power.
func (t *track) put(at float64, sound []float64, pan float64) {
	r, l := math.Sincos((pan + 1) * math.Pi / 4)
	i := wrap(int(math.Round(at)))
	for _, x := range sound {
		t.left[i] += l * x
		t.right[i] += r * x
		if i++; i == totalFrames {
			i = 0
		}
	}
}

// add adds another track.
func (t *track) add(o *track, gain float64) {
	for i := range t.left {
		t.left[i] += gain * o.left[i]
		t.right[i] += gain * o.right[i]
	}
}

// wrap returns the frame of the circle.
func wrap(i int) int { return (i%totalFrames + totalFrames) % totalFrames }

// filter runs the sections over both channels, one after the other. The start
// of the circle is heard with the memory of its end.
func (t *track) filter(sections ...biquad) {
	for _, s := range sections {
		s.circle(t.left)
		s.circle(t.right)
	}
}

// biquad is a second-order filter section, normalised (a0 = 1). The designs
// are those of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad
// filter coefficients".
type biquad struct{ b0, b1, b2, a1, a2 float64 }

// settleFrames is how long a filter runs on the end of the circle before the
// start: much longer than the memory of any filter here.
const settleFrames = timebase.SampleRate / 2

// circle filters a circle in place.
func (q biquad) circle(x []float64) {
	var s1, s2 float64
	for _, v := range x[len(x)-settleFrames:] {
		_, s1, s2 = q.step(v, s1, s2)
	}
	q.run(x, s1, s2)
}

// run filters x in place, from the given state.
func (q biquad) run(x []float64, s1, s2 float64) {
	for i, v := range x {
		x[i], s1, s2 = q.step(v, s1, s2)
	}
}

func (q biquad) step(x, s1, s2 float64) (y, t1, t2 float64) {
	y = q.b0*x + s1
	return y, q.b1*x - q.a1*y + s2, q.b2*x - q.a2*y
}

// design returns what all designs start from.
func design(hz, q float64) (cos, alpha float64) {
	sin, cos := math.Sincos(2 * math.Pi * hz / timebase.SampleRate)
	return cos, sin / (2 * q)
}

func lowPass(hz, q float64) biquad {
	c, al := design(hz, q)
	a0 := 1 + al
	return biquad{(1 - c) / 2 / a0, (1 - c) / a0, (1 - c) / 2 / a0, -2 * c / a0, (1 - al) / a0}
}

func highPass(hz, q float64) biquad {
	c, al := design(hz, q)
	a0 := 1 + al
	return biquad{(1 + c) / 2 / a0, -(1 + c) / a0, (1 + c) / 2 / a0, -2 * c / a0, (1 - al) / a0}
}

// bandPass has a gain of 1 at its middle.
func bandPass(hz, q float64) biquad {
	c, al := design(hz, q)
	a0 := 1 + al
	return biquad{al / a0, 0, -al / a0, -2 * c / a0, (1 - al) / a0}
}

func peaking(hz, q, db float64) biquad {
	c, al := design(hz, q)
	a := math.Pow(10, db/40)
	a0 := 1 + al/a
	return biquad{(1 + al*a) / a0, -2 * c / a0, (1 - al*a) / a0, -2 * c / a0, (1 - al/a) / a0}
}

func highShelf(hz, db float64) biquad {
	c, al := design(hz, math.Sqrt2/2)
	a := math.Pow(10, db/40)
	r := 2 * math.Sqrt(a) * al
	a0 := (a + 1) - (a-1)*c + r
	return biquad{
		a * ((a + 1) + (a-1)*c + r) / a0, -2 * a * ((a - 1) + (a+1)*c) / a0, a * ((a + 1) + (a-1)*c - r) / a0,
		2 * ((a - 1) - (a+1)*c) / a0, ((a + 1) - (a-1)*c - r) / a0,
	}
}
