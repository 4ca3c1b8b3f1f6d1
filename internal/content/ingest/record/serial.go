package record

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/giro-video/giro/internal/content/ingest/source"
)

// The day numbers that are taken for dates, 1954 to 2119: smaller numbers are
// years or times, larger ones are something else.
const (
	minSerial = 20_000
	maxSerial = 80_000
)

// serialForm is a number as a spreadsheet stores a date or a time.
var serialForm = regexp.MustCompile(`^\d{1,5}(\.\d+)?(E-?\d{1,2})?$`)

// timeText returns the text of a cell that speaks of time. Where a spreadsheet
// stores a day number (45822.875 is 14 June 2025, 21:00), the text says the
// date: the way in which the cell shows it may be ambiguous, the number is not. A
// text file stores no more than it shows; such a number in it is refused later.
func (s *Sheet) timeText(r Row, c column) string {
	shown := source.OneLine(s.value(r, c.index))
	if shown == "" || c.index >= len(r.Stored) {
		return shown
	}
	stored := r.Stored[c.index]
	if !serialForm.MatchString(stored) {
		return shown
	}
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil {
		return shown
	}
	clockOnly := c.field == FieldTime || c.field == FieldEndTime
	switch {
	case n >= minSerial && n < maxSerial:
		return serialText(n+s.epoch, clockOnly)
	case n < 1 && (n > 0 || clockOnly) && stored != shown:
		return serialText(n, true)
	}
	return shown
}

// serialText writes a day number as a date, a time, or both. Day 0 is 30
// December 1899 for all days since March 1900 (ECMA-376-1, 18.17.4.1); the
// fraction is rounded to minutes.
func serialText(n float64, clockOnly bool) string {
	days, fraction := math.Modf(n)
	minutes := int(math.Round(fraction * 24 * 60))
	t := time.Date(1899, 12, 30, 0, minutes, 0, 0, time.UTC).AddDate(0, 0, int(days))
	switch {
	case clockOnly:
		return t.Format("15:04")
	case minutes == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}
