package watch

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
	"time"
)

// Kind is what an entry of the inbox is to the file system.
type Kind int

// The kinds of entries.
const (
	File Kind = iota
	Folder
	Link    // a symbolic link: never followed
	Special // a pipe, socket or device: never opened
)

// Writer says whether a program has a file open for writing.
type Writer int

// What the system tells about writers.
const (
	Unknown Writer = iota // it does not tell
	Free                  // nobody writes
	Busy                  // somebody does
)

// Seen is one entry of the inbox as a scan finds it.
type Seen struct {
	Path   string // in the inbox, with /
	Kind   Kind
	Size   int64
	Mtime  time.Time
	Ctime  time.Time // last change of name or contents; zero where the system does not tell
	Inode  uint64
	Writer Writer
}

// same reports whether two looks found the file unchanged.
func (s Seen) same(o Seen) bool {
	return s.Kind == o.Kind && s.Size == o.Size && s.Mtime.Equal(o.Mtime) && s.Ctime.Equal(o.Ctime) && s.Inode == o.Inode
}

// moved reports whether the file was finished elsewhere and then brought here
// under its name: nobody writes to it and its name changed after its contents.
func (s Seen) moved() bool {
	return s.Writer == Free && !s.Ctime.IsZero() && s.Ctime.After(s.Mtime)
}

// Scan is one look at the inbox.
type Scan struct {
	Entries []Seen   // in the order of their paths; temporary names left out
	Locks   []string // paths of documents that an office program has open
	Cut     bool     // there is more than maxEntries
}

// The largest inbox that is looked at, and how deep its folders may be.
const (
	maxEntries = 20_000
	maxDepth   = 6
)

// Look scans an inbox. The error is that of the inbox itself; what vanishes
// below it while the scan goes on is left out.
func Look(inbox string) (Scan, error) {
	var s Scan
	if err := s.folder(inbox, "", 0); err != nil {
		return Scan{}, fmt.Errorf("look at the inbox: %w", err)
	}
	slices.SortFunc(s.Entries, func(a, b Seen) int { return strings.Compare(a.Path, b.Path) })
	return s, nil
}

func (s *Scan) folder(dir, rel string, depth int) error {
	f, err := os.Open(dir) //nolint:gosec // the inbox, and folders below it that are no links
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	for {
		batch, err := f.ReadDir(256)
		for _, e := range batch {
			if len(s.Entries) >= maxEntries {
				s.Cut = true
				return nil
			}
			s.entry(dir, rel, e, depth)
		}
		if err != nil || len(batch) == 0 {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return err
		}
	}
}

func (s *Scan) entry(dir, rel string, e fs.DirEntry, depth int) {
	name := e.Name()
	at := path.Join(rel, name)
	if doc := officeLock(name); doc != "" {
		s.Locks = append(s.Locks, path.Join(rel, doc))
	}
	if Temporary(name) {
		return
	}
	info, err := e.Info()
	if err != nil {
		return // gone between the two looks
	}
	full := filepath.Join(dir, name)
	seen := Seen{Path: at, Size: info.Size(), Mtime: info.ModTime()}
	seen.Inode, seen.Ctime = identity(info)
	switch mode := info.Mode(); {
	case mode.IsRegular():
		seen.Writer = writer(full)
	case mode.IsDir():
		seen.Kind, seen.Size, seen.Inode = Folder, 0, 0
		if depth < maxDepth {
			// A folder that cannot be read stands empty, and is reported as such.
			_ = s.folder(full, at, depth+1)
		}
	case mode&fs.ModeSymlink != 0:
		seen.Kind = Link
	default:
		seen.Kind = Special
	}
	s.Entries = append(s.Entries, seen)
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
