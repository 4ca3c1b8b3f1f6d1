package watch

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A drop's files move from the inbox to working, and from there to done or
// failed. Each move is in the journal before it is made and can be made again.

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
		if err := os.MkdirAll(filepath.Dir(dst), 0o775); err != nil { //nolint:gosec // colleagues look into it
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
		if err := os.MkdirAll(filepath.Dir(dst), 0o775); err != nil { //nolint:gosec // it was there
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

// aside returns a free path for a version that another one has replaced.
func (d *desk) aside(name string) (string, error) {
	to := d.at(replacedDir, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o775); err != nil { //nolint:gosec // colleagues look into it
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
		if err := os.MkdirAll(filepath.Dir(to), 0o775); err != nil { //nolint:gosec // colleagues look into it
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
