package render

import (
	"context"
	"errors"
	"fmt"

	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// mend is called when the video could not be joined because of what it is joined
// from: something from the store looks whole and is not, or ffmpeg has made such
// a thing now. Nobody shall meet it again. What came from the store is made again
// and the video joined once more; broken is the error if nothing did.
func (r *run) mend(ctx context.Context, broken error) (Result, error) {
	r.forget()
	if r.reused() == 0 {
		return Result{}, broken
	}
	if err := r.again(ctx); err != nil {
		return Result{}, err
	}
	res, err := r.publish(ctx)
	if isBroken(err) {
		r.forget()
	}
	return res, err
}

// reused counts what came from the store.
func (r *run) reused() (n int) {
	for i := range r.parts {
		n += flag(r.parts[i].reused)
	}
	if r.sound != nil {
		n += flag(r.sound.reused)
	}
	return n
}

// forget takes all that the video is joined from out of the store: something of
// it is broken, and it is not known what.
func (r *run) forget() {
	for i := range r.parts {
		r.job.Store.Remove(r.parts[i].key, suffixSegment)
	}
	if r.sound != nil {
		r.job.Store.Remove(r.job.soundKey(), suffixAAC)
	}
}

// again makes all that came from the store, and stores once more what did not.
func (r *run) again(ctx context.Context) error {
	for i := range r.parts {
		p := &r.parts[i]
		if !p.reused {
			if err := r.job.Store.Put(p.key, suffixSegment, r.path(p), p.whole); err != nil {
				return storeError(r.job.Store.Dir(), err)
			}
			continue
		}
		r.broken()
		if err := r.encodeAnew(ctx, p); err != nil {
			return err
		}
	}
	if r.sound != nil && r.sound.reused {
		r.broken()
		made, err := r.job.makeSound(ctx, r.work)
		if err != nil {
			return err
		}
		r.sound = &made
	}
	return r.unifyParameterSets(ctx)
}

// broken counts an object of the store that had to be removed.
func (r *run) broken() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mended++
}

// whole is the check with which the segment enters and leaves the store.
func (p *part) whole(path string) error {
	err := segment.Whole(path, p.Len())
	if errors.Is(err, segment.ErrBroken) {
		return fmt.Errorf("%w: %w: %w", store.ErrBroken, ffmpeg.ErrOutput, err)
	}
	return err
}
