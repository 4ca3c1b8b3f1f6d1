package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
)

var plainQuotes = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`)

// sameText brings a text to the form in which rows are compared: case,
// accents, the kind of quotes and spacing do not count.
func sameText(s string) string {
	return strings.Join(strings.Fields(when.Fold(plainQuotes.Replace(s))), " ")
}

// merge joins events that are one: same title, place and start. What the first
// does not say is taken from the others. Events without a date are left as
// they are, because a title alone often comes twice on purpose.
func merge(events []*event.Event, f *file) []*event.Event {
	type key struct {
		title, venue string
		start        int64
		allDay       bool
	}
	first := make(map[key]*event.Event, len(events))
	out := events[:0]
	for _, e := range events {
		k := key{sameText(e.Title), sameText(e.Venue), e.When.Start.UnixNano(), e.When.AllDay}
		other := first[k]
		if e.Title == "" || other == nil {
			first[k] = e
			out = append(out, e)
			continue
		}
		if !e.When.Known() || (e.ID != "" && other.ID != "" && e.ID != other.ID) {
			f.faults.Warnf(e.At("title"), "title", diag.T("remove one of them, or say what differs"), "the event repeats the one in %s: same title, place and start", place(other))
			out = append(out, e)
			continue
		}
		if differ := take(other, e); len(differ) > 0 {
			f.faults.Warnf(e.At("title"), "title", diag.T("correct one of them"), "the event repeats the one in %s, but they differ in: %s; the first counts", place(other), strings.Join(differ, ", "))
		} else {
			f.faults.Notef(e.At("title"), "title", diag.T("remove one of them"), "the event repeats the one in %s: same title, place and start; they are read as one", place(other))
		}
	}
	return out
}

// place says where an event stands in its file.
func place(e *event.Event) string {
	at := e.At("")
	switch {
	case at.Cell != "" && at.Sheet != "":
		return fmt.Sprintf("row %d of %s", e.Row, at.Sheet)
	case at.Cell != "":
		return fmt.Sprintf("row %d", e.Row)
	}
	return fmt.Sprintf("line %d", at.Line)
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
			e.Pos[place(other)+" "+name] = at
		}
	}
	text := func(name string, dst *string, v string) {
		switch {
		case v == "":
		case *dst == "":
			*dst = v
			e.Pos[name] = other.At(name)
		case *dst != v && sameText(*dst) != sameText(v):
			differ = append(differ, name)
		}
	}
	if shouts(e.Title) && !shouts(other.Title) {
		e.Title = other.Title
	}
	if shouts(e.Venue) && !shouts(other.Venue) {
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

// capitals offers to write titles that are all in capitals as sentences. Which
// of their words are names only a person knows, so nothing is changed before
// the channel says that it may be.
func capitals(events []*event.Event, f *file) {
	if f.opt.Capitals.Sentence {
		sentences(events, f)
	}
	var loud []*event.Event
	for _, e := range events {
		if shouts(e.Title) {
			loud = append(loud, e)
		}
	}
	if len(loud) == 0 {
		return
	}
	e := loud[0]
	hint := diag.T("write %q if no name is in it, or let giro do it: text: {capitals: sentence, names: [ZTL]} in channel.yaml", calm(e.Title, f.opt.Language, nil))
	if f.opt.Capitals.Sentence { // only German is left
		hint = diag.T("write it with small letters")
	}
	if len(loud) == 1 {
		f.faults.Notef(e.At("title"), "title", hint, "the title is all in capitals")
		return
	}
	f.faults.Notef(e.At("title"), "title", hint, "%d titles are all in capitals; this is the first", len(loud))
}

// untranslated lists what is missing in the channel's other languages, as the
// channel asks for. A language in which nothing in the file is told is said
// once.
func untranslated(events []*event.Event, f *file) {
	if len(f.opt.Languages) < 2 {
		return
	}
	told := map[string]bool{}
	for _, e := range events {
		for tag := range e.Languages {
			told[tag] = true
		}
	}
	for _, tag := range f.opt.Languages[1:] {
		if !told[tag] && f.opt.Missing != event.Stop && len(events) > 0 {
			f.faults.Notef(f.at(0), "languages", diag.T("add columns such as title_%s and description_%s", tag, tag), "nothing in the file is told in %q; %s", tag, consequence(f.opt.Missing))
		}
	}
	for _, e := range events {
		_, missing := e.PublishedIn(f.opt.Languages, f.opt.Missing)
		for _, tag := range slices.Sorted(maps.Keys(missing)) {
			fields := strings.Join(missing[tag], ", ")
			switch {
			case f.opt.Missing == event.Stop:
				f.faults.Errorf(e.At("title"), "languages", diag.T("translate it, or set translations: fallback in channel.yaml"), "the event lacks in %q: %s", tag, fields)
			case told[tag]:
				f.faults.Notef(e.At("title"), "languages", diag.T("translate it"), "the event lacks in %q: %s; %s", tag, fields, consequence(f.opt.Missing))
			}
		}
	}
}

// consequence says what a missing translation does.
func consequence(m event.Missing) string {
	if m == event.Drop {
		return "it is not told in that language"
	}
	return "the text of the first language is shown"
}
