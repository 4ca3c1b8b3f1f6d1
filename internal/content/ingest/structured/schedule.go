package structured

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// scheduleDays are the days of schema.org's byDay, and of RFC 5545.
var scheduleDays = map[string]rrule.Weekday{
	"monday": rrule.MO, "tuesday": rrule.TU, "wednesday": rrule.WE, "thursday": rrule.TH, "friday": rrule.FR, "saturday": rrule.SA, "sunday": rrule.SU,
	"mo": rrule.MO, "tu": rrule.TU, "we": rrule.WE, "th": rrule.TH, "fr": rrule.FR, "sa": rrule.SA, "su": rrule.SU,
}

// scheduleUnits are the frequencies of a schedule: the last letter of an
// ISO 8601 duration, or a word.
var scheduleUnits = map[string]rrule.Frequency{
	"D": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY, "Y": rrule.YEARLY,
	"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY,
}

// schedule is a schema.org Schedule understood.
type schedule struct {
	rule   rrule.ROption
	length time.Duration // 0: not said
	allDay bool
	except map[string]bool // days, YYYY-MM-DD
}

// scheduled replaces the dates of an event that repeats (schema.org
// eventSchedule) by those of its schedules, under the limits of a calendar's
// series: from today on, for a year, at most dates.MaxOccurrences. A schedule that
// cannot be followed leaves the event on its first date, and a message.
func (f *input) scheduled(base card, n *node) []card {
	var out []card
	for _, v := range n.get("eventSchedule").list() {
		if f.effort.Spent() {
			return nil // told already
		}
		if v.get("startDate") == nil && v.kind == objectNode && n.get("startDate") != nil {
			v.put("startDate", n.get("startDate"))
		}
		s, err := f.schedule(v)
		if err != nil {
			f.Faults.Warnf(f.place(v), "start", diag.T("give each date as an event of its own"), "the event repeats (eventSchedule), but the schedule cannot be followed: %v; its first date is read", err)
			if text := f.scheduleStart(v); text != "" {
				c := base.without("start", "end")
				c.add("start", text, v)
				out = append(out, c)
			}
			continue
		}
		days, more := f.scheduleDates(s)
		if !f.effort.Spend(time.Duration(1+len(days)) * dates.KeepStep) {
			f.Faults.Errorf(f.place(v), "start", diag.T("leave out what is over, or split the file"), "the schedules of the file stand for more dates than are followed")
			return out
		}
		switch {
		case len(days) == 0:
			f.Faults.Notef(f.place(v), "start", diag.Text{}, "the event repeated, and all its dates are over; the first is read")
			days = []time.Time{s.rule.Dtstart}
		case more:
			f.Faults.Warnf(f.place(v), "start", diag.Text{}, "the event has more than %s dates; the rest is left out", strconv.Itoa(dates.MaxOccurrences))
		case len(days) > 1:
			f.Faults.Notef(f.place(v), "start", diag.Text{}, "the event repeats: %d dates from %s to %s are read", len(days), days[0].Format(time.DateOnly), days[len(days)-1].Format(time.DateOnly))
		}
		for _, d := range days {
			c := base.without("start", "end")
			form := time.RFC3339
			if s.allDay {
				form = time.DateOnly
			}
			c.add("start", d.Format(form), v)
			if s.length > 0 {
				c.add("end", d.Add(s.length).Format(form), v)
			}
			out = append(out, c)
		}
	}
	if len(out) > 0 {
		return out
	}
	return []card{base}
}

// without returns the card without its cells of some headers.
func (c card) without(headers ...string) card {
	out := card{at: c.at}
	for _, v := range c.cells {
		if !slices.Contains(headers, v.header) {
			out.cells = append(out.cells, v)
		}
	}
	return out
}

// scheduleStart is the first date of a schedule as a cell holds it.
func (f *input) scheduleStart(n *node) string {
	day, clock := n.get("startDate").string(), n.get("startTime").string()
	if strings.Contains(day, "T") {
		clock = ""
	}
	return f.momentText(&node{kind: textNode, text: strings.Trim(day+"T"+clock, "T")})
}

// schedule reads a schema.org Schedule. Its startDate and endDate are the first
// and the last day of the series, startTime and endTime the times of each date.
func (f *input) schedule(n *node) (s schedule, err error) {
	zone := f.Zone
	if name := n.get("scheduleTimezone").string(); name != "" {
		if zone = dates.Zone(name); zone == nil {
			return s, diag.Reasonf("the time zone %q is not known", name)
		}
	}
	day, start, err := scheduleTime(n, "start", zone)
	if err != nil {
		return s, err
	}
	s.allDay = start == ""
	s.rule.Dtstart = day
	if err := s.repeat(n); err != nil {
		return s, err
	}
	if n.get("endDate") != nil {
		last, _, err := scheduleTime(n, "end", zone)
		if err != nil {
			return s, err
		}
		s.rule.Until = time.Date(last.Year(), last.Month(), last.Day(), 23, 59, 59, 0, zone)
	}
	if end, ok := clockOf(n.get("endTime").string()); ok && !s.allDay {
		begin, _ := clockOf(start)
		if s.length = end - begin; s.length <= 0 {
			s.length += 24 * time.Hour // ends after midnight
		}
	} else if d, err := dates.ParseDuration(n.get("duration").string()); err == nil && !s.allDay {
		s.length = time.Duration(d.Days)*24*time.Hour + d.Time
	}
	s.except = map[string]bool{}
	for _, v := range n.get("exceptDate").list() {
		if text := v.string(); len(text) >= len(time.DateOnly) {
			s.except[text[:len(time.DateOnly)]] = true
		}
	}
	return s, nil
}

// scheduleTime reads startDate with startTime, or endDate. clock is "" when no
// time is said.
func scheduleTime(n *node, which string, zone *time.Location) (t time.Time, clock string, err error) {
	text := n.get(which + "Date").string()
	day, clock, _ := strings.Cut(text, "T")
	if v := n.get("startTime").string(); which == "start" && v != "" {
		clock = v
	}
	t, err = time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil || !dates.Plausible(t) {
		return t, "", diag.Reasonf("its %sDate %q is not a day", which, source.Shorten(text))
	}
	if clock == "" || which == "end" {
		return t, "", nil
	}
	at, ok := clockOf(clock)
	if !ok {
		return t, "", diag.Reasonf("its startTime %q is not a time", source.Shorten(clock))
	}
	return time.Date(t.Year(), t.Month(), t.Day(), int(at.Hours()), int(at.Minutes())%60, 0, 0, zone), clock, nil
}

// clockOf reads a time of day: 18:30, 18:30:00, 18:30:00+02:00. The zone behind
// it does not say when the clocks change; the schedule's own counts.
func clockOf(s string) (time.Duration, bool) {
	if len(s) < len("15:04") {
		return 0, false
	}
	t, err := time.Parse("15:04", s[:len("15:04")])
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// repeat reads how often a schedule repeats.
func (s *schedule) repeat(n *node) error {
	frequency := strings.ToUpper(strings.TrimSpace(n.get("repeatFrequency").string()))
	days := n.get("byDay").list()
	s.rule.Interval = 1
	s.rule.Freq = rrule.WEEKLY
	unit, count := frequency, ""
	if number, ok := strings.CutPrefix(frequency, "P"); ok && number != "" {
		unit, count = number[len(number)-1:], number[:len(number)-1]
	}
	known, ok := scheduleUnits[unit]
	switch {
	case frequency == "" && len(days) == 0:
		return diag.Reasonf("it has no repeatFrequency")
	case frequency == "":
	case !ok:
		return diag.Reasonf("its repeatFrequency %q is not known", source.Shorten(frequency))
	default:
		s.rule.Freq = known
		if count != "" {
			if s.rule.Interval, ok = dates.Count(count); !ok || s.rule.Interval == 0 {
				return diag.Reasonf("its repeatFrequency %q is not known", source.Shorten(frequency))
			}
		}
	}
	if v := n.get("repeatCount"); v != nil {
		if s.rule.Count, ok = dates.Count(v.string()); !ok {
			return diag.Reasonf("its repeatCount %q is not a number", source.Shorten(v.string()))
		}
	}
	weeks, err := numbers(n, "byMonthWeek", -5, 5)
	if err != nil {
		return err
	}
	for _, v := range days {
		name := strings.ToLower(v.string())
		name = name[strings.LastIndexAny(name, "/:#")+1:]
		nth := strings.TrimRight(name, "abcdefghijklmnopqrstuvwxyz") // 1MO, -1SU
		day, ok := scheduleDays[name[len(nth):]]
		if !ok {
			return diag.Reasonf("its byDay %q is not known", source.Shorten(v.string()))
		}
		weeksOf := weeks
		if k, err := strconv.Atoi(nth); err == nil && k >= -53 && k <= 53 && k != 0 {
			weeksOf = []int{k}
		} else if nth != "" {
			return diag.Reasonf("its byDay %q is not known", source.Shorten(v.string()))
		}
		if len(weeksOf) == 0 {
			s.rule.Byweekday = append(s.rule.Byweekday, day)
		}
		for _, k := range weeksOf {
			s.rule.Byweekday = append(s.rule.Byweekday, day.Nth(k))
		}
	}
	if s.rule.Bymonth, err = numbers(n, "byMonth", 1, 12); err != nil {
		return err
	}
	s.rule.Bymonthday, err = numbers(n, "byMonthDay", -31, 31)
	return err
}

// numbers reads a list of whole numbers other than 0.
func numbers(n *node, key string, low, high int) (out []int, err error) {
	for _, v := range n.get(key).list() {
		k, err := strconv.Atoi(v.string())
		if err != nil || k < low || k > high || k == 0 {
			return nil, diag.Reasonf("its %s %q is not known", key, source.Shorten(v.string()))
		}
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out, nil
}

// scheduleDates returns the dates of a schedule from today on and for one year;
// more says that there are more than are returned.
func (f *input) scheduleDates(s schedule) (out []time.Time, more bool) {
	defer func() {
		if recover() != nil { // a rule that the library does not bear
			out = nil
		}
	}()
	from, horizon := dates.Window(s.rule.Dtstart, f.Now, s.rule.Dtstart.Location())
	if s.rule.Until.IsZero() || s.rule.Until.After(horizon) {
		s.rule.Until = horizon
	}
	found, err := f.effort.Dates(&s.rule, dates.MaxSteps)
	if err != nil {
		return nil, false
	}
	for _, t := range found {
		if t.Before(from) || s.except[t.Format(time.DateOnly)] {
			continue
		}
		if len(out) == dates.MaxOccurrences {
			return out, true
		}
		out = append(out, t)
	}
	return out, false
}
