package ingest

import (
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// dateLike finds what can hardly be anything but a day: figures with two signs
// between them, or a day and a year around a word.
var dateLike = regexp.MustCompile(`\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,10}\.?\s+(?:de\s+)?\d{4}\b`)

// clockLike finds what can hardly be anything but a time of day.
var clockLike = regexp.MustCompile(`(?i)^\s*(?:ore?\s+|h\.?\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?\s*(?:uhr|h)?\s*$`)

// lost warns of events without a date, or without a time, while something that
// looks like one stands in a column or property of theirs that is not read: no
// reader drops a date without a word.
func lost(events []*event.Event, f *source.File) {
	for _, e := range events {
		dated := e.When.Known() || e.Pos["start"].File != "" // else it has been told
		if dated && (!e.When.Known() || !e.When.AllDay) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(e.Extra)) {
			text := e.Extra[name]
			switch {
			case len(text) > maxDateText:
			case !dated && dateLike.MatchString(text) && isDate(text):
				f.Faults.Warnf(e.At(name), "start", diag.T("name the column \"data\", or assign it in channel.yaml"), "the event has no date, but its field %q holds %q", name, source.Shorten(text))
			case dated && clockLike.MatchString(text):
				f.Faults.Warnf(e.At(name), "time", diag.T("name the column \"ora\", or assign it in channel.yaml"), "the event has no time, but its field %q holds %q", name, source.Shorten(text))
			default:
				continue
			}
			break
		}
	}
}

// maxDateText is the length, in bytes, beyond which a text that holds a date is prose.
const maxDateText = 60

// isDate reports whether a text is a date and nothing else.
func isDate(text string) bool {
	if _, ok, err := dates.Stamp(text, time.UTC); ok || err != nil {
		return true
	}
	for _, order := range []dates.Order{dates.DayFirst, dates.MonthFirst} {
		if st, err := dates.ReadOrdered(source.OneLine(text), dates.Date, order); err == nil && len(st.Days) > 0 {
			return true
		}
	}
	return false
}

// inferred are the fields whose notes say what was inferred.
var inferred = []string{"when", "start", "end", "time", "end_time", "all_day", "status"}

// collapse makes one note of several that say of one kind what was inferred, with how many more there are. What
// is said of an event stays with the event.
func collapse(faults diag.List) diag.List {
	type kind struct{ field, form string }
	count := map[kind]int{}
	for _, m := range faults {
		if m.Severity == diag.Note && slices.Contains(inferred, m.Field) {
			count[kind{m.Field, m.Text.Form}]++
		}
	}
	several := false
	for _, n := range count {
		several = several || n >= minCollapsed
	}
	if !several {
		return faults
	}
	out := faults[:0]
	told := map[kind]bool{}
	for _, m := range faults {
		k := kind{m.Field, m.Text.Form}
		n := count[k]
		if m.Severity != diag.Note || n < minCollapsed {
			out = append(out, m)
			continue
		}
		if told[k] {
			continue
		}
		told[k] = true
		m.Text = diag.T("%s (and %d more of this kind)", m.Text, n-1)
		out = append(out, m)
	}
	return out
}

// minCollapsed is the number of notes of one kind from which on one is given.
const minCollapsed = 3
