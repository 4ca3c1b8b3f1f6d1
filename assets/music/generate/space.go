package main

import (
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
)

// chorus adds a copy whose delay swings by depth seconds around delay, cycles
// times in the piece (a whole number, so that it closes), the two channels a
// quarter of a turn apart.
func chorus(in *track, wet, cycles, delay, depth float64) *track {
	out := newTrack()
	for i := range totalFrames {
		turn := 2 * math.Pi * cycles * float64(i) / totalFrames
		dl := (delay + depth*math.Sin(turn)) * timebase.SampleRate
		dr := (delay + depth*math.Cos(turn)) * timebase.SampleRate
		out.left[i] = in.left[i] + wet*between(in.left, float64(i)-dl)
		out.right[i] = in.right[i] + wet*between(in.right, float64(i)-dr)
	}
	return out
}

// between returns the circle at a fractional frame, by a cubic through its
// four neighbours (Catmull-Rom).
func between(x []float64, at float64) float64 {
	w := math.Floor(at)
	f := at - w
	i := int(w)
	a, b, c, d := x[wrap(i-1)], x[wrap(i)], x[wrap(i+1)], x[wrap(i+2)]
	return b + f/2*(c-a+f*(2*a-5*b+4*c-d+f*(3*(b-c)+d-a)))
}

// echo adds repeats every delay frames, each softer by the factor decay and on
// the other side.
func echo(in *track, delay int, wet, decay float64) *track {
	out := newTrack()
	out.add(in, 1)
	gain := wet
	for n := 1; gain > 0.005; n++ {
		for i := range totalFrames {
			from := wrap(i - n*delay)
			l, r := in.left[from], in.right[from]
			mid := (l + r) / 2
			if n%2 == 1 {
				out.right[i] += gain * (0.8*mid + 0.2*r)
				out.left[i] += gain * 0.25 * mid
			} else {
				out.left[i] += gain * (0.8*mid + 0.2*l)
				out.right[i] += gain * 0.25 * mid
			}
		}
		gain *= decay
	}
	return out
}

// The reverberation is a feedback delay network (Jot and Chaigne, "Digital
// delay networks for designing artificial reverberators", AES 90, 1991): eight
// delays of mutually prime lengths, mixed by a Householder matrix, each with a
// low pass that makes the high tones die sooner.
const (
	roomSeconds  = 1.3  // until the reverberation has fallen by 60 dB
	roomDamping  = 0.35 // of the low pass in each line, 0 to 1
	roomPreDelay = timebase.SampleRate * 18 / 1000
)

var roomLines = [8]int{1327, 1559, 1787, 2053, 2311, 2617, 2879, 3167}

// reverb returns the room's answer alone, on the circle: the network runs
// twice, and what it says the second time is kept.
func reverb(in *track) *track {
	out := newTrack()
	var lines [8][]float64
	var gain, low [8]float64
	var at [8]int
	for i, n := range roomLines {
		lines[i] = make([]float64, n)
		gain[i] = math.Pow(10, -3*float64(n)/(roomSeconds*timebase.SampleRate))
	}
	for pass := range 2 {
		for i := range totalFrames {
			from := wrap(i - roomPreDelay)
			l, r := in.left[from], in.right[from]
			var y [8]float64
			sum := 0.0
			for k := range lines {
				low[k] += (1 - roomDamping) * (lines[k][at[k]] - low[k])
				y[k] = gain[k] * low[k]
				sum += y[k]
			}
			for k := range lines {
				feed := l
				if k%2 == 1 {
					feed = r
				}
				lines[k][at[k]] = feed + y[k] - sum/4
				if at[k]++; at[k] == len(lines[k]) {
					at[k] = 0
				}
			}
			if pass == 1 {
				out.left[i] = 0.35 * (y[0] - y[2] + y[4] - y[6] + 0.3*(y[1]-y[5]))
				out.right[i] = 0.35 * (y[1] - y[3] + y[5] - y[7] + 0.3*(y[0]-y[4]))
			}
		}
	}
	return out
}
