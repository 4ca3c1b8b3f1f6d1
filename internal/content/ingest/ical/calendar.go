// Package ical reads calendars (iCalendar, RFC 5545). The lines are split and
// unfolded here, so that every property keeps its line and one broken line does
// not cost the file; golang-ical reads each line's grammar.
package ical

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// Sniff reports whether a file that starts with head is a calendar.
func Sniff(head []byte) bool {
	return bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(head)), []byte("BEGIN:VCALENDAR"))
}

// The bounds of a calendar's lines; 100 000 events have a million.
const (
	maxLines   = 1_200_000 // unfolded
	maxProps   = 50_000    // of one event
	maxNesting = 64        // of parts in parts
)

// maxBroken is how many unreadable lines are reported one by one.
const maxBroken = 20

// component is a VEVENT as found in the file.
type component struct {
	line     int
	capitals bool // the file writes names in capitals
	props    []property
}

// Read returns the events of a calendar and adds what is wrong with it to f.Faults.
func Read(ctx context.Context, f *source.File) []*event.Event {
	cal := scanCalendar(ctx, f)
	found := len(cal.events)
	cal.events = public(f, cal.events)
	if found == 0 {
		f.Faults.Errorf(f.At(1), "", diag.T("export the events themselves, not only tasks or free times"), "the calendar holds no event")
		return nil
	}
	c := reader{File: f, zone: f.Zone, zones: map[string]*time.Location{}, bad: map[string]int{}, defined: cal.defined, effort: dates.NewEffort()}
	if name := cal.zone; name != "" {
		// Floating times mean the calendar's own zone where it names one.
		if z, ok := c.load(name); ok {
			c.zone = z
		}
	}
	out := make([]*event.Event, 0, len(cal.events))
	repeats := make([]series, 0, len(cal.events))
	for i, comp := range cal.events {
		if ctx.Err() != nil {
			return nil
		}
		if i == source.MaxRows {
			f.Faults.Errorf(f.At(comp.line), "", diag.T("split the calendar"), "the calendar holds more than %d events; the rest is left out", source.MaxRows)
			break
		}
		e := c.event(comp)
		e.Row = i + 1
		out = append(out, e)
		s := seriesOf(comp)
		s.zone = c.zone
		for _, p := range comp.props {
			if p.name == "DTSTART" {
				s.zone = c.zoneOf(p)
				break
			}
		}
		repeats = append(repeats, s)
	}
	c.strayNote(cal.events)
	c.wholeDays.note(f)
	out, repeats = c.latest(out, repeats)
	return c.repeat(ctx, out, repeats)
}

// scan is what a calendar's lines hold.
type scan struct {
	events  []component
	zone    string              // X-WR-TIMEZONE
	defined map[string]zoneScan // zones that the file itself defines
}

// scanCalendar splits the file into events.
func scanCalendar(ctx context.Context, f *source.File) scan {
	out := scan{defined: map[string]zoneScan{}}
	data := f.Data
	if source.IsUTF16(data) {
		data = []byte(f.Text())
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	// Whether texts are in Windows-1252 shows only when folds inside
	// characters have been joined.
	latin := false
	for l := range unfold(data) {
		if !utf8.Valid(l.text) {
			_, cs := source.Decode(l.text)
			if latin = cs == source.Windows1252; !latin {
				f.Faults.Warnf(f.At(l.line), "", diag.T("open the file, correct the character and save it as UTF-8"), "a character is broken; it is shown as \ufffd")
			} else {
				f.Faults.Notef(f.At(0), "", diag.T("if accents look wrong, export the calendar again"), "the file is not UTF-8; it is read as Windows-1252")
			}
			break
		}
	}
	var stack []string
	var current *component
	var tz zoneScan
	broken, lines := 0, 0
	for l := range unfold(data) {
		if ctx.Err() != nil {
			return out
		}
		if lines++; lines > maxLines {
			f.Faults.Errorf(f.At(l.line), "", diag.T("split the calendar"), "the calendar has more than %d lines", maxLines)
			return scan{defined: out.defined}
		}
		text := string(l.text)
		if !utf8.Valid(l.text) {
			if latin {
				text, _ = source.Decode(l.text)
			}
			text = strings.ToValidUTF8(text, "\ufffd")
		}
		p, err := parseProperty(text)
		if current != nil && len(stack) > 0 && stack[len(stack)-1] == "VEVENT" {
			name, _, _ := strings.Cut(text, ":")
			name, _, _ = strings.Cut(name, ";")
			if current.stray(name, p, err == nil) {
				current.take(text)
				continue
			}
		}
		if err != nil {
			broken++
			if broken <= maxBroken {
				f.Faults.Warnf(f.At(l.line), "", diag.T("a line of a text must start with a space, or the line is damaged"),
					"the line %q is not a calendar property; it is left out", source.Shorten(text))
			}
			continue
		}
		p.line = l.line
		switch p.name {
		case "BEGIN":
			name := strings.ToUpper(strings.TrimSpace(p.value))
			if name == "VEVENT" {
				if current != nil {
					f.Faults.Warnf(f.At(current.line), "", diag.T("ask for the file again"), "the event has no end (END:VEVENT); it is left out")
					if i := lastIndex(stack, "VEVENT"); i >= 0 {
						stack = stack[:i]
					}
				}
				current = &component{line: l.line, capitals: strings.HasPrefix(text, "BEGIN")}
			}
			if len(stack) == maxNesting {
				f.Faults.Errorf(f.At(l.line), "", diag.T("ask for the file again"), "the parts of the calendar are nested too deep")
				return out
			}
			stack = append(stack, name)
			tz.begin(name)
			continue
		case "END":
			name := strings.ToUpper(strings.TrimSpace(p.value))
			if i := lastIndex(stack, name); i >= 0 {
				stack = stack[:i]
			}
			switch {
			case name == "VEVENT" && current != nil:
				out.events = append(out.events, *current)
				current = nil
			case name == "VTIMEZONE":
				tz.finish(out.defined)
				tz = zoneScan{}
			}
			continue
		}
		inside := ""
		if len(stack) > 0 {
			inside = stack[len(stack)-1]
		}
		switch {
		case inside == "VEVENT" && current != nil:
			if len(current.props) == maxProps {
				f.Faults.Errorf(f.At(l.line), "", diag.T("ask for the file again"), "the event has more than %d properties", maxProps)
				return out
			}
			current.props = append(current.props, p)
		case p.name == "X-WR-TIMEZONE":
			out.zone = strings.TrimSpace(p.value)
		default:
			tz.property(inside, p)
		}
	}
	if broken > maxBroken {
		f.Faults.Warnf(f.At(0), "", diag.Text{}, "%d more lines are not calendar properties", broken-maxBroken)
	}
	if current != nil {
		f.Faults.Warnf(f.At(current.line), "", diag.T("ask for the file again"), "the calendar breaks off inside an event")
		out.events = append(out.events, *current)
	}
	return out
}

func lastIndex(stack []string, name string) int {
	for i, s := range slices.Backward(stack) {
		if s == name {
			return i
		}
	}
	return -1
}

// reader turns components into events.
type reader struct {
	*source.File
	zone     *time.Location // of floating times
	zones    map[string]*time.Location
	bad      map[string]int // zone names that are not known, by the line of the first
	defined  map[string]zoneScan
	followed int // how many of them were made
	effort   *dates.Effort

	wholeDays wholeDays
}

// event reads one VEVENT.
func (c *reader) event(comp component) *event.Event {
	e := &event.Event{Pos: map[string]diag.Pos{"": c.At(comp.line)}, Status: event.Scheduled}
	props := map[string]property{}
	for _, p := range comp.props {
		if _, twice := props[p.name]; !twice {
			props[p.name] = p
		}
	}
	text := func(name, field string, dst *string, clean func(string) string) {
		p, ok := props[name]
		if !ok {
			return
		}
		e.Pos[field] = c.At(p.line)
		if utf8.RuneCountInString(p.value) > source.MaxCell {
			c.Faults.Errorf(c.At(p.line), field, diag.T("shorten it"), "%s has more than %d characters", name, source.MaxCell)
			return
		}
		*dst = clean(p.text())
	}
	text("SUMMARY", "title", &e.Title, source.OneLine)
	text("DESCRIPTION", "description", &e.Description, description)
	if e.Description == "" {
		text("X-ALT-DESC", "description", &e.Description, description)
	}
	text("URL", "url", &e.URL, source.OneLine) // a URI, but exporters escape it too
	text("UID", "uid", &e.UID, strings.TrimSpace)
	var location string
	text("LOCATION", "venue", &location, source.OneLine)
	e.Venue, e.Address = source.SplitLocation(location)
	if conference(location) {
		e.Venue, e.Address = "online", ""
	}
	if e.Address != "" {
		e.Pos["address"] = e.Pos["venue"]
	}
	if p, ok := props["CATEGORIES"]; ok {
		e.Category = source.OneLine(firstOfList(p.value))
		e.Pos["category"] = c.At(p.line)
	}
	if e.Title == "" {
		c.Faults.Errorf(c.At(comp.line), "title", diag.T("add a SUMMARY"), "the event has no title")
	}
	if e.URL != "" {
		e.URL = c.WebAddress(e.Pos["url"], e.URL)
	}
	switch p := props["STATUS"]; strings.ToUpper(strings.TrimSpace(p.value)) {
	case "CANCELLED":
		e.Status = event.Cancelled
		e.Pos["status"] = c.At(p.line)
	case "TENTATIVE":
		e.Pos["status"] = c.At(p.line)
		c.Faults.Warnf(c.At(p.line), "status", diag.T("ask whether it takes place before it is announced"), "the event is not confirmed yet")
	}
	c.attached(comp)
	c.when(e, props)
	c.wholeDays.read(c, e, props)
	return e
}

// when reads start and end.
func (c *reader) when(e *event.Event, props map[string]property) {
	start, ok := props["DTSTART"]
	if !ok {
		c.Faults.Warnf(e.At(""), "start", diag.T("add a DTSTART"), "the event has no date")
		return
	}
	e.Pos["start"] = c.At(start.line)
	from, allDay, err := c.instant(start)
	if err != nil {
		return
	}
	e.When = event.When{Start: from, AllDay: allDay}
	if allDay {
		e.When.End = from // a date alone lasts one day
	}
	if p, ok := props["DTEND"]; ok {
		e.Pos["end"] = c.At(p.line)
		c.end(e, p)
		return
	}
	if p, ok := props["DURATION"]; ok {
		e.Pos["end"] = c.At(p.line)
		d, err := dates.ParseDuration(p.value)
		if err != nil {
			c.Faults.Errorf(c.At(p.line), "end", diag.T("write it as in PT2H or P1D"), "the duration %q cannot be read", p.value)
			return
		}
		switch {
		case allDay:
			e.When.End = from.AddDate(0, 0, max(1, d.Days)-1)
		case d.Days > 0 || d.Time > 0:
			e.When.End = from.AddDate(0, 0, d.Days).Add(d.Time)
		}
	}
}

// end reads DTEND, which is exclusive; the last day of an all-day event is the one before it.
func (c *reader) end(e *event.Event, p property) {
	to, day, err := c.instant(p)
	if err != nil {
		return
	}
	if day != e.When.AllDay {
		c.Faults.Errorf(c.At(p.line), "end", diag.T("give both as dates, or both with a time"), "the start and the end are not of one kind")
		return
	}
	if to.Before(e.When.Start) {
		c.Faults.Errorf(c.At(p.line), "end", diag.T("exchange or correct the two"), "the event ends (%s) before it starts (%s)", p.value, e.When.Start.Format("20060102T150405"))
		return
	}
	switch {
	case to.Equal(e.When.Start): // a common slip: the same day twice
	case day:
		e.When.End = to.AddDate(0, 0, -1)
	default:
		e.When.End = to
	}
}

// instant reads a DATE or DATE-TIME in the channel's zone. The error says only
// that a message was given.
func (c *reader) instant(p property) (t time.Time, day bool, err error) {
	value := strings.TrimSpace(p.value)
	field := "start"
	if p.name == "DTEND" {
		field = "end"
	}
	// VALUE=DATE with a time behind it, in the wild: the time is meant.
	if timed := len(value) > 8 && value[8] == 'T'; len(value) == 8 || !timed && strings.EqualFold(p.param("VALUE"), "DATE") {
		t, err = time.ParseInLocation("20060102", value, c.Zone)
		if err != nil || !dates.Plausible(t) {
			c.Faults.Errorf(c.At(p.line), field, diag.T("write it as YYYYMMDD"), "%s %q is not a date", p.name, p.value)
			return time.Time{}, true, source.ErrReported
		}
		return t, true, nil
	}
	zone := c.zone
	layout := "20060102T150405"
	switch tzid := p.param("TZID"); {
	case strings.HasSuffix(value, "Z"):
		zone, layout = time.UTC, "20060102T150405Z"
	case tzid != "":
		z, ok := c.load(tzid)
		if !ok {
			c.unknownZone(p.line, field, tzid)
			return time.Time{}, false, source.ErrReported
		}
		zone = z
	}
	if len(value) == len("20060102T1504") {
		value += "00" // seconds left out
	}
	t, err = time.ParseInLocation(layout, value, zone)
	if err != nil || !dates.Plausible(t) {
		c.Faults.Errorf(c.At(p.line), field, diag.T("write it as in 20250614T183000"), "%s %q is not a time", p.name, p.value)
		return time.Time{}, false, source.ErrReported
	}
	return t.In(c.Zone), false, nil
}

// unknownZone reports a zone once; every event that uses it names that line.
func (c *reader) unknownZone(line int, field, tzid string) {
	hint := diag.T("use a name of the zone database, as in TZID=Europe/Rome")
	if first, ok := c.bad[tzid]; ok {
		hint = diag.T("see line %d", first)
	} else {
		c.bad[tzid] = line
	}
	c.Faults.Errorf(c.At(line), field, hint, "the time zone %q is not known", tzid)
}

// firstOfList returns the first item of a comma-separated list of texts,
// unescaped.
func firstOfList(raw string) string {
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			// Google escapes the comma between categories; in "Musica\, classica" it is the text's own.
			if i+2 < len(raw) && raw[i+1] == ',' && raw[i+2] != ' ' {
				return ics.FromText(raw[:i])
			}
			i++
		case ',':
			return ics.FromText(raw[:i])
		}
	}
	return ics.FromText(raw)
}
