package dates

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

// Zone returns the zone of a name of the zone database, alone or at the end of a
// path ("/mozilla.org/20050126_1/Europe/Rome"), or of a Windows name; nil if
// there is none.
func Zone(name string) *time.Location {
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
