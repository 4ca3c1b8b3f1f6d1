package structured

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/dates"
	"github.com/giro-video/giro/internal/content/ingest/record"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

// SniffJSON reports whether a file that starts with head is JSON.
func SniffJSON(head []byte) bool {
	head = bytes.TrimSpace(head)
	return len(head) > 0 && (head[0] == '[' || head[0] == '{')
}

// maxJSON is the largest JSON text that is read; 10 000 events have 10 MB.
const maxJSON = 32 << 20

const jsonHint = "Giro reads the array of objects that giro events --json writes"

// ReadJSON reads JSON: what "giro events --json" writes (an array of events,
// or an object that holds it under "events"), schema.org events (JSON-LD),
// Designers Italia's "Evento", openagenda.com, and lists of objects whose keys
// are names that a table's columns could have.
func ReadJSON(ctx context.Context, file *source.File) []*event.Event {
	f := newInput(file)
	if len(f.Data) > maxJSON {
		f.Faults.Errorf(f.At(0), "", diag.T("split the file"), "the file (JSON) has more than %d MB", maxJSON>>20)
		return nil
	}
	data := []byte(f.Text())
	lines := lineIndex(data)
	if !ownShape(data) {
		root, dec, err := parseJSON(ctx, tidyJSON(data), 1)
		if err != nil {
			f.jsonFault(lines, dec, err)
			return nil
		}
		events, ok := readNodes(ctx, f, root)
		if !ok {
			f.jsonFault(lines, dec, errNotEvents)
		}
		return events
	}
	dec := json.NewDecoder(source.Reader(ctx, bytes.NewReader(data)))
	if err := enterArray(dec); err != nil {
		f.jsonFault(lines, dec, err)
		return nil
	}
	var out []*event.Event
	for dec.More() {
		if len(out) == source.MaxRows {
			f.Faults.Errorf(f.At(0), "", diag.T("split the file"), "the file holds more than %d events; the rest is left out", source.MaxRows)
			return out
		}
		start := dec.InputOffset()
		var r event.Record
		err := dec.Decode(&r)
		at := f.At(lines.at(skipToValue(data, start)))
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &wrong):
			f.Faults.Errorf(at, wrong.Field, diag.T("see the schema of giro events --json"), "%q must be a %s, not a %s", wrong.Field, diag.Word(wrong.Type.String()), diag.Word(wrong.Value))
			continue
		case err != nil:
			f.jsonFault(lines, dec, err)
			return out
		}
		if e := f.fromRecord(r, at); e != nil {
			e.Row = len(out) + 1
			out = append(out, e)
		}
	}
	if len(out) == 0 && !f.Faults.HasErrors() {
		f.Faults.Errorf(f.At(1), "", diag.T(jsonHint), "the file holds no event")
	}
	return out
}

// ownKeys are the keys of an event.Record.
var ownKeys = sync.OnceValue(func() map[string]bool {
	keys := map[string]bool{}
	for i, t := 0, reflect.TypeFor[event.Record](); i < t.NumField(); i++ {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		keys[name] = true
	}
	return keys
})

// ownShape reports whether a text is what "giro events --json" writes: the
// first event has no key that such an event has not. A text that cannot be
// read that far counts as such too, so that its fault is reported.
func ownShape(data []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := enterArray(dec); err != nil {
		return !errors.Is(err, errNotEvents)
	}
	var first map[string]json.RawMessage
	if !dec.More() || dec.Decode(&first) != nil {
		return true
	}
	for key := range first {
		if !ownKeys()[key] {
			return false
		}
	}
	return true
}

// errNotEvents is JSON of another shape.
var errNotEvents = errors.New("the JSON does not hold an array of events")

// enterArray moves the decoder behind the bracket that opens the events.
func enterArray(dec *json.Decoder) error {
	tok, err := dec.Token()
	if err != nil {
		return err
	}
	if tok == json.Delim('[') {
		return nil
	}
	if tok != json.Delim('{') {
		return errNotEvents
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "events" {
			if tok, err := dec.Token(); err != nil || tok != json.Delim('[') {
				return errors.Join(errNotEvents, err)
			}
			return nil
		}
		var skip json.RawMessage
		if err := dec.Decode(&skip); err != nil {
			return err
		}
	}
	return errNotEvents
}

// fromRecord checks a record as a table's row is checked.
func (f *input) fromRecord(r event.Record, at diag.Pos) *event.Event {
	for name, text := range map[string]*string{
		"title": &r.Title, "subtitle": &r.Subtitle, "description": &r.Description, "venue": &r.Venue,
		"address": &r.Address, "neighbourhood": &r.Neighbourhood, "category": &r.Category, "price": &r.Price, "access": &r.Access,
	} {
		if utf8.RuneCountInString(*text) > source.MaxCell {
			f.Faults.Errorf(at, name, diag.T("shorten it"), "the text has more than %d characters", source.MaxCell)
			*text = ""
		}
	}
	e, err := r.Event(f.Zone)
	if bad, ok := errors.AsType[*event.TimeError](err); ok {
		f.Faults.Errorf(at, bad.Field, diag.Text{}, "%v", bad)
		r.Start, r.End = "", ""
		e, err = r.Event(f.Zone)
	}
	if err != nil {
		f.Faults.Errorf(at, "", diag.T(jsonHint), "%v", err)
		return nil
	}
	e.Pos = map[string]diag.Pos{"": at}
	e.ID = record.GivenID(r.ID)
	if r.Status != "" {
		e.Pos["status"] = at
	}
	switch e.Status {
	case event.Scheduled, event.Cancelled, event.Postponed, event.Moved, event.SoldOut:
	case "":
		e.Status = event.Scheduled
	default:
		f.Faults.Errorf(at, "status", diag.T("write scheduled, cancelled, postponed, moved or sold_out"), "the state %q is not known", e.Status)
		e.Status = event.Scheduled
	}
	if e.Title == "" {
		f.Faults.Errorf(at, "title", diag.Text{}, "the event has no title")
	}
	if e.When.Known() && !e.When.End.IsZero() && e.When.End.Before(e.When.Start) {
		f.Faults.Errorf(at, "end", diag.T("exchange or correct the two"), "the event ends before it starts")
		e.When.End = e.When.Start
	}
	if !dates.Plausible(e.When.Start) && e.When.Known() {
		f.Faults.Errorf(at, "start", diag.T("correct the year"), "the year %d is not plausible", e.When.Start.Year())
		e.When = event.When{}
	}
	if e.URL != "" {
		e.URL = f.WebAddress(at, e.URL)
	}
	return e
}

// jsonFault reports JSON that cannot be read on.
func (f *input) jsonFault(lines lineStarts, dec *json.Decoder, err error) {
	var syntax *json.SyntaxError
	at := f.At(lines.at(dec.InputOffset()))
	switch {
	case errors.Is(err, errNotEvents):
		f.Faults.Errorf(f.At(1), "", diag.T(jsonHint), "%v", errNotEvents)
	case errors.As(err, &syntax):
		f.Faults.Errorf(f.At(lines.at(syntax.Offset-1)), "", diag.T("check the commas, quotes and brackets there"), "the JSON is damaged: %v", syntax)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		f.Faults.Errorf(at, "", diag.T("ask for the file again"), "the JSON breaks off")
	default:
		f.Faults.Errorf(at, "", diag.T(jsonHint), "the JSON cannot be read: %v", err)
	}
}

// lineStarts are the offsets at which the lines of a text start.
type lineStarts []int

func lineIndex(data []byte) lineStarts {
	starts := lineStarts{0}
	for i, b := range data {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// at returns the 1-based line of an offset.
func (l lineStarts) at(offset int64) int {
	lo, hi := 0, len(l)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int64(l[mid]) <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + 1
}

// skipToValue returns the offset of the next value behind white space and a comma.
func skipToValue(data []byte, offset int64) int64 {
	for int(offset) < len(data) && bytes.IndexByte([]byte(" \t\r\n,"), data[offset]) >= 0 {
		offset++
	}
	return offset
}
