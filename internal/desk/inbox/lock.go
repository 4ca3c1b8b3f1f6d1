package inbox

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
)

// aliveEvery is the time between two signs of life, which are also those of the
// status.
const aliveEvery = disk.BeatEvery

// takeLock makes this process the one that works on an inbox; own is where its
// journal lies. Another watcher is a fault of the user.
func takeLock(ctx context.Context, own string, opt Options) (*disk.Lock, error) {
	lock, err := disk.Claim{
		Lock: filepath.Join(own, "lock"), Lease: filepath.Join(own, "health.json"), Host: opt.Host,
		Now: func() time.Time { return opt.Clock().Wall }, Wait: opt.leaseWait,
	}.Take(ctx)
	if held, ok := errors.AsType[*disk.HeldError](err); ok {
		return nil, diag.Fault(diag.Pos{File: filepath.Dir(own)}, "inbox", diag.T("let that one do the work, or end it first"),
			"another giro watches this folder already (process %d on %s)", held.By.PID, held.By.Host)
	}
	return lock, err
}
