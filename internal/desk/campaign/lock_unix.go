//go:build linux || darwin || freebsd

package campaign

import (
	"errors"
	"os"
	"syscall"
)

// openLock opens the file and locks it. The lock belongs to the open file: it
// ends with the process, a kill included, and the file stays.
func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644) //nolint:gosec // read by colleagues
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errLocked
		}
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return f, nil
}

func (l *folderLock) release() { _ = l.file.Close() }
