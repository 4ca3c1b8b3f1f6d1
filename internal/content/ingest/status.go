package ingest

import (
	"regexp"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// A status in front of or behind a title, set off by a sign: "ANNULLATO:
// Concerto", "[Rinviato] Concerto", "Concerto - SOLD OUT".
var (
	statusBefore = regexp.MustCompile(`^[\s\[(*!]*(\p{L}[\p{L}_ ]{3,20}?)(?:\s*[\])*!:]|\s+[-–—|]\s)`)
	statusBehind = regexp.MustCompile(`(?:[\[(*!]|\s[-–—|]\s)\s*(\p{L}[\p{L}_ ]{3,20}?)[\s\])*!.]*$`)
)

// statusNames are the statuses as messages call them.
var statusNames = map[event.Status]string{event.Cancelled: "called off", event.Postponed: "put off", event.Moved: "moved", event.SoldOut: "sold out"}

// statusInTitles gives events the status that their titles say, as offices write it
// where they have no column for it: an event that is off must not be announced.
func statusInTitles(events []*event.Event, f *source.File) {
	for _, e := range events {
		if e.Status != event.Scheduled {
			continue
		}
		_, given := e.Pos["status"]
		for _, form := range []*regexp.Regexp{statusBefore, statusBehind} {
			m := form.FindStringSubmatch(e.Title)
			if m == nil {
				continue
			}
			st, ok := record.NamedStatus(m[1])
			switch {
			case !ok || st == event.Scheduled:
				continue
			case given:
				f.Faults.Warnf(e.At("title"), string(record.FieldStatus), diag.T("correct one of the two"), "the title says %q, and the state says that the event takes place; the state counts", source.OneLine(m[1]))
			default:
				e.Status = st
				f.Faults.Notef(e.At("title"), string(record.FieldStatus), diag.T("give the state in a column of its own, and take it out of the title"), "the title says %q; the event is read as %s", source.OneLine(m[1]), diag.Word(statusNames[st]))
			}
			break
		}
	}
}
