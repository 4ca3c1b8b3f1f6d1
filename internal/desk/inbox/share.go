package inbox

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/disk"
)

// The folders beside the inbox.
const (
	workingDir  = "working"
	doneDir     = "done"
	failedDir   = "failed"
	replacedDir = "failed/replaced" // faulty versions that a corrected one has replaced
	ownDir      = ".giro-watch"
)

// share is an inbox with the folders beside it. All that moves, copies or removes
// what was dropped is here: files go from the inbox to working, and from there to
// done or failed, or back. It decides nothing and keeps no state; each method can
// be called again after a crash in the midst of it.
type share struct {
	inbox string // folder that is dropped into
	base  string // holds the folders beside it
	out   string // folder of the products
}

// at returns the path of something beside the inbox, given with /.
func (s share) at(rel ...string) string {
	return filepath.Join(append([]string{s.base}, filepath.FromSlash(path.Join(rel...)))...)
}

// prepare makes the folders that are missing.
func (s share) prepare() error {
	for _, dir := range []string{workingDir, doneDir, failedDir, ownDir} {
		if err := os.MkdirAll(s.at(dir), 0o775); err != nil { //nolint:gosec // colleagues look into them
			return fmt.Errorf("make the folders beside the inbox: %w", err)
		}
	}
	if err := os.MkdirAll(s.out, 0o775); err != nil { //nolint:gosec // colleagues look into it
		return fmt.Errorf("make the folder of the posts: %w", err)
	}
	return nil
}

// work returns the folder of a drop in working.
func (s share) work(id string) string { return s.at(workingDir, id) }

// origin returns where a file comes from.
func (s share) origin(f Moved) string {
	if f.Kept {
		return s.at(failedDir, string(f.From))
	}
	return filepath.Join(s.inbox, filepath.FromSlash(string(f.From)))
}

// take moves files to the folder of a drop. It reports true, and leaves the rest
// where it is, when a file was changed or taken away since the scan.
func (s share) take(id string, files []Moved) (changed bool, err error) {
	for _, f := range files {
		src := s.origin(f)
		dst := filepath.Join(s.work(id), filepath.FromSlash(string(f.To)))
		if err := os.MkdirAll(filepath.Dir(dst), 0o775); err != nil { //nolint:gosec // colleagues look into it
			return false, fmt.Errorf("take a drop: %w", err)
		}
		if _, err := os.Lstat(dst); err == nil {
			continue // taken before a crash
		}
		info, err := os.Lstat(src)
		if err == nil && f.Kind == Plain && (info.Size() != f.Size || !info.ModTime().Equal(f.Mtime)) {
			return true, nil
		}
		switch {
		case err != nil:
		case f.Copy:
			err = disk.Copy(src, dst, 0o644) // as it was: for colleagues
		default:
			err = os.Rename(src, dst)
		}
		if gone(err) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("take a drop: %w", err)
		}
	}
	return false, nil
}

// putBack returns the files of a drop to where they came from.
func (s share) putBack(id string, files []Moved) error {
	for _, f := range files {
		src := filepath.Join(s.work(id), filepath.FromSlash(string(f.To)))
		if _, err := os.Lstat(src); gone(err) {
			continue
		}
		if f.Copy {
			if err := os.Remove(src); err != nil {
				return fmt.Errorf("put a drop back: %w", err)
			}
			continue
		}
		dst := s.origin(f)
		if err := os.MkdirAll(filepath.Dir(dst), 0o775); err != nil { //nolint:gosec // it was there
			return fmt.Errorf("put a drop back: %w", err)
		}
		if _, err := os.Lstat(dst); err == nil {
			// A newer one has come meanwhile: it counts, this one is kept aside.
			if dst, err = s.aside(string(f.From)); err != nil {
				return err
			}
		}
		if err := os.Rename(src, dst); err != nil {
			return fmt.Errorf("put a drop back: %w", err)
		}
	}
	if err := os.RemoveAll(s.work(id)); err != nil { // only folders are left, which take made
		return fmt.Errorf("put a drop back: %w", err)
	}
	return nil
}

// giveBack moves all that lies in a folder of working to the inbox.
func (s share) giveBack(id string) error {
	entries, err := os.ReadDir(s.work(id))
	if err != nil {
		return fmt.Errorf("give the files of a drop back: %w", err)
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(s.work(id), e.Name()), free(filepath.Join(s.inbox, e.Name()))); err != nil {
			return fmt.Errorf("give the files of a drop back: %w", err)
		}
	}
	return os.Remove(s.work(id))
}

// file moves a drop, or the one file or folder of it that inside names, from
// working to a path beside the inbox. A drop that is failed takes the place of
// its faulty version. With to "" only what is left of its folder is removed.
func (s share) file(id, inside, name string, failed bool, to string) error {
	src := filepath.Join(s.work(id), inside)
	if _, err := os.Lstat(src); err == nil && to != "" {
		if failed {
			if err := s.setAside(name); err != nil {
				return err
			}
		}
		dst := s.at(to)
		if err := os.MkdirAll(filepath.Dir(dst), 0o775); err != nil { //nolint:gosec // colleagues look into it
			return fmt.Errorf("file a drop: %w", err)
		}
		if err := os.Rename(src, dst); err != nil {
			return fmt.Errorf("file a drop: %w", err)
		}
	} else if err != nil && !gone(err) {
		return fmt.Errorf("file a drop: %w", err)
	}
	if err := os.RemoveAll(s.work(id)); err != nil { // empty folders: all that it held has moved, or was gone
		return fmt.Errorf("file a drop: %w", err)
	}
	return nil
}

// donePath returns a free path beside the inbox for a drop that has ended well.
func (s share) donePath(day, name string) (string, error) {
	rel, err := filepath.Rel(s.base, free(s.at(doneDir, day, name)))
	return filepath.ToSlash(rel), err
}

// aside returns a free path for a version that another one has replaced.
func (s share) aside(name string) (string, error) {
	to := s.at(replacedDir, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o775); err != nil { //nolint:gosec // colleagues look into it
		return "", fmt.Errorf("set a replaced file aside: %w", err)
	}
	return free(to), nil
}

// setAside moves the faulty version of a drop, which a new one replaces, out of
// the sight of those who look into failed.
func (s share) setAside(name string) error {
	for _, old := range []string{name, Stem(name)} {
		from := s.at(failedDir, old)
		if from == s.at(replacedDir) {
			continue
		}
		if _, err := os.Lstat(from); err != nil {
			continue
		}
		to, err := s.aside(old)
		if err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return fmt.Errorf("set a replaced file aside: %w", err)
		}
	}
	return nil
}

// kept finds a file of the faulty version of a drop.
func (s share) kept(name, part string) (Take, bool) {
	dir := Stem(name)
	scan, err := ScanFolder(s.at(failedDir, dir))
	if err != nil {
		return Take{}, false
	}
	f := Find(scan.Entries, "", part)
	if f == nil {
		return Take{}, false
	}
	t := Take{Entry: *f, To: f.Path, Kept: true}
	t.Path = path.Join(dir, f.Path)
	return t, true
}

// drop returns what lies in the folder of a drop that was claimed with files.
func (s share) drop(id, name string, files []Moved) (Drop, error) {
	d := Drop{Name: name, Dir: s.work(id)}
	if len(files) == 1 && files[0].Kind == Folder {
		d.Dir = filepath.Join(d.Dir, string(files[0].To))
	}
	scan, err := ScanFolder(d.Dir)
	for _, e := range scan.Entries {
		if e.Kind == Plain {
			d.Files = append(d.Files, e.Path)
		}
	}
	return d, err
}

// writeReason writes the file that says why a drop was not, or not wholly, made.
func (s share) writeReason(name string, text []byte) error {
	file := s.reasonPath(name)
	err := os.MkdirAll(filepath.Dir(file), 0o775) //nolint:gosec // colleagues read it
	if err == nil {
		err = disk.Write(file, text, 0o644)
	}
	if err != nil {
		return fmt.Errorf("write the reason for %s: %w", name, err)
	}
	return nil
}

// removeReason takes the reason of a drop away, if there is one.
func (s share) removeReason(name string) error {
	if err := os.Remove(s.reasonPath(name)); err != nil && !gone(err) {
		return fmt.Errorf("take the reason of %s away: %w", name, err)
	}
	return nil
}

// longestName is what file systems take, in bytes.
const longestName = 255

// reasonPath returns the path of the reason file of a drop.
func (s share) reasonPath(name string) string {
	const ending = ".reason.txt"
	dir, file := path.Split(name)
	for len(file)+len(ending) > longestName {
		_, n := utf8.DecodeLastRuneInString(file)
		file = file[:len(file)-n]
	}
	return s.at(failedDir, dir+file+ending)
}

// free returns the path, or the first of "name (2).csv", "name (3).csv" … that
// is not taken.
func free(name string) string {
	ext := filepath.Ext(name)
	head := strings.TrimSuffix(name, ext)
	for n, try := 2, name; ; n++ {
		if _, err := os.Lstat(try); gone(err) {
			return try
		}
		if n > 10_000 { // the folder cannot be looked into; the move will say why
			return try
		}
		try = fmt.Sprintf("%s (%d)%s", head, n, ext)
	}
}

// shape describes the files of a drop without reading them: what changes when
// somebody writes into them.
func shape(dir string) (string, error) {
	scan, err := ScanFolder(dir)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, e := range scan.Entries {
		if e.Kind == Plain {
			fmt.Fprintf(&b, "%q %d %d\n", e.Path, e.Size, e.Mtime.UnixNano())
		}
	}
	return b.String(), nil
}
