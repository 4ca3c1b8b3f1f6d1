package dates

import (
	"time"

	"github.com/giro-video/giro/internal/base/diag"
)

// Span reads days as tables have them, "14 giugno", "3-5 maggio 2027", "giugno
// 2027": the first and the last of them, as midnights in now's zone. Days without a
// year come next; a zero now refuses them. The error is an *Unclear.
func Span(text string, now time.Time) (first, last time.Time, err error) {
	st, err := Read(text, Date)
	if err != nil {
		return first, last, err
	}
	var asked time.Time
	if now.Year() > 1 {
		asked = now
	}
	if _, err := st.Settle(asked); err != nil {
		return first, last, err
	}
	if len(st.Days) == 0 || len(st.Times) > 0 || len(st.Also) > 0 {
		return first, last, &Unclear{diag.T("this is no day and no range of days"), diag.T("write it as in 14/06/2025, or as in 3-5 maggio 2025")}
	}
	day := func(d Day) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, now.Location())
	}
	return day(st.Days[0]), day(st.Days[len(st.Days)-1]), nil
}
