package inbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
)

// The time between attempts to reach a folder that has vanished, or to do work
// that the machine refuses.
const (
	firstPause = time.Second
	lastPause  = time.Minute
)

// endLimit is how long work that is cancelled may take to let go.
const endLimit = 8 * time.Second

// errShare says that the folder cannot be reached (any more), errOut that of the
// products cannot be written to. Both may pass.
var (
	errShare = errors.New("the folder cannot be reached")
	errOut   = errors.New("the folder of the posts cannot be written to")
)

// session is the watching between one opening of the folders and their loss.
type session struct {
	opt   Options
	share share
	sum   *Summary

	reg     *registry
	lock    *disk.Lock
	alone   *disk.Only // the private folder's
	peeks   *peeker
	notes   *notifier
	sorter  *Sorter
	results chan result
	running int
	strain  strain

	alive   time.Duration // Mono of the last sign of life
	shown   string        // the status as it was last written, without its time
	cut     bool          // the last scan found more than it takes
	waiting []Waiting
	endless map[string]bool // drops for which a reason says that they do not come to an end
}

// result is what became of one attempt at a job.
type result struct {
	job *job
	err error
}

// run watches until the folders are lost, the context ends, or with Once
// nothing is left to do.
func (s *session) run(ctx context.Context) error {
	if err := s.openAll(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	err := s.loop(ctx)
	stop()
	s.drain()
	s.closeAll(err)
	return err
}

func (s *session) openAll(ctx context.Context) (err error) {
	if err := s.share.open(); err != nil {
		return fmt.Errorf("%w: %w", errShare, err)
	}
	defer func() {
		if err != nil {
			s.alone.Release()
			s.share.close()
		}
	}()
	if err := s.share.openState(); err != nil {
		return err
	}
	if s.alone, err = disk.TakeOnly(filepath.Join(s.share.state, "lock")); err != nil {
		return heldBy(s.share.base, s.share.holder(err))
	}
	if err := s.share.prepare(); err != nil {
		return fmt.Errorf("%w: %w", errShare, err)
	}
	if s.lock, err = takeLock(ctx, s.share.at(ownDir), s.opt); err != nil {
		return err
	}
	if s.reg, err = openRegistry(s.opt, s.share); err != nil {
		s.lock.Release()
		return fmt.Errorf("%w: %w", errShare, err)
	}
	s.peeks = newPeeker(s.peek, 4*s.opt.Queue)
	s.sorter = &Sorter{
		Settle: s.opt.Settle, Wait: s.opt.Wait, Patience: s.opt.Patience, Queue: s.opt.Queue,
		Group: s.opt.Maker.Group, Kept: s.share.kept, Peek: func(e Entry) ([]string, bool) { return s.peeks.ask(ctx, e) },
	}
	now := s.opt.Clock()
	for name, at := range s.reg.waits {
		// A clock that was set back must not make the wait longer than it is.
		s.sorter.Waited(name, now.Mono-min(max(0, now.Wall.Sub(at)), s.opt.Wait))
	}
	if !s.opt.Poll {
		s.notes = newNotifier(s.share.inbox, s.opt.Log)
	}
	s.results = make(chan result, s.opt.Jobs)
	s.alive = now.Mono - aliveEvery
	return nil
}

func (s *session) closeAll(err error) {
	s.notes.close()
	now := s.opt.Clock()
	if !errors.Is(err, errShare) && !errors.Is(err, disk.ErrLost) { // the page is another's then
		st := s.reg.status(now, s.waiting, s.opt.Once && err == nil)
		if werr := st.publish(s.share, s.opt.Teller); werr != nil {
			s.opt.Log.Warn("the status cannot be written", "error", werr)
		}
	}
	if cerr := s.reg.journal.Close(); cerr != nil {
		s.opt.Log.Warn("the journal cannot be closed", "error", cerr)
	}
	s.lock.Release()
	s.alone.Release()
	s.share.close()
}

// drain waits for cancelled work to let go, up to endLimit.
func (s *session) drain() {
	limit := time.NewTimer(endLimit)
	defer limit.Stop()
	for s.running > 0 {
		select {
		case <-s.results:
			s.running--
		case <-limit.C:
			s.opt.Log.Warn("work does not let go; it is left behind", "jobs", s.running)
			return
		}
	}
}

// loop scans, decides and waits, again and again.
func (s *session) loop(ctx context.Context) error {
	for {
		next, err := s.turn(ctx)
		if err != nil {
			return err
		}
		if next == 0 { // with Once: nothing is left
			return nil
		}
		if !s.await(ctx, next) {
			return nil
		}
	}
}

// gap is the least time between two scans, however many notifications come.
func (s *session) gap() time.Duration { return min(s.opt.Settle/4, 250*time.Millisecond) }

// await waits for something to do. It reports false when the context has ended.
func (s *session) await(ctx context.Context, next time.Duration) bool {
	timer := time.NewTimer(next)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case r := <-s.results:
		s.finish(ctx, r)
	case <-s.peeks.wake:
		return sleep(ctx, s.gap()) // others come with it
	case <-s.notes.events():
		return sleep(ctx, s.gap())
	case <-timer.C:
	}
	return ctx.Err() == nil
}

// turn is one scan of the inbox with all that follows. It returns the time
// until the next scan is due, 0 when none is.
func (s *session) turn(ctx context.Context) (time.Duration, error) {
	err := s.share.here()
	var scan Scan
	if err == nil {
		scan, err = s.share.beside.scan(s.share.folderOf())
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errShare, err)
	}
	if scan.Cut && !s.cut {
		s.opt.Log.Warn("the inbox holds more than is looked at; the rest waits", "files", maxEntries)
	}
	s.cut = scan.Cut
	s.notes.follow(s.share.inbox, scan)
	now := s.opt.Clock()
	ready, waiting, began := s.sorter.Sort(now.Mono, scan)
	for _, name := range began {
		if err := s.reg.write(Record{Step: Waits, Name: Name(name)}); err != nil {
			s.opt.Log.Warn("a wait cannot be noted", "drop", name, "error", err)
		}
	}
	s.waiting = waiting
	if err := s.reportEndless(waiting); err != nil {
		s.opt.Log.Warn("a reason cannot be written", "error", err)
	}
	if err := s.start(ctx, now, ready); err != nil {
		return 0, err
	}
	if err := s.reg.compact(s.opt.Journal); err != nil {
		s.opt.Log.Warn("the journal cannot be made smaller", "error", err)
	}
	if err := s.report(now); err != nil {
		return 0, err
	}
	if s.opt.Once && s.over(now) {
		return 0, nil
	}
	return s.next(now), nil
}

// reportEndless writes a reason for what is written to without end. The file stays
// where it is: whoever writes it would lose it otherwise.
func (s *session) reportEndless(waiting []Waiting) error {
	now := map[string]bool{}
	for _, c := range waiting {
		if c.Why != Endless {
			continue
		}
		now[c.Name] = true
		if s.endless[c.Name] {
			continue
		}
		s.opt.Log.Warn("a file does not come to an end", "drop", c.Name, "file", c.What)
		what := c.What
		if what == "" {
			what = c.Name
		}
		if err := s.reg.writeReason(c.Name, []Line{s.opt.Teller.Refused(Refusal{Why: Endless, Name: what})}); err != nil {
			return err
		}
	}
	for name := range s.endless {
		if !now[name] {
			if err := s.share.removeReason(name); err != nil {
				return err
			}
		}
	}
	s.endless = now
	return nil
}

// largestPeek is the largest file that is looked into before it is taken, in bytes.
// What a larger one needs is found out when it is read.
const largestPeek = 64 << 20

// peek returns the names of the files that a file of the inbox needs beside it. It
// is read from a copy in the private folder, outside the loop.
func (s *session) peek(ctx context.Context, e Entry) []string {
	if e.Size > largestPeek {
		return nil
	}
	dir, err := os.MkdirTemp(s.share.private(""), "peek-")
	if err != nil {
		return nil // as below
	}
	defer func() { _ = os.RemoveAll(dir) }() // swept at the next start otherwise
	name := path.Base(e.Path)
	if err := s.share.fetchFile(s.share.dropped(e.Path), filepath.Join(dir, name)); err != nil {
		return nil // it is read again when it is claimed, and the fault reported
	}
	c, err := read(ctx, s.opt.Maker, Drop{Name: e.Path, Dir: dir, Files: []string{name}})
	if err != nil {
		return nil // likewise
	}
	return c.Needs
}

// start gives work to those who have none: what was held up first, then what
// is ready.
func (s *session) start(ctx context.Context, now Moment, ready []Claim) error {
	s.reg.mu.Lock()
	jobs := s.reg.jobs()
	s.reg.mu.Unlock()
	names := map[string]bool{}
	for _, j := range jobs {
		names[SameName(string(j.Name))] = true
		if !j.busy && s.running < s.opt.Jobs && j.retry <= now.Mono && !sameAtWork(j, jobs) {
			s.work(ctx, j)
		}
	}
	for _, c := range ready {
		if names[SameName(c.Name)] || s.running >= s.opt.Jobs || s.strain.until > now.Mono {
			s.waiting = append(s.waiting, Waiting{Name: c.Name, Why: InLine, Since: s.sorter.first(c.Name, now.Mono)})
			continue
		}
		j, err := s.reg.claim(c)
		if err != nil {
			if !s.opt.passes(err) {
				return fmt.Errorf("%w: %w", errShare, err)
			}
			s.hold(now, err)
			continue
		}
		if s.reg.isOpen(j) { // otherwise it was put back: changed since the scan
			s.opt.Log.Info("taken", "drop", c.Name, "id", j.ID)
			names[SameName(c.Name)] = true
			s.work(ctx, j)
		}
	}
	return nil
}

// sameAtWork reports whether a drop of the same name is being worked on.
func sameAtWork(j *job, jobs []*job) bool {
	for _, o := range jobs {
		if o != j && o.busy && SameName(string(o.Name)) == SameName(string(j.Name)) {
			return true
		}
	}
	return false
}

// work starts one attempt at a job.
func (s *session) work(ctx context.Context, j *job) {
	s.reg.setBusy(j, true)
	s.running++
	go func() {
		var err error
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%v", r)
			}
			s.results <- result{j, err}
		}()
		err = attempt{s.opt, s.reg, j}.run(ctx)
	}()
}

// maxAttempts is how often work that fails for no reason of the input is tried.
const maxAttempts = 3

// finish takes the result of an attempt.
func (s *session) finish(ctx context.Context, r result) {
	s.running--
	j := r.job
	s.reg.setBusy(j, false)
	now := s.opt.Clock()
	if r.err == nil {
		s.strain = strain{}
		s.ended(j)
		return
	}
	if ctx.Err() != nil {
		return // it goes on at the next start
	}
	s.opt.Log.Error("a drop is held up", "drop", string(j.Name), "error", r.err)
	if s.opt.passes(r.err) {
		s.hold(now, r.err)
		s.reg.hold(j, r.err, s.strain.until+s.gap()) // what is new comes first, so that one bad drop does not keep the others back
		return
	}
	j.attempts++
	if j.attempts < maxAttempts {
		s.reg.hold(j, r.err, now.Mono+time.Duration(j.attempts)*firstPause)
		return
	}
	if err := s.reg.conclude(j, Failed, []Line{s.opt.Teller.Internal(r.err)}); err != nil {
		s.reg.hold(j, err, now.Mono+lastPause)
		return
	}
	s.ended(j)
}

// strain is the trouble that the machine has: while it lasts, no drop is claimed.
type strain struct {
	until time.Duration // Mono
	pause time.Duration // its length when it was last set
}

// hold keeps new work back for a while, longer each time.
func (s *session) hold(now Moment, err error) {
	s.strain.pause = min(max(firstPause, 2*s.strain.pause), lastPause)
	s.strain.until = now.Mono + s.strain.pause
	s.opt.Log.Warn("no new work for a while", "pause", s.strain.pause, "error", err)
}

// ended counts and reports the end of a job.
func (s *session) ended(j *job) {
	if j.end == nil {
		s.opt.Log.Info("put back: it was changed", "drop", string(j.Name))
		return
	}
	e := End{Drop: string(j.Name), State: j.end.State, Posts: []string{}}
	for _, o := range j.results() {
		e.Posts = append(e.Posts, o.File)
	}
	switch j.end.State {
	case Done:
		s.sum.Done++
	case Repeat:
		s.sum.Repeat++
	case Failed:
		s.sum.Failed++
		e.Reason = s.share.at(reasonPath(e.Drop))
	case Nothing:
	}
	s.opt.Log.Info("ended", "drop", e.Drop, "state", string(e.State), "posts", len(e.Posts))
	if s.opt.Ended != nil {
		s.opt.Ended(e)
	}
}

// over reports whether, with Once, nothing is left that this run could do.
func (s *session) over(now Moment) bool {
	if s.running > 0 {
		return false
	}
	s.reg.mu.Lock()
	open := len(s.reg.open)
	held := 0
	for _, j := range s.reg.open {
		if j.retry > now.Mono && j.attempts == 0 {
			held++
		}
	}
	s.reg.mu.Unlock()
	if open > held || s.strain.until <= now.Mono && count(s.waiting, InLine) > 0 {
		return false
	}
	if count(s.waiting, Reading) > 0 {
		return false
	}
	s.sum.Left = open + len(s.waiting)
	if count(s.waiting, Settling) == 0 {
		return true
	}
	// What keeps changing is left to the next run.
	for _, w := range s.waiting {
		if w.Why == Settling && now.Mono-w.Since < 4*s.opt.Settle {
			return false
		}
	}
	return true
}

// count returns how many wait for that cause.
func count(waiting []Waiting, why Cause) int {
	n := 0
	for _, w := range waiting {
		if w.Why == why {
			n++
		}
	}
	return n
}

// next returns the time until something may be due without anything happening.
func (s *session) next(now Moment) time.Duration {
	due := min(s.opt.Every, aliveEvery)
	for _, w := range s.waiting {
		switch {
		case w.Why == Settling || w.Why == Writing:
			due = min(due, max(s.opt.Settle/2, 10*time.Millisecond))
		case w.Why == InLine && s.strain.until > now.Mono:
			due = min(due, s.strain.until-now.Mono)
		case w.Until > 0:
			due = min(due, w.Until-now.Mono)
		}
	}
	s.reg.mu.Lock()
	for _, j := range s.reg.open {
		if !j.busy && j.retry > now.Mono {
			due = min(due, j.retry-now.Mono)
		}
	}
	s.reg.mu.Unlock()
	return max(due, time.Millisecond)
}

// report writes the status when it has changed or a sign of life is due. It fails
// when another process has taken the inbox over.
func (s *session) report(now Moment) error {
	st := s.reg.status(now, s.waiting, true)
	shown := st.shape()
	if now.Mono-s.alive < aliveEvery && (shown == s.shown || now.Mono-s.alive < s.gap()) {
		return nil
	}
	s.alive, s.shown = now.Mono, shown
	if err := st.publish(s.share, s.opt.Teller); err != nil {
		s.opt.Log.Warn("the status cannot be written", "error", err)
	}
	err := s.lock.Beat()
	if errors.Is(err, disk.ErrLost) {
		return err
	}
	if err != nil {
		s.opt.Log.Warn("the sign of life cannot be written", "error", err)
	}
	return nil
}
