package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/render"
)

// RunOptions say which posts of a plan are rendered, and how.
type RunOptions struct {
	Only     []string            // glob patterns of post names; empty: all
	Approved map[string]Approval // nil: all
	FailFast bool                // the first failure stops the others
	Report   func(Event)
}

// Kind tells events apart.
type Kind string

// What a run tells of.
const (
	Started  Kind = "started"  // a post
	Progress Kind = "progress" // of a post and of all
	Done     Kind = "post"     // a post was rendered
	Failed   Kind = "failed"   // a post could not be rendered
)

// Event is told while a run goes on, one at a time.
type Event struct {
	Kind    Kind
	Entry   *Entry
	Frames  int // painted, of the post
	Total   int
	Posts   int           // finished in this run
	Of      int           // to render in this run
	Part    float64       // of all work of the run that is done, 0 to 1, roughly
	Left    time.Duration // until all are finished; 0 when it cannot be told
	Result  *post.Result  // of Done
	Facts   *Facts        // of Done
	Faults  diag.List     // of Failed; warnings of Done
	Err     error         // of Failed, when it is not the input's fault
	Elapsed time.Duration
}

// Summary is what a run has done.
type Summary struct {
	Posts     int             `json:"posts"`
	Rendered  int             `json:"rendered"`
	Unchanged int             `json:"unchanged"`
	Refused   int             `json:"refused"`
	Failed    int             `json:"failed"`
	Skipped   int             `json:"skipped"`       // not chosen by --only or --approved
	Checks    int             `json:"checks_failed"` // rendered, but a check failed
	Segments  render.Segments `json:"segments"`
	Elapsed   float64         `json:"elapsed_s"`
}

// Run plans, renders what is new or changed, and writes the review page. planned
// is told the plan before anything is rendered. A post that fails leaves the
// others; the error is for what stops them all: a folder that cannot be written
// to, a full disk, the context.
func (d *Runner) Run(ctx context.Context, opt RunOptions, planned func(*Plan) error) (Summary, error) {
	started := d.Now()
	lock, err := d.lockFolder(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer lock.Release()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	defer d.keepLock(ctx, lock, end)()
	ended, err := begin(d.Campaign.Out)
	if err != nil {
		return Summary{}, err
	}
	defer ended()
	plan, err := d.Plan(ctx)
	if err != nil {
		return Summary{}, err
	}
	plan.Choose(opt.Only, opt.Approved)
	if err := planned(plan); err != nil {
		return Summary{}, err
	}
	if plan.Notes.HasErrors() {
		return Summary{}, plan.Notes.Err()
	}
	r := &running{d: d, opt: opt, lock: lock, pool: render.NewPool(d.Jobs), started: started, part: map[*Entry]float64{}}
	r.sum.Posts = len(plan.Entries)
	var todo []*Entry
	for _, e := range plan.Entries {
		switch {
		case e.Skipped:
			r.sum.Skipped++
		case e.State == Refused:
			r.sum.Refused++
		case e.State == Unchanged:
			r.sum.Unchanged++
		default:
			todo = append(todo, e)
		}
	}
	r.of, r.work = len(todo), plan.Seconds
	err = r.all(ctx, order(todo))
	if saveErr := d.state.save(); err == nil && saveErr != nil {
		err = saveErr
	}
	if err == nil && len(plan.Entries) > 0 {
		err = d.Review(plan)
	}
	r.sum.Elapsed = d.Now().Sub(started).Seconds()
	return r.sum, err
}

// running is one call of Run.
type running struct {
	d       *Runner
	opt     RunOptions
	lock    *disk.Lock
	pool    *render.Pool
	started time.Time
	of      int
	work    float64 // seconds that all posts were estimated to take

	mu   sync.Mutex // guards what follows, and calls of Report
	sum  Summary
	done int
	part map[*Entry]float64 // of each post that has begun, 0 to 1
}

// atOnce is how many posts are made at the same time: while the segments of one
// are encoded, the next is laid out. Each takes memory for its pictures, so that
// there are few.
func atOnce(jobs int) int { return min(max(2, jobs), 4) }

// errStopped ends a run after its first failure.
var errStopped = errors.New("stopped after the first failure")

// all renders the entries.
func (r *running) all(ctx context.Context, todo []*Entry) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan *Entry, len(todo))
	for _, e := range todo {
		queue <- e
	}
	close(queue)
	var group sync.WaitGroup
	for range min(atOnce(r.d.Jobs), len(todo)) {
		group.Go(func() {
			for e := range queue {
				if ctx.Err() != nil {
					return
				}
				if err := r.one(ctx, e); err != nil {
					cancel(err)
				}
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errStopped) {
		return err
	}
	return nil
}

// one renders a post. An error is one that stops the others too.
func (r *running) one(ctx context.Context, e *Entry) (stop error) {
	started := r.d.Now()
	r.tell(Event{Kind: Started, Entry: e})
	defer func() {
		if p := recover(); p != nil {
			stop = r.fail(e, nil, fmt.Errorf("make %s: panic: %v", e.ID, p))
		}
	}()
	if !r.lock.Held() {
		if errors.Is(r.lock.Beat(), disk.ErrLost) {
			return r.d.errLost()
		}
		return r.d.errGone()
	}
	p, list, err := r.d.Assembler.Assemble(r.d.Request(e))
	if err != nil {
		return r.fail(e, nil, err)
	}
	if p == nil {
		return r.fail(e, list, nil)
	}
	res, err := p.Render(ctx, post.Options{
		Tool: r.d.Tool, Store: r.d.Store, Out: e.Output, Quality: r.d.Quality, Preset: r.d.Preset,
		Jobs: r.d.Jobs, Pool: r.pool, Version: r.d.Version,
		Progress: func(pr render.Progress) {
			r.tell(Event{Kind: Progress, Entry: e, Frames: pr.Done, Total: pr.Total})
		},
	})
	if err == nil {
		var facts *Facts
		if facts, err = r.facts(ctx, p, res, list); err == nil {
			facts.Elapsed = r.d.Now().Sub(started).Seconds()
			err = r.keep(e, res, facts, slices.Concat(list, res.Notes))
		}
	}
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if w, ok := errors.AsType[*disk.WriteError](err); ok && w.Full {
		return w.Fault()
	}
	if faults, ok := diag.Messages(disk.Fault(err)); ok {
		// What was changed meanwhile is tried again by the next run: it is not remembered.
		return r.fail(e, faults, err)
	}
	return r.fail(e, nil, err)
}

// Request says which post an entry is.
func (d *Runner) Request(e *Entry) post.Request {
	return d.Campaign.Request(d.Channel, e.Item, d.Now(), d.formats)
}

// facts checks the finished file and gathers what the review shows of it.
func (r *running) facts(ctx context.Context, p *post.Post, res post.Result, list diag.List) (*Facts, error) {
	release, err := r.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	report, err := check.File(ctx, r.d.Tool, res.Video, p.Format, check.Expect{Frames: res.Frames, Seam: &res.Seam})
	if err != nil {
		return nil, fmt.Errorf("check %s: %w", filepath.Base(res.Video), err)
	}
	f := &Facts{
		Frames: res.Frames, Seconds: res.Seconds, Bytes: res.Bytes, SHA256: res.VideoSHA256.String(),
		Verdict: report.Verdict,
	}
	if res.Sound != nil {
		f.LUFS, f.Peak = fmt.Sprint(res.Sound.LUFS), fmt.Sprint(res.Sound.TruePeak)
	}
	for _, it := range report.Items {
		f.Checks = append(f.Checks, Checked{it, diag.Stored(it.Message)})
	}
	for _, m := range list {
		f.Notes = append(f.Notes, diag.Stored(m.Text))
	}
	return f, nil
}

// keep remembers a finished post.
func (r *running) keep(e *Entry, res post.Result, facts *Facts, list diag.List) error {
	files, err := stamped(append(res.Kit.Files(), res.Video))
	if err != nil {
		return err
	}
	if old := r.d.state.get(e.ID); old != nil && old.Facts != nil && res.Segments.Rendered*2 < res.Segments.Total {
		facts.Elapsed = max(facts.Elapsed, old.Facts.Elapsed) // much came from the store, which says little of the next time
	}
	r.d.state.set(e.ID, &record{Inputs: e.prints, Files: files, Facts: facts})
	if err := r.d.state.save(); err != nil {
		return err
	}
	r.mu.Lock()
	r.sum.Rendered++
	if facts.Verdict == check.Fail {
		r.sum.Checks++
	}
	r.sum.Segments.Total += res.Segments.Total
	r.sum.Segments.Rendered += res.Segments.Rendered
	r.sum.Segments.Reused += res.Segments.Reused
	r.done++
	r.mu.Unlock()
	r.tell(Event{Kind: Done, Entry: e, Result: &res, Facts: facts, Faults: list, Elapsed: time.Duration(facts.Elapsed * float64(time.Second))})
	return nil
}

// fail tells of a post that could not be made. A fault of its input is
// remembered, so that the next plan knows it without trying, unless it may pass
// with what this computer lacks.
func (r *running) fail(e *Entry, faults diag.List, err error) error {
	r.mu.Lock()
	r.done++
	if err == nil {
		r.sum.Refused++
	} else {
		r.sum.Failed++
	}
	r.mu.Unlock()
	if err == nil {
		e.State, e.Faults, e.Why = Refused, faults, firstError(faults)
		if !slices.ContainsFunc(faults, func(m diag.Message) bool { return m.Local }) {
			old := r.d.state.get(e.ID)
			rec := &record{Inputs: e.prints, Refused: diag.Stored(e.Why)}
			if old != nil {
				rec.Files, rec.Facts = old.Files, old.Facts // the post of an earlier run stays where it is
			}
			r.d.state.set(e.ID, rec)
		}
	}
	r.tell(Event{Kind: Failed, Entry: e, Faults: faults, Err: err})
	if r.opt.FailFast {
		return errStopped
	}
	return nil
}

func firstError(list diag.List) diag.Text {
	for _, m := range list {
		if m.Severity == diag.Error {
			return m.Text
		}
	}
	return diag.Text{}
}

// tell reports an event with the state of the whole.
func (r *running) tell(ev Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ev.Kind {
	case Started:
		r.part[ev.Entry] = 0
	case Progress:
		r.part[ev.Entry] = float64(ev.Frames) / float64(max(1, ev.Total))
	case Done, Failed:
		r.part[ev.Entry] = 1
	}
	if r.opt.Report == nil {
		return
	}
	ev.Posts, ev.Of = r.done, r.of
	done := 0.0
	for e, part := range r.part {
		done += part * e.seconds
	}
	if r.work > 0 {
		ev.Part = min(1, done/r.work)
	}
	// At first the parts say little.
	if spent := r.d.Now().Sub(r.started); ev.Part > 0.02 && ev.Part < 1 && spent > 2*time.Second {
		ev.Left = time.Duration(float64(spent) * (1 - ev.Part) / ev.Part)
	}
	r.opt.Report(ev)
}

// begin notes in a folder of posts that a run goes on, and takes away what an
// earlier one was writing when it was killed. The note's own time tells which
// files are of that run. ended is called when this one has ended in order.
func begin(out string) (ended func(), err error) {
	note := filepath.Join(out, private, "running")
	if info, err := os.Lstat(note); err == nil && info.Mode().IsRegular() {
		sweep(out, info.ModTime())
		sweep(filepath.Join(out, private), info.ModTime())
		if err := os.Remove(note); err != nil { // so that it is written with a new time
			return nil, disk.Failed(note, err)
		}
	}
	if err := disk.Deliver(note, nil); err != nil {
		return nil, err
	}
	return func() { _ = os.Remove(note) }, nil
}

// sweep removes the temporary files of a run that began at since and was killed.
// The folder is ours while it is locked; what is older is not of that run.
func sweep(dir string, since time.Time) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && disk.IsTemporary(e.Name()) && info.Mode().IsRegular() && !info.ModTime().Before(since) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // one that stays is in nobody's way
		}
	}
}
