package disk_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
)

// clock is a computer's clock, which waiting moves on.
type clock struct {
	now    time.Time
	waited []time.Duration
	during func() // what others do meanwhile; nil: nothing
}

func (c *clock) wait(_ context.Context, d time.Duration) error {
	c.waited = append(c.waited, d)
	c.now = c.now.Add(d)
	if c.during != nil {
		c.during()
	}
	return nil
}

// noon is when the tests begin.
var noon = time.Date(2027, 6, 1, 12, 0, 0, 0, time.UTC)

// claim returns a claim of a computer on a folder.
func claim(dir, host string, c *clock) disk.Claim {
	return disk.Claim{
		Lock: filepath.Join(dir, "lock"), Lease: filepath.Join(dir, "lease.json"), Host: host,
		Now: func() time.Time { return c.now }, Wait: c.wait,
	}
}

func take(t *testing.T, c disk.Claim) *disk.Lock {
	t.Helper()
	l, err := c.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Release)
	return l
}

// stands checks that a claim is not granted, since host holds the lock, and
// returns whether the lease alone says so.
func stands(t *testing.T, c disk.Claim, host string) (byLease bool) {
	t.Helper()
	_, err := c.Take(t.Context())
	held, ok := errors.AsType[*disk.HeldError](err)
	if !ok || held.By.Host != host || held.By.PID != os.Getpid() {
		t.Fatalf("got %v, want: held by a process on %s", err, host)
	}
	return held.ByLease
}

func lease(t *testing.T, dir string) disk.Lease {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "lease.json"))
	if err != nil {
		t.Fatal(err)
	}
	var l disk.Lease
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// TestOneHolder: one at a time, with the locks of the system and without, and
// the next at once when the first has gone in order.
func TestOneHolder(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"locks": nil, "ENOLCK": syscall.ENOLCK, "ENOTSUP": syscall.ENOTSUP, "EOPNOTSUPP": syscall.EOPNOTSUPP,
		"ENOSYS": syscall.ENOSYS, "not built in": &fs.PathError{Op: "lock", Path: "lock", Err: errors.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, c := t.TempDir(), &clock{now: noon}
			on := func(host string) disk.Claim {
				if err != nil {
					return claim(dir, host, c).Failing(err)
				}
				return claim(dir, host, c)
			}
			first := take(t, on("nord"))
			if !first.Held() {
				t.Error("the lock is not held")
			}
			if byLease := stands(t, on("nord"), "nord"); byLease != (err != nil) {
				t.Errorf("by the lease alone: %v", byLease)
			}
			stands(t, on("sud"), "nord")
			first.Release()
			if l := lease(t, dir); !l.Ended || l.Host != "nord" || !l.Alive.Equal(c.now) {
				t.Errorf("it has ended, and says %+v", l)
			}
			c.waited = nil
			second := take(t, on("sud"))
			if !second.Held() {
				t.Error("the second lock is not held")
			}
			if want := err != nil; (len(c.waited) > 0) != want {
				t.Errorf("waited %v", c.waited)
			}
		})
	}
}

// TestOtherFaults: an error that says nothing of locks is no right to go on.
func TestOtherFaults(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{now: noon}
	for _, err := range []error{syscall.EIO, syscall.EACCES, syscall.EROFS, &fs.PathError{Op: "open", Path: "lock", Err: syscall.ENOENT}} {
		if _, got := claim(dir, "nord", c).Failing(err).Take(t.Context()); !errors.Is(got, err) {
			t.Errorf("%v: got %v", err, got)
		}
	}
	if _, err := claim(filepath.Join(dir, "none"), "nord", c).Take(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	alone(t, dir)
}

// TestDeadHolder: who has gone without a word is followed, but only when it is
// certain that it is dead.
func TestDeadHolder(t *testing.T) {
	t.Parallel()
	noLocks := syscall.ENOLCK
	for _, tt := range []struct {
		name  string
		host  string
		fault error         // of the locks
		age   time.Duration // of the last sign of life, by this clock
		alive bool          // it gives another one while it is watched
		taken bool
		waits int
	}{
		{name: "here, the system knows", host: "nord", age: 0, taken: true},
		{name: "elsewhere, a moment ago", host: "sud", age: time.Second},
		{name: "elsewhere, nearly too long ago", host: "sud", age: disk.AliveFor - 1},
		{name: "elsewhere, too long ago", host: "sud", age: disk.AliveFor, taken: true, waits: 1},
		{name: "elsewhere, by a slow clock", host: "sud", age: 24 * time.Hour, alive: true, waits: 1},
		{name: "elsewhere, by a fast clock", host: "sud", age: -24 * time.Hour, alive: true, waits: 1},
		{name: "elsewhere, from the future", host: "sud", age: -24 * time.Hour, taken: true, waits: 1},
		{name: "here, no locks, a moment ago", host: "nord", fault: noLocks, age: time.Second},
		{name: "here, no locks, long ago", host: "nord", fault: noLocks, age: time.Hour, taken: true, waits: 2},
		{name: "here, no locks, the clock was put forward", host: "nord", fault: noLocks, age: time.Hour, alive: true, waits: 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, theirs := t.TempDir(), &clock{now: noon}
			other := take(t, claim(dir, tt.host, theirs).Failing(noLocks))
			mine := &clock{now: noon.Add(tt.age)} // the lease was written at noon
			if tt.alive {
				mine.during = func() {
					theirs.now = theirs.now.Add(disk.BeatEvery)
					if err := other.Beat(); err != nil {
						t.Error(err)
					}
				}
			}
			c := claim(dir, "nord", mine)
			if tt.fault != nil {
				c = c.Failing(tt.fault)
			}
			if tt.taken {
				if l := take(t, c); !l.Held() {
					t.Error("the lock is not held")
				}
				if err := other.Beat(); !errors.Is(err, disk.ErrLost) || other.Held() {
					t.Errorf("the first goes on: %v", err)
				}
			} else {
				stands(t, c, tt.host)
			}
			if len(mine.waited) != tt.waits {
				t.Errorf("waited %v", mine.waited)
			}
		})
	}
}

// TestTwoAtOnce: both have seen that nobody is there, and both have written.
// One of them remains.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	slow, fast := &clock{now: noon}, &clock{now: noon}
	var second *disk.Lock
	var err error
	// The slower one comes while the faster waits for its lease to settle: it
	// has looked before, when there was no lease.
	fast.during = func() {
		if rmErr := os.Remove(filepath.Join(dir, "lease.json")); rmErr != nil {
			t.Error(rmErr)
		}
		second, err = claim(dir, "sud", slow).Failing(syscall.ENOLCK).Take(t.Context())
	}
	stands(t, claim(dir, "nord", fast).Failing(syscall.ENOLCK), "sud")
	if err != nil {
		t.Fatalf("both stood aside: %v", err)
	}
	if !second.Held() {
		t.Error("the one that remains does not hold the lock")
	}
	second.Release()
}

// TestBeats: signs of life come with the ticks and end with the context, or when
// the lock is lost.
func TestBeats(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), &clock{now: noon}
	l := take(t, claim(dir, "nord", c))
	beat := func(n int) error {
		ticks, done := make(chan time.Time), make(chan error, 1)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { done <- l.Keep(ctx, ticks) }()
		for range n {
			select {
			case ticks <- noon:
			case err := <-done:
				cancel()
				return err
			}
		}
		cancel() // the beat of the last tick is finished before Keep looks again
		return <-done
	}
	c.now = noon.Add(disk.BeatEvery)
	if err := beat(2); err != nil {
		t.Errorf("it was ended, and says %v", err)
	}
	if got := lease(t, dir); got.Ended || !got.Alive.Equal(c.now) || got.PID != os.Getpid() || got.Version != 1 {
		t.Errorf("got %+v", got)
	}

	if err := os.Remove(filepath.Join(dir, "lease.json")); err != nil { // a tidy colleague
		t.Fatal(err)
	}
	if err := beat(1); err != nil {
		t.Error(err)
	}
	theirs := lease(t, dir)
	theirs.ID, theirs.Host = "other", "sud"
	data, err := json.Marshal(theirs)
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Write(filepath.Join(dir, "lease.json"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := beat(2); !errors.Is(err, disk.ErrLost) || l.Held() {
		t.Errorf("held %v, %v", l.Held(), err)
	}
	l.Release()
	if got := lease(t, dir); got.Ended || got.Host != "sud" {
		t.Errorf("the one that lost has written %+v", got)
	}
}

// TestFolderGone: a lock in a folder that was taken away is not held.
func TestFolderGone(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"locks": nil, "none": syscall.ENOLCK} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "out")
			if err := os.Mkdir(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			c := claim(dir, "nord", &clock{now: noon})
			if err != nil {
				c = c.Failing(err)
			}
			l := take(t, c)
			if err := os.Rename(dir, dir+"-away"); err != nil {
				t.Skipf("this system does not let go of open files: %v", err)
			}
			if err := os.Mkdir(dir, 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "lock"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if l.Held() {
				t.Error("the lock of a folder that has gone is held")
			}
		})
	}
}
