package dates

import "time"

// The bounds of a series of dates, such as a rule of a calendar (RFC 5545,
// 3.8.5): rules without an end go on for ever, and what lies more than a year
// ahead is not announced today.
const (
	MaxOccurrences = 366     // dates of one series that become events
	MaxSteps       = 100_000 // dates that are computed to find them
)

// Window returns the span of time of which the dates of a series are read: a
// year from today on, in zone, or from the first date on where that is later or
// today is not known.
func Window(first, now time.Time, zone *time.Location) (from, until time.Time) {
	from = first
	if !now.IsZero() && now.After(first) {
		now = now.In(zone)
		from = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	}
	return from, from.AddDate(1, 0, 0)
}

// Count reads a number of at most six digits, as the rules of series have; ok is
// false for anything else.
func Count(s string) (n int, ok bool) {
	if len(s) == 0 || len(s) > 6 {
		return 0, false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = 10*n + int(r-'0')
	}
	return n, true
}
