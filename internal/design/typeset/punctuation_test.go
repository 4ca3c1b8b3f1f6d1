package typeset_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/giro-video/giro/internal/design/typeset"
)

func TestPunctuate(t *testing.T) {
	for _, c := range []struct{ lang, in, want string }{
		{"it", "L'isola dell'arte", "L’isola dell’arte"},
		{"it", `Mostra "I colori"`, "Mostra «I colori»"},
		{"it", `"Ciao" e "addio"`, "«Ciao» e «addio»"},
		{"it", `Lettura di "Il 'nome' della rosa"`, "Lettura di «Il ‘nome’ della rosa»"},
		{"it", `("Aperitivo")`, "(«Aperitivo»)"},
		{"it", `Suoni ""nuovi""`, "Suoni «nuovi»"},
		{"it", "un po' di musica anni '90", "un po’ di musica anni ’90"},
		{"it", "Lucio Corsi - Ippodromi 2025", "Lucio Corsi – Ippodromi 2025"},
		{"it", "porte aperte -- ingresso libero", "porte aperte – ingresso libero"},
		{"it", "Aspettando...", "Aspettando…"},
		{"it", "3-5 maggio, tel. 02-555", "3-5 maggio, tel. 02-555"},
		{"it", "- primo", "- primo"},
		{"it", "un vinile da 12\" e un muro di 5'", "un vinile da 12\" e un muro di 5'"},
		{"it", `una "citazione senza fine`, `una "citazione senza fine`},
		{"it", "https://esempio.test/l'arte...x \"qui\"", "https://esempio.test/l'arte...x «qui»"},
		{"it", "scrivi a o'brien@esempio.test", "scrivi a o'brien@esempio.test"},
		{"it", "«già» “fatto” l’isola", "«già» “fatto” l’isola"},
		{"it", "citta` e perche´", "citta’ e perche’"},
		{"en", `The "Night" of O'Brien`, "The “Night” of O’Brien"},
		{"en", "'Summer' sounds, the students' choice", "‘Summer’ sounds, the students’ choice"},
		{"en", "rock 'n' roll", "rock ‘n’ roll"},
		{"de", `Das "Fest"`, "Das „Fest“"},
		{"fr", `La "fête" commence !`, "La «\u00a0fête\u00a0» commence\u00a0!"},
		{"pt-BR", `O "som"`, "O “som”"},
		{"xx", `A "b"`, "A “b”"},
		{"it", "", ""},
		{"it", "'", "'"},
		{"it", "\"", "\""},
		{"it", "....", "...."},
	} {
		if got := typeset.Punctuate(c.in, c.lang); got != c.want {
			t.Errorf("%s: %q is set as %q, want %q", c.lang, c.in, got, c.want)
		}
	}
}

// No text makes it fail, lose words, or grow without bound.
func FuzzPunctuate(f *testing.F) {
	for _, s := range []string{`L'isola "dei 'murales'" - oggi...`, `""'' -- "`, "a'b \"c"} {
		f.Add(s, "it")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		once := typeset.Punctuate(s, lang)
		if len(once) > 4*len(s)+8 {
			t.Fatalf("%q grows to %q", s, once)
		}
		if utf8.ValidString(s) && words(s) != words(once) {
			t.Fatalf("%q becomes %q", s, once)
		}
	})
}

// words are the letters and figures of a text.
func words(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
