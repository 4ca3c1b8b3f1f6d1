package inbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// fakeMaker groups as Giro does, but makes a post of every line "post KEY" of a table; "image NAME" names
// a picture, "bad TEXT" is a fault, and the whole of a small text is one post.
// What it makes holds the bytes that it was made of.
type fakeMaker struct {
	drop.Groups
	mu     sync.Mutex
	made   map[string]int // by key
	before func(ctx context.Context, key string) error
	broken func() error
}

func (f *fakeMaker) Usable(d inbox.Drop) bool {
	return slices.ContainsFunc(d.Files, func(name string) bool { return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".txt") })
}

func (f *fakeMaker) Identify(_ context.Context, d inbox.Drop) (string, error) {
	return drop.Contents(d)
}

func (f *fakeMaker) Read(_ context.Context, d inbox.Drop) (inbox.Content, error) {
	var c inbox.Content
	ending := func(end string) []string {
		return slices.DeleteFunc(slices.Clone(d.Files), func(name string) bool { return !strings.HasSuffix(name, end) })
	}
	tables := ending(".csv")
	if texts := ending(".txt"); len(tables) == 0 && len(texts) > 0 {
		if _, err := os.ReadFile(filepath.Join(d.Dir, texts[0])); err != nil {
			return c, err
		}
		c.Products = []inbox.Product{{Key: strings.TrimSuffix(filepath.Base(texts[0]), ".txt") + ".it.tiktok", Ext: ".mp4"}}
		return c, nil
	}
	for _, name := range tables {
		data, err := os.ReadFile(filepath.Join(d.Dir, name))
		if err != nil {
			return c, err
		}
		if bytes.Contains(data, []byte("half")) && !bytes.Contains(data, []byte("whole")) {
			return c, errors.New("a half file was read")
		}
		for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
			word, rest, _ := strings.Cut(line, " ")
			switch word {
			case "image":
				c.Needs = append(c.Needs, rest)
				if _, err := os.Stat(filepath.Join(d.Dir, rest)); err != nil {
					c.Faults.Errorf(diag.Pos{File: name, Line: i + 1}, "image", diag.T("put the file there, or correct its name"), "there is no file %q beside the event or in the channel", rest)
				}
			case "post":
				c.Products = append(c.Products, inbox.Product{Key: rest, Ext: ".mp4"})
			case "bad":
				c.Faults.Errorf(diag.Pos{File: name, Line: i + 1}, "start", diag.T("write it otherwise"), "%q is not a date", rest)
			}
		}
	}
	return c, nil
}

func (f *fakeMaker) Make(ctx context.Context, d inbox.Drop, key, out string) error {
	if f.before != nil {
		if err := f.before(ctx, key); err != nil {
			return err
		}
	}
	if f.broken != nil {
		if err := f.broken(); err != nil {
			return err
		}
	}
	f.mu.Lock()
	if f.made == nil {
		f.made = map[string]int{}
	}
	f.made[key]++
	f.mu.Unlock()
	tmp := out + ".tmp"
	if err := os.WriteFile(tmp, []byte(key+" of "+d.Name+" whole\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, out)
}

// share is a folder with an inbox for a test.
type share struct {
	t     *testing.T
	dir   string
	maker *fakeMaker
	opt   inbox.Options
	mu    sync.Mutex
	ends  []inbox.End
}

func newShare(t *testing.T) *share {
	t.Helper()
	s := &share{t: t, dir: t.TempDir(), maker: &fakeMaker{}}
	if err := os.Mkdir(filepath.Join(s.dir, "inbox"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.opt = inbox.Options{
		Inbox: filepath.Join(s.dir, "inbox"), State: filepath.Join(s.dir, ".state"), Zone: time.UTC, Host: "here",
		Settle: 40 * time.Millisecond, Wait: 150 * time.Millisecond, Every: 50 * time.Millisecond, Poll: true, Once: true,
		Maker: s.maker, Teller: drop.WordsIn("it"),
		Ended: func(e inbox.End) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.ends = append(s.ends, e)
		},
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

// runUntil watches without end until done says so.
func (s *share) runUntil(done func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	opt := s.opt
	opt.Once = false
	ended := make(chan error, 1)
	go func() {
		_, err := inbox.Run(ctx, opt)
		ended <- err
	}()
	for !done() {
		select {
		case err := <-ended:
			s.t.Fatalf("ended too early: %v\n%s", err, s.tree())
		case <-time.After(10 * time.Millisecond):
		}
	}
	cancel()
	if err := <-ended; err != nil {
		s.t.Fatal(err)
	}
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

// journal returns the text of the journal.
func (s *share) journal() string { return s.read(journalPath(s.t, s.dir)) }

// journalPath returns where the journal of a share lies, below it.
func journalPath(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.EvalSymlinks(filepath.Join(dir, "inbox"))
	if err != nil {
		found = filepath.Join(dir, "inbox") // it was taken away
	}
	return filepath.Join(inbox.StateOf(".state", found), "journal.jsonl")
}

func (s *share) has(name string) bool {
	_, err := os.Lstat(filepath.Join(s.dir, name))
	return err == nil
}

func (s *share) made() string {
	s.maker.mu.Lock()
	defer s.maker.mu.Unlock()
	var list []string
	for key, n := range s.maker.made {
		list = append(list, fmt.Sprintf("%s×%d", key, n))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
