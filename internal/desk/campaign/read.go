package campaign

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/format"
	"github.com/giro-video/giro/internal/content/setting"
	"github.com/giro-video/giro/internal/content/when"
)

// smallest is the least that a campaign can say.
const smallest = "the smallest campaign is:\n  events: eventi.csv\n  templates: spotlight"

// DefaultNaming is the pattern of the posts' names when the campaign has none.
const DefaultNaming = "{event}.{lang}.{format}"

// reading is the state of reading one file.
type reading struct {
	ch *channel.Channel
}

// Read makes a campaign of the text of campaign.yaml. Dates are in the channel's zone.
func Read(name string, data []byte, ch *channel.Channel, faults *diag.List) *Campaign {
	c := &Campaign{Path: name, Naming: DefaultNaming, Out: "out", Languages: ch.Languages, Formats: []string{ch.Format}}
	v := setting.Parse(name, data, faults)
	if faults.HasErrors() {
		return c
	}
	if !v.Given() {
		faults.Errorf(diag.Pos{File: name}, "", diag.T(smallest), "the file is empty")
		return c
	}
	r := reading{ch}
	m := v.Map("name", "season", "events", "templates", "tracks", "languages", "formats", "schedule", "hashtags", "naming", "out", "silent")
	top := diag.Pos{File: name, Line: 1}
	c.Name = strings.TrimSpace(m["name"].Text())
	if c.Name == "" {
		c.Name = ch.Name
	}
	c.Season = r.season(m["season"])
	for _, key := range []string{"events", "templates"} {
		if !m[key].Given() {
			faults.Errorf(top, key, diag.T(smallest), "%q is missing", key)
		}
	}
	for _, item := range items(m["events"]) {
		c.Sources = append(c.Sources, r.source(item))
	}
	for _, item := range items(m["templates"]) {
		c.Rules = append(c.Rules, r.rule(item, true))
	}
	for _, item := range items(m["tracks"]) {
		rule := r.rule(item, false)
		for _, use := range rule.Use {
			if ch.TrackIndex(use) < 0 {
				item.Errorf(diag.T("add it to \"music\" in channel.yaml, with its rights"), "the channel has no track %q", use)
			}
		}
		c.Tracks = append(c.Tracks, rule)
	}
	if l := m["languages"]; l.Given() {
		c.Languages = r.languages(l)
	}
	if f := m["formats"]; f.Given() {
		c.Formats = r.formats(f)
	}
	if s := m["schedule"]; s.Given() {
		c.Schedule = r.schedule(s, c.Season)
	}
	c.Hashtags = m["hashtags"].Texts()
	c.Silent = m["silent"].Bool()
	if n := m["naming"]; n.Given() {
		c.Naming = r.naming(n)
	}
	if o := m["out"]; o.Given() {
		if c.Out = filepath.FromSlash(o.Text()); c.Out == "" || c.Out == "." {
			o.Errorf(diag.T("give the posts a folder of their own, as in out: out"), "posts cannot be written beside the campaign's own files")
		}
	}
	return c
}

// items returns the items of a list; one value counts as a list of one.
func items(v setting.Value) []setting.Value {
	if !v.Given() || v.IsList() {
		return v.List()
	}
	return []setting.Value{v}
}

func (r reading) season(v setting.Value) Season {
	if !v.Given() {
		return Season{}
	}
	m := v.Map("from", "to")
	s := Season{From: r.day(m["from"]), To: r.day(m["to"])}
	if !s.From.IsZero() && !s.To.IsZero() && s.To.Before(s.From) {
		m["to"].Errorf(diag.Text{}, "the season ends before it begins")
	}
	return s
}

// day reads a day in the channel's zone; zero when it is not given.
func (r reading) day(v setting.Value) time.Time {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.DateOnly, s, r.ch.Zone)
	if err != nil {
		v.Errorf(diag.T("write it as year-month-day, as in 2026-05-03"), "%q is not a date", s)
		return time.Time{}
	}
	return t
}

func (r reading) source(v setting.Value) Source {
	s := Source{Pos: v.Pos()}
	file := v
	if !v.IsText() {
		m := v.Map("file", "where")
		if file = m["file"]; !file.Given() {
			v.Errorf(diag.T("add the file, as in file: eventi.csv"), "a source of events has no file")
		}
		s.Where = r.filter(m["where"])
	}
	s.File = file.Text()
	if s.File != "" && !filepath.IsLocal(filepath.FromSlash(s.File)) {
		file.Errorf(diag.T("copy the file into the campaign's folder and name it from there"), "%q leads out of the campaign's folder", s.File)
	}
	return s
}

// textFields are the other fields that events can be chosen by, apart from "extra.…".
var textFields = []string{"price", "title", "status"}

// filterKeys are all that events can be chosen by, for hints.
var filterKeys = append([]string{"when", "from", "to", "neighbourhood", "venue", "category", "free", "event"}, textFields...)

func (r reading) filter(v setting.Value) Filter {
	f := Filter{Fields: map[string][]string{}}
	for _, e := range v.Entries() {
		switch {
		case e.Key == "id" || e.Key == "event":
			f.IDs = e.Texts()
			for _, p := range f.IDs {
				if _, err := filepath.Match(p, ""); err != nil {
					e.Errorf(diag.T("use * for any letters and ? for one"), "%q is not a pattern", p)
				}
			}
		case e.Key == "when":
			f.When = e.Text()
			if _, _, err := event.Span(f.When, time.Time{}.In(r.ch.Zone)); err != nil {
				e.Errorf(diag.T("write one of: %s", strings.Join(event.SpanNames, ", ")), "%v", err)
			}
		case e.Key == "from":
			f.From = r.day(e.Value)
		case e.Key == "to":
			if last := r.day(e.Value); !last.IsZero() {
				f.To = last.AddDate(0, 0, 1)
			}
		case e.Key == "neighbourhood":
			f.Neighbourhoods = e.Texts()
		case e.Key == "venue":
			f.Venues = e.Texts()
		case e.Key == "category":
			f.Categories = e.Texts()
		case e.Key == "free":
			f.Cost = event.Paid
			if e.Bool() {
				f.Cost = event.Free
			}
		case slices.Contains(textFields, e.Key) || strings.HasPrefix(e.Key, "extra."):
			f.Fields[e.Key] = e.Texts()
		default:
			e.Errorf(diag.DidYouMean(e.Key, filterKeys), "events cannot be chosen by %q", e.Key)
		}
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.To.After(f.From) {
		v.Errorf(diag.Text{}, "no day lies between %q and %q", "from", "to")
	}
	return f
}

func (r reading) rule(v setting.Value, template bool) Rule {
	rule := Rule{Pos: v.Pos()}
	if v.IsText() {
		rule.Use = []string{v.Text()}
		return rule
	}
	known := []string{"use", "for"}
	if template {
		known = append(known, "cut", "by", "languages", "formats")
	}
	m := v.Map(known...)
	if rule.Use = m["use"].Texts(); len(rule.Use) == 0 {
		v.Errorf(diag.T("say what to use, as in use: spotlight"), "a rule uses nothing")
	}
	rule.For = r.filter(m["for"])
	rule.Cut = m["cut"].Text()
	if by := m["by"]; by.Given() {
		rule.By = by.OneOf("week", "month")
	}
	if l := m["languages"]; l.Given() {
		rule.Lang = r.languages(l)
	}
	if f := m["formats"]; f.Given() {
		rule.Form = r.formats(f)
	}
	return rule
}

func (r reading) languages(v setting.Value) []string {
	out := v.Texts()
	for _, l := range out {
		if !slices.Contains(r.ch.Languages, l) {
			v.Errorf(diag.DidYouMean(l, r.ch.Languages), "the channel does not speak %q", l)
		}
	}
	return out
}

func (r reading) formats(v setting.Value) []string {
	out := v.Texts()
	for _, f := range out {
		if !slices.Contains(format.Names(), f) {
			v.Errorf(diag.DidYouMean(f, format.Names()), "there is no format %q", f)
		}
	}
	return out
}

// placeholders are what a name is made of.
var placeholders = []string{"event", "template", "lang", "format", "date"}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

func (r reading) naming(v setting.Value) string {
	s := strings.TrimSpace(v.Text())
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		if !slices.Contains(placeholders, m[1]) {
			v.Errorf(diag.DidYouMean(m[1], placeholders), "a name has no %q", "{"+m[1]+"}")
		}
	}
	for _, must := range []string{"{event}", "{lang}", "{format}"} {
		if !strings.Contains(s, must) {
			v.Errorf(diag.T(`as in naming: "{event}.{lang}.{format}"`), "names without %s would be the same for several posts", must)
		}
	}
	if strings.ContainsAny(s, `/\`) || strings.HasPrefix(s, ".") {
		v.Errorf(diag.T("all posts of a campaign lie in one folder"), "a name cannot hold a folder")
	}
	return s
}

func (r reading) schedule(v setting.Value, season Season) *Schedule {
	m := v.Map("from", "to", "days", "time", "per_day", "alternate", "lead", "on")
	s := &Schedule{From: season.From, To: season.To, PerDay: 1, On: map[string]time.Time{}}
	if d := r.day(m["from"]); !d.IsZero() {
		s.From = d
	}
	if d := r.day(m["to"]); !d.IsZero() {
		s.To = d
	}
	if s.From.IsZero() || s.To.IsZero() {
		v.Errorf(diag.T("add from and to here, or a season"), "the schedule has no first or no last day")
	} else if s.To.Before(s.From) {
		v.Errorf(diag.Text{}, "the schedule ends before it begins")
	} else if s.To.Sub(s.From) > 5*366*24*time.Hour {
		v.Errorf(diag.T("plan a year or two at a time"), "the schedule is longer than five years")
	}
	for _, d := range m["days"].Texts() {
		day, ok := when.LookupWeekday(d)
		if !ok {
			m["days"].Errorf(diag.T("use the names of weekdays, as in days: [monday, thursday]"), "%q is not a day of the week", d)
			continue
		}
		s.Days = append(s.Days, day)
	}
	s.Hour = 18
	if t := m["time"]; t.Given() {
		at, err := time.Parse("15:04", strings.ReplaceAll(t.Text(), ".", ":"))
		if err != nil {
			t.Errorf(diag.T(`write hours and minutes in quotes, as in time: "18:00"`), "%q is not a time of day", t.Text())
		}
		s.Hour, s.Min = at.Hour(), at.Minute()
	}
	if n := m["per_day"]; n.Given() {
		if s.PerDay = n.Int(); s.PerDay < 1 || s.PerDay > 24 {
			n.Errorf(diag.Text{}, "%d posts a day are not between 1 and 24", s.PerDay)
		}
	}
	if a := m["alternate"]; a.Given() {
		s.Alternate = a.OneOf("category", "neighbourhood", "template")
	}
	if l := m["lead"]; l.Given() {
		s.Lead = l.Int()
	}
	for _, e := range m["on"].Entries() {
		s.On[e.Key] = r.day(e.Value)
	}
	return s
}

// fieldOf returns a field of an event by its name in a campaign.
func fieldOf(e *event.Event, name string) string {
	switch name {
	case "category":
		return e.Category
	case "neighbourhood":
		return e.Neighbourhood
	case "venue":
		return e.Venue
	case "status":
		if e.Status == "" {
			return string(event.Scheduled)
		}
		return string(e.Status)
	case "title":
		return e.Title
	case "price":
		return e.Price
	}
	return e.Extra[strings.TrimPrefix(name, "extra.")]
}

// anyGlob reports whether a name fits one of several patterns.
func anyGlob(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := filepath.Match(p, name)
		return err == nil && ok
	})
}

// within reports whether an event lies in a range of days, in part at least. An
// event without a time does.
func within(w event.When, from, to time.Time) bool {
	if !w.Known() {
		return true
	}
	first, last := when.Span(w)
	return (from.IsZero() || !last.Before(from)) && (to.IsZero() || first.Before(to.AddDate(0, 0, 1)))
}

// String returns a rule as a message calls it.
func (r Rule) String() string { return fmt.Sprintf("the rule for %s", strings.Join(r.Use, ", ")) }
