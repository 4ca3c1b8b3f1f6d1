package inbox

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// From fcntl.h; package syscall does not name them.
const (
	setLease = 1024 // F_SETLEASE
	readOnly = 0    // F_RDLCK
	unlock   = 2    // F_UNLCK
)

// writer asks the kernel whether a regular file is open for writing anywhere: a
// read lease is granted only when it is not (fcntl(2), "File leases"). Leases
// need the file's owner or CAP_LEASE, and not every file system has them.
func writer(dir *os.Root, name string) Writer {
	f, err := dir.OpenFile(name, os.O_RDONLY|noBlock, 0)
	if err != nil {
		return Unknown
	}
	defer func() { _ = f.Close() }() // it was only asked
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return Unknown
	}
	fd := f.Fd()
	_, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, setLease, readOnly)
	switch {
	case errno == 0:
		_, _, _ = syscall.Syscall(syscall.SYS_FCNTL, fd, setLease, unlock) // closing would do it too
		return Free
	case errors.Is(errno, syscall.EAGAIN):
		return Busy
	}
	return Unknown
}

func identity(info fs.FileInfo) (inode uint64, changed time.Time) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, time.Time{}
	}
	return st.Ino, time.Unix(st.Ctim.Unix())
}
