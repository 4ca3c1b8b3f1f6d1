package mix

import (
	"fmt"
	"math"

	"github.com/giro-video/giro/internal/base/timebase"
)

const (
	// A crossfade shorter than this is heard as a click.
	minFadeFrames = timebase.SampleRate / 100
	// Music shorter than this cannot be looped: it would be a tone.
	minMusicFrames = timebase.SampleRate / 10
	// Music whose length misses whole bars by no more than this was exported
	// as a loop; the rest is rounding in its length or its tempo.
	loopTolerance = timebase.SampleRate / 200
)

// plan says where in the music the loop is taken from.
type plan struct {
	start  float64 // frame of the music on which the loop begins
	ratio  float64 // frames of the music in one frame of the loop
	circle bool    // the music is a loop itself: its end continues into its start
	bar    float64 // frames of the loop in a bar of the music; 0: not known
	fade   int     // frames of the crossfade
	turns  int     // how often the music begins, when it is a circle
}

// arrange returns the loop of the grid's length and how often the music begins in it.
func arrange(src []float32, rec Track, grid timebase.Grid, fadeSeconds float64) (loop []float32, turns int, err error) {
	if grid.Rate.Num <= 0 || grid.Rate.Den <= 0 || grid.Frames <= 0 {
		return nil, 0, fmt.Errorf("%w: a loop of %d frames at %d/%d a second has no length", ErrGrid, grid.Frames, grid.Rate.Num, grid.Rate.Den)
	}
	frames := grid.Rate.Samples(grid.Frames)
	src = src[:len(src)/2*2]
	if len(src) == 0 {
		return make([]float32, 2*frames), 0, nil
	}
	if err := checkFinite(src); err != nil {
		return nil, 0, err
	}
	if len(src)/2 < minMusicFrames {
		return nil, 0, fmt.Errorf("%w: %.3f s, the least is 0.1 s", ErrTooShort, float64(len(src)/2)/timebase.SampleRate)
	}
	p, err := newPlan(len(src)/2, rec, grid)
	if err != nil {
		return nil, 0, err
	}
	if fadeSeconds > 0 {
		p.fade = max(int(math.Round(min(fadeSeconds*timebase.SampleRate, float64(frames)))), minFadeFrames)
	}
	p.fade = min(p.fade, frames)
	if p.circle {
		src = smoothSeam(src)
	}
	want := frames + p.fade
	if !p.circle {
		// The last sample that has a neighbour to interpolate with.
		want = min(want, int((float64(len(src)/2)-p.start)/p.ratio))
	}
	music := resample(src, p.start, p.ratio, want, p.circle)
	starts := []int{0}
	if want < frames+minFadeFrames {
		unit, fade := p.repeat(want)
		p.fade = fade
		for i := 1; ; i++ {
			s := int(math.Round(float64(i) * unit))
			if s >= frames {
				break
			}
			starts = append(starts, s)
		}
		p.turns = len(starts)
	}
	loop = make([]float32, 2*frames)
	splice(loop, music, starts, p.fade)
	return smoothSeam(loop), max(p.turns, 1), nil
}

// newPlan decides where the loop begins in music of the given length, and how fast it runs.
func newPlan(length int, rec Track, grid timebase.Grid) (plan, error) {
	frames := grid.Rate.Samples(grid.Frames)
	if rec.BPM == 0 {
		return plan{ratio: 1, circle: length == frames, turns: 1, fade: timebase.SampleRate}, nil
	}
	if !(rec.BPM > 0) || math.IsInf(rec.BPM, 0) || rec.BeatsPerBar < 0 || math.IsNaN(rec.FirstBeatSeconds) {
		return plan{}, fmt.Errorf("%w: %v beats a minute, %d a bar, the first at %v s", ErrGrid, rec.BPM, rec.BeatsPerBar, rec.FirstBeatSeconds)
	}
	beats := rec.BeatsPerBar
	if beats == 0 {
		beats = 4
		if grid.Beats() > 1 {
			beats = grid.BeatsPerBar
		}
	}
	beat := 60 / rec.BPM * timebase.SampleRate
	bar := beat * float64(beats)
	p := plan{
		start: rec.FirstBeatSeconds * timebase.SampleRate,
		ratio: 1,
		bar:   bar,
		fade:  max(int(beat/2), minFadeFrames),
	}
	if grid.Beats() > 1 {
		var err error
		if p.ratio, err = tempo(frames, bar, grid.Stretch); err != nil {
			return plan{}, err
		}
		p.bar = bar / p.ratio
	}
	if p.start > float64(length) || p.start < -float64(length) {
		return plan{}, fmt.Errorf("%w: it is at %.3f s of %.3f s", ErrFirstBeat, rec.FirstBeatSeconds, float64(length)/timebase.SampleRate)
	}
	p.start += bar * max(0, math.Ceil(-p.start/bar))
	whole := math.Round(float64(length) / bar)
	if off := math.Abs(float64(length) - whole*bar); whole >= 1 && off <= min(loopTolerance, 0.001*float64(length)) {
		p.circle = true
		p.ratio *= float64(length) / (whole * bar)
		p.turns = int(math.Ceil(float64(frames)*p.ratio/float64(length) - 1e-6))
	} else {
		// Music whose first beat is late may be long enough from an earlier bar line on.
		missing := p.start + (float64(frames)+float64(p.fade))*p.ratio - float64(length)
		p.start -= bar * min(math.Floor(p.start/bar), max(0, math.Ceil(missing/bar)))
		if float64(length)-p.start < minMusicFrames {
			p.start = 0 // a first beat at the very end leaves no music
		}
	}
	if math.Abs(p.ratio-1) < 1e-7 {
		// No change of tempo: the samples stay what they are.
		p.ratio, p.start = 1, math.Round(p.start)
	}
	return p, nil
}

// tempo returns how many frames of music, which has bars of the given length,
// go into one of a loop of the given frames.
func tempo(frames int, bar, stretch float64) (ratio float64, err error) {
	if stretch == 0 {
		stretch = 1
	}
	// A stretch of just MaxStretch may come out a rounding error above it.
	if !(math.Abs(stretch-1) <= timebase.MaxStretch+1e-9) {
		return 0, fmt.Errorf("%w: it changes the tempo by %.2f %%, the most is %.2f %%", ErrGrid, 100*(stretch-1), 100*timebase.MaxStretch)
	}
	exact := float64(frames) * stretch / bar
	bars := math.Round(exact)
	// Written so that NaN fails each condition.
	if !(bars >= 1) || !(bars <= float64(frames)) || !(math.Abs(exact-bars) <= 0.01) {
		return 0, fmt.Errorf("%w: its length is %.3f bars of the music", ErrGrid, exact)
	}
	return bars * bar / float64(frames), nil
}

// repeat returns after how many frames music of the given length begins again, and
// the length of the crossfade for which there is music left. It begins again on the
// last bar line, or as late as possible when there is none.
func (p plan) repeat(length int) (unit float64, fade int) {
	if p.bar > 0 {
		if bars := math.Floor(float64(length-minFadeFrames) / p.bar); bars >= 1 {
			return bars * p.bar, min(p.fade, length-int(math.Round(bars*p.bar)))
		}
	}
	fade = min(p.fade, length/4)
	return float64(length - fade), fade
}

// splice fills loop with music that begins again at each of starts, the first of
// which is 0. At each start, the continuation of the music before it fades out under
// the music that begins; at the first, that is the music at the loop's end.
func splice(loop, music []float32, starts []int, fade int) {
	ends := append(append([]int{}, starts[1:]...), len(loop)/2)
	for i, s := range starts {
		copy(loop[2*s:2*ends[i]], music)
	}
	for i, end := range ends {
		next := (i + 1) % len(starts)
		after := music[min(2*(end-starts[i]), len(music)):]
		head := loop[2*starts[next] : 2*ends[next]]
		n := min(2*fade, len(after), len(head))
		crossfade(head[:n], after[:n])
	}
}

// crossfade fades tail out under head, in place. The gains are a quarter of a sine and
// of a cosine, which keep the power of uncorrelated sounds. Music at the same place of
// two bars is correlated: its kick drums would become up to 3 dB louder. So the sum is
// normalised by the correlation, after Fink, Holters, Zölzer, "Signal-matched
// power-complementary cross-fading and dry-wet mixing", DAFx 2016. Two equal sounds
// stay equal, sample for sample: music that is a loop itself needs no special case.
func crossfade(head, tail []float32) {
	frames := len(head) / 2
	var powerHead, powerTail, common float64
	for i := range frames {
		in, out := fadeGains(i, frames)
		w := in * out // the weight of what both have in common
		for c := range 2 {
			h, t := float64(head[2*i+c]), float64(tail[2*i+c])
			powerHead += w * h * h
			powerTail += w * t * t
			common += w * h * t
		}
	}
	common = max(common, 0)
	for i := range frames {
		in, out := fadeGains(i, frames)
		apart := in*in*powerHead + out*out*powerTail
		norm := 1.0
		if apart > 0 {
			norm = math.Sqrt(apart / (apart + 2*in*out*common))
		}
		for c := range 2 {
			head[2*i+c] = float32(norm * (in*float64(head[2*i+c]) + out*float64(tail[2*i+c])))
		}
	}
}

// fadeGains returns the gains of what comes and of what goes at frame i of n.
func fadeGains(i, n int) (in, out float64) {
	return math.Sincos(math.Pi / 2 * float64(i) / float64(n))
}
