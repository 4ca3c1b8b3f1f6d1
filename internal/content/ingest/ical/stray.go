package ical

import (
	"strings"

	"github.com/giro-video/giro/internal/base/diag"
)

// Programs that forget to escape line breaks write the lines of a text as lines
// of the calendar. Such a line may look like a property ("Location: Parco Nord"),
// and must not become one: it belongs to the text before it.

// textProperties are those whose values are texts of several lines.
var textProperties = map[string]bool{
	"DESCRIPTION": true, "SUMMARY": true, "LOCATION": true, "COMMENT": true, "CONTACT": true, "X-ALT-DESC": true,
}

// onceProperties may stand once in an event (RFC 5545, 3.6.1).
var onceProperties = map[string]bool{
	"DTSTAMP": true, "UID": true, "DTSTART": true, "CLASS": true, "CREATED": true, "DESCRIPTION": true, "GEO": true, "LAST-MODIFIED": true,
	"LOCATION": true, "ORGANIZER": true, "PRIORITY": true, "SEQUENCE": true, "STATUS": true, "SUMMARY": true, "TRANSP": true, "URL": true,
	"RECURRENCE-ID": true, "DTEND": true, "DURATION": true,
}

// knownProperties are the others that RFC 5545 and RFC 7986 know in an event.
var knownProperties = map[string]bool{
	"ATTACH": true, "ATTENDEE": true, "CATEGORIES": true, "COMMENT": true, "CONTACT": true, "EXDATE": true, "EXRULE": true, "REQUEST-STATUS": true,
	"RELATED-TO": true, "RESOURCES": true, "RDATE": true, "RRULE": true, "COLOR": true, "IMAGE": true, "CONFERENCE": true, "NAME": true,
	"REFRESH-INTERVAL": true, "SOURCE": true, "STYLED-DESCRIPTION": true, "LOCATION-TYPE": true, "PARTICIPANT-TYPE": true, "RESOURCE-TYPE": true,
	"STRUCTURED-DATA": true, "CALENDAR-ADDRESS": true, "BEGIN": true, "END": true,
	// Of alarms, which stand inside an event.
	"ACTION": true, "TRIGGER": true, "REPEAT": true, "ACKNOWLEDGED": true,
}

// stray reports whether a line inside an event belongs to the text before it.
// written is the line's name as it stands in the file; ok is false when the line
// is no property at all.
func (comp *component) stray(written string, p property, ok bool) bool {
	last := comp.last()
	if last == nil || !textProperties[last.name] {
		return false
	}
	if !ok {
		return true
	}
	known := onceProperties[p.name] || knownProperties[p.name] || strings.HasPrefix(p.name, "X-")
	if !known {
		return true
	}
	// Programs write names in capitals; people write "Location: " with one.
	capitals := written == strings.ToUpper(written)
	blank := strings.HasPrefix(p.value, " ") || strings.HasPrefix(p.value, "\t")
	if !capitals && (blank || comp.capitals) {
		return true
	}
	if blank && !comp.blanks() {
		return true
	}
	return last.strays > 0 && (blank || onceProperties[p.name] && comp.has(p.name))
}

// blanks reports whether the program writes a blank behind the colon.
func (comp *component) blanks() bool {
	for _, p := range comp.props {
		if strings.HasPrefix(p.value, " ") {
			return true
		}
	}
	return false
}

// last returns the property that was read last, nil for none.
func (comp *component) last() *property {
	if len(comp.props) == 0 {
		return nil
	}
	return &comp.props[len(comp.props)-1]
}

// has reports whether the event has a property already.
func (comp *component) has(name string) bool {
	for _, p := range comp.props {
		if p.name == name {
			return true
		}
	}
	return false
}

// take adds a stray line to the text before it.
func (comp *component) take(line string) {
	p := comp.last()
	p.strays++
	if len(p.value)+len(line) <= maxUnfolded {
		p.value += `\n` + line
	}
}

// strayNote says how many lines were read as parts of texts.
func (c *reader) strayNote(events []component) {
	lines, first := 0, 0
	for _, comp := range events {
		for _, p := range comp.props {
			if p.strays > 0 && first == 0 {
				first = p.line
			}
			lines += p.strays
		}
	}
	if lines > 0 {
		c.Faults.Notef(c.At(first), "description", diag.T("see whether the texts are whole"),
			"the calendar breaks the lines of texts in its own way; %d lines are read as parts of the text before them", lines)
	}
}
