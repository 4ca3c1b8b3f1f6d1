//go:build unix

package inbox

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// noBlock keeps the opening of a pipe from waiting for its other end.
const noBlock = syscall.O_NONBLOCK

// linkCount returns how many names a file has.
func linkCount(info fs.FileInfo) uint64 {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 1
	}
	return uint64(st.Nlink) //nolint:unconvert // its type differs between systems
}

// renameBetween moves a name from one open folder to another.
func renameBetween(_, src *os.Root, old string, dst *os.Root, name, from, to string) error {
	a, err := src.Open(".")
	if err != nil {
		return err
	}
	b, berr := dst.Open(".")
	if berr == nil {
		err = unix.Renameat(int(a.Fd()), old, int(b.Fd()), name)
		berr = b.Close()
	}
	if err != nil {
		err = &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return errors.Join(err, berr, a.Close())
}
