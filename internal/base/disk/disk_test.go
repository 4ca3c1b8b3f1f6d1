package disk_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
)

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	for _, text := range []string{"one", "", "a longer text"} {
		if err := disk.Write(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("got %q, %v, want %q", got, err, text)
		}
	}
	if info, err := os.Stat(path); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != 0o644) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}

	// The same bytes again leave the file as it is, with its time.
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	if err := disk.Write(path, []byte("a longer text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the same bytes were written again: %v, %v", info.ModTime(), err)
	}
	if err := disk.Write(path, []byte("a longer text"[:12]+"!"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "a longer tex!" {
		t.Errorf("got %q, %v", got, err)
	}
	alone(t, dir, "a.txt")
}

// TestFailedWrites leaves what was there, and nothing else.
func TestFailedWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "folder", "full"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := disk.Write(filepath.Join(dir, "folder"), []byte("x"), 0o644); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if err := disk.Write(filepath.Join(dir, "none", "a"), nil, 0o644); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if err := disk.Copy(filepath.Join(dir, "none"), filepath.Join(dir, "b"), 0o644); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("copied what is not there: %v", err)
	}
	f, err := disk.New(filepath.Join(dir, "c"), 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if !disk.IsTemporary(filepath.Base(f.Temp())) || filepath.Dir(f.Temp()) != dir {
		t.Errorf("the temporary file is %s", f.Temp())
	}
	f.Discard()
	alone(t, dir, "folder")
}

func TestCopyAndLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from := filepath.Join(dir, "from")
	data := bytes.Repeat([]byte("giro"), 100_000)
	if err := os.WriteFile(from, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(to string) error{
		"copy": func(to string) error { return disk.Copy(from, to, 0o644) },
		"link": func(to string) error { return disk.Link(from, to) },
	} {
		to := filepath.Join(dir, name)
		if err := put(to); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if sum, err := disk.Sum(to); err != nil || sum != digest.Of(data) {
			t.Errorf("%s: other bytes, %v", name, err)
		}
	}
	if err := disk.Link(from, filepath.Join(dir, "copy")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link over a file: %v", err)
	}
	a, errA := os.Stat(from)
	b, errB := os.Stat(filepath.Join(dir, "copy"))
	if err := errors.Join(errA, errB); err != nil || os.SameFile(a, b) {
		t.Errorf("the copy is the same file, %v", err)
	}
	alone(t, dir, "copy", "from", "link")
}

// TestLinkAcrossDisks: where there can be no second name there is a copy.
func TestLinkAcrossDisks(t *testing.T) {
	t.Parallel()
	from := filepath.Join(t.TempDir(), "from")
	if err := os.WriteFile(from, []byte("giro"), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := os.MkdirTemp("/dev/shm", "giro-") //nolint:usetesting // a disk other than that of t.TempDir
	if err != nil {
		t.Skipf("there is no second disk: %v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(other) })
	if os.Link(from, filepath.Join(other, "link")) == nil {
		t.Skip("there is no second disk")
	}
	if err := disk.Link(from, filepath.Join(other, "to")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(other, "to")); err != nil || string(got) != "giro" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := disk.Link(other, filepath.Join(other, "folder")); err == nil {
		t.Error("a folder was copied")
	}
	alone(t, other, "to")
}

func TestSync(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(path, []byte("giro"), 0o600); err != nil {
		t.Fatal(err)
	}
	if sum, size, err := disk.Sync(path); err != nil || size != 4 || sum != digest.Of([]byte("giro")) {
		t.Errorf("got %v %d %v", sum, size, err)
	}
}

func TestFree(t *testing.T) {
	t.Parallel()
	free, err := disk.Free(t.TempDir())
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this system does not tell")
	}
	if err != nil || free <= 0 {
		t.Errorf("got %d, %v", free, err)
	}
	if _, err := disk.Free(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there has free space")
	}
}

// alone checks that a folder holds these names and no others.
func alone(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if len(got) != len(names) {
		t.Fatalf("the folder holds %q, want %q", got, names)
	}
	for i := range names {
		if got[i] != names[i] {
			t.Fatalf("the folder holds %q, want %q", got, names)
		}
	}
}
