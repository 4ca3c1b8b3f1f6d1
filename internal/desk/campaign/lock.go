package campaign

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// folderLock keeps two runs from working on the same folder. The system lets it
// go when the process ends, however it ends.
type folderLock struct {
	file *os.File
	path string
}

var errLocked = errors.New("locked")

// lockFolder takes the output folder, which is made if need be.
func lockFolder(out string) (*folderLock, error) {
	path := filepath.Join(out, private, "lock")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // a folder for colleagues
		return nil, cannotWrite(out, err)
	}
	f, err := openLock(path)
	if errors.Is(err, errLocked) {
		hint := diag.T("wait until it is done, or stop it; nothing was changed")
		if who, err := os.ReadFile(path); err == nil && len(who) > 0 { //nolint:gosec // our own file
			return nil, diag.Fault(diag.Pos{File: out}, "out", hint, "another run of giro is working in this folder (%s)", strings.TrimSpace(string(who)))
		}
		return nil, diag.Fault(diag.Pos{File: out}, "out", hint, "another run of giro is working in this folder")
	}
	if err != nil {
		return nil, cannotWrite(out, err)
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	// The words are for the message alone, so a fault here changes nothing.
	if f.Truncate(0) == nil {
		_, _ = fmt.Fprintf(f, "process %d on %s\n", os.Getpid(), host)
	}
	return &folderLock{f, path}, nil
}

// held reports whether the folder is still there.
func (l *folderLock) held() bool {
	there, err := os.Stat(l.path)
	if err != nil {
		return false
	}
	mine, err := l.file.Stat()
	return err == nil && os.SameFile(there, mine)
}

// cannotWrite says that a folder cannot be written to.
func cannotWrite(dir string, err error) error {
	var cause error
	if p, ok := errors.AsType[*os.PathError](err); ok {
		cause = p.Err
	} else {
		cause = err
	}
	return diag.Fault(diag.Pos{File: dir}, "out", diag.T("choose another folder with -o, or change its permissions"), "the folder cannot be written to: %v", cause)
}
