package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/ingest/source"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, data, want, says string }{
		{"UTF-8", "Città", "Città", ""},
		{"byte order mark", "\ufeffCittà", "Città", ""},
		{"UTF-16", "\xff\xfeC\x00i\x00t\x00t\x00\xe0\x00", "Città", ""},
		{"Windows-1252", "Citt\xe0 \x96 caff\xe8", "Città – caffè", "f: note: the file is not UTF-8; it is read as Windows-1252"},
		{"Windows-1252 with three dots", "Continua\x85 e poi\x85", "Continua… e poi…", "f: note: the file is not UTF-8; it is read as Windows-1252"},
		{"ISO-8859-15", "caff\xe8 5 \xa4", "caffè 5 €", "f: note: the file is not UTF-8; it is read as ISO-8859-15"},
		{"Mac Roman", "Citt\x88, caff\x8f, perch\x8e, l\xd5acqua", "Città, caffè, perché, l’acqua", "f: note: the file is not UTF-8; it is read as Mac Roman"},
		{"CP850", "Citt\x85 pi\x97 caff\x8a, M\x81nchen", "Città più caffè, München", "f: note: the file is not UTF-8; it is read as CP850"},
		{"UTF-16 without a mark", "C\x00i\x00t\x00t\x00\xe0\x00", "Città", ""},
		{"UTF-16, the other way round, without a mark", "\x00C\x00i\x00t\x00t\x00\xe0", "Città", ""},
		{"broken", "Città è\nun\x80o", "Città è\nun\ufffdo", "f:2: warning: a character is broken; it is shown as \ufffd"},
		{"encoded twice", "CittÃ\u00a0 e caffÃ¨", "Città e caffè", `f: note: the characters of the file were encoded twice ("Ã¨" for "è"); they are read as they were meant`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var faults diag.List
			f := &source.File{Name: "f", Data: []byte(c.data), Faults: &faults}
			if got := f.Text(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			var says []string
			for _, m := range faults {
				says = append(says, fmt.Sprint(m))
			}
			if got := strings.Join(says, "\n"); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
}

func TestProse(t *testing.T) {
	for in, want := range map[string]string{
		"<p>Uno</p><p>due &amp; tre</p>": "Uno\ndue & tre",
		"a\r\n\r\n\r\nb \t c":            "a\n\nb c",
		"n.d.":                           "",
		"un\u00adica\u200b parola":       "unica parola",
		"l\u0092acqua":                   "l’acqua",
		"5 < 6":                          "5 < 6",
	} {
		if got := source.Prose(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := source.OneLine("uno\n due"); got != "uno due" {
		t.Errorf("got %q", got)
	}
}

func TestSplitLocation(t *testing.T) {
	for in, want := range map[string]string{
		"Teatro Civico, Via Roma 3":        "Teatro Civico|Via Roma 3",
		"Teatro Civico (Piazza Grande)":    "Teatro Civico|Piazza Grande",
		"Kulturhaus - Hauptstraße 5":       "Kulturhaus|Hauptstraße 5",
		"Via Roma 3, Piazza Grande":        "Via Roma 3, Piazza Grande|",
		"Sala grande, secondo piano":       "Sala grande, secondo piano|",
		"Parco Nord – Viale dei Platani 1": "Parco Nord|Viale dei Platani 1",
	} {
		venue, address := source.SplitLocation(in)
		if got := venue + "|" + address; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestWebAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.example.org/a?b=c": "https://www.example.org/a?b=c",
		"www.example.org":               "https://www.example.org",
		"prenota qui":                   "",
		"info@example.org":              "",
		"ftp://example.org":             "",
		"javascript:alert(1)":           "",
	} {
		var faults diag.List
		f := &source.File{Name: "f", Faults: &faults}
		if got := f.WebAddress(f.At(2), in); got != want || (got == "") != (len(faults) == 1) {
			t.Errorf("%q: got %q, want %q; messages %v", in, got, want, faults)
		}
	}
}
