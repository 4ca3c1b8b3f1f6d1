package inbox_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
)

var (
	soakDrops = flag.Int("soak.drops", 30, "drops of the soak")
	soakKills = flag.Int("soak.kills", 6, "times that the soak kills the watcher")
	soakTime  = flag.Duration("soak.time", 3*time.Second, "time over which the soak spreads its drops")
)

// TestMain lets the test binary be a watcher that the soak can kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("GIRO_SOAK_SHARE"); dir != "" {
		os.Exit(soakWatcher(dir))
	}
	os.Exit(m.Run())
}

// soakWatcher watches with a maker that notes each whole post in a file.
func soakWatcher(dir string) int {
	maker := &fakeMaker{before: func(ctx context.Context, key string) error {
		n, err := strconv.Atoi(strings.TrimLeft(key, "p"))
		if err != nil {
			return err
		}
		select { // making takes its time, so that kills fall into it
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(n%7) * 10 * time.Millisecond):
			return nil
		}
	}}
	_, err := inbox.Run(context.Background(), inbox.Options{
		Inbox: filepath.Join(dir, "inbox"), Teller: drop.WordsIn("it"), Host: "soak", Maker: maker, Jobs: 2,
		Settle: 40 * time.Millisecond, Wait: 5 * time.Second, Every: 100 * time.Millisecond, Journal: 8 << 10,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestSoak drops tables, some with pictures, some faulty, in random order and in
// pieces, and kills the watcher at random moments. In the end every drop is in
// one end state and every post is there once and whole.
//
// An hour of it: go test -run Soak -timeout 2h -soak.drops 300 -soak.kills 10 -soak.time 1h ./internal/desk/inbox -v
func TestSoak(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	folder := filepath.Join(dir, "inbox")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))

	watcher := startWatcher(t, dir)
	defer func() { watcher.stop(t) }()
	end := time.Now().Add(*soakTime)
	kills := make([]time.Time, *soakKills)
	for i := range kills {
		kills[i] = time.Now().Add(time.Duration(rnd.Int64N(int64(*soakTime))))
	}
	slices.SortFunc(kills, time.Time.Compare)
	var memory []float64
	for i, n := range rnd.Perm(*soakDrops) {
		soakDrop(t, folder, n, rnd)
		due := end.Add(-*soakTime).Add(*soakTime * time.Duration(i+1) / time.Duration(*soakDrops))
		for time.Now().Before(due) {
			<-time.After(5 * time.Millisecond)
			if len(kills) > 0 && time.Now().After(kills[0]) {
				kills = kills[1:]
				watcher.kill(t)
				watcher = startWatcher(t, dir)
			}
		}
		if i%10 == 9 {
			memory = append(memory, watcher.megabytes())
		}
	}
	deadline := time.Now().Add(60 * time.Second)
	for !soakOver(t, dir) {
		if time.Now().After(deadline) {
			t.Fatalf("not everything has ended:\n%s\n%s", listing(t, dir), watcher.log.String())
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Logf("%d drops, %d kills, memory in MB over time: %.0f", *soakDrops, *soakKills, memory)
	soakCheck(t, dir)
}

// soakDrop drops the nth drop the way its number says.
func soakDrop(t *testing.T, folder string, n int, rnd *rand.Rand) {
	t.Helper()
	text := fmt.Sprintf("post p%04d\n", n)
	put := func(name, text string) {
		t.Helper()
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	name := fmt.Sprintf("d%04d", n)
	switch n % 5 {
	case 0: // a table
		put(name+".csv", text)
	case 1: // a table with a picture, which comes first or last
		files := [][2]string{{name + ".csv", text + "image " + name + ".jpg\n"}, {name + ".jpg", "x"}}
		if rnd.IntN(2) == 0 {
			slices.Reverse(files)
		}
		for _, f := range files {
			put(f[0], f[1])
		}
	case 2: // a folder
		put(name+"/foto/x.jpg", "x")
		put(name+"/"+name+".csv", text+"image foto/x.jpg\n")
	case 3: // faulty
		put(name+".csv", text+"bad x\n")
	case 4: // renamed in, twice
		for range 2 {
			tmp := filepath.Join(filepath.Dir(folder), "t.tmp")
			if err := os.WriteFile(tmp, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(tmp, filepath.Join(folder, name+".csv")); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// soakOver reports whether the inbox and working are empty and the watcher says so.
func soakOver(t *testing.T, dir string) bool {
	t.Helper()
	for _, name := range []string{"inbox", "working"} {
		list, err := os.ReadDir(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			return false
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "status.json"))
	if err != nil {
		return false
	}
	var st drop.Status
	if err := json.Unmarshal(data, &st); err != nil {
		t.Fatalf("a half status: %v", err)
	}
	return len(st.Waiting)+len(st.Working) == 0
}

func soakCheck(t *testing.T, dir string) {
	t.Helper()
	ends := map[string][]string{} // where each drop's table lies
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !e.IsDir() && strings.HasSuffix(p, ".csv") {
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(p), ".csv"), " (2)")
			ends[name] = append(ends[name], filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range *soakDrops {
		name := fmt.Sprintf("d%04d", n)
		want, most := "done/", 1
		if n%5 == 3 {
			want = "failed/" + name + ".csv"
		}
		if n%5 == 4 {
			most = 2 // dropped twice: the second is a repeat, or came before the first was taken
		}
		if got := ends[name]; len(got) < 1 || len(got) > most || slices.ContainsFunc(got, func(s string) bool { return !strings.HasPrefix(s, want) }) {
			t.Errorf("%s lies in %q, want %s", name, got, want)
		}
		out := fmt.Sprintf("p%04d.mp4", n)
		if data, err := os.ReadFile(filepath.Join(dir, "out", out)); err != nil || !strings.HasSuffix(string(data), " whole\n") {
			t.Errorf("%s: %q %v", out, data, err)
		}
	}
	posts, err := filepath.Glob(filepath.Join(dir, "out", "*.mp4"))
	if err != nil || len(posts) != *soakDrops {
		t.Errorf("%d posts of %d drops %v", len(posts), *soakDrops, err)
	}
	// The journal tells of one end for each claim that was not given back.
	open := map[string]string{}
	for _, r := range journalOf(t, dir) {
		switch r.Step {
		case inbox.Claimed:
			open[r.ID] = "claimed"
		case inbox.Ended:
			if open[r.ID] != "claimed" {
				t.Errorf("%s ended while %q", r.ID, open[r.ID])
			}
			open[r.ID] = "ended"
		case inbox.Returned, inbox.Filed:
			delete(open, r.ID)
		case inbox.Known, inbox.Planned, inbox.Finished, inbox.Notified, inbox.Waits, inbox.Past:
		}
	}
	if len(open) > 0 {
		t.Errorf("open in the journal: %v", open)
	}
}

func journalOf(t *testing.T, dir string) []inbox.Record {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "journal")
	data, err := os.ReadFile(filepath.Join(dir, ".giro-watch", "journal.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	j, list, err := inbox.OpenJournal(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return list
}

func listing(t *testing.T, dir string) string {
	t.Helper()
	return (&share{t: t, dir: dir}).tree()
}

// watcherProcess is the test binary as a watcher.
type watcherProcess struct {
	cmd *exec.Cmd
	log *strings.Builder
}

func startWatcher(t *testing.T, dir string) *watcherProcess {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	w := &watcherProcess{cmd: exec.Command(self), log: &strings.Builder{}}
	w.cmd.Env = append(os.Environ(), "GIRO_SOAK_SHARE="+dir)
	w.cmd.Stderr = w.log
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return w
}

// kill ends the process as a power cut would.
func (w *watcherProcess) kill(t *testing.T) {
	t.Helper()
	if err := w.cmd.Process.Kill(); err != nil {
		t.Fatalf("the watcher had ended by itself: %v\n%s", err, w.log.String())
	}
	_ = w.cmd.Wait() // "signal: killed"
}

func (w *watcherProcess) stop(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		w.kill(t)
		return
	}
	began := time.Now()
	if err := w.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	_ = w.cmd.Wait() // the test binary does not catch the signal
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the end took %v", took)
	}
}

// megabytes returns the memory of the process, 0 where the system does not tell.
func (w *watcherProcess) megabytes() float64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmRSS:" {
			if kb, err := strconv.ParseFloat(f[1], 64); err == nil {
				return kb / 1000
			}
		}
	}
	return 0
}
