package ingest

import (
	"fmt"
	"strconv"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/filename"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// nameEvents gives every event an id that is unique in its file: the one that
// the file gives, else the slug of the title, with the start's date, then its
// time, then a number behind it where several would be the same. All events that
// share a slug get the date, so that an id does not depend on the order of the
// file.
func nameEvents(events []*event.Event, f *source.File) {
	taken := map[string]bool{}
	var open []*event.Event
	for _, e := range events {
		if e.ID == "" {
			open = append(open, e)
			continue
		}
		if taken[e.ID] {
			f.Faults.Errorf(e.At("id"), "id", diag.T("give each event an id of its own"), "the id %q is given twice", e.ID)
			open = append(open, e)
			continue
		}
		taken[e.ID] = true
	}
	forms := []func(*event.Event) string{
		slugOf,
		func(e *event.Event) string { return dated(e, "2006-01-02") },
		func(e *event.Event) string { return dated(e, "2006-01-02-1504") },
	}
	for _, form := range forms {
		count := map[string]int{}
		for _, e := range open {
			count[form(e)]++
		}
		var left []*event.Event
		for _, e := range open {
			if id := form(e); count[id] == 1 && !taken[id] {
				e.ID = id
				taken[id] = true
			} else {
				left = append(left, e)
			}
		}
		open = left
	}
	next := map[string]int{} // by base, the number to try
	for _, e := range open {
		base := dated(e, "2006-01-02")
		id := base
		for taken[id] {
			next[base]++
			id = base + "-" + strconv.Itoa(next[base]+1)
		}
		e.ID = id
		taken[id] = true
	}
}

// slugOf is the slug of the title; titles without Latin letters have none.
func slugOf(e *event.Event) string {
	if s := filename.Slug(e.Title); s != "" {
		return s
	}
	return "event"
}

// dated is the slug with the start behind it, if it is known.
func dated(e *event.Event, layout string) string {
	if !e.When.Known() {
		return slugOf(e)
	}
	return fmt.Sprintf("%s-%s", slugOf(e), e.When.Start.Format(layout))
}
