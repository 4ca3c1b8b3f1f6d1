package campaign_test

import (
	"flag"
	"slices"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/preset"
	"github.com/giro-video/giro/internal/film/check"
)

var every = flag.Bool("every", false, "render every post of every preset, not one of each design (about half an hour)")

// TestPresetsRender makes the posts of every preset as init writes it and reviews
// them: none is refused, no check fails, and the page works in a browser. Each
// design is rendered once, in the preset that comes first, and each preset has
// one post at least: the shortest that there is, cut short where the design knows
// how, and in a square, which has half as many pixels. -every renders them all, as
// they are; that all can be set is held by TestPresets.
func TestPresetsRender(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	list, err := preset.All()
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	drawn := map[string]bool{} // designs
	for _, p := range list {
		t.Run(p.Name, func(t *testing.T) {
			dir := scaffold(t, p.Name)
			d := shortened(t, ready(t, dir, cache))
			var only []string
			entries := plan(t, d).Entries
			if *every {
				for _, e := range entries {
					only = append(only, e.ID)
					drawn[e.Template] = true
				}
			} else {
				only = shortest(t, d, entries, drawn)
			}
			started := time.Now()
			sum, _ := run(t, d, campaign.RunOptions{Only: only, Report: func(ev campaign.Event) {
				switch ev.Kind {
				case campaign.Failed:
					t.Errorf("%s: %v %v", ev.Entry.ID, ev.Faults, ev.Err)
				case campaign.Done:
					for _, c := range ev.Facts.Checks {
						if c.Verdict == check.Fail { // in draft quality the seam may be a warning
							t.Errorf("%s: check %s: %s", ev.Entry.ID, c.ID, c.Message)
						}
					}
				case campaign.Started, campaign.Progress:
				}
			}})
			t.Logf("%d of %d posts in %s: %d of %d segments rendered", sum.Rendered, sum.Posts, time.Since(started).Round(time.Second),
				sum.Segments.Rendered, sum.Segments.Total)
			if sum.Rendered != len(only) || sum.Failed+sum.Refused+sum.Checks != 0 {
				t.Errorf("%+v", sum)
			}
			started = time.Now()
			if again, _ := run(t, shortened(t, ready(t, dir, cache)), campaign.RunOptions{Only: only}); again.Unchanged != len(only) || again.Rendered != 0 {
				t.Errorf("once more: %+v", again)
			}
			t.Logf("once more in %s", time.Since(started).Round(time.Millisecond))
			t.Run("review page", func(t *testing.T) {
				got := browse(t, d.Campaign.Out, 1280)
				if got.All != sum.Posts || got.Covers != len(only) || got.Seconds < 5 || got.Saved == "" {
					t.Errorf("saw %+v, want %d posts", got, sum.Posts)
				}
			})
		})
	}
	want := []string{"agenda", "alert", "call", "countdown", "notice", "numbers", "quartiere", "spotlight", "tour", "welcome"}
	var got []string
	for name := range drawn {
		got = append(got, name)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the presets show %v, want all designs: %v", got, want)
	}
}

// shortest returns the shortest post of each design that has not been drawn, or of
// all designs where every one has been, and notes the designs.
func shortest(t *testing.T, d *campaign.Runner, entries []*campaign.Entry, drawn map[string]bool) (ids []string) {
	t.Helper()
	type choice struct {
		id     string
		frames int
	}
	best := map[string]choice{} // by design, "" of all
	for _, e := range entries {
		p, faults, err := d.Assembler.Assemble(d.Request(e))
		if err != nil || p == nil {
			t.Fatalf("%s: %v %v", e.ID, err, faults)
		}
		for _, design := range []string{e.Template, ""} {
			if c, ok := best[design]; !ok || p.Plan.Grid.Frames < c.frames {
				best[design] = choice{e.ID, p.Plan.Grid.Frames}
			}
		}
	}
	for design, c := range best {
		if design != "" && !drawn[design] {
			ids = append(ids, c.id)
			drawn[design] = true
		}
	}
	if len(ids) == 0 {
		ids = []string{best[""].id}
	}
	return ids
}

// shortened makes a campaign's posts square and short, unless every post is wanted
// as it is.
func shortened(t *testing.T, d *campaign.Runner) *campaign.Runner {
	t.Helper()
	if *every {
		return d
	}
	d.Campaign.Formats = []string{"square"}
	for i := range d.Campaign.Rules {
		r := &d.Campaign.Rules[i]
		r.Form = nil
		r.Cut = "short"
		for _, name := range r.Use {
			var faults diag.List
			design, err := d.Assembler.Template(d.Channel, name, &faults)
			if err != nil || design == nil {
				t.Fatal(faults, err)
			}
			if _, ok := design.Cuts["short"]; !ok {
				r.Cut = ""
			}
		}
	}
	return d
}
