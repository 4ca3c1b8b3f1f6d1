package drop_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// share is a folder with an inbox for a test.
type share struct {
	t   *testing.T
	dir string
	opt inbox.Options
}

func newShare(t *testing.T) *share {
	t.Helper()
	s := &share{t: t, dir: t.TempDir()}
	if err := os.Mkdir(filepath.Join(s.dir, "inbox"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.opt = inbox.Options{
		Inbox: filepath.Join(s.dir, "inbox"), State: filepath.Join(s.dir, ".state"), Zone: time.UTC, Host: "here",
		Settle: 40 * time.Millisecond, Wait: 150 * time.Millisecond, Every: 50 * time.Millisecond, Poll: true, Once: true,
		Teller: drop.WordsIn("it"),
	}
	return s
}

func (s *share) put(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, "inbox", name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// run watches once and returns what came of it.
func (s *share) run() inbox.Summary {
	s.t.Helper()
	sum, err := inbox.Run(s.t.Context(), s.opt)
	if err != nil {
		s.t.Fatal(err)
	}
	return sum
}

// tree lists all files below the share but the watcher's own and the status.
func (s *share) tree() string {
	var list []string
	err := filepath.WalkDir(s.dir, func(p string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(s.dir, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if e.IsDir() && (rel == ".giro-watch" || rel == ".state") {
			return filepath.SkipDir
		}
		if !e.IsDir() && !strings.HasPrefix(rel, "out/status.") {
			list = append(list, strings.ReplaceAll(rel, time.Now().UTC().Format(time.DateOnly), "DAY"))
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

func (s *share) expect(want ...string) {
	s.t.Helper()
	slices.Sort(want)
	if got := s.tree(); got != strings.Join(want, "\n") {
		s.t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func (s *share) read(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	return string(data)
}

func (s *share) has(name string) bool {
	_, err := os.Lstat(filepath.Join(s.dir, name))
	return err == nil
}
