package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

func TestEveryKindOfDropIsFiled(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"a table", map[string]string{"a.csv": "post a"}, []string{"done/DAY/a.csv", "out/a.mp4"}},
		{
			"a table with its picture",
			map[string]string{"a.csv": "post a\nimage x.jpg", "x.jpg": "x"},
			[]string{"done/DAY/a/a.csv", "done/DAY/a/x.jpg", "out/a.mp4"},
		},
		{
			"a folder",
			map[string]string{"maggio/a.csv": "post a\nimage foto/x.jpg", "maggio/foto/x.jpg": "x", "maggio/note.txt": "n"},
			[]string{"done/DAY/maggio/a.csv", "done/DAY/maggio/foto/x.jpg", "done/DAY/maggio/note.txt", "out/a.mp4"},
		},
		{
			"a photo with a text",
			map[string]string{"fichi.jpg": "x", "fichi.txt": "Festa dei fichi"},
			[]string{"done/DAY/fichi/fichi.jpg", "done/DAY/fichi/fichi.txt", "out/fichi.it.tiktok.mp4"},
		},
		{
			"two tables, one picture",
			map[string]string{"a.csv": "post a\nimage x.jpg", "b.csv": "post b\nimage x.jpg", "x.jpg": "x"},
			[]string{"done/DAY/a/a.csv", "done/DAY/a/x.jpg", "done/DAY/b/b.csv", "done/DAY/b/x.jpg", "out/a.mp4", "out/b.mp4"},
		},
		{
			"two drops that call a post the same",
			map[string]string{"a.csv": "post 1", "b.csv": "post 1\n"},
			[]string{"done/DAY/a.csv", "done/DAY/b.csv", "out/1.mp4", "out/b-1.mp4"},
		},
		{"temporary names", map[string]string{
			"~$a.docx": "", "a.csv.crdownload": "", "b.part": "", ".DS_Store": "", "Thumbs.db": "", "desktop.ini": "",
		}, []string{"inbox/.DS_Store", "inbox/Thumbs.db", "inbox/a.csv.crdownload", "inbox/b.part", "inbox/desktop.ini", "inbox/~$a.docx"}},
		{
			"open in office programs",
			map[string]string{"a.xlsx": "post a", "~$a.xlsx": "", "b.csv": "post b", ".~lock.b.csv#": ""},
			[]string{"inbox/.~lock.b.csv#", "inbox/a.xlsx", "inbox/b.csv", "inbox/~$a.xlsx"},
		},
		{"an unknown kind", map[string]string{"a.docx": "x"}, []string{"failed/a.docx", "failed/a.docx.reason.txt"}},
		{"a fault", map[string]string{"a.csv": "bad 32/13"}, []string{"failed/a.csv", "failed/a.csv.reason.txt"}},
		{"a fault in a part", map[string]string{"a.csv": "bad 32/13\npost a"}, []string{"failed/a.csv", "failed/a.csv.reason.txt", "out/a.mp4"}},
		{
			"names with breaks and shell characters",
			map[string]string{"a\n$(touch x);`y` 'q' \"d\" *?.csv": "post a"},
			[]string{"done/DAY/a\n$(touch x);`y` 'q' \"d\" *?.csv", "out/a.mp4"},
		},
		{
			"a picture named in the other Unicode form",
			map[string]string{"a.csv": "post a\nimage citta\u0300.jpg", "Città.JPG": "x"},
			[]string{"done/DAY/a/Città.JPG", "failed/none"}[:1],
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			for name, text := range tt.files {
				s.put(name, text)
			}
			s.run()
			if strings.HasPrefix(tt.name, "a picture named") {
				if s.has("inbox/Città.JPG") {
					t.Errorf("the picture was not found:\n%s", s.tree())
				}
				return // the fake maker looks for the name as it is written
			}
			s.expect(tt.want...)
			if strings.HasPrefix(tt.name, "temporary") || strings.HasPrefix(tt.name, "open in") {
				return
			}
			if left, err := os.ReadDir(filepath.Join(s.dir, "working")); err != nil || len(left) > 0 {
				t.Errorf("left in working: %v %v", left, err)
			}
		})
	}
}

func TestReasonSaysWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("a.csv", "bad 32/13\npost a")
	if sum := s.run(); sum.Failed != 1 {
		t.Errorf("%+v", sum)
	}
	want := "\ufeffNon è stato possibile fare tutti i video di “a.csv”.\r\n\r\nDove: a.csv:1\r\nChe cosa: \"32/13\" non è una data\r\nChe cosa fare: write it otherwise\r\n\r\nQuesti video ci sono:\r\n  a.mp4\r\n\r\n"
	if got := s.read("failed/a.csv.reason.txt"); !strings.HasPrefix(got, want) {
		t.Errorf("got %q", got)
	}
	// The corrected file replaces all of it, with the post that was there.
	s.put("a.csv", "post a")
	s.run()
	s.expect("done/DAY/a.csv", "failed/replaced/a.csv", "out/a.mp4")
}

func TestCorrectedTableFindsItsPictures(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.put("a.csv", "bad x\nimage x.jpg")
	s.put("x.jpg", "x")
	s.run()
	s.expect("failed/a.csv.reason.txt", "failed/a/a.csv", "failed/a/x.jpg")
	s.put("a.csv", "post a\nimage x.jpg")
	s.run()
	s.expect("done/DAY/a/a.csv", "done/DAY/a/x.jpg", "failed/replaced/a/a.csv", "out/a.mp4")
}

func TestMissingPictureIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.opt.Wait = 300 * time.Millisecond
	s.put("a.csv", "post a\nimage x.jpg")
	if sum := s.run(); sum.Left != 1 || sum.Failed != 0 {
		t.Errorf("%+v", sum)
	}
	s.expect("inbox/a.csv")
	var st drop.Status
	if err := json.Unmarshal([]byte(s.read("out/status.json")), &st); err != nil {
		t.Fatal(err)
	}
	if len(st.Waiting) != 1 || st.Waiting[0].Why != `aspetta l'immagine "x.jpg"` {
		t.Errorf("%+v", st)
	}
	<-time.After(s.opt.Wait)
	if sum := s.run(); sum.Failed != 1 { // the time of the first run counts
		t.Errorf("%+v", sum)
	}
	if got := s.read("failed/a.csv.reason.txt"); !strings.Contains(got, `"x.jpg" accanto all'evento`) {
		t.Error(got)
	}
}

func TestSameContentsAreMadeOnce(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	for i, name := range []string{"a.csv", "a.csv", "a (1).csv"} {
		s.put(name, "post a\npost b")
		if sum := s.run(); sum.Done+sum.Repeat != 1 || (sum.Repeat == 1) != (i > 0) {
			t.Errorf("%d: %+v", i, sum)
		}
	}
	if got := s.made(); got != "a×1 b×1" {
		t.Error(got)
	}
	s.expect("done/DAY/a.csv", "done/DAY/a (2).csv", "done/DAY/a (1).csv", "out/a.mp4", "out/b.mp4")
	// A post that somebody has deleted is made again.
	if err := os.Remove(filepath.Join(s.dir, "out", "a.mp4")); err != nil {
		t.Fatal(err)
	}
	s.put("a.csv", "post a\npost b")
	if sum := s.run(); sum.Done != 1 || !s.has("out/a.mp4") {
		t.Errorf("%+v", sum)
	}
}

// TestSlowWriter writes a table a byte at a time, with pauses of twice the
// settle time while the file stays open.
func TestSlowWriter(t *testing.T) {
	t.Parallel()
	for _, poll := range []bool{true, false} {
		t.Run(fmt.Sprint("poll ", poll), func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			s.opt.Poll = poll
			s.opt.Jobs = 2
			go func() {
				f, err := os.Create(filepath.Join(s.dir, "inbox", "a.csv"))
				if err != nil {
					t.Error(err)
					return
				}
				for i, c := range []byte("half\npost a\nwhole") {
					if _, err := f.Write([]byte{c}); err != nil {
						t.Error(err)
					}
					pause := s.opt.Settle / 8
					if i%6 == 5 {
						pause = 2 * s.opt.Settle
					}
					<-time.After(pause)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}()
			s.runUntil(func() bool { return s.has("done/"+today()+"/a.csv") || s.has("failed/a.csv") })
			s.expect("done/DAY/a.csv", "out/a.mp4")
			if got := s.made(); got != "a×1" {
				t.Error(got)
			}
			// Where the system tells who writes, it was not even tried before the end.
			journal := s.journal()
			if tries := strings.Count(journal, `"step":"claimed"`); tries != 1 && leases(filepath.Join(s.dir, "done", today(), "a.csv")) {
				t.Errorf("taken %d times:\n%s", tries, journal)
			}
		})
	}
}

func today() string { return time.Now().UTC().Format(time.DateOnly) }

// TestRenameIn moves a finished file in; it does not wait for the settle time
// where the system tells that nobody writes.
func TestRenameIn(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.opt.Settle, s.opt.Poll, s.opt.Every = 10*time.Second, false, 30*time.Second
	outside := filepath.Join(s.dir, "a.tmp")
	if err := os.WriteFile(outside, []byte("post a"), 0o600); err != nil {
		t.Fatal(err)
	}
	if !leases(outside) {
		t.Skip("the system does not tell who writes")
	}
	<-time.After(20 * time.Millisecond) // the file system's clock has steps of some milliseconds
	if err := os.Rename(outside, filepath.Join(s.dir, "inbox", "a.csv")); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	s.runUntil(func() bool { return s.has("done/" + today() + "/a.csv") })
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func leases(file string) bool {
	scan, err := inbox.ScanFolder(filepath.Dir(file))
	return err == nil && len(scan.Entries) > 0 && scan.Entries[0].Writer == inbox.Free
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.opt.Jobs = 4
	for i := range 200 {
		s.put(fmt.Sprintf("%03d.csv", i), fmt.Sprintf("post p%03d", i))
	}
	if sum := s.run(); sum.Done != 200 {
		t.Errorf("%+v", sum)
	}
	if got := s.made(); strings.Count(got, "×1") != 200 {
		t.Error(got)
	}
}

func TestOutsideIsRefused(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte("post secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(s.dir, "inbox", "link.csv")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(filepath.Dir(secret), filepath.Join(s.dir, "inbox", "folder")); err != nil {
		t.Fatal(err)
	}
	s.put("bag/a.csv", "post a\nimage x.jpg")
	if err := os.Symlink(secret, filepath.Join(s.dir, "inbox", "bag", "x.jpg")); err != nil {
		t.Fatal(err)
	}
	if err := mkfifo(filepath.Join(s.dir, "inbox", "pipe.csv")); err != nil {
		t.Fatal(err)
	}
	s.run()
	s.expect("failed/link.csv.reason.txt", "failed/folder.reason.txt", "failed/bag/a.csv", "failed/bag.reason.txt", "failed/pipe.csv.reason.txt",
		"failed/refused/000001-folder.txt", "failed/refused/000002-link.txt", "failed/refused/000003-pipe.txt", "failed/refused/000004-bag.txt")
	if got, want := s.read("failed/refused/000002-link.txt"), fmt.Sprintf("%q -> %q\n", "link.csv", secret); got != want {
		t.Errorf("the record of a link says %q, want %q", got, want)
	}
	if data, err := os.ReadFile(secret); err != nil || string(data) != "post secret" {
		t.Error(err, string(data))
	}
}

// TestDeletedAndChangedWhileWorking takes a drop's file away, and writes into
// one, while its post is being made.
func TestDeletedAndChangedWhileWorking(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	var n atomic.Int32
	s.maker.before = func(_ context.Context, key string) error {
		found, err := filepath.Glob(filepath.Join(s.dir, "working", "*", "*.csv"))
		if err != nil || len(found) != 1 {
			return fmt.Errorf("%v: %w", found, errors.Join(err, errors.New("one file was expected")))
		}
		if key == "gone" {
			if err := os.Remove(found[0]); err != nil {
				return err
			}
			return diag.Fault(diag.Pos{}, "", diag.Text{}, "cannot be read")
		}
		if n.Add(1) == 1 {
			return os.WriteFile(found[0], []byte("post b"), 0o600)
		}
		return nil
	}
	s.put("a.csv", "post gone")
	if sum := s.run(); sum.Failed+sum.Done != 0 {
		t.Errorf("%+v", sum)
	}
	s.expect()
	s.put("b.csv", "post changed")
	s.run()
	s.expect("done/DAY/b.csv", "out/b.mp4", "out/changed.mp4")
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	var full atomic.Bool
	full.Store(true)
	s.maker.broken = func() error {
		if full.Load() {
			return fmt.Errorf("write the video: %w", syscall.ENOSPC)
		}
		return nil
	}
	s.put("a.csv", "post a")
	if sum := s.run(); sum.Left != 1 || sum.Failed != 0 {
		t.Errorf("%+v", sum)
	}
	if got := s.read("out/status.json"); !strings.Contains(got, "no space left") {
		t.Error(got)
	}
	full.Store(false)
	if sum := s.run(); sum.Done != 1 {
		t.Errorf("%+v", sum)
	}
	s.expect("done/DAY/a.csv", "out/a.mp4")
}

func TestBrokenMaker(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	var n atomic.Int32
	s.maker.broken = func() error {
		if n.Add(1) == 2 {
			panic("a panic")
		}
		return errors.New("encoder ended")
	}
	s.put("a.csv", "post a")
	if sum := s.run(); sum.Failed != 1 {
		t.Errorf("%+v", sum)
	}
	if got := s.read("failed/a.csv.reason.txt"); !strings.Contains(got, "encoder ended") || n.Load() != 3 {
		t.Error(n.Load(), got)
	}
}

func TestEndsWithinTheLimit(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.opt.Once = false
	ctx, cancel := context.WithCancel(t.Context())
	s.maker.before = func(ctx context.Context, _ string) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}
	s.put("a.csv", "post a")
	began := time.Now()
	if _, err := inbox.Run(ctx, s.opt); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if got := s.read("out/status.json"); !strings.Contains(got, `"running": false`) {
		t.Error(got)
	}
	s.maker.before = nil
	s.opt.Once = true
	s.run()
	s.expect("done/DAY/a.csv", "out/a.mp4")
}

func TestTwoWatchers(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.maker.before = func(context.Context, string) error {
		_, err := inbox.Run(t.Context(), s.opt)
		if list, ok := diag.Messages(err); !ok || !strings.Contains(list[0].Text.String(), "another giro watches this folder") {
			t.Errorf("got %v", err)
		}
		return nil
	}
	s.put("a.csv", "post a")
	s.run()
	s.expect("done/DAY/a.csv", "out/a.mp4")
}

func TestShareVanishes(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	folder := filepath.Join(s.dir, "inbox")
	away := filepath.Join(s.dir, "away")
	step := 0
	s.put("a.csv", "post a")
	s.runUntil(func() bool {
		switch step {
		case 0:
			if s.has("out/a.mp4") && s.has("done/"+today()+"/a.csv") {
				if err := os.Rename(folder, away); err != nil {
					t.Fatal(err)
				}
				step++
			}
		case 1:
			data, err := os.ReadFile(filepath.Join(s.dir, "out", "status.json"))
			if err == nil && strings.Contains(string(data), "cannot be reached") {
				if err := os.Rename(away, folder); err != nil {
					t.Fatal(err)
				}
				s.put("b.csv", "post b")
				step++
			}
		case 2:
			return s.has("out/b.mp4") && s.has("done/"+today()+"/b.csv")
		}
		return false
	})
}

func TestWrongFolders(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	for name, change := range map[string]func(*inbox.Options){
		"no inbox":         func(o *inbox.Options) { o.Inbox = filepath.Join(s.dir, "none") },
		"a file":           func(o *inbox.Options) { o.Inbox = filepath.Join(s.dir, "file") },
		"posts in inbox":   func(o *inbox.Options) { o.Out = filepath.Join(o.Inbox, "out") },
		"inbox is working": func(o *inbox.Options) { o.Inbox = filepath.Join(s.dir, "working") },
	} {
		opt := s.opt
		change(&opt)
		if err := os.WriteFile(filepath.Join(s.dir, "file"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(s.dir, "working"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := inbox.Run(t.Context(), opt)
		if _, ok := diag.Messages(err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestUnreadableFileHoldsNobodyUp drops a file that giro may not read; the others go on.
func TestUnreadableFileHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	s := newShare(t)
	s.put("a.csv", "post a")
	s.put("b.csv", "post b")
	if err := os.Chmod(filepath.Join(s.dir, "inbox", "a.csv"), 0); err != nil {
		t.Fatal(err)
	}
	s.run()
	s.expect("done/DAY/b.csv", "failed/a.csv", "failed/a.csv.reason.txt", "out/b.mp4")
}

// TestOneBadDropKeepsNobodyBack drops one whose post always meets a fault of
// the disk, before others.
func TestOneBadDropKeepsNobodyBack(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.maker.before = func(_ context.Context, key string) error {
		if key == "a" {
			return syscall.EIO
		}
		return nil
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		s.put(name+".csv", "post "+name)
	}
	s.runUntil(func() bool {
		return s.has("done/"+today()+"/b.csv") && s.has("done/"+today()+"/c.csv") && s.has("done/"+today()+"/d.csv")
	})
	if s.has("failed/a.csv") {
		t.Error("a drop was failed for a fault of the disk")
	}
}
