package ingest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

func rome(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// options reads dates as on 10 March 2025, in Rome.
func options(t testing.TB) ingest.Options {
	t.Helper()
	return ingest.Options{Zone: rome(t), Language: "it", Now: time.Date(2025, 3, 10, 9, 0, 0, 0, rome(t))}
}

// describe writes a time so that a table can state it.
func describe(w event.When) string {
	const day, minute = "2006-01-02", "2006-01-02 15:04"
	switch {
	case !w.Known():
		return ""
	case w.AllDay && w.End.Equal(w.Start):
		return w.Start.Format(day)
	case w.AllDay:
		return w.Start.Format(day) + " to " + w.End.Format(day)
	case w.End.IsZero():
		return w.Start.Format(minute)
	}
	return w.Start.Format(minute) + " to " + w.End.Format(minute)
}

// quote makes a CSV cell of any text.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func TestDatesAsWritten(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// one day
		{"14/06/2025", "2025-06-14"},
		{"14/6/25", "2025-06-14"},
		{"14.06.25", "2025-06-14"},
		{"14.06.2025", "2025-06-14"},
		{"14-06-2025", "2025-06-14"},
		{"14. 6. 2025", "2025-06-14"},
		{"2025-06-14", "2025-06-14"},
		{"2025/06/14", "2025-06-14"},
		{"15 marzo 2023", "2023-03-15"},
		{"15 MARZO 2023", "2023-03-15"},
		{"mercoledì 15 marzo 2023", "2023-03-15"},
		{"15 mar 2023", "2023-03-15"},
		{"15 mar. 2023", "2023-03-15"},
		{"1º maggio 2025", "2025-05-01"},
		{"1° maggio 2025", "2025-05-01"},
		{"l’11 maggio 2025", "2025-05-11"},
		{"15 marzo '23", "2023-03-15"},
		{"15. März 2023", "2023-03-15"},
		{"Samstag, 14. Juni 2025", "2025-06-14"},
		{"Sa. 14.06.2025", "2025-06-14"},
		{"1er mai 2025", "2025-05-01"},
		{"samedi 14 juin 2025", "2025-06-14"},
		{"15 de marzo de 2023", "2023-03-15"},
		{"14 June 2025", "2025-06-14"},
		{"June 14, 2025", "2025-06-14"},
		{"14th June 2025", "2025-06-14"},
		{"3rd of May 2025", "2025-05-03"},
		{"14/06/2025 (sabato)", "2025-06-14"},
		{"2025年6月14日", "2025-06-14"},
		{"29/02/2024", "2024-02-29"},
		// without a year: the next one, or the one that fits the weekday
		{"14/06", "2025-06-14"},
		{"sab 14/06", "2025-06-14"},
		{"sabato 14 giugno", "2025-06-14"},
		{"14.06.", "2025-06-14"},
		{"1 febbraio", "2026-02-01"},
		{"10 marzo", "2025-03-10"},
		{"sabato 1 febbraio", "2025-02-01"},
		{"5-9 marzo", "2026-03-05 to 2026-03-09"},
		{"8-12 marzo", "2025-03-08 to 2025-03-12"},
		// with a time
		{"14/06/2025 18:30", "2025-06-14 18:30"},
		{"14/06/2025 18.30", "2025-06-14 18:30"},
		{"14/06/2025, ore 18.30", "2025-06-14 18:30"},
		{"14/06/2025 ore 18,30", "2025-06-14 18:30"},
		{"14/06/2025 18:30:00", "2025-06-14 18:30"},
		{"sab 14/06 ore 21", "2025-06-14 21:00"},
		{"sab 14/06 21.00", "2025-06-14 21:00"},
		{"sab 14.06. 21 Uhr", "2025-06-14 21:00"},
		{"sab 14/06 h 21", "2025-06-14 21:00"},
		{"sab 14/06 h. 21.15", "2025-06-14 21:15"},
		{"sab 14/06 21h", "2025-06-14 21:00"},
		{"14 juin 2025 à 18 h 30", "2025-06-14 18:30"},
		{"14 juin 2025 18h30", "2025-06-14 18:30"},
		{"14 June 2025, 6 pm", "2025-06-14 18:00"},
		{"14 June 2025 at 6:30 p.m.", "2025-06-14 18:30"},
		{"14 giugno 2025 alle 21", "2025-06-14 21:00"},
		{"14 giugno 2025 a mezzogiorno", "2025-06-14 12:00"},
		{"2025-06-14T18:30", "2025-06-14 18:30"},
		{"2025-06-14 18:30", "2025-06-14 18:30"},
		{"2025-06-14T16:30:00Z", "2025-06-14 18:30"},
		{"2025-06-14T18:30:00+02:00", "2025-06-14 18:30"},
		{"2025-06-14T18:30:00+02", "2025-06-14 18:30"},
		{"2025-06-14T18:30:00.123+0200", "2025-06-14 18:30"},
		{"2025-06-14T08:30:00-08", "2025-06-14 18:30"},
		{"2025-06-14 18:30:00+02", "2025-06-14 18:30"},
		{"2025-06-14 16:30:00 UTC", "2025-06-14 18:30"},
		{"20250614T163000Z", "2025-06-14 18:30"},
		{"14.06.2025 20.10", "2025-06-14 20:10"},
		// a beginning and an end
		{"14/06/2025 18:30-20:00", "2025-06-14 18:30 to 2025-06-14 20:00"},
		{"2025-06-14 18:30-20:00", "2025-06-14 18:30 to 2025-06-14 20:00"},
		{"2025-06-14 18:30:00-20:00:00", "2025-06-14 18:30 to 2025-06-14 20:00"},
		{"14/06/2025 18.30 – 20", "2025-06-14 18:30 to 2025-06-14 20:00"},
		{"14/06/2025 dalle 18.30 alle 20", "2025-06-14 18:30 to 2025-06-14 20:00"},
		{"14/06/2025 dalle ore 18 alle ore 20", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"14/06/2025 ore 21-2", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"14/06/2025 21:00 - 15/06/2025 02:00", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"14/06/2025 dalle 21 a mezzanotte", "2025-06-14 21:00 to 2025-06-15 00:00"},
		// several days
		{"dal 3 al 5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"3-5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"3–5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"3 - 5 maggio", "2025-05-03 to 2025-05-05"},
		{"dall’8 all’11 maggio 2025", "2025-05-08 to 2025-05-11"},
		{"dall'8 maggio al 30 settembre 2025", "2025-05-08 to 2025-09-30"},
		{"dal 15 al 16 marzo 2023", "2023-03-15 to 2023-03-16"},
		{"da sabato 14 a domenica 15 giugno 2025", "2025-06-14 to 2025-06-15"},
		{"dal 28 dicembre al 6 gennaio", "2025-12-28 to 2026-01-06"},
		{"dal 28 dicembre al 6 gennaio 2026", "2025-12-28 to 2026-01-06"},
		{"dal 28 dicembre 2025 al 6 gennaio", "2025-12-28 to 2026-01-06"},
		{"3/5/2025 - 5/5/2025", "2025-05-03 to 2025-05-05"},
		{"dal 03/05/2025 al 30/09/2025", "2025-05-03 to 2025-09-30"},
		{"14.06. - 16.06.2025", "2025-06-14 to 2025-06-16"},
		{"14-16/06/2025", "2025-06-14 to 2025-06-16"},
		{"vom 3. bis 5. Mai 2025", "2025-05-03 to 2025-05-05"},
		{"3.-5. Mai 2025", "2025-05-03 to 2025-05-05"},
		{"du 3 au 5 mai 2025", "2025-05-03 to 2025-05-05"},
		{"del 3 al 5 de mayo de 2025", "2025-05-03 to 2025-05-05"},
		{"June 14-16, 2025", "2025-06-14 to 2025-06-16"},
		{"from 3 to 5 May 2025", "2025-05-03 to 2025-05-05"},
		{"van 3 tot en met 5 mei 2025", "2025-05-03 to 2025-05-05"},
		{"de 3 a 5 de maio de 2025", "2025-05-03 to 2025-05-05"},
		{"dal 3 al 5 maggio 2025, ore 21", "2025-05-03 21:00 to 2025-05-06 00:00"},
		{"dal 3 al 5 maggio 2025 dalle 10 alle 18", "2025-05-03 10:00 to 2025-05-05 18:00"},
		{"14/06/2025, tutto il giorno", "2025-06-14"},
		{"sabato 14 giugno 2025 - ore 21", "2025-06-14 21:00"},
		{"14.06.2025 ab 18 Uhr", "2025-06-14 18:00"},
		{"dalle ore 21 del 14/06/2025", "2025-06-14 21:00"},
	} {
		t.Run(c.text, func(t *testing.T) {
			evs, faults, err := ingest.Read("a.csv", []byte("titolo;data\nX;"+quote(c.text)+"\n"), options(t))
			if err != nil || faults.HasErrors() || len(evs) != 1 {
				t.Fatalf("%d events, %v %v", len(evs), faults, err)
			}
			if got := describe(evs[0].When); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDatesThatAreNotClear(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"06/14/2025", "14/06/2025"},
		{"31/06/2025", "no day 31"},
		{"30/02/2025", "no day 30"},
		{"29/02/2025", "no day 29"},
		{"sab 15/06/2025", "Sunday"},
		{"sabato 15 giugno", "not a Saturday"},
		{"3/5 maggio 2025", "two days or a range"},
		{"3, 5 e 8 maggio 2025", "separate days"},
		{"3 e 5 maggio 2025", "separate days"},
		{"14/06/2025 e 21/06/2025", "separate days"},
		{"14/06/2025 21/06/2025", "first and a last day"},
		{"ogni sabato", "repeats"},
		{"tutti i giovedì di maggio", "repeats"},
		{"domani", "another day"},
		{"maggio 2025", "not understood"},
		{"primavera 2025", "primavera"},
		{"45822", "spreadsheet's number"},
		{"14", "no month"},
		{"fino al 30/09/2025", "only the last day"},
		{"bis zum 30. September 2025", "only the last day"},
		{"jusqu’au 30 septembre 2025", "only the last day"},
		{"dal 3 maggio 2025", "only the first day"},
		{"ab 3. Mai 2025", "only the first day"},
		{"venerdì 13 e sabato 14 giugno 2025", "separate days"},
		{"sabato", "weekday alone"},
		{"15 marzo 21", "year or an hour"},
		{"14/06/2025 21", "behind the date"},
		{"14.06.2025 - 20.10", "a day or a time"},
		{"dal 5 al 3 maggio 2025", "before the first"},
		{"dal 3 maggio 2025 al", "end is missing"},
		{"14/06/2025 25:00", "not a time"},
		{"14/06/2025 18:75", "not a time"},
		{"14/06/0025", "not"},
		{"14/06/2025 18.30 20.30", "side by side"},
		{"99999999999999999999", "not understood"},
		{"14/06/20255", "not understood"},
		{strings.Repeat("sabato ", 30), "too long"},
		{"30/03/2025 02:30", "does not exist"},
		{"2025-06-14 10:00:00-08", "distance from UTC"},
	} {
		t.Run(c.text, func(t *testing.T) {
			evs, faults, err := ingest.Read("a.csv", []byte("titolo;data\nX;"+quote(c.text)+"\n"), options(t))
			if err != nil || len(evs) != 1 {
				t.Fatal(evs, err)
			}
			if evs[0].When.Known() {
				t.Errorf("read as %s, which is a guess", describe(evs[0].When))
			}
			if len(faults) != 1 || faults[0].Cell != "B2" || faults[0].Line != 2 || faults[0].Hint.IsZero() {
				t.Fatalf("faults %+v, want one at B2 with a hint", faults)
			}
			if m := faults[0].Text.String() + " " + faults[0].Hint.String(); !strings.Contains(m, c.says) {
				t.Errorf("says %q, want %q in it", m, c.says)
			}
			if !evs[0].Faults.HasErrors() {
				t.Error("the event does not carry its fault")
			}
		})
	}
}
