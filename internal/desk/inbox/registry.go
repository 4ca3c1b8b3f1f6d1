package inbox

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// registry knows the drops of one inbox and takes the steps of their lives. Every
// step is written to the journal first, and can be taken again.
type registry struct {
	opt   Options
	share share

	mu      sync.Mutex
	journal *Journal
	open    map[string]*job // by ID
	past    history
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
	outputs []Output
	made    map[string]bool // by key
	passed  map[string]bool // by key: OnDone has run for it
	end     *Record
	began   time.Time
	begun   bool // the last attempt has not ended in order
	cuts    int  // attempts during which the program was killed, since a product was last finished

	busy     bool
	attempts int
	retry    time.Duration // Mono before which it is not tried again
	problem  error         // what it was held up by
	since    time.Time
}

// results returns the files that were made.
func (j *job) results() []Output {
	return slices.DeleteFunc(slices.Clone(j.outputs), func(o Output) bool { return !j.made[o.Key] })
}

// whole returns the name in the job's folder of the one file or folder that it
// is, or "" when it is several files.
func (j *job) whole() string {
	if len(j.Files) == 1 {
		return string(j.Files[0].To)
	}
	return ""
}

// openRegistry reads the journal and finishes what a crash has left half done.
func openRegistry(opt Options, sh share) (*registry, error) {
	r := &registry{opt: opt, share: sh, open: map[string]*job{}, past: history{owners: map[string]Name{}}, waits: map[string]time.Time{}}
	taken, err := sh.takeOver()
	if err != nil {
		return nil, err
	}
	journal, records, err := OpenJournal(filepath.Join(sh.state, journalFile))
	if err != nil {
		return nil, err
	}
	r.journal = journal
	for _, rec := range records {
		r.apply(rec)
	}
	if err := r.recover(taken); err != nil {
		_ = journal.Close() // the error is reported already
		return nil, err
	}
	return r, nil
}

// write adds a record to the journal and takes it over.
func (r *registry) write(rec Record) error {
	rec.Time = r.opt.Clock().Wall.UTC()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.journal.Add(rec); err != nil {
		return err
	}
	r.apply(rec)
	return nil
}

// apply takes a record over; the journal's replay and its growth are the same.
func (r *registry) apply(rec Record) {
	j := r.open[rec.ID]
	switch {
	case j == nil || rec.Step == Filed || rec.Step == Returned:
	case rec.Step == Paused: // it and what it ends need not be kept
		j.records = slices.DeleteFunc(j.records, func(r Record) bool { return r.Step == Began && r.Time.Equal(j.began) })
	default:
		j.records = append(j.records, rec)
	}
	switch rec.Step {
	case Claimed:
		r.open[rec.ID] = &job{Record: rec, records: []Record{rec}, made: map[string]bool{}, passed: map[string]bool{}, since: rec.Time}
		r.seq = max(r.seq, number(rec.ID))
		for _, f := range rec.Files {
			delete(r.waits, string(f.From))
		}
	case Waits:
		r.waits[string(rec.Name)] = rec.Time
	case Past:
		r.remember(rec)
	case Known, Planned, Finished, Notified, Ended, Filed, Returned, Began, Paused:
		if j != nil {
			r.step(j, rec)
		}
	}
}

func (r *registry) step(j *job, rec Record) {
	switch rec.Step {
	case Known:
		j.digest = rec.Digest
	case Planned:
		j.planned, j.outputs = true, rec.Outputs
		r.past.own(j.Name, rec.Outputs)
	case Began:
		if j.begun {
			j.cuts++
		}
		j.begun, j.began = true, rec.Time
	case Paused:
		j.begun = false
	case Finished:
		j.made[rec.Key] = true
		j.cuts = 0
	case Notified:
		j.passed[rec.Key] = true
	case Ended:
		j.end = &rec
	case Returned:
		delete(r.open, j.ID)
	case Filed:
		delete(r.open, j.ID)
		if j.end != nil {
			r.remember(Record{
				Time: j.end.Time, Step: Past, ID: j.ID, Name: j.Name, Digest: j.digest,
				State: j.end.State, To: j.end.To, Outputs: j.results(), Text: j.end.Text,
			})
		}
	case Claimed, Waits, Past:
	}
}

func (r *registry) remember(rec Record) {
	r.seq = max(r.seq, number(rec.ID))
	if !r.past.add(rec) {
		return
	}
	for _, j := range r.open {
		r.past.own(j.Name, j.outputs)
	}
}

// number returns the number that a drop's ID begins with, 0 for what is none: an ID
// is at least six digits, a dash, and a name as Slug makes it.
func number(id string) int {
	head, tail, ok := strings.Cut(id, "-")
	n, err := strconv.Atoi(head)
	if err != nil || !ok || len(head) < 6 || n < 1 || head[0] == '+' || tail == "" || tail != Slug(tail) {
		return 0
	}
	return n
}

// compact writes the journal anew when it has grown.
func (r *registry) compact(limit int64) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.journal.Size() < limit {
		return nil
	}
	list := slices.Clone(r.past.records)
	for name, at := range r.waits {
		list = append(list, Record{Step: Waits, Name: Name(name), Time: at})
	}
	for _, j := range r.jobs() {
		list = append(list, j.records...)
	}
	return r.journal.Compact(list)
}

// jobs returns the open jobs in the order of their claims. The caller holds mu.
func (r *registry) jobs() []*job {
	list := make([]*job, 0, len(r.open))
	for _, j := range r.open {
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b *job) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// recover finishes the steps that the journal tells of and the disk does not
// show yet, sweeps what was half written, and brings back what lies in working
// without a record. Of a journal that was taken over from an earlier version, the
// half-written files have other names.
func (r *registry) recover(taken bool) error {
	for _, j := range r.jobs() {
		err := r.share.sweep(j.ID)
		if err == nil && taken && j.planned {
			err = r.share.sweepOld(j.since)
		}
		switch {
		case err != nil:
		case j.end != nil:
			err = r.file(j)
		case j.digest == "":
			err = r.take(j)
		}
		if err != nil {
			return err
		}
	}
	dir, err := r.share.beside.folder(workingDir, false)
	if err != nil {
		return fmt.Errorf("read the folder of work: %w", err)
	}
	var names []string
	err = eachName(dir, func(name string) bool { names = append(names, name); return true })
	_ = dir.Close() // it was only read
	if err != nil {
		return fmt.Errorf("read the folder of work: %w", err)
	}
	for _, name := range names {
		if info, err := r.share.beside.lstat(path.Join(workingDir, name)); number(name) == 0 || err != nil || !info.IsDir() {
			continue // not one of ours
		}
		r.seq = max(r.seq, number(name))
		if r.open[name] == nil {
			if err := r.share.giveBack(name); err != nil {
				return err
			}
		}
	}
	return r.share.sweepWork(func(id string) bool { return r.open[id] != nil })
}

// claim takes a drop over: from now on it is this watcher's.
func (r *registry) claim(c Claim) (*job, error) {
	r.mu.Lock()
	r.seq++
	id := fmt.Sprintf("%06d-%s", r.seq, Slug(Stem(path.Base(c.Name))))
	r.mu.Unlock()
	rec := Record{Step: Claimed, ID: id, Name: Name(c.Name), Cause: c.Refuse}
	for _, f := range c.Files {
		rec.Files = append(rec.Files, Moved{From: Name(f.Path), To: Name(f.To), Kind: f.Kind, Size: f.Size, Mtime: f.Mtime, Copy: f.Copy, Kept: f.Kept})
	}
	if err := r.write(rec); err != nil {
		return nil, err
	}
	r.mu.Lock()
	j := r.open[id]
	r.mu.Unlock()
	return j, r.take(j)
}

// take moves a job's files to its folder. What was changed or taken away since
// the scan gives the whole drop back.
func (r *registry) take(j *job) error {
	changed, err := r.share.take(j.ID, j.Files)
	if err != nil || !changed {
		return err
	}
	return r.putBack(j)
}

// putBack returns a job's files to where they came from: the next scan finds
// them as they are now.
func (r *registry) putBack(j *job) error {
	if err := r.share.putBack(j.ID, j.Files); err != nil {
		return err
	}
	return r.write(Record{Step: Returned, ID: j.ID, Name: j.Name})
}

// isRepeat reports whether an earlier drop of the same contents was made, and
// all that was made of it is still there.
func (r *registry) isRepeat(digest string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.past.made(digest, func(file string) bool {
		return r.share.outside.isFile(file)
	})
}

// plan gives the products of a job their names in the out folder. A name that is
// another drop's, or that of a file of somebody else, is not taken.
func (r *registry) plan(j *job, products []Product) error {
	rec := Record{Step: Planned, ID: j.ID, Name: j.Name}
	taken := map[string]bool{}
	slug := Slug(Stem(path.Base(string(j.Name))))
	r.mu.Lock()
	for _, p := range products {
		file := p.Key + p.Ext
		for n := 1; taken[file] || !r.mayWrite(j, file); n++ {
			file = slug + "-" + p.Key + p.Ext
			if n > 1 {
				file = fmt.Sprintf("%s-%d-%s%s", slug, n, p.Key, p.Ext)
			}
		}
		taken[file] = true
		rec.Outputs = append(rec.Outputs, Output{Key: p.Key, File: file})
	}
	r.mu.Unlock()
	return r.write(rec)
}

// mayWrite reports whether a job may write a file of the out folder. The caller
// holds mu.
func (r *registry) mayWrite(j *job, file string) bool {
	if owner, known := r.past.owners[file]; known {
		return SameName(string(owner)) == SameName(string(j.Name))
	}
	_, err := r.share.outside.lstat(file)
	return gone(err)
}

// conclude writes how a job has ended, and files it.
func (r *registry) conclude(j *job, state State, reason []Line) error {
	return r.end(j, state, reason, false)
}

// discard ends a job of which nothing is to be made, and keeps its files aside.
func (r *registry) discard(j *job) error { return r.end(j, Nothing, nil, true) }

func (r *registry) end(j *job, state State, reason []Line, aside bool) error {
	rec := Record{Step: Ended, ID: j.ID, Name: j.Name, State: state, Reason: reason}
	name := string(j.Name)
	if j.whole() == "" {
		name = Stem(name) // several files lie in a folder
	}
	switch state {
	case Done, Repeat:
		rec.To = Name(r.share.donePath(r.opt.Clock().Wall.In(r.opt.Zone).Format(time.DateOnly), name))
	case Failed:
		rec.To, rec.Text = Name(failedPath(name)), textSum(r.reasonText(string(j.Name), reason))
	case Nothing:
		if aside {
			rec.To = Name(r.share.aside(name))
		}
	}
	if err := r.write(rec); err != nil {
		return err
	}
	return r.file(j)
}

// file moves the files of an ended job to where the journal says.
func (r *registry) file(j *job) error {
	name := string(j.Name)
	if j.end.State == Failed {
		if err := r.writeReason(name, j.end.Reason); err != nil {
			return err
		}
	}
	if err := r.share.file(j.ID, j.whole(), name, j.end.State == Failed, string(j.end.To)); err != nil {
		return err
	}
	if j.end.State == Done || j.end.State == Repeat {
		if err := r.share.setAside(name); err != nil {
			return err
		}
		if err := r.share.removeReason(name); err != nil {
			return err
		}
	}
	return r.write(Record{Step: Filed, ID: j.ID, Name: j.Name})
}

// madeMark is the Where of a line of the journal that names a file which was made.
const madeMark = "\x00made"

// writeReason writes the file that says why a drop was not, or not wholly, made.
func (r *registry) writeReason(name string, lines []Line) error {
	return r.share.writeReason(name, r.reasonText(name, lines))
}

func (r *registry) reasonText(name string, lines []Line) []byte {
	reason := Reason{Drop: name}
	for _, l := range lines {
		if l.Where == madeMark {
			reason.Made = append(reason.Made, l.What)
		} else {
			reason.Lines = append(reason.Lines, l)
		}
	}
	return append(r.opt.Teller.Reason(reason), "\r\n"+reasonMark+"\r\n"...)
}

// hasTwin reports whether an older drop of the same contents is in work.
func (r *registry) hasTwin(j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.open {
		if o.ID < j.ID && o.busy && o.digest == j.digest {
			return true
		}
	}
	return false
}

// isOpen reports whether a job is still to be worked on.
func (r *registry) isOpen(j *job) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open[j.ID] == j
}

// hold notes why and until when a job is not worked on.
func (r *registry) hold(j *job, err error, until time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	j.problem, j.retry = err, until
}

// setBusy notes whether a job is being worked on.
func (r *registry) setBusy(j *job, busy bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	j.busy = busy
	if busy {
		j.problem = nil
	}
}
