package campaign

import (
	"path/filepath"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/post"
)

// ExpandGiven makes the campaign's posts of events that come from elsewhere than
// its own sources, as from a file that is dropped into a watched folder: path is
// that of the file, now the moment that filters such as "this week" count from. The season, the templates' rules, the languages, formats and
// naming count; the sources and the schedule do not, since the posts are made at
// once. Faults of an event refuse its posts; the list holds what belongs to none.
func (c *Campaign) ExpandGiven(ch *channel.Channel, asm *post.Assembler, path string, events []*event.Event, now time.Time) ([]*Item, diag.List) {
	var faults diag.List
	x := c.expansion(ch, asm, &faults, now)
	in := slices.DeleteFunc(slices.Clone(events), func(e *event.Event) bool {
		return !within(e.When, c.Season.From, c.Season.To)
	})
	x.gather(filepath.Dir(path), filepath.Base(path), in)
	x.checkNames()
	if len(x.items) == 0 && len(events) > 0 {
		faults.Errorf(diag.Pos{File: filepath.Base(path)}, "", diag.T("check the dates and the category of the events against it"),
			"no event of the file belongs to the campaign %q", c.Name)
	}
	return x.items, faults
}

// Request says which post an item is. today is the day as of which it is told
// when it has no day of publication; formats are all formats of the campaign.
func (c *Campaign) Request(ch *channel.Channel, it *Item, today time.Time, formats []string) post.Request {
	return post.Request{
		Channel: ch, Event: it.Event, Events: it.Events, DataDir: it.dataDir, Template: it.Template, Cut: it.Cut,
		Language: it.Language, Format: it.Format, Silent: c.Silent, Today: it.today(today).In(ch.Zone),
		Hashtags: c.Hashtags, Track: it.Track, CommonWith: formats,
		Published: it.Publish, Until: c.stands(), Override: c.Override,
	}
}
