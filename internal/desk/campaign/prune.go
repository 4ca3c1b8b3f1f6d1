package campaign

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
)

// trash is the folder below the output that pruned posts go to.
const trash = "trash"

// Prune moves the files of posts that left the plan into a folder of the day
// below OUT/trash and forgets them. It returns that folder, "" when there was
// nothing to move. Nothing is ever deleted.
func (d *Runner) Prune(ctx context.Context, left []string) (string, error) {
	if len(left) == 0 {
		return "", nil
	}
	lock, err := d.lockFolder(ctx)
	if err != nil {
		return "", err
	}
	defer lock.Release()
	dir, err := d.trashDir()
	if err != nil {
		return "", err
	}
	for _, id := range left {
		r := d.state.get(id)
		if r == nil {
			continue
		}
		for name := range r.Files {
			from := filepath.Join(d.Campaign.Out, name)
			if _, err := os.Lstat(from); err != nil {
				continue // someone has removed it already
			}
			if err := os.Rename(from, filepath.Join(dir, name)); err != nil {
				return dir, disk.Failed(d.Campaign.Out, err)
			}
		}
		d.state.mu.Lock()
		delete(d.state.Posts, id)
		d.state.mu.Unlock()
	}
	return dir, d.state.save()
}

// trashDir makes a folder of its own for what is moved now.
func (d *Runner) trashDir() (string, error) {
	day := d.Now().In(d.Channel.Zone).Format(time.DateOnly)
	for n := range 1000 {
		dir := filepath.Join(d.Campaign.Out, trash, day)
		if n > 0 {
			dir = fmt.Sprintf("%s-%d", dir, n+1)
		}
		if err := disk.Folder(filepath.Dir(dir)); err != nil {
			return "", err
		}
		err := os.Mkdir(dir, 0o755) //nolint:gosec // a folder for colleagues
		if err == nil {
			return dir, nil
		}
		if !os.IsExist(err) {
			return "", disk.Failed(d.Campaign.Out, err)
		}
	}
	return "", fmt.Errorf("there are too many folders in %s", filepath.Join(d.Campaign.Out, trash))
}
