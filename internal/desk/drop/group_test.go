package drop_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// desktop plays an inbox for a Sorter: files appear and change at times that the
// test gives, and no clock runs but its own.
type desktop struct {
	sorter inbox.Sorter
	now    time.Duration
	wall   time.Time
	files  map[string]inbox.Entry
	locks  []string
	media  map[string][]string
	log    []string
}

func newDesktop() *desktop {
	d := &desktop{wall: time.Date(2026, 3, 29, 1, 59, 0, 0, time.UTC), files: map[string]inbox.Entry{}, media: map[string][]string{}}
	d.sorter = inbox.Sorter{
		Settle: 3 * time.Second, Wait: time.Minute, Patience: time.Hour,
		Group: drop.Groups{Inboxes: []string{"allerte"}}.Group,
		Peek:  func(e inbox.Entry) ([]string, bool) { return d.media[e.Path], true },
	}
	return d
}

func (d *desktop) pass(t time.Duration) {
	d.now += t
	d.wall = d.wall.Add(t)
}

// put writes a file; with Unknown writers, as on a share.
func (d *desktop) put(name string, size int64) {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		d.files[dir] = inbox.Entry{Path: dir, Kind: inbox.Folder, Mtime: d.wall}
	}
	d.files[name] = inbox.Entry{Path: name, Size: size, Mtime: d.wall, Inode: 1}
}

func (d *desktop) change(name string, f func(*inbox.Entry)) {
	s := d.files[name]
	f(&s)
	d.files[name] = s
}

// scan sorts what is there, takes what is ready away and logs it.
func (d *desktop) scan() []inbox.Waiting {
	var found inbox.Scan
	for _, f := range d.files {
		found.Entries = append(found.Entries, f)
	}
	slices.SortFunc(found.Entries, func(a, b inbox.Entry) int { return strings.Compare(a.Path, b.Path) })
	found.Locks = d.locks
	ready, waiting, _ := d.sorter.Sort(d.now, found)
	for _, c := range ready {
		line := c.Name
		for _, f := range c.Files {
			line += " <" + f.Path
			if !f.Copy {
				for name := range d.files {
					if name == f.Path || strings.HasPrefix(name, f.Path+"/") {
						delete(d.files, name)
					}
				}
			}
		}
		for _, r := range c.Refuse {
			line += " !" + string(r.Why)
		}
		d.log = append(d.log, line)
	}
	return waiting
}

func (d *desktop) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(d.log, want) {
		t.Errorf("got %q, want %q", d.log, want)
	}
	d.log = nil
}

func why(list []inbox.Waiting) string {
	var out []string
	for _, w := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", w.Name, w.Why, w.What)))
	}
	return strings.Join(out, "; ")
}

func TestSettling(t *testing.T) {
	d := newDesktop()
	d.put("a.csv", 1)
	for i := range 20 { // grows by a byte each second
		d.put("a.csv", int64(i))
		if got := why(d.scan()); got != "a.csv settling" {
			t.Fatalf("%d: %s", i, got)
		}
		d.pass(time.Second)
	}
	d.pass(1900 * time.Millisecond)
	d.scan()
	d.expect(t)
	d.pass(100 * time.Millisecond)
	d.scan()
	d.expect(t, "a.csv <a.csv")
}

// TestWriter holds a file back while it is open, however long it stands still.
func TestWriter(t *testing.T) {
	d := newDesktop()
	d.put("a.csv", 1)
	d.change("a.csv", func(s *inbox.Entry) { s.Writer = inbox.Busy })
	for range 10 {
		d.pass(time.Minute)
		if got := why(d.scan()); got != "a.csv writing" && d.now <= time.Hour {
			t.Fatal(got)
		}
	}
	d.pass(time.Hour)
	if got := why(d.scan()); got != "a.csv endless" {
		t.Error(got)
	}
	d.change("a.csv", func(s *inbox.Entry) { s.Writer = inbox.Free })
	d.scan()
	d.expect(t) // the settle time counts from the close
	d.pass(3 * time.Second)
	d.scan()
	d.expect(t, "a.csv <a.csv")
}

func TestMovedInIsReadyAtOnce(t *testing.T) {
	d := newDesktop()
	for _, c := range []struct {
		writer inbox.Writer
		ctime  time.Duration
		ready  bool
	}{{inbox.Free, time.Second, true}, {inbox.Free, 0, false}, {inbox.Unknown, time.Second, false}, {inbox.Busy, time.Second, false}} {
		d.put("a.csv", 1)
		d.change("a.csv", func(s *inbox.Entry) { s.Writer, s.Ctime = c.writer, s.Mtime.Add(c.ctime) })
		d.scan()
		if got := len(d.log) == 1; got != c.ready {
			t.Errorf("%+v: ready %v", c, got)
		}
		d.log = nil
		delete(d.files, "a.csv")
		d.scan()
	}
}

// TestClockJumps sets the wall clock back and forth: only the time that passes counts.
func TestClockJumps(t *testing.T) {
	d := newDesktop()
	d.put("a.csv", 1)
	d.scan()
	for _, jump := range []time.Duration{48 * time.Hour, -96 * time.Hour, time.Hour} {
		d.wall = d.wall.Add(jump)
		d.pass(500 * time.Millisecond)
		d.scan()
		d.expect(t)
	}
	d.change("a.csv", func(s *inbox.Entry) { s.Mtime = d.wall.Add(1000 * time.Hour) }) // from the future
	d.scan()
	d.pass(3 * time.Second)
	d.scan()
	d.expect(t, "a.csv <a.csv")
}

func TestTogether(t *testing.T) {
	d := newDesktop()
	d.media["a.csv"] = []string{`foto\Più.JPG`, "b.jpg"}
	d.put("a.csv", 1)
	d.put("b.jpg", 1)
	d.pass(5 * time.Second)
	d.scan()
	d.pass(5 * time.Second)
	if got := why(d.scan()); got != `a.csv picture foto\Più.JPG` {
		t.Error(got)
	}
	d.put("foto/piu\u0300.jpg", 1) // decomposed, as an Apple computer writes it
	if got := why(d.scan()); got != "a.csv settling foto/piu\u0300.jpg" {
		t.Error(got)
	}
	d.pass(5 * time.Second)
	d.scan()
	d.expect(t, "a.csv <a.csv <foto/piu\u0300.jpg <b.jpg")
}

func TestMissingPictureTime(t *testing.T) {
	d := newDesktop()
	d.media["a.csv"] = []string{"b.jpg"}
	d.put("a.csv", 1)
	d.scan()
	for range 12 {
		d.pass(5 * time.Second)
		d.scan()
	}
	d.expect(t)
	d.pass(5 * time.Second)
	d.scan()
	d.expect(t, "a.csv <a.csv") // its maker will say what is missing
	// A picture that nothing names, and a text without a photo, wait as long.
	d.put("c.jpg", 1)
	d.put("t.txt", 1)
	for range 14 {
		d.scan()
		d.pass(5 * time.Second)
	}
	d.scan()
	d.expect(t, "t.txt <t.txt", "c.jpg <c.jpg !owner")
}

func TestFolders(t *testing.T) {
	d := newDesktop()
	d.media["maggio/a.csv"] = []string{"foto/x.jpg"}
	d.put("maggio/a.csv", 1)
	d.put("allerte/b.csv", 1) // an inbox itself
	d.scan()
	d.pass(4 * time.Second)
	if got := why(d.scan()); got != "maggio picture foto/x.jpg" {
		t.Error(got)
	}
	d.put("maggio/foto/x.jpg", 1)
	if got := why(d.scan()); !strings.HasPrefix(got, "maggio settling") {
		t.Error(got)
	}
	d.pass(4 * time.Second)
	d.scan()
	d.expect(t, "allerte/b.csv <allerte/b.csv", "maggio <maggio")
}

func TestOfficeLocks(t *testing.T) {
	d := newDesktop()
	d.put("programma.xlsx", 1)
	for _, lock := range []string{"programma.xlsx", "ogramma.xlsx"} {
		d.locks = []string{lock}
		d.pass(10 * time.Second)
		if got := why(d.scan()); got != "programma.xlsx office" {
			t.Errorf("%s: %s", lock, got)
		}
	}
	d.locks = []string{"altro.xlsx"}
	d.scan()
	d.expect(t, "programma.xlsx <programma.xlsx")
}

// TestWhatIsBeyondTheQueueIsNotRead drops more tables than are taken up at once: the others are not
// even read, and no picture of theirs is taken for one that nobody names.
func TestWhatIsBeyondTheQueueIsNotRead(t *testing.T) {
	d := newDesktop()
	d.sorter.Queue = 3
	read := map[string]int{}
	d.sorter.Peek = func(e inbox.Entry) ([]string, bool) {
		read[e.Path]++
		return []string{strings.TrimSuffix(e.Path, ".csv") + ".jpg"}, true
	}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		d.put(name+".csv", 1)
	}
	d.put("f.jpg", 1)
	d.scan()
	d.pass(3 * time.Second)
	d.scan()
	if len(read) != 3 {
		t.Errorf("read %v", read)
	}
	d.pass(59 * time.Second)
	if got, want := why(d.scan()), "a.csv picture a.jpg; b.csv picture b.jpg; c.csv picture c.jpg; d.csv line; e.csv line; f.csv line; f.jpg owner"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.pass(time.Second) // the first three are reported and make room
	d.scan()
	d.scan()
	d.expect(t, "a.csv <a.csv", "b.csv <b.csv", "c.csv <c.csv", "f.csv <f.csv <f.jpg")
	if len(read) != 6 || read["a.csv"] != 1 {
		t.Errorf("read %v", read)
	}
}

// TestFirstComeFirstServed drops a table that is early in the alphabet late.
func TestFirstComeFirstServed(t *testing.T) {
	d := newDesktop()
	d.put("z.csv", 1)
	d.scan()
	d.pass(time.Second)
	d.put("b.csv", 1)
	d.put("a.csv", 1)
	d.scan()
	d.pass(3 * time.Second)
	d.scan()
	d.expect(t, "z.csv <z.csv", "a.csv <a.csv", "b.csv <b.csv")
}

// TestAlertsComeFirst drops an alert after other tables, with a queue of one.
func TestAlertsComeFirst(t *testing.T) {
	d := newDesktop()
	d.sorter.Queue = 1
	d.sorter.Group = drop.Groups{Inboxes: []string{"allerte"}, Urgent: func(name string) bool { return strings.HasPrefix(name, "allerte/") }}.Group
	d.put("a.csv", 1)
	d.put("b.csv", 1)
	d.scan()
	d.pass(time.Second)
	d.put("allerte/z.csv", 1)
	d.scan()
	d.pass(3 * time.Second)
	for range 3 {
		d.scan()
	}
	d.expect(t, "allerte/z.csv <allerte/z.csv", "a.csv <a.csv", "b.csv <b.csv")
}

// TestWhatIsBeingReadWaits asks for what a table needs before it is known.
func TestWhatIsBeingReadWaits(t *testing.T) {
	d := newDesktop()
	known := false
	d.sorter.Peek = func(e inbox.Entry) ([]string, bool) { return d.media[e.Path], known }
	d.media["a.csv"] = []string{"x.jpg"}
	d.put("a.csv", 1)
	d.put("x.jpg", 1)
	d.put("dir/b.csv", 1)
	d.scan()
	d.pass(3 * time.Second)
	if got, want := why(d.scan()), "a.csv reading; dir reading; x.jpg owner"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	known = true
	d.scan()
	d.expect(t, "a.csv <a.csv <x.jpg", "dir <dir")
}
