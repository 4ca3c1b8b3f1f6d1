package campaign_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestRightsBegin refuses a post whose picture may not be used yet, and tries it
// again when it may.
func TestRightsBegin(t *testing.T) {
	dir := smallCampaign(t)
	change(t, filepath.Join(dir, "channel.yaml"), "zone:", "rights: strict\nzone:")
	change(t, filepath.Join(dir, campaign.File), `schedule: {from: 2027-06-01, to: 2027-06-30, time: "18:00"}`, "silent: true")
	first := today.AddDate(0, 0, 3)
	write(t, filepath.Join(dir, "media.yaml"), "- {folder: ., licence: own, start: "+first.Format(time.DateOnly)+"}\n")
	states := func(now time.Time) (refused, todo int) {
		d := ready(t, dir, t.TempDir())
		d.Now = func() time.Time { return now }
		p := plan(t, d)
		return p.Count(campaign.Refused), p.Count(campaign.New) + p.Count(campaign.Changed)
	}
	d := ready(t, dir, t.TempDir())
	photos := []string{}
	for _, e := range plan(t, d).Entries {
		if slices.Contains(e.Event.Images, "photo.jpg") {
			photos = append(photos, e.ID)
		}
	}
	if len(photos) == 0 {
		t.Fatal("no post has a picture")
	}
	sum, _ := run(t, d, campaign.RunOptions{Only: photos})
	if sum.Rendered != 0 || sum.Failed+sum.Refused != len(photos) {
		t.Fatalf("%+v, want %d refused", sum, len(photos))
	}
	if refused, _ := states(first.AddDate(0, 0, -1)); refused != len(photos) {
		t.Errorf("%d are refused the day before, want %d", refused, len(photos))
	}
	if refused, todo := states(first); refused != 0 || todo < len(photos) {
		t.Errorf("%d are refused and %d to be made on the day itself", refused, todo)
	}
}
