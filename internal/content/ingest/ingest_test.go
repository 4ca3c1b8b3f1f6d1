package ingest_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// readFile reads a file of testdata.
func readFile(t *testing.T, name string) ([]*event.Event, diag.List) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return readText(t, name, string(data))
}

func readText(t *testing.T, name, text string) ([]*event.Event, diag.List) {
	t.Helper()
	evs, faults, err := ingest.Read(name, []byte(text), options(t))
	if err != nil {
		t.Fatal(err)
	}
	return evs, faults
}

// show writes messages one a line, without their hints.
func show(l diag.List) string {
	var b strings.Builder
	for _, m := range l {
		fmt.Fprintln(&b, m)
	}
	return b.String()
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func TestItalianTable(t *testing.T) {
	evs, faults := readFile(t, "valdimonte.csv")
	same(t, "messages", show(faults), "")
	if len(evs) != 4 {
		t.Fatalf("%d events, want 4", len(evs))
	}
	e := evs[0]
	same(t, "id", e.ID, "l-isola-dei-murales")
	same(t, "title", e.Title, "L’Isola dei murales")
	same(t, "in English", e.In("en").Title, "The murals of Isola")
	same(t, "when", describe(e.When), "2025-06-14 18:30")
	same(t, "venue", e.Venue, "Piazzale Archinto")
	same(t, "address", e.Address, "piazzale Archinto 4")
	same(t, "neighbourhood", e.Neighbourhood, "Isola")
	same(t, "category", e.Category, "Tour a piedi")
	same(t, "price", e.Price, "ingresso libero")
	same(t, "free", e.Free, true)
	same(t, "images", e.Images, []string{"foto/murales.jpg", "foto/ponte.jpg"})
	same(t, "url", e.URL, "https://www.example.org/isola")
	same(t, "description", e.Description, "Due ore tra cortili,\nponti e muri dipinti.")
	same(t, "access", e.Access, "Adatto a passeggini e carrozzine")
	same(t, "facts", e.Facts, "[{Value:9 Label:murales} {Value:3,1 Label:chilometri} {Value:20 Label:posti}]")
	same(t, "status", e.Status, event.Scheduled)
	same(t, "row", e.Row, 5)
	same(t, "where the date stands", e.At("start"), diag.Pos{File: "valdimonte.csv", Line: 5, Cell: "C5"})
	// The first row runs over two lines and an empty line follows the second:
	// rows and lines part ways.
	same(t, "second", describe(evs[1].When)+" "+evs[1].At("title").String(), "2025-05-03 to 2025-05-05 valdimonte.csv:7, cell A6")
	same(t, "third", evs[2].At("title").String(), "valdimonte.csv:9, cell A8")
	same(t, "after midnight", describe(evs[2].When), "2025-06-21 21:00 to 2025-06-22 01:00")
	same(t, "sold out", evs[2].Status, event.SoldOut)
	same(t, "entity", evs[2].Description, "Lumi & barche")
	same(t, "paid", evs[2].Free, false)
	same(t, "cancelled", evs[3].Status, event.Cancelled)
	same(t, "no place", evs[3].Venue, "")
	same(t, "zero is free", evs[3].Free, true)
}

func TestEncodingsAndSeparators(t *testing.T) {
	evs, faults := readFile(t, "windows-1252.tsv")
	same(t, "title", evs[0].Title, "Caffè e libertà")
	same(t, "venue", evs[0].Venue, "Sala Città – piano 1º")
	same(t, "when", describe(evs[0].When), "2025-05-03 to 2025-09-30")
	same(t, "one day", describe(evs[1].When), "2025-07-01 20:45")
	if len(faults) != 1 || faults[0].Severity != diag.Note {
		t.Errorf("faults %v, want a note of the encoding", faults)
	}

	evs, faults = readFile(t, "utf-16.txt")
	same(t, "messages", show(faults), "")
	same(t, "UTF-16", evs[1].Title+" "+describe(evs[0].When), "Città in festa 2025-05-17 09:00")

	evs, faults = readFile(t, "german.csv")
	same(t, "messages", show(faults), "")
	same(t, "German", evs[0].Title+"|"+describe(evs[0].When)+"|"+evs[0].Languages["en"].Title, "Straßenfest, mit Musik|2025-06-14 18:00|Street party, with music")
	same(t, "free", evs[0].Free, true)
	same(t, "range", describe(evs[1].When), "2025-05-03 to 2025-05-05")

	for _, sep := range []string{",", ";", "\t", "|"} {
		evs, faults := readText(t, "x", strings.ReplaceAll("titolo#data#luogo\nA; B|1#14/06/2025#\"Via, 3\"\n", "#", sep))
		if sep == ";" || sep == "|" {
			continue // the text itself holds them
		}
		same(t, "with "+sep, show(faults), "")
		same(t, "with "+sep, evs[0].Title+evs[0].Venue, "A; B|1Via, 3")
	}
	evs, faults = readText(t, "x", "sep=|\r\ntitolo|data\r\nA;B,C|14/06/2025\r\n")
	same(t, "sep=", show(faults)+evs[0].Title+evs[0].At("title").String(), "A;B,Cx:3, cell A3")
	evs, _ = readText(t, "x", "titolo\nUno\nDue\n")
	same(t, "one column", len(evs), 2)
}

func TestBrokenCharacters(t *testing.T) {
	_, faults := readText(t, "x", "titolo;data\nCittà è più giù;14/06/2025\nUno\x80due;14/06/2025\n")
	if len(faults) != 1 || faults[0].Severity != diag.Warning || faults[0].Line != 3 {
		t.Errorf("faults %v, want a warning on line 3", faults)
	}
}

func TestFaultsAreAllReported(t *testing.T) {
	evs, faults := readFile(t, "faults.csv")
	want := `faults.csv:1, cell I1: warning: the column "Titlo" is not known; it is kept for templates of your own
faults.csv:2, cell A2: error: the row has no title
faults.csv:3, cell B3: error: "06/14/2025" cannot be read: there is no month 14
faults.csv:4, cell C4: error: "verso sera" cannot be read: "verso" is not understood
faults.csv:5, cell B5: error: "sab 15/06/2025" cannot be read: 15/06/2025 is a Sunday, not a Saturday
faults.csv:6, cell C6: error: the row has a time or an end, and no day
faults.csv:7, cell E7: error: "https://example.org/a.jpg" is a web address, not a file
faults.csv:8, cell D8: warning: the price "7" has no currency
faults.csv:8, cell F8: warning: "prenota qui" is not a web address; it is left out
faults.csv:9, cell G9: error: the fact "tanti murales" does not start with a figure and a noun
faults.csv:10, cell H10: error: the state "forse" is not known
`
	if got := show(faults); got != want {
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
	same(t, "rows with errors", bad, []int{2, 3, 4, 5, 6, 7, 9, 10})
}

func TestTableShape(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no header", "a;b\nc;d\n", "f:1: error: no row with column names was found\n"},
		{"no title", "data;luogo\n14/06/2025;Qui\n", "f:1, cell A1: error: none of the 2 known columns is the title\n"},
		{"no rows", "titolo;data\n", "f:1, cell A1: error: the table has column names and no events\n"},
		{"empty", "", "f: error: the file is empty\n"},
		{"only a mark", "\ufeff\r\n", "f: error: the file is empty\n"},
		{"open quote", "titolo;data\nUno;14/06/2025\n\"Due;14/06/2025\nTre;14/06/2025\nQuattro;15/06/2025\n", "f:3, cell A3: error: a quote is opened here and never closed, so the rest of the file is one cell\n"},
		{"stray quote", "titolo;data\nLa \"notte\" bianca;14/06/2025\n", ""},
		{"too many cells", "titolo;data\nUno;14/06/2025;qui\n", "f:2, cell C2: error: the row has more cells than there are columns\n"},
		{"header again", "titolo;data\nUno;14/06/2025\ntitolo;data\nDue;15/06/2025\n", ""},
		{"twice", "titolo;data\nUno;14/06/2025\nUno;14/06/2025\n", "f:3, cell A3: note: the event repeats the one in row 2: same title, place and start; they are read as one\n"},
		{"two columns", "titolo;data;luogo;sede\nUno;14/06/2025;A;B\n", "f:1, cell D1: note: columns C and D both hold the venue; where both are filled the first counts\n"},
		{"long cell", "titolo;descrizione\nUno;" + strings.Repeat("x", ingest.MaxCell+1) + "\n", "f:2, cell B2: error: the cell has 32768 characters, more than 32767\n"},
		{"same id", "id;titolo\nuno;A\nuno;B\n", "f:3, cell A3: error: the id \"uno\" is given twice\n"},
		{"undecided", "titolo;data\nUno;da definire\n", "f:2, cell B2: warning: \"da definire\": the date or time is not decided yet\n"},
		{"end alone", "titolo;dal;al\nUno;;14/06/2025\n", "f:2, cell C2: error: the row has an end and no start\n"},
		{"end first", "titolo;dal;al\nUno;15/06/2025;14/06/2025\n", "f:2, cell C2: error: \"14/06/2025\" cannot be read: the last day lies before the first\n"},
		{"times differ", "titolo;data;ora\nUno;14/06/2025 21:00;20\n", "f:2, cell C2: error: the time differs from the one beside the date\n"},
		{"local path", "titolo;foto\nUno;C:\\Users\\ufficio\\a.jpg\n", "f:2, cell B2: error: \"C:\\\\Users\\\\ufficio\\\\a.jpg\" is a path on one computer\n"},
		{"workbook", "PK\x03\x04....", "f: error: the workbook is damaged: zip: not a valid zip file\n"},
		{"page", "<!DOCTYPE html><html>", "f: error: the file is a web page, and no event is marked in it (schema.org, JSON-LD)\n"},
		{"xml", "<?xml version=\"1.0\"?><rss/>", "f: error: the file is XML, not a calendar or a table\n"},
		{"binary", "titolo\x00\x01\x02", "f: error: the file is not text\n"},
		{"picture", "\x89PNG\r\n\x1a\n....", "f: error: the file is a picture, not a calendar or a table\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := readText(t, "f", c.text)
			same(t, "messages", show(faults), c.want)
			for _, m := range faults {
				if m.Hint.IsZero() {
					t.Errorf("%v has no hint", m)
				}
			}
		})
	}
}

func TestTimeColumns(t *testing.T) {
	for _, c := range []struct{ header, row, want string }{
		{"data;ora", "14/06/2025;21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;ore 21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;h 21", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;21.00", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;18:30", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;18:30:00", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;18.30 - 20.30", "2025-06-14 18:30 to 2025-06-14 20:30"},
		{"data;ora", "14/06/2025;18-20", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;dalle 18 alle 20", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;von 18 bis 20 Uhr", "2025-06-14 18:00 to 2025-06-14 20:00"},
		{"data;ora", "14/06/2025;18 h 30", "2025-06-14 18:30"},
		{"data;ora", "14/06/2025;9 pm", "2025-06-14 21:00"},
		{"data;ora", "14/06/2025;tutto il giorno", "2025-06-14"},
		{"data;ora inizio;ora fine", "14/06/2025;21;23.30", "2025-06-14 21:00 to 2025-06-14 23:30"},
		{"data;ora inizio;ora fine", "14/06/2025;21;2", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"inizio;fine", "14/06/2025 21:00;15/06/2025 02:00", "2025-06-14 21:00 to 2025-06-15 02:00"},
		{"inizio;fine", "14/06/2025 21:00;23:00", "2025-06-14 21:00 to 2025-06-14 23:00"},
		{"dal;al", "3 maggio;5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"dal;al", "dal 3 maggio 2025;fino al 5 maggio 2025", "2025-05-03 to 2025-05-05"},
		{"dal", "3 maggio 2025", "2025-05-03"},
		{"dal;al;orario", "3/5/2025;5/5/2025;10-18", "2025-05-03 10:00 to 2025-05-05 18:00"},
		{"start;end", "2025-06-14T16:30:00Z;2025-06-14T18:30:00Z", "2025-06-14 18:30 to 2025-06-14 20:30"},
		{"data;ora", ";", ""},
		{"data;ora", "14/06/2025;21:00 e 23:00", "error"},
		{"data;ora", "14/06/2025;24:00", "error"},
		{"data;ora", "14/06/2025;2130", "error"},
		{"data;ora", "14/06/2025;13 pm", "error"},
		{"data;ora fine", "14/06/2025;21", "error"},
	} {
		t.Run(c.header+" "+c.row, func(t *testing.T) {
			evs, faults := readText(t, "f", "titolo;"+c.header+"\nX;"+c.row+"\n")
			if c.want == "error" {
				if !faults.HasErrors() || evs[0].When.Known() {
					t.Errorf("read as %s %v, want an error", describe(evs[0].When), faults)
				}
				return
			}
			same(t, "messages", show(faults), "")
			same(t, "when", describe(evs[0].When), c.want)
		})
	}
}

func TestFree(t *testing.T) {
	for price, want := range map[string]bool{
		"gratuito": true, "Gratuita": true, "GRATIS": true, "ingresso libero": true, "Ingresso libero.": true, "free": true, "Free entry": true,
		"Eintritt frei": true, "kostenlos": true, "entrée libre": true, "entrada libre": true, "0": true, "0,00 €": true, "€ 0": true,
		"ingresso libero fino a esaurimento posti": true, "gratuito con prenotazione": true, "gratis, su prenotazione": true,
		"5 €": false, "gratuito fino a 6 anni, adulti 5 €": false, "5 euro, gratis sotto i 12 anni": false, "offerta libera": false,
		"0,50 €": false, "10": false, "gratis per i residenti": false, "da 0 a 10 €": false,
	} {
		evs, _ := readText(t, "f", "titolo;prezzo\nX;"+quote(price)+"\n")
		if evs[0].Free != want {
			t.Errorf("%q is free: %v, want %v", price, evs[0].Free, want)
		}
		if evs[0].Price != price {
			t.Errorf("price %q, want it as written: %q", evs[0].Price, price)
		}
	}
}

func TestFacts(t *testing.T) {
	evs, faults := readText(t, "f", "titolo;fatti;facts_en\nX;\"9 murales; 3,1 chilometri\n1.200 alberi; 85 % di verde; oltre 30 artisti; € 5 ridotto\";9 murals\n")
	same(t, "messages", show(faults), "")
	same(t, "facts", evs[0].Facts, "[{Value:9 Label:murales} {Value:3,1 Label:chilometri} {Value:1.200 Label:alberi} {Value:85 % Label:di verde} {Value:oltre 30 Label:artisti} {Value:€ 5 Label:ridotto}]")
	same(t, "in English", evs[0].In("en").Facts, "[{Value:9 Label:murals}]")
}

func TestIDs(t *testing.T) {
	evs, _ := readText(t, "f", "titolo;data;ora\nMercato;03/05/2025;\nMercato;10/05/2025;9\nMercato;10/05/2025;15\nFesta;;\nFesta;;\nمهرجان;;\nUnico;;\nMercato 2025-05-03;;\n")
	var ids []string
	for _, e := range evs {
		ids = append(ids, e.ID)
	}
	same(t, "ids", ids, []string{"mercato-2025-05-03-0000", "mercato-2025-05-10-0900", "mercato-2025-05-10-1500", "festa", "festa-2", "event", "unico", "mercato-2025-05-03"})
}

func TestPick(t *testing.T) {
	evs, _ := readFile(t, "milano-san-siro-2025.ics")
	for ref, want := range map[string]string{
		"elodie-stadio-san-siro":               "Elodie - Stadio San Siro",
		"f65dd6be-2f95-4925-8a3d-1322a8afbe81": "Elodie - Stadio San Siro",
		"17":                                   "Elodie - Stadio San Siro",
		"Elodie - Stadio San Siro":             "Elodie - Stadio San Siro",
		"ELODIE stadio san siro":               "Elodie - Stadio San Siro",
		" lucio-corsi-ippodromi-2025 ":         "Lucio Corsi - Ippodromi 2025",
		"duran-duran-i-days-milano":            "Duran Duran - I-Days Milano",
	} {
		e, err := ingest.Pick(evs, ref)
		if err != nil {
			t.Errorf("%q: %v", ref, err)
			continue
		}
		same(t, ref, e.Title, want)
	}
	for _, c := range []struct{ ref, text, hint string }{
		{"", "28 events", "\n  milano-san-siro-2025.ics#lucio-corsi-ippodromi-2025\n"},
		{"", "28 events", "and 18 more"},
		{"elodie-stadio-san-sero", "no event", `did you mean "elodie-stadio-san-siro"?`},
		{"springsteen", "no event", "#bruce-springsteen-and-the-e-street-band-data-2"},
		{"29", "no event", "the events are"},
		{"Pinguini Tattici Nucleari - Hello World Tour Stadi 2025", "fits 2 events", "#pinguini-tattici-nucleari-hello-world-tour-stadi-2025-2025-06-10"},
	} {
		_, err := ingest.Pick(evs, c.ref)
		msgs, ok := diag.Messages(err)
		if !ok || len(msgs) != 1 || !strings.Contains(msgs[0].Text.String(), c.text) || !strings.Contains(msgs[0].Hint.String(), c.hint) {
			t.Errorf("%q: got %v", c.ref, msgs)
		}
	}
	if e, err := ingest.Pick(evs[:1], ""); err != nil || e != evs[0] {
		t.Errorf("a single event is not taken: %v", err)
	}
	if _, err := ingest.Pick(nil, ""); err == nil {
		t.Error("an event was found in none")
	}
}

func TestLimits(t *testing.T) {
	evs, faults, err := ingest.Read("big", make([]byte, ingest.MaxBytes+1), options(t))
	if err != nil || len(evs) != 0 || !strings.Contains(show(faults), "more than 64 MB") {
		t.Errorf("%v %v", faults, err)
	}
	var b strings.Builder
	b.WriteString("titolo\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "Uno %d;troppo\n", i)
	}
	_, faults = readText(t, "f", strings.Replace(b.String(), "titolo", "titolo;", 1)+strings.Repeat(";14/06/2025;x\n", 1500))
	if len(faults) != 1001 || !strings.Contains(faults[1000].Text.String(), "left out") {
		t.Errorf("%d messages, the last %v", len(faults), faults[len(faults)-1])
	}
}

// TestJSONRoundTrip holds for every sample file that what "giro events --json"
// writes gives the same events when it is read.
func TestJSONRoundTrip(t *testing.T) {
	names, err := filepath.Glob("testdata/*.*")
	more, merr := filepath.Glob("testdata/mess/*.*")
	spectrum, serr := filepath.Glob("testdata/csv-spectrum/csvs/*")
	if err := errors.Join(err, merr, serr); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range slices.Concat(names, more, spectrum) {
		if strings.HasSuffix(name, ".want") {
			continue
		}
		evs, faults := readFile(t, strings.TrimPrefix(name, "testdata/"))
		if len(evs) == 0 && faults.HasErrors() {
			continue // a table of no events
		}
		read++
		t.Run(filepath.Base(name), func(t *testing.T) { comeBack(t, evs) })
	}
	if read < 45 {
		t.Errorf("only %d files", read)
	}
}

func TestJSONFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"object", `{"diagnostics":[],"events":[{"id":"a","title":"A"}]}`, ""},
		{"other object", `{"type":"FeatureCollection"}`, "f:1: error: the JSON does not hold an array of events\n"},
		{"damaged", "[\n{\"id\":\"a\",\n\"title\" \"A\"}]", "f:3: error: the JSON is damaged: invalid character '\"' after object key\n"},
		{"cut off", "[\n{\"id\":\"a\"", "f:2: error: the JSON breaks off\n"},
		{"wrong kind", "[\n{\"id\":\"a\",\"title\":3},\n{\"id\":\"b\",\"title\":\"B\"}]", "f:2: error: \"title\" must be a string, not a number\n"},
		{"bad time", "[{\"id\":\"a\",\"title\":\"A\",\"start\":\"14/06/2025\"}]", "f:1: error: start \"14/06/2025\" is not a time with its offset, as in 2025-06-14T18:30:00+02:00\n"},
		{"empty", "[]", "f:1: error: the file holds no event\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, faults := readText(t, "f", c.text)
			same(t, "messages", show(faults), c.want)
		})
	}
}

func TestEventsAreTheSameEachTime(t *testing.T) {
	first, faults := readFile(t, "faults.csv")
	for range 20 {
		evs, again := readFile(t, "faults.csv")
		same(t, "messages", show(again), show(faults))
		if !slices.EqualFunc(evs, first, func(a, b *event.Event) bool { return a.ID == b.ID }) {
			t.Fatal("ids differ from one reading to the next")
		}
	}
}
