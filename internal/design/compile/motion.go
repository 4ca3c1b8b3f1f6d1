package compile

import (
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/design/figure"
	"github.com/giro-video/giro/internal/design/template"
)

// animator turns laid out and scheduled scenes into those of the timeline.
type animator struct {
	*stage
	in   *Input
	grid timebase.Grid
	pace float64 // what the beats between rows are multiplied by
}

// frames returns a time of the house in whole frames.
func (a *animator) frames(seconds float64) int { return a.grid.Rate.Frames(seconds) }

// lone reports whether there is one scene only: it stands from the first frame
// to the last.
func (a *animator) lone() bool { return len(a.scenes) == 1 }

// motionIn returns how an element enters.
func (a *animator) motionIn(s *scene, e element) template.Motion {
	if _, no := e.(*number); no || a.lone() || s.dipped() {
		return template.None
	}
	if in := e.at().node.In; in != template.Auto {
		return in
	}
	switch e := e.(type) {
	case *rule:
		return template.Draw
	case *text:
		switch e.spec.Roles[0] {
		case "label", "caption", "body":
			return template.Rise
		}
		return template.MaskUp
	}
	return template.Rise // icons and badges
}

// entrance returns when an element starts to enter, as an offset in frames from
// the start of its scene's transition, and how long it takes.
func (a *animator) entrance(s *scene, e element) (offset, length int) {
	at := e.at()
	offset = a.clockStart(s)
	order := 0
	for _, q := range s.elements {
		if q.at().name == at.name {
			break
		}
		if entersInTurn(q) && a.motionIn(s, q) != template.None && q.at().beats == at.beats {
			order++
		}
	}
	if at.beats > 0 {
		// In step with the beat, one frame before it.
		offset = s.enter.to - s.enter.from + a.grid.Beat(at.beats*a.pace) - 1
	}
	offset += a.frames(min(float64(order)*itemStagger, staggerMax))
	switch a.motionIn(s, e) {
	case template.None:
		return 0, 0
	case template.MaskUp:
		if t, ok := e.(*text); ok {
			return offset, a.frames(lineIn) + a.stagger(len(t.para.Lines)-1)
		}
	case template.Draw:
		return offset, a.frames(ruleIn)
	case template.Auto, template.Rise, template.Fade, template.Kenburns, template.Drift, template.Pan, template.Travel:
	}
	return offset, a.frames(bodyIn)
}

// entersInTurn reports whether an element has its place in the row of entrances.
func entersInTurn(e element) bool {
	switch e.(type) {
	case *text, *rule:
		return true
	}
	return false
}

// clockStart is when the texts, counters and drawings of a scene begin, as an
// offset in frames from the start of its transition.
func (a *animator) clockStart(s *scene) int {
	n := s.enter.to - s.enter.from
	if n == 0 {
		return -1 // one frame before the beat
	}
	if s.dipped() {
		return n
	}
	return int(math.Round(textStartsAt * float64(n)))
}

// stagger is how many frames line k of a paragraph starts after its first.
func (a *animator) stagger(k int) int { return a.frames(min(float64(k)*lineStagger, staggerMax)) }

// entranceEnd returns how many frames after the start of the scene's
// transition everything in it has come to rest.
func (a *animator) entranceEnd(s *scene) int {
	end := 0
	for _, e := range s.elements {
		switch e := e.(type) {
		case *drawing:
			if slices.ContainsFunc(e.parts, func(d figure.Part) bool { return d.At > 0 && !d.OnBeat }) {
				end = max(end, a.clockStart(s)+a.frames(countSeconds))
			}
		case *route:
			if before, _ := a.beside(s); wayOf(before) == nil {
				end = max(end, a.clockStart(s)+a.frames(a.clockSeconds(s, e)))
			}
		case *text:
			if e.beats > 0 {
				continue
			}
			if e.spec.Count {
				end = max(end, a.clockStart(s)+a.frames(countSeconds))
			}
			offset, length := a.entrance(s, e)
			end = max(end, offset+length)
		case *rule:
			if e.beats > 0 {
				continue
			}
			offset, length := a.entrance(s, e)
			end = max(end, offset+length)
		}
	}
	return end
}

// lead is how many frames before a transition the texts leave.
func (a *animator) lead() int { return a.frames(outLead) }

// holdEnd returns the frame at which a held node leaves: when the scene that
// it is held to is covered.
func (a *animator) holdEnd(s *scene, hold string) int {
	end := s.leave.to
	for _, other := range a.scenes {
		if other.origin == hold && hold != "" {
			end = max(end, other.leave.to)
		}
	}
	return end
}

// clockSeconds is how long a route takes to draw itself.
func (a *animator) clockSeconds(s *scene, r *route) float64 {
	return min(routeLongest, max(routeShortest, r.lengthPx/s.grid.Unit()/routePxPerS))
}
