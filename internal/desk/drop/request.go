package drop

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/desk/campaign"
	"github.com/giro-video/giro/internal/desk/inbox"
	"github.com/giro-video/giro/internal/desk/post"
)

// request is a post that a file of a drop asks for.
type request struct {
	post.Request
	key   string             // if no other post of the drop has it
	again func(n int) string // the key of the nth post that would have the same
}

// finder finds the posts of the events of a file, whose path is given. What is
// wrong with single events is reported with the file's other faults, not here.
type finder func(file string, events []*event.Event) ([]request, diag.List)

// finder returns what finds the posts of a drop: one template, or a campaign. A
// campaign or template that cannot be used is the channel's fault, not a drop's.
func (m *Maker) finder(ch *channel.Channel, how channel.Drop) (finder, error) {
	if how.Campaign == "" {
		if err := m.usable(ch, how.Template, how.Cut); err != nil {
			return nil, err
		}
		return func(file string, events []*event.Event) ([]request, diag.List) {
			return m.byTemplate(ch, how, file, events), nil
		}, nil
	}
	file, err := ch.Path(how.Campaign)
	if err != nil {
		return nil, fmt.Errorf("%w: the campaign %q: %w", ErrChannel, how.Campaign, err)
	}
	c, faults, err := campaign.Load(file, ch)
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, channelFault(faults)
	}
	for _, rule := range c.Rules {
		for _, name := range rule.Use {
			if err := m.usable(ch, name, rule.Cut); err != nil {
				return nil, err
			}
		}
	}
	return func(file string, events []*event.Event) ([]request, diag.List) {
		return m.byCampaign(ch, c, file, events)
	}, nil
}

// channelFault says what is wrong with the channel. It is no diagnostic of the
// drop, and diag.Messages does not find one in it.
func channelFault(faults diag.List) error { return &channelError{faults.Sorted()[0]} }

// channelError is a fault of the channel that keeps drops waiting.
type channelError struct{ fault diag.Message }

// Error returns the fault with its place.
func (e *channelError) Error() string { return ErrChannel.Error() + ": " + e.fault.String() }

// Is reports that it is ErrChannel.
func (e *channelError) Is(target error) bool { return target == ErrChannel }

// usable returns why a template, or the cut of it, cannot be used at all; nil
// when it can.
func (m *Maker) usable(ch *channel.Channel, template, cut string) error {
	var faults diag.List
	t, err := m.Assembler.Template(ch, template, &faults)
	if list, ok := diag.Messages(err); ok {
		return channelFault(list)
	}
	if err != nil {
		return err
	}
	if faults.HasErrors() {
		return channelFault(faults)
	}
	if _, ok := t.Cuts[cut]; cut != "" && !ok {
		faults.Errorf(diag.Pos{File: channel.File}, "cut", diag.T("take it out, or name another template"), "template %q has no cut %q", template, cut)
		return channelFault(faults)
	}
	return nil
}

// byTemplate makes every event a post in each language and format, or all of
// them one where the template takes several.
func (m *Maker) byTemplate(ch *channel.Channel, how channel.Drop, file string, events []*event.Event) []request {
	langs, formats := how.Languages, how.Formats
	if len(langs) == 0 {
		langs = []string{ch.Language()}
	}
	if len(formats) == 0 {
		formats = []string{ch.Format}
	}
	all := events
	if len(events) > 1 && m.Assembler.TakesEvents(ch, how.Template) {
		together := post.Collection(filepath.Base(file))
		together.ID = inbox.Slug(together.ID)
		events = []*event.Event{together}
	} else {
		all = nil
	}
	var out []request
	for _, e := range events {
		if e.Faults.HasErrors() {
			continue // reported with the file's other faults
		}
		for _, lang := range langs {
			for _, format := range formats {
				out = append(out, request{
					Request: post.Request{
						Channel: ch, Event: e, Events: all, DataDir: filepath.Dir(file),
						Template: how.Template, Cut: how.Cut, Language: lang, Format: format, Today: m.Now().In(ch.Zone),
					},
					key:   post.FileName(e.ID, lang, format),
					again: func(n int) string { return post.FileName(fmt.Sprintf("%s-%d", e.ID, n), lang, format) },
				})
			}
		}
	}
	return out
}

// byCampaign makes the posts that the rules of a campaign make of the events.
func (m *Maker) byCampaign(ch *channel.Channel, c *campaign.Campaign, file string, events []*event.Event) ([]request, diag.List) {
	items, faults := c.ExpandGiven(ch, m.Assembler, file, events, m.Now().In(ch.Zone))
	known := map[string]bool{}
	for _, it := range items {
		known[it.Format] = true
	}
	formats := slices.Sorted(maps.Keys(known))
	var out []request
	for _, it := range items {
		if it.Refused.HasErrors() {
			if !it.Event.Faults.HasErrors() { // those are reported with the file's
				faults = append(faults, it.Refused...)
			}
			continue
		}
		out = append(out, request{
			Request: c.Request(ch, it, m.Now(), formats),
			key:     it.ID,
			again:   func(n int) string { return it.ID + "-" + strconv.Itoa(n) },
		})
	}
	return out, faults
}

// ErrChannel says that the channel itself cannot be used: no drop's fault.
var ErrChannel = errors.New("the channel's settings have faults")
