// Package ingest reads events from the files that cities have: calendars
// (iCalendar), tables (Excel, CSV, TSV), JSON and schema.org events, also in
// saved web pages, YAML written by hand, alerts (CAP 1.2) and Giro's own JSON.
//
// A file is recognised by what it holds, not by its name. Reading goes on
// after a fault, so that one run shows them all; each message says where the
// fault stands (line, or line and cell) and what to do. What a cell means is
// never guessed: a date that can be read in two ways is a fault.
package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/channel"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// maxFaults is how many messages are given about one file; more help nobody.
const maxFaults = 1000

// maxOwnFaults is how many messages an event carries, and one more where that is
// the error that keeps it from being used; fewer where thousands of events stand in
// one place. A note on each of a thousand repeats
// stands in every event that they repeat.
const maxOwnFaults = 100

// Options say how to read what a file leaves open.
type Options struct {
	Zone     *time.Location // of dates without a zone; nil is UTC
	Language string         // BCP 47 tag of texts without a language; "" is "it"
	Now      time.Time      // completes dates without a year; zero refuses them

	// Columns says what columns hold, by header as written, where the channel
	// knows better than their names: a field of event.ColumnFields, with a
	// language behind it where it has one (title:en), extra.NAME, or ignore.
	Columns map[string]string

	// Languages are those of the channel, the default first. Where Translations is
	// set, what an event lacks in the others is reported as Missing asks for.
	Languages    []string
	Missing      event.Missing
	Translations bool

	Capitals event.Capitals // what becomes of titles that are all in capitals

	FillDown bool // in tables, an empty cell of a day means the day above
}

// For returns the options of a channel, as seen at now. They do not ask for
// Translations: who makes posts asks for them in the posts' own languages.
func For(ch *channel.Channel, now time.Time) Options {
	return Options{
		Zone: ch.Zone, Language: ch.Language(), Now: now.In(ch.Zone), Columns: ch.Columns,
		Languages: ch.Languages, Missing: ch.Missing, Capitals: ch.Capitals, FillDown: ch.FillDown,
	}
}

// Read returns the events of a file. name is used in messages alone.
//
// What is wrong with the file or with single events is in the list; an event
// carries its own part of it in Event.Faults, and one with an error there must
// not be rendered. The error is for faults that are not the user's, and for the
// end of the context, at which reading is given up.
func Read(ctx context.Context, name string, data []byte, opt Options) (events []*event.Event, faults diag.List, err error) {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	if opt.Language == "" {
		opt.Language = "it"
	}
	var r reader
	defer func() {
		if p := recover(); p != nil {
			events, err = nil, fmt.Errorf("read events from %s (%s): %v", name, r.name, p)
		}
	}()
	if len(data) > source.MaxBytes {
		return nil, tooLarge(name), nil
	}
	f := &source.File{
		Name: name, Data: data, Faults: &faults,
		Zone: opt.Zone, Language: opt.Language, Now: opt.Now, Columns: opt.Columns,
		FillDown: opt.FillDown,
	}
	var ok bool
	if r, ok = choose(f); !ok {
		return nil, faults, nil
	}
	events = r.read(ctx, f)
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("read events from %s: %w", name, err)
	}
	if len(events) == 0 && !faults.HasErrors() {
		f.Faults.Errorf(f.At(0), "", diag.T("check that this is the right file"), "the file holds no event")
	}
	statusInTitles(events, f)
	events = merge(events, f)
	capitals(events, f, opt.Capitals)
	if opt.Translations {
		untranslated(events, f, opt)
	}
	nameEvents(events, f)
	lost(events, f)
	attach(events, faults)
	return events, shortened(collapse(faults), f.At(0)), nil
}

// shortened keeps the first messages of a file, the gravest before the others,
// and says how many more there are.
func shortened(faults diag.List, at diag.Pos) diag.List {
	n := len(faults)
	if n <= maxFaults {
		return faults
	}
	slices.SortStableFunc(faults, func(a, b diag.Message) int { return int(b.Severity) - int(a.Severity) })
	rest := faults[maxFaults].Severity
	faults = faults[:maxFaults]
	faults.Add(diag.Message{Pos: at, Severity: rest, Text: diag.T("%d more messages are left out", n-maxFaults), Hint: diag.T("mend these first")})
	return faults
}

// tooLarge is what is wrong with a file of more than source.MaxBytes.
func tooLarge(name string) diag.List {
	var faults diag.List
	faults.Errorf(diag.Pos{File: name}, "", diag.T("check that this is the right file, or split it"), "the file has more than %d MB", source.MaxBytes>>20)
	return faults
}

// ReadFrom reads all of r and returns its events as Read does. Of what is larger
// than source.MaxBytes no more than that is read; nothing if r is a file.
func ReadFrom(ctx context.Context, name string, r io.Reader, opt Options) ([]*event.Event, diag.List, error) {
	var buf bytes.Buffer
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			if info.Size() > source.MaxBytes {
				return nil, tooLarge(name), nil
			}
			buf.Grow(int(info.Size()) + bytes.MinRead) // or it would grow by doubling
		}
	}
	if _, err := io.Copy(&buf, io.LimitReader(source.Reader(ctx, r), source.MaxBytes+1)); err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return Read(ctx, name, buf.Bytes(), opt)
}

// attach gives each event the messages that stand in it.
func attach(events []*event.Event, faults diag.List) {
	if len(faults) == 0 {
		return
	}
	type place struct {
		line        int
		sheet, cell string
	}
	// Several dates of one entry stand in one place.
	owners := map[place][]*event.Event{}
	for _, e := range events {
		seen := map[place]bool{}
		for _, p := range e.Pos {
			if at := (place{p.Line, p.Sheet, p.Cell}); !seen[at] {
				seen[at] = true
				owners[at] = append(owners[at], e)
			}
		}
	}
	// A file may stand on one line: a message there is each event's.
	told := map[place]diag.List{}
	for _, m := range faults {
		if m.Line == 0 && m.Cell == "" {
			continue
		}
		at := place{m.Line, m.Sheet, m.Cell}
		list, most := told[at], max(1, maxOwnFaults/(1+len(owners[at])/1000))
		if len(list) < most || m.Severity == diag.Error && !list.HasErrors() {
			list.Add(m)
			told[at] = list
			for _, e := range owners[at] {
				if len(e.Faults) < maxOwnFaults || m.Severity == diag.Error && !e.Faults.HasErrors() {
					e.Faults.Add(m)
				}
			}
		}
	}
}
