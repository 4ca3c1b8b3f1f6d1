package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/shown"
)

// progress shows how far long work has come: a bar with the time left on a
// terminal, a line now and then otherwise, an object a line with --json. Its
// methods may be called from any goroutine.
type progress struct {
	u     *ui
	what  diag.Text // "rendering a.mp4"
	total int       // in frames
	now   func() time.Time

	mu      sync.Mutex
	done    int
	reused  int // of done, what cost no time
	started time.Time
	told    time.Time // when the last line was printed
	bar     *mpb.Bar  // nil when there is none

	bars *mpb.Progress
}

// progressState is a line of JSON about work that goes on.
type progressState struct {
	Type  string  `json:"type"` // "progress"
	What  string  `json:"what"`
	Done  int     `json:"done"`
	Total int     `json:"total"`
	Unit  string  `json:"unit"`             // "frames"
	LeftS float64 `json:"left_s,omitempty"` // seconds left, when they can be told
}

const (
	lineEvery = 5 * time.Second // between plain lines
	jsonEvery = time.Second     // between lines of JSON
)

// progress starts to show the progress of work on total frames; what says what
// is being done ("rendering a.mp4"). The caller must call end.
func (u *ui) progress(what diag.Text, total int) *progress {
	p := &progress{u: u, what: what, total: total, now: time.Now}
	p.started = p.now()
	p.told = p.started
	if u.tty && !u.json && !u.quiet {
		p.showBar()
	}
	return p
}

// set says that done frames are finished, reused of which cost no time, as they
// came from the store. Calls may come in any order: the count never goes back.
func (p *progress) set(done, reused int) {
	p.mu.Lock()
	p.reused = max(p.reused, reused)
	if done <= p.done {
		p.mu.Unlock()
		return
	}
	p.done = min(done, p.total)
	current, bar := p.done, p.bar
	var say func()
	if bar == nil {
		say = p.due(p.now())
	}
	p.mu.Unlock()

	// Outside the lock: the bar asks for the time left, which takes it.
	if bar != nil {
		bar.SetCurrent(int64(current))
	}
	if say != nil {
		say()
	}
}

// due returns what prints the state when it is time for that, else nil.
func (p *progress) due(now time.Time) func() {
	every := lineEvery
	if p.u.json {
		every = jsonEvery
	}
	if now.Sub(p.told) < every || p.done == p.total {
		return nil
	}
	p.told = now
	if p.u.json {
		state := progressState{Type: "progress", What: p.u.words.Text(p.what), Done: p.done, Total: p.total, Unit: "frames"}
		if left, ok := p.left(now); ok {
			state.LeftS = left.Round(100 * time.Millisecond).Seconds()
		}
		return func() { _ = p.u.emit(state) } // a broken pipe shows when the result is written
	}
	text := diag.T("%s: %d of %d frames (%d %%)%s", p.what, p.done, p.total, p.done*100/p.total, p.leftText(now))
	return func() { p.u.notef("%s", text) }
}

// end stops showing progress and takes the bar away; the result, or the fault,
// is what is left to read.
func (p *progress) end() {
	p.mu.Lock()
	bar := p.bar
	p.bar = nil
	p.mu.Unlock()
	if bar == nil {
		return
	}
	bar.Abort(true)
	// No message is written meanwhile: the container drops what comes after Wait.
	p.u.mu.Lock()
	defer p.u.mu.Unlock()
	p.bars.Wait()
	p.u.err = p.u.terminal
}

// left returns the time that the rest will take at the pace so far.
func (p *progress) left(now time.Time) (time.Duration, bool) {
	worked := p.done - p.reused
	elapsed := now.Sub(p.started)
	if worked <= 0 || elapsed < 500*time.Millisecond {
		return 0, false
	}
	return time.Duration(float64(elapsed) * float64(p.total-p.done) / float64(worked)), true
}

func (p *progress) leftText(now time.Time) diag.Text {
	left, ok := p.left(now)
	if !ok {
		return diag.Text{}
	}
	return diag.T(", %s left", clock(left))
}

// clock returns a time as minutes and seconds, "0:07".
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// showBar puts a bar on the terminal. Messages printed meanwhile go above it.
func (p *progress) showBar() {
	p.bars = mpb.New(mpb.WithOutput(p.u.terminal), mpb.WithWidth(64), mpb.WithAutoRefresh())
	timeLeft := decor.Any(func(decor.Statistics) string {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.u.words.Text(p.leftText(p.now()))
	})
	bar := p.bars.New(int64(p.total),
		mpb.BarStyle().Lbound("").Filler("█").Tip("█").Padding("░").Rbound(""),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(shown.Line(p.u.words.Text(p.what))+" ")),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), timeLeft),
	)
	p.mu.Lock()
	p.bar = bar
	p.mu.Unlock()
	p.u.mu.Lock()
	p.u.err = p.bars
	p.u.mu.Unlock()
}
