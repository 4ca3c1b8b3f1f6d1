// Package fold brings texts to the forms in which they are compared. It is the
// one place that says which differences do not count; names of files and
// addresses have rules of their own.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters returns a text in lower case and without accents. All else stays as
// it is, compatibility forms excepted (Unicode NFKD: "½" is "1⁄2").
func Letters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var quotes = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "„", `"`)

// Text returns a text folded as Letters does, with one kind of quotes.
func Text(s string) string { return Letters(quotes.Replace(s)) }

// Name returns a text in the form in which names and sentences are compared:
// that of Text, in which moreover the amount of space and a full stop at the end
// do not count.
func Name(s string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(Text(s)), " "), ".")
}

// Same reports whether two names are the same in the form of Name.
func Same(a, b string) bool { return Name(a) == Name(b) }
