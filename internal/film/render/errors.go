package render

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// WriteError says that a file cannot be written. The user has to correct the cause.
type WriteError struct {
	Path string    // the file or folder
	Text diag.Text // the fact: `cannot write "out/a.mp4": permission denied`
	Hint diag.Text // what to do
	Full bool      // the disk is full
	Err  error
}

// Error returns the fact.
func (e *WriteError) Error() string { return e.Text.String() }

// Unwrap returns the cause.
func (e *WriteError) Unwrap() error { return e.Err }

// Hints, by what could not be written and why.
const (
	hintOutput     = "choose a folder that you may write to with -o, or change its permissions"
	hintOutputFull = "make room on that disk, or choose a folder on another with -o"
	hintStore      = "set XDG_CACHE_HOME to a folder that you may write to, or change the permissions of this one"
	hintStoreFull  = "make room on that disk, for example with \"giro cache prune\", or set XDG_CACHE_HOME to a folder on another"
)

// outputError returns a WriteError that explains why the output at path could not be
// written. Errors with other causes are returned as they are.
func outputError(path string, err error) error {
	return writeError(path, err, diag.T(hintOutput), diag.T(hintOutputFull))
}

// storeError does the same for files inside the store's folder dir.
func storeError(dir string, err error) error {
	return writeError(dir, err, diag.T(hintStore), diag.T(hintStoreFull))
}

func writeError(path string, err error, hint, hintFull diag.Text) error {
	if _, known := errors.AsType[*WriteError](err); err == nil || known {
		return err
	}
	if isFull(err) {
		return &WriteError{Path: path, Text: diag.T("cannot write %q: the disk is full", path), Hint: hintFull, Full: true, Err: err}
	}
	var cause error
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		cause = e.Err
	} else if e, ok := errors.AsType[*os.LinkError](err); ok {
		cause = e.Err
	} else if e, ok := errors.AsType[*store.Error](err); ok {
		cause = e.Err
	} else {
		return err
	}
	return &WriteError{Path: path, Text: diag.T("cannot write %q: %v", path, cause), Hint: hint, Err: err}
}

// isFull reports whether a disk, or the user's share of it, is full. ffmpeg says
// so in words only.
func isFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	exit, ok := errors.AsType[*ffmpeg.ExitError](err)
	if !ok {
		return false
	}
	return strings.Contains(exit.Stderr, "No space left on device") || strings.Contains(exit.Stderr, "Disk quota exceeded")
}
