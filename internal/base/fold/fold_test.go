package fold_test

import (
	"testing"

	"github.com/giro-video/giro/internal/base/fold"
)

func TestLetters(t *testing.T) {
	for in, want := range map[string]string{
		"Perù":              "peru",
		"PERÚ":              "peru",
		"Straße":            "straße",
		"janv.":             "janv.",
		"L’Aquila — Città":  "l’aquila — citta",
		"e\u0301te\u0301":   "ete", // decomposed
		"ﬁera":              "fiera",
		"مهرجان":            "مهرجان",
		"":                  "",
		"  due  spazi\nqui": "  due  spazi\nqui",
	} {
		if got := fold.Letters(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"L’Isola dei murales", "l'isola  dei\u00a0MURALES", true},
		{"Caffè «Città»", `caffe "citta"`, true},
		{"S.p.A.", "s.p.a", true},
		{"Piazza Grande.", " piazza grande ", true},
		{"Piazza Grande", "Piazza Grandi", false},
		{"Porta-Nuova", "Porta Nuova", false},
		{"a.b", "ab", false},
	} {
		if got := fold.Same(c.a, c.b); got != c.same {
			t.Errorf("%q and %q: %q and %q, same %v, want %v", c.a, c.b, fold.Name(c.a), fold.Name(c.b), got, c.same)
		}
	}
}
