package ingest_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
)

// TestCapitals reads one title a row and writes it as a sentence.
func TestCapitals(t *testing.T) {
	names := []string{"ZTL", "MUDEC", "Sant’Agata", "Pride"}
	for _, c := range []struct{ lang, title, venue, want string }{
		{"it", "LA FESTA DEL QUARTIERE", "", "La festa del quartiere"},
		{"it", "NUOVI ORARI DELLA ZTL DI SERA", "", "Nuovi orari della ZTL di sera"},
		{"it", "NOTTE AL MUDEC CON LA BANDA", "", "Notte al MUDEC con la banda"},
		{"it", "FESTA DI SANT’AGATA E DELL’ISOLA", "", "Festa di Sant’Agata e dell’isola"},
		{"it", "XXIV EDIZIONE DEL PREMIO", "", "XXIV edizione del premio"},
		{"it", "L’ARTE DEL SECOLO VI", "", "L’arte del secolo VI"},
		{"it", "VI ASPETTIAMO IN PIAZZA", "", "Vi aspettiamo in piazza"},
		{"it", "I MERCATI DI LUGLIO 2025 CON DJ SET", "", "I mercati di luglio 2025 con DJ set"},
		{"it", "TUTTI AL PARCO NORD DOMANI", "Parco Nord", "Tutti al Parco Nord domani"},
		{"it", "TUTTI AL PARCO NORD DOMANI", "PARCO NORD", "Tutti al parco nord domani"},
		{"it", "SI BALLA! INGRESSO LIBERO", "", "Si balla! Ingresso libero"},
		{"it", "CIRCOLO A.R.C.I. IN FESTA", "", "Circolo A.R.C.I. in festa"},
		{"it", "PERCHÉ L’ACQUA È DI TUTTI", "", "Perché l’acqua è di tutti"},
		{"it", "ESTATE", "", "ESTATE"}, // a word alone may be a name
		{"it", "La NOTTE dei MUSEI aperti", "", "La NOTTE dei MUSEI aperti"},
		{"en", "SATURDAY I RUN WITH PRIDE", "", "Saturday I run with Pride"},
		{"fr", "LA FÊTE DE LA MUSIQUE", "", "La fête de la musique"},
		{"de", "DAS GROSSE FEST AM SEE", "", "DAS GROSSE FEST AM SEE"},
		{"tr", "BÜYÜK IŞIK GECESİ VAR", "", "Büyük ışık gecesi var"},
	} {
		table := "titolo;data;luogo\n\"" + c.title + "\";14/06/2025;\"" + c.venue + "\"\n"
		read := func(how event.Capitals) (string, string) {
			list, faults, err := ingest.Read(t.Context(), "a.csv", []byte(table), ingest.Options{Language: c.lang, Capitals: how})
			if err != nil || faults.HasErrors() || len(list) != 1 {
				t.Fatal(err, faults)
			}
			hints := ""
			for _, m := range faults {
				hints += m.Hint.String() + "\n"
			}
			return list[0].Title, hints
		}
		if got, _ := read(event.Capitals{Sentence: true, Names: names}); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.lang, c.title, got, c.want)
		}
		// Without the switch nothing is changed, and the hint names it.
		got, hints := read(event.Capitals{Names: names})
		if got != c.title {
			t.Errorf("%q became %q unasked", c.title, got)
		}
		if c.title != c.want && !strings.Contains(hints, "text: {capitals: sentence") {
			t.Errorf("%q: %q does not name the switch", c.title, hints)
		}
	}
}
