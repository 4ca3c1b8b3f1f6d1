// Package event is the model of one event that a city announces: what, when, where.
package event

import (
	"maps"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Event is one event as read from a file. Empty strings mean "not given".
type Event struct {
	ID            string // given by the file, or made from title and start; unique in the file
	UID           string // the source's own identifier (iCalendar UID), if any
	Title         string
	Subtitle      string
	Description   string
	When          When
	Venue         string
	Address       string
	Neighbourhood string
	Category      string
	Price         string // as written, "" when not given
	Free          bool
	URL           string
	Access        string // accessibility, transport or other access line
	Images        []string
	Facts         []Fact // counted facts, "9 murales"
	Items         []Item // stops, highlights, agenda entries
	Extra         map[string]string
	Status        Status
	Languages     map[string]Text     // by BCP 47 tag; what a language gives replaces the fields above
	Row           int                 // 1-based row in its source, 0 if it has none
	Pos           map[string]diag.Pos // where each field stands; "" is the event itself
	Faults        diag.List           // what is wrong with this event alone; with an Error it must not be used
}

// Text holds an event's texts in one language. Empty fields fall back to the event's own.
type Text struct {
	Title, Subtitle, Description, Venue, Category, Price, Access string
	Facts                                                        []Fact
	Items                                                        []Item
	Extra                                                        map[string]string
}

// Fact is a figure with its noun: {"3,1", "chilometri"}.
type Fact struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Item is one entry of a list: a stop of a tour, a highlight.
type Item struct {
	Title string `json:"title"`
	Text  string `json:"text,omitempty"`
	Image string `json:"image,omitempty"`
}

// When is the time of an event, in the channel's zone. End is exclusive for
// timed events and zero when not given; for all-day events Start and End are
// midnights and End is the last day, included.
//
// An event that has several dates, or several times on a day, has the first of
// them in Start and End and all others in More, in order.
type When struct {
	Start, End time.Time
	AllDay     bool
	More       []Slot `json:",omitempty"`
}

// Slot is one date of several: its beginning and its end, as in a When.
type Slot struct{ Start, End time.Time }

// Slots returns all dates, the first one too; none when the time is not known.
func (w When) Slots() []Slot {
	if !w.Known() {
		return nil
	}
	return append([]Slot{{w.Start, w.End}}, w.More...)
}

// Single returns the time of one slot alone.
func (w When) Single(s Slot) When { return When{Start: s.Start, End: s.End, AllDay: w.AllDay} }

// Known reports whether a start is given.
func (w When) Known() bool { return !w.Start.IsZero() }

// Status says whether an event takes place as planned.
type Status string

// The states of an event; the zero value counts as Scheduled.
const (
	Scheduled Status = "scheduled"
	Cancelled Status = "cancelled"
	Postponed Status = "postponed"
	Moved     Status = "moved"
	SoldOut   Status = "sold_out"
)

// At returns the position of a field, or of the event when the field's is unknown.
func (e *Event) At(field string) diag.Pos {
	if p, ok := e.Pos[field]; ok {
		return p
	}
	return e.Pos[""]
}

// In returns the event localised: a copy whose text fields are those of
// Languages[tag] where it has them.
func (e *Event) In(tag string) *Event {
	out := *e
	t, ok := e.Languages[tag]
	if !ok {
		return &out
	}
	set := func(dst *string, v string) {
		if v != "" {
			*dst = v
		}
	}
	set(&out.Title, t.Title)
	set(&out.Subtitle, t.Subtitle)
	set(&out.Description, t.Description)
	set(&out.Venue, t.Venue)
	set(&out.Category, t.Category)
	set(&out.Price, t.Price)
	set(&out.Access, t.Access)
	if len(t.Facts) > 0 {
		out.Facts = t.Facts
	}
	if len(t.Items) > 0 {
		out.Items = t.Items
	}
	if len(t.Extra) > 0 {
		merged := make(map[string]string, len(e.Extra)+len(t.Extra))
		maps.Copy(merged, e.Extra)
		maps.Copy(merged, t.Extra)
		out.Extra = merged
	}
	return &out
}
