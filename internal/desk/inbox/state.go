package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
)

// The files of the private folder of an inbox, beside the folder work.
const (
	journalFile = "journal.jsonl"
	inboxFile   = "inbox" // the path of the inbox
)

// StateOf returns the private folder of an inbox, given without links, below the
// folder that holds those of all inboxes.
func StateOf(all, inbox string) string {
	sum := sha256.Sum256([]byte(inbox))
	return filepath.Join(all, Slug(filepath.Base(filepath.Dir(inbox))+"-"+filepath.Base(inbox))+"-"+hex.EncodeToString(sum[:8]))
}

// openState makes the private folder: nobody else may look or write into it.
func (s share) openState() error {
	if err := os.MkdirAll(filepath.Join(s.state, "work"), 0o700); err != nil {
		return &StateError{err}
	}
	info, err := os.Lstat(s.state)
	if err == nil && !info.IsDir() {
		err = &os.PathError{Op: "open", Path: s.state, Err: errNoFolder}
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = os.Chmod(s.state, 0o700) //nolint:gosec // a folder that its owner enters
	}
	if err == nil {
		err = disk.Write(filepath.Join(s.state, inboxFile), []byte(s.inbox), 0o600)
	}
	if err != nil {
		return &StateError{err}
	}
	return nil
}

// StateError says that the private folder of an inbox cannot be used.
type StateError struct{ Err error }

// Error returns the fact in English.
func (e *StateError) Error() string { return e.Fact().String() }

// Fact says what cannot be done, with the system's words.
func (e *StateError) Fact() diag.Text { return diag.T("giro's own records cannot be kept: %v", e.Err) }

// Unwrap returns what the system said.
func (e *StateError) Unwrap() error { return e.Err }

// otherInboxes returns the inboxes that have private folders beside that of this one.
func otherInboxes(state, inbox string) []string {
	found, err := filepath.Glob(filepath.Join(filepath.Dir(state), "*", inboxFile))
	if err != nil {
		return nil // only a pattern can be wrong, and a folder's name may look like one
	}
	var out []string
	for _, f := range found {
		if data, err := os.ReadFile(f); err == nil && string(data) != inbox { //nolint:gosec // giro's own file
			out = append(out, string(data))
		}
	}
	return out
}

// oldJournal is where earlier versions kept the journal, beside the inbox.
const oldJournal = ownDir + "/" + journalFile

// largestJournal is the largest journal that is taken over, in bytes.
const largestJournal = 1 << 30

// takeOver copies the journal that an earlier version kept beside the inbox, once:
// from then on nothing beside the inbox is believed. Its records are checked when
// it is read.
func (s share) takeOver() (taken bool, err error) {
	to := filepath.Join(s.state, journalFile)
	if _, err := os.Lstat(to); err == nil {
		return false, nil
	}
	f, err := s.beside.open(oldJournal)
	if gone(err) || errors.Is(err, errNoFile) || errors.Is(err, errNoFolder) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("take the journal over: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, largestJournal))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = disk.Write(to, data, 0o600)
	}
	if err == nil {
		err = s.beside.rename(oldJournal, s.free(path.Join(ownDir, "journal.moved.jsonl")))
	}
	if err != nil {
		return false, fmt.Errorf("take the journal over: %w", err)
	}
	return true, nil
}

// sweepOld removes what an earlier version was writing into the out folder since a
// time when it was killed.
func (s share) sweepOld(since time.Time) error {
	var names []string
	dir, err := s.outside.folder(".", false)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // a folder is only looked into
	err = eachName(dir, func(name string) bool {
		if info, err := dir.Lstat(name); err == nil && disk.IsTemporary(name) && info.Mode().IsRegular() && !info.ModTime().Before(since) {
			names = append(names, name)
		}
		return true
	})
	for _, name := range names {
		err = errors.Join(err, dir.Remove(name))
	}
	return err
}

// sweepWork removes the copies of drops that are no longer open.
func (s share) sweepWork(open func(id string) bool) error {
	list, err := os.ReadDir(filepath.Join(s.state, "work"))
	for _, e := range list {
		if err == nil && !open(e.Name()) {
			err = os.RemoveAll(s.private(e.Name()))
		}
	}
	if err != nil {
		return &StateError{err}
	}
	return nil
}

// reasonMark is a line of every reason file, by which giro knows it again.
const reasonMark = "(giro:reason:1)"

// largestReason is how much of a text is looked at to know whether giro wrote it.
const largestReason = 256 << 10

func textSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// withoutReasons takes the texts that giro itself wrote out of a drop, under
// whatever name they come, and returns the name of one; "" for none.
func (r *registry) withoutReasons(d *Drop) (own string, err error) {
	var files []string
	for _, name := range d.Files {
		file := filepath.Join(d.Dir, filepath.FromSlash(name))
		info, err := os.Stat(file)
		if err != nil {
			return "", err
		}
		if info.Size() > largestReason {
			files = append(files, name)
			continue
		}
		data, err := os.ReadFile(file) //nolint:gosec // giro's own copy
		if err != nil {
			return "", err
		}
		r.mu.Lock()
		wrote := r.past.wrote(textSum(data))
		r.mu.Unlock()
		if wrote || strings.Contains(strings.ReplaceAll(string(data), "\x00", ""), reasonMark) { // also saved as UTF-16
			own = path.Base(name)
			if err := os.Remove(file); err != nil {
				return "", err
			}
			continue
		}
		files = append(files, name)
	}
	d.Files = files
	return own, nil
}
