package inbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// attempt is one try to bring a job from where it stands to its end.
type attempt struct {
	opt Options
	reg *registry
	job *job
}

// run makes the attempt. A nil error means that the job has ended, or was put
// back; an error that it is to be tried again.
func (a attempt) run(ctx context.Context) error {
	j, reg := a.job, a.reg
	if j.end != nil {
		return reg.file(j)
	}
	if j.digest == "" { // a claim that a full disk has cut off
		if err := reg.take(j); err != nil || !reg.isOpen(j) {
			return err
		}
	}
	if len(j.Cause) > 0 {
		var lines []Line
		for _, r := range j.Cause {
			lines = append(lines, a.opt.Teller.Refused(r))
		}
		return reg.conclude(j, Failed, lines)
	}
	if j.begun && j.cuts+1 >= maxCuts {
		return reg.conclude(j, Failed, []Line{a.opt.Teller.Refused(Refusal{Why: Deadly, Name: path.Base(string(j.Name))})})
	}
	if err := reg.write(Record{Step: Began, ID: j.ID, Name: j.Name}); err != nil {
		return err
	}
	ended := false
	defer func() { // also after a panic
		if !ended {
			// The error is told all the same; without this record the attempt counts as one that was cut.
			_ = reg.write(Record{Step: Paused, ID: j.ID, Name: j.Name})
		}
	}()
	err := a.goOn(ctx)
	ended = err == nil
	return err
}

// maxCuts is how often the program may be killed while it works on a drop, with
// nothing finished between, before it is the drop's fault.
const maxCuts = 2

// goOn makes an attempt that the journal knows of.
func (a attempt) goOn(ctx context.Context) error {
	j, reg := a.job, a.reg
	drop, before, err := reg.share.drop(j.ID, string(j.Name), j.Files)
	if gone(err) || err == nil && len(drop.Files) == 0 {
		return a.nothing()
	}
	if err != nil {
		return err
	}
	changed, err := reg.share.fetch(j.ID, j.Files, drop)
	if errors.Is(err, fs.ErrPermission) {
		return reg.conclude(j, Failed, []Line{a.opt.Teller.Refused(Refusal{Why: Closed, Name: path.Base(drop.Name)})})
	}
	if err != nil {
		return err
	}
	if changed {
		return reg.putBack(j)
	}
	own, err := reg.withoutReasons(&drop)
	if err != nil {
		return err
	}
	switch usable := a.opt.Maker.Usable(drop); {
	case own != "" && len(drop.Files) == 0:
		return reg.discard(j)
	case own != "" && !usable:
		return reg.conclude(j, Failed, []Line{a.opt.Teller.Refused(Refusal{Why: OwnText, Name: own})})
	case !usable:
		return a.nothing()
	}
	same, err := a.identify(ctx, drop, before)
	if errors.Is(err, fs.ErrPermission) {
		return reg.conclude(j, Failed, []Line{a.opt.Teller.Refused(Refusal{Why: Closed, Name: path.Base(drop.Name)})})
	}
	if err != nil {
		return err
	}
	if !same {
		return reg.putBack(j)
	}
	if !j.planned && reg.isRepeat(j.digest) {
		return reg.conclude(j, Repeat, nil)
	}
	lines, err := a.make(ctx, drop)
	if err != nil {
		return err
	}
	return a.conclude(drop, before, lines)
}

// conclude ends a job of which all was made that can be made; lines say what
// could not.
func (a attempt) conclude(drop Drop, before string, lines []Line) error {
	_, after, err := a.reg.share.drop(a.job.ID, drop.Name, a.job.Files)
	if err != nil && !gone(err) {
		return err
	}
	if gone(err) {
		if err := a.reg.share.here(); err != nil {
			return fmt.Errorf("%w: %w", errShare, err)
		}
	}
	switch {
	case err == nil && after != "" && after != before:
		return a.reg.putBack(a.job) // written to while it was used: it is not what was meant
	case len(lines) == 0:
		return a.reg.conclude(a.job, Done, nil)
	case after == "":
		return a.nothing()
	}
	for _, o := range a.job.results() {
		lines = append(lines, Line{Where: madeMark, What: o.File})
	}
	return a.reg.conclude(a.job, Failed, lines)
}

// nothing ends a job whose files somebody took away again. A share that is gone
// is no such.
func (a attempt) nothing() error {
	if err := a.reg.share.here(); err != nil {
		return fmt.Errorf("%w: %w", errShare, err)
	}
	return a.reg.conclude(a.job, Nothing, nil)
}

// twinPause is the time between two checks whether another drop of the same
// contents is still in work.
const twinPause = 50 * time.Millisecond

// identify takes the digest of a drop to know it again. While another drop of
// the same contents is in work it waits for that one's end. It reports false
// when the drop is no longer what it was at an earlier attempt.
func (a attempt) identify(ctx context.Context, drop Drop, shape string) (same bool, err error) {
	j := a.job
	if j.shape != "" && j.shape != shape {
		return false, nil
	}
	if j.shape == "" {
		sum, err := a.opt.Maker.Identify(ctx, drop)
		if err != nil {
			return false, err
		}
		if j.digest != "" && j.digest != sum { // it has changed, or what decides its products has, since a crash
			return false, nil
		}
		if j.digest == "" {
			if err := a.reg.write(Record{Step: Known, ID: j.ID, Name: j.Name, Digest: sum}); err != nil {
				return false, err
			}
		}
		j.shape = shape
	}
	for a.reg.hasTwin(j) {
		if !sleep(ctx, twinPause) {
			return false, ctx.Err()
		}
	}
	return true, nil
}

// make reads what a drop asks for and makes what is not made yet. It returns what
// is wrong with the drop.
func (a attempt) make(ctx context.Context, drop Drop) ([]Line, error) {
	content, err := read(ctx, a.opt.Maker, drop)
	lines, err := a.faults(content.Faults, err)
	if err != nil {
		return nil, err
	}
	if len(content.Products) == 0 && len(lines) == 0 {
		lines = append(lines, a.opt.Teller.Empty(drop.Name))
	}
	if !a.job.planned {
		if err := a.reg.plan(a.job, content.Products); err != nil {
			return nil, err
		}
	}
	for _, o := range slices.Clone(a.job.outputs) {
		more, err := a.makeOne(ctx, drop, o)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// makeOne makes a product, unless it is there already, and has OnDone run for it.
func (a attempt) makeOne(ctx context.Context, drop Drop, o Output) ([]Line, error) {
	j := a.job
	out := filepath.Join(a.reg.share.out, o.File)
	if !j.made[o.Key] || !a.reg.share.outside.isFile(o.File) {
		made := a.reg.share.private(j.ID, "made")
		if err := errors.Join(os.RemoveAll(made), os.MkdirAll(made, 0o700)); err != nil {
			return nil, err
		}
		lines, err := a.faults(nil, a.opt.Maker.Make(ctx, drop, o.Key, filepath.Join(made, o.File)))
		if err != nil || len(lines) > 0 {
			return lines, err
		}
		if err := a.reg.share.publish(j.ID, o.File); err != nil {
			return nil, fmt.Errorf("%w: %w", errOut, err)
		}
		if err := a.reg.write(Record{Step: Finished, ID: j.ID, Name: j.Name, Key: o.Key}); err != nil {
			return nil, err
		}
	}
	if j.passed[o.Key] || a.opt.OnDone == nil {
		return nil, nil
	}
	if err := a.opt.OnDone(ctx, Made{Drop: drop.Name, Path: out}); err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		// The product is there; that the program failed is for who set it up.
		a.opt.Log.Error("on_done failed", "drop", drop.Name, "video", out, "error", err)
	}
	return nil, a.reg.write(Record{Step: Notified, ID: j.ID, Name: j.Name, Key: o.Key})
}

// faults turns what is wrong with the input into lines; other errors stay.
func (a attempt) faults(list diag.List, err error) ([]Line, error) {
	lines := a.opt.Teller.Faults(list)
	if err == nil {
		return lines, nil
	}
	in, ok := diag.Messages(err)
	if !ok {
		return nil, err
	}
	return append(lines, a.opt.Teller.Faults(in)...), nil
}

// read asks the maker what a drop wants; a panic is its fault, not the watcher's end.
func read(ctx context.Context, m Maker, d Drop) (c Content, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("read %s: %v", d.Name, r)
		}
	}()
	return m.Read(ctx, d)
}

// sleep waits; it reports false when the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
