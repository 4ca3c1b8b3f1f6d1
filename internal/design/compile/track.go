package compile

import (
	"github.com/giro-video/giro/internal/design/timeline"
)

// orbit swings from one value to another and back in one loop, on the whole unrolled axis.
func (a *animator) orbit(from, to float64) timeline.Track {
	half := float64(a.grid.Frames) / 2
	var tr timeline.Track
	for k := -2; k <= 4; k++ {
		v := from
		if k%2 != 0 {
			v = to
		}
		tr = append(tr, timeline.Key{Frame: float64(k) * half, Value: v, Ease: timeline.Orbit})
	}
	return tr
}

// ramp goes from one value to another in whole frames from frame at on.
func (a *animator) ramp(at int, seconds, from, to float64, e timeline.Easing) timeline.Track {
	return timeline.Ramp(float64(at), from, float64(at+a.frames(seconds)), to, e)
}

// byScene makes a track of a value that every scene has, moved in the scenes'
// transitions. The track covers the axis before and after the loop too, since
// texts that it clips enter before 0.
func (a *animator) byScene(value func(origin string) (float64, bool)) timeline.Track {
	vals := make([]float64, len(a.scenes))
	last, found := 0.0, false
	for range 2 { // the first scene may take the last one's value
		for i, s := range a.scenes {
			if v, ok := value(s.origin); ok {
				last, found = v, true
			}
			vals[i] = last
		}
	}
	if !found {
		return nil
	}
	var tr timeline.Track
	n := len(a.scenes)
	for turn := -1; turn <= 2; turn++ {
		off := float64(turn * a.grid.Frames)
		for i, s := range a.scenes {
			from, to := vals[(i+n-1)%n], vals[i]
			if from == to && len(tr) > 0 {
				continue
			}
			start, end := float64(s.enter.from)+off, float64(s.enter.to)+off
			if end <= start {
				half := float64(a.frames(0.35))
				start, end = start-half, start+half
			}
			tr = append(tr, timeline.Key{Frame: start, Value: from, Ease: timeline.Step}, timeline.Key{Frame: end, Value: to})
		}
	}
	return tr
}

// moved adds d to a track's values.
func moved(tr timeline.Track, d float64) timeline.Track {
	out := make(timeline.Track, len(tr))
	for i, k := range tr {
		k.Value += d
		out[i] = k
	}
	return out
}

// course returns a track over a scene's time. value is called with 0 for the
// way from the scene before (0 to 1 of its transition) and with 1 for the way
// to the next, and with the frame.
func (a *animator) course(s *scene, before, after bool, value func(step int, f, frame float64) float64) timeline.Track {
	var out timeline.Track
	add := func(step int, w window) {
		n := w.to - w.from
		for t := w.from; t <= w.to; t++ {
			f := 1.0
			if n > 0 {
				f = timeline.Step.At(float64(t-w.from) / float64(n))
			}
			out = append(out, timeline.Key{Frame: float64(t), Value: value(step, f, float64(t))})
		}
	}
	if before {
		add(0, s.enter)
	} else {
		out = append(out, timeline.Key{Frame: float64(s.enter.from), Value: value(0, 1, float64(s.enter.from))})
	}
	if after {
		add(1, s.leave)
	} else {
		out = append(out, timeline.Key{Frame: float64(s.leave.to), Value: value(1, 0, float64(s.leave.to))})
	}
	return out
}

// join appends a later track to an earlier one.
func join(a, b timeline.Track) timeline.Track {
	if len(a) == 0 {
		return b
	}
	return append(a, b...)
}
