package inbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/diag"
)

// Run watches until the context ends, or with Once until nothing is left to do.
// An inbox that is not there at the start, or that another one watches, is a
// fault of the user; one that vanishes later is waited for. The end of the
// context is no error: what was in work goes on at the next start.
func Run(ctx context.Context, opt Options) (Summary, error) {
	opt = opt.withDefaults()
	var err error
	if opt.Inbox, err = filepath.Abs(opt.Inbox); err != nil {
		return Summary{}, fmt.Errorf("find the inbox: %w", err)
	}
	sh := share{inbox: opt.Inbox, base: filepath.Dir(opt.Inbox), out: opt.Out}
	if sh.out == "" {
		sh.out = filepath.Join(sh.base, "out")
	}
	if sh.out, err = filepath.Abs(sh.out); err != nil {
		return Summary{}, fmt.Errorf("find the folder of the posts: %w", err)
	}
	if err := checkFolders(sh.inbox, sh.out, sh.base); err != nil {
		return Summary{}, err
	}
	var sum Summary
	pause := firstPause
	for first := true; ; first = false {
		s := &session{opt: opt, share: sh, sum: &sum}
		began := opt.Clock().Mono
		err := s.run(ctx)
		if err == nil || ctx.Err() != nil && !isInput(err) {
			return sum, nil
		}
		if first && isInput(err) || opt.Once || first && !errors.Is(err, errShare) {
			return sum, err
		}
		if opt.Clock().Mono-began > lastPause {
			pause = firstPause // it had gone well for a while
		}
		opt.Log.Warn("the watched folder cannot be used, trying again", "error", err, "pause", pause)
		st := newStatus(opt.Clock(), opt.Zone)
		st.Running, st.Problem = true, err
		if err := st.publish(sh.out, opt.Teller); err != nil { // the out folder may be lost with it
			opt.Log.Debug("the status cannot be written", "error", err)
		}
		if !sleep(ctx, pause) {
			return sum, nil
		}
		pause = min(2*pause, lastPause)
	}
}

func isInput(err error) bool {
	_, ok := diag.Messages(err)
	return ok
}

// checkFolders says what is wrong with the folders that the user has given.
func checkFolders(inbox, out, base string) error {
	at := diag.Pos{File: inbox}
	info, err := os.Stat(inbox)
	switch {
	case gone(err):
		return diag.Fault(at, "inbox", diag.T("make it, or correct the path"), "there is no folder %q", inbox)
	case err != nil:
		return fmt.Errorf("find the inbox: %w", err)
	case !info.IsDir():
		return diag.Fault(at, "inbox", diag.T("give the folder that files are dropped into"), "%q is not a folder", inbox)
	case base == inbox:
		return diag.Fault(at, "inbox", diag.T("give a folder of it"), "the root of a disk cannot be an inbox")
	}
	if rel, err := filepath.Rel(inbox, out); err == nil && filepath.IsLocal(rel) {
		return diag.Fault(diag.Pos{File: out}, "out", diag.T("give a folder beside the inbox"), "the posts cannot be written into the inbox: they would be taken for drops")
	}
	for _, name := range []string{workingDir, doneDir, failedDir, ownDir} {
		if filepath.Join(base, name) == inbox {
			return diag.Fault(at, "inbox", diag.T("call it inbox, for example"), "a folder named %q cannot be the inbox: giro keeps its own work under that name", name)
		}
		if filepath.Join(base, name) == out {
			return diag.Fault(diag.Pos{File: out}, "out", diag.T("give another folder"), "giro keeps its own work under the name %q", name)
		}
	}
	return nil
}
