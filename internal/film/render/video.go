package render

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
)

// Video makes the video of a job. When it returns an error, the files at
// job.Out and job.Cover are as they were before, and no temporary file is left;
// the segments that were finished stay in the store, and the next call goes on
// from there. The error is a *disk.WriteError when an output or the store cannot be
// written, and wraps the context's when that has ended.
func Video(ctx context.Context, job Job) (Result, error) {
	if err := job.validate(); err != nil {
		return Result{}, err
	}
	settings, err := segment.For(job.Format, job.Picture.Rate, job.Picture.Frames, job.Quality, job.Preset)
	if err != nil {
		return Result{}, err
	}
	for _, path := range []string{job.Out, job.Cover} {
		if path == "" {
			continue
		}
		if err := writable(path); err != nil {
			return Result{}, err
		}
	}
	work, err := job.Store.TempDir()
	if err != nil {
		return Result{}, storeError(job.Store.Dir(), err)
	}
	defer func() { _ = os.RemoveAll(work) }()

	var r *run
	if err := guard("the plan of segments", func() error { r = newRun(&job, work, settings); return nil }); err != nil {
		return Result{}, err
	}
	if err := r.make(ctx); err != nil {
		return Result{}, err
	}
	job.report(Joining, job.Picture.Frames)
	res, err := r.publish(ctx)
	if isBroken(err) {
		res, err = r.mend(ctx, err)
	}
	if err != nil {
		return Result{}, err
	}
	job.report(Finished, job.Picture.Frames)
	return res, nil
}

// run is one call of Video.
type run struct {
	job      *Job
	work     string // folder for temporary files, in the store
	settings segment.Settings
	enc      segment.Encoder
	parts    []part

	extras extras
	sound  *madeSound

	mu     sync.Mutex // guards what follows, and calls of Progress
	done   int
	mended int // objects of the store that were broken
}

// part is one segment of the video.
type part struct {
	segment.Range
	key    digest.Sum
	name   string // of its file in work
	reused bool
}

func newRun(job *Job, work string, settings segment.Settings) *run {
	r := &run{job: job, work: work, settings: settings, enc: segment.Encoder{Tool: job.Tool, Settings: settings}}
	job.broken = r.broken
	for i, rg := range segment.Split(job.Picture.Frames, job.Picture.Rate, job.Picture.Cuts, settings.GOP) {
		r.parts = append(r.parts, part{
			Range: rg, key: r.enc.Key(&job.Picture, rg), name: fmt.Sprintf("%04d.mp4", i),
		})
	}
	return r
}

// make gets all segments, the sound and the extras, at the same time.
func (r *run) make(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var group sync.WaitGroup
	start := func(what string, f func(context.Context) error) {
		group.Go(func() {
			if err := guard(what, func() error { return f(ctx) }); err != nil {
				cancel(err) // the first error is the cause; errors that follow from it are not reported
			}
		})
	}

	if r.job.hasSound() {
		start("the sound", func(ctx context.Context) error {
			done, err := r.job.Pool.claim(ctx, r.job.soundKey())
			if err != nil {
				return err
			}
			defer done()
			made, err := r.job.makeSound(ctx, r.work)
			r.sound = &made
			return err
		})
	}
	start("the cover", func(ctx context.Context) (err error) {
		r.extras, err = r.job.makeExtras(ctx)
		return err
	})
	missing := r.fetch()
	// The longest first, so that no core is left with a long one at the end.
	slices.SortStableFunc(missing, func(a, b *part) int { return cmp.Compare(b.Len(), a.Len()) })
	queue := make(chan *part, len(missing))
	for _, p := range missing {
		queue <- p
	}
	close(queue)
	for range min(max(1, r.job.Jobs), len(missing)) {
		start("a segment", func(ctx context.Context) error {
			for p := range queue {
				if err := r.obtain(ctx, p); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return r.unifyParameterSets(ctx)
}

// guard turns a panic into an error that names what was being made.
func guard(what string, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("make %s: panic: %v", what, p)
		}
	}()
	return f()
}

// fetch links the segments that are in the store into the work folder and
// returns the others.
func (r *run) fetch() (missing []*part) {
	for i := range r.parts {
		if p := &r.parts[i]; !r.stored(p) {
			missing = append(missing, p)
		}
	}
	r.count(0)
	return missing
}

// stored links a segment into the work folder, if the store holds it. Whatever
// is the matter otherwise, encoding it again replaces what is there.
func (r *run) stored(p *part) bool {
	err := r.job.Store.Fetch(p.key, suffixSegment, r.path(p), p.whole)
	if err == nil {
		p.reused = true
		r.count(p.Len())
	}
	if errors.Is(err, store.ErrBroken) {
		r.broken()
	}
	return err == nil
}

func (r *run) path(p *part) string { return filepath.Join(r.work, p.name) }

// obtain makes a segment when it gets a slot, unless another job of the pool has made
// it meanwhile.
func (r *run) obtain(ctx context.Context, p *part) error {
	done, err := r.job.Pool.claim(ctx, p.key)
	if err != nil {
		return err
	}
	defer done()
	if r.job.Pool != nil && r.stored(p) {
		return nil
	}
	release, err := r.job.Pool.slot(ctx)
	if err != nil {
		return err
	}
	defer release()
	return r.encode(ctx, p)
}

// encode makes a segment and stores it.
func (r *run) encode(ctx context.Context, p *part) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	err := r.enc.Encode(ctx, &r.job.Picture, p.Range, r.path(p), func(*yuv.Frame, int) { r.count(1) })
	if err == nil {
		err = r.job.Store.Put(p.key, suffixSegment, r.path(p), p.whole)
	}
	if errors.Is(err, store.ErrBroken) {
		// ffmpeg 5.1 may end with success on a full disk.
		if full := room(r.work, []string{p.name}, r.work); full != nil {
			err = full
		}
	}
	if isFull(err) {
		return storeError(r.job.Store.Dir(), err)
	}
	return err
}

// encodeAnew encodes a segment that was taken from the store.
func (r *run) encodeAnew(ctx context.Context, p *part) error {
	r.count(-p.Len())
	p.reused = false
	// The file may be a hard link to the stored one, which must not be overwritten.
	if err := os.Remove(r.path(p)); err != nil {
		return storeError(r.job.Store.Dir(), err)
	}
	return r.encode(ctx, p)
}

// unifyParameterSets makes sure that all segments have the same parameter sets, since
// otherwise they cannot be joined to one stream. Stored segments with others, which
// another version of x264 made, are encoded again.
func (r *run) unifyParameterSets(ctx context.Context) error {
	var want []byte
	for _, again := range []bool{false, true} {
		var odd []*part
		want = nil
		// A segment encoded now decides, if there is one: then no other can differ from it.
		order := make([]*part, 0, len(r.parts))
		for i := range r.parts {
			order = append(order, &r.parts[i])
		}
		slices.SortStableFunc(order, func(a, b *part) int { return cmp.Compare(flag(a.reused), flag(b.reused)) })
		for _, p := range order {
			sets, err := segment.ParameterSets(r.path(p))
			if err != nil {
				return err
			}
			if want == nil {
				want = sets
			}
			if string(sets) != string(want) {
				odd = append(odd, p)
			}
		}
		if len(odd) == 0 {
			return nil
		}
		if again {
			return errors.New("the segments of the video have different parameter sets")
		}
		if order[0].reused {
			odd = order // it is not known which of them this version of x264 makes
		}
		for _, p := range odd {
			if err := r.encodeAnew(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// publish joins everything and puts the files in place, the video last.
func (r *run) publish(ctx context.Context) (Result, error) {
	job := r.job
	res := Result{
		Video: job.Out, Cover: job.Cover, Frames: job.Picture.Frames,
		Seconds: job.Picture.Rate.Seconds(job.Picture.Frames), Settings: r.settings, Seam: r.extras.seam,
		Mended: r.mended,
	}
	names := make([]string, len(r.parts))
	for i, p := range r.parts {
		names[i] = p.name
		res.Segments.Total++
		if p.reused {
			res.Segments.Reused++
		} else {
			res.Segments.Rendered++
		}
	}
	if r.sound != nil {
		res.Sound = &r.sound.sound
	}

	video, err := disk.Begin(job.Out)
	if err != nil {
		return Result{}, err
	}
	defer video.Discard()
	if err := job.join(ctx, r.work, names, r.sound, video.Temp()); err != nil {
		return Result{}, outputError(job.Out, err)
	}
	if res.VideoSHA256, res.Bytes, err = video.Seal(); err != nil {
		return Result{}, err
	}
	if job.Cover != "" {
		cover, err := disk.Begin(job.Cover)
		if err != nil {
			return Result{}, err
		}
		defer cover.Discard()
		if err := cover.Write(r.extras.cover); err != nil {
			return Result{}, err
		}
		if res.CoverSHA256, res.CoverBytes, err = cover.Seal(); err != nil {
			return Result{}, err
		}
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		if err := cover.Publish(); err != nil {
			return Result{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	return res, video.Publish()
}

// count adds n painted frames and reports the progress.
func (r *run) count(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done += n
	r.job.report(Painting, r.done)
}

// report calls Progress, if there is one.
func (j *Job) report(stage Stage, done int) {
	if j.Progress != nil {
		j.Progress(Progress{Stage: stage, Done: done, Total: j.Picture.Frames})
	}
}
