package compile

import (
	"errors"
	"math"
	"slices"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/timebase"
	"github.com/giro-video/giro/internal/design/template"
)

// The reading rule (art direction §7): time to find the text, time to read
// each new character, and what a transition takes from a scene, in seconds.
const (
	readBase       = 1.0
	readPerChar    = 0.06
	slowBase       = 1.5 // of alerts
	slowPerChar    = 0.08
	readTransition = 0.5
	dipRest        = 0.4  // how long a hook that came through ink stands before the loop's end
	seamSeconds    = 0.85 // what the seam takes from the last scene beyond a transition
)

// schedule lays scenes on the beat grid, or by the clock.
type schedule struct {
	*draft
	scenes []*scene
	grid   timebase.Grid
	pace   float64 // what the beats between rows are multiplied by
	needed float64 // seconds that the scenes need, when a format refuses them
	brisk  bool    // a slow template reads at the pace of the others
}

// lay gives every scene its place.
func (c *schedule) lay() error {
	t := c.in.Template
	rate := c.in.Canvas.Rate
	minFrames, maxFrames := frames(rate, c.in.Canvas.MinSeconds, math.Ceil), frames(rate, c.in.Canvas.MaxSeconds, math.Floor)
	if t.Scenes[0].Length.Unit == template.Seconds {
		return c.laySeconds(rate, minFrames, maxFrames)
	}
	bpm, beats := t.BPM, t.BeatsPerBar
	if c.in.BPM > 0 {
		bpm = c.in.BPM
	}
	barSeconds := float64(beats) * 60 / bpm
	cut := t.Cuts[c.in.Cut]
	multiple := t.Multiple
	if cut.Multiple > 0 {
		multiple = cut.Multiple
	}
	total := c.bars(beats, barSeconds, false)
	fitted, err := timebase.Fit(rate, bpm, beats, total, multiple, minFrames, maxFrames)
	for step := 0; errors.Is(err, timebase.ErrNoFit) && maxFrames > 0 && float64(total)*barSeconds > rate.Seconds(maxFrames)*0.99 && c.tighten(step); step++ {
		total = c.bars(beats, barSeconds, true)
		fitted, err = timebase.Fit(rate, bpm, beats, total, 1, minFrames, maxFrames)
	}
	if err != nil {
		c.needed = float64(total) * barSeconds
		return err
	}
	c.grid = fitted
	c.pad(fitted.Bars - total)
	at := 0
	for _, s := range c.scenes {
		s.start = fitted.Bar(float64(at))
		at += s.bars
		s.end = fitted.Bar(float64(at))
	}
	return nil
}

// report says why the scenes could not be laid.
func (c *schedule) report(err error) {
	t, canvas := c.in.Template, &c.in.Canvas
	if canvas.MaxSeconds > 0 && c.needed > canvas.MaxSeconds {
		c.diags.Errorf(c.in.Event.At(""), "loop", diag.T("shorten the texts, or choose a format that allows longer videos"),
			"the texts need %.0f s to be read and %s allows %.0f s", c.needed, canvas.Name, canvas.MaxSeconds)
		return
	}
	hint := diag.T("choose a format that allows longer videos, or a shorter cut of the template")
	if !errors.Is(err, timebase.ErrNoFit) {
		hint = diag.Text{}
	}
	c.diags.Errorf(t.Pos, "loop", hint, "template %q: %v", t.Name, err)
}

// bars gives every scene its bars and returns their sum. Tight scenes last no
// longer than they take to read.
func (c *schedule) bars(beats int, barSeconds float64, tight bool) int {
	cut := c.in.Template.Cuts[c.in.Cut]
	total := 0
	for i, s := range c.scenes {
		s.bars = lengthInBars(s.spec.Length, beats, barSeconds)
		if extra := s.spec.RowBeats * c.pace * float64(len(s.Page)); extra > 0 {
			s.bars = int(math.Ceil((s.spec.Length.Value*float64(beats) + extra) / float64(beats)))
		}
		if b, ok := cut.Bars[s.origin]; ok {
			s.bars = b
		}
		if tight && len(s.Page) == 0 {
			s.bars = min(s.bars, 2)
		}
		need := c.readingSeconds(i, barSeconds/float64(beats))
		s.bars = max(s.bars, int(math.Ceil(need/barSeconds-1e-9)))
		total += s.bars
	}
	return total
}

// tighten makes a video shorter that a format would refuse: first lists enter
// twice as fast, then the scenes go that the short cut drops, then the last of
// scenes that are repeated. It reports whether anything was left to do.
func (c *schedule) tighten(step int) bool {
	switch step {
	case 0:
		c.pace = 0.5
		return true
	case 1:
		short := c.in.Template.Cuts["short"]
		return c.drop(func(s *scene) bool { return slices.Contains(short.Drop, s.origin) }) || c.tighten(2)
	}
	// The last of the group with the most scenes.
	count := map[string]int{}
	most := ""
	for _, s := range c.scenes {
		if count[s.origin]++; count[s.origin] > 1 && count[s.origin] > count[most] {
			most = s.origin
		}
	}
	if most == "" {
		return false
	}
	left := count[most]
	return c.drop(func(s *scene) bool {
		if s.origin == most {
			left--
		}
		return s.origin == most && left == 0
	})
}

// drop leaves scenes out and says so.
func (c *schedule) drop(which func(*scene) bool) bool {
	var kept []*scene
	for _, s := range c.scenes {
		if which(s) {
			c.diags.Warnf(c.in.Event.At(""), "loop", diag.T("choose a format that allows longer videos to keep it"),
				"the scene %q is left out: %s allows %.0f s", s.spec.Name, c.in.Canvas.Name, c.in.Canvas.MaxSeconds)
			c.dropped = append(c.dropped, s.spec.Name)
			continue
		}
		kept = append(kept, s)
	}
	if len(kept) == len(c.scenes) || len(kept) == 0 {
		return false
	}
	c.scenes = kept
	return true
}

// frames converts a bound in seconds; 0 stays "no bound".
func frames(rate timebase.Rate, seconds float64, round func(float64) float64) int {
	return int(round(seconds * rate.Float()))
}

func lengthInBars(l template.Length, beats int, barSeconds float64) int {
	switch l.Unit {
	case template.Beats:
		return max(1, int(math.Ceil(l.Value/float64(beats))))
	case template.Seconds:
		return max(1, int(math.Ceil(l.Value/barSeconds)))
	case template.Bars:
	}
	return max(1, int(math.Ceil(l.Value)))
}

// readingSeconds is the least length of scene i, with beats of the given length.
func (c *schedule) readingSeconds(i int, beat float64) float64 {
	s := c.scenes[i]
	if s.chars == 0 {
		return 0
	}
	find, perChar := readBase, readPerChar
	if c.in.Template.Slow && !c.brisk {
		find, perChar = slowBase, slowPerChar
	}
	need := find + perChar*float64(s.chars)
	// What enters late is read after it has come.
	if s.lastBeats > 0 {
		need = max(need, s.lastBeats*c.pace*beat+find+perChar*float64(s.lastChars)+bodyIn)
	}
	need += readTransition
	if i == len(c.scenes)-1 {
		need += seamSeconds
	}
	return need
}

// pad gives spare bars to the end card, and beyond two of them in turn to the
// hook and the end card.
func (c *schedule) pad(spare int) {
	last, first := c.scenes[len(c.scenes)-1], c.scenes[0]
	for i := range spare {
		if i < 2 || i%2 == 1 {
			last.bars++
		} else {
			first.bars++
		}
	}
}

// laySeconds lays scenes by the clock, for templates without a beat. The
// loop is rounded up to whole AAC units and the last scene takes the rest.
func (c *schedule) laySeconds(rate timebase.Rate, minFrames, maxFrames int) error {
	at := c.follow(rate, 1)
	q := rate.Quantum()
	if tooLong := func(at int) bool { return maxFrames > 0 && (at+q-1)/q*q > maxFrames }; tooLong(at) {
		// Public screens repeat what they show: the ordinary reading time is enough.
		at = c.follow(rate, 0)
		if tooLong(at) {
			c.brisk = true
			c.diags.Warnf(c.in.Event.At(""), "loop", diag.T("shorten the texts, or choose a format that allows longer videos"),
				"%s allows %.0f s: the texts stand as long as those of other videos, not the longer time of alerts", c.in.Canvas.Name, c.in.Canvas.MaxSeconds)
			at = c.follow(rate, 0)
		}
	}
	at = (max(at, minFrames) + q - 1) / q * q
	if maxFrames > 0 && at > maxFrames {
		c.needed = rate.Seconds(at)
		return timebase.ErrNoFit
	}
	c.scenes[len(c.scenes)-1].end = at
	c.grid = timebase.Grid{Rate: rate, Frames: at, Bars: 1, BeatsPerBar: 1, Stretch: 1}
	return nil
}

// follow lays the scenes one after the other by the clock: each as long as the
// template says times share, and as long as it takes to read.
func (c *schedule) follow(rate timebase.Rate, share float64) int {
	at := 0
	for i, s := range c.scenes {
		s.start = at
		at += rate.Frames(max(s.spec.Length.Value*share, c.readingSeconds(i, 0.6)))
		s.end = at
	}
	return at
}
