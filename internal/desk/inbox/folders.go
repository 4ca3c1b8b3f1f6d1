package inbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/giro-video/giro/internal/base/diag"
)

// folders finds the folders of a watch, without links, and says what is wrong
// with those that the user has given. Nothing is made or moved.
func (o Options) folders() (share, error) {
	given, err := filepath.Abs(o.Inbox)
	if err != nil {
		return share{}, fmt.Errorf("find the inbox: %w", err)
	}
	at := diag.Pos{File: given}
	info, err := os.Stat(given)
	switch {
	case gone(err):
		return share{}, diag.Fault(at, "inbox", diag.T("make it, or correct the path"), "there is no folder %q", given)
	case err != nil:
		return share{}, fmt.Errorf("find the inbox: %w", err)
	case !info.IsDir():
		return share{}, diag.Fault(at, "inbox", diag.T("give the folder that files are dropped into"), "%q is not a folder", given)
	}
	var s share
	if s.inbox, err = filepath.EvalSymlinks(given); err != nil {
		return share{}, fmt.Errorf("find the inbox: %w", err)
	}
	s.base = filepath.Dir(s.inbox)
	if s.base == s.inbox {
		return share{}, diag.Fault(at, "inbox", diag.T("give a folder of it"), "the root of a disk cannot be an inbox")
	}
	for _, name := range []string{workingDir, doneDir, failedDir, ownDir} {
		if sameLetters(s.folderOf(), name) {
			return share{}, diag.Fault(at, "inbox", diag.T("call it inbox, for example"), "a folder named %q cannot be the inbox: giro keeps its own work under that name", name)
		}
	}
	if err := s.findOut(o.Out); err != nil {
		return share{}, err
	}
	all, err := filepath.Abs(o.State)
	if o.State == "" || err != nil {
		return share{}, errors.Join(errors.New("no folder is given for giro's own records"), err)
	}
	if all, err = withoutLinks(all); err != nil {
		return share{}, &StateError{err}
	}
	s.state = StateOf(all, s.inbox)
	return s, s.apart(all, o.Channel)
}

// findOut finds the folder of the products. One that is given may be reached by
// a link of the user's; the one beside the inbox may not.
func (s *share) findOut(given string) error {
	if given == "" {
		s.out = filepath.Join(s.base, "out")
		if info, err := os.Lstat(s.out); err == nil && !info.IsDir() {
			return diag.Fault(diag.Pos{File: s.out}, "out", diag.T("take it away, or give the folder of the posts with --out"), "%q is no folder: links beside the inbox are not followed", s.out)
		}
	} else {
		abs, err := filepath.Abs(given)
		if err == nil {
			s.out, err = withoutLinks(abs)
		}
		if err != nil {
			return fmt.Errorf("find the folder of the posts: %w", err)
		}
	}
	at := diag.Pos{File: s.out}
	if inside(s.out, s.inbox) {
		return diag.Fault(at, "out", diag.T("give a folder beside the inbox"), "the posts cannot be written into the inbox: they would be taken for drops")
	}
	for _, name := range []string{workingDir, doneDir, failedDir, ownDir} {
		if sameFolder(filepath.Dir(s.out), s.base) && sameLetters(filepath.Base(s.out), name) || inside(s.out, filepath.Join(s.base, name)) {
			return diag.Fault(at, "out", diag.T("give another folder"), "giro keeps its own work under the name %q", name)
		}
	}
	if inside(s.inbox, s.out) {
		return diag.Fault(at, "out", diag.T("give a folder beside the inbox"), "the folder of the posts holds the inbox")
	}
	return nil
}

// apart refuses an inbox that is, holds or lies in a folder whose files are not
// drops, before anything is moved.
func (s share) apart(states, channel string) error {
	at := diag.Pos{File: s.inbox}
	meet := func(other string) bool { return inside(s.inbox, other) || inside(other, s.inbox) }
	if channel != "" {
		dir, err := filepath.Abs(channel)
		if err == nil {
			dir, err = withoutLinks(dir)
		}
		if err != nil {
			return fmt.Errorf("find the channel: %w", err)
		}
		if meet(dir) {
			return diag.Fault(at, "inbox", diag.T("make a folder for drops outside the channel's, and start giro with -C and the channel's folder"),
				"the inbox and the channel's folder %q must be apart: what lies in an inbox is moved away", dir)
		}
	}
	if meet(states) {
		return diag.Fault(at, "inbox", diag.T("give another folder"), "giro keeps its own records in %q", states)
	}
	for _, other := range otherInboxes(s.state, s.inbox) {
		if _, err := os.Lstat(other); err != nil {
			continue // it is no more
		}
		if meet(other) {
			return diag.Fault(at, "inbox", diag.T("give a folder that is apart from it"), "the inbox and the watched folder %q must be apart: what lies in an inbox is moved away", other)
		}
		if sameFolder(filepath.Dir(other), s.base) {
			return diag.Fault(at, "inbox", diag.T("make a folder for each inbox, with nothing else in it"), "the folder %q beside this one is watched already: both would keep their work in the same folders", other)
		}
	}
	return nil
}

// withoutLinks returns a path without links, as far as there is something.
func withoutLinks(name string) (string, error) {
	found, err := filepath.EvalSymlinks(name)
	if !gone(err) {
		return found, err
	}
	if _, lerr := os.Lstat(name); lerr == nil {
		return "", err // a link to nothing
	}
	if filepath.Dir(name) == name {
		return name, nil
	}
	dir, err := withoutLinks(filepath.Dir(name))
	return filepath.Join(dir, filepath.Base(name)), err
}

// inside reports whether a folder is another or lies below it, however the two
// are written: they are compared as the system knows them.
func inside(name, other string) bool {
	for ; ; name = filepath.Dir(name) {
		if name == other || sameFolder(name, other) {
			return true
		}
		if filepath.Dir(name) == name {
			return false
		}
	}
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
