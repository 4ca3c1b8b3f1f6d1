package campaign

import (
	"cmp"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/when"
)

// assign gives the posts their days. The posts of one event and template come
// out on the same day. A day takes the post whose event comes first, of another
// category than the one before where there is a choice; a post that finds no day
// before its event is told.
func (s *Schedule) assign(items []*Item, faults *diag.List) {
	type unit struct {
		items    []*Item
		deadline time.Time // the last moment to publish
		topic    string
	}
	byUnit := map[int]*unit{}
	var units []*unit
	for _, it := range items {
		u := byUnit[it.unit]
		if u == nil {
			u = &unit{topic: it.topic(s.Alternate), deadline: s.To.AddDate(0, 0, 1)}
			if e := it.earliest(); !e.IsZero() {
				u.deadline = e
			}
			byUnit[it.unit] = u
			units = append(units, u)
		}
		u.items = append(u.items, it)
	}
	give := func(u *unit, day time.Time) {
		at := time.Date(day.Year(), day.Month(), day.Day(), s.Hour, s.Min, 0, 0, day.Location())
		for _, it := range u.items {
			it.Publish = at
		}
	}
	var open []*unit
	taken := map[string]int{}
	for _, u := range units {
		if day, ok := s.On[u.items[0].Event.ID]; ok && !day.IsZero() {
			give(u, day)
			taken[day.Format(time.DateOnly)]++
			continue
		}
		open = append(open, u)
	}
	slices.SortStableFunc(open, func(a, b *unit) int { return a.deadline.Compare(b.deadline) })

	last := ""
	for day := s.From; !day.After(s.To) && len(open) > 0; day = day.AddDate(0, 0, 1) {
		if len(s.Days) > 0 && !slices.Contains(s.Days, day.Weekday()) {
			continue
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), s.Hour, s.Min, 0, 0, day.Location())
		for range s.PerDay - taken[day.Format(time.DateOnly)] {
			best := -1
			for i, u := range open {
				if u.deadline.Before(at) || s.Lead > 0 && at.AddDate(0, 0, s.Lead).Before(u.deadline) {
					continue
				}
				if best < 0 {
					best = i
				}
				if s.Alternate == "" || u.topic != last {
					best = i
					break
				}
			}
			if best < 0 {
				break
			}
			give(open[best], day)
			last = open[best].topic
			open = slices.Delete(open, best, best+1)
		}
	}
	for _, u := range open {
		it := u.items[0]
		faults.Warnf(it.Event.At(""), "schedule", diag.T("add days to the schedule, or raise per_day or lead"), "%q finds no day before it begins", cmp.Or(it.Event.Title, it.Event.ID))
	}
}

// earliest is the moment when a post's first event begins.
func (it *Item) earliest() time.Time {
	if it.Event.When.Known() {
		first, last := when.Span(it.Event.When)
		if last.After(first.AddDate(0, 0, 1)) {
			return last // what lasts for days can be told while it lasts
		}
		return it.Event.When.Start
	}
	var out time.Time
	for _, e := range it.Events {
		if e.When.Known() && (out.IsZero() || e.When.Start.Before(out)) {
			out = e.When.Start
		}
	}
	return out
}

// topic is what takes turns.
func (it *Item) topic(field string) string {
	switch field {
	case "":
		return ""
	case "template":
		return it.Template
	}
	return fieldOf(it.Event, field)
}
