package dates

import (
	"regexp"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// machineTime is a time as machines write it, with its distance from UTC:
// 2025-06-14T18:30:00+02:00, 2025-06-14 18:30:00.123+02, 20250614T163000Z.
var machineTime = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})([T ])(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)? ?(?:(Z|UTC|GMT)|([+\-−])(\d{2})(?::?(\d{2}))?)$`)

// Stamp reads a time that carries its own zone as a day and a time in zone.
// The error is an *Unclear: behind a space, "18:30:00-08" may be a time eight
// hours west, or one that ends at 8.
func Stamp(text string, zone *time.Location) (st Statement, ok bool, err error) {
	m := machineTime.FindStringSubmatch(strings.ToUpper(text))
	if m == nil {
		return Statement{}, false, nil
	}
	zulu, sign, hours, minutes := m[8] != "", m[9], m[10], m[11]
	minus := sign != "" && sign != "+"
	if minus && m[4] == " " && (m[7] == "" || hours > "14") {
		return Statement{}, false, nil // 18:30-20, from a time to a time
	}
	if minus && m[4] == " " {
		return Statement{}, false, &Unclear{diag.T("what stands behind the time may be its end, or its distance from UTC"), diag.T("write the time in the zone of the city, as in 14/06/2025 18.30")}
	}
	offset := "Z"
	if !zulu {
		if minus {
			sign = "-"
		}
		offset = sign + hours + ":" + (minutes + "00")[:2]
	}
	t, err := time.Parse(time.RFC3339, m[1]+"-"+m[2]+"-"+m[3]+"T"+m[5]+":"+m[6]+":"+(m[7] + "00")[:2]+offset)
	if err != nil || !Plausible(t) {
		return Statement{}, false, nil //nolint:nilerr // no time; what it is instead is found out elsewhere
	}
	t = t.In(zone)
	return Statement{
		Days:     []Day{{t.Year(), int(t.Month()), t.Day()}},
		Weekdays: [2]int{-1, -1},
		Times:    []Clock{{t.Hour(), t.Minute()}},
	}, true, nil
}
