// Package store keeps encoded segments and other things that are dear to make,
// by the digest of what they are made from.
//
// The store is a folder that several processes may use at once, without locks:
//
//   - An object appears whole: it is written to a temporary folder, synced,
//     looked at by the Check of its maker, and renamed to its name. Two processes
//     that make the same object write the same bytes, and the later rename
//     changes nothing.
//   - The name holds the digest of the key and that of the content, so what has
//     been cut short or altered on the disk is found when it is fetched. What the
//     Check refuses is found too: it was broken before its digest was taken. Both
//     are removed, and told by ErrBroken; the caller makes the object again. Only
//     that is a reason to remove one: an object that cannot be read now (no handle
//     left, no right, a fault of the disk) is a miss, and stays.
//   - Eviction removes what was used longest ago, by the file's time of
//     modification, which each use sets. An object that is removed while another
//     process fetches it is a miss there. What must stay for a while is linked
//     into a folder of the user's own by Fetch: a link outlives the eviction.
package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
)

// ErrMissing is returned when the store holds no sound object for a key.
var ErrMissing = errors.New("not in the store")

// ErrBroken says that an object is not what its key promises. Fetch and Read wrap
// it beside ErrMissing when they have removed one, Put when it lets a file not in.
var ErrBroken = errors.New("broken object")

// Check looks at the file of an object. Its error wraps ErrBroken when the
// content is not what the key promises; any other error says that it could not
// look.
type Check func(path string) error

// Store is a folder of objects. Its methods may be called from several goroutines.
type Store struct {
	dir   string
	limit int64
	now   func() time.Time

	mu   sync.Mutex
	size int64 // of all objects as far as this process knows; -1: not counted yet
}

// objects and temporary are the folders below the store's own.
const (
	objects   = "objects"
	temporary = "tmp"
)

// Open returns the store in dir, which is made if need be. limit is the size in
// bytes that it is kept below (0: no limit), now the clock.
func Open(dir string, limit int64, now func() time.Time) (*Store, error) {
	for _, d := range []string{objects, temporary} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil { //nolint:gosec // a cache that colleagues may share
			return nil, disk.CacheFailed(dir, err)
		}
	}
	s := &Store{dir: dir, limit: limit, now: now, size: -1}
	s.sweep()
	return s, nil
}

// Dir returns the store's folder.
func (s *Store) Dir() string { return s.dir }

// name returns an object's path: two digits of the key's digest as a folder,
// the whole digest, the first half of the content's digest, the suffix.
func (s *Store) name(key digest.Sum, content [sha256.Size]byte, suffix string) string {
	k := key.String()
	return filepath.Join(s.dir, objects, k[:2], k+"-"+hex.EncodeToString(content[:16])+suffix)
}

// find returns the paths of the objects stored for a key: one, if all is well.
func (s *Store) find(key digest.Sum, suffix string) []string {
	k := key.String()
	dir := filepath.Join(s.dir, objects, k[:2])
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), k+"-") && strings.HasSuffix(e.Name(), suffix) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

// Has reports whether something is stored for key, without reading it.
func (s *Store) Has(key digest.Sum, suffix string) bool { return len(s.find(key, suffix)) > 0 }

// Fetch makes the object for key available at the path to, which must not
// exist: a link where the file system has links, else a copy. The bytes at to
// have been compared with their digest, and looked at by whole, unless it is nil.
// The error wraps ErrMissing when there is no sound object, and ErrBroken too
// when a broken one was removed.
func (s *Store) Fetch(key digest.Sum, suffix, to string, whole Check) error {
	missing := ErrMissing
	for _, path := range s.find(key, suffix) {
		if err := disk.Link(path, to); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue // evicted a moment ago
			}
			return disk.CacheFailed(to, err)
		}
		err := intact(to, path)
		if err == nil && whole != nil {
			err = whole(to)
		}
		if err == nil {
			s.touch(path)
			return nil
		}
		_ = os.Remove(to)
		if errors.Is(err, ErrBroken) {
			s.drop(path)
			missing = errors.Join(ErrMissing, err)
		}
	}
	return fmt.Errorf("%w: %s", missing, key)
}

// Read returns the bytes of the object for key, compared with their digest. Its
// errors are those of Fetch.
func (s *Store) Read(key digest.Sum, suffix string) ([]byte, error) {
	missing := ErrMissing
	for _, path := range s.find(key, suffix) {
		b, err := os.ReadFile(path) //nolint:gosec // a path of the store's own
		if err != nil {
			continue
		}
		if matches(path, sha256.Sum256(b)) {
			s.touch(path)
			return b, nil
		}
		s.drop(path)
		missing = errors.Join(ErrMissing, errAltered)
	}
	return nil, fmt.Errorf("%w: %s", missing, key)
}

// errAltered says that an object's bytes are not those of its name any more.
var errAltered = fmt.Errorf("%w: its bytes have changed", ErrBroken)

// intact returns errAltered unless the file at path holds the bytes that the
// name of the object at object promises.
func intact(path, object string) error {
	sum, err := disk.Sum(path)
	if err == nil && !matches(object, sum) {
		err = errAltered
	}
	return err
}

// matches reports whether an object's name carries the digest of its content.
func matches(object string, sum [sha256.Size]byte) bool {
	_, rest, _ := strings.Cut(filepath.Base(object), "-")
	return strings.HasPrefix(rest, hex.EncodeToString(sum[:16]))
}

// TempDir returns a new folder inside the store, for Fetch and Put. The caller
// removes it.
func (s *Store) TempDir() (string, error) {
	dir, err := os.MkdirTemp(filepath.Join(s.dir, temporary), "work-*")
	if err != nil {
		return "", disk.CacheFailed(s.dir, err)
	}
	return dir, nil
}

// Put stores the file at path, which must lie in a TempDir and not change any
// more, under key. It stays at path too, so that its maker can go on using it
// whatever eviction does. Objects that were stored for the key before are
// removed. When whole, unless it is nil, refuses the file, its error is returned
// and nothing is stored.
func (s *Store) Put(key digest.Sum, suffix, path string, whole Check) error {
	sum, size, err := disk.Sync(path)
	if err != nil {
		return disk.CacheFailed(s.dir, err)
	}
	if whole != nil {
		if err := whole(path); err != nil {
			return err
		}
	}
	return s.admit(key, suffix, path, sum, size)
}

// admit stores the synced file at path, of which sum and size are known.
func (s *Store) admit(key digest.Sum, suffix, path string, sum digest.Sum, size int64) error {
	name := s.name(key, sum, suffix)
	err := os.MkdirAll(filepath.Dir(name), 0o755) //nolint:gosec // as in Open
	old := s.find(key, suffix)
	if err == nil {
		err = s.publish(path, name)
	}
	if err != nil {
		return disk.CacheFailed(s.dir, err)
	}
	s.touch(name)
	known := false
	for _, o := range old {
		if o == name {
			known = true
			continue
		}
		s.drop(o)
	}
	if known {
		return nil
	}
	return s.grow(size)
}

// publish makes the synced file at path an object under name, whole or not at
// all: by a link of its own or of a copy, renamed over what is there. The link
// lies beside path until then: in the folder of the objects it would be in the
// way of everybody if this process were killed now.
func (s *Store) publish(path, name string) error {
	temp := path + ".put"
	err := disk.Link(path, temp)
	if err == nil && !sameFile(path, temp) {
		err = intact(temp, name) // a copy may have lost what its writing did not miss
	}
	if err == nil {
		err = disk.Rename(temp, name)
	}
	// Renaming one link of a file over another does nothing (POSIX): both names stay.
	if rmErr := os.Remove(temp); err == nil && rmErr != nil && !errors.Is(rmErr, fs.ErrNotExist) {
		err = rmErr
	}
	return err
}

// sameFile reports whether two paths are names of the same file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// Write stores bytes under key. What the disk does not give back as it was
// written is not stored; the error wraps ErrBroken.
func (s *Store) Write(key digest.Sum, suffix string, b []byte) error {
	dir, err := s.TempDir()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "new")
	if err := os.WriteFile(path, b, 0o644); err != nil { //nolint:gosec // as in Open
		return disk.CacheFailed(s.dir, err)
	}
	sum, size, err := disk.Sync(path)
	if err != nil {
		return disk.CacheFailed(s.dir, err)
	}
	if sum != sha256.Sum256(b) {
		return fmt.Errorf("%w: %s has not kept %d bytes", ErrBroken, s.dir, len(b))
	}
	return s.admit(key, suffix, path, sum, size)
}

// Remove takes out what is stored for key.
func (s *Store) Remove(key digest.Sum, suffix string) {
	for _, path := range s.find(key, suffix) {
		s.drop(path)
	}
}

// touch notes that an object was used now. That it fails on a store that may
// only be read changes nothing but the order of eviction.
func (s *Store) touch(path string) {
	t := s.now()
	_ = os.Chtimes(path, t, t)
}

// drop removes an object; that another process was faster is no fault.
func (s *Store) drop(path string) {
	info, err := os.Stat(path)
	if err != nil || os.Remove(path) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.size >= 0 {
		s.size -= info.Size()
	}
}
