package main

import (
	"math"
	"math/rand/v2"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/sound/loudness"
)

// The piece's time. At 112.5 beats a minute a beat is 25 600 samples: exactly
// 16 frames of the picture at 30 a second and 25 AAC access units, so any
// number of bars is a permitted length and no tempo has to change.
const (
	BPM         = 112.5
	BeatsPerBar = 4
	Bars        = 16
)

const (
	beatFrames  = timebase.SampleRate * 60 * 2 / 225
	stepFrames  = beatFrames / 4 // a sixteenth note
	barFrames   = BeatsPerBar * beatFrames
	totalFrames = Bars * barFrames
)

// targetLUFS leaves the peaks of the drums room below full scale.
const targetLUFS = -16

// Demo returns the piece: stereo, interleaved, Bars bars at
// timebase.SampleRate, at -16 LUFS. It is the same at every call.
func Demo() []float32 {
	b := newBand()
	b.play(score())
	return b.mixDown()
}

// pcmStep is the step of PCM16: 14 bits of sixteen. Their noise, at -81 dBFS,
// lies 65 dB under the music, and FLAC leaves out the two bits that are always
// zero, a fifth of the file.
const pcmStep = 4

// PCM16 returns samples as 16-bit integers, multiples of pcmStep, with
// triangular dither from a fixed seed, which turns the rounding into even,
// faint noise.
func PCM16(samples []float32) []int16 {
	r := rand.New(rand.NewPCG(16, 16)) //nolint:gosec // noise, not a secret
	const most = math.MaxInt16 / pcmStep
	out := make([]int16, len(samples))
	for i, x := range samples {
		v := math.Round(float64(x)*(most+1) + r.Float64() - r.Float64())
		out[i] = pcmStep * int16(min(max(v, -most-1), most))
	}
	return out
}

// band holds the instruments' channels of the mixing desk.
type band struct {
	chance                           *rand.Rand
	guitar, mallet, pad, bass, drums *track
}

func newBand() *band {
	return &band{
		chance: rand.New(rand.NewPCG(112, 5)), //nolint:gosec // a player's hand, not a secret
		guitar: newTrack(), mallet: newTrack(), pad: newTrack(), bass: newTrack(), drums: newTrack(),
	}
}

// play gives every note of the score to its instrument, with the small
// differences in time and force that a hand makes. A note on the first beat of
// a bar never comes early: the picture is cut there.
func (b *band) play(notes []note) {
	for _, n := range notes {
		at := float64(n.bar*barFrames + n.step*stepFrames)
		if n.step%2 == 1 {
			at += swing * stepFrames
		}
		late := b.chance.NormFloat64() * n.part.loose() * timebase.SampleRate
		if n.step == 0 {
			late = math.Abs(late)
		}
		at += late + n.after*timebase.SampleRate
		force := n.force * math.Pow(10, b.chance.NormFloat64()*0.8/20)
		b.sound(n, at, force)
	}
}

// mixDown sets the levels and the room, and brings the sum to its loudness.
func (b *band) mixDown() []float32 {
	b.guitar.filter(peaking(105, 3, 3), peaking(215, 3, 2.5), highPass(80, 0.7), highShelf(1500, 4))
	b.mallet.filter(highPass(150, 0.7))
	b.pad.filter(highPass(180, 0.7), lowPass(4200, 0.7))
	b.bass.filter(highPass(32, 0.7), lowPass(1600, 0.6))
	b.drums.filter(highPass(35, 0.7))

	guitar := chorus(b.guitar, 0.35, 17, 0.011, 0.0012)
	pad := chorus(b.pad, 0.6, 11, 0.014, 0.0022)
	mallet := echo(b.mallet, 3*stepFrames, 0.22, 0.38)

	room := newTrack()
	room.add(guitar, 0.22)
	room.add(mallet, 0.40)
	room.add(pad, 0.35)
	room.add(b.drums, 0.11)
	room.filter(highPass(220, 0.7), lowPass(6500, 0.7))
	room = reverb(room)

	out := newTrack()
	out.add(guitar, 0.75)
	out.add(mallet, 1.1)
	out.add(pad, 1.35)
	out.add(b.bass, 1)
	out.add(b.drums, 1)
	out.add(room, 1)
	out.filter(highShelf(3200, 2))
	return out.finish()
}

// finish rounds the peaks off and returns the samples at targetLUFS.
func (t *track) finish() []float32 {
	samples := make([]float32, 2*totalFrames)
	level := func() {
		for i := range totalFrames {
			samples[2*i], samples[2*i+1] = float32(t.left[i]), float32(t.right[i])
		}
	}
	level()
	for range 3 {
		gain := math.Pow(10, (targetLUFS-loudness.MeasureLoop(samples).LUFS.DB)/20)
		for i := range totalFrames {
			t.left[i], t.right[i] = soften(gain*t.left[i]), soften(gain*t.right[i])
		}
		level()
	}
	gain := float32(math.Pow(10, (targetLUFS-loudness.MeasureLoop(samples).LUFS.DB)/20))
	for i := range samples {
		samples[i] *= gain
	}
	return samples
}

// soften leaves what is below half of full scale alone and bends what is above
// towards 0.85.
func soften(x float64) float64 {
	const knee, top = 0.5, 0.85
	a := math.Abs(x)
	if a <= knee {
		return x
	}
	return math.Copysign(knee+(top-knee)*math.Tanh((a-knee)/(top-knee)), x)
}
