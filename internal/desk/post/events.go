package post

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// SplitRef parts "FILE#ID" into the file and the id. A file that exists under
// the whole name is taken as such, whatever # it has.
func SplitRef(ref string) (file, id string) {
	if _, err := os.Stat(ref); err == nil {
		return ref, ""
	}
	if i := strings.LastIndexByte(ref, '#'); i >= 0 {
		return ref[:i], ref[i+1:]
	}
	return ref, ""
}

// ReadEvents reads the events of a file for a channel.
func ReadEvents(ch *channel.Channel, file string, now time.Time) ([]*event.Event, diag.List, error) {
	f, err := os.Open(file) //nolint:gosec // the file that the user named on the command line
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, diag.Fault(diag.Pos{File: file}, "event", "check the path; an event is given as FILE or FILE#ID", "there is no such file")
	}
	if err != nil {
		return nil, nil, diag.Fault(diag.Pos{File: file}, "event", "", "the file cannot be opened: %v", errors.Unwrap(err))
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, nil, diag.Fault(diag.Pos{File: file}, "event", "name the calendar or table inside it", "this is a folder")
	}
	events, faults, err := ingest.ReadFrom(file, f, ingest.Options{Zone: ch.Zone, Language: ch.Language(), Now: now})
	if err != nil {
		return nil, faults, fmt.Errorf("read %s: %w", file, err)
	}
	return events, faults, nil
}

// PickEvent reads FILE[#ID] and returns the one event that it names, with the
// folder of the file. Faults of other events in the file do not matter.
func PickEvent(ch *channel.Channel, ref string, now time.Time) (*event.Event, string, diag.List, error) {
	file, id := SplitRef(ref)
	events, faults, err := ReadEvents(ch, file, now)
	if err != nil {
		return nil, "", faults, err
	}
	if len(events) == 0 && faults.HasErrors() {
		return nil, "", faults, nil
	}
	ev, err := ingest.Pick(events, id)
	if err != nil {
		return nil, "", faults, err
	}
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, "", nil, fmt.Errorf("find the folder of %s: %w", file, err)
	}
	return ev, dir, ev.Faults, nil
}
