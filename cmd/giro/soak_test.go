package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/drop"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
)

var (
	soakLong = flag.Bool("soak.long", false, "soak for an hour, not for some seconds")
	soakSeed = flag.Uint64("soak.seed", 1, "what the order of the drops and the moments of the kills are drawn from")
	soakDir  = flag.String("soak.dir", "", "new folder to play in, which then stays")
	soakGiro = flag.String("soak.giro", "", "program in place of the one under test")
)

// soakForm says how much is dropped, how often giro is killed, over which time
// both are spread, and how long it has for what is then left to do.
type soakForm struct {
	drops, hostile, kills int
	time, limit           time.Duration
}

var (
	soakShort = soakForm{10, 10, 2, 6 * time.Second, 5 * time.Minute} // each kind of drop once
	soakHour  = soakForm{300, 100, 10, 55 * time.Minute, 20 * time.Minute}
)

// soakChannel and soakTemplate make small videos of eight seconds: the soak is
// about the watcher, but all that it makes is rendered and encoded.
const (
	soakChannel = `name: Comune di Valdimonte
languages: [it]
zone: Europe/Rome
brand: istituzionale
templates: templates
watch:
  template: breve
  formats: [square]
`
	soakTemplate = `giro: 1
name: breve
title: {en: Short, it: Breve}
use: {en: A few seconds., it: Pochi secondi.}
kit: istituzionale
tempo: {bpm: 120}
loop: {bars: 1}
inputs:
  title: {required: true, title: {en: Title, it: Titolo}}
  image: {title: {en: Photo, it: Foto}}
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
      - photo: image
        when: image
      - text: "{date}"
        role: [lead, body]
        when: not image
`
)

// TestSoak is a colleagues' share in a short time: tables, calendars, photos and
// folders are dropped in random order while giro watch is killed and started
// again, and hostile drops come among them. In the end every drop is in one end state, and every post is there once
// and whole, as its manifest says.
//
// An hour of it, and the time for what is left:
//
//	go test -run TestSoak -timeout 90m -v -soak.long ./cmd/giro
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("it renders")
	}
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("it counts in /proc and ends with SIGTERM")
	}
	s := newSoak(t)
	s.start()
	began := time.Now()
	kills := make([]time.Duration, s.form.kills)
	for i := range kills {
		kills[i] = time.Duration(s.rnd.Int64N(int64(s.form.time)))
	}
	slices.Sort(kills)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	todo := s.rnd.Perm(s.form.drops)
	for i, h := 0, 0; i < len(todo) || h < s.form.hostile || len(kills) > 0 || !s.over(); {
		<-tick.C
		gone := time.Since(began)
		if i < len(todo) && gone >= s.form.time*time.Duration(i)/time.Duration(len(todo)) {
			s.drop(todo[i])
			i++
		}
		if h < s.form.hostile && gone >= s.form.time*time.Duration(h)/time.Duration(s.form.hostile) {
			s.attack(h)
			h++
		}
		s.correct()
		if len(kills) > 0 && gone >= kills[0] {
			kills = kills[1:]
			s.kill()
			s.start()
		}
		s.sample()
		if gone > s.form.time+s.form.limit {
			t.Fatalf("not everything has ended: %d of %d corrected\n%s\n%s", len(s.corrected), len(s.faulty), s.files(), s.log.String())
		}
	}
	s.tell()
	s.stop()
	s.check()
}

// soak is a share that the soak plays on.
type soak struct {
	t         *testing.T
	giro      string
	dir       string
	form      soakForm
	rnd       *rand.Rand
	photos    [][]byte
	cmd       *exec.Cmd
	log       bytes.Buffer
	sampled   time.Time
	started   time.Time          // the last time that giro was
	silent    time.Duration      // the oldest sign of life that was seen
	killed    int                // while a drop was in work
	memory    []float64          // MB of giro itself over time
	handles   []float64          // its open files
	ends      map[string]soakEnd // by the name of each table or text
	posts     []string           // names of the videos that must be there
	faulty    map[string]string  // tables to be corrected, with the text that is right
	corrected map[string]bool
}

// soakEnd is where a file must lie in the end.
type soakEnd struct {
	state string // "done" or "failed"
	files int    // how often it was dropped under this name
}

func newSoak(t *testing.T) *soak {
	t.Helper()
	s := &soak{
		t: t, giro: *soakGiro, dir: t.TempDir(), form: soakShort, rnd: rand.New(rand.NewPCG(*soakSeed, 1)),
		ends: map[string]soakEnd{}, faulty: map[string]string{}, corrected: map[string]bool{},
	}
	if *soakLong {
		s.form = soakHour
	}
	if *soakDir != "" {
		s.dir = *soakDir
	}
	if s.giro == "" {
		var err error
		if s.giro, err = exec.LookPath("giro"); err != nil { // TestMain puts the test binary there under this name
			t.Fatal(err)
		}
	}
	s.write("channel/channel.yaml", []byte(soakChannel))
	s.write("channel/templates/breve.yaml", []byte(soakTemplate))
	if err := os.Mkdir(filepath.Join(s.dir, "inbox"), 0o755); err != nil {
		t.Fatal(err)
	}
	for hue := range 2 {
		img := image.NewRGBA(image.Rect(0, 0, 1080, 1350))
		for i := range 1080 * 1350 {
			img.SetRGBA(i%1080, i/1080, color.RGBA{uint8(60 * hue), uint8(i % 1080 / 5), uint8(i / 1080 / 6), 255})
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, nil); err != nil {
			t.Fatal(err)
		}
		s.photos = append(s.photos, b.Bytes())
	}
	return s
}

// write writes a file below the share, whole: under a temporary name first when
// it goes into the inbox.
func (s *soak) write(name string, data []byte) {
	s.t.Helper()
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// start starts giro watch.
func (s *soak) start() {
	s.t.Helper()
	s.cmd = exec.CommandContext(s.t.Context(), s.giro, "-C", filepath.Join(s.dir, "channel"), "--quality", "draft",
		"watch", filepath.Join(s.dir, "inbox"), "--settle", "300ms", "--wait", "5m", "--log-format", "json")
	s.cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(s.dir, ".cache"), "XDG_STATE_HOME="+filepath.Join(s.dir, ".state"), "TZ=Europe/Rome")
	s.cmd.Stderr = &s.log
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.started = time.Now()
}

// kill ends giro as a power cut would.
func (s *soak) kill() {
	s.t.Helper()
	if list, err := os.ReadDir(filepath.Join(s.dir, "working")); err == nil && len(list) > 0 {
		s.killed++
	}
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatalf("giro had ended by itself: %v\n%s", err, s.log.String())
	}
	_ = s.cmd.Wait() // "signal: killed"
}

// stop ends giro in order.
func (s *soak) stop() {
	s.t.Helper()
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Error(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("giro ended with %v\n%s", err, s.log.String())
	}
	if took := time.Since(began); took > 10*time.Second {
		s.t.Errorf("the end took %v", took)
	}
}

// attack drops something that somebody means badly. None of it asks for a post.
func (s *soak) attack(n int) {
	s.t.Helper()
	name := fmt.Sprintf("hostile%04d", n)
	inbox := func(file string) string { return filepath.Join(s.dir, "inbox", file) }
	must := func(err error) {
		if err != nil {
			s.t.Error(err)
		}
	}
	switch n % 10 {
	case 0: // a link to the channel
		must(os.Symlink("../channel", inbox(name)))
	case 1: // a link to a file of it
		must(os.Symlink("../channel/channel.yaml", inbox(name+".csv")))
	case 2: // a pipe
		must(soakPipe(inbox(name + ".csv")))
	case 3: // a table in too many folders
		s.write("away/"+name+"/2/3/4/5/6/7/8/x.csv", []byte(soakHead))
		must(os.Rename(filepath.Join(s.dir, "away", name), inbox(name)))
	case 4: // what giro keeps to itself, and has no use for
		s.write("inbox/REPLACED", []byte(name))
	case 5: // a folder with a link in it
		s.write("away/"+name+"/"+name+".csv", []byte(soakHead+"x;Festa;14/06/2027;Piazza;x.jpg\n"))
		must(os.Symlink("/etc/hostname", filepath.Join(s.dir, "away", name, "x.jpg")))
		must(os.Rename(filepath.Join(s.dir, "away", name), inbox(name)))
	case 6: // control characters in a table
		s.write("inbox/"+name+".csv", []byte(soakHead+"hostile;\x1b]0\a=cmd|' /C calc'!A0\u202e;32/13/2027;../../etc;\n"))
	case 7: // a calendar of days that never come
		var b strings.Builder
		b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n")
		for i := range 2000 {
			fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%s%d\r\nDTSTAMP:20270101T000000Z\r\nDTSTART;VALUE=DATE:20270230\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY:x\r\nEND:VEVENT\r\n", name, i)
		}
		b.WriteString("END:VCALENDAR\r\n")
		s.write("inbox/"+name+".ics", []byte(b.String()))
	case 8: // a second name of a file of the channel
		must(os.Link(filepath.Join(s.dir, "channel", "channel.yaml"), inbox(name+".csv")))
	case 9: // a name that a terminal or a program would act on
		s.write("inbox/--"+name+"\n\x1b[2J\u202egpj.bin", []byte(name))
	}
}

const soakHead = "id;titolo;data;luogo;immagine\n"

// drop drops the nth drop the way its number says. Titles are shared by some, as
// an office's are: most pictures of a video have been encoded before.
func (s *soak) drop(n int) {
	s.t.Helper()
	name := fmt.Sprintf("d%04d", n)
	title := fmt.Sprintf("Festa %d", n%3)
	photo := s.photos[n%len(s.photos)]
	row := func(id, image string) string {
		return fmt.Sprintf("%s;%s;%02d/06/2027;Piazza;%s\n", id, title, n%3+10, image)
	}
	inbox := func(file, text string) { s.write("inbox/"+file, []byte(text)) }
	end := func(file, state string, posts ...string) {
		e := s.ends[file]
		s.ends[file] = soakEnd{state, e.files + 1}
		for _, p := range posts {
			s.posts = append(s.posts, p+".it.square")
		}
	}
	switch n % 10 {
	case 0: // a table
		inbox(name+".csv", soakHead+row(name, ""))
		end(name+".csv", "done", name)
	case 1: // a table with its picture, which comes first or last
		if s.rnd.IntN(2) == 0 {
			s.write("inbox/"+name+".jpg", photo)
			inbox(name+".csv", soakHead+row(name, name+".jpg"))
		} else {
			inbox(name+".csv", soakHead+row(name, name+".jpg"))
			s.write("inbox/"+name+".jpg", photo)
		}
		end(name+".csv", "done", name)
	case 2: // a calendar
		inbox(name+".ics", strings.ReplaceAll(fmt.Sprintf(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//giro//soak//IT
BEGIN:VEVENT
UID:%s
DTSTAMP:20270101T000000Z
DTSTART:202706%02dT180000Z
DTEND:202706%02dT200000Z
SUMMARY:%s
END:VEVENT
END:VCALENDAR
`, name, n%3+10, n%3+10, name), "\n", "\r\n"))
		end(name+".ics", "done", name)
	case 3: // a photo with a small text
		inbox(name+".txt", title+"\nid: "+name+"\nquando: 14/06/2027\n")
		s.write("inbox/"+name+".jpg", photo)
		end(name+".txt", "done", name)
	case 4: // a folder with two events, moved in whole
		s.write("away/"+name+"/"+name+".csv", []byte(soakHead+row(name, "foto/x.jpg")+row(name+"b", "")))
		s.write("away/"+name+"/foto/x.jpg", photo)
		if err := os.Rename(filepath.Join(s.dir, "away", name), filepath.Join(s.dir, "inbox", name)); err != nil {
			s.t.Fatal(err)
		}
		end(name+".csv", "done", name, name+"b")
	case 5: // faulty
		inbox(name+".csv", strings.Replace(soakHead+row(name, ""), "/06/", "/33/", 1))
		end(name+".csv", "failed")
	case 6: // faulty, corrected when the reason is there
		right := soakHead + row(name, "")
		inbox(name+".csv", strings.Replace(right, "/06/", "/33/", 1))
		s.faulty[name+".csv"] = right
		end(name+".csv", "done", name)
	case 7: // twice, as browsers name it
		for _, file := range []string{name + ".csv", name + " (1).csv"} {
			inbox(file, soakHead+row(name, ""))
			end(file, "done")
		}
		end(name+".csv", "done", name)
		s.ends[name+".csv"] = soakEnd{"done", 1}
	case 8: // renamed in
		s.write("away/"+name+".csv", []byte(soakHead+row(name, "")))
		if err := os.Rename(filepath.Join(s.dir, "away", name+".csv"), filepath.Join(s.dir, "inbox", name+".csv")); err != nil {
			s.t.Fatal(err)
		}
		end(name+".csv", "done", name)
	case 9: // a good event and a faulty one
		inbox(name+".csv", soakHead+row(name, "")+strings.Replace(row(name+"x", ""), "/06/", "/33/", 1))
		end(name+".csv", "failed", name)
	}
}

// correct drops what was faulty once more, as its reason says.
func (s *soak) correct() {
	s.t.Helper()
	for _, file := range slices.Sorted(maps.Keys(s.faulty)) {
		if _, err := os.Stat(filepath.Join(s.dir, "failed", file+".reason.txt")); err == nil && !s.corrected[file] {
			s.corrected[file] = true
			s.write("inbox/"+file, []byte(s.faulty[file]))
		}
	}
}

// over reports whether nothing is left to do and the status says so.
func (s *soak) over() bool {
	if len(s.corrected) < len(s.faulty) {
		return false
	}
	for _, name := range []string{"inbox", "working"} {
		if list, err := os.ReadDir(filepath.Join(s.dir, name)); err != nil || len(list) > 0 {
			return false
		}
	}
	data, err := os.ReadFile(filepath.Join(s.dir, "out", "status.json"))
	if err != nil {
		return false
	}
	var st drop.Status
	if err := json.Unmarshal(data, &st); err != nil {
		s.t.Fatalf("a half status: %v", err)
	}
	return len(st.Waiting)+len(st.Working) == 0
}

// sample notes the memory and the open files of giro every few seconds.
func (s *soak) sample() {
	if time.Since(s.sampled) < max(time.Second, s.form.time/720) {
		return
	}
	if since := time.Since(s.started); since > 15*time.Second {
		var life struct{ Alive time.Time }
		if data, err := os.ReadFile(filepath.Join(s.dir, ".giro-watch", "health.json")); err == nil && json.Unmarshal(data, &life) == nil {
			s.silent = max(s.silent, min(since, time.Since(life.Alive)))
		}
	}
	proc := fmt.Sprintf("/proc/%d", s.cmd.Process.Pid)
	files, err := os.ReadDir(proc + "/fd")
	if err != nil {
		return // not Linux, or it has just been killed
	}
	rollup, err := os.ReadFile(proc + "/smaps_rollup")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(rollup)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "Pss:" {
			if kb, err := strconv.ParseFloat(f[1], 64); err == nil && kb > 0 {
				s.sampled = time.Now()
				s.memory = append(s.memory, kb/1000)
				s.handles = append(s.handles, float64(len(files)))
			}
		}
	}
}

// tell logs what was measured.
func (s *soak) tell() {
	quarter := func(list []float64, n int) string {
		part := slices.Sorted(slices.Values(list[len(list)*n/4 : len(list)*(n+1)/4]))
		if len(part) == 0 {
			return "none"
		}
		return fmt.Sprintf("median %.0f, most %.0f", part[len(part)/2], part[len(part)-1])
	}
	s.t.Logf("%d drops, %d posts, %d kills (%d while a drop was in work), %d samples", s.form.drops, len(s.posts), s.form.kills, s.killed, len(s.memory))
	s.t.Logf("%d hostile drops; the oldest sign of life was %v old", s.form.hostile, s.silent.Round(time.Second))
	for n := range 4 {
		s.t.Logf("quarter %d: memory in MB (PSS) %s; open files %s", n+1, quarter(s.memory, n), quarter(s.handles, n))
	}
}

// check compares the share with what must have come of the drops.
func (s *soak) check() {
	s.t.Helper()
	// Where each table and text lies.
	found := map[string][]string{}
	for rel := range strings.SplitSeq(s.files(), "\n") {
		base := strings.Replace(filepath.Base(rel), " (2)", "", 1)
		if strings.Contains(rel, "hostile") {
			continue
		}
		if ext := filepath.Ext(base); ext == ".csv" || ext == ".ics" || ext == ".txt" && !strings.HasSuffix(base, ".reason.txt") {
			if top, _, _ := strings.Cut(rel, "/"); top != "channel" && top != "out" && !strings.HasPrefix(rel, "failed/replaced/") {
				found[base] = append(found[base], rel)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.ends)) {
		want := s.ends[name]
		if got := found[name]; len(got) != want.files || slices.ContainsFunc(got, func(p string) bool { return !strings.HasPrefix(p, want.state+"/") }) {
			s.t.Errorf("%s lies in %q, want %d in %s", name, got, want.files, want.state)
		}
		_, err := os.Stat(filepath.Join(s.dir, "failed", name+".reason.txt"))
		if (err == nil) != (want.state == "failed") {
			s.t.Errorf("%s has ended as %s; its reason: %v", name, want.state, err)
		}
	}
	if len(found) != len(s.ends) {
		s.t.Errorf("%d drops lie there, %d were dropped", len(found), len(s.ends))
	}
	// Each post once, and as its manifest says.
	videos, err := filepath.Glob(filepath.Join(s.dir, "out", "*.mp4"))
	if err != nil || len(videos) != len(s.posts) {
		s.t.Errorf("%d videos, want %d: %v", len(videos), len(s.posts), err)
	}
	for i, p := range s.posts {
		base := filepath.Join(s.dir, "out", p)
		data, err := os.ReadFile(base + ".json")
		if err != nil {
			s.t.Error(err)
			continue
		}
		var m post.Manifest
		if err := json.Unmarshal(data, &m); err != nil {
			s.t.Errorf("%s: %v", p, err)
			continue
		}
		for _, f := range append([]post.FileFact{m.Video, m.Cover}, m.Kit...) {
			sum, size := soakSum(s.t, filepath.Join(s.dir, "out", f.Name))
			if sum != f.SHA256 || f.Bytes > 0 && size != f.Bytes {
				s.t.Errorf("%s is not what its manifest says", f.Name)
			}
		}
		if i%10 == 0 { // decoded, as a sample
			if out, err := exec.CommandContext(s.t.Context(), s.giro, "check", "--format", m.Format, base+".mp4").CombinedOutput(); err != nil {
				s.t.Errorf("%s: %v\n%s", p, err, out)
			}
		}
	}
	s.checkHostile()
	s.checkJournal()
}

// checkHostile looks for what an attack may have changed or left.
func (s *soak) checkHostile() {
	s.t.Helper()
	if data, err := os.ReadFile(filepath.Join(s.dir, "channel", "channel.yaml")); err != nil || string(data) != soakChannel {
		s.t.Errorf("the channel's settings are %q, %v", data, err)
	}
	if s.silent > 15*time.Second {
		s.t.Errorf("the sign of life was %v old", s.silent)
	}
	err := filepath.WalkDir(s.dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !d.Type().IsRegular() {
			s.t.Errorf("%s is left, which is %v", p, d.Type())
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

// checkJournal looks for one end of each drop that was taken and not given back.
func (s *soak) checkJournal() {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(inbox.StateOf(filepath.Join(s.dir, ".state", "giro", "watch"), filepath.Join(s.dir, "inbox")), "journal.jsonl"))
	if err != nil {
		s.t.Fatal(err)
	}
	copied := filepath.Join(s.t.TempDir(), "journal")
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		s.t.Fatal(err)
	}
	j, list, err := inbox.OpenJournal(copied)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		s.t.Error(err)
	}
	open := map[string]inbox.Step{}
	made := map[string]int{}
	for _, r := range list {
		switch r.Step {
		case inbox.Claimed:
			open[r.ID] = inbox.Claimed
		case inbox.Ended:
			if open[r.ID] != inbox.Claimed {
				s.t.Errorf("%s has ended while %q", r.ID, open[r.ID])
			}
			open[r.ID] = inbox.Ended
		case inbox.Finished:
			made[r.Key]++
		case inbox.Returned, inbox.Filed:
			delete(open, r.ID)
		case inbox.Known, inbox.Planned, inbox.Notified, inbox.Waits, inbox.Past, inbox.Began, inbox.Paused:
		}
	}
	if len(open) > 0 {
		s.t.Errorf("open in the journal: %v", open)
	}
	for _, p := range s.posts {
		if made[p] != 1 {
			s.t.Errorf("%s was finished %d times", p, made[p])
		}
	}
	if len(made) != len(s.posts) {
		s.t.Errorf("%d posts were finished, want %d", len(made), len(s.posts))
	}
}

// files lists the files of the share, one a line, but those of giro itself.
func (s *soak) files() string {
	var out []string
	err := filepath.WalkDir(s.dir, func(p string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && strings.HasPrefix(e.Name(), ".") {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(s.dir, p)
		if err == nil && !e.IsDir() {
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
	return strings.Join(out, "\n")
}

func soakSum(t *testing.T, file string) (sum string, size int64) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Error(err)
		return "", 0
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		t.Error(err)
	}
	return hex.EncodeToString(h.Sum(nil)), size
}
