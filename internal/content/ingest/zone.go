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
// or a zone that the file itself defines (VTIMEZONE).
func (c *calendarReader) load(tzid string) (*time.Location, bool) {
	if z, ok := c.zones[tzid]; ok {
		return z, z != nil
	}
	z := loadZone(strings.Trim(strings.TrimSpace(tzid), `"`))
	if z == nil {
		z = c.defines(zoneName(tzid))
	}
	c.zones[tzid] = z
	return z, z != nil
}

// zoneName brings the name of a zone to the form in which definition and use
// agree: one is a text, which may have escapes, the other a parameter, which may
// have quotes.
func zoneName(s string) string {
	return strings.Trim(strings.ReplaceAll(strings.TrimSpace(s), `\`, ""), `"`)
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

// zoneScan follows a VTIMEZONE.
type zoneScan struct {
	id, location string
	parts        []observance
}

// begin starts a part of the zone.
func (z *zoneScan) begin(name string) {
	if name == "STANDARD" || name == "DAYLIGHT" {
		z.parts = append(z.parts, observance{daylight: name == "DAYLIGHT"})
	}
}

func (z *zoneScan) property(inside string, p property) {
	switch {
	case inside == "VTIMEZONE" && p.name == "TZID":
		z.id = zoneName(p.value)
	case inside == "VTIMEZONE" && p.name == "X-LIC-LOCATION":
		z.location = strings.TrimSpace(p.value)
	case len(z.parts) > 0 && (inside == "STANDARD" || inside == "DAYLIGHT"):
		z.parts[len(z.parts)-1].property(p)
	}
}

// finish adds the zone to those that the file defines.
func (z *zoneScan) finish(defined map[string]zoneScan) {
	if z.id != "" {
		defined[z.id] = *z
	}
}

// defines returns the zone that the file defines under a name, or nil.
func (c *calendarReader) defines(name string) *time.Location {
	z, ok := c.defined[name]
	if !ok {
		return nil
	}
	if z.location != "" {
		if loc := loadZone(z.location); loc != nil {
			return loc
		}
	}
	if c.followed++; c.followed > maxZones {
		return nil
	}
	return zoneOfParts(z.id, z.parts)
}
