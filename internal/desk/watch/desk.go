package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The folders beside the inbox.
const (
	workingDir  = "working"
	doneDir     = "done"
	failedDir   = "failed"
	replacedDir = "failed/replaced" // faulty versions that a corrected one has replaced
	ownDir      = ".giro-watch"
)

// pastLimit is how many ended drops are remembered, to know repeats and whose
// the posts in the out folder are.
const pastLimit = 5000

// desk knows the drops of one inbox and takes the steps of their lives. Every
// step is written to the journal first, and can be taken again.
type desk struct {
	opt  Options
	base string // holds the state folders

	mu      sync.Mutex
	journal *Journal
	open    map[string]*job // by ID
	past    []Record        // ended drops, oldest first
	owners  map[string]Name // drop that a video in the out folder is of, by its file name
	waits   map[string]time.Time
	seq     int
}

// job is a drop that has been claimed.
type job struct {
	Record           // of the claim
	records []Record // all of it, for compaction
	digest  string
	shape   string // of its files when the digest was taken, "" when that was before a crash
	planned bool
	posts   []Output
	made    map[string]bool
	told    map[string]bool
	end     *Record

	busy     bool
	attempts int
	retry    time.Duration // Mono before which it is not tried again
	problem  string        // what it was held up by
	since    time.Time
}

// openDesk reads the journal and finishes what a crash has left half done.
func openDesk(opt Options, base string) (*desk, error) {
	d := &desk{opt: opt, base: base, open: map[string]*job{}, owners: map[string]Name{}, waits: map[string]time.Time{}}
	for _, dir := range []string{workingDir, doneDir, failedDir, ownDir} {
		if err := os.MkdirAll(d.at(dir), 0o775); err != nil { //nolint:gosec // colleagues look into them
			return nil, fmt.Errorf("make the folders beside the inbox: %w", err)
		}
	}
	if err := os.MkdirAll(opt.Out, 0o775); err != nil { //nolint:gosec // colleagues look into it
		return nil, fmt.Errorf("make the folder of the posts: %w", err)
	}
	journal, records, err := OpenJournal(filepath.Join(base, ownDir, "journal.jsonl"))
	if err != nil {
		return nil, err
	}
	d.journal = journal
	for _, r := range records {
		d.apply(r)
	}
	if err := d.recover(); err != nil {
		_ = journal.Close() // the error is told already
		return nil, err
	}
	return d, nil
}

// at returns the path of something beside the inbox, given with /.
func (d *desk) at(rel ...string) string {
	return filepath.Join(append([]string{d.base}, filepath.FromSlash(path.Join(rel...)))...)
}

// write adds a record to the journal and takes it over.
func (d *desk) write(r Record) error {
	r.Time = d.opt.Clock().Wall.UTC()
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.journal.Add(r); err != nil {
		return err
	}
	d.apply(r)
	return nil
}

// apply takes a record over; the journal's replay and its growth are the same.
func (d *desk) apply(r Record) {
	j := d.open[r.ID]
	if j != nil && r.Step != Filed && r.Step != Returned {
		j.records = append(j.records, r)
	}
	switch r.Step {
	case Claimed:
		d.open[r.ID] = &job{Record: r, records: []Record{r}, made: map[string]bool{}, told: map[string]bool{}, since: r.Time}
		d.seq = max(d.seq, number(r.ID))
		for _, f := range r.Files {
			delete(d.waits, string(f.From))
		}
	case Waits:
		d.waits[string(r.Name)] = r.Time
	case Past:
		d.remember(r)
	case Known, Planned, Finished, Told, Ended, Filed, Returned:
		if j != nil {
			d.step(j, r)
		}
	}
}

func (d *desk) step(j *job, r Record) {
	switch r.Step {
	case Known:
		j.digest = r.Digest
	case Planned:
		j.planned, j.posts = true, r.Posts
		for _, p := range r.Posts {
			d.owners[p.File] = j.Name
		}
	case Finished:
		j.made[r.Key] = true
	case Told:
		j.told[r.Key] = true
	case Ended:
		j.end = &r
	case Returned:
		delete(d.open, j.ID)
	case Filed:
		delete(d.open, j.ID)
		if j.end == nil {
			return
		}
		p := Record{Time: j.end.Time, Step: Past, ID: j.ID, Name: j.Name, Digest: j.digest, State: j.end.State, To: j.end.To}
		for _, o := range j.posts {
			if j.made[o.Key] {
				p.Posts = append(p.Posts, o)
			}
		}
		d.remember(p)
	case Claimed, Waits, Past:
	}
}

func (d *desk) remember(r Record) {
	d.past = append(d.past, r)
	for _, o := range r.Posts {
		d.owners[o.File] = r.Name
	}
	d.seq = max(d.seq, number(r.ID))
	if len(d.past) > pastLimit+pastLimit/4 { // not at every drop
		d.past = slices.Clone(d.past[len(d.past)-pastLimit:])
		d.owners = map[string]Name{}
		for _, p := range d.past {
			for _, o := range p.Posts {
				d.owners[o.File] = p.Name
			}
		}
		for _, j := range d.open {
			for _, o := range j.posts {
				d.owners[o.File] = j.Name
			}
		}
	}
}

// number returns the number that a drop's ID begins with, 0 for what is none.
func number(id string) int {
	head, _, ok := strings.Cut(id, "-")
	n, err := strconv.Atoi(head)
	if err != nil || !ok || len(head) < 6 {
		return 0
	}
	return n
}

// compact writes the journal anew when it has grown.
func (d *desk) compact(limit int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.journal.Size() < limit {
		return nil
	}
	list := slices.Clone(d.past)
	for name, at := range d.waits {
		list = append(list, Record{Step: Waits, Name: Name(name), Time: at})
	}
	for _, j := range d.jobs() {
		list = append(list, j.records...)
	}
	return d.journal.Compact(list)
}

// jobs returns the open jobs in the order of their claims. The caller holds mu.
func (d *desk) jobs() []*job {
	list := make([]*job, 0, len(d.open))
	for _, j := range d.open {
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b *job) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// recover finishes the steps that the journal tells of and the disk does not
// show yet, and brings back what lies in working without a record.
func (d *desk) recover() error {
	for _, j := range d.jobs() {
		var err error
		switch {
		case j.end != nil:
			err = d.file(j)
		case j.digest == "":
			err = d.take(j)
		}
		if err != nil {
			return err
		}
	}
	entries, err := os.ReadDir(d.at(workingDir))
	if err != nil {
		return fmt.Errorf("read the folder of work: %w", err)
	}
	for _, e := range entries {
		if number(e.Name()) == 0 || !e.IsDir() {
			continue // not one of ours
		}
		d.seq = max(d.seq, number(e.Name()))
		if d.open[e.Name()] == nil {
			if err := d.giveBack(e.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

// repeatOf returns the posts of an earlier drop of the same contents, if they
// are all still there.
func (d *desk) repeatOf(digest string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range slices.Backward(d.past) {
		if p.Digest != digest || p.State != Done {
			continue
		}
		for _, o := range p.Posts {
			if d.owners[o.File] != p.Name {
				return false
			}
			if _, err := os.Stat(filepath.Join(d.opt.Out, o.File)); err != nil {
				return false
			}
		}
		return true
	}
	return false
}

// plan gives the posts of a job their names in the out folder. A name that is
// another drop's, or that of a file of somebody else, is not taken.
func (d *desk) plan(j *job, posts []Post) error {
	r := Record{Step: Planned, ID: j.ID, Name: j.Name}
	taken := map[string]bool{}
	d.mu.Lock()
	for _, p := range posts {
		file := p.Key + ".mp4"
		for n := 1; taken[file] || !d.mine(j, file); n++ {
			file = slug(stem(path.Base(string(j.Name)))) + "-" + p.Key + ".mp4"
			if n > 1 {
				file = fmt.Sprintf("%s-%d-%s.mp4", slug(stem(path.Base(string(j.Name)))), n, p.Key)
			}
		}
		taken[file] = true
		r.Posts = append(r.Posts, Output{Key: p.Key, File: file})
	}
	d.mu.Unlock()
	return d.write(r)
}

// mine reports whether a job may write a file of the out folder.
func (d *desk) mine(j *job, file string) bool {
	owner, known := d.owners[file]
	if known {
		return sameName(string(owner)) == sameName(string(j.Name))
	}
	_, err := os.Lstat(filepath.Join(d.opt.Out, file))
	return errors.Is(err, fs.ErrNotExist)
}
