package structured_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestSchedule(t *testing.T) {
	for _, c := range []struct{ name, event, dates, messages string }{
		{
			"weekly with a zone and an exception", `"eventSchedule":{"@type":"Schedule","startDate":"2025-03-20","endDate":"2025-04-10","repeatFrequency":"P1W","byDay":"https://schema.org/Thursday","startTime":"18:00:00","endTime":"19:30:00","scheduleTimezone":"Europe/Rome","exceptDate":["2025-04-03"]}`,
			"2025-03-20 18:00 to 2025-03-20 19:30, 2025-03-27 18:00 to 2025-03-27 19:30, 2025-04-10 18:00 to 2025-04-10 19:30",
			"note: the event repeats: 3 dates from 2025-03-20 to 2025-04-10 are read",
		},
		{
			"from today on", `"startDate":"2024-12-02T09:00","eventSchedule":{"repeatFrequency":"Weekly","byDay":["MO","WE"],"endDate":"2025-03-17","startTime":"09:00"}`,
			"2025-03-10 09:00, 2025-03-12 09:00, 2025-03-17 09:00", "note: the event repeats: 3 dates from 2025-03-10 to 2025-03-17 are read",
		},
		{
			"whole days", `"eventSchedule":{"startDate":"2025-05-31","repeatFrequency":"P1M","repeatCount":2,"byDay":"-1SA"}`,
			"2025-05-31, 2025-06-28", "note: the event repeats: 2 dates from 2025-05-31 to 2025-06-28 are read",
		},
		{
			"first Sunday", `"eventSchedule":{"startDate":"2025-05-01","endDate":"2025-07-31","repeatFrequency":"P1M","byDay":["http://schema.org/Sunday"],"byMonthWeek":1,"byMonth":[5,7],"startTime":"21:00","duration":"PT4H"}`,
			"2025-05-04 21:00 to 2025-05-05 01:00, 2025-07-06 21:00 to 2025-07-07 01:00", "note: the event repeats: 2 dates from 2025-05-04 to 2025-07-06 are read",
		},
		{
			"another zone", `"eventSchedule":{"startDate":"2025-06-14","endDate":"2025-06-14","repeatFrequency":"P1D","startTime":"20:00","endTime":"01:00","scheduleTimezone":"Europe/London"}`,
			"2025-06-14 21:00 to 2025-06-15 02:00", "",
		},
		{
			"two schedules", `"eventSchedule":[{"startDate":"2025-06-14","repeatFrequency":"P1W","repeatCount":1,"startTime":"20:00"},{"startDate":"2025-06-15","byDay":"Sunday","repeatCount":1,"startTime":"16:00"}]`,
			"2025-06-14 20:00, 2025-06-15 16:00", "",
		},
		{
			"over", `"eventSchedule":{"startDate":"2024-06-14","endDate":"2024-07-14","repeatFrequency":"P1W","startTime":"20:00"}`,
			"2024-06-14 20:00", "note: the event repeated, and all its dates are over; the first is read",
		},
		{
			"for ever", `"eventSchedule":{"startDate":"2025-03-10","repeatFrequency":"P1D"}`,
			"366 dates", "note: the event repeats: 366 dates from 2025-03-10 to 2026-03-10 are read",
		},
		{
			"not known", `"eventSchedule":{"startDate":"2025-06-14","startTime":"18:30","repeatFrequency":"PT1H"}`,
			"2025-06-14 18:30", `warning: the event repeats (eventSchedule), but the schedule cannot be followed: its repeatFrequency "PT1H" is not known; its first date is read`,
		},
		{
			"in words", `"startDate":"2025-06-14T18:30","eventSchedule":"ogni sabato"`,
			"2025-06-14 18:30", `warning: the event repeats (eventSchedule), but the schedule cannot be followed: its startDate "" is not a day; its first date is read`,
		},
		{
			"no rule", `"eventSchedule":{"startDate":"2025-06-14","byMonthDay":99,"repeatFrequency":"P1M"}`,
			"2025-06-14", `warning: the event repeats (eventSchedule), but the schedule cannot be followed: its byMonthDay "99" is not known; its first date is read`,
		},
		{
			"no zone", `"eventSchedule":{"startDate":"2025-06-14","repeatFrequency":"P1M","scheduleTimezone":"Atlantide"}`,
			"2025-06-14", `warning: the event repeats (eventSchedule), but the schedule cannot be followed: the time zone "Atlantide" is not known; its first date is read`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			evs, faults := ingesttest.Read(t, "s.json", `{"@type":"Event","name":"X",`+c.event+"}")
			var got []string
			for _, e := range evs {
				got = append(got, ingesttest.Describe(e.When))
			}
			if len(got) > 10 {
				got = []string{fmt.Sprintf("%d dates", len(got))}
			}
			ingesttest.Same(t, "dates", strings.Join(got, ", "), c.dates)
			ingesttest.Same(t, "messages", strings.TrimSpace(strings.ReplaceAll(ingesttest.Show(faults), "s.json:1: ", "")), c.messages)
		})
	}
}
