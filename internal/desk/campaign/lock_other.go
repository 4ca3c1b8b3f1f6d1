//go:build !linux && !darwin && !freebsd

package campaign

import (
	"errors"
	"io/fs"
	"os"
)

// openLock makes the file. Where a killed run has left one, Windows lets it be
// removed, as nobody has it open any more; one in use cannot be removed there.
func openLock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		if os.Remove(path) != nil {
			return nil, errLocked
		}
		f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	}
	return f, err
}

func (l *folderLock) release() {
	_ = l.file.Close()
	_ = os.Remove(l.path)
}
