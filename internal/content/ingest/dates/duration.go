package dates

import (
	"fmt"
	"strings"
	"time"
)

// Duration is an RFC 5545 duration: days count by the calendar, Time by the clock.
type Duration struct {
	Days int
	Time time.Duration
}

// ParseDuration reads P1D, PT2H30M, P1W…; negative ones are refused.
func ParseDuration(s string) (Duration, error) {
	var d Duration
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "+"), "P")
	if !ok || rest == "" || rest == "T" {
		return d, fmt.Errorf("not a duration")
	}
	clock, n, digits := false, 0, 0
	for _, r := range rest {
		switch {
		case r >= '0' && r <= '9' && digits < 6:
			n, digits = n*10+int(r-'0'), digits+1
			continue
		case r == 'T' && !clock && digits == 0:
			clock = true
			continue
		case digits == 0:
			return d, fmt.Errorf("not a duration")
		case r == 'W' && !clock:
			d.Days += 7 * n
		case r == 'D' && !clock:
			d.Days += n
		case r == 'H' && clock:
			d.Time += time.Duration(n) * time.Hour
		case r == 'M' && clock:
			d.Time += time.Duration(n) * time.Minute
		case r == 'S' && clock:
			d.Time += time.Duration(n) * time.Second
		default:
			return d, fmt.Errorf("not a duration")
		}
		n, digits = 0, 0
	}
	if digits > 0 || d.Days > 36600 {
		return d, fmt.Errorf("not a duration")
	}
	return d, nil
}
