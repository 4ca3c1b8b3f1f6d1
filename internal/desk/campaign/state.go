package campaign

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/digest"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/check"
)

// private is the folder below the output that holds what Giro remembers.
const private = ".giro"

// stateSchema changes when the state's layout does; another one is not read.
const stateSchema = 1

// record is what is remembered of a post. It is valid while its inputs are those
// of the fingerprint and its files are there as they were written.
type record struct {
	Inputs  fingerprint      `json:"inputs"`
	Files   map[string]stamp `json:"files,omitempty"`  // by name, in the output folder
	Refused diag.Stored      `json:"refused,omitzero"` // why it could not be made
	Facts   *Facts           `json:"facts,omitempty"`
}

// stamp tells whether a file is the one that was written.
type stamp struct {
	Size   int64     `json:"size"`
	Time   time.Time `json:"mtime"`
	SHA256 string    `json:"sha256,omitempty"`
}

// Facts are what was measured on a rendered post.
type Facts struct {
	Frames  int           `json:"frames"`
	Seconds float64       `json:"duration_s"`
	Bytes   int64         `json:"bytes"`
	SHA256  string        `json:"sha256"` // of the video
	LUFS    string        `json:"loudness_lufs,omitempty"`
	Peak    string        `json:"true_peak_dbtp,omitempty"`
	Verdict check.Verdict `json:"verdict,omitempty"`
	Checks  []Checked     `json:"checks,omitempty"`
	Notes   []diag.Stored `json:"notes,omitempty"`     // what the user should know
	Elapsed float64       `json:"elapsed_s,omitempty"` // to estimate the next run; of a render with little from the store
}

// Checked is one check of a post, with its message as the state keeps it.
type Checked struct {
	check.Item
	Message diag.Stored `json:"message"`
}

// state is what a folder of posts remembers between runs.
type state struct {
	Schema int                  `json:"schema"`
	Posts  map[string]*record   `json:"posts"`
	Sums   map[string]fileStamp `json:"sums"`            // digests of inputs, by absolute path
	Sheet  string               `json:"sheet,omitempty"` // what the contact sheet was made from

	mu   sync.Mutex
	path string
}

// fileStamp is an input's digest with what tells that it is still the same file.
type fileStamp struct {
	stamp
	Seen time.Time `json:"seen"` // when the digest was taken
}

// openState reads the state of an output folder. One that cannot be read is as
// good as none: everything is then looked at again.
func openState(out string) (*state, error) {
	s := &state{Schema: stateSchema, path: filepath.Join(out, private, "state.json")}
	data, err := os.ReadFile(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read what the last run left: %w", err)
	}
	if err == nil {
		var old state
		if json.Unmarshal(data, &old) == nil && old.Schema == stateSchema {
			s.Posts, s.Sums, s.Sheet = old.Posts, old.Sums, old.Sheet
		}
	}
	// Others may write to the folder of the posts: what is no record of a post is as good as none.
	maps.DeleteFunc(s.Posts, func(id string, r *record) bool { return !r.sound(id) })
	if s.Posts == nil {
		s.Posts = map[string]*record{}
	}
	if s.Sums == nil {
		s.Sums = map[string]fileStamp{}
	}
	return s, nil
}

// ownFiles returns the names of the files that a post may have in the folder of
// the posts.
func ownFiles(id string) []string {
	video := id + ".mp4"
	return append(post.KitOf(video).Files(), video)
}

// sound reports whether the record can be of a post: it names files of it, and
// nothing that lies elsewhere.
func (r *record) sound(id string) bool {
	if r == nil || !filepath.IsLocal(id) || strings.ContainsAny(id, `/\`) || strings.HasPrefix(id, ".") {
		return false
	}
	own := ownFiles(id)
	for name := range r.Files {
		if !slices.Contains(own, name) {
			return false
		}
	}
	return true
}

// save writes the state, whole or not at all.
func (s *state) save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write the state: %w", err)
	}
	return disk.Deliver(s.path, data)
}

func (s *state) get(id string) *record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Posts[id]
}

func (s *state) set(id string, r *record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Posts[id] = r
}

// settled is how old a file must be for its time to tell it from a later one:
// some file systems count in steps of two seconds.
const settled = 3 * time.Second

// sum returns the digest of a file, which is read only when its size or time is
// another than when it was read last, or was too young then.
func (s *state) sum(path string, now time.Time) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	old, ok := s.Sums[path]
	s.mu.Unlock()
	if ok && old.Size == info.Size() && old.Time.Equal(info.ModTime()) && old.Seen.Sub(old.Time) > settled {
		return old.SHA256, nil
	}
	f, err := os.Open(path) //nolint:gosec // resolved inside the channel by the caller
	if err != nil {
		return "", err
	}
	d, err := digest.Reader(f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.Sums[path] = fileStamp{stamp: stamp{Size: info.Size(), Time: info.ModTime(), SHA256: d.String()}, Seen: now}
	s.mu.Unlock()
	return d.String(), nil
}

// intact reports whether the files of a record are as they were written, else
// the name of the first that is not.
func (r *record) intact(out string) (string, bool) {
	for name, want := range r.Files {
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil || info.Size() != want.Size || !info.ModTime().Equal(want.Time) {
			return name, false
		}
	}
	return "", len(r.Files) > 0
}

// stamped looks at files that have been written.
func stamped(paths []string) (map[string]stamp, error) {
	out := map[string]stamp{}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("look at what was written: %w", err)
		}
		out[filepath.Base(p)] = stamp{Size: info.Size(), Time: info.ModTime()}
	}
	return out, nil
}
