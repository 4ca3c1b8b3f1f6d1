package ingest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/filename"
	"github.com/giro-video/giro/internal/content/event"
)

// maxListed is how many ids a message lists.
const maxListed = 10

// Pick returns the event that ref names: by id, by the source's UID, by row
// number, or by title. An empty ref takes the only event of a file. The error
// is a fault of the user and says which events there are.
func Pick(events []*event.Event, ref string) (*event.Event, error) {
	ref = strings.TrimSpace(ref)
	var at diag.Pos
	if len(events) > 0 {
		at.File = events[0].At("").File
	}
	if len(events) == 0 {
		return nil, diag.Fault(at, "event", diag.T("give a file that holds one"), "there is no event to take")
	}
	if ref == "" {
		if len(events) == 1 {
			return events[0], nil
		}
		return nil, diag.Fault(at, "event", diag.T("add # and an id behind the file's name: %s", list(at.File, events)),
			"the file holds %d events, and none is chosen", len(events))
	}
	row, rowErr := strconv.Atoi(ref)
	slug := filename.Slug(ref)
	tests := []func(*event.Event) bool{
		func(e *event.Event) bool { return e.ID == ref },
		func(e *event.Event) bool { return e.UID == ref },
		func(e *event.Event) bool { return rowErr == nil && row > 0 && e.Row == row },
		func(e *event.Event) bool { return strings.EqualFold(e.Title, ref) },
		func(e *event.Event) bool {
			return slug != "" && (filename.Slug(e.ID) == slug || filename.Slug(e.Title) == slug)
		},
	}
	for _, test := range tests {
		var found []*event.Event
		for _, e := range events {
			if test(e) {
				found = append(found, e)
			}
		}
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return nil, diag.Fault(at, "event", diag.T("use an id: %s", list(at.File, found)), "%q fits %d events", ref, len(found))
		}
	}
	names := make([]string, 0, 2*len(events))
	for _, e := range events {
		names = append(names, e.ID)
	}
	hint := diag.T("the events are: %s", list(at.File, events))
	if near := diag.Nearest(slug, names); near != "" && slug != "" {
		hint = diag.T("did you mean %q? %s", near, hint)
	} else if part := containing(events, slug); len(part) > 0 {
		hint = diag.T("do you mean one of these? %s", list(at.File, part))
	}
	return nil, diag.Fault(at, "event", hint, "there is no event %q", ref)
}

// containing returns the events whose id holds slug.
func containing(events []*event.Event, slug string) []*event.Event {
	var out []*event.Event
	for _, e := range events {
		if len(slug) > 2 && strings.Contains(e.ID, slug) {
			out = append(out, e)
		}
	}
	return out
}

// list shows the first ids, one a line, as they are given on the command line.
func list(file string, events []*event.Event) string {
	var b strings.Builder
	for i, e := range events {
		if i == maxListed {
			fmt.Fprintf(&b, "\n  … and %d more", len(events)-maxListed)
			break
		}
		fmt.Fprintf(&b, "\n  %s#%s", file, e.ID)
	}
	return b.String()
}
