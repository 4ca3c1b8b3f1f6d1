package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/inbox"
)

// TestPollingAndNotificationAgree plays one script of events for a watcher that
// polls and for one that is notified, and compares their journals.
func TestPollingAndNotificationAgree(t *testing.T) {
	t.Parallel()
	journals := map[bool]string{}
	for _, poll := range []bool{true, false} {
		s := newShare(t)
		s.opt.Poll, s.opt.Wait = poll, time.Second
		if !poll {
			s.opt.Every = time.Minute // notification alone must do
		}
		steps := []struct {
			do   func()
			done string
		}{
			{func() { s.put("a.csv", "post a") }, "done/" + today() + "/a.csv"},
			{func() {
				s.put("b.csv", "post b\nimage b.jpg")
			}, "waits b.csv"},
			{func() { s.put("b.jpg", "x") }, "done/" + today() + "/b"},
			{func() { s.put("dir/foto/c.jpg", "x"); s.put("dir/c.csv", "post c\nimage foto/c.jpg") }, "done/" + today() + "/dir"},
			{func() { s.put("d.csv", "bad x") }, "failed/d.csv.reason.txt"},
			{func() { s.put("d.csv", "post d") }, "done/" + today() + "/d.csv"},
			{func() { s.put("e.csv", "post e\nimage none.jpg") }, "failed/e.csv.reason.txt"},
			{func() { s.put("orphan.jpg", "x") }, "failed/orphan.jpg.reason.txt"},
			{func() { s.put(".part", "x"); s.put("a.csv", "post a") }, "done/" + today() + "/a (2).csv"},
			{func() {
				old := filepath.Join(s.dir, "away")
				if err := os.MkdirAll(filepath.Join(old, "foto"), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(old, "f.csv"), []byte("post f"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(old, filepath.Join(s.dir, "inbox", "moved")); err != nil {
					t.Fatal(err)
				}
			}, "done/" + today() + "/moved"},
		}
		step := 0
		steps[0].do()
		s.runUntil(func() bool {
			if name, ok := strings.CutPrefix(steps[step].done, "waits "); ok {
				if !strings.Contains(s.journal(), `"waits","name":"`+name+`"`) {
					return false
				}
			} else if !s.has(steps[step].done) || !s.idle() {
				return false
			}
			if step++; step == len(steps) {
				return true
			}
			steps[step].do()
			return false
		})
		var b strings.Builder
		for _, r := range journalOf(t, s.dir) {
			r.Time = time.Time{}
			for i := range r.Files {
				r.Files[i].Mtime = time.Time{}
			}
			line, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		journals[poll] = b.String()
	}
	if journals[true] != journals[false] {
		t.Errorf("polling:\n%s\nnotification:\n%s", journals[true], journals[false])
	}
	if n := strings.Count(journals[true], `"step":"filed"`); n != 9 {
		t.Errorf("%d drops were filed", n)
	}
}

// idle reports whether nothing is in work.
func (s *share) idle() bool {
	list, err := os.ReadDir(filepath.Join(s.dir, "working"))
	return err == nil && len(list) == 0 && !strings.Contains(lastLine(s.journal()), `"ended"`)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// TestStrangeNamesSurviveARestart drops files whose names are no UTF-8, as long as names get, or
// decomposed, and brings them through a restart.
func TestStrangeNamesSurviveARestart(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("other systems do not have such names")
	}
	names := []string{
		"caff\xe8.csv", strings.Repeat("è", 125) + ".csv", "citta\u0300.csv", "città.csv", "-rf.csv", "a\rb.csv",
		"\u202egpj.csv", "<script>alert(1)</script >.csv", "CON.csv", "{{.}}.csv", "%s%n.csv", " .csv",
	}
	s := newShare(t)
	for _, name := range names {
		if strings.Contains(name, "/") {
			s.put(strings.ReplaceAll(name, "/", "∕"), "bad x")
			continue
		}
		s.put(name, "bad x")
	}
	// The first run ends in the middle of the work.
	ctx, cancel := context.WithCancel(t.Context())
	opt := s.opt
	opt.Ended = func(inbox.End) { cancel() }
	if _, err := inbox.Run(ctx, opt); err != nil {
		t.Fatal(err)
	}
	s.run()
	reasons := 0
	for line := range strings.SplitSeq(s.tree(), "\n") {
		switch {
		case strings.HasPrefix(line, "inbox/"), strings.HasPrefix(line, "working/"):
			t.Errorf("%q was left", line)
		case strings.HasSuffix(line, ".reason.txt"):
			reasons++
		}
	}
	if reasons != len(names) {
		t.Errorf("%d reasons for %d drops:\n%q", reasons, len(names), s.tree())
	}
	page := s.read("out/status.html")
	if strings.Contains(page, "<script>") {
		t.Error("a name runs on the status page")
	}
	if !s.has("failed/caff\xe8.csv") {
		t.Errorf("the name has changed: %q", s.tree())
	}
}

// TestEndlessFile writes to a file for longer than the patience.
func TestEndlessFile(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.opt.Patience = 300 * time.Millisecond
	grow := time.NewTicker(5 * time.Millisecond)
	defer grow.Stop()
	f, err := os.Create(filepath.Join(s.dir, "inbox", "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	s.runUntil(func() bool {
		if _, err := f.WriteString("half "); err != nil {
			t.Fatal(err)
		}
		return s.has("failed/a.csv.reason.txt")
	})
	s.expect("failed/a.csv.reason.txt", "inbox/a.csv")
	if got := s.read("failed/a.csv.reason.txt"); !strings.Contains(got, "non arriva alla fine") {
		t.Error(got)
	}
	if _, err := f.WriteString("\npost a\nwhole"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s.run()
	s.expect("done/DAY/a.csv", "out/a.mp4")
}

// TestClockThatJumps sets the wall clock by years while drops are made.
func TestClockThatJumps(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	start := time.Now()
	var looks atomic.Int64
	s.opt.Clock = func() inbox.Moment {
		mono := time.Since(start)
		return inbox.Moment{Wall: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(int(looks.Add(7)%9-4), 0, 0).Add(mono), Mono: mono}
	}
	for _, name := range []string{"a", "b", "c"} {
		s.put(name+".csv", "post "+name+"\nimage "+name+".jpg")
		s.put(name+".jpg", "x")
	}
	if sum := s.run(); sum.Done != 3 {
		t.Errorf("%+v\n%s", sum, s.tree())
	}
}

// TestDamagedState starts with a journal that is cut off, damaged or gone while
// files lie in working.
func TestDamagedState(t *testing.T) {
	t.Parallel()
	for _, damage := range []string{"cut", "noise", "gone", "lock"} {
		t.Run(damage, func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			ctx, cancel := context.WithCancel(t.Context())
			s.maker.before = func(ctx context.Context, _ string) error {
				cancel()
				<-ctx.Done()
				return ctx.Err()
			}
			s.put("a.csv", "post a")
			if _, err := inbox.Run(ctx, s.opt); err != nil {
				t.Fatal(err)
			}
			s.maker.before = nil
			file := filepath.Join(s.dir, journalPath(t, s.dir))
			data := s.journal()
			switch damage {
			case "cut":
				data = data[:len(data)-20]
			case "noise":
				data = "{\"step\":\x00\x01\n" + data + "}}}\n{\"time\":1}\n"
			case "gone":
				data = ""
			case "lock": // the note of a watcher that has crashed on this computer
				note := `{"alive":"` + time.Now().UTC().Format(time.RFC3339) + `","host":"here","pid":1}`
				if err := os.WriteFile(filepath.Join(s.dir, ".giro-watch", "health.json"), []byte(note), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
			s.run()
			s.expect("done/DAY/a.csv", "out/a.mp4")
		})
	}
}

// TestWatcherElsewhere meets the sign of life of a watcher on another computer.
func TestWatcherElsewhere(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	s.run()
	for alive, refused := range map[time.Duration]bool{-10 * time.Second: true, -time.Hour: false} {
		note := `{"alive":"` + time.Now().Add(alive).UTC().Format(time.RFC3339) + `","host":"elsewhere","pid":1}`
		if err := os.WriteFile(filepath.Join(s.dir, ".giro-watch", "health.json"), []byte(note), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := inbox.Run(t.Context(), s.opt.WithoutWaiting()); (err != nil) != refused {
			t.Errorf("%v: %v", alive, err)
		}
	}
}

// TestInboxIsTakenOver has another computer take the inbox over while a drop is
// in work: this one stands aside and leaves the other's sign of life alone.
func TestInboxIsTakenOver(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	note := `{"alive":"` + time.Now().UTC().Format(time.RFC3339) + `","host":"elsewhere","pid":1,"version":1,"id":"other"}`
	s.maker.before = func(context.Context, string) error {
		<-time.After(s.opt.Settle) // longer than the least time between two signs of life
		return os.WriteFile(filepath.Join(s.dir, ".giro-watch", "health.json"), []byte(note), 0o600)
	}
	s.put("a.csv", "post a")
	if _, err := inbox.Run(t.Context(), s.opt); !errors.Is(err, disk.ErrLost) {
		t.Errorf("got %v", err)
	}
	if got := s.read(".giro-watch/health.json"); got != note {
		t.Errorf("the other's sign of life is now %s", got)
	}
}

func TestOnDone(t *testing.T) {
	t.Parallel()
	s := newShare(t)
	var told []string
	stop := true
	ctx, cancel := context.WithCancel(t.Context())
	s.opt.OnDone = func(ctx context.Context, m inbox.Made) error {
		told = append(told, filepath.Base(m.Path))
		if stop && len(told) == 2 { // the end comes while the second program runs
			cancel()
			return ctx.Err()
		}
		return nil
	}
	s.put("a.csv", "post a\npost b\npost c")
	if _, err := inbox.Run(ctx, s.opt); err != nil {
		t.Fatal(err)
	}
	stop = false
	s.run()
	if want := []string{"a.mp4", "b.mp4", "b.mp4", "c.mp4"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if got := s.made(); got != "a×1 b×1 c×1" {
		t.Error(got)
	}
}

// TestJournalStaysSmall compacts a journal and reads the same back.
func TestJournalStaysSmall(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "journal")
	j, _, err := inbox.OpenJournal(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []inbox.Record{{Step: inbox.Claimed, ID: "000001-a", Name: "a\xff\nb"}, {Step: inbox.Waits, Name: "è"}}
	for range 100 {
		if err := j.Add(want[0]); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Compact(want); err != nil {
		t.Fatal(err)
	}
	extra := inbox.Record{Step: inbox.Filed, ID: "000001-a"}
	if err := j.Add(extra); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j, got, err := inbox.OpenJournal(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = j.Close() }()
	if len(got) != 3 || got[0].Name != want[0].Name || got[1].Name != "è" || got[2].Step != inbox.Filed {
		t.Errorf("got %+v", got)
	}
}

// TestNoFileStaysOpen watches through many looks and drops and counts open files.
func TestNoFileStaysOpen(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("handles are counted in /proc")
	}
	count := func() int {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	s := newShare(t)
	s.opt.Poll = false
	s.run()
	before := count()
	for i := range 8 {
		s.put(string(rune('a'+i))+".csv", "post "+string(rune('a'+i)))
		s.put(string(rune('a'+i))+"/"+string(rune('a'+i))+".csv", "post dir"+string(rune('a'+i)))
		s.run()
	}
	if after := count(); after > before {
		t.Errorf("%d open files, %d before", after, before)
	}
}
