package disk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// The times of a lease.
const (
	// BeatEvery is how often the holder of a lock shows that it is alive.
	BeatEvery = 10 * time.Second
	// aliveFor is how old a sign of life may be by the clock of another computer.
	aliveFor = 2 * time.Minute
	// watchFor is how long a lease that is older is watched before it is taken
	// over, so that clocks that differ do not make two holders.
	watchFor = 2*BeatEvery + BeatEvery/2
	// settleFor is how long a new lease has to stand where nothing but the lease
	// keeps two apart: longer than the other's way from reading to writing.
	settleFor = 2 * time.Second
)

// Lease is what the holder of a lock writes beside it, for people, for monitors,
// and for processes elsewhere: a share may carry its locks to no other computer,
// or have none.
type Lease struct {
	Alive   time.Time `json:"alive"` // the last sign of life
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Version int       `json:"version"`      // of this form, 1
	Ended   bool      `json:"ended"`        // the holder went away in order
	ID      string    `json:"id,omitempty"` // tells one holder from the next
}

// HeldError says that another process holds the lock.
type HeldError struct {
	By      Lease // the zero Lease when it is not known
	ByLease bool  // nothing but its lease says so: that of a killed process says it for aliveFor at most
}

// Error names the holder.
func (e *HeldError) Error() string {
	return fmt.Sprintf("held by process %d on %s", e.By.PID, e.By.Host)
}

// ErrLost says that another process has taken the lock over: this one was out of
// reach for too long, and must not go on.
var ErrLost = errors.New("another process has taken the lock over")

// Claim is the wish to be the only one who works on something. All that want the
// same name the same two files, in a folder that exists.
//
// Where the file system has locks, the system's decides: it ends with the
// process, however that ends. The lease decides beside it between computers, and
// alone where there are no locks. There two that start at once are told apart,
// since the later lease stays and its writer alone finds it; the other stands
// aside at once, or at its next sign of life if it was slower than settleFor.
type Claim struct {
	Lock  string // path of the file that is locked; it stays when the lock ends
	Lease string // path of the lease
	Host  string // what this computer is called
	Now   func() time.Time
	Wait  func(context.Context, time.Duration) error // nil: by the clock

	try func(*flock.Flock) (bool, error) // nil: TryLock; tests stand in for shares
}

// Lock is a claim that was granted. Its methods may be called from several
// goroutines.
type Lock struct {
	claim  Claim
	file   *flock.Flock
	locked bool // the system holds it too

	mu    sync.Mutex
	lease Lease
	lost  bool
}

// Take grants the claim or returns a *HeldError. It does not wait for another
// holder to end; only to find out whether a silent one is alive.
func (c Claim) Take(ctx context.Context) (*Lock, error) {
	if c.Wait == nil {
		c.Wait = wait
	}
	l := &Lock{
		claim: c,
		file:  flock.New(c.Lock, flock.SetFlag(os.O_RDWR|os.O_CREATE), flock.SetPermissions(0o644)), // NFS locks only what is open for writing
		lease: Lease{Host: c.Host, PID: os.Getpid(), Version: 1, ID: rand.Text()},
	}
	if err := l.take(ctx); err != nil {
		_ = l.file.Close() // the error is told already
		return nil, err
	}
	return l, nil
}

func (l *Lock) take(ctx context.Context) error {
	try := l.claim.try
	if try == nil {
		try = (*flock.Flock).TryLock
	}
	locked, err := try(l.file)
	other, known := readLease(l.claim.Lease)
	switch {
	case err == nil && !locked:
		return &HeldError{By: other}
	case err != nil && !withoutLocks(err):
		return Failed(l.claim.Lock, err)
	}
	l.locked = err == nil
	// A holder on this computer that let the system's lock go is dead.
	if known && !other.Ended && !(l.locked && other.Host == l.claim.Host) {
		if err := l.outlive(ctx, other); err != nil {
			return err
		}
	}
	if err := l.write(false); err != nil {
		return err
	}
	if l.locked {
		return nil
	}
	if err := l.claim.Wait(ctx, settleFor); err != nil {
		return err
	}
	if other, known := readLease(l.claim.Lease); known && other.ID != l.lease.ID {
		return &HeldError{By: other, ByLease: true}
	}
	return nil
}

// outlive finds out whether the holder of a lease is dead. One with a recent
// sign of life is not; any other is watched for a new one.
func (l *Lock) outlive(ctx context.Context, other Lease) error {
	age := l.claim.Now().Sub(other.Alive)
	if age > -aliveFor && age < aliveFor {
		return &HeldError{By: other, ByLease: true}
	}
	if err := l.claim.Wait(ctx, watchFor); err != nil {
		return err
	}
	if now, known := readLease(l.claim.Lease); known && !now.Ended && (now.ID != other.ID || !now.Alive.Equal(other.Alive)) {
		return &HeldError{By: now, ByLease: true}
	}
	return nil
}

// Beat writes a sign of life. The error is ErrLost when another process has
// taken the lock over; any other may pass, and the next Beat tries again.
func (l *Lock) Beat() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if other, known := readLease(l.claim.Lease); known && other.ID != l.lease.ID {
		l.lost = true
	}
	if l.lost {
		return ErrLost
	}
	return l.write(false)
}

// Keep beats at each tick until the context ends or the lock is lost. The error
// is nil, or ErrLost.
func (l *Lock) Keep(ctx context.Context, ticks <-chan time.Time) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticks:
			if err := l.Beat(); errors.Is(err, ErrLost) {
				return err
			}
		}
	}
}

// Held reports whether the lock is still there and this process's. It is not
// where the folder was taken away.
func (l *Lock) Held() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		return false
	}
	if !l.locked {
		there, known := readLease(l.claim.Lease)
		return known && there.ID == l.lease.ID
	}
	there, err := os.Stat(l.claim.Lock)
	if err != nil {
		return false
	}
	mine, err := l.file.Stat()
	return err == nil && os.SameFile(there, mine)
}

// Release gives the lock up.
func (l *Lock) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if there, known := readLease(l.claim.Lease); !l.lost && known && there.ID == l.lease.ID {
		_ = l.write(true) // others wait for its age otherwise
	}
	_ = l.file.Close()
}

// write writes the lease. The caller holds l.mu, or l is not shared yet.
func (l *Lock) write(ended bool) error {
	l.lease.Alive, l.lease.Ended = l.claim.Now().UTC(), ended
	data, err := json.Marshal(l.lease)
	if err != nil {
		return err
	}
	return Write(l.claim.Lease, append(data, '\n'), 0o644)
}

// readLease reads a lease. A damaged one says nothing.
func readLease(path string) (Lease, bool) {
	data, err := os.ReadFile(path) //nolint:gosec // the claim's own file
	var l Lease
	if err != nil || json.Unmarshal(data, &l) != nil || l.Host == "" {
		return Lease{}, false
	}
	return l, true
}

// withoutLocks reports whether an error says that a file system has no locks,
// as some network shares and user-space file systems do.
func withoutLocks(err error) bool {
	if _, ok := errors.AsType[*fs.PathError](err); ok && !errors.Is(err, errors.ErrUnsupported) {
		return false // the file could not be opened
	}
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK) || lacksLocks(err)
}

// wait waits by the clock.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// Only is a lock between the processes of one computer, in a folder that only
// one user may write to. It needs no lease: it ends with its process.
type Only struct{ file *flock.Flock }

// TakeOnly takes the lock of a file, or returns a *HeldError when another process
// has it. Where the file system has no locks it is granted: Claim decides then.
func TakeOnly(path string) (*Only, error) {
	o := &Only{flock.New(path, flock.SetFlag(os.O_RDWR|os.O_CREATE), flock.SetPermissions(0o600))}
	locked, err := o.file.TryLock()
	switch {
	case err == nil && !locked:
		err = &HeldError{}
	case err != nil && withoutLocks(err):
		err = nil
	}
	if err != nil {
		_ = o.file.Close() // the error is told already
		return nil, err
	}
	return o, nil
}

// Release gives the lock up. Of none it does nothing.
func (o *Only) Release() {
	if o != nil {
		_ = o.file.Close()
	}
}
