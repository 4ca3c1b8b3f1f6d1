package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	full := &fs.PathError{Op: "write", Path: "/other/name", Err: syscall.ENOSPC}
	for name, c := range map[string]struct {
		err        error
		text, hint string
	}{
		"output":       {disk.Failed("a/b", &fs.PathError{Op: "open", Path: "/other/name", Err: syscall.EACCES}), `cannot write "a/b": permission denied`, "-o"},
		"renamed":      {disk.Failed("a/b", fmt.Errorf("put: %w", &os.LinkError{Op: "rename", Old: "x", New: "y", Err: syscall.EXDEV})), `cannot write "a/b": invalid cross-device link`, "-o"},
		"full":         {disk.Failed("a/b", full), `cannot write "a/b": the disk is full`, "make room"},
		"quota":        {disk.Failed("a/b", syscall.EDQUOT), `cannot write "a/b": the disk is full`, "make room"},
		"store":        {disk.CacheFailed("c", syscall.EROFS), `cannot write "c": read-only file system`, "XDG_CACHE_HOME"},
		"full store":   {disk.CacheFailed("c", full), `cannot write "c": the disk is full`, "giro cache prune"},
		"a folder":     {disk.Write(t.TempDir(), nil, 0o644), "it is a folder", "the name of a file"},
		"told already": {disk.Failed("d", disk.CacheFailed("c", full)), `cannot write "c"`, "giro cache prune"},
		"far down":     {fmt.Errorf("render: %w", disk.Failed("a/b", full)), `cannot write "a/b"`, "make room"},
	} {
		list, ok := diag.Messages(disk.Fault(c.err))
		if !ok || len(list) != 1 || !strings.Contains(list[0].Text.String(), c.text) || !strings.Contains(list[0].Hint.String(), c.hint) {
			t.Errorf("%s: %+v", name, list)
		}
	}
	for _, err := range []error{nil, errors.New("no fault of a disk")} {
		if got := disk.Failed("a", err); got != err { //nolint:errorlint // the same, not alike
			t.Errorf("%v became %v", err, got)
		}
		if got := disk.Fault(err); got != err { //nolint:errorlint // the same, not alike
			t.Errorf("%v became %v", err, got)
		}
	}
}

func TestDeliver(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	path := filepath.Join(dir, "a.txt")
	for _, text := range []string{"one", "another"} {
		if err := disk.Deliver(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("got %q, %v", got, err)
		}
	}
	alone(t, dir, "a.txt")
	err := disk.Deliver(filepath.Join(path, "below.txt"), nil)
	if w, ok := errors.AsType[*disk.WriteError](err); !ok || w.Full || w.Path != filepath.Join(path, "below.txt") {
		t.Errorf("below a file: %#v", err)
	}
	if err := disk.Folder(filepath.Join(path, "below")); err == nil {
		t.Error("a folder was made below a file")
	}
}
