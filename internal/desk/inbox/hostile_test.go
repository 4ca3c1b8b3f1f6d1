package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// link makes a symbolic link, below the share.
func (s *share) link(target, name string) {
	s.t.Helper()
	if err := os.Symlink(target, filepath.Join(s.dir, filepath.FromSlash(name))); err != nil {
		s.t.Skip(err)
	}
}

// noLinks checks that no link lies anywhere on the share.
func (s *share) noLinks() {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type()&fs.ModeSymlink != 0 {
			s.t.Errorf("the link %s was left", p)
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

// victim is a folder outside the share that no drop may change or be made of.
func victim(t *testing.T) (dir string, check func()) {
	t.Helper()
	dir = t.TempDir()
	files := map[string]string{"authorized_keys": "original key", "private.jpg": "private", "secret.csv": "post secret"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func() {
		t.Helper()
		list, err := os.ReadDir(dir)
		if err != nil || len(list) != len(files) {
			t.Errorf("the folder outside holds %v, %v", list, err)
		}
		for name, text := range files {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != text {
				t.Errorf("%s outside is %q, %v", name, data, err)
			}
		}
	}
}

// TestNoWayThroughARefusedLink drops links that lead out of the share, and then
// drops of the same names, which once walked through them: one wrote files there,
// one took a picture away.
func TestNoWayThroughARefusedLink(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	dir, unharmed := victim(t)
	s.link(dir, "inbox/sub")
	s.link(dir, "inbox/evento")
	if sum := s.run(); sum.Failed != 2 {
		t.Errorf("%+v", sum)
	}
	s.noLinks()
	if got, want := s.read("failed/refused/000002-sub.txt"), fmt.Sprintf("%q -> %q\n", "sub", dir); got != want {
		t.Errorf("the record says %q, want %q", got, want)
	}
	s.put("sub/authorized_keys", "attacker's key")
	s.put("evento.csv", "post evento\nimage private.jpg")
	s.run()
	<-time.After(s.opt.Wait)
	s.run()
	unharmed()
	if s.read("failed/sub/authorized_keys") != "attacker's key" {
		t.Errorf("got\n%s", s.tree())
	}
	// Links where giro keeps its own folders and files are not followed either.
	for _, name := range []string{"working", "done", "failed"} {
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			t.Fatal(err)
		}
		s.link(dir, name)
	}
	for _, name := range []string{"lock", "health.json"} {
		if err := os.Remove(filepath.Join(s.dir, ".giro-watch", name)); err != nil {
			t.Fatal(err)
		}
		s.link(filepath.Join(dir, "authorized_keys"), ".giro-watch/"+name)
	}
	s.put("secret.csv", "post a")
	s.put("b.csv", "bad x")
	s.run()
	unharmed()
	s.noLinks()
	if !s.has("done/"+today()+"/secret.csv") || !s.has("failed/b.csv.reason.txt") || !s.has("out/a.mp4") {
		t.Errorf("got\n%s", s.tree())
	}
}

// swapping is a maker that changes the share at a moment.
type swapping struct {
	*fakeMaker
	grouped, identify func()
}

func (m *swapping) Group(v *inbox.View) {
	m.fakeMaker.Group(v)
	if m.grouped != nil && slices.ContainsFunc(v.Entries, func(e inbox.Entry) bool { return e.Path == "a/secret.csv" }) {
		m.grouped()
	}
}

func (m *swapping) Identify(ctx context.Context, d inbox.Drop) (string, error) {
	if m.identify != nil {
		m.identify()
	}
	return m.fakeMaker.Identify(ctx, d)
}

// TestSwappedForALink swaps a folder for a link between the look at it and the
// claim, and once more when it is in work.
func TestSwappedForALink(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"claimed", "read"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			dir, unharmed := victim(t)
			var swapped atomic.Bool
			swap := func(folder string) {
				if swapped.Swap(true) {
					return
				}
				if err := os.Rename(folder, filepath.Join(t.TempDir(), "old")); err != nil {
					t.Error(err)
				}
				if err := os.Symlink(dir, folder); err != nil {
					t.Error(err)
				}
			}
			m := &swapping{fakeMaker: s.maker}
			if when == "claimed" {
				m.grouped = func() { swap(filepath.Join(s.dir, "inbox", "a")) }
			} else {
				m.identify = func() {
					found, err := filepath.Glob(filepath.Join(s.dir, "working", "*"))
					if err != nil || len(found) != 1 {
						t.Errorf("in work: %q, %v", found, err)
						return
					}
					swap(found[0])
				}
			}
			s.opt.Maker = m
			s.put("a/secret.csv", "post harmless")
			s.run()
			s.run()
			unharmed()
			s.noLinks()
			if tree := s.tree(); !swapped.Load() || strings.Contains(tree, "out/secret") || strings.Contains(tree, "inbox/") || strings.Contains(tree, "working/") {
				t.Errorf("swapped %v, got\n%s", swapped.Load(), tree)
			}
		})
	}
}

// TestSecondNames drops a hard link to a file elsewhere: its contents are not read.
func TestSecondNames(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	dir, unharmed := victim(t)
	if err := os.Link(filepath.Join(dir, "secret.csv"), filepath.Join(s.dir, "inbox", "a.csv")); err != nil {
		t.Skip(err)
	}
	if runtime.GOOS == "windows" {
		t.Skip("the system does not tell how many names a file has")
	}
	s.put("b/b.csv", "post b")
	if err := os.Link(filepath.Join(dir, "private.jpg"), filepath.Join(s.dir, "inbox", "b", "x.jpg")); err != nil {
		t.Fatal(err)
	}
	if sum := s.run(); sum.Failed != 2 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	unharmed()
	if got := s.read("failed/a.csv.reason.txt"); !strings.Contains(got, "hard link") || s.made() != "" {
		t.Errorf("made %q, %s", s.made(), got)
	}
}

// forged are the records of somebody who may write to the share: they lead to
// files and folders elsewhere.
const forged = `{"time":"2026-11-28T10:00:00Z","step":"claimed","id":"000007-x","name":"x.bin","files":[{"from":"x.bin","to":"x.bin","size":1,"mtime":"2026-11-28T10:00:00Z"}]}
{"time":"2026-11-28T10:00:00Z","step":"ended","id":"000007-x","name":"x.bin","state":"nothing","to":"../ch/channel.yaml"}
{"time":"2026-11-28T10:00:00Z","step":"claimed","id":"../../precious","name":"y.bin","files":[{"from":"y.bin","to":"y.bin","size":1,"mtime":"2026-11-28T10:00:00Z"}]}
{"time":"2026-11-28T10:00:00Z","step":"ended","id":"../../precious","name":"y.bin","state":"nothing"}
{"time":"2026-11-28T10:00:00Z","step":"claimed","id":"000008-z","name":"z.bin","files":[{"from":"../../precious/file","to":"z.bin","size":1,"mtime":"2026-11-28T10:00:00Z"}]}
{"time":"2026-11-28T10:00:00Z","step":"planned","id":"000007-x","name":"x.bin","posts":[{"key":"k","file":"../ch/channel.yaml"}]}
`

// TestForgedJournal puts a journal beside the inbox, before the first start and
// after it.
func TestForgedJournal(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	put := func(name, text string) {
		file := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	put("precious/file", "keep")
	put("ch/channel.yaml", "name: Prova")
	s.opt.Inbox = filepath.Join(s.dir, "share", "inbox")
	put("share/inbox/a.csv", "post a")
	for range 2 {
		put("share/working/000007-x/x.bin", "attacker's")
		put("share/.giro-watch/journal.jsonl", forged)
		s.run()
		if s.read("ch/channel.yaml") != "name: Prova" || s.read("precious/file") != "keep" || !s.has("share/out/a.mp4") {
			t.Errorf("got\n%s", s.tree())
		}
	}
	if !s.has("share/.giro-watch/journal.moved.jsonl") {
		t.Error("the journal was not taken over")
	}
}

// TestJournalIsTakenOver puts a true journal where earlier versions kept it.
func TestJournalIsTakenOver(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("a.csv", "post a")
	s.run()
	if err := os.Rename(filepath.Join(s.dir, journalPath(t, s.dir)), filepath.Join(s.dir, ".giro-watch", "journal.jsonl")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(s.dir, ".state")); err != nil {
		t.Fatal(err)
	}
	s.put("a.csv", "post a")
	if sum := s.run(); sum.Repeat != 1 {
		t.Errorf("%+v", sum)
	}
	info, err := os.Stat(filepath.Dir(filepath.Join(s.dir, journalPath(t, s.dir))))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the private folder is %v, %v", info.Mode(), err)
	}
	if s.has(".giro-watch/journal.jsonl") {
		t.Error("the journal is still beside the inbox")
	}
}

// TestAnyName drops what is called as giro calls its own, twice, so that each
// finds what the first has left.
func TestAnyName(t *testing.T) {
	t.Parallel()
	names := []string{
		"replaced", "Replaced", "REFUSED", "refused.txt", "a.csv.reason.txt", "A.CSV.REASON.TXT", "a.csv.reason_.txt",
		"working", "done", "failed", "inbox", "out", "status.html", "lock", "journal.jsonl", "a", "a_",
	}
	s := newShare(t)
	for round := range 2 {
		for _, name := range names {
			if strings.HasSuffix(strings.ToLower(name), ".txt") {
				s.put(name, "bad")
			} else {
				s.put(name, fmt.Sprint("x", round))
			}
		}
		s.put("a.csv", fmt.Sprint("bad ", round))
		s.put("b.csv.reason.txt/b.csv", "bad x")
		s.put("b.csv", "bad x")
		s.put("c/x.jpg", "x")
		s.run()
		<-time.After(s.opt.Wait)
		s.run()
		for line := range strings.SplitSeq(s.tree(), "\n") {
			if strings.HasPrefix(line, "inbox/") || strings.HasPrefix(line, "working/") {
				t.Errorf("round %d: %s was left", round, line)
			}
		}
		for _, name := range []string{"a.csv", "b.csv"} {
			if got := s.read("failed/" + name + ".reason.txt"); !strings.Contains(got, `non è una data`) {
				t.Errorf("round %d: the reason of %s is %q", round, name, got)
			}
		}
		if err := os.Remove(filepath.Join(s.dir, "inbox", "c")); err != nil {
			t.Fatal(err)
		}
		s.put("c", "a file where a folder stands")
		s.run()
		if err := os.Remove(filepath.Join(s.dir, "inbox", "c")); err == nil {
			t.Error("a file could not be filed, since a folder has its name")
		}
	}
}

// TestReasonIsNeverContent drops what giro has written: as it is, under another
// name with a photo, in a folder with the table, and as another program saves it.
func TestReasonIsNeverContent(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("a.csv", "bad x")
	s.run()
	reason := s.read("failed/a.csv.reason.txt")
	wide := "\xff\xfe"
	for _, r := range reason {
		wide += string([]byte{byte(r), byte(r >> 8)})
	}
	s.put("a.csv.reason.txt", reason)
	s.put("festa.txt", reason)
	s.put("festa.jpg", "x")
	s.put("sagra.txt", wide)
	s.put("sagra.jpg", "x")
	s.put("maggio/a.csv", "post a")
	s.put("maggio/a.csv.reason.txt", reason)
	s.run()
	<-time.After(s.opt.Wait)
	if sum := s.run(); sum.Left != 0 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	if got := s.made(); got != "a×1" {
		t.Errorf("made %q", got)
	}
	if !s.has("failed/replaced/a.csv.reason.txt") || !s.has("failed/festa.txt.reason.txt") {
		t.Errorf("got\n%s", s.tree())
	}
}

// TestKilledTwice ends the program twice in the middle of a drop, as a kill does,
// and in order: only the first counts against the drop.
func TestKilledTwice(t *testing.T) {
	t.Parallel()
	for _, killed := range []bool{true, false} {
		t.Run(fmt.Sprint("killed ", killed), func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			s.put("a.csv", "post a")
			for range 3 {
				ctx, cancel := context.WithCancel(t.Context())
				reached := false
				s.maker.before = func(ctx context.Context, _ string) error {
					reached = true
					cancel()
					<-ctx.Done()
					return ctx.Err()
				}
				if _, err := inbox.Run(ctx, s.opt); err != nil {
					t.Fatal(err)
				}
				if !reached {
					break
				}
				if killed { // the record of an end in order was not written then
					file := filepath.Join(s.dir, journalPath(t, s.dir))
					lines := slices.DeleteFunc(strings.SplitAfter(s.journal(), "\n"), func(l string) bool { return strings.Contains(l, `"paused"`) })
					if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			s.maker.before = nil
			sum := s.run()
			if refused := strings.Contains(s.read("failed/a.csv.reason.txt"), "interrotto due volte"); refused != killed || s.has("out/a.mp4") == killed {
				t.Errorf("%+v\n%s", sum, s.tree())
			}
		})
	}
}

// TestApart gives folders that an inbox must not be, hold or lie in.
func TestApart(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	for _, dir := range []string{"ch/inbox", "ch/photos", "two/inbox", "two/other", "inbox/sub"} {
		if err := os.MkdirAll(filepath.Join(s.dir, filepath.FromSlash(dir)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.link(filepath.Join(s.dir, "ch"), "link-to-channel")
	s.link(filepath.Join(s.dir, "inbox"), "link-to-inbox")
	s.put("note.bin", "x")
	at := func(rel string) string { return filepath.Join(s.dir, filepath.FromSlash(rel)) }
	known := s.opt // another inbox that is watched already
	known.Inbox = at("two/inbox")
	if _, err := inbox.Run(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	before := s.tree()
	for name, change := range map[string]func(*inbox.Options){
		"is the channel":                  func(o *inbox.Options) { o.Inbox = at("ch") },
		"is the channel, by a link":       func(o *inbox.Options) { o.Inbox = at("link-to-channel") },
		"is the channel, spelt otherwise": func(o *inbox.Options) { o.Inbox = at("ch") + "/photos/.." },
		"lies in the channel":             func(o *inbox.Options) { o.Inbox = at("ch/inbox") },
		"lies in it, by a link":           func(o *inbox.Options) { o.Inbox = at("link-to-channel/inbox") },
		"holds the channel":               func(o *inbox.Options) { o.Inbox, o.Out = s.dir, t.TempDir() },
		"channel by a link":               func(o *inbox.Options) { o.Inbox, o.Channel = at("ch"), at("link-to-channel") },
		"is out":                          func(o *inbox.Options) { o.Out = o.Inbox },
		"out is a link to it":             func(o *inbox.Options) { o.Out = at("link-to-inbox") },
		"out is below a link to it":       func(o *inbox.Options) { o.Out = at("link-to-inbox/posts") },
		"out holds it":                    func(o *inbox.Options) { o.Out = s.dir },
		"out is working":                  func(o *inbox.Options) { o.Out = at("Working") },
		"state in it":                     func(o *inbox.Options) { o.State = filepath.Join(o.Inbox, "state") },
		"it in state":                     func(o *inbox.Options) { o.State = s.dir },
		"beside another":                  func(o *inbox.Options) { o.Inbox = at("two/other") },
		"holds another":                   func(o *inbox.Options) { o.Inbox, o.Channel = at("two"), "" },
	} {
		opt := s.opt
		opt.Channel = at("ch")
		change(&opt)
		_, err := inbox.Run(t.Context(), opt)
		if _, ok := diag.Messages(err); !ok {
			t.Errorf("%s: %v", name, err)
		}
		if got := s.tree(); got != before {
			t.Fatalf("%s: something was moved:\n%s", name, got)
		}
	}
	s.opt.Channel = at("ch")
	s.run()
}

// TestDeepFolder drops a table seven folders deep.
func TestDeepFolder(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("2027/06/14/piazza/centro/sala/palco/x.csv", "post x")
	s.put("1/2/3/4/5/6/x.csv", "post y")
	if sum := s.run(); sum.Failed != 1 || sum.Done != 1 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
	if got := s.read("failed/2027.reason.txt"); !strings.Contains(got, "troppe cartelle") {
		t.Errorf("got %q", got)
	}
}

// TestJunkKeepsNothingBack drops an alert and a table among thousands of files
// that giro has no use for.
func TestJunkKeepsNothingBack(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.maker.Urgent = func(name string) bool { return strings.HasPrefix(name, "allerte/") }
	s.maker.Inboxes = []string{"allerte"}
	for i := range 2500 {
		s.put(fmt.Sprintf("%05d.bin", i), "x")
	}
	s.put("a.csv", "post a")
	s.put("allerte/z.csv", "post z")
	if sum := s.run(); sum.Done != 2 || sum.Failed != 3 || sum.Left != 0 {
		t.Errorf("%+v", sum)
	}
	var order []string
	for _, e := range s.ends {
		order = append(order, e.Drop)
	}
	if want := []string{"allerte/z.csv", "a.csv"}; len(order) < 2 || !slices.Equal(order[:2], want) {
		t.Errorf("the order was %q", order)
	}
	if got := s.read("failed/00000.bin.reason.txt"); !strings.Contains(got, "00019.bin") || !strings.Contains(got, "altri 980 file") {
		t.Errorf("got %q", got)
	}
	if !s.has("failed/00000/00999.bin") {
		t.Error("the files were not filed")
	}
}

// TestSlowReaderHoldsNothingUp drops a file that is read without end, by a reader
// that does not listen, before another.
func TestSlowReaderHoldsNothingUp(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	forever := make(chan struct{})
	t.Cleanup(func() { close(forever) })
	s.opt.Maker = &slow{s.maker, forever}
	s.put("a.csv", "forever")
	s.put("b.csv", "post b")
	began := time.Time{}
	s.runUntil(func() bool {
		began = time.Now()
		return s.has("done/" + today() + "/b.csv")
	})
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the end took %v", took)
	}
	if !s.has("inbox/a.csv") {
		t.Errorf("got\n%s", s.tree())
	}
}

// slow is a maker that does not come back from a file.
type slow struct {
	*fakeMaker
	forever chan struct{}
}

func (m *slow) Read(ctx context.Context, d inbox.Drop) (inbox.Content, error) {
	if data, err := os.ReadFile(filepath.Join(d.Dir, d.Files[0])); err == nil && string(data) == "forever" {
		<-m.forever
	}
	return m.fakeMaker.Read(ctx, d)
}

// TestShareThatComesBack takes the share away at twenty moments of its work and
// brings it back.
func TestShareThatComesBack(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("a folder that is in use cannot be moved there")
	}
	for n := range 20 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			s.opt.Inbox = filepath.Join(s.dir, "share", "inbox")
			if err := os.MkdirAll(s.opt.Inbox, 0o755); err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{"a.csv": "post a1\npost a2", "b.csv": "post b\nbad x", "c.csv": "post c1\npost c2\npost c3"} {
				if err := os.WriteFile(filepath.Join(s.opt.Inbox, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var count atomic.Int64
			back := make(chan error, 1)
			moment := func(string) {
				if int(count.Add(1)) != n+1 {
					return
				}
				folder, away := filepath.Join(s.dir, "share"), filepath.Join(s.dir, "away")
				if err := os.Rename(folder, away); err != nil {
					t.Error(err)
				}
				go func() {
					<-time.After(120 * time.Millisecond)
					back <- os.Rename(away, folder)
				}()
			}
			s.opt.Maker = &cutting{s.maker, moment}
			s.runUntil(func() bool {
				return s.has("share/done/"+today()+"/a.csv") && s.has("share/failed/b.csv.reason.txt") && s.has("share/done/"+today()+"/c.csv") && int(count.Load()) > n
			})
			if err := <-back; err != nil {
				t.Error(err)
			}
			for _, key := range []string{"a1", "a2", "b", "c1", "c2", "c3"} {
				if !s.has("share/out/" + key + ".mp4") {
					t.Errorf("%s is missing:\n%s", key, s.tree())
				}
			}
			if got := s.made(); got != "a1×1 a2×1 b×1 c1×1 c2×1 c3×1" {
				t.Errorf("made %s", got)
			}
		})
	}
}

// TestLeftOversAreSwept leaves what a kill leaves: a half-written post in the out
// folder, and a copy in the private one. What the journal does not know stays.
func TestLeftOversAreSwept(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("a.csv", "post a")
	ctx, cancel := context.WithCancel(t.Context())
	s.maker.before = func(ctx context.Context, _ string) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}
	if _, err := inbox.Run(ctx, s.opt); err != nil {
		t.Fatal(err)
	}
	s.maker.before = nil
	private := filepath.Dir(journalPath(t, s.dir))
	for _, name := range []string{"out/.giro-000001-a.part", "out/.giro-foreign.part", private + "/work/000099-old/in/x.csv"} {
		file := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte("half"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s.run()
	s.expect("done/DAY/a.csv", "out/a.mp4", "out/.giro-foreign.part")
	if left, err := os.ReadDir(filepath.Join(s.dir, private, "work")); err != nil || len(left) > 0 {
		t.Errorf("left in the private folder: %v, %v", left, err)
	}
}

// TestAnotherWatchersPageStays takes the share away, has a watcher elsewhere take it
// over, and brings it back: the page is that one's from then on.
func TestAnotherWatchersPageStays(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	folder, away := filepath.Join(s.dir, "inbox"), filepath.Join(s.dir, "away")
	var held atomic.Int64
	s.opt.Log = slog.New(slog.NewTextHandler(writerFunc(func(p []byte) {
		if strings.Contains(string(p), "another giro watches this folder") {
			held.Add(1)
		}
	}), nil))
	page := `{"alive":"` + time.Now().UTC().Format(time.RFC3339) + `","running":true}`
	step := 0
	s.runUntil(func() bool {
		switch status := s.read("out/status.json"); {
		case step == 0 && strings.Contains(status, `"running": true`):
			if err := os.Rename(folder, away); err != nil {
				t.Fatal(err)
			}
			step++
		case step == 1 && strings.Contains(status, "cannot be reached"):
			life := `{"alive":"` + time.Now().UTC().Format(time.RFC3339) + `","host":"elsewhere","pid":1,"id":"x"}`
			for name, text := range map[string]string{"out/status.json": page, ".giro-watch/health.json": life} {
				if err := os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Rename(away, folder); err != nil {
				t.Fatal(err)
			}
			step++
		}
		return step == 2 && held.Load() > 1
	})
	if got := s.read("out/status.json"); got != page {
		t.Errorf("the other's page is now %s", got)
	}
}

// writerFunc is what is called with each line of a log.
type writerFunc func(p []byte)

func (f writerFunc) Write(p []byte) (int, error) {
	f(p)
	return len(p), nil
}
