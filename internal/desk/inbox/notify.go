package inbox

import (
	"log/slog"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// notifier says when something happens below the inbox. It carries no news but
// "scan now": what is there is found out by the scan alone, so that lost, doubled
// and reordered notifications do no harm.
type notifier struct {
	w    *fsnotify.Watcher
	wake chan struct{} // of one place: many events are one scan
	log  *slog.Logger
	dirs map[string]bool
}

// newNotifier asks the system for notifications of an inbox. It returns nil
// where the system has none to give; then the inbox is polled.
func newNotifier(inbox string, log *slog.Logger) *notifier {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		log.Warn("no notifications here, the inbox is polled", "error", err)
		return nil
	}
	if err := w.Add(inbox); err != nil {
		log.Warn("no notifications for this folder, it is polled", "error", err)
		_ = w.Close() // nothing was added
		return nil
	}
	n := &notifier{w: w, wake: make(chan struct{}, 1), log: log, dirs: map[string]bool{}}
	go n.run()
	return n
}

func (n *notifier) run() {
	for {
		select {
		case _, ok := <-n.w.Events:
			if !ok {
				return
			}
		case err, ok := <-n.w.Errors:
			if !ok {
				return
			}
			n.log.Debug("notifications were lost", "error", err)
		}
		select {
		case n.wake <- struct{}{}:
		default: // a scan is due already
		}
	}
}

// maxFolders is how many folders below the inbox are asked notifications of;
// the others are seen by the next regular scan.
const maxFolders = 500

// follow asks for notifications of the folders that a scan has found, and no
// longer of those that are gone.
func (n *notifier) follow(inbox string, scan Scan) {
	if n == nil {
		return
	}
	now := map[string]bool{}
	for _, e := range scan.Entries {
		if e.Kind != Folder || len(now) >= maxFolders {
			continue
		}
		now[e.Path] = true
		if !n.dirs[e.Path] {
			if err := n.w.Add(filepath.Join(inbox, filepath.FromSlash(e.Path))); err != nil && !gone(err) {
				n.log.Debug("no notifications for a folder", "folder", e.Path, "error", err)
			}
		}
	}
	for dir := range n.dirs {
		if !now[dir] {
			// The system has forgotten a removed folder already; a moved one it has not.
			_ = n.w.Remove(filepath.Join(inbox, filepath.FromSlash(dir)))
		}
	}
	n.dirs = now
}

// events returns the channel of scans that are due; nil, which never is, when polling.
func (n *notifier) events() <-chan struct{} {
	if n == nil {
		return nil
	}
	return n.wake
}

func (n *notifier) close() {
	if n != nil {
		_ = n.w.Close() // nothing is left to do about it
	}
}
