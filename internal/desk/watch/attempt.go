package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// attempt brings a job from where it stands to its end. A nil error means that
// it has ended, or was put back; an error that it is to be tried again.
func (s *session) attempt(ctx context.Context, j *job) error {
	d := s.desk
	w := wordsFor(s.opt.Language)
	if j.end != nil {
		return d.file(j)
	}
	if j.digest == "" { // a claim that a full disk has cut off
		if err := d.take(j); err != nil || !d.isOpen(j) {
			return err
		}
	}
	if len(j.Cause) > 0 {
		var lines []Line
		for _, r := range j.Cause {
			lines = append(lines, w.refusal(r))
		}
		return d.conclude(j, Failed, lines)
	}
	drop, err := d.drop(j)
	if err == nil && len(drop.Data) == 0 && drop.Text == "" {
		err = fs.ErrNotExist
	}
	if gone(err) {
		return d.conclude(j, Nothing, nil) // somebody took it away again
	}
	if err != nil {
		return err
	}
	before, err := shape(drop.Dir)
	if err != nil {
		return err
	}
	same, err := s.identify(ctx, j, drop, before)
	if errors.Is(err, errClosed) {
		return d.conclude(j, Failed, []Line{w.refusal(Refusal{Closed, filepath.Base(drop.Name)})})
	}
	if err != nil {
		return err
	}
	if !same {
		return d.putBack(j)
	}
	if !j.planned && d.repeatOf(j.digest) {
		return d.conclude(j, Repeat, nil)
	}
	content, err := s.read(ctx, drop)
	lines, err := faults(w, content.Faults, err)
	if err != nil {
		return err
	}
	if len(content.Posts) == 0 && len(lines) == 0 {
		lines = append(lines, Line{Where: filepath.Base(drop.Name), What: w.nothing, Hint: w.noHint})
	}
	if !j.planned {
		if err := d.plan(j, content.Posts); err != nil {
			return err
		}
	}
	more, err := s.makeAll(ctx, j, drop)
	if err != nil {
		return err
	}
	lines = append(lines, more...)
	after, err := shape(drop.Dir)
	if err != nil && !gone(err) {
		return err
	}
	switch {
	case err == nil && after != "" && after != before:
		return d.putBack(j) // written to while it was used: it is not what was meant
	case len(lines) == 0:
		return d.conclude(j, Done, nil)
	case after == "":
		return d.conclude(j, Nothing, nil)
	}
	for _, o := range j.posts {
		if j.made[o.Key] {
			lines = append(lines, Line{Where: madeMark, What: o.File})
		}
	}
	return d.conclude(j, Failed, lines)
}

// errClosed says that a file of a drop may not be read.
var errClosed = errors.New("a file of the drop may not be read")

// identify reads the contents of a drop to know it again. While another drop of
// the same contents is in work it waits for that one's end. It reports false
// when the drop is no longer what it was at an earlier attempt.
func (s *session) identify(ctx context.Context, j *job, drop Drop, shape string) (same bool, err error) {
	d := s.desk
	if j.shape != "" && j.shape != shape {
		return false, nil
	}
	if j.shape == "" {
		sum, err := contents(drop.Dir)
		if errors.Is(err, fs.ErrPermission) {
			return false, errClosed
		}
		if err != nil {
			return false, err
		}
		basis, err := s.basis(ctx, drop)
		if err != nil {
			return false, err
		}
		sum = sumOf(sum, basis)
		if j.digest != "" && j.digest != sum { // it has changed, or what decides its posts has, since a crash
			return false, nil
		}
		if j.digest == "" {
			if err := d.write(Record{Step: Known, ID: j.ID, Name: j.Name, Digest: sum}); err != nil {
				return false, err
			}
		}
		j.shape = shape
	}
	for d.twin(j) {
		if !sleep(ctx, 50*time.Millisecond) {
			return false, ctx.Err()
		}
	}
	return true, nil
}

// makeAll makes the posts of a job that are not made yet.
func (s *session) makeAll(ctx context.Context, j *job, drop Drop) ([]Line, error) {
	w := wordsFor(s.opt.Language)
	var lines []Line
	for _, o := range slices.Clone(j.posts) {
		out := filepath.Join(s.opt.Out, o.File)
		if _, err := os.Stat(out); !j.made[o.Key] || errors.Is(err, fs.ErrNotExist) {
			more, err := faults(w, nil, s.opt.Maker.Make(ctx, drop, o.Key, out))
			if err != nil {
				return nil, err
			}
			if lines = append(lines, more...); len(more) > 0 {
				continue
			}
			if err := s.desk.write(Record{Step: Finished, ID: j.ID, Name: j.Name, Key: o.Key}); err != nil {
				return nil, err
			}
		}
		if j.told[o.Key] || s.opt.OnDone == nil {
			continue
		}
		if err := s.opt.OnDone(ctx, Made{Drop: drop.Name, Video: out}); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			// The video is there; that the program failed is for who set it up.
			s.opt.Log.Error("on_done failed", "drop", drop.Name, "video", out, "error", err)
		}
		if err := s.desk.write(Record{Step: Told, ID: j.ID, Name: j.Name, Key: o.Key}); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// faults turns what is wrong with the input into lines; other errors stay.
func faults(w *words, list diag.List, err error) ([]Line, error) {
	lines := linesOf(w, list)
	if err == nil {
		return lines, nil
	}
	in, ok := diag.Messages(err)
	if !ok {
		return nil, err
	}
	return append(lines, linesOf(w, in)...), nil
}

// twin reports whether an older drop of the same contents is still open.
func (d *desk) twin(j *job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range d.open {
		if o.ID < j.ID && o.busy && o.digest == j.digest {
			return true
		}
	}
	return false
}

// isOpen reports whether a job is still to be worked on.
func (d *desk) isOpen(j *job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[j.ID] == j
}

// held notes why and until when a job is not worked on.
func (d *desk) held(j *job, err error, until time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	j.problem, j.retry = wordsFor(d.opt.Language).problem(err), until
}

// setBusy notes whether a job is being worked on.
func (d *desk) setBusy(j *job, busy bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	j.busy = busy
	if busy {
		j.problem = ""
	}
}
