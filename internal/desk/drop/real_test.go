package drop_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/check"
	"github.com/giro-video/giro/internal/film/segment"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// realTemplate makes videos of eight seconds. All events of the tests here have
// the same title and photo, so that the segments are encoded once and every post
// is joined, with its sound, from them.
const realTemplate = `giro: 1
name: breve
title: {en: Short, it: Breve}
use: {en: A few seconds., it: Pochi secondi.}
kit: istituzionale
tempo: {bpm: 120}
loop: {bars: 1}
inputs:
  title: {required: true, title: {en: Title, it: Titolo}}
under:
  - backdrop: kit
    motion: none
scenes:
  - name: uno
    bars: 1
    layers:
      - text: "{title}"
        role: [headline, lead]
  - name: due
    bars: 1
    layers:
      - text: "{date}"
        role: [lead, body]
`

// office is a share whose drops are rendered and encoded with ffmpeg.
type office struct {
	*share
	tool   *ffmpeg.Tool
	before func(name string) // is told of each post before it is rendered

	mu   sync.Mutex
	made map[string]int // times that each post was rendered
}

// TestOfficeShareWithRealVideos drops what an office's share meets, and has it rendered and encoded in
// draft quality. What a full disk does with real videos is in watch.txtar of
// cmd/giro.
func TestOfficeShareWithRealVideos(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it renders")
	}
	st, err := store.Open(t.TempDir(), 0, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]func(*testing.T, *store.Store){
		"slow writers, pauses, renamed in, moved in, duplicates":   realWriters,
		"names in NFC and NFD, with newlines and shell characters": realNames,
		"200 files at once": realTwoHundred,
		"open spreadsheet, symlink, FIFO, endless file, deletion while working": realHostile,
		"clock that jumps": realClock,
	} {
		t.Run(name, func(t *testing.T) { test(t, st) })
	}
}

func newReal(t *testing.T, st *store.Store) *office {
	t.Helper()
	tool, err := ffmpeg.Find(t.Context(), ffmpeg.LookPath)
	if err != nil {
		t.Skip(err)
	}
	channel := t.TempDir()
	for name, text := range map[string]string{
		"channel.yaml":         "name: Comune di Valdimonte\nlanguages: [it]\nzone: Europe/Rome\nbrand: istituzionale\nformat: square\ntemplates: templates\nwatch: {template: breve}\n",
		"templates/breve.yaml": realTemplate,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(channel, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(channel, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	asm, err := post.NewAssembler()
	if err != nil {
		t.Fatal(err)
	}
	r := &office{share: newShare(t), tool: tool, made: map[string]int{}}
	r.opt.Settle, r.opt.Wait, r.opt.Jobs = 200*time.Millisecond, time.Second, 2
	r.opt.Maker = &drop.Maker{
		Dir: channel, Assembler: asm, Now: func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC) },
		Env: func(context.Context) post.Env { return post.Env{Version: "test", Quality: segment.Draft} },
		Render: func(ctx context.Context, p *post.Post, out string) error {
			if r.before != nil {
				r.before(p.Name)
			}
			if _, err := p.Render(ctx, post.Options{Tool: tool, Store: st, Out: out, Quality: segment.Draft, Jobs: 1, Version: "test"}); err != nil {
				return err
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			r.made[p.Name]++
			return nil
		},
	}
	return r
}

// table is a table of one event for each id; its pictures are named in a file
// that each event brings.
func table(ids ...string) string {
	text := "id;titolo;data;luogo;immagine\n"
	for _, id := range ids {
		id, image, _ := strings.Cut(id, "=")
		text += id + ";Festa;14/06/2026;Piazza;" + image + "\n"
	}
	return text
}

const badTable = "id;titolo;data;luogo\nno;Festa;32/13/2026;Piazza\n"

// watching watches, notified, until all that is wanted has come about.
func (r *office) watching(within time.Duration, want ...string) {
	r.t.Helper()
	began := time.Now()
	missing := slices.Clone(want)
	ctx, cancel := context.WithTimeout(r.t.Context(), within)
	defer cancel()
	opt := r.opt
	opt.Once, opt.Poll = false, false
	ended := make(chan error, 1)
	go func() {
		_, err := inbox.Run(ctx, opt)
		ended <- err
	}()
	for len(missing) > 0 {
		missing = slices.DeleteFunc(missing, r.ended)
		select {
		case err := <-ended:
			r.t.Fatalf("after %v these have not ended: %q %v\n%s", time.Since(began), missing, err, r.tree())
		case <-time.After(20 * time.Millisecond):
		}
	}
	cancel()
	if err := <-ended; err != nil {
		r.t.Fatal(err)
	}
}

// ended reports whether a drop lies where it must: "done NAME" on any day, since
// the clock may jump, "failed NAME" with its reason, "taken NAME" with a reason alone, "reason NAME" while it stays
// in the inbox, or "made NAME" of a post.
func (r *office) ended(want string) bool {
	state, name, _ := strings.Cut(want, " ")
	switch state {
	case "failed":
		return r.has("failed/"+name) && r.has("failed/"+name+".reason.txt")
	case "taken": // away, with a record left
		return !r.has("failed/"+name) && r.has("failed/"+name+".reason.txt")
	case "made":
		return r.has("out/" + name + ".it.square.json")
	case "reason":
		return r.has("failed/" + name + ".reason.txt")
	}
	days, err := os.ReadDir(filepath.Join(r.dir, "done"))
	return err == nil && slices.ContainsFunc(days, func(d os.DirEntry) bool { return r.has("done/" + d.Name() + "/" + name) })
}

// videos checks that these posts and no other are there, each rendered once; one
// of them is examined as giro check does.
func (r *office) videos(want ...string) {
	r.t.Helper()
	found, err := filepath.Glob(filepath.Join(r.dir, "out", "*.mp4"))
	if err != nil {
		r.t.Fatal(err)
	}
	var got []string
	for i, file := range found {
		got = append(got, strings.TrimSuffix(filepath.Base(file), ".it.square.mp4"))
		if i > 0 && len(found) > 2 {
			continue // its manifest, which comes last, says that it is whole
		}
		f, err := format.ByName("square")
		if err != nil {
			r.t.Fatal(err)
		}
		report, err := check.File(r.t.Context(), r.tool, file, f, check.Expect{})
		if err != nil {
			r.t.Errorf("%s: %v", file, err)
			continue
		}
		for _, it := range report.Items {
			if it.Verdict == check.Fail {
				r.t.Errorf("%s: %s: %s", file, it.ID, it.Message)
			}
		}
	}
	for _, name := range got {
		if !r.has("out/" + name + ".it.square.json") {
			r.t.Errorf("%s has no manifest", name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		r.t.Errorf("the videos are %q, want %q", got, want)
	}
	for name, n := range r.made {
		if n != 1 {
			r.t.Errorf("%s was rendered %d times", name, n)
		}
	}
}

// send writes a file into the inbox in pieces, with a pause after each, and keeps
// it open until the end.
func (r *office) send(name, text string, pieces int, pause time.Duration) {
	f, err := os.Create(filepath.Join(r.dir, "inbox", name))
	if err != nil {
		r.t.Error(err)
		return
	}
	for size := (len(text) + pieces - 1) / pieces; text != ""; text = text[min(size, len(text)):] {
		if _, err := f.WriteString(text[:min(size, len(text))]); err != nil {
			r.t.Error(err)
		}
		<-time.After(pause)
	}
	if err := f.Close(); err != nil {
		r.t.Error(err)
	}
}

// move makes a file or folder elsewhere and renames it into the inbox.
func (r *office) move(name string, files map[string]string) {
	r.t.Helper()
	away := filepath.Join(r.dir, "away")
	for file, text := range files {
		file = filepath.Join(away, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			r.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			r.t.Fatal(err)
		}
	}
	from := away
	if text, ok := files[name]; ok && len(files) == 1 && text != "" {
		from = filepath.Join(away, name)
	}
	if err := os.Rename(from, filepath.Join(r.dir, "inbox", name)); err != nil {
		r.t.Fatal(err)
	}
}

// realWriters renders what comes in slowly, with pauses, whole or twice.
func realWriters(t *testing.T, st *store.Store) {
	t.Helper()
	r := newReal(t, st)
	slow := table("lento")
	var writers sync.WaitGroup
	writers.Go(func() { r.send("a byte at a time.csv", slow, len(slow), 10*time.Millisecond) })
	writers.Go(func() { r.send("pause.csv", table("pausa"), 2, 2*r.opt.Settle) })
	r.move("renamed in.csv", map[string]string{"renamed in.csv": table("rinominato")})
	r.move("moved in", map[string]string{"eventi.csv": table("cartella=foto/x.jpg"), "foto/x.jpg": picture(t)})
	for i := range 3 { // duplicates, as a browser names them
		r.put(fmt.Sprintf("twice (%d).csv", i), table("doppio"))
	}
	want := []string{"done a byte at a time.csv", "done pause.csv", "done renamed in.csv", "done moved in"}
	for i := range 3 {
		want = append(want, fmt.Sprintf("done twice (%d).csv", i))
	}
	r.watching(6*time.Minute, want...)
	writers.Wait()
	r.videos("lento", "pausa", "rinominato", "cartella", "doppio")
}

// realNames renders drops whose names are in both Unicode forms, and with
// line breaks and what a shell would act on.
func realNames(t *testing.T, st *store.Store) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("other systems do not have such names")
	}
	r := newReal(t, st)
	r.put("citta\u0300.csv", table("scomposto=perche\u0301.jpg"))
	r.put("perch\u00e9.jpg", picture(t))
	r.put("citt\u00e0.csv", table("composto"))
	const shell = "a\n$(touch hacked);`touch hacked` 'q' \"d\" | & *?.csv"
	r.put(shell, table("conchiglia"))
	r.watching(6*time.Minute, "done citta\u0300", "done citt\u00e0.csv", "done "+shell)
	r.videos("scomposto", "composto", "conchiglia")
	if _, err := os.Stat("hacked"); err == nil || r.has("inbox/hacked") {
		t.Error("a name was run by a shell")
	}
}

// realTwoHundred drops 200 files in one moment: 150 faulty ones and
// 50 that are the same, of which one is rendered.
func realTwoHundred(t *testing.T, st *store.Store) {
	t.Helper()
	r := newReal(t, st)
	r.opt.Queue = 20
	for i := range 200 {
		if i%4 == 0 {
			r.put(fmt.Sprintf("%03d.csv", i), table("uno"))
		} else {
			r.put(fmt.Sprintf("%03d.csv", i), badTable)
		}
	}
	if sum := r.run(); sum.Done != 1 || sum.Repeat != 49 || sum.Failed != 150 || sum.Left != 0 {
		t.Errorf("%+v", sum)
	}
	r.videos("uno")
}

// realHostile renders two good drops among what is none: a spreadsheet that
// is open, links, pipes, a file that grows without end, and files that are taken
// away while they are used.
func realHostile(t *testing.T, st *store.Store) {
	t.Helper()
	r := newReal(t, st)
	r.opt.Patience = 2 * time.Second
	secret := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(secret, []byte(table("segreto")), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(r.dir, "inbox")
	if err := errors.Join(os.Symlink(secret, filepath.Join(folder, "link.csv")), mkfifo(filepath.Join(folder, "pipe.csv"))); err != nil {
		t.Skip(err)
	}
	r.put("open.csv", table("aperto"))
	r.put(".~lock.open.csv#", ",colleague,desk,01.06.2026 09:00;")
	r.put("~$scheda.xlsx", "colleague")
	r.put("scheda.xlsx", "still being written by the office program")
	r.put("gone.csv", table("sparito"))
	r.put("good.csv", table("buono"))
	var deleted atomic.Bool
	r.before = func(name string) {
		if strings.HasPrefix(name, "sparito") {
			found, err := filepath.Glob(filepath.Join(r.dir, "working", "*", "gone.csv"))
			if err != nil || len(found) != 1 || os.Remove(found[0]) != nil {
				t.Errorf("%q %v", found, err)
			}
			deleted.Store(true)
		}
	}
	stop := make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		f, err := os.Create(filepath.Join(folder, "endless.csv"))
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = f.Close() }() // it never ends
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				if _, err := f.WriteString("festa;"); err != nil {
					t.Error(err)
				}
			}
		}
	})
	r.watching(6*time.Minute, "taken link.csv", "taken pipe.csv", "done good.csv", "made sparito")
	if !r.has("inbox/open.csv") || !r.has("inbox/scheda.xlsx") {
		t.Errorf("what was open was taken:\n%s", r.tree())
	}
	if err := errors.Join(os.Remove(filepath.Join(folder, ".~lock.open.csv#")), os.Remove(filepath.Join(folder, "scheda.xlsx"))); err != nil {
		t.Fatal(err)
	}
	r.watching(6*time.Minute, "done open.csv", "reason endless.csv")
	close(stop)
	writers.Wait()
	r.expectNone("segreto")
	if !deleted.Load() || !r.has("inbox/endless.csv") {
		t.Errorf("deleted: %v\n%s", deleted.Load(), r.tree())
	}
	r.videos("aperto", "buono", "sparito") // the table had been read: its post is whole
}

// expectNone checks that nothing of a file outside was used.
func (r *office) expectNone(id string) {
	r.t.Helper()
	if tree := r.tree(); strings.Contains(tree, id) {
		r.t.Errorf("%s was used:\n%s", id, tree)
	}
}

// realClock sets the wall clock by days at every look at it while
// videos are made.
func realClock(t *testing.T, st *store.Store) {
	t.Helper()
	r := newReal(t, st)
	start := time.Now()
	var looks atomic.Int64
	r.opt.Clock = func() inbox.Moment {
		mono := time.Since(start)
		return inbox.Moment{Wall: time.Date(2026, 3, 29, 0, 59, 0, 0, time.UTC).AddDate(0, 0, int(looks.Add(7)%9-4)).Add(mono), Mono: mono}
	}
	r.put("a.csv", table("uno=x.jpg"))
	r.put("x.jpg", picture(t))
	r.put("b.csv", table("due"))
	r.put("bad.csv", badTable)
	if sum := r.run(); sum.Done != 2 || sum.Failed != 1 || sum.Left != 0 {
		t.Errorf("%+v\n%s", sum, r.tree())
	}
	r.videos("uno", "due")
}
