package render

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// outputError explains why the output at path could not be written. Errors that
// have nothing to do with writing it come back as they are.
func outputError(path string, err error) error { return disk.Failed(path, orFull(err)) }

// storeError does the same for files inside the store's folder dir.
func storeError(dir string, err error) error { return disk.CacheFailed(dir, orFull(err)) }

// isFull reports whether a disk was full.
func isFull(err error) bool { return disk.IsFull(err) || saysFull(err) }

// orFull adds the error of a full disk to one of ffmpeg, which says so in words
// only.
func orFull(err error) error {
	if saysFull(err) {
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	return err
}

// errJoined says that the joined video is not what its segments and sound promise.
var errJoined = fmt.Errorf("%w: the joined video", ffmpeg.ErrOutput)

// isBroken reports whether a video could not be joined because of what it is
// joined from.
func isBroken(err error) bool {
	if exit, ok := errors.AsType[*ffmpeg.ExitError](err); ok {
		return strings.Contains(exit.Stderr, "Invalid data found when processing input")
	}
	return errors.Is(err, errJoined) || errors.Is(err, store.ErrBroken)
}

// saysFull reports whether ffmpeg found a disk full, or the user's share of it.
func saysFull(err error) bool {
	exit, ok := errors.AsType[*ffmpeg.ExitError](err)
	return ok && (strings.Contains(exit.Stderr, "No space left on device") || strings.Contains(exit.Stderr, "Disk quota exceeded"))
}

// writable reports, before any work is done, whether path can be written.
func writable(path string) error {
	f, err := disk.Begin(path)
	if err != nil {
		return err
	}
	f.Discard()
	return nil
}
