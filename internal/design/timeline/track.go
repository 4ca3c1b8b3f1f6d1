package timeline

import "math"

// Easing is the curve between two keys: a cubic Bézier from (0,0) to (1,1) as
// in CSS Easing Functions Level 1, or one of the named kinds.
type Easing struct {
	Kind           EasingKind
	X1, Y1, X2, Y2 float64 // of a Bezier
}

// EasingKind is a family of curves.
type EasingKind uint8

// The kinds: Linear is the zero value; Hold stays at the first value; Cosine
// is half a cosine wave, slow at both ends.
const (
	Linear EasingKind = iota
	Bezier
	Cosine
	Hold
)

// The named easings.
var (
	Arrive = Easing{Bezier, 0.16, 1, 0.30, 1}
	Step   = Easing{Bezier, 0.76, 0, 0.24, 1}
	Leave  = Easing{Bezier, 0.70, 0, 0.84, 0}
	Count  = Easing{Bezier, 0.22, 1, 0.36, 1}
	Drift  = Easing{Kind: Linear}
	Orbit  = Easing{Kind: Cosine}
)

// At returns the eased progress for x from 0 to 1.
func (e Easing) At(x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	switch e.Kind {
	case Linear:
		return x
	case Cosine:
		return (1 - math.Cos(math.Pi*x)) / 2
	case Hold:
		return 0
	case Bezier:
		return e.bezier(x)
	}
	return x
}

// bezier solves for the parameter by bisection: 40 halvings are exact far below a
// pixel, and give the same bits on every machine.
func (e Easing) bezier(x float64) float64 {
	poly := func(a, b, t float64) float64 {
		u := 1 - t
		return 3*u*u*t*a + 3*u*t*t*b + t*t*t
	}
	lo, hi := 0.0, 1.0
	for range 40 {
		mid := (lo + hi) / 2
		if poly(e.X1, e.X2, mid) < x {
			lo = mid
		} else {
			hi = mid
		}
	}
	return poly(e.Y1, e.Y2, (lo+hi)/2)
}

// Key is a value at a frame (which may be fractional), and the curve that
// leads from it to the next key.
type Key struct {
	Frame, Value float64
	Ease         Easing
}

// Track is a value over time: constant before its first and after its last
// key. Keys are in the order of their frames. A nil track stands for a default.
type Track []Key

// Const returns a track with one value.
func Const(v float64) Track { return Track{{Value: v}} }

// Ramp returns a track that goes from a at frame f0 to b at frame f1.
func Ramp(f0, a, f1, b float64, e Easing) Track { return Track{{f0, a, e}, {f1, b, Easing{}}} }

// At returns the value at frame t, or def for a nil track.
func (tr Track) At(t, def float64) float64 {
	if len(tr) == 0 {
		return def
	}
	if t <= tr[0].Frame {
		return tr[0].Value
	}
	for i := 1; i < len(tr); i++ {
		a, b := tr[i-1], tr[i]
		if t < b.Frame {
			return a.Value + (b.Value-a.Value)*a.Ease.At((t-a.Frame)/(b.Frame-a.Frame))
		}
	}
	return tr[len(tr)-1].Value
}

// Moves reports whether the track has more than one value.
func (tr Track) Moves() bool {
	for _, k := range tr {
		if k.Value != tr[0].Value {
			return true
		}
	}
	return false
}

// Range returns the least and the greatest value of the track's keys, or def
// twice for a nil track. The named easings do not overshoot their keys.
func (tr Track) Range(def float64) (lo, hi float64) {
	if len(tr) == 0 {
		return def, def
	}
	lo, hi = tr[0].Value, tr[0].Value
	for _, k := range tr[1:] {
		lo, hi = min(lo, k.Value), max(hi, k.Value)
	}
	return lo, hi
}
