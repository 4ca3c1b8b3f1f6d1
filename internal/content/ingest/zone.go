package ingest

import (
	"strings"
	"time"
	_ "time/tzdata" // zones must load on machines without a zone database
)

// windowsZones are the names that Outlook and Exchange write, for the zones
// that European calendars use (Unicode CLDR 47, windowsZones, territory 001
// or the one named).
var windowsZones = map[string]string{
	"w. europe standard time":        "Europe/Berlin",
	"central europe standard time":   "Europe/Budapest",
	"central european standard time": "Europe/Warsaw",
	"romance standard time":          "Europe/Paris",
	"gmt standard time":              "Europe/London",
	"greenwich standard time":        "Atlantic/Reykjavik",
	"gtb standard time":              "Europe/Bucharest",
	"e. europe standard time":        "Europe/Chisinau",
	"fle standard time":              "Europe/Kiev",
	"turkey standard time":           "Europe/Istanbul",
	"russian standard time":          "Europe/Moscow",
	"eastern standard time":          "America/New_York",
	"central standard time":          "America/Chicago",
	"mountain standard time":         "America/Denver",
	"pacific standard time":          "America/Los_Angeles",
	"e. south america standard time": "America/Sao_Paulo",
	"china standard time":            "Asia/Shanghai",
	"tokyo standard time":            "Asia/Tokyo",
	"utc":                            "UTC",
	"coordinated universal time":     "UTC",
	"gmt":                            "UTC",
	"z":                              "UTC",
}

// load returns the zone of a TZID: a name of the zone database, alone or at
// the end of a path ("/mozilla.org/20050126_1/Europe/Rome"); a Windows name;
// or a zone that the file itself defines with one offset.
func (c *calendarReader) load(tzid string) (*time.Location, bool) {
	if z, ok := c.zones[tzid]; ok {
		return z, z != nil
	}
	z := loadZone(strings.Trim(strings.TrimSpace(tzid), `"`))
	if z == nil {
		z = c.fixed[tzid]
	}
	c.zones[tzid] = z
	return z, z != nil
}

func loadZone(name string) *time.Location {
	if iana, ok := windowsZones[strings.ToLower(name)]; ok {
		name = iana
	}
	for part := name; ; {
		// "" and "Local" mean the machine's own zone, which a file cannot mean.
		if part != "" && part != "Local" && len(part) < 64 {
			if z, err := time.LoadLocation(part); err == nil {
				return z
			}
		}
		i := strings.IndexByte(part, '/')
		if i < 0 {
			return nil
		}
		part = part[i+1:]
	}
}

// zoneScan follows a VTIMEZONE. Only a definition with a single offset is
// exact without evaluating its rules; others must bear a known name.
type zoneScan struct {
	id, location string
	standard     string
	daylight     bool
	offsets      int
}

func (z *zoneScan) property(inside string, p property) {
	switch {
	case inside == "VTIMEZONE" && p.name == "TZID":
		z.id = strings.TrimSpace(p.value)
	case inside == "VTIMEZONE" && p.name == "X-LIC-LOCATION":
		z.location = strings.TrimSpace(p.value)
	case inside == "DAYLIGHT":
		z.daylight = true
	case inside == "STANDARD" && p.name == "TZOFFSETTO":
		z.standard = strings.TrimSpace(p.value)
		z.offsets++
	}
}

// finish adds the zone to those that the file defines, if it is exact.
func (z *zoneScan) finish(fixed map[string]*time.Location) {
	if z.id == "" {
		return
	}
	if z.location != "" {
		if loc := loadZone(z.location); loc != nil {
			fixed[z.id] = loc
			return
		}
	}
	if z.daylight || z.offsets != 1 {
		return
	}
	if t, err := time.Parse("-0700", z.standard); err == nil {
		_, offset := t.Zone()
		fixed[z.id] = time.FixedZone(z.id, offset)
	}
}
