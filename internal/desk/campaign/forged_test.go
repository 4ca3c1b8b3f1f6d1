package campaign_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestForgedState: who may write to the folder of the posts can have nothing
// moved but a post that its own manifest names.
func TestForgedState(t *testing.T) {
	t.Parallel()
	dir := oneFormat(t, smallCampaign(t))
	out := filepath.Join(dir, "out")
	if err := os.MkdirAll(filepath.Join(out, ".giro"), 0o750); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(out, ".giro", "state.json"), `{"schema":1,"posts":{
		"gone": {"files":{"../outside.txt":{}}},
		"../outside": {"files":{"../outside.mp4":{}}},
		"sub/outside": {"files":{"sub/outside.mp4":{}}},
		"nothing": null,
		"theirs": {"files":{"theirs.mp4":{}}},
		"other": {"files":{"theirs.mp4":{}}},
		"linked": {"files":{"linked.mp4":{},"linked.json":{}}},
		"mine": {"files":{"mine.mp4":{},"mine.json":{}}}}}`)
	for name, text := range map[string]string{
		"outside.txt": "o", "outside.mp4": "o", "out/theirs.mp4": "t", "out/notes.txt": "n",
		"out/mine.mp4": "m", "out/mine.json": `{"video":{"name":"mine.mp4"},"kit":[{"name":"notes.txt"},{"name":"../outside.txt"}]}`,
		"out/linked.json": `{"video":{"name":"linked.mp4"}}`,
	} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	if err := os.Symlink(filepath.Join(dir, "outside.mp4"), filepath.Join(out, "linked.mp4")); err != nil {
		t.Skipf("no links here: %v", err)
	}
	d := ready(t, dir, t.TempDir())
	d.Campaign.Out = out
	left := plan(t, d).Left
	if want := []string{"linked", "mine", "theirs"}; !slices.Equal(left, want) {
		t.Errorf("left: %q, want %q", left, want)
	}
	trash, err := d.Prune(t.Context(), slices.Concat(left, []string{"gone", "../outside", "nothing"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"outside.txt", "outside.mp4", "out/theirs.mp4", "out/notes.txt", "out/linked.mp4"} {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Errorf("%s was moved: %v", name, err)
		}
	}
	for _, name := range []string{"mine.mp4", "mine.json", "linked.json"} {
		if _, err := os.Lstat(filepath.Join(trash, name)); err != nil {
			t.Errorf("%s was not moved: %v", name, err)
		}
	}
}

// TestLeftOversOfAKilledRun: what a killed run was writing is taken away by the
// next, and nothing else that is called likewise.
func TestLeftOversOfAKilledRun(t *testing.T) {
	t.Parallel()
	dir := oneFormat(t, smallCampaign(t))
	out := filepath.Join(dir, "out")
	if err := os.MkdirAll(filepath.Join(out, ".giro"), 0o750); err != nil {
		t.Fatal(err)
	}
	began := time.Now().Add(-time.Hour)
	for name, at := range map[string]time.Time{
		".giro/running": began, ".giro-1.part": began.Add(time.Minute), ".giro/.giro-2.part": began.Add(time.Minute),
		".giro-3.part": began.Add(-24 * time.Hour), ".film.part": began.Add(time.Minute), "giro-4.part": began.Add(time.Minute),
	} {
		path := filepath.Join(out, filepath.FromSlash(name))
		write(t, path, "x")
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	d := ready(t, dir, t.TempDir())
	d.Campaign.Out = out
	run(t, d, campaign.RunOptions{Only: []string{"none"}})
	for name, stays := range map[string]bool{".giro-1.part": false, ".giro/.giro-2.part": false, ".giro-3.part": true, ".film.part": true, "giro-4.part": true} {
		if _, err := os.Stat(filepath.Join(out, filepath.FromSlash(name))); (err == nil) != stays {
			t.Errorf("%s: %v", name, err)
		}
	}
	// That run ended in order: what comes now is of nobody that was killed.
	write(t, filepath.Join(out, ".giro-5.part"), "x")
	d = ready(t, dir, t.TempDir())
	d.Campaign.Out = out
	run(t, d, campaign.RunOptions{Only: []string{"none"}})
	if _, err := os.Stat(filepath.Join(out, ".giro-5.part")); err != nil {
		t.Error(err)
	}
}
