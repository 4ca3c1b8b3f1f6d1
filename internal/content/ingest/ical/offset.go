package ical

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/fold"
	"github.com/giro-video/giro/internal/content/ingest/dates"
)

var (
	// bareOffset is a zone written as an offset, with a colon that no quotes protect:
	// DTSTART;TZID=+02:00:20270614T183000 (The Events Calendar).
	bareOffset = regexp.MustCompile(`^([A-Za-z-]+;(?:[^":]*;)?TZID=)((?:UTC|GMT)?[+-]\d{1,2}:\d{2})([:;])`)
	// offsetName is an offset from UTC: +02:00, UTC+2, GMT+0200.
	offsetName = regexp.MustCompile(`^(?:UTC|GMT)?\s*([+-])(\d{1,2})[:.]?(\d{2})?$`)
	// displayName is a zone as Outlook shows it to people:
	// (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna.
	displayName = regexp.MustCompile(`^\((?:UTC|GMT)\s*(?:([+-]\d{1,2}[:.]?\d{2}))?\)\s*(.+)$`)
)

// cities are those that Outlook's names of zones list in Europe, with their names
// in Italian, German, French and Spanish where they differ.
var cities = map[string]string{
	"amsterdam": "Europe/Amsterdam", "berlin": "Europe/Berlin", "berlino": "Europe/Berlin", "bern": "Europe/Zurich", "berna": "Europe/Zurich",
	"rome": "Europe/Rome", "roma": "Europe/Rome", "rom": "Europe/Rome", "stockholm": "Europe/Stockholm", "stoccolma": "Europe/Stockholm",
	"vienna": "Europe/Vienna", "wien": "Europe/Vienna", "viena": "Europe/Vienna", "vienne": "Europe/Vienna",
	"brussels": "Europe/Brussels", "bruxelles": "Europe/Brussels", "copenhagen": "Europe/Copenhagen", "copenaghen": "Europe/Copenhagen",
	"madrid": "Europe/Madrid", "paris": "Europe/Paris", "parigi": "Europe/Paris", "belgrade": "Europe/Belgrade", "belgrado": "Europe/Belgrade",
	"budapest": "Europe/Budapest", "prague": "Europe/Prague", "praga": "Europe/Prague", "sarajevo": "Europe/Sarajevo", "warsaw": "Europe/Warsaw",
	"varsavia": "Europe/Warsaw", "london": "Europe/London", "londra": "Europe/London", "dublin": "Europe/Dublin", "dublino": "Europe/Dublin",
	"lisbon": "Europe/Lisbon", "lisbona": "Europe/Lisbon", "athens": "Europe/Athens", "atene": "Europe/Athens", "bucharest": "Europe/Bucharest",
	"bucarest": "Europe/Bucharest", "helsinki": "Europe/Helsinki", "kyiv": "Europe/Kiev", "sofia": "Europe/Sofia", "istanbul": "Europe/Istanbul",
}

// quoteOffset puts quotes around an offset that stands for a zone, so that its
// colon does not end the parameters.
func quoteOffset(text string) string { return bareOffset.ReplaceAllString(text, `$1"$2"$3`) }

// offsetZone returns the zone of a fixed offset, nil when name is none.
func offsetZone(name string) *time.Location {
	m := offsetName.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(name)))
	if m == nil {
		return nil
	}
	hours, err := strconv.Atoi(m[2])
	minutes := 0
	if err == nil && m[3] != "" {
		minutes, err = strconv.Atoi(m[3])
	}
	if err != nil || hours > 14 || minutes > 59 {
		return nil
	}
	seconds := (hours*60 + minutes) * 60
	if m[1] == "-" {
		seconds = -seconds
	}
	return time.FixedZone("UTC"+m[1]+m[2]+m[3], seconds)
}

// displayZone returns the zone of a name that Outlook shows to people: that of the
// first city that is known and has the offset in winter; nil when there is none.
// An offset alone would be an hour off in summer.
func displayZone(name string) *time.Location {
	m := displayName.FindStringSubmatch(strings.TrimSpace(name))
	if m == nil {
		return nil
	}
	want := 0
	if m[1] != "" {
		z := offsetZone(m[1])
		if z == nil {
			return nil
		}
		_, want = time.Date(2027, 1, 1, 0, 0, 0, 0, z).Zone()
	}
	for city := range strings.SplitSeq(m[2], ",") {
		z := dates.Zone(cities[fold.Letters(strings.TrimSpace(city))])
		if z == nil {
			continue
		}
		if _, offset := time.Date(2027, 1, 1, 0, 0, 0, 0, z).Zone(); offset == want {
			return z
		}
	}
	return nil
}

// customised reports whether a name is what Outlook gives to a zone of its own
// making, which says nothing when the file does not define it.
func customised(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), "customized time zone") || strings.HasPrefix(strings.ToLower(name), "tzone://microsoft/")
}
