package store

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
)

// Stats says what a store holds.
type Stats struct {
	Objects int       `json:"objects"`
	Bytes   int64     `json:"bytes"`
	Limit   int64     `json:"limit"`           // 0: none
	Oldest  time.Time `json:"oldest,omitzero"` // when the object unused for longest was last used
}

// Pruned says what Prune has removed.
type Pruned struct {
	Objects int   `json:"objects"`
	Bytes   int64 `json:"bytes"`
}

const (
	// evictTo is the part of the limit that eviction goes down to, so that not
	// every new object has to evict.
	evictTo = 0.9
	// staleAfter is the age at which a temporary file is taken for one that a
	// killed process has left. No render takes so long between two writes.
	staleAfter = 24 * time.Hour
)

// object is one stored file.
type object struct {
	path string
	size int64
	used time.Time
}

// list returns all objects. What vanishes meanwhile is left out.
func (s *Store) list() ([]object, error) {
	var out []object
	root := filepath.Join(s.dir, objects)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if path == root {
				return err
			}
			return nil // a folder that cannot be read holds nothing for us
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			out = append(out, object{path, info.Size(), info.ModTime()})
		}
		return nil
	})
	if err != nil {
		return nil, disk.CacheFailed(s.dir, err)
	}
	return out, nil
}

// Stats counts what the store holds.
func (s *Store) Stats() (Stats, error) {
	all, err := s.list()
	if err != nil {
		return Stats{}, err
	}
	st := Stats{Objects: len(all), Limit: s.limit}
	for _, o := range all {
		st.Bytes += o.size
		if st.Oldest.IsZero() || o.used.Before(st.Oldest) {
			st.Oldest = o.used
		}
	}
	return st, nil
}

// Prune removes the objects unused for longest until at most limit bytes are
// left, and temporary files that a killed process has left behind. Prune(0)
// empties the store.
func (s *Store) Prune(limit int64) (Pruned, error) {
	s.sweep()
	all, err := s.list()
	if err != nil {
		return Pruned{}, err
	}
	slices.SortFunc(all, func(a, b object) int {
		return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path))
	})
	total := int64(0)
	for _, o := range all {
		total += o.size
	}
	var done Pruned
	for _, o := range all {
		if total <= limit {
			break
		}
		total -= o.size
		if os.Remove(o.path) == nil {
			done.Objects++
			done.Bytes += o.size
		}
	}
	s.mu.Lock()
	s.size = total
	s.mu.Unlock()
	return done, nil
}

// grow counts a new object and evicts when the store has become too large. The
// count of this process leaves out what others add: they evict as well, and
// each begins by counting anew.
func (s *Store) grow(size int64) error {
	if s.limit <= 0 {
		return nil
	}
	s.mu.Lock()
	counted := s.size >= 0
	if counted {
		s.size += size
	}
	full := s.size > s.limit
	s.mu.Unlock()
	if !counted {
		st, err := s.Stats()
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.size = st.Bytes
		s.mu.Unlock()
		full = st.Bytes > s.limit
	}
	if !full {
		return nil
	}
	_, err := s.Prune(int64(float64(s.limit) * evictTo))
	return err
}

// sweep removes what killed processes have left in the temporary folder.
func (s *Store) sweep() {
	dir := filepath.Join(s.dir, temporary)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // nothing to sweep
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && s.now().Sub(info.ModTime()) > staleAfter {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}
