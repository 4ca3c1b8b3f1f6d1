// Package disk is how Giro writes files that others read: whole or not at all,
// on the disk before anybody is told, and by one process at a time.
//
// What the system does not let it write is a *WriteError.
package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/giro-video/giro/internal/base/digest"
)

// Temporary files lie beside what they become, under names between these two.
const (
	tempPrefix = ".giro-"
	tempSuffix = ".part"
)

// IsTemporary reports whether a file called name is one that was being written
// when its process was killed, or still is.
func IsTemporary(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}

// File is a file on its way to its place: it is written under another name in
// the same folder, synced, and renamed when all is well. After New, call
// Discard in any case; after Publish it does nothing.
type File struct {
	temp, path string
}

// New makes the temporary file for path. Its folder must exist. Where the file
// system has no permissions, mode is a wish.
func New(path string, mode fs.FileMode) (*File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, &WriteError{Path: path, Err: syscall.EISDIR}
	}
	f, err := os.CreateTemp(filepath.Dir(path), tempPrefix+"*"+tempSuffix)
	if err != nil {
		return nil, Failed(path, err)
	}
	_ = f.Chmod(mode) // made for the owner alone: what fails here shows less, never more
	if err := f.Close(); err != nil {
		_ = os.Remove(f.Name())
		return nil, Failed(path, err)
	}
	return &File{temp: f.Name(), path: path}, nil
}

// Begin makes the temporary file for path as New does, for others to read, and
// the folder that it lies in.
func Begin(path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // for others to read
		return nil, Failed(path, err)
	}
	return New(path, 0o644)
}

// Temp returns the path of the temporary file, for programs that write it
// themselves. They may replace it.
func (f *File) Temp() string { return f.temp }

// Write fills the temporary file.
func (f *File) Write(b []byte) error {
	return Failed(f.path, os.WriteFile(f.temp, b, 0o600)) // it is there and keeps its bits
}

// Seal brings the temporary file to the disk and returns its digest and size.
func (f *File) Seal() (sum digest.Sum, size int64, err error) {
	sum, size, err = Sync(f.temp)
	return sum, size, Failed(f.path, err)
}

// Publish puts the sealed file in its place. A file that is there already with
// the same bytes stays, with its time.
func (f *File) Publish() error {
	if same(f.path, f.temp) {
		return nil // Discard removes the temporary one
	}
	return Failed(f.path, Rename(f.temp, f.path))
}

// Discard removes the temporary file.
func (f *File) Discard() { _ = os.Remove(f.temp) }

// Write writes data to path, whole or not at all. A file that is there already
// with the same bytes stays, with its time.
func Write(path string, data []byte, mode fs.FileMode) error {
	f, err := New(path, mode)
	if err != nil {
		return err
	}
	return f.complete(data)
}

// complete takes the file through all its stages.
func (f *File) complete(data []byte) error {
	defer f.Discard()
	if err := f.Write(data); err != nil {
		return err
	}
	if _, _, err := f.Seal(); err != nil {
		return err
	}
	return f.Publish()
}

// Deliver writes data to path as Write does, for others to read, and makes the
// folder that it lies in.
func Deliver(path string, data []byte) error {
	f, err := Begin(path)
	if err != nil {
		return err
	}
	return f.complete(data)
}

// Copy copies the plain file from to the path to, whole or not at all, with mode.
func Copy(from, to string, mode fs.FileMode) error {
	f, err := New(to, mode)
	if err != nil {
		return err
	}
	defer f.Discard()
	in, err := os.Open(from) //nolint:gosec // the caller's own file
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	if err := fill(in, f.temp); err != nil {
		return Failed(to, err)
	}
	return f.Publish()
}

// Link makes the plain file from available at the path to, which must not
// exist, as a second name of the same bytes where the file system can, else as
// a copy. The caller does not write to either.
func Link(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	in, err := os.Open(from) //nolint:gosec // the caller's own file
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()                                     // it was only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // as readable as what it is a copy of
	if err != nil {
		return err
	}
	err = out.Close()
	if err == nil {
		err = fill(in, to)
	}
	if err != nil {
		_ = os.Remove(to)
	}
	return err
}

// fill copies bytes into a file that exists, and brings them to the disk.
func fill(in io.Reader, to string) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0) //nolint:gosec // the caller's own file
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// Sync brings a file to the disk and returns its digest and size.
func Sync(path string) (sum digest.Sum, size int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // the caller's own file; Windows syncs only what is open for writing
	if err != nil {
		return sum, 0, err
	}
	sum, err = digest.Reader(f)
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return sum, size, err
}

// Sum returns the digest of a file's bytes.
func Sum(path string) (digest.Sum, error) {
	f, err := os.Open(path) //nolint:gosec // a path of the caller's
	if err != nil {
		return digest.Sum{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return digest.Reader(f)
}

// Rename gives a synced file its name and waits until the name is on the disk
// too, where the system can.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	// Not every system syncs folders; the bytes are safe either way.
	if dir, err := os.Open(filepath.Dir(to)); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
	return nil
}

// same reports whether two plain files hold the same bytes.
func same(a, b string) bool {
	there, err := os.Stat(a)
	if err != nil || !there.Mode().IsRegular() {
		return false
	}
	here, err := os.Stat(b)
	if err != nil || here.Size() != there.Size() {
		return false
	}
	x, err := Sum(a)
	if err != nil {
		return false
	}
	y, err := Sum(b)
	return err == nil && x == y
}

// freeError says for which folder the system did not tell its free space.
func freeError(dir string, err error) error {
	return fmt.Errorf("ask for the free space in %s: %w", dir, err)
}
