package table_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

func TestItalianTable(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "valdimonte.csv")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	if len(evs) != 4 {
		t.Fatalf("%d events, want 4", len(evs))
	}
	e := evs[0]
	ingesttest.Same(t, "id", e.ID, "l-isola-dei-murales")
	ingesttest.Same(t, "title", e.Title, "L’Isola dei murales")
	ingesttest.Same(t, "in English", e.In("en").Title, "The murals of Isola")
	ingesttest.Same(t, "when", ingesttest.Describe(e.When), "2025-06-14 18:30")
	ingesttest.Same(t, "venue", e.Venue, "Piazzale Archinto")
	ingesttest.Same(t, "address", e.Address, "piazzale Archinto 4")
	ingesttest.Same(t, "neighbourhood", e.Neighbourhood, "Isola")
	ingesttest.Same(t, "category", e.Category, "Tour a piedi")
	ingesttest.Same(t, "price", e.Price, "ingresso libero")
	ingesttest.Same(t, "free", e.Free, true)
	ingesttest.Same(t, "images", e.Images, []string{"foto/murales.jpg", "foto/ponte.jpg"})
	ingesttest.Same(t, "url", e.URL, "https://www.example.org/isola")
	ingesttest.Same(t, "description", e.Description, "Due ore tra cortili,\nponti e muri dipinti.")
	ingesttest.Same(t, "access", e.Access, "Adatto a passeggini e carrozzine")
	ingesttest.Same(t, "facts", e.Facts, "[{Value:9 Label:murales} {Value:3,1 Label:chilometri} {Value:20 Label:posti}]")
	ingesttest.Same(t, "status", e.Status, event.Scheduled)
	ingesttest.Same(t, "row", e.Row, 5)
	ingesttest.Same(t, "where the date stands", e.At("start"), diag.Pos{File: "valdimonte.csv", Line: 5, Cell: "C5"})
	// The first row runs over two lines and an empty line follows the second:
	// rows and lines part ways.
	ingesttest.Same(t, "second", ingesttest.Describe(evs[1].When)+" "+evs[1].At("title").String(), "2025-05-03 to 2025-05-05 valdimonte.csv:7, cell A6")
	ingesttest.Same(t, "third", evs[2].At("title").String(), "valdimonte.csv:9, cell A8")
	ingesttest.Same(t, "after midnight", ingesttest.Describe(evs[2].When), "2025-06-21 21:00 to 2025-06-22 01:00")
	ingesttest.Same(t, "sold out", evs[2].Status, event.SoldOut)
	ingesttest.Same(t, "entity", evs[2].Description, "Lumi & barche")
	ingesttest.Same(t, "paid", evs[2].Free, false)
	ingesttest.Same(t, "cancelled", evs[3].Status, event.Cancelled)
	ingesttest.Same(t, "no place", evs[3].Venue, "")
	ingesttest.Same(t, "zero is free", evs[3].Free, true)
}

func TestEncodingsAndSeparators(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "windows-1252.tsv")
	ingesttest.Same(t, "title", evs[0].Title, "Caffè e libertà")
	ingesttest.Same(t, "venue", evs[0].Venue, "Sala Città – piano 1º")
	ingesttest.Same(t, "when", ingesttest.Describe(evs[0].When), "2025-05-03 to 2025-09-30")
	ingesttest.Same(t, "one day", ingesttest.Describe(evs[1].When), "2025-07-01 20:45")
	if len(faults) != 2 || faults[0].Severity != diag.Note || faults[1].Severity != diag.Note {
		t.Errorf("faults %v, want a note of the encoding and one of the order of day and month", faults)
	}

	evs, faults = ingesttest.ReadFile(t, "utf-16.txt")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	ingesttest.Same(t, "UTF-16", evs[1].Title+" "+ingesttest.Describe(evs[0].When), "Città in festa 2025-05-17 09:00")

	evs, faults = ingesttest.ReadFile(t, "german.csv")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	ingesttest.Same(t, "German", evs[0].Title+"|"+ingesttest.Describe(evs[0].When)+"|"+evs[0].Languages["en"].Title, "Straßenfest, mit Musik|2025-06-14 18:00|Street party, with music")
	ingesttest.Same(t, "free", evs[0].Free, true)
	ingesttest.Same(t, "range", ingesttest.Describe(evs[1].When), "2025-05-03 to 2025-05-05")

	for _, sep := range []string{",", ";", "\t", "|"} {
		evs, faults := ingesttest.Read(t, "x", strings.ReplaceAll("titolo#data#luogo\nA; B|1#14/06/2025#\"Via, 3\"\n", "#", sep))
		if sep == ";" || sep == "|" {
			continue // the text itself holds them
		}
		ingesttest.Same(t, "with "+sep, ingesttest.Show(faults), "")
		ingesttest.Same(t, "with "+sep, evs[0].Title+evs[0].Venue, "A; B|1Via, 3")
	}
	evs, faults = ingesttest.Read(t, "x", "sep=|\r\ntitolo|data\r\nA;B,C|14/06/2025\r\n")
	ingesttest.Same(t, "sep=", ingesttest.Show(faults)+evs[0].Title+evs[0].At("title").String(), "A;B,Cx:3, cell A3")
	evs, _ = ingesttest.Read(t, "x", "titolo\nUno\nDue\n")
	ingesttest.Same(t, "one column", len(evs), 2)
}

func TestBrokenCharacters(t *testing.T) {
	_, faults := ingesttest.Read(t, "x", "titolo;data\nCittà è più giù;14/06/2025\nUno\x80due;14/06/2025\n")
	if len(faults) != 1 || faults[0].Severity != diag.Warning || faults[0].Line != 3 {
		t.Errorf("faults %v, want a warning on line 3", faults)
	}
}

func TestFaultsAreAllReported(t *testing.T) {
	evs, faults := ingesttest.ReadFile(t, "faults.csv")
	want := `faults.csv:1, cell I1: warning: the column "Titlo" is not known; it is kept for templates of your own
faults.csv:3, cell B3: error: in the column "data" the dates have the day first in cell B2 (14/06/2025) and the month first in cell B3 (06/14/2025)
faults.csv:2, cell A2: error: the row has no title
faults.csv:4, cell C4: warning: "sera" is no time of day; it is left out
faults.csv:5, cell B5: error: "sab 15/06/2025" cannot be read: 15/06/2025 is a Sunday, not a Saturday
faults.csv:6, cell C6: error: the row has a time or an end, and no day
faults.csv:7, cell E7: warning: the picture "https://example.org/a.jpg" is on the web; it is left out
faults.csv:8, cell D8: warning: the price "7" has no currency
faults.csv:8, cell F8: warning: "prenota qui" is not a web address; it is left out
faults.csv:9, cell G9: error: the fact "tanti murales" does not start with a figure and a noun
faults.csv:10, cell H10: error: the state "forse" is not known
faults.csv:6, cell A6: warning: rows without a date stand below one with a date: rows 6
`
	if got := ingesttest.Show(faults); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, m := range faults {
		if m.Hint.IsZero() {
			t.Errorf("%v has no hint", m)
		}
	}
	if len(evs) != 9 {
		t.Fatalf("%d events, want 9", len(evs))
	}
	var bad []int
	for _, e := range evs {
		if e.Faults.HasErrors() {
			bad = append(bad, e.Row)
		}
	}
	ingesttest.Same(t, "rows with errors", bad, []int{2, 3, 5, 6, 9, 10})
}

func TestTableShape(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no header", "a;b\nc;d\n", "f:1: error: no row with column names was found\n"},
		{"no title", "data;luogo\n14/06/2025;Qui\n", "f:1, cell A1: error: none of the 2 known columns is the title\n"},
		{"no rows", "titolo;data\n", "f:1, cell A1: error: the table has column names and no events\n"},
		{"open quote", "titolo;data\nUno;14/06/2025\n\"Due;14/06/2025\nTre;14/06/2025\nQuattro;15/06/2025\n", "f:3: warning: cells begin with a quote that does not close them; the quotes are read as part of the text, on lines 3\n"},
		{"stray quote", "titolo;data\nLa \"notte\" bianca;14/06/2025\n", ""},
		{"too many cells", "titolo;data\nUno;14/06/2025;qui\n", "f:2, cell C2: error: the row has more cells than there are columns\n"},
		{"header again", "titolo;data\nUno;14/06/2025\ntitolo;data\nDue;15/06/2025\n", ""},
		{"two columns", "titolo;data;luogo;sede\nUno;14/06/2025;A;B\n", "f:1, cell D1: note: columns C and D both hold the venue; where both are filled the first counts\n"},
		{"long cell", "titolo;descrizione\nUno;" + strings.Repeat("x", source.MaxCell+1) + "\n", "f:2, cell B2: error: the cell has 32768 characters, more than 32767\n"},
		{"undecided", "titolo;data\nUno;da definire\n", "f:2, cell B2: warning: \"da definire\": the date or time is not decided yet\n"},
		{"end alone", "titolo;dal;al\nUno;;14/06/2025\n", "f:2, cell C2: error: the row has an end and no start\n"},
		{"end first", "titolo;dal;al\nUno;15/06/2025;14/06/2025\n", "f:2, cell C2: error: \"14/06/2025\" cannot be read: the last day lies before the first\n"},
		{"times differ", "titolo;data;ora\nUno;14/06/2025 21:00;20\n", "f:2, cell C2: error: the time differs from the one beside the date\n"},
		{"local path", "titolo;foto\nUno;C:\\Users\\ufficio\\a.jpg\n", "f:2, cell B2: warning: \"C:\\\\Users\\\\ufficio\\\\a.jpg\" is a path on one computer; the picture \"a.jpg\" is looked for in the channel's folder\n"},
		{"workbook", "PK\x03\x04....", "f: error: the workbook is damaged: zip: not a valid zip file\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := ingesttest.Read(t, "f", c.text)
			ingesttest.Same(t, "messages", ingesttest.Show(faults), c.want)
			for _, m := range faults {
				if m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
}

func TestMessyFilesAreReadOrRefused(t *testing.T) { ingesttest.Mess(t, 20) }

func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"faults.csv", "german.csv", "utf-16.txt", "valdimonte.csv", "windows-1252.tsv"} {
		evs, _ := ingesttest.ReadFile(t, name)
		t.Run(name, func(t *testing.T) { ingesttest.ComeBack(t, evs) })
	}
}

func FuzzText(f *testing.F) { ingesttest.With(f, "titolo;data;ora\n") }
