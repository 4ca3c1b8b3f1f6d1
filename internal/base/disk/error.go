package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/giro-video/giro/internal/base/diag"
)

// WriteError says that something that Giro has to write cannot be written. It is
// for the user to put right; Fault is how it is told.
type WriteError struct {
	Path  string // the file or folder
	Cache bool   // it is in Giro's own store, and not in a place that the user has named
	Full  bool   // the disk, or the user's share of it, is full
	Err   error  // the cause
}

// Error returns the fact in English.
func (e *WriteError) Error() string { return e.Fact().String() }

// Fact returns the fact.
func (e *WriteError) Fact() diag.Text {
	list, _ := diag.Messages(e.Fault())
	return list[0].Text
}

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// Fault returns the error as a fault of the input, with the way out.
func (e *WriteError) Fault() error {
	at := diag.Pos{File: e.Path}
	switch {
	case e.Full && e.Cache:
		return diag.Fault(at, "output", diag.T("make room on that disk, for example with \"giro cache prune\", or set XDG_CACHE_HOME to a folder on another"), "cannot write %q: the disk is full", e.Path)
	case e.Full:
		return diag.Fault(at, "output", diag.T("make room on that disk, or choose a folder on another with -o"), "cannot write %q: the disk is full", e.Path)
	case e.Cache:
		return diag.Fault(at, "output", diag.T("set XDG_CACHE_HOME to a folder that you may write to, or change the permissions of this one"), "cannot write %q: %v", e.Path, e.cause())
	case errors.Is(e.Err, syscall.EISDIR):
		return diag.Fault(at, "output", diag.T("give the name of a file with -o"), "cannot write %q: it is a folder", e.Path)
	}
	return diag.Fault(at, "output", diag.T("choose a folder that you may write to with -o, or change its permissions"), "cannot write %q: %v", e.Path, e.cause())
}

// Fault turns what is a *WriteError into the fault that it is; all other errors,
// nil too, come back as they are.
func Fault(err error) error {
	if w, ok := errors.AsType[*WriteError](err); ok {
		return w.Fault()
	}
	return err
}

// Failed explains why the output at path could not be written: it returns a
// *WriteError when err is the system's, and err as it is otherwise.
func Failed(path string, err error) error { return failed(path, false, err) }

// CacheFailed does the same for what lies in the folder of Giro's own store.
func CacheFailed(dir string, err error) error { return failed(dir, true, err) }

func failed(path string, cache bool, err error) error {
	if _, known := errors.AsType[*WriteError](err); err == nil || known {
		return err
	}
	w := &WriteError{Path: path, Cache: cache, Full: IsFull(err), Err: err}
	if w.cause() == nil {
		return err
	}
	return w
}

// cause returns what the system says, without the path that errors of package os
// repeat; nil when it is no error of the system's.
func (e *WriteError) cause() error {
	if p, ok := errors.AsType[*fs.PathError](e.Err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](e.Err); ok {
		return l.Err
	}
	if n, ok := errors.AsType[syscall.Errno](e.Err); ok {
		return n
	}
	return nil
}

// IsFull reports whether a disk, or the user's share of it, is full.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// Folder makes a folder, and those that it lies in, for others to read.
func Folder(dir string) error {
	return Failed(dir, os.MkdirAll(dir, 0o755)) //nolint:gosec // for others to read
}
