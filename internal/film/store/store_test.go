package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/film/store"
)

// clock is a time that moves by a minute at each look.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Now().Add(-time.Hour)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(time.Minute)
	return c.t
}

func open(t *testing.T, dir string, limit int64, c *clock) *store.Store {
	t.Helper()
	s, err := store.Open(dir, limit, c.now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func key(i int) digest.Sum { return digest.Of(fmt.Append(nil, "key ", i)) }

const suffix = ".bin"

func write(t *testing.T, s *store.Store, i int, content string) {
	t.Helper()
	if err := s.Write(key(i), suffix, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

// has reads the object both ways and compares it.
func has(t *testing.T, s *store.Store, i int, content string) bool {
	t.Helper()
	b, err := s.Read(key(i), suffix)
	to := filepath.Join(t.TempDir(), "to")
	fetchErr := s.Fetch(key(i), suffix, to, nil)
	if (err == nil) != (fetchErr == nil) {
		t.Fatalf("read: %v, fetch: %v", err, fetchErr)
	}
	if err != nil {
		if !errors.Is(err, store.ErrMissing) || !errors.Is(fetchErr, store.ErrMissing) {
			t.Fatalf("read: %v, fetch: %v", err, fetchErr)
		}
		if _, err := os.Stat(to); err == nil {
			t.Fatal("a file was left where nothing was fetched")
		}
		return false
	}
	linked, err := os.ReadFile(to)
	if err != nil || string(b) != content || string(linked) != content {
		t.Fatalf("read %q, fetched %q, %v, want %q", b, linked, err, content)
	}
	return true
}

// files returns the paths of all stored objects.
func files(t *testing.T, s *store.Store) (out []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(s.Dir(), "objects"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWriteAndRead(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "a", "b"), 0, newClock())
	if has(t, s, 1, "") {
		t.Error("an empty store holds something")
	}
	write(t, s, 1, "one")
	write(t, s, 2, "")
	write(t, s, 1, "one")
	if !has(t, s, 1, "one") || !has(t, s, 2, "") {
		t.Error("not kept")
	}
	if _, err := s.Read(key(1), ".other"); !errors.Is(err, store.ErrMissing) {
		t.Errorf("another suffix: %v", err)
	}
	write(t, s, 1, "another")
	if !has(t, s, 1, "another") || len(files(t, s)) != 2 {
		t.Errorf("the old content stays: %v", files(t, s))
	}
	s.Remove(key(1), suffix)
	if has(t, s, 1, "") {
		t.Error("removed and still there")
	}
	if left, _ := os.ReadDir(filepath.Join(s.Dir(), "tmp")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestPutKeepsTheFile(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), 1, newClock()) // everything is evicted at once
	dir, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "made")
	if err := os.WriteFile(path, []byte("made"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(key(1), suffix, path, nil); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "made" {
		t.Errorf("the maker's own file: %q, %v", b, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left beside it: %v", left)
	}
}

func TestDamagedObjectsAreMissing(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(path string) error{
		"cut short": func(p string) error { return os.Truncate(p, 3) },
		"emptied":   func(p string) error { return os.Truncate(p, 0) },
		"altered":   func(p string) error { return os.WriteFile(p, []byte("contenT"), 0o600) },
		"removed":   os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, t.TempDir(), 0, newClock())
			write(t, s, 1, "content")
			if err := damage(files(t, s)[0]); err != nil {
				t.Fatal(err)
			}
			if name != "removed" { // has reads first, which would remove it
				to := filepath.Join(t.TempDir(), "to")
				if err := s.Fetch(key(1), suffix, to, nil); !errors.Is(err, store.ErrMissing) || !errors.Is(err, store.ErrBroken) {
					t.Errorf("fetched: %v", err)
				}
				write(t, s, 1, "content")
				if err := damage(files(t, s)[0]); err != nil {
					t.Fatal(err)
				}
			}
			if has(t, s, 1, "") {
				t.Error("damaged and taken for sound")
			}
			if left := files(t, s); len(left) != 0 {
				t.Errorf("the damaged object stays: %v", left)
			}
			write(t, s, 1, "content")
			if !has(t, s, 1, "content") {
				t.Error("cannot be written again")
			}
		})
	}
}

// TestCheck: a check keeps a broken file out, and takes out one that was let in
// without it; a check that could not look does neither.
func TestCheck(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), 0, newClock())
	dir, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	path, to := filepath.Join(dir, "made"), filepath.Join(dir, "to")
	if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	half := func(string) error { return fmt.Errorf("%w: half", store.ErrBroken) }
	blind := func(string) error { return syscall.EMFILE }
	for _, check := range []store.Check{half, blind} {
		want := check(path)
		if err := s.Put(key(1), suffix, path, check); err == nil || err.Error() != want.Error() || len(files(t, s)) != 0 {
			t.Errorf("put: %v, stored %v", err, files(t, s))
		}
	}
	if err := s.Put(key(1), suffix, path, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Fetch(key(1), suffix, to, blind); !errors.Is(err, store.ErrMissing) || errors.Is(err, store.ErrBroken) || len(files(t, s)) != 1 {
		t.Errorf("a check that could not look: %v, stored %v", err, files(t, s))
	}
	if err := s.Fetch(key(1), suffix, to, half); !errors.Is(err, store.ErrMissing) || !errors.Is(err, store.ErrBroken) || len(files(t, s)) != 0 {
		t.Errorf("fetch: %v, stored %v", err, files(t, s))
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a broken file was handed out")
	}
}

// TestKilledWhilePutting: what a killed process leaves is in nobody's way.
func TestKilledWhilePutting(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), 0, newClock())
	write(t, s, 1, "content")
	object := files(t, s)[0]
	if err := os.Rename(object, filepath.Join(filepath.Dir(object), "put-"+filepath.Base(object))); err != nil {
		t.Fatal(err)
	}
	write(t, s, 1, "content")
	if !has(t, s, 1, "content") {
		t.Error("not kept")
	}
}

func TestEvictionByLastUse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, 100, newClock())
	ten := strings.Repeat("x", 10)
	for i := range 10 {
		write(t, s, i, ten)
	}
	has(t, s, 0, ten) // used again: now the youngest
	write(t, s, 10, ten)
	for i, want := range []bool{true, false, false, true} { // 110 bytes go down to 90
		if got := has(t, s, i, ten); got != want {
			t.Errorf("object %d kept: %v, want %v", i, got, want)
		}
	}
	st, err := s.Stats()
	if err != nil || st.Objects != 9 || st.Bytes != 90 || st.Limit != 100 || st.Oldest.IsZero() {
		t.Errorf("stats %+v, %v", st, err)
	}
	p, err := s.Prune(45)
	if err != nil || p.Objects != 5 || p.Bytes != 50 {
		t.Errorf("pruned %+v, %v", p, err)
	}
	if p, err = s.Prune(0); err != nil || p.Objects != 4 || len(files(t, s)) != 0 {
		t.Errorf("emptied %+v, %v", p, err)
	}
}

func TestFetchedOutlivesEviction(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), 0, newClock())
	write(t, s, 1, "content")
	to := filepath.Join(t.TempDir(), "to")
	if err := s.Fetch(key(1), suffix, to, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Prune(0); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(to); err != nil || string(b) != "content" {
		t.Errorf("%q, %v", b, err)
	}
}

// TestSeveralAtOnce: stores on one folder, as of several processes, that write,
// read and evict the same objects. Whatever is read is whole.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), newClock()
	var group sync.WaitGroup
	for range 4 {
		s := open(t, dir, 2000, c)
		work := t.TempDir()
		group.Go(func() {
			for round := range 40 {
				i := round % 7
				content := strings.Repeat(fmt.Sprint(i), 500)
				if err := s.Write(key(i), suffix, []byte(content)); err != nil {
					t.Error(err)
				}
				b, err := s.Read(key(i), suffix)
				if err != nil && !errors.Is(err, store.ErrMissing) || err == nil && string(b) != content {
					t.Errorf("read %d bytes, %v", len(b), err)
				}
				to := filepath.Join(work, fmt.Sprint(round))
				if err := s.Fetch(key(i), suffix, to, nil); err != nil && !errors.Is(err, store.ErrMissing) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

func TestStaleTemporaryFilesAreSwept(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), newClock()
	s := open(t, dir, 0, c)
	old, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	young, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	long := c.now().Add(-48 * time.Hour)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	open(t, dir, 0, c)
	if _, err := os.Stat(old); err == nil {
		t.Error("what a killed process left stays")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("another process's folder was removed")
	}
}

func TestUnusableFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(filepath.Join(file, "store"), 0, newClock().now)
	if w, ok := errors.AsType[*disk.WriteError](err); !ok || !w.Cache || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v", err)
	}
}
