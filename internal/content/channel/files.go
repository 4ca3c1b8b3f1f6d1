package channel

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/setting"
)

// ErrOutside is returned for a path that leads out of the channel's folder.
var ErrOutside = errors.New("the path leads out of the channel's folder")

// Open opens a file of the channel for reading. rel is relative to the folder,
// with / or \ between names. A path that leaves the folder, also through a
// symbolic link, is an ErrOutside; a folder or device is an error too.
func (c *Channel) Open(rel string) (*os.File, error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the channel: %w", err)
	}
	f, err := folder{root}.open(rel)
	if cerr := root.Close(); cerr != nil && err == nil {
		err = errors.Join(cerr, f.Close())
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Path returns the absolute path, free of symbolic links, of a file or folder
// of the channel, under the rules of Open.
func (c *Channel) Path(rel string) (string, error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return "", fmt.Errorf("open the channel: %w", err)
	}
	name, _, err := folder{root}.stat(rel)
	if cerr := root.Close(); err == nil && cerr != nil {
		err = cerr
	}
	if err != nil {
		return "", err
	}
	abs, err := filepath.EvalSymlinks(filepath.Join(c.Dir, filepath.FromSlash(name)))
	if err != nil {
		return "", fmt.Errorf("find %s: %w", rel, err)
	}
	base, err := filepath.EvalSymlinks(c.Dir)
	if err != nil {
		return "", fmt.Errorf("find the channel: %w", err)
	}
	if in, err := filepath.Rel(base, abs); err != nil || !filepath.IsLocal(in) {
		return "", fmt.Errorf("%s: %w", rel, ErrOutside)
	}
	return abs, nil
}

// finder looks up the files that channel.yaml refers to and reports missing ones.
type finder interface {
	// file returns the first bytes of a file; ok is false when it cannot be used.
	file(v setting.Value, rel string) (head []byte, ok bool)
	// folder checks that rel is a folder.
	folder(v setting.Value, rel string)
	// has reports whether there is a file rel.
	has(rel string) bool
	// text returns a settings file whole; ok is false when it cannot be used.
	text(v setting.Value, rel string) (data []byte, ok bool)
}

// folder is a channel's folder; nothing outside it can be reached.
type folder struct{ root *os.Root }

// stat returns the name under which rel is found, and what it is. Names
// written on Windows come with backslashes.
func (d folder) stat(rel string) (string, fs.FileInfo, error) {
	if rel == "" {
		return "", nil, fmt.Errorf("find a file without a name: %w", fs.ErrNotExist)
	}
	info, err := d.root.Stat(rel)
	if err != nil && strings.Contains(rel, `\`) {
		slashed := strings.ReplaceAll(rel, `\`, "/")
		if info, err := d.root.Stat(slashed); err == nil {
			return slashed, info, nil
		}
	}
	if err != nil {
		return "", nil, describe(rel, err)
	}
	return rel, info, nil
}

func (d folder) open(rel string) (*os.File, error) {
	name, info, err := d.stat(rel)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", rel)
	}
	f, err := d.root.Open(name)
	if err != nil {
		return nil, describe(rel, err)
	}
	return f, nil
}

// describe names the file, and returns ErrOutside for os.Root's error about a path
// that leaves the folder, which the library does not export.
func describe(rel string, err error) error {
	if escapes(rel, err) {
		return fmt.Errorf("%s: %w", rel, ErrOutside)
	}
	return fmt.Errorf("open %s: %w", rel, err)
}

func escapes(rel string, err error) bool {
	slashed := strings.ReplaceAll(rel, `\`, "/")
	if !filepath.IsLocal(filepath.FromSlash(slashed)) || path.IsAbs(slashed) {
		return true
	}
	var perr *fs.PathError
	return errors.As(err, &perr) && strings.Contains(perr.Err.Error(), "escapes from parent")
}

// file implements finder.
func (d folder) file(v setting.Value, rel string) (head []byte, ok bool) {
	f, err := d.open(rel)
	if err != nil {
		d.complain(v, rel, err)
		return nil, false
	}
	head, err = io.ReadAll(io.LimitReader(f, 4096))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		d.complain(v, rel, err)
		return nil, false
	}
	if len(head) == 0 {
		v.Errorf(diag.T("copy the file again"), "the file %q is empty", rel)
		return nil, false
	}
	return head, true
}

// has implements finder.
func (d folder) has(rel string) bool {
	_, info, err := d.stat(rel)
	return err == nil && info.Mode().IsRegular()
}

// text implements finder.
func (d folder) text(v setting.Value, rel string) (data []byte, ok bool) {
	f, err := d.open(rel)
	if err != nil {
		d.complain(v, rel, err)
		return nil, false
	}
	data, err = io.ReadAll(io.LimitReader(f, setting.MaxBytes+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		d.complain(v, rel, err)
		return nil, false
	}
	return data, true
}

// folder implements finder.
func (d folder) folder(v setting.Value, rel string) {
	_, info, err := d.stat(rel)
	switch {
	case err != nil:
		d.complain(v, rel, err)
	case !info.IsDir():
		v.Errorf(diag.T("name the folder that holds the templates"), "%q is not a folder", rel)
	}
}

// complain turns a file's error into a message at the value that named it.
func (d folder) complain(v setting.Value, rel string, err error) {
	switch {
	case errors.Is(err, ErrOutside):
		v.Errorf(diag.T("copy the file into the channel's folder and give its path from there"), "%q leads out of the channel's folder", rel)
	case errors.Is(err, fs.ErrNotExist):
		v.Errorf(d.near(rel), "there is no file %q in the channel", rel)
	case errors.Is(err, fs.ErrPermission):
		v.Errorf(diag.T("give yourself the right to read it"), "the file %q cannot be read", rel)
	default:
		v.Errorf(diag.Text{}, "the file %q cannot be used: %v", rel, err)
	}
}

// near suggests the file of the same folder whose name is most like rel's.
func (d folder) near(rel string) diag.Text {
	slashed := strings.ReplaceAll(rel, `\`, "/")
	dir, name := path.Split(slashed)
	if dir == "" {
		dir = "."
	}
	f, err := d.root.Open(path.Clean(dir))
	if err != nil {
		return diag.T("give its path from the folder of channel.yaml")
	}
	names, err := f.Readdirnames(1000) // enough for a suggestion
	if cerr := f.Close(); cerr != nil || (err != nil && !errors.Is(err, io.EOF)) {
		return diag.T("give its path from the folder of channel.yaml")
	}
	slices.Sort(names) // the order of a folder differs from machine to machine
	if best := diag.Nearest(name, names); best != "" {
		return diag.T("did you mean %q?", path.Join(dir, best))
	}
	return diag.T("give its path from the folder of channel.yaml")
}
