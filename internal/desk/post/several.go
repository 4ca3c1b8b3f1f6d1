package post

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/geom"
	"github.com/giro-video/giro/internal/base/srgb"
	"github.com/giro-video/giro/internal/content/brand"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/when"
	"github.com/giro-video/giro/internal/design/compile"
	"github.com/giro-video/giro/internal/design/template"
	"github.com/giro-video/giro/internal/media/photo"
)

// TakesEvents reports whether a template shows all events of a file together. It is
// false for an unknown or faulty template, which Assemble reports.
func (a *Assembler) TakesEvents(ch *channel.Channel, name string) bool {
	var faults diag.List
	t, err := a.Template(ch, name, &faults)
	return err == nil && t != nil && t.Events
}

// Collection returns an event that stands for all events of a file and is named after
// it, for a template that shows them all.
func Collection(file string) *event.Event {
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	return &event.Event{ID: name, Pos: map[string]diag.Pos{"": {File: file}}}
}

// upcoming returns the events that are not over at a time, by their start; all
// of them when none is left. Faulty events are left out with a warning.
func upcoming(events []*event.Event, today time.Time, faults *diag.List) []*event.Event {
	var all, out []*event.Event
	for _, e := range events {
		if e.Faults.HasErrors() {
			faults.Warnf(e.At(""), "event", diag.Text{}, "%q is left out: it has faults", e.ID)
			continue
		}
		all = append(all, e)
		if _, last := when.Span(e.When); !e.When.Known() || !last.Before(today.AddDate(0, 0, -1)) {
			out = append(out, e)
		}
	}
	if len(out) == 0 {
		out = all
	}
	slices.SortStableFunc(out, func(a, b *event.Event) int { return cmp.Compare(a.When.Start.Unix(), b.When.Start.Unix()) })
	return out
}

// kitOfTemplate returns the kit that a template is drawn in: the locked kit that it
// names, with the channel's logo and label, else the channel's in the event's accent.
func kitOfTemplate(t *template.Template, ch *channel.Channel, ev *event.Event) *brand.Kit {
	if own, err := brand.ByName(t.Kit); err == nil && own.Locked {
		out := *own
		out.Logo, out.Label = ch.Brand.Logo, ch.Brand.Label
		return &out
	}
	return kitFor(ch.Brand, ev)
}

// samplePhoto returns a part of a photo at w x h pixels, from which the compiler
// decides about contrast. Colours are in rows from the top.
func samplePhoto(ph compile.Photo, crop geom.Rect, w, h int) ([]srgb.Color, error) {
	img, err := photo.Prepare(ph.Source, crop, w, h, nil)
	if err != nil {
		return nil, fmt.Errorf("sample the photo %s: %w", filepath.Base(ph.Source), err)
	}
	out := make([]srgb.Color, 0, w*h)
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+4*w]
		for x := range w {
			out = append(out, srgb.Color{R: row[4*x], G: row[4*x+1], B: row[4*x+2]})
		}
	}
	return out, nil
}

// TemplateNames lists the templates that a channel can use: its own, then those
// that come with Giro and that it does not replace. ch may be nil.
func TemplateNames(ch *channel.Channel) []string {
	own, shipped := templateNames(ch)
	out := slices.Clone(own)
	for _, name := range shipped {
		if !slices.Contains(own, name) {
			out = append(out, name)
		}
	}
	return out
}

// checkLanguage adds an error for a language in which the channel does not publish the
// event because translations are missing.
func checkLanguage(req Request, lang string, faults *diag.List) {
	if len(req.Events) == 0 && slices.Contains(req.Channel.Languages, lang) {
		*faults = append(*faults, Untranslated(req.Channel, req.Event, lang)...)
	}
}

// Untranslated says why a channel does not publish an event in one of its languages;
// nil when it does.
func Untranslated(ch *channel.Channel, e *event.Event, lang string) diag.List {
	published, missing := e.PublishedIn(ch.Languages, ch.Missing)
	if slices.Contains(published, lang) {
		return nil
	}
	var out diag.List
	for _, tag := range slices.Sorted(maps.Keys(missing)) {
		out.Errorf(e.At("title"), "language", diag.T("add the missing columns, such as title_%s, or set translations: fallback in channel.yaml", tag),
			"%q is not told in %q: %s missing", e.ID, tag, strings.Join(missing[tag], ", "))
	}
	return out
}
