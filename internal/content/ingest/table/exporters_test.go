package table_test

import (
	"encoding/csv"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// planned is an event that the exporters write.
type planned struct {
	title, venue string
	start, end   time.Time // of whole days the last day's midnight
	allDay       bool
}

// exporter writes events as one program does.
type exporter struct {
	name   string
	comma  rune
	header string // names with | between them
	row    func(e planned) []string
	timed  bool // it knows no whole days
}

func yesNoWord(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// unlessDay is a text for timed events, another for whole days.
func unlessDay(e planned, timed, day string) string {
	if e.allDay {
		return day
	}
	return timed
}

// exporters are the styles of twelve programs.
var exporters = []exporter{
	{"The Events Calendar", ',', "Event Name|Event Start Date|Event Start Time|Event End Date|Event End Time|All Day Event|Event Venue Name", func(e planned) []string {
		return []string{e.title, e.start.Format("2006-01-02"), unlessDay(e, e.start.Format("15:04:05"), "00:00:00"), e.end.Format("2006-01-02"), unlessDay(e, e.end.Format("15:04:05"), "23:59:59"), yesNoWord(e.allDay, "TRUE", "FALSE"), e.venue}
	}, false},
	{"Modern Events Calendar", ',', "ID|Title|Start Date|Start Time|End Date|End Time|Location", func(e planned) []string {
		return []string{"", e.title, e.start.Format("2006-01-02"), e.start.Format("3:04 pm"), e.end.Format("2006-01-02"), e.end.Format("3:04 pm"), e.venue}
	}, true},
	{"Google Calendar", ',', "Subject|Start Date|Start Time|End Date|End Time|All Day Event|Description|Location|Private", func(e planned) []string {
		return []string{e.title, e.start.Format("01/02/2006"), unlessDay(e, e.start.Format("3:04 PM"), ""), e.end.Format("01/02/2006"), unlessDay(e, e.end.Format("3:04 PM"), ""), yesNoWord(e.allDay, "True", "False"), "", e.venue, "False"}
	}, false},
	{"Outlook in Italian", ',', "Oggetto|Data inizio|Ora inizio|Data fine|Ora fine|Giornata intera|Data promemoria|Luogo|Privato", func(e planned) []string {
		return outlook(e, "2/1/2006", "Vero", "Falso")
	}, false},
	{"Outlook in English", ',', "Subject|Start Date|Start Time|End Date|End Time|All day event|Reminder Date|Location|Private", func(e planned) []string {
		row := outlook(e, "2-1-2006", "True", "False")
		return row
	}, false},
	{"Outlook in German", ';', "Betreff|Beginnt am|Beginnt um|Endet am|Endet um|Ganztägiges Ereignis|Erinnerung am|Ort|Privat", func(e planned) []string {
		return outlook(e, "2.1.2006", "Wahr", "Falsch")
	}, false},
	{"Eventbrite", ',', "Event Name|Event Start|Event End|Event Status|Venue Name", func(e planned) []string {
		const form = "Jan 2, 2006 at 03:04 PM"
		return []string{e.title, e.start.Format(form), e.end.Format(form), "Live", e.venue}
	}, true},
	{"Google Forms", ',', "Informazioni cronologiche|Titolo dell'evento|Data di inizio evento|Orario di inizio|Data di fine evento|Orario di fine|Dove si svolge?", func(e planned) []string {
		return []string{"01/02/2025 10.00.00", e.title, e.start.Format("02/01/2006"), unlessDay(e, e.start.Format("15.04"), ""), e.end.Format("02/01/2006"), unlessDay(e, e.end.Format("15.04"), ""), e.venue}
	}, false},
	{"Microsoft Forms", ';', "ID|Ora di inizio|Ora di completamento|Posta elettronica|Nome|Titolo dell'evento|Data inizio|Orario di inizio|Data fine|Orario di fine|Luogo", func(e planned) []string {
		return []string{"1", "01/02/2025 10:00", "01/02/2025 10:05", "a@example.org", "Anna", e.title, e.start.Format("02/01/2006"), unlessDay(e, e.start.Format("15:04"), ""), e.end.Format("02/01/2006"), unlessDay(e, e.end.Format("15:04"), ""), e.venue}
	}, false},
	{"a Comune's portal", ';', "denominazione|data_inizio|data_fine|orario|luogo_svolgimento", func(e planned) []string {
		return []string{e.title, e.start.Format("02/01/2006"), e.end.Format("02/01/2006"), unlessDay(e, "dalle "+e.start.Format("15.04")+" alle "+e.end.Format("15.04"), ""), e.venue}
	}, false},
	{"OpenAgenda", ';', "Titre|Première date - Début|Dernière date - Fin|Nom du lieu", func(e planned) []string {
		return []string{e.title, e.start.Format(time.RFC3339), e.end.Format(time.RFC3339), e.venue}
	}, true},
	{"Excel in Italian", '\t', "TITOLO|DATA|ORA|FINO AL|ORA FINE|SEDE", func(e planned) []string {
		months := [...]string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"}
		day := func(t time.Time) string { return t.Format("02-") + months[t.Month()-1] + t.Format("-06") }
		return []string{e.title, day(e.start), unlessDay(e, e.start.Format("15:04"), ""), day(e.end), unlessDay(e, e.end.Format("15:04"), ""), e.venue}
	}, false},
}

func outlook(e planned, day, yes, no string) []string {
	end := e.end
	if e.allDay {
		end = end.AddDate(0, 0, 1)
	}
	return []string{e.title, e.start.Format(day), unlessDay(e, e.start.Format("15:04:05"), "00:00:00"), end.Format(day), unlessDay(e, e.end.Format("15:04:05"), "00:00:00"), yesNoWord(e.allDay, yes, no), e.start.AddDate(0, 0, -1).Format(day), e.venue, no}
}

// plan makes an event by chance.
func plan(r *rand.Rand, zone *time.Location, allDay bool) planned {
	words := strings.Split(`Concerto|d'estate|"Note|a margine"|Sagra, festa|perché|Città; borgo|Übung|della|naïf|œuvre|n. 3`, "|")
	var title []string
	for range 1 + r.IntN(4) {
		title = append(title, words[r.IntN(len(words))])
	}
	e := planned{title: "Evento " + strings.Join(title, " "), venue: []string{"Piazza Grande", "Teatro \"Verdi\"", "Sala 3, primo piano"}[r.IntN(3)], allDay: allDay}
	day := time.Date(2027, 1, 1+r.IntN(360), 0, 0, 0, 0, zone)
	last := time.Date(day.Year(), day.Month(), day.Day()+r.IntN(3), 0, 0, 0, 0, zone)
	e.start, e.end = day, last
	if !allDay {
		e.start = time.Date(day.Year(), day.Month(), day.Day(), 8+r.IntN(6), 15*r.IntN(4), 0, 0, zone)
		e.end = time.Date(last.Year(), last.Month(), last.Day(), 15+r.IntN(8), 15*r.IntN(4), 0, 0, zone)
	}
	return e
}

// TestExportersComeBack holds that what an exporter writes of an event is read back
// as that event.
func TestExportersComeBack(t *testing.T) {
	zone := ingesttest.Options(t).Zone
	for _, x := range exporters {
		t.Run(x.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(12, uint64(len(x.name)))) // events by chance, the same each time
			for range 40 {
				var plans []planned
				var b strings.Builder
				w := csv.NewWriter(&b)
				w.Comma = x.comma
				if err := w.Write(strings.Split(x.header, "|")); err != nil {
					t.Fatal(err)
				}
				for range 1 + r.IntN(12) {
					e := plan(r, zone, !x.timed && r.IntN(3) == 0)
					plans = append(plans, e)
					if err := w.Write(x.row(e)); err != nil {
						t.Fatal(err)
					}
				}
				w.Flush()
				evs, faults := ingesttest.Read(t, "f", b.String())
				if len(evs) != len(plans) || faults.HasErrors() {
					t.Fatalf("%d events of %d, %s\n%s", len(evs), len(plans), ingesttest.Show(faults), b.String())
				}
				for i, e := range plans {
					got := evs[i]
					if got.Title != e.title || got.Venue != e.venue || !got.When.Start.Equal(e.start) || !got.When.End.Equal(e.end) || got.When.AllDay != e.allDay {
						t.Fatalf("got  %q %q %s\nwant %q %q %v %v %v\n%s", got.Title, got.Venue, ingesttest.Describe(got.When), e.title, e.venue, e.start, e.end, e.allDay, b.String())
					}
				}
			}
		})
	}
}
