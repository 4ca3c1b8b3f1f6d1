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

// chooseScenes keeps the scenes whose conditions hold and that the cut keeps.
func (c *compiler) chooseScenes() {
	t := c.in.Template
	cut := t.Cuts[c.in.Cut]
	for i := range t.Scenes {
		spec := &t.Scenes[i]
		if slices.Contains(cut.Drop, spec.Name) {
			continue
		}
		for _, s := range c.expand(spec) {
			c.use(s)
			if c.met(spec.When, nil) && !slices.Contains(c.without, s.spec.Name) {
				c.scenes = append(c.scenes, s)
			}
		}
	}
	if len(c.scenes) == 0 {
		c.diags.Errorf(t.Pos, "scenes", diag.T("give the event more fields"), "no scene of template %q can be shown for this event", t.Name)
	}
	c.giveCredit()
}

// schedule lays the scenes on the beat grid.
func (c *compiler) schedule() error {
	t := c.in.Template
	rate := c.in.Canvas.Rate
	minFrames, maxFrames := frames(rate, c.in.Canvas.MinSeconds, math.Ceil), frames(rate, c.in.Canvas.MaxSeconds, math.Floor)
	if t.Scenes[0].Length.Unit == template.Seconds {
		return c.scheduleSeconds(rate, minFrames, maxFrames)
	}
	bpm, beats := t.BPM, t.BeatsPerBar
	if c.in.BPM > 0 {
		bpm = c.in.BPM
	}
	if c.in.Beats > 0 {
		beats = c.in.Beats
	}
	barSeconds := float64(beats) * 60 / bpm
	cut := t.Cuts[c.in.Cut]
	multiple := t.Multiple
	if cut.Multiple > 0 {
		multiple = cut.Multiple
	}
	c.pace = 1
	total := c.bars(beats, barSeconds, false)
	grid, err := timebase.Fit(rate, bpm, beats, total, multiple, minFrames, maxFrames)
	for step := 0; errors.Is(err, timebase.ErrNoFit) && maxFrames > 0 && float64(total)*barSeconds > rate.Seconds(maxFrames)*0.99 && c.tighten(step); step++ {
		total = c.bars(beats, barSeconds, true)
		grid, err = timebase.Fit(rate, bpm, beats, total, 1, minFrames, maxFrames)
	}
	if err != nil {
		c.needed = float64(total) * barSeconds
		return err
	}
	c.grid = grid
	c.pad(grid.Bars - total)
	at := 0
	for _, s := range c.scenes {
		s.start = grid.Bar(float64(at))
		at += s.bars
		s.end = grid.Bar(float64(at))
	}
	c.windows()
	return nil
}

// bars gives every scene its bars and returns their sum. Tight scenes last no
// longer than they take to read.
func (c *compiler) bars(beats int, barSeconds float64, tight bool) int {
	cut := c.in.Template.Cuts[c.in.Cut]
	total := 0
	for i, s := range c.scenes {
		s.bars = lengthInBars(s.spec.Length, beats, barSeconds)
		if extra := s.spec.RowBeats * c.pace * float64(len(s.page)); extra > 0 {
			s.bars = int(math.Ceil((s.spec.Length.Value*float64(beats) + extra) / float64(beats)))
		}
		if b, ok := cut.Bars[s.origin]; ok {
			s.bars = b
		}
		if tight && len(s.page) == 0 {
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
func (c *compiler) tighten(step int) bool {
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
func (c *compiler) drop(which func(*scene) bool) bool {
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
func (c *compiler) readingSeconds(i int, beat float64) float64 {
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
func (c *compiler) pad(spare int) {
	last, first := c.scenes[len(c.scenes)-1], c.scenes[0]
	for i := range spare {
		if i < 2 || i%2 == 1 {
			last.bars++
		} else {
			first.bars++
		}
	}
}

// scheduleSeconds lays scenes by the clock, for templates without a beat. The
// loop is rounded up to whole AAC units and the last scene takes the rest.
func (c *compiler) scheduleSeconds(rate timebase.Rate, minFrames, maxFrames int) error {
	c.pace = 1
	at := c.lay(rate, 1)
	q := rate.Quantum()
	if tooLong := func(at int) bool { return maxFrames > 0 && (at+q-1)/q*q > maxFrames }; tooLong(at) {
		// Public screens repeat what they show: the plain reading time is enough.
		at = c.lay(rate, 0)
		if tooLong(at) {
			c.brisk = true
			c.diags.Warnf(c.in.Event.At(""), "loop", diag.T("shorten the texts, or choose a format that allows longer videos"),
				"%s allows %.0f s: the texts stand as long as those of other videos, not the longer time of alerts", c.in.Canvas.Name, c.in.Canvas.MaxSeconds)
			at = c.lay(rate, 0)
		}
	}
	at = (max(at, minFrames) + q - 1) / q * q
	if maxFrames > 0 && at > maxFrames {
		c.needed = rate.Seconds(at)
		return timebase.ErrNoFit
	}
	c.scenes[len(c.scenes)-1].end = at
	c.grid = timebase.Grid{Rate: rate, Frames: at, Bars: 1, BeatsPerBar: 1, Stretch: 1}
	c.windows()
	return nil
}

// lay lays the scenes one after the other by the clock: each as long as the
// template says times share, and as long as it takes to read.
func (c *compiler) lay(rate timebase.Rate, share float64) int {
	at := 0
	for i, s := range c.scenes {
		s.start = at
		at += rate.Frames(max(s.spec.Length.Value*share, c.readingSeconds(i, 0.6)))
		s.end = at
	}
	return at
}

// House lengths of the transitions, in seconds.
var transitionSeconds = map[template.TransitionKind]float64{
	template.HardCut:   0,
	template.Crossfade: 0.5,
	template.Wipe:      0.7,
	template.Push:      0.7,
	template.Iris:      0.8,
	template.Change:    0.7,
	template.Dip:       0.3,
}

// windows says when each scene enters and leaves. A transition's middle falls
// on the downbeat; the first scene's entrance ends at the loop's end, so that
// frame 0 shows it complete.
func (c *compiler) windows() {
	rate := c.grid.Rate
	for i, s := range c.scenes {
		c.use(s)
		seconds := transitionSeconds[s.spec.Enter.Kind]
		if s.spec.Enter.Seconds > 0 {
			seconds = s.spec.Enter.Seconds
		}
		n := rate.Frames(seconds)
		s.enter.from = s.start - n/2
		if i == 0 {
			s.enter.from = 0 // shifted once the length of the texts' entrance is known
			s.enter.to = n
			s.enter.from -= max(n, c.entranceEnd(s))
			if s.spec.Enter.Kind == template.Dip {
				// After the ink the hook stands for a while before the file ends, so
				// that the loop's end falls into its rest and not on a hard cut.
				s.enter.from -= rate.Frames(dipRest)
			}
		}
		s.enter.to = s.enter.from + n
	}
	for i, s := range c.scenes {
		next := c.scenes[(i+1)%len(c.scenes)].enter
		if i == len(c.scenes)-1 {
			next.from += c.grid.Frames
			next.to += c.grid.Frames
		}
		s.leave = next
	}
	if len(c.scenes) == 1 {
		// A lone scene has no other to come from: it stands, and only its pictures move.
		c.scenes[0].enter = window{0, 0}
		c.scenes[0].leave = window{c.grid.Frames, c.grid.Frames}
	}
}
