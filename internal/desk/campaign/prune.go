package campaign

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/giro-video/giro/internal/base/disk"
	"github.com/giro-video/giro/internal/desk/post"
)

// trash is the folder below the output that pruned posts go to.
const trash = "trash"

// Prune moves the files of posts that left the plan into a folder of the day
// below OUT/trash and forgets them. It returns that folder, "" when there was
// nothing to move. Nothing is ever deleted, and nothing is moved but what the
// manifest of such a post names, when it is a plain file in the folder itself.
func (d *Runner) Prune(ctx context.Context, left []string) (string, error) {
	if len(left) == 0 {
		return "", nil
	}
	lock, err := d.lockFolder(ctx)
	if err != nil {
		return "", err
	}
	defer lock.Release()
	root, err := os.OpenRoot(d.Campaign.Out)
	if err != nil {
		return "", disk.Failed(d.Campaign.Out, err)
	}
	defer func() { _ = root.Close() }() // it is a folder
	dir, err := d.trashDir(root)
	if err != nil {
		return "", err
	}
	for _, id := range left {
		r := d.state.get(id)
		if r == nil {
			continue
		}
		for _, name := range owned(root, id) {
			if _, ok := r.Files[name]; !ok {
				continue
			}
			if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() {
				continue // someone has removed it already, or put something else there
			}
			if err := root.Rename(name, filepath.Join(dir, name)); err != nil {
				return filepath.Join(d.Campaign.Out, dir), disk.Failed(d.Campaign.Out, err)
			}
		}
		d.state.mu.Lock()
		delete(d.state.Posts, id)
		d.state.mu.Unlock()
	}
	return filepath.Join(d.Campaign.Out, dir), d.state.save()
}

// manifestLimit is more than any manifest has, in bytes.
const manifestLimit = 16 << 20

// owned returns the files that the manifest of a post names as parts of it, with
// its own; none when there is no such manifest.
func owned(root *os.Root, id string) []string {
	name := post.KitOf(id + ".mp4").Manifest
	if info, err := root.Lstat(name); err != nil || !info.Mode().IsRegular() || info.Size() > manifestLimit {
		return nil
	}
	data, err := root.ReadFile(name)
	if err != nil {
		return nil
	}
	var m post.Manifest
	if json.Unmarshal(data, &m) != nil || m.Video.Name != id+".mp4" {
		return nil
	}
	list := []string{name, m.Video.Name, m.Cover.Name}
	for _, f := range m.Kit {
		list = append(list, f.Name)
	}
	return list
}

// trashDir makes a folder of its own for what is moved now, and returns its path
// in root.
func (d *Runner) trashDir(root *os.Root) (string, error) {
	day := d.Now().In(d.Channel.Zone).Format(time.DateOnly)
	if err := root.MkdirAll(trash, 0o755); err != nil { // a folder for colleagues, as all below
		return "", disk.Failed(d.Campaign.Out, err)
	}
	for n := range 1000 {
		dir := filepath.Join(trash, day)
		if n > 0 {
			dir = fmt.Sprintf("%s-%d", dir, n+1)
		}
		err := root.Mkdir(dir, 0o755)
		if err == nil {
			return dir, nil
		}
		if !os.IsExist(err) {
			return "", disk.Failed(d.Campaign.Out, err)
		}
	}
	return "", fmt.Errorf("there are too many folders in %s", filepath.Join(d.Campaign.Out, trash))
}
