package ical

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// maxClocks is how many times of day one rule may name.
const maxClocks = 24

// series is what a VEVENT says about its repetition.
type series struct {
	rule      *property
	added     []property // RDATE
	excluded  []property // EXDATE
	replaces  *property  // RECURRENCE-ID
	sequence  int
	zone      *time.Location // of DTSTART
	firstLine int
}

// seriesOf collects the properties of a repetition.
func seriesOf(comp component) series {
	s := series{firstLine: comp.line}
	for i, p := range comp.props {
		switch p.name {
		case "RRULE":
			if s.rule == nil {
				s.rule = &comp.props[i]
			}
		case "RDATE":
			s.added = append(s.added, p)
		case "EXDATE":
			s.excluded = append(s.excluded, p)
		case "RECURRENCE-ID":
			s.replaces = &comp.props[i]
		case "SEQUENCE":
			s.sequence, _ = dates.Count(strings.TrimSpace(p.value))
		}
	}
	return s
}

// repeat replaces each series by its dates: those of the rule and those added,
// without those excluded, with the dates that have an event of their own
// (RECURRENCE-ID) replaced by that event.
func (c *reader) repeat(ctx context.Context, events []*event.Event, all []series) []*event.Event {
	// A single date of a series, by the series' UID and the time it replaces.
	type slot struct {
		uid string
		at  int64
	}
	own := map[slot]bool{}
	changes := map[string][]change{}
	masters := map[string]bool{}
	for i, e := range events {
		if all[i].replaces == nil {
			masters[e.UID] = e.UID != "" || masters[e.UID]
		}
	}
	for i, e := range events {
		if p := all[i].replaces; p != nil && e.UID != "" && masters[e.UID] {
			if t, _, err := c.instant(*p); err == nil {
				own[slot{e.UID, t.Unix()}] = true
				if strings.EqualFold(p.param("RANGE"), "THISANDFUTURE") {
					changes[e.UID] = append(changes[e.UID], change{from: t, event: e})
				}
			}
		}
	}
	for _, list := range changes {
		slices.SortStableFunc(list, func(a, b change) int { return a.from.Compare(b.from) })
	}
	var out []*event.Event
	for i, e := range events {
		if ctx.Err() != nil {
			return nil
		}
		s := all[i]
		if s.replaces != nil || (s.rule == nil && len(s.added) == 0) || !e.When.Known() {
			out = append(out, e)
			continue
		}
		starts := c.dates(e, s)
		if c.effort.Spent() {
			c.Faults.Errorf(c.At(s.firstLine), "start", diag.T("export only the events from today on, or split the calendar"), "the rules and exceptions of the calendar stand for more dates than are followed; the rest is left out")
			return out
		}
		for _, d := range starts {
			if own[slot{e.UID, d.Unix()}] {
				continue
			}
			out = append(out, onDate(e, d, changes[e.UID]))
			if len(out) > source.MaxRows {
				c.Faults.Errorf(c.At(s.firstLine), "", diag.T("split the calendar"), "the calendar holds more than %d dates; the rest is left out", source.MaxRows)
				return out[:source.MaxRows]
			}
		}
	}
	return out
}

// change is an event that replaces one date of a series and all later ones
// (RECURRENCE-ID with RANGE=THISANDFUTURE).
type change struct {
	from  time.Time // the date of the series
	event *event.Event
}

// onDate returns the event of a series on one of its dates: as the last of the
// changes, which are in order, before the date describes it, and as far from the date as the change itself was
// moved (RFC 5545, 3.2.13).
func onDate(e *event.Event, date time.Time, changes []change) *event.Event {
	current := change{event: e}
	if n := sort.Search(len(changes), func(i int) bool { return date.Before(changes[i].from) }); n > 0 {
		current = changes[n-1]
	}
	copied := *current.event
	switch {
	case current.event == e:
		copied.When = shifted(e.When, date)
	case copied.When.Known():
		copied.When = shifted(copied.When, moved(date, current.from, copied.When.Start))
	}
	return &copied
}

// moved moves a date as from was moved to to, by the calendar and the clock: a
// change of the clocks in between changes nothing.
func moved(date, from, to time.Time) time.Time {
	wallClock := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	}
	t := wallClock(date).Add(wallClock(to).Sub(wallClock(from)))
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, date.Location())
}

// shifted is a time moved to another start.
func shifted(w event.When, start time.Time) event.When {
	out := event.When{Start: start, AllDay: w.AllDay}
	switch {
	case w.End.IsZero():
	case w.AllDay:
		days := int(w.End.Sub(w.Start).Hours()+12) / 24
		out.End = start.AddDate(0, 0, days)
	default:
		out.End = start.Add(w.End.Sub(w.Start))
	}
	return out
}

// dates returns the starts of a series in the channel's zone, from today on
// (from its first date on, without a clock) and for one year; the first date
// alone when all are over or the rule cannot be followed.
func (c *reader) dates(e *event.Event, s series) []time.Time {
	first := e.When.Start
	from, horizon := dates.Window(first, c.Now, c.Zone)
	length := time.Duration(0)
	if e.When.End.After(first) {
		length = e.When.End.Sub(first)
	}
	found := map[int64]time.Time{first.Unix(): first}
	if s.rule != nil {
		found = map[int64]time.Time{}
		starts, err := c.follow(e, s, horizon)
		if errors.Is(err, dates.ErrEffort) {
			return nil
		}
		if err != nil {
			c.Faults.Warnf(c.At(s.rule.line), "start", diag.T("add the other dates as events of their own"), "the event repeats (%s), but the rule cannot be followed: %v; its first date is read", source.Shorten(s.rule.value), err)
			return []time.Time{first}
		}
		if len(starts) == 0 {
			c.Faults.Warnf(c.At(s.rule.line), "start", diag.T("correct the rule"), "the event repeats (%s), but the rule gives no date; the first date is read", source.Shorten(s.rule.value))
			return []time.Time{first}
		}
		for _, t := range starts {
			found[t.Unix()] = t
		}
	}
	for _, p := range s.added {
		for t, day := range c.listed(p) {
			if day && !e.When.AllDay {
				t = time.Date(t.Year(), t.Month(), t.Day(), first.Hour(), first.Minute(), 0, 0, c.Zone)
			}
			found[t.Unix()] = t
		}
	}
	type dayOf struct {
		year  int
		month time.Month
		day   int
	}
	dayAt := func(t time.Time) (d dayOf) {
		d.year, d.month, d.day = t.Date()
		return d
	}
	free := map[dayOf]bool{} // a day without a time excludes what starts on it
	for _, p := range s.excluded {
		for t, day := range c.listed(p) {
			delete(found, t.Unix())
			if day {
				free[dayAt(t)] = true
			}
		}
	}
	if len(free) > 0 {
		maps.DeleteFunc(found, func(_ int64, t time.Time) bool { return free[dayAt(t)] })
	}
	var out []time.Time
	for _, t := range found {
		if !t.Add(length).Before(from) && t.Before(horizon) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	line := s.firstLine
	if s.rule != nil {
		line = s.rule.line
	}
	switch {
	case len(out) == 0 && len(found) == 0:
		c.Faults.Warnf(c.At(line), "start", diag.T("remove it, or correct the exceptions"), "the event repeats, but every date of it is an exception; it is left out")
		return nil
	case len(out) == 0:
		c.Faults.Notef(c.At(line), "start", diag.Text{}, "the event repeated, and all its dates are over; the first is read")
		return []time.Time{first}
	case len(out) > dates.MaxOccurrences:
		c.Faults.Warnf(c.At(line), "start", diag.Text{}, "the event has %d dates; the first %d are read", len(out), dates.MaxOccurrences)
		out = out[:dates.MaxOccurrences]
	}
	if len(out) > 1 {
		c.Faults.Notef(c.At(line), "start", diag.Text{}, "the event repeats: %d dates from %s to %s are read", len(out), out[0].Format(time.DateOnly), out[len(out)-1].Format(time.DateOnly))
	}
	return out
}

// follow returns the starts that a rule gives before the horizon. The rule is
// followed in the zone of DTSTART, so that 21:00 stays 21:00 across a change of
// the clocks.
func (c *reader) follow(e *event.Event, s series, horizon time.Time) (starts []time.Time, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	value := strings.ToUpper(strings.TrimSpace(s.rule.value))
	if len(value) > dates.MaxRule {
		return nil, dates.ErrLongRule
	}
	clocks := 1
	for part := range strings.SplitSeq(value, ";") {
		key, list, _ := strings.Cut(part, "=")
		if key == "BYHOUR" || key == "BYMINUTE" || key == "BYSECOND" {
			clocks *= 1 + strings.Count(list, ",")
		}
	}
	if clocks > maxClocks {
		return nil, diag.Reasonf("it names more than %d times of day", maxClocks)
	}
	opt, err := rrule.StrToROptionInLocation(untilOfDay(value, e.When.AllDay), s.zone)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says of what
	}
	if opt.Freq > rrule.DAILY {
		return nil, diag.Reasonf("it repeats more than once a day")
	}
	opt.Dtstart = e.When.Start.In(s.zone)
	if opt.Until.IsZero() || opt.Until.After(horizon) {
		opt.Until = horizon
	}
	starts, err = c.effort.Dates(opt, dates.MaxSteps)
	for i, t := range starts {
		starts[i] = t.In(c.Zone)
	}
	return starts, err
}

// untilOfDay makes an UNTIL that is a day of a timed event the end of that
// day: RFC 5545 asks for a time, and many programs write a day.
func untilOfDay(rule string, allDay bool) string {
	parts := strings.Split(rule, ";")
	parts = slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" })
	for i, p := range parts {
		day, ok := strings.CutPrefix(p, "UNTIL=")
		switch {
		case !ok:
		case len(day) == len("20060102") && !allDay:
			parts[i] = p + "T235959"
		case allDay && len(day) > len("20060102"):
			parts[i] = "UNTIL=" + day[:len("20060102")]
		}
	}
	return strings.Join(parts, ";")
}

// listed reads the dates of EXDATE or RDATE; day says that one has no time.
// What cannot be read is reported.
func (c *reader) listed(p property) func(yield func(time.Time, bool) bool) {
	return func(yield func(time.Time, bool) bool) {
		for value := range strings.SplitSeq(p.value, ",") {
			if !c.effort.Spend(dates.ListStep) {
				return
			}
			one := p
			one.value, _, _ = strings.Cut(value, "/") // a period: its start
			if strings.TrimSpace(one.value) == "" {
				continue
			}
			t, day, err := c.instant(one)
			if err != nil {
				c.effort.Spend(dates.KeepStep)
			} else if !yield(t, day) {
				return
			}
		}
	}
}

// latest drops earlier versions of an event: with one UID, start and
// recurrence, the one with the highest SEQUENCE counts, and of equal ones the
// first.
func (c *reader) latest(events []*event.Event, all []series) ([]*event.Event, []series) {
	type version struct {
		uid, replaces string
	}
	best := map[version]int{}
	drop := map[int]bool{}
	for i, e := range events {
		if e.UID == "" {
			continue
		}
		v := version{uid: e.UID}
		if p := all[i].replaces; p != nil {
			v.replaces = p.value
		}
		j, twice := best[v]
		if !twice {
			best[v] = i
			continue
		}
		if all[i].sequence == all[j].sequence && !e.When.Start.Equal(events[j].When.Start) {
			continue // two events that share a UID by mistake
		}
		lost := i
		if all[i].sequence > all[j].sequence {
			best[v], lost = i, j
		}
		drop[lost] = true
		c.Faults.Notef(events[lost].At(""), "uid", diag.Text{}, "the event stands in the file again on line %d; that version counts", events[best[v]].At("").Line)
	}
	if len(drop) == 0 {
		return events, all
	}
	var keptEvents []*event.Event
	var kept []series
	for i, e := range events {
		if !drop[i] {
			keptEvents, kept = append(keptEvents, e), append(kept, all[i])
		}
	}
	return keptEvents, kept
}

// zoneOf returns the zone in which a DATE-TIME is written.
func (c *reader) zoneOf(p property) *time.Location {
	value, tzid := strings.TrimSpace(p.value), p.param("TZID")
	switch {
	case strings.HasSuffix(value, "Z"):
		return time.UTC
	case len(value) == len("20060102"):
		return c.Zone
	case tzid != "":
		if z, ok := c.load(tzid); ok {
			return z
		}
	}
	return c.zone
}
