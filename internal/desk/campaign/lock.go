package campaign

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
)

// lockFolder takes the output folder, which is made if need be, so that two runs
// do not work on it at once.
func (d *Runner) lockFolder(ctx context.Context) (*disk.Lock, error) {
	out := d.Campaign.Out
	own := filepath.Join(out, private)
	if err := disk.Folder(own); err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unnamed"
	}
	lock, err := disk.Claim{Lock: filepath.Join(own, "lock"), Lease: filepath.Join(own, "lease.json"), Host: host, Now: d.Now, Wait: d.wait}.Take(ctx)
	if held, ok := errors.AsType[*disk.HeldError](err); ok {
		hint := diag.T("wait until it is done, or stop it; nothing was changed")
		if held.ByLease {
			hint = diag.T("wait until it is done, or stop it; after one that was killed, wait two minutes; nothing was changed")
		}
		if held.By.Host == "" { // it has just begun
			return nil, diag.Fault(diag.Pos{File: out}, "out", hint, "another run of giro is working in this folder")
		}
		return nil, diag.Fault(diag.Pos{File: out}, "out", hint, "another run of giro is working in this folder (process %d on %s)", held.By.PID, held.By.Host)
	}
	return lock, err
}

// errLost says that a run has to end since another one has its folder.
func (d *Runner) errLost() error {
	return diag.Fault(diag.Pos{File: d.Campaign.Out}, "out", diag.T("wait until it is done and run again; what was rendered is kept"),
		"another run of giro has taken over this folder")
}

// errGone says that a run has to end since its folder is not there.
func (d *Runner) errGone() error {
	return diag.Fault(diag.Pos{File: d.Campaign.Out}, "out", diag.T("bring the disk or share back and run again; what was rendered is kept"),
		"the folder of the posts has gone")
}

// keepLock shows that the run is alive until the context ends, and ends it with
// lost when another one has taken the folder. stop waits until the last sign of
// life is written.
func (d *Runner) keepLock(ctx context.Context, lock *disk.Lock, lost context.CancelCauseFunc) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ticker := time.NewTicker(disk.BeatEvery)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := lock.Keep(ctx, ticker.C); err != nil {
			lost(d.errLost())
		}
	}()
	return func() {
		cancel()
		ticker.Stop()
		<-done
	}
}
