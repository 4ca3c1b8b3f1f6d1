package inbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// How deep, and how many links are looked for in what is refused. Others stay;
// they are not followed either.
const (
	recordDepth = 64
	recordMost  = 10_000
)

// strip takes the links, pipes and devices out of the folder of a drop that is
// refused, and leaves a record of them.
func (s share) strip(id string) error {
	var found []string
	dir, err := s.beside.folder(s.work(id), false)
	if gone(err) || errors.Is(err, errNoFolder) {
		return nil
	}
	if err != nil {
		return err
	}
	err = strange(dir, "", 0, &found)
	_ = dir.Close() // it was only read
	if err != nil {
		return err
	}
	for i, rel := range found {
		found[i] = path.Join(s.work(id), rel)
	}
	return s.record(found, path.Join(refusedDir, id+".txt"))
}

// strange finds what is neither file nor folder.
func strange(dir *os.Root, rel string, depth int, found *[]string) error {
	return eachName(dir, func(name string) bool {
		info, err := dir.Lstat(name)
		if err != nil {
			return true // gone meanwhile
		}
		at := path.Join(rel, name)
		switch {
		case info.IsDir():
			if depth < recordDepth {
				if sub, err := enter(dir, name, false); err == nil {
					_ = strange(sub, at, depth+1, found) // one that cannot be read has nothing to show
					_ = sub.Close()                      // it was only read
				}
			}
		case !info.Mode().IsRegular():
			*found = append(*found, at)
		}
		return len(*found) < recordMost
	})
}

// record writes what links, pipes and devices were, and where they pointed, into
// a text, and takes them away. The text is a plain file under a name that giro
// gives.
func (s share) record(names []string, to string) error {
	var lines []string
	for _, rel := range names {
		line, err := s.describe(rel)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	if err := s.note(lines, to); err != nil {
		return err
	}
	for _, rel := range names {
		if err := s.beside.remove(rel); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}

// note adds lines to a record, but those that stand in it: after a crash they do.
func (s share) note(lines []string, to string) error {
	if len(lines) == 0 {
		return nil
	}
	if err := s.make(path.Dir(to)); err != nil {
		return err
	}
	text, err := s.readSmall(to)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for line := range strings.Lines(text) {
		known[line] = true
	}
	for _, line := range lines {
		if !known[line] {
			known[line] = true
			text += line
		}
	}
	return s.beside.write(to, []byte(text))
}

// describe returns a line that says what a link, pipe or device is.
func (s share) describe(rel string) (line string, err error) {
	err = s.beside.in(rel, false, func(dir *os.Root, name string) error {
		info, err := dir.Lstat(name)
		if err != nil {
			return err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			line = fmt.Sprintf("%q: %v\n", name, info.Mode().Type())
			return nil
		}
		target, err := dir.Readlink(name)
		line = fmt.Sprintf("%q -> %q\n", name, target)
		return err
	})
	if gone(err) {
		return "", nil
	}
	return line, err
}

// readSmall reads a text of giro's, "" when there is none.
func (s share) readSmall(rel string) (string, error) {
	f, err := s.beside.open(rel)
	if gone(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	return string(data), err
}
