package table_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

// told writes events one a line: title, time, place and a state that is not the
// usual one.
func told(evs []*event.Event) string {
	var lines []string
	for _, e := range evs {
		line := e.Title + " | " + ingesttest.Describe(e.When) + " | " + e.Venue
		if e.Status != event.Scheduled {
			line += " | " + string(e.Status)
		}
		if e.Faults.HasErrors() {
			line += " | !"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestProgramsTables reads tables as programs export them and as offices write
// them. says are parts of messages, in any order; there must be no error besides
// those of events with an exclamation mark.
func TestProgramsTables(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		says             []string
	}{
		{
			"The Events Calendar",
			"\"Event Name\",\"Event Start Date\",\"Event Start Time\",\"Event End Date\",\"Event End Time\",\"All Day Event\",\"Event Venue Name\",\"Event Cost\",\"Hide from Event Listings\"\n" +
				"\"Concerto d&#8217;estate\",\"2027-06-14\",\"21:00:00\",\"2027-06-14\",\"23:00:00\",\"FALSE\",\"Piazza Duomo\",\"Free\",FALSE\n" +
				"\"Mostra\",\"2027-06-15\",\"00:00:00\",\"2027-06-20\",\"23:59:59\",\"TRUE\",\"Museo\",\"5 €\",FALSE\n" +
				"\"Prova\",\"2027-06-15\",\"10:00:00\",\"2027-06-15\",\"11:00:00\",\"FALSE\",\"Museo\",\"\",TRUE\n",
			"Concerto d’estate | 2027-06-14 21:00 to 2027-06-14 23:00 | Piazza Duomo\nMostra | 2027-06-15 to 2027-06-20 | Museo",
			[]string{`private are left out, 1 in all: "Prova" (4)`},
		},
		{
			"Modern Events Calendar",
			"ID,Title,Start Date,Start Time,End Date,End Time,Link,Location,Event Cost\n7,Sagra,2027-10-09,10:00 am,2027-10-10,11:00 pm,https://example.org/s,Piazza,Gratis\n",
			"Sagra | 2027-10-09 10:00 to 2027-10-10 23:00 | Piazza", nil,
		},
		{
			"Google Calendar, month first by its form",
			"Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private\nConcerto,05/06/2027,9:00 PM,05/06/2027,11:30 PM,False,,Piazza,False\nMercatino,05/07/2027,,05/08/2027,,True,,Piazza,False\nGiunta,05/09/2027,10:00 AM,05/09/2027,11:00 AM,False,,Municipio,True\n",
			"Concerto | 2027-05-06 21:00 to 2027-05-06 23:30 | Piazza\nMercatino | 2027-05-07 to 2027-05-08 | Piazza",
			[]string{"the form of Google Calendar", `left out, 1 in all: "Giunta" (4)`},
		},
		{
			"Google Calendar, month first by proof",
			"Subject,Start Date,Start Time,End Date,End Time,All Day Event,Location,Private\nConcerto,05/30/2027,7:00 PM,05/30/2027,9:30 PM,False,Piazza,False\nFesta,06/05/2027,7:00 PM,06/05/2027,9:30 PM,False,Piazza,False\n",
			"Concerto | 2027-05-30 19:00 to 2027-05-30 21:30 | Piazza\nFesta | 2027-06-05 19:00 to 2027-06-05 21:30 | Piazza",
			[]string{"have the month first, as 05/30/2027 shows"},
		},
		{
			"Outlook in Italian",
			"\"Oggetto\",\"Data inizio\",\"Ora inizio\",\"Data fine\",\"Ora fine\",\"Giornata intera\",\"Promemoria attivato/disattivato\",\"Data promemoria\",\"Ora promemoria\",\"Criterio di diffusione\",\"Luogo\",\"Privato\"\n" +
				"\"Festa\",\"21/4/2027\",\"00:00:00\",\"22/4/2027\",\"00:00:00\",\"Vero\",\"Falso\",\"20/4/2027\",\"06:00:00\",\"Normale\",\"Cortile\",\"Falso\"\n" +
				"\"Colloquio\",\"22/4/2027\",\"10:00:00\",\"22/4/2027\",\"11:00:00\",\"Falso\",\"Falso\",\"22/4/2027\",\"09:45:00\",\"Privato\",\"Ufficio\",\"Falso\"\n",
			"Festa | 2027-04-21 | Cortile",
			[]string{`"Colloquio" (3)`},
		},
		{
			"Outlook in German",
			"Betreff;Beginnt am;Beginnt um;Endet am;Endet um;Ganztägiges Ereignis;Erinnerung am;Ort;Privat\nFest;21.4.2027;18:00:00;21.4.2027;20:00:00;Falsch;20.4.2027;Rathaus;Falsch\nMesse;21.4.2027;00:00:00;24.4.2027;00:00:00;Wahr;20.4.2027;Halle;Falsch\n",
			"Fest | 2027-04-21 18:00 to 2027-04-21 20:00 | Rathaus\nMesse | 2027-04-21 to 2027-04-23 | Halle", nil,
		},
		{
			"Eventbrite",
			"Event Name,Event ID,Event Start,Event End,Event Status,Venue\nConcerto,1,\"Jun 14, 2027 at 09:00 PM\",\"Jun 14, 2027 at 11:00 PM\",Live,Teatro\nBozza,2,\"Jun 15, 2027 at 09:00 PM\",\"Jun 15, 2027 at 11:00 PM\",Draft,Teatro\nVia,3,\"Jun 16, 2027 at 09:00 PM\",\"Jun 16, 2027 at 11:00 PM\",Canceled,Teatro\n",
			"Concerto | 2027-06-14 21:00 to 2027-06-14 23:00 | Teatro\nVia | 2027-06-16 21:00 to 2027-06-16 23:00 | Teatro | cancelled",
			[]string{`not published are left out, 1 in all: "Bozza" (3)`},
		},
		{
			"Google Forms",
			"Informazioni cronologiche,Indirizzo email,Titolo dell'evento,Quando si svolge?,A che ora?,Dove si svolge?,Descrizione evento,Quota\n01/03/2025 10.11.12,a@example.org,Sagra,14/06/2027,18.30,Piazza,Testo,5 €\n",
			"Sagra | 2027-06-14 18:30 | Piazza",
			[]string{"understood by a word in their names"},
		},
		{
			"Microsoft Forms",
			"ID;Ora di inizio;Ora di completamento;Posta elettronica;Nome;Titolo dell'evento;Data dell'evento;Dove si svolge?\n1;01/03/2025 10:00;01/03/2025 10:05;a@example.org;Anna;Sagra;14/06/2027;Piazza\n",
			"Sagra | 2027-06-14 | Piazza",
			[]string{"understood by a word"},
		},
		{
			"Nextcloud Forms",
			"Submission ID,User ID,User display name,Timestamp,Titolo dell'evento,Data dell'evento,Orario di inizio,Luogo\n1,anna,Anna,2025-03-01T10:00:00+01:00,Sagra,2027-06-14,18:30,Piazza\n",
			"Sagra | 2027-06-14 18:30 | Piazza", nil,
		},
		{
			"Comune portal",
			"denominazione;data_inizio;data_fine;orario;luogo_svolgimento;tipo_evento\nSagra;14/06/2027;16/06/2027;dalle 10 alle 13;Piazza;Sagra\n",
			"Sagra | 2027-06-14 10:00 to 2027-06-16 13:00 | Piazza", nil,
		},
		{
			"OpenAgenda",
			"Titre;Première date - Début;Première date - Fin;Dernière date - Début;Dernière date - Fin;Nom du lieu;Image\nMarché;2027-12-04T10:00:00+01:00;2027-12-04T19:00:00+01:00;2027-12-05T10:00:00+01:00;2027-12-05T18:00:00+01:00;Mairie;https://example.org/x.jpg\n",
			"Marché | 2027-12-04 10:00 to 2027-12-05 18:00 | Mairie",
			[]string{"is on the web; it is left out"},
		},
		{"day first by proof", "titolo;data\nA;05/06/2027\nB;28/05/2027\n", "A | 2027-06-05 | \nB | 2027-05-28 | ", nil},
		{"month first by proof", "titolo;data\nA;05/06/2027\nB;05/28/2027\n", "A | 2027-05-06 | \nB | 2027-05-28 | ", []string{"have the month first"}},
		{"no proof", "titolo;data\nA;05/06/2027\n", "A | 2027-06-05 | ", []string{"no date shows whether day or month comes first"}},
		{"no proof, times of twelve hours", "titolo;data;ora\nA;05/06/2027;9:00 PM\n", "A | 2027-06-05 21:00 | ", []string{"warning: the times are written with AM and PM"}},
		{"contradiction", "titolo;data\nA;28/05/2027\nB;05/28/2027\nC;05/06/2027\nD;14 giugno 2027\n", "A | 2027-05-28 | \nB | 2027-05-28 |  | !\nC |  |  | !\nD | 2027-06-14 | ", []string{"in cell B2 (28/05/2027) and the month first in cell B3 (05/28/2027)"}},
		{"proof in the other column", "titolo;dal;al\nA;05/06/2027;28/06/2027\n", "A | 2027-06-05 to 2027-06-28 | ", nil},
		{"closed in the middle", "titolo\tdata\tluogo\n\"Capaci 30 anni dopo\", incontro\t23/05/2027\tAula\nMercato\t13/06/2027\tCentro\n", "\"Capaci 30 anni dopo\", incontro | 2027-05-23 | Aula\nMercato | 2027-06-13 | Centro", []string{"on lines 2"}},
		{"never closed", "titolo;data;luogo\n\"Notte bianca;12/06/2027;Piazza\nMercato;13/06/2027;Centro\nFesta;14/06/2027;Parco\n", "Notte bianca | 2027-06-12 | Piazza\nMercato | 2027-06-13 | Centro\nFesta | 2027-06-14 | Parco", []string{"on lines 2"}},
		{"never closed, and closed by another", "titolo;data;luogo\n\"Notte;12/06/2027;Piazza\nMercato;13/06/2027;\"Centro\"\nFesta;14/06/2027;Parco\n", "Notte | 2027-06-12 | Piazza\nMercato | 2027-06-13 | Centro\nFesta | 2027-06-14 | Parco", []string{"on lines 2"}},
		{"quotes in quotes", "titolo,data,luogo\n\"Concerto \"Note d'estate\"\",12/06/2027,Piazza\nMercato,13/06/2027,Centro\n", "Concerto \"Note d'estate\" | 2027-06-12 | Piazza\nMercato | 2027-06-13 | Centro", []string{"on lines 2"}},
		{"line breaks in quotes", "titolo;data;luogo\n\"Uno\ndue; tre\";13/06/2027;Piazza\n", "Uno due; tre | 2027-06-13 | Piazza", nil},
		{"headings of months", "titolo;data;luogo\nLUGLIO 2027;;\nUno;3;A\nDue;dom 4;B\nAGOSTO 2027;;\nTre;5;C\n", "Uno | 2027-07-03 | A\nDue | 2027-07-04 | B\nTre | 2027-08-05 | C", []string{`the heading "LUGLIO 2027"`}},
		{"headings of days", "titolo;ora;luogo\nSabato 14 giugno 2025;;\nUno;21;A\nDomenica 15 giugno 2025;;\nDue;18;B\n", "Uno | 2025-06-14 21:00 | A\nDue | 2025-06-15 18:00 | B", nil},
		{"headings of places", "titolo;data;ora\nTeatro Civico;;\nUno;14/06/2027;21\nPiazza Grande;;\nDue;15/06/2027;18\n", "Uno | 2027-06-14 21:00 | Teatro Civico\nDue | 2027-06-15 18:00 | Piazza Grande", nil},
		{"headings that say nothing", "titolo;data;luogo\nEVENTI PER BAMBINI;;\nUno;14/06/2027;A\n", "Uno | 2027-06-14 | A", []string{"it is taken for a heading and left out"}},
		{"two rows of names", "Evento;Data;;Luogo\n;dal;al;\nMostra;14/06/2027;22/06/2027;Museo\n", "Mostra | 2027-06-14 to 2027-06-22 | Museo", nil},
		{"two rows of names, hours", "Evento;Data;Orario;;Luogo\n;;inizio;fine;\nMostra;14/06/2027;10;13;Museo\n", "Mostra | 2027-06-14 10:00 to 2027-06-14 13:00 | Museo", nil},
		{"a date once for a block", "data;titolo;luogo\n13/06/2027;Uno;A\n;Due;B\n", "Uno | 2027-06-13 | A\nDue |  | B", []string{"rows without a date stand below one with a date: rows 3"}},
		{"an end alone", "titolo;data\nA;13/06/2027 fino alle 21\n", "A | 2027-06-13 | ", []string{"the time of the end only"}},
		{"a last day alone", "titolo;data inizio;data fine\nA;fino al 30 giugno 2027;\n", "A |  |  | !", nil},
		{"states", "titolo;data;stato\nA;13/06/2027;tutto esaurito\nB;13/06/2027;rinviato\nC;13/06/2027;publish\nD;13/06/2027;bozza\n", "A | 2027-06-13 |  | sold_out\nB | 2027-06-13 |  | postponed\nC | 2027-06-13 | ", []string{`"D" (5)`}},
		{"a link's formula", "titolo;data\n\"=HYPERLINK(\"\"https://example.org/x\"\";\"\"Sagra\"\")\";13/06/2027\n", "Sagra | 2027-06-13 | ", nil},
		{"Excel in Italian", "titolo;data\nA;20-giu-27\nB;21/giu/2027\nC;22-giu\n", "A | 2027-06-20 | \nB | 2027-06-21 | \nC | 2025-06-22 | ", nil},
		{"midnights", "titolo;inizio;fine\nA;13/06/2027 00:00;13/06/2027 23:59\n", "A | 2027-06-13 | ", []string{"from midnight to midnight"}},
		{"a lost digit", "titolo;data;ora\nA;13/06/2027;21,3\n", "A |  |  | !", []string{"whose last digit is lost"}},
		{"a date in a column that is not known", "titolo;momento;luogo\nA;13/06/2027;Qui\n", "A |  | Qui", []string{`the event has no date, but its field "momento" holds "13/06/2027"`}},
		{"a time in a column that is not known", "titolo;data;si comincia\nA;13/06/2027;21:00\n", "A | 2027-06-13 | ", []string{`the event has no time, but its field "si_comincia" holds "21:00"`}},
		{"an error of the spreadsheet", "titolo;data\nA;#RIF!\nB;14/06/2027\n", "A |  | \nB | 2027-06-14 | ", []string{"holds the error #RIF!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			evs, faults := ingesttest.Read(t, "f.csv", c.text)
			ingesttest.Same(t, "events", told(evs), c.want)
			text := ingesttest.Show(faults)
			for _, part := range c.says {
				if !strings.Contains(text, part) {
					t.Errorf("nothing says %q:\n%s", part, text)
				}
			}
			for _, m := range faults {
				if m.Severity == diag.Error && !strings.Contains(c.want, "!") || m.Hint.IsZero() {
					t.Errorf("%v (%s)", m, m.Hint)
				}
			}
		})
	}
}

func TestTurnedTable(t *testing.T) {
	evs, faults := ingesttest.Read(t, "f.csv", "Titolo;Concerto;Mostra\nData;14/06/2027;15/06/2027\nLuogo;Qui;Là\n")
	if len(evs) > 0 || !strings.Contains(ingesttest.Show(faults), "stand in the first column") {
		t.Errorf("%d events, %v", len(evs), faults)
	}
}

// TestFillDown reads a date that stands once for a block, where the channel says so.
func TestFillDown(t *testing.T) {
	opt := ingesttest.Options(t)
	opt.FillDown = true
	evs, faults := ingesttest.ReadWith(t, "f.csv", "data;titolo;ora\n13/06/2027;Uno;21\n;Due;22\n14/06/2027;Tre;\n", opt)
	ingesttest.Same(t, "events", told(evs), "Uno | 2027-06-13 21:00 | \nDue | 2027-06-13 22:00 | \nTre | 2027-06-14 | ")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
}

// TestForeignFormats names files that are no tables for what they are.
func TestForeignFormats(t *testing.T) {
	const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	wide := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, "%c\x00", r)
		}
		return b.String()
	}
	for _, c := range []struct{ name, data, says string }{
		{"a.dif", "TABLE\n0,1\n\"Sheet\"\n", "Data Interchange Format"},
		{"a.dif", "TABLE\r\n0,1\r\n\"Sheet\"\r\n", "Data Interchange Format"},
		{"a.xlsx", compound + wide("EncryptedPackage"), "locked with a password"},
		{"a.xlsx", compound + "....", "locked with a password"},
		{"a.xls", compound + wide("Workbook"), "the old kind (.xls)"},
		{"a.doc", compound + wide("WordDocument"), "a Word document"},
		{"a.xls", "<html><body><table><tr><th>Titolo</th></tr></table></body></html>", "a web page that is named as a workbook"},
	} {
		evs, faults := ingesttest.Read(t, c.name, c.data)
		if text := ingesttest.Show(faults); len(evs) > 0 || len(faults) != 1 || !strings.Contains(text, c.says) || faults[0].Hint.IsZero() {
			t.Errorf("%s: %d events, %s, want %q", c.name, len(evs), text, c.says)
		}
	}
}
