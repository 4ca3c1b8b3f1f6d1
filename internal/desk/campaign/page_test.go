package campaign_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/film/segment"
)

// TestReviewPage opens the page of a run in a browser and uses it.
func TestReviewPage(t *testing.T) {
	browser(t)
	dir, cache := smallCampaign(t), t.TempDir()
	run(t, ready(t, dir, cache), campaign.RunOptions{})
	out := filepath.Join(dir, "out")
	got := browse(t, out, 1280)
	if got.All != 4 || got.Covers != 4 || got.Filters < 3 || !strings.HasPrefix(got.Count, "4 of 4 posts") {
		t.Errorf("filters: %+v", got)
	}
	if got.Seconds < 3 {
		t.Errorf("the video has %v s", got.Seconds)
	}
	caption, err := os.ReadFile(filepath.Join(out, "uno.it.tiktok.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Copied) == 0 || got.Copied[0] != strings.TrimSpace(string(caption)) || got.Said != "Copied" && got.Said != "Select the text and copy it" { // it asks for a right that a test cannot give
		t.Errorf("copied %q and said %q", got.Copied, got.Said)
	}

	// The saved marks are read again, and hold for the video that was seen.
	write(t, filepath.Join(out, campaign.ApprovalsFile), got.Saved)
	list, err := campaign.Approvals(out)
	if err != nil || len(list) != 1 || list["uno.it.tiktok"].By != "Anna" || len(list["uno.it.tiktok"].SHA256) != 64 || list["uno.it.tiktok"].At == "" {
		t.Fatalf("approvals: %+v %v of %s", list, err, got.Saved)
	}
	run(t, ready(t, dir, cache), campaign.RunOptions{})
	page, err := os.ReadFile(filepath.Join(out, campaign.IndexFile))
	if err != nil || strings.Count(string(page), " checked") != 1 {
		t.Errorf("the approval is not on the page: %v", err)
	}
	// They hold in another quality, and not for other words.
	better := ready(t, dir, cache)
	better.Quality = segment.Standard
	if sum, _ := run(t, better, campaign.RunOptions{Approved: list}); sum.Rendered != 1 || sum.Skipped != 3 {
		t.Errorf("approved posts: %+v", sum)
	}
	if page, err = os.ReadFile(filepath.Join(out, campaign.IndexFile)); err != nil || strings.Count(string(page), " checked") != 1 {
		t.Errorf("the approval does not hold in another quality: %v", err)
	}
	write(t, filepath.Join(out, campaign.ApprovalsFile), "{")
	if _, err := campaign.Approvals(out); err == nil {
		t.Error("half a file passed for approvals")
	}

	t.Run("on a telephone", func(t *testing.T) { browse(t, out, 390) })
}
