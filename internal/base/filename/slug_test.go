package filename_test

import (
	"strings"
	"testing"

	"github.com/giro-video/giro/internal/base/filename"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"L’Isola dei murales":            "l-isola-dei-murales",
		"Perché no?":                     "perche-no",
		"  -- Sagra  della  Pizza! --":   "sagra-della-pizza",
		"Straßenfest Łódź":               "strassenfest-lodz",
		"Ærø, œuvre":                     "aero-oeuvre",
		"1º maggio":                      "1o-maggio",
		"مهرجان":                         "",
		"欢迎 Milano":                      "milano",
		"":                               "",
		"ﬁne":                            "fine",
		strings.Repeat("parola ", 20):    "parola-parola-parola-parola-parola-parola-parola-parola",
		strings.Repeat("x", 100):         strings.Repeat("x", 60),
		"BORN PINK World Tour ENCORE 2!": "born-pink-world-tour-encore-2",
	} {
		if got := filename.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlugWithin(t *testing.T) {
	for in, want := range map[string]string{
		"Programma di giugno e luglio del Comune": "programma-di-giugno", // at a word, when one ends late enough
		"sagra":                 "sagra",
		strings.Repeat("x", 30): strings.Repeat("x", 20),
	} {
		if got := filename.SlugWithin(in, 20); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"sagra.it.reels": "sagra.it.reels", "Perché no": "Perché no", "..hidden": "hidden",
		"a/b\\c:d*e?f\"g<h>i|j\nk\x00": "a-b-c-d-e-f-g-h-i-j-k-", "": "",
	} {
		if got := filename.Safe(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("L’Isola dei murales")
	f.Add("\xff\x00ß")
	f.Fuzz(func(t *testing.T, s string) {
		got := filename.Slug(s)
		if len(got) > 60 || strings.Trim(got, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(got, "-") || strings.HasSuffix(got, "-") {
			t.Errorf("Slug(%q) = %q", s, got)
		}
		if again := filename.Slug(got); again != got {
			t.Errorf("the slug of %q is %q", got, again)
		}
	})
}
