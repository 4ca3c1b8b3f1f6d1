//go:build unix

package inbox

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the lock of an open file. The kernel gives it up when the
// process ends, however it ends. taken says that another process has it.
func lockFile(f *os.File) (taken bool, err error) {
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	if errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOSYS) {
		return false, nil // the share has no locks: the sign of life decides
	}
	return false, err
}
