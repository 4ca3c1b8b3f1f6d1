package campaign

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/filename"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/desk/post"
)

// Item is one post of a campaign.
type Item struct {
	ID       string // name of its files without ending
	Event    *event.Event
	Events   []*event.Event // for a template that takes several
	Template string
	Cut      string
	Language string
	Format   string
	Track    string    // file of the channel's track, "" for its first
	Publish  time.Time // zero when it has no day
	Refused  diag.List // why it cannot be made, as far as that is known before trying

	dataDir string // of the event's file
	unit    int    // posts of one event and template share it, and their day
}

// Expand reads the events and makes the posts of the campaign, in the order of
// its rules: events in the order of their files, then languages, then formats.
// now completes dates without a year. Faults of single events refuse their posts
// and do not stop the others; the list tells what belongs to no post.
func (c *Campaign) Expand(ctx context.Context, ch *channel.Channel, asm *post.Assembler, now time.Time) ([]*Item, diag.List, error) {
	var faults diag.List
	x := c.expansion(ch, asm, &faults, now)
	for _, src := range c.Sources {
		events, err := x.read(ctx, src, now)
		if err != nil {
			return nil, faults, err
		}
		x.gather(filepath.Join(c.Dir, filepath.Dir(filepath.FromSlash(src.File))), src.File, events)
	}
	if c.Schedule != nil {
		c.Schedule.assign(x.items, &faults)
	}
	x.checkNames()
	return x.items, faults, nil
}

// expansion returns one with no posts yet.
func (c *Campaign) expansion(ch *channel.Channel, asm *post.Assembler, faults *diag.List, now time.Time) *expansion {
	return &expansion{
		c: c, ch: ch, asm: asm, faults: faults, several: map[string]bool{}, names: map[string]*Item{},
		rules: rulesAt(c.Rules, now), tracks: rulesAt(c.Tracks, now),
	}
}

// rulesAt returns rules with their filters as they are at a moment.
func rulesAt(rules []Rule, now time.Time) []Rule {
	out := slices.Clone(rules)
	for i := range out {
		out[i].For = out[i].For.At(now)
	}
	return out
}

// expansion is one call of Expand.
type expansion struct {
	c       *Campaign
	rules   []Rule // of templates, and of tracks, as they are now
	tracks  []Rule
	ch      *channel.Channel
	asm     *post.Assembler
	faults  *diag.List
	items   []*Item
	units   int
	several map[string]bool // templates that take several events
	names   map[string]*Item
}

// read returns the events of a source that fit it and the season.
func (x *expansion) read(ctx context.Context, src Source, now time.Time) ([]*event.Event, error) {
	root, err := os.OpenRoot(x.c.Dir)
	if err != nil {
		return nil, fmt.Errorf("open the campaign's folder: %w", err)
	}
	defer func() { _ = root.Close() }() // it was only read
	f, err := root.Open(filepath.FromSlash(src.File))
	if errors.Is(err, fs.ErrNotExist) {
		x.faults.Errorf(src.Pos, "events", diag.T("check the name; it is read from the campaign's folder"), "there is no file %q", src.File)
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the events %s: %w", src.File, err)
	}
	all, list, err := ingest.ReadFrom(ctx, src.File, f, ingest.For(x.ch, now))
	if cerr := f.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("read the events %s: %w", src.File, cerr)
	}
	if err != nil {
		return nil, err
	}
	// What belongs to an event is told with its posts.
	own := map[string]bool{}
	for _, e := range all {
		for _, m := range e.Faults {
			own[m.String()] = true
		}
	}
	for _, m := range list {
		if !own[m.String()] {
			x.faults.Add(m)
		}
	}
	var out []*event.Event
	where := src.Where.At(now)
	for _, e := range all {
		if where.Matches(e) && within(e.When, x.c.Season.From, x.c.Season.To) {
			out = append(out, e)
		}
	}
	if len(out) == 0 && !x.faults.HasErrors() {
		x.faults.Warnf(src.Pos, "events", diag.T("check the season and the filter"), "no event of %q is in the campaign", src.File)
	}
	return out, nil
}

// takesSeveral asks the template once.
func (x *expansion) takesSeveral(template string) bool {
	known, ok := x.several[template]
	if !ok {
		known = x.asm.TakesEvents(x.ch, template)
		x.several[template] = known
	}
	return known
}

// gather makes the posts of the events of a file in dir. Rules for templates that
// take several events gather all that fit; of the others the first that fits counts.
func (x *expansion) gather(dir, file string, events []*event.Event) {
	for _, rule := range x.rules {
		for _, use := range rule.Use {
			if !x.takesSeveral(use) {
				continue
			}
			var fit []*event.Event
			for _, e := range events {
				if rule.For.Matches(e) {
					fit = append(fit, e)
				}
			}
			for _, g := range grouped(fit, rule.By, file) {
				x.add(rule, use, g.event, g.members, dir)
			}
		}
	}
	for _, e := range events {
		for _, rule := range x.rules {
			if !rule.For.Matches(e) || x.takesSeveral(rule.Use[0]) {
				continue
			}
			for _, use := range rule.Use {
				if !x.takesSeveral(use) {
					x.add(rule, use, e, nil, dir)
				}
			}
			break
		}
	}
}

// group is a number of events that one post tells of.
type group struct {
	event   *event.Event
	members []*event.Event
}

// grouped puts events into groups by week or month, in the order of time.
func grouped(events []*event.Event, by, file string) []group {
	if len(events) == 0 {
		return nil
	}
	var out []group
	at := map[string]int{}
	for _, e := range events {
		key := ""
		if e.When.Known() {
			switch by {
			case "week":
				year, week := e.When.Start.ISOWeek()
				key = fmt.Sprintf("%d-w%02d", year, week)
			case "month":
				key = e.When.Start.Format("2006-01")
			}
		}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			whole := post.Collection(file)
			if key != "" {
				whole.ID += "-" + key
			}
			out = append(out, group{event: whole})
		}
		out[i].members = append(out[i].members, e)
	}
	return out
}

// add makes the posts of one event and template.
func (x *expansion) add(rule Rule, template string, e *event.Event, several []*event.Event, dir string) {
	x.units++
	languages, formats := x.c.Languages, x.c.Formats
	if rule.Lang != nil {
		languages = rule.Lang
	}
	if rule.Form != nil {
		formats = rule.Form
	}
	track := ""
	for _, t := range x.tracks {
		if t.For.Matches(e) && len(t.Use) > 0 {
			track = t.Use[0]
			break
		}
	}
	if x.ch.Missing == event.Drop && len(several) == 0 {
		// The languages in which it is not told are left out, not refused.
		told, _ := e.PublishedIn(x.ch.Languages, event.Drop)
		languages = slices.DeleteFunc(slices.Clone(languages), func(l string) bool { return !slices.Contains(told, l) })
	}
	for _, lang := range languages {
		for _, form := range formats {
			it := &Item{
				Event: e, Events: several, Template: template, Cut: rule.Cut, Language: lang, Format: form, Track: track,
				dataDir: dir, unit: x.units,
			}
			for _, m := range e.Faults {
				if m.Severity == diag.Error {
					it.Refused.Add(m)
				}
			}
			if len(several) == 0 && slices.Contains(x.ch.Languages, lang) {
				it.Refused = append(it.Refused, post.Untranslated(x.ch, e, lang)...)
			}
			id := e.ID
			if len(rule.Use) > 1 && !strings.Contains(x.c.Naming, "{template}") {
				id += "-" + template
			}
			it.ID = id
			x.items = append(x.items, it)
		}
	}
}

// checkNames gives the posts their names and refuses those that another has.
func (x *expansion) checkNames() {
	for _, it := range x.items {
		day := "undated"
		if it.Event.When.Known() {
			day = it.Event.When.Start.Format(time.DateOnly)
		}
		it.ID = strings.NewReplacer("{event}", it.ID, "{template}", it.Template, "{lang}", it.Language, "{format}", it.Format, "{date}", day).Replace(x.c.Naming)
		it.ID = filename.Safe(it.ID)
		key := strings.ToLower(it.ID) // some file systems do not tell the case
		if other, taken := x.names[key]; taken {
			it.Refused.Errorf(it.Event.At(""), "id", diag.T("give the event another id, or put {template} into the campaign's naming"),
				"the name %q is taken by %q", it.ID, other.Event.Title)
			it.ID = fmt.Sprintf("%s~%d", it.ID, it.unit)
			continue
		}
		x.names[key] = it
	}
}
