package inbox

import (
	"context"
	"errors"
	"os"

	"github.com/giro-video/giro/internal/base/diag"
)

// Run watches until the context ends, or with Once until nothing is left to do.
// An inbox that is not there at the start, or that another one watches, is a
// fault of the user; one that vanishes later is waited for. The end of the
// context is no error: what was in work goes on at the next start.
func Run(ctx context.Context, opt Options) (Summary, error) {
	opt = opt.withDefaults()
	sh, err := opt.folders()
	if err != nil {
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
		if errors.Is(err, errShare) { // otherwise the page is another's
			sh.publishLost(opt, err)
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

// publishLost says on the status page that the folder cannot be reached.
func (s share) publishLost(opt Options, err error) {
	st := newStatus(opt.Clock(), opt.Zone)
	st.Running, st.Problem = true, err
	// The out folder may be lost with it, and is not made anew.
	if _, err := os.Lstat(s.out); err != nil {
		opt.Log.Debug("the status cannot be written", "error", err)
		return
	}
	if err = s.openOut(); err == nil {
		err = st.publish(s, opt.Teller)
		s.close()
	}
	if err != nil {
		opt.Log.Debug("the status cannot be written", "error", err)
	}
}
