package inbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// Kind is what an entry of the inbox is to the file system.
type Kind int

// The kinds of entries.
const (
	Plain Kind = iota
	Folder
	Link    // a symbolic link: never followed
	Special // a pipe, socket or device: never opened
	Twin    // a second name of a file that may lie anywhere (a hard link): never opened
)

// Entry is one file or folder of the inbox as a scan finds it.
type Entry struct {
	Path   string // in the inbox, with /
	Kind   Kind
	Size   int64
	Mtime  time.Time
	Ctime  time.Time // last change of name or contents; zero where the system does not tell
	Inode  uint64
	Writer Writer
	Deep   bool // a folder that is not looked into, since it lies too deep, and holds something
}

// same reports whether two scans found the file unchanged.
func (s Entry) same(o Entry) bool {
	return s.Kind == o.Kind && s.Size == o.Size && s.Mtime.Equal(o.Mtime) && s.Ctime.Equal(o.Ctime) && s.Inode == o.Inode
}

// moved reports whether the file was finished elsewhere and then brought here
// under its name: nobody writes to it and its name changed after its contents.
func (s Entry) moved() bool {
	return s.Kind == Plain && s.Writer == Free && !s.Ctime.IsZero() && s.Ctime.After(s.Mtime)
}

// Scan is what one pass over the inbox finds.
type Scan struct {
	Entries []Entry  // in the order of their paths; temporary names left out
	Locks   []string // paths of documents that an office program has open
	Cut     bool     // there is more than maxEntries
}

// The largest inbox that is scanned, and how deep its folders may be.
const (
	maxEntries = 100_000
	maxDepth   = 6
)

// ScanFolder scans an inbox. The error is that of the inbox itself; what vanishes
// below it while the scan goes on is left out.
func ScanFolder(inbox string) (Scan, error) {
	dir, err := os.OpenRoot(inbox)
	if err != nil {
		return Scan{}, fmt.Errorf("look at the inbox: %w", err)
	}
	defer func() { _ = dir.Close() }() // it was only read
	return scanRoot(dir)
}

func scanRoot(dir *os.Root) (Scan, error) {
	var s Scan
	if err := s.folder(dir, "", 0); err != nil {
		return Scan{}, fmt.Errorf("look at the inbox: %w", err)
	}
	slices.SortFunc(s.Entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	return s, nil
}

// eachName calls do with the names in a folder until it says false.
func eachName(dir *os.Root, do func(name string) bool) error {
	f, err := dir.Open(".")
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	for {
		names, err := f.Readdirnames(256)
		for _, name := range names {
			if !do(name) {
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || len(names) == 0 {
			return err
		}
	}
}

func (s *Scan) folder(dir *os.Root, rel string, depth int) error {
	return eachName(dir, func(name string) bool {
		if len(s.Entries) >= maxEntries {
			s.Cut = true
			return false
		}
		s.add(dir, rel, name, depth)
		return true
	})
}

func (s *Scan) add(dir *os.Root, rel, name string, depth int) {
	at := path.Join(rel, name)
	if doc := officeLock(name); doc != "" {
		s.Locks = append(s.Locks, path.Join(rel, doc))
	}
	if Temporary(name) {
		return
	}
	info, err := dir.Lstat(name)
	if err != nil {
		return // gone since the folder was read
	}
	entry := Entry{Path: at, Size: info.Size(), Mtime: info.ModTime()}
	entry.Inode, entry.Ctime = identity(info)
	switch mode := info.Mode(); {
	case mode.IsRegular():
		entry.Writer = writer(dir, name)
		if linkCount(info) > 1 {
			entry.Kind = Twin
		}
	case mode.IsDir():
		entry.Kind, entry.Size, entry.Inode = Folder, 0, 0
		// A folder that cannot be read stands empty, and is reported as such.
		if sub, err := enter(dir, name, false); err == nil {
			if depth < maxDepth {
				_ = s.folder(sub, at, depth+1)
			} else {
				_ = eachName(sub, func(n string) bool { entry.Deep = entry.Deep || !Temporary(n); return !entry.Deep })
			}
			_ = sub.Close() // it was only read
		}
	case mode&fs.ModeSymlink != 0:
		entry.Kind = Link
	default:
		entry.Kind = Special
	}
	s.Entries = append(s.Entries, entry)
}

// locked reports whether an office program has the file open.
func (s Scan) locked(file string) bool {
	dir, name := path.Split(file)
	return slices.ContainsFunc(s.Locks, func(l string) bool {
		ld, ln := path.Split(l)
		return ld == dir && guards(ln, name)
	})
}

// gone reports whether an error says that a file is not there (any more).
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) }
