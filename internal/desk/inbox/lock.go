package inbox

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Health is the sign of life of the watcher of an inbox, written every
// aliveEvery into health.json. It also tells a watcher on another computer,
// whose locks a share may not carry over, to keep away.
type Health struct {
	Alive   time.Time `json:"alive"`
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Version int       `json:"version"` // of this form, 1
	Ended   bool      `json:"ended"`   // it went away in order
}

const (
	aliveEvery = 20 * time.Second
	aliveLimit = 2 * time.Minute // without a sign of life a watcher elsewhere counts as dead
)

// lock is the right to work on an inbox.
type lock struct {
	f      *os.File
	health string
	host   string
}

// takeLock makes this process the one that works on an inbox; dir is where its
// journal lies. Another watcher is a fault of the user.
func takeLock(dir, host string, now time.Time) (*lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // giro's own folder
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	l := &lock{f: f, health: filepath.Join(dir, "health.json"), host: host}
	taken, err := lockFile(f)
	var other Health
	if data, rerr := os.ReadFile(l.health); rerr == nil {
		_ = json.Unmarshal(data, &other) // a damaged note says nothing
	}
	if err == nil && !taken && other.Host != "" && other.Host != host && !other.Ended {
		age := now.Sub(other.Alive)
		taken = age > -aliveLimit && age < aliveLimit
	}
	if err == nil && taken {
		err = diag.Fault(diag.Pos{File: filepath.Dir(dir)}, "inbox", diag.T("let that one do the work, or end it first"),
			"another giro watches this folder already (process %d on %s)", other.PID, other.Host)
	}
	if err == nil {
		err = l.alive(now, false)
	}
	if err != nil {
		_ = f.Close() // the error is reported already
		return nil, err
	}
	return l, nil
}

// alive writes the sign of life.
func (l *lock) alive(now time.Time, ended bool) error {
	data, err := json.Marshal(Health{Alive: now.UTC(), Host: l.host, PID: os.Getpid(), Version: 1, Ended: ended})
	if err != nil {
		return err
	}
	return writeWhole(l.health, append(data, '\n'), 0o644)
}

// release gives the right up.
func (l *lock) release(now time.Time) {
	_ = l.alive(now, true) // another computer waits for aliveLimit otherwise
	_ = l.f.Close()        // which ends the lock
}
