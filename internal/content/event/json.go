package event

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Record is an event in its JSON form: the objects of "giro events --json".
// Names and meanings are stable. Start and End are RFC 3339 with offset, or
// YYYY-MM-DD when AllDay is true (End is then the last day, included); "" is
// not known.
type Record struct {
	ID            string                `json:"id"`
	UID           string                `json:"uid,omitempty"`
	Title         string                `json:"title"`
	Subtitle      string                `json:"subtitle"`
	Description   string                `json:"description"`
	Start         string                `json:"start"`
	End           string                `json:"end"`
	AllDay        bool                  `json:"all_day"`
	MoreDates     []SlotRecord          `json:"more_dates,omitempty"` // of an event with several dates, those behind the first
	Venue         string                `json:"venue"`
	Address       string                `json:"address"`
	Neighbourhood string                `json:"neighbourhood"`
	Category      string                `json:"category"`
	Price         string                `json:"price"`
	Free          bool                  `json:"free"`
	URL           string                `json:"url"`
	Access        string                `json:"access,omitempty"`
	Images        []string              `json:"images"`
	Facts         []Fact                `json:"facts,omitempty"`
	Items         []Item                `json:"items,omitempty"`
	Extra         map[string]string     `json:"extra,omitempty"`
	Status        Status                `json:"status"`
	Languages     map[string]TextRecord `json:"languages"`
	Source        Source                `json:"source"`
}

// SlotRecord is one more date of a Record, written as its start and end are.
type SlotRecord struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// TextRecord holds a Record's texts in one language.
type TextRecord struct {
	Title       string            `json:"title,omitempty"`
	Subtitle    string            `json:"subtitle,omitempty"`
	Description string            `json:"description,omitempty"`
	Venue       string            `json:"venue,omitempty"`
	Category    string            `json:"category,omitempty"`
	Price       string            `json:"price,omitempty"`
	Access      string            `json:"access,omitempty"`
	Facts       []Fact            `json:"facts,omitempty"`
	Items       []Item            `json:"items,omitempty"`
	Extra       map[string]string `json:"extra,omitempty"`
}

// Source says where an event stands. Line counts from 1; Row is the row of
// the table; zero is not known.
type Source struct {
	File  string `json:"file,omitempty"`
	Sheet string `json:"sheet,omitempty"`
	Line  int    `json:"line,omitempty"`
	Row   int    `json:"row,omitempty"`
}

// Record returns the event in its JSON form.
func (e *Event) Record() Record {
	at := e.Pos[""]
	r := Record{
		ID: e.ID, UID: e.UID, Title: e.Title, Subtitle: e.Subtitle, Description: e.Description,
		Start: stamp(e.When.Start, e.When.AllDay), End: stamp(e.When.End, e.When.AllDay), AllDay: e.When.AllDay,
		Venue: e.Venue, Address: e.Address, Neighbourhood: e.Neighbourhood, Category: e.Category,
		Price: e.Price, Free: e.Free, URL: e.URL, Access: e.Access,
		Images: e.Images, Facts: e.Facts, Items: e.Items, Extra: e.Extra, Status: e.Status,
		Languages: make(map[string]TextRecord, len(e.Languages)),
		Source:    Source{File: at.File, Sheet: at.Sheet, Line: at.Line, Row: e.Row},
	}
	if r.Images == nil {
		r.Images = []string{}
	}
	if r.Status == "" {
		r.Status = Scheduled
	}
	for _, s := range e.When.More {
		r.MoreDates = append(r.MoreDates, SlotRecord{stamp(s.Start, e.When.AllDay), stamp(s.End, e.When.AllDay)})
	}
	for tag, t := range e.Languages {
		r.Languages[tag] = TextRecord(t)
	}
	return r
}

func stamp(t time.Time, day bool) string {
	switch {
	case t.IsZero():
		return ""
	case day:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// Event returns the event of a record, its times in zone. It does not check
// what a reader of files checks (unique ids, titles, web addresses); the error
// names the first time that cannot be read.
func (r Record) Event(zone *time.Location) (*Event, error) {
	e := &Event{
		ID: r.ID, UID: r.UID, Title: r.Title, Subtitle: r.Subtitle, Description: r.Description,
		Venue: r.Venue, Address: r.Address, Neighbourhood: r.Neighbourhood, Category: r.Category,
		Price: r.Price, Free: r.Free, URL: r.URL, Access: r.Access,
		Images: r.Images, Facts: r.Facts, Items: r.Items, Extra: r.Extra, Status: r.Status, Row: r.Source.Row,
		Pos: map[string]diag.Pos{"": {File: r.Source.File, Sheet: r.Source.Sheet, Line: r.Source.Line}},
	}
	if len(e.Images) == 0 {
		e.Images = nil
	}
	if len(r.Languages) > 0 {
		e.Languages = make(map[string]Text, len(r.Languages))
		for tag, t := range r.Languages {
			e.Languages[tag] = Text(t)
		}
	}
	e.When.AllDay = r.AllDay
	type timeOf struct {
		name, text string
		dst        *time.Time
	}
	times := []timeOf{{"start", r.Start, &e.When.Start}, {"end", r.End, &e.When.End}}
	if len(r.MoreDates) > 0 {
		e.When.More = make([]Slot, len(r.MoreDates))
	}
	for i, s := range r.MoreDates {
		times = append(times, timeOf{"more_dates", s.Start, &e.When.More[i].Start}, timeOf{"more_dates", s.End, &e.When.More[i].End})
	}
	for _, f := range times {
		if f.text == "" {
			continue
		}
		var err error
		if r.AllDay {
			*f.dst, err = time.ParseInLocation(time.DateOnly, f.text, zone)
		} else {
			*f.dst, err = time.Parse(time.RFC3339, f.text)
			*f.dst = f.dst.In(zone)
		}
		if err != nil {
			return nil, &TimeError{Field: f.name, Text: f.text, AllDay: r.AllDay}
		}
	}
	return e, nil
}

// TimeError is a time in a Record that cannot be read.
type TimeError struct {
	Field, Text string
	AllDay      bool
}

// Error says what was expected.
func (e *TimeError) Error() string {
	return e.Fact().String()
}

// Fact says what was expected.
func (e *TimeError) Fact() diag.Text {
	if e.AllDay {
		return diag.T("%s %q is not a day, as in 2025-06-14", e.Field, e.Text)
	}
	return diag.T("%s %q is not a time with its offset, as in 2025-06-14T18:30:00+02:00", e.Field, e.Text)
}

// Marshal returns events as the JSON array of "giro events --json", indented.
func Marshal(events []*Event) ([]byte, error) {
	records := make([]Record, len(events))
	for i, e := range events {
		records[i] = e.Record()
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // web addresses stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(records); err != nil {
		return nil, fmt.Errorf("write events as JSON: %w", err)
	}
	return out.Bytes(), nil
}
