package ical

import (
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/ingest/dates"
)

// load returns the zone of a TZID: a name of the zone database, alone or at
// the end of a path ("/mozilla.org/20050126_1/Europe/Rome"); a Windows name;
// or a zone that the file itself defines (VTIMEZONE).
func (c *reader) load(tzid string) (*time.Location, bool) {
	if z, ok := c.zones[tzid]; ok {
		return z, z != nil
	}
	z := dates.Zone(strings.Trim(strings.TrimSpace(tzid), `"`))
	if z == nil {
		z = c.defines(zoneName(tzid))
	}
	if name := zoneName(tzid); z == nil {
		if z = offsetZone(name); z == nil {
			z = displayZone(name)
		}
		if z == nil { // "Rome", "Europe/Roma"
			z = dates.Zone(cities[fold.Letters(name[strings.LastIndexByte(name, '/')+1:])])
		}
		if z == nil && customised(name) {
			// The office's own zone, as good as always.
			z = c.zone
			c.Faults.Warnf(c.At(0), "start", diag.T("see whether the times are right"), "the time zone %q is not defined in the file; the times are read as those of %s", tzid, z)
		}
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

// zoneScan follows a VTIMEZONE.
type zoneScan struct {
	id, location string
	parts        []observance
}

// begin starts a part of the zone.
func (z *zoneScan) begin(name string) {
	if (name == "STANDARD" || name == "DAYLIGHT") && len(z.parts) < maxObservances {
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
	if z.id != "" && len(defined) < maxDefined {
		defined[z.id] = *z
	}
}

// defines returns the zone that the file defines under a name, or nil.
func (c *reader) defines(name string) *time.Location {
	z, ok := c.defined[name]
	if !ok {
		return nil
	}
	if z.location != "" {
		if loc := dates.Zone(z.location); loc != nil {
			return loc
		}
	}
	if c.followed++; c.followed > maxZones {
		return nil
	}
	return c.zoneOfParts(z.id, z.parts)
}
