package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/giro-video/giro/internal/desk/inbox"
)

// cutting is a maker that tells of every moment at which the watcher asks
// something of it.
type cutting struct {
	*fakeMaker
	moment func(name string)
}

func (c *cutting) Identify(ctx context.Context, d inbox.Drop) (string, error) {
	c.moment("identify " + d.Name)
	return c.fakeMaker.Identify(ctx, d)
}

func (c *cutting) Read(ctx context.Context, d inbox.Drop) (inbox.Content, error) {
	c.moment("read " + d.Name)
	return c.fakeMaker.Read(ctx, d)
}

func (c *cutting) Make(ctx context.Context, d inbox.Drop, key, out string) error {
	c.moment("make " + key)
	err := c.fakeMaker.Make(ctx, d, key, out)
	c.moment("made " + key)
	return err
}

// TestGoesOnAfterAPowerCut copies a share at every moment at which the watcher
// does something, as a power cut would leave it, and watches the copy: each time
// all ends as it does undisturbed, and what was made is not made again.
// TestSoak of cmd/giro kills the real program.
func TestGoesOnAfterAPowerCut(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("it copies with cp")
	}
	for _, journal := range []int64{inbox.DefaultJournal, 1} { // 1: it is written anew all the time
		t.Run(fmt.Sprintf("a journal of %d", journal), func(t *testing.T) {
			t.Parallel()
			s := newShare(t)
			s.put("a.csv", "post a\nimage x.jpg")
			s.put("x.jpg", "x")
			s.put("b.csv", "post b1\npost b2\n")
			s.put("c/c.csv", "post c\nimage foto/x.jpg")
			s.put("c/foto/x.jpg", "x")
			s.put("faulty.csv", "post d\nbad x")
			s.put("again.csv", "post b1\npost b2\n")

			var mu sync.Mutex
			var names, copies []string
			var made []map[string]bool // products that were whole before the moment
			whole := map[string]bool{}
			moment := func(name string) {
				mu.Lock()
				defer mu.Unlock()
				to, err := frozen(t, s.dir, t.TempDir())
				if err != nil {
					t.Errorf("copy at %s: %v", name, err)
				}
				if product, ok := strings.CutPrefix(name, "done "); ok {
					whole[strings.TrimSuffix(product, ".mp4")] = true
				}
				names, copies, made = append(names, name), append(copies, to), append(made, maps.Clone(whole))
			}
			s.opt.Journal = journal
			s.opt.Maker = &cutting{s.maker, moment}
			s.opt.OnDone = func(_ context.Context, p inbox.Made) error { moment("done " + filepath.Base(p.Path)); return nil }
			s.opt.Ended = func(e inbox.End) { moment("ended " + e.Drop) }
			s.run()
			want := s.tree()
			if len(copies) < 20 {
				t.Errorf("only %d moments: %q", len(copies), names)
			}
			for i, dir := range copies {
				cut := &share{t: t, dir: dir, maker: &fakeMaker{}, opt: s.opt}
				// A copy lies elsewhere, and its records are found by where it lies.
				if err := os.Rename(inbox.StateOf(filepath.Join(dir, ".state"), filepath.Join(s.dir, "inbox")), inbox.StateOf(filepath.Join(dir, ".state"), filepath.Join(dir, "inbox"))); err != nil {
					t.Fatal(err)
				}
				cut.opt.State = filepath.Join(dir, ".state")
				cut.opt.Inbox, cut.opt.Maker, cut.opt.OnDone, cut.opt.Ended = filepath.Join(dir, "inbox"), cut.maker, nil, nil
				cut.run()
				if got := half.ReplaceAllString(cut.tree(), ""); got != want {
					t.Errorf("cut at %s, it comes to\n%s\nwant\n%s", names[i], got, want)
				}
				for key := range cut.maker.made {
					if made[i][key] {
						t.Errorf("cut at %s, %s is made again", names[i], key)
					}
				}
				if data, err := filepath.Glob(filepath.Join(dir, "out", "*.mp4")); err != nil || len(data) != 5 {
					t.Errorf("cut at %s, there are %q %v", names[i], data, err)
				}
				for _, key := range []string{"a", "b1", "b2", "c", "d"} {
					if text := cut.read("out/" + key + ".mp4"); !strings.HasSuffix(text, " whole\n") {
						t.Errorf("cut at %s, %s is %q", names[i], key, text)
					}
				}
			}
		})
	}
}

// frozen copies a share below a folder as it is at one moment. Another drop may be
// claimed meanwhile, so it tries until nothing has moved while it copied.
func frozen(t *testing.T, dir, below string) (copied string, err error) {
	t.Helper()
	for try := range 100 {
		copied = filepath.Join(below, strconv.Itoa(try))
		before, err := state(t, dir)
		if err != nil {
			continue
		}
		if exec.Command("cp", "-a", dir, copied).Run() != nil {
			continue
		}
		if after, err := state(t, dir); err == nil && before == after {
			return copied, nil
		}
	}
	return "", errors.New("the share does not come to rest")
}

// state is the journal of a share and the names of its files, but for what is
// being written.
func state(t *testing.T, dir string) (string, error) {
	t.Helper()
	journal, err := os.ReadFile(filepath.Join(dir, journalPath(t, dir)))
	if err != nil && !os.IsNotExist(err) {
		return "", err
	}
	var b strings.Builder
	b.Write(journal)
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || !strings.HasPrefix(d.Name(), ".giro-") {
			fmt.Fprintln(&b, p)
		}
		return nil
	})
	return b.String(), err
}

// half matches a status page that was being written at the moment of the cut: it
// stays, hidden, under a name of its own.
var half = regexp.MustCompile(`(?m)^out/\.giro-.*\n`)

// journalOf reads the journal of a share.
func journalOf(t *testing.T, dir string) []inbox.Record {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, journalPath(t, dir)))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "journal")
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
