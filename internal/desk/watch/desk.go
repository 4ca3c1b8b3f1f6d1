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

	"github.com/giro-video/giro/internal/base/diag"
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
		if err := os.MkdirAll(d.at(dir), 0o755); err != nil { //nolint:gosec // colleagues look into them
			return nil, fmt.Errorf("make the folders beside the inbox: %w", err)
		}
	}
	if err := os.MkdirAll(opt.Out, 0o755); err != nil { //nolint:gosec // colleagues look into it
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

// giveBack moves all that lies in a folder of working to the inbox.
func (d *desk) giveBack(id string) error {
	dir := d.at(workingDir, id)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("give the files of a drop back: %w", err)
	}
	for _, e := range entries {
		if err := os.Rename(filepath.Join(dir, e.Name()), free(filepath.Join(d.opt.Inbox, e.Name()))); err != nil {
			return fmt.Errorf("give the files of a drop back: %w", err)
		}
	}
	return os.Remove(dir)
}

// claim takes a drop over: from now on it is this watcher's.
func (d *desk) claim(c Claim) (*job, error) {
	d.mu.Lock()
	d.seq++
	id := fmt.Sprintf("%06d-%s", d.seq, slug(stem(path.Base(c.Name))))
	d.mu.Unlock()
	r := Record{Step: Claimed, ID: id, Name: Name(c.Name), Cause: c.Refuse}
	for _, f := range c.Files {
		r.Files = append(r.Files, Moved{From: Name(f.Path), To: Name(f.To), Kind: f.Kind, Size: f.Size, Mtime: f.Mtime, Copy: f.Copy, Kept: f.Kept})
	}
	if err := d.write(r); err != nil {
		return nil, err
	}
	d.mu.Lock()
	j := d.open[id]
	d.mu.Unlock()
	return j, d.take(j)
}

// dir returns the folder of a job in working.
func (d *desk) dir(j *job) string { return d.at(workingDir, j.ID) }

// take moves a job's files to its folder. What was changed or taken away since
// the scan gives the whole drop back.
func (d *desk) take(j *job) error {
	dir := d.dir(j)
	changed := false
	for _, f := range j.Files {
		src := filepath.Join(d.opt.Inbox, filepath.FromSlash(string(f.From)))
		if f.Kept {
			src = d.at(failedDir, string(f.From))
		}
		dst := filepath.Join(dir, filepath.FromSlash(string(f.To)))
		if err := os.MkdirAll(filepath.Dir(dst), 0o755); err != nil { //nolint:gosec // colleagues look into it
			return fmt.Errorf("take a drop: %w", err)
		}
		if _, err := os.Lstat(dst); err == nil {
			continue // taken before a crash
		}
		info, err := os.Lstat(src)
		if gone(err) {
			changed = true
			break
		}
		if err != nil {
			return fmt.Errorf("take a drop: %w", err)
		}
		if f.Kind == File && (info.Size() != f.Size || !info.ModTime().Equal(f.Mtime)) {
			changed = true
			break
		}
		if f.Copy {
			err = copyFile(src, dst)
		} else {
			err = os.Rename(src, dst)
		}
		if gone(err) {
			changed = true
			break
		}
		if err != nil {
			return fmt.Errorf("take a drop: %w", err)
		}
	}
	if !changed {
		return nil
	}
	return d.putBack(j)
}

// putBack returns a job's files to where they came from: the next scan sees
// them as they are now.
func (d *desk) putBack(j *job) error {
	dir := d.dir(j)
	for _, f := range j.Files {
		src := filepath.Join(dir, filepath.FromSlash(string(f.To)))
		if _, err := os.Lstat(src); gone(err) {
			continue
		}
		if f.Copy {
			if err := os.Remove(src); err != nil {
				return fmt.Errorf("put a drop back: %w", err)
			}
			continue
		}
		dst := filepath.Join(d.opt.Inbox, filepath.FromSlash(string(f.From)))
		if f.Kept {
			dst = d.at(failedDir, string(f.From))
		}
		if err := os.MkdirAll(filepath.Dir(dst), 0o755); err != nil { //nolint:gosec // it was there
			return fmt.Errorf("put a drop back: %w", err)
		}
		if _, err := os.Lstat(dst); err == nil {
			// A newer one has come meanwhile: it counts, this one is kept aside.
			if dst, err = d.aside(string(f.From)); err != nil {
				return err
			}
		}
		if err := os.Rename(src, dst); err != nil {
			return fmt.Errorf("put a drop back: %w", err)
		}
	}
	if err := os.RemoveAll(dir); err != nil { // only folders are left, which take made
		return fmt.Errorf("put a drop back: %w", err)
	}
	return d.write(Record{Step: Returned, ID: j.ID, Name: j.Name})
}

// aside returns a free path for a version that another one has replaced.
func (d *desk) aside(name string) (string, error) {
	to := d.at(replacedDir, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // colleagues look into it
		return "", fmt.Errorf("set a replaced file aside: %w", err)
	}
	return free(to), nil
}

// drop returns what the maker gets.
func (d *desk) drop(j *job) (Drop, error) {
	out := Drop{Name: string(j.Name), Dir: d.dir(j)}
	if len(j.Files) == 1 && j.Files[0].Kind == Folder {
		out.Dir = filepath.Join(out.Dir, string(j.Files[0].To))
	}
	scan, err := Look(out.Dir)
	if err != nil {
		return out, err
	}
	for _, e := range scan.Entries {
		if e.Kind != File {
			continue
		}
		switch RoleOf(e.Path) {
		case Data:
			out.Data = append(out.Data, e.Path)
		case Text:
			if out.Text == "" {
				out.Text = e.Path
			}
		case Media, Other:
			out.Also = append(out.Also, e.Path)
		}
	}
	if len(out.Data) > 0 && out.Text != "" { // beside a table a text is a note
		out.Also, out.Text = append(out.Also, out.Text), ""
	}
	return out, nil
}

// conclude writes how a job has ended, and files it.
func (d *desk) conclude(j *job, state State, reason []Line) error {
	r := Record{Step: Ended, ID: j.ID, Name: j.Name, State: state, Reason: reason}
	name := string(j.Name)
	if d.whole(j) == "" && state != Nothing {
		name = stem(name) // several files lie in a folder
	}
	switch state {
	case Done, Repeat:
		day := d.opt.Clock().Wall.In(d.opt.Zone).Format(time.DateOnly)
		to := free(d.at(doneDir, day, name))
		rel, err := filepath.Rel(d.base, to)
		if err != nil {
			return err
		}
		r.To = Name(filepath.ToSlash(rel))
	case Failed:
		r.To = Name(path.Join(failedDir, name))
	case Nothing:
	}
	if err := d.write(r); err != nil {
		return err
	}
	return d.file(j)
}

// whole returns the name in the job's folder of the one file or folder that it
// is, or "" when it is several files.
func (d *desk) whole(j *job) string {
	if len(j.Files) == 1 {
		return string(j.Files[0].To)
	}
	return ""
}

// file moves the files of an ended job to where the journal says.
func (d *desk) file(j *job) error {
	src := filepath.Join(d.dir(j), d.whole(j))
	name := string(j.Name)
	if j.end.State == Failed {
		if err := d.writeReason(name, j.end.Reason); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(src); err == nil && j.end.To != "" {
		if j.end.State == Failed {
			if err := d.setAside(name); err != nil {
				return err
			}
		}
		to := d.at(string(j.end.To))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // colleagues look into it
			return fmt.Errorf("file a drop: %w", err)
		}
		if err := os.Rename(src, to); err != nil {
			return fmt.Errorf("file a drop: %w", err)
		}
	} else if err != nil && !gone(err) {
		return fmt.Errorf("file a drop: %w", err)
	}
	if err := os.RemoveAll(d.dir(j)); err != nil { // empty folders: all that it held has moved, or was gone
		return fmt.Errorf("file a drop: %w", err)
	}
	if j.end.State == Done || j.end.State == Repeat {
		if err := d.setAside(name); err != nil {
			return err
		}
		if err := os.Remove(d.reasonPath(name)); err != nil && !gone(err) {
			return fmt.Errorf("take the reason of %s away: %w", name, err)
		}
	}
	return d.write(Record{Step: Filed, ID: j.ID, Name: j.Name})
}

// setAside moves the faulty version of a drop, which a new one replaces, out of
// the sight of those who look into failed.
func (d *desk) setAside(name string) error {
	for _, old := range []string{name, stem(name)} {
		from := d.at(failedDir, old)
		if from == d.at(replacedDir) {
			continue
		}
		if _, err := os.Lstat(from); err != nil {
			continue
		}
		to, err := d.aside(old)
		if err != nil {
			return err
		}
		if err := os.Rename(from, to); err != nil {
			return fmt.Errorf("set a replaced file aside: %w", err)
		}
	}
	return nil
}

// kept finds a picture of the faulty version of a table.
func (d *desk) kept(name, media string) (Take, bool) {
	dir := stem(name)
	scan, err := Look(d.at(failedDir, dir))
	if err != nil {
		return Take{}, false
	}
	f := find(scan.Entries, "", media)
	if f == nil {
		return Take{}, false
	}
	t := Take{Seen: *f, To: f.Path, Kept: true}
	t.Path = path.Join(dir, f.Path)
	return t, true
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

// free returns the path, or the first of "name (2).csv", "name (3).csv" … that
// is not taken.
func free(name string) string {
	ext := filepath.Ext(name)
	head := strings.TrimSuffix(name, ext)
	for n, try := 2, name; ; n++ {
		if _, err := os.Lstat(try); gone(err) {
			return try
		}
		if n > 10_000 { // the folder cannot be looked into; the move will say why
			return try
		}
		try = fmt.Sprintf("%s (%d)%s", head, n, ext)
	}
}

// linesOf returns a drop's faults as lines of its reason file.
func linesOf(w *words, list diag.List) []Line {
	var out []Line
	for _, m := range list.Sorted() {
		if m.Severity == diag.Error {
			out = append(out, w.line(m))
		}
	}
	return out
}
