package inbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// errNoFolder says that something stands in the way that is no folder: a file,
// or a link, which is never followed.
var errNoFolder = errors.New("it is no folder, and links are not followed")

// errNoFile says that something is no plain file of one name.
var errNoFile = errors.New("it is no plain file")

// validPath reports whether a path leads to something below the folder that it is
// relative to, and is written in the one way that there is.
func validPath(rel string) bool {
	for part := range strings.SplitSeq(rel, "/") {
		if part == "" || part == "." || part == ".." || strings.ContainsRune(part, 0) {
			return false
		}
	}
	return filepath.IsLocal(filepath.FromSlash(rel)) && (filepath.Separator == '/' || !strings.Contains(rel, `\`))
}

// tree is a folder below which no link is ever followed, whoever puts one where
// and when: each folder is opened from the one that holds it and looked at
// through the handle. Paths in it are relative, with /.
//
// os.Root alone keeps paths inside; it follows links that stay inside.
type tree struct{ root *os.Root }

// enter opens a folder that lies in another. With create it is made when it is
// missing.
func enter(dir *os.Root, name string, create bool) (*os.Root, error) {
	seen, err := dir.Lstat(name)
	if create && gone(err) {
		if err := dir.Mkdir(name, 0o775); err != nil && !errors.Is(err, fs.ErrExist) { // colleagues look into it
			return nil, err
		}
		seen, err = dir.Lstat(name)
	}
	if err != nil {
		return nil, err
	}
	if !seen.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNoFolder}
	}
	sub, err := dir.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	there, err := sub.Stat(".")
	if err == nil && !os.SameFile(seen, there) {
		err = &fs.PathError{Op: "open", Path: name, Err: errNoFolder} // changed between the two looks
	}
	if err != nil {
		_ = sub.Close() // nothing was done in it
		return nil, err
	}
	return sub, nil
}

// folder opens a folder. The caller closes it.
func (t tree) folder(rel string, create bool) (*os.Root, error) {
	if rel != "." && !validPath(rel) {
		return nil, &fs.PathError{Op: "open", Path: rel, Err: fs.ErrInvalid}
	}
	at, err := t.root.OpenRoot(".")
	if err != nil || rel == "." {
		return at, err
	}
	for name := range strings.SplitSeq(rel, "/") {
		next, err := enter(at, name, create)
		_ = at.Close() // a folder is only looked into
		if err != nil {
			return nil, err
		}
		at = next
	}
	return at, nil
}

// in does something with a name in the folder that holds it.
func (t tree) in(rel string, create bool, do func(dir *os.Root, name string) error) error {
	dir, err := t.folder(path.Dir(rel), create)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // a folder is only looked into
	return do(dir, path.Base(rel))
}

// lstat describes what lies at a path; a link is described itself.
func (t tree) lstat(rel string) (info fs.FileInfo, err error) {
	err = t.in(rel, false, func(dir *os.Root, name string) error {
		info, err = dir.Lstat(name)
		return err
	})
	if errors.Is(err, errNoFolder) { // what would hold it is no folder
		err = &fs.PathError{Op: "lstat", Path: rel, Err: fs.ErrNotExist}
	}
	return info, err
}

// isFile reports whether a plain file lies at a path.
func (t tree) isFile(rel string) bool {
	info, err := t.lstat(rel)
	return err == nil && info.Mode().IsRegular()
}

// rename moves what lies at a path, a link itself and not what it leads to. The
// folder for it is made.
func (t tree) rename(from, to string) error {
	return t.in(from, false, func(src *os.Root, old string) error {
		return t.in(to, true, func(dst *os.Root, name string) error { return renameBetween(t.root, src, old, dst, name, from, to) })
	})
}

// remove removes a file, a link or an empty folder.
func (t tree) remove(rel string) error {
	return t.in(rel, false, func(dir *os.Root, name string) error { return dir.Remove(name) })
}

// removeAll removes a folder with all that it holds.
func (t tree) removeAll(rel string) error {
	err := t.in(rel, false, func(dir *os.Root, name string) error { return dir.RemoveAll(name) })
	if gone(err) {
		return nil
	}
	return err
}

// open opens a plain file to be read. What the handle shows must be what was
// seen, and no second name of a file elsewhere.
func (t tree) open(rel string) (f *os.File, err error) {
	err = t.in(rel, false, func(dir *os.Root, name string) error {
		f, err = openPlain(dir, name)
		return err
	})
	return f, err
}

func openPlain(dir *os.Root, name string) (*os.File, error) {
	seen, err := dir.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !seen.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	f, err := dir.OpenFile(name, os.O_RDONLY|noBlock, 0)
	if err != nil {
		return nil, err
	}
	there, err := f.Stat()
	if err == nil && (!there.Mode().IsRegular() || !os.SameFile(seen, there) || linkCount(there) > 1) {
		err = &fs.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	if err != nil {
		_ = f.Close() // it was not read
		return nil, err
	}
	return f, nil
}

// scan scans a folder.
func (t tree) scan(rel string) (Scan, error) {
	dir, err := t.folder(rel, false)
	if err != nil {
		return Scan{}, fmt.Errorf("look at a folder: %w", err)
	}
	defer func() { _ = dir.Close() }() // it was only read
	return scanRoot(dir)
}

// put writes a file whole or not at all, under the name temp until it is on the
// disk. A file that is there already with the same bytes stays, with its time.
func (t tree) put(rel, temp string, from io.ReadSeeker) error {
	return t.in(rel, true, func(dir *os.Root, name string) error {
		if same, err := holds(dir, name, from); err != nil || same {
			return err
		}
		if err := dir.Remove(temp); err != nil && !gone(err) { // left by a crash
			return err
		}
		err := fill(dir, temp, from)
		if err == nil {
			err = dir.Rename(temp, name)
		}
		if err != nil {
			_ = dir.Remove(temp) // the error is told already
			return err
		}
		if f, err := dir.Open("."); err == nil { // not every system syncs folders
			_ = f.Sync()
			_ = f.Close()
		}
		return nil
	})
}

// write writes a small file.
func (t tree) write(rel string, data []byte) error {
	return t.put(rel, tempOf(path.Base(rel)), bytes.NewReader(data))
}

func fill(dir *os.Root, name string, from io.ReadSeeker) error {
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	f, err := dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// holds reports whether a file holds the bytes of another already.
func holds(dir *os.Root, name string, want io.ReadSeeker) (bool, error) {
	size, err := want.Seek(0, io.SeekEnd)
	if err != nil {
		return false, err
	}
	if _, err := want.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	f, err := openPlain(dir, name)
	if err != nil {
		return false, nil // none that can be read: it is written anew
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err != nil || info.Size() != size {
		return false, nil // likewise
	}
	var a, b [32 << 10]byte
	for {
		n, err := io.ReadFull(want, a[:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
		if m, _ := io.ReadFull(f, b[:n]); m != n || !bytes.Equal(a[:n], b[:n]) {
			return false, nil
		}
		if n < len(a) {
			return true, nil
		}
	}
}
