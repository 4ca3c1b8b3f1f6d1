package ical

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// What programs put into events that people did not write.

// conferenceBlock is what Google Calendar and Outlook add to a description for a
// video conference, up to its closing line or the end.
var conferenceBlock = regexp.MustCompile(`(?s)(?:-::~[:~]+::-.*?-::~[:~]+::-|_{20,}\s*(?:Microsoft Teams|Riunione di Microsoft Teams).*?(?:_{20,}|$)|-::~[:~]+::-.*$)`)

// description tidies a description.
func description(s string) string {
	return source.Prose(conferenceBlock.ReplaceAllString(s, ""))
}

// conferences are the places that programs write for a meeting on the web.
var conferences = []string{
	"microsoft teams meeting", "riunione di microsoft teams", "microsoft teams-besprechung", "reunion microsoft teams", "reunion de microsoft teams",
	"google meet", "zoom", "zoom meeting", "skype meeting", "webex",
}

// conference reports whether a place is a meeting on the web.
func conference(location string) bool {
	folded := fold.Text(location)
	if slices.Contains(conferences, folded) {
		return true
	}
	for _, host := range []string{"https://teams.microsoft.com/", "https://meet.google.com/", "https://zoom.us/", "https://us02web.zoom.us/"} {
		if strings.HasPrefix(folded, host) {
			return true
		}
	}
	return false
}

// attached tells of pictures that are on the web.
func (c *reader) attached(comp component) {
	for _, p := range comp.props {
		if p.name != "ATTACH" && p.name != "IMAGE" {
			continue
		}
		kind := strings.ToLower(p.param("FMTTYPE"))
		value := strings.TrimSpace(p.value)
		address := strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
		if !address || (p.name == "ATTACH" && !strings.HasPrefix(kind, "image/") && !pictureName.MatchString(value)) {
			continue
		}
		c.Faults.Notef(c.At(p.line), "images", diag.T("save the picture in the channel's folder, and give its name in a table"),
			"the picture %q is on the web; it is left out", source.Shorten(value))
	}
}

var pictureName = regexp.MustCompile(`(?i)\.(jpe?g|png|webp|heic|gif)(\?|$)`)

// wholeDays counts the events whose midnights were read as whole days.
type wholeDays struct{ count, line int }

// read takes an event that lasts from midnight to midnight, or to a minute before
// it, for one of whole days: calendars write them so, in UTC too.
func (w *wholeDays) read(c *reader, e *event.Event, props map[string]property) {
	if e.When.AllDay || !e.When.Known() || e.When.End.IsZero() || !midnight(e.When.Start) {
		return
	}
	last := e.When.End
	switch {
	case midnight(last):
		last = last.AddDate(0, 0, -1)
	case last.Hour() == 23 && last.Minute() == 59:
	default:
		return
	}
	if last.Before(e.When.Start) {
		return
	}
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, c.Zone) }
	e.When.Start, e.When.End, e.When.AllDay = day(e.When.Start), day(last), true
	if w.count++; w.count == 1 {
		w.line = props["DTSTART"].line
	}
}

func midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// note says how many there were, once a file.
func (w *wholeDays) note(f *source.File) {
	if w.count > 0 {
		f.Faults.Notef(f.At(w.line), "start", diag.T("write the days without times if they are to be days, or another time if they are not"),
			"events from midnight to midnight are read as whole days, %d in all", w.count)
	}
}
