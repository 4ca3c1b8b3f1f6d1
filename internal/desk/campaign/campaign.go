// Package campaign makes the posts of a whole campaign: it expands campaign.yaml
// into a plan, renders what has changed, and lays a page beside the posts on
// which a person can review them all.
//
// [Load] reads the file, [Campaign.Expand] makes the posts of it, [Runner.Plan]
// finds out which of them are new, changed, unchanged or refused, and [Runner.Run]
// renders. Everything that a run leaves behind appears whole or not at all, so
// that a run that was stopped, in whatever way, is simply run again.
//
// templates/SETTINGS.md shows a campaign.yaml with every key.
package campaign

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/setting"
)

// File is the usual name of a campaign's file.
const File = "campaign.yaml"

// Campaign is what campaign.yaml says.
type Campaign struct {
	Path      string // of the file
	Dir       string // of the file, absolute: sources lie below
	Name      string
	Season    Season
	Sources   []Source
	Rules     []Rule // of templates; the first that fits an event counts
	Tracks    []Rule // of music, by the event
	Languages []string
	Formats   []string
	Schedule  *Schedule // nil for none
	Hashtags  []string
	Naming    string // pattern of the posts' names
	Out       string // folder, absolute
	Silent    bool
	Override  string // why posts are made in spite of what the rights check says; not of the file
}

// Season bounds a campaign: events outside are left out. Zero days are open ends.
type Season struct{ From, To time.Time }

// stands is the moment until which the posts of a campaign are meant to stand:
// the end of its season, else of its schedule; zero when it has neither.
func (c *Campaign) stands() time.Time {
	last := c.Season.To
	if last.IsZero() && c.Schedule != nil {
		last = c.Schedule.To
	}
	if last.IsZero() {
		return last
	}
	return time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, last.Location())
}

// Source is a file of events, or a part of it.
type Source struct {
	File  string
	Where Filter
	Pos   diag.Pos
}

// Filter chooses events. An empty one takes all.
type Filter struct {
	event.Filter
	When   string              // span of days by name, see [event.Span]; "" for none
	IDs    []string            // glob patterns
	Fields map[string][]string // other fields: the values that fit; "title", "extra.series"
}

// Rule says what is used for the events that fit.
type Rule struct {
	Use  []string // templates, or a track
	For  Filter
	Cut  string
	By   string // "", "week", "month": how events are grouped for a template that takes several
	Lang []string
	Form []string
	Pos  diag.Pos
}

// Schedule says on which days posts are published.
type Schedule struct {
	From, To  time.Time
	Days      []time.Weekday
	Hour, Min int
	PerDay    int
	Alternate string // field whose values take turns: "category", "neighbourhood"
	Lead      int    // a post comes at most so many days before its event; 0: any
	On        map[string]time.Time
}

// Load reads a campaign. What the user can mend is in the list; the campaign is
// nil exactly when the list holds an error or err is set.
func Load(path string, ch *channel.Channel) (*Campaign, diag.List, error) {
	var faults diag.List
	f, err := os.Open(path) //nolint:gosec // the path is the user's own choice
	switch {
	case errors.Is(err, fs.ErrNotExist):
		faults.Errorf(diag.Pos{File: path}, "", diag.T("give the campaign's file, as in giro batch campaign.yaml; giro init writes one"), "there is no such file")
		return nil, faults, nil
	case err != nil:
		return nil, nil, fmt.Errorf("open the campaign: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, setting.MaxBytes+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the campaign %s: %w", path, err)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, nil, fmt.Errorf("find the folder of %s: %w", path, err)
	}
	c := Read(path, data, ch, &faults)
	c.Dir = dir
	if !filepath.IsAbs(c.Out) {
		c.Out = filepath.Join(dir, c.Out)
	}
	faults = faults.Sorted()
	if faults.HasErrors() {
		return nil, faults, nil
	}
	return c, faults, nil
}

// At returns the filter as it is at a moment, in the moment's zone: what its span
// of days is called is brought down to days.
func (f Filter) At(now time.Time) Filter {
	if f.When == "" {
		return f
	}
	from, to, err := event.Span(f.When, now)
	if err != nil {
		return f // reading the campaign has told of it
	}
	if f.From.Before(from) {
		f.From = from
	}
	if f.To.IsZero() || to.Before(f.To) {
		f.To = to
	}
	f.When = ""
	return f
}

// Matches reports whether an event, as its file tells it, fits a filter that At
// has returned.
func (f Filter) Matches(e *event.Event) bool {
	if len(f.IDs) > 0 && !anyGlob(f.IDs, e.ID) {
		return false
	}
	for name, wanted := range f.Fields {
		if !slices.ContainsFunc(wanted, func(w string) bool { return fold.Same(w, fieldOf(e, name)) }) {
			return false
		}
	}
	return f.Filter.Matches(e)
}
