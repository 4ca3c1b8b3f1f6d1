package ical

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/giro-video/giro/internal/content/ingest/dates"
)

// A VTIMEZONE (RFC 5545, 3.6.5) is a list of observances: standard and daylight
// time, each with the moments at which it begins. Where its name says nothing,
// these are turned into the form of the zone database (RFC 8536), which package
// time reads, so that such a zone is one like any other.

// The bounds of a zone that a file defines.
const (
	maxZones       = 64 // in one file, that are used
	maxDefined     = 1000
	maxObservances = 64
	maxTransitions = 2000
	lastTransition = 2100 // the year
)

// observance is a STANDARD or DAYLIGHT part.
type observance struct {
	daylight bool
	start    string // DTSTART, local time
	from, to string // offsets
	rule     string
	dates    []string // RDATE
}

// property reads a property of the part.
func (o *observance) property(p property) {
	value := strings.TrimSpace(p.value)
	switch p.name {
	case "DTSTART":
		o.start = value
	case "TZOFFSETFROM":
		o.from = value
	case "TZOFFSETTO":
		o.to = value
	case "RRULE":
		o.rule = strings.ToUpper(value)
	case "RDATE":
		for date := range strings.SplitSeq(value, ",") {
			if len(o.dates) < maxTransitions {
				o.dates = append(o.dates, date)
			}
		}
	}
}

// transition is a moment at which an observance begins.
type transition struct {
	at       int64 // Unix time
	from, to int32 // seconds east of UTC
	daylight bool
}

// transitions returns the moments at which the observance begins.
func (o *observance) transitions(work *dates.Effort) (out []transition, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	from, err := offsetOf(o.from)
	if err != nil {
		return nil, err
	}
	to, err := offsetOf(o.to)
	if err != nil {
		return nil, err
	}
	// Local times are kept as if they were UTC, and moved at the end.
	first, err := time.Parse("20060102T150405", strings.TrimSuffix(o.start, "Z"))
	if err != nil {
		return nil, fmt.Errorf("read the begin of a zone's part: %w", err)
	}
	begins := []time.Time{first}
	for _, date := range o.dates {
		if t, err := time.Parse("20060102T150405", strings.TrimSpace(date)); err == nil {
			begins = append(begins, t)
		}
	}
	if len(o.rule) > dates.MaxRule {
		return nil, dates.ErrLongRule
	}
	if o.rule != "" {
		opt, err := rrule.StrToROption(o.rule)
		if err != nil {
			return nil, fmt.Errorf("read the rule of a zone: %w", err)
		}
		if opt.Freq > rrule.MONTHLY || len(opt.Byhour)+len(opt.Byminute)+len(opt.Bysecond) > 0 {
			return nil, fmt.Errorf("the rule of a zone repeats too often")
		}
		opt.Dtstart = first
		if until := time.Date(lastTransition, 1, 1, 0, 0, 0, 0, time.UTC); opt.Until.IsZero() || opt.Until.After(until) {
			opt.Until = until
		} else {
			opt.Until = opt.Until.Add(time.Duration(from) * time.Second) // it is given in UTC
		}
		found, err := work.Dates(opt, maxTransitions)
		if err != nil {
			return nil, fmt.Errorf("follow the rule of a zone: %w", err)
		}
		begins = append(begins, found...)
	}
	for _, t := range begins {
		out = append(out, transition{t.Unix() - int64(from), from, to, o.daylight})
	}
	return out, nil
}

// offsetOf reads an offset such as +0100 or -033045, in seconds east of UTC.
func offsetOf(s string) (int32, error) {
	for _, form := range []string{"-0700", "-070000", "-07:00", "-07"} {
		if t, err := time.Parse(form, s); err == nil {
			_, offset := t.Zone()
			return int32(offset), nil //nolint:gosec // less than a day
		}
	}
	return 0, fmt.Errorf("%q is no offset", s)
}

// zoneOfParts returns the zone that observances make, or nil.
func (c *reader) zoneOfParts(name string, parts []observance) *time.Location {
	var all []transition
	for _, o := range parts[:min(len(parts), maxObservances)] {
		ts, err := o.transitions(c.effort)
		if err != nil {
			return nil
		}
		all = append(all, ts...)
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b transition) int { return int(min(1, max(-1, a.at-b.at))) })
	all = slices.CompactFunc(all, func(a, b transition) bool { return a.at == b.at })
	z, err := time.LoadLocationFromTZData(name, zoneData(all))
	if err != nil {
		return nil
	}
	return z
}

// zoneData writes transitions as RFC 8536, version 2. What holds before the
// first of them is the offset that it starts from.
func zoneData(all []transition) []byte {
	type local struct {
		offset   int32
		daylight bool
	}
	kinds := []local{{all[0].from, false}}
	var indices []byte
	for _, t := range all {
		k := local{t.to, t.daylight}
		i := slices.Index(kinds, k)
		if i < 0 {
			i = len(kinds)
			kinds = append(kinds, k)
		}
		indices = append(indices, byte(i)) //nolint:gosec // at most maxObservances and one
	}
	const names = "LOC\x00"
	var b bytes.Buffer
	header := func(times, kinds, chars int) {
		b.WriteString("TZif2")
		b.Write(make([]byte, 15))
		for _, n := range []int{0, 0, 0, times, kinds, chars} {
			b.Write(binary.BigEndian.AppendUint32(nil, uint32(n))) //nolint:gosec // small
		}
	}
	// Readers of version 2 pass over the part of version 1, which may be almost empty.
	header(0, 1, 1)
	b.Write(make([]byte, 6+1))
	header(len(all), len(kinds), len(names))
	for _, t := range all {
		b.Write(binary.BigEndian.AppendUint64(nil, uint64(t.at))) //nolint:gosec // two's complement
	}
	b.Write(indices)
	for _, k := range kinds {
		b.Write(binary.BigEndian.AppendUint32(nil, uint32(k.offset))) //nolint:gosec // two's complement
		dst := byte(0)
		if k.daylight {
			dst = 1
		}
		b.Write([]byte{dst, 0})
	}
	b.WriteString(names)
	b.WriteString("\n\n")
	return b.Bytes()
}
