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
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
)

// The largest input that is read. They bound memory and time for a file that
// is not what it seems; the spreadsheets of cities stay far below. Reading a
// file of MaxBytes takes 0.2 (CSV) to 0.4 GB (JSON), and 1.1 GB when it is a
// calendar of as many events as can be, each nearly empty.
const (
	MaxBytes  = 64 << 20  // of a file
	MaxRows   = 100_000   // of a table, and events of a calendar
	MaxCell   = 32_767    // characters of a cell or property, as in Excel
	maxLine   = 1 << 20   // bytes of a line as it stands in the file
	maxColumn = 1024      // columns of a table
	maxFaults = 1000      // messages for one file; more help nobody
	maxValues = 2_000_000 // values of a JSON text
)

// Options say how to read what a file leaves open.
type Options struct {
	Zone     *time.Location // of dates without a zone; nil is UTC
	Language string         // BCP 47 tag of texts without a language; "" is "it"
	Now      time.Time      // completes dates without a year; zero refuses them

	// Columns says what columns hold, by header as written, where the channel
	// knows better than their names: a field of event.ColumnFields, with a
	// language behind it where it has one (title:en), extra.NAME, or ignore.
	Columns map[string]string

	// Languages are those of the channel, the default first; what an event
	// lacks in the others is reported as Missing asks for.
	Languages []string
	Missing   event.Missing

	Capitals event.Capitals // what becomes of titles that are all in capitals
}

// reader reads one kind of file. Adding a kind means adding a reader to readers.
type reader interface {
	// match reports whether the file is of this kind. head is its start,
	// at most sniffBytes long, in UTF-8, without a byte order mark.
	match(head []byte) bool
	// read returns the events and adds what is wrong to f.faults.
	read(f *file) []*event.Event
}

// readers are tried in order; the last one takes any text.
var readers = []reader{workbook{}, calendar{}, document{}, page{}, alert{}, settings{}, table{}}

// sniffBytes is how much of a file is looked at to find its kind.
const sniffBytes = 4096

// file is the input of a reader.
type file struct {
	name   string
	data   []byte // as on disk
	opt    Options
	faults *diag.List

	assigned map[string]string // opt.Columns by the letters of the header
}

// at returns a position in the file.
func (f *file) at(line int) diag.Pos { return diag.Pos{File: f.name, Line: line} }

// Read returns the events of a file. name is used in messages alone.
//
// What is wrong with the file or with single events is in the list; an event
// carries its own part of it in Event.Faults, and one with an error there must
// not be rendered. The error is for faults that are not the user's.
func Read(name string, data []byte, opt Options) (events []*event.Event, faults diag.List, err error) {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	if opt.Language == "" {
		opt.Language = "it"
	}
	defer func() {
		if r := recover(); r != nil {
			events, err = nil, fmt.Errorf("read events from %s: %v", name, r)
		}
	}()
	f := &file{name: name, data: data, opt: opt, faults: &faults}
	if len(data) > MaxBytes {
		return nil, tooLarge(name), nil
	}
	if !f.readable() {
		return nil, faults, nil
	}
	head := sniffHead(data)
	for _, r := range readers {
		if r.match(head) {
			events = r.read(f)
			break
		}
	}
	if len(events) == 0 && !faults.HasErrors() {
		f.faults.Errorf(f.at(0), "", diag.T("check that this is the right file"), "the file holds no event")
	}
	titleStates(events, f)
	events = merge(events, f)
	capitals(events, f)
	untranslated(events, f)
	nameEvents(events, f)
	attach(events, faults)
	return events, shortened(faults, f.at(0)), nil
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

// tooLarge is what is wrong with a file of more than MaxBytes.
func tooLarge(name string) diag.List {
	var faults diag.List
	faults.Errorf(diag.Pos{File: name}, "", diag.T("check that this is the right file, or split it"), "the file has more than %d MB", MaxBytes>>20)
	return faults
}

// ReadFrom reads all of r and returns its events as Read does. Of what is larger
// than MaxBytes no more than that is read; nothing if r is a file.
func ReadFrom(name string, r io.Reader, opt Options) ([]*event.Event, diag.List, error) {
	var buf bytes.Buffer
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			if info.Size() > MaxBytes {
				return nil, tooLarge(name), nil
			}
			buf.Grow(int(info.Size()) + bytes.MinRead) // or it would grow by doubling
		}
	}
	if _, err := io.Copy(&buf, io.LimitReader(r, MaxBytes+1)); err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return Read(name, buf.Bytes(), opt)
}

// errSkip marks a value about which a message has been given already.
var errSkip = errors.New("already reported")

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
	for _, m := range faults {
		if m.Line == 0 && m.Cell == "" {
			continue
		}
		for _, e := range owners[place{m.Line, m.Sheet, m.Cell}] {
			e.Faults.Add(m)
		}
	}
}
