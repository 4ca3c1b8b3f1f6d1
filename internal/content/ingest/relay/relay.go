// Package relay lets a file be read in another process, which is told what to do
// by a Question, gets the file on its standard input, and writes what it read on
// its standard output. What the file does to that process ends with it.
package relay

import (
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// question is an order to read a file. Zones go by their names.
type question struct {
	Name    string
	Zone    string
	Options ingest.Options
}

// answer is what was read.
type answer struct {
	Events []*event.Event
	Faults diag.List
	Err    string // a fault that is not the user's
}

// Question writes the order to read a file that messages call name as one word
// for a command line.
func Question(name string, opt ingest.Options) (string, error) {
	q := question{Name: name, Options: opt}
	if opt.Zone != nil {
		q.Zone = opt.Zone.String()
	}
	q.Options.Zone = nil
	data, err := json.Marshal(q)
	if err != nil {
		return "", fmt.Errorf("say how to read %s: %w", name, err)
	}
	return string(data), nil
}

// Serve reads the file in r as a question says and writes the answer to w.
func Serve(ctx context.Context, text string, r io.Reader, w io.Writer) error {
	var q question
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		return fmt.Errorf("understand how to read a file: %w", err)
	}
	zone, err := time.LoadLocation(q.Zone)
	if err != nil {
		return fmt.Errorf("find the zone: %w", err)
	}
	q.Options.Zone, q.Options.Now = zone, q.Options.Now.In(zone)
	var a answer
	a.Events, a.Faults, err = ingest.ReadFrom(ctx, q.Name, r, q.Options)
	if err != nil {
		a.Err = err.Error()
	}
	a.Faults = a.Faults.Plain()
	for _, e := range a.Events {
		e.Faults = e.Faults.Plain()
	}
	register()
	if err := gob.NewEncoder(w).Encode(a); err != nil {
		return fmt.Errorf("write what was read: %w", err)
	}
	return nil
}

// Receive returns what Serve has written, with times in zone. The error is for
// faults that are not the user's.
func Receive(r io.Reader, zone *time.Location) ([]*event.Event, diag.List, error) {
	register()
	var a answer
	if err := gob.NewDecoder(r).Decode(&a); err != nil {
		return nil, nil, fmt.Errorf("understand what was read: %w", err)
	}
	if a.Err != "" {
		return nil, nil, errors.New(a.Err)
	}
	if zone == nil {
		zone = time.UTC
	}
	place(reflect.ValueOf(a.Events), zone)
	return a.Events, a.Faults, nil
}

// register names the types that stand behind arguments of messages.
func register() {
	gob.Register(diag.Text{})
	gob.Register(diag.Texts{})
}

// place brings all times in a value to a zone: written as bytes they know their
// offset alone.
func place(v reflect.Value, zone *time.Location) {
	switch v.Kind() { //nolint:exhaustive // events hold no times in others
	case reflect.Pointer:
		if !v.IsNil() {
			place(v.Elem(), zone)
		}
	case reflect.Slice:
		if k := v.Type().Elem().Kind(); k == reflect.Struct || k == reflect.Pointer || k == reflect.Slice {
			for i := range v.Len() {
				place(v.Index(i), zone)
			}
		}
	case reflect.Struct:
		if t, ok := reflect.TypeAssert[time.Time](v); ok {
			if !t.IsZero() {
				v.Set(reflect.ValueOf(t.In(zone)))
			}
			return
		}
		for _, f := range v.Fields() {
			if f.CanSet() {
				place(f, zone)
			}
		}
	}
}
