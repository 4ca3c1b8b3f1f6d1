package campaign_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
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
