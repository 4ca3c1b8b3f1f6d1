package campaign_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/post"
	"github.com/giro-video/giro/internal/film/store"
	"github.com/giro-video/giro/internal/media/ffmpeg"
)

// small is a campaign of two events in two formats that have the same frames,
// in a design of three short scenes, without music.
var small = map[string]string{
	"channel.yaml": `name: Prova
languages: [it]
zone: Europe/Rome
brand: {extends: quartieri}
templates: designs
`,
	"campaign.yaml": `name: Piccola
events: eventi.csv
templates: tiny
formats: [tiktok, reels]
schedule: {from: 2027-06-01, to: 2027-06-30, time: "18:00"}
hashtags: [prova]
`,
	"eventi.csv": `id;titolo;sottotitolo;closing;data;immagine
uno;Primo;Qui;Vieni;10/06/2027;photo.jpg
due;Secondo;Di là;Vieni;20/06/2027;
`,
	"designs/tiny.yaml": `giro: 1
name: tiny
title: {en: Tiny}
use: {en: for tests}
kit: quartieri
tempo: {bpm: 120}
inputs:
  title: {required: true, title: {en: Title}}
  what: {from: [subtitle], title: {en: What}}
  closing: {from: [extra.closing], title: {en: Closing}}
scenes:
  - name: hook
    bars: 1
    layers:
      - photo: image
        motion: none
        else: {backdrop: kit, tone: quiet, motion: none}
      - panel: primary
        box: {cols: 1-5, rows: 4-6}
        layers: [{text: "{title}", role: [display, title]}]
  - name: what
    bars: 1
    layers:
      - panel: paper
        box: room
        layers: [{text: "{what}", role: [display, title]}]
  - name: end
    bars: 1
    layers:
      - panel: ink
        box: room
        layers: [{text: "{closing}", role: [display, title]}]
`,
}

// smallCampaign writes it and returns its folder.
func smallCampaign(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range small {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		write(t, path, text)
	}
	photo, err := os.ReadFile("../../../assets/demo/photos/dandelion.jpg")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "photo.jpg"), string(photo))
	return dir
}

// oneFormat makes the small campaign one of two posts, in squares.
func oneFormat(t testing.TB, dir string) string {
	t.Helper()
	change(t, filepath.Join(dir, "campaign.yaml"), "[tiktok, reels]", "square")
	return dir
}

// ready gives a desk its tool and a store.
func ready(t testing.TB, dir, cache string) *campaign.Runner {
	t.Helper()
	d := open(t, dir)
	tool, err := ffmpeg.Find(t.Context(), ffmpeg.LookPath)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(cache, 0, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	d.Tool, d.FFmpeg, d.Store, d.Preset = tool, tool.Version.Text, st, "ultrafast"
	return d
}

// run runs and returns the plan that was told.
func run(t testing.TB, d *campaign.Runner, opt campaign.RunOptions) (campaign.Summary, *campaign.Plan) {
	t.Helper()
	var told *campaign.Plan
	if opt.Report == nil {
		opt.Report = func(ev campaign.Event) {
			if ev.Kind == campaign.Failed {
				t.Logf("%s failed: %v %v", ev.Entry.ID, ev.Faults, ev.Err)
			}
		}
	}
	sum, err := d.Run(t.Context(), opt, func(p *campaign.Plan) error { told = p; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return sum, told
}

// outputs reads the files of the posts; what the review adds is left out.
func outputs(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return out
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || e.Name() == campaign.IndexFile || e.Name() == "plan.csv" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = data
	}
	return out
}

func TestRunMakesWhatChangedAndNoMore(t *testing.T) {
	dir, cache := smallCampaign(t), t.TempDir()
	out := filepath.Join(dir, "out")
	sum, _ := run(t, ready(t, dir, cache), campaign.RunOptions{})
	if sum.Rendered != 4 || sum.Failed+sum.Refused+sum.Unchanged != 0 {
		t.Fatalf("first run: %+v", sum)
	}
	// TikTok and Reels have the same segments: each is encoded once.
	// The closing card is the same in all posts.
	if sum.Segments.Rendered*2 > sum.Segments.Total || sum.Segments.Rendered == 0 {
		t.Errorf("%d of %d segments were rendered", sum.Segments.Rendered, sum.Segments.Total)
	}
	for _, name := range []string{"uno.it.tiktok", "due.it.reels"} {
		for _, suffix := range []string{".mp4", ".jpg", ".txt", ".srt", ".vtt", ".alt.txt", ".json"} {
			if info, err := os.Stat(filepath.Join(out, name+suffix)); err != nil || info.Size() == 0 {
				t.Errorf("%s: %v", name+suffix, err)
			}
		}
	}
	for _, name := range []string{"index.html", "contact-sheet.jpg", "plan.csv", "calendar.ics"} {
		if info, err := os.Stat(filepath.Join(out, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	first := outputs(t, out)
	when := func(name string) time.Time {
		info, err := os.Stat(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}

	t.Run("unchanged", func(t *testing.T) {
		before := when("uno.it.reels.mp4")
		started := time.Now()
		sum, _ := run(t, ready(t, dir, cache), campaign.RunOptions{})
		if sum.Unchanged != 4 || sum.Rendered != 0 || time.Since(started) > 3*time.Second {
			t.Errorf("%+v in %s", sum, time.Since(started))
		}
		if !when("uno.it.reels.mp4").Equal(before) {
			t.Error("a file was replaced by itself")
		}
	})
	t.Run("one word", func(t *testing.T) {
		change(t, filepath.Join(dir, "eventi.csv"), "Di là", "Di qua")
		sum, p := run(t, ready(t, dir, cache), campaign.RunOptions{})
		if sum.Rendered != 2 || sum.Unchanged != 2 {
			t.Errorf("%+v", sum)
		}
		for _, e := range p.Entries {
			if e.Event.ID == "due" && e.Why.String() != "subtitle" {
				t.Errorf("%s changed: %q", e.ID, e.Why)
			}
		}
		// Only the scene that shows it, and the entrances that it has a part in.
		if sum.Segments.Rendered == 0 || sum.Segments.Rendered*2 > sum.Segments.Total {
			t.Errorf("%d of %d segments were rendered", sum.Segments.Rendered, sum.Segments.Total)
		}
	})
	t.Run("the accent", func(t *testing.T) {
		change(t, filepath.Join(dir, "channel.yaml"), "{extends: quartieri}", `{extends: quartieri, palette: {primary: "#FFC61A"}, accent: ""}`)
		p := plan(t, ready(t, dir, cache))
		for _, e := range p.Entries {
			if e.State != campaign.Changed || e.Why.String() != "the brand" {
				t.Errorf("%s is %s: %s", e.ID, e.State, e.Why)
			}
		}
		write(t, filepath.Join(dir, "channel.yaml"), small["channel.yaml"])
	})
	t.Run("a removed file comes back", func(t *testing.T) {
		if err := os.Remove(filepath.Join(out, "uno.it.reels.txt")); err != nil {
			t.Fatal(err)
		}
		before := when("uno.it.reels.mp4")
		sum, p := run(t, ready(t, dir, cache), campaign.RunOptions{Only: []string{"uno.*"}})
		if sum.Rendered != 1 || sum.Segments.Rendered != 0 || !strings.Contains(p.Entries[1].Why.String(), "uno.it.reels.txt") {
			t.Errorf("%+v %q", sum, p.Entries[1].Why)
		}
		if !bytes.Equal(outputs(t, out)["uno.it.reels.txt"], first["uno.it.reels.txt"]) || !when("uno.it.reels.mp4").Equal(before) {
			t.Error("the kit is another, or the video was replaced by itself")
		}
	})
	t.Run("one fails, one leaves", func(t *testing.T) {
		write(t, filepath.Join(dir, "eventi.csv"), "id;titolo;sottotitolo;closing;data;immagine\nuno;"+strings.Repeat("Lunghissimo ", 60)+";Qui;Vieni;10/06/2027;\ntre;Terzo;Là;Vieni;12/06/2027;\n")
		sum, p := run(t, ready(t, dir, cache), campaign.RunOptions{})
		if sum.Rendered != 2 || sum.Refused != 2 {
			t.Fatalf("%+v", sum)
		}
		if !slices.Equal(p.Left, []string{"due.it.reels", "due.it.tiktok"}) {
			t.Errorf("left: %v", p.Left)
		}
		if page, err := os.ReadFile(filepath.Join(out, campaign.IndexFile)); err != nil || strings.Count(string(page), "The video is from before") != 2 {
			t.Errorf("the page shows refused posts with videos of before: %v", err)
		}
		again := plan(t, ready(t, dir, cache))
		if again.Count(campaign.Refused) != 2 || again.Count(campaign.Unchanged) != 2 {
			t.Errorf("the next plan: %d refused, %d unchanged", again.Count(campaign.Refused), again.Count(campaign.Unchanged))
		}
		d := ready(t, dir, cache)
		left := plan(t, d).Left
		trash, err := d.Prune(t.Context(), left)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(trash, "due.it.reels.mp4")); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(out, "due.it.reels.mp4")); err == nil {
			t.Error("a pruned post is still there")
		}
		if left := plan(t, ready(t, dir, cache)).Left; len(left) != 0 {
			t.Errorf("still left: %v", left)
		}
	})
	t.Run("a script without a font is tried again", func(t *testing.T) {
		// Tolong Siki, of Unicode 17: no font has it.
		change(t, filepath.Join(dir, "eventi.csv"), strings.Repeat("Lunghissimo ", 60), "\U00011DB1\U00011DB2")
		if sum, _ := run(t, ready(t, dir, cache), campaign.RunOptions{}); sum.Refused != 2 {
			t.Errorf("%+v", sum)
		}
		if n := plan(t, ready(t, dir, cache)).Count(campaign.Refused); n != 0 {
			t.Errorf("%d posts are refused without looking for a font", n)
		}
	})
	t.Run("the computer's fonts", func(t *testing.T) {
		change(t, filepath.Join(dir, "eventi.csv"), "\U00011DB1\U00011DB2", "Γιορτή")
		with := func(fonts fstest.MapFS) *campaign.Runner {
			d := ready(t, dir, cache)
			d.Assembler.Fonts().SetSystem(func() []fs.FS { return []fs.FS{fonts} })
			return d
		}
		font, other := fstest.MapFS{"a.ttf": {Data: goregular.TTF}}, fstest.MapFS{"a.ttf": {Data: gobold.TTF}}
		if sum, _ := run(t, with(font), campaign.RunOptions{Only: []string{"uno.it.reels"}}); sum.Rendered != 1 {
			t.Fatalf("%+v", sum)
		}
		for name, c := range map[string]struct {
			fonts fstest.MapFS
			want  string
		}{"the same": {font, "unchanged: "}, "another": {other, "changed: the fonts of this computer"}, "none": {nil, "changed: the fonts of this computer"}} {
			for _, e := range plan(t, with(c.fonts)).Entries {
				if got := string(e.State) + ": " + e.Why.String(); e.ID == "uno.it.reels" && got != c.want {
					t.Errorf("with %s it is %s", name, got)
				}
			}
		}
	})
}

// TestChangedInput replaces a photo between the plan and the frames: nothing
// that is made from the new one may pass for the old one.
func TestChangedInput(t *testing.T) {
	dir, cache := smallCampaign(t), t.TempDir()
	other, err := os.ReadFile("../../../assets/demo/photos/brushes.jpg")
	if err != nil {
		t.Fatal(err)
	}
	d := ready(t, dir, cache)
	e := plan(t, d).Entries[1]
	p, faults, err := d.Assembler.Assemble(d.Request(e))
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	write(t, filepath.Join(dir, "photo.jpg"), string(other))
	_, err = p.Render(t.Context(), post.Options{Tool: d.Tool, Store: d.Store, Out: e.Output, Quality: d.Quality, Preset: d.Preset, Jobs: 1})
	list, ok := diag.Messages(err)
	if !ok || !strings.Contains(list[0].Text.String(), `the photo "photo.jpg" was changed while it was being used`) {
		t.Fatalf("got %v", err)
	}
	if files := outputs(t, filepath.Join(dir, "out")); len(files) != 0 {
		t.Errorf("%d files are there", len(files))
	}

	// Changed between the plan and the post: it is made, and looked at again.
	opt := campaign.RunOptions{Only: []string{e.ID}, Report: func(ev campaign.Event) {
		if ev.Kind == campaign.Started {
			write(t, filepath.Join(dir, "photo.jpg"), string(other)+"\n")
		}
	}}
	if sum, _ := run(t, ready(t, dir, cache), opt); sum.Rendered != 1 {
		t.Errorf("%+v", sum)
	}
	if e := plan(t, ready(t, dir, cache)).Entries[1]; e.State != campaign.Changed || e.Why.String() != "the picture photo.jpg" {
		t.Errorf("%s is %s: %s", e.ID, e.State, e.Why)
	}
}

// TestFolderFaults: an output folder that cannot be written to, and one in use.
func TestFolderFaults(t *testing.T) {
	dir, cache := smallCampaign(t), t.TempDir()
	nothing := func(*campaign.Plan) error { return nil }
	t.Run("not a folder", func(t *testing.T) {
		d := ready(t, dir, cache)
		d.Campaign.Out = filepath.Join(dir, "eventi.csv", "out")
		_, err := d.Run(t.Context(), campaign.RunOptions{}, nothing)
		list, ok := diag.Messages(disk.Fault(err))
		if !ok || !strings.Contains(list[0].Text.String(), "cannot write") || list[0].Hint.IsZero() {
			t.Errorf("got %v", err)
		}
	})
	t.Run("in use", func(t *testing.T) {
		d := ready(t, dir, cache)
		stop := errors.New("stop")
		_, err := d.Run(t.Context(), campaign.RunOptions{}, func(*campaign.Plan) error {
			_, err := ready(t, dir, cache).Run(t.Context(), campaign.RunOptions{}, nothing)
			list, ok := diag.Messages(err)
			if !ok || !strings.Contains(list[0].Text.String(), fmt.Sprintf("another run of giro is working in this folder (process %d", os.Getpid())) {
				t.Errorf("got %v", err)
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("gone", func(t *testing.T) {
		d := ready(t, dir, cache)
		_, err := d.Run(t.Context(), campaign.RunOptions{}, func(*campaign.Plan) error {
			return os.RemoveAll(filepath.Join(dir, "out"))
		})
		if list, ok := diag.Messages(err); !ok || !strings.Contains(list[0].Text.String(), "has gone") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := ready(t, dir, cache).Run(ctx, campaign.RunOptions{Report: func(campaign.Event) { cancel() }}, nothing)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		for name := range outputs(t, filepath.Join(dir, "out")) {
			t.Errorf("%s is there", name)
		}
	})
}

// childEnv asks the test binary to run the campaign in a folder, as a process
// that can be killed.
const childEnv = "GIRO_TEST_CAMPAIGN"

// TestRunToBeKilled is the process that TestKilledRunsLeaveWholeFiles kills.
func TestRunToBeKilled(t *testing.T) {
	dir := os.Getenv(childEnv)
	if dir == "" {
		t.Skip("run by TestKilledRunsLeaveWholeFiles")
	}
	run(t, ready(t, dir, filepath.Join(dir, "cache")), campaign.RunOptions{})
}

// TestKilledRunsLeaveWholeFiles kills runs at random moments. What stands under a final name is
// always whole, and the run that ends leaves the bytes of an undisturbed one.
func TestKilledRunsLeaveWholeFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	whole := oneFormat(t, smallCampaign(t))
	started := time.Now()
	run(t, ready(t, whole, t.TempDir()), campaign.RunOptions{})
	length := time.Since(started)
	want := outputs(t, filepath.Join(whole, "out"))

	dir := oneFormat(t, smallCampaign(t))
	const kills = 4
	random := rand.New(rand.NewPCG(1, 0))
	for range kills {
		after := time.Duration(random.Int64N(int64(length)/2)) + 100*time.Millisecond
		ctx, cancel := context.WithTimeout(t.Context(), after) // it kills
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestRunToBeKilled$")
		cmd.Env = append(os.Environ(), childEnv+"="+dir)
		_ = cmd.Run() // killed, or done before
		cancel()
		for name, data := range outputs(t, filepath.Join(dir, "out")) {
			if !bytes.Equal(data, want[name]) && name != "contact-sheet.jpg" {
				t.Errorf("after a kill, %s is not whole", name)
			}
		}
	}
	sum, _ := run(t, ready(t, dir, filepath.Join(dir, "cache")), campaign.RunOptions{})
	t.Logf("undisturbed in %s; the last run: %+v", length, sum)
	got := outputs(t, filepath.Join(dir, "out"))
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, data := range want {
		if !bytes.Equal(got[name], data) {
			t.Errorf("%s differs from an undisturbed run's", name)
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") && !e.IsDir() {
			t.Errorf("%s is left", e.Name())
		}
	}
}
