package inbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
)

// aliveEvery is the time between two signs of life, which are also those of the
// status.
const aliveEvery = disk.BeatEvery

// The files of the lock, in the folder of giro's own beside the inbox.
const (
	lockFile  = "lock"
	leaseFile = "health.json"
)

// takeLock makes this process the one that works on an inbox; own is where its
// files lie. Another watcher is a fault of the user.
func takeLock(ctx context.Context, own string, opt Options) (*disk.Lock, error) {
	lock, err := disk.Claim{
		Lock: filepath.Join(own, lockFile), Lease: filepath.Join(own, leaseFile), Host: opt.Host,
		Now: func() time.Time { return opt.Clock().Wall }, Wait: opt.leaseWait,
	}.Take(ctx)
	return lock, heldBy(filepath.Dir(own), err)
}

// heldBy says to the user who works on a folder already; other errors stay.
func heldBy(folder string, err error) error {
	if held, ok := errors.AsType[*disk.HeldError](err); ok {
		return diag.Fault(diag.Pos{File: folder}, "inbox", diag.T("let that one do the work, or end it first"),
			"another giro watches this folder already (process %d on %s)", held.By.PID, held.By.Host)
	}
	return err
}

// holder adds to an error who holds the lock, as far as the folder tells.
func (s share) holder(err error) error {
	held, ok := errors.AsType[*disk.HeldError](err)
	if !ok {
		return err
	}
	f, oerr := s.beside.open(path.Join(ownDir, leaseFile))
	if oerr != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	if data, rerr := io.ReadAll(io.LimitReader(f, 1<<16)); rerr == nil {
		_ = json.Unmarshal(data, &held.By) // a damaged one says nothing
	}
	return held
}
