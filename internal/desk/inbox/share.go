package inbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The folders beside the inbox.
const (
	workingDir  = "working"
	doneDir     = "done"
	failedDir   = "failed"
	replacedDir = "failed/replaced" // faulty versions that a corrected one has replaced
	refusedDir  = "failed/refused"  // records of links, pipes and devices, which are taken away
	ownDir      = ".giro-watch"
)

// share is an inbox with the folders beside it. All that moves, copies or removes
// what was dropped is here: files go from the inbox to working, and from there to
// done or failed, or back. It decides nothing and keeps no state; each method can
// be called again after a crash in the midst of it.
//
// Whoever may drop may also change what lies beside the inbox. So nothing on it
// is reached by its path from the root of the system, but through the folders
// that were opened at the start, below which no link is followed; and what a drop
// is made of is a copy in the private folder.
type share struct {
	inbox   string // folder that is dropped into, without links
	base    string // holds the folders beside it
	out     string // folder of the products
	state   string // private folder of this inbox
	beside  tree   // base, opened
	outside tree   // out, opened
}

// folderOf returns the path of the inbox beside the folders of state.
func (s share) folderOf() string { return filepath.Base(s.inbox) }

// dropped returns the path of something in the inbox, below base.
func (s share) dropped(name string) string { return path.Join(s.folderOf(), name) }

// at returns the path of something beside the inbox, for people and locks.
func (s share) at(rel ...string) string {
	return filepath.Join(append([]string{s.base}, filepath.FromSlash(path.Join(rel...)))...)
}

// private returns the path of something of a job in the private folder.
func (s share) private(id string, sub ...string) string {
	return filepath.Join(append([]string{s.state, "work", id}, sub...)...)
}

// open opens the folders. They must be there, and must be no links.
func (s *share) open() error {
	root, err := os.OpenRoot(s.base)
	if err != nil {
		return err
	}
	s.beside = tree{root}
	in, err := s.beside.folder(s.folderOf(), false)
	if err != nil {
		s.close()
		return err
	}
	return in.Close()
}

// openOut makes and opens the folder of the products. What was found at the start
// is no link; one that stands there now is not followed.
func (s *share) openOut() error {
	if err := os.MkdirAll(s.out, 0o775); err != nil { //nolint:gosec // colleagues look into it
		return err
	}
	holder, err := os.OpenRoot(filepath.Dir(s.out))
	if err != nil {
		return err
	}
	defer func() { _ = holder.Close() }() // it was only looked into
	if s.outside.root != nil {
		_ = s.outside.root.Close() // another one takes its place
	}
	s.outside.root, err = enter(holder, filepath.Base(s.out), false)
	return err
}

func (s *share) close() {
	for _, r := range []*os.Root{s.beside.root, s.outside.root} {
		if r != nil {
			_ = r.Close() // nothing is left to do about it
		}
	}
}

// here reports whether the folders that were opened are still those that the
// paths lead to: a share that was taken away, or another in its place, is not.
func (s share) here() error {
	for dir, root := range map[string]*os.Root{s.base: s.beside.root, s.out: s.outside.root} {
		there, err := os.Lstat(dir)
		if err != nil {
			return err
		}
		if mine, err := root.Stat("."); err != nil || !os.SameFile(there, mine) {
			return errors.Join(&fs.PathError{Op: "open", Path: dir, Err: fs.ErrNotExist}, err)
		}
	}
	if info, err := s.beside.lstat(s.folderOf()); err != nil || !info.IsDir() {
		return errors.Join(&fs.PathError{Op: "open", Path: s.inbox, Err: fs.ErrNotExist}, err)
	}
	return nil
}

// prepare makes the folders that are missing.
func (s *share) prepare() error {
	for _, dir := range []string{workingDir, doneDir, failedDir, ownDir} {
		if err := s.make(dir); err != nil {
			return fmt.Errorf("make the folders beside the inbox: %w", err)
		}
	}
	// What stands where giro keeps its own files must be a file.
	for _, name := range []string{lockFile, leaseFile} {
		if info, err := s.beside.lstat(path.Join(ownDir, name)); err == nil && !info.Mode().IsRegular() {
			if err := s.clear(path.Join(ownDir, name)); err != nil {
				return err
			}
		}
	}
	if err := s.openOut(); err != nil {
		return fmt.Errorf("make the folder of the posts: %w", err)
	}
	return nil
}

// make makes a folder beside the inbox, with those that hold it. A file that
// stands in the way moves aside; a link is taken away.
func (s share) make(rel string) error {
	for i := range len(rel) + 1 {
		if i < len(rel) && rel[i] != '/' {
			continue
		}
		if info, err := s.beside.lstat(rel[:i]); err == nil && !info.IsDir() {
			if err := s.clear(rel[:i]); err != nil {
				return err
			}
		}
	}
	dir, err := s.beside.folder(rel, true)
	if err != nil {
		return err
	}
	return dir.Close()
}

// clear takes what is in the way of a folder or file of giro's away.
func (s share) clear(rel string) error {
	info, err := s.beside.lstat(rel)
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() || info.IsDir() {
		return s.beside.rename(rel, s.free(rel))
	}
	// It may stand where the record goes: it is taken away first.
	line, err := s.describe(rel)
	if err != nil {
		return err
	}
	if err := s.beside.remove(rel); err != nil {
		return err
	}
	return s.note([]string{line}, s.free(path.Join(refusedDir, Slug(path.Base(rel))+".txt")))
}

// move moves something beside the inbox to where nothing may be in its way.
func (s share) move(from, to string) error {
	if err := s.make(path.Dir(to)); err != nil {
		return err
	}
	return s.beside.rename(from, to)
}

// work returns the folder of a drop in working.
func (s share) work(id string) string { return path.Join(workingDir, id) }

// origin returns where a file comes from.
func (s share) origin(f Moved) string {
	if f.Kept {
		return path.Join(failedDir, string(f.From))
	}
	return s.dropped(string(f.From))
}

// take moves files to the folder of a drop. It reports true, and leaves the rest
// where it is, when a file was changed or taken away since the scan.
func (s share) take(id string, files []Moved) (changed bool, err error) {
	for _, f := range files {
		src, dst := s.origin(f), path.Join(s.work(id), string(f.To))
		if _, err := s.beside.lstat(dst); err == nil {
			continue // taken before a crash
		}
		info, err := s.beside.lstat(src)
		if err == nil && f.Kind == Plain && (!info.Mode().IsRegular() || info.Size() != f.Size || !info.ModTime().Equal(f.Mtime)) {
			return true, nil
		}
		if err == nil && f.Kind == Folder && !info.IsDir() {
			return true, nil
		}
		switch {
		case err != nil:
		case f.Copy:
			err = s.copy(src, dst)
		default:
			err = s.beside.rename(src, dst)
		}
		if gone(err) || errors.Is(err, errNoFolder) || errors.Is(err, errNoFile) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("take a drop: %w", err)
		}
	}
	return false, nil
}

func (s share) copy(src, dst string) error {
	f, err := s.beside.open(src)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	return s.beside.put(dst, tempOf(path.Base(dst)), f)
}

// putBack returns the files of a drop to where they came from.
func (s share) putBack(id string, files []Moved) error {
	for _, f := range files {
		src := path.Join(s.work(id), string(f.To))
		if _, err := s.beside.lstat(src); gone(err) {
			continue
		}
		if f.Copy {
			if err := s.beside.remove(src); err != nil {
				return fmt.Errorf("put a drop back: %w", err)
			}
			continue
		}
		dst := s.origin(f)
		if _, err := s.beside.lstat(dst); err == nil {
			// A newer one has come meanwhile: it counts, this one is kept aside.
			dst = s.aside(string(f.From))
		}
		if err := s.move(src, dst); err != nil {
			return fmt.Errorf("put a drop back: %w", err)
		}
	}
	if err := s.beside.removeAll(s.work(id)); err != nil { // only folders are left, which take made
		return fmt.Errorf("put a drop back: %w", err)
	}
	return nil
}

// giveBack moves all that lies in a folder of working to the inbox.
func (s share) giveBack(id string) error {
	dir, err := s.beside.folder(s.work(id), false)
	if err != nil {
		return fmt.Errorf("give the files of a drop back: %w", err)
	}
	var names []string
	err = eachName(dir, func(name string) bool { names = append(names, name); return true })
	_ = dir.Close() // it was only read
	for _, name := range names {
		if err == nil {
			err = s.beside.rename(path.Join(s.work(id), name), s.free(s.dropped(name)))
		}
	}
	if err == nil {
		err = s.beside.remove(s.work(id))
	}
	if err != nil {
		return fmt.Errorf("give the files of a drop back: %w", err)
	}
	return nil
}

// file moves a drop, or the one file or folder of it that inside names, from
// working to a path beside the inbox. A drop that is failed takes the place of
// its faulty version, and leaves its links behind as records. With to "" only
// what is left of its folder is removed.
func (s share) file(id, inside, name string, failed bool, to string) error {
	if err := s.fileWhole(id, inside, name, failed, to); err != nil {
		return fmt.Errorf("file a drop: %w", err)
	}
	// Empty folders: all that it held has moved, or was gone.
	if err := s.beside.removeAll(s.work(id)); err != nil {
		return fmt.Errorf("file a drop: %w", err)
	}
	if err := os.RemoveAll(s.private(id)); err != nil {
		return fmt.Errorf("file a drop: %w", err)
	}
	return nil
}

func (s share) fileWhole(id, inside, name string, failed bool, to string) error {
	if err := s.strip(id); err != nil {
		return err
	}
	src := path.Join(s.work(id), inside)
	switch info, err := s.beside.lstat(src); {
	case gone(err) || err == nil && (to == "" || inside == "" && !info.IsDir()):
		return nil
	case err != nil:
		return err
	}
	if failed {
		if err := s.setAside(name); err != nil {
			return err
		}
		if _, err := s.beside.lstat(to); err == nil {
			if err := s.clear(to); err != nil {
				return err
			}
		}
	}
	return s.move(src, to)
}

// donePath returns a free path beside the inbox for a drop that has ended well.
func (s share) donePath(day, name string) string { return s.free(path.Join(doneDir, day, name)) }

// aside returns a free path for a version that another one has replaced.
func (s share) aside(name string) string { return s.free(path.Join(replacedDir, name)) }

// setAside moves the faulty version of a drop, which a new one replaces, out of
// the sight of those who look into failed.
func (s share) setAside(name string) error {
	for _, old := range []string{name, Stem(name)} {
		from := failedPath(old)
		if _, err := s.beside.lstat(from); err != nil {
			continue
		}
		if err := s.move(from, s.aside(strings.TrimPrefix(from, failedDir+"/"))); err != nil {
			return fmt.Errorf("set a replaced file aside: %w", err)
		}
	}
	return nil
}

// kept finds a file of the faulty version of a drop.
func (s share) kept(name, part string) (Take, bool) {
	dir := strings.TrimPrefix(failedPath(Stem(name)), failedDir+"/")
	scan, err := s.beside.scan(path.Join(failedDir, dir))
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
func (s share) drop(id, name string, files []Moved) (d Drop, shape string, err error) {
	d = Drop{Name: name, Dir: s.private(id, "in")}
	dir := s.work(id)
	if len(files) == 1 && files[0].Kind == Folder {
		dir = path.Join(dir, string(files[0].To))
	}
	scan, err := s.beside.scan(dir)
	if errors.Is(err, errNoFolder) { // somebody has put something else in its place
		err = errors.Join(fs.ErrNotExist, err)
	}
	if err != nil {
		return d, "", err
	}
	var b strings.Builder
	for _, e := range scan.Entries {
		if e.Kind == Plain {
			d.Files = append(d.Files, e.Path)
			fmt.Fprintf(&b, "%q %d %d\n", e.Path, e.Size, e.Mtime.UnixNano())
		} else if e.Kind != Folder {
			fmt.Fprintf(&b, "%q %d\n", e.Path, e.Kind)
		}
	}
	return d, b.String(), nil
}

// fetch copies the files of a drop to its private folder, from which alone it is
// read. It reports true when one is no longer what it was.
func (s share) fetch(id string, files []Moved, d Drop) (changed bool, err error) {
	dir := s.work(id)
	if len(files) == 1 && files[0].Kind == Folder {
		dir = path.Join(dir, string(files[0].To))
	}
	if err := os.RemoveAll(s.private(id)); err != nil {
		return false, fmt.Errorf("read a drop: %w", err)
	}
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return false, fmt.Errorf("read a drop: %w", err)
	}
	for _, name := range d.Files {
		err := s.fetchFile(path.Join(dir, name), filepath.Join(d.Dir, filepath.FromSlash(name)))
		if gone(err) || errors.Is(err, errNoFile) || errors.Is(err, errNoFolder) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("read a drop: %w", err)
		}
	}
	return false, nil
}

// fetchFile copies a file of the share to a path in the private folder.
func (s share) fetchFile(from, to string) error {
	in, err := s.beside.open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // it was only read
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // in giro's private folder, below a name that was checked
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// publish brings the files of a product from the private folder to the out
// folder, the product first and what tells that all is there, its manifest, last.
func (s share) publish(id, file string) error {
	made := s.private(id, "made")
	list, err := os.ReadDir(made)
	if err != nil {
		return err
	}
	order := []string{file}
	for _, last := range []bool{false, true} {
		for _, e := range list {
			if e.Name() != file && e.Type().IsRegular() && (path.Ext(e.Name()) == ".json") == last {
				order = append(order, e.Name())
			}
		}
	}
	for _, name := range order {
		if err := s.publishFile(filepath.Join(made, name), name, tempOf(id)); err != nil {
			return err
		}
	}
	return os.RemoveAll(made)
}

func (s share) publishFile(from, name, temp string) error {
	f, err := os.Open(from) //nolint:gosec // giro's own file in its private folder
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	return s.outside.put(name, temp, f)
}

// sweep removes what a crash has left of a job in the out folder.
func (s share) sweep(id string) error {
	if err := s.outside.remove(tempOf(id)); err != nil && !gone(err) {
		return fmt.Errorf("sweep the folder of the posts: %w", err)
	}
	return nil
}

// tempOf returns the name under which a file lies while it is written.
func tempOf(name string) string {
	for len(name) > longestName-len(".giro-.part") {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return ".giro-" + name + ".part"
}

// writeReason writes the file that says why a drop was not, or not wholly, made.
func (s share) writeReason(name string, text []byte) error {
	file := reasonPath(name)
	err := s.make(path.Dir(file))
	if err == nil {
		if info, serr := s.beside.lstat(file); serr == nil && !info.Mode().IsRegular() {
			err = s.clear(file)
		}
	}
	if err == nil {
		err = s.beside.write(file, text)
	}
	if err != nil {
		return fmt.Errorf("write the reason for %s: %w", name, err)
	}
	return nil
}

// removeReason takes the reason of a drop away, if there is one.
func (s share) removeReason(name string) error {
	if err := s.beside.remove(reasonPath(name)); err != nil && !gone(err) && !errors.Is(err, errNoFolder) {
		return fmt.Errorf("take the reason of %s away: %w", name, err)
	}
	return nil
}

// longestName is what file systems take, in bytes.
const longestName = 255

// reasonEnding is that of the files that say why a drop failed.
const reasonEnding = ".reason.txt"

// reasonPath returns the path of the reason file of a drop, beside the inbox.
func reasonPath(name string) string {
	dir, file := path.Split(failedPath(name))
	for len(file)+len(reasonEnding) > longestName {
		_, n := utf8.DecodeLastRuneInString(file)
		file = file[:len(file)-n]
	}
	return dir + file + reasonEnding
}

// failedPath returns where a drop of that name goes when it fails, beside the
// inbox. A drop may be called anything: what giro itself makes there has names
// that no drop is given, in whichever letters a file system takes for the same.
func failedPath(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		switch ext := path.Ext(part); {
		case i == 0 && (sameLetters(part, path.Base(replacedDir)) || sameLetters(part, path.Base(refusedDir))):
			parts[i] = part + "_"
		case IsReason(part):
			parts[i] = strings.TrimSuffix(part, ext) + "_" + ext
		}
	}
	return path.Join(failedDir, path.Join(parts...))
}

// IsReason reports whether a name is one that giro gives to reasons.
func IsReason(name string) bool {
	name = norm.NFC.String(name)
	return len(name) >= len(reasonEnding) && sameLetters(name[len(name)-len(reasonEnding):], reasonEnding)
}

// sameLetters reports whether a file system may take two names for one.
func sameLetters(a, b string) bool { return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b)) }

// free returns the path, or the first of "name (2).csv", "name (3).csv" … that
// is not taken.
func (s share) free(name string) string {
	ext := path.Ext(name)
	head := strings.TrimSuffix(name, ext)
	for n, try := 2, name; ; n++ {
		if _, err := s.beside.lstat(try); gone(err) {
			return try
		}
		if n > 10_000 { // the folder cannot be looked into; the move will say why
			return try
		}
		try = fmt.Sprintf("%s (%d)%s", head, n, ext)
	}
}
