package compile

import (
	"github.com/giro-video/giro/internal/base/srgb"
)

// The sender's mark, in px of the 1080-wide design.
const (
	labelMark = 64  // height of most marks
	tallMark  = 84  // of one that is taller than wide, such as a coat of arms
	wideMark  = 300 // width of a wordmark at most
	leastMark = 30  // height of a wordmark at least
)

// markSize is how large the mark stands in the label, in canvas px; nothing without one.
func (sc scope) markSize() (w, h float64) {
	l := sc.in.Logo
	if l == nil {
		return 0, 0
	}
	h = labelMark
	switch ratio := l.W / l.H; {
	case ratio < 0.85:
		h = tallMark
	case ratio*h > wideMark:
		h = max(leastMark, wideMark/ratio)
	}
	u := sc.grid.Unit()
	return h * l.W / l.H * u, h * u
}

// seenFrom is the contrast from which a part of a mark can be told from its ground,
// and seenPart how much of the mark must be.
const (
	seenFrom = 1.4
	seenPart = 0.7
)

// seen returns which part of the mark can be told from a ground.
func (l *Logo) seen(ground srgb.Color) float64 {
	var part, all float64
	for _, c := range l.Colors {
		all += c.Part
		if srgb.Contrast(c.Color, ground) >= seenFrom {
			part += c.Part
		}
	}
	if all == 0 {
		return 1
	}
	return part / all
}

// markGround returns the colour of the tab that the mark needs where it would stand on
// a ground; ok is false if it needs none. A mark of one colour takes the texts' colour
// and needs none. One that has a ground of its own keeps that; one of several colours
// keeps them, on a tab where the ground would swallow them.
func (sc scope) markGround(ground srgb.Color) (tab srgb.Color, ok bool) {
	l := sc.in.Logo
	switch {
	case l == nil || l.Tint:
		return ground, false
	case l.Ground != nil:
		return *l.Ground, srgb.Contrast(*l.Ground, ground) > 1.02
	case l.seen(ground) >= seenPart:
		return ground, false
	}
	return sc.markTab(), true
}

// markTab is the colour of a tab on which a mark of several colours shows: paper, or
// what it shows on better.
func (sc scope) markTab() srgb.Color {
	l, best := sc.in.Logo, sc.pal.Pale()
	for _, other := range []srgb.Color{{R: 255, G: 255, B: 255}, sc.pal.Deep(), {}} {
		if l.seen(best) < seenPart && l.seen(other) > l.seen(best) {
			best = other
		}
	}
	return best
}
