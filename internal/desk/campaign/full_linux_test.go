package campaign_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestDiskFull runs into a disk of one megabyte; mounting one needs root.
func TestDiskFull(t *testing.T) {
	dir, out := oneFormat(t, smallCampaign(t)), t.TempDir()
	if err := syscall.Mount("tmpfs", out, "tmpfs", 0, "size=400k"); err != nil {
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(out, 0); err != nil {
			t.Error(err)
		}
	}()
	cache := t.TempDir()
	d := ready(t, dir, cache)
	d.Campaign.Out = out
	_, err := d.Run(t.Context(), campaign.RunOptions{}, func(*campaign.Plan) error { return nil })
	list, ok := diag.Messages(disk.Fault(err))
	if !ok || !strings.Contains(list[0].Text.String(), "full") && !strings.Contains(list[0].Text.String(), "no space left") {
		t.Fatalf("got %v", err)
	}
	t.Log(list[0].Text)
	for name := range outputs(t, out) {
		t.Logf("%s is there", name)
	}
	// With room, the run goes on from the segments that exist.
	d = ready(t, dir, cache)
	d.Campaign.Out = filepath.Join(dir, "out")
	sum, _ := run(t, d, campaign.RunOptions{})
	if sum.Rendered != 2 || sum.Segments.Rendered >= sum.Segments.Total/2 {
		t.Errorf("%+v", sum)
	}
}
