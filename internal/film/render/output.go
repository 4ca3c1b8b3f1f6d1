package render

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
)

// output is a file that is written under a temporary name beside its final place,
// synced, and renamed at the end.
type output struct {
	temp, path string
}

// newOutput makes the temporary file for path, and the folder that it lies in.
func newOutput(path string) (*output, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a folder for others to read
		return nil, outputError(path, err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, &WriteError{
			Path: path, Text: diag.T("cannot write %q: it is a folder", path),
			Hint: diag.T("give the name of a file with -o"), Err: fs.ErrExist,
		}
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.part")
	if err != nil {
		return nil, outputError(path, err)
	}
	if err := errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return nil, outputError(path, err)
	}
	return &output{temp: f.Name(), path: path}, nil
}

// discard removes the temporary file, if publish has not renamed it.
func (o *output) discard() { _ = os.Remove(o.temp) }

// write fills the temporary file.
func (o *output) write(b []byte) error {
	return outputError(o.path, os.WriteFile(o.temp, b, 0o644)) //nolint:gosec // made with these bits
}

// seal syncs the temporary file to the disk and returns its digest and size.
func (o *output) seal() (sum digest.Sum, size int64, err error) {
	f, err := os.OpenFile(o.temp, os.O_RDWR, 0)
	if err != nil {
		return sum, 0, outputError(o.path, err)
	}
	sum, err = digest.Reader(f)
	var info fs.FileInfo
	if err == nil {
		info, err = f.Stat()
	}
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return sum, 0, outputError(o.path, err)
	}
	return sum, info.Size(), nil
}

// publish puts the file in its place. A file that is there already with the same
// bytes stays, with its time.
func (o *output) publish() error {
	if o.same() {
		return nil // the deferred discard removes the temporary one
	}
	if err := os.Rename(o.temp, o.path); err != nil {
		return outputError(o.path, err)
	}
	// The new name survives a power cut only when the folder is synced too. Not every
	// system can do that; the file's content is safe in any case.
	if dir, err := os.Open(filepath.Dir(o.path)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

// writable reports, before any work is done, whether path can be written.
func writable(path string) error {
	o, err := newOutput(path)
	if err != nil {
		return err
	}
	o.discard()
	return nil
}

// WriteFile writes b to path, whole or not at all: to a temporary file beside
// it, which is synced and renamed. The error is a *WriteError.
func WriteFile(path string, b []byte) (digest.Sum, error) {
	out, err := newOutput(path)
	if err != nil {
		return digest.Sum{}, err
	}
	defer out.discard()
	if err := out.write(b); err != nil {
		return digest.Sum{}, err
	}
	sum, _, err := out.seal()
	if err != nil {
		return digest.Sum{}, err
	}
	return sum, out.publish()
}

// same reports whether the file in place holds the bytes of the temporary one.
func (o *output) same() bool {
	there, err := os.Stat(o.path)
	if err != nil || !there.Mode().IsRegular() {
		return false
	}
	here, err := os.Stat(o.temp)
	if err != nil || here.Size() != there.Size() {
		return false
	}
	a, err := fileSum(o.path)
	if err != nil {
		return false
	}
	b, err := fileSum(o.temp)
	return err == nil && a == b
}

func fileSum(path string) (digest.Sum, error) {
	f, err := os.Open(path) //nolint:gosec // a path of the caller's
	if err != nil {
		return digest.Sum{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return digest.Reader(f)
}
