package campaign_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/base/disk/disktest"
	"github.com/giro-video/giro/internal/desk/campaign"
)

// TestShareWithoutLocks: a share that cannot lock takes a campaign, of one run at
// a time.
func TestShareWithoutLocks(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOLCK, syscall.EOPNOTSUPP, syscall.ENOSYS} {
		disktest.Run(t, disktest.Lock, errno, func(_ string, fail func()) {
			dir, cache := smallCampaign(t), t.TempDir()
			begin := func(planned func(*campaign.Plan) error) error {
				d := ready(t, dir, cache)
				d.SetWait(func(context.Context, time.Duration) error { return nil })
				_, err := d.Run(t.Context(), campaign.RunOptions{}, planned)
				return err
			}
			fail()
			stop := errors.New("stop")
			err := begin(func(*campaign.Plan) error {
				err := begin(func(*campaign.Plan) error { return errors.New("a second run has begun") })
				list, ok := diag.Messages(err)
				if !ok || !strings.Contains(list[0].Text.String(), fmt.Sprintf("another run of giro is working in this folder (process %d", os.Getpid())) {
					t.Errorf("%v: the second: %v", errno, err)
				}
				return stop
			})
			if !errors.Is(err, stop) {
				t.Errorf("%v: the first: %v", errno, err)
			}
			if err := begin(func(*campaign.Plan) error { return stop }); !errors.Is(err, stop) {
				t.Errorf("%v: the next: %v", errno, err)
			}
			// Another computer takes the folder while this one is out of reach.
			err = begin(func(*campaign.Plan) error {
				other, err := json.Marshal(disk.Lease{Alive: today, Host: "elsewhere", PID: 1, Version: 1, ID: "other"})
				if err != nil {
					return err
				}
				return disk.Write(filepath.Join(dir, "out", ".giro", "lease.json"), other, 0o644)
			})
			if list, ok := diag.Messages(err); !ok || !strings.Contains(list[0].Text.String(), "taken over") {
				t.Errorf("%v: taken over: %v", errno, err)
			}
		})
	}
}
