package ingest

import (
	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// merge joins events that are one: same title, place and start. What the first
// does not say is taken from the others. Events without a date are left as
// they are, because a title alone often comes twice on purpose.
func merge(events []*event.Event, f *source.File) []*event.Event {
	type key struct {
		title, venue string
		start        int64
		allDay       bool
	}
	first := make(map[key]*event.Event, len(events))
	out := events[:0]
	for _, e := range events {
		k := key{fold.Name(e.Title), fold.Name(e.Venue), e.When.Start.UnixNano(), e.When.AllDay}
		other := first[k]
		if e.Title == "" || other == nil {
			first[k] = e
			out = append(out, e)
			continue
		}
		if !e.When.Known() || (e.ID != "" && other.ID != "" && e.ID != other.ID) {
			f.Faults.Warnf(e.At("title"), "title", diag.T("remove one of them, or say what differs"), "the event repeats the one in %s: same title, place and start", place(other))
			out = append(out, e)
			continue
		}
		if differ := take(other, e); len(differ) > 0 {
			f.Faults.Warnf(e.At("title"), "title", diag.T("correct one of them"), "the event repeats the one in %s, but they differ in: %s; the first counts", place(other), diag.Words(differ...))
		} else {
			f.Faults.Notef(e.At("title"), "title", diag.T("remove one of them"), "the event repeats the one in %s: same title, place and start; they are read as one", place(other))
		}
	}
	return out
}

// place says where an event stands in its file.
func place(e *event.Event) diag.Text {
	at := e.At("")
	switch {
	case at.Cell != "" && at.Sheet != "":
		return diag.T("row %d of %s", e.Row, at.Sheet)
	case at.Cell != "":
		return diag.T("row %d", e.Row)
	}
	return diag.T("line %d", at.Line)
}

// maxPlaces bounds the places that an event stands in; nobody repeats an event
// in good faith more often.
const maxPlaces = 1000

// take adds to e what only other says, and returns the fields in which both
// speak and differ. Of two states the one that is not "scheduled" counts: an
// event that is cancelled in one row must not be announced for the other.
func take(e, other *event.Event) (differ []string) {
	// What is wrong in the other row is wrong with this event.
	if len(e.Pos) < maxPlaces {
		for name, at := range other.Pos {
			e.Pos[place(other).String()+" "+name] = at
		}
	}
	text := func(name string, dst *string, v string) {
		switch {
		case v == "":
		case *dst == "":
			*dst = v
			e.Pos[name] = other.At(name)
		case *dst != v && !fold.Same(*dst, v):
			differ = append(differ, name)
		}
	}
	if allCapitals(e.Title) && !allCapitals(other.Title) {
		e.Title = other.Title
	}
	if allCapitals(e.Venue) && !allCapitals(other.Venue) {
		e.Venue = other.Venue
	}
	text("subtitle", &e.Subtitle, other.Subtitle)
	text("description", &e.Description, other.Description)
	text("address", &e.Address, other.Address)
	text("neighbourhood", &e.Neighbourhood, other.Neighbourhood)
	text("category", &e.Category, other.Category)
	text("price", &e.Price, other.Price)
	text("url", &e.URL, other.URL)
	text("access", &e.Access, other.Access)
	e.Free = e.Free || (other.Free && e.Price == other.Price)
	switch {
	case e.When.End.IsZero():
		e.When.End = other.When.End
	case !other.When.End.IsZero() && !other.When.End.Equal(e.When.End):
		differ = append(differ, "end")
	}
	if len(e.Images) == 0 {
		e.Images = other.Images
	}
	if len(e.Facts) == 0 {
		e.Facts = other.Facts
	}
	if len(e.Items) == 0 {
		e.Items = other.Items
	}
	if other.Status != event.Scheduled && other.Status != e.Status {
		if e.Status != event.Scheduled {
			differ = append(differ, "status")
		} else {
			e.Status = other.Status
		}
	}
	for name, v := range other.Extra {
		if e.Extra == nil {
			e.Extra = map[string]string{}
		}
		if e.Extra[name] == "" {
			e.Extra[name] = v
		}
	}
	for tag, t := range other.Languages {
		if e.Languages == nil {
			e.Languages = map[string]event.Text{}
		}
		if _, ok := e.Languages[tag]; !ok {
			e.Languages[tag] = t
		}
	}
	return differ
}
