package campaign_test

import (
	"hash/maphash"
	"path/filepath"
	"testing"

	"github.com/giro-video/giro/internal/base/yuv"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/film/segment"
)

// painted tells segments apart by what one sees: the pixels of their frames.
// Those at the seam are encoded in another way.
type painted struct {
	pixels      uint64 // digest
	first, last bool
}

// paintAll paints every frame of every post of a campaign. It is the slow and
// obvious way to tell which segments there are.
func paintAll(t *testing.T, d *campaign.Runner, seed maphash.Seed) map[painted]bool {
	t.Helper()
	out := map[painted]bool{}
	for _, e := range plan(t, d).Entries {
		p, faults, err := d.Assembler.Assemble(d.Request(e))
		if err != nil || p == nil {
			t.Fatalf("%s: %v %v", e.ID, err, faults)
		}
		pic := p.Picture()
		settings, err := segment.For(p.Format, pic.Rate, pic.Frames, d.Quality, d.Preset)
		if err != nil {
			t.Fatal(err)
		}
		if err := pic.Prepare(t.Context(), 0, pic.Frames); err != nil {
			t.Fatal(err)
		}
		paint, err := pic.Painter()
		if err != nil {
			t.Fatal(err)
		}
		frame := yuv.NewFrame(pic.Size.W, pic.Size.H)
		for _, r := range segment.Split(pic.Frames, pic.Rate, pic.Cuts, settings.GOP) {
			var h maphash.Hash
			h.SetSeed(seed)
			for n := r.From; n < r.To; n++ {
				if err := paint(frame, n); err != nil {
					t.Fatal(err)
				}
				_, _ = h.Write(frame.Pix) // a hash never fails
			}
			out[painted{h.Sum64(), r.From == 0, r.To == pic.Frames}] = true
		}
	}
	return out
}

// TestOnlyWhatShowsIt counts the segments that are rendered after a change: those
// whose pixels no segment had before, and no others. What posts have in common is
// rendered once.
func TestOnlyWhatShowsIt(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	dir, cache := oneFormat(t, smallCampaign(t)), t.TempDir()
	table, channel := filepath.Join(dir, "eventi.csv"), filepath.Join(dir, "channel.yaml")
	seed := maphash.MakeSeed()
	before := map[painted]bool{}
	for _, step := range []struct {
		name     string
		change   func()
		rendered int // posts
		all      bool
	}{
		{"the first time", func() {}, 2, true},
		{"an event's title", func() { change(t, table, "Primo", "Prima") }, 1, false},
		{"the accent", func() {
			change(t, channel, "{extends: quartieri}", `{extends: quartieri, accents: {isola: "#FF8A3D"}}`)
		}, 2, false},
	} {
		step.change()
		d := ready(t, dir, cache)
		after := paintAll(t, d, seed)
		want := 0
		for s := range after {
			if !before[s] {
				want++
			}
			before[s] = true
		}
		sum, _ := run(t, d, campaign.RunOptions{})
		t.Logf("%s: %d of %d segments rendered, %d distinct", step.name, sum.Segments.Rendered, sum.Segments.Total, len(after))
		if sum.Rendered != step.rendered || sum.Segments.Rendered != want {
			t.Errorf("%s: %d posts, %d segments were rendered, want %d and %d", step.name, sum.Rendered, sum.Segments.Rendered, step.rendered, want)
		}
		if (want == len(after)) != step.all || want == 0 {
			t.Errorf("%s shows in %d of %d segments: that says little", step.name, want, len(after))
		}
	}
}
